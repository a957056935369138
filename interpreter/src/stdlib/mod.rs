//! The standard library that the machine provides: one file a module. `vm::native` says how functions are declared.

mod abc;
pub(crate) mod asyncio;
mod binascii;
mod calendar;
pub(crate) mod carabiner;
pub(crate) mod clock;
pub(crate) mod collections;
pub(crate) mod contextvars;
mod dataclass_init;
pub(crate) mod dataclass_methods;
pub(crate) mod dataclasses;
pub(crate) mod datetime;
pub(crate) mod decimal;
mod deque;
mod entities;
pub(crate) mod enum_body;
mod enum_dir;
pub(crate) mod enum_flags;
pub(crate) mod enum_make;
pub(crate) mod enums;
pub(crate) mod fractions;
pub(crate) mod functools;
mod hashlib;
mod isoformat;
pub(crate) mod itertools;
mod json;
mod json_read;
mod math;
mod moment;
pub(crate) mod named;
pub(crate) mod names;
mod packing;
pub(crate) mod paths;
mod random;
pub(crate) mod re;
mod strftime;
mod strptime;
pub(crate) mod struct_time;
pub(crate) mod timedelta;
pub(crate) mod timezone;
pub(crate) mod zones;

use crate::value::{Ref, Value};
use crate::vm::native::Module;
use crate::vm::{Raised, Vm};

/// Every module; `builtins` first.
pub static MODULES: &[&Module] = &[
    &crate::builtins::functions::BUILTINS,
    &asyncio::MODULE,
    &carabiner::MODULE,
    &contextvars::MODULE,
    &dataclasses::MODULE,
    &datetime::MODULE,
    &decimal::MODULE,
    &fractions::MODULE,
    &enums::MODULE,
    &itertools::MODULE,
    &math::MODULE,
    &random::MODULE,
    &clock::TIME,
    &clock::UUID,
    &collections::MODULE,
    &functools::FUNCTOOLS,
    &functools::OPERATOR,
    &json::MODULE,
    &re::MODULE,
    &names::FUTURE,
    &binascii::MODULE,
    &hashlib::MODULE,
    &entities::MODULE,
    &names::LOGGING,
    &names::STRING,
    &names::TYPING_MODULE,
    &zones::MODULE,
    &abc::MODULE,
    &packing::MODULE,
];

/// Advances an iterator of `itertools` and the like.
pub(crate) fn advance(
    vm: &mut Vm,
    iter: Ref,
    tool: u16,
    state: Vec<Value>,
) -> Result<Option<Value>, Raised> {
    match tool {
        re::FINDER => re::next_found(vm, iter, &state),
        _ => itertools::advance(vm, iter, tool, state),
    }
}
