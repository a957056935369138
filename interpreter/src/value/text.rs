//! `str`: UTF-8, with what makes indexing and hashing cheap.

use std::cell::Cell;

use super::growing::Growing;
use super::short::Short;
use super::symbol::Fnv;
use std::hash::Hasher;
use std::rc::Rc;

/// Shorter texts are joined by copying.
const GROWING_MIN: usize = 128;

/// An immutable text.
#[derive(Clone, Debug)]
pub struct Str {
    text: Text,
    chars: u32,
    /// Computed when first asked for; 0 is "not yet".
    hash: Cell<i64>,
}

#[derive(Clone, Debug)]
enum Text {
    Short(Short),
    Own(Box<str>),
    /// The first so many bytes of what may be continued.
    Start(Rc<Growing>, usize),
}

impl Str {
    pub fn new(text: impl Into<Box<str>> + AsRef<str>) -> Self {
        let chars = count(text.as_ref());
        let text = match Short::of(&[text.as_ref()]) {
            Some(short) => Text::Short(short),
            None => Text::Own(text.into()),
        };
        Self {
            text,
            chars,
            hash: Cell::new(0),
        }
    }

    /// The parts one after another.
    pub fn of_parts(parts: &[&str]) -> Self {
        let text = match Short::of(parts) {
            Some(short) => Text::Short(short),
            None => Text::Own(parts.concat().into()),
        };
        Self {
            text,
            chars: parts.iter().copied().map(count).sum(),
            hash: Cell::new(0),
        }
    }

    /// `self + more`, and the bytes that it takes beside `self`. A long text that was appended to before is not copied.
    pub fn joined(&self, more: &Str) -> (Self, usize) {
        let (first, second) = (self.as_str(), more.as_str());
        let length = first.len() + second.len();
        let (text, cost) = match &self.text {
            Text::Start(growing, own) if growing.append(*own, second) => {
                (Text::Start(growing.clone(), length), second.len())
            }
            _ if first.len() >= GROWING_MIN && second.len() < first.len() => {
                (Text::Start(Growing::of(first, second), length), length * 2)
            }
            _ => match Short::of(&[first, second]) {
                Some(short) => (Text::Short(short), length),
                None => (Text::Own([first, second].concat().into()), length),
            },
        };
        let joined = Self {
            text,
            chars: self.chars + more.chars,
            hash: Cell::new(0),
        };
        (joined, cost)
    }

    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.text {
            Text::Short(text) => text.as_str(),
            Text::Own(text) => text,
            Text::Start(growing, length) => growing.text(*length),
        }
    }

    #[inline(always)]
    pub fn same(&self, other: &Str) -> bool {
        match (&self.text, &other.text) {
            (Text::Short(one), Text::Short(other)) => one.same(other),
            _ => self.chars == other.chars && self.as_str() == other.as_str(),
        }
    }

    /// `len()`: code points.
    pub fn chars(&self) -> usize {
        self.chars as usize
    }

    /// Whether bytes and code points coincide, so that slicing is by byte.
    pub fn is_ascii(&self) -> bool {
        self.chars as usize == self.as_str().len()
    }

    /// The code point at an index that is in range.
    pub fn char_at(&self, index: usize) -> Option<char> {
        if self.is_ascii() {
            self.as_str()
                .as_bytes()
                .get(index)
                .map(|byte| char::from(*byte))
        } else {
            self.as_str().chars().nth(index)
        }
    }

    /// The code points from `start` to `end`, as text.
    pub fn slice(&self, start: usize, end: usize) -> &str {
        if start >= end {
            return "";
        }
        let text = self.as_str();
        if self.is_ascii() {
            return &text[start..end.min(text.len())];
        }
        let mut offsets = text
            .char_indices()
            .map(|(offset, _)| offset)
            .chain([text.len()]);
        let first = offsets.nth(start).unwrap_or(text.len());
        let last = offsets.nth(end - start - 1).unwrap_or(text.len());
        &text[first..last]
    }

    /// `hash()`: FNV with a fixed key, the same on every machine.
    #[inline]
    pub fn hash(&self) -> i64 {
        if self.hash.get() == 0 {
            self.hash.set(hash_bytes(self.as_str().as_bytes()));
        }
        self.hash.get()
    }
}

/// Code points.
#[inline]
fn count(text: &str) -> u32 {
    let chars = if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    };
    chars as u32
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
