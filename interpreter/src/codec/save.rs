//! A snapshot of an instance: everything reachable, numbered in the order in which it is met, so that the same run gives the same bytes.
//!
//! The body is: how many objects and the texts (names, classes) that are not the program's, then the roots, then the objects in the
//! order of their numbers. Objects of the base image are named by their number there; init makes them again.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::bytes::Out;
use super::header;
use super::tags::value as tag;
use crate::value::native::Owner;
use crate::value::{Attrs, NativeId, Obj, Ref, Sym, Type, Value};
use crate::vm::{Vm, native};

/// The snapshot of the instance that the machine holds. It is at rest: no frame is on the stack.
pub fn save(vm: &Vm) -> Vec<u8> {
    debug_assert!(vm.frames.is_empty(), "a snapshot is taken between steps");
    let mut saver = Saver::new(vm);
    super::roots::save(&mut saver);
    // The queue grows while it is walked.
    let mut next = 0;
    while let Some(handle) = saver.order.get(next).copied() {
        super::save_object::object(&mut saver, handle, vm.heap.get(handle));
        next += 1;
    }
    super::roots::save_ids(&mut saver);
    super::save_foreign::classes(&mut saver);
    let body = saver.finish();
    header::seal(header::Kind::Snapshot, vm.known.identity(vm), &body)
}

/// The walk over the objects.
pub(super) struct Saver<'a> {
    pub(super) vm: &'a Vm,
    pub(super) out: Out,
    /// By slot above the base: the object's number, if it was met.
    numbers: Vec<u32>,
    order: Vec<Ref>,
    /// By symbol: its place in `program.names`.
    program_names: Vec<u32>,
    texts: Vec<Rc<str>>,
    text_numbers: BTreeMap<Rc<str>, u32>,
    /// Every object is named by its slot and none is queued: to compare contents.
    raw: bool,
}

const NOWHERE: u32 = u32::MAX;

impl<'a> Saver<'a> {
    fn new(vm: &'a Vm) -> Self {
        let instance_slots = vm.heap.len() - vm.heap.base_len();
        Self {
            vm,
            out: Out::default(),
            numbers: vec![NOWHERE; instance_slots as usize],
            order: Vec::new(),
            program_names: places(&vm.names),
            texts: Vec::new(),
            text_numbers: BTreeMap::new(),
            raw: false,
        }
    }

    /// Whether two states of an object are the same.
    pub(super) fn same(vm: &'a Vm, of: Ref, one: &Obj, other: &Obj) -> bool {
        let mut saver = Self {
            raw: true,
            numbers: Vec::new(),
            ..Self::new(vm)
        };
        super::save_object::object(&mut saver, of, one);
        let first = std::mem::take(&mut saver.out.bytes);
        super::save_object::object(&mut saver, of, other);
        first == saver.out.bytes
    }

    /// The contents of each base object as init left it, references as they are.
    pub(super) fn contents(vm: &'a Vm) -> impl Iterator<Item = Vec<u8>> + 'a {
        let mut saver = Self {
            raw: true,
            numbers: Vec::new(),
            ..Self::new(vm)
        };
        (0..vm.heap.made_len()).map(Ref).map(move |handle| {
            super::save_object::object(&mut saver, handle, vm.heap.original(handle));
            std::mem::take(&mut saver.out.bytes)
        })
    }

    fn finish(self) -> Vec<u8> {
        let mut whole = Out::default();
        whole.size(self.order.len());
        whole.size(self.texts.len());
        for text in &self.texts {
            whole.block(text.as_bytes());
        }
        whole.fixed(&self.out.bytes);
        whole.bytes
    }

    pub(super) fn value(&mut self, value: Value) {
        match value {
            Value::Unbound => self.out.number(tag::UNBOUND),
            Value::None => self.out.number(tag::NONE),
            Value::Ellipsis => self.out.number(tag::ELLIPSIS),
            Value::NotImplemented => self.out.number(tag::NOT_IMPLEMENTED),
            Value::Bool(value) => self.out.number(if value { tag::TRUE } else { tag::FALSE }),
            Value::Int(value @ 0..=9) => self.out.number(tag::DIGIT + value as u64),
            Value::Int(value) => {
                self.out.number(tag::INT);
                self.out.signed(value);
            }
            Value::Float(value) => {
                self.out.number(tag::FLOAT);
                self.out.float(value);
            }
            Value::Type(class) => {
                self.out.number(tag::TYPE);
                self.class(class);
            }
            Value::Native(id) => self.native(id),
            Value::Module(module) => {
                self.out.number(tag::MODULE);
                self.text(crate::stdlib::MODULES[usize::from(module)].name);
            }
            Value::Action(index) => self.indexed(tag::ACTION, index),
            Value::External(index) => self.indexed(tag::EXTERNAL, index),
            Value::Ref(handle) => self.handle(handle),
        }
    }

    pub(super) fn values(&mut self, values: &[Value]) {
        self.out.size(values.len());
        self.each(values);
    }

    /// Values whose count is known.
    pub(super) fn each(&mut self, values: &[Value]) {
        values.iter().for_each(|value| self.value(*value));
    }

    /// A reference, as the value that it would be.
    pub(super) fn handle(&mut self, handle: Ref) {
        if self.raw {
            return self.out.number(tag::OBJECT + u64::from(handle.0));
        }
        match handle.0.checked_sub(self.vm.heap.base_len()) {
            None => self.indexed(tag::BASE, handle.0),
            Some(slot) => {
                let number = self.number(slot as usize, handle);
                self.out.number(tag::OBJECT + u64::from(number));
            }
        }
    }

    /// The object's number, the next one if it was not met before.
    fn number(&mut self, slot: usize, handle: Ref) -> u32 {
        if self.numbers[slot] == NOWHERE {
            self.numbers[slot] = self.order.len() as u32;
            self.order.push(handle);
        }
        self.numbers[slot]
    }

    /// Whether an object was met, so that the snapshot holds it.
    pub(super) fn holds(&self, handle: Ref) -> bool {
        match handle.0.checked_sub(self.vm.heap.base_len()) {
            None => true,
            Some(slot) => self.numbers[slot as usize] != NOWHERE,
        }
    }

    fn indexed(&mut self, tag: u64, index: u32) {
        self.out.number(tag);
        self.out.number(u64::from(index));
    }

    fn native(&mut self, id: NativeId) {
        self.out.number(tag::NATIVE);
        match id.owner() {
            Owner::Type(class) => self.class(class),
            Owner::Module(module) => self.text(crate::stdlib::MODULES[usize::from(module)].name),
        }
        self.text(native::row(id).name);
    }

    pub(super) fn class(&mut self, class: Type) {
        self.text(&format!("{}:{}", class.module(), class.name()));
    }

    /// A name: even numbers are the program's, odd ones those of this snapshot.
    pub(super) fn name(&mut self, name: Sym) {
        match self.program_names.get(name.0 as usize) {
            Some(place) if *place != NOWHERE => self.out.number(u64::from(*place) << 1),
            _ => {
                let text = self.vm.symbols.shared(name);
                let number = self.text_number(&text);
                self.out.number(u64::from(number) << 1 | 1);
            }
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        let number = self.text_number(text);
        self.out.number(u64::from(number));
    }

    fn text_number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.text_numbers.get(text) {
            return *number;
        }
        let shared: Rc<str> = Rc::from(text);
        let number = self.texts.len() as u32;
        self.texts.push(shared.clone());
        self.text_numbers.insert(shared, number);
        number
    }

    pub(super) fn attrs(&mut self, attrs: &Attrs) {
        self.out.size(attrs.len());
        for (name, value) in attrs.iter() {
            self.name(name);
            self.value(value);
        }
    }
}

/// For each symbol its first place in the program's names.
fn places(names: &[Sym]) -> Vec<u32> {
    let length = names
        .iter()
        .map(|name| name.0 as usize + 1)
        .max()
        .unwrap_or(0);
    let mut places = vec![NOWHERE; length];
    for (place, name) in names.iter().enumerate().rev() {
        places[name.0 as usize] = place as u32;
    }
    places
}
