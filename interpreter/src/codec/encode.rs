//! Values of the heap to wire bytes, by the table of [`wire`](crate::wire).

use super::refusal::Refusal;
use crate::value::object::Dict;
use crate::value::{Obj, Ref, Table, Type, Value};
use crate::vm::{Raised, Vm};
use crate::wire::{DEPTH_MAX, Writer, ext};

/// The bytes of a value. `TypeError` names the path, which begins with `root`, to what cannot be sent.
pub fn encode(vm: &mut Vm, value: Value, root: &str) -> Result<Vec<u8>, Raised> {
    let mut encoder = Encoder::new(vm);
    let written = encoder.value(value);
    encoder.end(written, root)
}

/// The bytes of an action's arguments: `[positional list, keyword map]`. A path begins with the parameter's name.
pub fn encode_arguments(
    vm: &mut Vm,
    action: u32,
    args: &[Value],
    keywords: &[(String, Value)],
) -> Result<Vec<u8>, Raised> {
    let mut encoder = Encoder::new(vm);
    encoder.writer.array(2);
    encoder.writer.array(args.len());
    for (index, value) in args.iter().enumerate() {
        if let Err(refusal) = encoder.value(*value) {
            let root = encoder.parameter(action, index);
            return encoder.end(Err(refusal), &root);
        }
    }
    encoder.writer.map(keywords.len());
    for (name, value) in keywords {
        encoder.writer.str(name);
        if let Err(refusal) = encoder.value(*value) {
            return encoder.end(Err(refusal), name);
        }
    }
    encoder.end(Ok(()), "")
}

pub(super) struct Encoder<'v> {
    pub(super) vm: &'v mut Vm,
    pub(super) writer: Writer,
    /// The containers that are being written: how deep we are, and what a cycle comes back to.
    open: Vec<Ref>,
}

pub(super) type Written = Result<(), Box<Refusal>>;

impl<'v> Encoder<'v> {
    fn new(vm: &'v mut Vm) -> Self {
        Self {
            vm,
            writer: Writer::new(),
            open: Vec::new(),
        }
    }

    fn end(self, written: Written, root: &str) -> Result<Vec<u8>, Raised> {
        self.vm.reserve(self.writer.written())?;
        match written {
            Ok(()) => Ok(self.writer.finish()),
            Err(refusal) => Err(self.vm.type_error(refusal.message(root))),
        }
    }

    fn parameter(&self, action: u32, index: usize) -> String {
        let parameters = &self.vm.program.actions[action as usize].parameters;
        parameters.get(index).map_or_else(
            || format!("argument {}", index + 1),
            |parameter| parameter.name.clone(),
        )
    }

    pub(super) fn value(&mut self, value: Value) -> Written {
        match value {
            Value::None => self.writer.nil(),
            Value::Bool(value) => self.writer.bool(value),
            Value::Int(value) => self.writer.int(value),
            Value::Float(value) => self.writer.float(value),
            Value::Ellipsis => self.singleton("Ellipsis"),
            Value::NotImplemented => self.singleton("NotImplemented"),
            Value::Type(_) | Value::External(_) => self.class(value),
            Value::Ref(handle) => return self.reference(handle),
            Value::Unbound | Value::Native(_) | Value::Module(_) | Value::Action(_) => {
                return Err(self.unfit(value));
            }
        }
        Ok(())
    }

    /// A refusal that says what the value is.
    pub(super) fn unfit(&self, value: Value) -> Box<Refusal> {
        let class = self.vm.type_name(value);
        Refusal::new(format!(
            "a value of type {class} cannot leave the workflow; pass the data that it stands for instead"
        ))
    }

    fn singleton(&mut self, name: &str) {
        let open = self.writer.begin_ext(ext::SINGLETON);
        self.writer.str(name);
        self.writer.end_ext(open);
    }

    fn class(&mut self, class: Value) {
        let name = self.vm.class_reference(class);
        let open = self.writer.begin_ext(ext::CLASS);
        self.writer.str(&name);
        self.writer.end_ext(open);
    }

    fn reference(&mut self, handle: Ref) -> Written {
        match self.vm.heap.get(handle) {
            Obj::Str(text) => self.writer.str(text.as_str()),
            Obj::Bytes(bytes) => self.writer.bin(bytes),
            Obj::ByteArray(bytes) => self.writer.ext(ext::BYTEARRAY, bytes),
            Obj::BigInt(value) => match u64::try_from(&**value) {
                Ok(value) => self.writer.uint(value),
                Err(_) => self.writer.ext(ext::BIG_INT, &value.to_signed_bytes_be()),
            },
            Obj::Complex(real, imaginary) => {
                let parts = [real.to_be_bytes(), imaginary.to_be_bytes()].concat();
                self.writer.ext(ext::COMPLEX, &parts);
            }
            _ => return self.compound(handle),
        }
        Ok(())
    }

    fn compound(&mut self, handle: Ref) -> Written {
        self.enter(handle)?;
        self.contents(handle)?;
        self.open.pop();
        Ok(())
    }

    /// One level deeper. Shared objects are written each time, so what is written is bounded too.
    fn enter(&mut self, handle: Ref) -> Written {
        if self.open.len() >= DEPTH_MAX {
            let why = if self.open.contains(&handle) {
                "it contains itself; values are sent as trees".to_owned()
            } else {
                format!("it nests deeper than {DEPTH_MAX} levels")
            };
            return Err(Refusal::new(why));
        }
        if self.writer.written() as u64 > self.vm.limits.heap_bytes {
            return Err(Refusal::new("it is larger than the workflow's heap limit"));
        }
        self.open.push(handle);
        Ok(())
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Back to a depth, after something inside was refused.
    pub(super) fn rise(&mut self, depth: usize) {
        self.open.truncate(depth);
    }

    fn contents(&mut self, handle: Ref) -> Written {
        match self.vm.heap.get(handle) {
            Obj::List(items) => {
                let items = items.clone();
                self.items(&items)
            }
            Obj::Tuple(items) => {
                let items = items.to_vec();
                self.within(ext::TUPLE, |it| it.items(&items))
            }
            Obj::Dict(dict) => {
                let dict = dict.clone();
                self.dict(&dict)
            }
            Obj::Set(table) => {
                let items = keys(table);
                self.within(ext::SET, |it| it.elements(&items))
            }
            Obj::FrozenSet(table) => {
                let items = keys(table);
                self.within(ext::FROZENSET, |it| it.elements(&items))
            }
            Obj::Range(parts) => {
                let parts = **parts;
                self.within(ext::RANGE, |it| it.items(&parts))
            }
            Obj::Deque(deque) => {
                let (items, limit) = (deque.items.iter().copied().collect::<Vec<_>>(), deque.limit);
                self.within(ext::DEQUE, |it| it.deque(&items, limit))
            }
            Obj::Namespace(of) => self.namespace(*of),
            Obj::Class(_) => {
                self.class(Value::Ref(handle));
                Ok(())
            }
            Obj::Instance(instance) => {
                let instance = instance.clone();
                self.instance(handle, &instance)
            }
            Obj::Exception(exception) => {
                let exception = exception.clone();
                self.exception(handle, &exception)
            }
            Obj::Pattern(pattern) => {
                let parts = [pattern.text, Value::Int(i64::from(pattern.flags))];
                self.within(ext::PATTERN, |it| it.items(&parts))
            }
            Obj::Record(record) => {
                let record = record.clone();
                self.record(handle, &record)
            }
            _ => Err(self.unfit(Value::Ref(handle))),
        }
    }

    /// An extension around what `inner` writes.
    pub(super) fn within(&mut self, code: i8, inner: impl FnOnce(&mut Self) -> Written) -> Written {
        let open = self.writer.begin_ext(code);
        inner(self)?;
        self.writer.end_ext(open);
        Ok(())
    }

    pub(super) fn items(&mut self, items: &[Value]) -> Written {
        self.writer.array(items.len());
        for (index, item) in items.iter().enumerate() {
            self.value(*item)
                .map_err(|refusal| refusal.under(|| format!("[{index}]")))?;
        }
        Ok(())
    }

    fn elements(&mut self, items: &[Value]) -> Written {
        self.writer.array(items.len());
        items.iter().try_for_each(|item| {
            self.value(*item)
                .map_err(|refusal| refusal.under(|| "{...}".into()))
        })
    }

    fn deque(&mut self, items: &[Value], limit: Option<usize>) -> Written {
        self.writer.array(2);
        self.items(items)?;
        match limit {
            Some(limit) => self.writer.uint(limit as u64),
            None => self.writer.nil(),
        }
        Ok(())
    }

    fn dict(&mut self, dict: &Dict) -> Written {
        let name = match dict.class {
            Type::Dict => return self.map(&dict.table),
            Type::DefaultDict => "defaultdict",
            Type::OrderedDict => "OrderedDict",
            _ => "Counter",
        };
        self.within(ext::MAPPING, |it| {
            it.writer.array(if dict.class == Type::DefaultDict {
                3
            } else {
                2
            });
            it.writer.str(name);
            if dict.class == Type::DefaultDict {
                it.factory(dict.factory)?;
            }
            it.map(&dict.table)
        })
    }

    /// Only a class can be named elsewhere.
    fn factory(&mut self, factory: Value) -> Written {
        let is_class = matches!(factory, Value::Type(_) | Value::External(_))
            || self.vm.heap.class(factory).is_some();
        if factory.is_unbound() || factory.is_none() {
            self.writer.nil();
        } else if is_class {
            let name = self.vm.class_reference(factory);
            self.writer.str(&name);
        } else {
            return Err(self.unfit(factory).under(|| ".default_factory".into()));
        }
        Ok(())
    }

    pub(super) fn map(&mut self, table: &Table) -> Written {
        self.writer.map(table.len());
        for (key, value) in table.iter() {
            self.value(key)
                .map_err(|refusal| refusal.under(|| "{...}".into()))?;
            self.value(value)
                .map_err(|refusal| refusal.under(|| format!("[{}]", self.shown(key))))?;
        }
        Ok(())
    }

    /// `repr`, at most 200 characters of it; the class of what has none.
    pub(super) fn shown(&mut self, value: Value) -> String {
        let text = match self.vm.repr(value) {
            Ok(text) => text,
            Err(_) => format!("<{}>", self.vm.type_name(value)),
        };
        match text.char_indices().nth(200) {
            Some((end, _)) => format!("{}...", &text[..end]),
            None => text,
        }
    }
}

fn keys(table: &Table) -> Vec<Value> {
    table.keys().collect()
}
