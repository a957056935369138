//! From an instruction to its handler.

use crate::ir::{self, Op};
use crate::value::Value;

use super::frame::Flow;
use super::operators::Unary;
use super::{Raised, Vm};

impl Vm {
    #[inline]
    pub(crate) fn reg(&self, base: usize, register: u8) -> Value {
        self.registers[base + usize::from(register)]
    }

    #[inline]
    pub(crate) fn set_reg(&mut self, base: usize, register: u8, value: Value) {
        self.registers[base + usize::from(register)] = value;
    }

    /// Executes an instruction that the loop does not do itself.
    pub(crate) fn dispatch(
        &mut self,
        op: Op,
        word: u32,
        ext: u32,
        base: usize,
        floor: usize,
    ) -> Result<Flow, Raised> {
        let (a, b, c) = (ir::a(word), ir::b(word), ir::c(word));
        let value = match op {
            Op::Return => return self.return_value(self.reg(base, a), floor),
            Op::Raise | Op::RaiseFrom | Op::Reraise | Op::Rethrow => {
                return Err(self.raise_instruction(op, word, base));
            }
            Op::Await => return self.await_value(word, base, floor),
            Op::Yield => return self.yield_value(self.reg(base, b), floor),
            Op::YieldFrom => return self.yield_from(word, base, floor),
            Op::LoadName => return self.load_name(word, base),
            Op::CheckBound | Op::LoadGlobal | Op::NoName => return Err(self.unbound_name(op, word)),
            Op::Neg => self.unary(Unary::Neg, self.reg(base, b))?,
            Op::Pos => self.unary(Unary::Pos, self.reg(base, b))?,
            Op::Invert => self.unary(Unary::Invert, self.reg(base, b))?,
            Op::In => Value::Bool(self.contains(self.reg(base, c), self.reg(base, b))?),
            Op::NotIn => Value::Bool(!self.contains(self.reg(base, c), self.reg(base, b))?),
            Op::LoadExternal => Value::External(u32::from(ir::bx(word))),
            Op::LoadAction => Value::Action(u32::from(ir::bx(word))),
            Op::LoadCell => self.load_cell(self.reg(base, b), b, ext)?,
            Op::MakeCell => self.make_cell(self.reg(base, a)),
            Op::MakeFunction => self.make_function(word, ext, base),
            Op::GetIter => self.iterate(self.reg(base, b))?,
            Op::GetAsyncIter => self.async_iterate(self.reg(base, b))?,
            Op::GetAsyncNext => self.async_next(self.reg(base, b))?,
            Op::Length => Value::Int(self.length(self.reg(base, b))?),
            Op::MatchException => {
                Value::Bool(self.matches_exception(self.reg(base, b), self.reg(base, c))?)
            }
            Op::MatchSequence
            | Op::MatchMapping
            | Op::MatchKeys
            | Op::MatchClass
            | Op::MatchRest => self.match_instruction(op, word, ext, base)?,
            Op::Drop => {
                self.drop_registers(a, (b != ir::NONE).then_some(b))?;
                return Ok(Flow::Next);
            }
            Op::JoinGroup => self.join_group(self.reg(base, b), self.reg(base, c))?,
            Op::BuildSlice
            | Op::BuildList
            | Op::BuildTuple
            | Op::BuildSet
            | Op::BuildMap
            | Op::BuildString => self.build(op, word, base)?,
            Op::ListToTuple => self.list_to_tuple(self.reg(base, b)),
            Op::Convert => self.convert(self.reg(base, b), c)?,
            Op::Format => self.format_instruction(word, base)?,
            _ => {
                self.effect_instruction(op, word, ext, base)?;
                return Ok(Flow::Next);
            }
        };
        self.set_reg(base, a, value);
        Ok(Flow::Next)
    }

    /// Instructions that have no single result.
    fn effect_instruction(
        &mut self,
        op: Op,
        word: u32,
        ext: u32,
        base: usize,
    ) -> Result<(), Raised> {
        let (a, b, c) = (ir::a(word), ir::b(word), ir::c(word));
        // For instructions with a wide operand `b` is no register, and need not be in range; what is unpacked into nothing has no first.
        let x = self
            .registers
            .get(base + usize::from(a))
            .copied()
            .unwrap_or_default();
        let y = self
            .registers
            .get(base + usize::from(b))
            .copied()
            .unwrap_or_default();
        match op {
            Op::DelGlobal => self.delete_global(ir::bx(word))?,
            Op::StoreCell => self.store_cell(x, y),
            Op::DelCell => self.delete_cell(x, a, u32::from(ir::bx(word)))?,
            Op::DelAttr => self.del_attr(x, self.names[ext as usize])?,
            Op::LoadSpecial => self.load_special(word, ext, base)?,
            Op::DelItem => self.del_item(x, y)?,
            Op::ListExtend => {
                if !self.can_iterate(y) {
                    let class = self.type_name(y);
                    return Err(
                        self.type_error(format!("Value after * must be an iterable, not {class}"))
                    );
                }
                self.list_extend(x, y)?
            }
            Op::SetAdd => self.set_add(x, y)?,
            Op::SetUpdate => self.set_update(x, y)?,
            Op::MapSet => self.dict_set(x, y, self.reg(base, c))?,
            Op::MapUpdate => self.map_update(x, y)?,
            Op::MapMerge => self.map_merge(x, y, self.reg(base, c))?,
            Op::Unpack => self.unpack(word, base)?,
            Op::UnpackEx => self.unpack_ex(word, ext, base)?,
            Op::RangePrep => self.range_prep(word, base)?,
            Op::EnterHandler => self.enter_handler(word, base),
            Op::LeaveHandler => self.leave_handler(if b == ir::NONE { x } else { y }),
            Op::ExitArgs => self.exit_args(word, base),
            Op::StoreName => self.store_name(ir::bx(word), x)?,
            Op::DelName => self.delete_name(ir::bx(word))?,
            Op::Annotate => self.annotate(ir::bx(word), x)?,
            Op::SplitGroup => self.split_group_instruction(word, base)?,
            _ => return Err(self.broken(op.name())),
        }
        Ok(())
    }

    /// Something that no program of ours can contain; a fault of the lowering or of the machine.
    #[cold]
    pub(crate) fn broken(&mut self, what: &str) -> Raised {
        self.error(
            crate::value::Type::SystemError,
            format!("the machine met what it cannot execute: {what}"),
        )
    }
}
