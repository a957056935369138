//! Where a match can begin: what lets a search skip most of a text.

use super::input::{Input, Octets};
use super::node::{At, Node, width};
use super::program::{Inst, Place, Program, Start, Unit};

pub(super) fn of(program: &Program, body: &[Node]) -> Start {
    // What a group notes comes before what it begins with.
    let marks = |inst: &&Inst| matches!(inst, Inst::Mark(_));
    let first = program.code.iter().find(|inst| !marks(inst));
    let prefix = match first {
        Some(Inst::Text(begin, length)) => (*begin, *length),
        _ => (0, 0),
    };
    let anchors = [At::Beginning, At::TextBeginning].map(Place::Of);
    let anchored = matches!(first, Some(Inst::At(place)) if anchors.contains(place));
    Start {
        anchored,
        prefix,
        bytes: Walk::of(program),
        least: usize::try_from(width(body).least).unwrap_or(usize::MAX),
    }
}

/// The walk over what can be executed before the first character is read.
struct Walk<'p> {
    program: &'p Program,
    bytes: Box<[bool; 256]>,
    seen: Vec<bool>,
    todo: Vec<usize>,
}

impl<'p> Walk<'p> {
    /// The bytes that a match may begin with; nothing if it can be empty or if that is not known.
    fn of(program: &'p Program) -> Option<Box<[bool; 256]>> {
        let mut walk = Walk {
            program,
            bytes: Box::new([false; 256]),
            seen: vec![false; program.code.len()],
            todo: vec![0],
        };
        while let Some(pc) = walk.todo.pop() {
            if !std::mem::replace(&mut walk.seen[pc], true) {
                walk.visit(pc)?;
            }
        }
        Some(walk.bytes)
    }

    fn go(&mut self, pc: u32) {
        self.todo.push(pc as usize);
    }

    fn visit(&mut self, pc: usize) -> Option<()> {
        let next = pc as u32 + 1;
        match self.program.code[pc] {
            Inst::Unit(unit) => self.add(unit),
            Inst::Text(begin, _) => {
                let byte = self.program.literals[begin as usize];
                self.bytes[usize::from(byte)] = true;
            }
            Inst::At(_) | Inst::Mark(_) | Inst::Atomic | Inst::Commit | Inst::LazyMore(_) => {
                self.go(next);
            }
            Inst::Jump(to) | Inst::LookNot(_, to) => self.go(to),
            Inst::Branch(other) | Inst::Unless(_, other) => {
                self.go(next);
                self.go(other);
            }
            Inst::Greedy(run) | Inst::Lazy(run) | Inst::Possessive(run) => {
                let run = &self.program.runs[run as usize];
                self.add(run.unit);
                if run.min == 0 {
                    self.go(next);
                }
            }
            Inst::Enter(number) => {
                let bounds = self.program.repeats[number as usize];
                self.go(bounds.body);
                if bounds.min == 0 {
                    self.go(bounds.exit);
                }
            }
            // Reached from the body only: it can be empty.
            Inst::GreedyHead(number) | Inst::LazyHead(number) | Inst::PossessiveHead(number) => {
                self.go(self.program.repeats[number as usize].exit);
            }
            Inst::Look(_) => self.todo.push(self.past_look(pc)),
            Inst::Backref(..) | Inst::LookEnd | Inst::LookNotEnd | Inst::Success => return None,
        }
        Some(())
    }

    /// Behind the end of the lookaround that begins there.
    fn past_look(&self, begin: usize) -> usize {
        let mut depth = 0;
        for (pc, inst) in self.program.code.iter().enumerate().skip(begin) {
            match inst {
                Inst::Look(_) | Inst::LookNot(..) => depth += 1,
                Inst::LookEnd | Inst::LookNotEnd => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return pc + 1;
            }
        }
        begin
    }

    fn add(&mut self, unit: Unit) {
        if let (Unit::Char(c), true) = (unit, self.program.is_text) {
            let mut buffer = [0; 4];
            let first = char::from_u32(c).map(|c| c.encode_utf8(&mut buffer).as_bytes()[0]);
            first
                .into_iter()
                .for_each(|byte| self.bytes[usize::from(byte)] = true);
            return;
        }
        let known = if self.program.is_text { 128 } else { 256 };
        for c in 0..known {
            let text = [c as u8];
            let found = Octets(&text).is(&self.program.sets, unit, c);
            self.bytes[c as usize] |= found;
        }
        // Which characters beyond ASCII are meant is not worth knowing. They begin with one of these.
        if self.program.is_text {
            self.bytes[0xc0..].fill(true);
        }
    }
}
