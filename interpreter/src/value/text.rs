//! `str`: UTF-8, with what makes indexing and hashing cheap.

use std::cell::Cell;

use super::symbol::Fnv;
use std::hash::Hasher;

/// An immutable text.
#[derive(Clone, Debug)]
pub struct Str {
    text: Box<str>,
    chars: u32,
    /// Computed when first asked for; 0 is "not yet".
    hash: Cell<i64>,
}

impl Str {
    pub fn new(text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        let chars = if text.is_ascii() {
            text.len()
        } else {
            text.chars().count()
        };
        Self {
            text,
            chars: chars as u32,
            hash: Cell::new(0),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// `len()`: code points.
    pub fn chars(&self) -> usize {
        self.chars as usize
    }

    /// Whether bytes and code points coincide, so that slicing is by byte.
    pub fn is_ascii(&self) -> bool {
        self.chars as usize == self.text.len()
    }

    /// The code point at an index that is in range.
    pub fn char_at(&self, index: usize) -> Option<char> {
        if self.is_ascii() {
            self.text
                .as_bytes()
                .get(index)
                .map(|byte| char::from(*byte))
        } else {
            self.text.chars().nth(index)
        }
    }

    /// The code points from `start` to `end`, as text.
    pub fn slice(&self, start: usize, end: usize) -> &str {
        if start >= end {
            return "";
        }
        if self.is_ascii() {
            return &self.text[start..end.min(self.text.len())];
        }
        let mut offsets = self
            .text
            .char_indices()
            .map(|(offset, _)| offset)
            .chain([self.text.len()]);
        let first = offsets.nth(start).unwrap_or(self.text.len());
        let last = offsets.nth(end - start - 1).unwrap_or(self.text.len());
        &self.text[first..last]
    }

    /// `hash()`: FNV with a fixed key, the same on every machine.
    pub fn hash(&self) -> i64 {
        if self.hash.get() == 0 {
            self.hash.set(hash_bytes(self.text.as_bytes()));
        }
        self.hash.get()
    }
}

/// The hash of a text or of bytes: never 0 nor -1.
pub fn hash_bytes(bytes: &[u8]) -> i64 {
    let mut hasher = Fnv::default();
    hasher.write(bytes);
    // FNV's high bits are weak for short input; the multiplication by a 64-bit odd number spreads them.
    let mixed = hasher.finish() ^ (hasher.finish() >> 32);
    match mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) as i64 {
        0 | -1 => -2,
        hash => hash,
    }
}
