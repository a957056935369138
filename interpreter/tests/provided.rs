//! What lowering lets through exists: a path that the machine lacks would be found out only when an instance starts.

use carabiner_interpreter::Machine;
use carabiner_interpreter::ir::{
    EntryPoint, File, Function, FunctionKind, IR_FORMAT, Op, Program, Suspends, encode, encode_bx,
};
use carabiner_interpreter::provided::PROVIDED;

fn function(name: &str, suspends: Suspends, code: Vec<u32>) -> Function {
    Function {
        name: name.to_owned(),
        qualname: name.to_owned(),
        module: "__main__".to_owned(),
        kind: FunctionKind::Function,
        suspends,
        parameters: Vec::new(),
        registers: 1,
        cells: Vec::new(),
        free: Vec::new(),
        locals: Vec::new(),
        code,
        handlers: Vec::new(),
        lines: Vec::new(),
        file: 0,
        doc: None,
    }
}

/// A program whose body loads one member and returns it.
fn loading(path: &str) -> Program {
    let give_back = encode(Op::Return, 0, 0, 0);
    Program {
        format: IR_FORMAT,
        entry: EntryPoint::Main { function: 1 },
        globals: Vec::new(),
        constants: Vec::new(),
        names: vec![path.to_owned()],
        functions: vec![
            function(
                "init",
                Suspends::No,
                vec![encode(Op::LoadNone, 0, 0, 0), give_back],
            ),
            function(
                "main",
                Suspends::Coroutine,
                vec![encode_bx(Op::LoadBuiltin, 0, 0), give_back],
            ),
        ],
        actions: Vec::new(),
        external_classes: Vec::new(),
        files: vec![File {
            path: "main.py".to_owned(),
            lines: Default::default(),
        }],
        init: 0,
    }
}

#[test]
fn the_machine_has_every_path_that_lowering_lets_through() {
    // Lowering turns these into something else than a value: an await, and the decorator that makes an action.
    let by_lowering = ["asyncio.run", "carabiner.action"];
    let missing: Vec<&str> = PROVIDED
        .iter()
        .copied()
        .filter(|path| !by_lowering.contains(path))
        .filter(|path| Machine::new(loading(path)).is_err())
        .collect();
    assert!(
        missing.is_empty(),
        "provided.rs names what the machine has not: {missing:?}"
    );
}
