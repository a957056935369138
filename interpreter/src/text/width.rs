//! Format specs that are an alignment and a width and nothing else, which are most.

/// Where the value stands among the spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Middle,
    Right,
}

/// What is padded with, at most.
const SPACES: &str = "                                                                ";

/// `<8`, `^8`, `>8`, `8`; nothing if the spec says more, or is wider than what is worth it.
pub fn read(spec: &str, usual: Side) -> Option<(Side, usize)> {
    let (side, digits) = match spec.as_bytes() {
        [b'<', rest @ ..] => (Side::Left, rest),
        [b'^', rest @ ..] => (Side::Middle, rest),
        [b'>', rest @ ..] => (Side::Right, rest),
        rest => (usual, rest),
    };
    let width = match digits {
        [one @ b'1'..=b'9'] => usize::from(one - b'0'),
        [ten @ b'1'..=b'9', one @ b'0'..=b'9'] => {
            usize::from(ten - b'0') * 10 + usize::from(one - b'0')
        }
        _ => return None,
    };
    (width <= SPACES.len()).then_some((side, width))
}

/// The spaces before and after a value of so many characters.
pub fn around(side: Side, width: usize, chars: usize) -> [&'static str; 2] {
    let missing = width.saturating_sub(chars).min(SPACES.len());
    let before = match side {
        Side::Left => 0,
        Side::Middle => missing / 2,
        Side::Right => missing,
    };
    [&SPACES[..before], &SPACES[..missing - before]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_widths_are_read() {
        assert_eq!(read(">8", Side::Left), Some((Side::Right, 8)));
        assert_eq!(read("12", Side::Left), Some((Side::Left, 12)));
        for other in ["", "<", "08", "x<8", "8d", "65", "100", "=8", "8.2", "+8"] {
            assert_eq!(read(other, Side::Left), None, "{other}");
        }
    }

    #[test]
    fn the_odd_space_of_a_centre_is_after() {
        assert_eq!(around(Side::Middle, 8, 3), ["  ", "   "]);
        assert_eq!(around(Side::Right, 2, 3), ["", ""]);
    }
}
