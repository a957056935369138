//! The door of the value codec: what Python tells it of classes, and the two calls.

use carabiner_interpreter::wire::ext;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyType};

use crate::{decode, encode};

/// How the instances of one class are written. Python makes one per class, once.
#[pyclass(frozen, module = "carabiner._core")]
pub(crate) struct Plan {
    pub(crate) form: Form,
}

pub(crate) enum Form {
    /// The extension's payload is what `take(value)` returns: bytes as they are.
    Raw { code: i8, take: Py<PyAny> },
    /// The extension's payload is the encoded `take(value)`.
    Value { code: i8, take: Py<PyAny> },
    /// `take(value)` is the state; without it, `value.__dict__` is.
    Instance {
        class: String,
        shape: u8,
        take: Option<Py<PyAny>>,
    },
    /// `take(value)` is (args, attributes, cause, context, suppress_context, notes, traceback).
    Exception {
        class: String,
        mro: Vec<String>,
        take: Py<PyAny>,
    },
    /// No instance of the class can be sent.
    Refused { why: String },
}

#[pymethods]
impl Plan {
    #[staticmethod]
    fn raw(code: i8, take: Py<PyAny>) -> Self {
        Self {
            form: Form::Raw { code, take },
        }
    }

    #[staticmethod]
    fn value(code: i8, take: Py<PyAny>) -> Self {
        Self {
            form: Form::Value { code, take },
        }
    }

    #[staticmethod]
    #[pyo3(signature = (class_, shape, take=None))]
    fn instance(class_: String, shape: u8, take: Option<Py<PyAny>>) -> Self {
        Self {
            form: Form::Instance {
                class: class_,
                shape,
                take,
            },
        }
    }

    #[staticmethod]
    fn exception(class_: String, mro: Vec<String>, take: Py<PyAny>) -> Self {
        Self {
            form: Form::Exception {
                class: class_,
                mro,
                take,
            },
        }
    }

    #[staticmethod]
    fn refused(why: String) -> Self {
        Self {
            form: Form::Refused { why },
        }
    }
}

/// Values to bytes and back, by the table of the interpreter's `wire`.
#[pyclass(frozen, module = "carabiner._core")]
pub(crate) struct Codec {
    plans: Py<PyDict>,
    describe: Py<PyAny>,
    rebuild: [Option<Py<PyAny>>; CODES],
}

#[pymethods]
impl Codec {
    /// `describe(class)` makes the [`Plan`] of a class met for the first time; `rebuild[code](payload)` makes a value of an
    /// extension that the codec does not know itself.
    #[new]
    fn new(py: Python<'_>, describe: Py<PyAny>, rebuild: &Bound<'_, PyDict>) -> PyResult<Self> {
        let mut table = [const { None }; CODES];
        for (code, builder) in rebuild.iter() {
            let code: usize = code.extract()?;
            let slot = table
                .get_mut(code)
                .ok_or_else(|| PyValueError::new_err("no such extension code"))?;
            *slot = Some(builder.unbind());
        }
        Ok(Self {
            plans: PyDict::new(py).unbind(),
            describe,
            rebuild: table,
        })
    }

    /// The bytes of `value`. `name` begins the path that a refusal names; more than `limit` bytes are refused.
    #[pyo3(signature = (value, name="value", limit=u32::MAX as usize))]
    fn encode<'py>(
        &self,
        value: &Bound<'py, PyAny>,
        name: &str,
        limit: usize,
    ) -> PyResult<Bound<'py, PyBytes>> {
        encode::encode(self, value, name, limit).map(|bytes| PyBytes::new(value.py(), &bytes))
    }

    /// The value of the bytes, whole. `ValueError` where they are not a value.
    fn decode<'py>(&self, py: Python<'py>, data: &[u8]) -> PyResult<Bound<'py, PyAny>> {
        decode::decode(self, py, data)
    }

    /// Forgets a class's plan, so that a class that was registered since is described anew.
    fn forget(&self, py: Python<'_>, class_: &Bound<'_, PyType>) -> PyResult<()> {
        let plans = self.plans.bind(py);
        if plans.contains(class_)? {
            plans.del_item(class_)?;
        }
        Ok(())
    }
}

impl Codec {
    pub(crate) fn plan<'py>(&self, class: &Bound<'py, PyType>) -> PyResult<Bound<'py, Plan>> {
        let plans = self.plans.bind(class.py());
        if let Some(known) = plans.get_item(class)? {
            return Ok(known.cast_into::<Plan>()?);
        }
        let made = self
            .describe
            .bind(class.py())
            .call1((class,))?
            .cast_into::<Plan>()?;
        plans.set_item(class, &made)?;
        Ok(made)
    }

    pub(crate) fn rebuilder(&self, code: i8) -> Option<&Py<PyAny>> {
        self.rebuild.get(usize::try_from(code).ok()?)?.as_ref()
    }
}

/// The codes are indexes into `rebuild`.
const CODES: usize = ext::PATTERN as usize + 1;
