//! How a snapshot is stored: a byte that says how, then the machine's bytes.

/// Below this, compressing costs more than it saves.
const COMPRESSED_FROM_BYTES: usize = 2_048;
const RAW: u8 = 0;
const ZSTD: u8 = 1;
/// The machine's own limit is lower; this only bounds what a damaged row can make us allocate.
const SNAPSHOT_BYTES_MAX: usize = 512 << 20;

pub(super) fn pack(state: &[u8]) -> Vec<u8> {
    if state.len() >= COMPRESSED_FROM_BYTES
        && let Ok(packed) = zstd::bulk::compress(state, 1)
        && packed.len() < state.len()
    {
        return tagged(ZSTD, &packed);
    }
    tagged(RAW, state)
}

/// An error says what is wrong with the stored bytes.
pub(super) fn unpack(stored: &[u8]) -> Result<Vec<u8>, String> {
    match stored.split_first() {
        Some((&RAW, state)) => Ok(state.to_vec()),
        Some((&ZSTD, packed)) => decompress(packed),
        Some((tag, _)) => Err(format!("the snapshot is of the unknown kind {tag}")),
        None => Err("the snapshot is empty".into()),
    }
}

fn decompress(packed: &[u8]) -> Result<Vec<u8>, String> {
    // The frame says its own length, as ours always do; a damaged one is not believed beyond the limit.
    let length = zstd::zstd_safe::get_frame_content_size(packed)
        .ok()
        .flatten();
    let length = length.ok_or("the snapshot does not say how long it is")?;
    if length > SNAPSHOT_BYTES_MAX as u64 {
        return Err(format!("the snapshot claims to hold {length} bytes"));
    }
    zstd::bulk::decompress(packed, length as usize)
        .map_err(|error| format!("the snapshot cannot be unpacked ({error})"))
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
        for length in [0, 1, 2_047, 2_048, 100_000] {
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
