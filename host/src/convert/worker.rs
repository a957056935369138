//! What hosts and workers say to each other.

use carabiner_proto::v1::action_outcome::Outcome as WireOutcome;
use carabiner_proto::v1::{ActionOutcome, CancelAction, RunAction};

use crate::dispatch::CancelReason;
use crate::model::{Attempt, Delivery, InstanceId, Outcome};

pub(crate) fn run(delivery: Delivery) -> RunAction {
    RunAction {
        instance_id: delivery.attempt.instance.as_str().to_owned(),
        seq: delivery.attempt.seq,
        attempt: delivery.attempt.attempt,
        delivery: delivery.attempt.delivery,
        action: delivery.action,
        arguments: delivery.arguments.into(),
        timeout_micros: u64::try_from(delivery.timeout.as_micros()).unwrap_or(u64::MAX),
        modules: vec![delivery.module],
    }
}

pub(crate) fn cancel(attempt: Attempt, reason: CancelReason) -> CancelAction {
    let reason = match reason {
        CancelReason::Cancelled => "cancelled",
        CancelReason::Timeout => "timeout",
    };
    CancelAction {
        instance_id: attempt.instance.as_str().to_owned(),
        seq: attempt.seq,
        attempt: attempt.attempt,
        delivery: attempt.delivery,
        reason: reason.to_owned(),
    }
}

/// None where it names no instance or holds no outcome: there is nothing that it could settle.
pub(crate) fn outcome(outcome: ActionOutcome) -> Option<Outcome> {
    let attempt = Attempt {
        instance: InstanceId::parse(&outcome.instance_id)?,
        seq: outcome.seq,
        attempt: outcome.attempt,
        delivery: outcome.delivery,
    };
    let result = match outcome.outcome? {
        WireOutcome::Result(value) => Ok(value.into()),
        WireOutcome::Error(error) => Err(error.into()),
    };
    Some(Outcome { attempt, result })
}
