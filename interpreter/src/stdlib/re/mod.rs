//! `re`: the functions of the module. [`regex`](crate::regex) is the engine; the flags are an enumeration of the library.

mod args;
mod error;
mod finder;
mod matched;
mod pattern;
mod programs;
mod replace;
mod subject;

pub(crate) use error::ERROR;
pub(crate) use finder::{FINDER, next_found};
pub(crate) use matched::MATCH;
pub(crate) use pattern::PATTERN;
pub(crate) use programs::Programs;

use std::rc::Rc;

use crate::regex::{Found, Place, Program, flags};
use crate::value::{Type, Value};
use crate::vm::native::{Module, function};
use crate::vm::{Answer, Args, Raised, Vm};
use args::bind;
use pattern::Method;

pub(super) static MODULE: Module = Module {
    name: "re",
    functions: &[
        function("compile", |vm, args| {
            let [pattern, flags] = bind(vm, args, "compile", ["pattern", "flags"], 1)?;
            programs::compile(vm, pattern, flags)
        }),
        function("escape", escape),
        function("findall", |vm, args| {
            searched(vm, args, "findall", pattern::find_all)
        }),
        function("finditer", |vm, args| {
            searched(vm, args, "finditer", pattern::find_iter)
        }),
        function("fullmatch", |vm, args| {
            searched(vm, args, "fullmatch", pattern::full_match)
        }),
        function("match", |vm, args| {
            searched(vm, args, "match", pattern::match_here)
        }),
        function("purge", |vm, args| {
            let [] = bind(vm, args, "purge", [], 0)?;
            Ok(Value::None)
        }),
        function("search", |vm, args| {
            searched(vm, args, "search", pattern::search)
        }),
        function("split", |vm, args| {
            let names = ["pattern", "string", "maxsplit", "flags"];
            let [pattern, string, limit, flags] = bind(vm, args, "split", names, 2)?;
            on_pattern(vm, pattern, flags, &[string, limit], pattern::split)
        }),
        function("sub", |vm, args| replaced(vm, args, "sub", replace::sub)),
        function("subn", |vm, args| replaced(vm, args, "subn", replace::subn)),
    ],
    types: &[Type::Match, Type::Pattern],
    constant: |_, name| (name == "error").then_some(Ok(Value::Type(Type::ReError))),
};

/// A match of a pattern of the machine's own at the beginning of a text, whatever the case.
pub(super) fn read_text(
    vm: &mut Vm,
    pattern: String,
    text: &str,
) -> Result<(Rc<Program>, Option<Found>), Raised> {
    let (pattern, text) = (vm.heap.new_str(pattern), vm.heap.new_str(text));
    let program = programs::program(vm, pattern, flags::IGNORECASE)?;
    let bounds = subject::Bounds::new(&vm.heap, text, 0, i64::MAX);
    let found = subject::find_one(vm, &program, text, bounds, Place::Here, false)?;
    Ok((program, found))
}

/// `name(pattern, string, flags=0)`.
fn searched(vm: &mut Vm, args: &Args<'_>, name: &str, method: Method) -> Answer {
    let [pattern, string, flags] = bind(vm, args, name, ["pattern", "string", "flags"], 2)?;
    on_pattern(vm, pattern, flags, &[string], method)
}

fn replaced(vm: &mut Vm, args: &Args<'_>, name: &str, method: Method) -> Answer {
    let names = ["pattern", "repl", "string", "count", "flags"];
    let [pattern, replacement, string, count, flags] = bind(vm, args, name, names, 3)?;
    on_pattern(vm, pattern, flags, &[replacement, string, count], method)
}

/// Calls the method of a pattern that may have to be compiled first. Arguments that were not given are left out at the end.
fn on_pattern(
    vm: &mut Vm,
    pattern: Value,
    flags: Value,
    given: &[Value],
    method: Method,
) -> Answer {
    let this = programs::compile(vm, pattern, flags)?;
    let count = given.iter().take_while(|value| !value.is_unbound()).count();
    let args = Args {
        this,
        ..Args::of(&given[..count])
    };
    method(vm, &args)
}

/// `re.escape`: a backslash before what could mean something.
fn escape(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [value] = bind(vm, args, "escape", ["pattern"], 1)?;
    let special = |c: char| "()[]{}?*+-|^$\\.&~# \t\n\r\x0b\x0c".contains(c);
    if let Some(text) = vm.heap.str(value) {
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            escaped.extend(special(c).then_some('\\'));
            escaped.push(c);
        }
        return vm.lift_str(Ok(escaped));
    }
    let Some(bytes) = vm.heap.bytes_like(value) else {
        let kind = vm.type_name(value);
        return Err(vm.type_error(format!(
            "decoding to str: need a bytes-like object, {kind} found"
        )));
    };
    let mut escaped = Vec::with_capacity(bytes.len());
    for byte in bytes {
        escaped.extend(special(char::from(*byte)).then_some(b'\\'));
        escaped.push(*byte);
    }
    vm.reserve(escaped.len())?;
    Ok(vm.heap.new_bytes(escaped))
}
