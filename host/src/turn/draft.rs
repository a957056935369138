//! A batch on its way to the database, with what follows for each instance once it is there.

use std::collections::HashSet;
use std::time::Duration;

use super::plan::{Arrived, Plan};
use super::step::{After, Line};
use super::{Claimant, Known, Slots};
use crate::model::{Attempt, Delivery, Ending, InstanceId};
use crate::store::{
    Change, Claimed, Conclusion, Fate, Kind, NewAction, NewWait, RowStatus, State, Told, TurnBatch,
    WaitKind, Waiting,
};

#[derive(Debug)]
pub(super) struct Draft {
    claimant: Claimant,
    now_micros: i64,
    horizon: Duration,
    pub(super) batch: TurnBatch,
    /// One for each change.
    pub(super) turned: Vec<Turned>,
}

/// An instance after its turn, if that is taken.
#[derive(Debug)]
pub(super) struct Turned {
    pub(super) known: Known,
    pub(super) ending: Option<Ending>,
    pub(super) lines: Vec<Line>,
    /// Each has a slot set aside.
    pub(super) deliveries: Vec<Claimed>,
    pub(super) held: Vec<Waiting>,
    pub(super) queued: usize,
}

impl Draft {
    pub(super) fn new(claimant: Claimant, now_micros: i64, horizon: Duration) -> Self {
        Self {
            claimant,
            now_micros,
            horizon,
            batch: TurnBatch::default(),
            turned: Vec::new(),
        }
    }

    /// Adds an instance; without an `after`, what came is recorded only.
    pub(super) fn add(&mut self, plan: Plan, after: Option<After>) {
        let n = self.batch.changes.len();
        let hold = |delay| self.claimant.valid && delay <= self.horizon;
        self.batch.told.extend(plan.told(n, after.is_some(), hold));
        let held = self.retries(&plan);
        let turned = match after {
            Some(after) => self.stepped(n, plan, after),
            None => self.unstepped(plan),
        };
        self.turned.push(Turned { held, ..turned });
    }

    /// Next attempts that are due soon.
    fn retries(&self, plan: &Plan) -> Vec<Waiting> {
        let soon = plan
            .retried
            .iter()
            .zip(&plan.delays)
            .filter(|(_, delay)| self.claimant.valid && **delay <= self.horizon);
        soon.map(|(report, delay)| Waiting {
            attempt: Attempt {
                attempt: report.attempt.attempt + 1,
                delivery: 1,
                ..report.attempt.clone()
            },
            kind: Kind::Action,
            due_micros: self.now_micros + delay.as_micros() as i64,
        })
        .collect()
    }

    fn unstepped(&mut self, plan: Plan) -> Turned {
        let mut known = plan.known;
        let turn = known.row.turn;
        known.row.turn += 1;
        known.row.arrived += plan.arrived.len() as u32;
        self.change(&known, turn, State::Unstepped, false);
        Turned::of(known)
    }

    fn stepped(&mut self, n: usize, plan: Plan, after: After) -> Turned {
        let seen: HashSet<u32> = plan.arrived.iter().map(Arrived::seq).collect();
        let withdrawn =
            after.withdrawn_besides(|seq| seen.contains(&seq) || plan.recorded.contains(&seq));
        let mut known = plan.known;
        let (turn, recorded) = (known.row.turn, known.row.arrived);
        let gone = seen.len() as u32 + recorded + withdrawn.len() as u32;
        known.row.turn += 1;
        known.row.arrived = 0;
        known.row.outstanding =
            known.row.outstanding.saturating_sub(gone) + after.waits.len() as u32;
        known.row.snapshot = None;
        known.state = after.snapshot;
        if let State::Waiting {
            wake_outcomes,
            wake_on_failure,
            now_micros,
            ..
        } = after.state
        {
            known.row.status = RowStatus::Running;
            known.row.wake_outcomes = wake_outcomes;
            known.row.wake_on_failure = wake_on_failure;
            known.row.stepped_micros = now_micros;
        }
        self.batch
            .told
            .extend(withdrawn.into_iter().map(|seq| Told {
                n,
                seq,
                attempt: 0,
                delivery: 0,
                fate: Fate::Withdrawn,
            }));
        self.batch
            .waits
            .extend(after.waits.into_iter().map(|wait| NewWait { n, ..wait }));
        let ending = after.state.ending();
        self.change(&known, turn, after.state, recorded > 0);
        Turned {
            ending,
            lines: after.lines,
            ..Turned::of(known)
        }
    }

    fn change(&mut self, known: &Known, turn: i64, state: State, seen_recorded: bool) {
        let row = &known.row;
        self.batch.changes.push(Change {
            id: row.id.clone(),
            turn,
            state,
            arrived: row.arrived,
            outstanding: row.outstanding,
            seen_recorded,
        });
    }

    /// Claims what this host can serve, and says how many slots were set aside.
    pub(super) fn claim(&mut self, slots: &Slots) -> usize {
        let names: Vec<InstanceId> = self
            .batch
            .changes
            .iter()
            .map(|change| change.id.clone())
            .collect();
        let claims = Claims::make(
            &mut self.batch.waits,
            self.claimant,
            slots,
            self.now_micros,
            self.horizon,
            |n| &names[n],
        );
        for (n, claimed) in claims.deliveries {
            self.turned[n].deliveries.push(claimed);
        }
        for (n, waiting) in claims.held {
            self.turned[n].held.push(waiting);
        }
        for n in claims.queued {
            self.turned[n].queued += 1;
        }
        claims.granted
    }
}

impl Turned {
    fn of(known: Known) -> Self {
        Self {
            known,
            ending: None,
            lines: Vec::new(),
            deliveries: Vec::new(),
            held: Vec::new(),
            queued: 0,
        }
    }
}

/// What of new waits is this host's, each with the place of its instance.
#[derive(Debug, Default)]
pub(super) struct Claims {
    pub(super) deliveries: Vec<(usize, Claimed)>,
    pub(super) held: Vec<(usize, Waiting)>,
    /// Actions that are left for anybody.
    pub(super) queued: Vec<usize>,
    pub(super) granted: usize,
}

impl Claims {
    /// Marks the waits that are claimed: actions as far as slots go, timers that end within the horizon.
    pub(super) fn make<'a>(
        waits: &mut [NewWait],
        claimant: Claimant,
        slots: &Slots,
        now_micros: i64,
        horizon: Duration,
        name: impl Fn(usize) -> &'a InstanceId,
    ) -> Self {
        let actions = waits
            .iter()
            .filter(|wait| matches!(wait.kind, WaitKind::Action(_)))
            .count();
        let granted = if claimant.valid {
            slots.take(actions)
        } else {
            0
        };
        let mut claims = Self {
            granted,
            ..Self::default()
        };
        let soon = now_micros.saturating_add(horizon.as_micros() as i64);
        for wait in waits {
            let attempt = Attempt {
                instance: name(wait.n).clone(),
                seq: wait.seq,
                attempt: 1,
                delivery: 1,
            };
            let timer = |kind, due_micros| Waiting {
                attempt: attempt.clone(),
                kind,
                due_micros,
            };
            match &wait.kind {
                WaitKind::Action(action) if claims.deliveries.len() < granted => {
                    wait.claimed = true;
                    claims.deliveries.push((wait.n, claimed(attempt, action)));
                }
                WaitKind::Action(_) => claims.queued.push(wait.n),
                WaitKind::Timer { due_micros } | WaitKind::Start { due_micros }
                    if !claimant.valid || *due_micros > soon => {}
                WaitKind::Timer { due_micros } => {
                    wait.claimed = true;
                    claims.held.push((wait.n, timer(Kind::Timer, *due_micros)));
                }
                WaitKind::Start { due_micros } => {
                    wait.claimed = true;
                    claims.held.push((wait.n, timer(Kind::Start, *due_micros)));
                }
            }
        }
        claims
    }
}

fn claimed(attempt: Attempt, action: &NewAction) -> Claimed {
    let delivery = Delivery {
        attempt,
        action: action.action.clone(),
        module: action.module.clone(),
        arguments: action.arguments.clone(),
        timeout: action.timeout,
    };
    Claimed {
        delivery,
        retry: action.retry.clone(),
    }
}

impl State {
    /// For those who wait.
    pub(super) fn ending(&self) -> Option<Ending> {
        match self {
            Self::Ended(Conclusion::Completed { result }) => Some(Ending::Result(result.clone())),
            Self::Ended(Conclusion::Failed { error, .. }) => Some(Ending::Error(error.clone())),
            Self::Unstepped | Self::Waiting { .. } => None,
        }
    }
}
