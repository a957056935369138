//! `+ - * /`, division to integers, remainders and `fma`.

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::One;

use super::digits::{self, DIGITS_MAX};
use super::round::{finish, order};
use super::{Condition, Context, Decimal, Rounding, Status, invalid, nan_of, too_long};

pub fn add(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = nan_of(&[a, b], context, status) {
        return nan;
    }
    match (a.is_infinite(), b.is_infinite()) {
        (true, true) if a.negative != b.negative => {
            return invalid(status, Condition::InvalidOperation);
        }
        (true, _) => return a.clone(),
        (false, true) => return b.clone(),
        _ => {}
    }
    let sum = sum(a, b, context);
    match sum {
        Some(sum) => finish(sum, context, status),
        None => too_long(status),
    }
}

pub fn subtract(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if b.is_nan() {
        return add(a, b, context, status);
    }
    add(a, &b.clone().with_sign(!b.negative), context, status)
}

/// Of finite numbers: exact, or with digits beyond the precision that round alike.
fn sum(a: &Decimal, b: &Decimal, context: &Context) -> Option<Decimal> {
    let floor = context.rounding == Rounding::Floor;
    let least = a.exponent.min(b.exponent);
    let zero_sign = if a.negative == b.negative {
        a.negative
    } else {
        floor
    };
    match (a.is_zero(), b.is_zero()) {
        (true, true) => return Some(Decimal::zero(zero_sign, least)),
        (true, false) => return lowered(b, least, context),
        (false, true) => return lowered(a, least, context),
        _ => {}
    }
    let (mut high, mut low) = if a.exponent >= b.exponent {
        (a.clone(), b.clone())
    } else {
        (b.clone(), a.clone())
    };
    // What lies wholly beyond the digits that count only decides how they round.
    let edge = high.exponent + (high.digits() - context.prec - 2).min(-1);
    if low.adjusted() < edge {
        low = Decimal::finite(low.negative, BigUint::one(), edge);
    }
    high.coefficient *= digits::power_of_ten(high.exponent - low.exponent)?;
    let exponent = low.exponent;
    if high.negative == low.negative {
        return Some(Decimal::finite(
            high.negative,
            high.coefficient + low.coefficient,
            exponent,
        ));
    }
    Some(match high.coefficient.cmp(&low.coefficient) {
        std::cmp::Ordering::Equal => Decimal::zero(floor, exponent),
        std::cmp::Ordering::Greater => {
            Decimal::finite(high.negative, high.coefficient - low.coefficient, exponent)
        }
        std::cmp::Ordering::Less => {
            Decimal::finite(low.negative, low.coefficient - high.coefficient, exponent)
        }
    })
}

/// A number plus a zero of a lower exponent: zeros are appended as far as the precision goes.
fn lowered(value: &Decimal, least: i64, context: &Context) -> Option<Decimal> {
    let exponent = least.max(value.exponent - (context.prec + 1));
    let mut lowered = value.clone();
    if exponent < value.exponent {
        // Beyond the precision, appended zeros are dropped again: only as many as fit are made.
        lowered.coefficient *= digits::power_of_ten(value.exponent - exponent)?;
        lowered.exponent = exponent;
    }
    Some(lowered)
}

pub fn multiply(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    let product = product(a, b, context, status);
    finish(product, context, status)
}

/// Not rounded.
fn product(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = nan_of(&[a, b], context, status) {
        return nan;
    }
    let negative = a.negative != b.negative;
    if a.is_infinite() || b.is_infinite() {
        if a.is_zero() || b.is_zero() {
            return invalid(status, Condition::InvalidOperation);
        }
        return Decimal::infinity(negative);
    }
    if a.digits() + b.digits() > DIGITS_MAX {
        return too_long(status);
    }
    let coefficient = &a.coefficient * &b.coefficient;
    Decimal::finite(negative, coefficient, a.exponent + b.exponent)
}

/// `a * b + c`, rounded once.
pub fn fma(
    a: &Decimal,
    b: &Decimal,
    c: &Decimal,
    context: &Context,
    status: &mut Status,
) -> Decimal {
    let mut met = Status::default();
    let product = product(a, b, context, &mut met);
    if met.is_error() {
        status.0 |= met.0;
        return product;
    }
    add(&product, c, context, status)
}

pub fn divide(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = nan_of(&[a, b], context, status) {
        return nan;
    }
    let negative = a.negative != b.negative;
    if a.is_infinite() {
        if b.is_infinite() {
            return invalid(status, Condition::InvalidOperation);
        }
        return Decimal::infinity(negative);
    }
    if b.is_infinite() {
        status.raise(Condition::Clamped);
        return Decimal::zero(negative, context.etiny());
    }
    if b.is_zero() {
        return by_zero(a, negative, status);
    }
    let ideal = a.exponent - b.exponent;
    if a.is_zero() {
        return finish(Decimal::zero(negative, ideal), context, status);
    }
    match quotient(a, b, context.prec) {
        Some((coefficient, exponent)) => finish(
            Decimal::finite(negative, coefficient, exponent),
            context,
            status,
        ),
        None => too_long(status),
    }
}

fn by_zero(a: &Decimal, negative: bool, status: &mut Status) -> Decimal {
    if a.is_zero() {
        return invalid(status, Condition::DivisionUndefined);
    }
    status.raise(Condition::DivisionByZero);
    Decimal::infinity(negative)
}

/// With the exponent nearest to the ideal one if exact; else with more digits than the precision, of which the last is neither 0
/// nor 5, so that it rounds as the endless ones would.
fn quotient(a: &Decimal, b: &Decimal, prec: i64) -> Option<(BigUint, i64)> {
    let ideal = a.exponent - b.exponent;
    let shift = b.digits() - a.digits() + prec + 1;
    let (coefficient, rest) = if shift >= 0 {
        (&a.coefficient * digits::power_of_ten(shift)?).div_rem(&b.coefficient)
    } else {
        a.coefficient
            .div_rem(&(&b.coefficient * digits::power_of_ten(-shift)?))
    };
    let exponent = ideal - shift;
    if rest != BigUint::ZERO {
        return Some((sticky(coefficient), exponent));
    }
    let (coefficient, gone) = digits::stripped(&coefficient, (ideal - exponent).max(0));
    Some((coefficient, exponent + gone))
}

/// Digits after which more follow.
pub(super) fn sticky(coefficient: BigUint) -> BigUint {
    if digits::last(&coefficient) % 5 == 0 {
        coefficient + 1_u8
    } else {
        coefficient
    }
}

/// Quotient and remainder of finite numbers, the quotient an integer; nothing if it has more digits than the precision.
fn whole_division(a: &Decimal, b: &Decimal, context: &Context) -> Option<(BigUint, Decimal)> {
    let ideal = a.exponent.min(b.exponent);
    let distance = a.adjusted() - b.adjusted();
    if a.is_zero() || distance < 0 {
        let coefficient = &a.coefficient
            * digits::power_of_ten(if a.is_zero() { 0 } else { a.exponent - ideal })?;
        return Some((
            BigUint::ZERO,
            Decimal::finite(a.negative, coefficient, ideal),
        ));
    }
    if distance > context.prec {
        return None;
    }
    let top = &a.coefficient * digits::power_of_ten(a.exponent - ideal)?;
    let bottom = &b.coefficient * digits::power_of_ten(b.exponent - ideal)?;
    let (quotient, rest) = top.div_rem(&bottom);
    if digits::count(&quotient) > context.prec {
        return None;
    }
    Some((quotient, Decimal::finite(a.negative, rest, ideal)))
}

/// `a // b`, towards zero.
pub fn divide_int(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = nan_of(&[a, b], context, status) {
        return nan;
    }
    let negative = a.negative != b.negative;
    if a.is_infinite() {
        if b.is_infinite() {
            return invalid(status, Condition::InvalidOperation);
        }
        return Decimal::infinity(negative);
    }
    if b.is_infinite() {
        return Decimal::zero(negative, 0);
    }
    if b.is_zero() {
        return by_zero(a, negative, status);
    }
    match whole_division(a, b, context) {
        Some((quotient, _)) => finish(Decimal::finite(negative, quotient, 0), context, status),
        None => invalid(status, Condition::DivisionImpossible),
    }
}

/// `a % b`, with the sign of `a`.
pub fn remainder(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = nan_of(&[a, b], context, status) {
        return nan;
    }
    if let Some(known) = remainder_at_edge(a, b, context, status) {
        return known;
    }
    match whole_division(a, b, context) {
        Some((_, rest)) => finish(rest, context, status),
        None => invalid(status, Condition::DivisionImpossible),
    }
}

fn remainder_at_edge(
    a: &Decimal,
    b: &Decimal,
    context: &Context,
    status: &mut Status,
) -> Option<Decimal> {
    if a.is_infinite() {
        return Some(invalid(status, Condition::InvalidOperation));
    }
    if b.is_infinite() {
        return Some(finish(a.clone(), context, status));
    }
    if b.is_zero() {
        let undefined = if a.is_zero() {
            Condition::DivisionUndefined
        } else {
            Condition::InvalidOperation
        };
        return Some(invalid(status, undefined));
    }
    None
}

/// `divmod(a, b)`.
pub fn divmod(
    a: &Decimal,
    b: &Decimal,
    context: &Context,
    status: &mut Status,
) -> (Decimal, Decimal) {
    if let Some(nan) = nan_of(&[a, b], context, status) {
        return (nan.clone(), nan);
    }
    if a.is_finite() && b.is_finite() && !b.is_zero() {
        let Some((quotient, rest)) = whole_division(a, b, context) else {
            let nan = invalid(status, Condition::DivisionImpossible);
            return (nan.clone(), nan);
        };
        let quotient = Decimal::finite(a.negative != b.negative, quotient, 0);
        return (
            finish(quotient, context, status),
            finish(rest, context, status),
        );
    }
    (
        divide_int(a, b, context, status),
        remainder(a, b, context, status),
    )
}

/// What `a` lacks to the nearest multiple of `b`, the even one of two.
pub fn remainder_near(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = nan_of(&[a, b], context, status) {
        return nan;
    }
    if let Some(known) = remainder_at_edge(a, b, context, status) {
        return known;
    }
    let Some((quotient, rest)) = nearest_division(a, b, context) else {
        return invalid(status, Condition::DivisionImpossible);
    };
    if digits::count(&quotient) > context.prec {
        return invalid(status, Condition::DivisionImpossible);
    }
    finish(rest, context, status)
}

fn nearest_division(a: &Decimal, b: &Decimal, context: &Context) -> Option<(BigUint, Decimal)> {
    let (quotient, rest) = whole_division(a, b, context)?;
    if a.is_zero() || a.adjusted() < b.adjusted() - 1 {
        return Some((quotient, rest));
    }
    let bottom = &b.coefficient * digits::power_of_ten(b.exponent - rest.exponent)?;
    let twice = Decimal::finite(false, &rest.coefficient * 2_u8, 0);
    let unit = Decimal::finite(false, bottom.clone(), 0);
    let up = match order(&twice, &unit) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => quotient.is_odd(),
        std::cmp::Ordering::Less => false,
    };
    if !up {
        return Some((quotient, rest));
    }
    let missing = Decimal::finite(!rest.negative, bottom - rest.coefficient, rest.exponent);
    Some((quotient + 1_u8, missing))
}
