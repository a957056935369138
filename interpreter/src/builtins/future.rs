//! `asyncio.Future` and `asyncio.Task`, as objects.

use crate::value::future::{Callback, Future, FutureKind, FutureState};
use crate::value::{Ref, Type, Value};
use crate::vm::native::{Native, new, whole};
use crate::vm::{Answer, Args, Raised, Vm};

pub(super) const METHODS: &[Native] = &[
    new(make),
    whole("__await__", itself),
    whole("__iter__", itself),
    whole("cancel", cancel),
    whole("cancelled", cancelled),
    whole("done", done),
    whole("result", result),
    whole("exception", exception),
    whole("set_result", set_result),
    whole("set_exception", set_exception),
    whole("add_done_callback", add_done_callback),
    whole("remove_done_callback", remove_done_callback),
    whole("get_name", get_name),
    whole("set_name", set_name),
    whole("cancelling", cancelling),
    whole("uncancel", uncancel),
    whole("get_coro", get_coro),
];

fn make(vm: &mut Vm, _: &Args<'_>) -> Answer {
    Ok(Value::Ref(vm.new_future(FutureKind::Plain)))
}

fn itself(_: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(args.this)
}

fn own(args: &Args<'_>) -> Ref {
    args.this.as_ref().unwrap_or(Ref(0))
}

fn cancel(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [message] = args.bind(vm, "cancel", ["msg"], 0, 1)?;
    let message = message.bound().unwrap_or(Value::None);
    Ok(Value::Bool(vm.cancel(own(args), message)))
}

fn cancelled(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(Value::Bool(matches!(
        vm.state_of(own(args)),
        FutureState::Cancelled
    )))
}

fn done(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(Value::Bool(!vm.is_pending(own(args))))
}

fn invalid(vm: &mut Vm, text: &str) -> Raised {
    vm.error(Type::InvalidStateError, text)
}

fn result(vm: &mut Vm, args: &Args<'_>) -> Answer {
    match vm.state_of(own(args)) {
        FutureState::Result(value) => Ok(value),
        FutureState::Error(exception) => {
            Err(Raised::Exception(exception.as_ref().unwrap_or(Ref(0))))
        }
        FutureState::Cancelled => Err(vm.cancelled_error(own(args))),
        FutureState::Pending => Err(invalid(vm, "Result is not set.")),
    }
}

fn exception(vm: &mut Vm, args: &Args<'_>) -> Answer {
    match vm.state_of(own(args)) {
        FutureState::Result(_) => Ok(Value::None),
        FutureState::Error(exception) => Ok(exception),
        FutureState::Cancelled => Err(vm.cancelled_error(own(args))),
        FutureState::Pending => Err(invalid(vm, "Exception is not set.")),
    }
}

fn settle(vm: &mut Vm, args: &Args<'_>, state: FutureState) -> Answer {
    if !vm.is_pending(own(args)) {
        return Err(invalid(vm, "invalid state"));
    }
    vm.settle(own(args), state);
    Ok(Value::None)
}

fn set_result(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "set_result")?;
    settle(vm, args, FutureState::Result(value))
}

fn set_exception(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "set_exception")?;
    let exception = vm.to_exception(value)?;
    settle(vm, args, FutureState::Error(Value::Ref(exception)))
}

fn add_done_callback(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [function] = args.bind(vm, "add_done_callback", ["fn"], 1, 1)?;
    vm.add_callback(own(args), Callback::Call(function));
    Ok(Value::None)
}

fn remove_done_callback(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let function = args.one(vm, "remove_done_callback")?;
    let count = |vm: &Vm| {
        vm.heap
            .future(args.this)
            .map_or(0, |future| future.callbacks.len())
    };
    let before = count(vm);
    vm.remove_callbacks(
        own(args),
        |callback| matches!(callback, Callback::Call(each) if each.is(function)),
    );
    Ok(Value::Int((before - count(vm)) as i64))
}

fn get_name(vm: &mut Vm, args: &Args<'_>) -> Answer {
    match vm.heap.future(args.this) {
        Some(Future {
            kind: FutureKind::Task(task),
            ..
        }) => Ok(task.name),
        _ => Err(vm.attribute_error("'Future' object has no attribute 'get_name'")),
    }
}

fn set_name(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let name = args.one(vm, "set_name")?;
    let name = vm.to_str_value(name)?;
    if let Some(Future {
        kind: FutureKind::Task(task),
        ..
    }) = vm.heap.future_mut(args.this)
    {
        task.name = name;
    }
    Ok(Value::None)
}

fn requests(vm: &mut Vm, args: &Args<'_>, by: i64) -> Answer {
    let Some(Future {
        kind: FutureKind::Task(task),
        ..
    }) = vm.heap.future_mut(args.this)
    else {
        return Ok(Value::Int(0));
    };
    task.cancel_requests = (i64::from(task.cancel_requests) + by).max(0) as u32;
    Ok(Value::Int(i64::from(task.cancel_requests)))
}

fn cancelling(vm: &mut Vm, args: &Args<'_>) -> Answer {
    requests(vm, args, 0)
}

fn uncancel(vm: &mut Vm, args: &Args<'_>) -> Answer {
    requests(vm, args, -1)
}

fn get_coro(vm: &mut Vm, args: &Args<'_>) -> Answer {
    match vm.heap.future(args.this) {
        Some(Future {
            kind: FutureKind::Task(task),
            ..
        }) => Ok(Value::Ref(task.coroutine)),
        _ => Ok(Value::None),
    }
}
