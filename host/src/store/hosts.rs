//! Hosts and their leases.

use std::fmt;
use std::time::Duration;

use uuid::Uuid;

use super::actions::micros;
use super::{Error, Store};
use crate::model::Attempt;

/// One life of a host process: new at each start, and after each lapse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HostId(pub Uuid);

impl HostId {
    pub fn generate() -> Self {
        Self(Uuid::now_v7())
    }
}

impl fmt::Display for HostId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// What a heartbeat learns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beat {
    /// False: another host found this one's lease expired; what it had claimed is no longer its own.
    pub alive: bool,
    /// Other hosts that are alive.
    pub peers: u32,
    /// There are hosts to sweep.
    pub lapsed: bool,
    /// The database's time, microseconds since 1970.
    pub now_micros: i64,
}

/// What a sweep of lapsed hosts found.
#[derive(Clone, Debug, Default)]
pub struct Swept {
    pub hosts: usize,
    /// How many actions were queued again.
    pub requeued: usize,
    /// Delivered as often as may be: each ends as lost.
    pub lost: Vec<Attempt>,
    /// How many timers and waiting retries were let go.
    pub released: u64,
}

impl Store {
    pub async fn register_host(
        &self,
        id: HostId,
        name: &str,
        slots: u32,
        lease: Duration,
    ) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO carabiner.hosts (id, name, slots, lease_until)
             VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 microsecond') ON CONFLICT DO NOTHING",
        )
        .bind(id.0)
        .bind(name)
        .bind(slots as i32)
        .bind(micros(lease))
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Renews the lease.
    pub async fn beat(&self, id: HostId, slots: u32, lease: Duration) -> Result<Beat, Error> {
        let (alive, peers, lapsed, now_micros): (bool, i64, bool, i64) = sqlx::query_as(
            "WITH beat AS (
                 UPDATE carabiner.hosts SET lease_until = clock_timestamp() + $3 * interval '1 microsecond', slots = $2
                 WHERE id = $1 AND lapsed_at IS NULL RETURNING id
             )
             SELECT EXISTS (SELECT FROM beat),
                    (SELECT count(*) FROM carabiner.hosts
                     WHERE id <> $1 AND lapsed_at IS NULL AND lease_until > clock_timestamp()),
                    EXISTS (SELECT FROM carabiner.hosts
                            WHERE id <> $1 AND (lapsed_at IS NULL AND lease_until < clock_timestamp() OR sweep_at < clock_timestamp())),
                    (extract(epoch FROM clock_timestamp()) * 1000000)::int8",
        )
        .bind(id.0)
        .bind(slots as i32)
        .bind(micros(lease))
        .fetch_one(self.pool())
        .await?;
        Ok(Beat {
            alive,
            peers: peers as u32,
            lapsed,
            now_micros,
        })
    }

    /// Gives the work of hosts that lapsed back to all. A host is swept when it lapses, then at growing intervals for ten minutes,
    /// because a commit that it had begun may land afterwards; then it is forgotten.
    pub async fn sweep(&self) -> Result<Swept, Error> {
        let hosts: Vec<Uuid> = sqlx::query_scalar(
            "UPDATE carabiner.hosts AS h
             SET lapsed_at = coalesce(h.lapsed_at, clock_timestamp()),
                 sweep_at = clock_timestamp() + greatest(interval '10 seconds', clock_timestamp() - h.lapsed_at)
             FROM (SELECT id FROM carabiner.hosts
                   WHERE lapsed_at IS NULL AND lease_until < clock_timestamp() OR sweep_at < clock_timestamp()
                   FOR UPDATE SKIP LOCKED) AS due
             WHERE h.id = due.id RETURNING h.id",
        )
        .fetch_all(self.pool())
        .await?;
        if hosts.is_empty() {
            return Ok(Swept::default());
        }
        let mut swept = Swept {
            hosts: hosts.len(),
            released: self.release(&hosts).await?,
            ..Swept::default()
        };
        for claims in self.running(&hosts).await?.chunks(1_000) {
            let requeued = self.requeue(claims).await?;
            swept.requeued += requeued.count;
            swept.lost.extend(requeued.lost);
        }
        if swept.lost.is_empty() && swept.requeued == 0 {
            self.forget_hosts(&hosts).await?;
        }
        Ok(swept)
    }

    async fn forget_hosts(&self, ids: &[Uuid]) -> Result<(), Error> {
        sqlx::query("DELETE FROM carabiner.hosts WHERE id = ANY($1) AND lapsed_at < clock_timestamp() - interval '10 minutes'")
            .bind(ids)
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// A host that leaves in good order: it has given everything back. Others go on sweeping it for a while, as one that lapsed, because
    /// a commit that it had begun may land afterwards.
    pub async fn leave(&self, id: HostId) -> Result<(), Error> {
        self.release(&[id.0]).await?;
        sqlx::query(
            "UPDATE carabiner.hosts SET lapsed_at = coalesce(lapsed_at, clock_timestamp()), sweep_at = clock_timestamp() + interval '10 seconds'
             WHERE id = $1",
        )
        .bind(id.0)
        .execute(self.pool())
        .await?;
        Ok(())
    }
}
