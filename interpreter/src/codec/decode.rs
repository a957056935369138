//! Wire bytes to values of the heap, by the table of [`wire`](crate::wire). The bytes are untrusted.

use num_bigint::BigInt;

use crate::error::Corrupt;
use crate::value::object::{Deque, Dict};
use crate::value::{Obj, Table, Type, Value};
use crate::vm::{Raised, Vm};
use crate::wire::{DEPTH_MAX, Reader, Token, ext};

/// Why bytes are no value: they are malformed, or making the value raised (a key that cannot be hashed, the heap limit).
#[derive(Debug)]
pub enum Unreadable {
    Corrupt(Corrupt),
    Raised(Raised),
}

impl From<Corrupt> for Unreadable {
    fn from(corrupt: Corrupt) -> Self {
        Unreadable::Corrupt(corrupt)
    }
}

impl From<Raised> for Unreadable {
    fn from(raised: Raised) -> Self {
        Unreadable::Raised(raised)
    }
}

/// The value of the bytes, whole.
pub fn decode(vm: &mut Vm, bytes: &[u8]) -> Result<Value, Unreadable> {
    vm.reserve(bytes.len())?;
    let mut decoder = Decoder { vm, depth: 0 };
    let mut reader = Reader::new(bytes);
    let value = decoder.value(&mut reader)?;
    finished(&reader)?;
    Ok(value)
}

pub(super) type Read<T> = Result<T, Unreadable>;

pub(super) fn malformed<T>(what: &str) -> Read<T> {
    Err(Unreadable::Corrupt(Corrupt(format!(
        "a value is malformed: {what}"
    ))))
}

fn finished(reader: &Reader<'_>) -> Read<()> {
    if reader.is_empty() {
        Ok(())
    } else {
        malformed("something follows it")
    }
}

pub(super) struct Decoder<'v> {
    pub(super) vm: &'v mut Vm,
    depth: usize,
}

impl Decoder<'_> {
    pub(super) fn value(&mut self, reader: &mut Reader<'_>) -> Read<Value> {
        Ok(match reader.next()? {
            Token::Nil => Value::None,
            Token::Bool(value) => Value::Bool(value),
            Token::Int(value) => Value::Int(value),
            Token::Uint(value) => self.vm.heap.new_int(BigInt::from(value)),
            Token::Float(value) => Value::float(value),
            Token::Str(text) => self.vm.heap.new_str(text),
            Token::Bin(bytes) => self.vm.heap.new_bytes(bytes),
            Token::Array(count) => {
                let items = self.deeper(|it| it.items(reader, count))?;
                self.vm.heap.new_list(items)
            }
            Token::Map(count) => self.deeper(|it| it.map(reader, count, Dict::default()))?,
            Token::Ext(code, payload) => self.deeper(|it| it.extension(code, payload))?,
        })
    }

    /// One level down.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= DEPTH_MAX {
            return malformed("it nests too deep");
        }
        self.vm.reserve(0)?;
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn items(&mut self, reader: &mut Reader<'_>, count: usize) -> Read<Vec<Value>> {
        let mut items = Vec::with_capacity(count);
        for _ in 0..count {
            items.push(self.value(reader)?);
        }
        Ok(items)
    }

    /// An array's items.
    pub(super) fn array(&mut self, reader: &mut Reader<'_>) -> Read<Vec<Value>> {
        match reader.next()? {
            Token::Array(count) => self.items(reader, count),
            _ => malformed("an array is missing"),
        }
    }

    pub(super) fn map(&mut self, reader: &mut Reader<'_>, count: usize, dict: Dict) -> Read<Value> {
        let dict = Value::Ref(self.vm.heap.alloc(Obj::Dict(Box::new(dict))));
        for _ in 0..count {
            let key = self.value(reader)?;
            let value = self.value(reader)?;
            self.vm.dict_set(dict, key, value)?;
        }
        Ok(dict)
    }

    /// The payload is read to its end: bytes that nobody looks at would not come back.
    fn extension(&mut self, code: i8, payload: &[u8]) -> Read<Value> {
        match code {
            ext::BIG_INT => return self.big_int(payload),
            ext::COMPLEX => return self.complex(payload),
            ext::BYTEARRAY => {
                return Ok(Value::Ref(
                    self.vm.heap.alloc(Obj::ByteArray(payload.to_vec())),
                ));
            }
            ext::DECIMAL => return self.decimal(payload),
            ext::UUID => return self.uuid(payload),
            _ => {}
        }
        let mut reader = Reader::new(payload);
        let value = self.structured(code, &mut reader)?;
        finished(&reader)?;
        Ok(value)
    }

    fn structured(&mut self, code: i8, reader: &mut Reader<'_>) -> Read<Value> {
        match code {
            ext::TUPLE => {
                let items = self.array(reader)?;
                Ok(self.vm.heap.new_tuple(items))
            }
            ext::SET => self.set(reader, Obj::Set(Box::<Table>::default())),
            ext::FROZENSET => self.set(reader, Obj::FrozenSet(Box::<Table>::default())),
            ext::RANGE => self.range(reader),
            ext::SINGLETON => match self.text(reader)? {
                "Ellipsis" => Ok(Value::Ellipsis),
                "NotImplemented" => Ok(Value::NotImplemented),
                _ => malformed("there is no such singleton"),
            },
            ext::MAPPING => self.mapping(reader),
            ext::DEQUE => self.deque(reader),
            ext::CLASS => self.class(reader),
            ext::ENUM => self.member(reader),
            ext::INSTANCE => self.instance(reader),
            ext::EXCEPTION => self.exception(reader),
            ext::DATE => self.numbers(reader, Type::Date, 3),
            ext::TIMEDELTA => self.numbers(reader, Type::TimeDelta, 3),
            ext::FRACTION => self.numbers(reader, Type::Fraction, 2),
            ext::TIME => self.clock(reader, Type::Time, 6),
            ext::DATETIME => self.clock(reader, Type::DateTime, 9),
            ext::TIMEZONE => self.zone(reader),
            ext::PATH => self.path(reader),
            ext::PATTERN => self.pattern(reader),
            _ => malformed("an extension is of no known code"),
        }
    }

    pub(super) fn text<'a>(&mut self, reader: &mut Reader<'a>) -> Read<&'a str> {
        match reader.next()? {
            Token::Str(text) => Ok(text),
            _ => malformed("a text is missing"),
        }
    }

    /// An array of exactly that many items follows.
    pub(super) fn parts(&mut self, reader: &mut Reader<'_>, count: usize) -> Read<()> {
        match reader.next()? {
            Token::Array(found) if found == count => Ok(()),
            _ => malformed("an array has another length"),
        }
    }

    fn big_int(&mut self, payload: &[u8]) -> Read<Value> {
        let value = BigInt::from_signed_bytes_be(payload);
        Ok(self.vm.heap.new_int(value))
    }

    fn complex(&mut self, payload: &[u8]) -> Read<Value> {
        let Ok(parts) = <[u8; 16]>::try_from(payload) else {
            return malformed("a complex number has 16 bytes");
        };
        let bits = u128::from_be_bytes(parts);
        let part = |bits: u64| {
            if f64::from_bits(bits).is_nan() {
                f64::NAN
            } else {
                f64::from_bits(bits)
            }
        };
        Ok(Value::Ref(self.vm.heap.alloc(Obj::Complex(
            part((bits >> 64) as u64),
            part(bits as u64),
        ))))
    }

    fn set(&mut self, reader: &mut Reader<'_>, empty: Obj) -> Read<Value> {
        let items = self.array(reader)?;
        let set = Value::Ref(self.vm.heap.alloc(empty));
        for item in items {
            self.vm.set_add(set, item)?;
        }
        Ok(set)
    }

    fn is_int(&self, value: Value) -> bool {
        matches!(value, Value::Int(_)) || self.vm.heap.big_int(value).is_some()
    }

    fn range(&mut self, reader: &mut Reader<'_>) -> Read<Value> {
        match <[Value; 3]>::try_from(self.array(reader)?) {
            Ok(parts)
                if parts.iter().all(|part| self.is_int(*part)) && parts[2] != Value::Int(0) =>
            {
                Ok(Value::Ref(self.vm.heap.alloc(Obj::Range(Box::new(parts)))))
            }
            _ => malformed("a range is three integers"),
        }
    }

    fn mapping(&mut self, reader: &mut Reader<'_>) -> Read<Value> {
        let Token::Array(parts) = reader.next()? else {
            return malformed("a mapping is an array");
        };
        let class = match (self.text(reader)?, parts) {
            ("OrderedDict", 2) => Type::OrderedDict,
            ("Counter", 2) => Type::Counter,
            ("defaultdict", 3) => Type::DefaultDict,
            _ => return malformed("a mapping is of no known class"),
        };
        let mut dict = Dict {
            class,
            ..Dict::default()
        };
        if dict.class == Type::DefaultDict {
            dict.factory = match reader.next()? {
                Token::Nil => Value::None,
                Token::Str(name) => self.class_or_stand_in(name)?,
                _ => return malformed("a default factory is a class"),
            };
        }
        match reader.next()? {
            Token::Map(count) => self.map(reader, count, dict),
            _ => malformed("a mapping has a map"),
        }
    }

    fn deque(&mut self, reader: &mut Reader<'_>) -> Read<Value> {
        self.parts(reader, 2)?;
        let items = self.array(reader)?;
        let limit = match reader.next()? {
            Token::Nil => None,
            Token::Int(limit) if limit >= items.len() as i64 => usize::try_from(limit).ok(),
            _ => return malformed("a deque has a length limit"),
        };
        Ok(Value::Ref(self.vm.heap.alloc(Obj::Deque(Box::new(
            Deque {
                items: items.into(),
                limit,
                version: 0,
            },
        )))))
    }
}
