//! Three hosts, their dispatch loops, turns and leases as they are, in one thread on a clock that jumps; under them a database in memory in
//! which each statement may fail, be carried out unseen, or kill its sender before or after. From a seed:
//! `SIMULATION_SEED=17 cargo nextest run --test simulation` plays that one again, `SIMULATION_SEEDS=5000` plays so many.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod cast;
#[path = "../flows/mod.rs"]
mod flows;
mod model;
mod native;
mod nemesis;
mod tables;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use carabiner_host::dispatch::{Config, Dispatch};
use carabiner_host::model::{Ending, InstanceId, Start, VersionId};
use carabiner_interpreter::wire::Writer;
use tokio::time::{Instant, sleep, timeout};

use cast::{Role, SLOTS, Stage};
use model::{Model, Shared};
use native::Native;
use nemesis::Fate;

const HOSTS: usize = 3;
const INSTANCES: usize = 40;
/// How long things go wrong.
const TROUBLE: Duration = Duration::from_secs(60);
/// How long after that everything must have ended: leases run out, commits land late, and what they left is found.
const RECOVERY: Duration = Duration::from_secs(180);

/// What changes the tables; each seed plans one fault at one of them, and chance adds others.
const WRITES: [&str; 11] = [
    "commit starts",
    "commit turns",
    "claim",
    "hold due",
    "ripen",
    "requeue",
    "register",
    "beat",
    "sweep",
    "leave",
    "notify",
];

#[test]
fn whatever_goes_wrong_nothing_is_lost_or_done_twice() {
    let number = |name| {
        std::env::var(name)
            .ok()
            .map(|text: String| text.parse::<u64>().unwrap())
    };
    let seeds = match number("SIMULATION_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SIMULATION_SEEDS").unwrap_or(100),
    };
    let mut faults = BTreeMap::new();
    let mut turns = 0;
    for seed in seeds.clone() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        println!("SIMULATION_SEED={seed}");
        let shared = runtime.block_on(play(seed));
        turns += shared.tables().turns;
        for (kind, count) in &shared.nemesis().done {
            *faults.entry(*kind).or_insert(0) += count;
        }
    }
    println!("{turns} turns; {faults:?}");
    if seeds.start == 0 && seeds.end >= (WRITES.len() * Fate::FAULTS.len()) as u64 {
        for (statement, fate) in plan() {
            let fault = (statement, fate.name());
            assert!(faults.contains_key(&fault), "it never met {fault:?}");
        }
    }
}

/// Each fault at each write.
fn plan() -> impl Iterator<Item = (&'static str, Fate)> {
    let faults = |write: &'static str| Fate::FAULTS.into_iter().map(move |fate| (write, fate));
    WRITES.into_iter().flat_map(faults)
}

/// One host after the other, on one place.
struct Seat {
    model: Model,
    dispatch: Dispatch<Model>,
}

async fn play(seed: u64) -> Arc<Shared> {
    let shared = Shared::new(seed);
    let stage = Stage::new(shared.clone(), HOSTS * SLOTS as usize);
    let mut seats = Vec::new();
    for _ in 0..HOSTS {
        seats.push(sit(&stage).await);
    }
    let roles = roles(&shared);
    let mut versions = BTreeMap::new();
    for role in &roles {
        let registered = seats[0].dispatch.register(flows::unit(&role.flow())).await;
        versions.insert(role.flow(), registered.unwrap().version);
    }
    {
        let mut nemesis = shared.nemesis();
        nemesis.faults = nemesis.rng.u32(5..60);
        nemesis.deaths = nemesis.rng.u32(0..6);
        let cases = WRITES.len() * Fate::FAULTS.len();
        nemesis.planned = plan().nth(seed as usize % cases);
    }
    let hosts = Arc::new(std::sync::Mutex::new(seats));
    let trouble = tokio::spawn(trouble(stage.clone(), hosts.clone()));
    let clients: Vec<_> = roles
        .iter()
        .enumerate()
        .map(|(n, role)| {
            let version = versions[&role.flow()];
            tokio::spawn(client(shared.clone(), hosts.clone(), *role, n, version))
        })
        .collect();
    trouble.await.unwrap();
    let all = async {
        for (role, client) in roles.iter().zip(clients) {
            let ending = client.await.unwrap();
            check(*role, &ending);
        }
    };
    timeout(RECOVERY, all)
        .await
        .unwrap_or_else(|_| panic!("something is stuck: {:?}", *shared.tables()));
    meet(&shared, &hosts).await;
    assert!(shared.tables().actions.is_empty());
    shared
}

fn check(role: Role, ending: &Ending) {
    let met = role.is_met_by(ending) || cast::is_lost(ending);
    assert!(met, "{role:?} ended with {ending:?}");
}

fn roles(shared: &Shared) -> Vec<Role> {
    let mut nemesis = shared.nemesis();
    let rng = &mut nemesis.rng;
    (0..INSTANCES)
        .map(|_| match rng.u32(0..9) {
            0 | 1 => Role::Chain(rng.u32(1..8)),
            2 => Role::Gather(rng.u32(1..20)),
            3 => Role::Retried,
            4 => Role::Failing,
            5 => Role::Silent,
            6 => Role::Sleeper(rng.u32(1..20_000)),
            7 => Role::Both(rng.u32(1..2_000)),
            _ => Role::Cancelled,
        })
        .collect()
}

/// A new host with one worker.
async fn sit(stage: &Arc<Stage>) -> Seat {
    loop {
        let model = Model::new(&stage.shared);
        let opening = Dispatch::open(model.clone(), Native, Config::default());
        if let Ok(Ok(dispatch)) = timeout(Duration::from_secs(30), opening).await {
            tokio::spawn(cast::work(stage.clone(), dispatch.clone(), model.clone()));
            return Seat { model, dispatch };
        }
    }
}

type Hosts = Arc<std::sync::Mutex<Vec<Seat>>>;

/// Replaces hosts that died, stops some in good order, lets some stand still; at last lets everything be well.
async fn trouble(stage: Arc<Stage>, hosts: Hosts) {
    let end = Instant::now() + TROUBLE;
    let shared = &stage.shared;
    // One leaves and one comes, at least.
    let mut leaves = true;
    while Instant::now() < end {
        sleep(Duration::from_millis(500)).await;
        let place = shared.nemesis().rng.usize(0..HOSTS);
        let (model, dispatch) = at(&hosts, place);
        if shared.happens(60) {
            model.stall(shared.millis(25_000));
        }
        if leaves || shared.happens(60) {
            leaves = false;
            let grace = shared.millis(3_000);
            let _ = timeout(Duration::from_secs(20), dispatch.shutdown(grace)).await;
            model.kill();
        }
        if model.is_dead() {
            let pause = shared.millis(5_000);
            sleep(pause).await;
            let seat = sit(&stage).await;
            hosts.lock().unwrap()[place] = seat;
        }
    }
    shared.nemesis().faults = 0;
    for place in 0..HOSTS {
        if at(&hosts, place).0.is_dead() {
            let seat = sit(&stage).await;
            hosts.lock().unwrap()[place] = seat;
        }
    }
}

fn at(hosts: &Hosts, place: usize) -> (Model, Dispatch<Model>) {
    let hosts = hosts.lock().unwrap();
    (hosts[place].model.clone(), hosts[place].dispatch.clone())
}

/// Starts an instance and waits for its end, at one host or another.
async fn client(
    shared: Arc<Shared>,
    hosts: Hosts,
    role: Role,
    n: usize,
    version: VersionId,
) -> Ending {
    let pause = shared.millis(50_000);
    sleep(pause).await;
    let id = InstanceId::parse(&role.name(n)).unwrap();
    let mut cancelled = role != Role::Cancelled;
    loop {
        let place = shared.nemesis().rng.usize(0..HOSTS);
        let (_, dispatch) = at(&hosts, place);
        let asked = async {
            let (_, finishing) = dispatch.run(start(version, &id)).await.ok()?;
            if !cancelled {
                sleep(Duration::from_secs(1)).await;
                dispatch.cancel(id.clone(), "enough".into()).await.ok()?;
                cancelled = true;
            }
            finishing.ended().await.ok()
        };
        if let Ok(Some(ending)) = timeout(Duration::from_secs(40), asked).await {
            return ending;
        }
        sleep(Duration::from_millis(100)).await;
    }
}

/// As many actions as there are slots, each of which ends only when all run: so no slot was lost.
async fn meet(shared: &Arc<Shared>, hosts: &Hosts) {
    let role = Role::Meeting(HOSTS as u32 * SLOTS);
    let (_, dispatch) = at(hosts, 0);
    let version = dispatch
        .register(flows::unit(&role.flow()))
        .await
        .unwrap()
        .version;
    let meeting = client(shared.clone(), hosts.clone(), role, INSTANCES, version);
    let ending = timeout(RECOVERY, meeting).await.unwrap_or_else(|_| {
        let tables = shared.tables();
        panic!("a slot was lost: its worker is idle and nothing is handed to it: {tables:?}")
    });
    check(role, &ending);
}

fn start(version: VersionId, id: &InstanceId) -> Start {
    let mut attributes = Writer::new();
    attributes.map(0);
    Start {
        version,
        id: Some(id.clone()),
        attributes: attributes.finish(),
        arguments: flows::no_arguments(),
        not_before: None,
        priority: 0,
    }
}
