//! The workloads: which workflow, with what input, how many, how many at once.

use carabiner_interpreter::wire::Writer;
use clap::ValueEnum;

/// As the table of peers has them, so that a number means the same here and there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Workload {
    /// One client runs one-action workflows, one after another
    Latency,
    /// One-action workflows, 64 in flight
    Throughput,
    /// Workflows of ten actions one after another, 64 in flight
    Chain,
    /// Workflows that gather 100 actions each, 20 in flight
    Fanout,
    /// One workflow of 2,000 actions one after another
    Loop,
    /// Workflows that sleep and then fall due within one second
    Sleepers,
}

const CHAIN: u64 = 10;
const WIDTH: u64 = 100;
const LOOP: u64 = 2_000;
/// How long sleepers sleep at least: they must all have been started by then.
const SLEEP_SECONDS: f64 = 30.0;

/// Value-encoded attributes of the workflow objects, one each.
pub(super) struct Inputs {
    pub(super) first: Vec<u8>,
    payload: String,
    workload: Workload,
    messages: u64,
}

impl Workload {
    pub(super) fn name(self) -> &'static str {
        match self {
            Workload::Latency => "latency",
            Workload::Throughput => "throughput",
            Workload::Chain => "chain",
            Workload::Fanout => "fanout",
            Workload::Loop => "loop",
            Workload::Sleepers => "sleepers",
        }
    }

    /// The class in `benches/workflows.py`.
    pub(super) fn workflow(self) -> &'static str {
        match self {
            Workload::Latency | Workload::Throughput => "OneAction",
            Workload::Chain | Workload::Loop => "Chain",
            Workload::Fanout => "FanOut",
            Workload::Sleepers => "Sleeper",
        }
    }

    pub(super) fn messages(self) -> u64 {
        match self {
            Workload::Latency | Workload::Chain => 200,
            Workload::Throughput => 2_000,
            Workload::Fanout => 20,
            Workload::Loop => 1,
            Workload::Sleepers => 5_000,
        }
    }

    pub(super) fn concurrency(self) -> usize {
        match self {
            Workload::Latency | Workload::Loop => 1,
            Workload::Throughput | Workload::Chain => 64,
            Workload::Fanout => 20,
            Workload::Sleepers => 100_000,
        }
    }

    /// Actions of one workflow.
    pub(super) fn actions(self) -> u64 {
        match self {
            Workload::Latency | Workload::Throughput => 1,
            Workload::Chain => CHAIN,
            Workload::Fanout => WIDTH,
            Workload::Loop => LOOP,
            Workload::Sleepers => 0,
        }
    }

    /// Whether a workflow's result is by how much it woke late; that counts then, not how long it took.
    pub(super) fn tells_lateness(self) -> bool {
        self == Workload::Sleepers
    }

    pub(super) fn inputs(self, payload: usize, messages: u64) -> Inputs {
        let payload = "x".repeat(payload);
        let first = match self {
            Workload::Chain | Workload::Loop => sized(&payload, "length", 1),
            Workload::Fanout => sized(&payload, "width", 1),
            Workload::Latency | Workload::Throughput => only(&payload),
            Workload::Sleepers => sleeping(0.0),
        };
        Inputs {
            first,
            payload,
            workload: self,
            messages,
        }
    }
}

impl Inputs {
    pub(super) fn workload(&self) -> Workload {
        self.workload
    }

    pub(super) fn messages(&self) -> u64 {
        self.messages
    }

    pub(super) fn of(&self, number: u64) -> Vec<u8> {
        match self.workload {
            Workload::Latency | Workload::Throughput => only(&self.payload),
            Workload::Chain => sized(&self.payload, "length", CHAIN),
            Workload::Loop => sized(&self.payload, "length", LOOP),
            Workload::Fanout => sized(&self.payload, "width", WIDTH),
            Workload::Sleepers => {
                sleeping(SLEEP_SECONDS + number as f64 / self.messages.max(1) as f64)
            }
        }
    }
}

fn only(payload: &str) -> Vec<u8> {
    let mut attributes = Writer::new();
    attributes.map(1);
    attributes.str("payload");
    attributes.str(payload);
    attributes.finish()
}

fn sized(payload: &str, name: &str, size: u64) -> Vec<u8> {
    let mut attributes = Writer::new();
    attributes.map(2);
    attributes.str("payload");
    attributes.str(payload);
    attributes.str(name);
    attributes.uint(size);
    attributes.finish()
}

fn sleeping(seconds: f64) -> Vec<u8> {
    let mut attributes = Writer::new();
    attributes.map(1);
    attributes.str("seconds");
    attributes.float(seconds);
    attributes.finish()
}
