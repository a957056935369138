//! Complex numbers as text: `repr`, `complex(str)` and `format`.

use super::digit;
use super::float_format::Style;
use super::group::{self, Pieces};
use super::spec::{Align, Spec};
use crate::fault::{Fault, Outcome};
use crate::number::float_text;

/// `repr(complex)`.
pub fn repr(re: f64, im: f64) -> String {
    if re == 0.0 && re.is_sign_positive() {
        return format!("{}j", short(im));
    }
    let sign = if im.is_sign_negative() && !im.is_nan() {
        ""
    } else {
        "+"
    };
    format!("({}{sign}{}j)", short(re), short(im))
}

/// Without `.0`.
fn short(value: f64) -> String {
    let text = float_text::to_repr(value);
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// `complex(text)`.
pub fn parse(text: &str) -> Outcome<(f64, f64)> {
    if !underscores_stand_well(text.as_bytes()) {
        let shown = super::repr::str(text);
        return Err(Fault::value_error(format!(
            "could not convert string to complex: {shown}"
        )));
    }
    let malformed = || Fault::value_error("complex() arg is a malformed string");
    let ascii = digit::to_ascii(text).ok_or_else(malformed)?;
    let mut rest = trim(&ascii);
    if let Some(inner) = rest.strip_prefix('(') {
        rest = trim(inner.strip_suffix(')').ok_or_else(malformed)?);
    }
    parts(rest).ok_or_else(malformed)
}

/// Each between two digits.
fn underscores_stand_well(bytes: &[u8]) -> bool {
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len())
        .filter(|at| bytes[*at] == b'_')
        .all(|at| at > 0 && is_digit(at - 1) && is_digit(at + 1))
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\x0b')
}

/// `<float>`, `<float>j`, `<float><signed float>j`; a float before `j` may be a sign alone, or nothing.
fn parts(text: &str) -> Option<(f64, f64)> {
    let (first, rest) = text.split_at(number_length(text));
    if rest.is_empty() {
        return Some((read(first)?, 0.0));
    }
    if matches!(rest, "j" | "J") {
        return Some((0.0, unit(first)?));
    }
    let second = rest.strip_suffix(['j', 'J'])?;
    let whole = second.starts_with(['+', '-']) && number_length(second) == second.len();
    whole.then(|| Some((read(first)?, unit(second)?)))?
}

fn unit(text: &str) -> Option<f64> {
    match text {
        "" | "+" => Some(1.0),
        "-" => Some(-1.0),
        _ => read(text),
    }
}

fn read(text: &str) -> Option<f64> {
    if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
        return None;
    }
    float_text::parse(text).ok()
}

/// How much of the text belongs to the number that it begins with.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let lower = text[at..].to_ascii_lowercase();
    for word in ["infinity", "inf", "nan"] {
        if lower.starts_with(word) {
            return at + word.len();
        }
    }
    let digits = |mut at: usize| {
        while matches!(bytes.get(at), Some(b'0'..=b'9' | b'_')) {
            at += 1;
        }
        at
    };
    at = digits(at);
    if bytes.get(at) == Some(&b'.') {
        at = digits(at + 1);
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        if matches!(bytes.get(at + 1 + sign), Some(b'0'..=b'9')) {
            at = digits(at + 1 + sign);
        }
    }
    at
}

/// `format(complex, spec)` of a specifier that is not empty.
pub fn format(re: f64, im: f64, text: &str) -> Outcome<String> {
    let spec = Spec::parse(text, "complex", Align::Right)?;
    let style = match spec.kind {
        None => None,
        Some(kind @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G')) => {
            Some(Style::new(kind, spec.precision, spec.alternate))
        }
        Some('n') => Some(Style::new('g', spec.precision, spec.alternate)),
        Some(code) => return Err(Spec::unknown_code(code, "complex")),
    };
    if spec.fill == '0' {
        return Err(Fault::value_error(
            "Zero padding is not allowed in complex format specifier",
        ));
    }
    if spec.align == Some(Align::Inside) {
        return Err(Fault::value_error(
            "'=' alignment flag is not allowed in complex format specifier",
        ));
    }
    let plain = style.is_none();
    let style = match (style, spec.precision) {
        (None, Some(precision)) => Some(Style::new('g', Some(precision), spec.alternate)),
        (style, _) => style,
    };
    let narrow = Spec {
        width: 0,
        align: None,
        fill: ' ',
        ..spec.clone()
    };
    let signed = Spec {
        sign: Some('+'),
        ..narrow.clone()
    };
    let only_imaginary = plain && re == 0.0 && re.is_sign_positive();
    let body = if only_imaginary {
        format!("{}j", part(im, &narrow, style)?)
    } else {
        format!(
            "{}{}j",
            part(re, &narrow, style)?,
            part(im, &signed, style)?
        )
    };
    let body = if plain && !only_imaginary {
        format!("({body})")
    } else {
        body
    };
    let length = body.chars().count();
    spec.pad(body, length, Align::Right)
}

fn part(value: f64, spec: &Spec, style: Option<Style>) -> Outcome<String> {
    let text = match style {
        Some(style) => style.magnitude(value)?,
        None => short(value.abs()),
    };
    let zero = value.is_finite()
        && text
            .bytes()
            .take_while(|b| !matches!(b, b'e' | b'E'))
            .all(|b| matches!(b, b'0' | b'.'));
    let negative = value.is_sign_negative() && !value.is_nan() && !(spec.no_negative_zero && zero);
    let whole = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(whole);
    let pieces = Pieces {
        sign: group::sign(negative, spec),
        prefix: "",
        digits: digits.to_owned(),
        rest: rest.to_owned(),
    };
    pieces.lay_out(spec, 3)
}
