//! `str`: taking apart and joining.

use super::read;
use super::str::this;
use crate::text::split;
use crate::vm::{Answer, Args, Raised, Vm};

/// A list of new texts.
fn list_of(vm: &mut Vm, parts: Vec<String>) -> Answer {
    vm.reserve(parts.len() * 64)?;
    let items = parts
        .into_iter()
        .map(|part| vm.heap.new_str(part))
        .collect();
    Ok(vm.heap.new_list(items))
}

fn owned(parts: Vec<&str>) -> Vec<String> {
    parts.into_iter().map(str::to_owned).collect()
}

fn splitting(vm: &mut Vm, args: &Args<'_>, name: &str) -> Result<(Option<String>, i64), Raised> {
    let [separator, most] = args.bind(vm, name, ["sep", "maxsplit"], 0, 2)?;
    let most = read::word_or(vm, most, -1)?;
    let separator = read::optional_text(vm, separator, "must be str or None, not ")?;
    if separator.as_deref() == Some("") {
        return Err(vm.value_error("empty separator"));
    }
    Ok((separator, most))
}

pub(super) fn split(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (separator, most) = splitting(vm, args, "split")?;
    let text = this(vm, args);
    let parts = owned(match &separator {
        Some(separator) => split::by(text, separator, most),
        None => split::words(text, most),
    });
    list_of(vm, parts)
}

pub(super) fn rsplit(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (separator, most) = splitting(vm, args, "rsplit")?;
    let text = this(vm, args);
    let parts = owned(match &separator {
        Some(separator) => split::by_from_right(text, separator, most),
        None => split::words_from_right(text, most),
    });
    list_of(vm, parts)
}

pub(super) fn split_lines(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [keep] = args.bind(vm, "splitlines", ["keepends"], 0, 1)?;
    let keep = read::flag(vm, keep, false)?;
    let parts = owned(split::lines(this(vm, args), keep));
    list_of(vm, parts)
}

fn three(vm: &mut Vm, parts: [String; 3]) -> Answer {
    let parts = parts.map(|part| vm.heap.new_str(part));
    Ok(vm.heap.new_tuple(parts))
}

fn separator(vm: &mut Vm, args: &Args<'_>, name: &str) -> Result<String, Raised> {
    let separator = args.one(vm, name)?;
    if separator.is_none() {
        return Err(vm.type_error("must be str, not NoneType"));
    }
    let separator = read::text(vm, separator, "must be str, not ")?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    Ok(separator)
}

pub(super) fn partition(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let separator = separator(vm, args, "str.partition")?;
    let text = this(vm, args);
    let parts = match text.split_once(&separator) {
        Some((before, after)) => [before.to_owned(), separator.clone(), after.to_owned()],
        None => [text.to_owned(), String::new(), String::new()],
    };
    three(vm, parts)
}

pub(super) fn rpartition(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let separator = separator(vm, args, "str.rpartition")?;
    let text = this(vm, args);
    let parts = match text.rsplit_once(&separator) {
        Some((before, after)) => [before.to_owned(), separator.clone(), after.to_owned()],
        None => [String::new(), String::new(), text.to_owned()],
    };
    three(vm, parts)
}

pub(super) fn join(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let iterable = args.one(vm, "str.join")?;
    let Ok(iterator) = vm.iterate(iterable) else {
        return Err(vm.type_error("can only join an iterable"));
    };
    let items = vm.collect(iterator)?;
    let separator = this(vm, args).to_owned();
    let mut size = separator.len().saturating_mul(items.len());
    for (index, item) in items.iter().enumerate() {
        let Some(text) = vm.heap.str(*item) else {
            let kind = vm.type_name(*item);
            return Err(vm.type_error(format!(
                "sequence item {index}: expected str instance, {kind} found"
            )));
        };
        size += text.len();
    }
    vm.reserve(size)?;
    let mut out = String::with_capacity(size);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(&separator);
        }
        out.push_str(vm.heap.str(*item).unwrap_or(""));
    }
    Ok(vm.heap.new_str(out))
}
