//! Patterns to programs, which are kept while the machine lives.

use std::cell::OnceCell;
use std::rc::Rc;

use super::error::raised;
use crate::regex::{self, Flags, Program};
use crate::value::pattern::Pattern;
use crate::value::symbol::FnvMap;
use crate::value::{Obj, Value};
use crate::vm::{Answer, Raised, Vm};

/// More bytes of programs than this are not kept.
const KEPT_BYTES: usize = 1 << 22;

/// What a program was made of: its characters, whether they are text, and the flags.
type Key = (Box<[u8]>, bool, Flags);

/// The programs of a machine. No instance sees whether one was there: compiling costs the same either way.
#[derive(Default)]
pub(crate) struct Programs {
    known: FnvMap<Key, Rc<Program>>,
    bytes: usize,
}

impl Programs {
    fn keep(&mut self, key: Key, program: &Rc<Program>) {
        let bytes = program.size() + key.0.len();
        if self.bytes + bytes > KEPT_BYTES {
            *self = Self::default();
        }
        if bytes <= KEPT_BYTES {
            self.bytes += bytes;
            self.known.insert(key, program.clone());
        }
    }
}

/// `re.compile(pattern, flags)`.
pub(super) fn compile(vm: &mut Vm, pattern: Value, flags: Value) -> Answer {
    if pattern_of(vm, pattern).is_some() {
        if !flags.is_unbound() && vm.truthy(flags)? {
            return Err(vm.value_error("cannot process flags argument with a compiled pattern"));
        }
        return Ok(pattern);
    }
    if !is_text_or_bytes(vm, pattern) {
        // CPython asks its cache first.
        vm.hash(pattern)?;
        return Err(vm.type_error("first argument must be string or compiled pattern"));
    }
    let flags = flags_of(vm, flags)?;
    let program = program(vm, pattern, flags)?;
    let made = Pattern {
        text: pattern,
        flags: program.flags,
        program: OnceCell::from(program),
    };
    Ok(Value::Ref(vm.heap.alloc(Obj::Pattern(Box::new(made)))))
}

pub(super) fn pattern_of(vm: &Vm, value: Value) -> Option<&Pattern> {
    match vm.heap.get(value.as_ref()?) {
        Obj::Pattern(pattern) => Some(pattern),
        _ => None,
    }
}

fn is_text_or_bytes(vm: &Vm, value: Value) -> bool {
    vm.heap.str(value).is_some() || vm.heap.bytes_of(vm.heap.payload(value)).is_some()
}

fn flags_of(vm: &mut Vm, flags: Value) -> Result<Flags, Raised> {
    if flags.is_unbound() {
        return Ok(0);
    }
    let Some(int) = vm.as_int(flags) else {
        let kind = vm.type_name(flags);
        return Err(vm.type_error(format!(
            "unsupported operand type(s) for &: '{kind}' and 'RegexFlag'"
        )));
    };
    match int.to_i64().and_then(|flags| Flags::try_from(flags).ok()) {
        Some(flags) => Ok(flags),
        None => Err(vm.error(
            crate::value::Type::OverflowError,
            "Python int too large to convert to C int",
        )),
    }
}

/// The program of a pattern object.
pub(super) fn program_of(vm: &mut Vm, this: Value) -> Result<Rc<Program>, Raised> {
    let Some(pattern) = pattern_of(vm, this) else {
        return Err(vm.type_error("descriptor requires a 're.Pattern' object"));
    };
    if let Some(program) = pattern.program.get() {
        return Ok(program.clone());
    }
    let (text, flags) = (pattern.text, pattern.flags);
    let program = program(vm, text, flags)?;
    if let Some(pattern) = pattern_of(vm, this) {
        // It was empty, and nothing else fills it.
        let _ = pattern.program.set(program.clone());
    }
    Ok(program)
}

/// The program of a text or of bytes.
pub(super) fn program(vm: &mut Vm, pattern: Value, flags: Flags) -> Result<Rc<Program>, Raised> {
    let is_text = vm.heap.str(pattern).is_some();
    let bytes: Box<[u8]> = match vm.heap.str(pattern) {
        Some(text) => text.as_bytes().into(),
        None => vm.heap.bytes_like(pattern).unwrap_or_default().into(),
    };
    vm.charge_builtin(bytes.len() as u64 * 8)?;
    vm.reserve(bytes.len() * 32)?;
    let key = (bytes, is_text, flags);
    if let Some(program) = vm.programs.known.get(&key) {
        return Ok(program.clone());
    }
    let chars = characters(&key.0, is_text);
    match regex::compile(chars, is_text, flags) {
        Ok(program) => {
            let program = Rc::new(program);
            vm.programs.keep(key, &program);
            Ok(program)
        }
        Err(error) => Err(raised(vm, pattern, &error)),
    }
}

/// The characters of a text, or each byte as one.
pub(super) fn characters(bytes: &[u8], is_text: bool) -> Vec<char> {
    match std::str::from_utf8(bytes) {
        Ok(text) if is_text => text.chars().collect(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
