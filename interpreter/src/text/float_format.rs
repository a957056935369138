//! `format(float, spec)`, and the digits that `%` shares with it.

use super::group::{self, Pieces};
use super::spec::{Align, Spec};
use crate::fault::{Fault, Outcome};
use crate::number::float_text::{self, Digits};

/// A float by a specifier that is not empty.
pub fn format(value: f64, spec: &str, type_name: &str) -> Outcome<String> {
    with_spec(
        value,
        &Spec::parse(spec, type_name, Align::Right)?,
        type_name,
    )
}

/// Formatting with a specifier already parsed (an int may ask for a float's form).
pub fn with_spec(value: f64, spec: &Spec, type_name: &str) -> Outcome<String> {
    let style = match spec.kind {
        None => Style::plain(spec),
        Some(kind @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G')) => {
            Style::new(kind, spec.precision, spec.alternate)
        }
        Some('n') => Style::new('g', spec.precision, spec.alternate),
        Some('%') => Style::new('f', spec.precision, spec.alternate),
        Some(code) => return Err(Spec::unknown_code(code, type_name)),
    };
    let percent = spec.kind == Some('%');
    let value = if percent { value * 100.0 } else { value };
    let text = style.magnitude(value)?;
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
        rest: format!("{rest}{}", if percent { "%" } else { "" }),
    };
    pieces.lay_out(spec, 3)
}

/// How the digits of a float are shown.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    form: Form,
    precision: usize,
    /// `#`: keep the point and trailing zeros.
    alternate: bool,
    upper: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    /// As `repr`.
    Shortest,
    Exponent,
    Fixed,
    General,
    /// As general, but it always looks like a float: no type letter with a precision.
    Plain,
}

impl Style {
    /// Of a type letter in `eEfFgG`.
    pub fn new(kind: char, precision: Option<usize>, alternate: bool) -> Self {
        let form = match kind.to_ascii_lowercase() {
            'e' => Form::Exponent,
            'f' => Form::Fixed,
            _ => Form::General,
        };
        Self {
            form,
            precision: precision.unwrap_or(6),
            alternate,
            upper: kind.is_ascii_uppercase(),
        }
    }

    /// Without a type letter.
    fn plain(spec: &Spec) -> Self {
        let form = if spec.precision.is_some() {
            Form::Plain
        } else {
            Form::Shortest
        };
        Self {
            form,
            precision: spec.precision.unwrap_or(0),
            alternate: spec.alternate,
            upper: false,
        }
    }

    /// The text of the value without its sign.
    pub fn magnitude(&self, value: f64) -> Outcome<String> {
        if self.precision > i32::MAX as usize {
            return Err(Fault::value_error("precision too big"));
        }
        if self.precision > 1 << 24 {
            return Err(Fault::memory());
        }
        let text = match float_text::special(value.abs()) {
            Some(text) => text.to_owned(),
            None => self.digits(value.abs()),
        };
        Ok(if self.upper {
            text.to_ascii_uppercase()
        } else {
            text
        })
    }

    fn digits(&self, value: f64) -> String {
        match self.form {
            Form::Shortest if self.alternate => self.pointed(float_text::to_repr(value)),
            Form::Shortest => float_text::to_repr(value),
            Form::Exponent => {
                self.pointed(Digits::significant(value, self.precision + 1).scientific())
            }
            Form::Fixed => self.pointed(fixed(value, self.precision)),
            Form::General | Form::Plain => self.general(value),
        }
    }

    fn general(&self, value: f64) -> String {
        let precision = self.precision.max(1);
        let mut digits = Digits::significant(value, precision);
        if !self.alternate {
            let kept = digits.text.trim_end_matches('0').len().max(1);
            digits.text.truncate(kept);
        }
        let plain = self.form == Form::Plain;
        if digits.point <= -4 || i64::from(digits.point) > precision as i64 - i64::from(plain) {
            return self.pointed(digits.scientific());
        }
        let text = self.pointed(digits.positional());
        if plain && !text.contains('.') {
            text + ".0"
        } else {
            text
        }
    }

    /// With a point even if no digit follows, in the alternate form.
    fn pointed(&self, text: String) -> String {
        if !self.alternate || text.contains('.') {
            return text;
        }
        match text.split_once('e') {
            Some((mantissa, exponent)) => format!("{mantissa}.e{exponent}"),
            None => text + ".",
        }
    }
}

/// More decimals than any float has are zeros.
fn fixed(value: f64, precision: usize) -> String {
    let mut text = format!("{:.*}", precision.min(1100), value);
    text.extend(std::iter::repeat_n('0', precision.saturating_sub(1100)));
    text
}
