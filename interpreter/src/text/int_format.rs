//! `format(int, spec)`.

use super::float_format;
use super::group::{self, Pieces};
use super::spec::{Align, Spec, cannot_group};
use crate::fault::{Fault, Outcome};
use crate::number::{Int, float, int_text};

/// An int (or a bool, by its type name) by a specifier that is not empty.
pub fn format(value: &Int, spec: &str, type_name: &str) -> Outcome<String> {
    let spec = Spec::parse(spec, type_name, Align::Right)?;
    match spec.kind {
        None | Some('b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n') => whole(value, &spec),
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => {
            float_format::with_spec(float::from_int(value)?, &spec, type_name)
        }
        Some(code) => Err(Spec::unknown_code(code, type_name)),
    }
}

fn whole(value: &Int, spec: &Spec) -> Outcome<String> {
    if spec.precision.is_some() {
        return Err(Fault::value_error(
            "Precision not allowed in integer format specifier",
        ));
    }
    if spec.no_negative_zero {
        return Err(Fault::value_error(
            "Negative zero coercion (z) not allowed in integer format specifier",
        ));
    }
    if spec.kind == Some('c') {
        return character(value, spec);
    }
    let (base, prefix) = radix(spec.kind);
    let digits = if base == 10 {
        int_text::to_decimal(value)?
    } else {
        int_text::to_radix(value, base)
    };
    let digits = digits.trim_start_matches('-');
    let digits = if spec.kind == Some('X') {
        digits.to_ascii_uppercase()
    } else {
        digits.to_owned()
    };
    let pieces = Pieces {
        sign: group::sign(value.is_negative(), spec),
        prefix: if spec.alternate { prefix } else { "" },
        digits,
        rest: String::new(),
    };
    pieces.lay_out(spec, if base == 10 { 3 } else { 4 })
}

fn radix(kind: Option<char>) -> (u32, &'static str) {
    match kind {
        Some('b') => (2, "0b"),
        Some('o') => (8, "0o"),
        Some('x') => (16, "0x"),
        Some('X') => (16, "0X"),
        _ => (10, ""),
    }
}

fn character(value: &Int, spec: &Spec) -> Outcome<String> {
    if spec.sign.is_some() {
        return Err(Fault::value_error(
            "Sign not allowed with integer format specifier 'c'",
        ));
    }
    if spec.alternate {
        return Err(Fault::value_error(
            "Alternate form (#) not allowed with integer format specifier 'c'",
        ));
    }
    if let Some(grouping) = spec.grouping {
        return Err(cannot_group(grouping, 'c'));
    }
    let rest = char_of(value)?.to_string();
    Pieces {
        rest,
        ..Pieces::default()
    }
    .lay_out(spec, 3)
}

/// The character that `%c` and `{:c}` show.
pub fn char_of(value: &Int) -> Outcome<char> {
    let code = value
        .to_i64()
        .ok_or_else(|| Fault::overflow("Python int too large to convert to C long"))?;
    let found = u32::try_from(code).ok().and_then(char::from_u32);
    found.ok_or_else(|| Fault::overflow("%c arg not in range(0x110000)"))
}
