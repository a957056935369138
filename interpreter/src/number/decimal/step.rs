//! The next number, and moves of the exponent.

use std::cmp::Ordering;

use num_bigint::BigUint;
use num_traits::ToPrimitive;

use super::arithmetic::add;
use super::compare::compare_numbers;
use super::digits;
use super::round::finish;
use super::{Condition, Context, Decimal, Rounding, Status, invalid, nan_of, too_long};

/// The largest number below.
pub fn next_minus(value: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    next(value, true, context, status)
}

/// The smallest number above.
pub fn next_plus(value: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    next(value, false, context, status)
}

fn next(value: &Decimal, down: bool, context: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = nan_of(&[value], context, status) {
        return nan;
    }
    if value.is_infinite() {
        if value.negative == down {
            return value.clone();
        }
        return match digits::power_of_ten(context.prec) {
            Some(unit) => Decimal::finite(!down, unit - 1_u8, context.etop()),
            None => too_long(status),
        };
    }
    let rounding = if down {
        Rounding::Floor
    } else {
        Rounding::Ceiling
    };
    let towards = context.with_rounding(rounding);
    let rounded = finish(value.clone(), &towards, &mut Status::default());
    if compare_numbers(&rounded, value) != Some(Ordering::Equal) {
        return rounded;
    }
    let tiny = Decimal::finite(down, BigUint::from(1_u8), context.etiny() - 1);
    add(&rounded, &tiny, &towards, &mut Status::default())
}

/// The next number towards another.
pub fn next_toward(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = nan_of(&[a, b], context, status) {
        return nan;
    }
    let found = match compare_numbers(a, b) {
        Some(Ordering::Less) => next_plus(a, context, status),
        Some(Ordering::Greater) => next_minus(a, context, status),
        _ => return a.clone().with_sign(b.negative),
    };
    if found.is_infinite() {
        status.raise(Condition::Overflow);
        status.raise(Condition::Rounded);
        status.raise(Condition::Inexact);
    } else if found.adjusted() < context.emin {
        for met in [
            Condition::Underflow,
            Condition::Subnormal,
            Condition::Rounded,
            Condition::Inexact,
        ] {
            status.raise(met);
        }
        if found.is_zero() {
            status.raise(Condition::Clamped);
        }
    }
    found
}

/// The exponent of the first digit, as a number.
pub fn logb(value: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = nan_of(&[value], context, status) {
        return nan;
    }
    if value.is_infinite() {
        return Decimal::infinity(false);
    }
    if value.is_zero() {
        status.raise(Condition::DivisionByZero);
        return Decimal::infinity(true);
    }
    let adjusted = value.adjusted();
    let coefficient = BigUint::from(adjusted.unsigned_abs());
    finish(
        Decimal::finite(adjusted < 0, coefficient, 0),
        context,
        status,
    )
}

/// `a * 10**b`.
pub fn scaleb(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = nan_of(&[a, b], context, status) {
        return nan;
    }
    if !b.is_finite() || b.exponent != 0 {
        return invalid(status, Condition::InvalidOperation);
    }
    let most = context.emax.saturating_add(context.prec).saturating_mul(2);
    let Some(by) = b.coefficient.to_i64().filter(|by| *by <= most) else {
        return invalid(status, Condition::InvalidOperation);
    };
    if a.is_infinite() {
        return a.clone();
    }
    let by = if b.negative { -by } else { by };
    let moved = Decimal::finite(
        a.negative,
        a.coefficient.clone(),
        a.exponent.saturating_add(by),
    );
    finish(moved, context, status)
}
