//! Modules that are only names and constants: `typing`, `string`, `abc`, `zoneinfo`; and `logging`, which only asks the host.

use crate::effect::Effect;
use crate::value::Value;
use crate::vm::native::{Module, function, no_constant};
use crate::vm::{Answer, Args, Vm};

pub(super) static TYPING_MODULE: Module = Module {
    name: "typing",
    functions: &[
        function("_caller", |vm, _| {
            let module = calling_module(vm);
            Ok(vm.heap.new_str(module))
        }),
        function("_class_name", |vm, args| {
            let [names, name] = args.bind(vm, "_class_name", ["names", "name"], 2, 2)?;
            let (Some(names), name) = (names.as_ref(), vm.name_of(name)?) else {
                return Ok(Value::None);
            };
            let found = vm.body_name(names, name)?;
            Ok(found.map_or(Value::None, |found| vm.heap.new_tuple([found])))
        }),
        function("_class_names", |vm, _| {
            Ok(vm.namespace().map_or(Value::None, Value::Ref))
        }),
        function("_globals", |vm, args| {
            let module = args.one(vm, "_globals")?;
            let module = vm.str(module)?;
            globals_of(vm, &module)
        }),
        function("_joined", |vm, args| {
            let [left, right] = args.bind(vm, "_joined", ["left", "right"], 2, 2)?;
            crate::builtins::union::union(vm, left, right)
        }),
        function("cast", |vm, args| {
            let [typ, val] = args.bind(vm, "cast", ["typ", "val"], 2, 2)?;
            let _ = typ;
            Ok(val)
        }),
    ],
    types: &[],
    constant: |_, name| (name == "TYPE_CHECKING").then_some(Ok(Value::Bool(false))),
};

/// The module of what called the library's `typing` or `collections`.
fn calling_module(vm: &Vm) -> String {
    let modules = vm
        .frames
        .iter()
        .rev()
        .map(|frame| &vm.program.functions[frame.code as usize].module);
    let outside = modules
        .into_iter()
        .find(|module| !matches!(module.as_str(), "typing" | "collections" | "functools"));
    outside.cloned().unwrap_or_else(|| "typing".to_owned())
}

/// The variables of a module of the program.
fn globals_of(vm: &mut Vm, module: &str) -> Answer {
    let program = vm.program.clone();
    let dict = Value::Ref(vm.heap.new_dict());
    for (at, global) in program.globals.iter().enumerate() {
        let value = vm.globals[at];
        if global.module == module && !value.is_unbound() {
            vm.dict_set_str(dict, &global.name, value)?;
        }
    }
    Ok(dict)
}

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
