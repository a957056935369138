//! What a program runs over: bytes, or characters in UTF-8. Positions are of bytes; they count as characters only where Python sees them.

use super::charset::CharSet;
use super::program::Unit;

/// A text that is read from the front and from the back.
pub(super) trait Input: Copy {
    /// Whether a character may be several bytes.
    const IS_WIDE: bool;

    fn bytes(&self) -> &[u8];

    /// The character at a position and where the next one begins.
    fn after(&self, at: usize) -> Option<(u32, usize)>;

    /// Where the character before a position begins.
    fn back(&self, at: usize) -> Option<usize>;

    /// So many characters further, as far as there are so many.
    fn skip(&self, at: usize, count: usize) -> usize;

    /// So many characters back, if there are so many.
    fn back_by(&self, at: usize, count: usize) -> Option<usize> {
        (0..count).try_fold(at, |at, _| self.back(at))
    }

    /// The character before a position.
    fn before(&self, at: usize) -> Option<u32> {
        let begin = self.back(at)?;
        self.after(begin).map(|(c, _)| c)
    }

    #[inline]
    fn is(&self, sets: &[CharSet], unit: Unit, c: u32) -> bool {
        match unit {
            Unit::Char(wanted) => c == wanted,
            Unit::NotChar(other) => c != other,
            Unit::Folded(lower, fold) => fold.lower(c) == lower,
            Unit::NotFolded(lower, fold) => fold.lower(c) != lower,
            Unit::Any => c != 0x0a,
            Unit::All => true,
            Unit::Set(number) => sets[number as usize].has(c),
        }
    }

    /// The end of the longest run of at most `max` characters of a kind.
    #[inline]
    fn run(&self, sets: &[CharSet], unit: Unit, at: usize, max: usize) -> usize {
        match unit {
            Unit::All => self.skip(at, max),
            Unit::Any => self.while_is(at, max, |c| c != 0x0a),
            Unit::Char(wanted) => self.while_is(at, max, |c| c == wanted),
            Unit::NotChar(other) => self.while_is(at, max, |c| c != other),
            Unit::Set(number) => {
                let set = &sets[number as usize];
                self.while_is(at, max, |c| set.has(c))
            }
            unit => self.while_is(at, max, |c| self.is(sets, unit, c)),
        }
    }

    #[inline]
    fn while_is(&self, mut at: usize, max: usize, is: impl Fn(u32) -> bool) -> usize {
        for _ in 0..max {
            match self.after(at) {
                Some((c, next)) if is(c) => at = next,
                _ => break,
            }
        }
        at
    }
}

/// Bytes, or a text of ASCII only.
#[derive(Clone, Copy)]
pub(super) struct Octets<'t>(pub(super) &'t [u8]);

impl Input for Octets<'_> {
    const IS_WIDE: bool = false;

    #[inline]
    fn bytes(&self) -> &[u8] {
        self.0
    }

    #[inline]
    fn after(&self, at: usize) -> Option<(u32, usize)> {
        self.0.get(at).map(|byte| (u32::from(*byte), at + 1))
    }

    #[inline]
    fn back(&self, at: usize) -> Option<usize> {
        at.checked_sub(1)
    }

    #[inline]
    fn back_by(&self, at: usize, count: usize) -> Option<usize> {
        at.checked_sub(count)
    }

    #[inline]
    fn skip(&self, at: usize, count: usize) -> usize {
        at.saturating_add(count).min(self.0.len())
    }

    #[inline]
    fn while_is(&self, at: usize, max: usize, is: impl Fn(u32) -> bool) -> usize {
        let rest = &self.0[at..self.skip(at, max)];
        let end = rest.iter().position(|byte| !is(u32::from(*byte)));
        at + end.unwrap_or(rest.len())
    }
}

/// A text in UTF-8.
#[derive(Clone, Copy)]
pub(super) struct Utf8<'t>(pub(super) &'t str);

impl Input for Utf8<'_> {
    const IS_WIDE: bool = true;

    #[inline]
    fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    #[inline]
    fn after(&self, at: usize) -> Option<(u32, usize)> {
        let first = *self.0.as_bytes().get(at)?;
        if first < 128 {
            return Some((u32::from(first), at + 1));
        }
        let c = self.0.get(at..)?.chars().next()?;
        Some((u32::from(c), at + c.len_utf8()))
    }

    #[inline]
    fn back(&self, at: usize) -> Option<usize> {
        let mut begin = at.checked_sub(1)?;
        while !self.0.is_char_boundary(begin) {
            begin -= 1;
        }
        Some(begin)
    }

    fn skip(&self, at: usize, count: usize) -> usize {
        if count >= self.0.len() - at {
            return self.0.len();
        }
        let rest = &self.0[at..];
        let end = rest.char_indices().nth(count).map(|(offset, _)| offset);
        at + end.unwrap_or(rest.len())
    }
}
