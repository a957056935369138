//! What a snapshot begins with: enough to refuse whatever is not one, or not one of this program and interpreter.
//!
//! `"CBST"` (`"CBTU"` for a step that was taken back), the format version (a byte), 8 bytes of the program's hash, 4 of the base image's fingerprint, 4 of a checksum over
//! all the rest, then the body.

use std::hash::Hasher;

use super::bytes::{In, Out, corrupt};
use crate::error::Corrupt;
use crate::value::symbol::Fnv;

/// What the body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An instance at rest.
    Snapshot,
    /// A step that was taken back.
    Turn,
}

impl Kind {
    fn magic(self) -> &'static [u8; 4] {
        match self {
            Kind::Snapshot => b"CBST",
            Kind::Turn => b"CBTU",
        }
    }
}

pub(super) fn is(kind: Kind, bytes: &[u8]) -> bool {
    bytes.starts_with(kind.magic())
}

/// The version that this build writes, and the only one that it reads.
pub const FORMAT: u8 = 1;
pub(super) const LENGTH: usize = 21;

/// What a snapshot belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    /// Of the encoded program.
    pub(super) program: [u8; 8],
    /// Of the base image that this interpreter makes of it: the snapshot names objects by their number there.
    pub(super) base: u32,
}

/// The header and the body.
pub(super) fn seal(kind: Kind, identity: Identity, body: &[u8]) -> Vec<u8> {
    let mut out = Out {
        bytes: Vec::with_capacity(LENGTH + body.len()),
    };
    out.fixed(kind.magic());
    out.byte(FORMAT);
    out.fixed(&identity.program);
    out.fixed(&identity.base.to_le_bytes());
    out.fixed(&checksum(identity, body).to_le_bytes());
    out.fixed(body);
    out.bytes
}

/// The body, if it is a whole snapshot of this program and interpreter.
pub(super) fn open(kind: Kind, identity: Identity, bytes: &[u8]) -> Result<In<'_>, Corrupt> {
    let mut input = In::new(bytes);
    if input.fixed(4) != Ok(kind.magic()) {
        return Err(corrupt("it does not begin as one"));
    }
    let format = input.byte()?;
    if format != FORMAT {
        let text = format!(
            "the snapshot has format version {format}, and this interpreter reads {FORMAT} only"
        );
        return Err(Corrupt(text));
    }
    let found = Identity {
        program: input.array()?,
        base: u32::from_le_bytes(input.array()?),
    };
    let sum = u32::from_le_bytes(input.array()?);
    if sum != checksum(found, &bytes[LENGTH..]) {
        return Err(corrupt("its checksum is wrong"));
    }
    if found.program != identity.program {
        return Err(Corrupt("the snapshot is of another program".into()));
    }
    if found.base != identity.base {
        return Err(Corrupt(
            "the snapshot was written by another build of the interpreter".into(),
        ));
    }
    Ok(input)
}

/// A snapshot whose body was changed, with the checksum that belongs to it now: what a forger would send, and what is fuzzed.
pub fn resealed(snapshot: &[u8]) -> Vec<u8> {
    let mut snapshot = snapshot.to_vec();
    if let (Some(program), Some(base)) = (snapshot.get(5..13), snapshot.get(13..17)) {
        let identity = Identity {
            program: program.try_into().unwrap_or_default(),
            base: u32::from_le_bytes(base.try_into().unwrap_or_default()),
        };
        if let Some(body) = snapshot.get(LENGTH..) {
            let sum = checksum(identity, body);
            snapshot[17..LENGTH].copy_from_slice(&sum.to_le_bytes());
        }
    }
    snapshot
}

/// Against accidents, not against forgers.
fn checksum(identity: Identity, body: &[u8]) -> u32 {
    let mut sum = Sum::default();
    sum.word(u64::from_le_bytes(identity.program));
    sum.word(u64::from(identity.base));
    sum.bytes(body);
    sum.finish()
}

/// A multiplication a word, each of which undoes no bit of the ones before it.
pub(super) struct Sum(u64);

impl Default for Sum {
    fn default() -> Self {
        Sum(Fnv::default().finish())
    }
}

impl Sum {
    pub(super) fn word(&mut self, word: u64) {
        let mixed = (self.0 ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 29;
    }

    /// Bytes, as words.
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        let (words, rest) = bytes.split_at(bytes.len() - bytes.len() % 8);
        for word in words.chunks_exact(8) {
            self.word(
                word.iter()
                    .rev()
                    .fold(0, |all, byte| all << 8 | u64::from(*byte)),
            );
        }
        self.word(rest.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)));
    }

    pub(super) fn finish(self) -> u32 {
        (self.0 ^ self.0 >> 32) as u32
    }
}
