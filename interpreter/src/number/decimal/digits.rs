//! Decimal digits of a coefficient.

use std::cmp::Ordering;

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::ToPrimitive;

/// Numbers with more digits are not made: they would take seconds.
pub(super) const DIGITS_MAX: i64 = 2_000_000;

/// How many digits; 1 for zero.
pub(super) fn count(value: &BigUint) -> i64 {
    if let Some(small) = value.to_u64() {
        return small.checked_ilog10().map_or(1, |log| i64::from(log) + 1);
    }
    let bits = value.bits();
    // log10(2) to 18 digits: the estimate is right or one too small.
    let least =
        ((u128::from(bits - 1) * 301_029_995_663_981_195) / 1_000_000_000_000_000_000) as u64;
    let power = BigUint::from(10_u8).pow(least as u32 + 1);
    least as i64 + 1 + i64::from(*value >= power)
}

/// `10^exponent`; nothing if that is too long.
pub(super) fn power_of_ten(exponent: i64) -> Option<BigUint> {
    match exponent {
        0..=19 => Some(BigUint::from(10_u64.pow(exponent as u32))),
        20..=DIGITS_MAX => Some(BigUint::from(10_u8).pow(exponent as u32)),
        _ => None,
    }
}

/// Zeros at the end; of a nonzero value.
pub(super) fn trailing_zeros(value: &BigUint) -> i64 {
    stripped(value, i64::MAX).1
}

/// Without at most `most` zeros at the end, and how many went.
pub(super) fn stripped(value: &BigUint, most: i64) -> (BigUint, i64) {
    let (mut value, mut gone) = (value.clone(), 0);
    if value == BigUint::ZERO {
        return (value, 0);
    }
    for step in [256_u32, 16, 1] {
        let unit = BigUint::from(10_u8).pow(step);
        while gone + i64::from(step) <= most && value.trailing_zeros() >= Some(u64::from(step)) {
            let (quotient, rest) = value.div_rem(&unit);
            if rest != BigUint::ZERO {
                break;
            }
            value = quotient;
            gone += i64::from(step);
        }
    }
    (value, gone)
}

/// What stays when digits are dropped from the end, and how what went compares with half a unit; nothing if it was all zeros.
pub(super) fn dropped(value: &BigUint, count: i64) -> (BigUint, Option<Ordering>) {
    if count <= 0 {
        return (value.clone(), None);
    }
    let Some(unit) = power_of_ten(count).filter(|_| count <= self::count(value)) else {
        let rest = (*value != BigUint::ZERO).then_some(Ordering::Less);
        return (BigUint::ZERO, rest);
    };
    let (quotient, rest) = value.div_rem(&unit);
    let order = (rest != BigUint::ZERO).then(|| (rest * 2_u8).cmp(&unit));
    (quotient, order)
}

/// The last digit.
pub(super) fn last(value: &BigUint) -> u8 {
    (value % 10_u8).to_u8().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_counted_around_every_power_of_ten() {
        for exponent in 1..200 {
            let power = BigUint::from(10_u8).pow(exponent);
            assert_eq!(count(&power), i64::from(exponent) + 1);
            assert_eq!(count(&(power - 1_u8)), i64::from(exponent));
        }
        assert_eq!(count(&BigUint::ZERO), 1);
    }

    #[test]
    fn zeros_are_stripped_up_to_a_number() {
        let value = BigUint::from(7_u8) * BigUint::from(10_u8).pow(300);
        assert_eq!(stripped(&value, i64::MAX), (BigUint::from(7_u8), 300));
        assert_eq!(stripped(&value, 290).1, 290);
        assert_eq!(trailing_zeros(&BigUint::from(1_230_u32)), 1);
    }
}
