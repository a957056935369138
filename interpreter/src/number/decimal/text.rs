//! Decimals as text.

use num_bigint::BigUint;

use super::digits::DIGITS_MAX;
use super::{Condition, Decimal, Kind, Status, invalid, too_long};
use crate::text::digit;

/// No exponent that is written goes further: everything beyond overflows alike.
const EXPONENT_FAR: i64 = 4_000_000_000_000_000_000;

/// The decimal that a text spells, exactly; `ConversionSyntax` if none.
pub fn parse(text: &str, status: &mut Status) -> Decimal {
    let ascii = digit::to_ascii(text).unwrap_or_default();
    let trimmed = ascii.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\x0b');
    let plain: String = trimmed.chars().filter(|c| *c != '_').collect();
    let (negative, rest) = match plain.as_bytes().first() {
        Some(b'-') => (true, &plain[1..]),
        Some(b'+') => (false, &plain[1..]),
        _ => (false, &plain[..]),
    };
    let parsed = special(rest).or_else(|| number(rest));
    match parsed {
        Some(value) if value.digits() > DIGITS_MAX => too_long(status),
        Some(value) => value.with_sign(negative),
        None => invalid(status, Condition::ConversionSyntax),
    }
}

fn special(text: &str) -> Option<Decimal> {
    let lower = text.to_ascii_lowercase();
    if lower == "inf" || lower == "infinity" {
        return Some(Decimal::infinity(false));
    }
    let (kind, payload) = match lower.strip_prefix("nan") {
        Some(payload) => (Kind::Quiet, payload),
        None => (Kind::Signaling, lower.strip_prefix("snan")?),
    };
    Some(Decimal {
        kind,
        coefficient: digits(payload)?,
        ..Decimal::nan()
    })
}

fn digits(text: &str) -> Option<BigUint> {
    if text.is_empty() {
        return Some(BigUint::ZERO);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) || text.len() as i64 > DIGITS_MAX + 1 {
        return None;
    }
    BigUint::parse_bytes(text.as_bytes(), 10)
}

fn number(text: &str) -> Option<Decimal> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, written_exponent(exponent)?),
        None => (text, 0),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && part.is_empty() {
        return None;
    }
    let coefficient = digits(&format!("{whole}{part}"))?;
    Some(Decimal::finite(
        false,
        coefficient,
        exponent - part.len() as i64,
    ))
}

fn written_exponent(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let size = digits
        .parse::<i64>()
        .unwrap_or(EXPONENT_FAR)
        .min(EXPONENT_FAR);
    Some(if negative { -size } else { size })
}

/// `str()`: scientific notation where the exponent asks for it.
pub fn to_sci(value: &Decimal, capitals: bool) -> String {
    written(value, capitals, false)
}

/// Engineering notation: exponents are multiples of three.
pub fn to_eng(value: &Decimal, capitals: bool) -> String {
    written(value, capitals, true)
}

fn written(value: &Decimal, capitals: bool, engineering: bool) -> String {
    let sign = if value.negative { "-" } else { "" };
    let payload = || match &value.coefficient {
        zero if *zero == BigUint::ZERO => String::new(),
        payload => payload.to_string(),
    };
    match value.kind {
        Kind::Infinite => format!("{sign}Infinity"),
        Kind::Quiet => format!("{sign}NaN{}", payload()),
        Kind::Signaling => format!("{sign}sNaN{}", payload()),
        Kind::Finite => format!("{sign}{}", written_number(value, capitals, engineering)),
    }
}

fn written_number(value: &Decimal, capitals: bool, engineering: bool) -> String {
    let digits = value.coefficient.to_string();
    let left = value.exponent + digits.len() as i64;
    let point = if value.exponent <= 0 && left > -6 {
        left
    } else if !engineering {
        1
    } else if value.is_zero() {
        (left + 1).rem_euclid(3) - 1
    } else {
        (left - 1).rem_euclid(3) + 1
    };
    let (whole, part) = with_point(&digits, point);
    let exponent = left - point;
    let mut text = whole;
    if !part.is_empty() {
        text = format!("{text}.{part}");
    }
    if exponent != 0 {
        text += &format!("{}{exponent:+}", if capitals { 'E' } else { 'e' });
    }
    text
}

/// Digits before and after a point that stands behind the `point`-th.
pub(super) fn with_point(digits: &str, point: i64) -> (String, String) {
    let length = digits.len() as i64;
    if point <= 0 {
        let zeros = "0".repeat(point.unsigned_abs() as usize);
        return ("0".to_owned(), format!("{zeros}{digits}"));
    }
    if point >= length {
        let zeros = "0".repeat((point - length) as usize);
        return (format!("{digits}{zeros}"), String::new());
    }
    let (whole, part) = digits.split_at(point as usize);
    (whole.to_owned(), part.to_owned())
}
