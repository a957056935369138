//! Bytes to Python values.

use carabiner_interpreter::wire::{DEPTH_MAX, Reader, Token, ext};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyComplex, PyDict, PyFloat, PyFrozenSet, PyInt, PyList, PySet,
    PyString, PyTuple,
};

use crate::codec::Codec;

/// An instance is three levels of MessagePack (extension, array, map) and one of Python's.
const LEVELS_MAX: usize = 3 * DEPTH_MAX + 10;

pub(crate) fn decode<'py>(
    codec: &Codec,
    py: Python<'py>,
    data: &[u8],
) -> PyResult<Bound<'py, PyAny>> {
    let decoder = Decoder { codec, py };
    decoder.whole(data, 0)
}

struct Decoder<'a, 'py> {
    codec: &'a Codec,
    py: Python<'py>,
}

fn corrupt(why: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(format!("these bytes are not a value: {why}"))
}

impl<'py> Decoder<'_, 'py> {
    /// One value and nothing behind it.
    fn whole(&self, data: &[u8], level: usize) -> PyResult<Bound<'py, PyAny>> {
        let mut reader = Reader::new(data);
        let value = self.value(&mut reader, level)?;
        if !reader.is_empty() {
            return Err(corrupt("something follows it"));
        }
        Ok(value)
    }

    fn value(&self, reader: &mut Reader<'_>, level: usize) -> PyResult<Bound<'py, PyAny>> {
        if level > LEVELS_MAX {
            return Err(corrupt(format!("it nests deeper than {DEPTH_MAX} levels")));
        }
        let py = self.py;
        Ok(match reader.next().map_err(corrupt)? {
            Token::Nil => py.None().into_bound(py),
            Token::Bool(flag) => PyBool::new(py, flag).to_owned().into_any(),
            Token::Int(number) => number.into_pyobject(py)?.into_any(),
            Token::Uint(number) => number.into_pyobject(py)?.into_any(),
            Token::Float(number) => PyFloat::new(py, number).into_any(),
            Token::Str(text) => PyString::new(py, text).into_any(),
            Token::Bin(bytes) => PyBytes::new(py, bytes).into_any(),
            Token::Array(length) => PyList::new(py, self.items(reader, length, level)?)?.into_any(),
            Token::Map(length) => self.map(reader, length, level)?.into_any(),
            Token::Ext(code, payload) => self.extension(code, payload, level)?,
        })
    }

    fn items(
        &self,
        reader: &mut Reader<'_>,
        length: usize,
        level: usize,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let mut items = Vec::with_capacity(length.min(4096));
        for _ in 0..length {
            items.push(self.value(reader, level + 1)?);
        }
        Ok(items)
    }

    fn map(
        &self,
        reader: &mut Reader<'_>,
        length: usize,
        level: usize,
    ) -> PyResult<Bound<'py, PyDict>> {
        let map = PyDict::new(self.py);
        for _ in 0..length {
            let key = self.value(reader, level + 1)?;
            map.set_item(key, self.value(reader, level + 1)?)?;
        }
        Ok(map)
    }

    fn extension(&self, code: i8, payload: &[u8], level: usize) -> PyResult<Bound<'py, PyAny>> {
        let py = self.py;
        match code {
            ext::TUPLE => Ok(PyTuple::new(py, self.array(payload, level)?)?.into_any()),
            ext::SET => Ok(PySet::new(py, self.array(payload, level)?)?.into_any()),
            ext::FROZENSET => Ok(PyFrozenSet::new(py, self.array(payload, level)?)?.into_any()),
            ext::BIG_INT => self.big_int(payload),
            ext::COMPLEX => self.complex(payload),
            ext::BYTEARRAY => Ok(PyByteArray::new(py, payload).into_any()),
            ext::DECIMAL => self.rebuild(code, PyString::new(py, utf8(payload)?).into_any()),
            ext::UUID => self.rebuild(code, PyBytes::new(py, payload).into_any()),
            _ => self.rebuild(code, self.whole(payload, level + 1)?),
        }
    }

    fn array(&self, payload: &[u8], level: usize) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let mut reader = Reader::new(payload);
        let Token::Array(length) = reader.next().map_err(corrupt)? else {
            return Err(corrupt("a collection is no array"));
        };
        let items = self.items(&mut reader, length, level + 1)?;
        if !reader.is_empty() {
            return Err(corrupt("a collection is longer than it says"));
        }
        Ok(items)
    }

    fn big_int(&self, payload: &[u8]) -> PyResult<Bound<'py, PyAny>> {
        let options = PyDict::new(self.py);
        options.set_item("signed", true)?;
        let bytes = PyBytes::new(self.py, payload);
        self.py
            .get_type::<PyInt>()
            .call_method("from_bytes", (bytes, "big"), Some(&options))
    }

    fn complex(&self, payload: &[u8]) -> PyResult<Bound<'py, PyAny>> {
        let halves: &[u8; 16] = payload
            .try_into()
            .map_err(|_| corrupt("a complex number is not 16 bytes"))?;
        let (real, imaginary) = halves.split_at(8);
        let float = |half: &[u8]| half.try_into().map(f64::from_be_bytes).map_err(corrupt);
        Ok(PyComplex::from_doubles(self.py, float(real)?, float(imaginary)?).into_any())
    }

    fn rebuild(&self, code: i8, payload: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let builder = self
            .codec
            .rebuilder(code)
            .ok_or_else(|| corrupt(format!("extension {code} is not known")))?;
        builder.bind(self.py).call1((payload,))
    }
}

fn utf8(payload: &[u8]) -> PyResult<&str> {
    std::str::from_utf8(payload).map_err(corrupt)
}
