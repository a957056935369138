//! `sub`, `subn` and `expand`.

use std::rc::Rc;

use super::error::raised;
use super::matched;
use super::pattern::{enough_room, limit};
use super::programs::{characters, program_of};
use super::subject::{Bounds, check, find_many};
use crate::builtins::read;
use crate::regex::{Found, Part, Program, parse_template};
use crate::value::Value;
use crate::vm::{Answer, Args, Raised, Vm};

pub(super) fn sub(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (text, _) = replaced(vm, args, "sub")?;
    Ok(text)
}

pub(super) fn subn(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let (text, count) = replaced(vm, args, "subn")?;
    Ok(vm.heap.new_tuple([text, Value::Int(count as i64)]))
}

/// What comes in the place of a match.
enum Replacement {
    Call(Value),
    /// As it stands, whatever it is.
    Value(Value),
    Template(Vec<Part>),
}

fn replaced(vm: &mut Vm, args: &Args<'_>, name: &str) -> Result<(Value, usize), Raised> {
    let [replacement, string, count] = args.bind(vm, name, ["repl", "string", "count"], 2, 3)?;
    let count = read::word_or(vm, count, 0)?;
    let program = program_of(vm, args.this)?;
    let replacement = replacement_of(vm, &program, replacement)?;
    check(vm, &program, string)?;
    let bounds = Bounds::new(&vm.heap, string, 0, i64::MAX);
    let all = find_many(vm, &program, string, bounds, limit(count))?;
    let mut pieces = Pieces::new(program.is_text);
    let mut last = 0;
    for found in &all {
        let (begin, end) = found.span();
        pieces.slice(vm, string, last, begin);
        match &replacement {
            Replacement::Call(function) => {
                let this = matched::new(vm, args.this, string, bounds, found);
                let value = vm.call(*function, &[this])?;
                if !value.is_none() {
                    pieces.value(vm, value);
                }
            }
            Replacement::Value(value) => pieces.value(vm, *value),
            Replacement::Template(parts) => pieces.template(vm, string, found, parts),
        }
        last = end;
        vm.reserve(pieces.length())?;
        enough_room(vm)?;
    }
    pieces.slice(vm, string, last, bounds.end);
    Ok((pieces.joined(vm)?, all.len()))
}

fn replacement_of(vm: &mut Vm, program: &Rc<Program>, value: Value) -> Result<Replacement, Raised> {
    if vm.is_callable(value) {
        return Ok(Replacement::Call(value));
    }
    let plain = match (vm.heap.str(value), vm.heap.bytes_like(value)) {
        (Some(text), _) => !text.contains('\\'),
        (None, Some(bytes)) => !bytes.contains(&b'\\'),
        (None, None) => false,
    };
    if plain {
        return Ok(Replacement::Value(value));
    }
    template(vm, program, value).map(Replacement::Template)
}

fn template(vm: &mut Vm, program: &Program, value: Value) -> Result<Vec<Part>, Raised> {
    let (bytes, is_text) = match (vm.heap.str(value), vm.heap.bytes_like(value)) {
        (Some(text), _) => (text.as_bytes().to_vec(), true),
        (None, Some(bytes)) => (bytes.to_vec(), false),
        (None, None) => {
            // CPython looks for it among those it knows first.
            vm.hash(value)?;
            let kind = vm.type_name(value);
            return Err(vm.type_error(format!(
                "decoding to str: need a bytes-like object, {kind} found"
            )));
        }
    };
    vm.charge_builtin(bytes.len() as u64)?;
    if is_text != program.is_text && bytes.contains(&b'\\') {
        let (wanted, kind) = if program.is_text {
            ("str instance", "bytes")
        } else {
            ("a bytes-like object", "str")
        };
        let message = format!("sequence item 0: expected {wanted}, {kind} found");
        return Err(vm.type_error(message));
    }
    match parse_template(characters(&bytes, is_text), is_text, program) {
        Ok(parts) => Ok(parts),
        Err(error) => Err(raised(vm, value, &error)),
    }
}

/// `Match.expand`.
pub(super) fn expand(vm: &mut Vm, this: Value, value: Value) -> Answer {
    let (pattern, _) = matched::parts(vm, this);
    let program = program_of(vm, pattern)?;
    let parts = template(vm, &program, value)?;
    let mut pieces = Pieces::new(program.is_text);
    for part in &parts {
        match part {
            Part::Text(text) => pieces.text(text),
            Part::Group(group) => {
                let value = matched::text_of(vm, this, *group);
                if !value.is_none() {
                    pieces.value(vm, value);
                }
            }
        }
    }
    pieces.joined(vm)
}

/// A text or bytes in the making. What does not fit is noted, and is an error at the end, as it is in CPython's `join`.
struct Pieces {
    is_text: bool,
    text: String,
    bytes: Vec<u8>,
    items: usize,
    misfit: Option<(usize, Value)>,
}

impl Pieces {
    fn new(is_text: bool) -> Self {
        Self {
            is_text,
            text: String::new(),
            bytes: Vec::new(),
            items: 0,
            misfit: None,
        }
    }

    fn length(&self) -> usize {
        self.text.len() + self.bytes.len()
    }

    /// A part of what was searched.
    fn slice(&mut self, vm: &Vm, string: Value, begin: usize, end: usize) {
        if begin < end {
            self.part(vm, string, begin, end);
            self.items += 1;
        }
    }

    fn part(&mut self, vm: &Vm, string: Value, begin: usize, end: usize) {
        match vm.heap.str(string) {
            Some(text) => self.text.push_str(text.get(begin..end).unwrap_or_default()),
            None => {
                let bytes = vm.heap.bytes_like(string).unwrap_or_default();
                let part = bytes.get(begin..end).unwrap_or_default();
                self.bytes.extend_from_slice(part);
            }
        }
    }

    fn value(&mut self, vm: &Vm, value: Value) {
        match (self.is_text, vm.heap.str(value), vm.heap.bytes_like(value)) {
            (true, Some(text), _) => self.text.push_str(text),
            (false, _, Some(bytes)) => self.bytes.extend_from_slice(bytes),
            _ => {
                self.misfit.get_or_insert((self.items, value));
            }
        }
        self.items += 1;
    }

    /// Of bytes, each character is one.
    fn text(&mut self, text: &str) {
        if self.is_text {
            self.text.push_str(text);
        } else {
            self.bytes.extend(text.chars().map(|c| u32::from(c) as u8));
        }
    }

    fn template(&mut self, vm: &Vm, string: Value, found: &Found, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Text(text) => self.text(text),
                Part::Group(group) => {
                    let (begin, end) = found.group(*group).unwrap_or_default();
                    self.part(vm, string, begin, end);
                }
            }
        }
        self.items += 1;
    }

    fn joined(self, vm: &mut Vm) -> Answer {
        if let Some((index, value)) = self.misfit {
            let kind = vm.type_name(value);
            let wanted = if self.is_text {
                "str instance"
            } else {
                "a bytes-like object"
            };
            return Err(vm.type_error(format!(
                "sequence item {index}: expected {wanted}, {kind} found"
            )));
        }
        vm.reserve(self.length())?;
        Ok(if self.is_text {
            vm.heap.new_str(self.text)
        } else {
            vm.heap.new_bytes(self.bytes)
        })
    }
}
