//! Taking texts and bytes apart.

use super::chars::{is_line_break, is_space};

/// `str.split(None, most)`.
pub fn words(text: &str, most: i64) -> Vec<&str> {
    let mut left = u64::try_from(most).unwrap_or(u64::MAX);
    let mut out = Vec::new();
    let mut rest = text.trim_start_matches(is_space);
    while !rest.is_empty() {
        let end = if left == 0 { None } else { rest.find(is_space) };
        let Some(end) = end else {
            out.push(rest);
            break;
        };
        out.push(&rest[..end]);
        rest = rest[end..].trim_start_matches(is_space);
        left -= 1;
    }
    out
}

/// `str.rsplit(None, most)`.
pub fn words_from_right(text: &str, most: i64) -> Vec<&str> {
    let mut left = u64::try_from(most).unwrap_or(u64::MAX);
    let mut out = Vec::new();
    let mut rest = text.trim_end_matches(is_space);
    while !rest.is_empty() {
        let space = if left == 0 {
            None
        } else {
            rest.char_indices().rfind(|(_, c)| is_space(*c))
        };
        let Some((at, c)) = space else {
            out.push(rest);
            break;
        };
        out.push(&rest[at + c.len_utf8()..]);
        rest = rest[..at].trim_end_matches(is_space);
        left -= 1;
    }
    out.reverse();
    out
}

/// `str.split(separator, most)`; the separator is not empty.
pub fn by<'a>(text: &'a str, separator: &str, most: i64) -> Vec<&'a str> {
    match usize::try_from(most) {
        Ok(most) => text.splitn(most.saturating_add(1), separator).collect(),
        // A search for more than a byte prepares itself first.
        Err(_) => match separator.as_bytes() {
            [byte] => text.split(char::from(*byte)).collect(),
            _ => text.split(separator).collect(),
        },
    }
}

/// `str.rsplit(separator, most)`.
pub fn by_from_right<'a>(text: &'a str, separator: &str, most: i64) -> Vec<&'a str> {
    let most = usize::try_from(most).map_or(usize::MAX, |most| most.saturating_add(1));
    let mut out: Vec<&str> = text.rsplitn(most, separator).collect();
    out.reverse();
    out
}

/// `str.splitlines(keepends)`.
pub fn lines(text: &str, keep_ends: bool) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, end) = match rest.char_indices().find(|(_, c)| is_line_break(*c)) {
            Some((at, '\r')) if rest[at + 1..].starts_with('\n') => (at, at + 2),
            Some((at, c)) => (at, at + c.len_utf8()),
            None => (rest.len(), rest.len()),
        };
        out.push(&rest[..if keep_ends { end } else { line }]);
        rest = &rest[end..];
    }
    out
}

/// `bytes.split(None, most)`: pieces between ASCII whitespace.
pub fn byte_words(bytes: &[u8], most: i64) -> Vec<&[u8]> {
    let mut left = u64::try_from(most).unwrap_or(u64::MAX);
    let mut out = Vec::new();
    let mut rest = trim_start(bytes);
    while !rest.is_empty() {
        let end = if left == 0 {
            None
        } else {
            rest.iter().position(|byte| is_byte_space(*byte))
        };
        let Some(end) = end else {
            out.push(rest);
            break;
        };
        out.push(&rest[..end]);
        rest = trim_start(&rest[end..]);
        left -= 1;
    }
    out
}

/// `bytes.rsplit(None, most)`.
pub fn byte_words_from_right(bytes: &[u8], most: i64) -> Vec<&[u8]> {
    let mut left = u64::try_from(most).unwrap_or(u64::MAX);
    let mut out = Vec::new();
    let mut rest = trim_end(bytes);
    while !rest.is_empty() {
        let space = if left == 0 {
            None
        } else {
            rest.iter().rposition(|byte| is_byte_space(*byte))
        };
        let Some(at) = space else {
            out.push(rest);
            break;
        };
        out.push(&rest[at + 1..]);
        rest = trim_end(&rest[..at]);
        left -= 1;
    }
    out.reverse();
    out
}

/// `bytes.split(separator, most)`; the separator is not empty.
pub fn bytes_by<'a>(bytes: &'a [u8], separator: &[u8], most: i64) -> Vec<&'a [u8]> {
    let mut left = u64::try_from(most).unwrap_or(u64::MAX);
    let mut out = Vec::new();
    let mut rest = bytes;
    while left > 0 {
        let Some(at) = super::search::find_bytes(rest, separator) else {
            break;
        };
        out.push(&rest[..at]);
        rest = &rest[at + separator.len()..];
        left -= 1;
    }
    out.push(rest);
    out
}

/// `bytes.rsplit(separator, most)`.
pub fn bytes_by_from_right<'a>(bytes: &'a [u8], separator: &[u8], most: i64) -> Vec<&'a [u8]> {
    let mut left = u64::try_from(most).unwrap_or(u64::MAX);
    let mut out = Vec::new();
    let mut rest = bytes;
    while left > 0 {
        let Some(at) = super::search::rfind_bytes(rest, separator) else {
            break;
        };
        out.push(&rest[at + separator.len()..]);
        rest = &rest[..at];
        left -= 1;
    }
    out.push(rest);
    out.reverse();
    out
}

/// `bytes.splitlines(keepends)`: only at `\n`, `\r` and `\r\n`.
pub fn byte_lines(bytes: &[u8], keep_ends: bool) -> Vec<&[u8]> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let line = rest
            .iter()
            .position(|byte| matches!(byte, b'\n' | b'\r'))
            .unwrap_or(rest.len());
        let breaks = match &rest[line..] {
            [b'\r', b'\n', ..] => 2,
            [] => 0,
            _ => 1,
        };
        out.push(&rest[..if keep_ends { line + breaks } else { line }]);
        rest = &rest[line + breaks..];
    }
    out
}

/// ASCII whitespace as bytes methods see it.
pub fn is_byte_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

fn trim_start(bytes: &[u8]) -> &[u8] {
    let from = bytes
        .iter()
        .position(|byte| !is_byte_space(*byte))
        .unwrap_or(bytes.len());
    &bytes[from..]
}

fn trim_end(bytes: &[u8]) -> &[u8] {
    let to = bytes
        .iter()
        .rposition(|byte| !is_byte_space(*byte))
        .map_or(0, |at| at + 1);
    &bytes[..to]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_a_limited_number_of_times() {
        assert_eq!(words("  a  b c  ", -1), ["a", "b", "c"]);
        assert_eq!(words("  a  b c  ", 1), ["a", "b c  "]);
        assert_eq!(words("  a b ", 0), ["a b "]);
        assert_eq!(words("   ", -1), [""; 0]);
        assert_eq!(words_from_right("  a  b c  ", 1), ["  a  b", "c"]);
        assert_eq!(words_from_right(" a\u{3000}b ", -1), ["a", "b"]);
        assert_eq!(words_from_right("  a b ", 0), ["  a b"]);
        assert_eq!(byte_words(b" a  b c ", 1), [&b"a"[..], b"b c "]);
        assert_eq!(byte_words_from_right(b" a  b c ", 1), [&b" a  b"[..], b"c"]);
    }

    #[test]
    fn separators_leave_empty_pieces() {
        assert_eq!(by("a,,b", ",", -1), ["a", "", "b"]);
        assert_eq!(by("a,b,c", ",", 1), ["a", "b,c"]);
        assert_eq!(by_from_right("a,b,c", ",", 1), ["a,b", "c"]);
        assert_eq!(by("", ",", -1), [""]);
        assert_eq!(bytes_by(b"a,b,c", b",", 1), [&b"a"[..], b"b,c"]);
        assert_eq!(bytes_by_from_right(b"a,b,c", b",", 1), [&b"a,b"[..], b"c"]);
    }

    #[test]
    fn lines_end_in_many_ways() {
        assert_eq!(
            lines("a\r\nb\x0bc\u{2028}d\n\n", false),
            ["a", "b", "c", "d", ""]
        );
        assert_eq!(lines("a\r\nb\n", true), ["a\r\n", "b\n"]);
        assert_eq!(lines("", true), [""; 0]);
        assert_eq!(
            byte_lines(b"a\x0bb\r\nc\r", true),
            [&b"a\x0bb\r\n"[..], b"c\r"]
        );
    }
}
