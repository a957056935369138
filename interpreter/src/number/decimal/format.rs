//! `format(Decimal, spec)`.

use super::round::{rescaled, to_digits};
use super::text::{to_sci, with_point};
use super::{Context, Decimal};
use crate::fault::{Fault, Outcome};
use crate::text::group::{self, Pieces};
use crate::text::spec::{Align, Spec};

/// By the mini-language as `Decimal` reads it: no `#`, no `_`, and `0` excludes an alignment.
pub fn format(value: &Decimal, text: &str, context: &Context) -> Outcome<String> {
    let spec = parse(text)?;
    let kind = spec
        .kind
        .unwrap_or(if context.capitals { 'G' } else { 'g' });
    if !value.is_finite() {
        return special(value, spec, kind, has_zero(text));
    }
    let mut scaled = value.clone();
    if kind == '%' {
        scaled.exponent += 2;
    }
    let scaled = rounded(scaled, &spec, kind, context)?;
    let digits = scaled.coefficient.to_string();
    let left = scaled.exponent + digits.len() as i64;
    let point = match kind {
        'e' | 'E' if scaled.is_zero() => 1 - spec.precision.map_or(0, |digits| digits as i64),
        'e' | 'E' => 1,
        'f' | 'F' | '%' => left,
        _ if scaled.exponent <= 0 && left > -6 => left,
        _ => 1,
    };
    if !(-WIDTH_MAX..=WIDTH_MAX).contains(&point) {
        return Err(Fault::memory());
    }
    let (whole, part) = with_point(&digits, point);
    let mut rest = if part.is_empty() {
        String::new()
    } else {
        format!(".{part}")
    };
    let exponent = left - point;
    if exponent != 0 || matches!(kind, 'e' | 'E') {
        let letter = if kind.is_uppercase() { 'E' } else { 'e' };
        rest += &format!("{letter}{exponent:+}");
    }
    if kind == '%' {
        rest.push('%');
    }
    // CPython's z: what was rounded to zero counts only in these two forms.
    let coerced =
        spec.no_negative_zero && scaled.is_zero() && (value.is_zero() || matches!(kind, 'f' | '%'));
    let negative = scaled.negative && !coerced;
    let pieces = Pieces {
        sign: group::sign(negative, &spec),
        prefix: "",
        digits: whole,
        rest,
    };
    pieces.lay_out(&spec, 3)
}

const WIDTH_MAX: i64 = 1 << 28;

fn rounded(value: Decimal, spec: &Spec, kind: char, context: &Context) -> Outcome<Decimal> {
    let to = |exponent: i64| match rescaled(&value, exponent, context.rounding) {
        Some((scaled, _)) => Ok(scaled),
        None => Err(Fault::memory()),
    };
    match (kind, spec.precision) {
        (_, Some(precision)) if precision as i64 > WIDTH_MAX => Err(Fault::memory()),
        ('e' | 'E', Some(digits)) => Ok(padded(
            to_digits(&value, digits as i64 + 1, context.rounding),
            digits as i64 + 1,
        )),
        ('f' | 'F' | '%', Some(digits)) => to(-(digits as i64)),
        ('f' | 'F' | '%', None) if value.exponent > 0 && value.is_zero() => to(0),
        ('f' | 'F' | '%', None) | ('e' | 'E', None) | (_, None) => Ok(value),
        (_, Some(digits)) => Ok(to_digits(&value, digits.max(1) as i64, context.rounding)),
    }
}

/// With zeros behind it, up to that many digits.
fn padded(mut value: Decimal, digits: i64) -> Decimal {
    let missing = digits - value.digits();
    if missing > 0 && !value.is_zero() {
        if let Some(unit) = super::digits::power_of_ten(missing) {
            value.coefficient *= unit;
            value.exponent -= missing;
        }
    }
    value
}

fn special(value: &Decimal, mut spec: Spec, kind: char, zero_padded: bool) -> Outcome<String> {
    if zero_padded {
        spec.align = None;
        spec.fill = ' ';
    }
    spec.grouping = None;
    let text = to_sci(&value.clone().with_sign(false), true);
    let percent = if kind == '%' { "%" } else { "" };
    let sign = group::sign(value.negative, &spec);
    let pieces = Pieces {
        sign,
        prefix: "",
        digits: String::new(),
        rest: format!("{text}{percent}"),
    };
    pieces.lay_out(&spec, 3)
}

fn parse(text: &str) -> Outcome<Spec> {
    let invalid = |_| Fault::value_error("invalid format string");
    let spec = Spec::parse(text, "decimal.Decimal", Align::Left).map_err(invalid)?;
    let known = spec
        .kind
        .is_none_or(|kind| matches!(kind, 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%'));
    let zero_padded = has_zero(text);
    let twice = zero_padded && spec.align.is_some();
    let localized = spec.kind == Some('n') && spec.grouping.is_some();
    if !known || spec.alternate || spec.grouping == Some('_') || twice || localized {
        return Err(invalid(Fault::value_error("")));
    }
    let kind = spec.kind.map(|kind| if kind == 'n' { 'g' } else { kind });
    let align = if zero_padded {
        Some(Align::Inside)
    } else {
        spec.align
    };
    Ok(Spec {
        kind,
        align,
        ..spec
    })
}

/// Whether a `0` stands before the width.
fn has_zero(text: &str) -> bool {
    let is_align = |c: &char| matches!(c, '<' | '>' | '^' | '=');
    let chars: Vec<char> = text.chars().collect();
    let start = match (chars.first(), chars.get(1)) {
        (_, Some(second)) if is_align(second) => 2,
        (Some(first), _) if is_align(first) => 1,
        _ => 0,
    };
    let rest = chars[start..].iter();
    rest.copied().find(|c| !matches!(c, '+' | '-' | ' ' | 'z')) == Some('0')
}
