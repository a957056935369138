//! What the operands of each instruction are: read by validation and by the disassembly, so that they cannot disagree.

use crate::ir::{Op, a, b, bx, c, sbx};

/// One operand of an instruction word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operand {
    Register(u8),
    /// A register, or `NONE`.
    Optional(u8),
    /// That many contiguous registers.
    Registers(u8, u32),
    Integer(i32),
    Name(u32),
    Constant(u32),
    /// A constant that is a tuple of str.
    Names(u32),
    /// A constant that says what `MatchClass` looks at.
    Shape(u32),
    Global(u32),
    External(u32),
    Action(u32),
    Function(u32),
    /// Relative to the word after the instruction.
    Jump(i32),
}

/// The operands in the order in which they are shown. `ext` is 0 for instructions without an extension word.
pub(crate) fn operands(op: Op, word: u32, ext: u32) -> Vec<Operand> {
    use Operand::{
        Action, Constant, External, Function, Global, Integer, Jump, Name, Names, Optional,
        Register, Registers, Shape,
    };
    let (ra, rb, rc, wide) = (a(word), b(word), c(word), u32::from(bx(word)));
    let (first, second, third) = (Register(ra), Register(rb), Register(rc));
    let count = u32::from(rc);
    let jump = Jump(ext as i32);
    match op {
        Op::Nop | Op::Reraise => vec![],
        Op::LoadNone | Op::MakeCell | Op::Unbind | Op::Return | Op::Raise | Op::Rethrow => {
            vec![first]
        }
        Op::Drop => vec![first, Optional(rb)],
        Op::LoadConst => vec![first, Constant(wide)],
        Op::LoadBool => vec![first, Integer(i32::from(rb))],
        Op::LoadInt => vec![first, Integer(i32::from(sbx(word)))],
        Op::CheckBound | Op::LoadBuiltin | Op::DelCell | Op::StoreName | Op::Annotate => {
            vec![first, Name(wide)]
        }
        Op::NoName | Op::DelName => vec![Name(wide)],
        Op::LoadGlobal | Op::StoreGlobal => vec![first, Global(wide)],
        Op::DelGlobal => vec![Global(wide)],
        Op::LoadExternal => vec![first, External(wide)],
        Op::LoadAction => vec![first, Action(wide)],
        Op::LoadCell | Op::GetAttr | Op::SetAttr => vec![first, second, Name(ext)],
        Op::DelAttr => vec![first, Name(ext)],
        Op::LoadMethod | Op::LoadSpecial => vec![Registers(ra, 2), second, Name(ext)],
        Op::Move | Op::StoreCell | Op::Neg | Op::Pos | Op::Invert | Op::Not => vec![first, second],
        Op::ListAppend
        | Op::ListExtend
        | Op::SetAdd
        | Op::SetUpdate
        | Op::MapUpdate
        | Op::ListToTuple => vec![first, second],
        Op::GetIter
        | Op::GetAsyncIter
        | Op::GetAsyncNext
        | Op::Await
        | Op::Yield
        | Op::YieldFrom => vec![first, second],
        Op::DelItem
        | Op::RaiseFrom
        | Op::EnterHandler
        | Op::Length
        | Op::MatchSequence
        | Op::MatchMapping => vec![first, second],
        Op::LeaveHandler => vec![second],
        Op::Add
        | Op::Sub
        | Op::Mul
        | Op::TrueDiv
        | Op::FloorDiv
        | Op::Mod
        | Op::Pow
        | Op::MatMul => vec![first, second, third],
        Op::LShift | Op::RShift | Op::BitAnd | Op::BitOr | Op::BitXor => vec![first, second, third],
        Op::InAdd | Op::InSub | Op::InMul | Op::InTrueDiv | Op::InFloorDiv | Op::InMod => {
            vec![first, second, third]
        }
        Op::InPow | Op::InMatMul | Op::InLShift | Op::InRShift | Op::InBitAnd => {
            vec![first, second, third]
        }
        Op::InBitOr | Op::InBitXor => vec![first, second, third],
        Op::Lt | Op::Le | Op::Eq | Op::Ne | Op::Gt | Op::Ge => vec![first, second, third],
        Op::Is | Op::IsNot | Op::In | Op::NotIn => vec![first, second, third],
        Op::GetItem | Op::SetItem | Op::MapSet | Op::MapMerge => vec![first, second, third],
        Op::MatchException | Op::MatchKeys | Op::MatchRest | Op::JoinGroup => {
            vec![first, second, third]
        }
        Op::AddInt | Op::SubInt | Op::InAddInt | Op::InSubInt => {
            vec![first, second, Integer(i32::from(rc as i8))]
        }
        Op::Convert => vec![first, second, Integer(i32::from(rc))],
        Op::Format => vec![first, second, Optional(rc)],
        Op::Jump => vec![jump],
        Op::JumpIfTrue | Op::JumpIfFalse | Op::JumpIfNone | Op::JumpIfNotNone => vec![first, jump],
        Op::JumpLt | Op::JumpLe | Op::JumpEq | Op::JumpNe | Op::JumpGt | Op::JumpGe => {
            vec![first, second, jump]
        }
        Op::JumpNotLt | Op::JumpNotLe | Op::JumpNotEq | Op::JumpNotNe => vec![first, second, jump],
        Op::JumpNotGt | Op::JumpNotGe | Op::ForNext => vec![first, second, jump],
        Op::ForRange => vec![first, Registers(rb, 3), jump],
        Op::LoadName => vec![first, Name(wide), jump],
        Op::RangePrep => vec![Registers(ra, 3), Registers(rb, count)],
        Op::BuildSlice => vec![first, Registers(rb, 3)],
        Op::BuildList | Op::BuildTuple | Op::BuildSet | Op::BuildString => {
            vec![first, Registers(rb, count)]
        }
        Op::BuildMap => vec![first, Registers(rb, 2 * count)],
        Op::Unpack => vec![Registers(ra, count), second],
        Op::UnpackEx => {
            let after = ext.min(u32::from(u8::MAX));
            vec![
                Registers(ra, count + 1 + after),
                second,
                Integer(i32::from(rc)),
                Integer(ext as i32),
            ]
        }
        Op::MakeFunction => vec![first, Function(ext), Optional(rb), Optional(rc)],
        Op::Call => vec![first, Registers(rb, 1 + count)],
        Op::CallKw => vec![first, Registers(rb, 1 + count), Names(ext)],
        Op::CallMethod => vec![first, Registers(rb, 2 + count)],
        Op::CallMethodKw => vec![first, Registers(rb, 2 + count), Names(ext)],
        Op::CallEx => vec![first, Registers(rb, 3)],
        Op::MatchClass => vec![first, second, third, Shape(ext)],
        Op::ExitArgs => vec![Registers(ra, 3), second],
        Op::SplitGroup => vec![Registers(ra, 2), second, third],
    }
}

/// Whether control never goes on to the next instruction.
pub(crate) fn ends(op: Op) -> bool {
    matches!(
        op,
        Op::Jump | Op::Return | Op::Raise | Op::RaiseFrom | Op::Reraise | Op::Rethrow | Op::NoName
    )
}
