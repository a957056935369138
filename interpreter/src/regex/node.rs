//! A pattern as it was read: what `parse` makes and `compile` turns into instructions.

use super::flags::Flags;

/// A repetition without an upper bound has this one.
pub(super) const UNLIMITED: u32 = u32::MAX;

/// Widths are counted up to here.
pub(super) const WIDTH_MAX: u128 = 1 << 64;

pub(super) type Sequence = Vec<Node>;

#[derive(Clone, Debug)]
pub(super) enum Node {
    Literal(u32),
    NotLiteral(u32),
    /// `.`
    Any,
    Set(Set),
    At(At),
    Branch(Vec<Sequence>),
    Group(Group),
    Atomic(Sequence),
    Repeat(Repeat),
    /// `\1`, with how wide that group is.
    Backref(u32, Width),
    Conditional {
        group: u32,
        yes: Sequence,
        no: Option<Sequence>,
    },
    Look {
        ahead: bool,
        negate: bool,
        body: Sequence,
    },
}

/// `(...)`, and `(?i-m:...)`.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) number: Option<u32>,
    pub(super) on: Flags,
    pub(super) off: Flags,
    pub(super) body: Sequence,
}

impl Group {
    /// Whether it only holds things together.
    pub(super) fn is_plain(&self) -> bool {
        self.number.is_none() && self.on == 0 && self.off == 0
    }
}

#[derive(Clone, Debug)]
pub(super) struct Repeat {
    pub(super) min: u32,
    pub(super) max: u32,
    pub(super) kind: RepeatKind,
    pub(super) body: Sequence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RepeatKind {
    Greedy,
    Lazy,
    Possessive,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Set {
    pub(super) negate: bool,
    pub(super) items: Vec<Item>,
}

/// What stands in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Literal(u32),
    Range(u32, u32),
    Category(Category),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Category {
    Digit,
    NotDigit,
    Space,
    NotSpace,
    Word,
    NotWord,
}

/// A place without width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// `^`
    Beginning,
    /// `$`
    End,
    /// `\A`
    TextBeginning,
    /// `\Z`
    TextEnd,
    Boundary,
    NotBoundary,
}

/// The least and the most characters that something matches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Width {
    pub(super) least: u128,
    pub(super) most: u128,
}

impl Width {
    const ONE: Width = Width { least: 1, most: 1 };

    fn either(self, other: Width) -> Width {
        Width {
            least: self.least.min(other.least),
            most: self.most.max(other.most),
        }
    }

    fn times(self, repeat: &Repeat) -> Width {
        let most = if repeat.max == UNLIMITED && self.most > 0 {
            WIDTH_MAX
        } else {
            self.most * u128::from(repeat.max)
        };
        Width {
            least: self.least * u128::from(repeat.min),
            most,
        }
    }
}

/// How wide a sequence is.
pub(super) fn width(sequence: &[Node]) -> Width {
    let mut sum = Width::default();
    for each in sequence.iter().map(Node::width) {
        sum.least = (sum.least + each.least).min(WIDTH_MAX);
        sum.most = (sum.most + each.most).min(WIDTH_MAX);
    }
    sum
}

impl Node {
    fn width(&self) -> Width {
        match self {
            Node::Literal(_) | Node::NotLiteral(_) | Node::Any | Node::Set(_) => Width::ONE,
            Node::At(_) | Node::Look { .. } => Width::default(),
            Node::Branch(branches) => branches
                .iter()
                .map(|branch| width(branch))
                .reduce(Width::either)
                .unwrap_or_default(),
            Node::Group(group) => width(&group.body),
            Node::Atomic(body) => width(body),
            Node::Repeat(repeat) => width(&repeat.body).times(repeat),
            Node::Backref(_, width) => *width,
            Node::Conditional { yes, no, .. } => {
                let no = no.as_ref().map(|no| width(no)).unwrap_or_default();
                width(yes).either(no)
            }
        }
    }

    /// Whether two nodes are the same, as far as that is worth knowing: of what has parts it is not.
    pub(super) fn same(&self, other: &Node) -> bool {
        match (self, other) {
            (Node::Literal(a), Node::Literal(b)) | (Node::NotLiteral(a), Node::NotLiteral(b)) => {
                a == b
            }
            (Node::Any, Node::Any) => true,
            (Node::Set(a), Node::Set(b)) => a == b,
            (Node::At(a), Node::At(b)) => a == b,
            (Node::Backref(a, _), Node::Backref(b, _)) => a == b,
            _ => false,
        }
    }

    /// Whether it matches one character, so that its repetition needs no memory.
    pub(super) fn is_unit(&self) -> bool {
        match self {
            Node::Literal(_) | Node::NotLiteral(_) | Node::Any | Node::Set(_) => true,
            Node::Group(group) => group.number.is_none() && is_unit(&group.body),
            _ => false,
        }
    }
}

/// Whether a sequence is one such node.
pub(super) fn is_unit(sequence: &[Node]) -> bool {
    matches!(sequence, [only] if only.is_unit())
}
