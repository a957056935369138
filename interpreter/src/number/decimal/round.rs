//! Rounding to a context, to an exponent and to an integer.

use std::cmp::Ordering;

use num_bigint::BigUint;

use super::digits;
use super::{Condition, Context, Decimal, Kind, Rounding, Status, invalid, nan_of, too_long};

/// A NaN's payload keeps the digits that fit.
pub(super) fn fit_payload(mut nan: Decimal, context: &Context) -> Decimal {
    let room = context.prec - i64::from(context.clamp);
    if digits::count(&nan.coefficient) > room {
        if let Some(unit) = digits::power_of_ten(room) {
            nan.coefficient %= unit;
        }
    }
    nan
}

/// Rounds to the context's precision and limits.
pub fn finish(value: Decimal, context: &Context, status: &mut Status) -> Decimal {
    match value.kind {
        Kind::Infinite => value,
        Kind::Quiet | Kind::Signaling => fit_payload(value, context),
        Kind::Finite if value.is_zero() => finish_zero(value, context, status),
        Kind::Finite => finish_number(value, context, status),
    }
}

fn finish_zero(mut value: Decimal, context: &Context, status: &mut Status) -> Decimal {
    let most = if context.clamp {
        context.etop()
    } else {
        context.emax
    };
    let exponent = value.exponent.clamp(context.etiny(), most);
    if exponent != value.exponent {
        value.exponent = exponent;
        status.raise(Condition::Clamped);
    }
    value
}

fn finish_number(mut value: Decimal, context: &Context, status: &mut Status) -> Decimal {
    let (etiny, etop) = (context.etiny(), context.etop());
    let length = value.digits();
    let natural = length + value.exponent - context.prec;
    if natural > etop {
        return overflow(value.negative, context, status);
    }
    let subnormal = natural < etiny;
    let least = natural.max(etiny);
    if value.exponent < least {
        let inexact = shorten(&mut value, least, context.rounding);
        if digits::count(&value.coefficient) > context.prec {
            value.coefficient /= 10_u8;
            value.exponent += 1;
        }
        if value.exponent > etop {
            return overflow(value.negative, context, status);
        }
        if inexact && subnormal {
            status.raise(Condition::Underflow);
        }
        if subnormal {
            status.raise(Condition::Subnormal);
        }
        if inexact {
            status.raise(Condition::Inexact);
        }
        status.raise(Condition::Rounded);
        if value.coefficient == BigUint::ZERO {
            status.raise(Condition::Clamped);
        }
        return value;
    }
    if subnormal {
        status.raise(Condition::Subnormal);
    }
    if context.clamp && value.exponent > etop {
        status.raise(Condition::Clamped);
        let Some(unit) = digits::power_of_ten(value.exponent - etop) else {
            return too_long(status);
        };
        value.coefficient *= unit;
        value.exponent = etop;
    }
    value
}

/// Drops digits until the exponent is the given one; whether that changed the value.
fn shorten(value: &mut Decimal, exponent: i64, rounding: Rounding) -> bool {
    let (mut kept, rest) = digits::dropped(&value.coefficient, exponent - value.exponent);
    if let Some(rest) = rest {
        if rounding.grows(value.negative, digits::last(&kept), rest) {
            kept += 1_u8;
        }
    }
    value.coefficient = kept;
    value.exponent = exponent;
    rest.is_some()
}

fn overflow(negative: bool, context: &Context, status: &mut Status) -> Decimal {
    status.raise(Condition::Overflow);
    status.raise(Condition::Inexact);
    status.raise(Condition::Rounded);
    let to_infinity = match context.rounding {
        Rounding::Up | Rounding::HalfUp | Rounding::HalfDown | Rounding::HalfEven => true,
        Rounding::Down | Rounding::ZeroFiveUp => false,
        Rounding::Ceiling => !negative,
        Rounding::Floor => negative,
    };
    if to_infinity {
        return Decimal::infinity(negative);
    }
    match digits::power_of_ten(context.prec) {
        Some(unit) => Decimal::finite(negative, unit - 1_u8, context.etop()),
        None => too_long(status),
    }
}

/// With another exponent, whatever the precision; whether the value changed. Nothing if it would be too long.
pub(super) fn rescaled(
    value: &Decimal,
    exponent: i64,
    rounding: Rounding,
) -> Option<(Decimal, bool)> {
    let mut scaled = value.clone();
    if exponent >= value.exponent || value.is_zero() {
        let inexact = shorten(&mut scaled, exponent, rounding);
        return Some((scaled, inexact));
    }
    scaled.coefficient *= digits::power_of_ten(value.exponent - exponent)?;
    scaled.exponent = exponent;
    Some((scaled, false))
}

/// Rounded to that many digits, without limits of the exponent.
pub(super) fn to_digits(value: &Decimal, count: i64, rounding: Rounding) -> Decimal {
    let mut rounded = value.clone();
    let surplus = value.digits() - count;
    if surplus > 0 {
        shorten(&mut rounded, value.exponent + surplus, rounding);
        if rounded.digits() > count {
            rounded.coefficient /= 10_u8;
            rounded.exponent += 1;
        }
    }
    rounded
}

/// `+x`.
pub fn plus(value: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    signed(value, value.negative, context, status)
}

/// `-x`.
pub fn minus(value: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    signed(value, !value.negative, context, status)
}

fn signed(value: &Decimal, negative: bool, context: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = nan_of(&[value], context, status) {
        return nan;
    }
    let positive_zero = value.is_zero() && context.rounding != Rounding::Floor;
    finish(
        value.clone().with_sign(negative && !positive_zero),
        context,
        status,
    )
}

/// `abs(x)`.
pub fn absolute(value: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if value.negative {
        minus(value, context, status)
    } else {
        plus(value, context, status)
    }
}

/// Without zeros at the end.
pub fn normalize(value: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = nan_of(&[value], context, status) {
        return nan;
    }
    let mut rounded = finish(value.clone(), context, status);
    if !rounded.is_finite() {
        return rounded;
    }
    if rounded.is_zero() {
        return Decimal::zero(rounded.negative, 0);
    }
    let most = if context.clamp {
        context.etop()
    } else {
        context.emax
    };
    let (coefficient, gone) = digits::stripped(&rounded.coefficient, most - rounded.exponent);
    rounded.coefficient = coefficient;
    rounded.exponent += gone;
    rounded
}

/// With the exponent of another; InvalidOperation if that needs more digits than there are.
pub fn quantize(
    value: &Decimal,
    like: &Decimal,
    context: &Context,
    status: &mut Status,
) -> Decimal {
    if let Some(nan) = nan_of(&[value, like], context, status) {
        return nan;
    }
    if value.is_infinite() && like.is_infinite() {
        return value.clone();
    }
    let exponent = like.exponent;
    let reachable = (context.etiny()..=context.emax).contains(&exponent);
    if !value.is_finite() || !like.is_finite() || !reachable {
        return invalid(status, Condition::InvalidOperation);
    }
    if value.is_zero() {
        return finish(Decimal::zero(value.negative, exponent), context, status);
    }
    if value.digits() + (value.exponent - exponent) > context.prec {
        return invalid(status, Condition::InvalidOperation);
    }
    let Some((scaled, inexact)) = rescaled(value, exponent, context.rounding) else {
        return too_long(status);
    };
    let adjusted = scaled.adjusted();
    if scaled.digits() > context.prec || adjusted > context.emax {
        return invalid(status, Condition::InvalidOperation);
    }
    if exponent > value.exponent {
        status.raise(Condition::Rounded);
    }
    if inexact {
        status.raise(Condition::Inexact);
    }
    finish(scaled, context, status)
}

/// The nearest integer, by the context's rounding, without conditions.
pub fn to_integral_value(value: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    integral(value, context, status).0
}

/// The same; it tells whether it rounded.
pub fn to_integral_exact(value: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    let (whole, rounded, inexact) = integral(value, context, status);
    if rounded {
        status.raise(Condition::Rounded);
    }
    if inexact {
        status.raise(Condition::Inexact);
    }
    whole
}

fn integral(value: &Decimal, context: &Context, status: &mut Status) -> (Decimal, bool, bool) {
    if let Some(nan) = nan_of(&[value], context, status) {
        return (nan, false, false);
    }
    if !value.is_finite() || value.exponent >= 0 {
        return (value.clone(), false, false);
    }
    let mut whole = value.clone();
    let zero = value.is_zero();
    let inexact = shorten(&mut whole, 0, context.rounding);
    (whole, !zero, inexact)
}

/// How two nonnegative scaled numbers compare.
pub(super) fn order(a: &Decimal, b: &Decimal) -> Ordering {
    let by_size = a.adjusted().cmp(&b.adjusted());
    if a.is_zero() || b.is_zero() {
        return b.is_zero().cmp(&a.is_zero());
    }
    if by_size != Ordering::Equal {
        return by_size;
    }
    // The first digits stand alike, so the exponents differ by no more digits than there are.
    let least = a.exponent.min(b.exponent);
    let scaled = |value: &Decimal| match digits::power_of_ten(value.exponent - least) {
        Some(unit) => &value.coefficient * unit,
        None => value.coefficient.clone(),
    };
    scaled(a).cmp(&scaled(b))
}
