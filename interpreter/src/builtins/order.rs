//! `sorted`, `min`, `max`, and the stable sort that lists share.

use crate::value::Value;
use crate::vm::{Answer, Args, Raised, Vm};

use super::{order_columns, read, stable_sort};

pub(super) fn sorted(vm: &mut Vm, args: &Args<'_>) -> Answer {
    if args.positional.len() != 1 {
        let given = args.positional.len();
        return Err(vm.type_error(format!("sorted expected 1 argument, got {given}")));
    }
    let mut items = vm.collect_sized(args.get(0))?;
    let options = Args {
        positional: &[],
        ..*args
    };
    let [key, reverse] = options.bind(vm, "sort", ["key", "reverse"], 0, 0)?;
    sort(vm, &mut items, key, reverse)?;
    Ok(vm.heap.new_list(items))
}

/// Sorts stably by `key` (unbound or `None`: the items themselves). When a comparison fails the items stand as far as they were sorted.
pub(crate) fn sort(
    vm: &mut Vm,
    items: &mut [Value],
    key: Value,
    reverse: Value,
) -> Result<(), Raised> {
    let reverse = !reverse.is_unbound() && !read::int(vm, reverse)?.is_zero();
    let mut keyed = Vec::with_capacity(items.len());
    for item in &*items {
        let by = if key.is_unbound() || key.is_none() {
            *item
        } else {
            vm.call(key, &[*item])?
        };
        keyed.push((by, *item));
    }
    vm.charge_builtin(keyed.len() as u64 * u64::from(keyed.len().max(2).ilog2()) / 4)?;
    // Reversing before and after keeps equal items in their order.
    if reverse {
        keyed.reverse();
    }
    let ended = match order_columns::sorted(vm, &keyed) {
        Some(sorted) => {
            items.copy_from_slice(&sorted);
            Ok(())
        }
        None => {
            let ended = stable_sort::sort(vm, &mut keyed);
            let sorted = keyed.iter().map(|(_, item)| *item);
            items
                .iter_mut()
                .zip(sorted)
                .for_each(|(to, item)| *to = item);
            ended
        }
    };
    if reverse {
        items.reverse();
    }
    ended
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
    if args.positional.is_empty() {
        return Err(vm.type_error(format!("{name} expected at least 1 argument, got 0")));
    }
    let [key, default] = options.bind(vm, name, ["key", "default"], 0, 0)?;
    let items = match args.positional {
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
