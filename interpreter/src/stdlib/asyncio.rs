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
    function("_alarm", alarm),
    function("_cancel_alarm", cancel_alarm),
    function("_soon", soon),
    function("_tasks", tasks),
    function("_time", time),
    function("all_tasks", all_tasks),
    function("create_task", create_task),
    function("current_task", current_task),
    function("ensure_future", ensure_future),
    function("gather", gather),
    function("iscoroutine", is_coroutine),
    function("iscoroutinefunction", is_coroutine_function),
    function("isfuture", is_future),
    function("run", run),
    function("shield", shield),
    function("sleep", sleep),
];

fn constant(vm: &mut Vm, name: &str) -> Option<Answer> {
    match name {
        "ALL_COMPLETED" | "FIRST_COMPLETED" | "FIRST_EXCEPTION" => Some(Ok(vm.heap.new_str(name))),
        _ => None,
    }
}

fn create_task(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [coroutine, name, context] =
        args.bind(vm, "create_task", ["coro", "name", "context"], 1, 1)?;
    let task = new_task(vm, coroutine, name, context)?;
    // Unlike the loop's own method, it counts the tasks that it names.
    if !matches!(name, Value::Unbound | Value::None) {
        vm.count_task();
    }
    Ok(task)
}

/// A task; unbound or None for a name of the machine's and a copy of the current context.
pub(crate) fn new_task(vm: &mut Vm, coroutine: Value, name: Value, context: Value) -> Answer {
    let Some(handle) = coroutine
        .as_ref()
        .filter(|_| vm.is_coroutine_like(coroutine))
    else {
        let text = vm.repr(coroutine)?;
        return Err(vm.type_error(format!("a coroutine was expected, got {text}")));
    };
    let name = match name {
        Value::Unbound | Value::None => Value::None,
        name => vm.to_str_value(name)?,
    };
    let context = match context {
        Value::Unbound | Value::None => None,
        context => Some(super::contextvars::variables_of(vm, context)?),
    };
    Ok(Value::Ref(vm.create_task(handle, name, context)))
}

fn all_tasks(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [_loop] = args.bind(vm, "all_tasks", ["loop"], 0, 1)?;
    let set = Value::Ref(vm.heap.alloc(Obj::Set(Box::default())));
    for task in vm.alive_tasks() {
        vm.set_add(set, task)?;
    }
    Ok(set)
}

/// The tasks that are not done, in the order in which they were made.
fn tasks(vm: &mut Vm, _: &Args<'_>) -> Answer {
    let tasks = vm.alive_tasks();
    Ok(vm.heap.new_list(tasks))
}

/// The time of this step in seconds, as `time.time()`.
fn time(vm: &mut Vm, _: &Args<'_>) -> Answer {
    Ok(Value::float(vm.now_micros() as f64 / 1e6))
}

/// `_soon(function, context)`: calls it in the next round of the loop.
fn soon(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [function, context] = args.between(vm, "_soon", 2)?;
    let context = context_or_copy(vm, context)?;
    vm.call_soon(function, context);
    Ok(Value::None)
}

fn context_or_copy(vm: &mut Vm, context: Value) -> Answer {
    match context {
        Value::Unbound | Value::None => Ok(vm.copy_context()),
        context => super::contextvars::variables_of(vm, context),
    }
}

/// `_alarm(when, function, context)`: calls it at that time; what it returns can be given to `_cancel_alarm`.
fn alarm(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [when, function, context] = args.between(vm, "_alarm", 3)?;
    let due = micros_of(vm, when)?;
    let context = context_or_copy(vm, context)?;
    Ok(vm.new_alarm(due, function, context))
}

fn cancel_alarm(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let alarm = args.one(vm, "_cancel_alarm")?;
    if let Some(alarm) = alarm.as_ref() {
        vm.cancel(alarm, Value::None);
    }
    Ok(Value::None)
}

/// Whether calling it makes a coroutine.
fn is_coroutine_function(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let mut function = args.one(vm, "iscoroutinefunction")?;
    loop {
        let handle = match function {
            Value::Action(_) => return Ok(Value::Bool(true)),
            Value::Native(id) => {
                let name = vm.native_name(function).to_owned();
                let row = crate::vm::native::row(id).kind;
                let is_sleep = name == "sleep" && row == crate::vm::NativeKind::Function;
                return Ok(Value::Bool(is_sleep));
            }
            function => function.as_ref(),
        };
        match handle.map(|handle| vm.heap.get(handle)) {
            Some(Obj::BoundMethod(method)) => function = method.function,
            Some(Obj::Partial(partial)) => function = partial.function,
            Some(Obj::Function(of)) => {
                let suspends = vm.program.functions[of.code as usize].suspends;
                return Ok(Value::Bool(suspends == Suspends::Coroutine));
            }
            _ => return Ok(Value::Bool(false)),
        }
    }
}

fn current_task(vm: &mut Vm, _: &Args<'_>) -> Answer {
    Ok(vm.current_task().map_or(Value::None, Value::Ref))
}

fn ensure_future(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [value, _loop] = args.bind(vm, "ensure_future", ["coro_or_future", "loop"], 1, 1)?;
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
    let generator = matches!(
        value.as_ref().map(|handle| vm.heap.get(handle)),
        Some(Obj::Coroutine(object)) if object.kind == Suspends::Generator
    );
    Ok(Value::Bool(generator || vm.is_coroutine_like(value)))
}

fn is_future(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let value = args.one(vm, "isfuture")?;
    let answer = vm.heap.future(value).is_some() && !vm.is_coroutine_like(value);
    Ok(Value::Bool(answer))
}

/// `await asyncio.run(x)`, as lowering writes a module's `asyncio.run(x)`.
fn run(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [main, _debug] = args.bind(vm, "run", ["main", "debug"], 1, 1)?;
    vm.run_coroutine(main)
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
        Some(seconds) if seconds.is_nan() => {
            Err(vm.value_error("Invalid delay: NaN (not a number)"))
        }
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
