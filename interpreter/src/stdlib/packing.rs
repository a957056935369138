//! `struct`: the bits of floats; the rest is Python (`interpreter/library/struct.py`).

use crate::value::Value;
use crate::vm::native::{Module, Native, function, no_constant};
use crate::vm::{Answer, Args, Vm};

pub(super) static MODULE: Module = Module {
    name: "struct",
    functions: FUNCTIONS,
    types: &[],
    constant: no_constant,
};

const FUNCTIONS: &[Native] = &[
    function("_float_bytes", bytes_of),
    function("_float_of", of_bytes),
];

/// `_float_bytes(value, code)`: the small end first; None if the float is too large for the format.
fn bytes_of(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [value, code] = args.bind(vm, "_float_bytes", ["value", "code"], 2, 2)?;
    let Value::Float(value) = value else {
        return Err(vm.type_error("required argument is not a float"));
    };
    let bytes = match vm.heap.str(code) {
        Some("e") => half(value).map(|bits| bits.to_le_bytes().to_vec()),
        Some("f") => {
            let single = value as f32;
            let fits = single.is_finite() || !value.is_finite();
            fits.then(|| single.to_bits().to_le_bytes().to_vec())
        }
        _ => Some(value.to_bits().to_le_bytes().to_vec()),
    };
    Ok(bytes.map_or(Value::None, |bytes| vm.heap.new_bytes(bytes)))
}

/// `_float_of(bytes, code)`: the small end first.
fn of_bytes(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [bytes, code] = args.bind(vm, "_float_of", ["bytes", "code"], 2, 2)?;
    let bytes = vm.heap.bytes_like(bytes).unwrap_or_default();
    let bits = bytes
        .iter()
        .rev()
        .fold(0, |bits, byte| bits << 8 | u64::from(*byte));
    Ok(Value::float(match vm.heap.str(code) {
        Some("e") => of_half(bits as u16),
        Some("f") => f64::from(f32::from_bits(bits as u32)),
        _ => f64::from_bits(bits),
    }))
}

/// The nearest number of 16 bits, ties to even; nothing for what is finite and too large.
fn half(value: f64) -> Option<u16> {
    let sign = u16::from(value.is_sign_negative()) << 15;
    let size = value.abs();
    if value.is_nan() {
        return Some(sign | 0x7e00);
    }
    if value.is_infinite() {
        return Some(sign | 0x7c00);
    }
    // Below 2**-14 the steps between numbers are all of 2**-24, above they are 2**-10 of the power of two.
    let exponent = ((size.to_bits() >> 52) as i64 - 1023).max(-14);
    let step = f64::from_bits(((exponent - 10 + 1023) as u64) << 52);
    let steps = (size / step).round_ties_even() as u64;
    let bits = if exponent == -14 && steps < 1024 {
        steps
    } else {
        ((exponent + 15) as u64) * 1024 + steps - 1024
    };
    (bits < 0x7c00).then_some(sign | bits as u16)
}

fn of_half(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
    let power = |exponent: i32| f64::from_bits(((exponent + 1023) as u64) << 52);
    let size = match exponent {
        0x1f if fraction == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        0 => fraction * power(-24),
        _ => (1024.0 + fraction) * power(exponent - 25),
    };
    if bits >> 15 == 1 { -size } else { size }
}
