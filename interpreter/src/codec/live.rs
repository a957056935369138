//! Which registers of a suspended frame are read again: only those are worth a snapshot.
//!
//! The usual backward analysis over the function's code. An instruction that may raise leads to its handler too, so what a handler
//! reads is live in all of its region.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::ir::{Function, NONE, Op, Program};
use crate::operands::{Operand, ends, operands};
use crate::value::Value;
use crate::value::coroutine::{Progress, SavedFrame};
use crate::vm::Vm;

/// What was found of each function, by its number.
pub(super) type LiveCache = RefCell<BTreeMap<u32, Rc<Live>>>;

/// The registers, those that are never read again unbound; but a generator that is closed when the frame ends is kept for that.
pub(super) fn registers(vm: &Vm, state: Progress, frame: &SavedFrame) -> Vec<Value> {
    if state != Progress::Suspended {
        return frame.registers.clone();
    }
    let cached = vm.known.live.borrow().get(&frame.code).cloned();
    let live = cached.unwrap_or_else(|| {
        let live = Rc::new(Live::of(
            &vm.program,
            &vm.program.functions[frame.code as usize],
        ));
        vm.known.live.borrow_mut().insert(frame.code, live.clone());
        live
    });
    let kept = live.after(frame.pc);
    let each = frame.registers.iter().enumerate();
    each.map(|(register, value)| {
        if kept.has(register as u8) || vm.holds_unfinished(*value) {
            *value
        } else {
            Value::Unbound
        }
    })
    .collect()
}

/// A set of registers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Registers([u64; 4]);

impl Registers {
    fn add(&mut self, register: u8) {
        self.0[usize::from(register) / 64] |= 1 << (register % 64);
    }

    fn has(self, register: u8) -> bool {
        self.0[usize::from(register) / 64] >> (register % 64) & 1 == 1
    }

    fn or(self, other: Registers) -> Registers {
        Registers(std::array::from_fn(|word| self.0[word] | other.0[word]))
    }

    fn without(self, other: Registers) -> Registers {
        Registers(std::array::from_fn(|word| self.0[word] & !other.0[word]))
    }
}

/// The live registers of one function, where it can be suspended.
pub(super) struct Live {
    /// By pc of the suspending instruction: what is read when it goes on.
    sites: BTreeMap<u32, Registers>,
}

/// An instruction as the analysis sees it.
struct Step {
    pc: u32,
    op: Op,
    reads: Registers,
    writes: Registers,
    /// The step that control may jump to, and the handler of what it raises (with the register that receives it).
    jump: Option<usize>,
    handler: Option<(usize, u8)>,
}

impl Live {
    fn of(program: &Program, function: &Function) -> Live {
        let steps = steps(program, function);
        let mut before = vec![Registers::default(); steps.len() + 1];
        let mut changed = true;
        while changed {
            changed = false;
            for (index, step) in steps.iter().enumerate().rev() {
                let live = step.reads.or(step.past(&before, index));
                changed |= live != before[index];
                before[index] = live;
            }
        }
        let suspends = |step: &Step| matches!(step.op, Op::Await | Op::Yield | Op::YieldFrom);
        let each = steps.iter().enumerate().filter(|(_, step)| suspends(step));
        Live {
            sites: each
                .map(|(index, step)| (step.pc, step.past(&before, index)))
                .collect(),
        }
    }

    /// What is read after the instruction at `pc` goes on. Its own operand is not: what it waits for is kept beside the registers.
    fn after(&self, pc: u32) -> Registers {
        self.sites
            .get(&pc)
            .copied()
            .unwrap_or(Registers([u64::MAX; 4]))
    }
}

impl Step {
    /// What is live once the instruction has read its operands.
    fn past(&self, before: &[Registers], index: usize) -> Registers {
        let mut normal = Registers::default();
        if !ends(self.op) {
            normal = before[index + 1];
        }
        if let Some(target) = self.jump {
            normal = normal.or(before[target]);
        }
        let mut live = normal.without(self.writes);
        if let Some((target, register)) = self.handler {
            let mut received = Registers::default();
            received.add(register);
            live = live.or(before[target].without(received));
        }
        live
    }
}

fn steps(program: &Program, function: &Function) -> Vec<Step> {
    let mut starts = Vec::new();
    let mut pc = 0;
    while let Some(op) = function
        .code
        .get(pc)
        .and_then(|word| Op::from_byte(*word as u8))
    {
        starts.push((pc as u32, op));
        pc += 1 + op.extra_words();
    }
    let index_of = |pc: i64| {
        starts
            .binary_search_by_key(&pc, |(start, _)| i64::from(*start))
            .ok()
    };
    starts
        .iter()
        .map(|(pc, op)| step(program, function, *pc, *op, &index_of))
        .collect()
}

fn step(
    program: &Program,
    function: &Function,
    pc: u32,
    op: Op,
    index_of: &dyn Fn(i64) -> Option<usize>,
) -> Step {
    let word = function.code[pc as usize];
    let ext = if op.extra_words() > 0 {
        function.code.get(pc as usize + 1).copied().unwrap_or(0)
    } else {
        0
    };
    let mut step = Step {
        pc,
        op,
        reads: Registers::default(),
        writes: Registers::default(),
        jump: None,
        handler: None,
    };
    let mut first = true;
    for operand in operands(op, word, ext) {
        match operand {
            Operand::Jump(offset) => {
                let next = i64::from(pc) + 1 + op.extra_words() as i64;
                step.jump = index_of(next + i64::from(offset));
                continue;
            }
            Operand::Register(register) => step.touch(register, 1, first),
            Operand::Registers(register, count) => step.touch(register, count, first),
            Operand::Optional(register) if register != NONE => step.reads.add(register),
            _ => {}
        }
        first = false;
    }
    if op == Op::MakeFunction {
        let captures = program
            .functions
            .get(ext as usize)
            .map(|made| made.free.as_slice())
            .unwrap_or_default();
        captures
            .iter()
            .for_each(|capture| step.reads.add(capture.from));
    }
    let handler = function
        .handlers
        .iter()
        .find(|handler| (handler.start..handler.end).contains(&pc));
    step.handler =
        handler.and_then(|handler| Some((index_of(i64::from(handler.target))?, handler.register)));
    step
}

impl Step {
    /// Registers of an operand: the first one of most instructions is where the result goes.
    fn touch(&mut self, register: u8, count: u32, first: bool) {
        for offset in 0..count {
            let register = (u32::from(register) + offset) as u8;
            let written = match self.op {
                Op::EnterHandler => !first,
                _ => first && writes_first(self.op),
            };
            if !written {
                self.reads.add(register);
            } else if !may_leave(self.op) {
                self.writes.add(register);
            }
        }
    }
}

/// Whether the first operand is only written.
fn writes_first(op: Op) -> bool {
    !matches!(
        op,
        Op::CheckBound
            | Op::StoreGlobal
            | Op::MakeCell
            | Op::StoreCell
            | Op::DelCell
            | Op::SetAttr
            | Op::DelAttr
            | Op::SetItem
            | Op::DelItem
            | Op::ListAppend
            | Op::ListExtend
            | Op::SetAdd
            | Op::SetUpdate
            | Op::MapSet
            | Op::MapUpdate
            | Op::MapMerge
            | Op::Return
            | Op::Raise
            | Op::RaiseFrom
            | Op::Rethrow
            | Op::LeaveHandler
            | Op::StoreName
            | Op::Annotate
            | Op::JumpIfTrue
            | Op::JumpIfFalse
            | Op::JumpIfNone
            | Op::JumpIfNotNone
            | Op::JumpLt
            | Op::JumpLe
            | Op::JumpEq
            | Op::JumpNe
            | Op::JumpGt
            | Op::JumpGe
            | Op::JumpNotLt
            | Op::JumpNotLe
            | Op::JumpNotEq
            | Op::JumpNotNe
            | Op::JumpNotGt
            | Op::JumpNotGe
            | Op::Drop
    )
}

/// Whether the first operand is written on one of two ways only.
fn may_leave(op: Op) -> bool {
    matches!(op, Op::ForNext | Op::ForRange | Op::LoadName)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{self, FunctionKind, Handler, Suspends, encode};

    fn function(code: Vec<u32>, handlers: Vec<Handler>) -> Function {
        Function {
            name: String::new(),
            qualname: String::new(),
            module: String::new(),
            kind: FunctionKind::Function,
            suspends: Suspends::Coroutine,
            parameters: Vec::new(),
            registers: 8,
            cells: Vec::new(),
            free: Vec::new(),
            locals: Vec::new(),
            code,
            handlers,
            lines: Vec::new(),
            file: 0,
            doc: None,
        }
    }

    fn program() -> Program {
        Program {
            format: ir::IR_FORMAT,
            entry: ir::EntryPoint::Main { function: 0 },
            globals: Vec::new(),
            constants: Vec::new(),
            names: Vec::new(),
            functions: Vec::new(),
            actions: Vec::new(),
            external_classes: Vec::new(),
            files: Vec::new(),
            init: 0,
        }
    }

    fn live_after(code: Vec<u32>, handlers: Vec<Handler>, pc: u32) -> Vec<u8> {
        let live = Live::of(&program(), &function(code, handlers)).after(pc);
        (0..8).filter(|register| live.has(*register)).collect()
    }

    #[test]
    fn what_is_read_later_is_live_and_what_is_written_first_is_not() {
        let code = vec![
            encode(Op::Await, 0, 1, 0),
            encode(Op::LoadNone, 2, 0, 0),
            encode(Op::Add, 3, 0, 4),
            encode(Op::Add, 3, 3, 2),
            encode(Op::Return, 3, 0, 0),
        ];
        assert_eq!(live_after(code, Vec::new(), 0), [4]);
    }

    #[test]
    fn a_loop_keeps_what_its_next_round_reads() {
        let code = vec![
            encode(Op::ForNext, 0, 1, 0),
            4,
            encode(Op::Await, 2, 0, 0),
            encode(Op::ListAppend, 3, 2, 0),
            encode(Op::Jump, 0, 0, 0),
            (-6_i32) as u32,
            encode(Op::Return, 3, 0, 0),
        ];
        assert_eq!(live_after(code, Vec::new(), 2), [0, 1, 3]);
    }

    #[test]
    fn what_the_handler_of_an_await_reads_is_live_at_it() {
        let code = vec![
            encode(Op::Await, 0, 1, 0),
            encode(Op::Return, 0, 0, 0),
            encode(Op::Add, 5, 6, 4),
            encode(Op::Return, 5, 0, 0),
        ];
        let handler = Handler {
            start: 0,
            end: 1,
            target: 2,
            register: 6,
        };
        assert_eq!(live_after(code, vec![handler], 0), [4]);
    }
}
