//! The collector: what nothing reaches makes room, what is reached stays, and the heap limit holds.

use carabiner_interpreter::effect::{Effect, Event, Limits, Status, StepRequest};
use carabiner_interpreter::vm::machine::Machine;
use carabiner_interpreter::{lower, plain_file};

/// Runs to the first pause or the end, with a heap of four megabytes.
fn run(source: &str) -> (Status, String) {
    let program = lower(&plain_file("case.py", source, (3, 11))).expect("the source is valid");
    let mut machine = Machine::new(program).expect("the program is sound");
    let limits = Limits {
        instructions: 100_000_000,
        heap_bytes: 4 << 20,
    };
    let events = vec![Event::Main { seed: [0; 16] }];
    let response = machine.step(&StepRequest {
        state: None,
        now_micros: 0,
        events,
        limits,
    });
    let printed = response
        .effects
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Print { text, .. } => Some(text),
            _ => None,
        });
    let printed = printed.collect();
    (response.status, printed)
}

#[test]
fn a_loop_may_make_more_than_the_heap_holds() {
    let (status, printed) = run("
import asyncio
class Node:
    def __init__(self, n, next):
        self.n = n
        self.next = next
def pairs():
    for n in range(1_000_000):
        yield [n, str(n)]
async def main():
    kept = {}
    ring = Node(0, None)
    ring.next = Node(1, ring)
    numbers = pairs()
    for n in range(60_000):
        first = Node(n, None)
        first.next = Node(n, first)
        last = next(numbers) + [f'{n} {n + 1}', (n, n * 2.5)]
        if n % 10_000 == 0:
            kept[n, 'key'] = last
    print(kept, ring.next.next is ring, next(numbers))
asyncio.run(main())
");
    assert!(matches!(status, Status::Finished { .. }), "{status:?}");
    let expected = (0..6).map(|i| i * 10_000).map(|n| {
        format!(
            "({n}, 'key'): [{n}, '{n}', '{n} {}', ({n}, {:?})]",
            n + 1,
            f64::from(n) * 2.5
        )
    });
    let expected: Vec<String> = expected.collect();
    assert_eq!(
        printed,
        format!("{{{}}} True [60000, '60000']\n", expected.join(", "))
    );
}

#[test]
fn what_is_kept_counts_against_the_limit() {
    let (status, _) = run("
import asyncio
async def main():
    kept = []
    try:
        while True:
            kept.append([str(len(kept))])
    except BaseException:
        print('caught')
asyncio.run(main())
");
    let Status::LimitExceeded { message } = status else {
        panic!("{status:?}")
    };
    assert!(message.contains("memory"), "{message}");
}
