//! What the turns and the dispatch loop ask of the database, so that a simulation can stand in for it.

use std::collections::HashMap;
use std::time::Duration;

use time::OffsetDateTime;

use super::{
    Beat, Claimed, ClaimedBatch, Committed, Error, Held, HostId, Listener, Notice, Recorded,
    Requeued, Row, StartBatch, Store, Swept, TurnBatch, Version, Waiting,
};
use crate::model::{Attempt, Ending, GuestId, InstanceId, Summary, VersionId};

macro_rules! database {
    ($($name:ident($($argument:ident: $of:ty),*) -> $answer:ty;)*) => {
        /// A Postgres, or what behaves like one: each method is the one of [`Store`] of that name.
        pub trait Database: Clone + Send + Sync + 'static {
            type Listener: Listening;

            $(fn $name(&self, $($argument: $of),*) -> impl Future<Output = Result<$answer, Error>> + Send;)*

            fn listen(&self) -> impl Future<Output = Result<Self::Listener, Error>> + Send;
        }

        impl Database for Store {
            type Listener = Listener;

            $(async fn $name(&self, $($argument: $of),*) -> Result<$answer, Error> {
                Store::$name(self, $($argument),*).await
            })*

            async fn listen(&self) -> Result<Listener, Error> {
                Store::listen(self).await
            }
        }
    };
}

database! {
    keep_guest(id: GuestId, bytes: &[u8]) -> ();
    guest(id: GuestId) -> Option<Vec<u8>>;
    keep_version(version: &Version, unit_json: &str) -> ();
    version(id: VersionId) -> Option<Version>;
    commit_starts(host: HostId, batch: &StartBatch) -> Vec<bool>;
    commit_turns(host: HostId, batch: &TurnBatch) -> Committed;
    load(ids: &[String]) -> Vec<Row>;
    recorded(instances: &[String]) -> Vec<Recorded>;
    current(attempts: &[Attempt]) -> Vec<bool>;
    claim(host: HostId, limit: u32) -> ClaimedBatch;
    hold_due(host: HostId, horizon: Duration, limit: u32) -> Vec<Waiting>;
    ripen(host: HostId, attempts: &[Attempt], run: &[bool]) -> Vec<Claimed>;
    requeue(attempts: &[Attempt]) -> Requeued;
    held(host: HostId) -> Vec<Held>;
    endings(ids: &[String]) -> HashMap<InstanceId, Option<Ending>>;
    register_host(id: HostId, name: &str, slots: u32, lease: Duration) -> ();
    beat(id: HostId, slots: u32, lease: Duration) -> Beat;
    sweep() -> Swept;
    leave(id: HostId) -> ();
    notify(notices: &[Notice]) -> ();
    describe(id: &InstanceId) -> Option<Summary>;
    list(limit: u32, before: Option<OffsetDateTime>) -> Vec<Summary>;
}

/// Hears other hosts.
pub trait Listening: Send {
    /// See [`Listener::next`].
    fn next(&mut self) -> impl Future<Output = Result<Notice, Error>> + Send;
}

impl Listening for Listener {
    async fn next(&mut self) -> Result<Notice, Error> {
        Listener::next(self).await
    }
}
