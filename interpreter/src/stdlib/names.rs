//! Modules that are only names and constants: `typing`, `string`, `abc`, `zoneinfo`; and `logging`, which only asks the host.

use crate::effect::Effect;
use crate::value::symbol::names;
use crate::value::{Type, Value};
use crate::vm::native::{Module, function, getter, method};
use crate::vm::{Answer, Args, Native, Vm};

/// Names that annotations use. Annotations are not evaluated, so these need only be there.
pub(crate) const TYPING: &[&str] = &[
    "Any",
    "Callable",
    "ClassVar",
    "Dict",
    "Final",
    "FrozenSet",
    "Iterable",
    "Iterator",
    "List",
    "Literal",
    "Mapping",
    "Optional",
    "Sequence",
    "Set",
    "Tuple",
    "Type",
    "Union",
];

pub(super) static TYPING_MODULE: Module = Module {
    name: "typing",
    functions: &[function("cast", |vm, args| {
        let [_, value] = args.between(vm, "cast", 2)?;
        Ok(value)
    })],
    types: &[Type::Generic, Type::Protocol],
    constant: |vm, name| {
        if name == "TYPE_CHECKING" {
            return Some(Ok(Value::Bool(false)));
        }
        if !TYPING.contains(&name) {
            return None;
        }
        let name = vm.heap.new_str(name);
        Some(Ok(vm.heap.new_record(Type::GenericAlias, vec![name])))
    },
};

/// `Optional[int]` is `Optional` again.
pub(crate) const ALIAS: &[Native] = &[
    method("__getitem__", |_, args| Ok(args.this)),
    method("__or__", |_, args| Ok(args.this)),
    method("__repr__", |vm, args| {
        let name = vm
            .heap
            .record(args.this)
            .map_or(Value::None, |record| record.fields[0]);
        let name = vm.str(name)?;
        Ok(vm.heap.new_str(format!("typing.{name}")))
    }),
    method("__ror__", |_, args| Ok(args.this)),
];

pub(super) static STRING: Module = Module {
    name: "string",
    functions: &[],
    types: &[],
    constant: |vm, name| {
        let text = string_constant(name)?;
        Some(Ok(vm.heap.new_str(text)))
    },
};

fn string_constant(name: &str) -> Option<&'static str> {
    Some(match name {
        "ascii_lowercase" => "abcdefghijklmnopqrstuvwxyz",
        "ascii_uppercase" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "ascii_letters" => "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "digits" => "0123456789",
        "hexdigits" => "0123456789abcdefABCDEF",
        "octdigits" => "01234567",
        "punctuation" => "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
        "whitespace" => " \t\n\r\x0b\x0c",
        _ => return None,
    })
}

/// `from __future__ import annotations`: it holds already.
pub(super) static FUTURE: Module = Module {
    name: "__future__",
    functions: &[],
    types: &[],
    constant: |_, name| (name == "annotations").then_some(Ok(Value::None)),
};

pub(super) static LOGGING: Module = Module {
    name: "logging",
    functions: &[
        function("critical", |vm, args| root(vm, args, 50)),
        function("debug", |vm, args| root(vm, args, 10)),
        function("error", |vm, args| root(vm, args, 40)),
        function("getLogger", get_logger),
        function("info", |vm, args| root(vm, args, 20)),
        function("warning", |vm, args| root(vm, args, 30)),
    ],
    types: &[Type::Logger],
    constant: |_, name| {
        let level = match name {
            "DEBUG" => 10,
            "INFO" => 20,
            "WARNING" => 30,
            "ERROR" => 40,
            "CRITICAL" => 50,
            _ => return None,
        };
        Some(Ok(Value::Int(level)))
    },
};

/// A logger's record is its name.
pub(crate) const LOGGER: &[Native] = &[
    method("critical", |vm, args| log(vm, args, 50)),
    method("debug", |vm, args| log(vm, args, 10)),
    method("error", |vm, args| log(vm, args, 40)),
    method("exception", |vm, args| log(vm, args, 40)),
    method("info", |vm, args| log(vm, args, 20)),
    getter("name", |vm, args| Ok(logger_name(vm, args))),
    method("warning", |vm, args| log(vm, args, 30)),
];

fn logger_name(vm: &Vm, args: &Args<'_>) -> Value {
    vm.heap
        .record(args.this)
        .map_or(Value::None, |record| record.fields[0])
}

fn get_logger(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [name] = args.bind(vm, "getLogger", ["name"], 0, 1)?;
    let name = match vm.heap.str(name) {
        Some(_) => name,
        None => vm.heap.new_str("root"),
    };
    Ok(vm.heap.new_record(Type::Logger, vec![name]))
}

fn root(vm: &mut Vm, args: &Args<'_>, level: u8) -> Answer {
    let name = vm.heap.new_str("root");
    let this = vm.heap.new_record(Type::Logger, vec![name]);
    log(vm, &Args { this, ..*args }, level)
}

/// The message is formatted here, once; the host decides what is shown.
fn log(vm: &mut Vm, args: &Args<'_>, level: u8) -> Answer {
    let [message, rest @ ..] = args.positional else {
        return Err(vm.type_error("a log call needs a message"));
    };
    let mut text = vm.str(*message)?;
    if !rest.is_empty() {
        let template = vm.heap.new_str(text);
        let operand = match rest {
            [only] if vm.heap.dict(*only).is_some() => *only,
            several => vm.heap.new_tuple(several),
        };
        let formatted = vm.call_method(template, names::MOD, &[operand])?;
        text = vm.str(formatted)?;
    }
    let name = logger_name(vm, args);
    let logger = vm.str(name)?;
    vm.effects.push(Effect::Log {
        level,
        logger,
        text,
    });
    Ok(Value::None)
}
