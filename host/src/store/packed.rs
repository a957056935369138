//! Values as they are stored: compressed where that saves something. What Postgres is spared in copying and logging is more than it costs.
//!
//! A value is MessagePack, in which no value begins with the byte 0xc1; a stored one that does is a zstd frame after it.

use std::cell::RefCell;

use zstd::bulk::{Compressor, Decompressor};

const MARK: u8 = 0xc1;
/// Below this, compressing costs more than it saves.
const COMPRESSED_FROM_BYTES: usize = 512;
/// Values and machines have lower limits of their own; this only bounds what a damaged row can make us allocate.
const UNPACKED_BYTES_MAX: usize = 512 << 20;

thread_local! {
    // Their tables are made once a thread; none: zstd could not have them.
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = RefCell::new(Compressor::new(1).ok());
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = RefCell::new(Decompressor::new().ok());
}

pub(super) fn pack(value: &[u8]) -> Vec<u8> {
    // What is no value but looks as if it were packed is packed all the same, so that it comes back as it was.
    let marked = value.first() == Some(&MARK);
    match compress(value, if marked { 0 } else { COMPRESSED_FROM_BYTES }) {
        Some(packed) if marked || packed.len() + 1 < value.len() => {
            [&[MARK], packed.as_slice()].concat()
        }
        _ => value.to_vec(),
    }
}

/// A damaged value comes back as it is stored: whoever decodes it, for its one instance, finds that it is none.
pub(super) fn unpack(stored: Vec<u8>) -> Vec<u8> {
    match stored.split_first() {
        Some((&MARK, packed)) => decompress(packed).unwrap_or(stored),
        _ => stored,
    }
}

/// None where it is shorter than that, or would not be compressed by it.
pub(crate) fn compress(bytes: &[u8], from_bytes: usize) -> Option<Vec<u8>> {
    if bytes.len() < from_bytes {
        return None;
    }
    COMPRESSOR.with_borrow_mut(|compressor| compressor.as_mut()?.compress(bytes).ok())
}

/// An error says what is wrong with the frame.
pub(crate) fn decompress(packed: &[u8]) -> Result<Vec<u8>, String> {
    // The frame says its own length, as ours always do; a damaged one is not believed beyond the limit.
    let length = zstd::zstd_safe::get_frame_content_size(packed)
        .ok()
        .flatten()
        .ok_or("it does not say how long it is")?;
    if length > UNPACKED_BYTES_MAX as u64 {
        return Err(format!("it claims to hold {length} bytes"));
    }
    DECOMPRESSOR.with_borrow_mut(|decompressor| {
        let decompressor = decompressor.as_mut().ok_or("there is no memory for it")?;
        decompressor
            .decompress(packed, length as usize)
            .map_err(|error| error.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_as_it_was_packed() {
        let text: Vec<u8> = (0..100_000).map(|n| (n / 50) as u8).collect();
        let noise: Vec<u8> = (0..5_000_u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        for value in [&text, &noise] {
            for length in [0, 1, 511, 512, 4_000] {
                let value = &value[..length];
                let packed = pack(value);
                assert!(packed.len() <= value.len());
                assert_eq!(unpack(packed), value);
            }
        }
        assert!(pack(&[7; 100_000]).len() < 1_000);
    }

    #[test]
    fn what_looks_packed_and_is_not_comes_back_too() {
        for value in [&[MARK][..], &[MARK, 1, 2], &[MARK; 2_000]] {
            assert_eq!(unpack(pack(value)), value);
        }
    }

    #[test]
    fn a_damaged_value_is_left_as_it_is() {
        let mut packed = pack(&[7; 100_000]);
        packed.truncate(packed.len() - 3);
        for stored in [vec![MARK], vec![MARK, 1, 2, 3], packed] {
            assert_eq!(unpack(stored.clone()), stored);
        }
    }
}
