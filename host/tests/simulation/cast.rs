//! Who takes part: instances whose ends are known beforehand, and workers that run their actions.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use carabiner_host::dispatch::{Dispatch, Lane, LaneMessage};
use carabiner_host::model::{Attempt, Delivery, Ending, Outcome};
use carabiner_interpreter::wire::{Reader, Token, Writer, ext};
use tokio::sync::Barrier;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::sleep;

use crate::model::{Model, Shared};

/// What an instance does, told by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Chain(u32),
    Gather(u32),
    /// Its action fails twice, and succeeds then.
    Retried,
    /// Its action fails each time.
    Failing,
    /// Its action does not answer.
    Silent,
    Sleeper(u32),
    Both(u32),
    /// Its actions take longer than its patience: it is cancelled.
    Cancelled,
    /// All its actions run at once or none ends.
    Meeting(u32),
}

/// What is to come of it.
pub(crate) enum Expected {
    Int(i64),
    Error(&'static str),
}

impl Role {
    pub(crate) fn flow(self) -> String {
        match self {
            Self::Chain(n) => format!("chain {n}"),
            Self::Gather(n) | Self::Meeting(n) => format!("gather {n}"),
            Self::Retried | Self::Failing => "retry".into(),
            Self::Silent => "timeout".into(),
            Self::Sleeper(millis) => format!("sleep {millis}"),
            Self::Both(millis) => format!("both {millis}"),
            Self::Cancelled => "gather 3".into(),
        }
    }

    pub(crate) fn expected(self) -> Expected {
        match self {
            Self::Chain(n) | Self::Gather(n) | Self::Meeting(n) => Expected::Int(i64::from(n)),
            Self::Retried | Self::Both(_) => Expected::Int(1),
            Self::Sleeper(_) => Expected::Int(0),
            Self::Failing => Expected::Error("builtins:ValueError"),
            Self::Silent => Expected::Error("carabiner:ActionTimeout"),
            Self::Cancelled => Expected::Error("asyncio.exceptions:CancelledError"),
        }
    }

    pub(crate) fn name(self, n: usize) -> String {
        format!("{n}-{}", self.flow().replace(' ', "-"))
            + match self {
                Self::Failing => "-failing",
                Self::Cancelled => "-cancelled",
                Self::Meeting(_) => "-meeting",
                _ => "",
            }
    }

    /// Whether that is how it may end. An action whose worker died each time is lost, and so may its instance be.
    pub(crate) fn is_met_by(self, ending: &Ending) -> bool {
        match (self.expected(), ending) {
            (Expected::Int(value), Ending::Result(result)) => *result == int(value),
            (Expected::Error(wanted), Ending::Error(error)) => class(error) == wanted,
            _ => false,
        }
    }
}

pub(crate) fn is_lost(ending: &Ending) -> bool {
    matches!(ending, Ending::Error(error) if class(error) == "carabiner:ActionLost")
}

/// What the workers of all hosts share.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) shared: Arc<Shared>,
    /// Each is handed out once.
    delivered: Mutex<HashSet<Attempt>>,
    pub(crate) meeting: Barrier,
}

/// Actions that one worker runs at once.
pub(crate) const SLOTS: u32 = 4;

impl Stage {
    pub(crate) fn new(shared: Arc<Shared>, meeting: usize) -> Arc<Self> {
        Arc::new(Self {
            shared,
            delivered: Mutex::default(),
            meeting: Barrier::new(meeting),
        })
    }

    fn arrives(&self, attempt: &Attempt) {
        let mut delivered = self.delivered.lock().expect("nobody panicked with it");
        assert!(
            delivered.insert(attempt.clone()),
            "{attempt:?} was handed out twice"
        );
    }

    /// Whether the worker dies here.
    fn strikes(&self, one_in: u32) -> bool {
        self.shared.nemesis().faults > 0 && self.shared.happens(one_in)
    }
}

/// A worker process: it dies now and then, and another takes its place.
pub(crate) async fn work(stage: Arc<Stage>, dispatch: Dispatch<Model>, model: Model) {
    while !model.is_dead() {
        live(&stage, &mut dispatch.attach(SLOTS)).await;
        let pause = stage.shared.millis(500);
        sleep(pause).await;
    }
}

/// Until it dies or its host does.
async fn live(stage: &Arc<Stage>, lane: &mut Lane) {
    let mut running = JoinSet::new();
    let mut handles: HashMap<Attempt, AbortHandle> = HashMap::new();
    loop {
        tokio::select! {
            biased;
            message = lane.deliveries.recv() => match message {
                None => return,
                Some(LaneMessage::Run(deliveries)) => {
                    for delivery in deliveries {
                        stage.arrives(&delivery.attempt);
                        let attempt = delivery.attempt.clone();
                        handles.insert(attempt, running.spawn(act(stage.clone(), delivery)));
                    }
                    if stage.strikes(40) {
                        return;
                    }
                }
                Some(LaneMessage::Cancel { attempt, .. }) => {
                    if let Some(handle) = handles.remove(&attempt) {
                        handle.abort();
                        lane.report(vec![Outcome { attempt, result: Err(value_error()) }]);
                    }
                }
            },
            Some(ended) = running.join_next() => {
                if let Ok(outcome) = ended {
                    let outcome: Outcome = outcome;
                    handles.remove(&outcome.attempt);
                    lane.report(vec![outcome]);
                }
            }
        }
    }
}

async fn act(stage: Arc<Stage>, delivery: Delivery) -> Outcome {
    let attempt = delivery.attempt;
    let id = attempt.instance.as_str();
    let fails = id.contains("retry") && (id.contains("failing") || attempt.attempt < 3);
    if id.contains("timeout") || id.contains("cancelled") {
        sleep(Duration::from_secs(600)).await;
    } else if id.contains("meeting") {
        stage.meeting.wait().await;
    } else {
        let length = stage.shared.millis(200);
        sleep(length).await;
    }
    let result = if fails {
        Err(value_error())
    } else {
        Ok(int(1))
    };
    Outcome { attempt, result }
}

fn int(value: i64) -> Vec<u8> {
    let mut out = Writer::new();
    out.int(value);
    out.finish()
}

/// A value-encoded ValueError.
fn value_error() -> Vec<u8> {
    let mut out = Writer::new();
    let open = out.begin_ext(ext::EXCEPTION);
    out.array(9);
    out.str("builtins:ValueError");
    out.array(3);
    [
        "builtins:ValueError",
        "builtins:Exception",
        "builtins:BaseException",
    ]
    .iter()
    .for_each(|class| out.str(class));
    out.array(1);
    out.str("no");
    out.map(0);
    out.nil();
    out.nil();
    out.bool(false);
    out.array(0);
    out.nil();
    out.end_ext(open);
    out.finish()
}

/// The class of a value-encoded exception.
pub(crate) fn class(error: &[u8]) -> String {
    let Ok(Token::Ext(ext::EXCEPTION, payload)) = Reader::new(error).next() else {
        return "not an exception".into();
    };
    let mut fields = Reader::new(payload);
    match (fields.next(), fields.next()) {
        (Ok(Token::Array(_)), Ok(Token::Str(class))) => class.to_owned(),
        _ => "no class".into(),
    }
}
