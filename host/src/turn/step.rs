//! From an instance's plan to the request of its step, and from the response to what is committed.

use carabiner_interpreter::effect::{
    Effect, Event as Told, Limits, Status, StepRequest, StepResponse,
};
use carabiner_interpreter::source::Action;

use super::plan::{Arrived, Plan};
use super::{fault, snapshot};
use crate::engine::StepError;
use crate::model::InstanceId;
use crate::retry;
use crate::store::{Conclusion, NewAction, NewWait, Recorded, State, WaitKind};

/// What a step leaves to commit.
#[derive(Debug)]
pub(super) struct After {
    pub(super) state: State,
    /// The machine's state, where it goes on.
    pub(super) snapshot: Option<Vec<u8>>,
    /// Of the instance 0; not claimed yet.
    pub(super) waits: Vec<NewWait>,
    pub(super) withdrawn: Vec<u32>,
    pub(super) lines: Vec<Line>,
}

/// Something that the program wrote.
#[derive(Debug)]
pub(super) enum Line {
    Print {
        text: String,
        stderr: bool,
    },
    Log {
        level: u8,
        logger: String,
        text: String,
    },
    /// The traceback of what left `run`.
    Failure(String),
}

/// What the first step is told.
pub(super) fn first(
    id: &InstanceId,
    attributes: Vec<u8>,
    arguments: Vec<u8>,
    now_micros: i64,
) -> StepRequest {
    // Random, not derived from the id: an id may serve again elsewhere or later, and uuid4 must differ then. The snapshot keeps it.
    let seed = *uuid::Uuid::new_v4().as_bytes();
    let start = Told::Start {
        instance_id: id.as_str().into(),
        seed,
        attributes,
        arguments,
    };
    StepRequest {
        state: None,
        now_micros,
        events: vec![start],
        limits: Limits::default(),
    }
}

/// What a later step is told: what was recorded before, then what has come now, then a cancel.
pub(super) fn request(plan: &mut Plan, recorded: Vec<Recorded>, now_micros: i64) -> StepRequest {
    let now_micros = now_micros.max(plan.known.row.stepped_micros);
    if let Some((attributes, arguments)) = plan.known.row.input.take() {
        return first(&plan.known.row.id, attributes, arguments, now_micros);
    }
    plan.recorded = recorded.iter().map(|recorded| recorded.seq).collect();
    let before = recorded.into_iter().map(|r| Told::ActionDone {
        seq: r.seq,
        outcome: r.result,
    });
    let now = plan.arrived.iter().map(|arrived| match arrived {
        Arrived::Outcome(report) => Told::ActionDone {
            seq: report.attempt.seq,
            outcome: report.result.clone(),
        },
        Arrived::Due { seq, .. } => Told::TimerFired { seq: *seq },
    });
    let cancel = plan.cancel.iter().map(|reason| Told::Cancel {
        reason: reason.clone(),
    });
    let events = before.chain(now).chain(cancel).collect();
    StepRequest {
        state: plan.known.state.take(),
        now_micros,
        events,
        limits: Limits::default(),
    }
}

/// Whether a step was stopped before its end.
pub(super) fn passed_a_limit(response: &Result<StepResponse, StepError>) -> bool {
    match response {
        Ok(response) => matches!(response.status, Status::LimitExceeded { .. }),
        Err(error) => matches!(error, StepError::Limit(_)),
    }
}

impl After {
    /// An instance that ends without a step, or by one that failed.
    pub(super) fn ended(conclusion: Conclusion) -> Self {
        let state = State::Ended(conclusion);
        Self {
            state,
            snapshot: None,
            waits: Vec::new(),
            withdrawn: Vec::new(),
            lines: Vec::new(),
        }
    }

    pub(super) fn of(
        response: Result<StepResponse, StepError>,
        actions: &[Action],
        priority: i32,
        now_micros: i64,
        payload_bytes_max: usize,
    ) -> Self {
        let StepResponse {
            effects, status, ..
        } = match response {
            Ok(response) => response,
            Err(StepError::Limit(message)) => return Self::ended(fault::limit_exceeded(&message)),
            Err(error) => return Self::ended(fault::broken(&error.to_string())),
        };
        let mut after = Self::ended(Conclusion::Completed { result: Vec::new() });
        for effect in effects {
            if let Err(conclusion) = after.apply(effect, actions, priority, payload_bytes_max) {
                return Self::ended(conclusion);
            }
        }
        after.settle(status, now_micros, payload_bytes_max);
        after
    }

    fn apply(
        &mut self,
        effect: Effect,
        actions: &[Action],
        priority: i32,
        bytes_max: usize,
    ) -> Result<(), Conclusion> {
        match effect {
            Effect::CallAction {
                seq,
                action,
                arguments,
                policy,
            } => {
                let called = actions
                    .get(action as usize)
                    .ok_or_else(|| fault::broken(&format!("the program has no action {action}")))?;
                within(arguments.len(), bytes_max, || {
                    format!("the arguments of {}", called.name)
                })?;
                let settled = retry::settle(&policy, &called.policy);
                let kind = WaitKind::Action(NewAction {
                    action: called.name.clone(),
                    module: called.module.clone(),
                    queue: settled.queue,
                    arguments,
                    timeout: settled.timeout,
                    retry: settled.retry,
                });
                self.waits.push(NewWait {
                    n: 0,
                    seq,
                    priority,
                    claimed: false,
                    kind,
                });
            }
            Effect::StartTimer { seq, due_micros } => {
                self.waits.push(NewWait {
                    n: 0,
                    seq,
                    priority,
                    claimed: false,
                    kind: WaitKind::Timer { due_micros },
                });
            }
            Effect::CancelAction { seq } | Effect::CancelTimer { seq } => self.withdraw(seq),
            Effect::Print { text, stderr } => self.lines.push(Line::Print { text, stderr }),
            Effect::Log {
                level,
                logger,
                text,
            } => self.lines.push(Line::Log {
                level,
                logger,
                text,
            }),
        }
        Ok(())
    }

    /// What the same step asked for was never there for anybody else.
    fn withdraw(&mut self, seq: u32) {
        let before = self.waits.len();
        self.waits.retain(|wait| wait.seq != seq);
        if self.waits.len() == before {
            self.withdrawn.push(seq);
        }
    }

    fn settle(&mut self, status: Status, now_micros: i64, bytes_max: usize) {
        let conclusion = match status {
            Status::Waiting { state, wake } => {
                self.state = State::Waiting {
                    snapshot: snapshot::pack(&state),
                    wake_outcomes: wake.outcomes.max(1),
                    wake_on_failure: wake.on_failure,
                    now_micros,
                };
                self.snapshot = Some(state);
                return;
            }
            Status::Finished { result } => {
                match within(result.len(), bytes_max, || "the result".into()) {
                    Ok(()) => Conclusion::Completed { result },
                    Err(too_large) => too_large,
                }
            }
            Status::Failed(failure) => Conclusion::Failed {
                error: failure.error,
                class: failure.class,
                message: storable(failure.message, MESSAGE_CHARS),
                traceback: self.shown(failure.traceback, failure.cancelled),
                cancelled: failure.cancelled,
            },
            Status::LimitExceeded { message } => fault::limit_exceeded(&message),
            Status::Corrupt { message } => fault::broken(&message),
        };
        self.waits.clear();
        self.state = State::Ended(conclusion);
    }

    /// The traceback of a failure, which is logged too.
    fn shown(&mut self, traceback: String, cancelled: bool) -> Option<String> {
        let traceback = storable(traceback, TRACEBACK_CHARS);
        if !cancelled {
            self.lines.push(Line::Failure(traceback.clone()));
        }
        (!traceback.is_empty()).then_some(traceback)
    }

    /// Rows that leave because of it; one whose outcome this very step saw leaves anyway.
    pub(super) fn withdrawn_besides(&self, seen: impl Fn(u32) -> bool) -> Vec<u32> {
        self.withdrawn
            .iter()
            .copied()
            .filter(|seq| !seen(*seq))
            .collect()
    }
}

fn within(bytes: usize, bytes_max: usize, what: impl Fn() -> String) -> Result<(), Conclusion> {
    if bytes <= bytes_max {
        return Ok(());
    }
    let message = format!(
        "{} take {bytes} bytes, and at most {bytes_max} are taken",
        what()
    );
    Err(fault::payload_too_large(&message))
}

/// A list needs no page of it.
const MESSAGE_CHARS: usize = 2_000;
/// Far more than a person reads.
const TRACEBACK_CHARS: usize = 200_000;

/// Postgres keeps no NUL in a text.
fn storable(text: String, most: usize) -> String {
    text.chars().filter(|c| *c != '\0').take(most).collect()
}

impl Line {
    pub(super) fn write(&self, id: &InstanceId) {
        let instance = id.as_str();
        match self {
            Self::Print { text, stderr } => {
                tracing::info!(target: "workflow", instance, stderr, "{}", text.trim_end())
            }
            Self::Failure(traceback) => {
                tracing::error!(target: "workflow", instance, "the workflow failed\n{}", traceback.trim_end())
            }
            Self::Log {
                level: 40..,
                logger,
                text,
            } => tracing::error!(target: "workflow", instance, logger, "{text}"),
            Self::Log {
                level: 30..,
                logger,
                text,
            } => tracing::warn!(target: "workflow", instance, logger, "{text}"),
            Self::Log {
                level: 20..,
                logger,
                text,
            } => tracing::info!(target: "workflow", instance, logger, "{text}"),
            Self::Log { logger, text, .. } => {
                tracing::debug!(target: "workflow", instance, logger, "{text}")
            }
        }
    }
}
