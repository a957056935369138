//! Rows that a step adds to `actions`: what its instance waits for from then on.

use std::time::Duration;

use carabiner_interpreter::source::Backoff;
use time::OffsetDateTime;

use super::actions::micros;
use super::packed::pack;
use super::{Kind, Retry, time_of};

/// A new row, belonging to the `n`th instance of its batch.
#[derive(Clone, Debug)]
pub struct NewWait {
    /// From 0.
    pub n: usize,
    pub seq: u32,
    pub priority: i32,
    /// Claimed by this host from the start: an action because a worker's slot was set aside, a wait because it ends soon.
    pub claimed: bool,
    pub kind: WaitKind,
}

#[derive(Clone, Debug)]
pub enum WaitKind {
    Action(NewAction),
    /// Database time, microseconds since 1970.
    Timer {
        due_micros: i64,
    },
    Start {
        due_micros: i64,
    },
}

#[derive(Clone, Debug)]
pub struct NewAction {
    pub action: String,
    pub module: String,
    pub queue: Option<String>,
    pub arguments: Vec<u8>,
    pub timeout: Duration,
    pub retry: Retry,
}

/// New rows as parallel arrays.
#[derive(Default)]
pub(super) struct Columns<'a> {
    pub(super) ns: Vec<i64>,
    pub(super) instances: Vec<&'a str>,
    pub(super) seqs: Vec<i32>,
    pub(super) kinds: Vec<i16>,
    pub(super) statuses: Vec<i16>,
    pub(super) priorities: Vec<i32>,
    /// None: now.
    pub(super) due: Vec<Option<OffsetDateTime>>,
    pub(super) claimed: Vec<bool>,
    pub(super) timeouts: Vec<Option<i64>>,
    pub(super) attempts: Vec<Option<i32>>,
    pub(super) backoff_bases: Vec<Option<i64>>,
    pub(super) backoff_multipliers: Vec<Option<f64>>,
    pub(super) backoff_maxes: Vec<Option<i64>>,
    pub(super) backoff_jitters: Vec<Option<f64>>,
    pub(super) actions: Vec<Option<&'a str>>,
    pub(super) modules: Vec<Option<&'a str>>,
    pub(super) queues: Vec<Option<&'a str>>,
    pub(super) arguments: Vec<Option<Vec<u8>>>,
}

impl<'a> Columns<'a> {
    /// `name` gives the id of the nth instance.
    pub(super) fn of(waits: &'a [NewWait], name: impl Fn(usize) -> &'a str) -> Self {
        let mut columns = Self::default();
        for wait in waits {
            columns.push(wait, name(wait.n));
        }
        columns
    }

    fn push(&mut self, wait: &'a NewWait, instance: &'a str) {
        self.ns.push(wait.n as i64 + 1);
        self.instances.push(instance);
        self.seqs.push(wait.seq as i32);
        self.priorities.push(wait.priority);
        self.claimed.push(wait.claimed);
        let (kind, due) = match &wait.kind {
            WaitKind::Action(_) => (Kind::Action, None),
            WaitKind::Timer { due_micros } => (Kind::Timer, Some(time_of(*due_micros))),
            WaitKind::Start { due_micros } => (Kind::Start, Some(time_of(*due_micros))),
        };
        let status = match (kind, wait.claimed) {
            (Kind::Action, false) => 0,
            (Kind::Action, true) => 1,
            _ => 2,
        };
        self.kinds.push(kind.code());
        self.statuses.push(status);
        self.due.push(due);
        let action = match &wait.kind {
            WaitKind::Action(action) => Some(action),
            _ => None,
        };
        self.push_action(action);
    }

    fn push_action(&mut self, action: Option<&'a NewAction>) {
        let backoff: Option<&Backoff> = action.and_then(|a| a.retry.backoff.as_ref());
        self.timeouts.push(action.map(|a| micros(a.timeout)));
        self.attempts
            .push(action.map(|a| a.retry.attempts.min(i32::MAX as u32) as i32));
        self.backoff_bases
            .push(backoff.map(|b| clamped(b.base_micros)));
        self.backoff_multipliers.push(backoff.map(|b| b.multiplier));
        self.backoff_maxes
            .push(backoff.and_then(|b| b.max_micros).map(clamped));
        self.backoff_jitters.push(backoff.map(|b| b.jitter));
        self.actions.push(action.map(|a| a.action.as_str()));
        self.modules.push(action.map(|a| a.module.as_str()));
        self.queues.push(action.and_then(|a| a.queue.as_deref()));
        self.arguments.push(action.map(|a| pack(&a.arguments)));
    }
}

fn clamped(micros: u64) -> i64 {
    i64::try_from(micros).unwrap_or(i64::MAX)
}
