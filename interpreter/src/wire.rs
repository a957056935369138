//! The one encoding of values everywhere: MessagePack, with extension types for what it lacks.
//!
//! None, bool, int within i64/u64, float, str, bytes, list and dict are MessagePack's own nil, bool, int, float 64, str, bin,
//! array and map (any key, in insertion order). The rest is an extension whose payload is again MessagePack unless said otherwise:
//!
//! | code | type | payload |
//! |---|---|---|
//! | 1 | int beyond 64 bits | two's complement, big-endian, shortest (raw) |
//! | 2 | tuple | array |
//! | 3 | set | array |
//! | 4 | frozenset | array |
//! | 5 | complex | real and imaginary float 64, big-endian (raw, 16 bytes) |
//! | 6 | bytearray | raw |
//! | 7 | date | [year, month, day] |
//! | 8 | time | [hour, minute, second, microsecond, fold, tz] |
//! | 9 | datetime | [year, month, day, hour, minute, second, microsecond, fold, tz] |
//! | 10 | timedelta | [days, seconds, microseconds] |
//! | 11 | timezone | tz: nil (naive), float 64 seconds east of UTC with optional name as [seconds, name or nil], or str (IANA key of a ZoneInfo) |
//! | 12 | Decimal | its `str()` (raw UTF-8) |
//! | 13 | UUID | raw, 16 bytes |
//! | 14 | Path | [class name ("PurePosixPath", "PosixPath", ...), str] |
//! | 15 | enum member | [class, name, value] |
//! | 16 | class instance | [class, shape, state] |
//! | 17 | exception | [class, mro, args array, attributes map, cause or nil, context or nil, suppress_context, notes array, traceback str or nil] |
//! | 18 | class (as a value) | class |
//! | 19 | range | [start, stop, step] |
//! | 20 | Fraction | [numerator, denominator] |
//! | 21 | Ellipsis / NotImplemented | str |
//! | 22 | ordered or default or counting mapping | ["OrderedDict" or "Counter", map] or ["defaultdict", class or nil, map] |
//! | 23 | deque | [array, maxlen or nil] |
//! | 24 | Pattern of `re` | [str or bin, flags] |
//!
//! A class is the str "module:qualname". A shape is 0 plain (state: map of `__dict__` and slots), 1 dataclass (map of fields and other
//! attributes), 2 pydantic ([map of fields, array of names set, map of extra or nil, map of private or nil]), 3 attrs (map), 4 msgspec
//! (map), 5 NamedTuple (array). An `mro` is an array of classes from the class itself to `builtins:BaseException`. Values that share or contain themselves are written as
//! trees; a cycle, or nesting beyond [`DEPTH_MAX`], is refused by the writer and by the reader.

use crate::error::Corrupt;

/// How deep values may nest.
pub const DEPTH_MAX: usize = 200;

/// The extension codes of the table above.
pub mod ext {
    pub const BIG_INT: i8 = 1;
    pub const TUPLE: i8 = 2;
    pub const SET: i8 = 3;
    pub const FROZENSET: i8 = 4;
    pub const COMPLEX: i8 = 5;
    pub const BYTEARRAY: i8 = 6;
    pub const DATE: i8 = 7;
    pub const TIME: i8 = 8;
    pub const DATETIME: i8 = 9;
    pub const TIMEDELTA: i8 = 10;
    pub const TIMEZONE: i8 = 11;
    pub const DECIMAL: i8 = 12;
    pub const UUID: i8 = 13;
    pub const PATH: i8 = 14;
    pub const ENUM: i8 = 15;
    pub const INSTANCE: i8 = 16;
    pub const EXCEPTION: i8 = 17;
    pub const CLASS: i8 = 18;
    pub const RANGE: i8 = 19;
    pub const FRACTION: i8 = 20;
    pub const SINGLETON: i8 = 21;
    pub const MAPPING: i8 = 22;
    pub const DEQUE: i8 = 23;
    pub const PATTERN: i8 = 24;
}

/// The shapes of extension 16.
pub mod shape {
    pub const PLAIN: u8 = 0;
    pub const DATACLASS: u8 = 1;
    pub const PYDANTIC: u8 = 2;
    pub const ATTRS: u8 = 3;
    pub const MSGSPEC: u8 = 4;
    pub const NAMED_TUPLE: u8 = 5;
}

/// Appends MessagePack. Containers are announced with their length and then followed by that many values.
#[derive(Default)]
pub struct Writer {
    out: Vec<u8>,
}

/// An extension that was begun: where its header will stand.
#[must_use]
pub struct Open(usize, i8);

impl Writer {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn finish(self) -> Vec<u8> {
        self.out
    }

    pub fn written(&self) -> usize {
        self.out.len()
    }

    /// Takes back what was written since `written()` was this.
    pub fn truncate(&mut self, written: usize) {
        self.out.truncate(written);
    }

    /// Sorts the values that were written from `begin` on, each up to one of `ends`, by their bytes.
    pub fn sort(&mut self, begin: usize, ends: &[usize]) {
        let starts = std::iter::once(begin).chain(ends.iter().copied());
        let mut values: Vec<&[u8]> = starts
            .zip(ends)
            .map(|(start, end)| &self.out[start..*end])
            .collect();
        values.sort_unstable();
        let sorted = values.concat();
        self.out.truncate(begin);
        self.out.extend_from_slice(&sorted);
    }

    pub fn nil(&mut self) {
        self.out.push(0xc0);
    }

    pub fn bool(&mut self, value: bool) {
        self.out.push(0xc2 | u8::from(value));
    }

    pub fn int(&mut self, value: i64) {
        infallible(rmp::encode::write_sint(&mut self.out, value));
    }

    pub fn uint(&mut self, value: u64) {
        infallible(rmp::encode::write_uint(&mut self.out, value));
    }

    pub fn float(&mut self, value: f64) {
        infallible(rmp::encode::write_f64(&mut self.out, value));
    }

    pub fn str(&mut self, value: &str) {
        infallible(rmp::encode::write_str(&mut self.out, value));
    }

    pub fn bin(&mut self, value: &[u8]) {
        infallible(rmp::encode::write_bin(&mut self.out, value));
    }

    pub fn array(&mut self, length: usize) {
        infallible(rmp::encode::write_array_len(&mut self.out, length as u32));
    }

    pub fn map(&mut self, length: usize) {
        infallible(rmp::encode::write_map_len(&mut self.out, length as u32));
    }

    /// A value that is encoded already.
    pub fn raw(&mut self, encoded: &[u8]) {
        self.out.extend_from_slice(encoded);
    }

    pub fn begin_ext(&mut self, code: i8) -> Open {
        Open(self.out.len(), code)
    }

    /// Puts the header in front of what was written since `begin_ext`.
    pub fn end_ext(&mut self, open: Open) {
        let length = (self.out.len() - open.0) as u32;
        let mut header = Vec::with_capacity(6);
        infallible(rmp::encode::write_ext_meta(&mut header, length, open.1));
        let end = self.out.len();
        self.out.resize(end + header.len(), 0);
        self.out.copy_within(open.0..end, open.0 + header.len());
        self.out[open.0..open.0 + header.len()].copy_from_slice(&header);
    }

    /// An extension with a raw payload.
    pub fn ext(&mut self, code: i8, payload: &[u8]) {
        let open = self.begin_ext(code);
        self.raw(payload);
        self.end_ext(open);
    }
}

/// Writing into a `Vec` cannot fail.
fn infallible<T, E>(written: Result<T, E>) {
    debug_assert!(written.is_ok());
}

/// One token of an encoded value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Token<'a> {
    Nil,
    Bool(bool),
    Int(i64),
    /// Beyond i64.
    Uint(u64),
    Float(f64),
    Str(&'a str),
    Bin(&'a [u8]),
    /// That many values follow.
    Array(usize),
    /// That many pairs follow.
    Map(usize),
    /// Code and payload.
    Ext(i8, &'a [u8]),
}

/// Reads tokens from untrusted bytes: lengths are checked against what is there before anything is made of them.
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Bytes not read yet.
    pub fn remaining(&self) -> usize {
        self.rest.len()
    }

    #[expect(
        clippy::should_implement_trait,
        reason = "reading can fail, and has no end of its own"
    )]
    pub fn next(&mut self) -> Result<Token<'a>, Corrupt> {
        let tag = self.take(1)?[0];
        Ok(match tag {
            0x00..=0x7f => Token::Int(i64::from(tag)),
            0xe0..=0xff => Token::Int(i64::from(tag as i8)),
            0x80..=0x8f => self.items(u64::from(tag & 0x0f), 2).map(Token::Map)?,
            0x90..=0x9f => self.items(u64::from(tag & 0x0f), 1).map(Token::Array)?,
            0xa0..=0xbf => self.text(usize::from(tag & 0x1f))?,
            0xc0 => Token::Nil,
            0xc2 => Token::Bool(false),
            0xc3 => Token::Bool(true),
            0xc4 => self
                .unsigned(1)
                .and_then(|n| self.take(n as usize))
                .map(Token::Bin)?,
            0xc5 => self
                .unsigned(2)
                .and_then(|n| self.take(n as usize))
                .map(Token::Bin)?,
            0xc6 => self
                .unsigned(4)
                .and_then(|n| self.take(n as usize))
                .map(Token::Bin)?,
            0xc7 => self.unsigned(1).and_then(|n| self.extension(n))?,
            0xc8 => self.unsigned(2).and_then(|n| self.extension(n))?,
            0xc9 => self.unsigned(4).and_then(|n| self.extension(n))?,
            0xca => Token::Float(f64::from(f32::from_bits(self.unsigned(4)? as u32))),
            0xcb => Token::Float(f64::from_bits(self.unsigned(8)?)),
            0xcc => Token::Int(self.unsigned(1)? as i64),
            0xcd => Token::Int(self.unsigned(2)? as i64),
            0xce => Token::Int(self.unsigned(4)? as i64),
            0xcf => {
                let value = self.unsigned(8)?;
                i64::try_from(value).map_or(Token::Uint(value), Token::Int)
            }
            0xd0 => Token::Int(i64::from(self.unsigned(1)? as i8)),
            0xd1 => Token::Int(i64::from(self.unsigned(2)? as i16)),
            0xd2 => Token::Int(i64::from(self.unsigned(4)? as i32)),
            0xd3 => Token::Int(self.unsigned(8)? as i64),
            0xd4..=0xd8 => self.extension(1 << (tag - 0xd4))?,
            0xd9 => self.unsigned(1).and_then(|n| self.text(n as usize))?,
            0xda => self.unsigned(2).and_then(|n| self.text(n as usize))?,
            0xdb => self.unsigned(4).and_then(|n| self.text(n as usize))?,
            0xdc => self
                .unsigned(2)
                .and_then(|n| self.items(n, 1))
                .map(Token::Array)?,
            0xdd => self
                .unsigned(4)
                .and_then(|n| self.items(n, 1))
                .map(Token::Array)?,
            0xde => self
                .unsigned(2)
                .and_then(|n| self.items(n, 2))
                .map(Token::Map)?,
            0xdf => self
                .unsigned(4)
                .and_then(|n| self.items(n, 2))
                .map(Token::Map)?,
            0xc1 => {
                return Err(Corrupt(
                    "a value holds the reserved MessagePack byte 0xc1".into(),
                ));
            }
        })
    }

    /// The encoded bytes of the next value, whole, without decoding it.
    pub fn skip(&mut self) -> Result<&'a [u8], Corrupt> {
        let begin = self.rest;
        let mut pending = 1_usize;
        while pending > 0 {
            pending -= 1;
            match self.next()? {
                Token::Array(length) => pending += length,
                Token::Map(length) => pending += 2 * length,
                _ => {}
            }
        }
        Ok(&begin[..begin.len() - self.rest.len()])
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Corrupt> {
        if length > self.rest.len() {
            return Err(Corrupt("a value ends before its length says".into()));
        }
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        Ok(taken)
    }

    fn unsigned(&mut self, bytes: usize) -> Result<u64, Corrupt> {
        Ok(self
            .take(bytes)?
            .iter()
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }

    fn text(&mut self, length: usize) -> Result<Token<'a>, Corrupt> {
        let bytes = self.take(length)?;
        let text = std::str::from_utf8(bytes).map_err(|_| Corrupt("a text is not UTF-8".into()))?;
        Ok(Token::Str(text))
    }

    fn extension(&mut self, length: u64) -> Result<Token<'a>, Corrupt> {
        let code = self.take(1)?[0] as i8;
        Ok(Token::Ext(code, self.take(length as usize)?))
    }

    /// A container's length, refused where the bytes left cannot hold it (an item is a byte at least).
    fn items(&mut self, length: u64, each: u64) -> Result<usize, Corrupt> {
        if length * each > self.rest.len() as u64 {
            return Err(Corrupt("a container ends before its length says".into()));
        }
        Ok(length as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_holds_what_was_written_inside_it() {
        let mut writer = Writer::new();
        let open = writer.begin_ext(ext::TUPLE);
        writer.array(2);
        writer.int(-5);
        writer.str("é");
        writer.end_ext(open);
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        let Ok(Token::Ext(ext::TUPLE, payload)) = reader.next() else {
            panic!("no tuple")
        };
        let mut inner = Reader::new(payload);
        assert_eq!(inner.next(), Ok(Token::Array(2)));
        assert_eq!(inner.next(), Ok(Token::Int(-5)));
        assert_eq!(inner.next(), Ok(Token::Str("é")));
        assert!(inner.is_empty() && reader.is_empty());
    }

    #[test]
    fn a_length_beyond_the_input_is_refused() {
        for bytes in [
            &[0xdd, 0xff, 0xff, 0xff, 0xff][..],
            &[0xdb, 0, 0, 1, 0, b'x'],
            &[0xc9, 0, 0, 0, 9, 2, 0],
            &[0xcb, 1],
        ] {
            assert!(Reader::new(bytes).skip().is_err(), "{bytes:?}");
        }
    }
}
