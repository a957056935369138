//! The standard library that the machine provides: one file a module. `vm::native` says how functions are declared.

use crate::vm::native::Module;

/// Every module; `builtins` first.
pub static MODULES: &[&Module] = &[];
