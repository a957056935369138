//! How instances ended, for those who wait.

use std::collections::HashMap;

use super::instances::id_of;
use super::packed::unpack;
use super::{Error, Store};
use crate::model::{Ending, InstanceId};

/// Id, result, error.
type RawEnding = (String, Option<Vec<u8>>, Option<Vec<u8>>);

impl Store {
    /// Of each of the given instances that exists: how it ended, or none while it goes on.
    pub async fn endings(
        &self,
        ids: &[String],
    ) -> Result<HashMap<InstanceId, Option<Ending>>, Error> {
        let rows: Vec<RawEnding> = sqlx::query_as(
            "SELECT id, CASE WHEN status >= 2 THEN result END, CASE WHEN status >= 2 THEN error END
             FROM carabiner.instances WHERE id = ANY($1)",
        )
        .bind(ids)
        .fetch_all(self.pool())
        .await?;
        rows.into_iter()
            .map(|(id, result, error)| Ok((id_of(&id)?, ending_of(result, error))))
            .collect()
    }
}

fn ending_of(result: Option<Vec<u8>>, error: Option<Vec<u8>>) -> Option<Ending> {
    let unpacked = |value: Option<Vec<u8>>| value.map(unpack);
    unpacked(result)
        .map(Ending::Result)
        .or(unpacked(error).map(Ending::Error))
}
