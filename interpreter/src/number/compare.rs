//! An int against a float, exactly: `2**53 + 1 != float(2**53)`.

use std::cmp::Ordering;

use super::{Int, float};

/// `None` if the float is NaN.
pub fn int_float(int: &Int, value: f64) -> Option<Ordering> {
    if value.is_nan() {
        return None;
    }
    if value.is_infinite() {
        return Some(if value > 0.0 {
            Ordering::Less
        } else {
            Ordering::Greater
        });
    }
    let whole = float::to_int(value).ok()?;
    let fraction = value - libm::trunc(value);
    let by_fraction = 0.0_f64.partial_cmp(&fraction)?;
    Some(int.cmp(&whole).then(by_fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints_beyond_the_mantissa_are_told_from_floats() {
        let two_53 = 9007199254740992_i64;
        assert_eq!(
            int_float(&Int::Small(two_53 + 1), two_53 as f64),
            Some(Ordering::Greater)
        );
        assert_eq!(
            int_float(&Int::Small(two_53), two_53 as f64),
            Some(Ordering::Equal)
        );
        assert_eq!(
            int_float(&Int::Small(i64::MAX), 9223372036854775808.0),
            Some(Ordering::Less)
        );
    }

    #[test]
    fn fractions_and_the_unordered_count() {
        assert_eq!(int_float(&Int::Small(-2), -2.5), Some(Ordering::Greater));
        assert_eq!(int_float(&Int::Small(2), 2.5), Some(Ordering::Less));
        assert_eq!(int_float(&Int::Small(2), f64::NAN), None);
        assert_eq!(
            int_float(&Int::Small(2), f64::NEG_INFINITY),
            Some(Ordering::Greater)
        );
    }
}
