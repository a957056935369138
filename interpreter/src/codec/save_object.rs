//! Objects to bytes. What can be computed again is left out: hashes, indexes, lengths.

use super::save::Saver;
use super::tags::object as tag;
use super::{save_foreign, save_future, save_iter};
use crate::ir::Suspends;
use crate::value::callable::{Function, Partial};
use crate::value::class::{Class, Collection, Instance};
use crate::value::coroutine::{AsyncStep, Coroutine, Progress, Resume, SavedFrame};
use crate::value::exception::{Exception, TraceEntry};
use crate::value::object::{Deque, Dict};
use crate::value::{Obj, Ref, Table, Type, Value};

/// `of` is the object's number in the heap, for what is kept beside it.
pub(super) fn object(to: &mut Saver<'_>, of: Ref, object: &Obj) {
    match object {
        // A free slot is reachable from nowhere; load refuses the tag.
        Obj::Free => to.out.byte(0),
        Obj::Str(text) => block(to, tag::STR, text.as_str().as_bytes()),
        Obj::Bytes(bytes) => block(to, tag::BYTES, bytes),
        Obj::ByteArray(bytes) => block(to, tag::BYTE_ARRAY, bytes),
        Obj::BigInt(value) => block(to, tag::BIG_INT, &value.to_signed_bytes_le()),
        Obj::Complex(real, imaginary) => {
            to.out.byte(tag::COMPLEX);
            to.out.float(*real);
            to.out.float(*imaginary);
        }
        Obj::List(items) => values(to, tag::LIST, items),
        Obj::Tuple(items) => values(to, tag::TUPLE, items),
        Obj::Dict(dict) => save_dict(to, dict),
        Obj::Set(table) => save_set(to, tag::SET, table),
        Obj::FrozenSet(table) => save_set(to, tag::FROZEN_SET, table),
        Obj::Range(parts) => fields(to, tag::RANGE, &parts[..]),
        Obj::Slice(parts) => fields(to, tag::SLICE, &parts[..]),
        Obj::Iter(iter) => {
            to.out.byte(tag::ITER);
            save_iter::iter(to, iter);
        }
        Obj::DictView { dict, view } => {
            to.out.byte(tag::DICT_VIEW);
            to.out.byte(save_iter::view(*view));
            to.handle(*dict);
        }
        Obj::Namespace(of) => fields(to, tag::NAMESPACE, &[Value::Ref(*of)]),
        Obj::Cell(value) => fields(to, tag::CELL, &[*value]),
        Obj::StaticMethod(value) => fields(to, tag::STATIC_METHOD, &[*value]),
        Obj::ClassMethod(value) => fields(to, tag::CLASS_METHOD, &[*value]),
        Obj::Function(function) => save_function(to, function),
        Obj::BoundMethod(method) => {
            fields(to, tag::BOUND_METHOD, &[method.function, method.object])
        }
        Obj::Partial(partial) => save_partial(to, partial),
        Obj::Class(class) => save_class(to, class),
        Obj::Instance(instance) => save_instance(to, instance, of),
        Obj::Exception(exception) => save_exception(to, exception),
        Obj::Traceback(entries) => {
            to.out.byte(tag::TRACEBACK);
            save_trace(to, entries);
        }
        Obj::Property(it) => {
            fields(
                to,
                tag::PROPERTY,
                &[it.get, it.set, it.delete, it.doc, it.name],
            );
            to.out.byte(u8::from(it.cached));
        }
        Obj::Super(parts) => fields(to, tag::SUPER, &[parts.after, parts.object, parts.class]),
        Obj::Coroutine(coroutine) => save_coroutine(to, coroutine),
        Obj::AsyncStep(step) => save_step(to, step),
        Obj::Future(future) => {
            to.out.byte(tag::FUTURE);
            save_future::future(to, future);
        }
        Obj::ActionCall(call) => {
            to.out.byte(tag::ACTION_CALL);
            save_future::action_call(to, call);
        }
        Obj::Deque(deque) => save_deque(to, deque),
        Obj::Pattern(pattern) => {
            to.out.byte(tag::PATTERN);
            to.value(pattern.text);
            to.out.signed(i64::from(pattern.flags));
        }
        Obj::Record(record) => {
            to.out.byte(tag::RECORD);
            to.class(record.class);
            to.values(&record.fields);
        }
    }
}

fn block(to: &mut Saver<'_>, tag: u8, bytes: &[u8]) {
    to.out.byte(tag);
    to.out.block(bytes);
}

fn values(to: &mut Saver<'_>, tag: u8, values: &[Value]) {
    to.out.byte(tag);
    to.values(values);
}

fn fields(to: &mut Saver<'_>, tag: u8, values: &[Value]) {
    to.out.byte(tag);
    to.each(values);
}

fn save_dict(to: &mut Saver<'_>, dict: &Dict) {
    if dict.class == Type::Dict && dict.factory.is_unbound() {
        to.out.byte(tag::DICT);
    } else {
        to.out.byte(tag::DICT_OF);
        to.class(dict.class);
        to.value(dict.factory);
    }
    save_table(to, &dict.table, true);
}

fn save_set(to: &mut Saver<'_>, tag: u8, table: &Table) {
    to.out.byte(tag);
    save_table(to, table, false);
}

/// Entries in order, without those that were deleted. Hashes only if some key's could not be computed again without running code.
fn save_table(to: &mut Saver<'_>, table: &Table, paired: bool) {
    let hashed = table
        .keys()
        .any(|key| !super::keys::is_plain(&to.vm.heap, key));
    to.out.size(table.len() << 1 | usize::from(hashed));
    for (hash, key, value) in table.hashed() {
        if hashed {
            to.out.signed(hash);
        }
        to.value(key);
        if paired {
            to.value(value);
        }
    }
}

fn save_function(to: &mut Saver<'_>, function: &Function) {
    to.out.byte(tag::FUNCTION);
    to.out.number(u64::from(function.code));
    to.each(&[function.defaults, function.keyword_defaults]);
    to.values(&function.cells);
    to.attrs(&function.attrs);
}

fn save_partial(to: &mut Saver<'_>, partial: &Partial) {
    to.out.byte(tag::PARTIAL);
    to.value(partial.function);
    to.values(&partial.args);
    to.out.size(partial.keywords.len());
    partial
        .keywords
        .iter()
        .for_each(|(key, value)| to.each(&[*key, *value]));
    to.attrs(&partial.attrs);
}

fn save_class(to: &mut Saver<'_>, class: &Class) {
    to.out.byte(tag::CLASS);
    to.name(class.name);
    to.each(&[class.qualname, class.module, class.meta]);
    to.class(class.layout);
    to.values(&class.bases);
    to.values(&class.mro);
    to.values(&class.subclasses);
    to.attrs(&class.attrs);
    let flags = class.flags;
    let bits = [
        flags.getattr,
        flags.setattr,
        flags.plain_eq,
        flags.ready,
        flags.closed,
        flags.pattern == Some(Collection::Sequence),
        flags.pattern == Some(Collection::Mapping),
    ];
    to.out.bits(bits.into_iter());
}

fn save_instance(to: &mut Saver<'_>, instance: &Instance, of: Ref) {
    let model = to.vm.instance.foreign.models.get(&of);
    to.out.byte(tag::INSTANCE);
    to.value(instance.class);
    to.out.size(
        instance.attrs.len() << 2
            | usize::from(model.is_some()) << 1
            | usize::from(!instance.payload.is_unbound()),
    );
    for (name, value) in instance.attrs.iter() {
        to.name(name);
        to.value(value);
    }
    if !instance.payload.is_unbound() {
        to.value(instance.payload);
    }
    if let Some(model) = model {
        save_foreign::model(to, model);
    }
}

fn save_exception(to: &mut Saver<'_>, it: &Exception) {
    to.out.byte(tag::EXCEPTION);
    let rare = [it.cause, it.context, it.notes, it.remote];
    let absent = [Value::None, Value::None, Value::Unbound, Value::Unbound];
    let present: Vec<bool> = rare
        .iter()
        .zip(absent)
        .map(|(value, absent)| *value != absent)
        .collect();
    to.out.bits(present.iter().copied().chain([
        it.suppress_context,
        !it.attrs.is_empty(),
        !it.traceback.is_empty(),
    ]));
    to.each(&[it.class, it.args]);
    for (value, present) in rare.into_iter().zip(present) {
        if present {
            to.value(value);
        }
    }
    if !it.attrs.is_empty() {
        to.attrs(&it.attrs);
    }
    if !it.traceback.is_empty() {
        save_trace(to, &it.traceback);
    }
}

fn save_trace(to: &mut Saver<'_>, entries: &[TraceEntry]) {
    to.out.size(entries.len());
    for entry in entries {
        to.out.number(u64::from(entry.code));
        to.out.number(u64::from(entry.pc));
    }
}

/// A progress is two bits; the function says of which kind it is.
fn save_coroutine(to: &mut Saver<'_>, it: &Coroutine) {
    let progress = match it.state {
        Progress::Created => 0,
        Progress::Suspended => 1,
        Progress::Done => 2,
        Progress::Running => 3,
    };
    debug_assert!(
        it.kind != Suspends::No,
        "a plain function has no frame in the heap"
    );
    let frame = &it.frame;
    let rare = [
        it.awaiter.map_or(Value::Unbound, Value::Ref),
        frame.handling,
        frame.delegate,
        it.name,
    ];
    to.out.byte(tag::COROUTINE);
    let marks = rare.iter().map(|value| !value.is_unbound());
    to.out.bits(
        [progress & 1 == 1, progress & 2 == 2]
            .into_iter()
            .chain(marks)
            .chain([it.closing]),
    );
    save_frame(to, it.state, frame);
    rare.into_iter()
        .filter(|value| !value.is_unbound())
        .for_each(|value| to.value(value));
}

/// The registers that are bound: which ones, and their values.
fn save_frame(to: &mut Saver<'_>, state: Progress, frame: &SavedFrame) {
    to.out.number(u64::from(frame.code));
    to.out.number(u64::from(frame.pc));
    let live = super::live::registers(to.vm, state, frame);
    let used = live
        .iter()
        .rposition(|value| !value.is_unbound())
        .map_or(0, |last| last + 1);
    to.out.size(used);
    to.out
        .bits(live[..used].iter().map(|value| !value.is_unbound()));
    live.iter()
        .filter(|value| !value.is_unbound())
        .for_each(|value| to.value(*value));
}

fn save_step(to: &mut Saver<'_>, step: &AsyncStep) {
    to.out.byte(tag::ASYNC_STEP);
    to.handle(step.generator);
    let (kind, value) = match step.resume {
        Resume::Send(value) => (0, value),
        Resume::Throw(value) => (1, value),
        Resume::Close => (2, Value::Unbound),
    };
    to.out.byte(kind << 1 | u8::from(step.used));
    to.value(value);
}

fn save_deque(to: &mut Saver<'_>, deque: &Deque) {
    to.out.byte(tag::DEQUE);
    to.out
        .size(deque.limit.map_or(0, |limit| limit.saturating_add(1)));
    to.out.size(deque.items.len());
    deque.items.iter().for_each(|value| to.value(*value));
}
