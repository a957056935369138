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
}

impl Operand {
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
        let key = vm.heap.new_str(key);
        vm.get_item(self.whole, key)
    }

    fn finish(&self, vm: &mut Vm) -> Result<(), Raised> {
        let given = self.items.as_ref().map_or(1, Vec::len);
        let used = self.next >= given || self.by_key || (self.mapping && self.items.is_none());
        if used {
            return Ok(());
        }
        Err(vm.type_error("not all arguments converted during string formatting"))
    }
}

pub(super) fn percent(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let whole = args.get(0);
    let items = vm
        .heap
        .tuple(vm.heap.payload(whole))
        .map(|items| items.to_vec());
    let mapping = items.is_none()
        && vm.heap.str(whole).is_none()
        && vm.special(whole, names::GETITEM).is_some();
    let mut operand = Operand {
        whole,
        items,
        next: 0,
        mapping,
        by_key: false,
    };
    let mut template = Template::new(this(vm, args));
    let mut out = String::new();
    loop {
        let piece = template.next_piece();
        match vm.lift(piece)? {
            None => break,
            Some(Piece::Text(text)) => out.push_str(&text),
            Some(Piece::Conversion(conversion)) => {
                out.push_str(&converted(vm, conversion, &mut operand)?)
            }
        }
        vm.reserve(out.len())?;
    }
    operand.finish(vm)?;
    Ok(vm.heap.new_str(out))
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
        conversion.set_precision(star(vm, operand)?);
    }
    if conversion.kind == '%' && conversion.width == Size::Absent {
        return Ok("%".to_owned());
    }
    let value = match keyed {
        Some(value) => value,
        None => operand.take(vm)?,
    };
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

fn character(vm: &mut Vm, conversion: &Conversion, value: Value) -> Result<String, Raised> {
    let mut chars = vm.heap.str(value).unwrap_or("").chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        let text = conversion.character(only);
        return vm.lift(text);
    }
    match vm.as_int(value) {
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
