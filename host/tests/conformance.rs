//! The cases of the interpreter through the guest: WebAssembly must not show, whether an instance is warm or fresh.

#[path = "../../interpreter/tests/support/oracle.rs"]
mod oracle;
#[path = "../../interpreter/tests/support/run.rs"]
mod run;

use std::path::Path;
use std::sync::Arc;

use carabiner_host::engine::{Engine, EngineConfig};
use carabiner_host::model::VersionId;
use carabiner_interpreter::effect::Event;
use carabiner_interpreter::rehearse::rehearse;
use libtest_mimic::{Arguments, Failed, Trial};
use sha2::{Digest, Sha256};

fn main() {
    let engine = |idle_max| {
        let config = EngineConfig {
            idle_max,
            ..EngineConfig::default()
        };
        Engine::new(config).expect("the engine starts")
    };
    let (warm, fresh) = (engine(16), engine(0));
    let trials = run::cases().into_iter().flat_map(|path| {
        let name = run::name(&path);
        let trial = |what: &str, engine: &Engine| {
            let (engine, path) = (engine.clone(), path.clone());
            Trial::test(format!("{name}::{what}"), move || agrees(&engine, &path))
        };
        [
            trial("in_a_warm_guest", &warm),
            trial("in_fresh_guests", &fresh),
        ]
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn agrees(engine: &Engine, path: &Path) -> Result<(), Failed> {
    let expected = oracle::python(path)?;
    let program: Arc<[u8]> = run::program(path)?.into();
    let version = VersionId(Sha256::digest(&program).into());
    let mut listener = run::Listener::default();
    let status = rehearse(
        Event::Main { seed: run::SEED },
        |request| engine.step(engine.guest_id(), version, &program, request),
        &mut listener,
    )?;
    expected
        .compare(&listener.shown(status))
        .map_err(Into::into)
}
