//! `contextvars`: what its Python (`interpreter/library/contextvars.py`) needs of the machine. A context is a dict here.

use crate::value::symbol::names;
use crate::value::{Type, Value};
use crate::vm::native::{Module, Native, function, no_constant};
use crate::vm::{Answer, Args, Raised, Vm};

pub(super) static MODULE: Module = Module {
    name: "contextvars",
    functions: FUNCTIONS,
    types: &[],
    constant: no_constant,
};

const FUNCTIONS: &[Native] = &[
    function("_copy", copy),
    function("_swap", swap),
    function("_variables", variables),
];

/// A dict with what the current context holds.
fn copy(vm: &mut Vm, _: &Args<'_>) -> Answer {
    let copy = vm.copy_context();
    Ok(match copy {
        Value::Unbound => Value::Ref(vm.heap.new_dict()),
        copy => copy,
    })
}

/// The dict of the current context.
fn variables(vm: &mut Vm, _: &Args<'_>) -> Answer {
    Ok(vm.variables())
}

/// Another dict becomes the current context; returns the one before.
fn swap(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let to = args.one(vm, "_swap")?;
    let before = vm.variables();
    vm.context = to;
    Ok(before)
}

/// The dict of a `Context`.
pub(crate) fn variables_of(vm: &mut Vm, context: Value) -> Result<Value, Raised> {
    let found = vm.get_attr_or(context, names::VARIABLES)?;
    match found.filter(|found| vm.type_of(*found) == Type::Dict) {
        Some(variables) => Ok(variables),
        None => {
            let class = vm.type_name(context);
            Err(vm.type_error(format!("a Context was expected, got {class}")))
        }
    }
}
