//! The order of decimals.

use std::cmp::Ordering;

use super::round::order;
use super::{Condition, Context, Decimal, Kind, Status, nan_of};

/// By value; nothing if one is a NaN.
pub fn compare_numbers(a: &Decimal, b: &Decimal) -> Option<Ordering> {
    if a.is_nan() || b.is_nan() {
        return None;
    }
    let sign = |value: &Decimal| match (value.is_zero(), value.negative) {
        (true, _) => 0,
        (false, true) => -1,
        (false, false) => 1,
    };
    let by_sign = sign(a).cmp(&sign(b));
    if by_sign != Ordering::Equal || sign(a) == 0 {
        return Some(by_sign);
    }
    let magnitude = match (a.is_infinite(), b.is_infinite()) {
        (false, false) => order(a, b),
        (x, y) => x.cmp(&y),
    };
    Some(if a.negative {
        magnitude.reverse()
    } else {
        magnitude
    })
}

fn as_decimal(order: Ordering) -> Decimal {
    match order {
        Ordering::Less => Decimal::one().with_sign(true),
        Ordering::Equal => Decimal::zero(false, 0),
        Ordering::Greater => Decimal::one(),
    }
}

/// -1, 0 or 1; or a NaN.
pub fn compare(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    match nan_of(&[a, b], context, status) {
        Some(nan) => nan,
        None => as_decimal(compare_numbers(a, b).unwrap_or(Ordering::Equal)),
    }
}

/// The same; a quiet NaN is an invalid operation too.
pub fn compare_signal(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if a.is_nan() || b.is_nan() {
        status.raise(Condition::InvalidOperation);
    }
    compare(a, b, context, status)
}

/// By representation: every two decimals that look different differ.
pub(super) fn total(a: &Decimal, b: &Decimal) -> Ordering {
    if a.negative != b.negative {
        return b.negative.cmp(&a.negative);
    }
    let magnitude = total_mag(a, b);
    if a.negative {
        magnitude.reverse()
    } else {
        magnitude
    }
}

fn total_mag(a: &Decimal, b: &Decimal) -> Ordering {
    let rank = |value: &Decimal| match value.kind {
        Kind::Finite | Kind::Infinite => 0,
        Kind::Signaling => 1,
        Kind::Quiet => 2,
    };
    let by_kind = rank(a).cmp(&rank(b));
    if by_kind != Ordering::Equal {
        return by_kind;
    }
    if a.is_nan() {
        return a.coefficient.cmp(&b.coefficient);
    }
    let (x, y) = (a.clone().with_sign(false), b.clone().with_sign(false));
    compare_numbers(&x, &y)
        .unwrap_or(Ordering::Equal)
        .then(a.exponent.cmp(&b.exponent))
}

/// -1, 0 or 1, by representation.
pub fn compare_total(a: &Decimal, b: &Decimal) -> Decimal {
    as_decimal(total(a, b))
}

/// The same without the signs.
pub fn compare_total_mag(a: &Decimal, b: &Decimal) -> Decimal {
    as_decimal(total_mag(a, b))
}
