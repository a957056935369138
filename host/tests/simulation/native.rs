//! The interpreter itself instead of its guest: the same steps, on this thread.

use std::cell::RefCell;
use std::collections::HashMap;

use carabiner_host::engine::{Job, StepError, Stepper};
use carabiner_host::model::{GuestId, VersionId};
use carabiner_interpreter::Machine;
use carabiner_interpreter::effect::StepResponse;
use carabiner_interpreter::ir::Program;

thread_local! {
    /// One thread plays everything.
    static MACHINES: RefCell<HashMap<VersionId, Machine>> = RefCell::default();
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Native;

impl Stepper for Native {
    fn guest_id(&self) -> GuestId {
        GuestId([0; 32])
    }

    fn guest_bytes(&self) -> &[u8] {
        &[]
    }

    fn has_guest(&self, _: GuestId) -> bool {
        true
    }

    async fn learn_guest(&self, _: GuestId, _: Vec<u8>) -> Result<(), String> {
        Ok(())
    }

    async fn run(&self, jobs: Vec<Job>) -> Result<Vec<Result<StepResponse, StepError>>, String> {
        Ok(jobs.into_iter().map(|job| Ok(step(&job))).collect())
    }
}

fn step(job: &Job) -> StepResponse {
    MACHINES.with_borrow_mut(|machines| {
        let machine = machines.entry(job.version).or_insert_with(|| {
            let program = Program::from_bytes(&job.program).expect("it was just lowered");
            Machine::new(program).expect("it runs")
        });
        machine.step(&job.request)
    })
}
