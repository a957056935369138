//! How long a step takes and how big a snapshot is: `cargo run --release -p carabiner-host --example step_latency [GUEST.wasm]`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use carabiner_host::engine::{Effort, Engine, EngineConfig, Job, Lowered};
use carabiner_host::model::GuestId;
use carabiner_interpreter::Machine;
use carabiner_interpreter::effect::{Event, Limits, Status, StepRequest};
use carabiner_interpreter::ir::Program;
use carabiner_interpreter::wire::Writer;
use serde_json::json;

const CHAIN: &str = "\
class Chain(Workflow):
    async def run(self):
        user = await act(self.name)
        greeting = f'hello {user}'
        return await act(greeting)
";
const GATHER: &str = "\
class Gather(Workflow):
    async def run(self):
        first, second, third = await act(1), await act(2), await act(3)
        return await gather(*[act(n) for n in range(10)])
";
const LOOP: &str = "\
class Loop(Workflow):
    async def run(self):
        total = 0
        i = 0
        while i < 10_000_000:
            total += i & 7
            i += 1
        return total
";

fn main() {
    let warm = Engine::new(EngineConfig::default()).expect("the engine starts");
    let begun = Instant::now();
    Engine::new(EngineConfig::default()).expect("the engine starts");
    println!("second start of an engine      {:>10.1?}", begun.elapsed());
    println!(
        "guest module                   {:>8} KB",
        warm.guest_bytes().len() / 1024
    );
    let fresh = Engine::new(EngineConfig {
        idle_max: 0,
        ..EngineConfig::default()
    })
    .expect("the engine starts");
    let guest = chosen(&warm);
    chosen(&fresh);
    let step = |engine: &Engine, lowered: &Lowered, request: &StepRequest| {
        step(engine, guest, lowered, request)
    };
    for (name, source, outcomes) in [("one pending call", CHAIN, 0), ("gather of ten", GATHER, 3)] {
        let lowered = lower(source);
        let resume = paused(&warm, guest, &lowered, outcomes);
        println!(
            "\n{name}: snapshot {} bytes, program {} bytes",
            resume.state.as_ref().map_or(0, Vec::len),
            lowered.program.len()
        );
        println!(
            "  first step, warm instance    {:>10.1?}",
            time(2_000, || step(&warm, &lowered, &start()))
        );
        println!(
            "  next step, warm instance     {:>10.1?}",
            time(2_000, || step(&warm, &lowered, &resume))
        );
        println!(
            "  next step, fresh instance    {:>10.1?}",
            time(1_000, || step(&fresh, &lowered, &resume))
        );
        let mut machine = native(&lowered);
        println!(
            "  next step, native            {:>10.1?}",
            time(2_000, || machine.step(&resume).status)
        );
        println!(
            "  load of the program, native  {:>10.1?}",
            time(200, || native(&lowered))
        );
        let jobs = vec![job(guest, &lowered, &resume); 1_000];
        let begun = Instant::now();
        assert!(warm.step_all(&jobs).iter().all(Result::is_ok));
        println!("  1,000 steps on all cores     {:>10.1?}", begun.elapsed());
    }
    let lowered = lower(LOOP);
    println!(
        "\n40 million instructions, wasm  {:>10.1?}",
        time(3, || step(&warm, &lowered, &start()))
    );
    let mut machine = native(&lowered);
    println!(
        "40 million instructions, native{:>10.1?}",
        time(3, || machine.step(&start()).status)
    );
}

/// The guest of the command line, else the embedded one.
fn chosen(engine: &Engine) -> GuestId {
    match std::env::args_os().nth(1) {
        Some(path) => engine
            .add_guest(&std::fs::read(path).expect("the guest is there"))
            .expect("it is a guest"),
        None => engine.guest_id(),
    }
}

fn native(lowered: &Lowered) -> Machine {
    let program = Program::from_bytes(&lowered.program).expect("it was just written");
    Machine::new(program).expect("it runs")
}

fn lower(source: &str) -> Lowered {
    let name = source.split(['(', ' ']).nth(1).expect("a class has a name");
    let unit = json!({
        "format": 1, "python": [3, 11], "entry": {"workflow": 0},
        "definitions": [{
            "kind": "class", "module": "app", "qualname": name, "file": "app.py", "first_line": 1, "source": source,
            "names": {"Workflow": 1, "act": 2, "gather": 3},
        }],
        "symbols": [
            {"kind": "class", "definition": 0},
            {"kind": "stdlib", "path": "carabiner.Workflow"},
            {"kind": "action", "name": "app:act", "module": "app",
             "parameters": [{"name": "value", "kind": "positional_or_keyword", "has_default": false}]},
            {"kind": "stdlib", "path": "asyncio.gather"},
        ],
    });
    carabiner_host::engine::lower(&unit.to_string()).unwrap_or_else(|failure| panic!("{failure}"))
}

fn request(state: Option<Vec<u8>>, event: Event) -> StepRequest {
    StepRequest {
        state,
        now_micros: 1_700_000_000_000_000,
        events: vec![event],
        limits: Limits::default(),
    }
}

fn start() -> StepRequest {
    let mut attributes = Writer::new();
    attributes.map(1);
    attributes.str("name");
    attributes.str("Ann");
    let mut arguments = Writer::new();
    arguments.array(2);
    arguments.array(0);
    arguments.map(0);
    request(
        None,
        Event::Start {
            instance_id: "0190a6c8-1111-7000-8000-000000000000".into(),
            seed: [3; 16],
            attributes: attributes.finish(),
            arguments: arguments.finish(),
        },
    )
}

/// The request that delivers one more outcome after so many.
fn paused(engine: &Engine, guest: GuestId, lowered: &Lowered, outcomes: u32) -> StepRequest {
    let mut request_now = start();
    for seq in 0..=outcomes {
        let Status::Waiting { state, .. } = step(engine, guest, lowered, &request_now) else {
            panic!("it does not wait")
        };
        let mut result = Writer::new();
        result.str("a result of some length");
        request_now = request(
            Some(state),
            Event::ActionDone {
                seq,
                outcome: Ok(result.finish()),
            },
        );
    }
    request_now
}

fn job(guest: GuestId, lowered: &Lowered, request: &StepRequest) -> Job {
    Job {
        guest,
        version: lowered.version,
        program: Arc::clone(&lowered.program),
        request: request.clone(),
        effort: Effort::Full,
    }
}

fn step(engine: &Engine, guest: GuestId, lowered: &Lowered, request: &StepRequest) -> Status {
    let response = engine
        .step(guest, lowered.version, &lowered.program, request)
        .expect("it steps");
    response.status
}

/// The median.
fn time<T>(times: usize, mut run: impl FnMut() -> T) -> Duration {
    let mut taken: Vec<_> = (0..times)
        .map(|_| {
            let begun = Instant::now();
            std::hint::black_box(run());
            begun.elapsed()
        })
        .collect();
    taken.sort();
    taken[times / 2]
}
