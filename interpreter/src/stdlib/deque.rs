//! `collections.deque`.

use crate::builtins::read;
use crate::value::iter::Iter;
use crate::value::object::Deque;
use crate::value::{Obj, Value};
use crate::vm::native::{getter, method, new, whole};
use crate::vm::{Answer, Args, Comparison, Native, Raised, Vm};

pub(crate) const METHODS: &[Native] = &[
    new(make),
    crate::builtins::generic_alias::CLASS_GETITEM,
    method("__add__", add),
    method("__contains__", contains),
    whole("__copy__", copy),
    method("__delitem__", del_item),
    method("__eq__", |vm, args| compared(vm, args, Comparison::Eq)),
    method("__ge__", |vm, args| compared(vm, args, Comparison::Ge)),
    method("__getitem__", get_item),
    method("__gt__", |vm, args| compared(vm, args, Comparison::Gt)),
    method("__iadd__", in_place_add),
    method("__imul__", in_place_mul),
    method("__iter__", |vm, args| vm.iterate(args.this)),
    method("__le__", |vm, args| compared(vm, args, Comparison::Le)),
    method("__len__", |vm, args| {
        Ok(Value::Int(length(vm, args) as i64))
    }),
    method("__lt__", |vm, args| compared(vm, args, Comparison::Lt)),
    method("__mul__", mul),
    method("__ne__", |vm, args| compared(vm, args, Comparison::Ne)),
    whole("__repr__", repr),
    method("__rmul__", |vm, args| {
        // A sequence on the left is the one that is repeated.
        let other = args.get(0);
        let left = vm.heap.payload(other);
        let repeats = vm.heap.str(left).is_some()
            || vm.heap.items(left).is_some()
            || vm.heap.bytes_like(left).is_some();
        let by = if repeats { args.this } else { other };
        mul(
            vm,
            &Args {
                positional: &[by],
                ..*args
            },
        )
    }),
    method("__reversed__", reversed),
    method("__setitem__", set_item),
    method("append", append),
    method("appendleft", append_left),
    method("clear", clear),
    whole("copy", copy),
    method("count", count),
    method("extend", extend),
    method("extendleft", extend_left),
    method("index", index),
    method("insert", insert),
    getter("maxlen", |vm, args| {
        let limit = vm.heap.deque(args.this).and_then(|deque| deque.limit);
        Ok(limit.map_or(Value::None, |limit| Value::Int(limit as i64)))
    }),
    method("pop", pop),
    method("popleft", pop_left),
    method("remove", remove),
    method("reverse", reverse),
    method("rotate", rotate),
];

fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [iterable, limit] = args.bind(vm, "deque", ["iterable", "maxlen"], 0, 2)?;
    let limit = if limit.is_unbound() || limit.is_none() {
        None
    } else {
        if vm.as_int(limit).is_none() {
            return Err(vm.type_error("an integer is required"));
        }
        match usize::try_from(read::word(vm, limit)?) {
            Ok(limit) => Some(limit),
            Err(_) => return Err(vm.value_error("maxlen must be non-negative")),
        }
    };
    let deque = Deque {
        limit,
        ..Deque::default()
    };
    let deque = Value::Ref(vm.heap.alloc(Obj::Deque(Box::new(deque))));
    if !iterable.is_unbound() {
        for item in vm.collect(iterable)? {
            push(vm, deque, item);
        }
    }
    Ok(deque)
}

fn items(vm: &Vm, args: &Args<'_>) -> Vec<Value> {
    vm.heap
        .deque(args.this)
        .map(|deque| deque.items.iter().copied().collect())
        .unwrap_or_default()
}

fn length(vm: &Vm, args: &Args<'_>) -> usize {
    let deque = vm.heap.deque(args.this);
    deque.map_or(0, |deque| deque.items.len())
}

/// As lists compare.
fn compared(vm: &mut Vm, args: &Args<'_>, op: Comparison) -> Answer {
    let Some(other) = vm.heap.deque(vm.heap.payload(args.get(0))) else {
        return Ok(Value::NotImplemented);
    };
    let other = other.items.iter().copied().collect::<Vec<_>>();
    let own = items(vm, args);
    let (own, other) = (vm.heap.new_list(own), vm.heap.new_list(other));
    vm.compare(op, own, other)
}

fn add(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let other = args.get(0);
    let Some(more) = vm.heap.deque(vm.heap.payload(other)) else {
        let class = vm.type_name(other);
        let message = format!("can only concatenate deque (not \"{class}\") to deque");
        return Err(vm.type_error(message));
    };
    let more = more.items.iter().copied().collect::<Vec<_>>();
    let sum = copy(
        vm,
        &Args {
            positional: &[],
            ..*args
        },
    )?;
    for item in more {
        push(vm, sum, item);
    }
    Ok(sum)
}

/// The items `count` times; of a bounded one only those that stay.
fn repeated(vm: &mut Vm, args: &Args<'_>, count: Value) -> Result<Vec<Value>, Raised> {
    let count = read::times(vm, count)?.unwrap_or(0);
    let own = items(vm, args);
    let total = own.len().saturating_mul(count);
    let limit = vm.heap.deque(args.this).and_then(|deque| deque.limit);
    let kept = limit.map_or(total, |limit| limit.min(total));
    vm.reserve(kept.saturating_mul(size_of::<Value>()))?;
    vm.heap.charge(kept * size_of::<Value>());
    Ok((total - kept..total)
        .map(|at| own[at % own.len()])
        .collect())
}

fn mul(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let count = args.get(0);
    if vm.as_int(count).is_none() && vm.index_of(count).is_none() {
        let class = vm.type_name(count);
        let message = format!("can't multiply sequence by non-int of type '{class}'");
        return Err(vm.type_error(message));
    }
    let repeated = repeated(vm, args, count)?;
    let made = copy(
        vm,
        &Args {
            positional: &[],
            ..*args
        },
    )?;
    change(vm, made, |deque| deque.items = repeated.into());
    Ok(made)
}

fn in_place_mul(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let repeated = repeated(vm, args, args.get(0))?;
    change(vm, args.this, |deque| deque.items = repeated.into());
    Ok(args.this)
}

fn change<T: Default>(vm: &mut Vm, deque: Value, apply: impl FnOnce(&mut Deque) -> T) -> T {
    let Some(deque) = vm.heap.deque_mut(deque) else {
        return T::default();
    };
    deque.version = deque.version.wrapping_add(1);
    apply(deque)
}

fn push(vm: &mut Vm, deque: Value, item: Value) {
    vm.heap.charge(size_of::<Value>());
    change(vm, deque, |deque| {
        deque.items.push_back(item);
        if deque.limit.is_some_and(|limit| deque.items.len() > limit) {
            deque.items.pop_front();
        }
    });
}

fn push_left(vm: &mut Vm, deque: Value, item: Value) {
    vm.heap.charge(size_of::<Value>());
    change(vm, deque, |deque| {
        deque.items.push_front(item);
        if deque.limit.is_some_and(|limit| deque.items.len() > limit) {
            deque.items.pop_back();
        }
    });
}

fn append(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let item = args.one(vm, "deque.append")?;
    push(vm, args.this, item);
    Ok(Value::None)
}

fn append_left(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let item = args.one(vm, "deque.appendleft")?;
    push_left(vm, args.this, item);
    Ok(Value::None)
}

fn extend(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let iterable = args.one(vm, "deque.extend")?;
    for item in vm.collect(iterable)? {
        push(vm, args.this, item);
    }
    Ok(Value::None)
}

fn extend_left(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let iterable = args.one(vm, "deque.extendleft")?;
    for item in vm.collect(iterable)? {
        push_left(vm, args.this, item);
    }
    Ok(Value::None)
}

fn in_place_add(vm: &mut Vm, args: &Args<'_>) -> Answer {
    extend(vm, args)?;
    Ok(args.this)
}

fn popped(vm: &mut Vm, item: Option<Value>) -> Answer {
    match item {
        Some(item) => Ok(item),
        None => Err(vm.index_error("pop from an empty deque")),
    }
}

fn pop(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "deque.pop")?;
    let item = change(vm, args.this, |deque| deque.items.pop_back());
    popped(vm, item)
}

fn pop_left(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "deque.popleft")?;
    let item = change(vm, args.this, |deque| deque.items.pop_front());
    popped(vm, item)
}

fn clear(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "deque.clear")?;
    change(vm, args.this, |deque| deque.items.clear());
    Ok(Value::None)
}

fn copy(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "deque.copy")?;
    let inner = vm.heap.payload(args.this);
    if !inner.is(args.this) {
        // A subclass makes its own copies.
        let limit = vm.heap.deque(inner).and_then(|deque| deque.limit);
        let class = vm.class_of(args.this);
        return match limit {
            None => vm.call(class, &[args.this]),
            Some(limit) => vm.call(class, &[args.this, Value::Int(limit as i64)]),
        };
    }
    let copy = vm.heap.deque(inner).cloned().unwrap_or_default();
    vm.reserve(copy.items.len() * size_of::<Value>())?;
    Ok(Value::Ref(vm.heap.alloc(Obj::Deque(Box::new(copy)))))
}

/// A subclass is shown under its own name.
fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = vm.class_of(args.this);
    let class = vm.class_name(class);
    let inner = vm.heap.payload(args.this);
    let text = vm.repr(inner)?;
    let shown = text
        .strip_prefix("deque")
        .map(|rest| format!("{class}{rest}"));
    Ok(vm.heap.new_str(shown.unwrap_or(text)))
}

fn contains(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(Value::Bool(place(vm, args, args.get(0))?.is_some()))
}

fn place(vm: &mut Vm, args: &Args<'_>, wanted: Value) -> Result<Option<usize>, Raised> {
    for (at, item) in items(vm, args).into_iter().enumerate() {
        if vm.eq(item, wanted)? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

fn count(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let wanted = args.one(vm, "deque.count")?;
    let mut count = 0;
    for item in items(vm, args) {
        count += i64::from(vm.eq(item, wanted)?);
    }
    Ok(Value::Int(count))
}

fn index(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.count_from(vm, "index", 1, 3)?;
    let [wanted, start, stop] = [args.get(0), args.get(1), args.get(2)];
    let length = length(vm, args) as i64;
    let start = bound(vm, start, 0, length)?;
    let stop = bound(vm, stop, length, length)?;
    for at in start..stop {
        let deque = vm.heap.deque(args.this);
        let item = deque.and_then(|deque| deque.items.get(at as usize).copied());
        if vm.eq(item.unwrap_or(Value::None), wanted)? {
            return Ok(Value::Int(at));
        }
    }
    let shown = vm.repr(wanted)?;
    Err(vm.value_error(format!("{shown} is not in deque")))
}

fn bound(vm: &mut Vm, given: Value, default: i64, length: i64) -> Result<i64, Raised> {
    let is_index = vm.as_int(given).is_some() || vm.index_of(given).is_some();
    if !given.is_unbound() && !is_index {
        return Err(vm.type_error("slice indices must be integers or have an __index__ method"));
    }
    let at = read::bound(vm, given)?.unwrap_or(default);
    let at = if at < 0 {
        at.saturating_add(length).max(0)
    } else {
        at
    };
    Ok(at.min(length))
}

fn remove(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let wanted = args.one(vm, "deque.remove")?;
    match place(vm, args, wanted)? {
        Some(at) => {
            change(vm, args.this, |deque| deque.items.remove(at));
            Ok(Value::None)
        }
        None => {
            let shown = vm.repr(wanted)?;
            Err(vm.value_error(format!("{shown} is not in deque")))
        }
    }
}

fn insert(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.count_from(vm, "insert", 2, 2)?;
    let [at, item] = [args.get(0), args.get(1)];
    let at = read::word(vm, at)?;
    let deque = vm.heap.deque(args.this);
    if deque.is_some_and(|deque| deque.limit.is_some_and(|limit| deque.items.len() >= limit)) {
        return Err(vm.index_error("deque already at its maximum size"));
    }
    vm.heap.charge(size_of::<Value>());
    change(vm, args.this, |deque| {
        let length = deque.items.len() as i64;
        let at = if at < 0 {
            at.saturating_add(length).max(0)
        } else {
            at.min(length)
        };
        deque.items.insert(at as usize, item);
    });
    Ok(Value::None)
}

fn reverse(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "deque.reverse")?;
    change(vm, args.this, |deque| {
        deque.items.make_contiguous().reverse()
    });
    Ok(Value::None)
}

fn rotate(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [by] = args.between(vm, "deque.rotate", 0)?;
    let by = read::word_or(vm, by, 1)?;
    change(vm, args.this, |deque| {
        if !deque.items.is_empty() {
            let steps = by.rem_euclid(deque.items.len() as i64) as usize;
            deque.items.rotate_right(steps);
        }
    });
    Ok(Value::None)
}

fn at(vm: &mut Vm, args: &Args<'_>) -> Result<usize, Raised> {
    let index = args.get(0);
    if vm.as_int(index).is_none() && vm.index_of(index).is_none() {
        let class = vm.type_name(index);
        let message = format!("sequence index must be integer, not '{class}'");
        return Err(vm.type_error(message));
    }
    let whole = read::int(vm, index)?;
    let Some(index) = whole.to_i64() else {
        let class = vm.type_name(index);
        let message = format!("cannot fit '{class}' into an index-sized integer");
        return Err(vm.index_error(message));
    };
    let length = length(vm, args);
    match crate::text::slice::position(index, length) {
        Some(at) => Ok(at),
        None => Err(vm.index_error("deque index out of range")),
    }
}

fn get_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let at = at(vm, args)?;
    let deque = vm.heap.deque(args.this);
    let found = deque.and_then(|deque| deque.items.get(at).copied());
    Ok(found.unwrap_or(Value::None))
}

fn set_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let at = at(vm, args)?;
    if let Some(deque) = vm.heap.deque_mut(args.this) {
        deque.items[at] = args.get(1);
    }
    Ok(Value::None)
}

fn del_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let at = at(vm, args)?;
    change(vm, args.this, |deque| deque.items.remove(at));
    Ok(Value::None)
}

fn reversed(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (Value::Ref(handle), Some(deque)) = (args.this, vm.heap.deque(args.this)) else {
        return Ok(Value::NotImplemented);
    };
    let state = Iter::Deque {
        deque: handle,
        index: 0,
        reversed: true,
        length: deque.version as usize,
    };
    Ok(Value::Ref(vm.heap.alloc(Obj::Iter(Box::new(state)))))
}
