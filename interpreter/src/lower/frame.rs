//! One function while it is being emitted: its code, registers, jumps, exception regions and what is surely bound.

use std::collections::BTreeMap;

use rustpython_ruff_python_ast::{Identifier, Stmt};
use rustpython_ruff_text_size::TextRange;

use super::scope::{ScopeId, ScopeKind};
use crate::ir::{self, Handler, Op};

pub(super) type Reg = u8;

/// Registers of a frame; 255 is `NONE` and the rest up to it is left to the machine.
const REGISTERS_MAX: usize = 250;

/// More words than this are refused: `finally` bodies are copied, so that a few lines can ask for very many.
const WORDS_MAX: usize = 1 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label(usize);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region(usize);

/// How a variable of the frame is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Storage {
    /// In its register.
    Plain,
    /// In a cell of this frame, or a captured one.
    Cell,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Variable {
    pub(super) register: Reg,
    pub(super) storage: Storage,
    /// An expression may rebind it (`:=`), so that an operand must be a copy.
    pub(super) walrus: bool,
}

/// What encloses the statement being lowered, and what leaving it takes.
#[derive(Clone)]
pub(super) enum Block<'a> {
    Loop {
        next: Label,
        done: Label,
        /// Where a `for` keeps its iterator.
        iterator: Option<Reg>,
    },
    /// Only a protected region.
    Try(Region),
    Finally {
        region: Region,
        body: &'a [Stmt],
    },
    /// An `except` body, or the copy of a `finally` body for exceptions.
    Handling {
        region: Region,
        save: Reg,
        name: Option<&'a Identifier>,
    },
    With {
        region: Region,
        exit: Reg,
        is_async: bool,
        at: TextRange,
    },
}

/// Which locals are surely bound: one bit a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Bound([u64; 4]);

impl Bound {
    pub(super) fn insert(&mut self, register: Reg) {
        self.0[usize::from(register >> 6)] |= 1 << (register & 63);
    }

    pub(super) fn remove(&mut self, register: Reg) {
        self.0[usize::from(register >> 6)] &= !(1 << (register & 63));
    }

    fn without(self, others: Self) -> Self {
        let mut rest = self;
        for (mine, theirs) in rest.0.iter_mut().zip(others.0) {
            *mine &= !theirs;
        }
        rest
    }

    pub(super) fn contains(&self, register: Reg) -> bool {
        self.0[usize::from(register >> 6)] & 1 << (register & 63) != 0
    }

    fn and(self, other: Self) -> Self {
        let mut both = self;
        for (mine, theirs) in both.0.iter_mut().zip(other.0) {
            *mine &= theirs;
        }
        both
    }
}

#[derive(Default)]
struct Target {
    position: Option<u32>,
    /// Where the offsets to patch stand.
    from: Vec<u32>,
    /// What is bound on every way here.
    bound: Option<Bound>,
}

#[derive(Default)]
struct Protected {
    ranges: Vec<(u32, u32)>,
    open: Option<u32>,
}

pub(super) struct Frame<'a> {
    pub(super) scope: ScopeId,
    pub(super) kind: ScopeKind,
    pub(super) qualname: String,
    pub(super) variables: BTreeMap<String, Variable>,
    pub(super) blocks: Vec<Block<'a>>,
    pub(super) bound: Bound,
    /// Locals that may become unbound again (`del`, `except .. as`).
    pub(super) unstable: Bound,
    pub(super) reachable: bool,
    pub(super) too_large: bool,
    pub(super) code: Vec<u32>,
    pub(super) spans: Vec<(u32, TextRange)>,
    pub(super) handlers: Vec<Handler>,
    labels: Vec<Target>,
    regions: Vec<Protected>,
    locals: usize,
    next: usize,
    most: usize,
}

impl<'a> Frame<'a> {
    pub(super) fn new(scope: ScopeId, kind: ScopeKind, qualname: String) -> Self {
        Self {
            scope,
            kind,
            qualname,
            variables: BTreeMap::new(),
            blocks: Vec::new(),
            bound: Bound::default(),
            unstable: Bound::default(),
            reachable: true,
            too_large: false,
            code: Vec::new(),
            spans: Vec::new(),
            handlers: Vec::new(),
            labels: Vec::new(),
            regions: Vec::new(),
            locals: 0,
            next: 0,
            most: 0,
        }
    }

    // --- registers

    /// A register for a named variable; all of them come before the first temporary.
    pub(super) fn local(&mut self) -> Reg {
        let register = self.temp();
        self.locals = self.next;
        register
    }

    pub(super) fn temp(&mut self) -> Reg {
        self.temps(1)
    }

    /// That many contiguous temporaries; the first is answered.
    pub(super) fn temps(&mut self, count: usize) -> Reg {
        let first = self.next;
        if first + count > REGISTERS_MAX {
            self.too_large = true;
            return 0;
        }
        self.next += count;
        self.most = self.most.max(self.next);
        first as Reg
    }

    /// Whether that many more temporaries can be had.
    pub(super) fn has_room(&self, count: usize) -> bool {
        self.next + count <= REGISTERS_MAX
    }

    pub(super) fn mark(&self) -> usize {
        self.next
    }

    /// Gives back the temporaries taken since the mark.
    pub(super) fn release(&mut self, mark: usize) {
        self.next = mark;
    }

    pub(super) fn is_temp(&self, register: Reg) -> bool {
        usize::from(register) >= self.locals
    }

    pub(super) fn registers(&self) -> u8 {
        self.most as u8
    }

    // --- code

    pub(super) fn pc(&self) -> u32 {
        self.code.len() as u32
    }

    fn word(&mut self, at: TextRange, word: u32) {
        if self.code.len() >= WORDS_MAX {
            self.too_large = true;
            return;
        }
        if self.spans.last().is_none_or(|(_, span)| *span != at) {
            self.spans.push((self.pc(), at));
        }
        self.code.push(word);
    }

    /// Emits an instruction; nothing where control cannot come.
    pub(super) fn op(&mut self, at: TextRange, op: Op, a: Reg, b: Reg, c: Reg) {
        debug_assert_eq!(op.extra_words(), 0, "{}", op.name());
        if self.reachable {
            self.word(at, ir::encode(op, a, b, c));
        }
        if matches!(
            op,
            Op::Return | Op::Raise | Op::RaiseFrom | Op::Reraise | Op::Rethrow | Op::NoName
        ) {
            self.reachable = false;
        }
    }

    pub(super) fn op_bx(&mut self, at: TextRange, op: Op, a: Reg, bx: u16) {
        self.op(at, op, a, bx as u8, (bx >> 8) as u8);
    }

    pub(super) fn op_ext(&mut self, at: TextRange, op: Op, (a, b, c): (Reg, Reg, Reg), ext: u32) {
        debug_assert_eq!(op.extra_words(), 1, "{}", op.name());
        if self.reachable {
            self.word(at, ir::encode(op, a, b, c));
            self.word(at, ext);
        }
    }

    pub(super) fn copy(&mut self, at: TextRange, to: Reg, from: Reg) {
        if to != from {
            self.op(at, Op::Move, to, from, 0);
        }
    }

    // --- jumps

    pub(super) fn label(&mut self) -> Label {
        self.labels.push(Target::default());
        Label(self.labels.len() - 1)
    }

    /// Emits an instruction that jumps to the label or falls through (`Jump` itself never does).
    pub(super) fn jump(&mut self, at: TextRange, op: Op, operands: (Reg, Reg, Reg), to: Label) {
        if !self.reachable {
            return;
        }
        self.op_ext(at, op, operands, 0);
        let site = self.pc() - 1;
        let bound = self.bound;
        let target = &mut self.labels[to.0];
        match target.position {
            Some(position) => self.patch(site, position),
            None => {
                target.from.push(site);
                target.bound = Some(target.bound.map_or(bound, |others| others.and(bound)));
            }
        }
        if op == Op::Jump {
            self.reachable = false;
        }
    }

    /// Puts a label here.
    pub(super) fn place(&mut self, label: Label) {
        let here = self.pc();
        let target = &mut self.labels[label.0];
        target.position = Some(here);
        let sites = std::mem::take(&mut target.from);
        if let Some(bound) = target.bound {
            self.bound = if self.reachable {
                self.bound.and(bound)
            } else {
                bound
            };
            self.reachable = true;
        }
        for site in sites {
            self.patch(site, here);
        }
    }

    /// Puts a label here that later code jumps back to, perhaps after unbinding something.
    pub(super) fn place_head(&mut self, label: Label) {
        self.place(label);
        self.bound = self.bound.without(self.unstable);
    }

    /// What stays bound whatever happens from here on.
    pub(super) fn surely_bound(&self) -> Bound {
        self.bound.without(self.unstable)
    }

    fn patch(&mut self, site: u32, position: u32) {
        let offset = i64::from(position) - i64::from(site) - 1;
        if let Some(word) = self.code.get_mut(site as usize) {
            *word = offset as i32 as u32;
        }
    }

    // --- regions

    /// Begins a protected region here.
    pub(super) fn protect(&mut self) -> Region {
        self.regions.push(Protected {
            ranges: Vec::new(),
            open: Some(self.pc()),
        });
        Region(self.regions.len() - 1)
    }

    /// Interrupts it: what follows is not protected by it.
    pub(super) fn suspend(&mut self, region: Region) {
        let here = self.pc();
        let protected = &mut self.regions[region.0];
        if let Some(start) = protected.open.take() {
            if start < here {
                protected.ranges.push((start, here));
            }
        }
    }

    pub(super) fn resume(&mut self, region: Region) {
        self.regions[region.0].open = Some(self.pc());
    }

    /// Puts the region's handler here, where `bound` holds what was bound when the region began.
    pub(super) fn handle(&mut self, region: Region, register: Reg, bound: Bound) {
        self.suspend(region);
        let target = self.pc();
        for (start, end) in std::mem::take(&mut self.regions[region.0].ranges) {
            self.handlers.push(Handler {
                start,
                end,
                target,
                register,
            });
            self.reachable = true;
        }
        self.bound = bound;
    }
}
