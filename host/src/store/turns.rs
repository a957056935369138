//! The commit of a batch of turns: one statement, all of an instance's changes or none of them.

use std::time::Duration;

use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use super::actions::micros;
use super::instances::id_of;
use super::packed::pack;
use super::turn_statement::Parts;
use super::waits::Columns;
use super::{Error, HostId, NewWait, Store, time_of};
use crate::model::{Attempt, InstanceId};

/// What a batch of turns changes. Instances are named by their place in `changes`.
#[derive(Clone, Debug, Default)]
pub struct TurnBatch {
    pub changes: Vec<Change>,
    pub told: Vec<Told>,
    pub waits: Vec<NewWait>,
}

/// An instance after its turn.
#[derive(Clone, Debug)]
pub struct Change {
    pub id: InstanceId,
    /// The fence: what was read. It will be one more.
    pub turn: i64,
    pub state: State,
    /// Outcomes recorded that no step has seen, and rows in `actions`, after this turn.
    pub arrived: u32,
    pub outstanding: u32,
    /// Recorded outcomes were seen by this step: they leave.
    pub seen_recorded: bool,
}

#[derive(Clone, Debug)]
pub enum State {
    /// Outcomes were recorded only; the machine's state stays.
    Unstepped,
    Waiting {
        snapshot: Vec<u8>,
        wake_outcomes: u32,
        wake_on_failure: bool,
        /// What the step saw.
        now_micros: i64,
    },
    Ended(Conclusion),
}

/// How an instance ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Conclusion {
    Completed {
        result: Vec<u8>,
    },
    Failed {
        error: Vec<u8>,
        class: String,
        message: String,
        /// As Python prints it; none where no exception of Python's was raised.
        traceback: Option<String>,
        cancelled: bool,
    },
}

/// Something that was reported, or withdrawn, about an outstanding action or timer of the `n`th instance (from 0).
#[derive(Clone, Debug)]
pub struct Told {
    pub n: usize,
    pub seq: u32,
    /// Where it must be so for this to count; ignored with `Withdrawn`.
    pub attempt: u32,
    pub delivery: u32,
    pub fate: Fate,
}

#[derive(Clone, Debug)]
pub enum Fate {
    /// A step has seen the outcome (or the timer): the row leaves.
    Seen(Option<Result<Vec<u8>, Vec<u8>>>),
    /// Kept for a later step, as the `place`th.
    Recorded {
        result: Result<Vec<u8>, Vec<u8>>,
        place: u32,
    },
    /// The attempt failed and another follows after the delay; `held`: this host keeps the time.
    Retried {
        error: Vec<u8>,
        delay: Duration,
        held: bool,
    },
    /// No longer wanted.
    Withdrawn,
}

/// What was committed.
#[derive(Clone, Debug, Default)]
pub struct Committed {
    /// For each instance, whether its turn was taken. Where not, it had changed meanwhile or an outcome was late, and nothing of it happened.
    pub taken: Vec<bool>,
    /// Actions that were running and are no longer wanted.
    pub withdrawn: Vec<Withdrawn>,
}

#[derive(Clone, Debug)]
pub struct Withdrawn {
    pub attempt: Attempt,
    pub host: HostId,
}

impl Store {
    /// Commits a batch of turns. An error that is passing may hide a commit.
    pub async fn commit_turns(&self, host: HostId, batch: &TurnBatch) -> Result<Committed, Error> {
        let changes = ChangeColumns::of(&batch.changes);
        let told = ToldColumns::of(&batch.told, &batch.changes);
        let waits = Columns::of(&batch.waits, |n| batch.changes[n].id.as_str());
        let rows: Vec<RawCommitted> = sqlx::query_as(Parts::of(batch).statement())
            .bind(host.0)
            .bind(changes.ids)
            .bind(changes.turns)
            .bind(changes.statuses)
            .bind(changes.snapshots)
            .bind(changes.wake_outcomes)
            .bind(changes.wake_on_failure)
            .bind(changes.arrived)
            .bind(changes.outstanding)
            .bind(changes.stepped)
            .bind(changes.results)
            .bind(changes.errors)
            .bind(changes.classes)
            .bind(changes.messages)
            .bind(changes.seen_recorded)
            .bind(told.ns)
            .bind(told.instances)
            .bind(told.seqs)
            .bind(told.attempts)
            .bind(told.deliveries)
            .bind(told.fates)
            .bind(told.values)
            .bind(told.places)
            .bind(told.delays)
            .bind(told.held)
            .bind(waits.ns)
            .bind(waits.instances)
            .bind(waits.seqs)
            .bind(waits.kinds)
            .bind(waits.statuses)
            .bind(waits.priorities)
            .bind(waits.due)
            .bind(waits.claimed)
            .bind(waits.timeouts)
            .bind(waits.attempts)
            .bind(waits.backoff_bases)
            .bind(waits.backoff_multipliers)
            .bind(waits.backoff_maxes)
            .bind(waits.backoff_jitters)
            .bind(waits.actions)
            .bind(waits.modules)
            .bind(waits.queues)
            .bind(waits.arguments)
            .bind(changes.tracebacks)
            .fetch_all(self.pool())
            .await?;
        read(rows, batch.changes.len())
    }
}

#[derive(FromRow)]
struct RawCommitted {
    n: Option<i64>,
    instance_id: Option<String>,
    seq: Option<i32>,
    attempt: Option<i32>,
    delivery: Option<i32>,
    host: Option<Uuid>,
}

fn read(rows: Vec<RawCommitted>, count: usize) -> Result<Committed, Error> {
    let mut committed = Committed {
        taken: vec![false; count],
        withdrawn: Vec::new(),
    };
    for row in rows {
        match (row.n, row.instance_id, row.host) {
            (Some(n), _, _) => committed.taken[n as usize - 1] = true,
            (None, Some(instance), Some(host)) => {
                let attempt = Attempt {
                    instance: id_of(&instance)?,
                    seq: row.seq.unwrap_or(0) as u32,
                    attempt: row.attempt.unwrap_or(0) as u32,
                    delivery: row.delivery.unwrap_or(0) as u32,
                };
                committed.withdrawn.push(Withdrawn {
                    attempt,
                    host: HostId(host),
                });
            }
            _ => {}
        }
    }
    Ok(committed)
}

/// How an ending is stored: status, result, error, class, message, traceback.
pub(super) type Stored<'a> = (
    i16,
    Option<&'a [u8]>,
    Option<&'a [u8]>,
    Option<&'a str>,
    Option<&'a str>,
    Option<&'a str>,
);

impl Conclusion {
    pub(super) fn stored(&self) -> Stored<'_> {
        match self {
            Self::Completed { result } => (2, Some(result), None, None, None, None),
            Self::Failed {
                error,
                class,
                message,
                traceback,
                cancelled,
            } => (
                if *cancelled { 4 } else { 3 },
                None,
                Some(error),
                Some(class),
                Some(message),
                traceback.as_deref(),
            ),
        }
    }
}

#[derive(Default)]
struct ChangeColumns<'a> {
    ids: Vec<&'a str>,
    turns: Vec<i64>,
    /// None: no step was made.
    statuses: Vec<Option<i16>>,
    snapshots: Vec<Option<&'a [u8]>>,
    wake_outcomes: Vec<Option<i32>>,
    wake_on_failure: Vec<Option<bool>>,
    arrived: Vec<i32>,
    outstanding: Vec<i32>,
    stepped: Vec<Option<OffsetDateTime>>,
    results: Vec<Option<Vec<u8>>>,
    errors: Vec<Option<Vec<u8>>>,
    classes: Vec<Option<&'a str>>,
    messages: Vec<Option<&'a str>>,
    tracebacks: Vec<Option<&'a str>>,
    seen_recorded: Vec<bool>,
}

impl<'a> ChangeColumns<'a> {
    fn of(changes: &'a [Change]) -> Self {
        let mut columns = Self::default();
        for change in changes {
            columns.ids.push(change.id.as_str());
            columns.turns.push(change.turn);
            columns.arrived.push(change.arrived as i32);
            columns.outstanding.push(change.outstanding as i32);
            columns.seen_recorded.push(change.seen_recorded);
            columns.push_state(&change.state);
        }
        columns
    }

    fn push_state(&mut self, state: &'a State) {
        let (status, result, error, class, message, traceback) = match state {
            State::Unstepped => (None, None, None, None, None, None),
            State::Waiting { .. } => (Some(1), None, None, None, None, None),
            State::Ended(conclusion) => {
                let (status, result, error, class, message, traceback) = conclusion.stored();
                (Some(status), result, error, class, message, traceback)
            }
        };
        self.statuses.push(status);
        self.results.push(result.map(pack));
        self.errors.push(error.map(pack));
        self.classes.push(class);
        self.messages.push(message);
        self.tracebacks.push(traceback);
        let (snapshot, outcomes, on_failure, stepped) = match state {
            State::Waiting {
                snapshot,
                wake_outcomes,
                wake_on_failure,
                now_micros,
            } => (
                Some(snapshot.as_slice()),
                Some(*wake_outcomes as i32),
                Some(*wake_on_failure),
                Some(time_of(*now_micros)),
            ),
            State::Unstepped | State::Ended(_) => (None, None, None, None),
        };
        self.snapshots.push(snapshot);
        self.wake_outcomes.push(outcomes);
        self.wake_on_failure.push(on_failure);
        self.stepped.push(stepped);
    }
}

#[derive(Default)]
struct ToldColumns<'a> {
    ns: Vec<i64>,
    instances: Vec<&'a str>,
    seqs: Vec<i32>,
    attempts: Vec<i32>,
    deliveries: Vec<i32>,
    fates: Vec<i16>,
    values: Vec<Option<Vec<u8>>>,
    places: Vec<Option<i32>>,
    delays: Vec<Option<i64>>,
    held: Vec<bool>,
}

impl<'a> ToldColumns<'a> {
    fn of(told: &'a [Told], changes: &'a [Change]) -> Self {
        let mut columns = Self::default();
        for told in told {
            columns.ns.push(told.n as i64 + 1);
            columns.instances.push(changes[told.n].id.as_str());
            columns.seqs.push(told.seq as i32);
            columns.attempts.push(told.attempt as i32);
            columns.deliveries.push(told.delivery as i32);
            let (code, value) = told.fate.code();
            columns.fates.push(code);
            columns.values.push(value.map(pack));
            columns.push_fate(&told.fate);
        }
        columns
    }

    fn push_fate(&mut self, fate: &Fate) {
        let (place, delay, held) = match fate {
            Fate::Recorded { place, .. } => (Some(*place as i32), None, false),
            Fate::Retried { delay, held, .. } => (None, Some(micros(*delay)), *held),
            Fate::Seen(_) | Fate::Withdrawn => (None, None, false),
        };
        self.places.push(place);
        self.delays.push(delay);
        self.held.push(held);
    }
}

impl Fate {
    fn code(&self) -> (i16, Option<&[u8]>) {
        match self {
            Self::Seen(None) => (0, None),
            Self::Seen(Some(Ok(value))) => (0, Some(value)),
            Self::Seen(Some(Err(value))) => (1, Some(value)),
            Self::Withdrawn => (3, None),
            Self::Recorded {
                result: Ok(value), ..
            } => (4, Some(value)),
            Self::Recorded {
                result: Err(value), ..
            } => (5, Some(value)),
            Self::Retried { error, .. } => (6, Some(error)),
        }
    }
}
