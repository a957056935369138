//! Modules that are only names and constants: `typing`, `string`, `abc`, `zoneinfo`; and `logging`, which only asks the host.

use crate::effect::Effect;
use crate::value::{Type, Value};
use crate::vm::native::{Module, function, method, no_constant};
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

/// What the library's `logging` and `traceback` are made on.
pub(super) static LOGGING: Module = Module {
    name: "logging",
    functions: &[
        function("_emit", emit),
        function("_traceback", |vm, args| {
            let error = args.one(vm, "_traceback")?;
            let text = match error {
                Value::Ref(handle) => vm.traceback_text(handle),
                _ => String::new(),
            };
            Ok(vm.heap.new_str(text))
        }),
    ],
    types: &[],
    constant: no_constant,
};

/// The host decides what is shown.
fn emit(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [level, logger, text] = args.between(vm, "_emit", 3)?;
    let level = match level {
        Value::Int(level) => u8::try_from(level).unwrap_or(u8::MAX),
        _ => 0,
    };
    let (logger, text) = (vm.str(logger)?, vm.str(text)?);
    vm.effects.push(Effect::Log {
        level,
        logger,
        text,
    });
    Ok(Value::None)
}
