//! The engine keeps its promises whatever the guest does.

use std::sync::Arc;
use std::time::Duration;

use carabiner_host::engine::{
    Effort, Engine, EngineConfig, EngineError, Job, LowerFailure, StepError, lower,
};
use carabiner_host::model::{GuestId, VersionId};
use carabiner_interpreter::effect::{Event, Limits, Status, StepRequest};

const VERSION: VersionId = VersionId([7; 32]);

fn config() -> EngineConfig {
    EngineConfig {
        memory_max: 16 << 20,
        step_max: Duration::from_millis(200),
        active_max: 8,
        idle_max: 4,
        cache_folder: None,
    }
}

fn engine() -> Engine {
    Engine::new(EngineConfig {
        cache_folder: Some(std::env::temp_dir().join("carabiner-test-cache")),
        ..config()
    })
    .expect("the engine starts")
}

fn request() -> StepRequest {
    StepRequest {
        state: None,
        now_micros: 0,
        events: vec![Event::Main { seed: [0; 16] }],
        limits: Limits::default(),
    }
}

/// A guest whose `step` is the given code; `load` answers `loaded`.
fn guest(step: &str) -> Vec<u8> {
    guest_with(
        step,
        "(func (export \"abi_version\") (result i32) i32.const 1)",
    )
}

fn guest_with(step: &str, rest: &str) -> Vec<u8> {
    let text = format!(
        r#"(module
            (memory (export "memory") 1)
            (data (i32.const 8) "the guest gave up")
            (func (export "alloc") (param i32) (result i32) i32.const 1024)
            (func (export "free") (param i32 i32))
            (func (export "load") (param i32 i32) (result i64) i64.const 0)
            (func (export "last_panic") (result i64) (i64.const 0x800000011))
            (func (export "step") (param i32 i32) (result i64) {step} i64.const 0)
            {rest})"#
    );
    wat::parse_str(text).expect("the text is WebAssembly")
}

fn step(engine: &Engine, guest: GuestId) -> Result<Status, StepError> {
    engine
        .step(guest, VERSION, &Arc::from([]), &request())
        .map(|response| response.status)
}

fn step_of(step_code: &str) -> StepError {
    let engine = engine();
    let guest = engine
        .add_guest(&guest(step_code))
        .expect("the guest is usable");
    step(&engine, guest).expect_err("the guest misbehaves")
}

#[test]
fn the_embedded_guest_imports_nothing_and_exports_the_abi() {
    let bytes = engine().guest_bytes();
    let module =
        wasmtime::Module::new(&wasmtime::Engine::default(), bytes).expect("it is WebAssembly");
    assert_eq!(module.imports().count(), 0);
    let mut names: Vec<_> = module
        .exports()
        .map(|export| export.name().to_owned())
        .collect();
    names.retain(|name| !name.starts_with("__"));
    names.sort();
    assert_eq!(
        names,
        [
            "abi_version",
            "alloc",
            "free",
            "last_panic",
            "load",
            "memory",
            "step"
        ]
    );
}

#[test]
fn no_path_of_this_machine_is_in_the_embedded_guest() {
    let text = String::from_utf8_lossy(engine().guest_bytes());
    assert!(!text.contains("/.cargo/registry"), "a path of the registry");
    assert!(
        !text.contains(env!("CARGO_MANIFEST_DIR").trim_end_matches("/host")),
        "a path of the sources"
    );
}

#[test]
fn a_step_that_never_ends_is_stopped() {
    assert!(
        matches!(step_of("(loop (br 0))"), StepError::Limit(message) if message.contains("too long"))
    );
}

#[test]
fn a_step_that_needs_too_much_memory_is_stopped() {
    let error =
        step_of("(if (i32.eq (memory.grow (i32.const 300)) (i32.const -1)) (then unreachable))");
    assert_eq!(
        error,
        StepError::Limit("the workflow needs more than its 16 MiB of memory".into())
    );
}

#[test]
fn a_trap_carries_the_panic_message() {
    assert_eq!(
        step_of("unreachable"),
        StepError::Trapped("the guest gave up".into())
    );
}

#[test]
fn endless_recursion_in_the_guest_is_a_trap_and_not_a_crash() {
    let engine = engine();
    let rest = r#"(func $deep (param i64) (result i64) (i64.add (call $deep (local.get 0)) (call $deep (local.get 0))))
        (func (export "abi_version") (result i32) i32.const 1)"#;
    let guest = engine
        .add_guest(&guest_with("(drop (call $deep (i64.const 1)))", rest))
        .expect("usable");
    assert!(matches!(step(&engine, guest), Err(StepError::Trapped(_))));
}

#[test]
fn an_answer_outside_the_guests_memory_is_refused() {
    let error = step_of("(return (i64.const 0x7fffffff7fffffff))");
    assert!(matches!(error, StepError::Trapped(_)), "{error:?}");
}

#[test]
fn an_unreadable_answer_is_refused() {
    assert!(matches!(step_of(""), StepError::Trapped(message) if message.contains("not readable")));
}

#[test]
fn a_guest_that_traps_leaves_the_others_alone() {
    let engine = engine();
    let bad = engine.add_guest(&guest("unreachable")).expect("usable");
    for _ in 0..20 {
        assert!(step(&engine, bad).is_err());
    }
    let healthy = Job {
        guest: bad,
        version: VERSION,
        program: Arc::from([]),
        request: request(),
        effort: Effort::Quick,
    };
    let jobs = vec![healthy; 20];
    assert!(
        engine
            .step_all(&jobs)
            .iter()
            .all(|outcome| *outcome.as_ref().unwrap_err()
                == StepError::Trapped("the guest gave up".into()))
    );
}

#[test]
fn a_guest_with_an_import_is_refused() {
    let module = wat::parse_str(r#"(module (import "env" "clock" (func)))"#).unwrap();
    let error = engine().add_guest(&module).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the guest module is not usable: it imports env.clock"
    );
}

#[test]
fn a_guest_of_a_newer_abi_is_refused() {
    let bytes = guest_with(
        "",
        "(func (export \"abi_version\") (result i32) i32.const 99)",
    );
    assert!(matches!(
        engine().add_guest(&bytes),
        Err(EngineError::Abi { found: 99 })
    ));
}

#[test]
fn bytes_that_are_no_module_are_refused() {
    assert!(matches!(
        engine().add_guest(b"nonsense"),
        Err(EngineError::Guest(_))
    ));
}

#[test]
fn a_guest_that_was_not_added_is_unknown() {
    let error = step(&engine(), GuestId([1; 32])).unwrap_err();
    assert_eq!(error, StepError::UnknownGuest(GuestId([1; 32])));
}

#[test]
fn an_unreadable_program_is_refused_by_the_guest() {
    let engine = engine();
    let outcome = engine.step(
        engine.guest_id(),
        VERSION,
        &Arc::from(*b"\xff\xff\xff"),
        &request(),
    );
    assert!(matches!(outcome, Err(StepError::Program(_))), "{outcome:?}");
}

#[test]
fn a_second_start_takes_the_compiled_guest_from_the_cache() {
    let folder = tempfile::tempdir().unwrap();
    let config = EngineConfig {
        cache_folder: Some(folder.path().into()),
        ..config()
    };
    drop(Engine::new(config.clone()).unwrap());
    let files = || walk(folder.path());
    let before = files();
    assert!(!before.is_empty(), "nothing was cached");
    let begun = std::time::Instant::now();
    drop(Engine::new(config).unwrap());
    println!("second start: {:?}", begun.elapsed());
    assert_eq!(files(), before);
}

/// The compiled modules below a folder.
fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in folder.read_dir().expect("the folder is there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else if path.extension().is_none() {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn a_registration_that_cannot_be_read_is_refused() {
    assert!(matches!(lower("{"), Err(LowerFailure::Malformed(_))));
    assert!(matches!(
        lower(&" ".repeat(9 << 20)),
        Err(LowerFailure::TooLarge { found: 9_437_184 })
    ));
}

/// A registration of one workflow whose class body is given.
fn unit(body: &str) -> String {
    let source = format!("class Hello(Workflow):\n    async def run(self):\n        {body}\n");
    let unit = serde_json::json!({
        "format": 1,
        "python": [3, 11],
        "entry": {"workflow": 0},
        "definitions": [{
            "kind": "class", "module": "app", "qualname": "Hello", "file": "app.py", "first_line": 1,
            "source": source, "names": {"Workflow": 1},
        }],
        "symbols": [{"kind": "class", "definition": 0}, {"kind": "stdlib", "path": "carabiner.Workflow"}],
    });
    unit.to_string()
}

#[test]
fn equal_sources_give_the_same_version_and_others_another() {
    let [first, again, other] =
        ["return 1", "return 1", "return 2"].map(|body| lower(&unit(body)).unwrap());
    assert_eq!(first, again);
    assert_ne!(first.version, other.version);
    assert_eq!(first.workflow, "app:Hello");
}

#[test]
fn every_mistake_of_a_refused_workflow_is_told() {
    let body = "missing_one()\n        missing_two()";
    let Err(LowerFailure::Refused(text)) = lower(&unit(body)) else {
        panic!("it was not refused")
    };
    assert!(
        text.contains("app.py:3:9") && text.contains("missing_two"),
        "{text}"
    );
}

#[test]
fn absurd_nesting_is_refused_in_good_time() {
    let begun = std::time::Instant::now();
    for body in [
        "(".repeat(1 << 20),
        "-".repeat(1 << 20) + "1",
        "a.".repeat(1 << 18) + "b",
        "lambda: ".repeat(1 << 18) + "1",
    ] {
        assert!(matches!(lower(&unit(&body)), Err(LowerFailure::Refused(_))));
    }
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "{:?}",
        begun.elapsed()
    );
}
