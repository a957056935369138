//! `collections`: `deque`, `Counter`, `defaultdict`, `OrderedDict`.

use super::deque;
use crate::builtins::dict::{fill, merge};
use crate::builtins::{order, read};
use crate::value::object::Dict;
use crate::value::{Obj, Type, Value};
use crate::vm::native::{
    Module, class_method, getter, method, new, no_constant, own_method, whole,
};
use crate::vm::{Answer, Args, Binary, Comparison, Native, Raised, Vm};

pub(super) static MODULE: Module = Module {
    name: "collections",
    functions: &[],
    types: &[
        Type::Counter,
        Type::DefaultDict,
        Type::Deque,
        Type::OrderedDict,
    ],
    constant: no_constant,
};

pub(crate) const DEFAULT_DICT: &[Native] = &[
    new(make_default),
    method("__missing__", missing),
    method("__ror__", default_ror),
    getter("default_factory", |vm, args| {
        let factory = vm
            .heap
            .dict(args.this)
            .map_or(Value::None, |dict| dict.factory);
        Ok(factory.bound().unwrap_or(Value::None))
    }),
];

pub(crate) const ORDERED_DICT: &[Native] = &[
    new(make_ordered),
    method("__eq__", ordered_eq),
    whole("__or__", |vm, args| {
        let other = args.get(0);
        united(vm, args, args.this, other)
    }),
    whole("__repr__", ordered_repr),
    whole("__ror__", |vm, args| {
        let other = args.get(0);
        united(vm, args, other, args.this)
    }),
    whole("copy", copy_like),
    class_method("fromkeys", |vm, args| {
        let [keys, value] = args.bind(vm, "fromkeys", ["iterable", "value"], 1, 2)?;
        by_position(vm, args, "fromkeys", [keys, value])
    }),
    method("move_to_end", move_to_end),
    method("pop", |vm, args| {
        let [key, default] = args.bind(vm, "pop", ["key", "default"], 1, 2)?;
        by_position(vm, args, "pop", [key, default])
    }),
    method("popitem", pop_item),
    method("setdefault", |vm, args| {
        let [key, default] = args.bind(vm, "setdefault", ["key", "default"], 1, 2)?;
        by_position(vm, args, "setdefault", [key, default])
    }),
];

pub(crate) const COUNTER: &[Native] = &[
    new(make_counter),
    method("__add__", |vm, args| combined(vm, args, Binary::Add)),
    method("__and__", |vm, args| extreme(vm, args, true)),
    method("__eq__", |vm, args| related(vm, args, Comparison::Eq)),
    method("__ge__", |vm, args| related(vm, args, Comparison::Ge)),
    method("__init__", update),
    method("__gt__", |vm, args| related(vm, args, Comparison::Gt)),
    whole("__iadd__", |vm, args| in_place(vm, args, combined_add)),
    whole("__iand__", |vm, args| in_place(vm, args, smaller)),
    whole("__ior__", |vm, args| in_place(vm, args, greater)),
    whole("__isub__", |vm, args| in_place(vm, args, combined_sub)),
    method("__le__", |vm, args| related(vm, args, Comparison::Le)),
    method("__lt__", |vm, args| related(vm, args, Comparison::Lt)),
    method("__missing__", |_, _| Ok(Value::Int(0))),
    method("__ne__", |vm, args| related(vm, args, Comparison::Ne)),
    method("__neg__", |vm, args| signed(vm, args, Binary::Sub)),
    method("__or__", |vm, args| extreme(vm, args, false)),
    method("__pos__", |vm, args| signed(vm, args, Binary::Add)),
    whole("__repr__", counter_repr),
    method("__sub__", |vm, args| combined(vm, args, Binary::Sub)),
    whole("copy", copy_like),
    method("elements", elements),
    class_method("fromkeys", |vm, _| {
        let message = "Counter.fromkeys() is undefined.  Use Counter(iterable) instead.";
        Err(vm.error(Type::NotImplementedError, message))
    }),
    method("most_common", most_common),
    method("subtract", subtract),
    method("total", total),
    method("update", update),
];

pub(crate) use deque::METHODS as DEQUE;

fn new_dict(vm: &mut Vm, class: Type, factory: Value) -> Value {
    let dict = Dict {
        class,
        factory,
        ..Dict::default()
    };
    Value::Ref(vm.heap.alloc(Obj::Dict(Box::new(dict))))
}

fn make_default(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let factory = args.get(0);
    let callable = factory.is_unbound() || factory.is_none() || vm.is_callable(factory);
    if !callable {
        return Err(vm.type_error("first argument must be callable or None"));
    }
    let dict = new_dict(
        vm,
        Type::DefaultDict,
        factory.bound().unwrap_or(Value::None),
    );
    let rest = Args {
        positional: args.positional.get(1..).unwrap_or_default(),
        ..*args
    };
    fill(vm, dict, &rest, "defaultdict")?;
    Ok(dict)
}

fn default_ror(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let left = vm.heap.payload(args.get(0));
    let factory = vm.heap.dict(args.this).map(|dict| dict.factory);
    let (Some(_), Some(factory)) = (vm.heap.dict(left), factory) else {
        return Ok(Value::NotImplemented);
    };
    let union = new_dict(vm, Type::DefaultDict, factory);
    merge(vm, union, left)?;
    merge(vm, union, args.this)?;
    Ok(union)
}

fn missing(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let factory = vm
        .heap
        .dict(args.this)
        .map_or(Value::None, |dict| dict.factory);
    if factory.is_none() || factory.is_unbound() {
        return Err(vm.key_error(args.get(0)));
    }
    let value = vm.call(factory, &[])?;
    vm.dict_set(args.this, args.get(0), value)?;
    Ok(value)
}

fn make_ordered(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let dict = new_dict(vm, Type::OrderedDict, Value::Unbound);
    fill(vm, dict, args, "OrderedDict")?;
    Ok(dict)
}

/// A dict's method, which takes no keywords.
fn by_position(vm: &mut Vm, args: &Args<'_>, name: &str, given: [Value; 2]) -> Answer {
    let count = given.iter().filter(|value| !value.is_unbound()).count();
    let plain = Args {
        positional: &given[..count],
        keywords: &[],
        ..*args
    };
    match own_method(Type::Dict, name) {
        Some(method) => vm.call_native(method, plain.this, plain.positional, &[]),
        None => Ok(Value::None),
    }
}

/// Of two ordered dicts the order counts too.
fn ordered_eq(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let other = args.get(0);
    let (mine, theirs) = (pairs(vm, args.this), pairs(vm, vm.heap.payload(other)));
    if vm.heap.dict(vm.heap.payload(other)).is_none() {
        return Ok(Value::NotImplemented);
    }
    if mine.len() != theirs.len() {
        return Ok(Value::Bool(false));
    }
    let ordered = vm.is_instance(other, Type::OrderedDict);
    for (place, (key, value)) in mine.into_iter().enumerate() {
        if ordered && !vm.eq(key, theirs[place].0)? {
            return Ok(Value::Bool(false));
        }
        match vm.dict_get(other, key)? {
            Some(found) if vm.eq(value, found)? => {}
            _ => return Ok(Value::Bool(false)),
        }
    }
    Ok(Value::Bool(true))
}

/// `first | second`, of the class of the ordered one of them that is asked.
fn united(vm: &mut Vm, args: &Args<'_>, first: Value, second: Value) -> Answer {
    let other = vm.heap.payload(args.get(0));
    if vm.heap.dict(other).is_none() {
        return Ok(Value::NotImplemented);
    }
    let class = vm.class_of(args.this);
    let union = vm.call(class, &[first])?;
    let inner = vm.heap.payload(union);
    merge(vm, inner, second)?;
    Ok(union)
}

/// `copy()` of a class or a subclass that has no way of its own.
fn copy_like(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "copy")?;
    let class = vm.class_of(args.this);
    vm.call(class, &[args.this])
}

fn ordered_repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = vm.class_of(args.this);
    let class = vm.class_name(class);
    let args = &Args {
        this: vm.heap.payload(args.this),
        ..*args
    };
    let mut parts = Vec::new();
    for (key, value) in pairs(vm, args.this) {
        parts.push(format!("({}, {})", vm.repr(key)?, vm.repr(value)?));
    }
    let inner = if parts.is_empty() {
        String::new()
    } else {
        format!("[{}]", parts.join(", "))
    };
    Ok(vm.heap.new_str(format!("{class}({inner})")))
}

/// The most common first, if the counts can be ordered.
fn counter_repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = vm.class_of(args.this);
    let class = vm.class_name(class);
    let args = &Args {
        this: vm.heap.payload(args.this),
        ..*args
    };
    let given = Args {
        positional: &[],
        keywords: &[],
        ..*args
    };
    let common = match most_common(vm, &given) {
        // Counts that cannot be ordered are shown as they stand.
        Err(raised) if vm.is_raised(raised, Type::TypeError) => {
            let all = pairs(vm, args.this)
                .into_iter()
                .map(|(key, count)| vm.heap.new_tuple([key, count]))
                .collect::<Vec<_>>();
            vm.heap.new_list(all)
        }
        common => common?,
    };
    let items = vm
        .heap
        .items(common)
        .map(<[Value]>::to_vec)
        .unwrap_or_default();
    let mut parts = Vec::new();
    for item in items {
        if let Some([key, count]) = vm
            .heap
            .items(item)
            .and_then(|pair| <[Value; 2]>::try_from(pair).ok())
        {
            parts.push(format!("{}: {}", vm.repr(key)?, vm.repr(count)?));
        }
    }
    let inner = if parts.is_empty() {
        String::new()
    } else {
        format!("{{{}}}", parts.join(", "))
    };
    Ok(vm.heap.new_str(format!("{class}({inner})")))
}

fn move_to_end(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [key, last] = args.bind(vm, "move_to_end", ["key", "last"], 1, 2)?;
    let last = read::flag(vm, last, true)?;
    let hash = vm.hash(key)?;
    let inner = vm.heap.payload(args.this);
    let Some(position) = vm.find_key(inner, key, hash)? else {
        return Err(vm.key_error(key));
    };
    let end = vm.heap.table(inner).and_then(|table| match last {
        true => table.last_before(usize::MAX),
        false => table.next_from(0),
    });
    if end.is_some_and(|(at, ..)| at == position) {
        return Ok(Value::None);
    }
    let Some(value) = vm.dict_remove(args.this, key)? else {
        return Err(vm.key_error(key));
    };
    if last {
        vm.dict_set(args.this, key, value)?;
        return Ok(Value::None);
    }
    let rest = pairs(vm, args.this);
    if let Some(table) = vm.heap.table_mut(args.this) {
        table.clear();
    }
    vm.dict_set(args.this, key, value)?;
    for (key, value) in rest {
        vm.dict_set(args.this, key, value)?;
    }
    Ok(Value::None)
}

fn pop_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [last] = args.bind(vm, "popitem", ["last"], 0, 1)?;
    let last = read::flag(vm, last, true)?;
    let table = vm.heap.table(args.this);
    let found = table.and_then(|table| {
        if last {
            table.last_before(usize::MAX)
        } else {
            table.next_from(0)
        }
    });
    let Some((at, key, value)) = found else {
        let message = vm.heap.new_str("dictionary is empty");
        return Err(vm.key_error(message));
    };
    if let Some(table) = vm.heap.table_mut(args.this) {
        table.remove_at(at);
    }
    Ok(vm.heap.new_tuple([key, value]))
}

fn pairs(vm: &Vm, dict: Value) -> Vec<(Value, Value)> {
    vm.heap
        .table(dict)
        .map(|table| table.iter().collect())
        .unwrap_or_default()
}

fn make_counter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let counter = new_dict(vm, Type::Counter, Value::Unbound);
    changed(vm, counter, args, Binary::Add)?;
    Ok(counter)
}

/// Counts of an iterable's items or of a mapping, and of keywords, added or subtracted.
fn changed(vm: &mut Vm, counter: Value, args: &Args<'_>, op: Binary) -> Result<(), Raised> {
    if args.positional.len() > 1 {
        let given = args.positional.len() + 1;
        let message = format!("from 1 to 2 positional arguments but {given} were given");
        return Err(vm.type_error(format!("Counter.__init__() takes {message}")));
    }
    if let [source] = args.positional {
        if vm.is_mapping(*source) {
            let counts = vm.mapping_pairs(*source)?;
            change_all(vm, counter, counts, op)?;
        } else if !source.is_none() {
            let iterator = vm.iterate(*source)?;
            while let Some(item) = vm.next(iterator)? {
                change(vm, counter, item, Value::Int(1), op)?;
            }
        }
    }
    let named = args.keywords.iter();
    let counts = named.map(|(name, value)| (vm.sym_value(*name), *value));
    let counts = counts.collect();
    change_all(vm, counter, counts, op)
}

fn change_all(
    vm: &mut Vm,
    counter: Value,
    counts: Vec<(Value, Value)>,
    op: Binary,
) -> Result<(), Raised> {
    // Counts of what had none are taken as they are.
    let taken = op == Binary::Add && pairs(vm, counter).is_empty();
    for (key, value) in counts {
        if taken {
            vm.dict_set(counter, key, value)?;
        } else {
            change(vm, counter, key, value, op)?;
        }
    }
    Ok(())
}

fn change(vm: &mut Vm, counter: Value, key: Value, by: Value, op: Binary) -> Result<(), Raised> {
    let before = vm.dict_get(counter, key)?.unwrap_or(Value::Int(0));
    let after = vm.binary(op, before, by)?;
    vm.dict_set(counter, key, after)
}

fn update(vm: &mut Vm, args: &Args<'_>) -> Answer {
    changed(vm, args.this, args, Binary::Add)?;
    Ok(Value::None)
}

fn subtract(vm: &mut Vm, args: &Args<'_>) -> Answer {
    changed(vm, args.this, args, Binary::Sub)?;
    Ok(Value::None)
}

fn total(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "Counter.total")?;
    let mut total = Value::Int(0);
    for (_, count) in pairs(vm, args.this) {
        total = vm.binary(Binary::Add, total, count)?;
    }
    Ok(total)
}

fn elements(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "Counter.elements")?;
    let mut items = Vec::new();
    for (item, count) in pairs(vm, args.this) {
        let count = read::word(vm, count)?.max(0) as usize;
        vm.reserve((items.len() + count).saturating_mul(16))?;
        items.extend(std::iter::repeat_n(item, count));
    }
    let list = vm.heap.new_list(items);
    vm.iterate(list)
}

fn most_common(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [most] = args.bind(vm, "most_common", ["n"], 0, 1)?;
    let all = pairs(vm, args.this);
    let most = if most.is_unbound() || most.is_none() {
        all.len()
    } else {
        read::word(vm, most)?.max(0) as usize
    };
    let mut counts: Vec<Value> = all
        .iter()
        .enumerate()
        .map(|(index, (_, count))| vm.heap.new_tuple([*count, Value::Int(-(index as i64))]))
        .collect();
    // Equal counts stay in the order in which they were first met: the position is the second key, reversed.
    order::sort(vm, &mut counts, Value::Unbound, Value::Bool(true))?;
    let mut items = Vec::new();
    for pair in counts.into_iter().take(most) {
        let Some(Value::Int(place)) = vm.heap.items(pair).and_then(|pair| pair.get(1).copied())
        else {
            continue;
        };
        let (item, count) = all[place.unsigned_abs() as usize];
        items.push(vm.heap.new_tuple([item, count]));
    }
    Ok(vm.heap.new_list(items))
}

/// `+` and `-`: counts that are not positive are left out.
fn combined(vm: &mut Vm, args: &Args<'_>, op: Binary) -> Answer {
    let other = args.get(0);
    if !vm.is_instance(other, Type::Counter) {
        return Ok(Value::NotImplemented);
    }
    let result = new_dict(vm, Type::Counter, Value::Unbound);
    merge(vm, result, args.this)?;
    for (key, value) in pairs(vm, other) {
        change(vm, result, key, value, op)?;
    }
    positive(vm, result)
}

/// `&` and `|`: the smaller or greater of both counts.
fn extreme(vm: &mut Vm, args: &Args<'_>, smaller: bool) -> Answer {
    let other = args.get(0);
    if !vm.is_instance(other, Type::Counter) {
        return Ok(Value::NotImplemented);
    }
    let result = new_dict(vm, Type::Counter, Value::Unbound);
    let mut keys = pairs(vm, args.this);
    keys.extend(pairs(vm, other));
    for (key, _) in keys {
        let mine = vm.dict_get(args.this, key)?.unwrap_or(Value::Int(0));
        let theirs = vm.dict_get(other, key)?.unwrap_or(Value::Int(0));
        let chosen = if vm.lt(mine, theirs)? == smaller {
            mine
        } else {
            theirs
        };
        vm.dict_set(result, key, chosen)?;
    }
    positive(vm, result)
}

/// `==`, `<=` and the like: what is missing counts as zero.
fn related(vm: &mut Vm, args: &Args<'_>, op: Comparison) -> Answer {
    let other = args.get(0);
    if !vm.is_instance(other, Type::Counter) {
        return Ok(Value::NotImplemented);
    }
    let (each, strict, negated) = match op {
        Comparison::Eq => (Comparison::Eq, false, false),
        Comparison::Ne => (Comparison::Eq, false, true),
        Comparison::Le => (Comparison::Le, false, false),
        Comparison::Lt => (Comparison::Le, true, false),
        Comparison::Ge => (Comparison::Ge, false, false),
        Comparison::Gt => (Comparison::Ge, true, false),
    };
    let mut keys = pairs(vm, args.this);
    keys.extend(pairs(vm, vm.heap.payload(other)));
    let (mut all, mut differ) = (true, false);
    for (key, _) in keys {
        let mine = vm.dict_get(args.this, key)?.unwrap_or(Value::Int(0));
        let theirs = vm.dict_get(other, key)?.unwrap_or(Value::Int(0));
        all = all && vm.compare_truth(each, mine, theirs)?;
        differ = differ || !vm.eq(mine, theirs)?;
    }
    Ok(Value::Bool((all && (!strict || differ)) != negated))
}

/// `+counter` and `-counter`: added to or subtracted from nothing.
fn signed(vm: &mut Vm, args: &Args<'_>, op: Binary) -> Answer {
    let result = new_dict(vm, Type::Counter, Value::Unbound);
    for (key, count) in pairs(vm, args.this) {
        change(vm, result, key, count, op)?;
    }
    positive(vm, result)
}

fn combined_add(vm: &mut Vm, args: &Args<'_>) -> Answer {
    combined(vm, args, Binary::Add)
}

fn combined_sub(vm: &mut Vm, args: &Args<'_>) -> Answer {
    combined(vm, args, Binary::Sub)
}

fn smaller(vm: &mut Vm, args: &Args<'_>) -> Answer {
    extreme(vm, args, true)
}

fn greater(vm: &mut Vm, args: &Args<'_>) -> Answer {
    extreme(vm, args, false)
}

/// `counter += other` and the like: the counter becomes what the operator would make.
fn in_place(vm: &mut Vm, args: &Args<'_>, make: fn(&mut Vm, &Args<'_>) -> Answer) -> Answer {
    let this = vm.heap.payload(args.this);
    let made = make(vm, &Args { this, ..*args })?;
    let Some(made) = vm.heap.dict(made).map(|dict| dict.table.clone()) else {
        return Ok(made);
    };
    if let Some(table) = vm.heap.table_mut(this) {
        *table = made;
    }
    Ok(args.this)
}

fn positive(vm: &mut Vm, counter: Value) -> Answer {
    for (key, count) in pairs(vm, counter) {
        if !vm.lt(Value::Int(0), count)? {
            vm.dict_remove(counter, key)?;
        }
    }
    Ok(counter)
}
