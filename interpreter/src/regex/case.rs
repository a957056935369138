//! When two characters are the same without regard to case.
//!
//! CPython compares by simple lower case; a literal or a set of a pattern moreover holds the other lower case letters that share its
//! upper case (`s` and the long `ſ`, `σ` and `ς`).

/// How letters are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Fold {
    #[default]
    Exact,
    Ascii,
    Unicode,
}

impl Fold {
    #[inline]
    pub(super) fn lower(self, c: u32) -> u32 {
        match self {
            Fold::Exact => c,
            Fold::Ascii => ascii_lower(c),
            Fold::Unicode if c < 128 => ascii_lower(c),
            Fold::Unicode => simple(c, |c| c.to_lowercase().next()),
        }
    }

    /// Whether a character has another case.
    pub(super) fn is_cased(self, c: u32) -> bool {
        match self {
            Fold::Exact => false,
            Fold::Ascii => c < 128 && char::from(c as u8).is_ascii_alphabetic(),
            Fold::Unicode => self.lower(c) != c || upper(c) != c,
        }
    }

    /// Other lower case letters with the same upper case.
    pub(super) fn kin(self, lower: u32) -> &'static [u32] {
        if self != Fold::Unicode {
            return &[];
        }
        match KIN.binary_search_by_key(&lower, |(of, _)| *of) {
            Ok(found) => KIN[found].1,
            Err(_) => &[],
        }
    }
}

fn ascii_lower(c: u32) -> u32 {
    if (0x41..=0x5a).contains(&c) {
        c + 32
    } else {
        c
    }
}

/// The first character of the upper case.
pub(super) fn upper(c: u32) -> u32 {
    simple(c, |c| c.to_uppercase().next())
}

fn simple(c: u32, map: impl Fn(char) -> Option<char>) -> u32 {
    char::from_u32(c).and_then(map).map_or(c, u32::from)
}

/// Made from `str.upper` and `str.lower` of all characters.
#[rustfmt::skip]
const KIN: &[(u32, &[u32])] = &[
    (0x69, &[0x131]), (0x73, &[0x17f]), (0xb5, &[0x3bc]), (0x131, &[0x69]), (0x17f, &[0x73]),
    (0x345, &[0x3b9, 0x1fbe]), (0x390, &[0x1fd3]), (0x3b0, &[0x1fe3]), (0x3b2, &[0x3d0]), (0x3b5, &[0x3f5]),
    (0x3b8, &[0x3d1]), (0x3b9, &[0x345, 0x1fbe]), (0x3ba, &[0x3f0]), (0x3bc, &[0xb5]), (0x3c0, &[0x3d6]),
    (0x3c1, &[0x3f1]), (0x3c2, &[0x3c3]), (0x3c3, &[0x3c2]), (0x3c6, &[0x3d5]), (0x3d0, &[0x3b2]), (0x3d1, &[0x3b8]),
    (0x3d5, &[0x3c6]), (0x3d6, &[0x3c0]), (0x3f0, &[0x3ba]), (0x3f1, &[0x3c1]), (0x3f5, &[0x3b5]), (0x432, &[0x1c80]),
    (0x434, &[0x1c81]), (0x43e, &[0x1c82]), (0x441, &[0x1c83]), (0x442, &[0x1c84, 0x1c85]), (0x44a, &[0x1c86]),
    (0x463, &[0x1c87]), (0x1c80, &[0x432]), (0x1c81, &[0x434]), (0x1c82, &[0x43e]), (0x1c83, &[0x441]),
    (0x1c84, &[0x442, 0x1c85]), (0x1c85, &[0x442, 0x1c84]), (0x1c86, &[0x44a]), (0x1c87, &[0x463]),
    (0x1c88, &[0xa64b]), (0x1e61, &[0x1e9b]), (0x1e9b, &[0x1e61]), (0x1fbe, &[0x345, 0x3b9]), (0x1fd3, &[0x390]),
    (0x1fe3, &[0x3b0]), (0xa64b, &[0x1c88]), (0xfb05, &[0xfb06]), (0xfb06, &[0xfb05]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kin_have_one_upper_case() {
        for (lower, kin) in KIN {
            for other in *kin {
                let upper_of = |c: u32| char::from_u32(c).map(|c| c.to_uppercase().to_string());
                assert_eq!(upper_of(*lower), upper_of(*other), "{lower:#x} {other:#x}");
            }
        }
    }

    #[test]
    fn the_dotted_capital_i_lowers_to_i() {
        assert_eq!(Fold::Unicode.lower(0x130), 0x69);
        assert_eq!(Fold::Ascii.lower(0xc4), 0xc4);
        assert!(Fold::Unicode.is_cased(0xdf) && !Fold::Unicode.is_cased(0x4e00));
    }
}
