//! The bytes under the snapshot's structures: LEB128 numbers as postcard writes them, and lengths checked before anything is made of them.

use crate::error::Corrupt;

/// Appends.
#[derive(Default)]
pub(super) struct Out {
    pub(super) bytes: Vec<u8>,
}

impl Out {
    pub(super) fn byte(&mut self, value: u8) {
        self.bytes.push(value);
    }

    pub(super) fn number(&mut self, mut value: u64) {
        while value > 0x7f {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    pub(super) fn size(&mut self, value: usize) {
        self.number(value as u64);
    }

    /// Zigzag: small negative numbers are short too.
    pub(super) fn signed(&mut self, value: i64) {
        self.number((value << 1 ^ value >> 63) as u64);
    }

    pub(super) fn fixed(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn block(&mut self, bytes: &[u8]) {
        self.size(bytes.len());
        self.fixed(bytes);
    }

    pub(super) fn float(&mut self, value: f64) {
        self.fixed(&value.to_bits().to_le_bytes());
    }

    /// Bits, eight a byte, the first the lowest.
    pub(super) fn bits(&mut self, bits: impl Iterator<Item = bool>) {
        let (mut byte, mut filled) = (0_u8, 0);
        for bit in bits {
            byte |= u8::from(bit) << filled;
            filled += 1;
            if filled == 8 {
                self.byte(byte);
                (byte, filled) = (0, 0);
            }
        }
        if filled > 0 {
            self.byte(byte);
        }
    }
}

/// Reads untrusted bytes.
#[derive(Clone)]
pub(super) struct In<'a> {
    rest: &'a [u8],
}

impl<'a> In<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// All that was not read.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn fixed(&mut self, length: usize) -> Result<&'a [u8], Corrupt> {
        if length > self.rest.len() {
            return Err(corrupt("it ends too early"));
        }
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Corrupt> {
        let mut taken = [0; N];
        taken.copy_from_slice(self.fixed(N)?);
        Ok(taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8, Corrupt> {
        Ok(self.fixed(1)?[0])
    }

    pub(super) fn number(&mut self) -> Result<u64, Corrupt> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            if part << shift >> shift != part {
                return Err(corrupt("a number is too long"));
            }
            value |= part << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(corrupt("a number is too long"))
    }

    pub(super) fn number32(&mut self) -> Result<u32, Corrupt> {
        u32::try_from(self.number()?).map_err(|_| corrupt("a number is too big"))
    }

    pub(super) fn size(&mut self) -> Result<usize, Corrupt> {
        usize::try_from(self.number()?).map_err(|_| corrupt("a number is too big"))
    }

    /// How many items follow, refused where the bytes left cannot hold them (an item is a byte at least).
    pub(super) fn count(&mut self) -> Result<usize, Corrupt> {
        let count = self.size()?;
        if count > self.rest.len() {
            return Err(corrupt("it counts more items than it holds"));
        }
        Ok(count)
    }

    /// As [`In::count`], with a flag in the lowest bit.
    pub(super) fn count_and_flag(&mut self) -> Result<(usize, bool), Corrupt> {
        let both = self.size()?;
        if both >> 1 > self.rest.len() {
            return Err(corrupt("it counts more items than it holds"));
        }
        Ok((both >> 1, both & 1 == 1))
    }

    pub(super) fn signed(&mut self) -> Result<i64, Corrupt> {
        let value = self.number()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    pub(super) fn block(&mut self) -> Result<&'a [u8], Corrupt> {
        let length = self.size()?;
        self.fixed(length)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Corrupt> {
        std::str::from_utf8(self.block()?).map_err(|_| corrupt("a text is not UTF-8"))
    }

    pub(super) fn float(&mut self) -> Result<f64, Corrupt> {
        Ok(f64::from_bits(u64::from_le_bytes(self.array()?)))
    }

    pub(super) fn bits(
        &mut self,
        count: usize,
    ) -> Result<impl Iterator<Item = bool> + 'a, Corrupt> {
        let bytes = self.fixed(count.div_ceil(8))?;
        Ok((0..count).map(|index| bytes[index / 8] >> (index % 8) & 1 == 1))
    }
}

/// A snapshot that cannot be loaded, and why.
pub(super) fn corrupt(why: &str) -> Corrupt {
    Corrupt(format!("the snapshot is corrupt: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let mut out = Out::default();
        for value in [0, 1, 127, 128, u64::MAX, 1 << 63] {
            out.number(value);
            out.signed(value as i64);
        }
        out.bits(
            [true, false, true]
                .into_iter()
                .chain([false; 6])
                .chain([true]),
        );
        let mut input = In::new(&out.bytes);
        for value in [0, 1, 127, 128, u64::MAX, 1 << 63] {
            assert_eq!(input.number(), Ok(value));
            assert_eq!(input.signed(), Ok(value as i64));
        }
        let bits: Vec<bool> = input.bits(10).expect("the bits are there").collect();
        assert_eq!(
            bits,
            [
                true, false, true, false, false, false, false, false, false, true
            ]
        );
        assert!(input.is_empty());
    }

    #[test]
    fn a_number_beyond_64_bits_is_refused() {
        assert!(In::new(&[0xff; 10]).number().is_err());
        assert!(
            In::new(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2])
                .number()
                .is_err()
        );
        assert!(In::new(&[0x80]).number().is_err());
    }
}
