//! `+ - * / // % ** @ << >> & | ^` and the unary ones.

use crate::builtins::read;
use crate::ir::{self, Op};
use crate::number::power::{self, Power};
use crate::number::{Int, divide};
use crate::value::symbol::names;
use crate::value::{Obj, Sym, Type, Value};

use super::frame::Entry;
use super::{Answer, Raised, Vm};

macro_rules! binary {
    ($($name:ident $in_name:ident $symbol:literal $normal:ident $reflected:ident $in_place:ident,)*) => {
        /// A binary operator.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Binary { $($name,)* }

        impl Binary {
            pub(crate) fn of(op: Op) -> Option<Binary> {
                match op { $(Op::$name => Some(Binary::$name),)* _ => None }
            }

            pub(crate) fn augmented(op: Op) -> Option<Binary> {
                match op { $(Op::$in_name => Some(Binary::$name),)* _ => None }
            }

            /// As error messages show it.
            pub fn symbol(self) -> &'static str {
                match self { $(Binary::$name => $symbol,)* }
            }

            pub fn method(self) -> Sym {
                match self { $(Binary::$name => names::$normal,)* }
            }

            pub fn reflected(self) -> Sym {
                match self { $(Binary::$name => names::$reflected,)* }
            }

            pub fn in_place(self) -> Sym {
                match self { $(Binary::$name => names::$in_place,)* }
            }
        }
    };
}

binary! {
    Add InAdd "+" ADD RADD IADD,
    Sub InSub "-" SUB RSUB ISUB,
    Mul InMul "*" MUL RMUL IMUL,
    TrueDiv InTrueDiv "/" TRUEDIV RTRUEDIV ITRUEDIV,
    FloorDiv InFloorDiv "//" FLOORDIV RFLOORDIV IFLOORDIV,
    Mod InMod "%" MOD RMOD IMOD,
    Pow InPow "** or pow()" POW RPOW IPOW,
    MatMul InMatMul "@" MATMUL RMATMUL IMATMUL,
    LShift InLShift "<<" LSHIFT RLSHIFT ILSHIFT,
    RShift InRShift ">>" RSHIFT RRSHIFT IRSHIFT,
    BitAnd InBitAnd "&" AND RAND IAND,
    BitOr InBitOr "|" OR ROR IOR,
    BitXor InBitXor "^" XOR RXOR IXOR,
}

/// A unary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    Neg,
    Pos,
    Invert,
}

impl Unary {
    fn method(self) -> (Sym, &'static str) {
        match self {
            Unary::Neg => (names::NEG, "-"),
            Unary::Pos => (names::POS, "+"),
            Unary::Invert => (names::INVERT, "~"),
        }
    }
}

/// Texts longer than this are made only where the heap has room for them.
const LONG_TEXT: usize = 1 << 16;

impl Vm {
    /// `a op b`.
    pub fn binary(&mut self, op: Binary, a: Value, b: Value) -> Answer {
        if let Some(value) = self.quick_binary(op, a, b) {
            return Ok(value);
        }
        match self.binary_or_not(op, a, b)? {
            Value::NotImplemented => Err(self.unsupported(op.symbol(), a, b)),
            value => Ok(value),
        }
    }

    /// `a op= b`.
    pub fn augmented(&mut self, op: Binary, a: Value, b: Value) -> Answer {
        if let Some(value) = self.quick_binary(op, a, b) {
            return Ok(value);
        }
        if let Value::Ref(_) = a {
            if op == Binary::Add && self.heap.list(a).is_some() && self.is_plain(a) {
                self.list_extend(a, b)?;
                return Ok(a);
            }
            if let Some(method) = self.special(a, op.in_place()) {
                match self.call(method, &[b])? {
                    Value::NotImplemented => {}
                    // A builtin class's method gives back what is inside of the instance that it changed.
                    value if value.is(self.heap.payload(a)) => return Ok(a),
                    value => return Ok(value),
                }
            }
        }
        match self.binary_or_not(op, a, b)? {
            Value::NotImplemented => Err(self.unsupported_in_place(op, a, b)),
            value => Ok(value),
        }
    }

    fn unsupported_in_place(&mut self, op: Binary, a: Value, b: Value) -> Raised {
        let symbol = if op == Binary::Pow {
            "**=".to_owned()
        } else {
            format!("{}=", op.symbol())
        };
        self.unsupported(&symbol, a, b)
    }

    /// What needs no method and cannot fail.
    fn quick_binary(&mut self, op: Binary, a: Value, b: Value) -> Option<Value> {
        match (op, a, b) {
            (Binary::Pow, Value::Float(x), Value::Float(y)) if x > 0.0 => {
                match power::of_floats(x, y) {
                    Ok(Some(value)) => Some(Value::float(value)),
                    _ => None,
                }
            }
            (Binary::Add, Value::Ref(x), Value::Ref(y)) => {
                match (self.heap.get(x), self.heap.get(y)) {
                    (Obj::Str(left), Obj::Str(right)) => {
                        let length = left.as_str().len() + right.as_str().len();
                        let fits = length <= LONG_TEXT || self.reserve(length).is_ok();
                        if fits {
                            self.join_texts(a, b).ok()
                        } else {
                            None
                        }
                    }
                    _ => None,
                }
            }
            (_, Value::Int(x), Value::Float(y)) => quick_float(op, x as f64, y),
            (_, Value::Float(x), Value::Int(y)) => quick_float(op, x, y as f64),
            (Binary::TrueDiv, Value::Int(x), Value::Int(y))
                if y != 0 && is_exact(x) && is_exact(y) =>
            {
                Some(Value::float(x as f64 / y as f64))
            }
            (Binary::LShift, Value::Int(x), Value::Int(y @ 0..=62)) if (x << y) >> y == x => {
                Some(Value::Int(x << y))
            }
            _ => None,
        }
    }

    fn unsupported(&mut self, symbol: &str, a: Value, b: Value) -> Raised {
        let (left, right) = (self.type_name(a), self.type_name(b));
        self.type_error(format!(
            "unsupported operand type(s) for {symbol}: '{left}' and '{right}'"
        ))
    }

    /// The result, or `NotImplemented` if neither side handles it.
    pub fn binary_or_not(&mut self, op: Binary, a: Value, b: Value) -> Answer {
        if let Some(value) = self.number_binary(op, a, b)? {
            return Ok(value);
        }
        let (left, right) = (self.class_of(a), self.class_of(b));
        let differ = !left.is(right);
        let right_first =
            differ && self.is_subclass(right, left) && self.overrides(right, left, op.reflected());
        if right_first {
            match self.try_method(b, op.reflected(), a)? {
                Value::NotImplemented => {}
                value => return Ok(value),
            }
        }
        // What is no sequence itself is asked before the other side is repeated.
        let asked = self.heap.instance(a).is_some() && !self.is_sequence(a);
        if asked || !self.sequence_operands(op, a, b) {
            match self.try_method(a, op.method(), b)? {
                Value::NotImplemented => {}
                value => return Ok(value),
            }
        }
        self.binary_declined(op, a, b, differ && !right_first)
    }

    /// The left operand's method declined, or has no say.
    fn binary_declined(&mut self, op: Binary, a: Value, b: Value, right: bool) -> Answer {
        if right {
            match self.try_method(b, op.reflected(), a)? {
                Value::NotImplemented => {}
                value => return Ok(value),
            }
        }
        if self.sequence_operands(op, a, b) {
            return self.sequence_binary(op, a, b);
        }
        Ok(Value::NotImplemented)
    }

    /// The frame of the method that an instance has for an operator, where that is asked first; false if there is none such.
    pub(super) fn enter_operator(&mut self, instruction: Op, word: u32, base: usize) -> bool {
        let a = self.reg(base, ir::b(word));
        match self.heap.instance(a) {
            Some(instance) if instance.payload.is_unbound() => {}
            _ => return false,
        }
        let Some((op, augmented)) = operator_of(instruction) else {
            return false;
        };
        let b = self.reg(base, ir::c(word));
        let (left, right) = (self.class_of(a), self.class_of(b));
        if !left.is(right) && self.is_subclass(right, left) {
            return false;
        }
        if augmented && self.lookup(left, op.in_place()).is_some() {
            return false;
        }
        let Some(method) = self.lookup(left, op.method()) else {
            return false;
        };
        let Some(code) = self.plain_method(method, 2) else {
            return false;
        };
        if !self.has_room() {
            return false;
        }
        let to = self.push_frame(code, Entry::Operator);
        self.registers[to] = a;
        self.registers[to + 1] = b;
        self.fill_cells(code, method, to);
        true
    }

    /// What an operator gives where the method whose frame just ended declined.
    pub(super) fn operator_declined(&mut self) -> Answer {
        let Some(frame) = self.frames.last() else {
            return Err(self.broken("an operator without a frame"));
        };
        let (code, pc, base) = (frame.code as usize, frame.pc as usize, frame.base as usize);
        let word = self.program.functions[code].code[pc];
        let Some((op, augmented)) = Op::from_byte(word as u8).and_then(operator_of) else {
            return Err(self.broken("a method that no operator called"));
        };
        let (a, b) = (self.reg(base, ir::b(word)), self.reg(base, ir::c(word)));
        let differ = !self.class_of(a).is(self.class_of(b));
        match self.binary_declined(op, a, b, differ)? {
            Value::NotImplemented if augmented => Err(self.unsupported_in_place(op, a, b)),
            Value::NotImplemented => Err(self.unsupported(op.symbol(), a, b)),
            value => Ok(value),
        }
    }

    fn try_method(&mut self, object: Value, name: Sym, other: Value) -> Answer {
        let class = self.class_of(object);
        if let Some(method @ Value::Ref(_)) = self.lookup(class, name) {
            if self.heap.function(method).is_some() {
                return self.call_on(method, object, &[other]);
            }
        }
        match self.special(object, name) {
            Some(method) => self.call(method, &[other]),
            None => Ok(Value::NotImplemented),
        }
    }

    fn overrides(&mut self, class: Value, base: Value, name: Sym) -> bool {
        match (self.lookup(class, name), self.lookup(base, name)) {
            (Some(own), Some(inherited)) => !own.is(inherited),
            (Some(_), None) => true,
            _ => false,
        }
    }

    /// Both are builtin numbers (or instances of subclasses that do not override the operator).
    fn number_binary(&mut self, op: Binary, a: Value, b: Value) -> Result<Option<Value>, Raised> {
        if self.heap.instance(a).is_some() || self.heap.instance(b).is_some() {
            return Ok(None);
        }
        if let (Value::Bool(x), Value::Bool(y)) = (a, b) {
            match op {
                Binary::BitAnd => return Ok(Some(Value::Bool(x & y))),
                Binary::BitOr => return Ok(Some(Value::Bool(x | y))),
                Binary::BitXor => return Ok(Some(Value::Bool(x ^ y))),
                _ => {}
            }
        }
        if let (Some(x), Some(y)) = (self.as_int(a), self.as_int(b)) {
            return self.int_binary(op, &x, &y);
        }
        if !matches!(a, Value::Float(_)) && !matches!(b, Value::Float(_)) {
            return Ok(None);
        }
        let (Some(x), Some(y)) = (self.float_operand(a)?, self.float_operand(b)?) else {
            return Ok(None);
        };
        self.float_binary(op, x, y)
    }

    fn float_operand(&mut self, value: Value) -> Result<Option<f64>, Raised> {
        match value {
            Value::Float(value) => Ok(Some(value)),
            _ => match self.as_int(value) {
                Some(value) => crate::number::float::from_int(&value)
                    .map(Some)
                    .map_err(|fault| self.fault(fault)),
                None => Ok(None),
            },
        }
    }

    fn int_binary(&mut self, op: Binary, x: &Int, y: &Int) -> Result<Option<Value>, Raised> {
        let result = match op {
            Binary::Add => Ok(x.add(y)),
            Binary::Sub => Ok(x.sub(y)),
            Binary::Mul => x.mul(y),
            Binary::FloorDiv => divide::int_floordiv(x, y),
            Binary::Mod => divide::int_mod(x, y),
            Binary::LShift => x.shift_left(y),
            Binary::RShift => x.shift_right(y),
            Binary::BitAnd => Ok(x.and(y)),
            Binary::BitOr => Ok(x.or(y)),
            Binary::BitXor => Ok(x.xor(y)),
            Binary::TrueDiv => {
                let quotient = divide::int_truediv(x, y).map_err(|fault| self.fault(fault))?;
                return Ok(Some(Value::float(quotient)));
            }
            Binary::Pow => {
                return match power::of_ints(x, y).map_err(|fault| self.fault(fault))? {
                    Power::Int(value) => Ok(Some(self.from_int(value))),
                    Power::Float(value) => Ok(Some(Value::float(value))),
                };
            }
            Binary::MatMul => return Ok(None),
        };
        let value = result.map_err(|fault| self.fault(fault))?;
        Ok(Some(self.from_int(value)))
    }

    fn float_binary(&mut self, op: Binary, x: f64, y: f64) -> Result<Option<Value>, Raised> {
        let result = match op {
            Binary::Add => Ok(x + y),
            Binary::Sub => Ok(x - y),
            Binary::Mul => Ok(x * y),
            Binary::TrueDiv => divide::float_truediv(x, y),
            Binary::FloorDiv => divide::float_floordiv(x, y),
            Binary::Mod => divide::float_mod(x, y),
            Binary::Pow => match power::of_floats(x, y) {
                Ok(Some(value)) => Ok(value),
                // A complex result: `complex.__pow__` makes it.
                Ok(None) => return self.complex_power(x, y).map(Some),
                Err(fault) => Err(fault),
            },
            _ => return Ok(None),
        };
        result
            .map(|value| Some(Value::float(value)))
            .map_err(|fault| self.fault(fault))
    }

    fn complex_power(&mut self, x: f64, y: f64) -> Answer {
        let base = Value::Ref(self.heap.alloc(Obj::Complex(x, 0.0)));
        self.try_method(base, names::POW, Value::Float(y))
    }

    /// `+` and `*` of str, bytes, bytearray, list and tuple, which CPython tries after the numeric methods of both sides.
    fn sequence_operands(&self, op: Binary, a: Value, b: Value) -> bool {
        match op {
            Binary::Add => self.is_sequence(a) && !self.defines(a, names::ADD),
            Binary::Mul => {
                (self.is_sequence(a) && !self.defines(a, names::MUL))
                    || (self.is_sequence(b) && !self.defines(b, names::RMUL))
            }
            _ => false,
        }
    }

    /// Whether an instance's own class (not a builtin base of it) has the method.
    fn defines(&self, object: Value, name: Sym) -> bool {
        let Some(instance) = self.heap.instance(object) else {
            return false;
        };
        let Some(class) = self.heap.class(instance.class) else {
            return false;
        };
        class.mro.iter().any(|each| {
            self.heap
                .class(*each)
                .is_some_and(|class| class.attrs.get(name).is_some())
        })
    }

    fn is_sequence(&self, value: Value) -> bool {
        matches!(
            self.type_of(value),
            Type::Str | Type::Bytes | Type::ByteArray | Type::List | Type::Tuple | Type::NamedTuple
        )
    }

    fn sequence_binary(&mut self, op: Binary, a: Value, b: Value) -> Answer {
        if op == Binary::Add {
            return self.concatenate(a, b);
        }
        // Of a deque and a sequence it is the first that is repeated.
        let first = self.is_sequence(a) || self.type_of(self.heap.payload(a)) == Type::Deque;
        let (sequence, count) = if first { (a, b) } else { (b, a) };
        match read::times(self, count)? {
            Some(times) => self.repeat(sequence, times),
            None => {
                let other = self.type_name(count);
                Err(self.type_error(format!(
                    "can't multiply sequence by non-int of type '{other}'"
                )))
            }
        }
    }

    /// `a + b` of sequences; `a` is one.
    pub fn concatenate(&mut self, a: Value, b: Value) -> Answer {
        let (x, y) = (self.heap.payload(a), self.heap.payload(b));
        if let (Some(left), Some(right)) = (self.heap.text(x), self.heap.text(y)) {
            let longest = left.as_str().len() + right.as_str().len();
            if longest > LONG_TEXT {
                self.reserve(longest)?;
            }
            return self.join_texts(x, y);
        }
        let joined = match (
            x.as_ref().map(|x| self.heap.get(x)),
            y.as_ref().map(|y| self.heap.get(y)),
        ) {
            (Some(Obj::List(left)), Some(Obj::List(right))) => {
                Obj::List([&left[..], &right[..]].concat())
            }
            (Some(Obj::Tuple(left)), Some(Obj::Tuple(right))) => {
                Obj::Tuple([&left[..], &right[..]].concat().into())
            }
            (Some(Obj::Bytes(left)), Some(Obj::Bytes(_) | Obj::ByteArray(_))) => Obj::Bytes(
                [&left[..], self.heap.bytes_like(y).unwrap_or_default()]
                    .concat()
                    .into(),
            ),
            (Some(Obj::ByteArray(left)), Some(Obj::Bytes(_) | Obj::ByteArray(_))) => {
                Obj::ByteArray([&left[..], self.heap.bytes_like(y).unwrap_or_default()].concat())
            }
            _ => return Err(self.cannot_concatenate(a, b)),
        };
        self.reserve(joined.size())?;
        Ok(Value::Ref(self.heap.alloc(joined)))
    }

    fn join_texts(&mut self, left: Value, right: Value) -> Answer {
        let (Some(left), Some(right)) = (self.heap.text(left), self.heap.text(right)) else {
            return Ok(Value::NotImplemented);
        };
        let (joined, new) = left.joined(right);
        Ok(Value::Ref(self.heap.alloc_joined(joined, new)))
    }

    fn cannot_concatenate(&mut self, a: Value, b: Value) -> Raised {
        let other = self.type_name(b);
        let kind = self.type_of(a);
        if matches!(kind, Type::Bytes | Type::ByteArray) {
            return self.type_error(format!("can't concat {other} to {}", kind.name()));
        }
        let kind = if kind == Type::NamedTuple {
            Type::Tuple
        } else {
            kind
        };
        self.type_error(format!(
            "can only concatenate {} (not \"{other}\") to {}",
            kind.name(),
            kind.name()
        ))
    }

    /// `sequence * count`.
    pub(crate) fn repeat(&mut self, sequence: Value, count: usize) -> Answer {
        let handle = self.heap.payload(sequence).as_ref();
        let Some(handle) = handle else {
            return Ok(Value::NotImplemented);
        };
        let length = match self.heap.get(handle) {
            Obj::Str(text) => text.as_str().len(),
            Obj::Bytes(bytes) => bytes.len(),
            Obj::ByteArray(bytes) => bytes.len(),
            Obj::List(items) => items.len() * size_of::<Value>(),
            Obj::Tuple(items) => items.len() * size_of::<Value>(),
            _ => return Ok(Value::NotImplemented),
        };
        // Nothing, however often: an empty sequence.
        let count = if length == 0 { 0 } else { count };
        self.reserve(length.saturating_mul(count))?;
        let repeated = match self.heap.get(handle) {
            Obj::Str(text) => Obj::str(text.as_str().repeat(count)),
            Obj::Bytes(bytes) => Obj::Bytes(bytes.repeat(count).into()),
            Obj::ByteArray(bytes) => Obj::ByteArray(bytes.repeat(count)),
            Obj::List(items) => Obj::List(items.repeat(count)),
            Obj::Tuple(items) => Obj::Tuple(items.repeat(count).into()),
            _ => return Ok(Value::NotImplemented),
        };
        Ok(Value::Ref(self.heap.alloc(repeated)))
    }

    /// `x + 1` and the like, where the literal is in the instruction.
    pub(crate) fn with_literal(&mut self, op: Op, x: Value, literal: i64) -> Answer {
        let literal = Value::Int(literal);
        match op {
            Op::AddInt => self.binary(Binary::Add, x, literal),
            Op::SubInt => self.binary(Binary::Sub, x, literal),
            Op::InAddInt => self.augmented(Binary::Add, x, literal),
            _ => self.augmented(Binary::Sub, x, literal),
        }
    }

    /// `-x`, `+x`, `~x`.
    pub fn unary(&mut self, op: Unary, x: Value) -> Answer {
        if self.heap.instance(x).is_none() {
            match (op, x) {
                (Unary::Neg, Value::Float(value)) => return Ok(Value::Float(-value)),
                (Unary::Pos, Value::Float(_)) => return Ok(x),
                _ => {}
            }
            if let Some(value) = self.as_int(x) {
                let value = match op {
                    Unary::Neg => value.neg(),
                    Unary::Pos => value,
                    Unary::Invert => value.invert(),
                };
                return Ok(self.from_int(value));
            }
        }
        let (name, symbol) = op.method();
        match self.special(x, name) {
            Some(method) => self.call(method, &[]),
            None => {
                let class = self.type_name(x);
                Err(self.type_error(format!("bad operand type for unary {symbol}: '{class}'")))
            }
        }
    }
}

/// What an instruction of two registers computes, and whether it is augmented.
fn operator_of(op: Op) -> Option<(Binary, bool)> {
    match Binary::of(op) {
        Some(binary) => Some((binary, false)),
        None => Binary::augmented(op).map(|binary| (binary, true)),
    }
}

/// Whether a float holds it without rounding.
fn is_exact(number: i64) -> bool {
    number.unsigned_abs() <= 1 << 53
}

/// Arithmetic of an int and a float; the int is small enough where rounding would matter.
fn quick_float(op: Binary, x: f64, y: f64) -> Option<Value> {
    const EXACT: f64 = (1_i64 << 53) as f64;
    if x.abs() > EXACT || y.abs() > EXACT {
        return None;
    }
    match op {
        Binary::Add => Some(Value::float(x + y)),
        Binary::Sub => Some(Value::float(x - y)),
        Binary::Mul => Some(Value::float(x * y)),
        Binary::TrueDiv if y != 0.0 => Some(Value::float(x / y)),
        _ => None,
    }
}
