//! Bytes to futures, tasks and what waits for them: the mirror of `save_future`.

use super::bytes::corrupt;
use super::load::Loader;
use super::tags::future as tag;
use crate::error::Corrupt;
use crate::source::{Backoff, Policy};
use crate::value::Value;
use crate::value::callable::ActionCall;
use crate::value::future::{
    Callback, Future, FutureKind, FutureState, Gather, Ready, Task, UNSENT,
};

pub(super) fn future(from: &mut Loader<'_, '_>) -> Result<Future, Corrupt> {
    let head = from.input.byte()?;
    let state = match head >> 4 & 3 {
        0 => FutureState::Pending,
        1 => FutureState::Result(from.value()?),
        2 => FutureState::Error(from.value()?),
        _ => FutureState::Cancelled,
    };
    let mut callbacks = Vec::new();
    if head & 1 << 6 != 0 {
        for _ in 0..from.input.count()? {
            callbacks.push(callback(from)?);
        }
    }
    let cancel_message = if head & 1 << 7 != 0 {
        from.value()?
    } else {
        Value::None
    };
    let kind = load_kind(from, head & 15)?;
    Ok(Future {
        kind,
        state,
        callbacks,
        cancel_message,
    })
}

fn load_kind(from: &mut Loader<'_, '_>, kind: u8) -> Result<FutureKind, Corrupt> {
    Ok(match kind {
        tag::PLAIN => FutureKind::Plain,
        tag::ACTION => FutureKind::Action {
            seq: load_seq(from)?,
            call: Some(from.handle()?),
        },
        tag::SENT_ACTION => FutureKind::Action {
            seq: load_seq(from)?,
            call: None,
        },
        tag::TIMER => {
            let seq = load_seq(from)?;
            let micros = if seq == UNSENT {
                from.input.signed()?
            } else {
                0
            };
            FutureKind::Timer {
                seq,
                micros,
                result: from.value()?,
            }
        }
        tag::ALARM => {
            let seq = load_seq(from)?;
            let [function, context] = from.array()?;
            FutureKind::Alarm {
                seq,
                function,
                context,
            }
        }
        tag::GATHER => FutureKind::Gather(Box::new(load_gather(from)?)),
        tag::SHIELD => FutureKind::Shield {
            inner: from.handle()?,
        },
        tag::NAMED_TASK => FutureKind::Task(Box::new(load_named_task(from)?)),
        tag::TASK => FutureKind::Task(Box::new(load_task(from)?)),
        _ => return Err(corrupt("a future is of no known kind")),
    })
}

fn load_seq(from: &mut Loader<'_, '_>) -> Result<u32, Corrupt> {
    Ok(from.input.number32()?.wrapping_sub(1))
}

fn load_gather(from: &mut Loader<'_, '_>) -> Result<Gather, Corrupt> {
    let [return_exceptions, cancel_requested] = from.flags()?;
    let finished = from.input.number32()?;
    let count = from.input.count()?;
    let children = (0..count)
        .map(|_| from.handle())
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Gather {
        distinct: Gather::count(&children),
        children,
        finished,
        return_exceptions,
        cancel_requested,
    })
}

fn load_task(from: &mut Loader<'_, '_>) -> Result<Task, Corrupt> {
    let [has_innermost, waits, has_context, has_cancels] = from.flags()?;
    let coroutine = from.handle()?;
    let innermost = if has_innermost {
        from.handle()?
    } else {
        coroutine
    };
    let name = from.value()?;
    let waiting = if waits { Some(from.handle()?) } else { None };
    let context = if has_context {
        from.value()?
    } else {
        Value::Unbound
    };
    let cancels = if has_cancels { from.input.number()? } else { 0 };
    Ok(Task {
        coroutine,
        innermost,
        name,
        waiting,
        must_cancel: cancels & 1 == 1,
        cancel_requests: requests(cancels)?,
        context,
    })
}

fn requests(cancels: u64) -> Result<u32, Corrupt> {
    u32::try_from(cancels >> 1).map_err(|_| corrupt("a task was cancelled too often"))
}

fn load_named_task(from: &mut Loader<'_, '_>) -> Result<Task, Corrupt> {
    let coroutine = from.handle()?;
    let innermost = from.handle()?;
    let name = from.value()?;
    let waiting = from.handle_or_none()?;
    let cancels = from.input.number()?;
    Ok(Task {
        coroutine,
        innermost,
        name,
        waiting,
        must_cancel: cancels & 1 == 1,
        cancel_requests: requests(cancels)?,
        context: Value::Unbound,
    })
}

fn callback(from: &mut Loader<'_, '_>) -> Result<Callback, Corrupt> {
    Ok(match from.input.byte()? {
        0 => Callback::Wake(from.handle()?),
        1 => Callback::Gathered(from.handle()?),
        2 => Callback::Shielded(from.handle()?),
        4 => Callback::Call {
            function: from.value()?,
            context: Value::Unbound,
        },
        5 => {
            let [function, context] = from.array()?;
            Callback::Call { function, context }
        }
        _ => return Err(corrupt("a callback is of no known kind")),
    })
}

pub(super) fn ready(from: &mut Loader<'_, '_>) -> Result<Ready, Corrupt> {
    Ok(match from.input.byte()? {
        0 => Ready::Step(from.handle()?),
        1 => Ready::Callback {
            callback: callback(from)?,
            future: from.handle()?,
        },
        2 => {
            let [function, context] = from.array()?;
            Ready::Call {
                function,
                args: from.values()?,
                context,
            }
        }
        4 => Ready::Fire(from.handle()?),
        5 => Ready::Stop,
        _ => return Err(corrupt("an entry of the ready queue is of no known kind")),
    })
}

pub(super) fn action_call(from: &mut Loader<'_, '_>) -> Result<ActionCall, Corrupt> {
    let action = from.action()?;
    let [args, keywords, future] = from.array()?;
    Ok(ActionCall {
        action,
        args,
        keywords,
        policy: policy(from)?,
        future,
    })
}

fn policy(from: &mut Loader<'_, '_>) -> Result<Policy, Corrupt> {
    let [has_queue, has_attempts, has_timeout, has_backoff] = from.flags()?;
    Ok(Policy {
        queue: if has_queue {
            Some(from.input.text()?.to_owned())
        } else {
            None
        },
        attempts: if has_attempts {
            Some(from.input.number32()?)
        } else {
            None
        },
        timeout_micros: if has_timeout {
            Some(from.input.number()?)
        } else {
            None
        },
        backoff: if has_backoff {
            Some(load_backoff(from)?)
        } else {
            None
        },
    })
}

fn load_backoff(from: &mut Loader<'_, '_>) -> Result<Backoff, Corrupt> {
    Ok(Backoff {
        base_micros: from.input.number()?,
        multiplier: from.input.float()?,
        jitter: from.input.float()?,
        max_micros: if from.flag()? {
            Some(from.input.number()?)
        } else {
            None
        },
    })
}
