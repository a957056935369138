//! `int`: a machine word until it overflows.

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::{Signed, ToPrimitive};

use crate::fault::{Fault, Outcome};

/// Bits that a result may have; beyond it no instance's heap could hold the number.
pub const BITS_MAX: u64 = 1 << 28;

/// A Python int. `Big` never holds what fits `Small`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Int {
    Small(i64),
    Big(BigInt),
}

impl From<i64> for Int {
    fn from(value: i64) -> Self {
        Int::Small(value)
    }
}

impl From<usize> for Int {
    fn from(value: usize) -> Self {
        i64::try_from(value).map_or_else(|_| Int::Big(value.into()), Int::Small)
    }
}

impl From<u64> for Int {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or_else(|_| Int::Big(value.into()), Int::Small)
    }
}

impl From<i128> for Int {
    fn from(value: i128) -> Self {
        i64::try_from(value).map_or_else(|_| Int::Big(value.into()), Int::Small)
    }
}

impl From<BigInt> for Int {
    fn from(value: BigInt) -> Self {
        value.to_i64().map_or(Int::Big(value), Int::Small)
    }
}

impl Ord for Int {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Int::Small(a), Int::Small(b)) => a.cmp(b),
            (Int::Small(_), Int::Big(b)) => Ordering::Equal.cmp(&sign_order(b)),
            (Int::Big(a), Int::Small(_)) => sign_order(a),
            (Int::Big(a), Int::Big(b)) => a.cmp(b),
        }
    }
}

/// How a number beyond 64 bits stands to any within.
fn sign_order(value: &BigInt) -> Ordering {
    if value.is_negative() {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}

impl PartialOrd for Int {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Int {
    pub const ZERO: Int = Int::Small(0);

    pub fn to_big(&self) -> BigInt {
        match self {
            Int::Small(value) => BigInt::from(*value),
            Int::Big(value) => value.clone(),
        }
    }

    pub fn into_big(self) -> BigInt {
        match self {
            Int::Small(value) => BigInt::from(value),
            Int::Big(value) => value,
        }
    }

    pub fn to_i64(&self) -> Option<i64> {
        match self {
            Int::Small(value) => Some(*value),
            Int::Big(_) => None,
        }
    }

    pub fn is_zero(&self) -> bool {
        *self == Int::ZERO
    }

    pub fn is_negative(&self) -> bool {
        match self {
            Int::Small(value) => *value < 0,
            Int::Big(value) => value.is_negative(),
        }
    }

    /// An index clamped to 64 bits, as slices want it.
    pub fn clamp_i64(&self) -> i64 {
        match self {
            Int::Small(value) => *value,
            Int::Big(value) if value.is_negative() => i64::MIN,
            Int::Big(_) => i64::MAX,
        }
    }

    /// The bits of its magnitude: `int.bit_length()`.
    pub fn bit_length(&self) -> u64 {
        match self {
            Int::Small(value) => u64::from(64 - value.unsigned_abs().leading_zeros()),
            Int::Big(value) => value.bits(),
        }
    }

    /// The ones of its magnitude: `int.bit_count()`.
    pub fn bit_count(&self) -> u64 {
        match self {
            Int::Small(value) => u64::from(value.unsigned_abs().count_ones()),
            Int::Big(value) => value
                .magnitude()
                .iter_u64_digits()
                .map(|digit| u64::from(digit.count_ones()))
                .sum(),
        }
    }

    pub fn add(&self, other: &Int) -> Int {
        self.checked(other, i64::checked_add, |a, b| a + b)
    }

    pub fn sub(&self, other: &Int) -> Int {
        self.checked(other, i64::checked_sub, |a, b| a - b)
    }

    pub fn mul(&self, other: &Int) -> Outcome<Int> {
        if self.bit_length() + other.bit_length() > BITS_MAX {
            return Err(Fault::memory());
        }
        Ok(self.checked(other, i64::checked_mul, |a, b| a * b))
    }

    fn checked(
        &self,
        other: &Int,
        small: fn(i64, i64) -> Option<i64>,
        big: fn(BigInt, BigInt) -> BigInt,
    ) -> Int {
        if let (Int::Small(a), Int::Small(b)) = (self, other) {
            if let Some(result) = small(*a, *b) {
                return Int::Small(result);
            }
        }
        big(self.to_big(), other.to_big()).into()
    }

    pub fn neg(&self) -> Int {
        match self {
            Int::Small(value) => value
                .checked_neg()
                .map_or_else(|| (-self.to_big()).into(), Int::Small),
            Int::Big(value) => (-value).into(),
        }
    }

    pub fn abs(&self) -> Int {
        if self.is_negative() {
            self.neg()
        } else {
            self.clone()
        }
    }

    pub fn invert(&self) -> Int {
        match self {
            Int::Small(value) => Int::Small(!value),
            Int::Big(value) => (!value).into(),
        }
    }

    pub fn and(&self, other: &Int) -> Int {
        self.bitwise(other, |a, b| a & b, |a, b| a & b)
    }

    pub fn or(&self, other: &Int) -> Int {
        self.bitwise(other, |a, b| a | b, |a, b| a | b)
    }

    pub fn xor(&self, other: &Int) -> Int {
        self.bitwise(other, |a, b| a ^ b, |a, b| a ^ b)
    }

    fn bitwise(
        &self,
        other: &Int,
        small: fn(i64, i64) -> i64,
        big: fn(BigInt, BigInt) -> BigInt,
    ) -> Int {
        match (self, other) {
            (Int::Small(a), Int::Small(b)) => Int::Small(small(*a, *b)),
            _ => big(self.to_big(), other.to_big()).into(),
        }
    }

    pub fn shift_left(&self, count: &Int) -> Outcome<Int> {
        if count.is_negative() {
            return Err(Fault::value_error("negative shift count"));
        }
        if self.is_zero() {
            return Ok(Int::ZERO);
        }
        let count = count
            .to_i64()
            .ok_or_else(|| Fault::overflow("too many digits in integer"))?
            as u64;
        if count.saturating_add(self.bit_length()) > BITS_MAX {
            return Err(Fault::memory());
        }
        Ok((self.to_big() << count).into())
    }

    pub fn shift_right(&self, count: &Int) -> Outcome<Int> {
        if count.is_negative() {
            return Err(Fault::value_error("negative shift count"));
        }
        let count = count.clamp_i64() as u64;
        Ok(match self {
            Int::Small(value) => Int::Small(value >> count.min(63)),
            Int::Big(value) if count > value.bits() => {
                Int::Small(if value.is_negative() { -1 } else { 0 })
            }
            Int::Big(value) => (value >> count).into(),
        })
    }

    /// `(sign, magnitude)` for those who work on digits.
    pub fn parts(&self) -> (bool, BigUint) {
        let (sign, magnitude) = self.to_big().into_parts();
        (sign == Sign::Minus, magnitude)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn big(text: &str) -> Int {
        text.parse::<BigInt>().expect("digits").into()
    }

    #[test]
    fn words_overflow_into_big_integers_and_come_back() {
        let max = Int::Small(i64::MAX);
        let over = max.add(&Int::Small(1));
        assert_eq!(over, big("9223372036854775808"));
        assert_eq!(over.sub(&Int::Small(1)), max);
        assert_eq!(Int::Small(i64::MIN).neg(), over);
        assert_eq!(
            max.mul(&max),
            Ok(big("85070591730234615847396907784232501249"))
        );
    }

    #[test]
    fn bits_of_negative_numbers_are_twos_complement() {
        let low = big("-100000000000000000000");
        assert_eq!(low.and(&Int::Small(0xffff)), Int::Small(0));
        assert_eq!(low.or(&Int::Small(1)), big("-99999999999999999999"));
        assert_eq!(low.xor(&Int::Small(-1)), big("99999999999999999999"));
        assert_eq!(
            low.shift_right(&Int::Small(3)),
            Ok(big("-12500000000000000000"))
        );
        assert_eq!(low.shift_right(&Int::Small(300)), Ok(Int::Small(-1)));
        assert_eq!(low.invert(), big("99999999999999999999"));
    }

    #[test]
    fn shifts_refuse_negative_counts_and_absurd_sizes() {
        let error = Int::Small(1)
            .shift_left(&Int::Small(-1))
            .expect_err("negative");
        assert_eq!(error.to_string(), "ValueError: negative shift count");
        assert_eq!(
            Int::Small(1).shift_left(&Int::Small(1 << 40)),
            Err(Fault::memory())
        );
        assert_eq!(
            Int::Small(1).shift_left(&Int::Small(64)),
            Ok(big("18446744073709551616"))
        );
    }

    #[test]
    fn small_and_big_are_ordered() {
        assert!(big("100000000000000000000") > Int::Small(i64::MAX));
        assert!(big("-100000000000000000000") < Int::Small(i64::MIN));
        assert!(Int::Small(3) < big("100000000000000000000"));
        assert!(Int::Small(3) > big("-100000000000000000000"));
    }
}
