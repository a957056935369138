//! A compiled pattern.

use super::case::Fold;
use super::charset::CharSet;
use super::flags::Flags;
use super::node::At;

/// What [`compile`](super::compile) makes of a pattern: instructions over characters, and what lets a search skip ahead.
#[derive(Debug)]
pub struct Program {
    pub(super) code: Vec<Inst>,
    pub(super) sets: Vec<CharSet>,
    pub(super) runs: Vec<Run>,
    pub(super) repeats: Vec<Bounds>,
    /// The texts of `Inst::Text`, as they stand in what is searched.
    pub(super) literals: Vec<u8>,
    pub(super) start: Start,
    /// The flags that are in force, global ones of the pattern itself included.
    pub flags: Flags,
    /// Of `str`, not of `bytes`.
    pub is_text: bool,
    /// How many groups it has, the whole not counted.
    pub groups: usize,
    /// Named groups, in the order in which they begin.
    pub names: Vec<(String, u32)>,
}

impl Program {
    /// The name of a group.
    pub fn name_of(&self, group: usize) -> Option<&str> {
        let found = self.names.iter().find(|(_, of)| *of as usize == group);
        found.map(|(name, _)| name.as_str())
    }

    /// The group of a name.
    pub fn group_named(&self, name: &str) -> Option<usize> {
        let found = self.names.iter().find(|(known, _)| known == name);
        found.map(|(_, group)| *group as usize)
    }

    /// Bytes that it occupies, about.
    pub fn size(&self) -> usize {
        size_of::<Program>()
            + self.code.len() * size_of::<Inst>()
            + self.sets.len() * 2 * size_of::<CharSet>()
            + self.runs.len() * size_of::<Run>()
            + self.literals.len()
    }
}

/// Where a match can begin.
#[derive(Debug, Default)]
pub(super) struct Start {
    /// Only where the search begins.
    pub(super) anchored: bool,
    /// Bytes that every match begins with: a part of the literals.
    pub(super) prefix: (u32, u32),
    /// The bytes that a match may begin with; none if it can be empty.
    pub(super) bytes: Option<Box<[bool; 256]>>,
    /// The least length, in characters.
    pub(super) least: usize,
}

/// One character of a kind.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unit {
    Char(u32),
    NotChar(u32),
    /// Lower case already.
    Folded(u32, Fold),
    NotFolded(u32, Fold),
    /// Anything but a newline.
    Any,
    All,
    Set(u32),
}

/// The repetition of a unit.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) unit: Unit,
    pub(super) min: u32,
    pub(super) max: u32,
    /// The byte that must follow, where there is one.
    pub(super) follow: Option<u8>,
}

/// The repetition of anything else.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) min: u32,
    pub(super) max: u32,
    /// Where what is repeated begins.
    pub(super) body: u32,
    /// Where it goes on after the last.
    pub(super) exit: u32,
}

/// `pc` goes to the next instruction unless it is said where else.
#[derive(Clone, Copy, Debug)]
pub(super) enum Inst {
    Unit(Unit),
    /// A part of the literals: begin and length.
    Text(u32, u32),
    At(Place),
    /// Notes the position in a slot: two a group.
    Mark(u32),
    Jump(u32),
    /// Goes on; if that fails, there.
    Branch(u32),
    Greedy(u32),
    Lazy(u32),
    Possessive(u32),
    /// A repetition begins: its count is set back.
    Enter(u32),
    /// The head of a greedy repetition: once more, or out.
    GreedyHead(u32),
    LazyHead(u32),
    /// Once more, after what follows a lazy repetition has failed.
    LazyMore(u32),
    PossessiveHead(u32),
    Backref(u32, Fold),
    /// If the group did not match: there.
    Unless(u32, u32),
    /// What follows up to `Commit` is tried once.
    Atomic,
    /// A lookaround; so many characters back if it looks behind.
    Look(u32),
    /// One that must fail: then it goes on there.
    LookNot(u32, u32),
    /// The end of an atomic part: what else could have been tried is forgotten.
    Commit,
    LookEnd,
    LookNotEnd,
    Success,
}

/// A place without width, with the flags applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Of(At),
    LineBeginning,
    LineEnd,
    /// With Unicode's words.
    Boundary {
        unicode: bool,
        negate: bool,
    },
}
