//! Forgetting instances that ended long ago, with what became of their actions.

use std::time::Duration;

use time::OffsetDateTime;

use super::{Error, Store};

/// Where a pass over the instances, oldest first, has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place(OffsetDateTime, String);

impl Place {
    /// Before all.
    pub fn start() -> Self {
        Self(OffsetDateTime::UNIX_EPOCH, String::new())
    }
}

/// What a page of a pass did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forgotten {
    pub count: u64,
    /// Where the next page begins; none: the pass is over.
    pub next: Option<Place>,
}

impl Store {
    /// Looks at the next `page` instances that were started longer than `retention` ago, and deletes those that also ended so long ago.
    /// Another host may do the same at once: what one has in hand the other leaves alone.
    pub async fn forget(
        &self,
        after: &Place,
        retention: Duration,
        page: u32,
    ) -> Result<Forgotten, Error> {
        let row: Option<(OffsetDateTime, String, i64, i64)> = sqlx::query_as(
            "WITH page AS MATERIALIZED (
                 SELECT id, created_at FROM carabiner.instances
                 WHERE (created_at, id) > ($1, $2) AND created_at < now() - $3 * interval '1 microsecond'
                 ORDER BY created_at, id LIMIT $4
             ), old AS MATERIALIZED (
                 SELECT id FROM carabiner.instances
                 WHERE id IN (SELECT id FROM page) AND finished_at < now() - $3 * interval '1 microsecond'
                 ORDER BY id FOR UPDATE SKIP LOCKED
             ), attempts AS (
                 DELETE FROM carabiner.action_attempts WHERE instance_id IN (SELECT id FROM old)
             ), gone AS (
                 DELETE FROM carabiner.instances WHERE id IN (SELECT id FROM old) RETURNING id
             )
             SELECT created_at, id, (SELECT count(*) FROM page), (SELECT count(*) FROM gone)
             FROM page ORDER BY created_at DESC, id DESC LIMIT 1",
        )
        .bind(after.0)
        .bind(&after.1)
        .bind(i64::try_from(retention.as_micros()).unwrap_or(i64::MAX))
        .bind(i64::from(page))
        .fetch_optional(self.pool())
        .await?;
        Ok(match row {
            None => Forgotten {
                count: 0,
                next: None,
            },
            Some((created_at, id, seen, gone)) => Forgotten {
                count: gone as u64,
                next: (seen >= i64::from(page)).then_some(Place(created_at, id)),
            },
        })
    }
}
