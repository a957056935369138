//! Ints as text: `int(str, base)` and `str(int)` with CPython's limit on decimal digits.

use num_bigint::BigInt;
use num_traits::Num;

use super::Int;
use crate::fault::{Fault, Outcome};
use crate::text::digit;
use crate::text::repr;

/// `sys.int_info.default_max_str_digits`.
const DIGITS_MAX: usize = 4300;

/// `str(int)`.
pub fn to_decimal(value: &Int) -> Outcome<String> {
    let Int::Big(big) = value else {
        return Ok(value.to_i64().unwrap_or(0).to_string());
    };
    // log10(2) from below: a number with more bits has more digits than the limit for certain.
    let text = if big.bits() as f64 * 0.301 > (DIGITS_MAX + 20) as f64 {
        String::new()
    } else {
        big.to_string()
    };
    if text.is_empty() || text.trim_start_matches('-').len() > DIGITS_MAX {
        return Err(Fault::value_error(format!(
            "Exceeds the limit ({DIGITS_MAX} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit"
        )));
    }
    Ok(text)
}

/// Digits in base 2, 8 or 16 with a sign and without a prefix.
pub fn to_radix(value: &Int, base: u32) -> String {
    value.to_big().to_str_radix(base)
}

/// `bin()`, `oct()`, `hex()`.
pub fn with_prefix(value: &Int, base: u32) -> String {
    let digits = to_radix(value, base);
    let prefix = match base {
        2 => "0b",
        8 => "0o",
        _ => "0x",
    };
    match digits.strip_prefix('-') {
        Some(digits) => format!("-{prefix}{digits}"),
        None => format!("{prefix}{digits}"),
    }
}

/// `int(str, base)`.
pub fn parse(text: &str, base: i64) -> Outcome<Int> {
    parse_shown(digit::to_ascii(text).as_deref(), base, &|| repr::str(text))
}

/// `int(bytes, base)`; `shown` makes the object's repr.
pub fn parse_bytes(bytes: &[u8], base: i64, shown: &dyn Fn() -> String) -> Outcome<Int> {
    let text = std::str::from_utf8(bytes)
        .ok()
        .filter(|text| text.is_ascii());
    parse_shown(text, base, shown)
}

fn parse_shown(ascii: Option<&str>, base: i64, shown: &dyn Fn() -> String) -> Outcome<Int> {
    if base != 0 && !(2..=36).contains(&base) {
        return Err(Fault::value_error(
            "int() base must be >= 2 and <= 36, or 0",
        ));
    }
    let refused = || {
        Fault::value_error(format!(
            "invalid literal for int() with base {base}: {}",
            shown()
        ))
    };
    let literal = ascii
        .and_then(|text| Literal::read(text, base as u32))
        .ok_or_else(refused)?;
    literal.value(refused)
}

struct Literal {
    negative: bool,
    digits: String,
    base: u32,
}

impl Literal {
    fn read(text: &str, given_base: u32) -> Option<Self> {
        let text = text.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\x0b');
        let (negative, body) = match text.strip_prefix('-') {
            Some(body) => (true, body),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let prefixed = prefix_base(body);
        let (base, digits, after_prefix) = match (given_base, prefixed) {
            (0, Some(found)) => (found, &body[2..], true),
            (0, None) => (10, body, false),
            (given, Some(found)) if given == found => (given, &body[2..], true),
            (given, _) => (given, body, false),
        };
        let digits = without_underscores(digits, after_prefix)?;
        if given_base == 0 && !after_prefix && is_old_octal(&digits) {
            return None;
        }
        Some(Self {
            negative,
            digits,
            base,
        })
    }

    fn value(self, refused: impl Fn() -> Fault) -> Outcome<Int> {
        if !self.digits.chars().all(|c| c.is_digit(self.base)) {
            return Err(refused());
        }
        if self.digits.len() > DIGITS_MAX && !self.base.is_power_of_two() {
            return Err(Fault::value_error(format!(
                "Exceeds the limit ({DIGITS_MAX} digits) for integer string conversion: value has {} digits; use sys.set_int_max_str_digits() to increase the limit",
                self.digits.len()
            )));
        }
        let magnitude: Int = match i64::from_str_radix(&self.digits, self.base) {
            Ok(value) => value.into(),
            Err(_) => BigInt::from_str_radix(&self.digits, self.base)
                .map_err(|_| refused())?
                .into(),
        };
        Ok(if self.negative {
            magnitude.neg()
        } else {
            magnitude
        })
    }
}

fn prefix_base(body: &str) -> Option<u32> {
    match body.as_bytes() {
        [b'0', b'x' | b'X', ..] => Some(16),
        [b'0', b'o' | b'O', ..] => Some(8),
        [b'0', b'b' | b'B', ..] => Some(2),
        _ => None,
    }
}

/// The digits alone; an underscore stands between two of them, or after a prefix.
fn without_underscores(text: &str, after_prefix: bool) -> Option<String> {
    let start = if after_prefix {
        text.strip_prefix('_').unwrap_or(text)
    } else {
        text
    };
    let misplaced =
        start.is_empty() || start.starts_with('_') || start.ends_with('_') || start.contains("__");
    (!misplaced).then(|| start.replace('_', ""))
}

/// `int(text, 0)` refuses leading zeros of a number that is not zero, as source code does.
fn is_old_octal(digits: &str) -> bool {
    digits.starts_with('0') && digits.bytes().any(|byte| byte != b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_read_in_every_base() {
        let cases = [
            (" -12 ", 10, -12),
            ("0x_ff", 0, 255),
            ("0xff", 16, 255),
            ("ff", 16, 255),
            ("0b101", 2, 5),
            ("1_000", 10, 1000),
            ("z", 36, 35),
            ("٣٤", 10, 34),
            ("+0o17", 8, 15),
            ("0b1", 16, 0xb1),
            ("00", 0, 0),
        ];
        for (text, base, value) in cases {
            assert_eq!(parse(text, base), Ok(Int::Small(value)), "{text}");
        }
    }

    #[test]
    fn what_is_no_literal_is_refused_in_cpythons_words() {
        for (text, base) in [
            ("", 10),
            ("1__0", 10),
            ("_1", 10),
            ("1.0", 10),
            ("0x", 16),
            ("9", 8),
            ("- 1", 10),
            ("+-1", 10),
            ("010", 0),
        ] {
            let message = parse(text, base).expect_err(text).message;
            assert_eq!(
                message,
                format!("invalid literal for int() with base {base}: '{text}'")
            );
        }
        assert_eq!(
            parse("1", 37).expect_err("base").message,
            "int() base must be >= 2 and <= 36, or 0"
        );
    }

    #[test]
    fn decimal_text_is_limited_both_ways() {
        let long = "9".repeat(4300);
        let value = parse(&long, 10).expect("at the limit");
        assert_eq!(to_decimal(&value), Ok(long.clone()));
        assert!(to_decimal(&value.add(&Int::Small(1))).is_err());
        let message = parse(&(long + "9"), 10).expect_err("over").message;
        assert!(message.ends_with(
            "value has 4301 digits; use sys.set_int_max_str_digits() to increase the limit"
        ));
        assert!(parse(&"f".repeat(5000), 16).is_ok());
    }

    #[test]
    fn prefixes_follow_the_sign() {
        assert_eq!(with_prefix(&Int::Small(-255), 16), "-0xff");
        assert_eq!(with_prefix(&Int::Small(5), 2), "0b101");
        assert_eq!(with_prefix(&Int::Small(0), 8), "0o0");
    }
}
