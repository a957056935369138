//! The loop. What programs do most is inline; the rest is dispatched to handlers by noun.

use crate::ir::{self, Op, Program};
use crate::value::Value;

use super::compare::Comparison;
use super::errors::Limit;
use super::registers::{self, Cursor};
use super::slow::{At, CALL, NO_ENDING, Next};
use super::{Answer, Raised, Vm};

impl Vm {
    /// Runs the frame at `floor` (the topmost) to its end.
    pub(crate) fn run(&mut self, floor: usize) -> Answer {
        let program = self.program.clone();
        self.depth += 1;
        let answer = loop {
            self.run_frames(&program, floor);
            match std::mem::replace(&mut self.ending, NO_ENDING) {
                Ok(value) => break Ok(value),
                Err(pause @ Raised::Limit(Limit::Pause)) => {
                    self.set_all_aside();
                    break Err(pause);
                }
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

    /// Runs until something ends it: see [`Vm::ending`].
    fn run_frames(&mut self, program: &Program, floor: usize) {
        'frame: loop {
            let top = self.frames.len() - 1;
            let frame = &self.frames[top];
            let base = frame.base as usize;
            let code = &program.functions[frame.code as usize].code[..];
            let mut ip = Cursor::new(code, frame.pc);
            let mut r = self.window(base);
            macro_rules! at {
                ($word:ident) => {
                    At {
                        word: $word,
                        pc: ip.pc(),
                        base,
                    }
                };
            }
            // After whatever may run Python code: it may have moved the registers.
            macro_rules! or_end {
                ($done:expr) => {{
                    if !$done {
                        return;
                    }
                    r = self.window(base);
                }};
            }
            macro_rules! go_on {
                ($next:expr, $words:expr) => {{
                    match $next {
                        Next::Instruction => {
                            r = self.window(base);
                            ip.advance($words);
                        }
                        Next::Jump => {
                            r = self.window(base);
                            jump!()
                        }
                        Next::Pair => {
                            r = self.window(base);
                            ip.advance($words + 1);
                        }
                        Next::Frame => continue 'frame,
                        Next::End => return,
                    }
                }};
            }
            // Only jumps go backwards, so counting there bounds everything.
            macro_rules! jump {
                () => {{
                    let offset = ip.ext() as i32;
                    if offset < 0 {
                        let words = u64::from(offset.unsigned_abs());
                        if self.fuel < words || self.is_full() {
                            or_end!(self.slow_charge(offset.unsigned_abs(), ip.pc()));
                        } else {
                            self.fuel -= words;
                        }
                    }
                    ip.jump(offset);
                }};
            }
            macro_rules! jump_if {
                ($condition:expr) => {
                    if $condition { jump!() } else { ip.advance(2) }
                };
            }
            // What no case of the loop's own fits: perhaps a method, whose frame is next.
            macro_rules! operate {
                ($word:ident) => {
                    match self.slow_binary(at!($word)) {
                        Next::Frame => {
                            continue 'frame;
                        }
                        Next::End => return,
                        _ => r = self.window(base),
                    }
                };
            }
            // Each case puts its result where it belongs itself: a value that is one or the other would be taken apart again.
            macro_rules! arithmetic {
                ($word:ident, $checked:ident, $float:tt) => {{
                    'done: {
                        match (r.get(ir::b($word)), r.get(ir::c($word))) {
                            (Value::Int(x), Value::Int(y)) => {
                                if let Some(number) = x.$checked(y) {
                                    r.set(ir::a($word), Value::Int(number));
                                    break 'done;
                                }
                            }
                            (Value::Float(x), Value::Float(y)) => {
                                r.set(ir::a($word), Value::float(x $float y));
                                break 'done;
                            }
                            _ => {}
                        }
                        operate!($word);
                    }
                    ip.advance(1);
                }};
            }
            // `$of` computes it from two ints, if it can.
            macro_rules! integer {
                ($word:ident, $of:expr) => {{
                    let of: fn(i64, i64) -> Option<i64> = $of;
                    match (r.get(ir::b($word)), r.get(ir::c($word))) {
                        (Value::Int(x), Value::Int(y)) => match of(x, y) {
                            Some(value) => r.set(ir::a($word), Value::Int(value)),
                            None => operate!($word),
                        },
                        _ => operate!($word),
                    }
                    ip.advance(1);
                }};
            }
            macro_rules! literal {
                ($word:ident, $checked:ident) => {{
                    let sum = match r.get(ir::b($word)) {
                        Value::Int(x) => x.$checked(i64::from(ir::c($word) as i8)),
                        _ => None,
                    };
                    match sum {
                        Some(sum) => r.set(ir::a($word), Value::Int(sum)),
                        None => operate!($word),
                    }
                    ip.advance(1);
                }};
            }
            macro_rules! comparison {
                ($word:ident, $op:tt, $comparison:expr) => {{
                    match (r.get(ir::b($word)), r.get(ir::c($word))) {
                        (Value::Int(x), Value::Int(y)) => r.set(ir::a($word), Value::Bool(x $op y)),
                        (Value::Float(x), Value::Float(y)) => r.set(ir::a($word), Value::Bool(x $op y)),
                        _ => or_end!(self.slow_compare($comparison, at!($word))),
                    }
                    ip.advance(1);
                }};
            }
            macro_rules! compared {
                ($word:ident, $op:tt, $comparison:expr) => {
                    match (r.get(ir::a($word)), r.get(ir::b($word))) {
                        (Value::Int(x), Value::Int(y)) => x $op y,
                        (Value::Float(x), Value::Float(y)) => x $op y,
                        _ => {
                            let Some(truth) = self.slow_comparison($comparison, at!($word)) else {
                                return;
                            };
                            r = self.window(base);
                            truth
                        }
                    }
                };
            }
            macro_rules! truth {
                ($word:ident, $register:expr) => {
                    match r.get($register) {
                        Value::Bool(truth) => truth,
                        Value::None => false,
                        Value::Int(number) => number != 0,
                        _ => {
                            let Some(truth) = self.slow_truth($register, at!($word)) else {
                                return;
                            };
                            r = self.window(base);
                            truth
                        }
                    }
                };
            }
            // A plain function with exactly these arguments: its frame, and on with it.
            macro_rules! call {
                ($word:ident, $callee:expr, $this:expr, $words:expr) => {{
                    let count = usize::from(ir::c($word));
                    let this: Value = $this;
                    let given = count + usize::from(!this.is_unbound());
                    let simple = self.simple_function(r.get($callee), given);
                    match simple {
                        Some(code)
                            if self.fuel >= u64::from(CALL)
                                && !self.is_full()
                                && self.has_room() =>
                        {
                            self.fuel -= u64::from(CALL);
                            self.frames[top].pc = ip.pc();
                            let first = base + usize::from($callee) + $words;
                            self.push_call(code, this, first, count);
                            continue 'frame;
                        }
                        _ => go_on!(self.slow_call(0, ip.site(), at!($word)), 1),
                    }
                }};
            }
            loop {
                let word = ip.word();
                match registers::op(word) {
                    Op::Nop => ip.advance(1),
                    Op::Move => {
                        r.set(ir::a(word), r.get(ir::b(word)));
                        ip.advance(1);
                    }
                    Op::LoadConst => {
                        let value = self.constants[ir::bx(word) as usize];
                        if value.is_unbound() {
                            or_end!(self.slow_constant(at!(word)));
                        } else {
                            r.set(ir::a(word), value);
                        }
                        ip.advance(1);
                    }
                    Op::LoadNone => {
                        r.set(ir::a(word), Value::None);
                        ip.advance(1);
                    }
                    Op::LoadBool => {
                        r.set(ir::a(word), Value::Bool(ir::b(word) != 0));
                        ip.advance(1);
                    }
                    Op::LoadInt => {
                        r.set(ir::a(word), Value::Int(i64::from(ir::sbx(word))));
                        ip.advance(1);
                    }
                    Op::CheckBound if !r.get(ir::a(word)).is_unbound() => ip.advance(1),
                    Op::Unbind => {
                        r.set(ir::a(word), Value::Unbound);
                        ip.advance(1);
                    }
                    Op::Drop if self.unfinished == 0 => ip.advance(1),
                    Op::LoadGlobal if !self.globals[ir::bx(word) as usize].is_unbound() => {
                        r.set(ir::a(word), self.globals[ir::bx(word) as usize]);
                        ip.advance(1);
                    }
                    Op::StoreGlobal => {
                        self.globals[ir::bx(word) as usize] = r.get(ir::a(word));
                        ip.advance(1);
                    }
                    Op::LoadBuiltin => {
                        r.set(ir::a(word), self.builtins[ir::bx(word) as usize]);
                        ip.advance(1);
                    }
                    Op::Add | Op::InAdd => arithmetic!(word, checked_add, +),
                    Op::Sub | Op::InSub => arithmetic!(word, checked_sub, -),
                    Op::Mul | Op::InMul => arithmetic!(word, checked_mul, *),
                    Op::Mod | Op::InMod => {
                        integer!(word, |x, y| if y > 0 {
                            Some(x.rem_euclid(y))
                        } else {
                            None
                        })
                    }
                    Op::FloorDiv | Op::InFloorDiv => {
                        integer!(word, |x, y| if y > 0 {
                            Some(x.div_euclid(y))
                        } else {
                            None
                        })
                    }
                    Op::BitAnd | Op::InBitAnd => integer!(word, |x, y| Some(x & y)),
                    Op::BitOr | Op::InBitOr => integer!(word, |x, y| Some(x | y)),
                    Op::BitXor | Op::InBitXor => integer!(word, |x, y| Some(x ^ y)),
                    Op::RShift | Op::InRShift => {
                        integer!(word, |x, y| if (0..64).contains(&y) {
                            Some(x >> y)
                        } else {
                            None
                        })
                    }
                    Op::TrueDiv | Op::InTrueDiv => {
                        match (r.get(ir::b(word)), r.get(ir::c(word))) {
                            (Value::Float(x), Value::Float(y)) if y != 0.0 => {
                                r.set(ir::a(word), Value::float(x / y));
                            }
                            _ => operate!(word),
                        }
                        ip.advance(1);
                    }
                    Op::Pow | Op::InPow | Op::LShift | Op::InLShift | Op::MatMul | Op::InMatMul => {
                        operate!(word);
                        ip.advance(1);
                    }
                    Op::AddInt | Op::InAddInt => literal!(word, checked_add),
                    Op::SubInt | Op::InSubInt => literal!(word, checked_sub),
                    Op::Not => {
                        let truth = truth!(word, ir::b(word));
                        r.set(ir::a(word), Value::Bool(!truth));
                        ip.advance(1);
                    }
                    Op::Lt => comparison!(word, <, Comparison::Lt),
                    Op::Le => comparison!(word, <=, Comparison::Le),
                    Op::Eq => comparison!(word, ==, Comparison::Eq),
                    Op::Ne => comparison!(word, !=, Comparison::Ne),
                    Op::Gt => comparison!(word, >, Comparison::Gt),
                    Op::Ge => comparison!(word, >=, Comparison::Ge),
                    Op::Is => {
                        let (left, right) = (r.get(ir::b(word)), r.get(ir::c(word)));
                        let same = left.is(right) || self.is_same_zone(left, right);
                        r.set(ir::a(word), Value::Bool(same));
                        ip.advance(1);
                    }
                    Op::IsNot => {
                        let (left, right) = (r.get(ir::b(word)), r.get(ir::c(word)));
                        let same = left.is(right) || self.is_same_zone(left, right);
                        r.set(ir::a(word), Value::Bool(!same));
                        ip.advance(1);
                    }
                    Op::Jump => jump!(),
                    Op::JumpIfTrue => jump_if!(truth!(word, ir::a(word))),
                    Op::JumpIfFalse => jump_if!(!truth!(word, ir::a(word))),
                    Op::JumpIfNone => jump_if!(r.get(ir::a(word)).is_none()),
                    Op::JumpIfNotNone => jump_if!(!r.get(ir::a(word)).is_none()),
                    Op::JumpLt => jump_if!(compared!(word, <, Comparison::Lt)),
                    Op::JumpLe => jump_if!(compared!(word, <=, Comparison::Le)),
                    Op::JumpEq => jump_if!(compared!(word, ==, Comparison::Eq)),
                    Op::JumpNe => jump_if!(compared!(word, !=, Comparison::Ne)),
                    Op::JumpGt => jump_if!(compared!(word, >, Comparison::Gt)),
                    Op::JumpGe => jump_if!(compared!(word, >=, Comparison::Ge)),
                    Op::JumpNotLt => jump_if!(!compared!(word, <, Comparison::Lt)),
                    Op::JumpNotLe => jump_if!(!compared!(word, <=, Comparison::Le)),
                    Op::JumpNotEq => jump_if!(!compared!(word, ==, Comparison::Eq)),
                    Op::JumpNotNe => jump_if!(!compared!(word, !=, Comparison::Ne)),
                    Op::JumpNotGt => jump_if!(!compared!(word, >, Comparison::Gt)),
                    Op::JumpNotGe => jump_if!(!compared!(word, >=, Comparison::Ge)),
                    Op::GetAttr => match self.quick_attribute(r.get(ir::b(word)), ip.site()) {
                        Some(value) => {
                            r.set(ir::a(word), value);
                            ip.advance(2);
                        }
                        None => go_on!(self.slow_attribute(ip.ext(), ip.site(), at!(word)), 2),
                    },
                    Op::SetAttr => {
                        let (object, value) = (r.get(ir::a(word)), r.get(ir::b(word)));
                        if !self.quick_set_attribute(object, value, ip.site()) {
                            or_end!(self.slow_set_attribute(ip.ext(), ip.site(), at!(word)));
                        }
                        ip.advance(2);
                    }
                    Op::LoadMethod => {
                        let object = r.get(ir::b(word));
                        match self.quick_method_of_instance(object, ip.site()) {
                            Some(function) => {
                                r.set(ir::a(word), function);
                                r.set(ir::a(word) + 1, object);
                            }
                            None => or_end!(self.slow_method(ip.ext(), ip.site(), at!(word))),
                        }
                        ip.advance(2);
                    }
                    Op::GetItem => {
                        match self.quick_item(r.get(ir::b(word)), r.get(ir::c(word))) {
                            Some(value) => r.set(ir::a(word), value),
                            None => or_end!(self.slow_item(at!(word))),
                        }
                        ip.advance(1);
                    }
                    Op::SetItem => {
                        let (object, key) = (r.get(ir::a(word)), r.get(ir::b(word)));
                        if !self.quick_set_item(object, key, r.get(ir::c(word))) {
                            or_end!(self.slow_set_item(at!(word)));
                        }
                        ip.advance(1);
                    }
                    Op::In => {
                        or_end!(self.slow_in(true, at!(word)));
                        ip.advance(1);
                    }
                    Op::NotIn => {
                        or_end!(self.slow_in(false, at!(word)));
                        ip.advance(1);
                    }
                    Op::LoadCell => match self.quick_cell(r.get(ir::b(word))) {
                        Some(value) => {
                            r.set(ir::a(word), value);
                            ip.advance(2);
                        }
                        None => go_on!(self.slow_instruction(ip.ext(), floor, at!(word)), 2),
                    },
                    Op::StoreCell => {
                        self.store_cell(r.get(ir::a(word)), r.get(ir::b(word)));
                        ip.advance(1);
                    }
                    Op::MapSet => {
                        or_end!(self.slow_map_set(at!(word)));
                        ip.advance(1);
                    }
                    Op::SetAdd => {
                        or_end!(self.slow_set_add(at!(word)));
                        ip.advance(1);
                    }
                    Op::Unpack => {
                        or_end!(self.slow_unpack(at!(word)));
                        ip.advance(1);
                    }
                    Op::ListAppend => {
                        self.list_push(r.get(ir::a(word)), r.get(ir::b(word)));
                        ip.advance(1);
                    }
                    Op::ForNext => match self.quick_next(r.get(ir::b(word))) {
                        Some(value) => {
                            r.set(ir::a(word), value);
                            ip.advance(2);
                        }
                        None => go_on!(self.slow_next(ip.second(), at!(word)), 2),
                    },
                    Op::ForRange => {
                        let of = ir::b(word);
                        match (r.get(of), r.get(of + 1), r.get(of + 2)) {
                            (Value::Int(next), Value::Int(step), Value::Int(left)) if left > 0 => {
                                r.set(of, Value::Int(next.wrapping_add(step)));
                                r.set(of + 2, Value::Int(left - 1));
                                r.set(ir::a(word), Value::Int(next));
                                ip.advance(2);
                            }
                            (_, _, Value::Int(_)) => jump!(),
                            _ => go_on!(self.slow_range(at!(word)), 2),
                        }
                    }
                    Op::BuildSlice => go_on!(self.slow_slice(ip.ext(), at!(word)), 1),
                    Op::Call => call!(word, ir::b(word), Value::Unbound, 1),
                    Op::CallMethod => call!(word, ir::b(word), r.get(ir::b(word) + 1), 2),
                    Op::CallKw | Op::CallMethodKw => {
                        go_on!(self.slow_call(ip.ext(), ip.site(), at!(word)), 2)
                    }
                    Op::CallEx => go_on!(self.slow_call(0, ip.site(), at!(word)), 1),
                    Op::Return if self.returns_to_call(r.get(ir::a(word))) => {
                        let value = r.get(ir::a(word));
                        self.pop_frame();
                        self.deliver_call(program, value);
                        continue 'frame;
                    }
                    op => {
                        let extra = op.extra_words();
                        let ext = if extra == 0 { 0 } else { ip.ext() };
                        go_on!(self.slow_instruction(ext, floor, at!(word)), 1 + extra)
                    }
                }
            }
        }
    }

    /// Counts instructions, and looks after the heap when it has grown.
    #[inline]
    pub(crate) fn charge(&mut self, instructions: u32) -> Result<(), Raised> {
        self.spend(u64::from(instructions))?;
        if self.heap.bytes() > self.collect_at {
            self.relieve()?;
        }
        Ok(())
    }
}
