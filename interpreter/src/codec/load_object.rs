//! Bytes to objects: the mirror of `save_object`.

use num_bigint::BigInt;

use super::bytes::corrupt;
use super::load::Loader;
use super::tags::object as tag;
use super::{load_foreign, load_future, load_iter};
use crate::error::Corrupt;
use crate::ir::Suspends;
use crate::regex::Flags;
use crate::value::callable::{BoundMethod, Function, Partial};
use crate::value::class::{Class, ClassFlags, Collection, Instance, Property, Super};
use crate::value::coroutine::{AsyncStep, Coroutine, Progress, Resume, SavedFrame};
use crate::value::exception::{Exception, TraceEntry};
use crate::value::object::{Deque, Dict};
use crate::value::pattern::Pattern;
use crate::value::{Obj, Ref, Table, Type, Value};

/// Reads one object and puts it at its place.
pub(super) fn object(from: &mut Loader<'_, '_>, at: Ref) -> Result<(), Corrupt> {
    let tag = from.input.byte()?;
    let object = match tag {
        tag::STR => Obj::str(from.input.text()?),
        tag::BYTES => Obj::Bytes(from.input.block()?.into()),
        tag::BYTE_ARRAY => Obj::ByteArray(from.input.block()?.to_vec()),
        tag::BIG_INT => big_int(from)?,
        tag::COMPLEX => Obj::Complex(from.input.float()?, from.input.float()?),
        tag::LIST => Obj::List(from.values()?),
        tag::TUPLE => Obj::Tuple(from.values()?.into()),
        tag::DICT | tag::DICT_OF => load_dict(from, at, tag)?,
        tag::SET | tag::FROZEN_SET => load_set(from, at, tag)?,
        tag::RANGE => Obj::Range(Box::new(from.array()?)),
        tag::SLICE => Obj::Slice(Box::new(from.array()?)),
        tag::ITER => Obj::Iter(Box::new(load_iter::iter(from)?)),
        tag::DICT_VIEW => Obj::DictView {
            view: load_iter::view(from.input.byte()?)?,
            dict: from.handle()?,
        },
        tag::NAMESPACE => Obj::Namespace(from.handle()?),
        tag::CELL => Obj::Cell(from.value()?),
        tag::STATIC_METHOD => Obj::StaticMethod(from.value()?),
        tag::CLASS_METHOD => Obj::ClassMethod(from.value()?),
        tag::FUNCTION => load_function(from)?,
        tag::BOUND_METHOD => {
            let [function, object] = from.array()?;
            Obj::BoundMethod(Box::new(BoundMethod { function, object }))
        }
        tag::PARTIAL => load_partial(from)?,
        tag::CLASS => load_class(from)?,
        tag::INSTANCE => load_instance(from, at)?,
        tag::EXCEPTION => load_exception(from)?,
        tag::TRACEBACK => Obj::Traceback(load_trace(from)?.into()),
        tag::PROPERTY => load_property(from)?,
        tag::SUPER => {
            let [after, object, class] = from.array()?;
            Obj::Super(Box::new(Super {
                after,
                object,
                class,
            }))
        }
        tag::COROUTINE => load_coroutine(from)?,
        tag::ASYNC_STEP => load_step(from)?,
        tag::FUTURE => Obj::Future(Box::new(load_future::future(from)?)),
        tag::ACTION_CALL => Obj::ActionCall(Box::new(load_future::action_call(from)?)),
        tag::DEQUE => load_deque(from)?,
        tag::PATTERN => load_pattern(from)?,
        tag::RECORD => Obj::record(from.class()?, from.values()?),
        _ => return Err(corrupt("an object is of no known kind")),
    };
    from.place(at, object);
    Ok(())
}

fn big_int(from: &mut Loader<'_, '_>) -> Result<Obj, Corrupt> {
    let value = BigInt::from_signed_bytes_le(from.input.block()?);
    match i64::try_from(&value) {
        Ok(_) => Err(corrupt("a big integer is small")),
        Err(_) => Ok(Obj::BigInt(Box::new(value))),
    }
}

fn load_dict(from: &mut Loader<'_, '_>, at: Ref, tag: u8) -> Result<Obj, Corrupt> {
    let mut dict = Dict::default();
    if tag == tag::DICT_OF {
        dict.class = from.class()?;
        dict.factory = from.value()?;
        if !dict.class.is_subtype(Type::Dict) {
            return Err(corrupt("a dict is of no dict class"));
        }
    }
    from.table(at, true)?;
    Ok(Obj::Dict(Box::new(dict)))
}

fn load_set(from: &mut Loader<'_, '_>, at: Ref, tag: u8) -> Result<Obj, Corrupt> {
    from.table(at, false)?;
    let empty = Box::new(Table::default());
    Ok(if tag == tag::SET {
        Obj::Set(empty)
    } else {
        Obj::FrozenSet(empty)
    })
}

fn load_function(from: &mut Loader<'_, '_>) -> Result<Obj, Corrupt> {
    let code = from.code()?;
    let [defaults, keyword_defaults] = from.array()?;
    let cells = from.values()?.into();
    let attrs = from.attrs()?;
    Ok(Obj::Function(Box::new(Function {
        code,
        defaults,
        keyword_defaults,
        cells,
        attrs,
    })))
}

fn load_partial(from: &mut Loader<'_, '_>) -> Result<Obj, Corrupt> {
    let function = from.value()?;
    let args = from.values()?;
    let count = from.input.count()?;
    let keywords = (0..count)
        .map(|_| Ok((from.value()?, from.value()?)))
        .collect::<Result<_, Corrupt>>()?;
    let attrs = from.attrs()?;
    Ok(Obj::Partial(Box::new(Partial {
        function,
        args,
        keywords,
        attrs,
    })))
}

fn load_class(from: &mut Loader<'_, '_>) -> Result<Obj, Corrupt> {
    let name = from.name()?;
    let [qualname, module, meta] = from.array()?;
    let layout = from.class()?;
    let (bases, mro, subclasses) = (from.values()?, from.values()?, from.values()?);
    let attrs = from.attrs()?;
    let [getattr, setattr, plain_eq, ready, closed, sequence, mapping] = from.flags()?;
    let pattern = match (sequence, mapping) {
        (false, false) => None,
        (true, false) => Some(Collection::Sequence),
        (false, true) => Some(Collection::Mapping),
        (true, true) => return Err(corrupt("a class is a sequence and a mapping")),
    };
    let flags = ClassFlags {
        getattr,
        setattr,
        plain_eq,
        ready,
        closed,
        pattern,
    };
    Ok(Obj::Class(Box::new(Class {
        name,
        qualname,
        module,
        bases,
        mro,
        attrs,
        layout,
        meta,
        subclasses,
        flags,
    })))
}

fn load_instance(from: &mut Loader<'_, '_>, at: Ref) -> Result<Obj, Corrupt> {
    let class = from.value()?;
    let head = from.input.size()?;
    let attrs = from.attrs_of(head >> 2)?;
    let payload = if head & 1 == 1 {
        from.value()?
    } else {
        Value::Unbound
    };
    if head & 2 == 2 {
        load_foreign::model(from, at)?;
    }
    Ok(Obj::Instance(Box::new(Instance {
        class,
        attrs,
        payload,
    })))
}

fn load_exception(from: &mut Loader<'_, '_>) -> Result<Obj, Corrupt> {
    let [
        has_cause,
        has_context,
        has_notes,
        has_remote,
        suppress_context,
        has_attrs,
        has_trace,
    ] = from.flags()?;
    let [class, args] = from.array()?;
    let mut rare = |present: bool, absent: Value| if present { from.value() } else { Ok(absent) };
    let cause = rare(has_cause, Value::None)?;
    let context = rare(has_context, Value::None)?;
    let notes = rare(has_notes, Value::Unbound)?;
    let remote = rare(has_remote, Value::Unbound)?;
    let attrs = if has_attrs {
        from.attrs()?
    } else {
        Default::default()
    };
    let traceback = if has_trace {
        load_trace(from)?
    } else {
        Vec::new()
    };
    Ok(Obj::Exception(Box::new(Exception {
        class,
        args,
        attrs,
        cause,
        context,
        suppress_context,
        notes,
        traceback,
        traceback_object: Value::Unbound,
        remote,
    })))
}

fn load_trace(from: &mut Loader<'_, '_>) -> Result<Vec<TraceEntry>, Corrupt> {
    let count = from.input.count()?;
    (0..count)
        .map(|_| {
            Ok(TraceEntry {
                code: from.code()?,
                pc: from.input.number32()?,
            })
        })
        .collect()
}

fn load_property(from: &mut Loader<'_, '_>) -> Result<Obj, Corrupt> {
    let [get, set, delete, doc, name] = from.array()?;
    let cached = from.flag()?;
    Ok(Obj::Property(Box::new(Property {
        get,
        set,
        delete,
        doc,
        name,
        cached,
    })))
}

fn load_coroutine(from: &mut Loader<'_, '_>) -> Result<Obj, Corrupt> {
    let [
        low,
        high,
        has_awaiter,
        has_handling,
        has_delegate,
        has_name,
        closing,
    ] = from.flags()?;
    let state = match (low, high) {
        (false, false) => Progress::Created,
        (true, false) => Progress::Suspended,
        (false, true) => Progress::Done,
        (true, true) => return Err(corrupt("a coroutine is running")),
    };
    let mut frame = load_frame(from, state)?;
    let kind = from.vm.program.functions[frame.code as usize].suspends;
    if kind == Suspends::No {
        return Err(corrupt("a function that cannot suspend did"));
    }
    let awaiter = if has_awaiter {
        Some(from.handle()?)
    } else {
        None
    };
    frame.handling = if has_handling {
        from.value()?
    } else {
        Value::Unbound
    };
    frame.delegate = if has_delegate {
        from.value()?
    } else {
        Value::Unbound
    };
    let name = if has_name {
        from.value()?
    } else {
        Value::Unbound
    };
    Ok(Obj::Coroutine(Box::new(Coroutine {
        kind,
        state,
        frame,
        awaiter,
        name,
        closing,
    })))
}

fn load_frame(from: &mut Loader<'_, '_>, state: Progress) -> Result<SavedFrame, Corrupt> {
    let code = from.code()?;
    let pc = from.input.number32()?;
    let used = from.input.size()?;
    let room = usize::from(from.vm.program.functions[code as usize].registers);
    if used > room {
        return Err(corrupt("a frame has more registers than its function"));
    }
    let mut registers = vec![
        Value::Unbound;
        if state == Progress::Done && used == 0 {
            0
        } else {
            room
        }
    ];
    let bound: Vec<bool> = from.input.bits(used)?.collect();
    for (register, _) in registers.iter_mut().zip(bound).filter(|(_, bound)| *bound) {
        *register = from.value()?;
    }
    Ok(SavedFrame {
        code,
        pc,
        registers,
        ..SavedFrame::default()
    })
}

fn load_step(from: &mut Loader<'_, '_>) -> Result<Obj, Corrupt> {
    let generator = from.handle()?;
    let kind = from.input.byte()?;
    let value = from.value()?;
    let resume = match kind >> 1 {
        0 => Resume::Send(value),
        1 => Resume::Throw(value),
        2 => Resume::Close,
        _ => return Err(corrupt("a generator resumes in no known way")),
    };
    Ok(Obj::AsyncStep(Box::new(AsyncStep {
        generator,
        resume,
        used: kind & 1 == 1,
    })))
}

fn load_pattern(from: &mut Loader<'_, '_>) -> Result<Obj, Corrupt> {
    let text = from.value()?;
    let flags = Flags::try_from(from.input.signed()?)
        .map_err(|_| corrupt("a pattern has impossible flags"))?;
    Ok(Obj::Pattern(Box::new(Pattern::new(text, flags))))
}

fn load_deque(from: &mut Loader<'_, '_>) -> Result<Obj, Corrupt> {
    let limit = from.input.size()?.checked_sub(1);
    let items = from.values()?.into();
    Ok(Obj::Deque(Box::new(Deque {
        items,
        limit,
        version: 0,
    })))
}
