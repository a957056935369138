//! What the turns and the dispatch loop ask of the engine, so that a simulation can stand in for it.

use carabiner_interpreter::effect::StepResponse;

use super::{Engine, Job, StepError};
use crate::model::GuestId;

/// Runs steps.
pub trait Stepper: Clone + Send + Sync + 'static {
    /// See [`Engine::guest_id`].
    fn guest_id(&self) -> GuestId;

    /// See [`Engine::guest_bytes`].
    fn guest_bytes(&self) -> &[u8];

    /// See [`Engine::has_guest`].
    fn has_guest(&self, id: GuestId) -> bool;

    /// [`Engine::add_guest`] off this thread; what went wrong, in words.
    fn learn_guest(
        &self,
        id: GuestId,
        bytes: Vec<u8>,
    ) -> impl Future<Output = Result<(), String>> + Send;

    /// [`Engine::step_all`] off this thread; the error is a panic's.
    fn run(
        &self,
        jobs: Vec<Job>,
    ) -> impl Future<Output = Result<Vec<Result<StepResponse, StepError>>, String>> + Send;
}

impl Stepper for Engine {
    fn guest_id(&self) -> GuestId {
        Engine::guest_id(self)
    }

    fn guest_bytes(&self) -> &[u8] {
        Engine::guest_bytes(self)
    }

    fn has_guest(&self, id: GuestId) -> bool {
        Engine::has_guest(self, id)
    }

    async fn learn_guest(&self, id: GuestId, bytes: Vec<u8>) -> Result<(), String> {
        if super::digest(&bytes) != id {
            return Err("its module is not the one that it is named by".into());
        }
        let engine = self.clone();
        let added = tokio::task::spawn_blocking(move || engine.add_guest(&bytes)).await;
        match added {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(panic) => Err(panic.to_string()),
        }
    }

    async fn run(&self, jobs: Vec<Job>) -> Result<Vec<Result<StepResponse, StepError>>, String> {
        let engine = self.clone();
        let stepped = tokio::task::spawn_blocking(move || engine.step_all(&jobs)).await;
        stepped.map_err(|panic| panic.to_string())
    }
}
