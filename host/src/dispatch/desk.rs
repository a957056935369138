//! The state of the dispatch loop and its decisions: told something, it decides what to ask for. It waits for nothing, reads no
//! clock and touches no database, so it can be driven by a test as well as by the loop.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

use super::ahead::Ahead;
use super::hand_out::HandOut;
use super::inbox::Inbox;
use super::lane::{CancelReason, LaneId};
use super::lease::Lease;
use super::message::{Command, Message, StartReply, Starting, WaitReply};
use super::overdue::Overdue;
use super::poll::Poll;
use super::waiters::Waiters;
use super::{Config, StartError, WaitError};
use crate::model::{Attempt, Ending, InstanceId, Outcome, Start};
use crate::store::{
    Beat, Claimed, DELIVERIES_MAX, Error, Held, HostId, Kind, Notice, Requeued, Swept, Waiting,
};
use crate::turn::{
    Aftermath, Begun, Claimant, Clock, Effort, Event, Report, Slots, StartFault, fault,
};

#[derive(Debug)]
pub(super) struct Desk {
    config: Config,
    clock: Arc<Clock>,
    slots: Arc<Slots>,
    lease: Lease,
    starts: VecDeque<(Start, Starting)>,
    inbox: Inbox,
    hand_out: HandOut,
    overdue: Overdue,
    ahead: Ahead,
    /// Attempts whose wait is over.
    ripe: Vec<Waiting>,
    waiters: Waiters,
    claims: Poll,
    due: Poll,
    endings: Poll,
    /// What other hosts are to be told.
    notices: Vec<Notice>,
    /// Statements on their way, by what they may claim in this host's name.
    turns: usize,
    /// A turn with full effort; the others do not wait for it.
    long_turn: bool,
    begins: usize,
    ripening: bool,
    requeues: usize,
    notifying: bool,
    sweeping: bool,
    sweep: bool,
    reconcile: Reconcile,
    leaving: Option<Leaving>,
    pub(super) done: bool,
    commands: Vec<Command>,
}

/// After a statement whose outcome is unknown, or notices that may have been missed, what the database has in this host's name is
/// compared with what the desk knows. Nothing else that claims may be on its way then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reconcile {
    No,
    Wanted,
    Asked,
}

#[derive(Debug)]
struct Leaving {
    deadline: Instant,
    replies: Vec<oneshot::Sender<()>>,
    said: bool,
}

/// Waiters whose end is looked for in one statement.
const ENDINGS_MAX: usize = 1_000;
/// Nothing is asked for again sooner after an error.
const ERROR_PAUSE: Duration = Duration::from_millis(100);

impl Desk {
    pub(super) fn new(
        config: Config,
        lease: Lease,
        clock: Arc<Clock>,
        slots: Arc<Slots>,
        now: Instant,
    ) -> Self {
        let horizon = config.settings.horizon;
        Self {
            lease,
            starts: VecDeque::new(),
            inbox: Inbox::default(),
            hand_out: HandOut::new(slots.clone()),
            overdue: Overdue::default(),
            ahead: Ahead::default(),
            ripe: Vec::new(),
            waiters: Waiters::default(),
            claims: Poll::new(config.poll_interval, config.poll_idle, now),
            // Twice within the horizon, so that nothing falls due unseen.
            due: Poll::new(horizon / 2, horizon / 2, now),
            endings: Poll::new(config.poll_idle, config.poll_idle, now),
            notices: vec![Notice::Hosts],
            turns: 0,
            long_turn: false,
            begins: 0,
            ripening: false,
            requeues: 0,
            notifying: false,
            sweeping: false,
            sweep: false,
            reconcile: Reconcile::No,
            leaving: None,
            done: false,
            commands: Vec::new(),
            config,
            clock,
            slots,
        }
    }

    pub(super) fn handle(&mut self, message: Message, now: Instant) {
        match message {
            Message::Start { start, wait, reply } => self.start(start, wait, reply),
            Message::Wait { id, reply } => {
                self.waiters.add(id, reply);
                self.endings.hurry(now);
            }
            Message::Cancel { id, reason, reply } => self.inbox.cancel(id, reason, reply),
            Message::Attach {
                lane,
                slots,
                deliveries,
            } => {
                self.hand_out.attach(lane, slots, deliveries);
                self.claims.hurry(now);
            }
            Message::Report { lane, outcomes } => outcomes
                .into_iter()
                .for_each(|outcome| self.report(lane, outcome)),
            Message::Retire { lane } => self.hand_out.retire(lane),
            Message::Detach { lane } => {
                let lost = self.hand_out.detach(lane);
                self.requeue(lost);
            }
            Message::Drain { deadline, reply } => self.drain(deadline, reply),
            Message::Heard(notice) => self.heard(notice, now),
            Message::Listening => {
                // Cancels may have been missed.
                self.doubt(true);
                self.claims.hurry(now);
                self.waiters.check_all();
                self.endings.hurry(now);
            }
            Message::Turned {
                host,
                ids,
                effort,
                aftermath,
            } => {
                match effort {
                    Effort::Quick => self.turns -= 1,
                    Effort::Full => self.long_turn = false,
                }
                self.turned(host, &ids, aftermath, now);
            }
            Message::Begun {
                host,
                begun,
                aftermath,
            } => {
                self.begins -= 1;
                for (starting, begun) in begun {
                    self.started(starting, begun, now);
                }
                self.settle(host, aftermath, now);
            }
            Message::Claimed {
                host,
                limit,
                claimed,
            } => self.claimed(host, limit, claimed, now),
            Message::HeldDue { host, held } => self.held_due(host, held, now),
            Message::Ripened {
                host,
                asked,
                granted,
                claimed,
            } => self.ripened(host, asked, granted, claimed, now),
            Message::Requeued(requeued) => self.requeued(requeued, now),
            Message::Beaten { host, sent, beat } => self.beaten(host, sent, beat, now),
            Message::Swept(swept) => self.swept(swept, now),
            Message::Endings { asked, endings } => self.ended(&asked, endings, now),
            Message::Notified => self.notifying = false,
            Message::Reconciled { host, held } => self.reconciled(host, held),
            Message::Left => self.done = true,
        }
    }

    fn start(&mut self, start: Start, wait: Option<WaitReply>, reply: StartReply) {
        if self.leaving.is_some() {
            let _ = reply.send(Err(StartError::Unavailable(
                "the host is shutting down".into(),
            )));
            return;
        }
        let starting = Starting {
            id: start.id.clone().unwrap_or_else(InstanceId::generate),
            awaited: wait.is_some(),
            reply,
        };
        // Before it exists, so that no end can be missed.
        if let Some(wait) = wait {
            self.waiters.expect(starting.id.clone(), wait);
        }
        self.starts.push_back((start, starting));
    }

    fn started(&mut self, starting: Starting, begun: Begun, now: Instant) {
        // Where it was there already, it may have ended before we listened.
        let attached = begun.as_ref().is_ok_and(|started| started.attached);
        if starting.awaited && self.waiters.begun(&starting.id, attached) {
            self.endings.hurry(now);
        }
        let _ = starting.reply.send(begun.map_err(start_error));
    }

    fn report(&mut self, lane: LaneId, outcome: Outcome) {
        if let Some(report) = self.hand_out.report(lane, outcome) {
            self.inbox
                .push(report.attempt.instance.clone(), Event::Outcome(report));
        }
    }

    fn requeue(&mut self, attempts: Vec<Attempt>) {
        if !attempts.is_empty() {
            self.requeues += 1;
            self.commands.push(Command::Requeue(attempts));
        }
    }

    fn requeued(&mut self, requeued: Requeued, now: Instant) {
        self.requeues -= 1;
        if requeued.count > 0 {
            self.work_for_all(now);
        }
        self.lost(requeued.lost);
    }

    /// The last delivery of an attempt ended with its worker: that is the action's outcome, and no policy tries it again.
    fn lost(&mut self, attempts: Vec<Attempt>) {
        for attempt in attempts {
            let result = Err(fault::action_lost(DELIVERIES_MAX));
            self.inbox.push(
                attempt.instance.clone(),
                Event::Outcome(Report {
                    attempt,
                    result,
                    retry: None,
                }),
            );
        }
    }

    fn work_for_all(&mut self, now: Instant) {
        self.claims.hurry(now);
        if self.lease.peers > 0 && !self.notices.contains(&Notice::Work) {
            self.notices.push(Notice::Work);
        }
    }

    fn heard(&mut self, notice: Notice, now: Instant) {
        match notice {
            Notice::Work => self.claims.hurry(now),
            Notice::Hosts => self.lease.hurry(now),
            Notice::Doubt => self.doubt(true),
            Notice::Done(ids) => {
                self.waiters.check(ids);
                self.endings.hurry(now);
            }
            Notice::ManyDone => {
                self.waiters.check_all();
                self.endings.hurry(now);
            }
            Notice::Cancel {
                host,
                instance,
                seq,
            } if host == self.lease.host => self.hand_out.cancel_any(instance, seq),
            Notice::Cancel { .. } => {}
        }
    }

    fn turned(&mut self, host: HostId, ids: &[InstanceId], mut aftermath: Aftermath, now: Instant) {
        for id in ids {
            if let Some(events) = aftermath.again.remove(id) {
                self.inbox.put_back(id, events);
                continue;
            }
            if let Some(events) = aftermath.long.remove(id) {
                self.inbox.put_off(id, events);
                continue;
            }
            let answer = if aftermath.missing.contains(id) {
                Err(WaitError::NotFound)
            } else {
                Ok(())
            };
            self.inbox
                .release(id)
                .into_iter()
                .for_each(|reply| drop(reply.send(answer.clone())));
        }
        self.settle(host, aftermath, now);
    }

    /// What a commit leaves to do.
    fn settle(&mut self, host: HostId, aftermath: Aftermath, now: Instant) {
        if aftermath.doubtful {
            self.doubt_all();
        }
        for (id, ending) in &aftermath.ended {
            self.waiters.ended(id, ending);
        }
        if self.lease.peers > 0 && !aftermath.ended.is_empty() {
            self.notices.push(Notice::done(
                aftermath.ended.into_iter().map(|(id, _)| id).collect(),
            ));
        }
        if aftermath.queued > 0 {
            self.work_for_all(now);
        }
        for withdrawn in aftermath.withdrawn {
            if withdrawn.host == self.lease.host {
                self.hand_out
                    .cancel(&withdrawn.attempt, CancelReason::Cancelled);
            } else {
                let Attempt { instance, seq, .. } = withdrawn.attempt;
                self.notices.push(Notice::Cancel {
                    host: withdrawn.host,
                    instance,
                    seq,
                });
            }
        }
        if host == self.lease.host {
            aftermath
                .held
                .into_iter()
                .for_each(|waiting| self.ahead.add(waiting));
        }
        self.deliver(host, aftermath.deliveries, now);
    }

    /// Each has a slot set aside. What was claimed under an id that lapsed meanwhile is left to the sweep of that id.
    fn deliver(&mut self, host: HostId, claimed: Vec<Claimed>, now: Instant) {
        if host != self.lease.host {
            self.slots.give(claimed.len());
            return;
        }
        let deadlines: Vec<_> = claimed
            .iter()
            .map(|claimed| (claimed.delivery.attempt.clone(), claimed.delivery.timeout))
            .collect();
        let homeless = self.hand_out.deliver(claimed);
        for (attempt, timeout) in deadlines {
            if self.hand_out.holds(&attempt) {
                self.overdue.watch(attempt, now, timeout);
            }
        }
        self.requeue(homeless);
    }

    fn doubt(&mut self, doubtful: bool) {
        if doubtful && self.reconcile == Reconcile::No {
            self.reconcile = Reconcile::Wanted;
        }
    }

    /// What other hosts run may have been withdrawn unseen.
    fn doubt_all(&mut self) {
        self.doubt(true);
        if self.lease.peers > 0 && !self.notices.contains(&Notice::Doubt) {
            self.notices.push(Notice::Doubt);
        }
    }

    fn claimed(
        &mut self,
        host: HostId,
        limit: usize,
        claimed: Result<Vec<Claimed>, Error>,
        now: Instant,
    ) {
        let claimed = claimed.unwrap_or_else(|error| {
            tracing::warn!(%error, "cannot claim actions");
            self.doubt(true);
            Vec::new()
        });
        self.slots.give(limit - claimed.len().min(limit));
        self.claims
            .ended(now, !claimed.is_empty(), claimed.len() == limit);
        self.deliver(host, claimed, now);
    }

    fn held_due(&mut self, host: HostId, held: Result<Vec<Waiting>, Error>, now: Instant) {
        let held = held.unwrap_or_else(|error| {
            tracing::warn!(%error, "cannot look for what falls due");
            self.doubt(true);
            Vec::new()
        });
        self.due.ended(
            now,
            !held.is_empty(),
            held.len() == self.config.due_batch_max as usize,
        );
        if host == self.lease.host {
            held.into_iter().for_each(|waiting| self.ahead.add(waiting));
        }
    }

    fn ripened(
        &mut self,
        host: HostId,
        asked: Vec<Waiting>,
        granted: usize,
        claimed: Result<Vec<Claimed>, Error>,
        now: Instant,
    ) {
        self.ripening = false;
        match claimed {
            Ok(claimed) => {
                self.slots.give(granted - claimed.len().min(granted));
                if granted < asked.len() {
                    self.work_for_all(now);
                }
                self.deliver(host, claimed, now);
            }
            Err(error) => {
                tracing::warn!(%error, "cannot queue the next attempts");
                self.slots.give(granted);
                self.doubt(true);
                // Those that were moved all the same are not moved again.
                let later = self.clock.now_micros() + ERROR_PAUSE.as_micros() as i64;
                asked.into_iter().for_each(|waiting| {
                    self.ahead.add(Waiting {
                        due_micros: later,
                        ..waiting
                    })
                });
            }
        }
    }

    fn beaten(&mut self, host: HostId, sent: Instant, beat: Result<Beat, Error>, now: Instant) {
        if host != self.lease.host {
            return;
        }
        match beat {
            Ok(beat) if beat.alive => {
                self.lease.renewed(sent, beat.peers);
                self.clock.set(beat.now_micros);
                self.sweep |= beat.lapsed;
            }
            Ok(_) => self.lapsed(now),
            Err(error) => {
                tracing::warn!(%error, "cannot renew this host's lease");
                self.lease.failed(now);
            }
        }
    }

    /// Everything claimed under the old id is somebody else's by now, or soon.
    fn lapsed(&mut self, now: Instant) {
        tracing::warn!(host = %self.lease.host, "this host's lease had lapsed; its actions were given to others");
        self.hand_out.abandon();
        self.ahead.clear();
        self.ripe.clear();
        self.lease.reborn(now);
    }

    fn swept(&mut self, swept: Result<Swept, Error>, now: Instant) {
        self.sweeping = false;
        match swept {
            Ok(swept) => {
                if swept.hosts > 0 {
                    tracing::info!(
                        hosts = swept.hosts,
                        requeued = swept.requeued,
                        lost = swept.lost.len(),
                        "swept lapsed hosts"
                    );
                }
                if swept.hosts > 0 {
                    self.doubt_all();
                }
                if swept.requeued > 0 {
                    self.work_for_all(now);
                }
                if swept.released > 0 {
                    self.due.hurry(now);
                }
                self.lost(swept.lost);
            }
            Err(error) => tracing::warn!(%error, "cannot sweep lapsed hosts"),
        }
    }

    fn ended(
        &mut self,
        asked: &[InstanceId],
        endings: Result<HashMap<InstanceId, Option<Ending>>, Error>,
        now: Instant,
    ) {
        let looked = endings.is_ok();
        match endings {
            Ok(endings) => {
                for id in asked {
                    match endings.get(id) {
                        None => self.waiters.answer(id, &Err(WaitError::NotFound)),
                        Some(None) => {}
                        Some(Some(ending)) => self.waiters.ended(id, ending),
                    }
                }
            }
            Err(error) => {
                tracing::warn!(%error, "cannot look for instances that ended");
                self.waiters.check(asked.iter().cloned());
            }
        }
        self.endings
            .ended(now, false, looked && self.waiters.has_unchecked());
    }

    fn reconciled(&mut self, host: HostId, held: Vec<Held>) {
        self.reconcile = Reconcile::No;
        if host != self.lease.host {
            return;
        }
        let running = held.iter().filter_map(|held| match held {
            Held::Running(attempt) => Some(attempt),
            Held::Waiting(_) => None,
        });
        self.hand_out.keep_only(&running.collect());
        let mut unknown = Vec::new();
        for held in held {
            match held {
                Held::Running(attempt)
                    if self.hand_out.holds(&attempt) || self.inbox.holds(&attempt) => {}
                Held::Running(attempt) => unknown.push(attempt),
                Held::Waiting(waiting)
                    if self.inbox.holds(&waiting.attempt)
                        || self.ripe.iter().any(|ripe| ripe.attempt == waiting.attempt) => {}
                Held::Waiting(waiting) => self.ahead.add(waiting),
            }
        }
        self.requeue(unknown);
    }

    fn drain(&mut self, deadline: Instant, reply: oneshot::Sender<()>) {
        let leaving = self.leaving.get_or_insert(Leaving {
            deadline,
            replies: Vec::new(),
            said: false,
        });
        leaving.deadline = leaving.deadline.min(deadline);
        leaving.replies.push(reply);
        for (_, starting) in self.starts.drain(..) {
            let _ = starting.reply.send(Err(StartError::Unavailable(
                "the host is shutting down".into(),
            )));
        }
    }

    /// Decides what to ask for now.
    pub(super) fn decide(&mut self, now: Instant) -> Vec<Command> {
        self.fire(now);
        self.beat(now);
        if self.reconcile == Reconcile::No {
            self.take_turns(now);
            self.begin(now);
            self.look(now);
            self.ripen(now);
        } else {
            self.compare();
        }
        self.look_for_endings(now);
        self.tell_others();
        self.leave(now);
        std::mem::take(&mut self.commands)
    }

    /// Time limits and timers whose time has come.
    fn fire(&mut self, now: Instant) {
        while let Some(attempt) = self.overdue.take(now) {
            if let Some(overrun) = self.hand_out.cancel(&attempt, CancelReason::Timeout) {
                let result = Err(fault::action_timeout(&overrun.action, overrun.timeout));
                let report = Report {
                    attempt,
                    result,
                    retry: Some(overrun.retry),
                };
                self.inbox
                    .push(report.attempt.instance.clone(), Event::Outcome(report));
            }
        }
        while let Some(waiting) = self.ahead.take(self.clock.now_micros()) {
            match waiting.kind {
                Kind::Action => self.ripe.push(waiting),
                Kind::Timer | Kind::Start => self
                    .inbox
                    .push(waiting.attempt.instance.clone(), Event::Due(waiting)),
            }
        }
    }

    fn beat(&mut self, now: Instant) {
        if self.lease.next_beat().is_some_and(|at| at <= now) {
            self.lease.sent();
            let (host, new) = (self.lease.host, self.lease.new);
            self.commands.push(Command::Beat {
                host,
                slots: self.hand_out.capacity(),
                new,
            });
        }
        if self.sweep && !self.sweeping {
            (self.sweep, self.sweeping) = (false, true);
            self.commands.push(Command::Sweep);
        }
    }

    fn claimant(&self, now: Instant) -> Claimant {
        Claimant {
            host: self.lease.host,
            valid: self.lease.is_valid(now) && self.leaving.is_none(),
        }
    }

    fn take_turns(&mut self, now: Instant) {
        while self.turns < self.config.turns_max && self.inbox.is_ready() {
            self.turns += 1;
            let events = self.inbox.take(self.config.turn_batch_max);
            self.commands.push(Command::Take {
                claimant: self.claimant(now),
                events,
                effort: Effort::Quick,
            });
        }
        if !self.long_turn
            && let Some(events) = self.inbox.take_long()
        {
            self.long_turn = true;
            self.commands.push(Command::Take {
                claimant: self.claimant(now),
                events,
                effort: Effort::Full,
            });
        }
    }

    fn begin(&mut self, now: Instant) {
        while self.begins < self.config.turns_max && !self.starts.is_empty() {
            self.begins += 1;
            let count = self.starts.len().min(self.config.turn_batch_max);
            let starts = self.starts.drain(..count).collect();
            self.commands.push(Command::Begin {
                claimant: self.claimant(now),
                starts,
            });
        }
    }

    fn look(&mut self, now: Instant) {
        let Claimant { host, valid } = self.claimant(now);
        if !valid {
            return;
        }
        if self.claims.is_due(now) {
            let limit = self.slots.take(self.config.claim_batch_max as usize);
            if limit > 0 {
                self.claims.began();
                self.commands.push(Command::Claim { host, limit });
            }
        }
        if self.due.is_due(now) {
            self.due.began();
            self.commands.push(Command::HoldDue { host });
        }
    }

    fn ripen(&mut self, now: Instant) {
        if self.ripening || self.ripe.is_empty() {
            return;
        }
        let Claimant { host, valid } = self.claimant(now);
        self.ripening = true;
        let ripe = std::mem::take(&mut self.ripe);
        let granted = if valid {
            self.slots.take(ripe.len())
        } else {
            0
        };
        self.commands.push(Command::Ripen {
            host,
            ripe,
            granted,
        });
    }

    fn compare(&mut self) {
        let quiet = self.turns + self.begins + self.requeues == 0
            && !self.long_turn
            && !self.ripening
            && !self.claims.is_looking()
            && !self.due.is_looking();
        if self.reconcile == Reconcile::Wanted && quiet {
            self.reconcile = Reconcile::Asked;
            self.commands.push(Command::Reconcile {
                host: self.lease.host,
            });
        }
    }

    fn look_for_endings(&mut self, now: Instant) {
        if self.waiters.is_empty() || !self.endings.is_due(now) {
            return;
        }
        if !self.waiters.has_unchecked() {
            self.waiters.check_all();
        }
        let ids = self.waiters.take_unchecked(ENDINGS_MAX);
        if ids.is_empty() {
            // All are about to begin: there is nothing to look for yet, and the loop must not come back at once for it.
            self.endings.ended(now, false, false);
        } else {
            self.endings.began();
            self.commands.push(Command::Endings(ids));
        }
    }

    fn tell_others(&mut self) {
        if !self.notifying && !self.notices.is_empty() {
            self.notifying = true;
            self.commands
                .push(Command::Notify(std::mem::take(&mut self.notices)));
        }
    }

    fn leave(&mut self, now: Instant) {
        let idle = self.hand_out.is_idle()
            && self.inbox.is_empty()
            && self.turns + self.begins + self.requeues == 0
            && !self.long_turn
            && !self.ripening;
        let Some(leaving) = &mut self.leaving else {
            return;
        };
        if !leaving.said && (idle || leaving.deadline <= now) {
            leaving.said = true;
            self.waiters
                .answer_all(&WaitError::Unavailable("the host is shutting down".into()));
            let running = self.hand_out.abandon();
            self.commands.push(Command::Leave {
                host: self.lease.host,
                running,
            });
        }
    }

    /// When to decide again, if nothing is told until then.
    pub(super) fn next_wake(&self, now: Instant) -> Instant {
        let looks = self.leaving.is_none() && self.reconcile == Reconcile::No;
        let claims = self
            .claims
            .next()
            .filter(|_| looks && self.slots.free() > 0);
        let due = self.due.next().filter(|_| looks);
        let looked = [claims, due].into_iter().flatten().map(|at| {
            if self.lease.is_valid(now) {
                at
            } else {
                at.max(now + ERROR_PAUSE)
            }
        });
        let ahead = self
            .ahead
            .next_micros()
            .map(|due| now + micros(due - self.clock.now_micros()));
        let endings = self.endings.next().filter(|_| !self.waiters.is_empty());
        let leaving = self
            .leaving
            .as_ref()
            .filter(|leaving| !leaving.said)
            .map(|leaving| leaving.deadline);
        let others = [
            self.lease.next_beat(),
            self.overdue.next(),
            ahead,
            endings,
            leaving,
        ]
        .into_iter()
        .flatten();
        looked
            .chain(others)
            .min()
            .unwrap_or(now + Duration::from_secs(60))
    }

    /// Those who asked for the shutdown, once it is done.
    pub(super) fn farewell(self) -> Vec<oneshot::Sender<()>> {
        self.leaving
            .map(|leaving| leaving.replies)
            .unwrap_or_default()
    }
}

fn micros(micros: i64) -> Duration {
    Duration::from_micros(micros.max(0) as u64)
}

fn start_error(fault: StartFault) -> StartError {
    match fault {
        StartFault::UnknownVersion(message) => StartError::UnknownVersion(message),
        StartFault::Unavailable(message) => StartError::Unavailable(message),
        StartFault::Refused(message) => StartError::Refused(message),
    }
}
