//! `repr` and `ascii` of texts and bytes.

use std::fmt::Write;

use super::chars;

/// `repr(str)`.
pub fn str(text: &str) -> String {
    quoted(text, chars::is_printable)
}

/// `ascii(str)`.
pub fn ascii(text: &str) -> String {
    quoted(text, |c| (' '..='~').contains(&c))
}

/// `ascii()` of what already is a repr: only what is not ASCII is escaped.
pub fn escape_non_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c)
        } else {
            push_code(&mut out, c)
        }
    }
    out
}

/// Single quotes unless the text has those and no double ones.
fn quote_for(single: bool, double: bool) -> char {
    if single && !double { '"' } else { '\'' }
}

fn quoted(text: &str, shown: impl Fn(char) -> bool) -> String {
    let quote = quote_for(text.contains('\''), text.contains('"'));
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => out.extend(['\\', c]),
            c if shown(c) => out.push(c),
            c => push_code(&mut out, c),
        }
    }
    out.push(quote);
    out
}

/// `\xe9`, `\u20ac` or `\U0001f600`.
pub fn push_code(out: &mut String, c: char) {
    let code = u32::from(c);
    // Writing into a String cannot fail.
    let _ = match code {
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// `repr(bytes)`.
pub fn bytes(bytes: &[u8]) -> String {
    let quote = quote_for(bytes.contains(&b'\''), bytes.contains(&b'"'));
    let mut out = String::with_capacity(bytes.len() + 3);
    out.extend(['b', quote]);
    for byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            byte if char::from(*byte) == quote => out.extend(['\\', quote]),
            b' '..=b'~' => out.push(char::from(*byte)),
            byte => push_code(&mut out, char::from(*byte)),
        }
    }
    out.push(quote);
    out
}

/// `repr` of a bytearray: single quotes have a backslash even between double ones.
pub fn byte_array(bytes: &[u8]) -> String {
    let shown = self::bytes(bytes);
    if shown.starts_with("b\"") {
        return format!("bytearray({})", shown.replace('\'', "\\'"));
    }
    format!("bytearray({shown})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_chosen_as_cpython_does() {
        assert_eq!(str("it's"), r#""it's""#);
        assert_eq!(str(r#"it's "x""#), r#"'it\'s "x"'"#);
        assert_eq!(str("a\"b"), "'a\"b'");
        assert_eq!(bytes(b"it's"), r#"b"it's""#);
        assert_eq!(bytes(b"'\"\x00\xff\n\\"), r#"b'\'"\x00\xff\n\\'"#);
    }

    #[test]
    fn what_cannot_be_printed_is_escaped() {
        assert_eq!(
            str("é\u{a0}\u{200b}\u{10ffff}\t\x7f😀"),
            "'é\\xa0\\u200b\\U0010ffff\\t\\x7f😀'"
        );
        assert_eq!(ascii("é€😀"), "'\\xe9\\u20ac\\U0001f600'");
    }
}
