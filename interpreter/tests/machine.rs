//! The machine's door: what a workflow asks for, and how it goes on when it is told.

use std::collections::BTreeMap;

use carabiner_interpreter::effect::{Effect, Event, Limits, Status, StepRequest, StepResponse};
use carabiner_interpreter::source::{
    Action, Definition, DefinitionKind, Entry, Parameter, ParameterKind, SOURCE_FORMAT, SourceUnit,
    Symbol,
};
use carabiner_interpreter::wire::{Reader, Token, Writer};
use carabiner_interpreter::{Machine, lower};

/// A workflow whose `run` has this body, and the actions `fetch(x)` and `store(x, y=..)`.
struct Run {
    machine: Machine,
    state: Option<Vec<u8>>,
    now: i64,
}

fn parameter(name: &str, has_default: bool) -> Parameter {
    Parameter {
        name: name.into(),
        kind: ParameterKind::PositionalOrKeyword,
        has_default,
    }
}

fn action(name: &str, parameters: Vec<Parameter>) -> Symbol {
    Symbol::Action(Action {
        name: format!("app:{name}"),
        module: "app".into(),
        parameters,
        policy: Default::default(),
    })
}

fn workflow(body: &str) -> Run {
    let body: String = body
        .lines()
        .map(|line| format!("        {line}\n"))
        .collect();
    let source = format!("class W(Workflow):\n    async def run(self):\n{body}");
    let paths = [
        "carabiner.Workflow",
        "carabiner.RetryPolicy",
        "asyncio.gather",
        "asyncio.sleep",
        "asyncio.create_task",
        "asyncio.wait_for",
        "asyncio.CancelledError",
        "asyncio.TimeoutError",
        "re.match",
    ];
    let mut symbols: Vec<Symbol> = paths
        .iter()
        .map(|path| Symbol::Stdlib {
            path: (*path).into(),
        })
        .collect();
    let mut names: BTreeMap<String, u32> = paths
        .iter()
        .enumerate()
        .map(|(index, path)| {
            (
                path.rsplit('.').next().unwrap_or(path).to_owned(),
                index as u32,
            )
        })
        .collect();
    for (name, parameters) in [
        ("fetch", vec![parameter("x", false)]),
        ("store", vec![parameter("x", false), parameter("y", true)]),
    ] {
        names.insert(name.into(), symbols.len() as u32);
        symbols.push(action(name, parameters));
    }
    symbols.push(Symbol::Class { definition: 0 });
    let unit = SourceUnit {
        format: SOURCE_FORMAT,
        python: (3, 11),
        entry: Entry::Workflow(symbols.len() as u32 - 1),
        definitions: vec![Definition {
            kind: DefinitionKind::Class,
            module: "app".into(),
            qualname: "W".into(),
            file: "app.py".into(),
            first_line: 1,
            column: 0,
            source,
            names,
            ..Definition::default()
        }],
        symbols,
    };
    let program = lower(&unit).unwrap_or_else(|errors| panic!("{}", errors[0]));
    Run {
        machine: Machine::new(program).expect("the lowering makes valid programs"),
        state: None,
        now: 0,
    }
}

fn encoded(write: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer::new();
    write(&mut writer);
    writer.finish()
}

fn int(value: i64) -> Vec<u8> {
    encoded(|writer| writer.int(value))
}

impl Run {
    fn start(&mut self) -> StepResponse {
        let attributes = encoded(|writer| writer.map(0));
        let arguments = encoded(|writer| {
            writer.array(2);
            writer.array(0);
            writer.map(0);
        });
        self.step(vec![Event::Start {
            instance_id: "w-1".into(),
            seed: [1; 16],
            attributes,
            arguments,
        }])
    }

    fn step(&mut self, events: Vec<Event>) -> StepResponse {
        let request = StepRequest {
            state: self.state.take(),
            now_micros: self.now,
            events,
            limits: Limits {
                instructions: 1_000_000,
                heap_bytes: 8 << 20,
            },
        };
        let response = self.machine.step(&request);
        if let Status::Waiting { state, .. } = &response.status {
            self.state = Some(state.clone());
        }
        response
    }

    fn done(&mut self, seq: u32, value: i64) -> StepResponse {
        self.step(vec![Event::ActionDone {
            seq,
            outcome: Ok(int(value)),
        }])
    }
}

fn calls(response: &StepResponse) -> Vec<u32> {
    let seq = |effect: &Effect| match effect {
        Effect::CallAction { seq, .. } => Some(*seq),
        _ => None,
    };
    response.effects.iter().filter_map(seq).collect()
}

fn wake(response: &StepResponse) -> (u32, bool) {
    match &response.status {
        Status::Waiting { wake, .. } => (wake.outcomes, wake.on_failure),
        other => panic!("{other:?}"),
    }
}

fn result(response: &StepResponse) -> i64 {
    match &response.status {
        Status::Finished { result } => match Reader::new(result).next() {
            Ok(Token::Int(value)) => value,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn failure(response: &StepResponse) -> (String, String) {
    match &response.status {
        Status::Failed(failure) => (failure.class.clone(), failure.message.clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_action_is_asked_for_and_its_outcome_is_the_result() {
    let mut run = workflow("total = await fetch(20)\nreturn total + 1");
    let first = run.start();
    assert_eq!(calls(&first), [0]);
    assert_eq!(wake(&first), (1, true));
    assert_eq!(result(&run.done(0, 41)), 42);
}

#[test]
fn a_gather_wakes_when_all_of_it_is_there() {
    let mut run = workflow("return sum(await gather(*[fetch(i) for i in range(5)]))");
    let first = run.start();
    assert_eq!(calls(&first), [0, 1, 2, 3, 4]);
    assert_eq!(wake(&first), (5, true));
    let events = (0..5)
        .rev()
        .map(|seq| Event::ActionDone {
            seq,
            outcome: Ok(int(10)),
        })
        .collect();
    assert_eq!(result(&run.step(events)), 50);
}

#[test]
fn a_gather_that_returns_exceptions_does_not_wake_on_a_failure() {
    let mut run =
        workflow("r = await gather(fetch(1), fetch(2), return_exceptions=True)\nreturn len(r)");
    assert_eq!(wake(&run.start()), (2, false));
}

#[test]
fn helpers_that_await_are_resumed_where_they_stand() {
    let mut run = workflow(
        "async def twice(x):\n    first = await fetch(x)\n    return first + await fetch(first)\nreturn sum(await gather(twice(1), twice(2)))",
    );
    assert_eq!(calls(&run.start()), [0, 1]);
    assert_eq!(calls(&run.done(0, 10)), [2]);
    assert_eq!(calls(&run.done(1, 20)), [3]);
    assert_eq!(calls(&run.done(2, 1)), [0_u32; 0]);
    assert_eq!(result(&run.done(3, 2)), 33);
}

#[test]
fn a_bad_call_of_an_action_is_the_type_error_of_the_function() {
    let mut run = workflow("await store()");
    let expected = "store() missing 1 required positional argument: 'x'";
    assert_eq!(
        failure(&run.start()),
        ("builtins:TypeError".into(), expected.into())
    );
}

#[test]
fn a_cancel_reaches_run_and_withdraws_what_it_waits_for() {
    let mut run =
        workflow("try:\n    await fetch(1)\nexcept CancelledError:\n    return await fetch(2)");
    run.start();
    let cancelled = run.step(vec![Event::Cancel {
        reason: "enough".into(),
    }]);
    assert_eq!(cancelled.effects[0], Effect::CancelAction { seq: 0 });
    assert_eq!(calls(&cancelled), [1]);
    assert_eq!(result(&run.done(1, 7)), 7);
}

#[test]
fn a_cancel_that_is_not_caught_fails_as_cancelled() {
    let mut run = workflow("await sleep(60)");
    let first = run.start();
    assert_eq!(
        first.effects,
        [Effect::StartTimer {
            seq: 0,
            due_micros: 60_000_000
        }]
    );
    let cancelled = run.step(vec![Event::Cancel {
        reason: String::new(),
    }]);
    let Status::Failed(failure) = cancelled.status else {
        panic!("{:?}", cancelled.status)
    };
    assert!(failure.cancelled);
    assert_eq!(failure.class, "asyncio.exceptions:CancelledError");
}

#[test]
fn a_time_limit_cancels_the_action_that_it_limits() {
    let mut run =
        workflow("try:\n    await wait_for(fetch(1), 5)\nexcept TimeoutError:\n    return 3");
    run.start();
    let late = run.step(vec![Event::TimerFired { seq: 0 }]);
    assert_eq!(late.effects, [Effect::CancelAction { seq: 1 }]);
    assert_eq!(result(&late), 3);
}

#[test]
fn what_tasks_that_are_left_wait_for_is_withdrawn_at_the_end() {
    let mut run = workflow("create_task(fetch(1))\nawait sleep(1)\nreturn 5");
    assert_eq!(calls(&run.start()), [1]);
    let last = run.step(vec![Event::TimerFired { seq: 0 }]);
    assert_eq!(last.effects, [Effect::CancelAction { seq: 1 }]);
    assert_eq!(result(&last), 5);
    let mut run = workflow("create_task(fetch(1))\nreturn 5");
    let only = run.start();
    assert_eq!(only.effects, []);
    assert_eq!(result(&only), 5);
}

#[test]
fn a_workflow_ends_when_the_tasks_that_are_left_have_tidied_up() {
    let mut run = workflow(
        "async def tidy():\n    try:\n        await fetch(1)\n    finally:\n        await fetch(2)\ncreate_task(tidy())\nawait sleep(1)\nreturn 5",
    );
    run.start();
    let returned = run.step(vec![Event::TimerFired { seq: 0 }]);
    assert_eq!(returned.effects[0], Effect::CancelAction { seq: 1 });
    assert_eq!(calls(&returned), [2]);
    assert_eq!(wake(&returned), (1, true));
    assert_eq!(result(&run.done(2, 0)), 5);
}

#[test]
fn an_exception_that_leaves_run_has_its_traceback() {
    let mut run = workflow("await fetch(1)\nraise ValueError('no')");
    run.start();
    let response = run.done(0, 1);
    let Status::Failed(failure) = response.status else {
        panic!("{:?}", response.status)
    };
    assert_eq!(
        failure.traceback,
        "Traceback (most recent call last):\n  File \"app.py\", line 4, in run\n    raise ValueError('no')\nValueError: no\n"
    );
}

#[test]
fn a_runaway_loop_stops_at_its_limit() {
    let mut run = workflow("while True:\n    pass");
    assert!(matches!(run.start().status, Status::LimitExceeded { .. }));
}

#[test]
fn an_exponential_pattern_stops_at_the_limit() {
    let mut run = workflow("match('(a|a)*b', 'a' * 5000)");
    assert!(matches!(run.start().status, Status::LimitExceeded { .. }));
}

#[test]
fn a_runaway_list_stops_at_its_limit() {
    let mut run = workflow("items = []\nwhile True:\n    items.append('x' * 1000)");
    assert!(matches!(run.start().status, Status::LimitExceeded { .. }));
}

#[test]
fn what_an_instance_changes_is_not_there_for_the_next() {
    let mut run = workflow("W = type(self)\nW.count = getattr(W, 'count', 0) + 1\nreturn W.count");
    assert_eq!(result(&run.start()), 1);
    assert_eq!(result(&run.start()), 1);
}

#[test]
fn deep_structures_raise_instead_of_overflowing() {
    let mut run = workflow(
        "a = []\nfor i in range(100000):\n    a = [a]\ntry:\n    repr(a)\nexcept RecursionError:\n    return 1",
    );
    assert_eq!(result(&run.start()), 1);
}
