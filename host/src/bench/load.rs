//! The generator: so many workflows, so many at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use carabiner_interpreter::wire::{Reader, Token};
use tokio::task::JoinSet;

use super::client::{Client, Version};
use super::gauge::Gauge;
use super::workload::Inputs;

pub(super) async fn run(
    client: Arc<Client>,
    version: Version,
    inputs: Inputs,
    concurrency: usize,
    gauge: Arc<Gauge>,
) {
    let lanes = concurrency.min(usize::try_from(inputs.messages()).unwrap_or(usize::MAX));
    let shared = Arc::new(Shared {
        client,
        version,
        inputs,
        next: AtomicU64::new(0),
        gauge,
    });
    let mut running = JoinSet::new();
    for _ in 0..lanes {
        running.spawn(drain(shared.clone()));
    }
    while running.join_next().await.is_some() {}
}

struct Shared {
    client: Arc<Client>,
    version: Version,
    inputs: Inputs,
    next: AtomicU64,
    gauge: Arc<Gauge>,
}

/// Runs workflows one after another until all are taken.
async fn drain(shared: Arc<Shared>) {
    loop {
        let number = shared.next.fetch_add(1, Ordering::Relaxed);
        if number >= shared.inputs.messages() {
            return;
        }
        shared.one(number).await;
    }
}

impl Shared {
    async fn one(&self, number: u64) {
        let began = Instant::now();
        let attributes = self.inputs.of(number);
        let ended = match self.client.start(&self.version, &attributes).await {
            Ok(running) => {
                self.gauge.started();
                running.result().await
            }
            Err(error) => Err(error),
        };
        match ended {
            Ok(result) if self.inputs.workload().tells_lateness() => {
                self.gauge.ended(lateness(&result));
            }
            Ok(_) => self.gauge.ended(began.elapsed()),
            Err(error) => self.gauge.failed(error.to_string()),
        }
    }
}

/// The seconds that a sleeper returns.
fn lateness(result: &[u8]) -> Duration {
    match Reader::new(result).next() {
        Ok(Token::Float(seconds)) => Duration::from_secs_f64(seconds.max(0.0)),
        _ => Duration::MAX,
    }
}
