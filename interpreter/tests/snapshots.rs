//! Saving and loading the state at every pause changes nothing: not what the program does, nor the bytes of the states that follow.

use std::collections::BTreeMap;

use carabiner_interpreter::effect::{Effect, Event, Limits, Status, StepRequest};
use carabiner_interpreter::ir::Program;
use carabiner_interpreter::source::{Action, Parameter, ParameterKind, SourceUnit, Symbol};
use carabiner_interpreter::vm::machine::Machine;
use carabiner_interpreter::wire::Writer;
use carabiner_interpreter::{lower, plain_file};

/// A plain file in which `fetch` and `store` are actions.
fn program(source: &str) -> Program {
    let mut unit = plain_file("case.py", source, (3, 11));
    for name in ["fetch", "store"] {
        add_action(&mut unit, name);
    }
    lower(&unit).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn add_action(unit: &mut SourceUnit, name: &str) {
    let parameter = Parameter {
        name: "x".into(),
        kind: ParameterKind::PositionalOrKeyword,
        has_default: false,
    };
    let action = Action {
        name: format!("app:{name}"),
        module: "app".into(),
        parameters: vec![parameter],
        ..Action::default()
    };
    unit.definitions[0]
        .names
        .insert(name.into(), unit.symbols.len() as u32);
    unit.symbols.push(Symbol::Action(action));
}

/// How a run ended, everything it asked for, and the state at each pause.
struct Run {
    end: String,
    effects: Vec<Effect>,
    states: Vec<Vec<u8>>,
}

/// Runs to the end. The world answers actions with the number of their call, and lets timers fire in order of their time, after
/// the actions. With `fresh`, each step has a machine of its own.
fn run(program: &Program, fresh: bool) -> Run {
    let mut machine = Machine::new(program.clone()).expect("the program is sound");
    let mut run = Run {
        end: String::new(),
        effects: Vec::new(),
        states: Vec::new(),
    };
    let mut world = World::default();
    let mut events = vec![Event::Main { seed: [7; 16] }];
    let mut state = None;
    loop {
        if fresh {
            machine = Machine::new(program.clone()).expect("the program is sound");
        }
        let request = StepRequest {
            state: state.take(),
            now_micros: world.now,
            events,
            limits: Limits::default(),
        };
        let response = machine.step(&request);
        world.take(&response.effects);
        run.effects.extend(response.effects);
        match response.status {
            Status::Waiting { state: bytes, .. } => {
                run.states.push(bytes.clone());
                state = Some(bytes);
                events = vec![world.next_event()];
            }
            other => {
                run.end = format!("{other:?}");
                return run;
            }
        }
    }
}

#[derive(Default)]
struct World {
    now: i64,
    calls: BTreeMap<u32, Vec<u8>>,
    timers: BTreeMap<(i64, u32), ()>,
}

impl World {
    fn take(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::CallAction { seq, arguments, .. } => {
                    drop(self.calls.insert(*seq, arguments.clone()))
                }
                Effect::CancelAction { seq } => drop(self.calls.remove(seq)),
                Effect::StartTimer { seq, due_micros } => {
                    self.timers.insert((*due_micros, *seq), ());
                }
                Effect::CancelTimer { seq } => self.timers.retain(|(_, each), ()| each != seq),
                _ => {}
            }
        }
    }

    fn next_event(&mut self) -> Event {
        if let Some((seq, arguments)) = self.calls.pop_first() {
            let mut writer = Writer::new();
            writer.array(2);
            writer.int(i64::from(seq));
            writer.raw(&arguments);
            return Event::ActionDone {
                seq,
                outcome: Ok(writer.finish()),
            };
        }
        let ((due, seq), ()) = self
            .timers
            .pop_first()
            .expect("the program waits for something");
        self.now = due;
        Event::TimerFired { seq }
    }
}

fn assert_unchanged_by_saving(source: &str) {
    let program = program(source);
    let hot = run(&program, false);
    let fresh = run(&program, true);
    assert_eq!(hot.end, fresh.end);
    assert_eq!(hot.effects, fresh.effects);
    assert_eq!(hot.states, fresh.states, "the states differ");
    assert!(
        hot.end.starts_with("Finished"),
        "{} after {:?}",
        hot.end,
        hot.effects
    );
    assert!(!hot.states.is_empty(), "it never paused");
}

macro_rules! cases {
    ($($name:ident $source:literal)*) => {
        $(#[test]
        fn $name() {
            assert_unchanged_by_saving($source);
        })*
    };
}

cases! {
    locals_of_every_kind "
import asyncio
async def main():
    none, yes, small, big, real, text, raw = None, True, -5, 10 ** 40, 1.5, 'text', b'raw'
    items, pair, table, few, more = [1, [2]], (1, 'x'), {'a': 1, 2: [3], (1, 'k'): 4}, {3, 1, 2}, frozenset({'x'})
    r, s, c, e = range(3, 10, 2), slice(1, 5), 2j, ...
    items.append(items[1])
    await asyncio.sleep(1)
    items[2].append(9)
    print(none, yes, small, big, real, text, raw, items, pair, table, few, more, list(r), s, c, e)
    print(table[(1, 'k')], 3 in few, 'x' in more, items[1] is items[2])
    await asyncio.sleep(1)
    print(small + 1, table)
asyncio.run(main())
"
    generators_and_iterators "
import asyncio
def squares(n):
    total = 0
    for i in range(n):
        try:
            sent = yield i * i
            total += sent or 0
        finally:
            total += 1
    return total
async def main():
    g = squares(5)
    print(next(g), g.send(10))
    its = [iter([1, 2, 3]), iter((4, 5)), iter('aé'), iter({'k': 1, 'l': 2}), iter({'k': 1, 'l': 2}.items()), enumerate('xy'), zip('ab', [1, 2]),
           map(str, [1, 2]), filter(None, [0, 1, 2]), reversed([1, 2, 3]), iter(range(3)), iter(b'xy')]
    for it in its:
        next(it)
    await asyncio.sleep(1)
    print(g.send(20), [list(it) for it in its])
    def chain():
        total = yield from g
        yield ('end', total)
    c = chain()
    print(next(c))
    await asyncio.sleep(1)
    print(list(c))
asyncio.run(main())
"
    a_dict_with_holes_is_iterated_on "
import asyncio
async def main():
    d = {n: n * n for n in range(12)}
    for n in (0, 3, 4):
        del d[n]
    for k in d:
        if k % 4 == 1:
            await asyncio.sleep(1)
        print(k, d[k])
    d[100] = 1
    print(d)
asyncio.run(main())
"
    closures_and_cells "
import asyncio
def counter():
    n = 0
    def bump(by=1, *, scale=2):
        nonlocal n
        n += by * scale
        return n
    def read():
        return n
    return bump, read
async def main():
    bump, read = counter()
    bump()
    fs = [lambda x, k=k: (x, k, bump(k)) for k in range(3)]
    await asyncio.sleep(1)
    print([f(1) for f in fs], read())
    async def inner():
        nonlocal bump
        await asyncio.sleep(1)
        bump = None
        return read()
    print(await inner(), bump)
asyncio.run(main())
"
    handlers_and_finally "
import asyncio
async def main():
    for n in range(3):
        try:
            try:
                if n == 1:
                    raise ValueError('one', n)
                await asyncio.sleep(1)
            except ValueError as error:
                kept = error
                await asyncio.sleep(1)
                raise KeyError('two') from error
            else:
                print('else', n)
            finally:
                await asyncio.sleep(1)
                print('finally', n)
                if n == 2:
                    continue
        except KeyError as error:
            await asyncio.sleep(1)
            print(repr(error), repr(error.__cause__), error.__cause__ is kept)
asyncio.run(main())
"
    classes_and_their_instances "
import asyncio
class Base:
    shared = []
    count = 0
    def __init__(self, x):
        self.x = x
        Base.count += 1
    def __eq__(self, other):
        return self.x == other.x
    def __hash__(self):
        return hash(self.x) + 1
    @property
    def double(self):
        return self.x * 2
    @classmethod
    def made(cls):
        return cls(0)
class Derived(Base):
    def __repr__(self):
        return f'D({self.x})'
    def method(self):
        return super().double
async def main():
    class Local(Derived):
        tag = 'local'
    a, b = Derived(1), Local(2)
    Base.shared.append(a)
    b.link = a
    a.link = b
    table = {a: 'a', b: 'b'}
    bound = b.method
    await asyncio.sleep(1)
    print(Base.count, Base.shared, a.link.link is a, table[Derived(1)], table[b], bound(), type(b).__name__, Local.made(), b.tag)
    Local.tag = 'changed'
    Derived.extra = 5
    await asyncio.sleep(1)
    print(b.tag, a.extra, isinstance(b, Base), Base.count)
asyncio.run(main())
"
    gathers_and_tasks "
import asyncio
async def work(n):
    await asyncio.sleep(3 - n)
    print('work', n)
    if n == 2:
        raise ValueError(n)
    return n * 10
async def main():
    task = asyncio.create_task(work(0), name='first')
    print(await asyncio.gather(work(1), work(2), return_exceptions=True))
    print(task.get_name(), task.done(), await task, task.result())
    try:
        await asyncio.gather(work(1), work(2))
    except ValueError as error:
        print('caught', error)
    await asyncio.sleep(5)
asyncio.run(main())
"
    async_generators_and_managers "
import asyncio
class Manager:
    async def __aenter__(self):
        await asyncio.sleep(1)
        return self
    async def __aexit__(self, kind, value, traceback):
        await asyncio.sleep(1)
        print('exit', kind, value)
        return True
async def ticks(n):
    try:
        for i in range(n):
            await asyncio.sleep(1)
            yield i
    finally:
        print('ticks end')
async def main():
    async for tick in ticks(3):
        print(tick)
        await asyncio.sleep(1)
    print([t async for t in ticks(2)])
    async with Manager() as m:
        await asyncio.sleep(1)
        raise KeyError('inside')
asyncio.run(main())
"
    actions_alone_and_together "
import asyncio
async def main():
    first = await fetch(1)
    print(first)
    print(await asyncio.gather(*[fetch(n) for n in range(4)], store(x={'k': [1, (2, 3)]})))
    later = asyncio.create_task(helper(5))
    print(await store(first))
    print(await later)
async def helper(n):
    return [await fetch(n), await fetch(n + 1)]
asyncio.run(main())
"
    what_is_not_read_again_is_not_missed "
import asyncio
async def main():
    big = 'x' * 100
    n = len(big)
    await asyncio.sleep(1)
    big = [n]
    while n < 103:
        last = n
        await asyncio.sleep(1)
        n += 1
        try:
            await asyncio.sleep(1)
            keep = last
            raise ValueError
        except ValueError:
            print(keep, big)
    print(last, n)
asyncio.run(main())
"
}

#[test]
fn a_state_of_another_program_is_refused() {
    let one = run(
        &program(
            "import asyncio\nasync def main():\n    await asyncio.sleep(1)\nasyncio.run(main())\n",
        ),
        false,
    );
    let other = program(
        "import asyncio\nasync def main():\n    await asyncio.sleep(2)\nasyncio.run(main())\n",
    );
    assert_eq!(
        refusal(&other, one.states[0].clone()),
        "the snapshot is of another program"
    );
}

fn refusal(program: &Program, state: Vec<u8>) -> String {
    let mut machine = Machine::new(program.clone()).expect("the program is sound");
    let request = StepRequest {
        state: Some(state),
        now_micros: 0,
        events: Vec::new(),
        limits: Limits::default(),
    };
    match machine.step(&request).status {
        Status::Corrupt { message } => message,
        other => panic!("{other:?}"),
    }
}

const SMALL: &str = "
import asyncio
class Thing:
    pass
async def child(n):
    await asyncio.sleep(n)
async def main():
    thing, table, it = Thing(), {'a': (1, 'x'), 2: {3}}, iter([1, 2])
    thing.table = table
    await asyncio.gather(child(1), fetch(2))
    print(thing.table, list(it))
asyncio.run(main())
";

#[test]
fn every_truncation_is_refused() {
    let program = program(SMALL);
    let state = run(&program, false).states[0].clone();
    for end in 0..state.len() {
        refusal(&program, state[..end].to_vec());
    }
}

#[test]
fn an_unknown_format_says_so() {
    let program = program(SMALL);
    let mut state = run(&program, false).states[0].clone();
    state[4] = 9;
    assert!(refusal(&program, state).contains("format version 9"));
}
