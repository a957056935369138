//! Exceptions that the host itself raises in a workflow, or ends it with.

use std::time::Duration;

use carabiner_interpreter::wire::{Writer, ext};

use crate::store::Conclusion;

/// The classes, each from itself to the common base.
const ACTION_TIMEOUT: &[&str] = &[
    "carabiner:ActionTimeout",
    "carabiner:CarabinerError",
    "builtins:TimeoutError",
    "builtins:OSError",
    EXCEPTION,
    BASE,
];
const ACTION_LOST: &[&str] = &[
    "carabiner:ActionLost",
    "carabiner:CarabinerError",
    EXCEPTION,
    BASE,
];
const LIMIT_EXCEEDED: &[&str] = &[
    "carabiner:WorkflowLimitExceeded",
    "carabiner:CarabinerError",
    EXCEPTION,
    BASE,
];
const PAYLOAD_TOO_LARGE: &[&str] = &[
    "carabiner:PayloadTooLarge",
    "carabiner:CarabinerError",
    "builtins:ValueError",
    EXCEPTION,
    BASE,
];
const CARABINER_ERROR: &[&str] = &["carabiner:CarabinerError", EXCEPTION, BASE];
const CANCELLED: &[&str] = &["asyncio.exceptions:CancelledError", BASE];
const EXCEPTION: &str = "builtins:Exception";
const BASE: &str = "builtins:BaseException";

/// The outcome of an attempt that took too long.
pub fn action_timeout(action: &str, timeout: Duration) -> Vec<u8> {
    exception(
        ACTION_TIMEOUT,
        &format!(
            "{action} did not end within {} seconds",
            timeout.as_secs_f64()
        ),
    )
}

/// The outcome of an action whose every delivery ended with its worker.
pub fn action_lost(deliveries: u32) -> Vec<u8> {
    exception(
        ACTION_LOST,
        &format!(
            "delivered {deliveries} times, and each time the worker or its host went away before it answered"
        ),
    )
}

/// The instance ran too long or grew too large.
pub(super) fn limit_exceeded(message: &str) -> Conclusion {
    failed(LIMIT_EXCEEDED, message)
}

pub(super) fn payload_too_large(message: &str) -> Conclusion {
    failed(PAYLOAD_TOO_LARGE, message)
}

/// The instance cannot go on, and it is not its author's doing.
pub(super) fn broken(message: &str) -> Conclusion {
    failed(CARABINER_ERROR, message)
}

/// It was cancelled before it began.
pub(super) fn cancelled(reason: &str) -> Conclusion {
    let message = reason.to_owned();
    Conclusion::Failed {
        error: exception(CANCELLED, reason),
        class: CANCELLED[0].into(),
        message,
        traceback: None,
        cancelled: true,
    }
}

fn failed(mro: &[&str], message: &str) -> Conclusion {
    Conclusion::Failed {
        error: exception(mro, message),
        class: mro[0].into(),
        message: message.into(),
        traceback: None,
        cancelled: false,
    }
}

/// [class, mro, args, attributes, cause, context, suppress_context, notes, traceback]
fn exception(mro: &[&str], message: &str) -> Vec<u8> {
    let mut out = Writer::new();
    let open = out.begin_ext(ext::EXCEPTION);
    out.array(9);
    out.str(mro[0]);
    out.array(mro.len());
    mro.iter().for_each(|class| out.str(class));
    out.array(1);
    out.str(message);
    out.map(0);
    out.nil();
    out.nil();
    out.bool(false);
    out.array(0);
    out.nil();
    out.end_ext(open);
    out.finish()
}
