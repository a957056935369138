//! A program as bytes: `CBIR`, the format, the body, a checksum. What is read back is checked so far that the machine may index
//! without checking.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::Corrupt;
use crate::ir::{Constant, IR_FORMAT, Program};
use crate::validate::validate;

const MAGIC: &[u8; 4] = b"CBIR";
/// Magic and format.
const HEADER: usize = 6;
/// The first bytes of the SHA-256 of all before it.
const CHECKSUM: usize = 8;
/// How deep constants may nest; source nests tuples less.
const DEPTH_MAX: usize = 256;

impl Program {
    /// The bytes: the same program gives the same on any machine.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&IR_FORMAT.to_le_bytes());
        bytes.extend(postcard::to_allocvec(self).unwrap_or_default());
        let sum = Sha256::digest(&bytes);
        bytes.extend_from_slice(&sum[..CHECKSUM]);
        bytes
    }

    /// Reads a program and checks all of it.
    ///
    /// # Errors
    /// The bytes are not a program of this format, or one that the machine could not run safely.
    pub fn from_bytes(bytes: &[u8]) -> Result<Program, Corrupt> {
        let body = body(bytes)?;
        let (program, rest) = postcard::take_from_bytes::<Program>(body)
            .map_err(|error| Corrupt(format!("the program cannot be read: {error}")))?;
        if !rest.is_empty() {
            return Err(Corrupt("bytes follow the program".into()));
        }
        validate(&program)?;
        Ok(program)
    }

    /// SHA-256 of the bytes: the version of a workflow.
    pub fn version(&self) -> [u8; 32] {
        Sha256::digest(self.to_bytes()).into()
    }
}

fn body(bytes: &[u8]) -> Result<&[u8], Corrupt> {
    if bytes.len() < HEADER + CHECKSUM || !bytes.starts_with(MAGIC) {
        return Err(Corrupt("this is not a program".into()));
    }
    let format = u16::from_le_bytes([bytes[4], bytes[5]]);
    if format != IR_FORMAT {
        return Err(Corrupt(format!(
            "the program has format {format}; this build reads {IR_FORMAT}"
        )));
    }
    let (content, sum) = bytes.split_at(bytes.len() - CHECKSUM);
    if Sha256::digest(content)[..CHECKSUM] != *sum {
        return Err(Corrupt("the program's checksum does not match".into()));
    }
    Ok(&content[HEADER..])
}

/// Constants are written flat, a tuple naming its items, so that reading needs no recursion however deep they claim to nest.
pub(crate) mod flat {
    use super::{Constant, DEPTH_MAX, Deserialize, Serialize};
    use serde::de::Error;
    use serde::{Deserializer, Serializer};

    #[derive(Serialize, Deserialize)]
    enum Flat {
        None,
        Ellipsis,
        Bool(bool),
        Int(i64),
        BigInt(String),
        Float(u64),
        Complex(u64, u64),
        Str(String),
        Bytes(Vec<u8>),
        /// The items are the last so many constants before that are no one's items yet.
        Tuple(u32),
        FrozenSet(u32),
        Encoded(Vec<u8>),
    }

    pub(crate) fn serialize<S: Serializer>(
        constants: &[Constant],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut all = Vec::new();
        constants
            .iter()
            .for_each(|constant| flatten(constant, &mut all));
        all.serialize(serializer)
    }

    fn flatten(constant: &Constant, all: &mut Vec<Flat>) {
        let mut items = |items: &[Constant]| {
            items.iter().for_each(|item| flatten(item, all));
            items.len() as u32
        };
        let flat = match constant {
            Constant::None => Flat::None,
            Constant::Ellipsis => Flat::Ellipsis,
            Constant::Bool(value) => Flat::Bool(*value),
            Constant::Int(value) => Flat::Int(*value),
            Constant::BigInt(text) => Flat::BigInt(text.clone()),
            Constant::Float(bits) => Flat::Float(*bits),
            Constant::Complex(real, imag) => Flat::Complex(*real, *imag),
            Constant::Str(text) => Flat::Str(text.clone()),
            Constant::Bytes(bytes) => Flat::Bytes(bytes.clone()),
            Constant::Tuple(inside) => Flat::Tuple(items(inside)),
            Constant::FrozenSet(inside) => Flat::FrozenSet(items(inside)),
            Constant::Encoded(bytes) => Flat::Encoded(bytes.clone()),
        };
        all.push(flat);
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Constant>, D::Error> {
        let mut made: Vec<(Constant, usize)> = Vec::new();
        for flat in Vec::<Flat>::deserialize(deserializer)? {
            let mut items = |count: u32| {
                let first = made
                    .len()
                    .checked_sub(count as usize)
                    .ok_or_else(|| D::Error::custom("a constant lacks items"))?;
                let taken = made.split_off(first);
                let depth = 1 + taken.iter().map(|(_, depth)| *depth).max().unwrap_or(0);
                if depth > DEPTH_MAX {
                    return Err(D::Error::custom("constants nest too deep"));
                }
                Ok((taken.into_iter().map(|(item, _)| item).collect(), depth))
            };
            let entry = match flat {
                Flat::None => (Constant::None, 0),
                Flat::Ellipsis => (Constant::Ellipsis, 0),
                Flat::Bool(value) => (Constant::Bool(value), 0),
                Flat::Int(value) => (Constant::Int(value), 0),
                Flat::BigInt(text) => (Constant::BigInt(text), 0),
                Flat::Float(bits) => (Constant::Float(bits), 0),
                Flat::Complex(real, imag) => (Constant::Complex(real, imag), 0),
                Flat::Str(text) => (Constant::Str(text), 0),
                Flat::Bytes(bytes) => (Constant::Bytes(bytes), 0),
                Flat::Tuple(count) => {
                    items(count).map(|(items, depth)| (Constant::Tuple(items), depth))?
                }
                Flat::FrozenSet(count) => {
                    items(count).map(|(items, depth)| (Constant::FrozenSet(items), depth))?
                }
                Flat::Encoded(bytes) => (Constant::Encoded(bytes), 0),
            };
            made.push(entry);
        }
        Ok(made.into_iter().map(|(constant, _)| constant).collect())
    }
}
