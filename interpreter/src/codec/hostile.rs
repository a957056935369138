//! Snapshots with a right checksum and wrong contents: whoever can write the database must not be able to hurt the machine.

use proptest::prelude::*;

use super::header;
use crate::effect::{Event, Limits, Status, StepRequest};
use crate::ir::Program;
use crate::vm::machine::Machine;
use crate::{lower, plain_file};

const SOURCE: &str = "
import asyncio
def numbers():
    total = 0
    for n in range(5):
        total += yield n
    return total
async def child(n):
    try:
        await asyncio.sleep(n)
    finally:
        await asyncio.sleep(1)
    return {'n': n, (1, 2): [n]}
async def main():
    g, it = numbers(), iter({'a': 1, 'b': (2, 'x')}.items())
    next(g), next(it)
    kept = [lambda: it, ValueError('kept', 10 ** 30), slice(1, 2), 1.5, b'x', {1, 2}, str.upper, int]
    task = asyncio.create_task(child(2))
    done = await asyncio.gather(child(1), asyncio.sleep(3), return_exceptions=True)
    print(g.send(1), list(it), kept[1].args, done, await task)
asyncio.run(main())
";

fn program() -> Program {
    lower(&plain_file("case.py", SOURCE, (3, 11))).expect("the source is valid")
}

fn step(machine: &mut Machine, state: Option<Vec<u8>>, events: Vec<Event>) -> Status {
    let limits = Limits {
        instructions: 1_000_000,
        heap_bytes: 8 << 20,
    };
    let request = StepRequest {
        state,
        now_micros: 0,
        events,
        limits,
    };
    machine.step(&request).status
}

fn first_state(machine: &mut Machine) -> Vec<u8> {
    match step(machine, None, vec![Event::Main { seed: [1; 16] }]) {
        Status::Waiting { state, .. } => state,
        other => panic!("{other:?}"),
    }
}

/// Whatever was done to the state: it is refused, or the machine goes on with it somehow.
fn survives(machine: &mut Machine, body: &[u8]) {
    let vm = machine.vm();
    let identity = vm.known.identity(vm);
    let mut state = header::seal(header::Kind::Snapshot, identity, body);
    for _ in 0..4 {
        let events = (0..8).map(|seq| Event::TimerFired { seq }).collect();
        match step(machine, Some(state), events) {
            Status::Waiting { state: next, .. } => state = next,
            _ => return,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_forged_body_never_hurts(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4), cut in any::<prop::sample::Index>(), cuts in any::<bool>()) {
        let mut machine = Machine::new(program()).expect("the program is sound");
        let mut body = first_state(&mut machine)[header::LENGTH..].to_vec();
        for (at, byte) in changes {
            let at = at.index(body.len());
            body[at] = byte;
        }
        if cuts {
            body.truncate(cut.index(body.len()));
        }
        survives(&mut machine, &body);
    }
}
