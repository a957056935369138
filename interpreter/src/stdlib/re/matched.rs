//! `re.Match`: a record of the pattern, the text, `pos`, `endpos`, the group that was closed last (0 for none), and for the whole and
//! each group the bytes where it begins and ends (-1 if it took no part).

use super::error::no_group;
use super::programs::program_of;
use super::replace;
use super::subject::{self, Bounds};
use crate::regex::Found;
use crate::value::{Type, Value};
use crate::vm::native::{getter, method};
use crate::vm::{Answer, Args, Native, Raised, Vm};

pub(crate) const MATCH: &[Native] = &[
    method("__copy__", |_, args| Ok(args.this)),
    method("__deepcopy__", |_, args| Ok(args.this)),
    method("__getitem__", |vm, args| group_value(vm, args, args.get(0))),
    method("__repr__", repr),
    method("end", |vm, args| {
        let (_, end) = asked_span(vm, args, "end")?;
        Ok(Value::Int(end))
    }),
    getter("endpos", |vm, args| Ok(field(vm, args, 3))),
    method("expand", |vm, args| {
        let [template] = args.bind(vm, "expand", ["template"], 1, 1)?;
        replace::expand(vm, args.this, template)
    }),
    method("group", group),
    method("groupdict", group_dict),
    method("groups", groups),
    getter("lastgroup", |vm, args| {
        let last = natural(field(vm, args, 4));
        let pattern = field(vm, args, 0);
        let program = program_of(vm, pattern)?;
        let name = program.name_of(last).filter(|_| last > 0);
        Ok(name.map_or(Value::None, |name| vm.heap.new_str(name)))
    }),
    getter("lastindex", |vm, args| {
        Ok(match field(vm, args, 4) {
            Value::Int(0) => Value::None,
            last => last,
        })
    }),
    getter("pos", |vm, args| Ok(field(vm, args, 2))),
    getter("re", |vm, args| Ok(field(vm, args, 0))),
    getter("regs", |vm, args| {
        let spans: Vec<Value> = (0..=count(vm, args))
            .map(|group| span_value(vm, args, group))
            .collect();
        Ok(vm.heap.new_tuple(spans))
    }),
    method("span", |vm, args| {
        let (begin, end) = asked_span(vm, args, "span")?;
        Ok(vm.heap.new_tuple([Value::Int(begin), Value::Int(end)]))
    }),
    method("start", |vm, args| {
        let (begin, _) = asked_span(vm, args, "start")?;
        Ok(Value::Int(begin))
    }),
    getter("string", |vm, args| Ok(field(vm, args, 1))),
    crate::builtins::generic_alias::CLASS_GETITEM,
];

/// Fields before the spans.
const SPANS: usize = 5;

pub(super) fn new(
    vm: &mut Vm,
    pattern: Value,
    string: Value,
    bounds: Bounds,
    found: &Found,
) -> Value {
    let whole = |number: usize| Value::Int(number as i64);
    let mut fields = Vec::with_capacity(SPANS + found.groups().len() * 2);
    fields.extend([pattern, string, whole(bounds.pos), whole(bounds.endpos)]);
    fields.push(Value::Int(found.last_group().map_or(0, i64::from)));
    for group in found.groups() {
        match group {
            Some((begin, end)) => fields.extend([whole(begin), whole(end)]),
            None => fields.extend([Value::Int(-1); 2]),
        }
    }
    vm.heap.new_record(Type::Match, fields)
}

fn field(vm: &Vm, args: &Args<'_>, index: usize) -> Value {
    let record = vm.heap.record(args.this);
    record
        .and_then(|record| record.fields.get(index))
        .copied()
        .unwrap_or(Value::None)
}

fn natural(value: Value) -> usize {
    match value {
        Value::Int(number) => usize::try_from(number).unwrap_or(0),
        _ => 0,
    }
}

/// How many groups there are.
fn count(vm: &Vm, args: &Args<'_>) -> usize {
    let fields = vm
        .heap
        .record(args.this)
        .map_or(0, |record| record.fields.len());
    (fields.saturating_sub(SPANS) / 2).saturating_sub(1)
}

/// In bytes.
fn bytes_of(vm: &Vm, args: &Args<'_>, group: usize) -> Option<(usize, usize)> {
    let (begin, end) = (
        field(vm, args, SPANS + group * 2),
        field(vm, args, SPANS + group * 2 + 1),
    );
    match (begin, end) {
        (Value::Int(begin), Value::Int(end)) if begin >= 0 => Some((begin as usize, end as usize)),
        _ => None,
    }
}

/// In characters.
fn span(vm: &Vm, args: &Args<'_>, group: usize) -> (i64, i64) {
    let Some((begin, end)) = bytes_of(vm, args, group) else {
        return (-1, -1);
    };
    let string = field(vm, args, 1);
    let index = |byte| subject::index_of(&vm.heap, string, byte) as i64;
    (index(begin), index(end))
}

fn span_value(vm: &mut Vm, args: &Args<'_>, group: usize) -> Value {
    let (begin, end) = span(vm, args, group);
    vm.heap.new_tuple([Value::Int(begin), Value::Int(end)])
}

/// The number of a group by number or name.
fn number_of(vm: &mut Vm, args: &Args<'_>, wanted: Value) -> Result<usize, Raised> {
    let number = if let Some(name) = vm.heap.str(wanted).map(str::to_owned) {
        let pattern = field(vm, args, 0);
        program_of(vm, pattern)?.group_named(&name)
    } else if vm.as_int(wanted).is_some()
        || vm
            .special(wanted, crate::value::symbol::names::INDEX)
            .is_some()
    {
        let int = crate::builtins::read::int(vm, wanted)?;
        int.to_i64().and_then(|number| usize::try_from(number).ok())
    } else {
        None
    };
    match number {
        Some(number) if number <= count(vm, args) => Ok(number),
        _ => Err(no_group(vm)),
    }
}

fn group_value(vm: &mut Vm, args: &Args<'_>, wanted: Value) -> Answer {
    let group = number_of(vm, args, wanted)?;
    Ok(text_or(vm, args, group, Value::None))
}

fn text_or(vm: &mut Vm, args: &Args<'_>, group: usize, default: Value) -> Value {
    match bytes_of(vm, args, group) {
        Some((begin, end)) => {
            let string = field(vm, args, 1);
            subject::slice(vm, string, begin, end)
        }
        None => default,
    }
}

/// What a group of a match matched.
pub(super) fn text_of(vm: &mut Vm, this: Value, group: usize) -> Value {
    let args = Args {
        this,
        ..Args::of(&[])
    };
    text_or(vm, &args, group, Value::None)
}

/// The pattern and the text of a match.
pub(super) fn parts(vm: &Vm, this: Value) -> (Value, Value) {
    let args = Args {
        this,
        ..Args::of(&[])
    };
    (field(vm, &args, 0), field(vm, &args, 1))
}

fn group(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.no_keywords(vm, "Match.group")?;
    match args.positional {
        [] => group_value(vm, args, Value::Int(0)),
        [only] => group_value(vm, args, *only),
        several => {
            let mut items = Vec::with_capacity(several.len());
            for wanted in several {
                items.push(group_value(vm, args, *wanted)?);
            }
            Ok(vm.heap.new_tuple(items))
        }
    }
}

fn groups(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [default] = args.bind(vm, "groups", ["default"], 0, 1)?;
    let default = default.bound().unwrap_or(Value::None);
    let items: Vec<Value> = (1..=count(vm, args))
        .map(|group| text_or(vm, args, group, default))
        .collect();
    Ok(vm.heap.new_tuple(items))
}

fn group_dict(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [default] = args.bind(vm, "groupdict", ["default"], 0, 1)?;
    let default = default.bound().unwrap_or(Value::None);
    let pattern = field(vm, args, 0);
    let program = program_of(vm, pattern)?;
    let dict = Value::Ref(vm.heap.new_dict());
    for (name, group) in &program.names {
        let value = text_or(vm, args, *group as usize, default);
        let name = vm.heap.new_str(name.as_str());
        vm.dict_set(dict, name, value)?;
    }
    Ok(dict)
}

/// The span of the group that is asked for, of the whole if none is.
fn asked_span(vm: &mut Vm, args: &Args<'_>, name: &str) -> Result<(i64, i64), Raised> {
    let [wanted] = args.between(vm, name, 0)?;
    let group = match wanted.bound() {
        Some(wanted) => number_of(vm, args, wanted)?,
        None => 0,
    };
    Ok(span(vm, args, group))
}

fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (begin, end) = span(vm, args, 0);
    let text = text_or(vm, args, 0, Value::None);
    // CPython shows 50 characters of it.
    let text: String = vm.repr(text)?.chars().take(50).collect();
    Ok(vm.heap.new_str(format!(
        "<re.Match object; span=({begin}, {end}), match={text}>"
    )))
}
