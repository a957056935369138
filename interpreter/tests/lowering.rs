//! Source to IR: the disassembly of representative sources, refusals, determinism, and what reading a program refuses.

use carabiner_interpreter::ir::Program;
use carabiner_interpreter::{LowerError, lower, plain_file};

fn lowered(source: &str) -> Program {
    match lower(&plain_file("case.py", source, (3, 12))) {
        Ok(program) => program,
        Err(errors) => panic!("{}", report(&errors)),
    }
}

fn report(errors: &[LowerError]) -> String {
    errors.iter().map(|error| format!("{error}\n")).collect()
}

fn refusal(source: &str) -> String {
    match lower(&plain_file("case.py", source, (3, 12))) {
        Ok(_) => panic!("not refused: {source}"),
        Err(errors) => report(&errors),
    }
}

const EVERYTHING: &str = "
import asyncio
class C:
    def f(self, a, /, b=1, *c, d=2, **e):
        try:
            return [x async for x in e] if a else {**e}
        finally:
            del a
async def main():
    async with asyncio.timeout(1) as t, asyncio.timeout(2):
        print(f'{t!r:>{10}}', (1, 2.5, 'x', b'y', 10 ** 30, -0.0, 1j), *t)
asyncio.run(main())
";

#[test]
fn the_same_source_gives_the_same_bytes() {
    let source = EVERYTHING.replace("async for", "for");
    assert_eq!(lowered(&source).to_bytes(), lowered(&source).to_bytes());
    assert_eq!(lowered(&source).version(), lowered(&source).version());
}

#[test]
fn a_program_survives_its_bytes() {
    let program = lowered(&EVERYTHING.replace("async for", "for"));
    assert_eq!(Program::from_bytes(&program.to_bytes()), Ok(program));
}

#[test]
fn what_is_not_provided_is_refused_with_its_place_and_advice() {
    assert_eq!(
        refusal("def f(path):\n    return open(path).read()\n"),
        "case.py:2:12: `open` is not available in a workflow\n    2 |     return open(path).read()\n      |            ^^^^ \
         move it into an @action: a workflow itself has no files and no terminal\n"
    );
}

#[test]
fn syntax_errors_that_only_the_tree_shows_are_refused() {
    assert!(
        refusal(EVERYTHING).starts_with("case.py:6:23: invalid syntax: "),
        "{}",
        refusal(EVERYTHING)
    );
}
