//! Division: Python floors, and `/` is rounded once.

use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::Signed;

use super::{Int, float};
use crate::fault::{Fault, Outcome};

/// `(a // b, a % b)`.
pub fn int_divmod(a: &Int, b: &Int) -> Outcome<(Int, Int)> {
    if b.is_zero() {
        return Err(Fault::zero_division("integer division or modulo by zero"));
    }
    if let (Int::Small(a), Int::Small(b)) = (a, b) {
        if let (Some(quotient), Some(rest)) = (a.checked_div(*b), a.checked_rem(*b)) {
            let below = rest != 0 && (rest < 0) != (*b < 0);
            let moved = if below {
                (quotient - 1, rest + b)
            } else {
                (quotient, rest)
            };
            return Ok((moved.0.into(), moved.1.into()));
        }
    }
    let (quotient, rest) = a.to_big().div_mod_floor(&b.to_big());
    Ok((quotient.into(), rest.into()))
}

/// `a // b`.
pub fn int_floordiv(a: &Int, b: &Int) -> Outcome<Int> {
    Ok(int_divmod(a, b)?.0)
}

/// `a % b`.
pub fn int_mod(a: &Int, b: &Int) -> Outcome<Int> {
    if b.is_zero() {
        return Err(Fault::zero_division("integer modulo by zero"));
    }
    Ok(int_divmod(a, b)?.1)
}

/// The largest magnitude up to which every integer is a float.
const EXACT: u64 = 1 << 53;

/// `a / b` of ints, correctly rounded however big they are.
pub fn int_truediv(a: &Int, b: &Int) -> Outcome<f64> {
    if b.is_zero() {
        return Err(Fault::zero_division("division by zero"));
    }
    if let (Int::Small(a), Int::Small(b)) = (a, b) {
        if a.unsigned_abs() <= EXACT && b.unsigned_abs() <= EXACT {
            return Ok(*a as f64 / *b as f64);
        }
    }
    if a.is_zero() {
        return Ok(if b.is_negative() { -0.0 } else { 0.0 });
    }
    let (a, b) = (a.to_big(), b.to_big());
    let magnitude = quotient(a.magnitude(), b.magnitude());
    if magnitude.is_infinite() {
        return Err(Fault::overflow(
            "integer division result too large for a float",
        ));
    }
    Ok(if a.is_negative() == b.is_negative() {
        magnitude
    } else {
        -magnitude
    })
}

/// Two more bits than a float needs, then one that says whether anything was cut off.
fn quotient(a: &BigUint, b: &BigUint) -> f64 {
    let shift = 66 + b.bits() as i64 - a.bits() as i64;
    let (a, b) = if shift >= 0 {
        (a << shift as u64, b.clone())
    } else {
        (a.clone(), b << (-shift) as u64)
    };
    let (whole, rest) = a.div_rem(&b);
    float::compose(&whole, rest != BigUint::ZERO, -shift)
}

/// `a / b` of floats.
pub fn float_truediv(a: f64, b: f64) -> Outcome<f64> {
    if b == 0.0 {
        return Err(Fault::zero_division("float division by zero"));
    }
    Ok(a / b)
}

/// `(a // b, a % b)` of floats, by CPython's `float_divmod`.
pub fn float_divmod(a: f64, b: f64) -> Outcome<(f64, f64)> {
    if b == 0.0 {
        return Err(Fault::zero_division("float divmod()"));
    }
    let mut rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest == 0.0 {
        rest = 0.0_f64.copysign(b);
    } else if (b < 0.0) != (rest < 0.0) {
        rest += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return Ok((0.0_f64.copysign(a / b), rest));
    }
    let floor = libm::floor(quotient);
    Ok((
        if quotient - floor > 0.5 {
            floor + 1.0
        } else {
            floor
        },
        rest,
    ))
}

/// `a // b` of floats.
pub fn float_floordiv(a: f64, b: f64) -> Outcome<f64> {
    if b == 0.0 {
        return Err(Fault::zero_division("float floor division by zero"));
    }
    Ok(float_divmod(a, b)?.0)
}

/// `a % b` of floats.
pub fn float_mod(a: f64, b: f64) -> Outcome<f64> {
    if b == 0.0 {
        return Err(Fault::zero_division("float modulo"));
    }
    Ok(float_divmod(a, b)?.1)
}

/// Rounds `value / unit * unit` half to even, as `round(int, -n)` does.
pub fn round_to(value: &BigInt, unit: &BigInt) -> BigInt {
    let (quotient, rest) = value.div_mod_floor(unit);
    let doubled: BigInt = &rest * 2;
    let up = match doubled.cmp(unit) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => quotient.is_odd(),
    };
    (quotient + i32::from(up)) * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(text: &str) -> Int {
        text.parse::<BigInt>().expect("digits").into()
    }

    #[test]
    fn division_floors_toward_minus_infinity() {
        for (a, b, quotient, rest) in [
            (7_i64, 2_i64, 3_i64, 1_i64),
            (-7, 2, -4, 1),
            (7, -2, -4, -1),
            (-7, -2, 3, -1),
            (6, -3, -2, 0),
        ] {
            assert_eq!(
                int_divmod(&a.into(), &b.into()),
                Ok((quotient.into(), rest.into())),
                "{a} {b}"
            );
        }
        let lowest = int_divmod(&Int::Small(i64::MIN), &Int::Small(-1));
        assert_eq!(lowest, Ok((int("9223372036854775808"), Int::ZERO)));
        let (quotient, rest) =
            int_divmod(&int("-100000000000000000001"), &int("7")).expect("not zero");
        assert_eq!(
            (quotient, rest),
            (int("-14285714285714285715"), Int::Small(4))
        );
    }

    #[test]
    fn true_division_is_rounded_once() {
        let third = int_truediv(
            &int("100000000000000000000000"),
            &int("300000000000000000000001"),
        );
        assert_eq!(third, Ok(0.3333333333333333));
        assert_eq!(
            int_truediv(&int("9007199254740993"), &int("1")),
            Ok(9007199254740992.0)
        );
        assert_eq!(
            int_truediv(&int("-9007199254740995"), &int("1")),
            Ok(-9007199254740996.0)
        );
        let tiny = int_truediv(&Int::Small(1), &Int::from(BigInt::from(10).pow(320)));
        assert_eq!(tiny, Ok(1e-320));
        let none = int_truediv(&Int::Small(1), &Int::from(BigInt::from(10).pow(400)));
        assert_eq!(none, Ok(0.0));
        let huge = int_truediv(&Int::from(BigInt::from(10).pow(400)), &Int::Small(3))
            .expect_err("too large");
        assert_eq!(
            huge.to_string(),
            "OverflowError: integer division result too large for a float"
        );
    }

    #[test]
    fn float_division_follows_the_sign_of_the_divisor() {
        assert_eq!(float_divmod(7.5, -2.0), Ok((-4.0, -0.5)));
        assert_eq!(float_divmod(-7.5, 2.0), Ok((-4.0, 0.5)));
        assert_eq!(float_floordiv(1.0, 0.1), Ok(9.0));
        assert_eq!(float_mod(1.0, 0.1), Ok(0.09999999999999995));
        assert!(float_mod(-4.0, 2.0).expect("not zero").is_sign_positive());
        assert!(float_mod(4.0, -2.0).expect("not zero").is_sign_negative());
        assert_eq!(float_mod(5.0, f64::INFINITY), Ok(5.0));
        assert_eq!(float_mod(-5.0, f64::INFINITY), Ok(f64::INFINITY));
    }

    #[test]
    fn ints_round_half_to_even_tens() {
        for (value, rounded) in [
            (25, 20),
            (35, 40),
            (-25, -20),
            (-35, -40),
            (26, 30),
            (-26, -30),
            (-24, -20),
        ] {
            assert_eq!(
                round_to(&BigInt::from(value), &BigInt::from(10)),
                BigInt::from(rounded),
                "{value}"
            );
        }
    }
}
