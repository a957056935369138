//! `dict.keys()`, `dict.values()`, `dict.items()`.

use super::dict::reversed_view;
use super::set::{self, Operation};
use crate::value::iter::View;
use crate::value::{Obj, Value};
use crate::vm::native::{getter, method};
use crate::vm::{Answer, Args, Comparison, Native, Raised, Vm};

/// Of keys and items, which are sets.
pub(super) const SET_METHODS: &[Native] = &[
    method("__and__", and),
    method("__contains__", contains),
    method("__eq__", |vm, args| compared(vm, args, Comparison::Eq)),
    method("__ge__", |vm, args| compared(vm, args, Comparison::Ge)),
    method("__gt__", |vm, args| compared(vm, args, Comparison::Gt)),
    method("__le__", |vm, args| compared(vm, args, Comparison::Le)),
    method("__lt__", |vm, args| compared(vm, args, Comparison::Lt)),
    method("__ne__", |vm, args| compared(vm, args, Comparison::Ne)),
    method("__iter__", iter),
    method("__len__", len),
    method("__or__", or),
    method("__rand__", reflected_and),
    method("__reversed__", reversed),
    method("__ror__", reflected_or),
    method("__rsub__", reflected_sub),
    method("__rxor__", reflected_xor),
    method("__sub__", sub),
    method("__xor__", xor),
    method("isdisjoint", is_disjoint),
    getter("mapping", mapping),
];

pub(super) const VALUES_METHODS: &[Native] = &[
    method("__iter__", iter),
    method("__len__", len),
    method("__reversed__", reversed),
    getter("mapping", mapping),
];

fn parts(vm: &Vm, value: Value) -> Option<(Value, View)> {
    match vm.heap.get(value.as_ref()?) {
        Obj::DictView { dict, view } => Some((Value::Ref(*dict), *view)),
        _ => None,
    }
}

fn iter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.iterate(args.this)
}

fn len(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.length(args.this).map(Value::Int)
}

/// Keys by looking them up; items by looking up the key and comparing the value.
fn contains(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some((dict, view)) = parts(vm, args.this) else {
        return Ok(Value::NotImplemented);
    };
    let wanted = args.get(0);
    if view == View::Keys {
        return Ok(Value::Bool(vm.dict_get(dict, wanted)?.is_some()));
    }
    let Some([key, value]) = vm
        .heap
        .tuple(wanted)
        .and_then(|pair| <[Value; 2]>::try_from(&pair[..]).ok())
    else {
        return Ok(Value::Bool(false));
    };
    match vm.dict_get(dict, key)? {
        Some(found) => vm.eq(found, value).map(Value::Bool),
        None => Ok(Value::Bool(false)),
    }
}

/// Comparison as sets, with a set or another view.
fn compared(vm: &mut Vm, args: &Args<'_>, op: Comparison) -> Answer {
    let other = args.get(0);
    let comparable = parts(vm, other).is_some_and(|(_, view)| view != View::Values)
        || vm.heap.table(other).is_some() && vm.heap.dict(vm.heap.payload(other)).is_none();
    if !comparable {
        return Ok(Value::NotImplemented);
    }
    let (mine, theirs) = (vm.length(args.this)?, vm.length(other)?);
    let within = |vm: &mut Vm, part, whole| all_in(vm, part, whole).map(Value::Bool);
    match op {
        Comparison::Eq if mine != theirs => Ok(Value::Bool(false)),
        Comparison::Eq => within(vm, args.this, other),
        Comparison::Ne if mine != theirs => Ok(Value::Bool(true)),
        Comparison::Ne => Ok(Value::Bool(!all_in(vm, args.this, other)?)),
        Comparison::Lt if mine < theirs => within(vm, args.this, other),
        Comparison::Le if mine <= theirs => within(vm, args.this, other),
        Comparison::Gt if mine > theirs => within(vm, other, args.this),
        Comparison::Ge if mine >= theirs => within(vm, other, args.this),
        _ => Ok(Value::Bool(false)),
    }
}

fn all_in(vm: &mut Vm, part: Value, whole: Value) -> Result<bool, Raised> {
    for item in vm.collect(part)? {
        if !vm.contains(whole, item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn reversed(vm: &mut Vm, args: &Args<'_>) -> Answer {
    match parts(vm, args.this) {
        Some((dict, view)) => reversed_view(vm, dict, view),
        None => Ok(Value::NotImplemented),
    }
}

fn mapping(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(parts(vm, args.this).map_or(Value::None, |(dict, _)| dict))
}

/// `view op iterable` is a new set.
fn combined(vm: &mut Vm, left: Value, right: Value, operation: Operation) -> Answer {
    let set = new_set(vm, left)?;
    let other = vm.collect(right)?;
    set::change(vm, set, other, operation)?;
    Ok(set)
}

fn new_set(vm: &mut Vm, items: Value) -> Answer {
    let items = vm.collect(items)?;
    vm.new_set(&items)
}

fn and(vm: &mut Vm, args: &Args<'_>) -> Answer {
    combined(vm, args.this, args.get(0), Operation::Intersection)
}

fn or(vm: &mut Vm, args: &Args<'_>) -> Answer {
    combined(vm, args.this, args.get(0), Operation::Union)
}

fn sub(vm: &mut Vm, args: &Args<'_>) -> Answer {
    combined(vm, args.this, args.get(0), Operation::Difference)
}

fn xor(vm: &mut Vm, args: &Args<'_>) -> Answer {
    combined(vm, args.this, args.get(0), Operation::Symmetric)
}

fn reflected_and(vm: &mut Vm, args: &Args<'_>) -> Answer {
    combined(vm, args.get(0), args.this, Operation::Intersection)
}

fn reflected_or(vm: &mut Vm, args: &Args<'_>) -> Answer {
    combined(vm, args.get(0), args.this, Operation::Union)
}

fn reflected_sub(vm: &mut Vm, args: &Args<'_>) -> Answer {
    combined(vm, args.get(0), args.this, Operation::Difference)
}

fn reflected_xor(vm: &mut Vm, args: &Args<'_>) -> Answer {
    combined(vm, args.get(0), args.this, Operation::Symmetric)
}

fn is_disjoint(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let other = args.one(vm, "dict_keys.isdisjoint")?;
    let shares = shares(vm, args.this, other)?;
    Ok(Value::Bool(!shares))
}

fn shares(vm: &mut Vm, view: Value, other: Value) -> Result<bool, Raised> {
    for item in vm.collect(other)? {
        if vm.contains(view, item)? {
            return Ok(true);
        }
    }
    Ok(false)
}
