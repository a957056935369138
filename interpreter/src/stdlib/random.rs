//! What the Python of `random` (`interpreter/library/random.py`) needs of the machine: a generator's bits. Its state is a bytearray,
//! or `None` for the instance's own randomness.

use num_bigint::{BigInt, BigUint, Sign};
use sha2::{Digest, Sha512};

use crate::builtins::read;
use crate::number::{Int, twister};
use crate::value::{Obj, Value};
use crate::vm::native::{Module, function, no_constant};
use crate::vm::{Answer, Args, Vm};

pub(super) static MODULE: Module = Module {
    name: "random",
    functions: &[
        function("_bits", bits),
        function("_from_words", from_words),
        function("_index", |vm, args| {
            let value = args.one(vm, "_index")?;
            let index = read::int(vm, value)?;
            Ok(vm.from_int(index))
        }),
        function("_seeded", seeded),
        function("_sha512", |vm, args| {
            let data = args.one(vm, "_sha512")?;
            let data = vm.heap.bytes_like(data).unwrap_or_default();
            let hash = Sha512::digest(data).to_vec();
            Ok(vm.heap.new_bytes(hash))
        }),
        function("_unit", |vm, args| {
            let state = args.one(vm, "_unit")?;
            Ok(Value::float(match vm.heap.byte_array_mut(state) {
                Some(state) => twister::unit(state),
                None => vm.random.float(),
            }))
        }),
        function("_words", words),
    ],
    types: &[],
    constant: no_constant,
};

fn state(vm: &mut Vm, bytes: Vec<u8>) -> Value {
    Value::Ref(vm.heap.alloc(Obj::ByteArray(bytes)))
}

fn seeded(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let key = args.one(vm, "_seeded")?;
    let (_, key) = read::int(vm, key)?.parts();
    let made = twister::seeded(&key.to_u32_digits());
    Ok(state(vm, made))
}

fn bits(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [state, count] = args.between(vm, "_bits", 2)?;
    let count = read::word(vm, count)?.max(0) as u64;
    vm.reserve(count as usize / 8)?;
    let drawn = match vm.heap.byte_array_mut(state) {
        Some(state) => BigUint::new(twister::bits(state, count)),
        None => own_bits(vm, count),
    };
    let drawn = Int::from(BigInt::from_biguint(Sign::Plus, drawn));
    Ok(vm.from_int(drawn))
}

fn own_bits(vm: &mut Vm, count: u64) -> BigUint {
    let mut value = BigUint::ZERO;
    for _ in 0..count.div_ceil(64) {
        value = (value << 64) + vm.random.next();
    }
    value >> ((64 - count % 64) % 64)
}

fn words(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let state = args.one(vm, "_words")?;
    let state = vm.heap.bytes_like(state).unwrap_or_default();
    let words: Vec<Value> = twister::words(state)
        .map(|word| Value::Int(i64::from(word)))
        .collect();
    Ok(vm.heap.new_tuple(words))
}

fn from_words(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let given = args.one(vm, "_from_words")?;
    let Some(items) = vm.heap.tuple(given).map(|items| items.to_vec()) else {
        return Err(vm.type_error("state vector must be a tuple"));
    };
    if items.len() * 4 != twister::SIZE {
        return Err(vm.value_error("state vector is the wrong size"));
    }
    let mut words = Vec::new();
    for item in items {
        words.push(read::word(vm, item)? as u32);
    }
    if words.last().is_none_or(|index| *index > 624) {
        return Err(vm.value_error("invalid state"));
    }
    let made = twister::from_words(words.into_iter());
    Ok(state(vm, made))
}
