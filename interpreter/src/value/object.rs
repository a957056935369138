//! The kinds of heap objects. Closed: the collector and the snapshot codec match it exhaustively.

use num_bigint::BigInt;

use super::callable::{ActionCall, BoundMethod, Function, Partial};
use super::class::{Class, Instance, Property, Super};
use super::coroutine::{AsyncStep, Coroutine};
use super::exception::{Exception, TraceEntry};
use super::future::{Callback, Future, FutureKind, FutureState, Ready};
use super::iter::{Iter, View};
use super::pattern::Pattern;
use super::{Ref, Str, Table, Type, Value};

/// A heap object. Payloads beyond 24 bytes are boxed, so that a slot stays small.
#[derive(Clone, Debug)]
pub enum Obj {
    /// A slot that may be taken.
    Free,
    Str(Box<Str>),
    Bytes(Box<[u8]>),
    ByteArray(Vec<u8>),
    /// Beyond 64 bits, always.
    BigInt(Box<BigInt>),
    Complex(f64, f64),
    List(Vec<Value>),
    Tuple(Box<[Value]>),
    Dict(Box<Dict>),
    Set(Box<Table>),
    FrozenSet(Box<Table>),
    /// Start, stop, step: `Int` or a reference to a `BigInt`.
    Range(Box<[Value; 3]>),
    Slice(Box<[Value; 3]>),
    Iter(Box<Iter>),
    DictView {
        dict: Ref,
        view: View,
    },
    /// `type.__dict__` and `vars(object)`: of a class or an instance.
    Namespace(Ref),
    /// A variable that closures share; unbound when empty.
    Cell(Value),
    Function(Box<Function>),
    BoundMethod(Box<BoundMethod>),
    Partial(Box<Partial>),
    Class(Box<Class>),
    Instance(Box<Instance>),
    Exception(Box<Exception>),
    Traceback(Box<[TraceEntry]>),
    Property(Box<Property>),
    StaticMethod(Value),
    ClassMethod(Value),
    Super(Box<Super>),
    Coroutine(Box<Coroutine>),
    AsyncStep(Box<AsyncStep>),
    Future(Box<Future>),
    ActionCall(Box<ActionCall>),
    Deque(Box<Deque>),
    Pattern(Box<Pattern>),
    /// An object of a builtin class whose state is a few values: `datetime`, `Decimal`, `UUID`, `RetryPolicy`, ...
    /// What stands where is the affair of the class's own file in `stdlib/`.
    Record(Box<Record>),
}

/// `dict`, and the classes of `collections` that are one.
#[derive(Clone, Debug)]
pub struct Dict {
    pub table: Table,
    /// `Dict`, `DefaultDict`, `OrderedDict` or `Counter`.
    pub class: Type,
    /// `defaultdict.default_factory`, else unbound.
    pub factory: Value,
}

impl Default for Dict {
    fn default() -> Self {
        Self {
            table: Table::default(),
            class: Type::Dict,
            factory: Value::Unbound,
        }
    }
}

/// `collections.deque`.
#[derive(Clone, Debug, Default)]
pub struct Deque {
    pub items: std::collections::VecDeque<Value>,
    pub limit: Option<usize>,
    /// Counts changes, for "mutated during iteration".
    pub version: u32,
}

/// See [`Obj::Record`].
#[derive(Clone, Debug)]
pub struct Record {
    pub class: Type,
    pub fields: Vec<Value>,
}

impl Obj {
    pub fn str(text: impl Into<Box<str>> + AsRef<str>) -> Obj {
        Obj::Str(Box::new(Str::new(text)))
    }

    pub fn record(class: Type, fields: Vec<Value>) -> Obj {
        Obj::Record(Box::new(Record { class, fields }))
    }

    /// Bytes that it occupies, about: what the heap limit counts.
    pub fn size(&self) -> usize {
        const VALUE: usize = size_of::<Value>();
        let payload = match self {
            Obj::Str(text) => text.as_str().len() + 32,
            Obj::Bytes(bytes) => bytes.len(),
            Obj::ByteArray(bytes) => bytes.len(),
            Obj::BigInt(value) => value.bits() as usize / 8 + 24,
            Obj::List(items) => items.len() * VALUE,
            Obj::Tuple(items) => items.len() * VALUE,
            Obj::Dict(dict) => dict.table.size() + 96,
            Obj::Set(table) | Obj::FrozenSet(table) => table.size() + 72,
            Obj::Function(function) => {
                function.cells.len() * VALUE + function.attrs.len() * 24 + 96
            }
            Obj::Instance(instance) => instance.attrs.len() * 24 + 56,
            Obj::Class(class) => class.attrs.len() * 24 + 256,
            Obj::Exception(exception) => {
                exception.traceback.len() * 8 + exception.attrs.len() * 24 + 160
            }
            Obj::Coroutine(coroutine) => coroutine.frame.registers.len() * VALUE + 120,
            Obj::Future(future) => future.callbacks.len() * 24 + 96,
            Obj::Deque(deque) => deque.items.len() * VALUE + 48,
            Obj::Record(record) => record.fields.len() * VALUE + 32,
            Obj::Partial(partial) => (partial.args.len() + partial.keywords.len() * 2) * VALUE + 96,
            _ => 64,
        };
        size_of::<Obj>() + payload
    }

    /// Calls `visit` with every value that the object holds.
    pub fn trace(&self, visit: &mut dyn FnMut(Value)) {
        match self {
            Obj::Free
            | Obj::Str(_)
            | Obj::Bytes(_)
            | Obj::ByteArray(_)
            | Obj::BigInt(_)
            | Obj::Complex(..)
            | Obj::Traceback(_) => {}
            Obj::List(items) => each(items, visit),
            Obj::Tuple(items) => each(items, visit),
            Obj::Dict(dict) => {
                visit(dict.factory);
                trace_table(&dict.table, visit);
            }
            Obj::Set(table) | Obj::FrozenSet(table) => trace_table(table, visit),
            Obj::Range(parts) | Obj::Slice(parts) => each(&parts[..], visit),
            Obj::Iter(iter) => trace_iter(iter, visit),
            Obj::DictView { dict, .. } => visit(Value::Ref(*dict)),
            Obj::Namespace(of) => visit(Value::Ref(*of)),
            Obj::Cell(value) | Obj::StaticMethod(value) | Obj::ClassMethod(value) => visit(*value),
            Obj::Function(function) => trace_function(function, visit),
            Obj::BoundMethod(method) => each(&[method.function, method.object], visit),
            Obj::Partial(partial) => trace_partial(partial, visit),
            Obj::Class(class) => trace_class(class, visit),
            Obj::Instance(instance) => {
                each(&[instance.class, instance.payload], visit);
                instance.attrs.iter().for_each(|(_, value)| visit(value));
            }
            Obj::Exception(exception) => trace_exception(exception, visit),
            Obj::Property(property) => {
                each(
                    &[
                        property.get,
                        property.set,
                        property.delete,
                        property.doc,
                        property.name,
                    ],
                    visit,
                );
            }
            Obj::Super(parts) => each(&[parts.after, parts.object, parts.class], visit),
            Obj::Coroutine(coroutine) => trace_coroutine(coroutine, visit),
            Obj::AsyncStep(step) => trace_step(step, visit),
            Obj::Future(future) => trace_future(future, visit),
            Obj::ActionCall(call) => each(&[call.args, call.keywords, call.future], visit),
            Obj::Deque(deque) => deque.items.iter().copied().for_each(visit),
            Obj::Pattern(pattern) => visit(pattern.text),
            Obj::Record(record) => each(&record.fields, visit),
        }
    }
}

fn each(values: &[Value], visit: &mut dyn FnMut(Value)) {
    values.iter().copied().for_each(visit);
}

fn trace_table(table: &Table, visit: &mut dyn FnMut(Value)) {
    for (key, value) in table.iter() {
        visit(key);
        visit(value);
    }
}

fn trace_iter(iter: &Iter, visit: &mut dyn FnMut(Value)) {
    match iter {
        Iter::Done | Iter::Range { .. } => {}
        Iter::List { list: of, .. }
        | Iter::ListReversed { list: of, .. }
        | Iter::Tuple { tuple: of, .. }
        | Iter::Str { text: of, .. }
        | Iter::Bytes { bytes: of, .. }
        | Iter::Dict { dict: of, .. }
        | Iter::Set { set: of, .. }
        | Iter::Deque { deque: of, .. } => visit(Value::Ref(*of)),
        Iter::BigRange { next, step, stop } => each(&[*next, *step, *stop], visit),
        Iter::Enumerate { iter, count } => each(&[*iter, *count], visit),
        Iter::Zip { iters, .. } => each(iters, visit),
        Iter::Map { function, iters } => {
            visit(*function);
            each(iters, visit);
        }
        Iter::Filter { function, iter } => each(&[*function, *iter], visit),
        Iter::Sentinel { function, sentinel } => each(&[*function, *sentinel], visit),
        Iter::Sequence { object, .. } => visit(*object),
        Iter::Tool { state, .. } => each(state, visit),
    }
}

fn trace_function(function: &Function, visit: &mut dyn FnMut(Value)) {
    each(&[function.defaults, function.keyword_defaults], visit);
    each(&function.cells, visit);
    function.attrs.iter().for_each(|(_, value)| visit(value));
}

fn trace_partial(partial: &Partial, visit: &mut dyn FnMut(Value)) {
    visit(partial.function);
    each(&partial.args, visit);
    partial
        .keywords
        .iter()
        .for_each(|(key, value)| each(&[*key, *value], visit));
    partial.attrs.iter().for_each(|(_, value)| visit(value));
}

fn trace_class(class: &Class, visit: &mut dyn FnMut(Value)) {
    each(&[class.qualname, class.module, class.meta], visit);
    each(&class.bases, visit);
    each(&class.mro, visit);
    each(&class.subclasses, visit);
    class.attrs.iter().for_each(|(_, value)| visit(value));
}

fn trace_exception(exception: &Exception, visit: &mut dyn FnMut(Value)) {
    let Exception {
        class,
        args,
        cause,
        context,
        notes,
        remote,
        traceback_object,
        ..
    } = exception;
    let parts = [*class, *args, *cause, *context, *notes, *remote];
    each(&parts, visit);
    visit(*traceback_object);
    exception.attrs.iter().for_each(|(_, value)| visit(value));
}

fn trace_coroutine(coroutine: &Coroutine, visit: &mut dyn FnMut(Value)) {
    each(&coroutine.frame.registers, visit);
    each(
        &[
            coroutine.frame.handling,
            coroutine.frame.delegate,
            coroutine.name,
        ],
        visit,
    );
    coroutine
        .awaiter
        .into_iter()
        .for_each(|awaiter| visit(Value::Ref(awaiter)));
}

fn trace_step(step: &AsyncStep, visit: &mut dyn FnMut(Value)) {
    use super::coroutine::Resume;
    visit(Value::Ref(step.generator));
    match step.resume {
        Resume::Send(value) | Resume::Throw(value) => visit(value),
        Resume::Close => {}
    }
}

fn trace_future(future: &Future, visit: &mut dyn FnMut(Value)) {
    visit(future.cancel_message);
    match future.state {
        FutureState::Pending | FutureState::Cancelled => {}
        FutureState::Result(value) | FutureState::Error(value) => visit(value),
    }
    for callback in &future.callbacks {
        trace_callback(*callback, visit);
    }
    match &future.kind {
        FutureKind::Plain => {}
        FutureKind::Action { call, .. } => {
            call.iter().for_each(|call| visit(Value::Ref(*call)));
        }
        FutureKind::Timer { result, .. } => visit(*result),
        FutureKind::Gather(gather) => gather
            .children
            .iter()
            .for_each(|child| visit(Value::Ref(*child))),
        FutureKind::Alarm {
            function, context, ..
        } => each(&[*function, *context], visit),
        FutureKind::Shield { inner } => visit(Value::Ref(*inner)),
        FutureKind::Task(task) => {
            each(
                &[
                    Value::Ref(task.coroutine),
                    Value::Ref(task.innermost),
                    task.name,
                    task.context,
                ],
                visit,
            );
            task.waiting
                .into_iter()
                .for_each(|future| visit(Value::Ref(future)));
        }
    }
}

fn trace_callback(callback: Callback, visit: &mut dyn FnMut(Value)) {
    match callback {
        Callback::Wake(of) | Callback::Gathered(of) | Callback::Shielded(of) => {
            visit(Value::Ref(of));
        }
        Callback::Call { function, context } => each(&[function, context], visit),
    }
}

impl Ready {
    /// As [`Obj::trace`].
    pub fn trace(&self, visit: &mut dyn FnMut(Value)) {
        match self {
            Ready::Step(of) | Ready::Fire(of) => visit(Value::Ref(*of)),
            Ready::Stop => {}
            Ready::Callback { callback, future } => {
                trace_callback(*callback, visit);
                visit(Value::Ref(*future));
            }
            Ready::Call {
                function,
                args,
                context,
            } => {
                each(&[*function, *context], visit);
                each(args, visit);
            }
        }
    }
}
