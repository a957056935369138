//! Changing case: full mappings, with Python's own title case and folding.

use super::chars;
use super::tables::{FOLDS, TITLES};

fn mapped(table: &[(char, &'static str)], c: char) -> Option<&'static str> {
    table
        .binary_search_by_key(&c, |entry| entry.0)
        .ok()
        .map(|index| table[index].1)
}

/// A character's title case, appended.
fn push_title(out: &mut String, c: char) {
    match mapped(TITLES, c) {
        Some(title) => out.push_str(title),
        // Georgian has no title case: it stays as it is.
        None if ('\u{10d0}'..='\u{10ff}').contains(&c) => out.push(c),
        None => out.extend(c.to_uppercase()),
    }
}

pub fn upper(text: &str) -> String {
    text.to_uppercase()
}

pub fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// `str.casefold()`.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match (mapped(FOLDS, c), c) {
            (Some(folded), _) => out.push_str(folded),
            // Cherokee folds to upper case.
            (None, '\u{ab70}'..='\u{abbf}') => out.extend(c.to_uppercase()),
            (None, '\u{13a0}'..='\u{13f5}') => out.push(c),
            (None, _) => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// `str.capitalize()`.
pub fn capitalize(text: &str) -> String {
    let Some(first) = text.chars().next() else {
        return String::new();
    };
    let mut out = String::with_capacity(text.len());
    push_title(&mut out, first);
    // Lowered as a whole, so that a final sigma sees what stands before it.
    let skip: usize = first.to_lowercase().map(char::len_utf8).sum();
    out.push_str(&text.to_lowercase()[skip..]);
    out
}

/// `str.title()`.
pub fn title(text: &str) -> String {
    let lowered = text.to_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut rest = lowered.as_str();
    let mut inside = false;
    for c in text.chars() {
        let length: usize = c.to_lowercase().map(char::len_utf8).sum();
        if inside {
            out.push_str(&rest[..length])
        } else {
            push_title(&mut out, c)
        }
        rest = &rest[length..];
        inside = is_cased(c);
    }
    out
}

fn is_cased(c: char) -> bool {
    c.is_uppercase() || c.is_lowercase() || chars::is_title(c)
}

/// `str.swapcase()`.
pub fn swap(text: &str) -> String {
    let lowered = text.to_lowercase();
    let mut rest = lowered.as_str();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let length: usize = c.to_lowercase().map(char::len_utf8).sum();
        match (c.is_uppercase(), c.is_lowercase()) {
            (true, _) => out.push_str(&rest[..length]),
            (false, true) => out.extend(c.to_uppercase()),
            _ => out.push(c),
        }
        rest = &rest[length..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mappings_are_full() {
        assert_eq!(upper("straße ﬁ"), "STRASSE FI");
        assert_eq!(lower("ΟΔΥΣΣΕΥΣ İ"), "οδυσσευς i\u{307}");
        assert_eq!(fold("Straße Σςᏸ"), "strasse σσᏰ");
        assert_eq!(swap("aBß1Σ"), "AbSS1σ");
    }

    #[test]
    fn title_case_begins_words() {
        assert_eq!(title("they're ßa ǆ x2y"), "They'Re Ssa ǅ X2Y");
        assert_eq!(capitalize("ßA ΑΣ"), "Ssa ας");
        assert_eq!(capitalize(""), "");
        assert_eq!(title("ΑΣ ΒΣ"), "Ας Βς");
    }
}
