//! `re.error`: what is wrong with a pattern, and where.

use super::args::bind;
use crate::regex::{Kind, PatternError, Stop};
use crate::value::{Type, Value};
use crate::vm::errors::Limit;
use crate::vm::native::whole;
use crate::vm::{Answer, Args, Native, Raised, Vm};

pub(crate) const ERROR: &[Native] = &[whole("__init__", init)];

/// `error(msg, pattern=None, pos=None)`.
fn init(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [message, pattern, position] =
        bind(vm, args, "error.__init__", ["msg", "pattern", "pos"], 1)?;
    let (pattern, position) = (or_none(pattern), or_none(position));
    let (mut line, mut column) = (Value::None, Value::None);
    let mut shown = message;
    if let (false, Value::Int(at)) = (pattern.is_none(), position) {
        let before = newlines(vm, pattern);
        let at = at.max(0) as usize;
        let lines_before = before.iter().take_while(|newline| **newline < at).count();
        let begin = lines_before
            .checked_sub(1)
            .map_or(-1, |last| before[last] as i64);
        let (line_number, column_number) = (lines_before as i64 + 1, at as i64 - begin);
        let text = vm.str(message)?;
        let mut text = format!("{text} at position {at}");
        if !before.is_empty() {
            text.push_str(&format!(" (line {line_number}, column {column_number})"));
        }
        (line, column) = (Value::Int(line_number), Value::Int(column_number));
        shown = vm.heap.new_str(text);
    }
    let parts = [
        ("msg", message),
        ("pattern", pattern),
        ("pos", position),
        ("lineno", line),
        ("colno", column),
    ];
    let all = vm.heap.new_tuple([shown]);
    let parts = parts.map(|(name, value)| (vm.symbols.intern(name), value));
    if let Some(exception) = vm.heap.exception_mut(args.this) {
        exception.args = all;
        for (name, value) in parts {
            exception.attrs.set(name, value);
        }
    }
    Ok(Value::None)
}

fn or_none(value: Value) -> Value {
    value.bound().unwrap_or(Value::None)
}

/// Where the newlines of a pattern stand.
fn newlines(vm: &Vm, pattern: Value) -> Vec<usize> {
    let found = |is_newline: &mut dyn Iterator<Item = bool>| {
        let places = is_newline.enumerate().filter(|(_, is)| *is);
        places.map(|(at, _)| at).collect()
    };
    match vm.heap.str(pattern) {
        Some(text) => found(&mut text.chars().map(|c| c == '\n')),
        None => {
            let bytes = vm.heap.bytes_like(pattern).unwrap_or_default();
            found(&mut bytes.iter().map(|byte| *byte == b'\n'))
        }
    }
}

/// The exception for a pattern or template that is wrong.
pub(super) fn raised(vm: &mut Vm, pattern: Value, error: &PatternError) -> Raised {
    let class = match error.kind {
        Kind::Pattern => Type::ReError,
        Kind::Index => Type::IndexError,
        Kind::Overflow => Type::OverflowError,
        Kind::Recursion => Type::RecursionError,
        Kind::Value => Type::ValueError,
        Kind::Unsupported => Type::NotImplementedError,
    };
    let message = vm.heap.new_str(error.message.as_str());
    if error.kind != Kind::Pattern {
        return vm.error_with(class, &[message]);
    }
    let given = match error.position {
        Some(at) => vec![message, pattern, Value::Int(at as i64)],
        None => vec![message],
    };
    match vm.call(Value::Type(class), &given) {
        Ok(Value::Ref(exception)) => Raised::Exception(exception),
        Ok(_) => vm.error_with(class, &[message]),
        Err(raised) => raised,
    }
}

/// The end of an instance whose search used up what it had.
pub(super) fn stopped(stop: Stop) -> Raised {
    Raised::Limit(match stop {
        Stop::Steps => Limit::Instructions,
        Stop::Room => Limit::Heap,
    })
}

/// `IndexError: no such group`.
pub(super) fn no_group(vm: &mut Vm) -> Raised {
    vm.index_error("no such group")
}
