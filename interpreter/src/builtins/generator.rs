//! Generators, coroutines and asynchronous generators, as objects.

use crate::value::coroutine::Resume;
use crate::value::{Ref, Type, Value};
use crate::vm::native::{Native, whole};
use crate::vm::{Answer, Args, Raised, Vm};

pub(super) const GENERATOR: &[Native] = &[
    whole("__iter__", itself),
    whole("__next__", next),
    whole("send", send),
    whole("throw", throw),
    whole("close", close),
];

pub(super) const COROUTINE: &[Native] = &[
    whole("send", send),
    whole("throw", throw),
    whole("close", close),
    whole("__await__", |vm, args| {
        Ok(vm.heap.new_record(Type::CoroutineWrapper, vec![args.this]))
    }),
];

/// What the `__await__` of a coroutine gives: the coroutine as an iterator. Its record holds that.
pub(super) const COROUTINE_WRAPPER: &[Native] = &[
    whole("__iter__", itself),
    whole("__next__", next),
    whole("send", send),
    whole("throw", throw),
    whole("close", close),
];

pub(super) const ASYNC_GENERATOR: &[Native] = &[
    whole("__aiter__", itself),
    whole("__anext__", anext),
    whole("asend", asend),
    whole("athrow", athrow),
    whole("aclose", aclose),
];

pub(super) const ASYNC_STEP: &[Native] = &[whole("__await__", itself)];

fn itself(_: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(args.this)
}

/// The generator or coroutine, inside a wrapper too.
fn owner(vm: &Vm, args: &Args<'_>) -> Ref {
    vm.unwrapped(args.this).as_ref().unwrap_or(Ref(0))
}

fn next(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let owner = owner(vm, args);
    let item = vm.generator_send(owner, Resume::Send(Value::None))?;
    or_stop(vm, item)
}

fn or_stop(vm: &mut Vm, item: Option<Value>) -> Answer {
    match item {
        Some(item) => Ok(item),
        None => {
            let value = vm.returned;
            let args: &[Value] = if value.is_none() { &[] } else { &[value] };
            Err(vm.error_with(Type::StopIteration, args))
        }
    }
}

fn send(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "send")?;
    let owner = owner(vm, args);
    let item = vm.generator_send(owner, Resume::Send(value))?;
    or_stop(vm, item)
}

/// `throw(exception)`, `throw(class)`, `throw(class, value)`.
fn thrown(vm: &mut Vm, args: &Args<'_>) -> Result<Value, Raised> {
    let [class, value, _traceback] = args.between(vm, "throw", 1)?;
    match value {
        // What goes wrong while the exception is made is raised where it would have been.
        Value::Unbound | Value::None
            if vm.is_class(class) && vm.layout_of(class).is_exception() =>
        {
            match vm.to_exception(class) {
                Ok(exception) | Err(Raised::Exception(exception)) => Ok(Value::Ref(exception)),
                Err(limit) => Err(limit),
            }
        }
        Value::Unbound | Value::None if vm.heap.exception(class).is_some() => Ok(class),
        _ if vm.heap.exception(class).is_some() => {
            Err(vm.type_error("instance exception may not have a separate value"))
        }
        _ if !vm.is_class(class) || !vm.layout_of(class).is_exception() => {
            let name = vm.type_name(class);
            Err(vm.type_error(format!(
                "exceptions must be classes or instances deriving from BaseException, not {name}"
            )))
        }
        value
            if vm.heap.exception(value).is_some() && vm.is_subclass(vm.class_of(value), class) =>
        {
            Ok(value)
        }
        value => vm.call(class, &[value]),
    }
}

fn throw(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let exception = thrown(vm, args)?;
    let owner = owner(vm, args);
    let item = vm.generator_send(owner, Resume::Throw(exception))?;
    or_stop(vm, item)
}

fn close(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let owner = owner(vm, args);
    vm.generator_close(owner)?;
    Ok(Value::None)
}

fn anext(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let owner = owner(vm, args);
    Ok(vm.async_step(owner, Resume::Send(Value::None)))
}

fn asend(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "async_generator.asend")?;
    let owner = owner(vm, args);
    Ok(vm.async_step(owner, Resume::Send(value)))
}

fn athrow(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let exception = thrown(vm, args)?;
    let owner = owner(vm, args);
    Ok(vm.async_step(owner, Resume::Throw(exception)))
}

fn aclose(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let owner = owner(vm, args);
    Ok(vm.async_step(owner, Resume::Close))
}
