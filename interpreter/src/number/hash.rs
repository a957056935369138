//! CPython's numeric hash: equal numbers of any type hash alike, modulo the Mersenne prime 2^61 - 1.

use num_bigint::BigUint;
use num_traits::ToPrimitive;

use super::{Int, float};

const MODULUS: u64 = (1 << 61) - 1;
const INFINITY: i64 = 314_159;

/// -1 is CPython's mark of an error, so no hash is -1.
fn finish(negative: bool, magnitude: u64) -> i64 {
    let hash = if negative {
        -(magnitude as i64)
    } else {
        magnitude as i64
    };
    if hash == -1 { -2 } else { hash }
}

/// `hash(int)`.
pub fn of_int(value: &Int) -> i64 {
    match value {
        Int::Small(value) => finish(*value < 0, value.unsigned_abs() % MODULUS),
        Int::Big(value) => {
            let rest = value.magnitude() % BigUint::from(MODULUS);
            finish(
                value.sign() == num_bigint::Sign::Minus,
                rest.to_u64().unwrap_or(0),
            )
        }
    }
}

/// `hash(float)`. CPython hashes a NaN by its address; here all have one hash.
pub fn of_float(value: f64) -> i64 {
    if value.is_nan() {
        return 0;
    }
    if value.is_infinite() {
        return if value > 0.0 { INFINITY } else { -INFINITY };
    }
    let (mantissa, exponent) = float::decompose(value);
    let reduced = mantissa.unsigned_abs() % MODULUS;
    finish(value < 0.0, rotate(reduced, exponent.rem_euclid(61) as u32))
}

/// Multiplies by a power of two modulo 2^61 - 1: a rotation of 61 bits.
fn rotate(value: u64, by: u32) -> u64 {
    if by == 0 {
        return value;
    }
    ((value << by) & MODULUS) | (value >> (61 - by))
}

/// `hash()` of the rational `numerator / denominator` in lowest terms, as `Fraction` and `Decimal` define it.
pub fn of_ratio(numerator: &Int, denominator: &Int) -> i64 {
    let modulus = BigUint::from(MODULUS);
    let (negative, top) = numerator.parts();
    let (_, bottom) = denominator.parts();
    let inverse = bottom.modpow(&BigUint::from(MODULUS - 2), &modulus);
    if inverse == BigUint::ZERO {
        return if negative { -INFINITY } else { INFINITY };
    }
    finish(negative, (top * inverse % modulus).to_u64().unwrap_or(0))
}

/// `hash()` of `coefficient * 10**exponent`.
pub fn of_scaled(negative: bool, coefficient: &BigUint, exponent: i64) -> i64 {
    let modulus = BigUint::from(MODULUS);
    // The powers of ten repeat modulo a prime, by Fermat's little theorem.
    let power = exponent.rem_euclid(MODULUS as i64 - 1) as u64;
    let scale = BigUint::from(10_u8).modpow(&BigUint::from(power), &modulus);
    let magnitude = coefficient * scale % modulus;
    finish(negative, magnitude.to_u64().unwrap_or(0))
}

/// Of a frozenset by the hashes of its items, in any order, as CPython has it since 3.6.
pub fn of_set(items: impl Iterator<Item = i64>) -> i64 {
    let (mut sum, mut count) = (0_u64, 0_u64);
    for item in items {
        let item = item as u64;
        sum ^= ((item ^ 89_869_747) ^ (item << 16)).wrapping_mul(3_644_798_167);
        count += 1;
    }
    sum ^= (count + 1).wrapping_mul(1_927_868_237);
    sum ^= (sum >> 11) ^ (sum >> 25);
    sum = sum.wrapping_mul(69_069).wrapping_add(907_133_923);
    if sum == u64::MAX {
        590_923_713
    } else {
        sum as i64
    }
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;

    use super::*;

    #[test]
    fn hashes_are_cpythons() {
        let ints = [
            (1, 1),
            (-1, -2),
            (0, 0),
            (i64::MAX, 3),
            (i64::MIN, -4),
            ((1 << 61) - 1, 0),
            (1 << 61, 1),
        ];
        for (value, hash) in ints {
            assert_eq!(of_int(&value.into()), hash, "{value}");
        }
        assert_eq!(of_int(&BigInt::from(10).pow(30).into()), 465258685558744706);
        let floats = [
            (1.0, 1),
            (0.5, 1_152_921_504_606_846_976),
            (-0.1, -230584300921369408),
            (1e300, 1224995262755759164),
            (0.0, 0),
            (f64::INFINITY, 314_159),
        ];
        for (value, hash) in floats {
            assert_eq!(of_float(value), hash, "{value}");
        }
    }

    #[test]
    fn equal_numbers_hash_alike() {
        for value in [1_i64, -7, 1 << 40, -(1 << 52), 1 << 62] {
            assert_eq!(of_int(&value.into()), of_float(value as f64), "{value}");
        }
        assert_eq!(of_ratio(&Int::Small(1), &Int::Small(2)), of_float(0.5));
        assert_eq!(of_ratio(&Int::Small(-5), &Int::Small(4)), of_float(-1.25));
    }
}
