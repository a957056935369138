//! Operations on coefficients as rows of digits.

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::ToPrimitive;

use super::digits;
use super::{Condition, Context, Decimal, Status, invalid, nan_of, too_long};

/// The digits of an operand that has only zeros and ones, the last first.
fn bits(value: &Decimal) -> Option<Vec<u8>> {
    if !value.is_finite() || value.negative || value.exponent != 0 {
        return None;
    }
    let digits = value.coefficient.to_radix_le(10);
    digits.iter().all(|digit| *digit < 2).then_some(digits)
}

fn combined(
    a: &Decimal,
    b: &Decimal,
    context: &Context,
    status: &mut Status,
    combine: fn(u8, u8) -> u8,
) -> Decimal {
    let (Some(x), Some(y)) = (bits(a), bits(b)) else {
        return invalid(status, Condition::InvalidOperation);
    };
    let length = x
        .len()
        .max(y.len())
        .min(usize::try_from(context.prec).unwrap_or(usize::MAX));
    let digit = |of: &[u8], index: usize| of.get(index).copied().unwrap_or(0);
    let digits: Vec<u8> = (0..length)
        .map(|index| combine(digit(&x, index), digit(&y, index)))
        .collect();
    from_digits(&digits)
}

fn from_digits(digits: &[u8]) -> Decimal {
    let coefficient = BigUint::from_radix_le(digits, 10).unwrap_or_default();
    Decimal::finite(false, coefficient, 0)
}

pub fn logical_and(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    combined(a, b, context, status, |x, y| x & y)
}

pub fn logical_or(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    combined(a, b, context, status, |x, y| x | y)
}

pub fn logical_xor(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    combined(a, b, context, status, |x, y| x ^ y)
}

pub fn logical_invert(value: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    let Some(mut digits) = bits(value) else {
        return invalid(status, Condition::InvalidOperation);
    };
    if context.prec > digits::DIGITS_MAX {
        return too_long(status);
    }
    digits.resize(context.prec as usize, 0);
    digits.iter_mut().for_each(|digit| *digit ^= 1);
    from_digits(&digits)
}

/// By how many digits; nothing unless it is an integer within the precision.
fn places(by: &Decimal, context: &Context) -> Option<i64> {
    if !by.is_finite() || by.exponent != 0 {
        return None;
    }
    let count = by
        .coefficient
        .to_i64()
        .filter(|count| *count <= context.prec)?;
    Some(if by.negative { -count } else { count })
}

/// Shifts the digits to the left; what passes the precision is lost.
pub fn shift(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    moved(a, b, context, status, |coefficient, count, prec| {
        if count < 0 {
            let within = match digits::power_of_ten(prec) {
                Some(unit) => coefficient % unit,
                None => coefficient.clone(),
            };
            return Some(digits::dropped(&within, -count).0);
        }
        let within = coefficient % digits::power_of_ten(prec - count)?;
        Some(within * digits::power_of_ten(count)?)
    })
}

/// Rotates the digits to the left.
pub fn rotate(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    moved(a, b, context, status, |coefficient, count, prec| {
        let left = count.rem_euclid(prec);
        let whole = coefficient % digits::power_of_ten(prec)?;
        let (high, low) = whole.div_rem(&digits::power_of_ten(prec - left)?);
        Some(low * digits::power_of_ten(left)? + high)
    })
}

fn moved(
    a: &Decimal,
    b: &Decimal,
    context: &Context,
    status: &mut Status,
    apply: fn(&BigUint, i64, i64) -> Option<BigUint>,
) -> Decimal {
    if let Some(nan) = nan_of(&[a, b], context, status) {
        return nan;
    }
    let Some(count) = places(b, context) else {
        return invalid(status, Condition::InvalidOperation);
    };
    if a.is_infinite() {
        return a.clone();
    }
    match apply(&a.coefficient, count, context.prec) {
        Some(coefficient) => Decimal::finite(a.negative, coefficient, a.exponent),
        None => too_long(status),
    }
}
