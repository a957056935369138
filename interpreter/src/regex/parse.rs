//! Patterns to nodes, with CPython's words and positions for what is wrong with them.

use super::error::{Kind, PatternError};
use super::escape;
use super::flags::{self, Flags};
use super::node::{At, Item, Node, Repeat, RepeatKind, Sequence, Set, UNLIMITED, Width, width};
use super::source::{Source, Token, is_digit};

/// How deep groups nest.
const DEPTH_MAX: u32 = 200;

/// A pattern that was read.
pub(super) struct Parsed {
    pub(super) body: Sequence,
    pub(super) flags: Flags,
    /// Group 0 counted.
    pub(super) groups: usize,
    pub(super) names: Vec<(String, u32)>,
}

pub(super) struct Parser {
    pub(super) source: Source,
    pub(super) flags: Flags,
    pub(super) names: Vec<(String, u32)>,
    /// By group: none while it is open.
    widths: Vec<Option<Width>>,
    /// How many groups there were when the outermost lookbehind began.
    pub(super) lookbehind: Option<usize>,
    /// Groups that conditions name, with where they do.
    pub(super) conditions: Vec<(usize, usize)>,
    depth: u32,
}

/// Reads a whole pattern.
pub(super) fn parse(chars: Vec<char>, is_text: bool, flags: Flags) -> Result<Parsed, PatternError> {
    let mut parser = Parser {
        source: Source::new(chars, is_text)?,
        flags,
        names: Vec::new(),
        widths: vec![None],
        lookbehind: None,
        conditions: Vec::new(),
        depth: 0,
    };
    let body = parser.alternatives(flags & flags::VERBOSE != 0, true)?;
    parser.settle_flags()?;
    if parser.source.next.is_some() {
        return Err(parser.source.error(0, "unbalanced parenthesis"));
    }
    for (group, position) in &parser.conditions {
        if *group >= parser.groups() {
            let message = format!("invalid group reference {group}");
            return Err(PatternError::at(*position, message));
        }
    }
    Ok(Parsed {
        body,
        flags: parser.flags,
        groups: parser.widths.len(),
        names: parser.names,
    })
}

impl Parser {
    /// Group 0 counted.
    pub(super) fn groups(&self) -> usize {
        self.widths.len()
    }

    /// Of a group that is closed.
    pub(super) fn width_of(&self, group: usize) -> Option<Width> {
        self.widths.get(group).copied().flatten()
    }

    pub(super) fn open_group(&mut self) -> usize {
        self.widths.push(None);
        self.widths.len() - 1
    }

    pub(super) fn close_group(&mut self, group: usize, body: &[Node]) {
        self.widths[group] = Some(width(body));
    }

    pub(super) fn is_verbose(&self) -> bool {
        self.flags & flags::VERBOSE != 0
    }

    /// In a lookbehind only groups from before it may be referred to.
    pub(super) fn check_lookbehind(&self, group: usize) -> Result<(), PatternError> {
        let Some(before) = self.lookbehind else {
            return Ok(());
        };
        if self.width_of(group).is_none() {
            return Err(self.source.error(0, "cannot refer to an open group"));
        }
        if group >= before {
            let message = "cannot refer to group defined in the same lookbehind subpattern";
            return Err(self.source.error(0, message));
        }
        Ok(())
    }

    /// The flags must fit the kind of the pattern.
    fn settle_flags(&mut self) -> Result<(), PatternError> {
        let has = |flag| self.flags & flag != 0;
        let why = if self.source.is_text {
            if has(flags::LOCALE) {
                "cannot use LOCALE flag with a str pattern"
            } else if has(flags::ASCII) && has(flags::UNICODE) {
                "ASCII and UNICODE flags are incompatible"
            } else {
                if !has(flags::ASCII) {
                    self.flags |= flags::UNICODE;
                }
                return Ok(());
            }
        } else if has(flags::UNICODE) {
            "cannot use UNICODE flag with a bytes pattern"
        } else if has(flags::LOCALE) && has(flags::ASCII) {
            "ASCII and LOCALE flags are incompatible"
        } else {
            return Ok(());
        };
        Err(PatternError::new(Kind::Value, why))
    }

    /// `a|b|c`.
    pub(super) fn alternatives(
        &mut self,
        mut verbose: bool,
        outermost: bool,
    ) -> Result<Sequence, PatternError> {
        let mut branches = Vec::new();
        loop {
            let first = outermost && branches.is_empty();
            branches.push(self.sequence(verbose, first)?);
            if !self.source.take('|')? {
                break;
            }
            if outermost {
                verbose = self.is_verbose();
            }
        }
        Ok(joined(branches))
    }

    /// What stands between bars and parentheses. `first` if global flags may stand at its beginning.
    pub(super) fn sequence(
        &mut self,
        mut verbose: bool,
        first: bool,
    ) -> Result<Sequence, PatternError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(PatternError::new(
                Kind::Recursion,
                "maximum recursion depth exceeded",
            ));
        }
        let mut sequence = Vec::new();
        while let Some(this) = self.source.next {
            if matches!(this, Token::Char('|' | ')')) {
                break;
            }
            self.source.get()?;
            if verbose && self.skips(this)? {
                continue;
            }
            match this {
                Token::Escape(c) => sequence.push(escape::in_pattern(self, c)?),
                Token::Char('[') => {
                    let set = self.set()?;
                    sequence.push(set);
                }
                Token::Char(c @ ('*' | '+' | '?' | '{')) => self.repeat(c, &mut sequence)?,
                Token::Char('.') => sequence.push(Node::Any),
                Token::Char('^') => sequence.push(Node::At(At::Beginning)),
                Token::Char('$') => sequence.push(Node::At(At::End)),
                Token::Char('(') => {
                    let may_set = first && sequence.is_empty();
                    match self.parenthesis(verbose, may_set)? {
                        Some(node) => sequence.push(node),
                        // A comment changes nothing; global flags may have.
                        None if may_set => verbose = verbose || self.is_verbose(),
                        None => {}
                    }
                }
                Token::Char(c) => sequence.push(Node::Literal(u32::from(c))),
            }
        }
        self.depth -= 1;
        Ok(unpacked(sequence))
    }

    /// Whether it is a space or begins a comment, which then was read.
    fn skips(&mut self, this: Token) -> Result<bool, PatternError> {
        match this {
            Token::Char(' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c') => Ok(true),
            Token::Char('#') => {
                while !matches!(self.source.get()?, None | Some(Token::Char('\n'))) {}
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// `[...]`, of which the first bracket was read.
    fn set(&mut self) -> Result<Node, PatternError> {
        let begin = self.source.tell() - 1;
        let negate = self.source.take('^')?;
        let mut items: Vec<Item> = Vec::new();
        loop {
            let this = self.set_token(begin)?;
            if this == Token::Char(']') && !items.is_empty() {
                break;
            }
            let low = self.set_item(this)?;
            if !self.source.take('-')? {
                add(&mut items, low);
                continue;
            }
            let that = self.set_token(begin)?;
            if that == Token::Char(']') {
                add(&mut items, low);
                add(&mut items, Item::Literal(u32::from('-')));
                break;
            }
            let high = self.set_item(that)?;
            match (low, high) {
                (Item::Literal(low), Item::Literal(high)) if low <= high => {
                    add(&mut items, Item::Range(low, high));
                }
                _ => {
                    let message = format!("bad character range {}-{}", this.text(), that.text());
                    return Err(self.source.error(this.width() + 1 + that.width(), message));
                }
            }
        }
        Ok(match (items.as_slice(), negate) {
            ([Item::Literal(c)], false) => Node::Literal(*c),
            ([Item::Literal(c)], true) => Node::NotLiteral(*c),
            _ => Node::Set(Set { negate, items }),
        })
    }

    fn set_token(&mut self, begin: usize) -> Result<Token, PatternError> {
        match self.source.get()? {
            Some(token) => Ok(token),
            None => {
                let back = self.source.tell() - begin;
                Err(self.source.error(back, "unterminated character set"))
            }
        }
    }

    fn set_item(&mut self, token: Token) -> Result<Item, PatternError> {
        match token {
            Token::Escape(c) => escape::in_set(&mut self.source, c),
            Token::Char(c) => Ok(Item::Literal(u32::from(c))),
        }
    }

    /// `*`, `+`, `?`, `{1,2}` after what it repeats.
    fn repeat(&mut self, sign: char, sequence: &mut Sequence) -> Result<(), PatternError> {
        let here = self.source.tell();
        let (min, max) = match sign {
            '?' => (0, 1),
            '*' => (0, UNLIMITED),
            '+' => (1, UNLIMITED),
            _ => match self.bounds(here)? {
                Some(bounds) => bounds,
                None => {
                    sequence.push(Node::Literal(u32::from(sign)));
                    return Ok(());
                }
            },
        };
        let back = self.source.tell() - here + 1;
        let item = match sequence.pop() {
            None | Some(Node::At(_)) => return Err(self.source.error(back, "nothing to repeat")),
            Some(Node::Repeat(_)) => return Err(self.source.error(back, "multiple repeat")),
            Some(item) => item,
        };
        let body = match item {
            Node::Group(group) if group.is_plain() => group.body,
            item => vec![item],
        };
        let kind = if self.source.take('?')? {
            RepeatKind::Lazy
        } else if self.source.take('+')? {
            RepeatKind::Possessive
        } else {
            RepeatKind::Greedy
        };
        sequence.push(Node::Repeat(Repeat {
            min,
            max,
            kind,
            body,
        }));
        Ok(())
    }

    /// `{1,2}`, of which the brace was read; nothing if that is no repetition.
    fn bounds(&mut self, here: usize) -> Result<Option<(u32, u32)>, PatternError> {
        if self.source.next == Some(Token::Char('}')) {
            return Ok(None);
        }
        let (mut low, mut high) = (String::new(), String::new());
        self.source.get_while(usize::MAX, &mut low, is_digit)?;
        if self.source.take(',')? {
            self.source.get_while(usize::MAX, &mut high, is_digit)?;
        } else {
            high.clone_from(&low);
        }
        if !self.source.take('}')? {
            self.source.seek(here)?;
            return Ok(None);
        }
        let min = bound(&low)?.unwrap_or(0);
        let max = bound(&high)?.unwrap_or(UNLIMITED);
        if max < min {
            let back = self.source.tell() - here;
            return Err(self
                .source
                .error(back, "min repeat greater than max repeat"));
        }
        Ok(Some((min, max)))
    }
}

fn bound(digits: &str) -> Result<Option<u32>, PatternError> {
    if digits.is_empty() {
        return Ok(None);
    }
    match digits.parse() {
        Ok(bound) if bound < UNLIMITED => Ok(Some(bound)),
        _ => Err(PatternError::new(
            Kind::Overflow,
            "the repetition number is too large",
        )),
    }
}

fn add(items: &mut Vec<Item>, item: Item) {
    if !items.contains(&item) {
        items.push(item);
    }
}

/// Plain groups dissolve into what they stand in.
fn unpacked(sequence: Sequence) -> Sequence {
    let plain = |node: &Node| matches!(node, Node::Group(group) if group.is_plain());
    if !sequence.iter().any(plain) {
        return sequence;
    }
    let mut flat = Vec::with_capacity(sequence.len());
    for node in sequence {
        match node {
            Node::Group(group) if group.is_plain() => flat.extend(group.body),
            node => flat.push(node),
        }
    }
    flat
}

/// Alternatives as one sequence: what all begin with comes first, and single characters become a set.
fn joined(mut branches: Vec<Sequence>) -> Sequence {
    if branches.len() == 1 {
        return branches.pop().unwrap_or_default();
    }
    let common = common_length(&branches);
    let mut sequence: Sequence = Vec::new();
    for (index, branch) in branches.iter_mut().enumerate() {
        let prefix = branch.drain(..common);
        if index == 0 {
            sequence.extend(prefix);
        }
    }
    sequence.push(match as_set(&branches) {
        Some(set) => Node::Set(set),
        None => Node::Branch(branches),
    });
    sequence
}

fn common_length(branches: &[Sequence]) -> usize {
    let Some((first, rest)) = branches.split_first() else {
        return 0;
    };
    let shared = |at: usize| {
        rest.iter()
            .all(|branch| branch.get(at).is_some_and(|node| node.same(&first[at])))
    };
    (0..first.len()).take_while(|at| shared(*at)).count()
}

fn as_set(branches: &[Sequence]) -> Option<Set> {
    let mut items = Vec::new();
    for branch in branches {
        match branch.as_slice() {
            [Node::Literal(c)] => add(&mut items, Item::Literal(*c)),
            [Node::Set(set)] if !set.negate => {
                set.items.iter().for_each(|item| add(&mut items, *item));
            }
            _ => return None,
        }
    }
    Some(Set {
        negate: false,
        items,
    })
}
