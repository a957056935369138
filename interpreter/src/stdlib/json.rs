//! `json.dumps` and `json.loads`.

use super::json_read;
use crate::builtins::read;
use crate::number::float_text;
use crate::value::symbol::names;
use crate::value::{Obj, Type, Value};
use crate::vm::native::{Module, function, no_constant};
use crate::vm::{Answer, Args, Binary, Raised, Vm};

pub(super) static MODULE: Module = Module {
    name: "json",
    functions: &[
        function("_dumps", dumps),
        function("_loads", json_read::loads),
    ],
    types: &[Type::JsonDecodeError],
    constant: no_constant,
};

/// The options of `dumps`.
struct Style {
    item: String,
    key: String,
    indent: Option<String>,
    ascii: bool,
    sort: bool,
    skip: bool,
    nan: bool,
    default: Value,
    /// The containers that are being written, to find cycles.
    inside: Vec<Value>,
}

const OPTIONS: [&str; 10] = [
    "obj",
    "skipkeys",
    "ensure_ascii",
    "check_circular",
    "allow_nan",
    "cls",
    "indent",
    "separators",
    "default",
    "sort_keys",
];

fn dumps(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let given = args.bind(vm, "dumps", OPTIONS, 1, 1)?;
    let [
        object,
        skip,
        ascii,
        _,
        nan,
        class,
        indent,
        separators,
        default,
        sort,
    ] = given;
    if !class.is_unbound() && !class.is_none() {
        return Err(vm.type_error("json.dumps() of a workflow takes no cls; use default"));
    }
    let is_text = vm.heap.str(vm.heap.payload(object)).is_some();
    let indent = match indent {
        Value::Unbound | Value::None => None,
        // A text is written before anybody looks.
        _ if is_text => Some(String::new()),
        indent => Some(indentation(vm, indent)?),
    };
    let plain = if indent.is_some() { "," } else { ", " };
    let (mut item, mut key) = (plain.to_owned(), ": ".to_owned());
    if !separators.is_unbound() && !separators.is_none() {
        let parts = vm.collect(separators)?;
        let [first, second] = parts[..] else {
            return Err(vm.value_error(match parts.len() {
                given @ (0 | 1) => format!("not enough values to unpack (expected 2, got {given})"),
                _ => "too many values to unpack (expected 2)".to_owned(),
            }));
        };
        if !is_text {
            key = read::text(vm, second, "make_encoder() argument 5 must be str, not ")?;
            item = read::text(vm, first, "make_encoder() argument 6 must be str, not ")?;
        }
    }
    let mut style = Style {
        item,
        key,
        indent,
        ascii: read::flag(vm, ascii, true)?,
        sort: read::flag(vm, sort, false)?,
        skip: read::flag(vm, skip, false)?,
        nan: read::flag(vm, nan, true)?,
        default: default.bound().unwrap_or(Value::None),
        inside: Vec::new(),
    };
    let mut out = String::new();
    write(vm, &mut out, object, &mut style)?;
    vm.lift_str(Ok(out))
}

/// What a line begins with at each level: a text, or so many spaces.
fn indentation(vm: &mut Vm, indent: Value) -> Result<String, Raised> {
    let spaces = match vm.heap.str(indent) {
        Some(_) => indent,
        None => {
            let space = vm.heap.new_str(" ");
            vm.binary(Binary::Mul, space, indent)?
        }
    };
    vm.str(spaces)
}

/// A text in double quotes.
fn quote(out: &mut String, text: &str, ascii: bool) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(c),
            c if !ascii && c > '\x1f' => out.push(c),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out.push('"');
}

fn float_shown(vm: &mut Vm, value: f64, style: &Style) -> Result<String, Raised> {
    if value.is_finite() {
        return Ok(float_text::to_repr(value));
    }
    if !style.nan {
        return Err(vm.value_error("Out of range float values are not JSON compliant"));
    }
    Ok(match value {
        f64::INFINITY => "Infinity",
        f64::NEG_INFINITY => "-Infinity",
        _ => "NaN",
    }
    .to_owned())
}

fn write(vm: &mut Vm, out: &mut String, value: Value, style: &mut Style) -> Result<(), Raised> {
    vm.reserve(out.len())?;
    vm.deeper(|vm| write_one(vm, out, value, style))
}

fn write_one(vm: &mut Vm, out: &mut String, value: Value, style: &mut Style) -> Result<(), Raised> {
    let inner = vm.heap.payload(value);
    if let Some(text) = vm.heap.str(inner) {
        quote(out, text, style.ascii);
        return Ok(());
    }
    match inner {
        Value::None => out.push_str("null"),
        Value::Bool(truth) => out.push_str(if truth { "true" } else { "false" }),
        Value::Float(number) => out.push_str(&float_shown(vm, number, style)?),
        _ if vm.as_int(inner).is_some() => out.push_str(&vm.repr(inner)?),
        _ if vm.heap.items(inner).is_some() => {
            let items = vm
                .heap
                .items(inner)
                .map(<[Value]>::to_vec)
                .unwrap_or_default();
            return nested(vm, out, inner, style, |vm, out, style| {
                write_items(vm, out, &items, style)
            });
        }
        _ if vm.heap.dict(inner).is_some() => {
            return nested(vm, out, inner, style, |vm, out, style| {
                write_dict(vm, out, inner, style)
            });
        }
        _ if !style.default.is_none() => {
            let replaced = vm.call(style.default, &[value])?;
            return nested(vm, out, value, style, |vm, out, style| {
                write(vm, out, replaced, style)
            });
        }
        _ => {
            let name = vm.type_name(value);
            let name = name.rsplit('.').next().unwrap_or_default().to_owned();
            return Err(vm.type_error(format!("Object of type {name} is not JSON serializable")));
        }
    }
    Ok(())
}

fn nested(
    vm: &mut Vm,
    out: &mut String,
    container: Value,
    style: &mut Style,
    body: impl FnOnce(&mut Vm, &mut String, &mut Style) -> Result<(), Raised>,
) -> Result<(), Raised> {
    if style.inside.contains(&container) {
        return Err(vm.value_error("Circular reference detected"));
    }
    style.inside.push(container);
    let written = body(vm, out, style);
    style.inside.pop();
    written
}

/// A new line in the indented form.
fn line(out: &mut String, style: &Style, depth: usize) {
    if let Some(indent) = &style.indent {
        out.push('\n');
        out.push_str(&indent.repeat(depth));
    }
}

fn write_items(
    vm: &mut Vm,
    out: &mut String,
    items: &[Value],
    style: &mut Style,
) -> Result<(), Raised> {
    if items.is_empty() {
        out.push_str("[]");
        return Ok(());
    }
    let depth = depth(style);
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(&style.item);
        }
        line(out, style, depth);
        write(vm, out, *item, style)?;
    }
    line(out, style, depth - 1);
    out.push(']');
    Ok(())
}

fn depth(style: &Style) -> usize {
    style.inside.len()
}

fn key_text(vm: &mut Vm, key: Value, style: &Style) -> Result<Option<String>, Raised> {
    let inner = vm.heap.payload(key);
    if let Some(text) = vm.heap.str(inner) {
        return Ok(Some(text.to_owned()));
    }
    Ok(Some(match inner {
        Value::None => "null".to_owned(),
        Value::Bool(truth) => if truth { "true" } else { "false" }.to_owned(),
        Value::Float(number) => float_shown(vm, number, style)?,
        _ if vm.as_int(inner).is_some() => vm.repr(inner)?,
        _ if style.skip => return Ok(None),
        _ => {
            let name = vm.type_name(key);
            return Err(vm.type_error(format!(
                "keys must be str, int, float, bool or None, not {name}"
            )));
        }
    }))
}

fn write_dict(vm: &mut Vm, out: &mut String, dict: Value, style: &mut Style) -> Result<(), Raised> {
    let mut pairs: Vec<(Value, Value)> = vm
        .heap
        .table(dict)
        .map(|table| table.iter().collect())
        .unwrap_or_default();
    if style.sort {
        let mut keys: Vec<Value> = pairs.iter().map(|(key, _)| *key).collect();
        crate::builtins::order::sort(vm, &mut keys, Value::Unbound, Value::Unbound)?;
        pairs.clear();
        for key in keys {
            let value = vm.dict_get(dict, key)?.unwrap_or(Value::None);
            pairs.push((key, value));
        }
    }
    let depth = depth(style);
    let mut first = true;
    out.push('{');
    for (key, value) in pairs {
        let Some(key) = key_text(vm, key, style)? else {
            continue;
        };
        if !first {
            out.push_str(&style.item);
        }
        first = false;
        line(out, style, depth);
        quote(out, &key, style.ascii);
        out.push_str(&style.key);
        write(vm, out, value, style)?;
    }
    if !first {
        line(out, style, depth - 1);
    }
    out.push('}');
    Ok(())
}

/// A new exception of `json.JSONDecodeError`.
pub(super) fn decode_error(vm: &mut Vm, message: &str, text: &str, at: usize) -> Raised {
    let before: String = text.chars().take(at).collect();
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    let raised = vm.error(
        Type::JsonDecodeError,
        format!("{message}: line {line} column {column} (char {at})"),
    );
    let parts = [
        (names::MSG, vm.heap.new_str(message)),
        (vm.symbols.intern("doc"), vm.heap.new_str(text)),
        (vm.symbols.intern("pos"), Value::Int(at as i64)),
        (vm.symbols.intern("lineno"), Value::Int(line as i64)),
        (vm.symbols.intern("colno"), Value::Int(column as i64)),
    ];
    if let Raised::Exception(error) = raised {
        if let Obj::Exception(exception) = vm.heap.get_mut(error) {
            parts.into_iter().for_each(|(name, value)| {
                exception.attrs.set(name, value);
            });
        }
    }
    raised
}
