//! The standard library that the machine provides: one file a module. `vm::native` says how functions are declared.

pub(crate) mod asyncio;
pub(crate) mod carabiner;

use crate::value::{Ref, Value};
use crate::vm::native::{Module, function, no_constant};
use crate::vm::{Raised, Vm};

static BUILTINS: Module = Module {
    name: "builtins",
    functions: &[function(
        "__build_class__",
        crate::builtins::object::build_class,
    )],
    types: &[],
    constant: no_constant,
};

/// Every module; `builtins` first.
pub static MODULES: &[&Module] = &[&BUILTINS, &asyncio::MODULE, &carabiner::MODULE];

/// Advances an iterator of `itertools` and the like.
pub(crate) fn advance(
    _vm: &mut Vm,
    _iter: Ref,
    _tool: u16,
    _state: Vec<Value>,
) -> Result<Option<Value>, Raised> {
    Ok(None)
}
