//! `asyncio.Future` and `asyncio.Task`, as objects.

use crate::value::future::{Callback, Future, FutureKind, FutureState, Task};
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
    whole("get_loop", get_loop),
    whole("__repr__", repr),
    crate::builtins::generic_alias::CLASS_GETITEM,
];

fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    if !args.this.is(Value::Type(Type::Task)) {
        let [_loop] = args.bind(vm, "Future", ["loop"], 0, 0)?;
        return Ok(Value::Ref(vm.new_future(FutureKind::Plain)));
    }
    let names = ["coro", "loop", "name", "context"];
    let [coroutine, _loop, name, context] = args.bind(vm, "Task", names, 1, 1)?;
    crate::stdlib::asyncio::new_task(vm, coroutine, name, context)
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
        let text = vm.repr(args.this)?;
        return Err(invalid(vm, &format!("invalid state: {text}")));
    }
    vm.settle(own(args), state);
    Ok(Value::None)
}

fn set_result(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [value] = args.bind(vm, "set_result", ["result"], 1, 1)?;
    no_task(vm, args, "set_result")?;
    settle(vm, args, FutureState::Result(value))
}

fn set_exception(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [value] = args.bind(vm, "set_exception", ["exception"], 1, 1)?;
    no_task(vm, args, "set_exception")?;
    if !vm.is_pending(own(args)) {
        let text = vm.repr(args.this)?;
        return Err(invalid(vm, &format!("invalid state: {text}")));
    }
    let exception = vm.to_exception(value)?;
    if vm.is_instance(Value::Ref(exception), Type::StopIteration) {
        return Err(vm.type_error(
            "StopIteration interacts badly with generators and cannot be raised into a Future",
        ));
    }
    settle(vm, args, FutureState::Error(Value::Ref(exception)))
}

/// How a task ends is its coroutine's affair.
fn no_task(vm: &mut Vm, args: &Args<'_>, what: &str) -> Result<(), Raised> {
    if task(vm, args).is_none() {
        return Ok(());
    }
    Err(vm.runtime_error(format!("Task does not support {what} operation")))
}

fn add_done_callback(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [function, context] = args.bind(vm, "add_done_callback", ["fn", "context"], 1, 1)?;
    let context = match context {
        Value::Unbound | Value::None => vm.copy_context(),
        context => crate::stdlib::contextvars::variables_of(vm, context)?,
    };
    vm.add_callback(own(args), Callback::Call { function, context });
    Ok(Value::None)
}

fn remove_done_callback(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let function = args.one(vm, "remove_done_callback")?;
    let callbacks = match vm.heap.future(args.this) {
        Some(future) => future.callbacks.clone(),
        None => Vec::new(),
    };
    let mut kept = Vec::with_capacity(callbacks.len());
    for callback in &callbacks {
        let unwanted = match callback {
            Callback::Call { function: each, .. } => vm.eq(*each, function)?,
            _ => false,
        };
        if !unwanted {
            kept.push(*callback);
        }
    }
    let removed = callbacks.len() - kept.len();
    if let Some(future) = vm.heap.future_mut(args.this) {
        future.callbacks = kept;
    }
    Ok(Value::Int(removed as i64))
}

fn task<'a>(vm: &'a mut Vm, args: &Args<'_>) -> Option<&'a mut Task> {
    match vm.heap.future_mut(args.this) {
        Some(Future {
            kind: FutureKind::Task(task),
            ..
        }) => Some(task),
        _ => None,
    }
}

/// The task, or that a plain future has no such method.
fn need_task<'a>(vm: &'a mut Vm, args: &Args<'_>, name: &str) -> Result<&'a mut Task, Raised> {
    if task(vm, args).is_none() {
        let class = vm.type_name(args.this);
        return Err(vm.attribute_error(format!("'{class}' object has no attribute '{name}'")));
    }
    match task(vm, args) {
        Some(task) => Ok(task),
        None => unreachable!("it was there"),
    }
}

fn get_name(vm: &mut Vm, args: &Args<'_>) -> Answer {
    match need_task(vm, args, "get_name")?.name {
        Value::Int(number) => Ok(vm.heap.new_str(format!("Task-{number}"))),
        name => Ok(name),
    }
}

fn set_name(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let name = args.one(vm, "set_name")?;
    let name = vm.to_str_value(name)?;
    need_task(vm, args, "set_name")?.name = name;
    Ok(Value::None)
}

fn cancelling(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let task = need_task(vm, args, "cancelling")?;
    Ok(Value::Int(i64::from(task.cancel_requests)))
}

fn uncancel(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let task = need_task(vm, args, "uncancel")?;
    task.cancel_requests = task.cancel_requests.saturating_sub(1);
    Ok(Value::Int(i64::from(task.cancel_requests)))
}

fn get_coro(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(Value::Ref(need_task(vm, args, "get_coro")?.coroutine))
}

fn get_loop(vm: &mut Vm, _: &Args<'_>) -> Answer {
    Err(vm.attribute_error(
        "a workflow's futures do not know their loop: use asyncio.get_running_loop()",
    ))
}

/// As CPython shows futures, without the addresses and places that it adds to tasks.
fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let class = vm.type_name(args.this);
    let name = match task(vm, args).map(|task| task.name) {
        None => String::new(),
        Some(Value::Int(number)) => format!(" name='Task-{number}'"),
        Some(name) => format!(" name={}", vm.repr(name)?),
    };
    let state = match vm.state_of(own(args)) {
        FutureState::Pending => " pending".to_owned(),
        FutureState::Cancelled => " cancelled".to_owned(),
        FutureState::Result(value) => format!(" finished result={}", vm.repr(value)?),
        FutureState::Error(value) => format!(" finished exception={}", vm.repr(value)?),
    };
    let text = if name.is_empty() {
        format!("<{class}{state}>")
    } else {
        let (word, rest) = state
            .trim_start()
            .split_once(' ')
            .unwrap_or((state.trim(), ""));
        format!("<{class} {word}{name} {rest}>").replace(" >", ">")
    };
    Ok(vm.heap.new_str(text))
}
