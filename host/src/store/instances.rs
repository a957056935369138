//! Instances, as a turn reads them and as people list them.

use sqlx::FromRow;
use time::OffsetDateTime;

use super::packed::unpack;
use super::versions::hash_of;
use super::{Error, Store, micros_of};
use crate::model::{GuestId, InstanceId, Status, Summary, VersionId};

/// An instance as the next turn must know it.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: InstanceId,
    /// The fence: a commit expects it unchanged.
    pub turn: i64,
    pub status: RowStatus,
    pub priority: i32,
    pub version: VersionId,
    pub guest: GuestId,
    /// As stored; none before the first step.
    pub snapshot: Option<Vec<u8>>,
    pub wake_outcomes: u32,
    pub wake_on_failure: bool,
    /// Outcomes recorded and not seen by a step yet.
    pub arrived: u32,
    /// Its rows in `actions`, those outcomes included.
    pub outstanding: u32,
    /// What the last step saw, microseconds since 1970.
    pub stepped_micros: i64,
    /// Read only where the instance has not begun: attributes and arguments.
    pub input: Option<(Vec<u8>, Vec<u8>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowStatus {
    Scheduled,
    Running,
    Ended,
}

#[derive(FromRow)]
pub(super) struct RawRow {
    id: String,
    turn: i64,
    status: i16,
    priority: i32,
    version: Vec<u8>,
    guest: Vec<u8>,
    snapshot: Option<Vec<u8>>,
    wake_outcomes: i32,
    wake_on_failure: bool,
    arrived: i32,
    outstanding: i32,
    stepped_at: Option<OffsetDateTime>,
    attributes: Option<Vec<u8>>,
    /// Named apart from an action's.
    input_arguments: Option<Vec<u8>>,
}

impl Store {
    /// Those of the given instances that exist, in no order.
    pub async fn load(&self, ids: &[String]) -> Result<Vec<Row>, Error> {
        let rows: Vec<RawRow> = sqlx::query_as(
            "SELECT id, turn, status, priority, version, guest, snapshot, wake_outcomes, wake_on_failure, arrived, outstanding, stepped_at,
                    CASE WHEN status = 0 THEN attributes END AS attributes, CASE WHEN status = 0 THEN arguments END AS input_arguments
             FROM carabiner.instances WHERE id = ANY($1)",
        )
        .bind(ids)
        .fetch_all(self.pool())
        .await?;
        rows.into_iter().map(RawRow::read).collect()
    }

    /// None where there is no such instance.
    pub async fn describe(&self, id: &InstanceId) -> Result<Option<Summary>, Error> {
        let row: Option<RawSummary> = sqlx::query_as(
            "SELECT i.id, v.workflow, i.version, i.status, i.created_at, i.finished_at, i.turn, i.error_class, i.error_message
             FROM carabiner.instances AS i JOIN carabiner.workflow_versions AS v ON v.hash = i.version WHERE i.id = $1",
        )
        .bind(id.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.map(RawSummary::read).transpose()
    }

    /// The newest first, of those created before a time.
    pub async fn list(
        &self,
        limit: u32,
        before: Option<OffsetDateTime>,
    ) -> Result<Vec<Summary>, Error> {
        let rows: Vec<RawSummary> = sqlx::query_as(
            "SELECT i.id, v.workflow, i.version, i.status, i.created_at, i.finished_at, i.turn, i.error_class, i.error_message
             FROM (SELECT * FROM carabiner.instances WHERE created_at < coalesce($1, 'infinity')
                   ORDER BY created_at DESC, id DESC LIMIT $2) AS i
             JOIN carabiner.workflow_versions AS v ON v.hash = i.version ORDER BY i.created_at DESC, i.id DESC",
        )
        .bind(before)
        .bind(i64::from(limit))
        .fetch_all(self.pool())
        .await?;
        rows.into_iter().map(RawSummary::read).collect()
    }
}

impl RawRow {
    pub(super) fn read(self) -> Result<Row, Error> {
        let status = match self.status {
            0 => RowStatus::Scheduled,
            1 => RowStatus::Running,
            _ => RowStatus::Ended,
        };
        Ok(Row {
            id: id_of(&self.id)?,
            turn: self.turn,
            status,
            priority: self.priority,
            version: VersionId(hash_of(&self.version)?),
            guest: GuestId(hash_of(&self.guest)?),
            snapshot: self.snapshot,
            wake_outcomes: self.wake_outcomes.max(1) as u32,
            wake_on_failure: self.wake_on_failure,
            arrived: self.arrived.max(0) as u32,
            outstanding: self.outstanding.max(0) as u32,
            stepped_micros: self.stepped_at.map_or(0, micros_of),
            input: self
                .attributes
                .map(unpack)
                .zip(self.input_arguments.map(unpack)),
        })
    }
}

#[derive(FromRow)]
struct RawSummary {
    id: String,
    workflow: String,
    version: Vec<u8>,
    status: i16,
    created_at: OffsetDateTime,
    finished_at: Option<OffsetDateTime>,
    turn: i64,
    error_class: Option<String>,
    error_message: Option<String>,
}

impl RawSummary {
    fn read(self) -> Result<Summary, Error> {
        let error = self
            .error_class
            .map(|class| match self.error_message.as_deref() {
                None | Some("") => class,
                Some(message) => format!("{class}: {message}"),
            });
        Ok(Summary {
            id: id_of(&self.id)?,
            workflow: self.workflow,
            version: VersionId(hash_of(&self.version)?),
            status: status_of(self.status)?,
            created_at: self.created_at,
            finished_at: self.finished_at,
            turn: self.turn.max(0) as u64,
            error,
        })
    }
}

fn status_of(code: i16) -> Result<Status, Error> {
    Ok(match code {
        0 => Status::Scheduled,
        1 => Status::Running,
        2 => Status::Completed,
        3 => Status::Failed,
        4 => Status::Cancelled,
        other => {
            return Err(Error::Corrupt(format!(
                "an instance of the unknown status {other}"
            )));
        }
    })
}

pub(super) fn id_of(text: &str) -> Result<InstanceId, Error> {
    InstanceId::parse(text).ok_or_else(|| Error::Corrupt(format!("the instance id {text:?}")))
}
