//! `format()` of the types that have a mini-language.

pub use super::float_format::format as float;
pub use super::int_format::format as int;

use super::slice;
use super::spec::{Align, Spec, cannot_group};
use crate::fault::{Fault, Outcome};

/// A str by a specifier.
pub fn str(text: &str, spec: &str) -> Outcome<String> {
    if spec.is_empty() {
        return Ok(text.to_owned());
    }
    let spec = Spec::parse(spec, "str", Align::Left)?;
    if let Some(code) = spec.kind.filter(|kind| *kind != 's') {
        return Err(Spec::unknown_code(code, "str"));
    }
    refuse_numeric(&spec)?;
    let end = spec
        .precision
        .map_or(text.len(), |most| slice::byte_of(text, most));
    let text = &text[..end];
    spec.pad(text.to_owned(), slice::length(text), Align::Left)
}

fn refuse_numeric(spec: &Spec) -> Outcome<()> {
    let message = match spec {
        Spec {
            grouping: Some(grouping),
            ..
        } => return Err(cannot_group(*grouping, 's')),
        Spec {
            sign: Some(' '), ..
        } => "Space not allowed in string format specifier",
        Spec { sign: Some(_), .. } => "Sign not allowed in string format specifier",
        Spec {
            no_negative_zero: true,
            ..
        } => "Negative zero coercion (z) not allowed in string format specifier",
        Spec {
            alternate: true, ..
        } => "Alternate form (#) not allowed in string format specifier",
        Spec {
            align: Some(Align::Inside),
            ..
        } => "'=' alignment not allowed in string format specifier",
        _ => return Ok(()),
    };
    Err(Fault::value_error(message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Int;

    fn shown(result: Outcome<String>) -> String {
        result.unwrap_or_else(|fault| fault.to_string())
    }

    #[test]
    #[rustfmt::skip]
    fn strs_are_formatted_as_cpython_does() {
        let cases = [
            ("a", "d", "ValueError: Unknown format code 'd' for object of type 'str'"), ("a", "=", "ValueError: '=' alignment not allowed in string format specifier"), ("a", "+", "ValueError: Sign not allowed in string format specifier"),
            ("a", " ", "ValueError: Space not allowed in string format specifier"), ("a", "#", "ValueError: Alternate form (#) not allowed in string format specifier"), ("a", ",", "ValueError: Cannot specify ',' with 's'."),
            ("a", "_", "ValueError: Cannot specify '_' with 's'."), ("a", ",d", "ValueError: Unknown format code 'd' for object of type 'str'"), ("a", "z", "ValueError: Negative zero coercion (z) not allowed in string format specifier"),
            ("a", "05", "a0000"), ("a", "<05", "a0000"), ("a", ".2", "a"),
            ("a", ".", "ValueError: Format specifier missing precision"), ("a", "5.x", "ValueError: Format specifier missing precision"), ("abc", "x<10.2s", "abxxxxxxxx"),
            ("abc", "\u{1f600}^9", "\u{1f600}\u{1f600}\u{1f600}abc\u{1f600}\u{1f600}\u{1f600}"), ("a", "5x5", "ValueError: Invalid format specifier '5x5' for object of type 'str'"), ("a", "\u{e9}", "ValueError: Unknown format code '\u{5c}xe9' for object of type 'str'"),
            ("a", ".-1", "ValueError: Format specifier missing precision"),
        ];
        for (value, spec, expected) in cases {
            assert_eq!(shown(str(value, spec)), expected, "{value:?} {spec:?}");
        }
    }

    #[test]
    #[rustfmt::skip]
    fn ints_are_formatted_as_cpython_does() {
        let cases = [
            (1, ".2", "ValueError: Precision not allowed in integer format specifier"), (1, ".2d", "ValueError: Precision not allowed in integer format specifier"), (1, "s", "ValueError: Unknown format code 's' for object of type 'int'"),
            (1, "z", "ValueError: Negative zero coercion (z) not allowed in integer format specifier"), (1, "zd", "ValueError: Negative zero coercion (z) not allowed in integer format specifier"), (1, ",_", "ValueError: Cannot specify both ',' and '_'."),
            (1, "_,", "ValueError: Cannot specify both ',' and '_'."), (1, ",,", "ValueError: Cannot specify ',' with ','."), (1, "__", "ValueError: Cannot specify '_' with '_'."),
            (1, ",x", "ValueError: Cannot specify ',' with 'x'."), (1, "_x", "1"), (65, "c", "A"),
            (65, "+c", "ValueError: Sign not allowed with integer format specifier 'c'"), (65, "#c", "ValueError: Alternate form (#) not allowed with integer format specifier 'c'"), (65, ",c", "ValueError: Cannot specify ',' with 'c'."),
            (65, "_c", "ValueError: Cannot specify '_' with 'c'."), (-1, "c", "OverflowError: %c arg not in range(0x110000)"), (1114112, "c", "OverflowError: %c arg not in range(0x110000)"),
            (5, "05c", "0000\u{5}"), (1234567, "012,", "0,001,234,567"), (1234567, "013,", "0,001,234,567"),
            (1234567, "=013,", "0,001,234,567"), (1234567, "<013,", "1,234,5670000"), (-1234567, "+,", "-1,234,567"),
            (255, "#010x", "0x000000ff"), (255, "#_b", "0b1111_1111"), (255, "_b", "1111_1111"),
            (65535, "020_b", "0_1111_1111_1111_1111"), (255, "#X", "0XFF"), (1, "y", "ValueError: Unknown format code 'y' for object of type 'int'"),
            (1, "10.5", "ValueError: Precision not allowed in integer format specifier"), (1, "5 ", "ValueError: Unknown format code '\u{5c}x20' for object of type 'int'"), (1, "n", "1"),
            (1234567, "n", "1234567"), (1, ",n", "ValueError: Cannot specify ',' with 'n'."), (1, "_n", "ValueError: Cannot specify '_' with 'n'."),
            (1, "e", "1.000000e+00"), (1, ".3f", "1.000"), (1, "%", "100.000000%"),
            (1, "5x5", "ValueError: Invalid format specifier '5x5' for object of type 'int'"), (1, "\u{1f600}", "ValueError: Unknown format code '\u{5c}x1f600' for object of type 'int'"), (1, "\u{0}", "ValueError: Unknown format code '\u{5c}x0' for object of type 'int'"),
            (1, "0>5", "00001"), (-1, "0>5", "000-1"), (-1, "05", "-0001"),
            (-1, "<05", "-1000"), (-1, "=5", "-   1"), (-1, "^07", "00-1000"),
            (12345, "-", "12345"), (12345, "=+8_", "+ 12_345"), (3, "#o", "0o3"),
            (3, "#b", "0b11"), (0, "#x", "0x0"), (5, ".d", "ValueError: Format specifier missing precision"),
            (1234567, "5,d", "1,234,567"), (1234, "06,d", "01,234"), (1234, "07,d", "001,234"),
            (123, "04,", "0,123"), (123, "05,", "0,123"), (1234567, "010_x", "0_0012_d687"),
        ];
        for (value, spec, expected) in cases {
            assert_eq!(shown(int(&Int::Small(value), spec, "int")), expected, "{value:?} {spec:?}");
        }
    }

    #[test]
    #[rustfmt::skip]
    fn floats_are_formatted_as_cpython_does() {
        let cases = [
            (1.5, "d", "ValueError: Unknown format code 'd' for object of type 'float'"), (1.5, "s", "ValueError: Unknown format code 's' for object of type 'float'"), (1.5, "x", "ValueError: Unknown format code 'x' for object of type 'float'"),
            (1.5, "c", "ValueError: Unknown format code 'c' for object of type 'float'"), (1.5, ",s", "ValueError: Cannot specify ',' with 's'."), (1234567.891, ",.2f", "1,234,567.89"),
            (1234567.891, "_.2f", "1_234_567.89"), (1234567.891, "020,.2f", "0,000,001,234,567.89"), (1e+20, ",", "1e+20"),
            (1000000000000000.0, ",", "1,000,000,000,000,000.0"), (1e+16, ",", "1e+16"), (1.0, "5", "  1.0"),
            (1.0, ".3", "1.0"), (1234.0, ".3", "1.23e+03"), (0.0001, "g", "0.0001"),
            (1e-05, "g", "1e-05"), (100000.0, "g", "100000"), (1000000.0, "g", "1e+06"),
            (1000000.0, "#g", "1.00000e+06"), (1.0, "#g", "1.00000"), (1.0, ".0f", "1"),
            (1.0, "#.0f", "1."), (1.0, "#.0e", "1.e+00"), (1.5, "%", "150.000000%"),
            (0.123456, ".1%", "12.3%"), (f64::NAN, "010", "0000000nan"), (f64::INFINITY, "+010.2f", "+000000inf"),
            (f64::NEG_INFINITY, "F", "-INF"), (f64::NAN, "%", "nan%"), (f64::INFINITY, ",", "inf"),
            (-0.0, "z", "0.0"), (-0.001, "z.1f", "0.0"), (-0.001, ".1f", "-0.0"),
            (1.5, "n", "1.5"), (10000000.0, "n", "1e+07"), (1.5, "G", "1.5"),
            (1e-10, "E", "1.000000E-10"), (1e+100, ".3", "1e+100"), (123.456, ".0e", "1e+02"),
            (1.5, "z=+#010.1f", "+zzzzzz1.5"), (2.5, ".0", "2e+00"), (25.0, ".1", "2e+01"),
            (1e+16, ".17", "1e+16"), (0.0, ".3", "0.0"), (-0.0, "g", "-0"),
            (100.0, ".3", "1e+02"), (100.0, ".2", "1e+02"), (99.99, ".2", "1e+02"),
            (1.0, "=5", "  1.0"), (1.0, "x=5", "xx1.0"), (1.5, "07,", "0,001.5"),
            (123.5, "08,", "00,123.5"), (1234.5, "010,", "0,001,234.5"),
        ];
        for (value, spec, expected) in cases {
            assert_eq!(shown(float(value, spec, "float")), expected, "{value:?} {spec:?}");
        }
    }
}
