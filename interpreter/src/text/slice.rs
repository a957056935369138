//! Positions: what a subscript or a slice means for a sequence of a given length.

use crate::fault::{Fault, Outcome};

/// `start:stop:step` with every bound made definite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    pub start: i64,
    pub stop: i64,
    pub step: i64,
}

impl Slice {
    /// As `slice(start, stop, step).indices(length)`; big bounds come clamped.
    pub fn resolve(
        start: Option<i64>,
        stop: Option<i64>,
        step: Option<i64>,
        length: usize,
    ) -> Outcome<Self> {
        let step = step.unwrap_or(1);
        if step == 0 {
            return Err(Fault::value_error("slice step cannot be zero"));
        }
        // -step must be a number too.
        let step = step.max(-i64::MAX);
        let length = length as i64;
        let (lowest, highest) = if step < 0 {
            (-1, length - 1)
        } else {
            (0, length)
        };
        let bound = |given: Option<i64>, absent: i64| match given {
            None => absent,
            Some(at) if at < 0 => at.saturating_add(length).max(lowest),
            Some(at) => at.min(highest),
        };
        let (first, last) = if step < 0 {
            (highest, lowest)
        } else {
            (lowest, highest)
        };
        Ok(Self {
            start: bound(start, first),
            stop: bound(stop, last),
            step,
        })
    }

    /// What it names of items, for a step of 1.
    pub fn of<'a, T>(&self, items: &'a [T]) -> &'a [T] {
        &items[self.start as usize..self.stop.max(self.start) as usize]
    }

    /// How many positions it names.
    pub fn count(&self) -> usize {
        let (low, high) = if self.step > 0 {
            (self.start, self.stop)
        } else {
            (self.stop, self.start)
        };
        if low >= high {
            return 0;
        }
        ((high - low - 1) as u64 / self.step.unsigned_abs() + 1) as usize
    }

    /// The positions it names, in its order.
    pub fn positions(&self) -> impl ExactSizeIterator<Item = usize> + DoubleEndedIterator + use<> {
        let Slice { start, step, .. } = *self;
        (0..self.count()).map(move |index| (start + index as i64 * step) as usize)
    }
}

/// The position that subscript `index` names, if there is one.
pub fn position(index: i64, length: usize) -> Option<usize> {
    let at = if index < 0 {
        index.checked_add(length as i64)?
    } else {
        index
    };
    usize::try_from(at).ok().filter(|at| *at < length)
}

/// The byte at which character `index` begins (or the text ends).
pub fn byte_of(text: &str, index: usize) -> usize {
    if text.is_ascii() {
        return index.min(text.len());
    }
    text.char_indices()
        .nth(index)
        .map_or(text.len(), |(at, _)| at)
}

/// Characters of a text.
pub fn length(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    }
}

/// `text[index]`.
pub fn char_at(text: &str, index: i64) -> Outcome<char> {
    let found =
        position(index, length(text)).and_then(|at| text[byte_of(text, at)..].chars().next());
    found.ok_or_else(|| Fault::index_error("string index out of range"))
}

/// `text[slice]`.
pub fn of_text(text: &str, slice: &Slice) -> String {
    if slice.step == 1 {
        let start = byte_of(text, slice.start as usize);
        let count = slice.count();
        return text[start..start + byte_of(&text[start..], count)].to_owned();
    }
    if text.is_ascii() {
        return slice
            .positions()
            .map(|at| char::from(text.as_bytes()[at]))
            .collect();
    }
    let chars: Vec<char> = text.chars().collect();
    slice.positions().map(|at| chars[at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, start: Option<i64>, stop: Option<i64>, step: Option<i64>) -> String {
        let slice = Slice::resolve(start, stop, step, length(text)).expect("a step");
        of_text(text, &slice)
    }

    #[test]
    fn slices_clamp() {
        assert_eq!(cut("héllo", Some(1), Some(-1), None), "éll");
        assert_eq!(cut("héllo", None, None, Some(-1)), "olléh");
        assert_eq!(cut("hello", Some(-100), Some(100), Some(2)), "hlo");
        assert_eq!(cut("hello", Some(4), Some(0), Some(-2)), "ol");
        assert_eq!(cut("hello", Some(3), Some(1), None), "");
        assert_eq!(cut("héllo", Some(i64::MAX), None, Some(i64::MIN)), "o");
        assert!(Slice::resolve(None, None, Some(0), 3).is_err());
    }

    #[test]
    fn positions_count_from_both_ends() {
        assert_eq!(
            (
                position(-1, 3),
                position(-4, 3),
                position(3, 3),
                position(2, 3)
            ),
            (Some(2), None, None, Some(2))
        );
        assert_eq!(char_at("aé中", -2), Ok('é'));
        assert_eq!(
            char_at("", 0).expect_err("empty").message,
            "string index out of range"
        );
    }
}
