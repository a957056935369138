//! Every file in `cases/` is run by CPython and by the machine, and both must print the same and end the same.

#[path = "support/oracle.rs"]
mod oracle;
#[path = "support/run.rs"]
mod run;

use std::path::Path;

use carabiner_interpreter::Machine;
use carabiner_interpreter::effect::Event;
use carabiner_interpreter::ir::Program;
use carabiner_interpreter::rehearse::rehearse;
use libtest_mimic::{Arguments, Failed, Trial};
use oracle::Shown;

/// What happens at a pause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pauses {
    /// The same machine goes on.
    Warm,
    /// A new one does, from the program's bytes and the snapshot.
    Cold,
    /// As warm; besides, the instance is written and read again after so many instructions, wherever it can be.
    Forced(u64),
}

fn main() {
    let trials = run::cases().into_iter().flat_map(|path| {
        let name = run::name(&path);
        let paused = path.clone();
        [
            Trial::test(format!("{name}::agrees_with_cpython"), move || {
                agrees(&path)
            }),
            Trial::test(format!("{name}::survives_every_pause"), move || {
                survives(&paused)
            }),
        ]
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn agrees(path: &Path) -> Result<(), Failed> {
    let expected = oracle::python(path)?;
    let found = machine(path, Pauses::Warm)?;
    expected.compare(&found).map_err(Into::into)
}

/// A machine that has never seen the program, given only the snapshot, goes on as the one that made it.
fn survives(path: &Path) -> Result<(), Failed> {
    let expected = machine(path, Pauses::Warm)?;
    for pauses in [Pauses::Cold, Pauses::Forced(7), Pauses::Forced(101)] {
        let found = machine(path, pauses)?;
        expected.compare(&found)?;
    }
    Ok(())
}

/// Runs a file by the native machine.
fn machine(path: &Path, pauses: Pauses) -> Result<Shown, String> {
    let bytes = run::program(path)?;
    let make = || {
        Program::from_bytes(&bytes)
            .and_then(Machine::new)
            .map_err(|error| error.to_string())
    };
    let mut machine = make()?;
    if let Pauses::Forced(instructions) = pauses {
        machine.force_pauses(instructions);
    }
    let mut listener = run::Listener::default();
    let status = rehearse(
        Event::Main { seed: run::SEED },
        |request| {
            if pauses == Pauses::Cold {
                machine = make()?;
            }
            Ok::<_, String>(machine.step(request))
        },
        &mut listener,
    )?;
    Ok(listener.shown(status))
}
