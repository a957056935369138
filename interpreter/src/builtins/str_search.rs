//! `str`: finding, counting, replacing.

use super::read;
use super::str::this;
use crate::text::search::{self, Window};
use crate::value::Value;
use crate::vm::{Answer, Args, Raised, Vm};

/// `(sub, start, end)` of `find` and its kin.
fn sought(
    vm: &mut Vm,
    args: &Args<'_>,
    name: &str,
) -> Result<(String, Option<i64>, Option<i64>), Raised> {
    args.count_from(vm, name, 1, 3)?;
    let bounds = (read::bound(vm, args.get(1))?, read::bound(vm, args.get(2))?);
    if vm.heap.str(args.get(0)).is_none() {
        let class = vm.type_name(args.get(0));
        return Err(vm.type_error(format!("must be str, not {class}")));
    }
    let sub = read::text(vm, args.get(0), "")?;
    Ok((sub, bounds.0, bounds.1))
}

fn found(vm: &mut Vm, args: &Args<'_>, name: &str, last: bool) -> Result<Option<usize>, Raised> {
    let (sub, start, end) = sought(vm, args, name)?;
    let window = Window::new(this(vm, args), start, end);
    Ok(window.and_then(|window| {
        if last {
            window.rfind(&sub)
        } else {
            window.find(&sub)
        }
    }))
}

fn or_minus_one(found: Option<usize>) -> Value {
    Value::Int(found.map_or(-1, |at| at as i64))
}

fn or_error(vm: &mut Vm, found: Option<usize>) -> Answer {
    match found {
        Some(at) => Ok(Value::Int(at as i64)),
        None => Err(vm.value_error("substring not found")),
    }
}

pub(super) fn find(vm: &mut Vm, args: &Args<'_>) -> Answer {
    found(vm, args, "find", false).map(or_minus_one)
}

pub(super) fn rfind(vm: &mut Vm, args: &Args<'_>) -> Answer {
    found(vm, args, "rfind", true).map(or_minus_one)
}

pub(super) fn index(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let found = found(vm, args, "index", false)?;
    or_error(vm, found)
}

pub(super) fn rindex(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let found = found(vm, args, "rindex", true)?;
    or_error(vm, found)
}

pub(super) fn count(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (sub, start, end) = sought(vm, args, "count")?;
    let count = Window::new(this(vm, args), start, end).map_or(0, |window| window.count(&sub));
    Ok(Value::Int(count as i64))
}

pub(super) fn starts_with(vm: &mut Vm, args: &Args<'_>) -> Answer {
    affixed(vm, args, "startswith", |window, affix| {
        window.starts_with(affix)
    })
}

pub(super) fn ends_with(vm: &mut Vm, args: &Args<'_>) -> Answer {
    affixed(vm, args, "endswith", |window, affix| {
        window.ends_with(affix)
    })
}

fn affixed(
    vm: &mut Vm,
    args: &Args<'_>,
    name: &str,
    test: fn(&Window<'_>, &str) -> bool,
) -> Answer {
    args.count_from(vm, name, 1, 3)?;
    let [affix, start, end] = [args.get(0), args.get(1), args.get(2)];
    let (start, end) = (read::bound(vm, start)?, read::bound(vm, end)?);
    let choices = match vm.heap.tuple(vm.heap.payload(affix)) {
        Some(choices) => choices.to_vec(),
        None if vm.heap.str(affix).is_some() => vec![affix],
        None => {
            let kind = vm.type_name(affix);
            return Err(vm.type_error(format!(
                "{name} first arg must be str or a tuple of str, not {kind}"
            )));
        }
    };
    for choice in choices {
        let Some(choice) = vm.heap.str(choice) else {
            let kind = vm.type_name(choice);
            return Err(vm.type_error(format!(
                "tuple for {name} must only contain str, not {kind}"
            )));
        };
        if Window::new(this(vm, args), start, end).is_some_and(|window| test(&window, choice)) {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

pub(super) fn replace(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [old, new, count] = args.between(vm, "replace", 2)?;
    let old = read::text(vm, old, "replace() argument 1 must be str, not ")?;
    let new = read::text(vm, new, "replace() argument 2 must be str, not ")?;
    let count = read::word_or(vm, count, -1)?;
    let places = Window::new(this(vm, args), None, None).map_or(0, |window| window.count(&old));
    vm.reserve(places.saturating_mul(new.len()))?;
    let text = search::replace(this(vm, args), &old, &new, count);
    vm.lift_str(Ok(text))
}
