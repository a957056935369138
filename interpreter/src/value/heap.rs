//! The arena of objects, with a base image below that steps change only through a log.

use num_bigint::BigInt;

use super::callable::{BoundMethod, Function};
use super::class::{Class, Instance};
use super::coroutine::Coroutine;
use super::exception::Exception;
use super::future::Future;
use super::object::{Deque, Dict, Record};
use super::{Obj, Str, Table, Value};

/// The number of an object in the heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ref(pub u32);

/// The texts of one character that are shared: Latin 1. Snapshots name them by their place after what init made, so others may only
/// come after these and the empty text.
const SHARED_CHARS: u32 = 256;

/// The objects of one machine: first those of the base image (what the program's init made), then the instance's.
#[derive(Default)]
pub struct Heap {
    objects: Vec<Obj>,
    free: Vec<u32>,
    base: u32,
    /// The base objects that init made; after them come the shared texts.
    made: u32,
    /// What base objects were before this instance changed them, in the order of the first change.
    changed: Vec<(u32, Obj)>,
    is_changed: Vec<bool>,
    bytes: usize,
    base_bytes: usize,
}

impl Heap {
    /// A new object.
    pub fn alloc(&mut self, object: Obj) -> Ref {
        self.bytes += object.size();
        if let Some(slot) = self.free.pop() {
            self.objects[slot as usize] = object;
            return Ref(slot);
        }
        self.objects.push(object);
        Ref(self.objects.len() as u32 - 1)
    }

    /// A text of which so many bytes are new; the others are counted already.
    pub fn alloc_joined(&mut self, text: Str, new: usize) -> Ref {
        let handle = self.alloc(Obj::Free);
        self.bytes += new + size_of::<Str>();
        self.objects[handle.0 as usize] = Obj::Str(Box::new(text));
        handle
    }

    #[inline]
    pub fn get(&self, handle: Ref) -> &Obj {
        &self.objects[handle.0 as usize]
    }

    /// The one way to change an object: notes what a base object was before.
    #[inline]
    pub fn get_mut(&mut self, handle: Ref) -> &mut Obj {
        if handle.0 < self.base {
            self.note_change(handle.0);
        }
        &mut self.objects[handle.0 as usize]
    }

    #[cold]
    fn note_change(&mut self, slot: u32) {
        if !self.is_changed[slot as usize] {
            self.is_changed[slot as usize] = true;
            self.changed
                .push((slot, self.objects[slot as usize].clone()));
        }
    }

    /// Counts bytes by which a container grew since it was allocated.
    pub fn charge(&mut self, bytes: usize) {
        self.bytes += bytes;
    }

    /// Bytes in use, about: an upper bound until the collector counts anew.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Slots, free ones included.
    pub fn len(&self) -> u32 {
        self.objects.len() as u32
    }

    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// Makes all that is there the base image, and adds the texts that are shared.
    pub fn freeze(&mut self) {
        self.made = self.len();
        self.base_bytes = self.bytes;
        let chars = (0..SHARED_CHARS).filter_map(char::from_u32);
        self.objects
            .extend(chars.map(|char| Obj::str(&*char.encode_utf8(&mut [0; 4]))));
        self.objects.push(Obj::str(""));
        self.base = self.len();
        self.is_changed = vec![false; self.objects.len()];
    }

    /// How many objects init made: those that tell one base image from another.
    pub fn made_len(&self) -> u32 {
        self.made
    }

    /// A text that all who make it share, as in CPython: the empty one, and those of one character of Latin 1.
    #[inline]
    fn shared(&self, text: &str) -> Option<Value> {
        let code = match text.as_bytes() {
            [] => SHARED_CHARS,
            [byte] => u32::from(*byte),
            // Beyond ASCII, Latin 1 has two bytes.
            [0xc2..=0xc3, _] => u32::from(text.chars().next()?),
            _ => return None,
        };
        self.shared_text(code)
    }

    #[inline]
    fn shared_text(&self, number: u32) -> Option<Value> {
        let slot = self.made + number;
        (number <= SHARED_CHARS && slot < self.base).then_some(Value::Ref(Ref(slot)))
    }

    /// Objects below this number are the base image's.
    pub fn base_len(&self) -> u32 {
        self.base
    }

    /// The base objects that this instance changed, in ascending order.
    pub fn changed_base(&self) -> Vec<Ref> {
        let mut slots: Vec<Ref> = self.changed.iter().map(|(slot, _)| Ref(*slot)).collect();
        slots.sort_unstable();
        slots
    }

    /// Each changed base object with what it was before.
    pub fn originals(&self) -> impl Iterator<Item = (Ref, &Obj)> {
        self.changed.iter().map(|(slot, was)| (Ref(*slot), was))
    }

    /// A base object as it was before this instance.
    pub fn original(&self, handle: Ref) -> &Obj {
        match self.changed.iter().find(|(slot, _)| *slot == handle.0) {
            Some((_, was)) => was,
            None => self.get(handle),
        }
    }

    /// Replaces an object as a whole.
    pub fn place(&mut self, handle: Ref, object: Obj) {
        self.bytes = (self.bytes + object.size()).saturating_sub(self.get(handle).size());
        *self.get_mut(handle) = object;
    }

    /// Back to the base image.
    pub fn reset(&mut self) {
        self.objects.truncate(self.base as usize);
        self.free.clear();
        for (slot, object) in self.changed.drain(..) {
            self.objects[slot as usize] = object;
            self.is_changed[slot as usize] = false;
        }
        self.bytes = self.base_bytes;
    }

    /// Frees every instance object that `live` does not name, and counts the bytes anew. The collector's second half. True if a class
    /// was among them.
    pub fn sweep(&mut self, live: impl Fn(Ref) -> bool) -> bool {
        let mut classes = false;
        while self.len() > self.base && !live(Ref(self.len() - 1)) {
            classes |= matches!(self.objects.pop(), Some(Obj::Class(_)));
        }
        self.free.clear();
        self.bytes = self.base_bytes + self.base_growth();
        for slot in (self.base..self.len()).rev() {
            if live(Ref(slot)) {
                self.bytes += self.objects[slot as usize].size();
            } else {
                classes |= matches!(self.objects[slot as usize], Obj::Class(_));
                self.objects[slot as usize] = Obj::Free;
                self.free.push(slot);
            }
        }
        classes
    }

    /// Every object of the instance.
    pub fn handles(&self) -> impl Iterator<Item = Ref> + '_ {
        (self.base..self.len()).map(Ref)
    }

    /// Bytes by which base objects are larger than they were.
    fn base_growth(&self) -> usize {
        let grown = |(slot, was): &(u32, Obj)| {
            self.objects[*slot as usize]
                .size()
                .saturating_sub(was.size())
        };
        self.changed.iter().map(grown).sum()
    }
}

/// Short ways to make objects.
impl Heap {
    #[inline]
    pub fn new_str(&mut self, text: impl Into<Box<str>> + AsRef<str>) -> Value {
        match self.shared(text.as_ref()) {
            Some(shared) => shared,
            None => Value::Ref(self.alloc(Obj::str(text))),
        }
    }

    /// The parts one after another, as a text.
    pub fn new_joined(&mut self, parts: &[&str]) -> Value {
        self.new_text(Str::of_parts(parts))
    }

    pub fn new_text(&mut self, text: Str) -> Value {
        match self.shared(text.as_str()) {
            Some(shared) => shared,
            None => Value::Ref(self.alloc(Obj::Str(Box::new(text)))),
        }
    }

    /// An int as text.
    pub fn new_decimal(&mut self, number: i64) -> Value {
        self.new_str(crate::text::decimal::Decimal::of(number).as_str())
    }

    /// A text of one character.
    #[inline]
    pub fn new_char(&mut self, char: char) -> Value {
        let code = u32::from(char);
        match self.shared_text(code) {
            Some(shared) if code < SHARED_CHARS => shared,
            _ => self.new_str(&*char.encode_utf8(&mut [0; 4])),
        }
    }

    pub fn new_bytes(&mut self, bytes: impl Into<Box<[u8]>>) -> Value {
        Value::Ref(self.alloc(Obj::Bytes(bytes.into())))
    }

    pub fn new_list(&mut self, items: Vec<Value>) -> Value {
        Value::Ref(self.alloc(Obj::List(items)))
    }

    pub fn new_tuple(&mut self, items: impl Into<Box<[Value]>>) -> Value {
        Value::Ref(self.alloc(Obj::Tuple(items.into())))
    }

    pub fn new_dict(&mut self) -> Ref {
        self.alloc(Obj::Dict(Box::default()))
    }

    pub fn new_record(&mut self, class: super::Type, fields: Vec<Value>) -> Value {
        Value::Ref(self.alloc(Obj::record(class, fields)))
    }

    /// An `int`: immediate if it fits.
    pub fn new_int(&mut self, value: BigInt) -> Value {
        match i64::try_from(&value) {
            Ok(small) => Value::Int(small),
            Err(_) => Value::Ref(self.alloc(Obj::BigInt(Box::new(value)))),
        }
    }
}

macro_rules! accessors {
    ($($name:ident $name_mut:ident $variant:ident $type:ty,)*) => {
        /// What an object is, if it is of that kind exactly (see [`Heap::payload`] for instances of subclasses).
        impl Heap {
            $(
                #[inline]
                pub fn $name(&self, value: Value) -> Option<&$type> {
                    match value {
                        Value::Ref(handle) => match self.get(handle) {
                            Obj::$variant(inner) => Some(inner),
                            _ => None,
                        },
                        _ => None,
                    }
                }

                #[inline]
                pub fn $name_mut(&mut self, value: Value) -> Option<&mut $type> {
                    match value {
                        Value::Ref(handle) => match self.get_mut(handle) {
                            Obj::$variant(inner) => Some(inner),
                            _ => None,
                        },
                        _ => None,
                    }
                }
            )*
        }
    };
}

accessors! {
    list list_mut List Vec<Value>,
    tuple tuple_mut Tuple Box<[Value]>,
    dict dict_mut Dict Dict,
    set set_mut Set Table,
    frozen_set frozen_set_mut FrozenSet Table,
    bytes_of bytes_mut Bytes Box<[u8]>,
    byte_array byte_array_mut ByteArray Vec<u8>,
    big_int big_int_mut BigInt BigInt,
    text text_mut Str Str,
    range range_mut Range [Value; 3],
    slice slice_mut Slice [Value; 3],
    function function_mut Function Function,
    bound_method bound_method_mut BoundMethod BoundMethod,
    class class_mut Class Class,
    instance instance_mut Instance Instance,
    exception exception_mut Exception Exception,
    coroutine coroutine_mut Coroutine Coroutine,
    future future_mut Future Future,
    deque deque_mut Deque Deque,
    record record_mut Record Record,
}

impl Heap {
    /// The builtin value inside an instance of a subclass of `int`, `str`, `list`, ...; any other value as it is.
    #[inline]
    pub fn payload(&self, value: Value) -> Value {
        match self.instance(value) {
            Some(instance) if !instance.payload.is_unbound() => instance.payload,
            _ => value,
        }
    }

    /// The text of a `str` or of an instance of a subclass of it.
    #[inline]
    pub fn str(&self, value: Value) -> Option<&str> {
        self.text(self.payload(value)).map(Str::as_str)
    }

    /// The items of a list or tuple (or of a subclass).
    pub fn items(&self, value: Value) -> Option<&[Value]> {
        match self.get(self.payload(value).as_ref()?) {
            Obj::List(items) => Some(items),
            Obj::Tuple(items) => Some(items),
            _ => None,
        }
    }

    /// The bytes of a `bytes` or `bytearray` (or of a subclass).
    pub fn bytes_like(&self, value: Value) -> Option<&[u8]> {
        match self.get(self.payload(value).as_ref()?) {
            Obj::Bytes(bytes) => Some(bytes),
            Obj::ByteArray(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The table of a dict, set or frozenset (or of a subclass).
    pub fn table(&self, value: Value) -> Option<&Table> {
        match self.get(self.payload(value).as_ref()?) {
            Obj::Dict(dict) => Some(&dict.table),
            Obj::Set(table) | Obj::FrozenSet(table) => Some(table),
            _ => None,
        }
    }

    pub fn table_mut(&mut self, value: Value) -> Option<&mut Table> {
        let handle = self.payload(value).as_ref()?;
        match self.get_mut(handle) {
            Obj::Dict(dict) => Some(&mut dict.table),
            Obj::Set(table) | Obj::FrozenSet(table) => Some(table),
            _ => None,
        }
    }
}
