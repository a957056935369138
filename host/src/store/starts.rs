//! The commit of a batch of starts: instances that are new, with what their first step asked for.

use time::OffsetDateTime;

use super::instances::id_of;
use super::packed::pack;
use super::waits::Columns;
use super::{Conclusion, Error, HostId, NewWait, State, Store, time_of};
use crate::model::{GuestId, InstanceId, VersionId};

/// Instances to begin; `waits` name them by their place.
#[derive(Clone, Debug, Default)]
pub struct StartBatch {
    pub instances: Vec<NewInstance>,
    pub waits: Vec<NewWait>,
}

/// An instance after its first step, or one that is to begin later.
#[derive(Clone, Debug)]
pub struct NewInstance {
    pub id: InstanceId,
    pub version: VersionId,
    pub guest: GuestId,
    pub attributes: Vec<u8>,
    pub arguments: Vec<u8>,
    pub priority: i32,
    /// Database time, microseconds since 1970; set where it begins later.
    pub not_before_micros: Option<i64>,
    /// `Unstepped` where it begins later.
    pub state: State,
    /// Rows in `actions`.
    pub outstanding: u32,
}

impl Store {
    /// Begins those instances whose ids are free, each with all that belongs to it, and says for each whether it was begun. An error that is
    /// passing may hide a commit.
    pub async fn commit_starts(
        &self,
        host: HostId,
        batch: &StartBatch,
    ) -> Result<Vec<bool>, Error> {
        let new = StartColumns::of(&batch.instances);
        let waits = Columns::of(&batch.waits, |n| batch.instances[n].id.as_str());
        let born: Vec<String> = sqlx::query_scalar(COMMIT)
            .bind(host.0)
            .bind(new.ids)
            .bind(new.versions)
            .bind(new.guests)
            .bind(new.attributes)
            .bind(new.arguments)
            .bind(new.priorities)
            .bind(new.not_before)
            .bind(new.statuses)
            .bind(new.snapshots)
            .bind(new.wake_outcomes)
            .bind(new.wake_on_failure)
            .bind(new.outstanding)
            .bind(new.stepped)
            .bind(new.results)
            .bind(new.errors)
            .bind(new.classes)
            .bind(new.messages)
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
            .bind(new.tracebacks)
            .fetch_all(self.pool())
            .await?;
        let born = born
            .iter()
            .map(|id| id_of(id))
            .collect::<Result<std::collections::HashSet<_>, _>>()?;
        Ok(batch
            .instances
            .iter()
            .map(|new| born.contains(&new.id))
            .collect())
    }
}

// In the order of their ids, so that two hosts that are given the same ids cannot wait for each other.
const COMMIT: &str = "
WITH born AS (
    INSERT INTO carabiner.instances
        (id, turn, version, guest, attributes, arguments, priority, not_before, status, snapshot, wake_outcomes, wake_on_failure,
         outstanding, stepped_at, finished_at, result, error, error_class, error_message,
         error_traceback)
    SELECT id, 1, version, guest, attributes, arguments, priority, not_before, status, snapshot, wake_outcomes, wake_on_failure,
           outstanding, stepped_at, CASE WHEN status >= 2 THEN clock_timestamp() END, result, error, error_class, error_message,
           error_traceback
    FROM unnest($2::text[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[], $7::int4[], $8::timestamptz[], $9::int2[],
                $10::bytea[], $11::int4[], $12::bool[], $13::int4[], $14::timestamptz[], $15::bytea[], $16::bytea[], $17::text[], $18::text[],
                $36::text[])
         AS b(id, version, guest, attributes, arguments, priority, not_before, status, snapshot, wake_outcomes, wake_on_failure,
              outstanding, stepped_at, result, error, error_class, error_message, error_traceback)
    ORDER BY id COLLATE \"C\"
    ON CONFLICT (id) DO NOTHING RETURNING id
), added AS (
    INSERT INTO carabiner.actions
        (instance_id, seq, kind, status, priority, due_at, claimed_at, claimed_by, timeout_micros, attempts_max,
         backoff_base, backoff_multiplier, backoff_max, backoff_jitter, action, module, queue, arguments)
    SELECT w.instance_id, w.seq, w.kind, w.status, w.priority, coalesce(w.due_at, clock_timestamp()),
           CASE WHEN w.claimed AND w.kind = 0 THEN clock_timestamp() END, CASE WHEN w.claimed THEN $1 END,
           w.timeout, w.attempts, w.backoff_base, w.backoff_multiplier, w.backoff_max, w.backoff_jitter,
           w.action, w.module, w.queue, w.arguments
    FROM unnest($19::text[], $20::int4[], $21::int2[], $22::int2[], $23::int4[], $24::timestamptz[], $25::bool[],
                $26::int8[], $27::int4[], $28::int8[], $29::float8[], $30::int8[], $31::float8[],
                $32::text[], $33::text[], $34::text[], $35::bytea[])
         AS w(instance_id, seq, kind, status, priority, due_at, claimed, timeout, attempts,
              backoff_base, backoff_multiplier, backoff_max, backoff_jitter, action, module, queue, arguments)
    WHERE (w.instance_id IN (SELECT id FROM born)) IS TRUE
)
SELECT id FROM born";

#[derive(Default)]
struct StartColumns<'a> {
    ids: Vec<&'a str>,
    versions: Vec<&'a [u8]>,
    guests: Vec<&'a [u8]>,
    attributes: Vec<Vec<u8>>,
    arguments: Vec<Vec<u8>>,
    priorities: Vec<i32>,
    not_before: Vec<Option<OffsetDateTime>>,
    statuses: Vec<i16>,
    snapshots: Vec<Option<&'a [u8]>>,
    wake_outcomes: Vec<i32>,
    wake_on_failure: Vec<bool>,
    outstanding: Vec<i32>,
    stepped: Vec<Option<OffsetDateTime>>,
    results: Vec<Option<Vec<u8>>>,
    errors: Vec<Option<Vec<u8>>>,
    classes: Vec<Option<&'a str>>,
    messages: Vec<Option<&'a str>>,
    tracebacks: Vec<Option<&'a str>>,
}

impl<'a> StartColumns<'a> {
    fn of(instances: &'a [NewInstance]) -> Self {
        let mut columns = Self::default();
        for new in instances {
            columns.ids.push(new.id.as_str());
            columns.versions.push(&new.version.0);
            columns.guests.push(&new.guest.0);
            columns.attributes.push(pack(&new.attributes));
            columns.arguments.push(pack(&new.arguments));
            columns.priorities.push(new.priority);
            columns.not_before.push(new.not_before_micros.map(time_of));
            columns.outstanding.push(new.outstanding as i32);
            columns.push_state(&new.state);
        }
        columns
    }

    fn push_state(&mut self, state: &'a State) {
        let ended = match state {
            State::Ended(conclusion) => Some(conclusion),
            State::Unstepped | State::Waiting { .. } => None,
        };
        self.push_waiting(state);
        self.push_ending(
            ended,
            if matches!(state, State::Unstepped) {
                0
            } else {
                1
            },
        );
    }

    fn push_waiting(&mut self, state: &'a State) {
        let (snapshot, outcomes, on_failure, stepped) = match state {
            State::Waiting {
                snapshot,
                wake_outcomes,
                wake_on_failure,
                now_micros,
            } => (
                Some(snapshot.as_slice()),
                *wake_outcomes as i32,
                *wake_on_failure,
                Some(time_of(*now_micros)),
            ),
            State::Unstepped | State::Ended(_) => (None, 1, false, None),
        };
        self.snapshots.push(snapshot);
        self.wake_outcomes.push(outcomes);
        self.wake_on_failure.push(on_failure);
        self.stepped.push(stepped);
    }

    fn push_ending(&mut self, ended: Option<&'a Conclusion>, unended: i16) {
        let (status, result, error, class, message, traceback) =
            ended.map_or((unended, None, None, None, None, None), Conclusion::stored);
        self.statuses.push(status);
        self.results.push(result.map(pack));
        self.errors.push(error.map(pack));
        self.classes.push(class);
        self.messages.push(message);
        self.tracebacks.push(traceback);
    }
}
