//! Lowering without a server: what `carabiner check` runs.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// What the server would refuse in a source unit, each as the text that a person reads; empty where it would take it.
#[pyfunction]
pub(crate) fn lower_check(py: Python<'_>, unit_json: &str) -> PyResult<Vec<String>> {
    let unit: carabiner_interpreter::source::SourceUnit = serde_json::from_str(unit_json)
        .map_err(|error| PyValueError::new_err(error.to_string()))?;
    // Without the interpreter's lock: it takes no Python object, and a thread of its own.
    let lowered = py.detach(|| carabiner_interpreter::lower(&unit));
    Ok(match lowered {
        Ok(_) => Vec::new(),
        Err(errors) => errors.iter().map(ToString::to_string).collect(),
    })
}

/// Whether the machine provides a builtin (`len`), a standard module (`asyncio`) or a member of one (`asyncio.gather`).
#[pyfunction]
pub(crate) fn provides(path: &str) -> bool {
    carabiner_interpreter::provides(path)
}
