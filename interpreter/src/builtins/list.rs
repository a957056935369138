//! `list` and `tuple`.

use super::{order, read};
use crate::value::iter::Iter;
use crate::value::symbol::names;
use crate::value::{Obj, Type, Value};
use crate::vm::native::{method, new};
use crate::vm::{Answer, Args, Native, Raised, Vm};

pub(super) const METHODS: &[Native] = &[
    new(make),
    method("__init__", init),
    method("__add__", concatenate),
    method("__contains__", contains),
    method("__delitem__", del_item),
    method("__getitem__", get_item),
    method("__iadd__", in_place_add),
    method("__imul__", in_place_mul),
    method("__iter__", iter),
    method("__len__", len),
    method("__mul__", repeat),
    method("__reversed__", reversed),
    method("__rmul__", repeat),
    method("__setitem__", set_item),
    method("append", append),
    method("clear", clear),
    method("copy", copy),
    method("count", count),
    method("extend", extend),
    method("index", index),
    method("insert", insert),
    method("pop", pop),
    method("remove", remove),
    method("reverse", reverse),
    method("sort", sort),
    crate::builtins::generic_alias::CLASS_GETITEM,
];

pub(super) const TUPLE_METHODS: &[Native] = &[
    new(make_tuple),
    method("__add__", concatenate),
    method("__contains__", contains),
    method("__getitem__", get_item),
    method("__iter__", iter),
    method("__len__", len),
    method("__mul__", repeat),
    method("__rmul__", repeat),
    method("count", count),
    method("index", index),
    crate::builtins::generic_alias::CLASS_GETITEM,
];

fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [iterable] = args.between(vm, "list", 0)?;
    let items = if iterable.is_unbound() {
        Vec::new()
    } else {
        vm.collect_sized(iterable)?
    };
    Ok(vm.heap.new_list(items))
}

/// `list.__init__`: other items instead of those that are there.
fn init(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let made = make(vm, args)?;
    let items = vm
        .heap
        .list_mut(made)
        .map(std::mem::take)
        .unwrap_or_default();
    if let Some(list) = vm.heap.list_mut(args.this) {
        *list = items;
    }
    Ok(Value::None)
}

fn make_tuple(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [iterable] = args.between(vm, "tuple", 0)?;
    if iterable.is_unbound() {
        return Ok(vm.heap.new_tuple([]));
    }
    if vm.heap.tuple(iterable).is_some() {
        return Ok(iterable);
    }
    let items = vm.collect_sized(iterable)?;
    Ok(vm.heap.new_tuple(items))
}

/// The items at this moment; a callback may change the list afterwards.
fn items(vm: &Vm, args: &Args<'_>) -> Vec<Value> {
    vm.heap
        .items(args.this)
        .map(<[Value]>::to_vec)
        .unwrap_or_default()
}

/// The list itself, to change.
fn list<'a>(vm: &'a mut Vm, args: &Args<'_>) -> &'a mut Vec<Value> {
    // A method of `list` is only ever called with one.
    vm.heap
        .list_mut(args.this)
        .expect("a list's method has a list")
}

fn size(vm: &Vm, args: &Args<'_>) -> usize {
    vm.heap.items(args.this).map_or(0, <[Value]>::len)
}

fn item(vm: &Vm, args: &Args<'_>, at: usize) -> Option<Value> {
    vm.heap
        .items(args.this)
        .and_then(|items| items.get(at).copied())
}

fn len(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(Value::Int(size(vm, args) as i64))
}

fn iter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.iterate(args.this)
}

fn reversed(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Value::Ref(list) = args.this else {
        return Ok(Value::NotImplemented);
    };
    let state = Iter::ListReversed {
        list,
        index: size(vm, args),
    };
    Ok(Value::Ref(vm.heap.alloc(Obj::Iter(Box::new(state)))))
}

fn concatenate(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.concatenate(args.this, args.get(0))
}

fn repeat(vm: &mut Vm, args: &Args<'_>) -> Answer {
    match read::times(vm, args.get(0))? {
        Some(times) => vm.repeat(args.this, times),
        None => Ok(Value::NotImplemented),
    }
}

fn in_place_add(vm: &mut Vm, args: &Args<'_>) -> Answer {
    extend_by(vm, args, args.get(0))?;
    Ok(args.this)
}

fn in_place_mul(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let repeated = repeat(vm, args)?;
    if let Some(new) = vm.heap.list(repeated).cloned() {
        *list(vm, args) = new;
        return Ok(args.this);
    }
    Ok(repeated)
}

fn get_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.get_item(args.this, args.get(0))
}

fn set_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.set_item(args.this, args.get(0), args.get(1))?;
    Ok(Value::None)
}

fn del_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.del_item(args.this, args.get(0))?;
    Ok(Value::None)
}

fn contains(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.contains(args.this, args.get(0)).map(Value::Bool)
}

fn append(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let item = args.one(vm, "list.append")?;
    vm.list_push(args.this, item);
    Ok(Value::None)
}

fn clear(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "list.clear")?;
    list(vm, args).clear();
    Ok(Value::None)
}

fn copy(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "list.copy")?;
    let items = items(vm, args);
    vm.reserve(items.len() * size_of::<Value>())?;
    Ok(vm.heap.new_list(items))
}

fn count(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let name = if vm.type_of(args.this).is_subtype(Type::List) {
        "list.count"
    } else {
        "tuple.count"
    };
    let wanted = args.one(vm, name)?;
    let (mut at, mut count) = (0, 0);
    while let Some(item) = item(vm, args, at) {
        count += i64::from(vm.eq(item, wanted)?);
        at += 1;
    }
    Ok(Value::Int(count))
}

fn extend(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let iterable = args.one(vm, "list.extend")?;
    extend_by(vm, args, iterable)?;
    Ok(Value::None)
}

fn extend_by(vm: &mut Vm, args: &Args<'_>, iterable: Value) -> Result<(), Raised> {
    vm.list_extend(args.this, iterable)
}

/// A bound of `index(x, start, stop)`, counted from the end if negative.
fn from_end(vm: &mut Vm, value: Value, absent: i64, length: usize) -> Result<usize, Raised> {
    let at = if value.is_unbound() {
        absent
    } else if vm.as_int(value).is_none() && vm.special(value, names::INDEX).is_none() {
        return Err(vm.type_error("slice indices must be integers or have an __index__ method"));
    } else {
        read::int(vm, value)?.clamp_i64()
    };
    let at = if at < 0 {
        at.saturating_add(length as i64).max(0)
    } else {
        at
    };
    Ok(at as usize)
}

fn index(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [wanted, start, stop] = args.between(vm, "index", 1)?;
    let length = size(vm, args);
    let mut at = from_end(vm, start, 0, length)?;
    let stop = from_end(vm, stop, i64::MAX, length)?;
    while at < stop {
        let Some(item) = item(vm, args, at) else {
            break;
        };
        if vm.eq(item, wanted)? {
            return Ok(Value::Int(at as i64));
        }
        at += 1;
    }
    if vm.type_of(args.this).is_subtype(Type::Tuple) {
        return Err(vm.value_error("tuple.index(x): x not in tuple"));
    }
    let shown = vm.repr(wanted)?;
    Err(vm.value_error(format!("{shown} is not in list")))
}

fn insert(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [at, item] = args.between(vm, "insert", 2)?;
    let at = read::word(vm, at)?;
    let length = size(vm, args);
    let at = if at < 0 {
        at.saturating_add(length as i64).max(0)
    } else {
        at.min(length as i64)
    };
    vm.list_push(args.this, item);
    let items = list(vm, args);
    items[at as usize..].rotate_right(1);
    Ok(Value::None)
}

fn pop(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [at] = args.between(vm, "pop", 0)?;
    let at = read::word_or(vm, at, -1)?;
    let length = size(vm, args);
    if length == 0 {
        return Err(vm.index_error("pop from empty list"));
    }
    match crate::text::slice::position(at, length) {
        Some(at) => Ok(list(vm, args).remove(at)),
        None => Err(vm.index_error("pop index out of range")),
    }
}

fn remove(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let wanted = args.one(vm, "list.remove")?;
    let mut at = 0;
    while let Some(item) = item(vm, args, at) {
        if vm.eq(item, wanted)? {
            let items = list(vm, args);
            if at < items.len() {
                items.remove(at);
            }
            return Ok(Value::None);
        }
        at += 1;
    }
    Err(vm.value_error("list.remove(x): x not in list"))
}

fn reverse(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "list.reverse")?;
    list(vm, args).reverse();
    Ok(Value::None)
}

/// The list is empty while it is sorted, as in CPython, so that a key function cannot see it half-way; afterwards it holds its own items
/// again, whatever was put into it meanwhile.
fn sort(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [key, reverse] = args.bind(vm, "sort", ["key", "reverse"], 0, 0)?;
    let mut items = std::mem::take(list(vm, args));
    let ended = order::sort(vm, &mut items, key, reverse);
    let changed = !list(vm, args).is_empty();
    *list(vm, args) = items;
    match ended {
        Err(raised) => Err(raised),
        Ok(()) if changed => Err(vm.value_error("list modified during sort")),
        Ok(()) => Ok(Value::None),
    }
}
