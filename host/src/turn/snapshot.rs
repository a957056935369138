//! How a snapshot is stored: a byte that says how, then the machine's bytes.

use crate::store::{compress, decompress};

/// Below this, compressing costs more than it saves.
const COMPRESSED_FROM_BYTES: usize = 512;
const RAW: u8 = 0;
const ZSTD: u8 = 1;

pub(super) fn pack(state: &[u8]) -> Vec<u8> {
    match compress(state, COMPRESSED_FROM_BYTES) {
        Some(packed) if packed.len() < state.len() => tagged(ZSTD, &packed),
        _ => tagged(RAW, state),
    }
}

/// An error says what is wrong with the stored bytes.
pub(super) fn unpack(stored: &[u8]) -> Result<Vec<u8>, String> {
    match stored.split_first() {
        Some((&RAW, state)) => Ok(state.to_vec()),
        Some((&ZSTD, packed)) => decompress(packed)
            .map_err(|trouble| format!("the snapshot cannot be unpacked: {trouble}")),
        Some((tag, _)) => Err(format!("the snapshot is of the unknown kind {tag}")),
        None => Err("the snapshot is empty".into()),
    }
}

fn tagged(tag: u8, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 1);
    out.push(tag);
    out.extend_from_slice(bytes);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_comes_back_as_it_was_packed() {
        for length in [0, 1, 511, 512, 100_000] {
            let state: Vec<u8> = (0..length).map(|n| (n / 50) as u8).collect();
            let packed = pack(&state);
            assert!(packed.len() <= state.len() + 1);
            assert_eq!(unpack(&packed), Ok(state));
        }
        assert!(pack(&[7; 100_000]).len() < 1_000);
    }

    #[test]
    fn damaged_bytes_are_an_error() {
        let mut packed = pack(&[7; 100_000]);
        packed.truncate(packed.len() - 3);
        for bytes in [&[][..], &[9, 1], &[ZSTD], &[ZSTD, 1, 2, 3], &packed] {
            assert!(unpack(bytes).is_err(), "{bytes:?}");
        }
    }
}
