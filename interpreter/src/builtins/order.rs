//! `sorted`, `min`, `max`, and the stable sort that lists share.

use crate::value::Value;
use crate::vm::{Answer, Args, Raised, Vm};

use super::{order_columns, read};

pub(super) fn sorted(vm: &mut Vm, args: &Args<'_>) -> Answer {
    if args.positional.len() != 1 {
        let given = args.positional.len();
        return Err(vm.type_error(format!("sorted expected 1 argument, got {given}")));
    }
    let [_, key, reverse] = args.bind(vm, "sort", ["", "key", "reverse"], 1, 1)?;
    let items = vm.collect_sized(args.get(0))?;
    let items = sort(vm, items, key, reverse)?;
    Ok(vm.heap.new_list(items))
}

/// Sorts stably by `key` (unbound or `None`: the items themselves).
pub(crate) fn sort(
    vm: &mut Vm,
    items: Vec<Value>,
    key: Value,
    reverse: Value,
) -> Result<Vec<Value>, Raised> {
    let reverse = !reverse.is_unbound() && !read::int(vm, reverse)?.is_zero();
    let mut keyed = Vec::with_capacity(items.len());
    for item in items {
        let by = if key.is_unbound() || key.is_none() {
            item
        } else {
            vm.call(key, &[item])?
        };
        keyed.push((by, item));
    }
    // Reversing before and after keeps equal items in their order.
    if reverse {
        keyed.reverse();
    }
    vm.charge_builtin(keyed.len() as u64 * u64::from(keyed.len().max(2).ilog2()) / 4)?;
    let mut items = match order_columns::sorted(vm, &keyed) {
        Some(sorted) => sorted,
        None => {
            let sorted = merge_sort(vm, keyed)?;
            sorted.into_iter().map(|(_, item)| item).collect()
        }
    };
    if reverse {
        items.reverse();
    }
    Ok(items)
}

pub(super) type Keyed = (Value, Value);

/// Bottom-up merge sort over runs; only ever asks whether a later item is less than an earlier one.
fn merge_sort(vm: &mut Vm, items: Vec<Keyed>) -> Result<Vec<Keyed>, Raised> {
    let mut runs = runs(vm, items)?;
    while runs.len() > 1 {
        let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
        let mut left = runs.into_iter();
        while let Some(first) = left.next() {
            merged.push(match left.next() {
                Some(second) => merge(vm, first, second)?,
                None => first,
            });
        }
        runs = merged;
    }
    Ok(runs.pop().unwrap_or_default())
}

/// Ascending stretches, and strictly descending ones turned round; short ones grown by insertion.
fn runs(vm: &mut Vm, items: Vec<Keyed>) -> Result<Vec<Vec<Keyed>>, Raised> {
    const SHORT: usize = 16;
    let mut runs = Vec::new();
    let mut rest = items.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut run = vec![first];
        let mut descending = false;
        while let Some(next) = rest.peek().copied() {
            let less = less(vm, next, run[run.len() - 1])?;
            if run.len() == 1 {
                descending = less;
            }
            if less != descending {
                break;
            }
            run.push(next);
            rest.next();
        }
        if descending {
            run.reverse();
        }
        while run.len() < SHORT {
            let Some(next) = rest.next() else { break };
            let place = insertion_point(vm, &run, next)?;
            run.insert(place, next);
        }
        runs.push(run);
    }
    Ok(runs)
}

fn insertion_point(vm: &mut Vm, run: &[Keyed], item: Keyed) -> Result<usize, Raised> {
    let (mut low, mut high) = (0, run.len());
    while low < high {
        let middle = (low + high) / 2;
        if less(vm, item, run[middle])? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}

fn merge(vm: &mut Vm, first: Vec<Keyed>, second: Vec<Keyed>) -> Result<Vec<Keyed>, Raised> {
    let mut out = Vec::with_capacity(first.len() + second.len());
    let (mut a, mut b) = (0, 0);
    while a < first.len() && b < second.len() {
        if less(vm, second[b], first[a])? {
            out.push(second[b]);
            b += 1;
        } else {
            out.push(first[a]);
            a += 1;
        }
    }
    out.extend_from_slice(&first[a..]);
    out.extend_from_slice(&second[b..]);
    Ok(out)
}

fn less(vm: &mut Vm, a: Keyed, b: Keyed) -> Result<bool, Raised> {
    match (a.0, b.0) {
        (Value::Int(a), Value::Int(b)) => Ok(a < b),
        (a, b) => vm.lt(a, b),
    }
}

pub(super) fn max(vm: &mut Vm, args: &Args<'_>) -> Answer {
    extreme(vm, args, "max", true)
}

pub(super) fn min(vm: &mut Vm, args: &Args<'_>) -> Answer {
    extreme(vm, args, "min", false)
}

fn extreme(vm: &mut Vm, args: &Args<'_>, name: &str, largest: bool) -> Answer {
    let options = Args {
        this: Value::Unbound,
        positional: &[],
        keywords: args.keywords,
    };
    let [key, default] = options.bind(vm, name, ["key", "default"], 0, 0)?;
    let items = match args.positional {
        [] => return Err(vm.type_error(format!("{name} expected at least 1 argument, got 0"))),
        [iterable] => vm.collect(*iterable)?,
        _ if !default.is_unbound() => {
            let message =
                format!("Cannot specify a default for {name}() with multiple positional arguments");
            return Err(vm.type_error(message));
        }
        several => several.to_vec(),
    };
    match best(vm, items, key, largest)?.or(default.bound()) {
        Some(found) => Ok(found),
        None => Err(vm.value_error(format!("{name}() arg is an empty sequence"))),
    }
}

fn best(
    vm: &mut Vm,
    items: Vec<Value>,
    key: Value,
    largest: bool,
) -> Result<Option<Value>, Raised> {
    let mut best: Option<(Value, Value)> = None;
    for item in items {
        let by = if key.is_unbound() || key.is_none() {
            item
        } else {
            vm.call(key, &[item])?
        };
        let wins = match best {
            None => true,
            Some((held, _)) if largest => greater(vm, by, held)?,
            Some((held, _)) => vm.lt(by, held)?,
        };
        if wins {
            best = Some((by, item));
        }
    }
    Ok(best.map(|(_, item)| item))
}

fn greater(vm: &mut Vm, a: Value, b: Value) -> Result<bool, Raised> {
    let answer = vm.compare(crate::vm::Comparison::Gt, a, b)?;
    vm.truthy(answer)
}
