//! The tables, in memory: what each statement of the store does to them, and what must be true of them after each.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::time::Duration;

use carabiner_host::model::{Attempt, Delivery, Ending, InstanceId, VersionId};
use carabiner_host::store::{
    Beat, Claimed, ClaimedBatch, Committed, Conclusion, DELIVERIES_MAX, Fate, Held, HostId, Kind,
    NewWait, Recorded, Requeued, Retry, Row, RowStatus, StartBatch, State, Swept, TurnBatch,
    Version, WaitKind, Waiting, Withdrawn,
};

type Key = (InstanceId, u32);
type Answer = Result<Vec<u8>, Vec<u8>>;

/// Microseconds after which a host that is gone is swept once more, at least.
const SWEPT_AGAIN: i64 = 10_000_000;

#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) versions: HashMap<VersionId, Version>,
    pub(crate) instances: BTreeMap<InstanceId, Instance>,
    pub(crate) actions: BTreeMap<Key, Action>,
    pub(crate) hosts: Vec<(HostId, Host)>,
    /// What came of each delivery that counted.
    pub(crate) history: Vec<(Attempt, Past)>,
    /// Turns committed.
    pub(crate) turns: usize,
}

#[derive(Debug)]
pub(crate) struct Instance {
    row: Row,
    pub(crate) ending: Option<Ending>,
}

#[derive(Clone, Debug)]
pub(crate) struct Action {
    kind: Kind,
    pub(crate) stage: Stage,
    attempt: u32,
    delivery: u32,
    claimed_by: Option<HostId>,
    due_micros: i64,
    priority: i32,
    call: Option<(String, String, Vec<u8>, Duration, Retry)>,
    /// With the place in which it came.
    outcome: Option<(u32, Answer)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Queued,
    Running,
    Waiting,
    Done,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Past {
    Ended,
    Retried,
    Withdrawn,
}

#[derive(Debug)]
pub(crate) struct Host {
    until: i64,
    lapsed: Option<i64>,
    sweep: Option<i64>,
}

impl Tables {
    pub(crate) fn commit_starts(
        &mut self,
        host: HostId,
        batch: &StartBatch,
        now: i64,
    ) -> Vec<bool> {
        let mut born = Vec::new();
        for new in &batch.instances {
            let free = !self.instances.contains_key(&new.id);
            born.push(free);
            if !free {
                continue;
            }
            let mut row = Row {
                id: new.id.clone(),
                turn: 1,
                status: RowStatus::Scheduled,
                priority: new.priority,
                version: new.version,
                guest: new.guest,
                snapshot: None,
                wake_outcomes: 1,
                wake_on_failure: false,
                arrived: 0,
                outstanding: new.outstanding,
                stepped_micros: 0,
                input: Some((new.attributes.clone(), new.arguments.clone())),
            };
            let ending = enter(&mut row, &new.state);
            self.instances
                .insert(new.id.clone(), Instance { row, ending });
        }
        for wait in &batch.waits {
            if born[wait.n] {
                self.add(batch.instances[wait.n].id.clone(), wait, host, now);
            }
        }
        self.check();
        born
    }

    fn add(&mut self, id: InstanceId, wait: &NewWait, host: HostId, now: i64) {
        let (kind, stage, due_micros, call) = match &wait.kind {
            WaitKind::Action(new) => {
                let stage = if wait.claimed {
                    Stage::Running
                } else {
                    Stage::Queued
                };
                let call = (
                    new.action.clone(),
                    new.module.clone(),
                    new.arguments.clone(),
                    new.timeout,
                    new.retry.clone(),
                );
                (Kind::Action, stage, now, Some(call))
            }
            WaitKind::Timer { due_micros } => (Kind::Timer, Stage::Waiting, *due_micros, None),
            WaitKind::Start { due_micros } => (Kind::Start, Stage::Waiting, *due_micros, None),
        };
        let action = Action {
            kind,
            stage,
            attempt: 1,
            delivery: 1,
            claimed_by: wait.claimed.then_some(host),
            due_micros,
            priority: wait.priority,
            call,
            outcome: None,
        };
        let there = self.actions.insert((id, wait.seq), action);
        assert!(there.is_none(), "an action was added twice");
    }

    pub(crate) fn commit_turns(&mut self, host: HostId, batch: &TurnBatch, now: i64) -> Committed {
        let mut taken: Vec<bool> = batch
            .changes
            .iter()
            .map(|change| {
                self.instances
                    .get(&change.id)
                    .is_some_and(|found| found.row.turn == change.turn && found.ending.is_none())
            })
            .collect();
        for told in &batch.told {
            let id = &batch.changes[told.n].id;
            let current = self
                .actions
                .get(&(id.clone(), told.seq))
                .is_some_and(|action| {
                    action.attempt == told.attempt
                        && action.delivery == told.delivery
                        && matches!(action.stage, Stage::Running | Stage::Waiting)
                });
            taken[told.n] &= current || matches!(told.fate, Fate::Withdrawn);
        }
        let mut committed = Committed {
            taken,
            withdrawn: Vec::new(),
        };
        for told in &batch.told {
            if committed.taken[told.n] {
                let id = batch.changes[told.n].id.clone();
                let gone = self.tell((id, told.seq), &told.fate, host, now);
                committed.withdrawn.extend(gone);
            }
        }
        for (change, taken) in batch.changes.iter().zip(&committed.taken) {
            if !taken {
                continue;
            }
            self.turns += 1;
            let ends = matches!(change.state, State::Ended(_));
            let gone = self.clear(&change.id, change.seen_recorded, ends);
            committed.withdrawn.extend(gone);
            let found = self.instances.get_mut(&change.id).expect("it was locked");
            found.row.turn += 1;
            found.row.arrived = change.arrived;
            found.row.outstanding = if ends { 0 } else { change.outstanding };
            if !matches!(change.state, State::Unstepped) {
                found.ending = enter(&mut found.row, &change.state);
            }
        }
        for wait in &batch.waits {
            if committed.taken[wait.n] {
                self.add(batch.changes[wait.n].id.clone(), wait, host, now);
            }
        }
        self.check();
        committed
    }

    /// What was told of one action; the worker that need not go on.
    fn tell(&mut self, key: Key, fate: &Fate, host: HostId, now: i64) -> Option<Withdrawn> {
        match fate {
            Fate::Seen(_) => {
                let action = self.actions.remove(&key)?;
                self.remember(&key, &action, Past::Ended);
                None
            }
            Fate::Withdrawn => {
                let action = self.actions.remove(&key)?;
                self.remember(&key, &action, Past::Withdrawn);
                withdrawn(&key, &action)
            }
            Fate::Recorded { result, place } => {
                let action = self.actions.get_mut(&key)?;
                action.stage = Stage::Done;
                action.outcome = Some((*place, result.clone()));
                None
            }
            Fate::Retried { delay, held, .. } => {
                let action = self.actions.get_mut(&key)?;
                let before = action.clone();
                action.stage = Stage::Waiting;
                action.attempt += 1;
                action.delivery = 1;
                action.claimed_by = held.then_some(host);
                action.due_micros = now + delay.as_micros() as i64;
                self.remember(&key, &before, Past::Retried);
                None
            }
        }
    }

    fn remember(&mut self, key: &Key, action: &Action, past: Past) {
        if action.kind == Kind::Action {
            self.history.push((attempt(key, action), past));
        }
    }

    /// Recorded outcomes that a step saw leave, and everything of an instance that ends.
    fn clear(&mut self, id: &InstanceId, seen_recorded: bool, ends: bool) -> Vec<Withdrawn> {
        let gone: Vec<Key> = self
            .of(id)
            .filter(|(_, action)| ends || seen_recorded && action.stage == Stage::Done)
            .map(|(key, _)| key.clone())
            .collect();
        let mut running = Vec::new();
        for key in gone {
            let action = self.actions.remove(&key).expect("it was there");
            let past = if action.stage == Stage::Done {
                Past::Ended
            } else {
                Past::Withdrawn
            };
            self.remember(&key, &action, past);
            running.extend(withdrawn(&key, &action));
        }
        running
    }

    fn of(&self, id: &InstanceId) -> impl Iterator<Item = (&Key, &Action)> {
        self.actions.range((id.clone(), 0)..=(id.clone(), u32::MAX))
    }

    pub(crate) fn load(&self, ids: &[String]) -> Vec<Row> {
        let found = |id: &String| self.instances.get(&InstanceId::parse(id)?);
        ids.iter()
            .filter_map(found)
            .map(|instance| Row {
                input: instance
                    .row
                    .input
                    .clone()
                    .filter(|_| instance.row.status == RowStatus::Scheduled),
                ..instance.row.clone()
            })
            .collect()
    }

    pub(crate) fn recorded(&self, ids: &[String]) -> Vec<Recorded> {
        let mut found: Vec<(u32, Recorded)> = Vec::new();
        for ((instance, seq), action) in &self.actions {
            if let Some((place, result)) = &action.outcome
                && ids.iter().any(|id| id == instance.as_str())
            {
                let recorded = Recorded {
                    instance: instance.clone(),
                    seq: *seq,
                    result: result.clone(),
                };
                found.push((*place, recorded));
            }
        }
        found.sort_by_key(|(place, _)| *place);
        found.into_iter().map(|(_, recorded)| recorded).collect()
    }

    pub(crate) fn current(&self, attempts: &[Attempt]) -> Vec<bool> {
        attempts
            .iter()
            .map(|each| {
                let key = (each.instance.clone(), each.seq);
                self.actions.get(&key).is_some_and(|action| {
                    attempt(&key, action) == *each
                        && matches!(action.stage, Stage::Running | Stage::Waiting)
                })
            })
            .collect()
    }

    pub(crate) fn claim(&mut self, host: HostId, limit: u32) -> ClaimedBatch {
        let mut queued: Vec<(i32, i64, Key)> = self
            .actions
            .iter()
            .filter(|(_, action)| action.stage == Stage::Queued)
            .map(|(key, action)| (-action.priority, action.due_micros, key.clone()))
            .collect();
        queued.sort();
        queued.truncate(limit as usize);
        let actions: Vec<Claimed> = queued
            .into_iter()
            .map(|(_, _, key)| self.run(&key, host))
            .collect();
        let ids: BTreeSet<String> = actions
            .iter()
            .map(|claimed| claimed.delivery.attempt.instance.as_str().to_owned())
            .collect();
        ClaimedBatch {
            instances: self.load(&ids.into_iter().collect::<Vec<_>>()),
            actions,
        }
    }

    fn run(&mut self, key: &Key, host: HostId) -> Claimed {
        let action = self.actions.get_mut(key).expect("it was found");
        action.stage = Stage::Running;
        action.claimed_by = Some(host);
        let (name, module, arguments, timeout, retry) = action.call.clone().expect("an action");
        Claimed {
            delivery: Delivery {
                attempt: attempt(key, action),
                action: name,
                module,
                arguments,
                timeout,
            },
            retry,
        }
    }

    pub(crate) fn hold_due(&mut self, host: HostId, until: i64, limit: u32) -> Vec<Waiting> {
        let mut due: Vec<(i64, Key)> = self
            .actions
            .iter()
            .filter(|(_, action)| {
                action.stage == Stage::Waiting
                    && action.claimed_by.is_none()
                    && action.due_micros <= until
            })
            .map(|(key, action)| (action.due_micros, key.clone()))
            .collect();
        due.sort();
        due.truncate(limit as usize);
        due.into_iter()
            .map(|(_, key)| {
                let action = self.actions.get_mut(&key).expect("it was found");
                action.claimed_by = Some(host);
                waiting(&key, action)
            })
            .collect()
    }

    pub(crate) fn ripen(
        &mut self,
        host: HostId,
        attempts: &[Attempt],
        run: &[bool],
    ) -> Vec<Claimed> {
        let mut claimed = Vec::new();
        for (each, run) in attempts.iter().zip(run) {
            let key = (each.instance.clone(), each.seq);
            let Some(action) = self
                .actions
                .get_mut(&key)
                .filter(|action| action.attempt == each.attempt && action.stage == Stage::Waiting)
            else {
                continue;
            };
            if *run {
                claimed.push(self.run(&key, host));
            } else {
                action.stage = Stage::Queued;
                action.claimed_by = None;
            }
        }
        claimed
    }

    pub(crate) fn requeue(&mut self, attempts: &[Attempt]) -> Requeued {
        let mut requeued = Requeued::default();
        for each in attempts {
            if each.delivery >= DELIVERIES_MAX {
                requeued.lost.push(each.clone());
                continue;
            }
            let key = (each.instance.clone(), each.seq);
            let Some(action) = self.actions.get_mut(&key) else {
                continue;
            };
            if attempt(&key, action) == *each && action.stage == Stage::Running {
                action.stage = Stage::Queued;
                action.delivery += 1;
                action.claimed_by = None;
                self.instances
                    .get_mut(&each.instance)
                    .expect("it has actions")
                    .row
                    .turn += 1;
                requeued.count += 1;
            }
        }
        requeued
    }

    pub(crate) fn held(&self, host: HostId) -> Vec<Held> {
        self.actions
            .iter()
            .filter(|(_, action)| action.claimed_by == Some(host))
            .filter_map(|(key, action)| match action.stage {
                Stage::Running => Some(Held::Running(attempt(key, action))),
                Stage::Waiting => Some(Held::Waiting(waiting(key, action))),
                Stage::Queued | Stage::Done => None,
            })
            .collect()
    }

    pub(crate) fn endings(&self, ids: &[String]) -> HashMap<InstanceId, Option<Ending>> {
        ids.iter()
            .filter_map(|id| InstanceId::parse(id))
            .filter_map(|id| Some((id.clone(), self.instances.get(&id)?.ending.clone())))
            .collect()
    }

    pub(crate) fn register_host(&mut self, id: HostId, until: i64) {
        if self.host(id).is_none() {
            let host = Host {
                until,
                lapsed: None,
                sweep: None,
            };
            self.hosts.push((id, host));
        }
    }

    fn host(&mut self, id: HostId) -> Option<&mut Host> {
        self.hosts
            .iter_mut()
            .find_map(|(each, host)| (*each == id).then_some(host))
    }

    pub(crate) fn beat(&mut self, id: HostId, now: i64, lease: i64) -> Beat {
        let alive = self
            .host(id)
            .filter(|host| host.lapsed.is_none())
            .map(|host| {
                host.until = now + lease;
            });
        let others = || self.hosts.iter().filter(|(each, _)| *each != id);
        let living = others().filter(|(_, host)| host.lapsed.is_none() && host.until > now);
        Beat {
            alive: alive.is_some(),
            peers: living.count() as u32,
            lapsed: others().any(|(_, host)| host.is_due(now)),
            now_micros: now,
        }
    }

    pub(crate) fn sweep(&mut self, now: i64) -> Swept {
        let mut due = HashSet::new();
        for (id, host) in &mut self.hosts {
            if host.is_due(now) {
                let since = host.lapsed.unwrap_or(now);
                host.lapsed = Some(since);
                host.sweep = Some(now + SWEPT_AGAIN.max(now - since));
                due.insert(*id);
            }
        }
        let of = |action: &Action| action.claimed_by.is_some_and(|host| due.contains(&host));
        let mut swept = Swept {
            hosts: due.len(),
            ..Swept::default()
        };
        for action in self.actions.values_mut() {
            if of(action) && action.stage == Stage::Waiting {
                action.claimed_by = None;
                swept.released += 1;
            }
        }
        let running: Vec<Attempt> = self
            .actions
            .iter()
            .filter(|(_, action)| of(action) && action.stage == Stage::Running)
            .map(|(key, action)| attempt(key, action))
            .collect();
        let requeued = self.requeue(&running);
        swept.requeued = requeued.count;
        swept.lost = requeued.lost;
        if swept.requeued == 0 && swept.lost.is_empty() {
            const FORGOTTEN: i64 = 600_000_000;
            self.hosts.retain(|(id, host)| {
                !due.contains(id) || host.lapsed.is_none_or(|since| since > now - FORGOTTEN)
            });
        }
        swept
    }

    pub(crate) fn leave(&mut self, id: HostId, now: i64) {
        for action in self.actions.values_mut() {
            if action.claimed_by == Some(id) && action.stage == Stage::Waiting {
                action.claimed_by = None;
            }
        }
        if let Some(host) = self.host(id) {
            host.lapsed = host.lapsed.or(Some(now));
            host.sweep = Some(now + SWEPT_AGAIN);
        }
    }

    /// What is true after every statement.
    pub(crate) fn check(&self) {
        let mut rows: HashMap<&InstanceId, (u32, u32, bool)> = HashMap::new();
        for ((id, _), action) in &self.actions {
            let (all, done, failed) = rows.entry(id).or_default();
            *all += 1;
            *done += u32::from(action.stage == Stage::Done);
            *failed |= matches!(action.outcome, Some((_, Err(_))));
        }
        for (id, instance) in &self.instances {
            let (all, done, failed) = rows.remove(id).unwrap_or_default();
            let row = &instance.row;
            assert_eq!(
                (all, done),
                (row.outstanding, row.arrived),
                "the counts of {id}"
            );
            if instance.ending.is_none() {
                assert!(all > done, "{id} waits for nothing that can still come");
                let enough = done >= row.wake_outcomes || failed && row.wake_on_failure;
                assert!(!enough, "{id} rests though what it waits for has come");
            }
        }
        assert!(rows.is_empty(), "actions of nobody: {rows:?}");
        let mut known = HashSet::new();
        for (attempt, past) in &self.history {
            let (id, seq) = (&attempt.instance, attempt.seq);
            let once = match past {
                Past::Retried => known.insert((id, seq, Some(attempt.attempt))),
                Past::Ended | Past::Withdrawn => known.insert((id, seq, None)),
            };
            assert!(once, "{attempt:?} ended twice");
        }
    }
}

impl Host {
    fn is_due(&self, now: i64) -> bool {
        self.lapsed.is_none() && self.until < now || self.sweep.is_some_and(|at| at < now)
    }
}

/// The row after a step; its ending, if that was the last.
fn enter(row: &mut Row, state: &State) -> Option<Ending> {
    row.snapshot = None;
    match state {
        State::Unstepped => None,
        State::Waiting {
            snapshot,
            wake_outcomes,
            wake_on_failure,
            now_micros,
        } => {
            row.status = RowStatus::Running;
            row.snapshot = Some(snapshot.clone());
            row.wake_outcomes = *wake_outcomes;
            row.wake_on_failure = *wake_on_failure;
            row.stepped_micros = *now_micros;
            None
        }
        State::Ended(conclusion) => {
            row.status = RowStatus::Ended;
            Some(match conclusion {
                Conclusion::Completed { result } => Ending::Result(result.clone()),
                Conclusion::Failed { error, .. } => Ending::Error(error.clone()),
            })
        }
    }
}

fn attempt(key: &Key, action: &Action) -> Attempt {
    Attempt {
        instance: key.0.clone(),
        seq: key.1,
        attempt: action.attempt,
        delivery: action.delivery,
    }
}

fn waiting(key: &Key, action: &Action) -> Waiting {
    Waiting {
        attempt: attempt(key, action),
        kind: action.kind,
        due_micros: action.due_micros,
    }
}

fn withdrawn(key: &Key, action: &Action) -> Option<Withdrawn> {
    let running = action.kind == Kind::Action && action.stage == Stage::Running;
    running.then_some(Withdrawn {
        attempt: attempt(key, action),
        host: action.claimed_by?,
    })
}
