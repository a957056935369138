//! What a backslash means, in brackets and outside of them.

use super::error::{Kind, PatternError};
use super::node::{At, Category, Item, Node, Set};
use super::parse::Parser;
use super::source::{Source, is_digit, is_hex, is_octal, length};

/// `\n` and its like.
pub(super) fn control(c: char) -> Option<char> {
    Some(match c {
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        '\\' => '\\',
        _ => return None,
    })
}

fn category(c: char) -> Option<Category> {
    Some(match c {
        'd' => Category::Digit,
        'D' => Category::NotDigit,
        's' => Category::Space,
        'S' => Category::NotSpace,
        'w' => Category::Word,
        'W' => Category::NotWord,
        _ => return None,
    })
}

fn place(c: char) -> Option<At> {
    Some(match c {
        'A' => At::TextBeginning,
        'Z' => At::TextEnd,
        'b' => At::Boundary,
        'B' => At::NotBoundary,
        _ => return None,
    })
}

/// In brackets.
pub(super) fn in_set(source: &mut Source, c: char) -> Result<Item, PatternError> {
    if let Some(control) = control(c) {
        return Ok(Item::Literal(u32::from(control)));
    }
    if let Some(category) = category(c) {
        return Ok(Item::Category(category));
    }
    if let Some(code) = by_number(source, c)? {
        return Ok(Item::Literal(code));
    }
    let mut text = format!("\\{c}");
    if is_octal(c) {
        source.get_while(2, &mut text, is_octal)?;
        return octal(source, &text).map(Item::Literal);
    }
    plain(source, c).map(Item::Literal)
}

/// Outside of brackets.
pub(super) fn in_pattern(parser: &mut Parser, c: char) -> Result<Node, PatternError> {
    if let Some(at) = place(c) {
        return Ok(Node::At(at));
    }
    if let Some(category) = category(c) {
        return Ok(Node::Set(Set {
            negate: false,
            items: vec![Item::Category(category)],
        }));
    }
    if let Some(control) = control(c) {
        return Ok(Node::Literal(u32::from(control)));
    }
    if let Some(code) = by_number(&mut parser.source, c)? {
        return Ok(Node::Literal(code));
    }
    if c == '0' {
        let mut text = "0".to_owned();
        parser.source.get_while(2, &mut text, is_octal)?;
        return Ok(Node::Literal(u32::from_str_radix(&text, 8).unwrap_or(0)));
    }
    if is_digit(c) {
        return numbered(parser, c);
    }
    plain(&parser.source, c).map(Node::Literal)
}

/// `\x41`, `\u0041`, `\U00000041`.
fn by_number(source: &mut Source, c: char) -> Result<Option<u32>, PatternError> {
    let digits = match c {
        'x' => 2,
        'u' if source.is_text => 4,
        'U' if source.is_text => 8,
        'N' if source.is_text => return Err(named(source)),
        _ => return Ok(None),
    };
    let mut text = format!("\\{c}");
    source.get_while(digits, &mut text, is_hex)?;
    if text.len() != digits + 2 {
        return Err(source.error(text.len(), format!("incomplete escape {text}")));
    }
    match u32::from_str_radix(&text[2..], 16) {
        Ok(code) if code <= 0x10_ffff => Ok(Some(code)),
        _ => Err(source.error(text.len(), format!("bad escape {text}"))),
    }
}

/// `\N{EM DASH}`: the names of Unicode would weigh more than the rest of the machine.
fn named(source: &mut Source) -> PatternError {
    match source.take('{') {
        Ok(true) => {}
        Ok(false) => return source.error(0, "missing {"),
        Err(error) => return error,
    }
    match source.get_until('}', "character name") {
        Ok(name) => PatternError::new(
            Kind::Unsupported,
            format!(
                "a pattern in a workflow cannot name a character; write the character itself instead of \\N{{{name}}}"
            ),
        ),
        Err(error) => error,
    }
}

fn octal(source: &Source, text: &str) -> Result<u32, PatternError> {
    match u32::from_str_radix(&text[1..], 8) {
        Ok(code) if code <= 0o377 => Ok(code),
        _ => Err(source.error(
            text.len(),
            format!("octal escape value {text} outside of range 0-0o377"),
        )),
    }
}

/// A character that means itself.
fn plain(source: &Source, c: char) -> Result<u32, PatternError> {
    if c.is_ascii_alphanumeric() {
        return Err(source.error(2, format!("bad escape \\{c}")));
    }
    Ok(u32::from(c))
}

/// `\12`: an octal number of three digits, else a reference to a group.
fn numbered(parser: &mut Parser, first: char) -> Result<Node, PatternError> {
    let (text, is_octal) = digits(&mut parser.source, first)?;
    if is_octal {
        return octal(&parser.source, &text).map(Node::Literal);
    }
    let group: usize = text[1..].parse().unwrap_or(usize::MAX);
    if group >= parser.groups() {
        let message = format!("invalid group reference {group}");
        return Err(parser.source.error(length(&text) - 1, message));
    }
    let Some(width) = parser.width_of(group) else {
        return Err(parser
            .source
            .error(length(&text), "cannot refer to an open group"));
    };
    parser.check_lookbehind(group)?;
    Ok(Node::Backref(group as u32, width))
}

/// One or two digits after a backslash, or three octal ones.
pub(super) fn digits(source: &mut Source, first: char) -> Result<(String, bool), PatternError> {
    let mut text = format!("\\{first}");
    let Some(second) = source.next.and_then(|next| next.among(is_digit)) else {
        return Ok((text, false));
    };
    text.push(second);
    source.get()?;
    let third = source.next.and_then(|next| next.among(is_octal));
    if let (true, true, Some(third)) = (is_octal(first), is_octal(second), third) {
        text.push(third);
        source.get()?;
        return Ok((text, true));
    }
    Ok((text, false))
}

/// The value of three octal digits.
pub(super) fn octal_value(source: &Source, text: &str) -> Result<u32, PatternError> {
    octal(source, text)
}
