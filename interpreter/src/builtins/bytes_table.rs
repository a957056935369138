//! `translate` and `maketrans` of `bytes` and `bytearray`.

use super::bytes::{made, this};
use crate::value::Value;
use crate::vm::{Answer, Args, Raised, Vm};

fn bytes_like(vm: &mut Vm, value: Value) -> Result<Vec<u8>, Raised> {
    if let Some(bytes) = vm.heap.bytes_like(value) {
        return Ok(bytes.to_vec());
    }
    let name = vm.type_name(value);
    Err(vm.type_error(format!("a bytes-like object is required, not '{name}'")))
}

pub(super) fn translate(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [table, delete] = args.bind(vm, "translate", ["", "delete"], 1, 2)?;
    let table = match table {
        Value::None => None,
        given => Some(bytes_like(vm, given)?),
    };
    if table.as_ref().is_some_and(|table| table.len() != 256) {
        return Err(vm.value_error("translation table must be 256 characters long"));
    }
    let delete = match delete {
        Value::Unbound => Vec::new(),
        given => bytes_like(vm, given)?,
    };
    let bytes = this(vm, args)
        .into_iter()
        .filter(|byte| !delete.contains(byte))
        .map(|byte| {
            table
                .as_ref()
                .map_or(byte, |table| table[usize::from(byte)])
        })
        .collect();
    made(vm, args.this, bytes)
}

pub(super) fn make_table(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [from, to] = args.between(vm, "maketrans", 2)?;
    let (from, to) = (bytes_like(vm, from)?, bytes_like(vm, to)?);
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=u8::MAX).collect();
    for (from, to) in from.into_iter().zip(to) {
        table[usize::from(from)] = to;
    }
    Ok(vm.heap.new_bytes(table))
}
