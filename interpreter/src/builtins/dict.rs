//! `dict`.

use crate::value::iter::{Iter, View};
use crate::value::symbol::names;
use crate::value::{Obj, Type, Value};
use crate::vm::native::{class_method, method, new};
use crate::vm::{Answer, Args, Native, Raised, Vm};

pub(super) const METHODS: &[Native] = &[
    new(make),
    method("__init__", |vm, args| {
        fill(vm, args.this, args, "dict")?;
        Ok(Value::None)
    }),
    method("__contains__", contains),
    method("__delitem__", del_item),
    method("__getitem__", get_item),
    method("__ior__", in_place_or),
    method("__iter__", iter),
    method("__len__", len),
    method("__or__", or),
    method("__reversed__", reversed),
    method("__ror__", reflected_or),
    method("__setitem__", set_item),
    method("clear", clear),
    method("copy", copy),
    class_method("fromkeys", from_keys),
    method("get", get),
    method("items", items),
    method("keys", keys),
    method("pop", pop),
    method("popitem", pop_item),
    method("setdefault", set_default),
    method("update", update),
    method("values", values),
    crate::builtins::generic_alias::CLASS_GETITEM,
];

/// What can be read of a class's `__dict__`.
pub(super) const PROXY_METHODS: &[Native] = &[
    method("__contains__", contains),
    method("__getitem__", get_item),
    method("__iter__", iter),
    method("__len__", len),
    method("__or__", or),
    method("__reversed__", reversed),
    method("__ror__", reflected_or),
    method("copy", copy),
    method("get", get),
    method("items", items),
    method("keys", keys),
    method("values", values),
    crate::builtins::generic_alias::CLASS_GETITEM,
];

fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let dict = Value::Ref(vm.heap.new_dict());
    fill(vm, dict, args, "dict")?;
    Ok(dict)
}

/// What `dict(...)` and `update(...)` do with their arguments.
pub(crate) fn fill(vm: &mut Vm, dict: Value, args: &Args<'_>, name: &str) -> Result<(), Raised> {
    match args.positional {
        [] => {}
        [source] => merge(vm, dict, *source)?,
        several => {
            let given = several.len();
            return Err(vm.type_error(format!("{name} expected at most 1 argument, got {given}")));
        }
    }
    for (key, value) in args.keywords {
        let key = vm.sym_value(*key);
        vm.dict_set(dict, key, *value)?;
    }
    Ok(())
}

/// Adds a mapping's items, or pairs.
pub(crate) fn merge(vm: &mut Vm, dict: Value, source: Value) -> Result<(), Raised> {
    let inner = vm.heap.payload(source);
    let is_own = inner.is(source) || vm.user_method(source, names::ITER).is_none();
    if let Some(other) = vm.heap.dict(inner).filter(|_| is_own) {
        let pairs: Vec<(Value, Value)> = other.table.iter().collect();
        vm.reserve(pairs.len() * 40)?;
        for (key, value) in pairs {
            vm.dict_set(dict, key, value)?;
        }
        return Ok(());
    }
    if vm.get_attr_or(source, names::KEYS)?.is_some() {
        let keys = vm.call_method(source, names::KEYS, &[])?;
        let iterator = vm.iterate(keys)?;
        while let Some(key) = vm.next(iterator)? {
            let value = vm.get_item(source, key)?;
            vm.dict_set(dict, key, value)?;
        }
        return Ok(());
    }
    let ordered = vm
        .heap
        .dict(dict)
        .is_some_and(|it| it.class == Type::OrderedDict);
    let iterator = vm.iterate(source)?;
    let mut index = 0;
    while let Some(pair) = vm.next(iterator)? {
        let (key, value) = match ordered {
            true => unpacked(vm, pair)?,
            false => pair_of(vm, pair, index)?,
        };
        vm.dict_set(dict, key, value)?;
        index += 1;
    }
    Ok(())
}

/// A pair as an OrderedDict takes it apart: like an assignment to two names.
fn unpacked(vm: &mut Vm, pair: Value) -> Result<(Value, Value), Raised> {
    let iterator = vm.iterate(pair)?;
    let mut parts = [Value::None; 2];
    for (index, part) in parts.iter_mut().enumerate() {
        *part = match vm.next(iterator)? {
            Some(item) => item,
            None => {
                let s = if index == 1 { "" } else { "s" };
                let message = format!("need more than {index} value{s} to unpack");
                return Err(vm.value_error(message));
            }
        };
    }
    match vm.next(iterator)? {
        None => Ok((parts[0], parts[1])),
        Some(_) => Err(vm.value_error("too many values to unpack (expected 2)")),
    }
}

fn pair_of(vm: &mut Vm, pair: Value, index: usize) -> Result<(Value, Value), Raised> {
    let Ok(iterator) = vm.iterate(pair) else {
        let message =
            format!("cannot convert dictionary update sequence element #{index} to a sequence");
        return Err(vm.type_error(message));
    };
    let items = vm.collect(iterator)?;
    match items[..] {
        [key, value] => Ok((key, value)),
        _ => {
            let length = items.len();
            Err(vm.value_error(format!(
                "dictionary update sequence element #{index} has length {length}; 2 is required"
            )))
        }
    }
}

fn len(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.length(args.this).map(Value::Int)
}

fn iter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.iterate(args.this)
}

fn contains(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(Value::Bool(vm.dict_get(args.this, args.get(0))?.is_some()))
}

fn get_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.get_item(args.this, args.get(0))
}

fn set_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.dict_set(args.this, args.get(0), args.get(1))?;
    Ok(Value::None)
}

fn del_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.del_item(args.this, args.get(0))?;
    Ok(Value::None)
}

fn get(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [key, default] = args.between(vm, "get", 1)?;
    let absent = default.bound().unwrap_or(Value::None);
    Ok(vm.dict_get(args.this, key)?.unwrap_or(absent))
}

fn set_default(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [key, default] = args.between(vm, "setdefault", 1)?;
    let hash = vm.hash(key)?;
    let dict = vm.heap.payload(args.this);
    let found = vm.find_key(dict, key, hash)?;
    let value = default.bound().unwrap_or(Value::None);
    vm.reserve(0)?;
    let Some(table) = vm.heap.table_mut(dict) else {
        return Ok(value);
    };
    if let Some(position) = found {
        return Ok(table.value_at(position));
    }
    table.push(hash, key, value);
    vm.heap.charge(48);
    Ok(value)
}

fn pop(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [key, default] = args.between(vm, "pop", 1)?;
    // An empty one does not even hash the key.
    let empty = vm
        .heap
        .table(args.this)
        .is_some_and(|table| table.is_empty());
    let removed = match empty {
        true => None,
        false => vm.dict_remove(args.this, key)?,
    };
    match removed.or(default.bound()) {
        Some(value) => Ok(value),
        None => Err(vm.key_error(key)),
    }
}

fn pop_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "dict.popitem")?;
    let last = vm
        .heap
        .table(args.this)
        .and_then(|table| table.last_before(usize::MAX));
    let Some((at, key, value)) = last else {
        let message = vm.heap.new_str("popitem(): dictionary is empty");
        return Err(vm.key_error(message));
    };
    if let Some(table) = vm.heap.table_mut(args.this) {
        table.pop_at(at);
    }
    Ok(vm.heap.new_tuple([key, value]))
}

fn clear(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "dict.clear")?;
    if let Some(table) = vm.heap.table_mut(args.this) {
        table.clear();
    }
    Ok(Value::None)
}

/// A copy of the same builtin class.
pub(super) fn copied(vm: &mut Vm, dict: Value) -> Answer {
    let Some(copy) = vm.heap.dict(dict).cloned() else {
        return Ok(Value::NotImplemented);
    };
    vm.reserve(copy.table.size())?;
    Ok(Value::Ref(vm.heap.alloc(Obj::Dict(Box::new(copy)))))
}

fn copy(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "dict.copy")?;
    copied(vm, args.this)
}

fn update(vm: &mut Vm, args: &Args<'_>) -> Answer {
    fill(vm, args.this, args, "update")?;
    Ok(Value::None)
}

fn is_dict(vm: &Vm, value: Value) -> bool {
    vm.heap.dict(vm.heap.payload(value)).is_some()
}

fn or(vm: &mut Vm, args: &Args<'_>) -> Answer {
    if !is_dict(vm, args.get(0)) {
        return Ok(Value::NotImplemented);
    }
    let union = copied(vm, args.this)?;
    merge(vm, union, args.get(0))?;
    Ok(union)
}

fn reflected_or(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let left = vm.heap.payload(args.get(0));
    if !is_dict(vm, left) {
        return Ok(Value::NotImplemented);
    }
    let union = copied(vm, left)?;
    merge(vm, union, args.this)?;
    Ok(union)
}

fn in_place_or(vm: &mut Vm, args: &Args<'_>) -> Answer {
    merge(vm, args.this, args.get(0))?;
    Ok(args.this)
}

fn view(vm: &mut Vm, args: &Args<'_>, name: &str, view: View) -> Answer {
    args.none(vm, name)?;
    let Value::Ref(dict) = args.this else {
        return Ok(Value::NotImplemented);
    };
    Ok(Value::Ref(vm.heap.alloc(Obj::DictView { dict, view })))
}

fn keys(vm: &mut Vm, args: &Args<'_>) -> Answer {
    view(vm, args, "dict.keys", View::Keys)
}

fn values(vm: &mut Vm, args: &Args<'_>) -> Answer {
    view(vm, args, "dict.values", View::Values)
}

fn items(vm: &mut Vm, args: &Args<'_>) -> Answer {
    view(vm, args, "dict.items", View::Items)
}

fn reversed(vm: &mut Vm, args: &Args<'_>) -> Answer {
    reversed_view(vm, args.this, View::Keys)
}

/// `reversed()` of a dict or of one of its views.
pub(super) fn reversed_view(vm: &mut Vm, dict: Value, view: View) -> Answer {
    let (Value::Ref(handle), Some(table)) = (dict, vm.heap.table(dict)) else {
        return Ok(Value::NotImplemented);
    };
    let (position, length, version) = (table.positions(), table.len(), table.version());
    let state = Iter::Dict {
        dict: handle,
        position,
        length,
        left: length,
        version,
        view,
        reversed: true,
    };
    Ok(Value::Ref(vm.heap.alloc(Obj::Iter(Box::new(state)))))
}

fn from_keys(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [keys, value] = args.between(vm, "fromkeys", 1)?;
    let value = value.bound().unwrap_or(Value::None);
    let builtin = args.this == Value::Type(Type::Dict);
    let dict = if builtin {
        Value::Ref(vm.heap.new_dict())
    } else {
        vm.call(args.this, &[])?
    };
    let iterator = vm.iterate(keys)?;
    while let Some(key) = vm.next(iterator)? {
        if builtin {
            vm.dict_set(dict, key, value)?;
        } else {
            vm.set_item(dict, key, value)?;
        }
    }
    Ok(dict)
}
