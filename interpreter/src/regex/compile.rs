//! Nodes to instructions.

use super::case::Fold;
use super::charset::CharSet;
use super::error::{Kind, PatternError};
use super::flags::{self, Flags};
use super::node::{self, At, Item, Node, Repeat, RepeatKind, Set, width};
use super::parse::Parsed;
use super::program::{Bounds, Inst, Place, Program, Run, Unit};
use super::start;

/// A program grows no larger than this.
const CODE_MAX: usize = 1 << 26;

pub(super) fn compile(parsed: &Parsed, is_text: bool) -> Result<Program, PatternError> {
    let mut compiler = Compiler {
        is_text,
        code: Vec::new(),
        sets: Vec::new(),
        runs: Vec::new(),
        repeats: Vec::new(),
        literals: Vec::new(),
    };
    compiler.sequence(&parsed.body, parsed.flags)?;
    compiler.code.push(Inst::Success);
    if compiler.code.len() > CODE_MAX {
        return Err(PatternError::new(
            Kind::Overflow,
            "regular expression code size limit exceeded",
        ));
    }
    compiler.find_follows();
    let mut program = Program {
        code: compiler.code,
        sets: compiler.sets,
        runs: compiler.runs,
        repeats: compiler.repeats,
        literals: compiler.literals,
        start: Default::default(),
        flags: parsed.flags,
        is_text,
        groups: parsed.groups - 1,
        names: parsed.names.clone(),
    };
    program.start = start::of(&program, &parsed.body);
    Ok(program)
}

struct Compiler {
    is_text: bool,
    code: Vec<Inst>,
    sets: Vec<CharSet>,
    runs: Vec<Run>,
    repeats: Vec<Bounds>,
    literals: Vec<u8>,
}

fn fold_of(flags: Flags) -> Fold {
    if flags & flags::IGNORECASE == 0 {
        Fold::Exact
    } else if flags & flags::UNICODE != 0 {
        Fold::Unicode
    } else {
        Fold::Ascii
    }
}

impl Compiler {
    fn here(&self) -> u32 {
        self.code.len() as u32
    }

    fn sequence(&mut self, sequence: &[Node], flags: Flags) -> Result<(), PatternError> {
        let mut rest = sequence;
        while let Some((first, after)) = rest.split_first() {
            let taken = self.text(rest, flags);
            if taken > 0 {
                rest = &rest[taken..];
                continue;
            }
            self.node(first, flags)?;
            rest = after;
        }
        Ok(())
    }

    /// Characters that stand as they are, as one text; how many there were.
    fn text(&mut self, sequence: &[Node], flags: Flags) -> usize {
        let begin = self.literals.len();
        let mut taken = 0;
        for node in sequence {
            match node {
                Node::Literal(c) if !fold_of(flags).is_cased(*c) && self.push_literal(*c) => {
                    taken += 1;
                }
                _ => break,
            }
        }
        let length = self.literals.len() - begin;
        if taken > 0 {
            self.code.push(Inst::Text(begin as u32, length as u32));
        }
        taken
    }

    /// False for what no text can hold.
    fn push_literal(&mut self, c: u32) -> bool {
        if !self.is_text {
            self.literals.push(c as u8);
            return c < 256;
        }
        let Some(c) = char::from_u32(c) else {
            return false;
        };
        let mut buffer = [0; 4];
        self.literals
            .extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
        true
    }

    fn node(&mut self, node: &Node, flags: Flags) -> Result<(), PatternError> {
        match node {
            Node::Literal(_) | Node::NotLiteral(_) | Node::Any | Node::Set(_) => {
                let unit = self.unit(node, flags);
                self.code.push(Inst::Unit(unit));
            }
            Node::At(at) => self.code.push(Inst::At(place(*at, flags))),
            Node::Branch(branches) => self.branch(branches, flags)?,
            Node::Group(group) => {
                let inner = flags::combined(flags, group.on, group.off);
                let slot = group.number.map(|number| (number - 1) * 2);
                self.code.extend(slot.map(Inst::Mark));
                self.sequence(&group.body, inner)?;
                self.code.extend(slot.map(|slot| Inst::Mark(slot + 1)));
            }
            Node::Atomic(body) => {
                self.code.push(Inst::Atomic);
                self.sequence(body, flags)?;
                self.code.push(Inst::Commit);
            }
            Node::Repeat(repeat) => self.repeat(repeat, flags)?,
            Node::Backref(group, _) => {
                self.code.push(Inst::Backref(group - 1, fold_of(flags)));
            }
            Node::Conditional { group, yes, no } => {
                self.conditional(*group, yes, no.as_deref(), flags)?;
            }
            Node::Look {
                ahead,
                negate,
                body,
            } => self.look(*ahead, *negate, body, flags)?,
        }
        Ok(())
    }

    fn unit(&mut self, node: &Node, flags: Flags) -> Unit {
        let fold = fold_of(flags);
        match node {
            Node::Literal(c) | Node::NotLiteral(c) => {
                let negate = matches!(node, Node::NotLiteral(_));
                let lower = fold.lower(*c);
                match (fold.is_cased(*c), negate) {
                    (true, _) if !fold.kin(lower).is_empty() => {
                        let items = vec![Item::Literal(*c)];
                        self.set(&Set { negate, items }, flags)
                    }
                    (true, false) => Unit::Folded(lower, fold),
                    (true, true) => Unit::NotFolded(lower, fold),
                    (false, false) => Unit::Char(*c),
                    (false, true) => Unit::NotChar(*c),
                }
            }
            Node::Set(set) => self.set(set, flags),
            Node::Group(group) => {
                let inner = flags::combined(flags, group.on, group.off);
                match group.body.first() {
                    Some(only) => self.unit(only, inner),
                    None => Unit::All,
                }
            }
            _ if flags & flags::DOTALL != 0 => Unit::All,
            _ => Unit::Any,
        }
    }

    fn set(&mut self, set: &Set, flags: Flags) -> Unit {
        let unicode = flags & flags::UNICODE != 0;
        self.sets.push(CharSet::new(set, fold_of(flags), unicode));
        Unit::Set(self.sets.len() as u32 - 1)
    }

    fn branch(&mut self, branches: &[Vec<Node>], flags: Flags) -> Result<(), PatternError> {
        let mut jumps = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            if index + 1 == branches.len() {
                self.sequence(branch, flags)?;
                break;
            }
            let fork = self.code.len();
            self.code.push(Inst::Branch(0));
            self.sequence(branch, flags)?;
            jumps.push(self.code.len());
            self.code.push(Inst::Jump(0));
            self.code[fork] = Inst::Branch(self.here());
        }
        let end = self.here();
        jumps
            .into_iter()
            .for_each(|jump| self.code[jump] = Inst::Jump(end));
        Ok(())
    }

    fn repeat(&mut self, repeat: &Repeat, flags: Flags) -> Result<(), PatternError> {
        if flags & flags::TEMPLATE != 0 {
            let name = match repeat.kind {
                RepeatKind::Greedy => "MAX_REPEAT",
                RepeatKind::Lazy => "MIN_REPEAT",
                RepeatKind::Possessive => "POSSESSIVE_REPEAT",
            };
            let message = format!("internal: unsupported template operator {name}");
            return Err(PatternError::whole(message));
        }
        match repeat.body.as_slice() {
            [only] if node::is_unit(&repeat.body) => {
                let unit = self.unit(only, flags);
                self.run(repeat, unit);
                Ok(())
            }
            _ => self.iterate(repeat, flags),
        }
    }

    fn run(&mut self, repeat: &Repeat, unit: Unit) {
        let number = self.runs.len() as u32;
        self.runs.push(Run {
            unit,
            min: repeat.min,
            max: repeat.max,
            follow: None,
        });
        self.code.push(match repeat.kind {
            RepeatKind::Greedy => Inst::Greedy(number),
            RepeatKind::Lazy => Inst::Lazy(number),
            RepeatKind::Possessive => Inst::Possessive(number),
        });
    }

    /// `Enter; Jump head; body; head`, so that each round executes one jump only.
    fn iterate(&mut self, repeat: &Repeat, flags: Flags) -> Result<(), PatternError> {
        let number = self.repeats.len() as u32;
        self.repeats.push(Bounds {
            min: repeat.min,
            max: repeat.max,
            body: 0,
            exit: 0,
        });
        self.code.push(Inst::Enter(number));
        let jump = self.code.len();
        self.code.push(Inst::Jump(0));
        let body = self.here();
        self.sequence(&repeat.body, flags)?;
        if repeat.kind == RepeatKind::Possessive {
            self.code.push(Inst::Commit);
        }
        self.code[jump] = Inst::Jump(self.here());
        self.code.push(match repeat.kind {
            RepeatKind::Greedy => Inst::GreedyHead(number),
            RepeatKind::Lazy => Inst::LazyHead(number),
            RepeatKind::Possessive => Inst::PossessiveHead(number),
        });
        if repeat.kind == RepeatKind::Lazy {
            // The head leaves past this, which is where it comes back to.
            self.code.push(Inst::LazyMore(number));
        }
        let exit = self.here();
        let bounds = &mut self.repeats[number as usize];
        (bounds.body, bounds.exit) = (body, exit);
        Ok(())
    }

    fn conditional(
        &mut self,
        group: u32,
        yes: &[Node],
        no: Option<&[Node]>,
        flags: Flags,
    ) -> Result<(), PatternError> {
        let test = self.code.len();
        self.code.push(Inst::Unless(0, 0));
        self.sequence(yes, flags)?;
        let mut otherwise = self.here();
        if let Some(no) = no.filter(|no| !no.is_empty()) {
            let jump = self.code.len();
            self.code.push(Inst::Jump(0));
            otherwise = self.here();
            self.sequence(no, flags)?;
            self.code[jump] = Inst::Jump(self.here());
        }
        self.code[test] = Inst::Unless(group - 1, otherwise);
        Ok(())
    }

    fn look(
        &mut self,
        ahead: bool,
        negate: bool,
        body: &[Node],
        flags: Flags,
    ) -> Result<(), PatternError> {
        let back = if ahead { 0 } else { width_behind(body)? };
        let begin = self.code.len();
        self.code.push(Inst::Look(back));
        self.sequence(body, flags)?;
        if negate {
            self.code.push(Inst::LookNotEnd);
            self.code[begin] = Inst::LookNot(back, self.here());
        } else {
            self.code.push(Inst::LookEnd);
        }
        Ok(())
    }

    /// Which byte follows each run, where only one can.
    fn find_follows(&mut self) {
        for pc in 0..self.code.len() {
            let (Inst::Greedy(run) | Inst::Lazy(run)) = self.code[pc] else {
                continue;
            };
            self.runs[run as usize].follow = self.byte_at(pc + 1);
        }
    }

    /// The byte that must come where an instruction begins.
    fn byte_at(&self, mut pc: usize) -> Option<u8> {
        loop {
            match self.code.get(pc)? {
                Inst::Text(begin, _) => return self.literals.get(*begin as usize).copied(),
                Inst::Mark(_) => pc += 1,
                _ => return None,
            }
        }
    }
}

fn width_behind(body: &[Node]) -> Result<u32, PatternError> {
    let width = width(body);
    let Ok(least) = u32::try_from(width.least) else {
        return Err(PatternError::whole("looks too much behind"));
    };
    if width.least != width.most {
        return Err(PatternError::whole(
            "look-behind requires fixed-width pattern",
        ));
    }
    Ok(least)
}

fn place(at: At, flags: Flags) -> Place {
    let lines = flags & flags::MULTILINE != 0;
    let unicode = flags & flags::UNICODE != 0;
    match at {
        At::Beginning if lines => Place::LineBeginning,
        At::End if lines => Place::LineEnd,
        At::Boundary | At::NotBoundary => Place::Boundary {
            unicode,
            negate: at == At::NotBoundary,
        },
        at => Place::Of(at),
    }
}
