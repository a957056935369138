//! The turn: one batch of events in, one transaction out. The heart of durability.
//!
//! An instance is read (or remembered from its last turn), stepped, and written back together with all that the step asked for,
//! if nobody else has written it meanwhile. So an instance whose wake condition is met is never at rest, and every
//! repetition of a turn either finds its work undone or finds it done and drops it.

mod begin;
mod cache;
mod clock;
mod code;
mod draft;
pub mod fault;
mod plan;
mod slots;
mod snapshot;
mod step;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use crate::engine::{Engine, Job, Stepper};
use crate::model::{Attempt, Ending, InstanceId};
use crate::store::{
    self, Claimed, Conclusion, Database, HostId, Recorded, Retry, Row, RowStatus, Store, Waiting,
    Withdrawn,
};

pub use crate::engine::Effort;
pub use begin::{Begun, StartFault};
pub use clock::Clock;
pub use slots::Slots;

use cache::Cache;
use code::{Code, Codes};
use draft::{Draft, Turned};
use plan::{Intent, Plan};
use step::After;

/// What an instance is told.
#[derive(Clone, Debug)]
pub enum Event {
    Outcome(Report),
    /// A timer, or its delayed start.
    Due(Waiting),
    Cancel {
        reason: String,
    },
}

/// What came of an attempt, and how its action is tried again; none: it is not.
#[derive(Clone, Debug)]
pub struct Report {
    pub attempt: Attempt,
    pub result: Result<Vec<u8>, Vec<u8>>,
    pub retry: Option<Retry>,
}

impl Event {
    fn attempt(&self) -> Option<&Attempt> {
        match self {
            Self::Outcome(report) => Some(&report.attempt),
            Self::Due(waiting) => Some(&waiting.attempt),
            Self::Cancel { .. } => None,
        }
    }
}

/// What is told to whom, in the order in which the instances' rows are locked.
pub type Events = BTreeMap<InstanceId, Vec<Event>>;

/// In whose name things are claimed.
#[derive(Clone, Copy, Debug)]
pub struct Claimant {
    pub host: HostId,
    /// False: the lease may have ended; nothing is claimed.
    pub valid: bool,
}

/// What a committed batch leaves to do.
#[derive(Debug, Default)]
pub struct Aftermath {
    /// Claimed by this host, each with a slot set aside.
    pub deliveries: Vec<Claimed>,
    /// Due soon, and this host keeps the time.
    pub held: Vec<Waiting>,
    pub ended: Vec<(InstanceId, Ending)>,
    /// Running, and no longer wanted.
    pub withdrawn: Vec<Withdrawn>,
    /// Actions that were left for anybody.
    pub queued: usize,
    /// Instances that were told something and do not exist.
    pub missing: Vec<InstanceId>,
    /// Somebody else wrote these instances meanwhile, or an outcome was late: they are told again, in another batch.
    pub again: Events,
    /// Their steps take longer than a batch should wait: they are told again, each alone and with full effort.
    pub long: Events,
    /// A commit may have happened unseen: what this host has claimed must be compared with what it knows.
    pub doubtful: bool,
}

/// An instance as this host knows it; `state` is the unpacked snapshot.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) row: Row,
    pub(crate) state: Option<Vec<u8>>,
}

#[derive(Clone, Debug)]
pub struct Settings {
    /// Waits that end within this are kept in the memory of the host that commits them.
    pub horizon: Duration,
    pub cache_bytes_max: usize,
    /// Arguments and results beyond this end their instance.
    pub payload_bytes_max: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            horizon: Duration::from_secs(5),
            cache_bytes_max: 64 << 20,
            payload_bytes_max: 16 << 20,
        }
    }
}

/// Takes turns. One a host; batches that run at once must not hold the same instance.
pub struct Turns<D = Store, E = Engine> {
    store: D,
    engine: E,
    codes: Codes,
    cache: Cache,
    clock: Arc<Clock>,
    slots: Arc<Slots>,
    settings: Settings,
}

impl<D: Database, E: Stepper> Turns<D, E> {
    pub fn new(
        store: D,
        engine: E,
        clock: Arc<Clock>,
        slots: Arc<Slots>,
        settings: Settings,
    ) -> Self {
        let cache = Cache::new(settings.cache_bytes_max);
        Self {
            store,
            engine,
            codes: Codes::default(),
            cache,
            clock,
            slots,
            settings,
        }
    }

    /// Instances whose next turn this host will probably take.
    pub fn remember(&self, rows: Vec<Row>) {
        for row in rows {
            if row.status == RowStatus::Running {
                self.cache.offer(Known { row, state: None });
            }
        }
    }

    /// Takes the turns of all these instances, and comes back when each is committed, has nothing to commit, or is to be told
    /// again. While the database is away it waits and tries again, so that no outcome is lost while the process lives.
    pub async fn take(&self, claimant: Claimant, mut events: Events, effort: Effort) -> Aftermath {
        let mut aftermath = Aftermath::default();
        let mut pause = Pause::default();
        loop {
            let Err(error) = self
                .round(claimant, &mut events, &mut aftermath, Try::With(effort))
                .await
            else {
                aftermath.again.append(&mut events);
                return aftermath;
            };
            aftermath.doubtful = true;
            if error.is_passing() {
                tracing::warn!(%error, instances = events.len(), "a batch of turns is tried again");
                pause.wait().await;
            } else {
                self.isolate(claimant, &mut events, &mut aftermath, &error)
                    .await;
                return aftermath;
            }
        }
    }

    /// The database refuses the batch for something that is in it: each instance goes alone, and the one that is refused again ends.
    async fn isolate(
        &self,
        claimant: Claimant,
        events: &mut Events,
        aftermath: &mut Aftermath,
        error: &store::Error,
    ) {
        tracing::error!(%error, instances = events.len(), "a batch of turns was refused; its instances are taken one at a time");
        while let Some((id, told)) = events.pop_first() {
            let mut alone = Events::from([(id.clone(), told)]);
            let mut failure = None;
            let mut pause = Pause::default();
            while !alone.is_empty() {
                match self
                    .round(
                        claimant,
                        &mut alone,
                        aftermath,
                        failure
                            .as_deref()
                            .map_or(Try::With(Effort::Full), Try::Fail),
                    )
                    .await
                {
                    Ok(()) => aftermath.again.append(&mut alone),
                    Err(error) if error.is_passing() => pause.wait().await,
                    Err(error) if failure.is_none() => {
                        failure = Some(format!("its state cannot be stored: {error}"))
                    }
                    Err(error) => {
                        tracing::error!(%error, instance = %id, "an instance can be neither stepped nor ended");
                        alone.clear();
                    }
                }
            }
        }
    }

    /// One try: what is committed leaves `events`, and so does what is put off.
    async fn round(
        &self,
        claimant: Claimant,
        events: &mut Events,
        aftermath: &mut Aftermath,
        how: Try<'_>,
    ) -> Result<(), store::Error> {
        let plans = self.plan(events, aftermath).await?;
        if plans.is_empty() {
            return Ok(());
        }
        let stepped = self.step(plans, how).await?;
        let mut draft = Draft::new(claimant, self.clock.now_micros(), self.settings.horizon);
        for (plan, stepped) in stepped {
            match stepped {
                Stepped::No => draft.add(plan, None),
                Stepped::Done(after) => draft.add(plan, Some(*after)),
                Stepped::TooLong => aftermath
                    .long
                    .extend(events.remove_entry(&plan.known.row.id)),
            }
        }
        if draft.turned.is_empty() {
            return Ok(());
        }
        let granted = draft.claim(&self.slots);
        let committed = match self.store.commit_turns(claimant.host, &draft.batch).await {
            Ok(committed) => committed,
            Err(error) => {
                self.slots.give(granted);
                return Err(error);
            }
        };
        aftermath.withdrawn.extend(committed.withdrawn);
        for (turned, taken) in draft.turned.into_iter().zip(committed.taken) {
            if taken {
                events.remove(&turned.known.row.id);
                self.settle(turned, aftermath);
            } else {
                self.slots.give(turned.deliveries.len());
            }
        }
        Ok(())
    }

    fn settle(&self, turned: Turned, aftermath: &mut Aftermath) {
        turned
            .lines
            .iter()
            .for_each(|line| line.write(&turned.known.row.id));
        aftermath.deliveries.extend(turned.deliveries);
        aftermath.held.extend(turned.held);
        aftermath.queued += turned.queued;
        match turned.ending {
            Some(ending) => aftermath.ended.push((turned.known.row.id, ending)),
            None => self.cache.put(turned.known),
        }
    }

    /// Reads what is not remembered, and drops what comes too late. Instances whose events change nothing leave.
    async fn plan(
        &self,
        events: &mut Events,
        aftermath: &mut Aftermath,
    ) -> Result<Vec<Plan>, store::Error> {
        let mut known: HashMap<InstanceId, Known> = HashMap::new();
        let mut unknown = Vec::new();
        for id in events.keys() {
            match self.cache.take(id) {
                Some(cached) => drop(known.insert(id.clone(), cached)),
                None => unknown.push(id.clone()),
            }
        }
        if !unknown.is_empty() {
            self.drop_late(events, &unknown).await?;
            known.extend(self.read(&unknown).await?);
        }
        let mut plans = Vec::new();
        let ids: Vec<InstanceId> = events.keys().cloned().collect();
        for id in ids {
            let Some(found) = known.remove(&id) else {
                aftermath.missing.push(id.clone());
                events.remove(&id);
                continue;
            };
            match Plan::of(found, events[&id].clone(), chance) {
                Some(plan) if plan.known.row.status != RowStatus::Ended => plans.push(plan),
                _ => drop(events.remove(&id)),
            }
        }
        Ok(plans)
    }

    async fn read(
        &self,
        ids: &[InstanceId],
    ) -> Result<impl Iterator<Item = (InstanceId, Known)>, store::Error> {
        let names: Vec<String> = ids.iter().map(|id| id.as_str().to_owned()).collect();
        let rows = self.store.load(&names).await?;
        // Its snapshot is unpacked when it is stepped, so that a damaged one concerns a step only.
        Ok(rows
            .into_iter()
            .map(|row| (row.id.clone(), Known { row, state: None })))
    }

    async fn drop_late(&self, events: &mut Events, ids: &[InstanceId]) -> Result<(), store::Error> {
        let attempts: Vec<Attempt> = ids
            .iter()
            .flat_map(|id| &events[id])
            .filter_map(Event::attempt)
            .cloned()
            .collect();
        if attempts.is_empty() {
            return Ok(());
        }
        let current = self.store.current(&attempts).await?;
        let late: HashSet<Attempt> = attempts
            .into_iter()
            .zip(current)
            .filter(|(_, current)| !current)
            .map(|(a, _)| a)
            .collect();
        for id in ids {
            if let Some(told) = events.get_mut(id) {
                told.retain(|event| {
                    event
                        .attempt()
                        .is_none_or(|attempt| !late.contains(attempt))
                });
            }
        }
        Ok(())
    }

    /// Steps those that wake, all at once; the rest go through as they are.
    async fn step(
        &self,
        mut plans: Vec<Plan>,
        how: Try<'_>,
    ) -> Result<Vec<(Plan, Stepped)>, store::Error> {
        let mut recorded = self.recorded(&plans).await?;
        let mut results: Vec<Stepped> = Vec::new();
        let mut jobs = Vec::new();
        for plan in &mut plans {
            let result = match (plan.intent, how) {
                (Intent::Record, Try::With(_)) => Stepped::No,
                (_, Try::Fail(failure)) => Stepped::ended(fault::broken(failure)),
                (Intent::Drop, Try::With(_)) => {
                    Stepped::ended(fault::cancelled(plan.cancel.as_deref().unwrap_or_default()))
                }
                (Intent::Step, Try::With(effort)) => {
                    let before = recorded.remove(&plan.known.row.id).unwrap_or_default();
                    match self.job(plan, before, effort).await? {
                        Ok((job, code)) => {
                            jobs.push((results.len(), job, code));
                            Stepped::No
                        }
                        Err(trouble) => Stepped::ended(fault::broken(&trouble)),
                    }
                }
            };
            results.push(result);
        }
        for (n, stepped) in self.run(jobs, |n| plans[n].known.row.priority).await {
            results[n] = stepped;
        }
        Ok(plans.into_iter().zip(results).collect())
    }

    async fn recorded(
        &self,
        plans: &[Plan],
    ) -> Result<HashMap<InstanceId, Vec<Recorded>>, store::Error> {
        let needed: Vec<String> = plans
            .iter()
            .filter(|plan| plan.needs_recorded())
            .map(|plan| plan.known.row.id.as_str().to_owned())
            .collect();
        let mut recorded: HashMap<InstanceId, Vec<Recorded>> = HashMap::new();
        if !needed.is_empty() {
            for outcome in self.store.recorded(&needed).await? {
                recorded
                    .entry(outcome.instance.clone())
                    .or_default()
                    .push(outcome);
            }
        }
        Ok(recorded)
    }

    async fn job(
        &self,
        plan: &mut Plan,
        recorded: Vec<Recorded>,
        effort: Effort,
    ) -> Result<Result<(Job, Arc<Code>), code::Unusable>, store::Error> {
        let (version, guest) = (plan.known.row.version, plan.known.row.guest);
        let code = match self.codes.get(&self.store, version).await? {
            Ok(code) => code,
            Err(trouble) => return Ok(Err(trouble)),
        };
        if let Err(trouble) = code::prepare_guest(&self.store, &self.engine, guest).await? {
            return Ok(Err(trouble));
        }
        if let Some(stored) = plan.known.row.snapshot.take() {
            match snapshot::unpack(&stored) {
                Ok(state) => plan.known.state = Some(state),
                Err(trouble) => return Ok(Err(trouble)),
            }
        }
        let mut request = step::request(plan, recorded, self.clock.now_micros());
        request.limits = effort.limits();
        Ok(Ok((
            Job {
                guest,
                version,
                program: code.version.program.clone(),
                request,
                effort,
            },
            code,
        )))
    }

    /// Runs the jobs on all cores, off this thread. Each is tagged with its place.
    async fn run(
        &self,
        jobs: Vec<(usize, Job, Arc<Code>)>,
        priority: impl Fn(usize) -> i32,
    ) -> Vec<(usize, Stepped)> {
        if jobs.is_empty() {
            return Vec::new();
        }
        let (tags, jobs): (Vec<_>, Vec<_>) = jobs
            .into_iter()
            .map(|(n, job, code)| ((n, job.request.now_micros, job.effort, code), job))
            .unzip();
        let responses: Vec<_> = match self.engine.run(jobs).await {
            Ok(responses) => responses.into_iter().map(Ok).collect(),
            Err(panic) => tags.iter().map(|_| Err(panic.clone())).collect(),
        };
        let bytes_max = self.settings.payload_bytes_max;
        let mut stepped = Vec::with_capacity(tags.len());
        for ((n, now_micros, effort, code), response) in tags.into_iter().zip(responses) {
            let after = match response {
                Ok(response) if effort == Effort::Quick && step::passed_a_limit(&response) => {
                    stepped.push((n, Stepped::TooLong));
                    continue;
                }
                Ok(response) => {
                    After::of(response, &code.actions, priority(n), now_micros, bytes_max)
                }
                Err(panic) => {
                    After::ended(fault::broken(&format!("the interpreter failed: {panic}")))
                }
            };
            stepped.push((n, Stepped::Done(Box::new(after))));
        }
        stepped
    }
}

/// How a round goes about its instances.
#[derive(Clone, Copy)]
enum Try<'a> {
    With(Effort),
    /// They end with this instead of being stepped.
    Fail(&'a str),
}

/// What became of an instance in a round.
enum Stepped {
    /// There was nothing to step.
    No,
    Done(Box<After>),
    TooLong,
}

impl Stepped {
    fn ended(conclusion: Conclusion) -> Self {
        Self::Done(Box::new(After::ended(conclusion)))
    }
}

/// A number in [0, 1) for jitter; nothing depends on it being hard to guess.
fn chance() -> f64 {
    let bits = uuid::Uuid::new_v4().as_u64_pair().1 >> 11 & ((1 << 50) - 1);
    bits as f64 / (1_u64 << 50) as f64
}

/// Grows from try to try.
#[derive(Debug, Default)]
struct Pause {
    tries: u32,
}

impl Pause {
    async fn wait(&mut self) {
        let millis = 20_u64 << self.tries.min(6);
        self.tries += 1;
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }
}
