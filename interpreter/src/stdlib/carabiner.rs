//! `carabiner`, as workflow code sees it: policies, `run_action`, the errors.

use crate::source::{Backoff, Policy};
use crate::value::{Obj, Type, Value};
use crate::vm::native::{Module, Native, function, new, no_constant, whole};
use crate::vm::{Answer, Args, Raised, Vm};

use super::asyncio::micros_of;

pub(super) static MODULE: Module = Module {
    name: "carabiner",
    functions: &[function("_recorded", recorded)],
    types: &[
        Type::Workflow,
        Type::RetryPolicy,
        Type::BackoffPolicy,
        Type::CarabinerError,
        Type::ActionTimeout,
        Type::ActionLost,
        Type::UnknownAction,
        Type::WorkflowLimitExceeded,
        Type::WorkflowRefused,
        Type::PayloadTooLarge,
        Type::ServerUnavailable,
        Type::InstanceNotFound,
    ],
    constant: no_constant,
};

pub(crate) const WORKFLOW: &[Native] = &[whole("run_action", run_action)];
pub(crate) const RETRY_POLICY: &[Native] = &[new(make_retry), whole("__repr__", repr_retry)];
pub(crate) const BACKOFF_POLICY: &[Native] = &[new(make_backoff), whole("__repr__", repr_backoff)];

fn make_retry(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [attempts] = args.bind(vm, "RetryPolicy", ["attempts"], 0, 1)?;
    let attempts = attempts.bound().unwrap_or(Value::Int(1));
    if vm.to_index(attempts)? < 1 {
        return Err(vm.value_error("attempts must be at least 1"));
    }
    Ok(vm.heap.new_record(Type::RetryPolicy, vec![attempts]))
}

fn make_backoff(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let names = ["base_delay", "multiplier", "max_delay", "jitter"];
    let [base, multiplier, max, jitter] = args.bind(vm, "BackoffPolicy", names, 0, 4)?;
    let fields = vec![
        base.bound().unwrap_or(Value::Int(0)),
        multiplier.bound().unwrap_or(Value::Float(2.0)),
        max.bound().unwrap_or(Value::None),
        jitter.bound().unwrap_or(Value::Float(0.0)),
    ];
    Ok(vm.heap.new_record(Type::BackoffPolicy, fields))
}

/// `_recorded(action, *args)`, for the library: what a worker answers, at once.
fn recorded(vm: &mut Vm, args: &Args<'_>) -> Answer {
    match args.positional {
        [Value::Action(action), rest @ ..] => vm.recorded(*action, rest),
        _ => Err(vm.type_error("_recorded() takes an action")),
    }
}

fn fields(vm: &Vm, value: Value, class: Type) -> Option<Vec<Value>> {
    vm.heap
        .record(value)
        .filter(|record| record.class == class)
        .map(|record| record.fields.clone())
}

fn repr_of(vm: &mut Vm, value: Value, class: Type, names: &[&str]) -> Answer {
    let mut parts = Vec::new();
    for (name, field) in names
        .iter()
        .zip(fields(vm, value, class).unwrap_or_default())
    {
        parts.push(format!("{name}={}", vm.repr(field)?));
    }
    Ok(vm
        .heap
        .new_str(format!("{}({})", class.name(), parts.join(", "))))
}

fn repr_retry(vm: &mut Vm, args: &Args<'_>) -> Answer {
    repr_of(vm, args.this, Type::RetryPolicy, &["attempts"])
}

fn repr_backoff(vm: &mut Vm, args: &Args<'_>) -> Answer {
    repr_of(
        vm,
        args.this,
        Type::BackoffPolicy,
        &["base_delay", "multiplier", "max_delay", "jitter"],
    )
}

/// `self.run_action(call, retry=, backoff=, timeout=)`: the call with the policy set.
fn run_action(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [call, retry, backoff, timeout] = args.bind(
        vm,
        "run_action",
        ["call", "retry", "backoff", "timeout"],
        1,
        1,
    )?;
    let Some(handle) = call
        .as_ref()
        .filter(|handle| matches!(vm.heap.get(*handle), Obj::ActionCall(_)))
    else {
        let class = vm.type_name(call);
        return Err(vm.type_error(format!(
            "run_action() takes the call of an action, not '{class}'"
        )));
    };
    let policy = Policy {
        queue: None,
        attempts: attempts_of(vm, retry)?,
        backoff: backoff_of(vm, backoff)?,
        timeout_micros: match timeout {
            Value::Unbound | Value::None => None,
            timeout => Some(positive(vm, timeout, "timeout")?),
        },
    };
    if let Obj::ActionCall(object) = vm.heap.get_mut(handle) {
        object.policy = policy;
    }
    Ok(call)
}

fn attempts_of(vm: &mut Vm, retry: Value) -> Result<Option<u32>, Raised> {
    match retry {
        Value::Unbound | Value::None => Ok(None),
        retry => match fields(vm, retry, Type::RetryPolicy) {
            Some(fields) => Ok(Some(
                vm.to_index(fields[0])?.clamp(1, i64::from(u32::MAX)) as u32
            )),
            None => {
                let class = vm.type_name(retry);
                Err(vm.type_error(format!("retry must be a RetryPolicy, not '{class}'")))
            }
        },
    }
}

fn backoff_of(vm: &mut Vm, backoff: Value) -> Result<Option<Backoff>, Raised> {
    if backoff.is_unbound() || backoff.is_none() {
        return Ok(None);
    }
    let Some(fields) = fields(vm, backoff, Type::BackoffPolicy) else {
        let class = vm.type_name(backoff);
        return Err(vm.type_error(format!("backoff must be a BackoffPolicy, not '{class}'")));
    };
    let max_micros = if fields[2].is_none() {
        None
    } else {
        Some(positive(vm, fields[2], "max_delay")?)
    };
    Ok(Some(Backoff {
        base_micros: positive(vm, fields[0], "base_delay")?,
        multiplier: vm.as_float(fields[1])?.unwrap_or(2.0),
        max_micros,
        jitter: vm.as_float(fields[3])?.unwrap_or(0.0),
    }))
}

fn positive(vm: &mut Vm, delay: Value, what: &str) -> Result<u64, Raised> {
    match u64::try_from(micros_of(vm, delay)?) {
        Ok(micros) => Ok(micros),
        Err(_) => Err(vm.value_error(format!("{what} must not be negative"))),
    }
}
