//! `str.translate` with a table already read, and what `str.maketrans` refuses.

use crate::fault::{Fault, Outcome};

/// What a table says of a character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Keep,
    Delete,
    Char(char),
    Text(String),
}

/// `text` with every character asked for.
pub fn translate(text: &str, mut change: impl FnMut(char) -> Outcome<Change>) -> Outcome<String> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match change(c)? {
            Change::Keep => out.push(c),
            Change::Delete => {}
            Change::Char(other) => out.push(other),
            Change::Text(other) => out.push_str(&other),
        }
    }
    Ok(out)
}

/// The character that an int in a table means.
pub fn char_of(code: i64) -> Outcome<char> {
    let found = u32::try_from(code).ok().and_then(char::from_u32);
    found.ok_or_else(|| Fault::value_error("character mapping must be in range(0x110000)"))
}

/// The pairs of `str.maketrans(from, to)`.
pub fn pairs(from: &str, to: &str) -> Outcome<Vec<(char, char)>> {
    if super::slice::length(from) != super::slice::length(to) {
        return Err(Fault::value_error(
            "the first two maketrans arguments must have equal length",
        ));
    }
    Ok(from.chars().zip(to.chars()).collect())
}
