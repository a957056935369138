//! `decimal`: the arithmetic of `number::decimal` under contexts that are Python objects.

mod class;
mod context;
mod local;
mod make;
mod operations;
mod operators;
mod signals;
mod value;

pub(crate) use class::METHODS;
pub(crate) use context::METHODS as CONTEXT_METHODS;
pub(crate) use local::MANAGER_METHODS;
pub(crate) use operators::power_modulo;
pub(crate) use signals::DICT_METHODS;
pub(crate) use value::{TUPLE_METHODS, get, new};

use crate::number::decimal::{EMAX_MAX, EMIN_MIN, ETINY_MIN, PREC_MAX, Rounding};
use crate::value::{Type, Value};
use crate::vm::native::{Module, function};
use crate::vm::{Answer, Vm};

pub(super) static MODULE: Module = Module {
    name: "decimal",
    functions: &[
        function("getcontext", |vm, args| {
            args.none(vm, "getcontext")?;
            Ok(local::current(vm))
        }),
        function("localcontext", local::local_context),
        function("setcontext", local::set_context),
    ],
    types: &[
        Type::Decimal,
        Type::DecimalContext,
        Type::DecimalTuple,
        Type::DecimalException,
        Type::Clamped,
        Type::InvalidOperation,
        Type::DivisionByZero,
        Type::Inexact,
        Type::Rounded,
        Type::Subnormal,
        Type::DecimalOverflow,
        Type::DecimalUnderflow,
        Type::FloatOperation,
    ],
    constant,
};

fn constant(vm: &mut Vm, name: &str) -> Option<Answer> {
    let number = match name {
        "MAX_EMAX" => EMAX_MAX,
        "MAX_PREC" => PREC_MAX,
        "MIN_EMIN" => EMIN_MIN,
        "MIN_ETINY" => ETINY_MIN,
        "HAVE_CONTEXTVAR" | "HAVE_THREADS" => return Some(Ok(Value::Bool(true))),
        "BasicContext" | "DefaultContext" | "ExtendedContext" => {
            return Some(Ok(local::template(vm, name)));
        }
        _ => {
            let rounding = Rounding::of(name)?;
            return Some(Ok(vm.heap.new_str(rounding.name())));
        }
    };
    Some(Ok(Value::Int(number)))
}
