//! A text of a few bytes inside of the object that holds it: most texts are short, and these need no memory of their own.

/// So that a text with its tag is as large as one elsewhere.
pub(super) const SHORT_MAX: usize = 22;

/// Bytes of UTF-8, of which the first so many count; the others are 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Short {
    length: u8,
    bytes: [u8; SHORT_MAX],
}

impl Short {
    /// The parts one after another, if that is short.
    #[inline]
    pub(super) fn of(parts: &[&str]) -> Option<Self> {
        let mut short = Self {
            length: 0,
            bytes: [0; SHORT_MAX],
        };
        for part in parts {
            short.push(part)?;
        }
        Some(short)
    }

    #[inline]
    fn push(&mut self, part: &str) -> Option<()> {
        let start = usize::from(self.length);
        let end = start + part.len();
        copy(self.bytes.get_mut(start..end)?, part.as_bytes());
        self.length = end as u8;
        Some(())
    }

    /// Whether both are the same text.
    #[inline]
    pub(super) fn same(&self, other: &Short) -> bool {
        let words = |text: &Short| {
            let [first @ .., _, _, _, _, _, _] = text.bytes;
            let [_, _, _, _, _, _, _, _, _, _, _, _, _, _, last @ ..] = text.bytes;
            (u128::from_le_bytes(first), u64::from_le_bytes(last))
        };
        self.length == other.length && words(self) == words(other)
    }

    #[inline]
    pub(super) fn as_str(&self) -> &str {
        let length = usize::from(self.length).min(SHORT_MAX);
        // SAFETY: only whole texts are pushed.
        unsafe { std::str::from_utf8_unchecked(&self.bytes[..length]) }
    }
}

/// Copies a few bytes to as many, in pieces of fixed sizes: to copy a number of bytes that is not known beforehand, WebAssembly has to
/// call the host.
#[inline(always)]
fn copy(to: &mut [u8], from: &[u8]) {
    let length = from.len();
    match length {
        0 => {}
        1 => piece::<1>(to, from, 0),
        2..=3 => {
            piece::<2>(to, from, 0);
            piece::<1>(to, from, length - 1);
        }
        4..=7 => {
            piece::<4>(to, from, 0);
            piece::<4>(to, from, length - 4);
        }
        _ => {
            for start in (0..length - 8).step_by(8) {
                piece::<8>(to, from, start);
            }
            piece::<8>(to, from, length - 8);
        }
    }
}

#[inline(always)]
fn piece<const SIZE: usize>(to: &mut [u8], from: &[u8], at: usize) {
    let to = to.get_mut(at..).and_then(<[u8]>::first_chunk_mut::<SIZE>);
    let from = from.get(at..).and_then(<[u8]>::first_chunk::<SIZE>);
    if let (Some(to), Some(from)) = (to, from) {
        *to = *from;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_are_held_and_long_ones_are_not() {
        let held = |parts: &[&str]| Short::of(parts).map(|short| short.as_str().to_owned());
        assert_eq!(held(&[]), Some(String::new()));
        assert_eq!(held(&["é", "", "ab"]), Some("éab".to_owned()));
        let most = "x".repeat(SHORT_MAX);
        assert_eq!(held(&[&most]), Some(most.clone()));
        assert_eq!(held(&[&most, "y"]), None);
        let letters = "abcdefghijklmnopqrstuv";
        for length in 0..=SHORT_MAX {
            let text = &letters[..length];
            assert_eq!(held(&[text]).as_deref(), Some(text));
            assert_eq!(
                held(&["a", &letters[1.min(length)..length]])
                    .unwrap_or_default()
                    .len(),
                length.max(1)
            );
        }
    }

    #[test]
    fn short_texts_are_the_same_if_their_bytes_are() {
        let of = |text: &str| Short::of(&[text]).expect("it is short");
        assert!(of("abcdefghijklmnopqrstuv").same(&of("abcdefghijklmnopqrstuv")));
        assert!(!of("abcdefghijklmnopqrstuv").same(&of("abcdefghijklmnopqrstuw")));
        assert!(!of("a").same(&of("a\0")));
        assert!(of("").same(&of("")));
    }
}
