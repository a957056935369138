//! `hashlib`: the hash of all bytes at once. A hash object of the library keeps what it was fed, so that no state needs saving.

use md5::{Digest, Md5};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};

use crate::builtins::read;
use crate::value::{Obj, Value};
use crate::vm::native::{Module, function, no_constant};
use crate::vm::{Answer, Args, Raised, Vm};

pub(super) static MODULE: Module = Module {
    name: "hashlib",
    functions: &[
        function("_blake2b", blake2b),
        function("_blake2s", blake2s),
        function("_digest", digest),
        function("_hmac", hmac),
        function("_pbkdf2", pbkdf2),
    ],
    types: &[],
    constant: no_constant,
};

fn bytes(vm: &Vm, value: Value) -> Vec<u8> {
    let inner = vm.heap.payload(value);
    vm.heap.bytes_like(inner).unwrap_or_default().to_vec()
}

fn new_bytes(vm: &mut Vm, bytes: Vec<u8>) -> Answer {
    vm.reserve(bytes.len())?;
    Ok(Value::Ref(vm.heap.alloc(Obj::Bytes(bytes.into()))))
}

/// The hash of the data by the function of this name, of so many bytes if that can be chosen.
fn hash(name: &str, data: &[u8], length: usize) -> Option<Vec<u8>> {
    Some(match name {
        "md5" => Md5::digest(data).to_vec(),
        "sha1" => Sha1::digest(data).to_vec(),
        "sha224" => Sha224::digest(data).to_vec(),
        "sha256" => Sha256::digest(data).to_vec(),
        "sha384" => Sha384::digest(data).to_vec(),
        "sha512" => Sha512::digest(data).to_vec(),
        "sha512_224" => Sha512_224::digest(data).to_vec(),
        "sha512_256" => Sha512_256::digest(data).to_vec(),
        "sha3_224" => sponge(data, 144, 6, 28),
        "sha3_256" => sponge(data, 136, 6, 32),
        "sha3_384" => sponge(data, 104, 6, 48),
        "sha3_512" => sponge(data, 72, 6, 64),
        "shake_128" => sponge(data, 168, 0x1f, length),
        "shake_256" => sponge(data, 136, 0x1f, length),
        "blake2b" => blake2b_simd::blake2b(data).as_bytes().to_vec(),
        "blake2s" => blake2s_simd::blake2s(data).as_bytes().to_vec(),
        _ => return None,
    })
}

/// FIPS 202: `rate` bytes a block, and the bits that say which function it is.
fn sponge(data: &[u8], rate: usize, domain: u8, length: usize) -> Vec<u8> {
    let mut state = [0_u64; 25];
    let mut padded = data.to_vec();
    padded.push(domain);
    padded.resize(padded.len().next_multiple_of(rate), 0);
    if let Some(last) = padded.last_mut() {
        *last |= 0x80;
    }
    let mut squeezed = Vec::with_capacity(length);
    keccak::Keccak::new().with_f1600(|permute| {
        for block in padded.chunks_exact(rate) {
            for (lane, word) in state.iter_mut().zip(block.chunks_exact(8)) {
                *lane ^= word
                    .iter()
                    .rev()
                    .fold(0, |lane, byte| lane << 8 | u64::from(*byte));
            }
            permute(&mut state);
        }
        while squeezed.len() < length {
            if !squeezed.is_empty() {
                permute(&mut state);
            }
            let block = state.iter().flat_map(|lane| lane.to_le_bytes()).take(rate);
            squeezed.extend(block.take(length - squeezed.len()));
        }
    });
    squeezed
}

fn unknown(vm: &mut Vm, name: &str) -> Raised {
    vm.value_error(format!("unsupported hash type {name}"))
}

fn digest(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [name, data, length] = args.between(vm, "_digest", 3)?;
    let (name, data) = (vm.str(name)?, bytes(vm, data));
    let length = read::size(read::word(vm, length)?);
    vm.reserve(length)?;
    vm.charge_builtin((data.len() + length) as u64)?;
    match hash(&name, &data, length) {
        Some(hash) => new_bytes(vm, hash),
        None => Err(unknown(vm, &name)),
    }
}

/// The key as blocks that are hashed before the message, and before the inner hash.
fn keyed(name: &str, block: usize, key: &[u8]) -> Option<[Vec<u8>; 2]> {
    let mut key = match key.len() > block {
        true => hash(name, key, 0)?,
        false => key.to_vec(),
    };
    key.resize(block, 0);
    Some([0x36, 0x5c].map(|pad| key.iter().map(|byte| byte ^ pad).collect()))
}

/// RFC 2104.
fn authenticated(name: &str, [inner, outer]: &[Vec<u8>; 2], message: &[u8]) -> Option<Vec<u8>> {
    let first = hash(name, &[inner, message].concat(), 0)?;
    hash(name, &[outer, first.as_slice()].concat(), 0)
}

fn hmac(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [name, block, key, message] = args.between(vm, "_hmac", 4)?;
    let (name, block) = (vm.str(name)?, read::size(read::word(vm, block)?));
    let (key, message) = (bytes(vm, key), bytes(vm, message));
    vm.charge_builtin((key.len() + message.len()) as u64)?;
    let found = keyed(&name, block, &key).and_then(|key| authenticated(&name, &key, &message));
    match found {
        Some(hash) => new_bytes(vm, hash),
        None => Err(unknown(vm, &name)),
    }
}

/// RFC 8018.
fn pbkdf2(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [name, block, password, salt, rounds, length] = args.between(vm, "_pbkdf2", 6)?;
    let (name, block) = (vm.str(name)?, read::size(read::word(vm, block)?));
    let (password, salt) = (bytes(vm, password), bytes(vm, salt));
    let (rounds, length) = (read::word(vm, rounds)?, read::size(read::word(vm, length)?));
    vm.reserve(length)?;
    let Some(key) = keyed(&name, block, &password) else {
        return Err(unknown(vm, &name));
    };
    let mut derived = Vec::new();
    let mut index = 0_u32;
    while derived.len() < length {
        index += 1;
        let mut message = [salt.as_slice(), &index.to_be_bytes()].concat();
        let mut sum: Vec<u8> = Vec::new();
        for _ in 0..rounds {
            vm.charge_builtin((2 * block + message.len()) as u64)?;
            message = authenticated(&name, &key, &message).unwrap_or_default();
            sum.resize(message.len(), 0);
            sum.iter_mut()
                .zip(&message)
                .for_each(|(sum, byte)| *sum ^= byte);
        }
        derived.extend(sum);
    }
    derived.truncate(length);
    new_bytes(vm, derived)
}

/// The library has checked what they are: data, key, salt, personalisation, and the numbers of a tree of hashes.
struct Blake {
    data: Vec<u8>,
    key: Vec<u8>,
    salt: Vec<u8>,
    person: Vec<u8>,
    /// digest_size, fanout, depth, leaf_size, node_offset, node_depth, inner_size, last_node
    numbers: [u64; 8],
}

fn blake(vm: &mut Vm, args: &Args<'_>) -> Result<Blake, Raised> {
    let [data, key, salt, person, given @ ..] = args.between::<12>(vm, "_blake2", 12)?;
    let [data, key, salt, person] = [data, key, salt, person].map(|value| bytes(vm, value));
    vm.charge_builtin(data.len() as u64)?;
    let mut numbers = [0; 8];
    for (number, value) in numbers.iter_mut().zip(given) {
        let (_, magnitude) = read::int(vm, value)?.parts();
        *number = magnitude.iter_u64_digits().next().unwrap_or(0);
    }
    Ok(Blake {
        data,
        key,
        salt,
        person,
        numbers,
    })
}

fn blake2b(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let given = blake(vm, args)?;
    let [size, fanout, depth, leaf, offset, node_depth, inner, last] = given.numbers;
    let hash = blake2b_simd::Params::new()
        .hash_length(size as usize)
        .key(&given.key)
        .salt(&given.salt)
        .personal(&given.person)
        .fanout(fanout as u8)
        .max_depth(depth as u8)
        .max_leaf_length(leaf as u32)
        .node_offset(offset)
        .node_depth(node_depth as u8)
        .inner_hash_length(inner as usize)
        .last_node(last != 0)
        .hash(&given.data);
    new_bytes(vm, hash.as_bytes().to_vec())
}

fn blake2s(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let given = blake(vm, args)?;
    let [size, fanout, depth, leaf, offset, node_depth, inner, last] = given.numbers;
    let hash = blake2s_simd::Params::new()
        .hash_length(size as usize)
        .key(&given.key)
        .salt(&given.salt)
        .personal(&given.person)
        .fanout(fanout as u8)
        .max_depth(depth as u8)
        .max_leaf_length(leaf as u32)
        .node_offset(offset)
        .node_depth(node_depth as u8)
        .inner_hash_length(inner as usize)
        .last_node(last != 0)
        .hash(&given.data);
    new_bytes(vm, hash.as_bytes().to_vec())
}
