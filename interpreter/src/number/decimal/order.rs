//! The larger and the smaller of two.

use std::cmp::Ordering;

use super::compare::{compare_numbers, total};
use super::round::{finish, plus};
use super::{Context, Decimal, Kind, Status, nan_of};

pub fn max(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    chosen(a, b, Ordering::Greater, false, context, status)
}

pub fn min(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    chosen(a, b, Ordering::Less, false, context, status)
}

/// Of magnitudes.
pub fn max_mag(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    chosen(a, b, Ordering::Greater, true, context, status)
}

/// Of magnitudes.
pub fn min_mag(a: &Decimal, b: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    chosen(a, b, Ordering::Less, true, context, status)
}

/// The one that stands as wanted to the other; a number is taken before a quiet NaN.
fn chosen(
    a: &Decimal,
    b: &Decimal,
    wanted: Ordering,
    magnitudes: bool,
    context: &Context,
    status: &mut Status,
) -> Decimal {
    match (a.kind, b.kind) {
        (Kind::Quiet, Kind::Finite | Kind::Infinite) => return finish(b.clone(), context, status),
        (Kind::Finite | Kind::Infinite, Kind::Quiet) => return finish(a.clone(), context, status),
        _ => {}
    }
    if let Some(nan) = nan_of(&[a, b], context, status) {
        return nan;
    }
    let order = if magnitudes {
        compare_numbers(&a.clone().with_sign(false), &b.clone().with_sign(false))
    } else {
        compare_numbers(a, b)
    };
    let order = order.unwrap_or(Ordering::Equal).then_with(|| total(a, b));
    let taken = if order == wanted || order == Ordering::Equal {
        a
    } else {
        b
    };
    if taken.is_zero() {
        return finish(taken.clone(), context, status);
    }
    plus(taken, context, status)
}
