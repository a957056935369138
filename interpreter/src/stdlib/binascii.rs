//! `binascii`: what is slow as Python. Errors are told as texts, which the library raises as its own class.

use crate::builtins::read;
use crate::value::{Obj, Value};
use crate::vm::native::{Module, function, no_constant};
use crate::vm::{Answer, Args, Vm};

pub(super) static MODULE: Module = Module {
    name: "binascii",
    functions: &[
        function("_decode64", decode),
        function("_encode64", encode),
        function("crc32", crc32),
    ],
    types: &[],
    constant: no_constant,
};

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn bytes(vm: &mut Vm, value: Value) -> Result<Vec<u8>, crate::vm::Raised> {
    let inner = vm.heap.payload(value);
    match vm.heap.bytes_like(inner) {
        Some(bytes) => Ok(bytes.to_vec()),
        None => {
            let class = vm.type_name(value);
            let message = format!("a bytes-like object is required, not '{class}'");
            Err(vm.type_error(message))
        }
    }
}

fn new_bytes(vm: &mut Vm, bytes: Vec<u8>) -> Answer {
    vm.reserve(bytes.len())?;
    Ok(Value::Ref(vm.heap.alloc(Obj::Bytes(bytes.into()))))
}

fn encode(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let data = args.one(vm, "b2a_base64")?;
    let data = bytes(vm, data)?;
    vm.charge_builtin(data.len() as u64)?;
    let mut encoded = Vec::with_capacity(data.len().div_ceil(3) * 4);
    for part in data.chunks(3) {
        let three = [
            part[0],
            part.get(1).copied().unwrap_or(0),
            part.get(2).copied().unwrap_or(0),
        ];
        let number = u32::from_be_bytes([0, three[0], three[1], three[2]]);
        for place in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * place)) as usize & 63];
            encoded.push(if place > part.len() { b'=' } else { letter });
        }
    }
    new_bytes(vm, encoded)
}

fn value_of(letter: u8) -> Option<u32> {
    Some(u32::from(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

/// The bytes, or what is wrong.
fn decode(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [data, strict] = args.between(vm, "a2b_base64", 2)?;
    let data = bytes(vm, data)?;
    vm.charge_builtin(data.len() as u64)?;
    let strict = vm.truthy(strict)?;
    match decoded(&data, strict) {
        Ok(decoded) => new_bytes(vm, decoded),
        Err(message) => Ok(vm.heap.new_str(message)),
    }
}

/// Letters that are none are passed over, as is all after the padding, unless it is to be strict.
fn decoded(data: &[u8], strict: bool) -> Result<Vec<u8>, String> {
    if strict && data.first() == Some(&b'=') {
        return Err("Leading padding not allowed".to_owned());
    }
    let mut decoded = Vec::with_capacity(data.len() / 4 * 3);
    let (mut place, mut left, mut padding, mut padded) = (0_usize, 0_u32, 0_usize, false);
    for (at, letter) in data.iter().copied().enumerate() {
        if letter == b'=' {
            padded = true;
            if place >= 2 {
                padding += 1;
                if place + padding >= 4 {
                    if strict && at + 1 < data.len() {
                        return Err("Excess data after padding".to_owned());
                    }
                    return Ok(decoded);
                }
            }
            continue;
        }
        let Some(value) = value_of(letter) else {
            if strict {
                return Err("Only base64 data is allowed".to_owned());
            }
            continue;
        };
        if strict && padded {
            return Err("Discontinuous padding not allowed".to_owned());
        }
        padding = 0;
        match place {
            0 => left = value,
            1 => {
                decoded.push((left << 2 | value >> 4) as u8);
                left = value & 15;
            }
            2 => {
                decoded.push((left << 4 | value >> 2) as u8);
                left = value & 3;
            }
            _ => decoded.push((left << 6 | value) as u8),
        }
        place = (place + 1) % 4;
    }
    match place {
        0 => Ok(decoded),
        1 => Err(format!(
            "Invalid base64-encoded string: number of data characters ({}) cannot be 1 more than a multiple of 4",
            decoded.len() / 3 * 4 + 1
        )),
        _ => Err("Incorrect padding".to_owned()),
    }
}

fn crc32(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [data, start] = args.between(vm, "crc32", 1)?;
    let data = bytes(vm, data)?;
    vm.charge_builtin(data.len() as u64)?;
    let mut sum = !(read::word_or(vm, start, 0)? as u32);
    for byte in data {
        sum ^= u32::from(byte);
        for _ in 0..8 {
            sum = sum >> 1 ^ (0xEDB8_8320 & (sum & 1).wrapping_neg());
        }
    }
    Ok(Value::Int(i64::from(!sum)))
}
