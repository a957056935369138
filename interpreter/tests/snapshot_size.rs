//! How small snapshots are: a budget, because every turn of every instance writes one.

use std::collections::BTreeMap;

use carabiner_interpreter::effect::{Effect, Event, Limits, Status, StepRequest};
use carabiner_interpreter::lower;
use carabiner_interpreter::source::{
    Action, Definition, DefinitionKind, Entry, Parameter, ParameterKind, SOURCE_FORMAT, SourceUnit,
    Symbol,
};
use carabiner_interpreter::vm::machine::Machine;
use carabiner_interpreter::wire::Writer;

fn workflow(source: &str) -> Machine {
    let action = Action {
        name: "app:fetch".into(),
        module: "app".into(),
        parameters: vec![Parameter {
            name: "x".into(),
            kind: ParameterKind::PositionalOrKeyword,
            has_default: false,
        }],
        ..Action::default()
    };
    let symbols = vec![
        Symbol::Class { definition: 0 },
        Symbol::Stdlib {
            path: "carabiner.Workflow".into(),
        },
        Symbol::Stdlib {
            path: "asyncio.gather".into(),
        },
        Symbol::Action(action),
    ];
    let names = [("Workflow", 1), ("gather", 2), ("fetch", 3)];
    let names: BTreeMap<String, u32> = names.map(|(name, symbol)| (name.to_owned(), symbol)).into();
    let unit = SourceUnit {
        format: SOURCE_FORMAT,
        python: (3, 11),
        entry: Entry::Workflow(0),
        definitions: vec![Definition {
            kind: DefinitionKind::Class,
            module: "app".into(),
            qualname: "Orders".into(),
            file: "app.py".into(),
            first_line: 1,
            column: 0,
            source: source.into(),
            names,
            ..Definition::default()
        }],
        symbols,
    };
    let program = lower(&unit).unwrap_or_else(|errors| panic!("{errors:?}"));
    Machine::new(program).expect("the program is sound")
}

fn start(user: &str) -> Event {
    let mut attributes = Writer::new();
    attributes.map(1);
    attributes.str("user");
    attributes.str(user);
    let mut arguments = Writer::new();
    arguments.array(2);
    arguments.array(0);
    arguments.map(0);
    Event::Start {
        instance_id: "0190f5c2-9c3e-7b7a-8a53-0f2b6c1d4e5f".into(),
        seed: [3; 16],
        attributes: attributes.finish(),
        arguments: arguments.finish(),
    }
}

/// Steps until `pauses` have been; every action's outcome is a text of five characters.
fn state_after(machine: &mut Machine, pauses: usize) -> Vec<u8> {
    let mut events = vec![start("user-17")];
    let mut state = None;
    for pause in 1.. {
        let request = StepRequest {
            state: state.take(),
            now_micros: 0,
            events: std::mem::take(&mut events),
            limits: Limits::default(),
        };
        let response = machine.step(&request);
        let Status::Waiting { state: bytes, .. } = response.status else {
            panic!("{:?}", response.status)
        };
        if pause == pauses {
            return bytes;
        }
        for effect in response.effects {
            if let Effect::CallAction { seq, .. } = effect {
                let mut outcome = Writer::new();
                outcome.str("value");
                events.push(Event::ActionDone {
                    seq,
                    outcome: Ok(outcome.finish()),
                });
            }
        }
        state = Some(bytes);
    }
    unreachable!("the loop ends by returning")
}

#[test]
fn one_pending_call_takes_about_a_hundred_bytes() {
    let mut machine = workflow(
        "class Orders(Workflow):\n    async def run(self):\n        found = await fetch(self.user)\n        return found\n",
    );
    let size = state_after(&mut machine, 1).len();
    println!("one pending call: {size} bytes");
    assert!(size <= 150, "{size} bytes");
}

#[test]
fn three_results_and_a_gather_of_ten_take_about_three_hundred_bytes() {
    let mut machine = workflow(
        "class Orders(Workflow):\n    async def run(self):\n        a = await fetch(1)\n        b = await fetch(2)\n        \
         c = await fetch(3)\n        many = await gather(*[fetch(n) for n in range(10)])\n        return [a, b, c, many]\n",
    );
    let size = state_after(&mut machine, 4).len();
    println!("three results and a gather of ten: {size} bytes");
    assert!(size <= 350, "{size} bytes");
}
