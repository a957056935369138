//! `carabiner._core`: what the SDK does natively. Values to bytes and back, the two gRPC streams, and lowering.

mod client;
mod codec;
mod decode;
mod encode;
mod inbox;
mod lower;
mod rehearse;
mod worker;

use pyo3::prelude::*;

#[pymodule]
mod _core {
    #[pymodule_export]
    use super::leak;
    #[pymodule_export]
    use crate::client::{Client, ClientInbox};
    #[pymodule_export]
    use crate::codec::{Codec, Plan};
    #[pymodule_export]
    use crate::lower::{lower_check, provides};
    #[pymodule_export]
    use crate::rehearse::rehearse;
    #[pymodule_export]
    use crate::worker::Worker;
}

/// Keeps an object for ever: in a forked child, what belongs to the parent (its event loop, its connection) must never be
/// finalised, because that would reach into what the two processes share.
#[pyfunction]
fn leak(value: Py<PyAny>) {
    std::mem::forget(value);
}

/// The exception that a type of the SDK's own stands for; it is looked up late because `_errors` imports nothing of ours.
fn error(py: Python<'_>, class: &str, message: String) -> PyErr {
    match py
        .import("carabiner._errors")
        .and_then(|module| module.getattr(class))
    {
        Ok(class) => match class.call1((message,)) {
            Ok(raised) => PyErr::from_value(raised),
            Err(failed) => failed,
        },
        Err(failed) => failed,
    }
}
