//! `__length_hint__` of the builtin iterators: how many items are left.

use crate::value::iter::Iter;
use crate::value::symbol::names;
use crate::value::{Obj, Table, Value};
use crate::vm::native::{Native, method};
use crate::vm::{Answer, Args, Raised, Vm};

pub(super) const METHOD: Native = method("__length_hint__", length_hint);

fn length_hint(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "__length_hint__")?;
    Ok(match remaining(vm, args.this)? {
        Some(left) => Value::Int(left as i64),
        None => Value::NotImplemented,
    })
}

fn remaining(vm: &mut Vm, iter: Value) -> Result<Option<usize>, Raised> {
    let Some(Obj::Iter(iter)) = iter.as_ref().map(|handle| vm.heap.get(handle)) else {
        return Ok(None);
    };
    let items =
        |list: &crate::value::Ref| vm.heap.items(Value::Ref(*list)).map_or(0, <[Value]>::len);
    Ok(match iter.as_ref() {
        Iter::Done => Some(0),
        Iter::List { list, index } => Some(items(list).saturating_sub(*index)),
        Iter::ListReversed { list, index } if *index <= items(list) => Some(*index),
        Iter::ListReversed { .. } => Some(0),
        Iter::Tuple { tuple, index } => Some(items(tuple).saturating_sub(*index)),
        Iter::Str { text, offset } => vm
            .heap
            .str(Value::Ref(*text))
            .and_then(|text| text.get(*offset..))
            .map(|rest| rest.chars().count()),
        Iter::Bytes { bytes, index } => vm
            .heap
            .bytes_like(Value::Ref(*bytes))
            .map(|bytes| bytes.len().saturating_sub(*index)),
        Iter::Range { left, .. } => usize::try_from(*left).ok(),
        Iter::Dict {
            dict, length, left, ..
        } => vm
            .heap
            .table(Value::Ref(*dict))
            .map(|table| if table.len() == *length { *left } else { 0 }),
        Iter::Set {
            set,
            position,
            length,
        } => match vm.heap.get(*set) {
            Obj::Set(table) | Obj::FrozenSet(table) => Some(left_in(table, *position, *length)),
            _ => None,
        },
        Iter::Deque {
            deque,
            index,
            length,
            ..
        } => vm.heap.deque(Value::Ref(*deque)).map(|deque| {
            let is_same = deque.version as usize == *length;
            if is_same {
                deque.items.len().saturating_sub(*index)
            } else {
                0
            }
        }),
        Iter::Sequence {
            object,
            index,
            reversed,
        } => {
            let (object, index, reversed) = (*object, *index, *reversed);
            return sequence_left(vm, object, index, reversed);
        }
        Iter::Tool { tool, state } => match state[..] {
            [_, Value::Int(left)] if *tool == crate::stdlib::itertools::REPEAT => {
                usize::try_from(left).ok()
            }
            _ => None,
        },
        _ => None,
    })
}

/// Zero once the table has changed its size.
fn left_in(table: &Table, position: usize, length: usize) -> usize {
    if table.len() != length {
        return 0;
    }
    let mut at = position;
    let mut left = 0;
    while let Some((found, ..)) = table.next_from(at) {
        (at, left) = (found + 1, left + 1);
    }
    left
}

fn sequence_left(
    vm: &mut Vm,
    object: Value,
    index: i64,
    reversed: bool,
) -> Result<Option<usize>, Raised> {
    let length = match vm.special(object, names::LEN) {
        Some(method) => vm.call(method, &[])?,
        None => return Ok(None),
    };
    let Value::Int(length) = length else {
        return Ok(None);
    };
    let left = match reversed {
        true if index >= length => 0,
        true => index + 1,
        false => length - index,
    };
    Ok(Some(usize::try_from(left).unwrap_or(0)))
}
