//! Futures, tasks and what waits for them to bytes.

use super::save::Saver;
use super::tags::future as tag;
use crate::source::{Backoff, Policy};
use crate::value::Value;
use crate::value::callable::ActionCall;
use crate::value::future::{
    Callback, Future, FutureKind, FutureState, Gather, Ready, Task, UNSENT,
};

/// The first byte: kind, state (two bits), whether callbacks and a cancel message follow.
pub(super) fn future(to: &mut Saver<'_>, it: &Future) {
    let kind = match it.kind {
        FutureKind::Plain => tag::PLAIN,
        FutureKind::Action { call: Some(_), .. } => tag::ACTION,
        FutureKind::Action { call: None, .. } => tag::SENT_ACTION,
        FutureKind::Timer { .. } => tag::TIMER,
        FutureKind::Gather(_) => tag::GATHER,
        FutureKind::Shield { .. } => tag::SHIELD,
        FutureKind::Task(_) => tag::TASK,
        FutureKind::Alarm { .. } => tag::ALARM,
    };
    let (state, value) = match it.state {
        FutureState::Pending => (0, Value::Unbound),
        FutureState::Result(value) => (1, value),
        FutureState::Error(value) => (2, value),
        FutureState::Cancelled => (3, Value::Unbound),
    };
    let marks =
        u8::from(!it.callbacks.is_empty()) << 6 | u8::from(!it.cancel_message.is_none()) << 7;
    to.out.byte(kind | state << 4 | marks);
    if matches!(it.state, FutureState::Result(_) | FutureState::Error(_)) {
        to.value(value);
    }
    if !it.callbacks.is_empty() {
        to.out.size(it.callbacks.len());
        it.callbacks.iter().for_each(|each| callback(to, *each));
    }
    if !it.cancel_message.is_none() {
        to.value(it.cancel_message);
    }
    save_kind(to, &it.kind);
}

fn save_kind(to: &mut Saver<'_>, kind: &FutureKind) {
    match kind {
        FutureKind::Plain => {}
        FutureKind::Action { seq, call } => {
            save_seq(to, *seq);
            call.iter().for_each(|call| to.handle(*call));
        }
        FutureKind::Timer {
            seq,
            micros,
            result,
        } => {
            save_seq(to, *seq);
            // Only a timer that was not started needs to know how long it will run.
            if *seq == UNSENT {
                to.out.signed(*micros);
            }
            to.value(*result);
        }
        FutureKind::Alarm {
            seq,
            function,
            context,
        } => {
            save_seq(to, *seq);
            to.each(&[*function, *context]);
        }
        FutureKind::Gather(gather) => save_gather(to, gather),
        FutureKind::Shield { inner } => to.handle(*inner),
        FutureKind::Task(task) => save_task(to, task),
    }
}

/// 0 is what was not sent yet.
fn save_seq(to: &mut Saver<'_>, seq: u32) {
    to.out.number(u64::from(seq.wrapping_add(1)));
}

fn save_gather(to: &mut Saver<'_>, gather: &Gather) {
    to.out
        .byte(u8::from(gather.return_exceptions) | u8::from(gather.cancel_requested) << 1);
    to.out.number(u64::from(gather.finished));
    to.out.size(gather.children.len());
    gather.children.iter().for_each(|child| to.handle(*child));
}

/// What most tasks have not is not written: another innermost coroutine, a name of its own, a context, a cancel.
fn save_task(to: &mut Saver<'_>, task: &Task) {
    let cancels = u64::from(task.cancel_requests) << 1 | u64::from(task.must_cancel);
    to.out.bits(
        [
            task.innermost != task.coroutine,
            task.waiting.is_some(),
            !task.context.is_unbound(),
            cancels != 0,
        ]
        .into_iter(),
    );
    to.handle(task.coroutine);
    if task.innermost != task.coroutine {
        to.handle(task.innermost);
    }
    to.value(task.name);
    if let Some(waiting) = task.waiting {
        to.handle(waiting);
    }
    if !task.context.is_unbound() {
        to.value(task.context);
    }
    if cancels != 0 {
        to.out.number(cancels);
    }
}

fn callback(to: &mut Saver<'_>, callback: Callback) {
    let (kind, value) = match callback {
        Callback::Wake(of) => (0, Value::Ref(of)),
        Callback::Gathered(of) => (1, Value::Ref(of)),
        Callback::Shielded(of) => (2, Value::Ref(of)),
        // 3 was of `wait_for`.
        Callback::Call { function, context } if context.is_unbound() => (4, function),
        Callback::Call { function, .. } => (5, function),
    };
    to.out.byte(kind);
    to.value(value);
    if let (5, Callback::Call { context, .. }) = (kind, callback) {
        to.value(context);
    }
}

pub(super) fn ready(to: &mut Saver<'_>, entry: &Ready) {
    match entry {
        Ready::Step(of) => {
            to.out.byte(0);
            to.handle(*of);
        }
        Ready::Callback {
            callback: done,
            future,
        } => {
            to.out.byte(1);
            callback(to, *done);
            to.handle(*future);
        }
        Ready::Call {
            function,
            args,
            context,
        } => {
            to.out.byte(2);
            to.each(&[*function, *context]);
            to.values(args);
        }
        // 3 was of actions that a gather sent.
        Ready::Fire(of) => {
            to.out.byte(4);
            to.handle(*of);
        }
        Ready::Stop => to.out.byte(5),
    }
}

/// The arguments of a call that was sent are written no more: the host has them.
pub(super) fn action_call(to: &mut Saver<'_>, call: &ActionCall) {
    to.out.number(u64::from(call.action));
    to.each(&[call.args, call.keywords, call.future]);
    policy(to, &call.policy);
}

fn policy(to: &mut Saver<'_>, policy: &Policy) {
    let Policy {
        queue,
        attempts,
        timeout_micros,
        backoff,
    } = policy;
    to.out.bits(
        [
            queue.is_some(),
            attempts.is_some(),
            timeout_micros.is_some(),
            backoff.is_some(),
        ]
        .into_iter(),
    );
    if let Some(queue) = queue {
        to.out.block(queue.as_bytes());
    }
    if let Some(attempts) = attempts {
        to.out.number(u64::from(*attempts));
    }
    if let Some(timeout) = timeout_micros {
        to.out.number(*timeout);
    }
    if let Some(backoff) = backoff {
        save_backoff(to, backoff);
    }
}

fn save_backoff(to: &mut Saver<'_>, backoff: &Backoff) {
    to.out.number(backoff.base_micros);
    to.out.float(backoff.multiplier);
    to.out.float(backoff.jitter);
    to.out.byte(u8::from(backoff.max_micros.is_some()));
    if let Some(max) = backoff.max_micros {
        to.out.number(max);
    }
}
