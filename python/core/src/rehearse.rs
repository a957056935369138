//! A workflow run here and now, without a server: for tests. Timers fire at once, and every pause is saved and loaded.

use carabiner_interpreter::Machine;
use carabiner_interpreter::effect::{Event, Status};
use carabiner_interpreter::ir::Program;
use carabiner_interpreter::rehearse::{ActionCall, Audience, rehearse as run};
use carabiner_interpreter::source::SourceUnit;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// Runs a source unit to its end. `act(name, arguments)` answers each action with whether it succeeded and the encoded outcome,
/// `hear(text)` is told what is printed and logged. The answer is whether the workflow succeeded, the encoded result or exception,
/// and the traceback.
#[pyfunction]
pub(crate) fn rehearse<'py>(
    py: Python<'py>,
    unit_json: &str,
    attributes: Vec<u8>,
    arguments: Vec<u8>,
    act: Bound<'py, PyAny>,
    hear: Bound<'py, PyAny>,
) -> PyResult<(bool, Bound<'py, PyBytes>, String)> {
    let unit: SourceUnit = serde_json::from_str(unit_json)
        .map_err(|error| PyValueError::new_err(error.to_string()))?;
    let program = carabiner_interpreter::lower(&unit).map_err(|errors| {
        let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
        PyValueError::new_err(texts.join("\n\n"))
    })?;
    let mut stage = Stage {
        program: program.clone(),
        act,
        hear,
        failure: None,
    };
    let begin = Event::Start {
        instance_id: "rehearsal".to_owned(),
        seed: [7; 16],
        attributes,
        arguments,
    };
    let corrupt =
        |error: carabiner_interpreter::Corrupt| PyRuntimeError::new_err(error.to_string());
    let status = run(
        begin,
        |request| {
            let mut machine = Machine::new(program.clone()).map_err(corrupt)?;
            Ok::<_, PyErr>(machine.step(request))
        },
        &mut stage,
    )?;
    if let Some(failure) = stage.failure {
        return Err(failure);
    }
    match status {
        Status::Finished { result } => Ok((true, PyBytes::new(py, &result), String::new())),
        Status::Failed(failure) => Ok((false, PyBytes::new(py, &failure.error), failure.traceback)),
        Status::LimitExceeded { message } | Status::Corrupt { message } => {
            Err(PyRuntimeError::new_err(message))
        }
        Status::Waiting { .. } => Err(PyRuntimeError::new_err(
            "the workflow waits for what never comes",
        )),
    }
}

struct Stage<'py> {
    program: Program,
    act: Bound<'py, PyAny>,
    hear: Bound<'py, PyAny>,
    /// What the test's own functions raised.
    failure: Option<PyErr>,
}

impl Audience for Stage<'_> {
    fn hear(&mut self, text: &str, _: bool) {
        if let Err(error) = self.hear.call1((text,)) {
            self.failure = Some(error);
        }
    }

    fn act(&mut self, call: &ActionCall<'_>) -> Option<Result<Vec<u8>, Vec<u8>>> {
        let action = self.program.actions.get(call.action as usize)?;
        let done = self
            .act
            .call1((action.name.as_str(), call.arguments))
            .and_then(|outcome| outcome.extract::<(bool, Vec<u8>)>());
        match done {
            Ok((true, result)) => Some(Ok(result)),
            Ok((false, error)) => Some(Err(error)),
            Err(error) => {
                self.failure = Some(error);
                None
            }
        }
    }
}
