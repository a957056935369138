//! What the loop does not do itself, each in a function of its own that is never inlined into it.
//!
//! A result of one of these would be a variable of the loop, and whatever it holds would be carried around it: with the answers
//! themselves as results, every instruction moved two dozen stack slots in WebAssembly. So they return a word, and leave what ends
//! the loop in `Vm::ending`.

use crate::ir::{self, Op};
use crate::value::{Obj, Value};

use super::compare::Comparison;
use super::errors::Limit;
use super::frame::{Entry, Flow};
use super::operators::Binary;
use super::{Answer, Raised, Vm, registers};

/// How the loop goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Instruction,
    /// With the one after the next, which is of one word: both are done.
    Pair,
    /// By the offset in the extension word.
    Jump,
    /// With the frame that is on top now.
    Frame,
    /// Not at all: `Vm::ending` says how it ended.
    End,
}

/// What no loop ended with.
pub(super) const NO_ENDING: Answer = Ok(Value::Unbound);

/// The instruction that the loop is at.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) word: u32,
    pub(super) pc: u32,
    pub(super) base: usize,
}

impl Vm {
    /// `r[a] = r[b] op r[c]`, also augmented.
    #[inline(never)]
    pub(super) fn slow_binary(&mut self, at: At) -> Next {
        self.stand_at(at.pc);
        let op = registers::op(at.word);
        if self.enter_operator(op, at.word, at.base) {
            return Next::Frame;
        }
        let mut answer = self.binary_instruction(op, at.word, at.base);
        if matches!(answer, Err(Raised::Limit(Limit::Heap))) && self.may_try_again(at) {
            answer = self.binary_instruction(op, at.word, at.base);
        }
        match self.put(at, answer) {
            true => Next::Instruction,
            false => Next::End,
        }
    }

    fn binary_instruction(&mut self, op: Op, word: u32, base: usize) -> Answer {
        let x = self.reg(base, ir::b(word));
        if let Some(operator) = Binary::of(op) {
            return self.binary(operator, x, self.reg(base, ir::c(word)));
        }
        if let Some(operator) = Binary::augmented(op) {
            return self.augmented(operator, x, self.reg(base, ir::c(word)));
        }
        self.with_literal(op, x, i64::from(ir::c(word) as i8))
    }

    /// Whether there is more room now, and nothing but the machine's own code ran: what it needs is in registers.
    fn may_try_again(&mut self, at: At) -> bool {
        let op = registers::op(at.word);
        if Binary::of(op).is_none() && Binary::augmented(op).is_none() {
            return false;
        }
        let operands = [ir::b(at.word), ir::c(at.word)].map(|register| self.reg(at.base, register));
        let own = operands.iter().all(|value| self.is_plain(*value));
        if own && self.depth == self.collect_depth {
            self.collect_garbage();
            return true;
        }
        false
    }

    /// `r[a] op r[b]` to a value; false if it raised, as everywhere here.
    #[inline(never)]
    pub(super) fn slow_compare(&mut self, comparison: Comparison, at: At) -> bool {
        let (x, y) = (
            self.reg(at.base, ir::b(at.word)),
            self.reg(at.base, ir::c(at.word)),
        );
        if let Some(truth) = self.quick_equal(comparison, x, y) {
            self.set_reg(at.base, ir::a(at.word), Value::Bool(truth));
            return true;
        }
        self.stand_at(at.pc);
        let answer = self.compare(comparison, x, y);
        self.put(at, answer)
    }

    /// `r[a] = r[b][r[c]]`
    #[inline(never)]
    pub(super) fn slow_item(&mut self, at: At) -> bool {
        let (object, key) = (
            self.reg(at.base, ir::b(at.word)),
            self.reg(at.base, ir::c(at.word)),
        );
        if let Some(value) = self.quick_key_or_char(object, key) {
            self.set_reg(at.base, ir::a(at.word), value);
            return true;
        }
        self.stand_at(at.pc);
        let answer = self.get_item(object, key);
        self.put(at, answer)
    }

    /// `r[a][r[b]] = r[c]`
    #[inline(never)]
    pub(super) fn slow_set_item(&mut self, at: At) -> bool {
        let (object, key, value) = (
            self.reg(at.base, ir::a(at.word)),
            self.reg(at.base, ir::b(at.word)),
            self.reg(at.base, ir::c(at.word)),
        );
        if self.quick_set_key(object, key, value) {
            return true;
        }
        self.stand_at(at.pc);
        let done = self.set_item(object, key, value);
        self.kept(done).is_some()
    }

    /// `r[a] = r[b] in r[c]`, or not in.
    #[inline(never)]
    pub(super) fn slow_in(&mut self, wanted: bool, at: At) -> bool {
        let (item, container) = (
            self.reg(at.base, ir::b(at.word)),
            self.reg(at.base, ir::c(at.word)),
        );
        if let Some(found) = self.quick_contains(container, item) {
            let truth = Value::Bool(found == wanted);
            self.set_reg(at.base, ir::a(at.word), truth);
            return true;
        }
        self.stand_at(at.pc);
        let answer = self.contains(container, item);
        self.put(at, answer.map(|found| Value::Bool(found == wanted)))
    }

    /// `r[a][r[b]] = r[c]`, of a dict that is being made.
    #[inline(never)]
    pub(super) fn slow_map_set(&mut self, at: At) -> bool {
        let (dict, key, value) = (
            self.reg(at.base, ir::a(at.word)),
            self.reg(at.base, ir::b(at.word)),
            self.reg(at.base, ir::c(at.word)),
        );
        if self.quick_set_key(dict, key, value) {
            return true;
        }
        self.stand_at(at.pc);
        let done = self.dict_set(dict, key, value);
        self.kept(done).is_some()
    }

    /// `r[a].add(r[b])`
    #[inline(never)]
    pub(super) fn slow_set_add(&mut self, at: At) -> bool {
        self.stand_at(at.pc);
        let (set, item) = (
            self.reg(at.base, ir::a(at.word)),
            self.reg(at.base, ir::b(at.word)),
        );
        let done = self.set_add(set, item);
        self.kept(done).is_some()
    }

    /// `r[a] .. = r[b]`
    #[inline(never)]
    pub(super) fn slow_unpack(&mut self, at: At) -> bool {
        if self.quick_unpack(at) {
            return true;
        }
        self.stand_at(at.pc);
        let done = self.unpack(at.word, at.base);
        self.kept(done).is_some()
    }

    /// A captured value that is made when it is first read.
    #[inline(never)]
    pub(super) fn slow_constant(&mut self, at: At) -> bool {
        self.stand_at(at.pc);
        let answer = self.captured(ir::bx(at.word) as usize);
        self.put(at, answer)
    }

    /// Whether `r[a] op r[b]`; None if it raised.
    #[inline(never)]
    pub(super) fn slow_comparison(&mut self, comparison: Comparison, at: At) -> Option<bool> {
        let (x, y) = (
            self.reg(at.base, ir::a(at.word)),
            self.reg(at.base, ir::b(at.word)),
        );
        if let Some(truth) = self.quick_equal(comparison, x, y) {
            return Some(truth);
        }
        self.stand_at(at.pc);
        let truth = self.compare_truth(comparison, x, y);
        self.kept(truth)
    }

    #[inline(never)]
    pub(super) fn slow_truth(&mut self, register: u8, at: At) -> Option<bool> {
        self.stand_at(at.pc);
        let truth = self.truthy(self.reg(at.base, register));
        self.kept(truth)
    }

    #[inline(never)]
    pub(super) fn slow_attribute(&mut self, name: u32, site: usize, at: At) -> Next {
        self.stand_at(at.pc);
        let flow = self.attribute_instruction(at.word, name, site, at.base);
        self.next_of(flow)
    }

    #[inline(never)]
    pub(super) fn slow_set_attribute(&mut self, name: u32, site: usize, at: At) -> bool {
        self.stand_at(at.pc);
        let done = self.set_attribute_instruction(at.word, name, site, at.base);
        self.kept(done).is_some()
    }

    #[inline(never)]
    pub(super) fn slow_method(&mut self, name: u32, site: usize, at: At) -> bool {
        self.stand_at(at.pc);
        let done = self.load_method(at.word, name, site, at.base);
        self.kept(done).is_some()
    }

    /// The next of a `for` over what is no range of small integers.
    #[inline(never)]
    pub(super) fn slow_range(&mut self, at: At) -> Next {
        self.stand_at(at.pc);
        let next = self.next(self.reg(at.base, ir::b(at.word)));
        match self.kept(next) {
            Some(Some(value)) => {
                self.set_reg(at.base, ir::a(at.word), value);
                Next::Instruction
            }
            Some(None) => Next::Jump,
            None => Next::End,
        }
    }

    /// `behind` is the instruction that follows.
    #[inline(never)]
    pub(super) fn slow_next(&mut self, behind: u32, at: At) -> Next {
        let iter = self.reg(at.base, ir::b(at.word));
        if let Some(next) = self.quick_unpacked_pair(iter, behind, at) {
            return next;
        }
        self.stand_at(at.pc);
        let flow = self.for_next(at.word, at.base);
        self.next_of(flow)
    }

    /// Instructions are charged for, and the heap is looked after if it has grown.
    #[inline(never)]
    pub(super) fn slow_charge(&mut self, words: u32, pc: u32) -> bool {
        self.stand_at(pc);
        let used_up = self.pauses.every > 0 && self.fuel < u64::from(words);
        let charged = self.charge_and_collect(words);
        let done = self.kept(charged).is_some();
        if done && used_up && self.pauses_behind(pc) {
            self.ending = Err(Raised::Limit(Limit::Pause));
            return false;
        }
        done
    }

    /// As `charge`, between instructions: values live in registers only, unless Rust called the loop.
    pub(super) fn charge_and_collect(&mut self, words: u32) -> Result<(), Raised> {
        self.spend(u64::from(words))?;
        if !self.is_full() {
            return Ok(());
        }
        if self.depth == self.collect_depth {
            self.make_room()
        } else {
            self.relieve()
        }
    }

    /// What calling a function costs beside the instructions in it.
    pub(super) fn charge_call(&mut self) -> Result<(), Raised> {
        self.charge_and_collect(CALL)
    }

    #[inline(never)]
    pub(super) fn slow_call(&mut self, ext: u32, site: usize, at: At) -> Next {
        if let Some(value) = self.quick_native(at) {
            self.set_reg(at.base, ir::a(at.word), value);
            return Next::Instruction;
        }
        self.stand_at(at.pc);
        let flow = self.call_instruction(at.word, ext, at.base, site);
        self.next_of(flow)
    }

    /// `r[a] = slice(...)`, or what the `GetItem` behind it gives.
    #[inline(never)]
    pub(super) fn slow_slice(&mut self, behind: u32, at: At) -> Next {
        if self.quick_slice(behind, at) {
            return Next::Pair;
        }
        self.stand_at(at.pc);
        let answer = self.build(Op::BuildSlice, at.word, at.base);
        match self.put(at, answer) {
            true => Next::Instruction,
            false => Next::End,
        }
    }

    #[inline(never)]
    pub(super) fn slow_instruction(&mut self, ext: u32, floor: usize, at: At) -> Next {
        self.stand_at(at.pc);
        let flow = self.dispatch(registers::op(at.word), at.word, ext, at.base, floor);
        self.next_of(flow)
    }

    fn next_of(&mut self, flow: Result<Flow, Raised>) -> Next {
        match flow {
            Ok(Flow::Next) => Next::Instruction,
            Ok(Flow::Jump) => Next::Jump,
            Ok(Flow::Frame) => Next::Frame,
            Ok(Flow::Exit(value)) => {
                self.ending = Ok(value);
                Next::End
            }
            Err(raised) => {
                self.ending = Err(raised);
                Next::End
            }
        }
    }

    /// Tracebacks and handlers are found by where the frame stands.
    fn stand_at(&mut self, pc: u32) {
        if let Some(frame) = self.frames.last_mut() {
            frame.pc = pc;
        }
    }

    fn put(&mut self, at: At, answer: Answer) -> bool {
        match answer {
            Ok(value) => self.set_reg(at.base, ir::a(at.word), value),
            Err(raised) => self.ending = Err(raised),
        }
        answer.is_ok()
    }

    /// What a result holds; what it raised is the loop's ending.
    fn kept<T>(&mut self, result: Result<T, Raised>) -> Option<T> {
        result.map_err(|raised| self.ending = Err(raised)).ok()
    }
}

/// What calling a function costs, in instructions.
pub(super) const CALL: u32 = 8;

/// What the loop finds out about a call instruction's callee.
impl Vm {
    /// A function of the program that takes so many arguments, all by position, and shares no variables: entering it is copying them.
    #[inline(always)]
    pub(super) fn simple_function(&self, callee: Value, given: usize) -> Option<u32> {
        let Value::Ref(handle) = callee else {
            return None;
        };
        match self.heap.get(handle) {
            Obj::Function(function) => {
                let simple = self.shapes[function.code as usize].simple;
                (usize::from(simple) == given).then_some(function.code)
            }
            _ => None,
        }
    }

    /// Whether the top frame returns into a call instruction of the frame below.
    #[inline(always)]
    pub(super) fn returns_to_call(&self, value: Value) -> bool {
        match self.frames.last() {
            Some(frame) if self.unfinished == 0 => match frame.entry {
                Entry::Call => frame.owner.is_none(),
                Entry::Operator => value != Value::NotImplemented,
                _ => false,
            },
            _ => false,
        }
    }
}
