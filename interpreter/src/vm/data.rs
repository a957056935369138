//! Displays, unpacking, `match`, and the other instructions that make values.

use crate::ir::{self, Op};
use crate::text::decimal::Decimal;
use crate::text::width::{self, Side};
use crate::value::symbol::names;
use crate::value::{Obj, Str, Value};

use super::{Answer, Raised, Vm};

impl Vm {
    /// `c` registers from `b`.
    fn operands(&self, word: u32, base: usize, each: usize) -> Vec<Value> {
        let first = base + usize::from(ir::b(word));
        self.registers[first..first + usize::from(ir::c(word)) * each].to_vec()
    }

    pub(crate) fn build(&mut self, op: Op, word: u32, base: usize) -> Answer {
        match op {
            Op::BuildSlice => {
                let first = base + usize::from(ir::b(word));
                let parts = [
                    self.registers[first],
                    self.registers[first + 1],
                    self.registers[first + 2],
                ];
                let parts = parts.map(|part| part.bound().unwrap_or(Value::None));
                Ok(Value::Ref(self.heap.alloc(Obj::Slice(Box::new(parts)))))
            }
            Op::BuildList => {
                let items = self.operands(word, base, 1);
                Ok(self.heap.new_list(items))
            }
            Op::BuildTuple => {
                let first = base + usize::from(ir::b(word));
                // Of a number that is known here, copying calls nothing.
                let items: Box<[Value]> =
                    match self.registers[first..first + usize::from(ir::c(word))] {
                        [one] => Box::new([one]),
                        [one, two] => Box::new([one, two]),
                        [one, two, three] => Box::new([one, two, three]),
                        ref more => more.into(),
                    };
                Ok(self.heap.new_tuple(items))
            }
            Op::BuildSet => {
                let items = self.operands(word, base, 1);
                self.new_set(&items)
            }
            Op::BuildMap => {
                let items = self.operands(word, base, 2);
                let dict = Value::Ref(self.heap.new_dict());
                for pair in items.chunks_exact(2) {
                    self.dict_set(dict, pair[0], pair[1])?;
                }
                Ok(dict)
            }
            _ => self.build_text(word, base),
        }
    }

    fn build_text(&mut self, word: u32, base: usize) -> Answer {
        const FEW: usize = 8;
        let first = base + usize::from(ir::b(word));
        let parts = &self.registers[first..first + usize::from(ir::c(word))];
        let text_of = |part: &Value| self.heap.str(*part).unwrap_or_default();
        let text = if parts.len() <= FEW {
            let mut texts = [""; FEW];
            for (text, part) in texts.iter_mut().zip(parts) {
                *text = text_of(part);
            }
            Str::of_parts(&texts[..parts.len()])
        } else {
            Str::of_parts(&parts.iter().map(text_of).collect::<Vec<_>>())
        };
        self.reserve(text.as_str().len())?;
        Ok(self.heap.new_text(text))
    }

    pub(crate) fn list_to_tuple(&mut self, list: Value) -> Value {
        let items = self
            .heap
            .items(list)
            .map_or_else(Vec::new, <[Value]>::to_vec);
        self.heap.new_tuple(items)
    }

    /// `!s`, `!r`, `!a`.
    pub(crate) fn convert(&mut self, value: Value, kind: u8) -> Answer {
        let text = match kind {
            0 => return self.to_str_value(value),
            1 => self.repr(value)?,
            _ => crate::text::repr::escape_non_ascii(&self.repr(value)?),
        };
        Ok(self.heap.new_str(text))
    }

    pub(crate) fn format_instruction(&mut self, word: u32, base: usize) -> Answer {
        let value = self.reg(base, ir::b(word));
        if let Some(text) = self.quick_format(value, ir::c(word), base) {
            return Ok(text);
        }
        let spec = match ir::c(word) {
            ir::NONE => String::new(),
            register => self
                .heap
                .str(self.reg(base, register))
                .unwrap_or_default()
                .to_owned(),
        };
        let text = self.format(value, &spec)?;
        Ok(self.heap.new_str(text))
    }

    /// Texts and small ints with no spec, or one that is a width.
    fn quick_format(&mut self, value: Value, spec: u8, base: usize) -> Option<Value> {
        let spec = match spec {
            ir::NONE => "",
            register => self.heap.str(self.reg(base, register))?,
        };
        match value {
            Value::Int(number) if spec.is_empty() => Some(self.heap.new_decimal(number)),
            Value::Int(number) => {
                let (side, width) = width::read(spec, Side::Right)?;
                let digits = Decimal::of(number);
                let digits = digits.as_str();
                let [before, after] = width::around(side, width, digits.len());
                Some(self.heap.new_joined(&[before, digits, after]))
            }
            Value::Ref(_) => {
                let text = self.heap.text(value)?;
                if spec.is_empty() {
                    return Some(value);
                }
                let (side, width) = width::read(spec, Side::Left)?;
                let [before, after] = width::around(side, width, text.chars());
                let text = Str::of_parts(&[before, text.as_str(), after]);
                Some(self.heap.new_text(text))
            }
            _ => None,
        }
    }

    /// `a, b = value`.
    pub(crate) fn unpack(&mut self, word: u32, base: usize) -> Result<(), Raised> {
        let (to, value, wanted) = (
            base + usize::from(ir::a(word)),
            self.reg(base, ir::b(word)),
            usize::from(ir::c(word)),
        );
        let items = match value.as_ref().map(|handle| self.heap.get(handle)) {
            Some(Obj::Tuple(items)) => Some(&items[..]),
            Some(Obj::List(items)) => Some(&items[..]),
            _ => None,
        };
        if let Some(items) = items.filter(|items| items.len() == wanted) {
            self.registers[to..to + wanted].copy_from_slice(items);
            return Ok(());
        }
        let items = self.unpackable(value, wanted)?;
        if items.len() == wanted {
            self.registers[to..to + wanted].copy_from_slice(&items);
            return Ok(());
        }
        if items.len() < wanted {
            return Err(self.value_error(format!(
                "not enough values to unpack (expected {wanted}, got {})",
                items.len()
            )));
        }
        Err(self.value_error(format!("too many values to unpack (expected {wanted})")))
    }

    /// Up to one more item than wanted.
    fn unpackable(&mut self, value: Value, wanted: usize) -> Result<Vec<Value>, Raised> {
        if self.is_plain(value) {
            if let Some(items) = self.heap.items(value) {
                return Ok(items.to_vec());
            }
        }
        let iter = self.iterate_to_unpack(value)?;
        let mut items = Vec::new();
        while items.len() <= wanted {
            match self.next(iter)? {
                Some(item) => items.push(item),
                None => break,
            }
        }
        Ok(items)
    }

    fn iterate_to_unpack(&mut self, value: Value) -> Answer {
        let class = self.class_of(value);
        if !self.is_iterable(value)
            && self.lookup(class, names::ITER).is_none()
            && self.lookup(class, names::GETITEM).is_none()
        {
            let class = self.type_name(value);
            return Err(self.type_error(format!("cannot unpack non-iterable {class} object")));
        }
        self.iterate(value)
    }

    /// `a, *b, c = value`.
    pub(crate) fn unpack_ex(&mut self, word: u32, after: u32, base: usize) -> Result<(), Raised> {
        let (to, value) = (base + usize::from(ir::a(word)), self.reg(base, ir::b(word)));
        let (before, after) = (usize::from(ir::c(word)), after as usize);
        let iter = self.iterate_to_unpack(value)?;
        let items = self.collect(iter)?;
        if items.len() < before + after {
            let (wanted, got) = (before + after, items.len());
            return Err(self.value_error(format!(
                "not enough values to unpack (expected at least {wanted}, got {got})"
            )));
        }
        let tail = items.len() - after;
        let middle = self.heap.new_list(items[before..tail].to_vec());
        self.registers[to..to + before].copy_from_slice(&items[..before]);
        self.registers[to + before] = middle;
        self.registers[to + before + 1..to + before + 1 + after].copy_from_slice(&items[tail..]);
        Ok(())
    }

    /// `for i in range(...)`: next, step and count where they fit, else an iterator.
    pub(crate) fn range_prep(&mut self, word: u32, base: usize) -> Result<(), Raised> {
        let args = self.operands(word, base, 1);
        let range = self.new_range(&args)?;
        let parts = self.heap.range(range).copied().unwrap_or_default();
        let state = match (parts, self.range_count(parts).to_i64()) {
            ([Value::Int(start), _, Value::Int(step)], Some(count))
                if super::iterate::stays_small(start, step, count) =>
            {
                [Value::Int(start), Value::Int(step), Value::Int(count)]
            }
            _ => [self.iterate(range)?, Value::None, Value::None],
        };
        let to = base + usize::from(ir::a(word));
        self.registers[to..to + 3].copy_from_slice(&state);
        Ok(())
    }

    /// `range(*args)`.
    pub fn new_range(&mut self, args: &[Value]) -> Answer {
        let (start, stop, step) = match *args {
            [stop] => (Value::Int(0), stop, Value::Int(1)),
            [start, stop] => (start, stop, Value::Int(1)),
            [start, stop, step] => (start, stop, step),
            [] => return Err(self.type_error("range expected at least 1 argument, got 0")),
            _ => {
                return Err(self.type_error(format!(
                    "range expected at most 3 arguments, got {}",
                    args.len()
                )));
            }
        };
        let mut parts = [start, stop, step];
        for part in &mut parts {
            let int = self.to_int(*part)?;
            *part = self.from_int(int);
        }
        if parts[2] == Value::Int(0) {
            return Err(self.value_error("range() arg 3 must not be zero"));
        }
        Ok(Value::Ref(self.heap.alloc(Obj::Range(Box::new(parts)))))
    }
}
