//! Sorting by keys that compare without running Python code: ints, texts, floats, and tuples of those, column by column.

use std::cmp::Ordering;

use crate::value::{Obj, Value};
use crate::vm::Vm;

use super::stable_sort::Keyed;

/// A key, or a part of one, taken out of the heap: sorting looks at each many times.
#[derive(Clone, Copy)]
enum Part<'a> {
    Int(i64),
    Float(f64),
    Text(&'a str),
}

impl<'a> Part<'a> {
    fn of(vm: &'a Vm, value: Value) -> Option<Self> {
        match value {
            Value::Int(number) => Some(Part::Int(number)),
            Value::Float(number) if !number.is_nan() => Some(Part::Float(number)),
            Value::Ref(_) => vm.heap.text(value).map(|text| Part::Text(text.as_str())),
            _ => None,
        }
    }

    fn is_like(&self, other: &Part<'_>) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

fn order(one: &Part<'_>, other: &Part<'_>) -> Ordering {
    match (one, other) {
        (Part::Int(one), Part::Int(other)) => one.cmp(other),
        (Part::Text(one), Part::Text(other)) => one.cmp(other),
        (Part::Float(one), Part::Float(other)) => one.partial_cmp(other).unwrap_or(Ordering::Equal),
        _ => Ordering::Equal,
    }
}

/// The items in the stable order of their keys; nothing if comparing those is not as simple.
pub(super) fn sorted(vm: &Vm, keyed: &[Keyed]) -> Option<Vec<Value>> {
    match keyed.first()?.0 {
        Value::Int(_) => by_int(keyed),
        Value::Ref(handle) => match vm.heap.get(handle) {
            Obj::Tuple(parts) => by_columns(vm, keyed, parts.len()),
            _ => by_part(vm, keyed),
        },
        _ => by_part(vm, keyed),
    }
}

fn by_int(keyed: &[Keyed]) -> Option<Vec<Value>> {
    let number = |(key, item): &Keyed| match key {
        Value::Int(number) => Some((*number, *item)),
        _ => None,
    };
    let mut rows: Vec<(i64, Value)> = keyed.iter().map(number).collect::<Option<_>>()?;
    rows.sort_by_key(|(number, _)| *number);
    Some(rows.into_iter().map(|(_, item)| item).collect())
}

fn by_part(vm: &Vm, keyed: &[Keyed]) -> Option<Vec<Value>> {
    let first = Part::of(vm, keyed.first()?.0)?;
    let part = |(key, item): &Keyed| {
        let part = Part::of(vm, *key).filter(|part| part.is_like(&first))?;
        Some((part, *item))
    };
    let mut rows: Vec<(Part<'_>, Value)> = keyed.iter().map(part).collect::<Option<_>>()?;
    rows.sort_by(|(one, _), (other, _)| order(one, other));
    Some(rows.into_iter().map(|(_, item)| item).collect())
}

/// Tuples of so many parts each, alike in every column.
fn by_columns(vm: &Vm, keyed: &[Keyed], width: usize) -> Option<Vec<Value>> {
    let mut parts: Vec<Part<'_>> = Vec::with_capacity(keyed.len() * width);
    for (row, (key, _)) in keyed.iter().enumerate() {
        let items = vm.heap.tuple(*key).filter(|items| items.len() == width)?;
        for (column, item) in items.iter().enumerate() {
            let part = Part::of(vm, *item)?;
            if row > 0 && !part.is_like(&parts[column]) {
                return None;
            }
            parts.push(part);
        }
    }
    let row = |index: &u32| &parts[*index as usize * width..(*index as usize + 1) * width];
    let mut rows: Vec<u32> = (0..keyed.len() as u32).collect();
    rows.sort_by(|one, other| {
        let pairs = row(one).iter().zip(row(other));
        pairs
            .map(|(one, other)| order(one, other))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    });
    let item = |index: u32| keyed[index as usize].1;
    Some(rows.into_iter().map(item).collect())
}
