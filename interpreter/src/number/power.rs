//! `**` and `pow()`.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed};

use super::int::BITS_MAX;
use super::{Int, float};
use crate::fault::{Fault, Outcome};

/// `int ** int` is an int, or a float if the exponent is negative.
#[derive(Clone, Debug, PartialEq)]
pub enum Power {
    Int(Int),
    Float(f64),
}

/// `base ** exponent` of ints.
pub fn of_ints(base: &Int, exponent: &Int) -> Outcome<Power> {
    if exponent.is_negative() {
        let power = of_floats(float::from_int(base)?, float::from_int(exponent)?)?;
        return Ok(Power::Float(power.unwrap_or(f64::NAN)));
    }
    if let Int::Small(unit @ (-1..=1)) = base {
        return Ok(Power::Int(unit_power(*unit, exponent).into()));
    }
    let Some(times) = exponent
        .to_i64()
        .and_then(|times| u32::try_from(times).ok())
    else {
        return Err(Fault::memory());
    };
    if let Some(power) = base.to_i64().and_then(|base| base.checked_pow(times)) {
        return Ok(Power::Int(power.into()));
    }
    if (base.bit_length() - 1).saturating_mul(u64::from(times)) > BITS_MAX {
        return Err(Fault::memory());
    }
    Ok(Power::Int(base.to_big().pow(times).into()))
}

/// Of -1, 0 and 1, whose powers never grow.
fn unit_power(unit: i64, exponent: &Int) -> i64 {
    let odd = exponent.and(&Int::Small(1)) == Int::Small(1);
    match (unit, exponent.is_zero(), odd) {
        (_, true, _) | (-1, _, false) => 1,
        (unit, ..) => unit,
    }
}

/// `base ** exponent` of floats; `None` where the result is complex.
pub fn of_floats(base: f64, exponent: f64) -> Outcome<Option<f64>> {
    if base == 0.0 && exponent < 0.0 && exponent.is_finite() {
        return Err(Fault::zero_division(
            "0.0 cannot be raised to a negative power",
        ));
    }
    if base < 0.0 && base.is_finite() && exponent.is_finite() && libm::floor(exponent) != exponent {
        return Ok(None);
    }
    // What C says whatever the other is, NaN included.
    if base == 1.0 || exponent == 0.0 || base == -1.0 && exponent.is_infinite() {
        return Ok(Some(1.0));
    }
    let power = pxfm::f_pow(base, exponent);
    if power.is_infinite() && base.is_finite() && exponent.is_finite() {
        return Err(Fault::out_of_range());
    }
    Ok(Some(power))
}

/// `pow(base, exponent, modulus)`.
pub fn modular(base: &Int, exponent: &Int, modulus: &Int) -> Outcome<Int> {
    if modulus.is_zero() {
        return Err(Fault::value_error("pow() 3rd argument cannot be 0"));
    }
    let modulus = modulus.to_big();
    let (base, exponent) = if exponent.is_negative() {
        (
            inverse(&base.to_big(), &modulus)?,
            exponent.neg().into_big(),
        )
    } else {
        (base.to_big(), exponent.to_big())
    };
    let power = base
        .mod_floor(&modulus.abs())
        .modpow(&exponent, &modulus.abs());
    Ok(power.mod_floor(&modulus).into())
}

fn inverse(base: &BigInt, modulus: &BigInt) -> Outcome<BigInt> {
    let modulus = modulus.abs();
    let found = base.mod_floor(&modulus).extended_gcd(&modulus);
    if !found.gcd.is_one() && !modulus.is_one() {
        return Err(Fault::value_error(
            "base is not invertible for the given modulus",
        ));
    }
    Ok(found.x.mod_floor(&modulus))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pow(base: i64, exponent: i64) -> Outcome<Power> {
        of_ints(&base.into(), &exponent.into())
    }

    #[test]
    fn ints_stay_ints_unless_the_exponent_is_negative() {
        assert_eq!(pow(2, 62), Ok(Power::Int((1_i64 << 62).into())));
        assert_eq!(pow(-3, 41), Ok(Power::Int(BigInt::from(-3).pow(41).into())));
        assert_eq!(pow(2, -2), Ok(Power::Float(0.25)));
        assert_eq!(pow(-1, i64::MAX), Ok(Power::Int(Int::Small(-1))));
        assert_eq!(pow(0, 0), Ok(Power::Int(Int::Small(1))));
        assert_eq!(pow(10, 1 << 40), Err(Fault::memory()));
    }

    #[test]
    fn float_powers_fail_as_in_c() {
        let zero = of_floats(0.0, -1.0).expect_err("zero");
        assert_eq!(
            zero.to_string(),
            "ZeroDivisionError: 0.0 cannot be raised to a negative power"
        );
        assert_eq!(of_floats(1e200, 2.0), Err(Fault::out_of_range()));
        assert_eq!(of_floats(-8.0, 1.0 / 3.0), Ok(None));
        assert_eq!(of_floats(2.0, 0.5), Ok(Some(std::f64::consts::SQRT_2)));
        assert_eq!(of_floats(f64::INFINITY, 2.0), Ok(Some(f64::INFINITY)));
    }

    #[test]
    fn modular_powers_take_the_sign_of_the_modulus() {
        let of = |a: i64, b: i64, c: i64| modular(&a.into(), &b.into(), &c.into());
        assert_eq!(of(3, 200, 13), Ok(Int::Small(9)));
        assert_eq!(of(3, 5, -7), Ok(Int::Small(-2)));
        assert_eq!(of(38, -1, 97), Ok(Int::Small(23)));
        assert_eq!(of(5, 0, 1), Ok(Int::Small(0)));
        assert_eq!(
            of(2, -1, 4).expect_err("even").message,
            "base is not invertible for the given modulus"
        );
        assert_eq!(
            of(2, 2, 0).expect_err("zero").message,
            "pow() 3rd argument cannot be 0"
        );
    }
}
