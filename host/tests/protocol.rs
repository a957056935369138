//! Claim, complete, supersede, recover: every order in which two hosts can do it to one instance, explored to its end.
//!
//! The rules are those of the statements in `host/src/store/`, one statement a transition; what a host remembers, its workers' late
//! answers, and commits whose answer is lost are part of the state. The simulation plays the code itself, at random; this is small
//! enough to try everything. A rule left out must be missed: each broken variant has to give a counterexample.

use std::collections::BTreeSet;

use stateright::{Checker, Model, Property};

const HOSTS: usize = 2;
/// The instance calls them one after the other.
const ACTIONS: u8 = 2;
/// Kills, lapses and lost answers in one history.
const FAULTS: u8 = 2;
const ATTEMPTS: u8 = 2;

/// What a rule is missing, if one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    AllHold,
    /// An outcome is taken whatever delivery it is of.
    NoDeliveryCheck,
    /// A swept action is queued again as the same delivery.
    SameDelivery,
    /// An outcome is taken for an action that the instance has left behind.
    NoFence,
    /// Nobody takes back what a lapsed host has claimed.
    NoSweep,
    /// A host never asks which claims are its own.
    NoReconcile,
    /// A host forgets an outcome whose commit was not answered.
    ForgottenOutcome,
}

/// One delivery of one attempt. `number` is a ghost: no two deliveries share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Job {
    action: u8,
    attempt: u8,
    delivery: u8,
    number: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Host {
    up: bool,
    /// Its row in `hosts`: there, and not lapsed.
    leased: bool,
    registered: bool,
    /// What it knows to have claimed.
    jobs: BTreeSet<Job>,
    /// What its workers run, known to it or not.
    running: BTreeSet<Job>,
    /// What its workers have answered and no commit has confirmed; true where it is a failure.
    outcomes: BTreeSet<(Job, bool)>,
}

/// The outstanding action's row, and who has claimed it.
type Row = (Job, Option<usize>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    row: Option<Row>,
    hosts: [Host; HOSTS],
    faults: u8,
    /// Ghosts: how often each action's result was taken, deliveries made, and whether one was taken that was not the last.
    taken: [u8; ACTIONS as usize],
    deliveries: u8,
    superseded: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Event {
    Claims {
        host: usize,
        answered: bool,
    },
    Answers {
        host: usize,
        job: Job,
        fails: bool,
    },
    Commits {
        host: usize,
        job: Job,
        fails: bool,
        lands: bool,
        answered: bool,
    },
    Reconciles(usize),
    Lapses(usize),
    Sweeps {
        host: usize,
        lapsed: usize,
    },
    /// A host that finds its lease gone lets go of all and begins anew.
    Rejoins(usize),
    Dies(usize),
}

struct Protocol(Rule);

impl Protocol {
    fn lacks(&self, rule: Rule) -> bool {
        self.0 == rule
    }

    /// Whether the statement takes the outcome.
    fn takes(&self, state: &State, host: usize, job: Job) -> bool {
        let Some((current, claimed)) = state.row else {
            return self.lacks(Rule::NoFence);
        };
        if current.action != job.action {
            return self.lacks(Rule::NoFence);
        }
        let same = (current.attempt, current.delivery) == (job.attempt, job.delivery);
        self.lacks(Rule::NoDeliveryCheck) || same && claimed == Some(host)
    }

    fn commit(&self, state: &mut State, host: usize, job: Job, fails: bool) {
        if !self.takes(state, host, job) {
            return;
        }
        let current = state.row.map(|(current, _)| current);
        state.superseded |= current.is_some_and(|current| current.number != job.number);
        let again = fails && job.attempt < ATTEMPTS;
        if again {
            state.row = Some((state.deliver(job.action, job.attempt + 1, 1), None));
            return;
        }
        state.taken[usize::from(job.action)] += 1;
        let next = job.action + 1;
        // What follows is claimed in the same statement.
        state.row = (next < ACTIONS).then(|| (state.deliver(next, 1, 1), Some(host)));
    }
}

/// What a host asks of the database of its own accord.
impl Protocol {
    fn database_events(&self, state: &State, host: usize, events: &mut Vec<Event>) {
        if !state.hosts[host].leased {
            return;
        }
        if state.row.is_some_and(|(_, claimed)| claimed.is_none()) {
            let claims = |answered| Event::Claims { host, answered };
            events.push(claims(true));
            events.extend(state.may_fail().then(|| claims(false)));
        }
        let unknown = state
            .claimed_by(host)
            .is_some_and(|job| !state.hosts[host].jobs.contains(&job));
        if unknown && !self.lacks(Rule::NoReconcile) {
            events.push(Event::Reconciles(host));
        }
    }

    fn sweep_events(&self, state: &State, host: usize) -> Vec<Event> {
        let lapsed = |other: &Host| other.registered && !other.leased && !self.lacks(Rule::NoSweep);
        (0..HOSTS)
            .filter(|other| lapsed(&state.hosts[*other]))
            .map(|lapsed| Event::Sweeps { host, lapsed })
            .collect()
    }

    fn sweep(&self, state: &mut State, lapsed: usize) {
        if state.claimed_by(lapsed).is_some() {
            state.requeue(self.lacks(Rule::SameDelivery));
        }
    }
}

/// What its workers answer, and what of their answers it commits.
fn worker_events(state: &State, host: usize, events: &mut Vec<Event>) {
    let Host {
        running, outcomes, ..
    } = &state.hosts[host];
    for job in running {
        events.extend([false, true].map(|fails| Event::Answers {
            host,
            job: *job,
            fails,
        }));
    }
    for (job, fails) in outcomes {
        let commit = |lands, answered| Event::Commits {
            host,
            job: *job,
            fails: *fails,
            lands,
            answered,
        };
        events.push(commit(true, true));
        if state.may_fail() {
            events.extend([commit(true, false), commit(false, false)]);
        }
    }
}

impl State {
    fn may_fail(&self) -> bool {
        self.faults < FAULTS
    }

    fn fault_events(&self, host: usize) -> Vec<Event> {
        let Host {
            up,
            leased,
            registered,
            ..
        } = self.hosts[host];
        let mut events = Vec::new();
        if self.may_fail() {
            events.extend((registered && leased).then_some(Event::Lapses(host)));
            events.extend(up.then_some(Event::Dies(host)));
        }
        events
    }

    /// What a host does once it knows that its outcome is recorded: it runs what follows, which came with the answer.
    fn go_on(&mut self, host: usize, done: Job) {
        self.hosts[host].jobs.remove(&done);
        let next = self
            .claimed_by(host)
            .filter(|next| next.action > done.action);
        if let Some(next) = next.filter(|next| !self.hosts[host].jobs.contains(next)) {
            self.hand_out(host, next);
        }
    }

    fn deliver(&mut self, action: u8, attempt: u8, delivery: u8) -> Job {
        self.deliveries += 1;
        let number = self.deliveries;
        Job {
            action,
            attempt,
            delivery,
            number,
        }
    }

    fn requeue(&mut self, keeps_delivery: bool) {
        let Some((job, _)) = self.row else { return };
        let mut again = self.deliver(job.action, job.attempt, job.delivery + 1);
        if keeps_delivery {
            again.delivery = job.delivery;
        }
        self.row = Some((again, None));
    }

    fn claimed_by(&self, host: usize) -> Option<Job> {
        self.row
            .filter(|(_, claimed)| *claimed == Some(host))
            .map(|(job, _)| job)
    }

    fn hand_out(&mut self, host: usize, job: Job) {
        self.hosts[host].jobs.insert(job);
        self.hosts[host].running.insert(job);
    }
}

impl Host {
    fn new() -> Self {
        Self {
            up: true,
            leased: true,
            registered: true,
            jobs: BTreeSet::new(),
            running: BTreeSet::new(),
            outcomes: BTreeSet::new(),
        }
    }

    /// Its workers do not know, and answer later; those of a dead host died with it.
    fn begin_anew(&mut self) {
        let running = std::mem::take(&mut self.running);
        *self = Self::new();
        self.running = running;
    }

    fn die(&mut self) {
        // Nobody beats for it.
        *self = Self {
            up: false,
            leased: false,
            registered: self.registered,
            ..Self::new()
        };
    }
}

impl Model for Protocol {
    type State = State;
    type Action = Event;

    fn init_states(&self) -> Vec<State> {
        let mut state = State {
            row: None,
            hosts: [Host::new(), Host::new()],
            faults: 0,
            taken: [0; ACTIONS as usize],
            deliveries: 0,
            superseded: false,
        };
        state.row = Some((state.deliver(0, 1, 1), None));
        vec![state]
    }

    fn actions(&self, state: &State, events: &mut Vec<Event>) {
        for (n, host) in state.hosts.iter().enumerate() {
            if host.up {
                self.database_events(state, n, events);
                events.extend(self.sweep_events(state, n));
                worker_events(state, n, events);
            }
            events.extend(state.fault_events(n));
            // Whoever dies is started again, under a new name.
            if !host.up || !host.leased || !host.registered {
                events.push(Event::Rejoins(n));
            }
        }
    }

    fn next_state(&self, last: &State, event: Event) -> Option<State> {
        let mut state = last.clone();
        match event {
            Event::Claims { host, answered } => {
                let (job, _) = state.row?;
                state.row = Some((job, Some(host)));
                if answered {
                    state.hand_out(host, job);
                } else {
                    state.faults += 1;
                }
            }
            Event::Answers { host, job, fails } => {
                // An answer to what it no longer runs is passed on all the same: the database decides.
                state.hosts[host].running.remove(&job);
                state.hosts[host].outcomes.insert((job, fails));
            }
            Event::Commits {
                host,
                job,
                fails,
                lands,
                answered,
            } => {
                if lands {
                    self.commit(&mut state, host, job, fails);
                }
                if answered || self.lacks(Rule::ForgottenOutcome) {
                    state.hosts[host].outcomes.remove(&(job, fails));
                }
                if answered {
                    state.go_on(host, job);
                } else {
                    state.faults += 1;
                }
            }
            Event::Reconciles(host) => {
                // What is claimed in its name and it does not know, it gives back.
                state.hosts[host].jobs.clear();
                state.requeue(false);
            }
            Event::Lapses(host) => {
                state.faults += 1;
                state.hosts[host].leased = false;
            }
            Event::Sweeps { lapsed, .. } => {
                self.sweep(&mut state, lapsed);
                state.hosts[lapsed].registered = false;
            }
            Event::Rejoins(host) => {
                // Its old name's claims are swept first, by itself or by others.
                if state.hosts[host].registered {
                    if self.lacks(Rule::NoSweep) {
                        return None;
                    }
                    self.sweep(&mut state, host);
                }
                state.hosts[host].begin_anew();
            }
            Event::Dies(host) => {
                state.faults += 1;
                state.hosts[host].die();
            }
        }
        Some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("nothing is taken twice", |_, state: &State| {
                state.taken.iter().all(|count| *count <= 1)
            }),
            Property::always("nothing superseded is taken", |_, state: &State| {
                !state.superseded
            }),
            Property::always("in order", |_, state: &State| {
                state.taken.is_sorted_by(|a, b| a >= b)
            }),
            Property::eventually("it ends", |_, state: &State| {
                state.row.is_none() && state.taken == [1; ACTIONS as usize]
            }),
        ]
    }
}

#[test]
fn no_order_of_events_loses_or_repeats_a_transition() {
    let checker = Protocol(Rule::AllHold)
        .checker()
        .threads(2)
        .spawn_bfs()
        .join();
    println!("{} states", checker.unique_state_count());
    checker.assert_properties();
    assert!(checker.is_done());
}

#[test]
fn a_rule_left_out_is_missed() {
    let expected = [
        (Rule::NoDeliveryCheck, "nothing superseded is taken"),
        (Rule::SameDelivery, "nothing superseded is taken"),
        (Rule::NoFence, "nothing is taken twice"),
        (Rule::NoSweep, "it ends"),
        (Rule::NoReconcile, "it ends"),
        (Rule::ForgottenOutcome, "it ends"),
    ];
    for (rule, property) in expected {
        let checker = Protocol(rule).checker().threads(2).spawn_bfs().join();
        let found = checker.discovery(property);
        assert!(
            found.is_some(),
            "without {rule:?} nobody misses that {property}"
        );
    }
}
