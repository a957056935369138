//! What an instance's new events mean for it: pure, no reading and no writing.

use std::collections::HashSet;
use std::time::Duration;

use super::{Event, Known, Report};
use crate::retry;
use crate::store::{Fate, Kind, RowStatus, Told};

/// What is to become of an instance in this turn.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) known: Known,
    /// Attempts that failed and are tried again.
    pub(super) retried: Vec<Report>,
    /// Outcomes, timers, in the order in which they came.
    pub(super) arrived: Vec<Arrived>,
    pub(super) cancel: Option<String>,
    /// Its delayed start is due.
    pub(super) begins: bool,
    pub(super) intent: Intent,
    /// The wait of each of `retried`.
    pub(super) delays: Vec<Duration>,
    /// Of outcomes recorded before that this step sees.
    pub(super) recorded: HashSet<u32>,
}

#[derive(Debug)]
pub(super) enum Arrived {
    Outcome(Report),
    Due {
        seq: u32,
        attempt: u32,
        delivery: u32,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Intent {
    /// The wake condition is not met: keep what came for later.
    Record,
    /// Step, with what was recorded before if there is any.
    Step,
    /// Cancelled before it began.
    Drop,
}

impl Plan {
    /// None where the events change nothing. `chance` gives numbers in [0, 1) for jitter.
    pub(super) fn of(
        known: Known,
        events: Vec<Event>,
        mut chance: impl FnMut() -> f64,
    ) -> Option<Self> {
        let mut plan = Self {
            known,
            retried: Vec::new(),
            arrived: Vec::new(),
            cancel: None,
            begins: false,
            intent: Intent::Record,
            delays: Vec::new(),
            recorded: HashSet::new(),
        };
        // The same report may come twice: from a worker that reconnects, or because we repeat what may have been committed.
        let mut heard = HashSet::new();
        for event in events {
            if event
                .attempt()
                .is_none_or(|attempt| heard.insert(attempt.clone()))
            {
                plan.add(event, &mut chance);
            }
        }
        plan.intent = plan.decide();
        let empty = plan.retried.is_empty() && plan.arrived.is_empty();
        (plan.intent != Intent::Record || !empty).then_some(plan)
    }

    fn add(&mut self, event: Event, chance: &mut impl FnMut() -> f64) {
        match event {
            Event::Outcome(report) => match report.wait(chance()) {
                Some(delay) => {
                    self.delays.push(delay);
                    self.retried.push(report);
                }
                None => self.arrived.push(Arrived::Outcome(report)),
            },
            Event::Due(waiting) => {
                self.begins |= waiting.kind == Kind::Start;
                let attempt = waiting.attempt;
                self.arrived.push(Arrived::Due {
                    seq: attempt.seq,
                    attempt: attempt.attempt,
                    delivery: attempt.delivery,
                });
            }
            // The first reason stands.
            Event::Cancel { reason } => self.cancel = self.cancel.take().or(Some(reason)),
        }
    }

    fn decide(&self) -> Intent {
        let row = &self.known.row;
        match row.status {
            RowStatus::Scheduled if self.cancel.is_some() => Intent::Drop,
            RowStatus::Scheduled if self.begins => Intent::Step,
            RowStatus::Scheduled | RowStatus::Ended => Intent::Record,
            RowStatus::Running if self.cancel.is_some() => Intent::Step,
            RowStatus::Running => self.wakes(),
        }
    }

    fn wakes(&self) -> Intent {
        let row = &self.known.row;
        let due = self
            .arrived
            .iter()
            .any(|arrived| matches!(arrived, Arrived::Due { .. }));
        let enough = !self.arrived.is_empty()
            && row.arrived as usize + self.arrived.len() >= row.wake_outcomes as usize;
        let failed = row.wake_on_failure && self.arrived.iter().any(Arrived::is_failure);
        if due || enough || failed {
            Intent::Step
        } else {
            Intent::Record
        }
    }

    /// What was recorded before is seen by this step too.
    pub(super) fn needs_recorded(&self) -> bool {
        self.intent == Intent::Step && self.known.row.arrived > 0
    }

    /// The fates of all that came, given whether a step saw it.
    pub(super) fn told(
        &self,
        n: usize,
        stepped: bool,
        hold: impl Fn(Duration) -> bool,
    ) -> Vec<Told> {
        let retried = self
            .retried
            .iter()
            .zip(&self.delays)
            .map(|(report, delay)| {
                let error = report.result.clone().err().unwrap_or_default();
                report.told(
                    n,
                    Fate::Retried {
                        error,
                        delay: *delay,
                        held: hold(*delay),
                    },
                )
            });
        let place = self.known.row.arrived;
        let arrived = self
            .arrived
            .iter()
            .zip(place..)
            .map(|(arrived, place)| arrived.told(n, stepped, place));
        retried.chain(arrived).collect()
    }
}

impl Arrived {
    fn is_failure(&self) -> bool {
        matches!(self, Self::Outcome(Report { result: Err(_), .. }))
    }

    pub(super) fn seq(&self) -> u32 {
        match self {
            Self::Outcome(report) => report.attempt.seq,
            Self::Due { seq, .. } => *seq,
        }
    }

    fn told(&self, n: usize, stepped: bool, place: u32) -> Told {
        match self {
            Self::Outcome(report) if stepped => {
                report.told(n, Fate::Seen(Some(report.result.clone())))
            }
            Self::Outcome(report) => report.told(
                n,
                Fate::Recorded {
                    result: report.result.clone(),
                    place,
                },
            ),
            Self::Due {
                seq,
                attempt,
                delivery,
            } => Told {
                n,
                seq: *seq,
                attempt: *attempt,
                delivery: *delivery,
                fate: Fate::Seen(None),
            },
        }
    }
}

impl Report {
    /// The wait before the next attempt, where there is one.
    fn wait(&self, chance: f64) -> Option<Duration> {
        let retry = self.retry.as_ref()?;
        self.result
            .is_err()
            .then(|| retry::wait_after(self.attempt.attempt, retry, chance))
            .flatten()
    }

    fn told(&self, n: usize, fate: Fate) -> Told {
        Told {
            n,
            seq: self.attempt.seq,
            attempt: self.attempt.attempt,
            delivery: self.attempt.delivery,
            fate,
        }
    }
}
