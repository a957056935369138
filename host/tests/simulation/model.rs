//! A host's connection to the tables: each statement takes its time, and meets the fate that the nemesis has for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use carabiner_host::model::{Attempt, Ending, GuestId, InstanceId, Summary, VersionId};
use carabiner_host::store::{
    Beat, Claimed, ClaimedBatch, Committed, Database, Error, Held, HostId, Listening, Notice,
    Recorded, Requeued, Row, StartBatch, Swept, TurnBatch, Version, Waiting,
};
use time::OffsetDateTime;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

use crate::nemesis::{Fate, Nemesis};
use crate::tables::Tables;

/// The database that all hosts share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) tables: Mutex<Tables>,
    pub(crate) nemesis: Mutex<Nemesis>,
    listeners: Mutex<Vec<mpsc::UnboundedSender<Notice>>>,
    origin: Instant,
}

/// One host's way to it. A host that is dead gets no answer any more, so nothing it does has an effect.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    shared: Arc<Shared>,
    life: Arc<Mutex<Life>>,
}

#[derive(Debug, Default)]
struct Life {
    dead: bool,
    /// No answers before this: the host or its network stands still.
    until: Option<Instant>,
}

impl Shared {
    pub(crate) fn new(seed: u64) -> Arc<Self> {
        Arc::new(Self {
            tables: Mutex::default(),
            nemesis: Mutex::new(Nemesis::new(seed)),
            listeners: Mutex::default(),
            origin: Instant::now(),
        })
    }

    pub(crate) fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().expect("nobody panicked with it")
    }

    pub(crate) fn nemesis(&self) -> MutexGuard<'_, Nemesis> {
        self.nemesis.lock().expect("nobody panicked with it")
    }

    /// Between one and so many milliseconds.
    pub(crate) fn millis(&self, most: u64) -> Duration {
        Duration::from_millis(self.nemesis().rng.u64(1..=most))
    }

    /// Whether it happens this time.
    pub(crate) fn happens(&self, one_in: u32) -> bool {
        self.nemesis().rng.u32(0..one_in) == 0
    }

    fn now(&self) -> i64 {
        const EPOCH: i64 = 1_700_000_000_000_000;
        EPOCH + self.origin.elapsed().as_micros() as i64
    }
}

impl Model {
    pub(crate) fn new(shared: &Arc<Shared>) -> Self {
        Self {
            shared: shared.clone(),
            life: Arc::default(),
        }
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.life().dead
    }

    pub(crate) fn kill(&self) {
        self.life().dead = true;
    }

    /// Nothing is answered for so long.
    pub(crate) fn stall(&self, length: Duration) {
        self.life().until = Some(Instant::now() + length);
    }

    fn life(&self) -> MutexGuard<'_, Life> {
        self.life.lock().expect("nobody panicked with it")
    }

    async fn ask<T: Send + 'static>(
        &self,
        statement: &'static str,
        act: impl FnOnce(&mut Tables, i64) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let (fate, there, back) = self.shared.nemesis().meets(statement);
        self.travel(there).await;
        if let Fate::DiesBefore { lands } = fate {
            self.kill();
            if let Some(later) = lands {
                let shared = self.shared.clone();
                tokio::spawn(async move {
                    sleep(later).await;
                    let now = shared.now();
                    act(&mut shared.tables(), now);
                });
            }
            return self.silence().await;
        }
        if fate == Fate::Refused {
            return Err(passing());
        }
        let now = self.shared.now();
        let answer = act(&mut self.shared.tables(), now);
        if fate == Fate::DiesAfter {
            self.kill();
        }
        self.travel(back).await;
        if fate == Fate::AnswerLost {
            return Err(passing());
        }
        Ok(answer)
    }

    /// The way there or back; for ever, where the host is dead.
    async fn travel(&self, length: Duration) {
        sleep(length).await;
        let until = self.life().until;
        if let Some(until) = until {
            tokio::time::sleep_until(until).await;
        }
        if self.is_dead() {
            self.silence::<()>().await;
        }
    }

    async fn silence<T>(&self) -> T {
        std::future::pending().await
    }
}

fn passing() -> Error {
    Error::Database(sqlx::Error::WorkerCrashed)
}

impl Database for Model {
    type Listener = Ear;

    async fn keep_guest(&self, _: GuestId, _: &[u8]) -> Result<(), Error> {
        Ok(())
    }

    async fn guest(&self, _: GuestId) -> Result<Option<Vec<u8>>, Error> {
        Ok(None)
    }

    async fn keep_version(&self, version: &Version, _: &str) -> Result<(), Error> {
        let version = version.clone();
        self.shared.tables().versions.insert(version.id, version);
        Ok(())
    }

    async fn version(&self, id: VersionId) -> Result<Option<Version>, Error> {
        self.ask("version", move |tables, _| {
            tables.versions.get(&id).cloned()
        })
        .await
    }

    async fn commit_starts(&self, host: HostId, batch: &StartBatch) -> Result<Vec<bool>, Error> {
        let batch = batch.clone();
        self.ask("commit starts", move |tables, now| {
            tables.commit_starts(host, &batch, now)
        })
        .await
    }

    async fn commit_turns(&self, host: HostId, batch: &TurnBatch) -> Result<Committed, Error> {
        let batch = batch.clone();
        self.ask("commit turns", move |tables, now| {
            tables.commit_turns(host, &batch, now)
        })
        .await
    }

    async fn load(&self, ids: &[String]) -> Result<Vec<Row>, Error> {
        let ids = ids.to_vec();
        self.ask("load", move |tables, _| tables.load(&ids)).await
    }

    async fn recorded(&self, instances: &[String]) -> Result<Vec<Recorded>, Error> {
        let ids = instances.to_vec();
        self.ask("recorded", move |tables, _| tables.recorded(&ids))
            .await
    }

    async fn current(&self, attempts: &[Attempt]) -> Result<Vec<bool>, Error> {
        let attempts = attempts.to_vec();
        self.ask("current", move |tables, _| tables.current(&attempts))
            .await
    }

    async fn claim(&self, host: HostId, limit: u32) -> Result<ClaimedBatch, Error> {
        self.ask("claim", move |tables, _| tables.claim(host, limit))
            .await
    }

    async fn hold_due(
        &self,
        host: HostId,
        horizon: Duration,
        limit: u32,
    ) -> Result<Vec<Waiting>, Error> {
        self.ask("hold due", move |tables, now| {
            tables.hold_due(host, now + horizon.as_micros() as i64, limit)
        })
        .await
    }

    async fn ripen(
        &self,
        host: HostId,
        attempts: &[Attempt],
        run: &[bool],
    ) -> Result<Vec<Claimed>, Error> {
        let (attempts, run) = (attempts.to_vec(), run.to_vec());
        self.ask("ripen", move |tables, _| {
            tables.ripen(host, &attempts, &run)
        })
        .await
    }

    async fn requeue(&self, attempts: &[Attempt]) -> Result<Requeued, Error> {
        let attempts = attempts.to_vec();
        self.ask("requeue", move |tables, _| {
            let requeued = tables.requeue(&attempts);
            tables.check();
            requeued
        })
        .await
    }

    async fn held(&self, host: HostId) -> Result<Vec<Held>, Error> {
        self.ask("held", move |tables, _| tables.held(host)).await
    }

    async fn endings(&self, ids: &[String]) -> Result<HashMap<InstanceId, Option<Ending>>, Error> {
        let ids = ids.to_vec();
        self.ask("endings", move |tables, _| tables.endings(&ids))
            .await
    }

    async fn register_host(
        &self,
        id: HostId,
        _: &str,
        _: u32,
        lease: Duration,
    ) -> Result<(), Error> {
        self.ask("register", move |tables, now| {
            tables.register_host(id, now + lease.as_micros() as i64)
        })
        .await
    }

    async fn beat(&self, id: HostId, _: u32, lease: Duration) -> Result<Beat, Error> {
        self.ask("beat", move |tables, now| {
            tables.beat(id, now, lease.as_micros() as i64)
        })
        .await
    }

    async fn sweep(&self) -> Result<Swept, Error> {
        self.ask("sweep", |tables, now| {
            let swept = tables.sweep(now);
            tables.check();
            swept
        })
        .await
    }

    async fn leave(&self, id: HostId) -> Result<(), Error> {
        self.ask("leave", move |tables, now| tables.leave(id, now))
            .await
    }

    async fn notify(&self, notices: &[Notice]) -> Result<(), Error> {
        self.ask("notify", |_, _| ()).await?;
        let listeners = self
            .shared
            .listeners
            .lock()
            .expect("nobody panicked with it");
        for listener in listeners.iter() {
            for notice in notices {
                // Whoever is gone hears nothing.
                let _ = listener.send(notice.clone());
            }
        }
        Ok(())
    }

    async fn describe(&self, _: &InstanceId) -> Result<Option<Summary>, Error> {
        Ok(None)
    }

    async fn list(&self, _: u32, _: Option<OffsetDateTime>) -> Result<Vec<Summary>, Error> {
        Ok(Vec::new())
    }

    async fn listen(&self) -> Result<Ear, Error> {
        self.ask("listen", |_, _| ()).await?;
        let (tell, heard) = mpsc::unbounded_channel();
        let mut listeners = self
            .shared
            .listeners
            .lock()
            .expect("nobody panicked with it");
        listeners.retain(|listener| !listener.is_closed());
        listeners.push(tell);
        Ok(Ear {
            heard,
            model: self.clone(),
        })
    }
}

/// Hears notices, now and then not.
#[derive(Debug)]
pub(crate) struct Ear {
    heard: mpsc::UnboundedReceiver<Notice>,
    model: Model,
}

impl Listening for Ear {
    async fn next(&mut self) -> Result<Notice, Error> {
        let notice = self.heard.recv().await.ok_or_else(passing)?;
        // A connection that is lost takes what it carried with it.
        let (fate, there, _) = self.model.shared.nemesis().meets("notice");
        if matches!(fate, Fate::DiesBefore { .. } | Fate::DiesAfter) {
            self.model.kill();
        }
        self.model.travel(there).await;
        match fate {
            Fate::Refused => Err(passing()),
            _ => Ok(notice),
        }
    }
}
