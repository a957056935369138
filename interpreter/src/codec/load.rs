//! A snapshot back to an instance. Nothing in it is believed: every number is checked before it is used.

use super::bytes::{In, corrupt};
use super::header;
use super::tags::value as tag;
use crate::error::Corrupt;
use crate::value::{Attrs, Obj, Ref, Sym, Table, Type, Value};
use crate::vm::{Vm, native};

/// Puts the instance of a snapshot into a machine that holds none. After an error the machine must be reset.
pub fn load(vm: &mut Vm, bytes: &[u8]) -> Result<(), Corrupt> {
    let mut input = header::open(header::Kind::Snapshot, vm.known.identity(vm), bytes)?;
    let count = input.count()?;
    let mut texts = Vec::new();
    for _ in 0..input.count()? {
        texts.push(input.text()?);
    }
    let first = vm.heap.len();
    (0..count).for_each(|_| {
        vm.heap.alloc(Obj::Free);
    });
    let mut loader = Loader {
        vm,
        input,
        texts,
        first,
        end: first + count as u32,
        tables: Vec::new(),
    };
    loader.body()?;
    super::check::objects(loader.vm)
}

/// The reading of a body.
pub(super) struct Loader<'a, 'v> {
    pub(super) vm: &'v mut Vm,
    pub(super) input: In<'a>,
    texts: Vec<&'a str>,
    first: u32,
    end: u32,
    /// Tables to be filled once all keys are there: the object, and its entries with the hashes that were written.
    tables: Vec<(Ref, Vec<Entry>)>,
}

struct Entry {
    hash: Option<i64>,
    key: Value,
    value: Value,
}

impl<'a> Loader<'a, '_> {
    fn body(&mut self) -> Result<(), Corrupt> {
        super::roots::load(self)?;
        for slot in self.first..self.end {
            super::load_object::object(self, Ref(slot))?;
            self.check_room()?;
        }
        super::roots::load_ids(self)?;
        super::load_foreign::classes(self)?;
        if !self.input.is_empty() {
            return Err(corrupt("something follows its end"));
        }
        self.fill_tables()
    }

    /// A few bytes can stand for a big frame, so the limit that the instance is held to holds here too.
    fn check_room(&self) -> Result<(), Corrupt> {
        if self.vm.heap.bytes() as u64 > self.vm.limits.heap_bytes {
            return Err(Corrupt(
                "the snapshot holds more than the instance's heap limit allows".into(),
            ));
        }
        Ok(())
    }

    pub(super) fn place(&mut self, handle: Ref, object: Obj) {
        self.vm.heap.place(handle, object);
    }

    pub(super) fn value(&mut self) -> Result<Value, Corrupt> {
        let tag = self.input.number()?;
        Ok(match tag {
            tag::UNBOUND => Value::Unbound,
            tag::NONE => Value::None,
            tag::ELLIPSIS => Value::Ellipsis,
            tag::NOT_IMPLEMENTED => Value::NotImplemented,
            tag::FALSE => Value::Bool(false),
            tag::TRUE => Value::Bool(true),
            tag::INT => Value::Int(self.input.signed()?),
            tag::FLOAT => Value::float(self.input.float()?),
            tag::TYPE => Value::Type(self.class()?),
            tag::NATIVE => self.native()?,
            tag::MODULE => Value::Module(self.module()?),
            tag::ACTION => Value::Action(self.action()?),
            tag::EXTERNAL => Value::External(self.external()?),
            tag::BASE => Value::Ref(Ref(self.index(self.vm.heap.base_len() as usize)?)),
            tag::DIGIT..tag::OBJECT => Value::Int((tag - tag::DIGIT) as i64),
            tag::OBJECT.. => Value::Ref(self.object(tag - tag::OBJECT)?),
        })
    }

    fn object(&self, number: u64) -> Result<Ref, Corrupt> {
        if number >= u64::from(self.end - self.first) {
            return Err(corrupt("it names an object that is not there"));
        }
        Ok(Ref(self.first + number as u32))
    }

    /// A number below a bound.
    pub(super) fn index(&mut self, bound: usize) -> Result<u32, Corrupt> {
        let index = self.input.number32()?;
        if index as usize >= bound {
            return Err(corrupt("it names something that its program does not have"));
        }
        Ok(index)
    }

    pub(super) fn action(&mut self) -> Result<u32, Corrupt> {
        self.index(self.vm.program.actions.len())
    }

    pub(super) fn external(&mut self) -> Result<u32, Corrupt> {
        self.index(self.vm.program.external_classes.len())
    }

    pub(super) fn code(&mut self) -> Result<u32, Corrupt> {
        self.index(self.vm.program.functions.len())
    }

    pub(super) fn flag(&mut self) -> Result<bool, Corrupt> {
        match self.input.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(corrupt("a flag is neither 0 nor 1")),
        }
    }

    pub(super) fn flags<const N: usize>(&mut self) -> Result<[bool; N], Corrupt> {
        let mut flags = [false; N];
        flags
            .iter_mut()
            .zip(self.input.bits(N)?)
            .for_each(|(flag, bit)| *flag = bit);
        Ok(flags)
    }

    pub(super) fn handle(&mut self) -> Result<Ref, Corrupt> {
        self.value()?
            .as_ref()
            .ok_or_else(|| corrupt("a reference is missing"))
    }

    pub(super) fn handle_or_none(&mut self) -> Result<Option<Ref>, Corrupt> {
        match self.value()? {
            Value::Unbound => Ok(None),
            Value::Ref(handle) => Ok(Some(handle)),
            _ => Err(corrupt("a reference is missing")),
        }
    }

    pub(super) fn values(&mut self) -> Result<Vec<Value>, Corrupt> {
        let count = self.input.count()?;
        self.exactly(count)
    }

    pub(super) fn exactly(&mut self, count: usize) -> Result<Vec<Value>, Corrupt> {
        (0..count).map(|_| self.value()).collect()
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[Value; N], Corrupt> {
        let mut values = [Value::Unbound; N];
        for value in &mut values {
            *value = self.value()?;
        }
        Ok(values)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Corrupt> {
        let number = self.input.size()?;
        self.texts
            .get(number)
            .copied()
            .ok_or_else(|| corrupt("it names a text that is not there"))
    }

    pub(super) fn name(&mut self) -> Result<Sym, Corrupt> {
        let number = self.input.size()?;
        if number & 1 == 0 {
            return self
                .vm
                .names
                .get(number >> 1)
                .copied()
                .ok_or_else(|| corrupt("it names a name that is not there"));
        }
        let text = *self
            .texts
            .get(number >> 1)
            .ok_or_else(|| corrupt("it names a text that is not there"))?;
        Ok(self.vm.symbols.intern(text))
    }

    pub(super) fn class(&mut self) -> Result<Type, Corrupt> {
        let text = self.text()?;
        builtin_class(text).ok_or_else(|| {
            Corrupt(format!(
                "the snapshot holds a value of {text}, which this interpreter does not have"
            ))
        })
    }

    fn module(&mut self) -> Result<u16, Corrupt> {
        let text = self.text()?;
        native::find_module(text).ok_or_else(|| {
            Corrupt(format!(
                "the snapshot holds module {text}, which this interpreter does not have"
            ))
        })
    }

    fn native(&mut self) -> Result<Value, Corrupt> {
        let owner = self.text()?;
        let name = self.text()?;
        let found = match builtin_class(owner) {
            Some(class) => native::own_method(class, name),
            None => {
                native::find_module(owner).and_then(|module| native::module_function(module, name))
            }
        };
        found.map(Value::Native).ok_or_else(|| {
            Corrupt(format!(
                "the snapshot holds {owner}.{name}, which this interpreter does not have"
            ))
        })
    }

    pub(super) fn attrs(&mut self) -> Result<Attrs, Corrupt> {
        let count = self.input.count()?;
        self.attrs_of(count)
    }

    pub(super) fn attrs_of(&mut self, count: usize) -> Result<Attrs, Corrupt> {
        (0..count)
            .map(|_| Ok((self.name()?, self.value()?)))
            .collect()
    }

    /// Entries of a table that will be the object's.
    pub(super) fn table(&mut self, of: Ref, paired: bool) -> Result<(), Corrupt> {
        let head = self.input.count_and_flag()?;
        let mut entries = Vec::new();
        for _ in 0..head.0 {
            let hash = if head.1 {
                Some(self.input.signed()?)
            } else {
                None
            };
            let key = self.value()?;
            let value = if paired { self.value()? } else { Value::None };
            entries.push(Entry { hash, key, value });
        }
        self.tables.push((of, entries));
        Ok(())
    }

    fn fill_tables(&mut self) -> Result<(), Corrupt> {
        for (of, entries) in std::mem::take(&mut self.tables) {
            let mut table = Table::with_capacity(entries.len());
            for Entry { hash, key, value } in entries {
                table.push(self.hash(hash, key)?, key, value);
            }
            self.vm.heap.charge(table.size());
            match self.vm.heap.table_mut(Value::Ref(of)) {
                Some(place) => *place = table,
                None => return Err(corrupt("a table has no object")),
            }
            self.check_room()?;
        }
        Ok(())
    }

    /// A hash that was not written is that of a key whose hash needs none of the program's code.
    fn hash(&mut self, written: Option<i64>, key: Value) -> Result<i64, Corrupt> {
        if key.is_unbound() {
            return Err(corrupt("a key is missing"));
        }
        match written {
            Some(hash) => Ok(hash),
            None if super::keys::is_plain(&self.vm.heap, key) => {
                self.vm.hash(key).map_err(|_| corrupt("a key has no hash"))
            }
            None => Err(corrupt("a key has no hash")),
        }
    }
}

fn builtin_class(text: &str) -> Option<Type> {
    let (module, name) = text.split_once(':')?;
    Type::find(module, name)
}
