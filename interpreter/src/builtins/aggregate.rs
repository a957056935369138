//! `all`, `any` and `sum`.

use crate::value::Value;
use crate::vm::{Answer, Args, Binary, Vm};

pub(super) fn all(vm: &mut Vm, args: &Args<'_>) -> Answer {
    decided(vm, args, "all", false)
}

pub(super) fn any(vm: &mut Vm, args: &Args<'_>) -> Answer {
    decided(vm, args, "any", true)
}

/// Whether one item has the truth that decides.
fn decided(vm: &mut Vm, args: &Args<'_>, name: &str, by: bool) -> Answer {
    let iterable = args.one(vm, name)?;
    let iterator = vm.iterate(iterable)?;
    while let Some(item) = vm.next(iterator)? {
        if vm.truthy(item)? == by {
            return Ok(Value::Bool(by));
        }
    }
    Ok(Value::Bool(!by))
}

pub(super) fn sum(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [iterable, start] = args.bind(vm, "sum", ["", "start"], 1, 2)?;
    let iterator = vm.iterate(iterable)?;
    for (refused, kind, join) in [
        (vm.heap.str(start).is_some(), "strings", "''"),
        (
            vm.heap.bytes_of(vm.heap.payload(start)).is_some(),
            "bytes",
            "b''",
        ),
        (
            vm.heap.byte_array(vm.heap.payload(start)).is_some(),
            "bytearray",
            "b''",
        ),
    ] {
        if refused {
            return Err(vm.type_error(format!(
                "sum() can't sum {kind} [use {join}.join(seq) instead]"
            )));
        }
    }
    let mut total = start.bound().unwrap_or(Value::Int(0));
    while let Some(item) = vm.next(iterator)? {
        total = match (total, item) {
            (Value::Int(a), Value::Int(b)) if a.checked_add(b).is_some() => Value::Int(a + b),
            _ => vm.binary(Binary::Add, total, item)?,
        };
    }
    Ok(total)
}
