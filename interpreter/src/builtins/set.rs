//! `set` and `frozenset`.

use crate::value::{Obj, Table, Value};
use crate::vm::native::{method, new};
use crate::vm::{Answer, Args, Native, Raised, Vm};

macro_rules! shared {
    ($($own:expr,)*) => {
        &[
            method("__and__", and),
            method("__contains__", contains),
            method("__iter__", iter),
            method("__len__", len),
            method("__or__", or),
            method("__rand__", reflected_and),
            method("__ror__", reflected_or),
            method("__rsub__", reflected_sub),
            method("__rxor__", reflected_xor),
            method("__sub__", sub),
            method("__xor__", xor),
            method("copy", copy),
            method("difference", difference),
            method("intersection", intersection),
            method("isdisjoint", is_disjoint),
            method("issubset", is_subset),
            method("issuperset", is_superset),
            method("symmetric_difference", symmetric_difference),
            method("union", union),
            crate::builtins::generic_alias::CLASS_GETITEM,
            $($own,)*
        ]
    };
}

pub(super) const METHODS: &[Native] = shared![
    new(make),
    method("__init__", init),
    method("__iand__", in_place_and),
    method("__ior__", in_place_or),
    method("__isub__", in_place_sub),
    method("__ixor__", in_place_xor),
    method("add", add),
    method("clear", clear),
    method("difference_update", difference_update),
    method("discard", discard),
    method("intersection_update", intersection_update),
    method("pop", pop),
    method("remove", remove),
    method("symmetric_difference_update", symmetric_difference_update),
    method("update", update),
];

pub(super) const FROZEN_METHODS: &[Native] = shared![new(make_frozen),];

/// What combines two sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Union,
    Intersection,
    Difference,
    Symmetric,
}

fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [iterable] = args.between(vm, "set", 0)?;
    let items = if iterable.is_unbound() {
        Vec::new()
    } else {
        vm.collect(iterable)?
    };
    vm.new_set(&items)
}

/// `set.__init__`: other items instead of those that are there.
fn init(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let made = make(vm, args)?;
    let table = vm
        .heap
        .set_mut(made)
        .map(std::mem::take)
        .unwrap_or_default();
    if let Some(set) = vm.heap.set_mut(args.this) {
        *set = table;
    }
    Ok(Value::None)
}

fn make_frozen(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [iterable] = args.between(vm, "frozenset", 0)?;
    if vm.heap.frozen_set(iterable).is_some() {
        return Ok(iterable);
    }
    let items = if iterable.is_unbound() {
        Vec::new()
    } else {
        vm.collect(iterable)?
    };
    let set = vm.new_set(&items)?;
    Ok(frozen(vm, set))
}

/// A frozenset with the items of a new set.
fn frozen(vm: &mut Vm, set: Value) -> Value {
    let table = vm.heap.set_mut(set).map(std::mem::take).unwrap_or_default();
    Value::Ref(vm.heap.alloc(Obj::FrozenSet(Box::new(table))))
}

/// A new set, or a frozenset if `like` is one.
fn like(vm: &mut Vm, set: Value, like: Value) -> Value {
    if vm.heap.frozen_set(vm.heap.payload(like)).is_some() {
        frozen(vm, set)
    } else {
        set
    }
}

fn table(vm: &Vm, set: Value) -> Table {
    vm.heap.table(set).cloned().unwrap_or_default()
}

/// A new plain set with the same items, which need no hashing again.
fn duplicate(vm: &mut Vm, set: Value) -> Answer {
    let table = table(vm, set);
    vm.reserve(table.size())?;
    Ok(Value::Ref(vm.heap.alloc(Obj::Set(Box::new(table)))))
}

fn is_set(vm: &Vm, value: Value) -> bool {
    let inner = vm.heap.payload(value);
    vm.heap.set(inner).is_some() || vm.heap.frozen_set(inner).is_some()
}

/// Changes a plain set by the items of another.
pub(super) fn change(
    vm: &mut Vm,
    set: Value,
    other: Vec<Value>,
    operation: Operation,
) -> Result<(), Raised> {
    match operation {
        Operation::Union => other.into_iter().try_for_each(|item| vm.set_add(set, item)),
        Operation::Difference => other
            .into_iter()
            .try_for_each(|item| vm.set_discard(set, item).map(drop)),
        Operation::Intersection => {
            let kept = vm.new_set(&[])?;
            for item in other {
                if vm.set_has(set, item)? {
                    vm.set_add(kept, item)?;
                }
            }
            replace(vm, set, kept);
            Ok(())
        }
        Operation::Symmetric => {
            let other = vm.new_set(&other)?;
            let items: Vec<Value> = table(vm, other).keys().collect();
            for item in items {
                if !vm.set_discard(set, item)? {
                    vm.set_add(set, item)?;
                }
            }
            Ok(())
        }
    }
}

/// Gives `set` the items of a new set.
fn replace(vm: &mut Vm, set: Value, new: Value) {
    let items = table(vm, new);
    if let Some(table) = vm.heap.table_mut(set) {
        table.clear();
        for (hash, key, value) in items.hashed() {
            table.push(hash, key, value);
        }
    }
}

/// As an operand of an intersection: of two sets the smaller is walked, and its items are kept.
fn intersected(vm: &mut Vm, set: Value, other: Value) -> Result<(), Raised> {
    if !is_set(vm, other) || vm.length(other)? <= vm.length(set)? {
        let items = vm.collect(other)?;
        return change(vm, set, items, Operation::Intersection);
    }
    let kept = vm.new_set(&[])?;
    let items: Vec<Value> = table(vm, set).keys().collect();
    for item in items {
        if vm.set_has(other, item)? {
            vm.set_add(kept, item)?;
        }
    }
    replace(vm, set, kept);
    Ok(())
}

fn operated(vm: &mut Vm, left: Value, right: Value, operation: Operation) -> Answer {
    if !is_set(vm, left) || !is_set(vm, right) {
        return Ok(Value::NotImplemented);
    }
    let result = duplicate(vm, left)?;
    if operation == Operation::Intersection {
        intersected(vm, result, vm.heap.payload(right))?;
        return Ok(like(vm, result, left));
    }
    let other = table(vm, vm.heap.payload(right)).keys().collect();
    change(vm, result, other, operation)?;
    Ok(like(vm, result, left))
}

fn and(vm: &mut Vm, args: &Args<'_>) -> Answer {
    operated(vm, args.this, args.get(0), Operation::Intersection)
}

fn or(vm: &mut Vm, args: &Args<'_>) -> Answer {
    operated(vm, args.this, args.get(0), Operation::Union)
}

fn sub(vm: &mut Vm, args: &Args<'_>) -> Answer {
    operated(vm, args.this, args.get(0), Operation::Difference)
}

fn xor(vm: &mut Vm, args: &Args<'_>) -> Answer {
    operated(vm, args.this, args.get(0), Operation::Symmetric)
}

fn reflected_and(vm: &mut Vm, args: &Args<'_>) -> Answer {
    operated(vm, args.get(0), args.this, Operation::Intersection)
}

fn reflected_or(vm: &mut Vm, args: &Args<'_>) -> Answer {
    operated(vm, args.get(0), args.this, Operation::Union)
}

fn reflected_sub(vm: &mut Vm, args: &Args<'_>) -> Answer {
    operated(vm, args.get(0), args.this, Operation::Difference)
}

fn reflected_xor(vm: &mut Vm, args: &Args<'_>) -> Answer {
    operated(vm, args.get(0), args.this, Operation::Symmetric)
}

fn in_place(vm: &mut Vm, args: &Args<'_>, operation: Operation) -> Answer {
    if !is_set(vm, args.get(0)) {
        return Ok(Value::NotImplemented);
    }
    let other = vm.heap.payload(args.get(0));
    if operation == Operation::Intersection {
        intersected(vm, args.this, other)?;
        return Ok(args.this);
    }
    let other = table(vm, other).keys().collect();
    change(vm, args.this, other, operation)?;
    Ok(args.this)
}

fn in_place_and(vm: &mut Vm, args: &Args<'_>) -> Answer {
    in_place(vm, args, Operation::Intersection)
}

fn in_place_or(vm: &mut Vm, args: &Args<'_>) -> Answer {
    in_place(vm, args, Operation::Union)
}

fn in_place_sub(vm: &mut Vm, args: &Args<'_>) -> Answer {
    in_place(vm, args, Operation::Difference)
}

fn in_place_xor(vm: &mut Vm, args: &Args<'_>) -> Answer {
    in_place(vm, args, Operation::Symmetric)
}

/// `union(*others)` and its kin: a new set.
fn combined(vm: &mut Vm, args: &Args<'_>, name: &str, operation: Operation) -> Answer {
    args.no_keywords(vm, name)?;
    let result = duplicate(vm, args.this)?;
    for other in args.positional {
        apply(vm, result, *other, operation)?;
    }
    Ok(like(vm, result, args.this))
}

fn union(vm: &mut Vm, args: &Args<'_>) -> Answer {
    combined(vm, args, "set.union", Operation::Union)
}

fn intersection(vm: &mut Vm, args: &Args<'_>) -> Answer {
    combined(vm, args, "set.intersection", Operation::Intersection)
}

fn difference(vm: &mut Vm, args: &Args<'_>) -> Answer {
    combined(vm, args, "set.difference", Operation::Difference)
}

fn symmetric_difference(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.one(vm, "set.symmetric_difference")?;
    combined(vm, args, "set.symmetric_difference", Operation::Symmetric)
}

fn apply(vm: &mut Vm, set: Value, other: Value, operation: Operation) -> Result<(), Raised> {
    if operation == Operation::Intersection {
        return intersected(vm, set, other);
    }
    let items = vm.collect(other)?;
    change(vm, set, items, operation)
}

/// `update(*others)` and its kin.
fn updated(vm: &mut Vm, args: &Args<'_>, name: &str, operation: Operation) -> Answer {
    args.no_keywords(vm, name)?;
    for other in args.positional {
        apply(vm, args.this, *other, operation)?;
    }
    Ok(Value::None)
}

fn update(vm: &mut Vm, args: &Args<'_>) -> Answer {
    updated(vm, args, "set.update", Operation::Union)
}

fn intersection_update(vm: &mut Vm, args: &Args<'_>) -> Answer {
    updated(vm, args, "set.intersection_update", Operation::Intersection)
}

fn difference_update(vm: &mut Vm, args: &Args<'_>) -> Answer {
    updated(vm, args, "set.difference_update", Operation::Difference)
}

fn symmetric_difference_update(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.one(vm, "set.symmetric_difference_update")?;
    updated(
        vm,
        args,
        "set.symmetric_difference_update",
        Operation::Symmetric,
    )
}

fn len(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.length(args.this).map(Value::Int)
}

fn iter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.iterate(args.this)
}

fn contains(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.set_has(args.this, args.get(0)).map(Value::Bool)
}

fn copy(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "set.copy")?;
    let copy = duplicate(vm, args.this)?;
    Ok(like(vm, copy, args.this))
}

fn add(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let item = args.one(vm, "set.add")?;
    vm.set_add(args.this, item)?;
    Ok(Value::None)
}

fn clear(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "set.clear")?;
    if let Some(table) = vm.heap.table_mut(args.this) {
        table.clear();
    }
    Ok(Value::None)
}

fn discard(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let item = args.one(vm, "set.discard")?;
    vm.set_discard(args.this, item)?;
    Ok(Value::None)
}

fn remove(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let item = args.one(vm, "set.remove")?;
    if vm.set_discard(args.this, item)? {
        return Ok(Value::None);
    }
    Err(vm.key_error(item))
}

fn pop(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "set.pop")?;
    let first = vm
        .heap
        .table(args.this)
        .and_then(|table| table.next_from(0));
    let Some((at, item, _)) = first else {
        let message = vm.heap.new_str("pop from an empty set");
        return Err(vm.key_error(message));
    };
    if let Some(table) = vm.heap.table_mut(args.this) {
        table.remove_at(at);
    }
    Ok(item)
}

fn is_disjoint(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let other = args.one(vm, "set.isdisjoint")?;
    for item in vm.collect(other)? {
        if vm.set_has(args.this, item)? {
            return Ok(Value::Bool(false));
        }
    }
    Ok(Value::Bool(true))
}

/// The other operand as a set.
fn as_set(vm: &mut Vm, value: Value) -> Answer {
    if is_set(vm, value) {
        return Ok(value);
    }
    let items = vm.collect(value)?;
    vm.new_set(&items)
}

fn is_subset(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let other = args.one(vm, "set.issubset")?;
    let other = as_set(vm, other)?;
    vm.is_subset(args.this, other).map(Value::Bool)
}

fn is_superset(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let other = args.one(vm, "set.issuperset")?;
    let other = as_set(vm, other)?;
    vm.is_subset(other, args.this).map(Value::Bool)
}
