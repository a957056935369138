//! Source to IR: the disassembly of representative sources, refusals, determinism, and what reading a program refuses.

use std::collections::BTreeMap;

use carabiner_interpreter::ir::Program;
use carabiner_interpreter::source::{
    Action, Definition, DefinitionKind, Entry, SOURCE_FORMAT, SourceUnit, Symbol,
};
use carabiner_interpreter::{LowerError, disassemble, lower, plain_file};
use proptest::prelude::*;

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

macro_rules! disassembled {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            let program = lowered(include_str!(concat!("lowering/", stringify!($name), ".py")));
            assert_eq!(Program::from_bytes(&program.to_bytes()).as_ref(), Ok(&program));
            insta::assert_snapshot!(disassemble(&program));
        }
    )*};
}

disassembled! { assignment calls closures conditions coroutines displays finally_paths groups loops names patterns scopes }

const EVERYTHING: &str = concat!(
    include_str!("lowering/assignment.py"),
    include_str!("lowering/closures.py"),
    include_str!("lowering/finally_paths.py"),
    include_str!("lowering/patterns.py"),
    include_str!("lowering/displays.py"),
);

#[test]
fn the_same_source_gives_the_same_bytes() {
    assert_eq!(
        lowered(EVERYTHING).to_bytes(),
        lowered(EVERYTHING).to_bytes()
    );
    assert_eq!(lowered(EVERYTHING).version(), lowered(EVERYTHING).version());
}

// --- refusals

#[test]
fn what_is_not_provided_is_refused_with_its_place_and_advice() {
    assert_eq!(
        refusal("def f(path):\n    return open(path).read()\n"),
        "\
case.py:2:12: `open` is not available in a workflow
    2 |     return open(path).read()
      |            ^^^^ move it into an @action: a workflow itself has no files and no terminal
"
    );
}

#[test]
fn every_problem_is_reported_in_order() {
    insta::assert_snapshot!(refusal(
        "import threading, os.path\n\
         def f(x):\n\
         \x20   threading.Thread(target=x)\n\
         \x20   é = 'é', os.path.join(x)\n\
         \x20   return eval('1')\n\
         class Box:\n\
         \x20   def __del__(self): ...\n\
         Box.__del__ = print\n"
    ));
}

#[test]
fn syntax_errors_are_refused() {
    let sources = [
        "def f(:\n  pass\n",
        "return 1\n",
        "def f():\n    await x\n",
        "x = 1 = 2\n",
        "def f(a, a): pass\n",
        "def f():\n    x = 1\n    global x\n",
        "for x in y:\n    pass\nbreak\n",
        "def f():\n    nonlocal nowhere\n",
        "def f(x):\n    def g(x):\n        nonlocal x\n",
        "class C:\n    yield 1\n",
        "*a, *b = c\n",
        "f(a=1, a=2)\n",
        "try:\n    pass\nexcept:\n    pass\nexcept ValueError:\n    pass\n",
        "async def f():\n    yield from x\n",
        "from __future__ import braces\n",
        "match x:\n    case y: pass\n    case z: pass\n",
        "x = [y := 1, (a, b) := 2]\n",
        "x = '\\ud800'\n",
        "f'\\ud800{1}'\n",
    ];
    insta::assert_snapshot!(sources.map(refusal).join("\n"));
}

/// What CPython's compiler refuses although its grammar allows it, with the words that the refusal contains.
const NOT_COMPILED: &[(&str, &str)] = &[
    (
        "def f():\n    x = 1\n    def g():\n        print(x)\n        nonlocal x",
        "used prior to nonlocal",
    ),
    (
        "def f():\n    def x(): pass\n    global x",
        "assigned to before global",
    ),
    (
        "def f():\n    class x: pass\n    global x",
        "assigned to before global",
    ),
    (
        "def f():\n    try: pass\n    except ValueError as x: pass\n    global x",
        "assigned to before global",
    ),
    (
        "def f():\n    match 1:\n        case x: pass\n    global x",
        "assigned to before global",
    ),
    (
        "class A:\n    x = 1\n    global x",
        "assigned to before global",
    ),
    (
        "def f():\n    print(x)\n    global x",
        "used prior to global",
    ),
    (
        "def f[T]():\n    def g():\n        nonlocal T",
        "no binding for nonlocal `T`",
    ),
    ("f(__debug__=1)", "assign to __debug__"),
    ("x.__debug__ = 1", "assign to __debug__"),
    ("del x.__debug__", "delete __debug__"),
    (
        "[i for i in (j := [1])]",
        "comprehension iterable expression",
    ),
    (
        "[i for i in (lambda: (j := [1]))()]",
        "comprehension iterable expression",
    ),
    ("class A:\n    [(y := x) for x in ()]", "class body"),
    (
        "for x in ():\n    try: pass\n    except* ValueError:\n        break",
        "except* block",
    ),
    (
        "def f():\n    try: pass\n    except* ValueError:\n        for x in ():\n            return",
        "except* block",
    ),
    ("match 1:\n    case {1: a, True: b}: pass", "duplicate key"),
    ("match 1:\n    case {-0: a, 0.0: b}: pass", "duplicate key"),
    ("match 1:\n    case {**_}: pass", "invalid syntax"),
    (
        "match 1:\n    case [*a, *b]: pass",
        "multiple starred names",
    ),
    ("match 1:\n    case f'a': pass", "patterns may only match"),
    (
        "match 1:\n    case 1 as _: pass",
        "cannot use '_' as a target",
    ),
    (
        "match 1:\n    case C(__debug__=1): pass",
        "assign to __debug__",
    ),
    (
        "class A(x for x in ()): pass",
        "generator without parentheses",
    ),
    (
        "async def f():\n    yield 1\n    return 2",
        "async generator",
    ),
    ("def f():\n    await g()", "await"),
    ("def f():\n    return [(yield x) for x in ()]", "yield"),
    ("def f(a, a): pass", "duplicate"),
    ("*a, *b = c", "starred"),
    ("def f():\n    break", "break"),
    ("None = 1", "None"),
    ("f(a=1, a=2)", "a"),
];

#[test]
fn what_cpython_does_not_compile_is_refused_where_it_stands() {
    let mut otherwise = String::new();
    for (source, words) in NOT_COMPILED {
        let said = refusal(source);
        if !(said.contains("invalid syntax") && said.contains(words) && said.contains('^')) {
            otherwise.push_str(&format!("{source}\n{said}\n"));
        }
    }
    assert!(otherwise.is_empty(), "{otherwise}");
}

#[test]
fn what_looks_like_that_is_accepted() {
    for source in [
        "def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = 2",
        "for x in ():\n    try: pass\n    except* ValueError:\n        for y in ():\n            break",
        "try: pass\nexcept* ValueError:\n    def f():\n        return 1",
        "match 1:\n    case {1: a, '1': b, -1: c, 1.5: d, None: e}: pass",
        "[j := i for i in ()]",
        "class A:\n    f = lambda: [(y := x) for x in ()]",
        "class A:\n    global x\n    x = 1\nx = 2",
    ] {
        lowered(source);
    }
}

#[test]
fn syntax_of_a_newer_python_is_refused() {
    let unit = plain_file("case.py", "def f(x):\n    return f'{x['a']}'\n", (3, 11));
    let errors = lower(&unit).map(|_| ()).expect_err("it is 3.12's");
    insta::assert_snapshot!(report(&errors));
}

#[test]
fn absurd_nesting_is_refused_without_overflowing_the_stack() {
    let deep = |open: &str, close: &str, depth: usize| {
        format!(
            "x = 0\ny = {}0{}\n",
            open.repeat(depth),
            close.repeat(depth)
        )
    };
    for source in [
        deep("(", ")", 100_000),
        deep("[", "]", 201),
        deep("-", "", 100_000),
        deep("not ", "", 100_000),
        deep("lambda: ", "", 100_000),
        deep("1 + ", "", 100_000),
        deep("", ".a", 100_000),
        deep("", "(1, 2)", 100_000),
        deep("", " if 1 else 2", 100_000),
        (0..150)
            .map(|depth| format!("{}if x:\n", " ".repeat(depth)))
            .collect(),
    ] {
        let text = refusal(&source);
        assert!(text.contains("too"), "{}", &text[..text.len().min(200)]);
    }
}

#[test]
fn nesting_below_the_limits_is_lowered() {
    lowered(&format!("y = {}0{}\n", "(".repeat(199), ")".repeat(199)));
    lowered(&format!("y = 0{}\n", " + 1".repeat(2_900)));
    lowered(&format!("x = [{}]\n", "-1, ".repeat(20_000)));
}

#[test]
fn a_function_with_too_many_variables_is_refused() {
    let assignments: String = (0..300)
        .map(|index| format!("    v{index} = {index}\n"))
        .collect();
    let text = refusal(&format!("def f():\n{assignments}"));
    assert!(
        text.contains("the function `f` is too large") && text.contains("split it"),
        "{text}"
    );
}

#[test]
fn nested_finally_bodies_that_multiply_are_refused() {
    let mut body = "        return 1\n".to_owned();
    for _ in 0..24 {
        let inner = body.replace("\n ", "\n     ");
        body = format!(
            "        try:\n            g()\n            if g(): return 2\n        finally:\n    {inner}"
        );
    }
    let text = refusal(&format!("def g(): pass\ndef f():\n    if 1:\n{body}"));
    assert!(text.contains("too large"), "{text}");
}

// --- workflows

fn definition(
    kind: DefinitionKind,
    qualname: &str,
    source: &str,
    names: &[(&str, u32)],
) -> Definition {
    Definition {
        kind,
        module: "shop.orders".to_owned(),
        qualname: qualname.to_owned(),
        file: "shop/orders.py".to_owned(),
        first_line: 10,
        column: 0,
        source: source.to_owned(),
        names: names
            .iter()
            .map(|(name, symbol)| ((*name).to_owned(), *symbol))
            .collect::<BTreeMap<_, _>>(),
        ..Definition::default()
    }
}

fn workflow() -> SourceUnit {
    let run = "\
class Checkout(Workflow):
    async def run(self, order):
        from asyncio import gather
        lines = await gather(*[orders.load(line) for line in order])
        if LIMIT < total(lines):
            raise Refused(LIMIT)
        return await self.run_action(load(order), retry=RetryPolicy(attempts=3))
";
    let names = [
        ("Workflow", 1),
        ("orders", 2),
        ("load", 3),
        ("LIMIT", 4),
        ("total", 5),
        ("Refused", 6),
        ("RetryPolicy", 7),
        ("from asyncio import gather", 8),
    ];
    let stdlib = |path: &str| Symbol::Stdlib {
        path: path.to_owned(),
    };
    SourceUnit {
        format: SOURCE_FORMAT,
        python: (3, 11),
        entry: Entry::Workflow(0),
        definitions: vec![
            definition(
                DefinitionKind::Function,
                "total",
                "def total(lines, start=LIMIT):\n    return sum(lines, start)\n",
                &[("LIMIT", 4)],
            ),
            definition(DefinitionKind::Class, "Checkout", run, &names),
        ],
        symbols: vec![
            Symbol::Class { definition: 1 },
            stdlib("carabiner.Workflow"),
            Symbol::Module {
                name: "shop.orders".to_owned(),
                attributes: BTreeMap::from([("load".to_owned(), 3)]),
            },
            Symbol::Action(Action {
                name: "shop:load".to_owned(),
                module: "shop".to_owned(),
                ..Action::default()
            }),
            Symbol::Constant {
                name: "shop.orders:LIMIT".to_owned(),
                value: "ZA==".to_owned(),
            },
            Symbol::Function { definition: 0 },
            Symbol::ExternalClass {
                mro: vec!["shop:Refused".to_owned(), "builtins:Exception".to_owned()],
            },
            stdlib("carabiner.RetryPolicy"),
            stdlib("asyncio.gather"),
        ],
    }
}

#[test]
fn a_workflow() {
    let program = lower(&workflow()).unwrap_or_else(|errors| panic!("{}", report(&errors)));
    assert_eq!(
        Program::from_bytes(&program.to_bytes()).as_ref(),
        Ok(&program)
    );
    insta::assert_snapshot!(disassemble(&program));
}

#[test]
fn unknown_names_of_a_workflow_are_refused_where_they_stand() {
    let mut unit = workflow();
    unit.symbols[5] = Symbol::Unknown {
        what: "the installed module `totals`".to_owned(),
        advice: "call it in an action".to_owned(),
    };
    unit.definitions[1].names.remove("Refused");
    unit.definitions[1]
        .names
        .remove("from asyncio import gather");
    unit.definitions[1].column = 4;
    let errors = lower(&unit).map(|_| ()).expect_err("names are missing");
    insta::assert_snapshot!(report(&errors));
}

#[test]
fn a_unit_that_does_not_hold_together_is_refused() {
    let mut unit = workflow();
    unit.entry = Entry::Workflow(7);
    assert!(lower(&unit).is_err());
    unit.entry = Entry::Main(0);
    assert!(lower(&unit).is_err());
    unit.entry = Entry::Workflow(99);
    assert!(lower(&unit).is_err());
    let mut unit = workflow();
    unit.format = 99;
    assert!(lower(&unit).is_err());
}

// --- bytes

fn with_checksum(mut bytes: Vec<u8>) -> Vec<u8> {
    use sha2::Digest;
    let end = bytes.len() - 8;
    let sum = sha2::Sha256::digest(&bytes[..end]);
    bytes[end..].copy_from_slice(&sum[..8]);
    bytes
}

#[test]
fn a_changed_byte_is_refused() {
    let bytes = lowered("print(1)").to_bytes();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        assert!(Program::from_bytes(&changed).is_err(), "byte {at}");
        assert!(Program::from_bytes(&bytes[..at]).is_err(), "{at} bytes");
    }
}

proptest! {
    /// With a right checksum, so that the reader and the validation see what was changed.
    #[test]
    fn corrupt_programs_are_refused_or_read_but_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = lowered(EVERYTHING).to_bytes();
        for (at, byte) in changes {
            let at = 6 + at.index(bytes.len() - 14);
            bytes[at] = byte;
        }
        if let Ok(program) = Program::from_bytes(&with_checksum(bytes)) {
            prop_assert!(!disassemble(&program).is_empty());
        }
    }

    #[test]
    fn any_text_is_lowered_or_refused(text in "[a-z(){}\\[\\]:=+*,.'\"\\\\ \n\tdefclassifawaityield0-9]{0,60}") {
        if let Ok(program) = lower(&plain_file("case.py", &text, (3, 12))) {
            prop_assert_eq!(Program::from_bytes(&program.to_bytes()), Ok(program));
        }
    }
}
