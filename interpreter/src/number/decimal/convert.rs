//! From and to other numbers.

use num_bigint::{BigInt, BigUint, Sign};

use super::digits;
use super::round::rescaled;
use super::{Decimal, Rounding};
use crate::number::{Int, float, hash as number_hash};

/// An int, exactly.
pub fn from_int(value: &Int) -> Decimal {
    let (negative, magnitude) = value.parts();
    Decimal::finite(negative, magnitude, 0)
}

/// A float, exactly: its binary fraction written out.
pub fn from_float(value: f64) -> Decimal {
    if value.is_nan() {
        return Decimal::nan();
    }
    let negative = value.is_sign_negative();
    if value.is_infinite() {
        return Decimal::infinity(negative);
    }
    if value == 0.0 {
        return Decimal::zero(negative, 0);
    }
    let (mantissa, exponent) = float::decompose(value);
    let mut mantissa = mantissa.unsigned_abs();
    let mut exponent = exponent;
    let spare = mantissa.trailing_zeros();
    mantissa >>= spare;
    exponent += spare as i32;
    let mantissa = BigUint::from(mantissa);
    if exponent >= 0 {
        return Decimal::finite(negative, mantissa << exponent as u32, 0);
    }
    // m / 2^k is m * 5^k / 10^k.
    let power = exponent.unsigned_abs();
    Decimal::finite(
        negative,
        mantissa * BigUint::from(5_u8).pow(power),
        -i64::from(power),
    )
}

/// The integer that a rounding mode gives; nothing for what is no number, or too long.
pub fn to_int(value: &Decimal, rounding: Rounding) -> Option<Int> {
    if !value.is_finite() {
        return None;
    }
    let (whole, _) = rescaled(value, 0, rounding)?;
    Some(signed(whole.negative, whole.coefficient))
}

fn signed(negative: bool, magnitude: BigUint) -> Int {
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    Int::from(BigInt::from_biguint(sign, magnitude))
}

/// Numerator and denominator in lowest terms; nothing for what is no number, or too long.
pub fn to_ratio(value: &Decimal) -> Option<(Int, Int)> {
    use num_integer::Integer;
    if !value.is_finite() {
        return None;
    }
    if value.is_zero() {
        return Some((Int::Small(0), Int::Small(1)));
    }
    let power = digits::power_of_ten(value.exponent.abs())?;
    if value.exponent >= 0 {
        return Some((
            signed(value.negative, &value.coefficient * power),
            Int::Small(1),
        ));
    }
    let common = value.coefficient.gcd(&power);
    Some((
        signed(value.negative, &value.coefficient / &common),
        signed(false, power / common),
    ))
}

/// `hash()`, equal to that of an equal int, float or Fraction; nothing for a signaling NaN.
pub fn hash(value: &Decimal) -> Option<i64> {
    match value.kind {
        super::Kind::Signaling => None,
        super::Kind::Quiet => Some(number_hash::of_float(f64::NAN)),
        super::Kind::Infinite => Some(number_hash::of_float(if value.negative {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        })),
        super::Kind::Finite => Some(number_hash::of_scaled(
            value.negative,
            &value.coefficient,
            value.exponent,
        )),
    }
}
