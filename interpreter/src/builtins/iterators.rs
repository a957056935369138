//! `range`, `enumerate`, `zip`, `map`, `filter`, `reversed`, `slice`: what makes iterators, and what they are made of.

use super::read;
use crate::number::{Int, divide};
use crate::text::slice::Slice;
use crate::value::iter::Iter;
use crate::value::symbol::names;
use crate::value::{Obj, Value};
use crate::vm::native::{getter, method, new};
use crate::vm::{Answer, Args, Native, Raised, Vm};

pub(super) const RANGE: &[Native] = &[
    new(make_range),
    method("__contains__", contains),
    method("__getitem__", get_item),
    method("__iter__", iter),
    method("__len__", len),
    method("__reversed__", range_reversed),
    method("count", range_count),
    method("index", range_index),
    getter("start", start),
    getter("step", step),
    getter("stop", stop),
];
pub(super) const SLICE: &[Native] = &[
    new(make_slice),
    method("indices", indices),
    getter("start", slice_start),
    getter("step", slice_step),
    getter("stop", slice_stop),
];
pub(super) const ENUMERATE: &[Native] = &[
    new(make_enumerate),
    method("__iter__", itself),
    method("__next__", advance),
    crate::builtins::generic_alias::CLASS_GETITEM,
];
pub(super) const ZIP: &[Native] = &[
    new(make_zip),
    method("__iter__", itself),
    method("__next__", advance),
];
pub(super) const MAP: &[Native] = &[
    new(make_map),
    method("__iter__", itself),
    method("__next__", advance),
];
pub(super) const FILTER: &[Native] = &[
    new(make_filter),
    method("__iter__", itself),
    method("__next__", advance),
];
pub(super) const REVERSED: &[Native] = &[
    new(make_reversed),
    super::length_hint::METHOD,
    method("__iter__", itself),
    method("__next__", advance),
];
/// Of iterators that only `iter()` makes.
pub(super) const ITERATOR: &[Native] = &[method("__iter__", itself), method("__next__", advance)];

/// Of those that know how many items are left.
pub(super) const HINTED: &[Native] = &[
    method("__iter__", itself),
    super::length_hint::METHOD,
    method("__next__", advance),
];

fn iterator(vm: &mut Vm, state: Iter) -> Answer {
    Ok(Value::Ref(vm.heap.alloc(Obj::Iter(Box::new(state)))))
}

fn itself(_: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(args.this)
}

fn advance(vm: &mut Vm, args: &Args<'_>) -> Answer {
    match vm.next(args.this)? {
        Some(item) => Ok(item),
        None => Err(vm.error_with(crate::value::Type::StopIteration, &[])),
    }
}

fn make_range(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.no_keywords(vm, "range")?;
    let given = args.positional.len();
    if !(1..=3).contains(&given) {
        let (bound, one) = if given == 0 {
            ("at least 1 argument", "0")
        } else {
            ("at most 3 arguments", "")
        };
        let got = if one.is_empty() {
            given.to_string()
        } else {
            one.to_owned()
        };
        return Err(vm.type_error(format!("range expected {bound}, got {got}")));
    }
    let mut ints = [Value::Int(0), Value::Int(0), Value::Int(1)];
    let skip = usize::from(given == 1);
    for (index, value) in args.positional.iter().enumerate() {
        let int = read::int(vm, *value)?;
        ints[index + skip] = vm.from_int(int);
    }
    if ints[2] == Value::Int(0) {
        return Err(vm.value_error("range() arg 3 must not be zero"));
    }
    Ok(Value::Ref(vm.heap.alloc(Obj::Range(Box::new(ints)))))
}

fn range(vm: &Vm, args: &Args<'_>) -> [Value; 3] {
    vm.heap
        .range(args.this)
        .copied()
        .unwrap_or([Value::Int(0); 3])
}

fn start(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(range(vm, args)[0])
}

fn stop(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(range(vm, args)[1])
}

fn step(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(range(vm, args)[2])
}

/// Ints by arithmetic; anything else might equal one, so it is compared with each.
fn contains(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let parts = range(vm, args);
    let wanted = args.get(0);
    if vm.heap.instance(wanted).is_some() || vm.as_int(wanted).is_none() {
        let iter = vm.range_iter(parts);
        let iter = vm.new_iter(iter);
        while let Some(item) = vm.next(iter)? {
            if vm.eq(item, wanted)? {
                return Ok(Value::Bool(true));
            }
        }
        return Ok(Value::Bool(false));
    }
    let ints =
        [wanted, parts[0], parts[1], parts[2]].map(|value| vm.as_int(value).unwrap_or(Int::ZERO));
    let [wanted, start, stop, step] = &ints;
    let inside = if step.is_negative() {
        wanted <= start && wanted > stop
    } else {
        wanted >= start && wanted < stop
    };
    let rest = vm.lift(divide::int_mod(&wanted.sub(start), step))?;
    Ok(Value::Bool(inside && rest.is_zero()))
}

fn get_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.get_item(args.this, args.get(0))
}

fn iter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.iterate(args.this)
}

fn len(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.length(args.this).map(Value::Int)
}

fn range_count(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let wanted = args.one(vm, "range.count")?;
    if vm.as_int(wanted).is_some() && vm.heap.instance(wanted).is_none() {
        let found = vm.contains(args.this, wanted)?;
        return Ok(Value::Int(i64::from(found)));
    }
    let (iterator, mut count) = (vm.iterate(args.this)?, 0);
    while let Some(item) = vm.next(iterator)? {
        count += i64::from(vm.eq(item, wanted)?);
    }
    Ok(Value::Int(count))
}

fn range_index(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let wanted = args.one(vm, "range.index")?;
    if !vm.contains(args.this, wanted)? {
        if vm.as_int(wanted).is_none() || vm.heap.instance(wanted).is_some() {
            return Err(vm.value_error("sequence.index(x): x not in sequence"));
        }
        let shown = vm.repr(wanted)?;
        return Err(vm.value_error(format!("{shown} is not in range")));
    }
    if vm.as_int(wanted).is_none() || vm.heap.instance(wanted).is_some() {
        let (iterator, mut at) = (vm.iterate(args.this)?, 0);
        while let Some(item) = vm.next(iterator)? {
            if vm.eq(item, wanted)? {
                return Ok(Value::Int(at));
            }
            at += 1;
        }
    }
    let [start, _, step] = range(vm, args);
    let offset = vm.binary(crate::vm::Binary::Sub, wanted, start)?;
    vm.binary(crate::vm::Binary::FloorDiv, offset, step)
}

/// From the last one back to the first.
fn range_reversed(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [start, stop, step] = range(vm, args);
    let ints = (
        vm.as_int(start),
        vm.as_int(step),
        vm.range_count([start, stop, step]),
    );
    let (Some(first), Some(step), count) = ints else {
        return Ok(Value::NotImplemented);
    };
    let before = crate::number::Int::Small(1);
    let travelled = vm.lift(count.sub(&before).mul(&step))?;
    let last = first.add(&travelled);
    let back = step.neg();
    let end = last.add(&vm.lift(back.mul(&count))?);
    let parts = [vm.from_int(last), vm.from_int(end), vm.from_int(back)];
    let state = vm.range_iter(parts);
    iterator(vm, state)
}

fn make_slice(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [first, second, third] = args.between(vm, "slice", 1)?;
    let parts = if second.is_unbound() {
        [Value::None, first, Value::None]
    } else {
        [first, second, third.bound().unwrap_or(Value::None)]
    };
    Ok(Value::Ref(vm.heap.alloc(Obj::Slice(Box::new(parts)))))
}

fn slice(vm: &Vm, args: &Args<'_>) -> [Value; 3] {
    vm.heap
        .slice(args.this)
        .copied()
        .unwrap_or([Value::None; 3])
}

fn slice_start(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(slice(vm, args)[0])
}

fn slice_stop(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(slice(vm, args)[1])
}

fn slice_step(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(slice(vm, args)[2])
}

fn indices(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let length = args.one(vm, "slice.indices")?;
    let length = read::word(vm, length)?;
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error("length should not be negative"));
    };
    let parts = slice(vm, args);
    let Slice { start, stop, step } = vm.resolve_slice(parts, length)?;
    Ok(vm.heap.new_tuple([start, stop, step].map(Value::Int)))
}

fn make_enumerate(vm: &mut Vm, args: &Args<'_>) -> Answer {
    if args.positional.is_empty() && args.keyword(vm, "iterable").is_none() {
        return Err(vm.type_error("enumerate() missing required argument 'iterable'"));
    }
    let [iterable, start] = args.bind(vm, "enumerate", ["iterable", "start"], 1, 2)?;
    let count = match start {
        Value::Unbound => Value::Int(0),
        given => {
            let start = read::int(vm, given)?;
            vm.from_int(start)
        }
    };
    let iter = vm.iterate(iterable)?;
    iterator(vm, Iter::Enumerate { iter, count })
}

fn iterators(vm: &mut Vm, iterables: &[Value]) -> Result<Vec<Value>, Raised> {
    iterables
        .iter()
        .map(|iterable| vm.iterate(*iterable))
        .collect()
}

fn make_zip(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let options = Args {
        this: Value::Unbound,
        positional: &[],
        keywords: args.keywords,
    };
    let [strict] = options.bind(vm, "zip", ["strict"], 0, 0)?;
    let strict = read::flag(vm, strict, false)?;
    let iters = iterators(vm, args.positional)?;
    iterator(vm, Iter::Zip { iters, strict })
}

fn make_map(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.no_keywords(vm, "map")?;
    let [function, iterables @ ..] = args.positional else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(vm.type_error("map() must have at least two arguments."));
    }
    let iters = iterators(vm, iterables)?;
    iterator(
        vm,
        Iter::Map {
            function: *function,
            iters,
        },
    )
}

fn make_filter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [function, iterable] = args.between(vm, "filter", 2)?;
    let iter = vm.iterate(iterable)?;
    iterator(vm, Iter::Filter { function, iter })
}

fn make_reversed(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [object] = args.between(vm, "reversed", 1)?;
    if let Some(method) = vm.special(object, names::REVERSED) {
        return vm.call(method, &[]);
    }
    let class = vm.class_of(object);
    let blocked = vm.lookup(class, names::REVERSED).is_some();
    // An object of a user's class with `__getitem__` is taken for a sequence; `len` says what it lacks.
    let sequence = vm.special(object, names::GETITEM).is_some()
        && (vm.special(object, names::LEN).is_some() || vm.heap.instance(object).is_some());
    if blocked || !sequence || vm.heap.dict(vm.heap.payload(object)).is_some() {
        let name = vm.type_name(object);
        return Err(vm.type_error(format!("'{name}' object is not reversible")));
    }
    let index = vm.length(object)? - 1;
    iterator(
        vm,
        Iter::Sequence {
            object,
            index,
            reversed: true,
        },
    )
}
