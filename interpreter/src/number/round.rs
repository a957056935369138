//! `round()`: half to even, on the exact value.

use num_bigint::BigInt;

use super::float_text::Digits;
use super::{Int, divide, float};
use crate::fault::{Fault, Outcome};

/// `round(int, digits)`.
pub fn int(value: &Int, digits: &Int) -> Outcome<Int> {
    if !digits.is_negative() {
        return Ok(value.clone());
    }
    let places = digits.neg().clamp_i64() as u64;
    // 10^places is beyond twice the value: the result is 0.
    if places as f64 * 3.32 > value.bit_length() as f64 + 8.0 {
        return Ok(Int::ZERO);
    }
    let unit = BigInt::from(10).pow(places as u32);
    Ok(divide::round_to(&value.to_big(), &unit).into())
}

/// `round(float)`.
pub fn float_to_int(value: f64) -> Outcome<Int> {
    float::to_int(libm::rint(value))
}

/// `round(float, digits)`.
pub fn float(value: f64, digits: &Int) -> Outcome<f64> {
    let digits = digits.clamp_i64();
    if !value.is_finite() || value == 0.0 || digits > 323 {
        return Ok(value);
    }
    if digits < -308 {
        return Ok(0.0_f64.copysign(value));
    }
    let rounded = if digits >= 0 {
        to_places(value, digits as usize)
    } else {
        to_tens(value, digits)
    };
    if rounded.is_infinite() {
        return Err(Fault::overflow("rounded value too large to represent"));
    }
    Ok(rounded.copysign(value))
}

fn to_places(value: f64, places: usize) -> f64 {
    format!("{value:.places$}").parse().unwrap_or(value)
}

fn to_tens(value: f64, digits: i64) -> f64 {
    let point = i64::from(Digits::shortest(value).point);
    let keep = point + digits;
    if keep > 0 {
        return format!("{:.*e}", keep as usize - 1, value)
            .parse()
            .unwrap_or(value);
    }
    let half: f64 = format!("5e{}", -digits - 1)
        .parse()
        .unwrap_or(f64::INFINITY);
    if keep == 0 && value.abs() > half {
        return format!("1e{}", -digits).parse().unwrap_or(f64::INFINITY);
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_round_half_to_even_on_the_exact_value() {
        let cases = [
            (2.675, 2, 2.67),
            (0.125, 2, 0.12),
            (0.375, 2, 0.38),
            (2.5, 0, 2.0),
            (-0.4, 0, -0.0),
            (1e22, 2, 1e22),
        ];
        for (value, digits, rounded) in cases {
            assert_eq!(float(value, &Int::Small(digits)), Ok(rounded), "{value}");
        }
        let tens = [
            (1250.0, -2, 1200.0),
            (1350.0, -2, 1400.0),
            (51.0, -2, 100.0),
            (50.0, -2, 0.0),
            (49.0, -2, 0.0),
            (6.0, -3, 0.0),
        ];
        for (value, digits, rounded) in tens {
            assert_eq!(float(value, &Int::Small(digits)), Ok(rounded), "{value}");
        }
        assert!(float(1.7e308, &Int::Small(-308)).is_err());
    }

    #[test]
    fn rounding_to_an_int_is_half_to_even() {
        for (value, rounded) in [
            (0.5, 0),
            (1.5, 2),
            (2.5, 2),
            (-0.5, 0),
            (-1.5, -2),
            (1e10 + 0.5, 10_000_000_000),
        ] {
            assert_eq!(float_to_int(value), Ok(Int::Small(rounded)), "{value}");
        }
        assert!(float_to_int(f64::INFINITY).is_err());
    }

    #[test]
    fn ints_round_to_tens() {
        let of = |value: i64, digits: i64| int(&value.into(), &digits.into());
        assert_eq!(of(15, -1), Ok(Int::Small(20)));
        assert_eq!(of(25, -1), Ok(Int::Small(20)));
        assert_eq!(of(-15, -1), Ok(Int::Small(-20)));
        assert_eq!(of(5, -1), Ok(Int::Small(0)));
        assert_eq!(of(6, -1), Ok(Int::Small(10)));
        assert_eq!(of(123, -400), Ok(Int::ZERO));
        assert_eq!(of(123, 4), Ok(Int::Small(123)));
    }
}
