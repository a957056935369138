//! Actions, timers and delayed starts while they are outstanding.
//!
//! Whatever may make an outcome late (a new delivery, another attempt) locks the instance first and advances its turn, so that
//! a turn that was prepared on what was read before does not commit.

use std::time::Duration;

use carabiner_interpreter::source::Backoff;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Row as _};
use time::OffsetDateTime;
use uuid::Uuid;

use super::instances::{RawRow, id_of};
use super::packed::unpack;
use super::{DELIVERIES_MAX, Error, HostId, Row, Store, micros_of};
use crate::model::{Attempt, Delivery, InstanceId};

/// How an action is tried again.
#[derive(Clone, Debug, PartialEq)]
pub struct Retry {
    /// Attempts in all.
    pub attempts: u32,
    pub backoff: Option<Backoff>,
}

/// An action that this host has just claimed.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub delivery: Delivery,
    pub retry: Retry,
}

/// What was claimed at once.
#[derive(Clone, Debug, Default)]
pub struct ClaimedBatch {
    pub actions: Vec<Claimed>,
    /// Whose they are, each once, as they were about then: a turn that rests on one commits only if it has not changed.
    pub instances: Vec<Row>,
}

/// What a host waits for on behalf of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The next attempt of an action.
    Action,
    Timer,
    /// The instance's own beginning.
    Start,
}

impl Kind {
    pub(super) fn code(self) -> i16 {
        match self {
            Self::Action => 0,
            Self::Timer => 1,
            Self::Start => 2,
        }
    }

    fn of(code: i16) -> Self {
        match code {
            0 => Self::Action,
            1 => Self::Timer,
            _ => Self::Start,
        }
    }
}

/// Something due soon, held in this host's memory.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub attempt: Attempt,
    pub kind: Kind,
    /// Database time, microseconds since 1970.
    pub due_micros: i64,
}

/// What is claimed in a host's name.
#[derive(Clone, Debug)]
pub enum Held {
    Running(Attempt),
    Waiting(Waiting),
}

/// What came of queueing actions again.
#[derive(Clone, Debug, Default)]
pub struct Requeued {
    pub count: usize,
    /// Delivered as often as may be.
    pub lost: Vec<Attempt>,
}

/// A recorded outcome that no step has seen.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub instance: InstanceId,
    pub seq: u32,
    pub result: Result<Vec<u8>, Vec<u8>>,
}

impl Store {
    /// Claims queued actions, at most `limit`, the most urgent first. Hosts that claim at once get different ones.
    pub async fn claim(&self, host: HostId, limit: u32) -> Result<ClaimedBatch, Error> {
        // Each instance once, however many of its actions there are.
        let rows: Vec<PgRow> = sqlx::query(
            "WITH next AS MATERIALIZED (
                 SELECT instance_id, seq FROM carabiner.actions WHERE status = 0
                 ORDER BY priority DESC, due_at LIMIT $2 FOR UPDATE SKIP LOCKED
             ), moved AS (
                 UPDATE carabiner.actions AS a SET status = 1, claimed_by = $1, claimed_at = clock_timestamp()
                 FROM next WHERE a.instance_id = next.instance_id AND a.seq = next.seq
                 RETURNING a.instance_id, a.seq, a.attempt, a.delivery, a.action, a.module, a.arguments, a.timeout_micros,
                           a.attempts_max, a.backoff_base, a.backoff_multiplier, a.backoff_max, a.backoff_jitter
             ), numbered AS (
                 SELECT *, row_number() OVER (PARTITION BY instance_id) AS place FROM moved
             )
             SELECT m.*, i.id, i.turn, i.status, i.priority, i.version, i.guest, i.snapshot, i.wake_outcomes, i.wake_on_failure,
                    i.arrived, i.outstanding, i.stepped_at, NULL::bytea AS attributes, NULL::bytea AS input_arguments
             FROM numbered AS m LEFT JOIN carabiner.instances AS i ON i.id = m.instance_id AND m.place = 1",
        )
        .bind(host.0)
        .bind(i64::from(limit))
        .fetch_all(self.pool())
        .await?;
        let mut batch = ClaimedBatch::default();
        for row in rows {
            batch.actions.push(RawClaimed::from_row(&row)?.read()?);
            if row.try_get::<Option<String>, _>("id")?.is_some() {
                batch.instances.push(RawRow::from_row(&row)?.read()?);
            }
        }
        Ok(batch)
    }

    /// Takes what falls due within the horizon into this host's hands, the earliest first.
    pub async fn hold_due(
        &self,
        host: HostId,
        horizon: Duration,
        limit: u32,
    ) -> Result<Vec<Waiting>, Error> {
        let rows: Vec<RawHeld> = sqlx::query_as(
            "WITH next AS MATERIALIZED (
                 SELECT instance_id, seq FROM carabiner.actions
                 WHERE status = 2 AND claimed_by IS NULL AND due_at <= clock_timestamp() + $2 * interval '1 microsecond'
                 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
             )
             UPDATE carabiner.actions AS a SET claimed_by = $1
             FROM next WHERE a.instance_id = next.instance_id AND a.seq = next.seq
             RETURNING a.instance_id, a.seq, a.attempt, a.delivery, a.kind, a.status, a.due_at",
        )
        .bind(host.0)
        .bind(micros(horizon))
        .bind(i64::from(limit))
        .fetch_all(self.pool())
        .await?;
        rows.into_iter().map(RawHeld::waiting).collect()
    }

    /// Attempts whose wait is over: each is claimed where `run` says so, and queued for anybody otherwise. Returns those claimed; one
    /// that was cancelled meanwhile is not among them.
    pub async fn ripen(
        &self,
        host: HostId,
        attempts: &[Attempt],
        run: &[bool],
    ) -> Result<Vec<Claimed>, Error> {
        let keys = Columns::of(attempts);
        let rows: Vec<RawClaimed> = sqlx::query_as(
            "WITH ripe AS MATERIALIZED (
                 SELECT a.instance_id, a.seq, r.run
                 FROM unnest($2::text[], $3::int4[], $4::int4[], $5::bool[]) AS r(instance_id, seq, attempt, run)
                 JOIN carabiner.actions AS a ON a.instance_id = r.instance_id AND a.seq = r.seq
                 WHERE a.attempt = r.attempt AND a.status = 2 ORDER BY a.instance_id, a.seq FOR UPDATE OF a
             ), moved AS (
                 UPDATE carabiner.actions AS a
                 SET status = CASE WHEN ripe.run THEN 1 ELSE 0 END, claimed_by = CASE WHEN ripe.run THEN $1 END,
                     claimed_at = CASE WHEN ripe.run THEN clock_timestamp() END
                 FROM ripe WHERE a.instance_id = ripe.instance_id AND a.seq = ripe.seq RETURNING a.*
             )
             SELECT instance_id, seq, attempt, delivery, action, module, arguments, timeout_micros,
                    attempts_max, backoff_base, backoff_multiplier, backoff_max, backoff_jitter FROM moved WHERE status = 1",
        )
        .bind(host.0)
        .bind(keys.instances)
        .bind(keys.seqs)
        .bind(keys.attempts)
        .bind(run)
        .fetch_all(self.pool())
        .await?;
        rows.into_iter().map(RawClaimed::read).collect()
    }

    /// Queues running attempts for another delivery, where they still are as given; the last delivery's are returned as lost and left
    /// as they are, for a turn to end them.
    pub async fn requeue(&self, attempts: &[Attempt]) -> Result<Requeued, Error> {
        let (lost, again): (Vec<_>, Vec<_>) = attempts
            .iter()
            .cloned()
            .partition(|a| a.delivery >= DELIVERIES_MAX);
        if again.is_empty() {
            return Ok(Requeued { count: 0, lost });
        }
        let keys = Columns::of(&again);
        let count: i64 = sqlx::query_scalar(
            "WITH gone AS MATERIALIZED (
                 SELECT * FROM unnest($1::text[], $2::int4[], $3::int4[], $4::int4[]) AS g(instance_id, seq, attempt, delivery)
             ), locked AS MATERIALIZED (
                 SELECT id FROM carabiner.instances WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE
             ), moved AS (
                 UPDATE carabiner.actions AS a
                 SET status = 0, delivery = a.delivery + 1, claimed_by = NULL, claimed_at = NULL
                 FROM gone AS g
                 WHERE a.instance_id = g.instance_id AND a.seq = g.seq AND a.attempt = g.attempt AND a.delivery = g.delivery
                   AND a.status = 1 AND (SELECT count(*) FROM locked) > 0
                 RETURNING a.instance_id
             ), fenced AS (
                 UPDATE carabiner.instances SET turn = turn + 1 WHERE id = ANY(ARRAY(SELECT instance_id FROM moved))
             )
             SELECT count(*) FROM moved",
        )
        .bind(keys.instances)
        .bind(keys.seqs)
        .bind(keys.attempts)
        .bind(keys.deliveries)
        .fetch_one(self.pool())
        .await?;
        Ok(Requeued {
            count: count as usize,
            lost,
        })
    }

    /// Those of the given attempts whose outcome would still be taken.
    pub async fn current(&self, attempts: &[Attempt]) -> Result<Vec<bool>, Error> {
        let keys = Columns::of(attempts);
        let current = sqlx::query_scalar(
            "SELECT EXISTS (SELECT FROM carabiner.actions AS a
                            WHERE a.instance_id = t.instance_id AND a.seq = t.seq AND a.attempt = t.attempt
                              AND a.delivery = t.delivery AND a.status IN (1, 2))
             FROM unnest($1::text[], $2::int4[], $3::int4[], $4::int4[]) WITH ORDINALITY
                  AS t(instance_id, seq, attempt, delivery, n) ORDER BY t.n",
        )
        .bind(keys.instances)
        .bind(keys.seqs)
        .bind(keys.attempts)
        .bind(keys.deliveries)
        .fetch_all(self.pool())
        .await?;
        Ok(current)
    }

    /// Outcomes of those instances that no step has seen, each instance's in the order in which they arrived.
    pub async fn recorded(&self, instances: &[String]) -> Result<Vec<Recorded>, Error> {
        let rows: Vec<(String, i32, bool, Vec<u8>)> = sqlx::query_as(
            "SELECT instance_id, seq, succeeded, outcome FROM carabiner.actions
             WHERE instance_id = ANY($1) AND status = 3 ORDER BY arrived",
        )
        .bind(instances)
        .fetch_all(self.pool())
        .await?;
        rows.into_iter()
            .map(|(instance, seq, succeeded, value)| {
                let value = unpack(value);
                let result = if succeeded { Ok(value) } else { Err(value) };
                Ok(Recorded {
                    instance: id_of(&instance)?,
                    seq: seq as u32,
                    result,
                })
            })
            .collect()
    }

    /// Everything that is claimed in a host's name.
    pub async fn held(&self, host: HostId) -> Result<Vec<Held>, Error> {
        let rows: Vec<RawHeld> = sqlx::query_as(
            "SELECT instance_id, seq, attempt, delivery, kind, status, due_at FROM carabiner.actions
             WHERE claimed_by = $1 AND status IN (1, 2)",
        )
        .bind(host.0)
        .fetch_all(self.pool())
        .await?;
        rows.into_iter()
            .map(|row| {
                if row.status == 1 {
                    row.attempt().map(Held::Running)
                } else {
                    row.waiting().map(Held::Waiting)
                }
            })
            .collect()
    }

    /// The running attempts of hosts.
    pub(super) async fn running(&self, hosts: &[Uuid]) -> Result<Vec<Attempt>, Error> {
        let rows: Vec<RawHeld> = sqlx::query_as(
            "SELECT instance_id, seq, attempt, delivery, kind, status, due_at FROM carabiner.actions
             WHERE claimed_by = ANY($1) AND status = 1",
        )
        .bind(hosts)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(RawHeld::attempt).collect()
    }

    /// Lets go of what hosts held because it was due soon.
    pub(super) async fn release(&self, hosts: &[Uuid]) -> Result<u64, Error> {
        let released = sqlx::query("UPDATE carabiner.actions SET claimed_by = NULL WHERE claimed_by = ANY($1) AND status = 2")
            .bind(hosts)
            .execute(self.pool())
            .await?;
        Ok(released.rows_affected())
    }
}

pub(super) fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

/// Attempts as parallel arrays.
struct Columns {
    instances: Vec<String>,
    seqs: Vec<i32>,
    attempts: Vec<i32>,
    deliveries: Vec<i32>,
}

impl Columns {
    fn of(attempts: &[Attempt]) -> Self {
        Self {
            instances: attempts
                .iter()
                .map(|a| a.instance.as_str().to_owned())
                .collect(),
            seqs: attempts.iter().map(|a| a.seq as i32).collect(),
            attempts: attempts.iter().map(|a| a.attempt as i32).collect(),
            deliveries: attempts.iter().map(|a| a.delivery as i32).collect(),
        }
    }
}

#[derive(FromRow)]
struct RawHeld {
    instance_id: String,
    seq: i32,
    attempt: i32,
    delivery: i32,
    kind: i16,
    status: i16,
    due_at: OffsetDateTime,
}

impl RawHeld {
    fn attempt(&self) -> Result<Attempt, Error> {
        Ok(Attempt {
            instance: id_of(&self.instance_id)?,
            seq: self.seq as u32,
            attempt: self.attempt as u32,
            delivery: self.delivery as u32,
        })
    }

    fn waiting(self) -> Result<Waiting, Error> {
        Ok(Waiting {
            attempt: self.attempt()?,
            kind: Kind::of(self.kind),
            due_micros: micros_of(self.due_at),
        })
    }
}

#[derive(FromRow)]
struct RawClaimed {
    instance_id: String,
    seq: i32,
    attempt: i32,
    delivery: i32,
    action: Option<String>,
    module: Option<String>,
    arguments: Option<Vec<u8>>,
    timeout_micros: Option<i64>,
    attempts_max: Option<i32>,
    backoff_base: Option<i64>,
    backoff_multiplier: Option<f64>,
    backoff_max: Option<i64>,
    backoff_jitter: Option<f64>,
}

impl RawClaimed {
    fn read(self) -> Result<Claimed, Error> {
        let attempt = Attempt {
            instance: id_of(&self.instance_id)?,
            seq: self.seq as u32,
            attempt: self.attempt as u32,
            delivery: self.delivery as u32,
        };
        let backoff = self.backoff_base.map(|base| Backoff {
            base_micros: base.max(0) as u64,
            multiplier: self.backoff_multiplier.unwrap_or(1.0),
            max_micros: self.backoff_max.map(|max| max.max(0) as u64),
            jitter: self.backoff_jitter.unwrap_or(0.0),
        });
        let delivery = Delivery {
            attempt,
            action: self.action.unwrap_or_default(),
            module: self.module.unwrap_or_default(),
            arguments: self.arguments.map(unpack).unwrap_or_default(),
            timeout: Duration::from_micros(self.timeout_micros.unwrap_or(0).max(0) as u64),
        };
        Ok(Claimed {
            delivery,
            retry: Retry {
                attempts: self.attempts_max.unwrap_or(1).max(1) as u32,
                backoff,
            },
        })
    }
}
