//! Decides, from a seed, what goes wrong.

use std::collections::BTreeMap;
use std::time::Duration;

use fastrand::Rng;

/// What becomes of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    Done,
    /// It has no effect, and its sender is told so.
    Refused,
    /// It is carried out, and its sender is told that something went wrong.
    AnswerLost,
    /// Its sender dies first. What it sent may be carried out all the same, long after.
    DiesBefore {
        lands: Option<Duration>,
    },
    /// Its sender dies before it learns that it was carried out.
    DiesAfter,
}

#[derive(Debug)]
pub(crate) struct Nemesis {
    pub(crate) rng: Rng,
    /// Faults in a thousand statements; none once it is zero.
    pub(crate) faults: u32,
    /// How many hosts may still die.
    pub(crate) deaths: u32,
    /// What is done to the first of these statements, however rare it is.
    pub(crate) planned: Option<(&'static str, Fate)>,
    /// By what was done to which statement.
    pub(crate) done: BTreeMap<(&'static str, &'static str), u32>,
}

impl Nemesis {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            rng: Rng::with_seed(seed),
            faults: 0,
            deaths: 0,
            planned: None,
            done: BTreeMap::new(),
        }
    }

    /// The statement's fate, and how long it takes there and back.
    pub(crate) fn meets(&mut self, statement: &'static str) -> (Fate, Duration, Duration) {
        let fate = match self.planned.take_if(|(planned, _)| *planned == statement) {
            Some((_, fate)) => fate,
            None => self.fate(),
        };
        if fate != Fate::Done {
            *self.done.entry((statement, fate.name())).or_default() += 1;
        }
        (fate, self.latency(), self.latency())
    }

    fn fate(&mut self) -> Fate {
        if self.rng.u32(0..1_000) >= self.faults {
            return Fate::Done;
        }
        let mortal = self.deaths > 0 && self.rng.u32(0..3) == 0;
        if !mortal {
            return if self.rng.bool() {
                Fate::Refused
            } else {
                Fate::AnswerLost
            };
        }
        self.deaths -= 1;
        match self.rng.u32(0..3) {
            0 => Fate::DiesAfter,
            1 => Fate::DiesBefore { lands: None },
            _ => Fate::DiesBefore {
                lands: Some(Duration::from_millis(self.rng.u64(1..30_000))),
            },
        }
    }

    /// Mostly a millisecond or two, now and then a second.
    pub(crate) fn latency(&mut self) -> Duration {
        let slow = self.faults > 0 && self.rng.u32(0..200) == 0;
        let most = if slow { 1_000_000 } else { 2_000 };
        Duration::from_micros(self.rng.u64(50..most))
    }
}

impl Fate {
    /// Each way in which a statement goes wrong.
    pub(crate) const FAULTS: [Self; 5] = [
        Self::Refused,
        Self::AnswerLost,
        Self::DiesBefore { lands: None },
        Self::DiesBefore {
            lands: Some(Duration::from_secs(12)),
        },
        Self::DiesAfter,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::AnswerLost => "answer lost",
            Self::DiesBefore { lands: None } => "died before",
            Self::DiesBefore { lands: Some(_) } => "died, landed late",
            Self::DiesAfter => "died after",
        }
    }
}
