//! One worker's stream: actions out, outcomes in.

use std::sync::Arc;
use std::time::Duration;

use carabiner_proto::v1::host_message::Body as Said;
use carabiner_proto::v1::worker_message::Body as Heard;
use carabiner_proto::v1::{Drain, HostHello, HostMessage, PROTOCOL, WorkerBatch, WorkerHello};
use tokio::sync::mpsc;
use tonic::Streaming;

use crate::convert::worker as convert;
use crate::dispatch::{Dispatch, Lane, LaneMessage};
use crate::shutdown::Shutdown;

use super::admission::{Admissions, Admitted, Arrival};

/// The hello names the actions, so the user's modules are imported before it.
const HELLO_PATIENCE: Duration = Duration::from_secs(300);

pub(super) struct Session {
    pub(super) dispatch: Dispatch,
    pub(super) admissions: Arc<Admissions>,
    pub(super) outbox: mpsc::UnboundedSender<HostMessage>,
    pub(super) payload_limit: usize,
    /// What this host allows, whatever the worker offers.
    pub(super) slots_max: u32,
    pub(super) drain: Shutdown,
}

impl Session {
    /// Ends when the worker is gone. What it had in flight is then queued again, because the lane goes with the session.
    pub(super) async fn run(self, mut inbound: Streaming<WorkerBatch>) {
        let Ok(Some((hello, rest))) =
            tokio::time::timeout(HELLO_PATIENCE, first(&mut inbound)).await
        else {
            return;
        };
        let Some(admitted) = self.admissions.admit(&hello.token) else {
            return tracing::warn!(
                "refused a worker (pid {}) that this host did not spawn",
                hello.pid
            );
        };
        let gone = admitted.gone.clone();
        let Some(lane) = self.welcome(hello, admitted).await else {
            return;
        };
        tokio::select! {
            () = self.relay(lane, inbound, rest) => {}
            () = gone.wait() => {}
        }
    }

    /// None where the worker cannot work here.
    async fn welcome(&self, hello: WorkerHello, admitted: Admitted) -> Option<Lane> {
        let problem = match hello.protocol {
            PROTOCOL => (!hello.import_error.is_empty()).then_some(hello.import_error),
            other => Some(format!(
                "the installed carabiner ({}) speaks protocol {other}, this host {PROTOCOL}; install the same version of both",
                hello.sdk
            )),
        };
        let arrival = problem.map_or(Arrival::Ready, Arrival::ImportError);
        let is_ready = matches!(arrival, Arrival::Ready);
        // Nobody listens when the process has ended meanwhile.
        if admitted.arrival.send(arrival).is_err() || !is_ready {
            return None;
        }
        tracing::info!(
            "worker pid {} is ready with {} actions",
            hello.pid,
            hello.actions.len()
        );
        self.say(Said::Hello(HostHello {
            protocol: PROTOCOL,
            payload_limit: self.payload_limit as u64,
        }));
        Some(self.dispatch.attach(hello.slots.clamp(1, self.slots_max)))
    }

    async fn relay(&self, mut lane: Lane, mut inbound: Streaming<WorkerBatch>, rest: WorkerBatch) {
        self.report(&lane, rest);
        let mut draining = false;
        loop {
            tokio::select! {
                batch = inbound.message() => match batch {
                    Ok(Some(batch)) => self.report(&lane, batch),
                    Ok(None) | Err(_) => return,
                },
                Some(message) = lane.deliveries.recv() => self.hand_out(message, draining),
                () = self.drain.wait(), if !draining => {
                    while let Ok(message) = lane.deliveries.try_recv() {
                        self.hand_out(message, draining);
                    }
                    draining = true;
                    self.say(Said::Drain(Drain {}));
                }
            }
        }
    }

    /// A draining worker takes no more; what is handed out all the same is queued again when the lane goes.
    fn hand_out(&self, message: LaneMessage, draining: bool) {
        match message {
            LaneMessage::Run(_) if draining => {}
            LaneMessage::Run(deliveries) => {
                deliveries
                    .into_iter()
                    .for_each(|delivery| self.say(Said::Run(convert::run(delivery))));
            }
            LaneMessage::Cancel { attempt, reason } => {
                self.say(Said::Cancel(convert::cancel(attempt, reason)))
            }
        }
    }

    fn report(&self, lane: &Lane, batch: WorkerBatch) {
        let outcomes = batch
            .messages
            .into_iter()
            .filter_map(|message| match message.body {
                Some(Heard::Outcome(outcome)) => convert::outcome(outcome),
                // Said twice, or by a newer worker: nothing that the host must act on.
                Some(Heard::Hello(_) | Heard::Draining(_)) | None => None,
            });
        let outcomes: Vec<_> = outcomes.collect();
        if !outcomes.is_empty() {
            lane.report(outcomes);
        }
    }

    fn say(&self, body: Said) {
        // A closed outbox means that the stream is ending.
        drop(self.outbox.send(HostMessage { body: Some(body) }));
    }
}

/// The hello, and what came with it.
async fn first(inbound: &mut Streaming<WorkerBatch>) -> Option<(WorkerHello, WorkerBatch)> {
    let mut batch = inbound.message().await.ok()??;
    if batch.messages.is_empty() {
        return None;
    }
    match batch.messages.remove(0).body {
        Some(Heard::Hello(hello)) => Some((hello, batch)),
        _ => None,
    }
}
