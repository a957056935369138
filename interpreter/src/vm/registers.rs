//! The registers and the code of the frame that runs, as the loop reads and writes them: without asking whether they are there.
//!
//! This is the one file of the interpreter that does so. It may, because `validate` has seen every operand and every jump of the
//! program before the machine takes it, and because a frame has all registers that its function names from its beginning
//! (`push_frame`, `push_saved`) to its end.

use crate::ir::Op;
use crate::value::Value;

use super::Vm;

/// The registers of a frame. Another frame may move them: to be asked for again after whatever pushes one.
#[derive(Clone, Copy)]
pub(super) struct Window(*mut Value);

impl Window {
    #[inline(always)]
    pub(super) fn get(self, register: u8) -> Value {
        // SAFETY: a validated operand, and the window is of the frame that runs.
        unsafe { *self.0.add(usize::from(register)) }
    }

    #[inline(always)]
    pub(super) fn set(self, register: u8, value: Value) {
        // SAFETY: as of `get`.
        unsafe { *self.0.add(usize::from(register)) = value }
    }
}

impl Vm {
    #[inline(always)]
    pub(super) fn window(&mut self, base: usize) -> Window {
        debug_assert!(base <= self.registers.len());
        // SAFETY: frames begin within the registers.
        Window(unsafe { self.registers.as_mut_ptr().add(base) })
    }
}

/// Where a frame stands in its code.
#[derive(Clone, Copy)]
pub(super) struct Cursor {
    at: *const u32,
    start: *const u32,
}

impl Cursor {
    #[inline(always)]
    pub(super) fn new(code: &[u32], pc: u32) -> Self {
        debug_assert!((pc as usize) < code.len());
        let start = code.as_ptr();
        // SAFETY: a frame stands at an instruction of its function.
        let at = unsafe { start.add(pc as usize) };
        Self { at, start }
    }

    #[inline(always)]
    pub(super) fn word(self) -> u32 {
        // SAFETY: instructions lead to instructions, and the last one leads nowhere.
        unsafe { *self.at }
    }

    /// The extension word of an instruction that has one; else the instruction behind one that goes on.
    #[inline(always)]
    pub(super) fn ext(self) -> u32 {
        // SAFETY: no instruction ends in the middle.
        unsafe { *self.at.add(1) }
    }

    /// The word behind an instruction of two words that goes on.
    #[inline(always)]
    pub(super) fn second(self) -> u32 {
        // SAFETY: as of `word`.
        unsafe { *self.at.add(2) }
    }

    #[inline(always)]
    pub(super) fn advance(&mut self, words: usize) {
        // SAFETY: as of `word`.
        self.at = unsafe { self.at.add(words) }
    }

    /// By the offset in the extension word.
    #[inline(always)]
    pub(super) fn jump(&mut self, offset: i32) {
        // SAFETY: every jump leads to an instruction.
        self.at = unsafe { self.at.offset(2 + offset as isize) }
    }

    #[inline(always)]
    pub(super) fn pc(self) -> u32 {
        ((self.at as usize - self.start as usize) / size_of::<u32>()) as u32
    }

    /// A number that no other instruction has.
    #[inline(always)]
    pub(super) fn site(self) -> usize {
        self.at as usize
    }
}

/// The instruction of a word that was validated.
#[inline(always)]
pub(super) fn op(word: u32) -> Op {
    debug_assert!(Op::from_byte(word as u8).is_some());
    // SAFETY: `Op` is its byte, and validation knows every word's.
    unsafe { std::mem::transmute::<u8, Op>(word as u8) }
}
