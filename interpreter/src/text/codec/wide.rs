//! UTF-16 and UTF-32 (the Unicode Standard, section 3.10).

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wide {
    /// Bytes of a code unit: 2 or 4.
    unit: usize,
    order: Order,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Little,
    Big,
    /// A byte order mark tells; without one: little.
    Marked,
}

const MARK: char = '\u{feff}';

/// How many bytes are wrong, and why, in CPython's words.
type Wrong = (usize, &'static str);

impl Wide {
    /// By a name in lower case, with `_` between words.
    pub fn named(name: &str) -> Option<Wide> {
        let (unit, order) = match name {
            "utf_16" | "utf16" | "u16" => (2, Order::Marked),
            "utf_16_le" | "utf_16le" | "unicodelittleunmarked" => (2, Order::Little),
            "utf_16_be" | "utf_16be" | "unicodebigunmarked" => (2, Order::Big),
            "utf_32" | "utf32" | "u32" => (4, Order::Marked),
            "utf_32_le" | "utf_32le" => (4, Order::Little),
            "utf_32_be" | "utf_32be" => (4, Order::Big),
            _ => return None,
        };
        Some(Wide { unit, order })
    }

    /// As an error names it.
    pub const fn name(self) -> &'static str {
        match (self.unit, self.order) {
            (2, Order::Big) => "utf-16-be",
            (2, _) => "utf-16-le",
            (_, Order::Big) => "utf-32-be",
            _ => "utf-32-le",
        }
    }

    pub fn encode(self, text: &str) -> Vec<u8> {
        let mark = (self.order == Order::Marked).then_some(MARK);
        let mut out = Vec::with_capacity(text.len() * self.unit);
        for character in mark.into_iter().chain(text.chars()) {
            if self.unit == 4 {
                self.push(&mut out, u32::from(character));
            } else {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    self.push(&mut out, u32::from(*unit));
                }
            }
        }
        out
    }

    fn push(self, out: &mut Vec<u8>, unit: u32) {
        if self.order == Order::Big {
            out.extend_from_slice(&unit.to_be_bytes()[4 - self.unit..]);
        } else {
            out.extend_from_slice(&unit.to_le_bytes()[..self.unit]);
        }
    }

    /// The encoding that a byte order mark tells, and the length of the mark.
    pub fn told_by_mark(self, bytes: &[u8]) -> (Wide, usize) {
        if self.order != Order::Marked {
            return (self, 0);
        }
        for order in [Order::Little, Order::Big] {
            let told = Wide { order, ..self };
            if told.unit(bytes) == Some(u32::from(MARK)) {
                return (told, self.unit);
            }
        }
        let order = Order::Little;
        (Wide { order, ..self }, 0)
    }

    /// The code unit that the bytes begin with.
    fn unit(self, bytes: &[u8]) -> Option<u32> {
        let bytes = bytes.get(..self.unit)?;
        let add = |sum: u32, byte: &u8| sum << 8 | u32::from(*byte);
        Some(match self.order {
            Order::Big => bytes.iter().fold(0, add),
            _ => bytes.iter().rev().fold(0, add),
        })
    }

    /// The character that the bytes (one at least) begin with, and its length.
    pub fn character(self, bytes: &[u8]) -> Result<(char, usize), Wrong> {
        let Some(unit) = self.unit(bytes) else {
            return Err((bytes.len(), "truncated data"));
        };
        match (char::from_u32(unit), self.unit) {
            (Some(character), length) => Ok((character, length)),
            (None, 4) if unit > 0x10_ffff => Err((4, "code point not in range(0x110000)")),
            (None, 4) => Err((
                4,
                "code point in surrogate code point range(0xd800, 0xe000)",
            )),
            (None, _) => self.pair(unit, bytes),
        }
    }

    fn pair(self, high: u32, bytes: &[u8]) -> Result<(char, usize), Wrong> {
        if high >= 0xdc00 {
            return Err((2, "illegal encoding"));
        }
        let Some(low) = self.unit(&bytes[2..]) else {
            return Err((bytes.len(), "unexpected end of data"));
        };
        let units = [high as u16, low as u16];
        match char::decode_utf16(units).next() {
            Some(Ok(character)) => Ok((character, 4)),
            _ => Err((2, "illegal UTF-16 surrogate")),
        }
    }
}
