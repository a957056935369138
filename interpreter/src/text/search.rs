//! Finding and replacing, with positions in characters.

use super::slice::{Slice, byte_of, length};

/// The part of a text that `find(sub, start, end)` and its kin look at.
pub struct Window<'a> {
    text: &'a str,
    /// The character at which it begins.
    start: usize,
}

impl<'a> Window<'a> {
    /// `None` if the start lies beyond the end: nothing is found there, not even "".
    pub fn new(text: &'a str, start: Option<i64>, end: Option<i64>) -> Option<Self> {
        if start.is_none() && end.is_none() {
            return Some(Self { text, start: 0 });
        }
        let size = length(text);
        let slice = Slice::resolve(start, end, None, size).ok()?;
        if slice.start > slice.stop || start.is_some_and(|start| start > size as i64) {
            return None;
        }
        let (from, to) = (
            byte_of(text, slice.start as usize),
            byte_of(text, slice.stop as usize),
        );
        Some(Self {
            text: &text[from..to],
            start: slice.start as usize,
        })
    }

    fn char_at(&self, byte: usize) -> usize {
        self.start + length(&self.text[..byte])
    }

    pub fn find(&self, sub: &str) -> Option<usize> {
        self.text.find(sub).map(|byte| self.char_at(byte))
    }

    pub fn rfind(&self, sub: &str) -> Option<usize> {
        self.text.rfind(sub).map(|byte| self.char_at(byte))
    }

    pub fn count(&self, sub: &str) -> usize {
        if sub.is_empty() {
            length(self.text) + 1
        } else {
            match sub.as_bytes() {
                [byte] => self.text.bytes().filter(|each| each == byte).count(),
                _ => self.text.matches(sub).count(),
            }
        }
    }

    pub fn starts_with(&self, prefix: &str) -> bool {
        self.text.starts_with(prefix)
    }

    pub fn ends_with(&self, suffix: &str) -> bool {
        self.text.ends_with(suffix)
    }
}

/// `str.replace(old, new, count)`; a negative count is no limit.
pub fn replace(text: &str, old: &str, new: &str, count: i64) -> String {
    match usize::try_from(count) {
        Ok(count) => text.replacen(old, new, count),
        // A search for more than a byte prepares itself first.
        Err(_) => match old.as_bytes() {
            [byte] => text.replace(char::from(*byte), new),
            _ => text.replace(old, new),
        },
    }
}

/// The first place of `sub` in bytes.
pub fn find_bytes(bytes: &[u8], sub: &[u8]) -> Option<usize> {
    if sub.is_empty() {
        return Some(0);
    }
    bytes.windows(sub.len()).position(|window| window == sub)
}

/// The last place of `sub` in bytes.
pub fn rfind_bytes(bytes: &[u8], sub: &[u8]) -> Option<usize> {
    if sub.is_empty() {
        return Some(bytes.len());
    }
    bytes.windows(sub.len()).rposition(|window| window == sub)
}

/// How often `sub` occurs without overlapping.
pub fn count_bytes(bytes: &[u8], sub: &[u8]) -> usize {
    if sub.is_empty() {
        return bytes.len() + 1;
    }
    let (mut rest, mut count) = (bytes, 0);
    while let Some(at) = find_bytes(rest, sub) {
        rest = &rest[at + sub.len()..];
        count += 1;
    }
    count
}

/// `bytes.replace(old, new, count)`.
pub fn replace_bytes(bytes: &[u8], old: &[u8], new: &[u8], count: i64) -> Vec<u8> {
    let mut left = u64::try_from(count).unwrap_or(u64::MAX);
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while left > 0 {
        let Some(at) = find_bytes(rest, old) else {
            break;
        };
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(new);
        rest = &rest[at + old.len()..];
        left -= 1;
        if old.is_empty() {
            let Some((first, after)) = rest.split_first() else {
                break;
            };
            out.push(*first);
            rest = after;
        }
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, sub: &str, start: Option<i64>, end: Option<i64>) -> Option<usize> {
        Window::new(text, start, end)?.find(sub)
    }

    #[test]
    fn positions_are_characters() {
        assert_eq!(find("héllo wörld", "o", Some(5), None), None);
        assert_eq!(find("héllo wörld", "ö", None, None), Some(7));
        assert_eq!(find("abc", "", Some(3), None), Some(3));
        assert_eq!(find("abc", "", Some(4), None), None);
        assert_eq!(find("abcabc", "c", Some(-3), None), Some(5));
        assert_eq!(find("abcabc", "b", Some(2), Some(4)), None);
        assert_eq!(
            Window::new("ééé", None, None).and_then(|window| window.rfind("é")),
            Some(2)
        );
        assert_eq!(
            Window::new("aaaa", Some(1), None).map(|window| window.count("aa")),
            Some(1)
        );
        assert_eq!(
            Window::new("éa", None, None).map(|window| window.count("")),
            Some(3)
        );
    }

    #[test]
    fn the_empty_text_is_replaced_between_all_characters() {
        assert_eq!(replace("éa", "", "-", -1), "-é-a-");
        assert_eq!(replace("éa", "", "-", 2), "-é-a");
        assert_eq!(replace_bytes(b"ab", b"", b"-", -1), b"-a-b-");
        assert_eq!(replace_bytes(b"ab", b"", b"-", 1), b"-ab");
        assert_eq!(replace_bytes(b"aXbXc", b"X", b"--", 1), b"a--bXc");
    }
}
