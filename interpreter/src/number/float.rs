//! `float`: to and from integers, exactly.

use num_bigint::{BigInt, BigUint};
use num_traits::ToPrimitive;

use super::Int;
use crate::fault::{Fault, Outcome};

/// `whole * 2^exponent` (and a little more if `sticky`), rounded half to even once.
pub(super) fn compose(whole: &BigUint, sticky: bool, exponent: i64) -> f64 {
    if *whole == BigUint::ZERO {
        return 0.0;
    }
    let bits = whole.bits() as i64;
    // A subnormal result keeps fewer bits: its last bit is worth 2^-1074.
    let keep = (bits + exponent + 1074).min(53);
    if keep < 0 {
        return 0.0;
    }
    let drop = bits - keep;
    if drop <= 0 {
        let mantissa = whole.to_u64().unwrap_or(0) as f64;
        return libm::ldexp(mantissa, exponent.clamp(-3000, 3000) as i32);
    }
    let mut mantissa = (whole >> drop as u64).to_u64().unwrap_or(0);
    let half = whole.bit(drop as u64 - 1);
    let more = sticky
        || whole
            .trailing_zeros()
            .is_some_and(|zeros| (zeros as i64) < drop - 1);
    if half && (more || mantissa & 1 == 1) {
        mantissa += 1;
    }
    libm::ldexp(mantissa as f64, (exponent + drop).clamp(-3000, 3000) as i32)
}

/// `float(int)`.
pub fn from_int(value: &Int) -> Outcome<f64> {
    let Int::Big(big) = value else {
        return Ok(value.to_i64().unwrap_or(0) as f64);
    };
    let magnitude = compose(big.magnitude(), false, 0);
    if magnitude.is_infinite() {
        return Err(Fault::overflow("int too large to convert to float"));
    }
    Ok(if value.is_negative() {
        -magnitude
    } else {
        magnitude
    })
}

/// `value = mantissa * 2^exponent` of a finite float, the mantissa odd or zero.
pub fn decompose(value: f64) -> (i64, i32) {
    let bits = value.to_bits();
    let fraction = (bits & ((1 << 52) - 1)) as i64;
    let biased = ((bits >> 52) & 0x7ff) as i32;
    let (mut mantissa, mut exponent) = if biased == 0 {
        (fraction, -1074)
    } else {
        (fraction | 1 << 52, biased - 1075)
    };
    if mantissa == 0 {
        return (0, 0);
    }
    let zeros = mantissa.trailing_zeros();
    mantissa >>= zeros;
    exponent += zeros as i32;
    (
        if value.is_sign_negative() {
            -mantissa
        } else {
            mantissa
        },
        exponent,
    )
}

/// `int(float)`: truncates.
pub fn to_int(value: f64) -> Outcome<Int> {
    if value.is_nan() {
        return Err(Fault::value_error("cannot convert float NaN to integer"));
    }
    if value.is_infinite() {
        return Err(Fault::overflow("cannot convert float infinity to integer"));
    }
    let whole = libm::trunc(value);
    if whole.abs() < 9.2e18 {
        return Ok(Int::Small(whole as i64));
    }
    let (mantissa, exponent) = decompose(whole);
    Ok((BigInt::from(mantissa) << exponent).into())
}

/// `float.as_integer_ratio()`.
pub fn as_integer_ratio(value: f64) -> Outcome<(Int, Int)> {
    if value.is_nan() {
        return Err(Fault::value_error("cannot convert NaN to integer ratio"));
    }
    if value.is_infinite() {
        return Err(Fault::overflow("cannot convert Infinity to integer ratio"));
    }
    let (mantissa, exponent) = decompose(value);
    if exponent >= 0 {
        return Ok(((BigInt::from(mantissa) << exponent).into(), Int::Small(1)));
    }
    Ok((mantissa.into(), (BigInt::from(1) << -exponent).into()))
}

/// `float.is_integer()`.
pub fn is_integer(value: f64) -> bool {
    value.is_finite() && libm::trunc(value) == value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(text: &str) -> Int {
        text.parse::<BigInt>().expect("digits").into()
    }

    #[test]
    fn big_integers_round_half_to_even() {
        assert_eq!(
            from_int(&int("9223372036854775809")),
            Ok(9.223_372_036_854_776e18)
        );
        assert_eq!(
            from_int(&int("123456789012345678901234567890")),
            Ok(1.2345678901234568e29)
        );
        assert_eq!(
            from_int(&int("-36893488147419107328")),
            Ok(-3.6893488147419103e19)
        );
        assert!(from_int(&Int::from(BigInt::from(10).pow(309))).is_err());
    }

    #[test]
    fn floats_become_exact_integers() {
        assert_eq!(to_int(1e23), Ok(int("99999999999999991611392")));
        assert_eq!(to_int(-2.9), Ok(Int::Small(-2)));
        assert_eq!(
            to_int(f64::NAN).expect_err("nan").message,
            "cannot convert float NaN to integer"
        );
    }

    #[test]
    fn ratios_are_in_lowest_terms() {
        assert_eq!(
            as_integer_ratio(0.1),
            Ok((int("3602879701896397"), int("36028797018963968")))
        );
        assert_eq!(as_integer_ratio(-2.5), Ok((Int::Small(-5), Int::Small(2))));
        assert_eq!(
            as_integer_ratio(1e20),
            Ok((int("100000000000000000000"), Int::Small(1)))
        );
        assert_eq!(as_integer_ratio(0.0), Ok((Int::ZERO, Int::Small(1))));
    }
}
