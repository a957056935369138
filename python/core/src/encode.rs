//! Python values to bytes.

use std::fmt::Write as _;

use carabiner_interpreter::wire::{DEPTH_MAX, Writer, ext};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyBytes, PyDict, PyFloat, PyFrozenSet, PyInt, PyList, PySet, PyString, PyTuple,
};

use crate::codec::{Codec, Form, Plan};

pub(crate) fn encode(
    codec: &Codec,
    value: &Bound<'_, PyAny>,
    name: &str,
    limit: usize,
) -> PyResult<Vec<u8>> {
    let mut encoder = Encoder {
        codec,
        writer: Writer::new(),
        open: Vec::new(),
        limit,
    };
    match encoder.value(value) {
        Ok(()) => Ok(encoder.writer.finish()),
        Err(stop) => Err(stop.raised(value.py(), name)),
    }
}

struct Encoder<'a> {
    codec: &'a Codec,
    writer: Writer,
    /// The containers that are being written, by identity: how deep we are, and what a cycle comes back to.
    open: Vec<usize>,
    limit: usize,
}

/// Why a value is not written.
enum Stop {
    /// The steps that lead to the culprit, innermost first.
    Refused {
        steps: Vec<Step>,
        why: String,
    },
    TooLarge {
        limit: usize,
    },
    Raised(PyErr),
}

enum Step {
    Attribute(String),
    Index(usize),
    Key(String),
    Element,
}

type Written = Result<(), Box<Stop>>;

impl From<PyErr> for Box<Stop> {
    fn from(raised: PyErr) -> Self {
        Box::new(Stop::Raised(raised))
    }
}

fn refuse(why: impl Into<String>) -> Box<Stop> {
    Box::new(Stop::Refused {
        steps: Vec::new(),
        why: why.into(),
    })
}

fn under(mut stop: Box<Stop>, step: impl FnOnce() -> Step) -> Box<Stop> {
    if let Stop::Refused { steps, .. } = stop.as_mut() {
        steps.push(step());
    }
    stop
}

impl Stop {
    fn raised(self, py: Python<'_>, name: &str) -> PyErr {
        match self {
            Self::Raised(raised) => raised,
            Self::TooLarge { limit } => {
                let text = format!(
                    "{name} takes more than the {limit} bytes that a payload may have; pass a reference to it instead"
                );
                crate::error(py, "PayloadTooLarge", text)
            }
            Self::Refused { steps, why } => {
                PyTypeError::new_err(format!("{}: {why}", path(name, &steps)))
            }
        }
    }
}

/// How many steps of a path are shown: those of a cycle are hundreds and tell nothing new.
const STEPS_SHOWN: usize = 12;

fn path(name: &str, steps: &[Step]) -> String {
    let mut text = name.to_owned();
    for step in steps.iter().rev().take(STEPS_SHOWN) {
        // Writing into a String cannot fail.
        let _ = match step {
            Step::Attribute(attribute) => write!(text, ".{attribute}"),
            Step::Index(index) => write!(text, "[{index}]"),
            Step::Key(key) => write!(text, "[{key}]"),
            Step::Element => write!(text, "{{...}}"),
        };
    }
    if steps.len() > STEPS_SHOWN {
        text.push_str("...");
    }
    text
}

impl Encoder<'_> {
    fn value(&mut self, value: &Bound<'_, PyAny>) -> Written {
        if let Ok(text) = value.cast_exact::<PyString>() {
            self.str(text)?;
        } else if let Ok(flag) = value.cast_exact::<PyBool>() {
            self.writer.bool(flag.is_true());
        } else if let Ok(number) = value.cast_exact::<PyInt>() {
            self.int(number)?;
        } else if value.is_none() {
            self.writer.nil();
        } else if let Ok(number) = value.cast_exact::<PyFloat>() {
            self.writer.float(number.value());
        } else if let Ok(bytes) = value.cast_exact::<PyBytes>() {
            self.writer.bin(bytes.as_bytes());
        } else {
            self.compound(value)?;
        }
        if self.writer.written() > self.limit {
            return Err(Box::new(Stop::TooLarge { limit: self.limit }));
        }
        Ok(())
    }

    fn compound(&mut self, value: &Bound<'_, PyAny>) -> Written {
        self.enter(value)?;
        if let Ok(map) = value.cast_exact::<PyDict>() {
            self.dict(map)?;
        } else if let Ok(list) = value.cast_exact::<PyList>() {
            self.list(list)?;
        } else if let Ok(tuple) = value.cast_exact::<PyTuple>() {
            self.tuple(tuple)?;
        } else if let Ok(set) = value.cast_exact::<PySet>() {
            self.elements(ext::SET, set.iter().collect())?;
        } else if let Ok(set) = value.cast_exact::<PyFrozenSet>() {
            self.elements(ext::FROZENSET, set.iter().collect())?;
        } else {
            let plan = self.codec.plan(&value.get_type())?;
            self.planned(value, &plan)?;
        }
        self.open.pop();
        Ok(())
    }

    fn enter(&mut self, value: &Bound<'_, PyAny>) -> Written {
        if self.open.len() >= DEPTH_MAX {
            let here = value.as_ptr() as usize;
            let why = if self.open.contains(&here) {
                "contains itself; values are sent as trees".to_owned()
            } else {
                format!("nests deeper than {DEPTH_MAX} levels")
            };
            return Err(refuse(why));
        }
        self.open.push(value.as_ptr() as usize);
        Ok(())
    }

    fn str(&mut self, text: &Bound<'_, PyString>) -> Written {
        match text.to_str() {
            Ok(text) => self.writer.str(text),
            Err(_) => {
                return Err(refuse(
                    "holds a lone surrogate, which no UTF-8 text can; encode it to bytes with errors='surrogatepass'",
                ));
            }
        }
        Ok(())
    }

    fn int(&mut self, number: &Bound<'_, PyInt>) -> Written {
        if let Ok(small) = number.extract::<i64>() {
            self.writer.int(small);
        } else if let Ok(small) = number.extract::<u64>() {
            self.writer.uint(small);
        } else {
            let payload = big_int(number)?;
            self.writer.ext(ext::BIG_INT, payload.as_bytes());
        }
        Ok(())
    }

    fn dict(&mut self, map: &Bound<'_, PyDict>) -> Written {
        // A copy of the items: Python code runs below (properties, plans) and another thread may change the dict meanwhile.
        let items = map.items();
        self.writer.map(items.len());
        for item in items.iter() {
            let pair = item.cast_into::<PyTuple>().map_err(PyErr::from)?;
            let (key, value) = (pair.get_item(0)?, pair.get_item(1)?);
            self.value(&key)
                .map_err(|stop| under(stop, || Step::Element))?;
            self.value(&value)
                .map_err(|stop| under(stop, || Step::Key(shown(&key))))?;
        }
        Ok(())
    }

    fn list(&mut self, list: &Bound<'_, PyList>) -> Written {
        let length = list.len();
        self.writer.array(length);
        for index in 0..length {
            let item = list
                .get_item(index)
                .map_err(|_| refuse("changed while it was encoded"))?;
            self.value(&item)
                .map_err(|stop| under(stop, || Step::Index(index)))?;
        }
        Ok(())
    }

    fn tuple(&mut self, tuple: &Bound<'_, PyTuple>) -> Written {
        let begun = self.writer.begin_ext(ext::TUPLE);
        self.writer.array(tuple.len());
        for (index, item) in tuple.iter().enumerate() {
            self.value(&item)
                .map_err(|stop| under(stop, || Step::Index(index)))?;
        }
        self.writer.end_ext(begun);
        Ok(())
    }

    /// Sets are written in the order of their elements' bytes: their own differs between processes, and a version of a workflow
    /// is a hash of what is written here.
    fn elements(&mut self, code: i8, items: Vec<Bound<'_, PyAny>>) -> Written {
        let begun = self.writer.begin_ext(code);
        self.writer.array(items.len());
        let begin = self.writer.written();
        let mut ends = Vec::with_capacity(items.len());
        for item in &items {
            self.value(item)
                .map_err(|stop| under(stop, || Step::Element))?;
            ends.push(self.writer.written());
        }
        self.writer.sort(begin, &ends);
        self.writer.end_ext(begun);
        Ok(())
    }

    fn planned(&mut self, value: &Bound<'_, PyAny>, plan: &Bound<'_, Plan>) -> Written {
        let py = value.py();
        match &plan.get().form {
            Form::Raw { code, take } => {
                let payload = take.bind(py).call1((value,)).map_err(unfit)?;
                let payload = payload.cast::<PyBytes>().map_err(PyErr::from)?;
                self.writer.ext(*code, payload.as_bytes());
                Ok(())
            }
            Form::Value { code, take } => {
                let payload = take.bind(py).call1((value,)).map_err(unfit)?;
                let begun = self.writer.begin_ext(*code);
                self.inside(&payload)?;
                self.writer.end_ext(begun);
                Ok(())
            }
            Form::Instance { class, shape, take } => {
                let state = match take {
                    Some(take) => take.bind(py).call1((value,)).map_err(unfit)?,
                    None => value.getattr("__dict__")?,
                };
                self.instance(class, *shape, &state)
            }
            Form::Exception { class, mro, take } => {
                let parts = take.bind(py).call1((value,))?;
                self.exception(class, mro, parts.cast::<PyTuple>().map_err(PyErr::from)?)
            }
            Form::Refused { why } => Err(refuse(why.clone())),
        }
    }

    /// A payload that a plan made: its own list is no step of the path and no level of nesting.
    fn inside(&mut self, payload: &Bound<'_, PyAny>) -> Written {
        let Ok(list) = payload.cast_exact::<PyList>() else {
            return self.value(payload);
        };
        self.writer.array(list.len());
        for item in list.iter() {
            match item.cast_exact::<PyDict>() {
                Ok(map) => self.dict(map)?,
                Err(_) => self.value(&item)?,
            }
        }
        Ok(())
    }

    fn instance(&mut self, class: &str, shape: u8, state: &Bound<'_, PyAny>) -> Written {
        let begun = self.writer.begin_ext(ext::INSTANCE);
        self.writer.array(3);
        self.writer.str(class);
        self.writer.uint(u64::from(shape));
        if let Ok(map) = state.cast_exact::<PyDict>() {
            self.attributes(map)?;
        } else {
            let list = state.cast_exact::<PyList>().map_err(PyErr::from)?;
            self.parts(list)?;
        }
        self.writer.end_ext(begun);
        Ok(())
    }

    /// The state of a NamedTuple (its items), or of a pydantic model (maps of attributes and the names set).
    fn parts(&mut self, list: &Bound<'_, PyList>) -> Written {
        self.writer.array(list.len());
        for (index, item) in list.iter().enumerate() {
            match item.cast_exact::<PyDict>() {
                Ok(map) => self.attributes(map)?,
                Err(_) => self
                    .value(&item)
                    .map_err(|stop| under(stop, || Step::Index(index)))?,
            }
        }
        Ok(())
    }

    fn attributes(&mut self, map: &Bound<'_, PyDict>) -> Written {
        let items = map.items();
        self.writer.map(items.len());
        for item in items.iter() {
            let pair = item.cast_into::<PyTuple>().map_err(PyErr::from)?;
            let (name, value) = (pair.get_item(0)?, pair.get_item(1)?);
            self.value(&name)?;
            self.value(&value)
                .map_err(|stop| under(stop, || Step::Attribute(name.to_string())))?;
        }
        Ok(())
    }

    fn exception(&mut self, class: &str, mro: &[String], parts: &Bound<'_, PyTuple>) -> Written {
        let begun = self.writer.begin_ext(ext::EXCEPTION);
        self.writer.array(9);
        self.writer.str(class);
        self.writer.array(mro.len());
        mro.iter().for_each(|base| self.writer.str(base));
        let part = |index: usize| parts.get_item(index);
        self.arguments(part(0)?.cast::<PyTuple>().map_err(PyErr::from)?)?;
        self.leftovers(part(1)?.cast::<PyDict>().map_err(PyErr::from)?)?;
        for index in 2..7 {
            self.value(&part(index)?)?;
        }
        self.writer.end_ext(begun);
        Ok(())
    }

    /// An exception that carries what cannot be sent (a response, a connection) must still arrive as what it is, so that it can
    /// be caught by its class: an argument that cannot be encoded is replaced by its `repr`.
    fn arguments(&mut self, arguments: &Bound<'_, PyTuple>) -> Written {
        self.writer.array(arguments.len());
        for argument in arguments.iter() {
            if !self.attempt(&argument)? {
                self.writer.str(&shown(&argument));
            }
        }
        Ok(())
    }

    /// As `arguments`, for attributes.
    fn leftovers(&mut self, attributes: &Bound<'_, PyDict>) -> Written {
        let items = attributes.items();
        self.writer.map(items.len());
        for item in items.iter() {
            let pair = item.cast_into::<PyTuple>().map_err(PyErr::from)?;
            self.value(&pair.get_item(0)?)?;
            let value = pair.get_item(1)?;
            if !self.attempt(&value)? {
                self.writer.str(&shown(&value));
            }
        }
        Ok(())
    }

    /// Whether the value was written; where it is refused, nothing of it is.
    fn attempt(&mut self, value: &Bound<'_, PyAny>) -> Result<bool, Box<Stop>> {
        let (begin, depth) = (self.writer.written(), self.open.len());
        match self.value(value).map_err(|stop| *stop) {
            Ok(()) => Ok(true),
            Err(Stop::Refused { .. }) => {
                self.writer.truncate(begin);
                self.open.truncate(depth);
                Ok(false)
            }
            Err(stop) => Err(Box::new(stop)),
        }
    }
}

/// A plan's `TypeError` is a refusal of the value and gets its path.
fn unfit(raised: PyErr) -> Box<Stop> {
    Python::attach(|py| match raised.is_instance_of::<PyTypeError>(py) {
        true => refuse(raised.value(py).to_string()),
        false => Box::new(Stop::Raised(raised)),
    })
}

/// `repr`, at most 200 characters of it; a `repr` that raises shows the class.
fn shown(value: &Bound<'_, PyAny>) -> String {
    let text = value.repr().map_or_else(
        |_| format!("<{}>", value.get_type()),
        |text| text.to_string_lossy().into_owned(),
    );
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}

/// The shortest two's complement, big-endian.
fn big_int<'py>(number: &Bound<'py, PyInt>) -> PyResult<Bound<'py, PyBytes>> {
    let negative = number.lt(0)?;
    let magnitude = if negative {
        number.call_method0("__invert__")?
    } else {
        number.clone().into_any()
    };
    let bits: usize = magnitude.call_method0("bit_length")?.extract()?;
    let options = PyDict::new(number.py());
    options.set_item("signed", true)?;
    let bytes = number.call_method("to_bytes", (bits / 8 + 1, "big"), Some(&options))?;
    Ok(bytes.cast_into::<PyBytes>()?)
}
