//! The current context: made when it is first needed, set, or set for the length of a `with`.

use crate::number::decimal::{Condition, Context, Rounding, SIGNALS, Status};
use crate::value::{Type, Value};
use crate::vm::native::method;
use crate::vm::{Answer, Args, Native, Raised, Vm};

use super::context;

/// The context that operations round to.
pub(super) fn current(vm: &mut Vm) -> Value {
    if let Some(known) = known(vm) {
        return known;
    }
    let defaults = defaults(vm);
    let made = context::copy(vm, defaults);
    context::set_status(vm, made, false, Status::default());
    make_current(vm, made);
    made
}

/// It is a context variable, so that each task has its own.
const VARIABLE: &str = "decimal_context";

fn known(vm: &mut Vm) -> Option<Value> {
    if vm.context.is_unbound() {
        return None;
    }
    let key = vm.heap.new_str(VARIABLE);
    vm.dict_get(vm.context, key).ok().flatten()
}

fn make_current(vm: &mut Vm, context: Value) {
    let variables = vm.variables();
    let key = vm.heap.new_str(VARIABLE);
    // A text is hashable, so this cannot fail.
    let _ = vm.dict_set(variables, key, context);
}

/// `DefaultContext`, as the program may have changed it.
pub(super) fn defaults(vm: &mut Vm) -> Value {
    if let Some(index) = vm
        .program
        .names
        .iter()
        .position(|name| name == "decimal.DefaultContext")
    {
        let known = vm.builtins[index];
        if !known.is_unbound() {
            return known;
        }
    }
    template(vm, "DefaultContext")
}

/// A new context of the module's three.
pub(super) fn template(vm: &mut Vm, name: &str) -> Value {
    let (plain, traps) = match name {
        "BasicContext" => {
            let mut traps = Status::default();
            SIGNALS.into_iter().for_each(|signal| traps.raise(signal));
            for quiet in [
                Condition::Inexact,
                Condition::Rounded,
                Condition::Subnormal,
                Condition::FloatOperation,
            ] {
                traps.clear(quiet);
            }
            let plain = Context {
                prec: 9,
                rounding: Rounding::HalfUp,
                ..Context::default()
            };
            (plain, traps)
        }
        "ExtendedContext" => {
            let plain = Context {
                prec: 9,
                ..Context::default()
            };
            (plain, Status::default())
        }
        _ => (Context::default(), context::default_traps()),
    };
    context::new(vm, plain, Status::default(), traps)
}

/// An argument that must be a context.
pub(super) fn checked(vm: &mut Vm, value: Value) -> Result<Value, Raised> {
    if vm.is_instance(value, Type::DecimalContext) {
        return Ok(vm.heap.payload(value));
    }
    Err(vm.type_error("optional argument must be a context"))
}

/// The context that a method was given, or the current one.
pub(super) fn given_or_current(vm: &mut Vm, value: Value) -> Result<Value, Raised> {
    if value.is_unbound() || value.is_none() {
        return Ok(current(vm));
    }
    checked(vm, value)
}

/// The templates are copied, so that they stay as they are.
pub(super) fn set_context(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let given = args.one(vm, "setcontext")?;
    if !vm.is_instance(given, Type::DecimalContext) {
        return Err(vm.type_error("optional argument must be a context"));
    }
    let taken = if is_template(vm, given) {
        let copy = context::copy(vm, given);
        context::set_status(vm, copy, false, Status::default());
        copy
    } else {
        vm.heap.payload(given)
    };
    make_current(vm, taken);
    Ok(Value::None)
}

fn is_template(vm: &Vm, context: Value) -> bool {
    let names = [
        "decimal.BasicContext",
        "decimal.DefaultContext",
        "decimal.ExtendedContext",
    ];
    let pairs = vm.program.names.iter().zip(&vm.builtins);
    pairs
        .filter(|(name, _)| names.contains(&name.as_str()))
        .any(|(_, value)| value.is(context))
}

pub(super) fn local_context(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let given = match args.positional {
        [] => args.keyword(vm, "ctx").unwrap_or(Value::None),
        [only] => *only,
        several => {
            let count = several.len() + args.keywords.len();
            return Err(vm.type_error(format!(
                "localcontext() takes at most 1 positional argument ({count} given)"
            )));
        }
    };
    let outer = current(vm);
    let chosen = if given.is_none() {
        outer
    } else {
        checked(vm, given)?
    };
    let inner = context::copy(vm, chosen);
    for (name, value) in args.keywords {
        let name = vm.symbols.shared(*name);
        if &*name == "ctx" {
            continue;
        }
        if !context::KEYWORDS.contains(&&*name) {
            return Err(vm.type_error(format!(
                "'{name}' is an invalid keyword argument for this function"
            )));
        }
        if !value.is_none() {
            context::assign(vm, inner, &name, *value)?;
        }
    }
    Ok(vm.heap.new_record(Type::DecimalManager, vec![inner, outer]))
}

/// What `localcontext` returns: the context for the body, and the one from outside.
pub(crate) const MANAGER_METHODS: &[Native] = &[
    method("__enter__", |vm, args| {
        let inner = part(vm, args, 0);
        make_current(vm, inner);
        Ok(inner)
    }),
    method("__exit__", |vm, args| {
        let outer = part(vm, args, 1);
        make_current(vm, outer);
        Ok(Value::Bool(false))
    }),
];

fn part(vm: &Vm, args: &Args<'_>, index: usize) -> Value {
    vm.heap
        .record(args.this)
        .map_or(Value::None, |record| record.fields[index])
}
