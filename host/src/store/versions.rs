//! Workflow versions: lowered code by its hash.

use std::sync::Arc;

use super::{Error, Store};
use crate::model::VersionId;

/// A lowered workflow.
#[derive(Clone, Debug)]
pub struct Version {
    pub id: VersionId,
    /// "module:qualname"
    pub workflow: String,
    pub program: Arc<[u8]>,
}

impl Store {
    /// Keeps a version; the same code again changes nothing.
    pub async fn keep_version(&self, version: &Version, unit_json: &str) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO carabiner.workflow_versions (hash, workflow, ir, unit_json) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(version.id.0.as_slice())
        .bind(&version.workflow)
        .bind(version.program.as_ref())
        .bind(unit_json)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// None where it was never registered.
    pub async fn version(&self, id: VersionId) -> Result<Option<Version>, Error> {
        let row: Option<(String, Vec<u8>)> =
            sqlx::query_as("SELECT workflow, ir FROM carabiner.workflow_versions WHERE hash = $1")
                .bind(id.0.as_slice())
                .fetch_optional(self.pool())
                .await?;
        Ok(row.map(|(workflow, ir)| Version {
            id,
            workflow,
            program: ir.into(),
        }))
    }
}

/// A hash column's bytes.
pub(super) fn hash_of(bytes: &[u8]) -> Result<[u8; 32], Error> {
    bytes
        .try_into()
        .map_err(|_| Error::Corrupt(format!("a hash of {} bytes", bytes.len())))
}
