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
    method("__add__", sum),
    method("__and__", intersection),
    method("__eq__", |vm, args| related(vm, args, Comparison::Eq)),
    method("__ge__", |vm, args| related(vm, args, Comparison::Ge)),
    method("__init__", |vm, args| {
        changed(vm, args.this, args, MADE)?;
        Ok(Value::None)
    }),
    method("__gt__", |vm, args| related(vm, args, Comparison::Gt)),
    whole("__iadd__", |vm, args| in_place(vm, args, sum)),
    whole("__iand__", |vm, args| in_place(vm, args, intersection)),
    whole("__ior__", |vm, args| in_place(vm, args, union)),
    whole("__isub__", |vm, args| in_place(vm, args, difference)),
    method("__le__", |vm, args| related(vm, args, Comparison::Le)),
    method("__lt__", |vm, args| related(vm, args, Comparison::Lt)),
    method("__missing__", |_, _| Ok(Value::Int(0))),
    method("__ne__", |vm, args| related(vm, args, Comparison::Ne)),
    method("__neg__", |vm, args| signed(vm, args, negated)),
    method("__or__", union),
    method("__pos__", |vm, args| signed(vm, args, if_positive)),
    whole("__repr__", counter_repr),
    method("__sub__", difference),
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
    fill(vm, dict, &rest, "dict")?;
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
    if args.positional.len() > 1 {
        let given = args.positional.len();
        return Err(vm.type_error(format!("expected at most 1 arguments, got {given}")));
    }
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
    changed(vm, counter, args, MADE)?;
    Ok(counter)
}

/// How `update` and `subtract` make the count that a mapping has for a key, and that one more item has.
#[derive(Clone, Copy)]
struct Change {
    /// `(count before, count given)`.
    given: fn(&mut Vm, Value, Value) -> Answer,
    one: fn(&mut Vm, Value) -> Answer,
    method: &'static str,
}

const ADDED: Change = Change {
    given: |vm, before, by| vm.binary(Binary::Add, by, before),
    one: |vm, before| vm.binary(Binary::Add, before, Value::Int(1)),
    method: "update",
};
const SUBTRACTED: Change = Change {
    given: |vm, before, by| vm.binary(Binary::Sub, before, by),
    one: |vm, before| vm.binary(Binary::Sub, before, Value::Int(1)),
    method: "subtract",
};
const MADE: Change = Change {
    method: "__init__",
    ..ADDED
};

/// Counts of an iterable's items or of a mapping, and of keywords, added or subtracted.
fn changed(vm: &mut Vm, counter: Value, args: &Args<'_>, change: Change) -> Result<(), Raised> {
    if args.positional.len() > 1 {
        let (given, method) = (args.positional.len() + 1, change.method);
        let message = format!("from 1 to 2 positional arguments but {given} were given");
        return Err(vm.type_error(format!("Counter.{method}() takes {message}")));
    }
    if let [source] = args.positional {
        if vm.is_mapping(*source) {
            let counts = vm.mapping_pairs(*source)?;
            change_all(vm, counter, counts, change)?;
        } else if !source.is_none() {
            let iterator = vm.iterate(*source)?;
            while let Some(item) = vm.next(iterator)? {
                let before = count_of(vm, counter, item)?;
                let after = (change.one)(vm, before)?;
                vm.dict_set(counter, item, after)?;
            }
        }
    }
    let named = args.keywords.iter();
    let counts = named.map(|(name, value)| (vm.sym_value(*name), *value));
    let counts = counts.collect();
    change_all(vm, counter, counts, change)
}

fn change_all(
    vm: &mut Vm,
    counter: Value,
    counts: Vec<(Value, Value)>,
    change: Change,
) -> Result<(), Raised> {
    // Counts of what had none are taken as they are.
    let taken = change.method != "subtract" && pairs(vm, counter).is_empty();
    for (key, value) in counts {
        let after = match taken {
            true => value,
            false => {
                let before = count_of(vm, counter, key)?;
                (change.given)(vm, before, value)?
            }
        };
        vm.dict_set(counter, key, after)?;
    }
    Ok(())
}

/// What is not counted has none.
fn count_of(vm: &mut Vm, counter: Value, key: Value) -> Answer {
    Ok(vm.dict_get(counter, key)?.unwrap_or(Value::Int(0)))
}

fn update(vm: &mut Vm, args: &Args<'_>) -> Answer {
    changed(vm, args.this, args, ADDED)?;
    Ok(Value::None)
}

fn subtract(vm: &mut Vm, args: &Args<'_>) -> Answer {
    changed(vm, args.this, args, SUBTRACTED)?;
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
    let most = match most {
        Value::Unbound | Value::None => all.len(),
        most => match vm.as_int(most) {
            Some(most) => most.clamp_i64().max(0) as usize,
            None => return Err(no_number(vm, most, all.len())),
        },
    };
    if most == 0 && !all.is_empty() {
        return Ok(vm.heap.new_list(Vec::new()));
    }
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

/// What `most_common` says of a number that is no int: it is compared first.
fn no_number(vm: &mut Vm, most: Value, all: usize) -> Raised {
    match vm.compare_truth(Comparison::Ge, most, Value::Int(all as i64)) {
        Err(raised) => raised,
        Ok(true) => {
            vm.type_error("slice indices must be integers or None or have an __index__ method")
        }
        Ok(false) => {
            let class = vm.type_name(most);
            vm.type_error(format!(
                "'{class}' object cannot be interpreted as an integer"
            ))
        }
    }
}

/// A new counter of what is left of both: `chosen` is asked with the counts of each key of this one, `only` with those that only the
/// other has. What is not positive is left out.
fn joined(
    vm: &mut Vm,
    args: &Args<'_>,
    chosen: impl Fn(&mut Vm, Value, Value) -> Answer,
    only: impl Fn(&mut Vm, Value) -> Result<Option<Value>, Raised>,
) -> Answer {
    let other = args.get(0);
    if !vm.is_instance(other, Type::Counter) {
        return Ok(Value::NotImplemented);
    }
    let result = new_dict(vm, Type::Counter, Value::Unbound);
    for (key, mine) in pairs(vm, args.this) {
        let theirs = count_of(vm, other, key)?;
        let count = chosen(vm, mine, theirs)?;
        if is_positive(vm, count)? {
            vm.dict_set(result, key, count)?;
        }
    }
    for (key, theirs) in pairs(vm, vm.heap.payload(other)) {
        if vm.dict_get(args.this, key)?.is_none() {
            if let Some(count) = only(vm, theirs)? {
                vm.dict_set(result, key, count)?;
            }
        }
    }
    Ok(result)
}

fn is_positive(vm: &mut Vm, count: Value) -> Result<bool, Raised> {
    vm.compare_truth(Comparison::Gt, count, Value::Int(0))
}

fn if_positive(vm: &mut Vm, count: Value) -> Result<Option<Value>, Raised> {
    Ok(is_positive(vm, count)?.then_some(count))
}

/// `0 - count` of a negative count.
fn negated(vm: &mut Vm, count: Value) -> Result<Option<Value>, Raised> {
    match vm.compare_truth(Comparison::Lt, count, Value::Int(0))? {
        true => vm.binary(Binary::Sub, Value::Int(0), count).map(Some),
        false => Ok(None),
    }
}

fn sum(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let chosen = |vm: &mut Vm, mine, theirs| vm.binary(Binary::Add, mine, theirs);
    joined(vm, args, chosen, if_positive)
}

fn difference(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let chosen = |vm: &mut Vm, mine, theirs| vm.binary(Binary::Sub, mine, theirs);
    joined(vm, args, chosen, negated)
}

fn union(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let chosen = |vm: &mut Vm, mine, theirs| Ok(if vm.lt(mine, theirs)? { theirs } else { mine });
    joined(vm, args, chosen, if_positive)
}

fn intersection(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let chosen = |vm: &mut Vm, mine, theirs| Ok(if vm.lt(mine, theirs)? { mine } else { theirs });
    joined(vm, args, chosen, |_, _| Ok(None))
}

/// `==`, `<=` and the like: what is missing counts as zero.
fn related(vm: &mut Vm, args: &Args<'_>, op: Comparison) -> Answer {
    let other = args.get(0);
    if !vm.is_instance(other, Type::Counter) {
        return Ok(Value::NotImplemented);
    }
    Ok(Value::Bool(match op {
        Comparison::Eq | Comparison::Le | Comparison::Ge => all_hold(vm, args, op)?,
        Comparison::Ne => !all_hold(vm, args, Comparison::Eq)?,
        Comparison::Lt => {
            all_hold(vm, args, Comparison::Le)? && !all_hold(vm, args, Comparison::Eq)?
        }
        Comparison::Gt => {
            all_hold(vm, args, Comparison::Ge)? && !all_hold(vm, args, Comparison::Eq)?
        }
    }))
}

fn all_hold(vm: &mut Vm, args: &Args<'_>, op: Comparison) -> Result<bool, Raised> {
    let other = args.get(0);
    let mut keys = pairs(vm, args.this);
    keys.extend(pairs(vm, vm.heap.payload(other)));
    for (key, _) in keys {
        let (mine, theirs) = (count_of(vm, args.this, key)?, count_of(vm, other, key)?);
        if !vm.compare_truth(op, mine, theirs)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `+counter` and `-counter`: what is positive then.
fn signed(
    vm: &mut Vm,
    args: &Args<'_>,
    kept: fn(&mut Vm, Value) -> Result<Option<Value>, Raised>,
) -> Answer {
    let result = new_dict(vm, Type::Counter, Value::Unbound);
    for (key, count) in pairs(vm, args.this) {
        if let Some(count) = kept(vm, count)? {
            vm.dict_set(result, key, count)?;
        }
    }
    Ok(result)
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
