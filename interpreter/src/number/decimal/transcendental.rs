//! `exp`, `ln` and `log10`, correctly rounded (half to even): computed with more and more digits until it is certain how they round,
//! as Ziv proposed (ACM TOMS 17, 1991).

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::{One, Signed, Zero};

use super::arithmetic::sticky;
use super::digits::{self, DIGITS_MAX};
use super::round::finish;
use super::{Condition, Context, Decimal, Rounding, Status, invalid, nan_of, too_long};

/// Exponents beyond this overflow every context.
const ADJUSTED_MAX: i64 = 18;

pub fn exp(value: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = nan_of(&[value], context, status) {
        return nan;
    }
    let context = context.with_rounding(Rounding::HalfEven);
    if value.is_infinite() {
        return if value.negative {
            Decimal::zero(false, 0)
        } else {
            value.clone()
        };
    }
    if value.is_zero() {
        return Decimal::one();
    }
    let adjusted = value.adjusted();
    if adjusted > ADJUSTED_MAX {
        let exponent = if value.negative {
            context.etiny() - 1
        } else {
            context.emax + 1
        };
        return finish(
            Decimal::finite(false, BigUint::one(), exponent),
            &context,
            status,
        );
    }
    if adjusted < -(context.prec + 2) {
        return match digits::power_of_ten(context.prec + 2) {
            Some(one) if value.negative => one_and(one - 1_u8, &context, status),
            Some(one) => one_and(one + 1_u8, &context, status),
            None => too_long(status),
        };
    }
    settled(&context, status, |wanted| {
        let bits = bits_of(wanted + adjusted.max(0));
        let x = fixed(value, bits);
        let ln10 = ln_10(bits);
        let k = num_integer::Integer::div_floor(&x, &ln10);
        let rest = x - &k * ln10;
        let exponent = i64::try_from(k).unwrap_or(0);
        Some((exp_fixed(&rest, bits), bits, exponent, 0))
    })
}

fn one_and(coefficient: BigUint, context: &Context, status: &mut Status) -> Decimal {
    finish(
        Decimal::finite(false, coefficient, -(context.prec + 2)),
        context,
        status,
    )
}

pub fn ln(value: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if let Some(known) = log_at_edge(value, context, status) {
        return known;
    }
    let context = context.with_rounding(Rounding::HalfEven);
    if is_one(value) {
        return Decimal::zero(false, 0);
    }
    let small = smallness(value);
    settled(&context, status, |wanted| {
        let bits = bits_of(wanted + small + 20);
        Some((ln_fixed(value, bits)?, bits, 0, small))
    })
}

pub fn log10(value: &Decimal, context: &Context, status: &mut Status) -> Decimal {
    if let Some(known) = log_at_edge(value, context, status) {
        return known;
    }
    let context = context.with_rounding(Rounding::HalfEven);
    if digits::trailing_zeros(&value.coefficient) == value.digits() - 1
        && digits::stripped(&value.coefficient, i64::MAX).0.is_one()
    {
        let power = value.adjusted();
        let exact = Decimal::finite(power < 0, BigUint::from(power.unsigned_abs()), 0);
        return finish(exact, &context, status);
    }
    let small = smallness(value);
    settled(&context, status, |wanted| {
        let bits = bits_of(wanted + small + 20);
        let quotient = (ln_fixed(value, bits)? << bits) / ln_10(bits);
        Some((quotient, bits, 0, small))
    })
}

fn log_at_edge(value: &Decimal, context: &Context, status: &mut Status) -> Option<Decimal> {
    if let Some(nan) = nan_of(&[value], context, status) {
        return Some(nan);
    }
    if value.is_zero() {
        return Some(Decimal::infinity(true));
    }
    if value.negative {
        return Some(invalid(status, Condition::InvalidOperation));
    }
    value.is_infinite().then(|| Decimal::infinity(false))
}

fn is_one(value: &Decimal) -> bool {
    value.adjusted() == 0 && digits::stripped(&value.coefficient, i64::MAX).0.is_one()
}

/// Zeros after the point that the logarithm may begin with: those of the distance from 1.
fn smallness(value: &Decimal) -> i64 {
    let adjusted = value.adjusted();
    if !(-1..=0).contains(&adjusted) || value.exponent >= 0 {
        return 0;
    }
    let Some(one) = digits::power_of_ten(-value.exponent) else {
        return 0;
    };
    let distance = if value.coefficient > one {
        &value.coefficient - one
    } else {
        one - &value.coefficient
    };
    (-value.exponent - digits::count(&distance) + 2).max(0)
}

/// Bits for that many decimal digits, and some that errors may spoil.
fn bits_of(digits: i64) -> u64 {
    (digits as u64 * 3_322 / 1_000) + 64
}

/// Asks for a fixed-point number (numerator, bits, power of ten, leading zeros) with more and more digits, until those that count
/// are certain.
fn settled(
    context: &Context,
    status: &mut Status,
    compute: impl Fn(i64) -> Option<(BigInt, u64, i64, i64)>,
) -> Decimal {
    let kept = context.prec.saturating_add(2);
    let mut extra = 8;
    while kept + extra < DIGITS_MAX / 20 {
        let Some((number, bits, exponent, small)) = compute(kept + extra) else {
            return too_long(status);
        };
        let places = kept + extra + small;
        let Some(unit) = digits::power_of_ten(places) else {
            return too_long(status);
        };
        let scaled = (number.magnitude() * unit) >> bits;
        let tail = digits::count(&scaled) - kept;
        if let Some((head, gone)) = certain(&scaled, tail) {
            let found =
                Decimal::finite(number.is_negative(), sticky(head), exponent - places + gone);
            return finish(found, context, status);
        }
        extra *= 2;
    }
    too_long(status)
}

/// Without the last digits, if an error of some units in the last place does not touch the others.
fn certain(scaled: &BigUint, tail: i64) -> Option<(BigUint, i64)> {
    if tail < 3 {
        return None;
    }
    let unit = digits::power_of_ten(tail)?;
    let (head, rest) = num_integer::Integer::div_rem(scaled, &unit);
    let margin = BigUint::from(8_u8);
    (rest > margin && rest < unit - margin).then_some((head, tail))
}

/// `value * 2^bits`, towards zero.
fn fixed(value: &Decimal, bits: u64) -> BigInt {
    let power = digits::power_of_ten(value.exponent.abs()).unwrap_or_default();
    let magnitude = if value.exponent >= 0 {
        (&value.coefficient * power) << bits
    } else {
        (&value.coefficient << bits) / power
    };
    let sign = if value.negative {
        Sign::Minus
    } else {
        Sign::Plus
    };
    BigInt::from_biguint(sign, magnitude)
}

/// `e^x` of a small fixed-point number: halved, Taylor's series, squared again.
fn exp_fixed(x: &BigInt, bits: u64) -> BigInt {
    let halvings = 4 + (bits as f64 / 4.0).sqrt() as u64;
    let guard = halvings + 32;
    let inner = bits + guard;
    let small = (x << guard) >> halvings;
    let mut term = BigInt::one() << inner;
    let mut sum = term.clone();
    let mut n = 1_u32;
    while !term.is_zero() && term != BigInt::from(-1) {
        term = ((term * &small) >> inner) / n;
        sum += &term;
        n += 1;
    }
    for _ in 0..halvings {
        sum = (&sum * &sum) >> inner;
    }
    sum >> guard
}

/// `ln` of a positive number: a guess from a float, and the series for what the guess lacks.
fn ln_fixed(value: &Decimal, bits: u64) -> Option<BigInt> {
    let inner = bits + 48;
    let adjusted = value.adjusted();
    let unit = digits::power_of_ten(value.digits() - 1)?;
    let mantissa = BigInt::from((&value.coefficient << inner) / unit);
    let leading =
        i64::try_from(&mantissa >> (inner - 52)).unwrap_or(1) as f64 / (1_u64 << 52) as f64;
    let guess = (libm::log(leading) * (1_u64 << 40) as f64) as i64;
    let guess = BigInt::from(guess) << (inner - 40);
    let near_one: BigInt = (mantissa * exp_fixed(&-&guess, inner)) >> inner;
    let one = BigInt::one() << inner;
    let ratio: BigInt = ((&near_one - &one) << inner) / (near_one + one);
    let square = (&ratio * &ratio) >> inner;
    let mut power = ratio;
    let mut sum = BigInt::zero();
    let mut n = 1_u32;
    while !power.is_zero() && power != BigInt::from(-1) {
        sum += &power / n;
        power = (power * &square) >> inner;
        n += 2;
    }
    let whole = guess + sum * 2 + ln_10(inner) * adjusted;
    Some(whole >> 48)
}

/// `ln 10`, by Machin's kind of formula: 46 artanh 1/31 + 34 artanh 1/49 + 20 artanh 1/161.
fn ln_10(bits: u64) -> BigInt {
    let inner = bits + 32;
    let sum = artanh_inverse(31, inner) * 46
        + artanh_inverse(49, inner) * 34
        + artanh_inverse(161, inner) * 20;
    sum >> 32
}

/// `artanh(1 / n)`.
fn artanh_inverse(n: u32, bits: u64) -> BigInt {
    let mut power = (BigInt::one() << bits) / n;
    let mut sum = BigInt::zero();
    let mut k = 1_u32;
    while !power.is_zero() {
        sum += &power / k;
        power /= n * n;
        k += 2;
    }
    sum
}
