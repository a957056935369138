//! Padding, stripping and tabs.

use super::slice::length;
use crate::fault::{Fault, Outcome};

/// Characters to add; wider than any heap is refused.
fn missing(size: usize, width: i64) -> Outcome<usize> {
    if width > 1 << 28 {
        return Err(Fault::memory());
    }
    Ok(usize::try_from(width).unwrap_or(0).saturating_sub(size))
}

fn filling(fill: char, count: usize) -> String {
    std::iter::repeat_n(fill, count).collect()
}

/// `str.ljust`.
pub fn left(text: &str, width: i64, fill: char) -> Outcome<String> {
    let missing = missing(length(text), width)?;
    Ok(format!("{text}{}", filling(fill, missing)))
}

/// `str.rjust`.
pub fn right(text: &str, width: i64, fill: char) -> Outcome<String> {
    let missing = missing(length(text), width)?;
    Ok(format!("{}{text}", filling(fill, missing)))
}

/// How many of `missing` go to the left of a centered text: with an odd rest, by CPython's rule.
pub fn left_share(missing: usize, width: usize) -> usize {
    missing / 2 + (missing & width & 1)
}

/// `str.center`.
pub fn center(text: &str, width: i64, fill: char) -> Outcome<String> {
    let missing = missing(length(text), width)?;
    let before = left_share(missing, width.max(0) as usize);
    Ok(format!(
        "{}{text}{}",
        filling(fill, before),
        filling(fill, missing - before)
    ))
}

/// `str.zfill`.
pub fn zeros(text: &str, width: i64) -> Outcome<String> {
    let missing = missing(length(text), width)?;
    let (sign, digits) = text.split_at(usize::from(text.starts_with(['+', '-'])));
    Ok(format!("{sign}{}{digits}", filling('0', missing)))
}

/// `str.expandtabs`.
pub fn expand_tabs(text: &str, size: i64) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' if size > 0 => {
                let step = size - column % size;
                out.push_str(&filling(' ', step as usize));
                column += step;
            }
            '\t' => {}
            '\n' | '\r' => {
                out.push(c);
                column = 0;
            }
            _ => {
                out.push(c);
                column += 1;
            }
        }
    }
    out
}

/// Which ends `strip` and its kin work on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    Both,
    Left,
    Right,
}

/// `strip(chars)`, `lstrip`, `rstrip`; without characters, whitespace goes.
pub fn strip<'a>(text: &'a str, chars: Option<&str>, ends: Ends) -> &'a str {
    let goes = |c: char| chars.map_or_else(|| super::chars::is_space(c), |chars| chars.contains(c));
    let text = if ends == Ends::Right {
        text
    } else {
        text.trim_start_matches(goes)
    };
    if ends == Ends::Left {
        text
    } else {
        text.trim_end_matches(goes)
    }
}

/// The same of bytes.
pub fn strip_bytes<'a>(bytes: &'a [u8], set: Option<&[u8]>, ends: Ends) -> &'a [u8] {
    let stays = |byte: &u8| {
        !set.map_or_else(
            || super::split::is_byte_space(*byte),
            |set| set.contains(byte),
        )
    };
    let from = if ends == Ends::Right {
        Some(0)
    } else {
        bytes.iter().position(stays)
    };
    let to = if ends == Ends::Left {
        Some(bytes.len())
    } else {
        bytes.iter().rposition(stays).map(|at| at + 1)
    };
    match (from, to) {
        (Some(from), Some(to)) if from <= to => &bytes[from..to],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn centering_leans_as_cpython_does() {
        assert_eq!(center("ab", 5, '*').as_deref(), Ok("**ab*"));
        assert_eq!(center("abc", 6, '*').as_deref(), Ok("*abc**"));
        assert_eq!(center("é", 4, '中').as_deref(), Ok("中é中中"));
        assert_eq!(center("abc", -1, '*').as_deref(), Ok("abc"));
    }

    #[test]
    fn zeros_go_behind_the_sign() {
        assert_eq!(zeros("-5", 5).as_deref(), Ok("-0005"));
        assert_eq!(zeros("", 2).as_deref(), Ok("00"));
        assert_eq!(zeros("+é", 4).as_deref(), Ok("+00é"));
    }

    #[test]
    fn tabs_reach_the_next_stop() {
        assert_eq!(expand_tabs("a\tbc\n\td", 4), "a   bc\n    d");
        assert_eq!(expand_tabs("a\tb", 0), "ab");
    }

    #[test]
    fn ends_are_stripped() {
        assert_eq!(strip("\u{3000}xax\n", None, Ends::Both), "xax");
        assert_eq!(strip("xaxé", Some("éx"), Ends::Right), "xa");
        assert_eq!(strip("xxx", Some("x"), Ends::Both), "");
        assert_eq!(strip_bytes(b" a ", None, Ends::Left), b"a ");
        assert_eq!(strip_bytes(b"xxx", Some(b"x"), Ends::Both), b"");
        assert_eq!(strip_bytes(b"xxx", Some(b"x"), Ends::Right), b"");
    }
}
