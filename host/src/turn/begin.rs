//! The first turn of instances: they are stepped before they exist, and come into being together with what they asked for.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::draft::Claims;
use super::step::{self, After};
use super::{Aftermath, Claimant, Code, Effort, Job, Known, Pause, Stepped, Turns};
use crate::engine::Stepper;
use crate::model::{InstanceId, NotBefore, Start, Started};
use crate::store::{
    self, Database, NewInstance, NewWait, Row, RowStatus, StartBatch, State, WaitKind,
};

/// What came of one start.
pub type Begun = Result<Started, StartFault>;

/// An instance that was not begun; nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StartFault {
    #[error("{0}")]
    UnknownVersion(String),
    /// The instance may have been begun all the same; starting its id again tells.
    #[error("the database does not answer: {0}")]
    Unavailable(String),
    #[error("the database refused the instance: {0}")]
    Refused(String),
}

/// How long a start is tried again while the database is away. The caller is waiting.
const PATIENCE: Duration = Duration::from_secs(30);

/// A start on its way.
struct Draft {
    instance: NewInstance,
    waits: Vec<NewWait>,
    /// The machine's state after the first step.
    snapshot: Option<Vec<u8>>,
    lines: Vec<step::Line>,
}

impl<D: Database, E: Stepper> Turns<D, E> {
    /// Begins instances under these ids, in one commit where nothing is in the way. Answers in the order of the starts.
    pub async fn begin(
        &self,
        claimant: Claimant,
        named: Vec<(InstanceId, Start)>,
    ) -> (Vec<Begun>, Aftermath) {
        let mut aftermath = Aftermath::default();
        let mut begun: Vec<Option<Begun>> = vec![None; named.len()];
        // An id twice in one batch: the first begins, the others attach.
        let mut ids = HashSet::new();
        let (first, again): (Vec<usize>, Vec<usize>) =
            (0..named.len()).partition(|n| ids.insert(named[*n].0.clone()));
        self.begin_some(claimant, &named, first, &mut begun, &mut aftermath)
            .await;
        for n in again {
            let twin = named
                .iter()
                .position(|(id, _)| *id == named[n].0)
                .and_then(|first| begun[first].clone());
            begun[n] = twin.map(|begun| {
                begun.map(|started| Started {
                    attached: true,
                    ..started
                })
            });
        }
        let unanswered = || Err(StartFault::Unavailable("the start was not taken".into()));
        (
            begun
                .into_iter()
                .map(|begun| begun.unwrap_or_else(unanswered))
                .collect(),
            aftermath,
        )
    }

    async fn begin_some(
        &self,
        claimant: Claimant,
        named: &[(InstanceId, Start)],
        mut left: Vec<usize>,
        begun: &mut [Option<Begun>],
        aftermath: &mut Aftermath,
    ) {
        let since = Instant::now();
        let mut pause = Pause::default();
        while !left.is_empty() {
            let Err(error) = self
                .begin_round(claimant, named, &left, begun, aftermath)
                .await
            else {
                return;
            };
            aftermath.doubtful = true;
            if !error.is_passing() && left.len() > 1 {
                // Something in one of them is refused: each goes alone.
                for n in left {
                    Box::pin(self.begin_some(claimant, named, vec![n], begun, aftermath)).await;
                }
                return;
            }
            let fault = match error.is_passing() {
                true if since.elapsed() < PATIENCE => None,
                true => Some(StartFault::Unavailable(error.to_string())),
                false => Some(StartFault::Refused(error.to_string())),
            };
            match fault {
                None => pause.wait().await,
                Some(fault) => left
                    .drain(..)
                    .for_each(|n| begun[n] = Some(Err(fault.clone()))),
            }
        }
    }

    async fn begin_round(
        &self,
        claimant: Claimant,
        named: &[(InstanceId, Start)],
        left: &[usize],
        begun: &mut [Option<Begun>],
        aftermath: &mut Aftermath,
    ) -> Result<(), store::Error> {
        let mut drafts = self.draft(named, left, begun).await?;
        if drafts.is_empty() {
            return Ok(());
        }
        let mut batch = StartBatch::default();
        for (place, (_, draft)) in drafts.iter_mut().enumerate() {
            draft.instance.outstanding = draft.waits.len() as u32;
            batch.instances.push(draft.instance.clone());
            batch.waits.extend(
                draft
                    .waits
                    .drain(..)
                    .map(|wait| NewWait { n: place, ..wait }),
            );
        }
        let (now, horizon) = (self.clock.now_micros(), self.settings.horizon);
        let name = |n: usize| &drafts[n].1.instance.id;
        let claims = Claims::make(&mut batch.waits, claimant, &self.slots, now, horizon, name);
        let born = match self.store.commit_starts(claimant.host, &batch).await {
            Ok(born) => born,
            Err(error) => {
                self.slots.give(claims.granted);
                return Err(error);
            }
        };
        self.settle_begun(named, drafts, &born, begun, aftermath);
        let (ours, taken): (Vec<_>, Vec<_>) =
            claims.deliveries.into_iter().partition(|(n, _)| born[*n]);
        self.slots.give(taken.len());
        aftermath
            .deliveries
            .extend(ours.into_iter().map(|(_, claimed)| claimed));
        aftermath.held.extend(
            claims
                .held
                .into_iter()
                .filter(|(n, _)| born[*n])
                .map(|(_, waiting)| waiting),
        );
        aftermath.queued += claims.queued.into_iter().filter(|n| born[*n]).count();
        Ok(())
    }

    fn settle_begun(
        &self,
        named: &[(InstanceId, Start)],
        drafts: Vec<(usize, Draft)>,
        born: &[bool],
        begun: &mut [Option<Begun>],
        aftermath: &mut Aftermath,
    ) {
        for ((n, draft), born) in drafts.into_iter().zip(born) {
            let id = draft.instance.id.clone();
            // Where we made the id, it can only have been ourselves, in a try whose answer was lost.
            let attached = !born && named[n].1.id.is_some();
            begun[n] = Some(Ok(Started {
                id: id.clone(),
                attached,
            }));
            if *born {
                draft.lines.iter().for_each(|line| line.write(&id));
                aftermath
                    .ended
                    .extend(draft.instance.state.ending().map(|ending| (id, ending)));
                draft
                    .known()
                    .into_iter()
                    .for_each(|known| self.cache.put(known));
            }
        }
    }

    /// Steps those that begin at once; answers those that cannot.
    async fn draft(
        &self,
        named: &[(InstanceId, Start)],
        left: &[usize],
        begun: &mut [Option<Begun>],
    ) -> Result<Vec<(usize, Draft)>, store::Error> {
        let mut drafts = Vec::new();
        let mut jobs = Vec::new();
        for &n in left {
            let (id, start) = &named[n];
            let code = match self.codes.get(&self.store, start.version).await? {
                Ok(code) => code,
                Err(trouble) => {
                    begun[n] = Some(Err(StartFault::UnknownVersion(trouble)));
                    continue;
                }
            };
            let draft = self.unstepped(id, start);
            if draft.waits.is_empty() {
                jobs.push((drafts.len(), self.first_job(id, start, &code), code));
            }
            drafts.push((n, draft));
        }
        for (place, stepped) in self
            .run(jobs, |place| drafts[place].1.instance.priority)
            .await
        {
            let draft = &mut drafts[place].1;
            match stepped {
                Stepped::Done(after) => draft.apply(*after),
                // It comes into being without a step, and takes its first turn alone.
                Stepped::TooLong | Stepped::No => draft.put_off(self.clock.now_micros()),
            }
        }
        Ok(drafts)
    }

    fn first_job(&self, id: &InstanceId, start: &Start, code: &Arc<Code>) -> Job {
        let mut request = step::first(
            id,
            start.attributes.clone(),
            start.arguments.clone(),
            self.clock.now_micros(),
        );
        request.limits = Effort::Quick.limits();
        Job {
            guest: self.engine.guest_id(),
            version: start.version,
            program: code.version.program.clone(),
            request,
            effort: Effort::Quick,
        }
    }

    /// An instance that has not begun, with a wait for its beginning if that is later.
    fn unstepped(&self, id: &InstanceId, start: &Start) -> Draft {
        let now = self.clock.now_micros();
        let not_before_micros = start
            .not_before
            .map(|time| due(time, now))
            .filter(|due| *due > now);
        let instance = NewInstance {
            id: id.clone(),
            version: start.version,
            guest: self.engine.guest_id(),
            attributes: start.attributes.clone(),
            arguments: start.arguments.clone(),
            priority: start.priority,
            not_before_micros,
            state: State::Unstepped,
            outstanding: 0,
        };
        let mut draft = Draft {
            instance,
            waits: Vec::new(),
            snapshot: None,
            lines: Vec::new(),
        };
        if let Some(due_micros) = not_before_micros {
            draft.put_off(due_micros);
        }
        draft
    }
}

/// The row of a delayed start: stored as -1, which no action or timer has.
const START_SEQ: u32 = u32::MAX;

impl Draft {
    /// It begins at that time.
    fn put_off(&mut self, due_micros: i64) {
        self.instance.not_before_micros = Some(due_micros);
        self.waits.push(NewWait {
            n: 0,
            seq: START_SEQ,
            priority: self.instance.priority,
            claimed: false,
            kind: WaitKind::Start { due_micros },
        });
    }

    fn apply(&mut self, after: After) {
        self.instance.state = after.state;
        self.waits = after.waits;
        self.snapshot = after.snapshot;
        self.lines = after.lines;
    }

    /// For the next turn, where it goes on.
    fn known(self) -> Option<Known> {
        let State::Waiting {
            wake_outcomes,
            wake_on_failure,
            now_micros,
            ..
        } = self.instance.state
        else {
            return None;
        };
        let row = Row {
            id: self.instance.id,
            turn: 1,
            status: RowStatus::Running,
            priority: self.instance.priority,
            version: self.instance.version,
            guest: self.instance.guest,
            snapshot: None,
            wake_outcomes,
            wake_on_failure,
            arrived: 0,
            outstanding: self.instance.outstanding,
            stepped_micros: now_micros,
            input: None,
        };
        Some(Known {
            row,
            state: self.snapshot,
        })
    }
}

fn due(not_before: NotBefore, now_micros: i64) -> i64 {
    match not_before {
        NotBefore::Delay(delay) => {
            now_micros.saturating_add(i64::try_from(delay.as_micros()).unwrap_or(i64::MAX))
        }
        NotBefore::At(time) => (time.unix_timestamp_nanos() / 1_000) as i64,
    }
}
