//! What kind a character is: `isalpha()`, `isspace()`, `isprintable()` and their kin.

use unicode_properties::{GeneralCategory as Category, UnicodeGeneralCategory};

use super::digit;
use super::tables::{DIGITS, NUMERICS};

/// Whitespace as `str.isspace` and `str.split` see it.
pub fn is_space(c: char) -> bool {
    matches!(c, '\t'..='\r' | '\x1c'..='\x20' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}')
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
        )
}

/// Where `str.splitlines` breaks.
pub fn is_line_break(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

pub fn is_alpha(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    use Category::{
        LowercaseLetter, ModifierLetter, OtherLetter, TitlecaseLetter, UppercaseLetter,
    };
    matches!(
        c.general_category(),
        UppercaseLetter | LowercaseLetter | TitlecaseLetter | ModifierLetter | OtherLetter
    )
}

pub fn is_title(c: char) -> bool {
    c.general_category() == Category::TitlecaseLetter
}

pub fn is_decimal(c: char) -> bool {
    digit::decimal_value(c).is_some()
}

pub fn is_digit(c: char) -> bool {
    is_decimal(c) || within(DIGITS, c)
}

pub fn is_numeric(c: char) -> bool {
    is_digit(c) || within(NUMERICS, c)
}

fn within(ranges: &[(u32, u32)], c: char) -> bool {
    let code = u32::from(c);
    let next = ranges.partition_point(|(first, _)| *first <= code);
    next > 0 && code <= ranges[next - 1].1
}

pub fn is_alnum(c: char) -> bool {
    is_alpha(c) || is_numeric(c)
}

/// Whether `repr` shows it as it is.
pub fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    use Category::{
        Control, Format, LineSeparator, ParagraphSeparator, PrivateUse, SpaceSeparator, Surrogate,
        Unassigned,
    };
    !matches!(
        c.general_category(),
        Control
            | Format
            | LineSeparator
            | ParagraphSeparator
            | PrivateUse
            | SpaceSeparator
            | Surrogate
            | Unassigned
    )
}

/// A predicate that holds for every character of a text that has any.
pub fn all(text: &str, is: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(is)
}

/// `str.isupper()`: a cased character, and none of the other case.
pub fn is_upper(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(|c| c.is_lowercase() || is_title(c))
}

/// `str.islower()`.
pub fn is_lower(text: &str) -> bool {
    text.chars().any(char::is_lowercase) && !text.chars().any(|c| c.is_uppercase() || is_title(c))
}

/// `str.istitle()`: words begin upper and go on lower.
pub fn is_titled(text: &str) -> bool {
    let (mut cased, mut inside) = (false, false);
    for c in text.chars() {
        let begins = c.is_uppercase() || is_title(c);
        if begins && inside || c.is_lowercase() && !inside {
            return false;
        }
        inside = begins || c.is_lowercase();
        cased |= inside;
    }
    cased
}

/// `str.isidentifier()`.
pub fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    let begins = |c: char| c == '_' || unicode_ident::is_xid_start(c);
    chars.next().is_some_and(begins) && chars.all(unicode_ident::is_xid_continue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_cpythons() {
        assert!(
            is_alpha('é') && is_alpha('ª') && is_alpha('中') && !is_alpha('Ⅷ') && !is_alpha('1')
        );
        assert!(
            is_digit('²')
                && !is_decimal('²')
                && is_numeric('½')
                && is_numeric('四')
                && !is_numeric('a')
        );
        assert!(is_space('\x1c') && is_space('\u{3000}') && !is_space('\u{200b}'));
        assert!(
            is_printable('é')
                && is_printable('😀')
                && !is_printable('\u{a0}')
                && !is_printable('\u{ad}')
                && !is_printable('\u{378}')
        );
    }

    #[test]
    fn case_of_texts() {
        assert!(is_upper("A1 Ⅷ") && !is_upper("Aa") && !is_upper("1") && !is_upper("ǅ"));
        assert!(is_lower("aª") && !is_lower(""));
        assert!(
            !is_titled("Hello World's")
                && is_titled("Hello World")
                && is_titled("ǅa")
                && !is_titled("hELLO")
                && !is_titled("1")
        );
    }

    #[test]
    fn identifiers() {
        assert!(
            is_identifier("_a1")
                && is_identifier("é")
                && !is_identifier("1a")
                && !is_identifier("")
                && !is_identifier("a b")
        );
    }
}
