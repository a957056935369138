//! `asyncio`: the functions; the scheduler itself is `vm::tasks`.

use crate::ir::Suspends;
use crate::value::future::{Callback, FutureKind, FutureState, UNSENT};
use crate::value::{Obj, Ref, Type, Value};
use crate::vm::native::{Module, Native, function};
use crate::vm::{Answer, Args, Raised, Vm};

pub(super) static MODULE: Module = Module {
    name: "asyncio",
    functions: FUNCTIONS,
    types: &[
        Type::CancelledError,
        Type::InvalidStateError,
        Type::QueueEmpty,
        Type::QueueFull,
        Type::Future,
        Type::Task,
        Type::TimeoutError,
    ],
    constant,
};

const FUNCTIONS: &[Native] = &[
    function("create_task", create_task),
    function("current_task", current_task),
    function("ensure_future", ensure_future),
    function("gather", gather),
    function("iscoroutine", is_coroutine),
    function("isfuture", is_future),
    function("run", run),
    function("shield", shield),
    function("sleep", sleep),
    function("wait_for", wait_for),
];

fn constant(vm: &mut Vm, name: &str) -> Option<Answer> {
    match name {
        "ALL_COMPLETED" | "FIRST_COMPLETED" | "FIRST_EXCEPTION" => Some(Ok(vm.heap.new_str(name))),
        _ => None,
    }
}

fn create_task(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [coroutine, name, _context] =
        args.bind(vm, "create_task", ["coro", "name", "context"], 1, 1)?;
    match coroutine
        .as_ref()
        .map(|handle| (handle, vm.heap.get(handle)))
    {
        Some((handle, Obj::Coroutine(object))) if object.kind == Suspends::Coroutine => {
            Ok(Value::Ref(vm.create_task(handle, name)))
        }
        Some((_, Obj::ActionCall(_) | Obj::Future(_))) => {
            vm.ensure_future(coroutine).map(Value::Ref)
        }
        _ => {
            let text = vm.repr(coroutine)?;
            Err(vm.type_error(format!("a coroutine was expected, got {text}")))
        }
    }
}

fn current_task(vm: &mut Vm, _: &Args<'_>) -> Answer {
    Ok(vm.current_task().map_or(Value::None, Value::Ref))
}

fn ensure_future(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [value] = args.bind(vm, "ensure_future", ["coro_or_future"], 1, 1)?;
    vm.ensure_future(value).map(Value::Ref)
}

fn gather(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let mut return_exceptions = false;
    for (name, value) in args.keywords {
        let text = vm.symbols.shared(*name);
        if &*text != "return_exceptions" {
            return Err(vm.type_error(format!(
                "gather() got an unexpected keyword argument '{text}'"
            )));
        }
        return_exceptions = vm.truthy(*value)?;
    }
    vm.gather(args.positional, return_exceptions)
}

fn is_coroutine(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "iscoroutine")?;
    let answer = match value.as_ref().map(|handle| vm.heap.get(handle)) {
        Some(Obj::Coroutine(object)) => object.kind != Suspends::AsyncGenerator,
        Some(Obj::ActionCall(_)) => true,
        _ => false,
    };
    Ok(Value::Bool(answer))
}

fn is_future(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "isfuture")?;
    Ok(Value::Bool(vm.heap.future(value).is_some()))
}

/// `await asyncio.run(x)`, as lowering writes a module's `asyncio.run(x)`.
fn run(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [main, _debug] = args.bind(vm, "run", ["main", "debug"], 1, 1)?;
    vm.ensure_future(main).map(Value::Ref)
}

/// Microseconds of a delay in seconds; TypeError for what is no number, and a `timedelta` is taken too.
pub(crate) fn micros_of(vm: &mut Vm, delay: Value) -> Result<i64, Raised> {
    if let Some(record) = vm
        .heap
        .record(delay)
        .filter(|record| record.class == Type::TimeDelta)
    {
        let parts: Vec<i64> = record
            .fields
            .iter()
            .filter_map(|part| vm.as_int(*part))
            .map(|part| part.clamp_i64())
            .collect();
        if let [days, seconds, micros] = parts[..] {
            return Ok(days
                .saturating_mul(86_400)
                .saturating_add(seconds)
                .saturating_mul(1_000_000)
                .saturating_add(micros));
        }
    }
    match vm.as_float(delay)? {
        Some(seconds) => Ok((seconds * 1e6).round() as i64),
        None => {
            let class = vm.type_name(delay);
            Err(vm.type_error(format!(
                "'<=' not supported between instances of '{class}' and 'int'"
            )))
        }
    }
}

fn sleep(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [delay, result] = args.bind(vm, "sleep", ["delay", "result"], 1, 2)?;
    let micros = micros_of(vm, delay)?;
    let result = result.bound().unwrap_or(Value::None);
    Ok(Value::Ref(vm.new_future(FutureKind::Timer {
        seq: UNSENT,
        micros,
        result,
    })))
}

fn wait_for(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [awaitable, timeout] = args.bind(vm, "wait_for", ["fut", "timeout"], 2, 2)?;
    let micros = if timeout.is_none() {
        None
    } else {
        Some(micros_of(vm, timeout)?)
    };
    let kind = FutureKind::WaitFor {
        awaitable,
        micros,
        inner: None,
        timer: None,
        expired: false,
    };
    Ok(Value::Ref(vm.new_future(kind)))
}

fn shield(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [value] = args.bind(vm, "shield", ["arg"], 1, 1)?;
    let inner: Ref = vm.ensure_future(value)?;
    if !matches!(vm.state_of(inner), FutureState::Pending) {
        return Ok(Value::Ref(inner));
    }
    let outer = vm.new_future(FutureKind::Shield { inner });
    vm.add_callback(inner, Callback::Shielded(outer));
    Ok(Value::Ref(outer))
}
