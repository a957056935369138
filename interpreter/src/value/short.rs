//! A text of a few bytes inside of the object that holds it: most texts are short, and these need no memory of their own.

/// So that a text with its tag is as large as one elsewhere.
pub(super) const SHORT_MAX: usize = 22;

/// Bytes of UTF-8, of which the first so many count.
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
        self.bytes
            .get_mut(start..end)?
            .copy_from_slice(part.as_bytes());
        self.length = end as u8;
        Some(())
    }

    #[inline]
    pub(super) fn as_str(&self) -> &str {
        let length = usize::from(self.length).min(SHORT_MAX);
        // SAFETY: only whole texts are pushed.
        unsafe { std::str::from_utf8_unchecked(&self.bytes[..length]) }
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
    }
}
