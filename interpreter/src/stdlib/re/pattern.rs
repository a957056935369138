//! `re.Pattern`.

use super::error::stopped;
use super::finder;
use super::matched;
use super::programs::{pattern_of, program_of};
use super::replace;
use super::subject::{self, Bounds, check, find_many, find_one};
use crate::builtins::read;
use crate::regex::{Found, Place, Stop, flags};
use crate::value::Value;
use crate::vm::native::{getter, method};
use crate::vm::{Answer, Args, Native, Raised, Vm};

/// A method's code.
pub(super) type Method = fn(&mut Vm, &Args<'_>) -> Answer;

pub(crate) const PATTERN: &[Native] = &[
    method("__copy__", |_, args| Ok(args.this)),
    method("__deepcopy__", |_, args| Ok(args.this)),
    method("__eq__", equal),
    method("__hash__", hash),
    method("__repr__", repr),
    method("findall", find_all),
    method("finditer", find_iter),
    getter("flags", |vm, args| {
        let flags = pattern_of(vm, args.this).map_or(0, |pattern| pattern.flags);
        Ok(Value::Int(i64::from(flags)))
    }),
    method("fullmatch", full_match),
    getter("groupindex", group_index),
    getter("groups", |vm, args| {
        let program = program_of(vm, args.this)?;
        Ok(Value::Int(program.groups as i64))
    }),
    method("match", match_here),
    getter("pattern", |vm, args| {
        Ok(pattern_of(vm, args.this).map_or(Value::None, |pattern| pattern.text))
    }),
    method("search", search),
    method("split", split),
    method("sub", replace::sub),
    method("subn", replace::subn),
    crate::builtins::generic_alias::CLASS_GETITEM,
];

/// `method(string, pos=0, endpos=sys.maxsize)`.
fn bounds(vm: &mut Vm, args: &Args<'_>, name: &str) -> Result<(Value, Bounds), Raised> {
    let [string, pos, endpos] = args.bind(vm, name, ["string", "pos", "endpos"], 1, 3)?;
    let pos = read::word_or(vm, pos, 0)?;
    let endpos = read::word_or(vm, endpos, i64::MAX)?;
    Ok((string, Bounds::new(&vm.heap, string, pos, endpos)))
}

fn one(vm: &mut Vm, args: &Args<'_>, name: &str, place: Place) -> Answer {
    let (string, bounds) = bounds(vm, args, name)?;
    let program = program_of(vm, args.this)?;
    check(vm, &program, string)?;
    match find_one(vm, &program, string, bounds, place, false)? {
        Some(found) => Ok(matched::new(vm, args.this, string, bounds, &found)),
        None => Ok(Value::None),
    }
}

pub(super) fn search(vm: &mut Vm, args: &Args<'_>) -> Answer {
    one(vm, args, "search", Place::Anywhere)
}

pub(super) fn match_here(vm: &mut Vm, args: &Args<'_>) -> Answer {
    one(vm, args, "match", Place::Here)
}

pub(super) fn full_match(vm: &mut Vm, args: &Args<'_>) -> Answer {
    one(vm, args, "fullmatch", Place::Whole)
}

pub(super) fn find_all(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (string, bounds) = bounds(vm, args, "findall")?;
    let program = program_of(vm, args.this)?;
    check(vm, &program, string)?;
    let all = find_many(vm, &program, string, bounds, usize::MAX)?;
    let mut items = Vec::with_capacity(all.len());
    for found in all {
        let item = match program.groups {
            0 => text_of(vm, string, found.group(0)),
            1 => text_of(vm, string, found.group(1)),
            _ => {
                let groups: Vec<Value> = found
                    .groups()
                    .skip(1)
                    .map(|group| text_of(vm, string, group))
                    .collect();
                vm.heap.new_tuple(groups)
            }
        };
        items.push(item);
        enough_room(vm)?;
    }
    Ok(vm.heap.new_list(items))
}

/// What a group matched, empty if it did not.
fn text_of(vm: &mut Vm, string: Value, group: Option<(usize, usize)>) -> Value {
    let (begin, end) = group.unwrap_or_default();
    subject::slice(vm, string, begin, end)
}

/// While many values are made.
pub(super) fn enough_room(vm: &mut Vm) -> Result<(), Raised> {
    if vm.heap.bytes() as u64 > vm.limits.heap_bytes {
        return Err(stopped(Stop::Room));
    }
    Ok(())
}

pub(super) fn find_iter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (string, bounds) = bounds(vm, args, "finditer")?;
    let program = program_of(vm, args.this)?;
    check(vm, &program, string)?;
    Ok(finder::new(vm, args.this, string, bounds))
}

/// How many at most, if the number that was given says so: 0 is no limit, and a negative number none at all.
pub(super) fn limit(count: i64) -> usize {
    match count {
        0 => usize::MAX,
        count => usize::try_from(count.max(0)).unwrap_or(usize::MAX),
    }
}

pub(super) fn split(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [string, most] = args.bind(vm, "split", ["string", "maxsplit"], 1, 2)?;
    let most = read::word_or(vm, most, 0)?;
    let program = program_of(vm, args.this)?;
    check(vm, &program, string)?;
    let bounds = Bounds::new(&vm.heap, string, 0, i64::MAX);
    let all = find_many(vm, &program, string, bounds, limit(most))?;
    let mut items = Vec::new();
    let mut last = 0;
    for found in &all {
        let (begin, end) = found.span();
        items.push(subject::slice(vm, string, last, begin));
        groups_into(vm, string, found, &mut items);
        last = end;
        enough_room(vm)?;
    }
    items.push(subject::slice(vm, string, last, bounds.end));
    Ok(vm.heap.new_list(items))
}

fn groups_into(vm: &mut Vm, string: Value, found: &Found, items: &mut Vec<Value>) {
    for group in found.groups().skip(1) {
        items.push(match group {
            Some((begin, end)) => subject::slice(vm, string, begin, end),
            None => Value::None,
        });
    }
}

fn equal(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let part = |vm: &Vm, value| pattern_of(vm, value).map(|pattern| (pattern.text, pattern.flags));
    let (Some((text, flags)), Some((other, other_flags))) =
        (part(vm, args.this), part(vm, args.get(0)))
    else {
        return Ok(Value::NotImplemented);
    };
    let same = flags == other_flags && vm.eq(text, other)?;
    Ok(Value::Bool(same))
}

fn hash(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(pattern) = pattern_of(vm, args.this) else {
        return Ok(Value::Int(0));
    };
    let (text, flags) = (pattern.text, i64::from(pattern.flags));
    let hash = vm.hash(text)?;
    Ok(Value::Int(hash ^ flags.wrapping_mul(1_000_003)))
}

fn group_index(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let program = program_of(vm, args.this)?;
    let dict = Value::Ref(vm.heap.new_dict());
    for (name, group) in &program.names {
        let name = vm.heap.new_str(name.as_str());
        vm.dict_set(dict, name, Value::Int(i64::from(*group)))?;
    }
    Ok(dict)
}

fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(pattern) = pattern_of(vm, args.this) else {
        return Ok(Value::None);
    };
    let (text, flags) = (pattern.text, pattern.flags);
    let is_text = vm.heap.str(text).is_some();
    // CPython shows 200 characters of it.
    let shown: String = vm.repr(text)?.chars().take(200).collect();
    let kinds = flags::ASCII | flags::LOCALE | flags::UNICODE;
    let flags = if is_text && flags & kinds == flags::UNICODE {
        flags & !flags::UNICODE
    } else {
        flags
    };
    let flags = named(flags);
    let flags = if flags.is_empty() {
        flags
    } else {
        format!(", {flags}")
    };
    Ok(vm.heap.new_str(format!("re.compile({shown}{flags})")))
}

fn named(flags: flags::Flags) -> String {
    let names = flags::NAMES.iter().filter(|(flag, _)| flags & flag != 0);
    let mut parts: Vec<String> = names.map(|(_, name)| (*name).to_owned()).collect();
    let rest = flags::NAMES
        .iter()
        .fold(flags, |rest, (flag, _)| rest & !flag);
    if rest != 0 {
        parts.push(format!("{rest:#x}"));
    }
    parts.join("|")
}
