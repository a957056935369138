//! `a ** b`, and `pow(a, b, m)`.
//!
//! Powers with integer exponents are multiplied up with some digits more than the precision, all others are `exp(b ln a)`: the same
//! steps as in libmpdec, which CPython uses, because neither result is always the correctly rounded one.

use std::cmp::Ordering;

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, ToPrimitive};

use super::arithmetic::{divide, multiply};
use super::compare::compare_numbers;
use super::digits;
use super::round::finish;
use super::transcendental::{exp, ln};
use super::{Condition, Context, Decimal, Rounding, Status, invalid, nan_of, too_long};

/// Digits of a 64-bit exponent.
const EXPONENT_DIGITS: i64 = 19;

pub fn power(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = nan_of(&[a, b], context, status) {
        return nan;
    }
    let whole = b.is_integer();
    let negative = a.negative && whole && is_odd(b);
    if a.is_zero() {
        return match (b.is_zero(), b.negative) {
            (true, _) => invalid(status, Condition::InvalidOperation),
            (false, true) => Decimal::infinity(negative),
            (false, false) => Decimal::zero(negative, 0),
        };
    }
    if a.negative && !whole {
        return invalid(status, Condition::InvalidOperation);
    }
    if b.is_infinite() {
        return to_infinity(a, b, context, status);
    }
    if b.is_zero() {
        return Decimal::one();
    }
    if a.is_infinite() {
        return if b.negative {
            Decimal::zero(negative, 0)
        } else {
            Decimal::infinity(negative)
        };
    }
    let magnitude = a.clone().with_sign(false);
    if compare_numbers(&magnitude, &Decimal::one()) == Some(Ordering::Equal) {
        return of_one(&magnitude, b, whole, negative, context, status);
    }
    if let Some(beyond) = bound(&magnitude, b, negative, context) {
        return finish(beyond, context, status);
    }
    if whole {
        integer_power(a, b, negative, context, status)
    } else {
        real_power(a, b, context, status)
    }
}

fn is_odd(value: &Decimal) -> bool {
    if value.exponent > 0 || value.is_zero() {
        return false;
    }
    let (whole, _) = digits::dropped(&value.coefficient, -value.exponent);
    whole.is_odd()
}

/// An infinite exponent.
fn to_infinity(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    let order = compare_numbers(&a.clone().with_sign(false), &Decimal::one());
    match (order, b.negative) {
        (Some(Ordering::Equal), _) => {
            status.raise(Condition::Inexact);
            status.raise(Condition::Rounded);
            padded_one(context.prec - 1, false, status)
        }
        (Some(Ordering::Less), true) | (Some(Ordering::Greater), false) => Decimal::infinity(false),
        _ => Decimal::zero(false, 0),
    }
}

/// 1 with that many zeros after the point.
fn padded_one(zeros: i64, negative: bool, status: &mut Status) -> Decimal {
    match digits::power_of_ten(zeros) {
        Some(coefficient) => Decimal::finite(negative, coefficient, -zeros),
        None => too_long(status),
    }
}

fn of_one(
    one: &Decimal,
    b: &Decimal,
    whole: bool,
    negative: bool,
    context: &Context,
    status: &mut Status,
) -> Decimal {
    if !whole {
        status.raise(Condition::Inexact);
        status.raise(Condition::Rounded);
        return padded_one(context.prec - 1, negative, status);
    }
    if b.negative {
        return Decimal::one().with_sign(negative);
    }
    let zeros = multiply(
        b,
        &Decimal::finite(false, BigUint::from(one.exponent.unsigned_abs()), 0),
        &Context::exact(),
        &mut Status::default(),
    );
    let count = super::convert::to_int(&zeros, Rounding::Down)
        .and_then(|int| int.to_i64())
        .unwrap_or(i64::MAX);
    if count > context.prec - 1 {
        status.raise(Condition::Rounded);
    }
    padded_one(count.min(context.prec - 1), negative, status)
}

/// A number that overflows or underflows, if the power is far beyond the limits: by the size of its logarithm's logarithm, as
/// libmpdec estimates it. What is nearer is found out by computing it, which shows in the conditions.
fn bound(magnitude: &Decimal, b: &Decimal, negative: bool, context: &Context) -> Option<Decimal> {
    let size = |exponent: i64| {
        let magnitude = exponent.unsigned_abs();
        magnitude
            .checked_ilog10()
            .map_or(1, |log| i64::from(log) + 1)
    };
    let least = b.adjusted() + log_log_at_least(magnitude, size);
    let above_one = compare_numbers(magnitude, &Decimal::one()) == Some(Ordering::Greater);
    let (limit, exponent) = if above_one == b.negative {
        (context.etiny(), context.etiny() - 1)
    } else {
        (context.emax, context.emax.saturating_add(1))
    };
    (size(limit) < least).then(|| Decimal::finite(negative, BigUint::one(), exponent))
}

/// A lower bound of log10(abs(log10(x))).
fn log_log_at_least(x: &Decimal, size: impl Fn(i64) -> i64) -> i64 {
    let adjusted = x.adjusted();
    if adjusted > 0 {
        return size(adjusted) - 1;
    }
    if adjusted < -1 {
        return size(adjusted + 1) - 1;
    }
    let distance = super::arithmetic::subtract(
        x,
        &Decimal::one(),
        &Context::exact(),
        &mut Status::default(),
    );
    distance.adjusted() - if adjusted == 0 { 2 } else { 1 }
}

fn integer_power(
    a: &Decimal,
    b: &Decimal,
    negative: bool,
    context: &Context,
    status: &mut Status,
) -> Decimal {
    let mut inner = Context {
        prec: context.prec + b.digits() + b.exponent + 2,
        rounding: Rounding::HalfEven,
        clamp: false,
        ..*context
    };
    let mut base = a.clone();
    if b.negative {
        inner.prec += 1;
        let mut met = Status::default();
        base = divide(&Decimal::one(), a, &inner, &mut met);
        status.0 |= met.0;
        if met.is_error() {
            return base;
        }
    }
    let Some(count) = super::convert::to_int(&b.clone().with_sign(false), Rounding::Down) else {
        return too_long(status);
    };
    let raised = multiplied(&base, &count.parts().1, &inner, status).with_sign(negative);
    let raised = if raised.is_infinite() {
        Decimal::finite(negative, BigUint::one(), context.emax.saturating_add(1))
    } else {
        raised
    };
    finish(raised, context, status)
}

/// Squares and multiplies, from the exponent's first bit on.
fn multiplied(base: &Decimal, count: &BigUint, context: &Context, status: &mut Status) -> Decimal {
    let mut result = base.clone();
    let mut met = Status::default();
    for bit in (0..count.bits() - 1).rev() {
        result = multiply(&result, &result, context, &mut met);
        if count.bit(bit) {
            result = multiply(&result, base, context, &mut met);
        }
        if !result.is_finite() || (result.is_zero() && met.has(Condition::Clamped)) {
            break;
        }
    }
    status.0 |= met.0;
    result
}

fn real_power(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    let inner = Context {
        prec: a.digits().max(context.prec) + 4 + EXPONENT_DIGITS,
        ..Context::exact()
    };
    let mut met = Status::default();
    let log = ln(a, &inner, &mut met);
    let log = multiply(&log, b, &inner, &mut met);
    let mut result = exp(&log, &inner, &mut met);
    if met.has(Condition::Memory) {
        return too_long(status);
    }
    status.raise(Condition::Inexact);
    status.raise(Condition::Rounded);
    if compare_numbers(&result, &Decimal::one()) == Some(Ordering::Equal) {
        result = padded_one(context.prec - 1, false, status);
    }
    if result.is_infinite() {
        result = Decimal::finite(false, BigUint::one(), context.emax.saturating_add(1));
    }
    finish(result, context, status)
}

/// `pow(a, b, m)` of integers.
pub fn power_modulo(
    a: &Decimal,
    b: &Decimal,
    m: &Decimal,
    context: &Context,
    status: &mut Status,
) -> Decimal {
    if let Some(nan) = nan_of(&[a, b, m], context, status) {
        return nan;
    }
    let integers = a.is_integer() && b.is_integer() && m.is_integer();
    let undefined = a.is_zero() && b.is_zero();
    if !integers || m.is_zero() || (b.negative && !b.is_zero()) || undefined {
        return invalid(status, Condition::InvalidOperation);
    }
    if m.adjusted() >= context.prec {
        return invalid(status, Condition::InvalidOperation);
    }
    let Some((base, exponent, modulus)) =
        whole(m).and_then(|modulus| Some((base_modulo(a, &modulus)?, whole(b)?, modulus)))
    else {
        return too_long(status);
    };
    let negative = a.negative && is_odd(b);
    let rest = base.modpow(&exponent, &modulus);
    Decimal::finite(negative, rest, 0)
}

fn whole(value: &Decimal) -> Option<BigUint> {
    let int = super::convert::to_int(&value.clone().with_sign(false), Rounding::Down)?;
    Some(int.parts().1)
}

/// The magnitude modulo another, however large its exponent is.
fn base_modulo(a: &Decimal, modulus: &BigUint) -> Option<BigUint> {
    if a.exponent <= 0 {
        return Some(whole(a)? % modulus);
    }
    let scale = BigUint::from(10_u8).modpow(&BigUint::from(a.exponent.to_u64()?), modulus);
    Some(&a.coefficient * scale % modulus)
}
