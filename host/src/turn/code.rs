//! What steps need besides their instance: programs, and the guests that run them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use carabiner_interpreter::ir::Program;
use carabiner_interpreter::source::Action;

use crate::engine::Stepper;
use crate::model::{GuestId, VersionId};
use crate::store::{self, Database, Version};

/// A workflow version, ready to run.
#[derive(Debug)]
pub(super) struct Code {
    pub(super) version: Version,
    /// By the index that effects use.
    pub(super) actions: Vec<Action>,
}

/// Versions read so far.
#[derive(Debug, Default)]
pub(super) struct Codes {
    known: Mutex<HashMap<VersionId, Arc<Code>>>,
}

/// More versions than any deployment runs at once; beyond it the memory of them begins anew.
const VERSIONS_MAX: usize = 2_000;

/// Why an instance's code cannot run here: its own trouble, and nobody else's.
pub(super) type Unusable = String;

impl Codes {
    /// The outer error is the database's.
    pub(super) async fn get(
        &self,
        store: &impl Database,
        id: VersionId,
    ) -> Result<Result<Arc<Code>, Unusable>, store::Error> {
        let known = self
            .known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&id)
            .cloned();
        if let Some(code) = known {
            return Ok(Ok(code));
        }
        let Some(version) = store.version(id).await? else {
            return Ok(Err(format!("the workflow version {id} is not registered")));
        };
        Ok(self.keep(version))
    }

    fn keep(&self, version: Version) -> Result<Arc<Code>, Unusable> {
        let program: Program = Program::from_bytes(&version.program).map_err(|error| {
            format!(
                "the program of workflow version {} is not readable ({error})",
                version.id
            )
        })?;
        let code = Arc::new(Code {
            actions: program.actions,
            version,
        });
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= VERSIONS_MAX {
            known.clear();
        }
        known.insert(code.version.id, code.clone());
        Ok(code)
    }
}

/// Makes sure that the engine has a guest; an older one is read from the database and compiled once.
pub(super) async fn prepare_guest(
    store: &impl Database,
    engine: &impl Stepper,
    id: GuestId,
) -> Result<Result<(), Unusable>, store::Error> {
    if engine.has_guest(id) {
        return Ok(Ok(()));
    }
    let unusable = |what: &str| format!("the interpreter {id} that the instance began on {what}");
    let bytes = match store.guest(id).await {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(Err(unusable("is not in the database"))),
        Err(store::Error::Corrupt(what)) => {
            return Ok(Err(unusable(&format!(
                "cannot run here: the database holds {what}"
            ))));
        }
        Err(error) => return Err(error),
    };
    let learned = engine.learn_guest(id, bytes).await;
    Ok(learned.map_err(|error| unusable(&format!("cannot run here: {error}"))))
}
