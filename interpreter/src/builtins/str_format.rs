//! `str.format`, `str.format_map` and `%`.

use super::read;
use super::str::this;
use crate::number::float;
use crate::text::percent::{Conversion, Piece, Size, Template};
use crate::text::template::{self, Field, First, Numbering, Step};
use crate::text::{int_format, repr};
use crate::value::symbol::names;
use crate::value::{Sym, Type, Value};
use crate::vm::{Answer, Args, Raised, Vm};

/// Where replacement fields find their values.
struct Source<'a> {
    positional: &'a [Value],
    keywords: &'a [(Sym, Value)],
    /// Of `format_map`, else unbound.
    mapping: Value,
    numbering: Numbering,
}

pub(super) fn format(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let template = this(vm, args).to_owned();
    let (positional, keywords) = (args.positional, args.keywords);
    let mut source = Source {
        positional,
        keywords,
        mapping: Value::Unbound,
        numbering: Numbering::Unknown,
    };
    let text = filled(vm, &template, &mut source, 2)?;
    vm.lift_str(Ok(text))
}

pub(super) fn format_map(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let mapping = args.one(vm, "str.format_map")?;
    let template = this(vm, args).to_owned();
    let mut source = Source {
        positional: &[],
        keywords: &[],
        mapping,
        numbering: Numbering::Unknown,
    };
    let text = filled(vm, &template, &mut source, 2)?;
    vm.lift_str(Ok(text))
}

/// A template with its fields replaced; `depth` more levels of fields inside specifiers are allowed.
fn filled(vm: &mut Vm, text: &str, source: &mut Source<'_>, depth: u32) -> Result<String, Raised> {
    if depth == 0 {
        return Err(vm.value_error("Max string recursion exceeded"));
    }
    let mut template = template::Template::new(text);
    let mut out = String::new();
    loop {
        let piece = template.next_piece();
        match vm.lift(piece)? {
            None => return Ok(out),
            Some(template::Piece::Text(text)) => out.push_str(&text),
            Some(template::Piece::Field(field)) => {
                out.push_str(&replaced(vm, &field, source, depth)?)
            }
        }
        vm.reserve(out.len())?;
    }
}

fn replaced(
    vm: &mut Vm,
    field: &Field,
    source: &mut Source<'_>,
    depth: u32,
) -> Result<String, Raised> {
    let mut value = first(vm, &field.first, source)?;
    for step in &field.path {
        value = follow(vm, value, step)?;
    }
    let converted = match field.conversion {
        None => value,
        Some('s') => new_text(vm, Vm::str, value)?,
        Some('r') => new_text(vm, Vm::repr, value)?,
        Some('a') => {
            let text = vm.repr(value)?;
            vm.heap.new_str(repr::escape_non_ascii(&text))
        }
        Some(letter) if ('!'..='\x7f').contains(&letter) => {
            return Err(vm.value_error(format!("Unknown conversion specifier {letter}")));
        }
        Some(letter) => {
            let code = u32::from(letter);
            return Err(vm.value_error(format!("Unknown conversion specifier \\x{code:x}")));
        }
    };
    let nested = field.spec.contains(['{', '}']);
    let spec = if nested {
        filled(vm, &field.spec, source, depth - 1)?
    } else {
        field.spec.clone()
    };
    vm.format(converted, &spec)
}

fn new_text(
    vm: &mut Vm,
    convert: fn(&mut Vm, Value) -> Result<String, Raised>,
    value: Value,
) -> Answer {
    let text = convert(vm, value)?;
    Ok(vm.heap.new_str(text))
}

fn first(vm: &mut Vm, first: &First, source: &mut Source<'_>) -> Answer {
    let position = source.numbering.position(first);
    if let Some(index) = vm.lift(position)? {
        if !source.mapping.is_unbound() {
            return Err(vm.value_error("Format string contains positional fields"));
        }
        return match source.positional.get(index) {
            Some(value) => Ok(*value),
            None => Err(vm.index_error(format!(
                "Replacement index {index} out of range for positional args tuple"
            ))),
        };
    }
    let First::Name(name) = first else {
        return Ok(Value::None);
    };
    if !source.mapping.is_unbound() {
        let key = vm.heap.new_str(name.as_str());
        return vm.get_item(source.mapping, key);
    }
    let found = source
        .keywords
        .iter()
        .find(|(key, _)| vm.symbols.text(*key) == name);
    match found {
        Some((_, value)) => Ok(*value),
        None => {
            let key = vm.heap.new_str(name.as_str());
            Err(vm.key_error(key))
        }
    }
}

fn follow(vm: &mut Vm, value: Value, step: &Step) -> Answer {
    match step {
        Step::Attribute(name) => {
            let name = vm.symbols.intern(name);
            vm.get_attr(value, name)
        }
        Step::Index(index) => vm.get_item(value, Value::Int(*index)),
        Step::Key(key) => {
            let key = vm.heap.new_str(key.as_str());
            vm.get_item(value, key)
        }
    }
}

/// The right operand of `%`, and how much of it is used.
struct Operand {
    whole: Value,
    /// The items if it is a tuple.
    items: Option<Vec<Value>>,
    next: usize,
    /// What `%(key)s` looks into.
    mapping: bool,
    by_key: bool,
    /// Of bytes, whose template and results are read as Latin-1: a character a byte.
    bytes: bool,
}

impl Operand {
    fn new(vm: &mut Vm, whole: Value, bytes: bool) -> Self {
        let items = vm
            .heap
            .tuple(vm.heap.payload(whole))
            .map(|items| items.to_vec());
        let is_text = if bytes {
            vm.heap.bytes_like(whole).is_some() || vm.heap.str(whole).is_some()
        } else {
            vm.heap.str(whole).is_some()
        };
        let mapping = items.is_none() && !is_text && vm.special(whole, names::GETITEM).is_some();
        Self {
            whole,
            items,
            next: 0,
            mapping,
            by_key: false,
            bytes,
        }
    }

    fn take(&mut self, vm: &mut Vm) -> Answer {
        let index = self.next;
        self.next += 1;
        let value = match &self.items {
            Some(items) => items.get(index).copied(),
            None => (index == 0).then_some(self.whole),
        };
        match value {
            Some(value) => Ok(value),
            None => Err(vm.type_error("not enough arguments for format string")),
        }
    }

    fn keyed(&mut self, vm: &mut Vm, key: &str) -> Answer {
        if !self.mapping {
            return Err(vm.type_error("format requires a mapping"));
        }
        self.by_key = true;
        let key = if self.bytes {
            vm.heap.new_bytes(latin1(key))
        } else {
            vm.heap.new_str(key)
        };
        vm.get_item(self.whole, key)
    }

    fn finish(&self, vm: &mut Vm) -> Result<(), Raised> {
        let given = self.items.as_ref().map_or(1, Vec::len);
        let used = self.next >= given || self.by_key || (self.mapping && self.items.is_none());
        if used {
            return Ok(());
        }
        let kind = if self.bytes { "bytes" } else { "string" };
        Err(vm.type_error(format!(
            "not all arguments converted during {kind} formatting"
        )))
    }
}

pub(super) fn percent(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let template = this(vm, args).to_owned();
    let mut operand = Operand::new(vm, args.get(0), false);
    let out = filled_percent(vm, &template, &mut operand)?;
    Ok(vm.heap.new_str(out))
}

/// `bytes % values`.
pub(super) fn percent_bytes(
    vm: &mut Vm,
    template: &[u8],
    values: Value,
) -> Result<Vec<u8>, Raised> {
    let template: String = template.iter().map(|byte| char::from(*byte)).collect();
    let mut operand = Operand::new(vm, values, true);
    let out = filled_percent(vm, &template, &mut operand)?;
    Ok(latin1(&out))
}

/// The bytes that a text of characters below 256 stands for.
fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u32::from(c) as u8).collect()
}

fn filled_percent(vm: &mut Vm, template: &str, operand: &mut Operand) -> Result<String, Raised> {
    let mut template = Template::new(template);
    let mut out = String::new();
    loop {
        let piece = template.next_piece();
        match vm.lift(piece)? {
            None => break,
            Some(Piece::Text(text)) => out.push_str(&text),
            Some(Piece::Conversion(conversion)) => {
                out.push_str(&converted(vm, conversion, operand)?)
            }
        }
        vm.reserve(out.len())?;
    }
    operand.finish(vm)?;
    Ok(out)
}

fn converted(
    vm: &mut Vm,
    mut conversion: Conversion,
    operand: &mut Operand,
) -> Result<String, Raised> {
    let keyed = match &conversion.key {
        Some(key) => Some(operand.keyed(vm, &key.clone())?),
        None => None,
    };
    if conversion.width == Size::Argument {
        conversion.set_width(star(vm, operand)?);
    }
    if conversion.precision == Size::Argument {
        let precision = star(vm, operand)?;
        vm.lift(conversion.set_precision(precision))?;
    }
    let value = match keyed {
        Some(value) => value,
        None => operand.take(vm)?,
    };
    if operand.bytes {
        return one_of_bytes(vm, &conversion, value);
    }
    one(vm, &conversion, value)
}

fn star(vm: &mut Vm, operand: &mut Operand) -> Result<i64, Raised> {
    let value = operand.take(vm)?;
    match vm.as_int(value) {
        Some(_) => read::word(vm, value),
        None => Err(vm.type_error("* wants int")),
    }
}

fn one(vm: &mut Vm, conversion: &Conversion, value: Value) -> Result<String, Raised> {
    let text = match conversion.kind {
        's' => conversion.text(&vm.str(value)?),
        'r' => conversion.text(&vm.repr(value)?),
        'a' => conversion.text(&repr::escape_non_ascii(&vm.repr(value)?)),
        'c' => return character(vm, conversion, value),
        'd' | 'i' | 'u' | 'o' | 'x' | 'X' => return whole_number(vm, conversion, value),
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            let value = real(vm, value)?;
            conversion.float(value)
        }
        _ => Err(conversion.unsupported()),
    };
    vm.lift(text)
}

fn one_of_bytes(vm: &mut Vm, conversion: &Conversion, value: Value) -> Result<String, Raised> {
    let text = match conversion.kind {
        's' | 'b' => conversion.text(&shown_bytes(vm, value)?),
        'r' | 'a' => conversion.text(&repr::escape_non_ascii(&vm.repr(value)?)),
        'c' => {
            let byte = one_byte(vm, value)?;
            conversion.character(char::from(byte))
        }
        _ => return one(vm, conversion, value),
    };
    vm.lift(text)
}

fn shown_bytes(vm: &mut Vm, value: Value) -> Result<String, Raised> {
    let bytes = match vm.heap.bytes_like(value) {
        Some(bytes) => bytes.to_vec(),
        None => {
            let Some(method) = vm
                .special(value, names::BYTES)
                .filter(|_| vm.heap.str(value).is_none())
            else {
                let class = vm.type_name(value);
                return Err(vm.type_error(format!(
                    "%b requires a bytes-like object, or an object that implements __bytes__, not '{class}'"
                )));
            };
            let answer = vm.call(method, &[])?;
            super::bytes::of_value(vm, answer)?
        }
    };
    Ok(bytes.iter().map(|byte| char::from(*byte)).collect())
}

fn one_byte(vm: &mut Vm, value: Value) -> Result<u8, Raised> {
    if let Some([only]) = vm.heap.bytes_like(value) {
        return Ok(*only);
    }
    match vm.as_int(value) {
        Some(int) => match int.to_i64().and_then(|int| u8::try_from(int).ok()) {
            Some(byte) => Ok(byte),
            None => Err(vm.error(Type::OverflowError, "%c arg not in range(256)")),
        },
        None => Err(vm.type_error("%c requires an integer in range(256) or a single byte")),
    }
}

fn character(vm: &mut Vm, conversion: &Conversion, value: Value) -> Result<String, Raised> {
    let mut chars = vm.heap.str(value).unwrap_or("").chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        let text = conversion.character(only);
        return vm.lift(text);
    }
    match vm.as_int(value) {
        Some(code) if code.to_i64().is_none() => {
            Err(vm.error(Type::OverflowError, "%c arg not in range(0x110000)"))
        }
        Some(code) => {
            let text = int_format::char_of(&code).and_then(|c| conversion.character(c));
            vm.lift(text)
        }
        None => Err(vm.type_error("%c requires int or char")),
    }
}

fn whole_number(vm: &mut Vm, conversion: &Conversion, value: Value) -> Result<String, Raised> {
    let decimal = matches!(conversion.kind, 'd' | 'i' | 'u');
    let int = match (vm.heap.payload(value), vm.as_int(value)) {
        (_, Some(int)) => int,
        (Value::Float(float), None) if decimal => {
            let int = float::to_int(float);
            vm.lift(int)?
        }
        _ => match special_int(vm, value, decimal)? {
            Some(int) => int,
            None => {
                let (kind, name) = (conversion.kind, vm.type_name(value));
                let wanted = if decimal {
                    "a real number"
                } else {
                    "an integer"
                };
                return Err(
                    vm.type_error(format!("%{kind} format: {wanted} is required, not {name}"))
                );
            }
        },
    };
    let text = conversion.int(&int);
    vm.lift(text)
}

fn special_int(
    vm: &mut Vm,
    value: Value,
    decimal: bool,
) -> Result<Option<crate::number::Int>, Raised> {
    for name in [names::INDEX, names::INT] {
        if name == names::INT && (!decimal || vm.is_instance(value, Type::Str)) {
            continue;
        }
        if let Some(method) = vm.special(value, name) {
            let answer = vm.call(method, &[])?;
            return Ok(vm.as_int(answer));
        }
    }
    Ok(None)
}

/// A float out of anything that is a real number.
pub(crate) fn real(vm: &mut Vm, value: Value) -> Result<f64, Raised> {
    if let Value::Float(float) = vm.heap.payload(value) {
        return Ok(float);
    }
    if let Some(int) = vm.as_int(value) {
        return vm.lift(float::from_int(&int));
    }
    for name in [names::FLOAT, names::INDEX] {
        let Some(method) = vm.special(value, name) else {
            continue;
        };
        let answer = vm.call(method, &[])?;
        if let Value::Float(float) = vm.heap.payload(answer) {
            return Ok(float);
        }
        if let Some(int) = vm.as_int(answer) {
            return vm.lift(float::from_int(&int));
        }
    }
    let name = vm.type_name(value);
    Err(vm.type_error(format!("must be real number, not {name}")))
}
