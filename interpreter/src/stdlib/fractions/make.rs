//! Fractions out of everything else.

use crate::number::{Int, decimal, float, int_text};
use crate::text::{digit, repr};
use crate::value::{Type, Value};
use crate::vm::{Answer, Args, Raised, Vm};

use super::{Parts, new, rational};
use crate::stdlib::decimal as decimals;

/// `Fraction(numerator, denominator)`.
pub(super) fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [top, bottom] = args.bind(vm, "Fraction", ["numerator", "denominator"], 0, 2)?;
    if top.is_unbound() && bottom.is_unbound() {
        return new(vm, Int::Small(0), Int::Small(1));
    }
    let top = top.bound().unwrap_or(Value::Int(0));
    if bottom.is_unbound() || bottom.is_none() {
        let (top, bottom) = single(vm, top)?;
        return new(vm, top, bottom);
    }
    let (Some((a, b)), Some((c, d))) = (rational(vm, top), rational(vm, bottom)) else {
        return Err(vm.type_error("both arguments should be Rational instances"));
    };
    let (top, bottom) = (vm.lift(a.mul(&d))?, vm.lift(b.mul(&c))?);
    new(vm, top, bottom)
}

fn single(vm: &mut Vm, value: Value) -> Result<Parts, Raised> {
    if let Some(parts) = rational(vm, value) {
        return Ok(parts);
    }
    if let Value::Float(real) = vm.heap.payload(value) {
        return vm.lift(float::as_integer_ratio(real));
    }
    if let Some(number) = decimals::get(vm, value) {
        return of_decimal(vm, &number);
    }
    let Some(text) = vm.heap.str(vm.heap.payload(value)).map(str::to_owned) else {
        return Err(vm.type_error("argument should be a string or a Rational instance"));
    };
    match parse(&text) {
        Some(parts) => Ok(parts),
        None => Err(vm.value_error(format!(
            "Invalid literal for Fraction: {}",
            repr::str(&text)
        ))),
    }
}

fn of_decimal(vm: &mut Vm, number: &decimal::Decimal) -> Result<Parts, Raised> {
    if number.is_nan() {
        return Err(vm.value_error("cannot convert NaN to integer ratio"));
    }
    if number.is_infinite() {
        return Err(vm.error(
            Type::OverflowError,
            "cannot convert Infinity to integer ratio",
        ));
    }
    match decimal::to_ratio(number) {
        Some(parts) => Ok(parts),
        None => Err(vm.error_with(Type::MemoryError, &[])),
    }
}

/// `3/4`, `-1.25e3`.
fn parse(text: &str) -> Option<Parts> {
    let ascii = digit::to_ascii(text)?;
    let trimmed = ascii.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\x0b');
    let (negative, rest) = match trimmed.as_bytes().first()? {
        b'-' => (true, &trimmed[1..]),
        b'+' => (false, &trimmed[1..]),
        _ => (false, trimmed),
    };
    let (top, bottom) = match rest.split_once('/') {
        Some((top, bottom)) => (digits(top)?, digits(bottom)?),
        None => with_point(rest)?,
    };
    Some((if negative { top.neg() } else { top }, bottom))
}

/// Digits, with single underscores between them.
fn digits(text: &str) -> Option<Int> {
    let starts = text.bytes().next()?.is_ascii_digit();
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'_');
    (starts && plain)
        .then(|| int_text::parse(text, 10).ok())
        .flatten()
}

fn with_point(text: &str) -> Option<Parts> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent_of(exponent)?),
        None => (text, 0),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && part.is_empty() {
        return None;
    }
    let or_none = |text: &str| match text {
        "" => Some(Int::Small(0)),
        text => digits(text),
    };
    let (whole, fraction) = (or_none(whole)?, or_none(part)?);
    let places = part.bytes().filter(u8::is_ascii_digit).count() as i64;
    let unit = ten_to(places)?;
    let top = whole.mul(&unit).ok()?.add(&fraction);
    if exponent >= 0 {
        Some((top.mul(&ten_to(exponent)?).ok()?, unit))
    } else {
        Some((top, unit.mul(&ten_to(-exponent)?).ok()?))
    }
}

fn exponent_of(text: &str) -> Option<i64> {
    let (negative, rest) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let size = digits(rest)?.to_i64()?;
    Some(if negative { -size } else { size })
}

fn ten_to(exponent: i64) -> Option<Int> {
    let exponent = u32::try_from(exponent)
        .ok()
        .filter(|exponent| *exponent < 2_000_000)?;
    Some(Int::from(num_bigint::BigInt::from(10).pow(exponent)))
}

/// `Fraction.from_float(value)`.
pub(super) fn from_float(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let given = args.one(vm, "Fraction.from_float")?;
    let (top, bottom) = match (vm.as_int(given), vm.heap.payload(given)) {
        (Some(int), _) => (int, Int::Small(1)),
        (None, Value::Float(real)) => vm.lift(float::as_integer_ratio(real))?,
        _ => return Err(only_takes(vm, given, "from_float", "floats")?),
    };
    new(vm, top, bottom)
}

fn only_takes(vm: &mut Vm, given: Value, name: &str, what: &str) -> Result<Raised, Raised> {
    let shown = vm.repr(given)?;
    let class = vm.class_of(given);
    let class = vm.class_name(class);
    Ok(vm.type_error(format!(
        "Fraction.{name}() only takes {what}, not {shown} ({class})"
    )))
}

/// `Fraction.from_decimal(value)`.
pub(super) fn from_decimal(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let given = args.one(vm, "Fraction.from_decimal")?;
    let (top, bottom) = match (vm.as_int(given), decimals::get(vm, given)) {
        (Some(int), _) => (int, Int::Small(1)),
        (None, Some(number)) => of_decimal(vm, &number)?,
        _ => return Err(only_takes(vm, given, "from_decimal", "Decimals")?),
    };
    new(vm, top, bottom)
}
