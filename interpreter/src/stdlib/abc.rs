//! `abc`: what its Python (`interpreter/library/abc.py`) needs of the machine.

use crate::value::Value;
use crate::vm::native::{Module, Native, function, no_constant};
use crate::vm::{Answer, Args, Vm};

pub(super) static MODULE: Module = Module {
    name: "abc",
    functions: FUNCTIONS,
    types: &[],
    constant: no_constant,
};

const FUNCTIONS: &[Native] = &[
    function("_collection", collection),
    function("_registered", registered),
];

/// `_collection(cls)`: what `__abc_tpflags__` says becomes what instances are to patterns.
fn collection(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = args.one(vm, "_collection")?;
    vm.take_collection(class);
    Ok(class)
}

/// `_registered(cls, subclass)`: patterns take instances of the one as they do those of the other.
fn registered(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [class, subclass] = args.bind(vm, "_registered", ["cls", "subclass"], 2, 2)?;
    vm.register_collection(subclass, class);
    Ok(Value::None)
}
