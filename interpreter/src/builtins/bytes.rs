//! `bytes` and `bytearray`.

use super::bytes_methods as methods;
use super::{bytes_table, read, str, str_format};
use crate::text::{repr, search};
use crate::value::symbol::names;
use crate::value::{Obj, Type, Value};
use crate::vm::native::{class_method, method, new, static_method};
use crate::vm::{Answer, Args, Native, Raised, Vm};

macro_rules! shared {
    ($($own:expr,)*) => {
        &[
            method("__add__", concatenate),
            method("__contains__", contains),
            method("__getitem__", get_item),
            method("__iter__", iter),
            method("__len__", len),
            method("__mod__", percent),
            method("__mul__", repeat),
            method("__repr__", repr_of),
            method("__rmod__", reflected_percent),
            method("__rmul__", repeat),
            method("capitalize", methods::capitalize),
            method("center", methods::center),
            method("count", methods::count),
            method("decode", decode),
            method("endswith", methods::ends_with),
            method("expandtabs", methods::expand_tabs),
            method("find", methods::find),
            class_method("fromhex", from_hex),
            method("hex", methods::hex),
            method("index", methods::index),
            method("isalnum", methods::is_alnum),
            method("isalpha", methods::is_alpha),
            method("isascii", methods::is_ascii),
            method("isdigit", methods::is_digit),
            method("islower", methods::is_lower),
            method("isspace", methods::is_space),
            method("istitle", methods::is_title),
            method("isupper", methods::is_upper),
            method("join", methods::join),
            method("ljust", methods::ljust),
            method("lower", methods::lower),
            method("lstrip", methods::lstrip),
            static_method("maketrans", bytes_table::make_table),
            method("partition", methods::partition),
            method("removeprefix", methods::remove_prefix),
            method("removesuffix", methods::remove_suffix),
            method("replace", methods::replace),
            method("rfind", methods::rfind),
            method("rindex", methods::rindex),
            method("rjust", methods::rjust),
            method("rpartition", methods::rpartition),
            method("rsplit", methods::rsplit),
            method("rstrip", methods::rstrip),
            method("split", methods::split),
            method("splitlines", methods::split_lines),
            method("startswith", methods::starts_with),
            method("strip", methods::strip),
            method("swapcase", methods::swapcase),
            method("title", methods::title),
            method("translate", bytes_table::translate),
            method("upper", methods::upper),
            method("zfill", methods::zfill),
            $($own,)*
        ]
    };
}

pub(super) const METHODS: &[Native] = shared![new(make), method("__bytes__", as_bytes),];

pub(super) const ARRAY_METHODS: &[Native] = shared![
    new(make_array),
    method("__init__", |vm, args| {
        let bytes = constructed(vm, args, "bytearray")?;
        vm.reserve(bytes.len())?;
        if let Some(Obj::ByteArray(array)) = args.this.as_ref().map(|it| vm.heap.get_mut(it)) {
            *array = bytes;
        }
        Ok(Value::None)
    }),
    method("__delitem__", del_item),
    method("__iadd__", in_place_add),
    method("__imul__", in_place_repeat),
    method("__setitem__", set_item),
    method("append", append),
    method("clear", clear),
    method("copy", copy),
    method("extend", extend),
    method("insert", insert),
    method("pop", pop),
    method("remove", remove),
    method("reverse", reverse),
];

/// The bytes that a method works on.
pub(super) fn this(vm: &Vm, args: &Args<'_>) -> Vec<u8> {
    vm.heap
        .bytes_like(args.this)
        .map(<[u8]>::to_vec)
        .unwrap_or_default()
}

/// New bytes of the kind that `like` is.
pub(super) fn made(vm: &mut Vm, like: Value, bytes: Vec<u8>) -> Answer {
    vm.reserve(bytes.len())?;
    if vm.heap.byte_array(vm.heap.payload(like)).is_some() {
        return Ok(Value::Ref(vm.heap.alloc(Obj::ByteArray(bytes))));
    }
    Ok(vm.heap.new_bytes(bytes))
}

fn array<'a>(vm: &'a mut Vm, args: &Args<'_>) -> &'a mut Vec<u8> {
    vm.heap
        .byte_array_mut(args.this)
        .expect("a bytearray's method has a bytearray")
}

fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let bytes = constructed(vm, args, "bytes")?;
    vm.reserve(bytes.len())?;
    Ok(vm.heap.new_bytes(bytes))
}

fn make_array(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let bytes = constructed(vm, args, "bytearray")?;
    vm.reserve(bytes.len())?;
    Ok(Value::Ref(vm.heap.alloc(Obj::ByteArray(bytes))))
}

fn constructed(vm: &mut Vm, args: &Args<'_>, name: &str) -> Result<Vec<u8>, Raised> {
    let [source, encoding, errors] = args.bind(vm, name, ["source", "encoding", "errors"], 0, 3)?;
    str::codec_names(vm, encoding, errors, name)?;
    if let (false, Value::Unbound, Value::Unbound) = (source.is_unbound(), encoding, errors) {
        if let Some(bytes) = special_bytes(vm, source)? {
            return Ok(bytes);
        }
    }
    if !source.is_unbound() && vm.heap.str(source).is_some() {
        if encoding.is_unbound() && errors.is_unbound() {
            return Err(vm.type_error("string argument without an encoding"));
        }
        let encoding = match encoding {
            Value::Unbound => vm.heap.new_str("utf-8"),
            given => given,
        };
        let encode = vm.symbols.intern("encode");
        let given = [encoding, errors];
        let count = 1 + usize::from(!errors.is_unbound());
        let encoded = vm.call_method(source, encode, &given[..count])?;
        return of_value(vm, encoded);
    }
    if !encoding.is_unbound() || !errors.is_unbound() {
        let which = if encoding.is_unbound() {
            "errors"
        } else {
            "encoding"
        };
        return Err(vm.type_error(format!("{which} without a string argument")));
    }
    if source.is_unbound() {
        return Ok(Vec::new());
    }
    let counted =
        vm.special(source, names::INDEX).is_some() && vm.heap.bytes_like(source).is_none();
    if vm.as_int(source).is_some() || counted {
        let int = match read::int(vm, source) {
            Ok(int) => int,
            Err(raised) if vm.is_raised(raised, Type::TypeError) => {
                return of_value_for(vm, source, name);
            }
            Err(raised) => return Err(raised),
        };
        let Some(count) = int.to_i64() else {
            let name = vm.type_name(source);
            let message = format!("cannot fit '{name}' into an index-sized integer");
            return Err(vm.error(Type::OverflowError, message));
        };
        let Ok(count) = usize::try_from(count) else {
            return Err(vm.value_error("negative count"));
        };
        vm.reserve(count)?;
        return Ok(vec![0; count]);
    }
    of_value_for(vm, source, name)
}

/// The bytes of a bytes-like object, of what `__bytes__` returns, or of an iterable of ints.
pub(super) fn of_value(vm: &mut Vm, value: Value) -> Result<Vec<u8>, Raised> {
    of_value_for(vm, value, "bytes")
}

/// The same; `wanted` is what is made, for the message.
fn of_value_for(vm: &mut Vm, value: Value, wanted: &str) -> Result<Vec<u8>, Raised> {
    if let Some(bytes) = vm.heap.bytes_like(value) {
        return Ok(bytes.to_vec());
    }
    if let Some(bytes) = special_bytes(vm, value)? {
        return Ok(bytes);
    }
    let iterator = match vm.iterate(value) {
        Ok(iterator) if vm.heap.str(value).is_none() => iterator,
        Err(raised) if !vm.is_raised(raised, Type::TypeError) => return Err(raised),
        _ => {
            let name = vm.type_name(value);
            return Err(vm.type_error(format!("cannot convert '{name}' object to {wanted}")));
        }
    };
    if wanted == "bytes" {
        vm.check_length_hint(value)?;
    }
    let mut bytes = Vec::new();
    while let Some(item) = vm.next(iterator)? {
        let message = if wanted == "bytes" {
            "bytes must be in range(0, 256)"
        } else {
            "byte must be in range(0, 256)"
        };
        bytes.push(byte(vm, item, message)?);
    }
    Ok(bytes)
}

/// What `__bytes__` of a user's class returns.
fn special_bytes(vm: &mut Vm, value: Value) -> Result<Option<Vec<u8>>, Raised> {
    if vm.heap.instance(value).is_none() {
        return Ok(None);
    }
    let Some(method) = vm.special(value, names::BYTES) else {
        return Ok(None);
    };
    let answer = vm.call(method, &[])?;
    match vm.heap.bytes_like(answer) {
        Some(bytes) => Ok(Some(bytes.to_vec())),
        None => {
            let name = vm.type_name(answer);
            Err(vm.type_error(format!("__bytes__ returned non-bytes (type {name})")))
        }
    }
}

fn as_bytes(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "bytes.__bytes__")?;
    let bytes = this(vm, args);
    Ok(vm.heap.new_bytes(bytes))
}

fn percent(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let template = this(vm, args);
    let bytes = str_format::percent_bytes(vm, &template, args.get(0))?;
    made(vm, args.this, bytes)
}

/// `bytes % x` is always the left operand's.
fn reflected_percent(_: &mut Vm, _: &Args<'_>) -> Answer {
    Ok(Value::NotImplemented)
}

/// An int from 0 to 255.
pub(super) fn byte(vm: &mut Vm, value: Value, message: &str) -> Result<u8, Raised> {
    let int = read::int(vm, value)?;
    match int.to_i64().and_then(|int| u8::try_from(int).ok()) {
        Some(byte) => Ok(byte),
        None => Err(vm.value_error(message)),
    }
}

fn repr_of(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let bytes = this(vm, args);
    let array = vm.heap.byte_array(args.this).is_some();
    Ok(vm.heap.new_str(if array {
        repr::byte_array(&bytes)
    } else {
        repr::bytes(&bytes)
    }))
}

fn concatenate(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.concatenate(args.this, args.get(0))
}

fn repeat(vm: &mut Vm, args: &Args<'_>) -> Answer {
    match read::times(vm, args.get(0))? {
        Some(times) => vm.repeat(args.this, times),
        None => Ok(Value::NotImplemented),
    }
}

fn contains(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let bytes = this(vm, args);
    if let Some(sub) = vm.heap.bytes_like(args.get(0)) {
        return Ok(Value::Bool(search::find_bytes(&bytes, sub).is_some()));
    }
    if vm.as_int(args.get(0)).is_none() {
        let name = vm.type_name(args.get(0));
        return Err(vm.type_error(format!("a bytes-like object is required, not '{name}'")));
    }
    let byte = byte(vm, args.get(0), "byte must be in range(0, 256)")?;
    Ok(Value::Bool(bytes.contains(&byte)))
}

fn get_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.get_item(args.this, args.get(0))
}

fn iter(vm: &mut Vm, args: &Args<'_>) -> Answer {
    vm.iterate(args.this)
}

fn len(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(Value::Int(
        vm.heap.bytes_like(args.this).map_or(0, <[u8]>::len) as i64,
    ))
}

fn decode(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [encoding, errors] = args.bind(vm, "decode", ["encoding", "errors"], 0, 2)?;
    let bytes = this(vm, args);
    str::decode(vm, &bytes, encoding, errors, "decode")
}

fn from_hex(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let text = args.one(vm, "bytes.fromhex")?;
    let text = read::text(vm, text, "fromhex() argument must be str, not ")?;
    let mut bytes = Vec::new();
    let chars: Vec<char> = text.chars().collect();
    if let Some(place) = chars.iter().position(|c| !c.is_ascii()) {
        return Err(vm.value_error(format!(
            "non-hexadecimal number found in fromhex() arg at position {place}"
        )));
    }
    let mut at = 0;
    while at < chars.len() {
        if chars[at].is_ascii_whitespace() || chars[at] == '\x0b' {
            at += 1;
            continue;
        }
        for place in [at, at + 1] {
            if !chars.get(place).is_some_and(char::is_ascii_hexdigit) {
                let message =
                    format!("non-hexadecimal number found in fromhex() arg at position {place}");
                return Err(vm.value_error(message));
            }
        }
        let pair: String = chars[at..at + 2].iter().collect();
        bytes.push(u8::from_str_radix(&pair, 16).unwrap_or(0));
        at += 2;
    }
    let array = args.this == Value::Type(Type::ByteArray);
    let object = if array {
        Obj::ByteArray(bytes)
    } else {
        Obj::Bytes(bytes.into())
    };
    let value = Value::Ref(vm.heap.alloc(object));
    if matches!(args.this, Value::Type(_)) {
        Ok(value)
    } else {
        vm.call(args.this, &[value])
    }
}

fn set_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let length = this(vm, args).len();
    if let Some(cut) = read::slice(vm, args.get(0), length)? {
        let given = args.get(1);
        let is_number = vm.as_int(given).is_some()
            || matches!(vm.heap.payload(given), Value::Float(_))
            || vm.index_of(given).is_some();
        if is_number || vm.heap.str(given).is_some() {
            let message = "can assign only bytes, buffers, or iterables of ints in range(0, 256)";
            return Err(vm.type_error(message));
        }
        let new = of_value_for(vm, args.get(1), "bytearray")?;
        if cut.step == 1 {
            array(vm, args).splice(cut.start as usize..cut.stop.max(cut.start) as usize, new);
            return Ok(Value::None);
        }
        if new.is_empty() {
            return del_item(vm, args);
        }
        if new.len() != cut.count() {
            let (given, wanted) = (new.len(), cut.count());
            return Err(vm.value_error(format!(
                "attempt to assign bytes of size {given} to extended slice of size {wanted}"
            )));
        }
        let bytes = array(vm, args);
        cut.positions()
            .zip(new)
            .for_each(|(at, byte)| bytes[at] = byte);
        return Ok(Value::None);
    }
    // The value is read before the index is looked at, after the index was found to be one.
    let index = args.get(0);
    if vm.as_int(index).is_none() && vm.special(index, names::INDEX).is_none() {
        let class = vm.type_name(index);
        return Err(vm.type_error(format!(
            "bytearray indices must be integers or slices, not {class}"
        )));
    }
    let byte = byte(vm, args.get(1), "byte must be in range(0, 256)")?;
    let at = read::position(
        vm,
        index,
        length,
        "bytearray",
        "bytearray index out of range",
    )?;
    array(vm, args)[at] = byte;
    Ok(Value::None)
}

fn del_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let length = this(vm, args).len();
    if let Some(cut) = read::slice(vm, args.get(0), length)? {
        let doomed: Vec<usize> = cut.positions().collect();
        let mut at = 0;
        array(vm, args).retain(|_| {
            at += 1;
            !doomed.contains(&(at - 1))
        });
        return Ok(Value::None);
    }
    let at = read::position(
        vm,
        args.get(0),
        length,
        "bytearray",
        "bytearray index out of range",
    )?;
    array(vm, args).remove(at);
    Ok(Value::None)
}

fn in_place_add(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(more) = vm.heap.bytes_like(args.get(0)).map(<[u8]>::to_vec) else {
        return Ok(Value::NotImplemented);
    };
    grow(vm, args, more)?;
    Ok(args.this)
}

fn in_place_repeat(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let repeated = repeat(vm, args)?;
    match vm.heap.byte_array(repeated).cloned() {
        Some(bytes) => {
            *array(vm, args) = bytes;
            Ok(args.this)
        }
        None => Ok(repeated),
    }
}

fn grow(vm: &mut Vm, args: &Args<'_>, more: Vec<u8>) -> Result<(), Raised> {
    vm.reserve(more.len())?;
    vm.heap.charge(more.len());
    array(vm, args).extend(more);
    Ok(())
}

fn append(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let item = args.one(vm, "bytearray.append")?;
    let byte = byte(vm, item, "byte must be in range(0, 256)")?;
    grow(vm, args, vec![byte])?;
    Ok(Value::None)
}

fn extend(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let source = args.one(vm, "bytearray.extend")?;
    if vm.heap.bytes_like(source).is_none() && !vm.can_iterate(source) {
        let class = vm.type_name(source);
        return Err(vm.type_error(format!("can't extend bytearray with {class}")));
    }
    // The letters of a text are no ints, but there may be none.
    let more = if vm.heap.str(source).is_some() {
        let letters = vm.collect(source)?;
        let letters = vm.heap.new_list(letters);
        of_value_for(vm, letters, "bytearray")?
    } else {
        of_value_for(vm, source, "bytearray")?
    };
    grow(vm, args, more)?;
    Ok(Value::None)
}

fn insert(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [at, item] = args.between(vm, "insert", 2)?;
    let at = read::word(vm, at)?;
    let byte = byte(vm, item, "byte must be in range(0, 256)")?;
    let length = array(vm, args).len() as i64;
    let at = if at < 0 {
        at.saturating_add(length).max(0)
    } else {
        at.min(length)
    };
    grow(vm, args, Vec::new())?;
    array(vm, args).insert(at as usize, byte);
    Ok(Value::None)
}

fn pop(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [at] = args.between(vm, "pop", 0)?;
    let at = read::word_or(vm, at, -1)?;
    let length = array(vm, args).len();
    if length == 0 {
        return Err(vm.index_error("pop from empty bytearray"));
    }
    match crate::text::slice::position(at, length) {
        Some(at) => Ok(Value::Int(i64::from(array(vm, args).remove(at)))),
        None => Err(vm.index_error("pop index out of range")),
    }
}

fn remove(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let item = args.one(vm, "bytearray.remove")?;
    let byte = byte(vm, item, "byte must be in range(0, 256)")?;
    match array(vm, args).iter().position(|each| *each == byte) {
        Some(at) => {
            array(vm, args).remove(at);
            Ok(Value::None)
        }
        None => Err(vm.value_error("value not found in bytearray")),
    }
}

fn clear(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "bytearray.clear")?;
    array(vm, args).clear();
    Ok(Value::None)
}

fn copy(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "bytearray.copy")?;
    let bytes = this(vm, args);
    made(vm, args.this, bytes)
}

fn reverse(vm: &mut Vm, args: &Args<'_>) -> Answer {
    args.none(vm, "bytearray.reverse")?;
    array(vm, args).reverse();
    Ok(Value::None)
}
