//! Decimal digits of every script.

use super::tables::DECIMALS;

/// The value of a decimal digit (`unicodedata.decimal`).
pub fn decimal_value(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.to_digit(10).map(|digit| digit as u8);
    }
    let code = u32::from(c);
    let zero = DECIMALS[DECIMALS.partition_point(|zero| *zero <= code) - 1];
    (code - zero < 10).then_some((code - zero) as u8)
}

/// Digits of every script become ASCII ones and whitespace spaces, as `int()` and `float()` read them; `None` if anything
/// else is not ASCII.
pub fn to_ascii(text: &str) -> Option<String> {
    text.chars().map(ascii).collect()
}

fn ascii(c: char) -> Option<char> {
    if c.is_ascii() && !('\x1c'..='\x1f').contains(&c) {
        return Some(c);
    }
    if super::chars::is_space(c) {
        return Some(' ');
    }
    decimal_value(c).map(|digit| char::from(b'0' + digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_are_read() {
        assert_eq!(to_ascii("\u{a0}１２٣").as_deref(), Some(" 123"));
        assert_eq!(to_ascii("é"), None);
        assert_eq!(decimal_value('\u{1d7ff}'), Some(9));
        assert_eq!(decimal_value('²'), None);
    }
}
