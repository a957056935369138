//! Floats as text: `repr`, `float()`, `hex()` and `fromhex`.

use num_bigint::BigUint;
use num_traits::Num;

use super::float;
use crate::fault::{Fault, Outcome};
use crate::text::digit;
use crate::text::repr;

/// The digits of a finite float without sign or leading zero, and where the decimal point stands before them:
/// 12.5 is ("125", 2), 0.05 is ("5", -1). Zero is ("0", 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digits {
    pub text: String,
    pub point: i32,
}

impl Digits {
    /// The fewest that read back as the same float; of two that are equally near, the even ones.
    pub fn shortest(value: f64) -> Self {
        let digits = Self::of_scientific(&format!("{:e}", value.abs()));
        if digits.text.len() < 15 || !may_lie_between(value) {
            return digits;
        }
        let nearest = Self::significant(value, digits.text.len());
        match nearest.scientific().parse() {
            Ok(read) if value.abs() == read => nearest,
            _ => digits,
        }
    }

    /// `count` significant ones, at least 1, correctly rounded.
    pub fn significant(value: f64, count: usize) -> Self {
        let wanted = count.clamp(1, 1100) - 1;
        let mut digits = Self::of_scientific(&format!("{:.*e}", wanted, value.abs()));
        digits
            .text
            .extend(std::iter::repeat_n('0', count.saturating_sub(1100)));
        digits
    }

    fn of_scientific(text: &str) -> Self {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let digits = mantissa.chars().filter(|c| *c != '.').collect();
        Self {
            text: digits,
            point: exponent.parse::<i32>().unwrap_or(0) + 1,
        }
    }

    /// `d.ddde+xx`.
    pub fn scientific(&self) -> String {
        let (first, rest) = self.text.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        format!("{first}{dot}{rest}{}", exponent_text(self.point - 1))
    }

    /// Without an exponent; no point if there is no fraction.
    pub fn positional(&self) -> String {
        let length = self.text.len() as i32;
        if self.point <= 0 {
            return format!("0.{}{}", "0".repeat((-self.point) as usize), self.text);
        }
        if self.point >= length {
            return format!(
                "{}{}",
                self.text,
                "0".repeat((self.point - length) as usize)
            );
        }
        let (whole, fraction) = self.text.split_at(self.point as usize);
        format!("{whole}.{fraction}")
    }
}

/// Whether a float has so few decimals that it may lie right between two numbers of one digit less: as 2**-25 does.
fn may_lie_between(value: f64) -> bool {
    let bits = value.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32;
    let mantissa = bits & ((1 << 52) - 1) | u64::from(exponent > 0) << 52;
    let decimals = 1075 - exponent.max(1) - mantissa.trailing_zeros() as i32;
    (1..=26).contains(&decimals)
}

/// `e+05`: at least two digits.
pub fn exponent_text(exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("e{sign}{:02}", exponent.unsigned_abs())
}

/// `repr(float)` and `str(float)`.
pub fn to_repr(value: f64) -> String {
    if let Some(text) = special(value) {
        return text.to_owned();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let digits = Digits::shortest(value);
    if digits.point > 16 || digits.point < -3 {
        return format!("{sign}{}", digits.scientific());
    }
    let text = digits.positional();
    let suffix = if text.contains('.') { "" } else { ".0" };
    format!("{sign}{text}{suffix}")
}

/// What is no number.
pub fn special(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        return Some("nan");
    }
    if value.is_infinite() {
        return Some(if value > 0.0 { "inf" } else { "-inf" });
    }
    None
}

/// `float(str)`.
pub fn parse(text: &str) -> Outcome<f64> {
    digit::to_ascii(text)
        .and_then(|ascii| {
            read(ascii.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\x0b'))
        })
        .ok_or_else(|| refused(&repr::str(text)))
}

/// `float(bytes)`; `shown` is the object's repr.
pub fn parse_bytes(bytes: &[u8], shown: &str) -> Outcome<f64> {
    let text = std::str::from_utf8(bytes)
        .ok()
        .filter(|text| text.is_ascii());
    text.and_then(|text| read(text.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\x0b')))
        .ok_or_else(|| refused(shown))
}

fn refused(shown: &str) -> Fault {
    Fault::value_error(format!("could not convert string to float: {shown}"))
}

fn read(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    let is_digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    let misplaced = |index: usize| index == 0 || !is_digit(index - 1) || !is_digit(index + 1);
    if (0..bytes.len()).any(|index| bytes[index] == b'_' && misplaced(index)) {
        return None;
    }
    text.replace('_', "").parse().ok().map(canonical)
}

/// One NaN for all: its payload must not show anywhere.
pub fn canonical(value: f64) -> f64 {
    if value.is_nan() { f64::NAN } else { value }
}

/// `float.hex()`.
pub fn to_hex(value: f64) -> String {
    if let Some(text) = special(value) {
        return text.to_owned();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = value.to_bits();
    let biased = ((bits >> 52) & 0x7ff) as i32;
    let fraction = bits & ((1 << 52) - 1);
    let (lead, exponent) = if biased == 0 {
        (0, -1022)
    } else {
        (1, biased - 1023)
    };
    format!("{sign}0x{lead}.{fraction:013x}p{exponent:+}")
}

/// `float.fromhex(str)`.
pub fn from_hex(text: &str) -> Outcome<f64> {
    let invalid = || Fault::value_error("invalid hexadecimal floating-point string");
    let trimmed = text
        .trim_matches(|c: char| c.is_ascii_whitespace() || c == '\x0b')
        .to_ascii_lowercase();
    let (negative, body) = match trimmed.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, trimmed.strip_prefix('+').unwrap_or(&trimmed)),
    };
    let magnitude = match body {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        _ => hex_magnitude(body.strip_prefix("0x").unwrap_or(body)).ok_or_else(invalid)?,
    };
    if magnitude.is_infinite() && !body.starts_with("inf") {
        return Err(Fault::overflow(
            "hexadecimal value too large to represent as a float",
        ));
    }
    Ok(canonical(if negative { -magnitude } else { magnitude }))
}

fn hex_magnitude(body: &str) -> Option<f64> {
    let (mantissa, exponent) = match body.split_once('p') {
        Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
        None => (body, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let value = BigUint::from_str_radix(&digits, 16).ok()?;
    Some(float::compose(
        &value,
        false,
        exponent - 4 * fraction.len() as i64,
    ))
}

fn read_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(
        text.parse::<i64>()
            .unwrap_or(if text.starts_with('-') {
                -100_000
            } else {
                100_000
            })
            .clamp(-100_000, 100_000),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repr_is_the_shortest_and_changes_form_where_cpython_does() {
        let cases = [
            (0.1 + 0.2, "0.30000000000000004"),
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (123456789012345680.0, "1.2345678901234568e+17"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (-0.0, "-0.0"),
            (5e-324, "5e-324"),
            (1.7976931348623157e308, "1.7976931348623157e+308"),
            (100.0, "100.0"),
            (9007199254740993.0, "9007199254740992.0"),
            (f64::NEG_INFINITY, "-inf"),
        ];
        for (value, text) in cases {
            assert_eq!(to_repr(value), text);
        }
    }

    #[test]
    fn float_reads_what_cpython_reads() {
        let good = [
            (" 1_000.5\n", 1000.5),
            ("+.5e-3", 0.0005),
            ("5.", 5.0),
            ("-Infinity", f64::NEG_INFINITY),
            ("٣.٥", 3.5),
        ];
        for (text, value) in good {
            assert_eq!(parse(text), Ok(value), "{text}");
        }
        for text in [
            "", "_1", "1_", "1__0", "1_.0", "1e", "0x10", "e5", "1 2", ".", "infin",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        let message = parse("a'b").expect_err("letters").message;
        assert_eq!(message, "could not convert string to float: \"a'b\"");
    }

    #[test]
    fn hex_goes_both_ways() {
        for (value, text) in [
            (3.5, "0x1.c000000000000p+1"),
            (-0.1, "-0x1.999999999999ap-4"),
            (5e-324, "0x0.0000000000001p-1022"),
        ] {
            assert_eq!(to_hex(value), text);
            assert_eq!(from_hex(text), Ok(value));
        }
        assert_eq!(from_hex("0x.8p0"), Ok(0.5));
        assert_eq!(from_hex("ff"), Ok(255.0));
        assert!(from_hex("0xg").is_err() && from_hex("1p").is_err());
    }
}
