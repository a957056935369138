//! The loop. What programs do most is inline; the rest is dispatched to handlers by noun.

use crate::ir::{self, Op, Program};
use crate::value::{Obj, Value};

use super::compare::Comparison;
use super::frame::Flow;
use super::operators::Binary;
use super::{Answer, Raised, Vm};

/// Every byte to its instruction; what is none is refused when the program is loaded.
const DECODE: [Op; 256] = {
    let mut table = [Op::Nop; 256];
    let mut byte = 0;
    while byte < Op::ALL.len() {
        table[byte] = Op::ALL[byte];
        byte += 1;
    }
    table
};

impl Vm {
    /// Runs the frame at `floor` (the topmost) to its end.
    pub(crate) fn run(&mut self, floor: usize) -> Answer {
        let program = self.program.clone();
        self.depth += 1;
        let answer = loop {
            match self.run_frames(&program, floor) {
                Ok(value) => break Ok(value),
                Err(raised) => {
                    if let Err(raised) = self.unwind(raised, floor) {
                        break Err(raised);
                    }
                }
            }
        };
        self.depth -= 1;
        answer
    }

    fn run_frames(&mut self, program: &Program, floor: usize) -> Answer {
        loop {
            let top = self.frames.len() - 1;
            let frame = &self.frames[top];
            let code = &program.functions[frame.code as usize].code[..];
            let base = frame.base as usize;
            let mut pc = frame.pc as usize;
            macro_rules! r {
                ($index:expr) => {
                    self.registers[base + $index as usize]
                };
            }
            macro_rules! jump {
                () => {{
                    let offset = code[pc + 1] as i32;
                    pc += 2;
                    if offset < 0 {
                        self.frames[top].pc = pc as u32 - 2;
                        self.charge(offset.unsigned_abs())?;
                        if self.is_full() && self.depth == self.collect_depth {
                            self.make_room()?;
                        }
                    }
                    pc = (pc as i64 + i64::from(offset)) as usize;
                }};
            }
            macro_rules! arithmetic {
                ($word:ident, $checked:ident, $float:tt, $op:expr) => {{
                    let value = match (r!(ir::b($word)), r!(ir::c($word))) {
                        (Value::Int(x), Value::Int(y)) => x.$checked(y).map(Value::Int),
                        (Value::Float(x), Value::Float(y)) => Some(Value::float(x $float y)),
                        _ => None,
                    };
                    r!(ir::a($word)) = match value {
                        Some(value) => value,
                        None => {
                            self.frames[top].pc = pc as u32;
                            self.binary($op, r!(ir::b($word)), r!(ir::c($word)))?
                        }
                    };
                    pc += 1;
                }};
            }
            macro_rules! compared {
                ($x:expr, $y:expr, $op:tt, $comparison:expr) => {
                    match ($x, $y) {
                        (Value::Int(x), Value::Int(y)) => x $op y,
                        (Value::Float(x), Value::Float(y)) => x $op y,
                        (x, y) => {
                            self.frames[top].pc = pc as u32;
                            self.compare_truth($comparison, x, y)?
                        }
                    }
                };
            }
            macro_rules! comparison {
                ($word:ident, $op:tt, $comparison:expr) => {{
                    r!(ir::a($word)) = match (r!(ir::b($word)), r!(ir::c($word))) {
                        (Value::Int(x), Value::Int(y)) => Value::Bool(x $op y),
                        (Value::Float(x), Value::Float(y)) => Value::Bool(x $op y),
                        (x, y) => {
                            self.frames[top].pc = pc as u32;
                            self.compare($comparison, x, y)?
                        }
                    };
                    pc += 1;
                }};
            }
            macro_rules! jump_if {
                ($condition:expr) => {
                    if $condition { jump!() } else { pc += 2 }
                };
            }
            macro_rules! truth {
                ($value:expr) => {
                    match $value {
                        Value::Bool(truth) => truth,
                        Value::None => false,
                        Value::Int(number) => number != 0,
                        value => {
                            self.frames[top].pc = pc as u32;
                            self.truthy(value)?
                        }
                    }
                };
            }
            loop {
                let word = code[pc];
                let op = DECODE[(word & 0xff) as usize];
                match op {
                    Op::Nop => pc += 1,
                    Op::Move => {
                        r!(ir::a(word)) = r!(ir::b(word));
                        pc += 1;
                    }
                    Op::LoadConst if self.constants[ir::bx(word) as usize].is_unbound() => {
                        self.frames[top].pc = pc as u32;
                        r!(ir::a(word)) = self.captured(ir::bx(word) as usize)?;
                        pc += 1;
                    }
                    Op::LoadConst => {
                        r!(ir::a(word)) = self.constants[ir::bx(word) as usize];
                        pc += 1;
                    }
                    Op::LoadNone => {
                        r!(ir::a(word)) = Value::None;
                        pc += 1;
                    }
                    Op::LoadBool => {
                        r!(ir::a(word)) = Value::Bool(ir::b(word) != 0);
                        pc += 1;
                    }
                    Op::LoadInt => {
                        r!(ir::a(word)) = Value::Int(i64::from(ir::sbx(word)));
                        pc += 1;
                    }
                    Op::CheckBound if !r!(ir::a(word)).is_unbound() => pc += 1,
                    Op::Unbind => {
                        r!(ir::a(word)) = Value::Unbound;
                        pc += 1;
                    }
                    Op::LoadGlobal if !self.globals[ir::bx(word) as usize].is_unbound() => {
                        r!(ir::a(word)) = self.globals[ir::bx(word) as usize];
                        pc += 1;
                    }
                    Op::LoadBuiltin => {
                        r!(ir::a(word)) = self.builtins[ir::bx(word) as usize];
                        pc += 1;
                    }
                    Op::Add => arithmetic!(word, checked_add, +, Binary::Add),
                    Op::Sub => arithmetic!(word, checked_sub, -, Binary::Sub),
                    Op::Mul => arithmetic!(word, checked_mul, *, Binary::Mul),
                    Op::AddInt | Op::InAddInt | Op::SubInt | Op::InSubInt => {
                        let literal = i64::from(ir::c(word) as i8);
                        let adds = matches!(op, Op::AddInt | Op::InAddInt);
                        let signed = if adds { literal } else { -literal };
                        r!(ir::a(word)) = match r!(ir::b(word)) {
                            Value::Int(x) if x.checked_add(signed).is_some() => {
                                Value::Int(x + signed)
                            }
                            x => {
                                self.frames[top].pc = pc as u32;
                                self.with_literal(op, x, literal)?
                            }
                        };
                        pc += 1;
                    }
                    Op::Not => {
                        r!(ir::a(word)) = Value::Bool(!truth!(r!(ir::b(word))));
                        pc += 1;
                    }
                    Op::Lt => comparison!(word, <, Comparison::Lt),
                    Op::Le => comparison!(word, <=, Comparison::Le),
                    Op::Eq => comparison!(word, ==, Comparison::Eq),
                    Op::Ne => comparison!(word, !=, Comparison::Ne),
                    Op::Gt => comparison!(word, >, Comparison::Gt),
                    Op::Ge => comparison!(word, >=, Comparison::Ge),
                    Op::Is => {
                        r!(ir::a(word)) = Value::Bool(r!(ir::b(word)).is(r!(ir::c(word))));
                        pc += 1;
                    }
                    Op::IsNot => {
                        r!(ir::a(word)) = Value::Bool(!r!(ir::b(word)).is(r!(ir::c(word))));
                        pc += 1;
                    }
                    Op::Jump => jump!(),
                    Op::JumpIfTrue => jump_if!(truth!(r!(ir::a(word)))),
                    Op::JumpIfFalse => jump_if!(!truth!(r!(ir::a(word)))),
                    Op::JumpIfNone => jump_if!(r!(ir::a(word)).is_none()),
                    Op::JumpIfNotNone => jump_if!(!r!(ir::a(word)).is_none()),
                    Op::JumpLt => {
                        jump_if!(compared!(r!(ir::a(word)), r!(ir::b(word)), <, Comparison::Lt))
                    }
                    Op::JumpLe => {
                        jump_if!(compared!(r!(ir::a(word)), r!(ir::b(word)), <=, Comparison::Le))
                    }
                    Op::JumpEq => {
                        jump_if!(compared!(r!(ir::a(word)), r!(ir::b(word)), ==, Comparison::Eq))
                    }
                    Op::JumpNe => {
                        jump_if!(compared!(r!(ir::a(word)), r!(ir::b(word)), !=, Comparison::Ne))
                    }
                    Op::JumpGt => {
                        jump_if!(compared!(r!(ir::a(word)), r!(ir::b(word)), >, Comparison::Gt))
                    }
                    Op::JumpGe => {
                        jump_if!(compared!(r!(ir::a(word)), r!(ir::b(word)), >=, Comparison::Ge))
                    }
                    Op::JumpNotLt => {
                        jump_if!(!compared!(r!(ir::a(word)), r!(ir::b(word)), <, Comparison::Lt))
                    }
                    Op::JumpNotLe => {
                        jump_if!(!compared!(r!(ir::a(word)), r!(ir::b(word)), <=, Comparison::Le))
                    }
                    Op::JumpNotEq => {
                        jump_if!(!compared!(r!(ir::a(word)), r!(ir::b(word)), ==, Comparison::Eq))
                    }
                    Op::JumpNotNe => {
                        jump_if!(!compared!(r!(ir::a(word)), r!(ir::b(word)), !=, Comparison::Ne))
                    }
                    Op::JumpNotGt => {
                        jump_if!(!compared!(r!(ir::a(word)), r!(ir::b(word)), >, Comparison::Gt))
                    }
                    Op::JumpNotGe => {
                        jump_if!(!compared!(r!(ir::a(word)), r!(ir::b(word)), >=, Comparison::Ge))
                    }
                    Op::GetItem => {
                        r!(ir::a(word)) = match self.quick_item(r!(ir::b(word)), r!(ir::c(word))) {
                            Some(value) => value,
                            None => {
                                self.frames[top].pc = pc as u32;
                                self.get_item(r!(ir::b(word)), r!(ir::c(word)))?
                            }
                        };
                        pc += 1;
                    }
                    Op::ListAppend => {
                        let item = r!(ir::b(word));
                        self.list_push(r!(ir::a(word)), item);
                        pc += 1;
                    }
                    Op::ForRange => match (r!(ir::b(word)), r!(ir::b(word) + 2)) {
                        (Value::Int(next), Value::Int(left)) if left > 0 => {
                            let Value::Int(step) = r!(ir::b(word) + 1) else {
                                return Err(self.broken("a range's step"));
                            };
                            r!(ir::b(word)) = Value::Int(next.wrapping_add(step));
                            r!(ir::b(word) + 2) = Value::Int(left - 1);
                            r!(ir::a(word)) = Value::Int(next);
                            pc += 2;
                        }
                        (_, Value::Int(_)) => jump!(),
                        (iter, _) => {
                            self.frames[top].pc = pc as u32;
                            match self.next(iter)? {
                                Some(value) => {
                                    r!(ir::a(word)) = value;
                                    pc += 2;
                                }
                                None => jump!(),
                            }
                        }
                    },
                    _ => {
                        self.frames[top].pc = pc as u32;
                        let extra = op.extra_words();
                        let ext = if extra == 0 { 0 } else { code[pc + 1] };
                        match self.dispatch(op, word, ext, base, floor)? {
                            Flow::Next => pc += 1 + extra,
                            Flow::Jump => jump!(),
                            Flow::Frame => break,
                            Flow::Exit(value) => return Ok(value),
                        }
                    }
                }
            }
        }
    }

    /// Counts instructions, and looks after the heap when it has grown.
    #[inline]
    pub(crate) fn charge(&mut self, instructions: u32) -> Result<(), Raised> {
        match self.fuel.checked_sub(u64::from(instructions)) {
            Some(left) => self.fuel = left,
            None => return Err(Raised::Limit(super::errors::Limit::Instructions)),
        }
        if self.heap.bytes() > self.collect_at {
            self.relieve()?;
        }
        Ok(())
    }

    /// `list[int]`, `tuple[int]`: the items that need no method.
    #[inline]
    fn quick_item(&self, object: Value, key: Value) -> Option<Value> {
        let (Value::Ref(handle), Value::Int(index)) = (object, key) else {
            return None;
        };
        let items: &[Value] = match self.heap.get(handle) {
            Obj::List(items) => items,
            Obj::Tuple(items) => items,
            _ => return None,
        };
        let index = if index < 0 {
            index + items.len() as i64
        } else {
            index
        };
        usize::try_from(index)
            .ok()
            .and_then(|index| items.get(index))
            .copied()
    }
}
