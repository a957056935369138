//! `collections.deque`.

use crate::builtins::read;
use crate::value::iter::Iter;
use crate::value::object::Deque;
use crate::value::{Obj, Value};
use crate::vm::native::{getter, method, new};
use crate::vm::{Answer, Args, Native, Raised, Vm};

pub(crate) const METHODS: &[Native] = &[
    new(make),
    method("__contains__", contains),
    method("__delitem__", del_item),
    method("__getitem__", get_item),
    method("__iadd__", in_place_add),
    method("__iter__", |vm, args| vm.iterate(args.this)),
    method("__len__", |vm, args| {
        Ok(Value::Int(items(vm, args).len() as i64))
    }),
    method("__reversed__", reversed),
    method("__setitem__", set_item),
    method("append", append),
    method("appendleft", append_left),
    method("clear", clear),
    method("copy", copy),
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
    let copy = vm.heap.deque(args.this).cloned().unwrap_or_default();
    vm.reserve(copy.items.len() * size_of::<Value>())?;
    Ok(Value::Ref(vm.heap.alloc(Obj::Deque(Box::new(copy)))))
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
    let wanted = args.one(vm, "deque.index")?;
    match place(vm, args, wanted)? {
        Some(at) => Ok(Value::Int(at as i64)),
        None => {
            let shown = vm.repr(wanted)?;
            Err(vm.value_error(format!("{shown} is not in deque")))
        }
    }
}

fn remove(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let wanted = args.one(vm, "deque.remove")?;
    match place(vm, args, wanted)? {
        Some(at) => {
            change(vm, args.this, |deque| deque.items.remove(at));
            Ok(Value::None)
        }
        None => Err(vm.value_error("deque.remove(x): x not in deque")),
    }
}

fn insert(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [at, item] = args.between(vm, "insert", 2)?;
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
    let [by] = args.between(vm, "rotate", 0)?;
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
    let index = read::word(vm, args.get(0))?;
    let length = vm
        .heap
        .deque(args.this)
        .map_or(0, |deque| deque.items.len());
    match crate::text::slice::position(index, length) {
        Some(at) => Ok(at),
        None => Err(vm.index_error("deque index out of range")),
    }
}

fn get_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let at = at(vm, args)?;
    Ok(items(vm, args)[at])
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
