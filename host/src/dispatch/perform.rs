//! Carries out what the desk asks for, each command in a task of its own, and tells it what came of it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;

use super::Config;
use super::message::{Command, Message, Starting};
use crate::engine::Stepper;
use crate::model::{Attempt, Start};
use crate::store::{Beat, Database, Error, HostId, Requeued};
use crate::turn::Turns;

#[derive(Clone)]
pub(super) struct Performer<D, E> {
    pub(super) store: D,
    pub(super) turns: Arc<Turns<D, E>>,
    pub(super) config: Arc<Config>,
    pub(super) messages: mpsc::UnboundedSender<Message>,
}

impl<D: Database, E: Stepper> Performer<D, E> {
    pub(super) fn perform(&self, command: Command) {
        let this = self.clone();
        tokio::spawn(async move {
            let message = this.run(command).await;
            // The desk is gone only when the process ends.
            let _ = this.messages.send(message);
        });
    }

    async fn run(&self, command: Command) -> Message {
        let store = &self.store;
        match command {
            Command::Take {
                claimant,
                events,
                effort,
            } => {
                let ids = events.keys().cloned().collect();
                let aftermath = self.turns.take(claimant, events, effort).await;
                Message::Turned {
                    host: claimant.host,
                    ids,
                    effort,
                    aftermath,
                }
            }
            Command::Begin { claimant, starts } => {
                let (starts, starting): (Vec<Start>, Vec<Starting>) = starts.into_iter().unzip();
                let ids = starting.iter().map(|starting| starting.id.clone());
                let named = ids.zip(starts).collect();
                let (begun, aftermath) = self.turns.begin(claimant, named).await;
                Message::Begun {
                    host: claimant.host,
                    begun: starting.into_iter().zip(begun).collect(),
                    aftermath,
                }
            }
            Command::Claim { host, limit } => {
                let claimed = store.claim(host, limit as u32).await;
                Message::Claimed {
                    host,
                    limit,
                    claimed: claimed.map(|batch| {
                        self.turns.remember(batch.instances);
                        batch.actions
                    }),
                }
            }
            Command::HoldDue { host } => {
                let held = store
                    .hold_due(
                        host,
                        self.config.settings.horizon,
                        self.config.due_batch_max,
                    )
                    .await;
                Message::HeldDue { host, held }
            }
            Command::Ripen {
                host,
                ripe,
                granted,
            } => {
                let attempts: Vec<Attempt> =
                    ripe.iter().map(|waiting| waiting.attempt.clone()).collect();
                let run: Vec<bool> = (0..ripe.len()).map(|n| n < granted).collect();
                let claimed = store.ripen(host, &attempts, &run).await;
                Message::Ripened {
                    host,
                    asked: ripe,
                    granted,
                    claimed,
                }
            }
            Command::Requeue(attempts) => Message::Requeued(self.requeue(&attempts).await),
            Command::Beat { host, slots, new } => {
                let sent = Instant::now();
                Message::Beaten {
                    host,
                    sent,
                    beat: self.beat(host, slots, new).await,
                }
            }
            Command::Sweep => Message::Swept(store.sweep().await),
            Command::Endings(asked) => {
                let names: Vec<String> = asked.iter().map(|id| id.as_str().to_owned()).collect();
                Message::Endings {
                    endings: store.endings(&names).await,
                    asked,
                }
            }
            Command::Notify(notices) => {
                // Whoever misses a notice polls, but for a cancel: its action would run on in vain.
                until_done("tell the other hosts", || store.notify(&notices)).await;
                Message::Notified
            }
            Command::Reconcile { host } => Message::Reconciled {
                host,
                held: until_done("compare claims", || store.held(host)).await,
            },
            Command::Leave { host, running } => {
                self.leave(host, &running).await;
                Message::Left
            }
        }
    }

    async fn requeue(&self, attempts: &[Attempt]) -> Requeued {
        until_done("queue actions again", || self.store.requeue(attempts)).await
    }

    async fn beat(&self, host: HostId, slots: u32, new: bool) -> Result<Beat, Error> {
        if new {
            self.store
                .register_host(host, &self.config.name, slots, self.config.lease)
                .await?;
        }
        self.store.beat(host, slots, self.config.lease).await
    }

    /// Without the database, the lease lapses and others do this.
    async fn leave(&self, host: HostId, running: &[Attempt]) {
        let given_back = async {
            self.store.requeue(running).await?;
            self.store.leave(host).await
        };
        match tokio::time::timeout(Duration::from_secs(5), given_back).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "could not give everything back; it lapses"),
            Err(_) => tracing::warn!("the database did not answer; what this host held lapses"),
        }
    }
}

/// Tries until it succeeds: the claims concerned are this host's, and nobody else will see to them while it lives.
async fn until_done<T, F: Future<Output = Result<T, Error>>>(
    what: &str,
    mut attempt: impl FnMut() -> F,
) -> T {
    let mut pause = Duration::from_millis(20);
    loop {
        match attempt().await {
            Ok(done) => return done,
            Err(error) => tracing::warn!(%error, "cannot {what} yet"),
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(2));
    }
}
