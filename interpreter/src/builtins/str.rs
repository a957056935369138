//! `str`.

use super::read;
use super::{str_format, str_parts, str_search};
use crate::number::Int;
use crate::text::pad::{self, Ends};
use crate::text::{case, chars, codec, format, repr, slice, translate};
use crate::value::{Type, Value};
use crate::vm::native::{method, new, static_method, whole};
use crate::vm::{Answer, Args, Native, Raised, Vm};

pub(super) const METHODS: &[Native] = &[
    new(make),
    method("__add__", add),
    method("__contains__", contains),
    method("__format__", format_spec),
    method("__getitem__", get_item),
    method("__len__", len),
    method("__mod__", str_format::percent),
    method("__mul__", mul),
    method("__repr__", repr_of),
    method("__rmul__", mul),
    whole("__str__", itself),
    method("capitalize", capitalize),
    method("casefold", casefold),
    method("center", center),
    method("count", str_search::count),
    method("encode", encode),
    method("endswith", str_search::ends_with),
    method("expandtabs", expand_tabs),
    method("find", str_search::find),
    method("format", str_format::format),
    method("format_map", str_format::format_map),
    method("index", str_search::index),
    method("isalnum", is_alnum),
    method("isalpha", is_alpha),
    method("isascii", is_ascii),
    method("isdecimal", is_decimal),
    method("isdigit", is_digit),
    method("isidentifier", is_identifier),
    method("islower", is_lower),
    method("isnumeric", is_numeric),
    method("isprintable", is_printable),
    method("isspace", is_space),
    method("istitle", is_title),
    method("isupper", is_upper),
    method("join", str_parts::join),
    method("ljust", ljust),
    method("lower", lower),
    method("lstrip", lstrip),
    static_method("maketrans", make_trans),
    method("partition", str_parts::partition),
    method("removeprefix", remove_prefix),
    method("removesuffix", remove_suffix),
    method("replace", str_search::replace),
    method("rfind", str_search::rfind),
    method("rindex", str_search::rindex),
    method("rjust", rjust),
    method("rpartition", str_parts::rpartition),
    method("rsplit", str_parts::rsplit),
    method("rstrip", rstrip),
    method("split", str_parts::split),
    method("splitlines", str_parts::split_lines),
    method("startswith", str_search::starts_with),
    method("strip", strip),
    method("swapcase", swapcase),
    method("title", title),
    method("translate", translate_by),
    method("upper", upper),
    method("zfill", zfill),
];

/// The text that a method works on.
pub(super) fn this<'a>(vm: &'a Vm, args: &Args<'_>) -> &'a str {
    vm.heap.str(args.this).unwrap_or("")
}

fn make(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [object, encoding, errors] =
        args.bind(vm, "str", ["object", "encoding", "errors"], 0, 3)?;
    if encoding.is_unbound() && errors.is_unbound() {
        if object.is_unbound() {
            return Ok(vm.heap.new_str(""));
        }
        if vm.heap.text(object).is_some() {
            return Ok(object);
        }
        let text = vm.str(object)?;
        return Ok(vm.heap.new_str(text));
    }
    codec_names(vm, encoding, errors, "str")?;
    if object.is_unbound() {
        return Ok(vm.heap.new_str(""));
    }
    let Some(bytes) = vm.heap.bytes_like(object).map(<[u8]>::to_vec) else {
        let name = vm.type_name(object);
        let message = match vm.heap.str(object) {
            Some(_) => "decoding str is not supported".to_owned(),
            None => format!("decoding to str: need a bytes-like object, {name} found"),
        };
        return Err(vm.type_error(message));
    };
    decode(vm, &bytes, encoding, errors, "str")
}

/// `bytes.decode(encoding, errors)`, of whatever function.
pub(super) fn decode(
    vm: &mut Vm,
    bytes: &[u8],
    encoding: Value,
    errors: Value,
    name: &str,
) -> Answer {
    let (encoding, errors) = codec_names(vm, encoding, errors, name)?;
    let text =
        codec::Encoding::parse(&encoding).and_then(|found| codec::decode(bytes, found, &errors));
    vm.lift_str(text)
}

pub(super) fn codec_names(
    vm: &mut Vm,
    encoding: Value,
    errors: Value,
    name: &str,
) -> Result<(String, String), Raised> {
    let wants = |which: &str| format!("{name}() argument '{which}' must be str, not ");
    let read = |vm: &mut Vm, value: Value, which: &str, absent: &str| match value {
        Value::Unbound => Ok(absent.to_owned()),
        given => read::text(vm, given, &wants(which)),
    };
    Ok((
        read(vm, encoding, "encoding", "utf-8")?,
        read(vm, errors, "errors", "strict")?,
    ))
}

fn encode(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [encoding, errors] = args.bind(vm, "encode", ["encoding", "errors"], 0, 2)?;
    let (encoding, errors) = codec_names(vm, encoding, errors, "encode")?;
    let found = codec::Encoding::parse(&encoding);
    let bytes = found.and_then(|found| codec::encode(this(vm, args), found, &errors));
    let bytes = vm.lift(bytes)?;
    Ok(vm.heap.new_bytes(bytes))
}

fn itself(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(vm.heap.payload(args.this))
}

fn len(vm: &mut Vm, args: &Args<'_>) -> Answer {
    Ok(Value::Int(slice::length(this(vm, args)) as i64))
}

fn repr_of(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let text = repr::str(this(vm, args));
    Ok(vm.heap.new_str(text))
}

fn format_spec(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let spec = read::text(vm, args.get(0), "__format__() argument must be str, not ")?;
    let text = format::str(this(vm, args), &spec);
    vm.lift_str(text)
}

fn add(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(other) = vm.heap.str(args.get(0)) else {
        return Ok(Value::NotImplemented);
    };
    let text = [this(vm, args), other].concat();
    vm.lift_str(Ok(text))
}

fn mul(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(times) = read::times(vm, args.get(0))? else {
        return Ok(Value::NotImplemented);
    };
    vm.reserve(this(vm, args).len().saturating_mul(times))?;
    let text = this(vm, args).repeat(times);
    Ok(vm.heap.new_str(text))
}

fn contains(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let Some(sub) = vm.heap.str(args.get(0)) else {
        let class = vm.type_name(args.get(0));
        let message = format!("'in <string>' requires string as left operand, not {class}");
        return Err(vm.type_error(message));
    };
    Ok(Value::Bool(this(vm, args).contains(sub)))
}

fn get_item(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let length = slice::length(this(vm, args));
    if let Some(cut) = read::slice(vm, args.get(0), length)? {
        let text = slice::of_text(this(vm, args), &cut);
        return vm.lift_str(Ok(text));
    }
    let at = read::position(
        vm,
        args.get(0),
        length,
        "string",
        "string index out of range",
    )?;
    let c = slice::char_at(this(vm, args), at as i64).map(String::from);
    vm.lift_str(c)
}

/// A method without arguments that makes another text.
fn mapped(vm: &mut Vm, args: &Args<'_>, name: &str, map: fn(&str) -> String) -> Answer {
    args.none(vm, name)?;
    let text = map(this(vm, args));
    vm.lift_str(Ok(text))
}

fn capitalize(vm: &mut Vm, args: &Args<'_>) -> Answer {
    mapped(vm, args, "str.capitalize", case::capitalize)
}

fn casefold(vm: &mut Vm, args: &Args<'_>) -> Answer {
    mapped(vm, args, "str.casefold", case::fold)
}

fn lower(vm: &mut Vm, args: &Args<'_>) -> Answer {
    mapped(vm, args, "str.lower", case::lower)
}

fn swapcase(vm: &mut Vm, args: &Args<'_>) -> Answer {
    mapped(vm, args, "str.swapcase", case::swap)
}

fn title(vm: &mut Vm, args: &Args<'_>) -> Answer {
    mapped(vm, args, "str.title", case::title)
}

fn upper(vm: &mut Vm, args: &Args<'_>) -> Answer {
    mapped(vm, args, "str.upper", case::upper)
}

/// A method without arguments that asks something of the text.
fn asked(vm: &mut Vm, args: &Args<'_>, name: &str, ask: fn(&str) -> bool) -> Answer {
    args.none(vm, name)?;
    Ok(Value::Bool(ask(this(vm, args))))
}

fn is_alnum(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "str.isalnum", |text| {
        chars::all(text, chars::is_alnum)
    })
}

fn is_alpha(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "str.isalpha", |text| {
        chars::all(text, chars::is_alpha)
    })
}

fn is_ascii(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "str.isascii", str::is_ascii)
}

fn is_decimal(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "str.isdecimal", |text| {
        chars::all(text, chars::is_decimal)
    })
}

fn is_digit(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "str.isdigit", |text| {
        chars::all(text, chars::is_digit)
    })
}

fn is_identifier(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "str.isidentifier", chars::is_identifier)
}

fn is_lower(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "str.islower", chars::is_lower)
}

fn is_numeric(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "str.isnumeric", |text| {
        chars::all(text, chars::is_numeric)
    })
}

fn is_printable(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "str.isprintable", |text| {
        text.chars().all(chars::is_printable)
    })
}

fn is_space(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "str.isspace", |text| {
        chars::all(text, chars::is_space)
    })
}

fn is_title(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "str.istitle", chars::is_titled)
}

fn is_upper(vm: &mut Vm, args: &Args<'_>) -> Answer {
    asked(vm, args, "str.isupper", chars::is_upper)
}

/// `center`, `ljust`, `rjust`.
fn padded(
    vm: &mut Vm,
    args: &Args<'_>,
    name: &str,
    pad: fn(&str, i64, char) -> crate::fault::Outcome<String>,
) -> Answer {
    let [width, fill] = args.between(vm, name, 1)?;
    let width = read::word(vm, width)?;
    let fill = fill_char(vm, fill)?;
    let text = pad(this(vm, args), width, fill);
    vm.lift_str(text)
}

fn fill_char(vm: &mut Vm, fill: Value) -> Result<char, Raised> {
    if fill.is_unbound() {
        return Ok(' ');
    }
    let Some(text) = vm.heap.str(fill) else {
        let class = vm.type_name(fill);
        let message = format!("The fill character must be a unicode character, not {class}");
        return Err(vm.type_error(message));
    };
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(vm.type_error("The fill character must be exactly one character long")),
    }
}

fn center(vm: &mut Vm, args: &Args<'_>) -> Answer {
    padded(vm, args, "center", pad::center)
}

fn ljust(vm: &mut Vm, args: &Args<'_>) -> Answer {
    padded(vm, args, "ljust", pad::left)
}

fn rjust(vm: &mut Vm, args: &Args<'_>) -> Answer {
    padded(vm, args, "rjust", pad::right)
}

fn zfill(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let width = args.one(vm, "str.zfill")?;
    let width = read::word(vm, width)?;
    let text = pad::zeros(this(vm, args), width);
    vm.lift_str(text)
}

fn expand_tabs(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [size] = args.bind(vm, "expandtabs", ["tabsize"], 0, 1)?;
    let size = read::tab_size(vm, size)?;
    let tabs = this(vm, args).matches('\t').count();
    vm.reserve(tabs.saturating_mul(read::size(size)))?;
    let text = pad::expand_tabs(this(vm, args), size);
    vm.lift_str(Ok(text))
}

fn stripped(vm: &mut Vm, args: &Args<'_>, name: &str, ends: Ends) -> Answer {
    let [set] = args.between(vm, name, 0)?;
    if !set.is_unbound() && !set.is_none() && vm.heap.str(set).is_none() {
        return Err(vm.type_error(format!("{name} arg must be None or str")));
    }
    let text = pad::strip(this(vm, args), vm.heap.str(set), ends).to_owned();
    Ok(vm.heap.new_str(text))
}

fn strip(vm: &mut Vm, args: &Args<'_>) -> Answer {
    stripped(vm, args, "strip", Ends::Both)
}

fn lstrip(vm: &mut Vm, args: &Args<'_>) -> Answer {
    stripped(vm, args, "lstrip", Ends::Left)
}

fn rstrip(vm: &mut Vm, args: &Args<'_>) -> Answer {
    stripped(vm, args, "rstrip", Ends::Right)
}

fn remove_prefix(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let prefix = args.one(vm, "str.removeprefix")?;
    let prefix = read::text(vm, prefix, "removeprefix() argument must be str, not ")?;
    let text = this(vm, args);
    let text = text
        .strip_prefix(prefix.as_str())
        .unwrap_or(text)
        .to_owned();
    Ok(vm.heap.new_str(text))
}

fn remove_suffix(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let suffix = args.one(vm, "str.removesuffix")?;
    let suffix = read::text(vm, suffix, "removesuffix() argument must be str, not ")?;
    let text = this(vm, args);
    let text = text
        .strip_suffix(suffix.as_str())
        .unwrap_or(text)
        .to_owned();
    Ok(vm.heap.new_str(text))
}

fn make_trans(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let [first, to, delete] = args.between(vm, "maketrans", 1)?;
    let table = Value::Ref(vm.heap.new_dict());
    if to.is_unbound() {
        copy_table(vm, first, table)?;
        return Ok(table);
    }
    let to = read::text(vm, to, "maketrans() argument 2 must be str, not ")?;
    if !delete.is_unbound() && vm.heap.str(delete).is_none() {
        read::text(vm, delete, "maketrans() argument 3 must be str, not ")?;
    }
    let from = read::text(
        vm,
        first,
        "first maketrans argument must be a string if there is a second argument",
    )
    .map_err(|_| {
        vm.type_error("first maketrans argument must be a string if there is a second argument")
    })?;
    let pairs = vm.lift(translate::pairs(&from, &to))?;
    for (from, to) in pairs {
        vm.dict_set(
            table,
            Value::Int(i64::from(u32::from(from))),
            Value::Int(i64::from(u32::from(to))),
        )?;
    }
    if !delete.is_unbound() {
        let delete = read::text(vm, delete, "maketrans() argument 3 must be str, not ")?;
        for c in delete.chars() {
            vm.dict_set(table, Value::Int(i64::from(u32::from(c))), Value::None)?;
        }
    }
    Ok(table)
}

/// `maketrans(dict)`: keys of one character become their codes.
fn copy_table(vm: &mut Vm, from: Value, into: Value) -> Result<(), Raised> {
    let Some(dict) = vm.heap.dict(vm.heap.payload(from)) else {
        return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
    };
    let pairs: Vec<(Value, Value)> = dict.table.iter().collect();
    for (key, value) in pairs {
        let key = match vm
            .heap
            .str(key)
            .map(|text| (slice::length(text), text.chars().next()))
        {
            Some((1, Some(c))) => Value::Int(i64::from(u32::from(c))),
            Some(_) => {
                return Err(vm.value_error("string keys in translate table must be of length 1"));
            }
            None if vm.as_int(key).is_some() => key,
            None => {
                return Err(vm.type_error("keys in translate table must be strings or integers"));
            }
        };
        vm.dict_set(into, key, value)?;
    }
    Ok(())
}

fn translate_by(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let table = args.one(vm, "str.translate")?;
    let text = this(vm, args).to_owned();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match looked_up(vm, table, c)? {
            None => out.push(c),
            Some(Value::None) => {}
            Some(found) => push_translated(vm, &mut out, found)?,
        }
    }
    vm.lift_str(Ok(out))
}

fn looked_up(vm: &mut Vm, table: Value, c: char) -> Result<Option<Value>, Raised> {
    let code = Value::Int(i64::from(u32::from(c)));
    match vm.get_item(table, code) {
        Ok(found) => Ok(Some(found)),
        Err(Raised::Exception(error)) if vm.is_instance(Value::Ref(error), Type::LookupError) => {
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

fn push_translated(vm: &mut Vm, out: &mut String, found: Value) -> Result<(), Raised> {
    if let Some(text) = vm.heap.str(found) {
        out.push_str(text);
        return Ok(());
    }
    let Some(code) = vm.as_int(found) else {
        return Err(vm.type_error("character mapping must return integer, None or str"));
    };
    let code: &Int = &code;
    let c = vm.lift(translate::char_of(code.clamp_i64()))?;
    out.push(c);
    Ok(())
}
