//! Every file in `cases/` is run by CPython and by the machine, and both must print the same and end the same.

#[path = "support/oracle.rs"]
mod oracle;
#[path = "support/run.rs"]
mod run;

use libtest_mimic::{Arguments, Trial};

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

fn agrees(path: &std::path::Path) -> Result<(), libtest_mimic::Failed> {
    let expected = oracle::python(path)?;
    let found = run::machine(path, run::Pauses::Warm)?;
    expected.compare(&found).map_err(Into::into)
}

/// A machine that has never seen the program, given only the snapshot, goes on as the one that made it.
fn survives(path: &std::path::Path) -> Result<(), libtest_mimic::Failed> {
    let expected = run::machine(path, run::Pauses::Warm)?;
    let found = run::machine(path, run::Pauses::Cold)?;
    expected.compare(&found).map_err(Into::into)
}
