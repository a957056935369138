//! What a parenthesis begins.

use super::error::PatternError;
use super::flags::{self, Flags};
use super::node::{Group, Node};
use super::parse::Parser;
use super::source::{Token, length};
use crate::number::int_text;
use crate::text::repr;

/// More groups than this no pattern has.
pub(super) const GROUPS_MAX: u64 = i32::MAX as u64 / 2;

/// The flags of `(?i)` or of `(?i-m:`.
enum Switches {
    Global,
    Scoped(Flags, Flags),
}

impl Parser {
    /// A parenthesis was read. Nothing for comments and global flags, which `may_set` allows.
    pub(super) fn parenthesis(
        &mut self,
        verbose: bool,
        may_set: bool,
    ) -> Result<Option<Node>, PatternError> {
        let start = self.source.tell() - 1;
        if !self.source.take('?')? {
            return self.capture(start, None, verbose).map(Some);
        }
        let Some(kind) = self.source.get()? else {
            return Err(self.source.error(0, "unexpected end of pattern"));
        };
        let node = match kind {
            Token::Char('P') => self.named(start, verbose)?,
            Token::Char(':') => self.scoped(start, 0, 0, verbose)?,
            Token::Char('#') => {
                self.comment(start)?;
                return Ok(None);
            }
            Token::Char('=' | '!' | '<') => self.look(kind, start, verbose)?,
            Token::Char('(') => self.conditional(start, verbose)?,
            Token::Char('>') => {
                let body = self.body(start, verbose)?;
                Node::Atomic(body)
            }
            Token::Char(c) if c == '-' || flags::of_letter(c).is_some() => {
                match self.switches(c)? {
                    Switches::Scoped(on, off) => self.scoped(start, on, off, verbose)?,
                    Switches::Global if may_set => return Ok(None),
                    Switches::Global => {
                        let back = self.source.tell() - start;
                        let message = "global flags not at the start of the expression";
                        return Err(self.source.error(back, message));
                    }
                }
            }
            other => {
                let message = format!("unknown extension ?{}", other.text());
                return Err(self.source.error(other.width() + 1, message));
            }
        };
        Ok(Some(node))
    }

    fn body(&mut self, start: usize, verbose: bool) -> Result<Vec<Node>, PatternError> {
        let body = self.alternatives(verbose, false)?;
        self.close(start)?;
        Ok(body)
    }

    fn close(&mut self, start: usize) -> Result<(), PatternError> {
        if self.source.take(')')? {
            return Ok(());
        }
        let back = self.source.tell() - start;
        Err(self
            .source
            .error(back, "missing ), unterminated subpattern"))
    }

    fn capture(
        &mut self,
        start: usize,
        name: Option<String>,
        verbose: bool,
    ) -> Result<Node, PatternError> {
        let group = self.open_group();
        if let Some(name) = name {
            self.name_group(name, group)?;
        }
        let body = self.body(start, verbose)?;
        self.close_group(group, &body);
        Ok(Node::Group(Group {
            number: Some(group as u32),
            on: 0,
            off: 0,
            body,
        }))
    }

    fn name_group(&mut self, name: String, group: usize) -> Result<(), PatternError> {
        if let Some(earlier) = self.group_named(&name) {
            let shown = repr::str(&name);
            return Err(self.source.error(
                length(&name) + 1,
                format!("redefinition of group name {shown} as group {group}; was group {earlier}"),
            ));
        }
        self.names.push((name, group as u32));
        Ok(())
    }

    fn group_named(&self, name: &str) -> Option<usize> {
        let found = self.names.iter().find(|(known, _)| known == name);
        found.map(|(_, group)| *group as usize)
    }

    fn unknown_name(&self, name: &str) -> PatternError {
        let shown = repr::str(name);
        self.source
            .error(length(name) + 1, format!("unknown group name {shown}"))
    }

    fn scoped(
        &mut self,
        start: usize,
        on: Flags,
        off: Flags,
        verbose: bool,
    ) -> Result<Node, PatternError> {
        let verbose = (verbose || on & flags::VERBOSE != 0) && off & flags::VERBOSE == 0;
        let body = self.body(start, verbose)?;
        Ok(Node::Group(Group {
            number: None,
            on,
            off,
            body,
        }))
    }

    /// `(?P<name>...)` and `(?P=name)`.
    fn named(&mut self, start: usize, verbose: bool) -> Result<Node, PatternError> {
        if self.source.take('<')? {
            let name = self.source.get_until('>', "group name")?;
            self.source.check_name(&name, 1)?;
            return self.capture(start, Some(name), verbose);
        }
        if self.source.take('=')? {
            return self.named_backref();
        }
        Err(match self.source.get()? {
            None => self.source.error(0, "unexpected end of pattern"),
            Some(token) => {
                let message = format!("unknown extension ?P{}", token.text());
                self.source.error(token.width() + 2, message)
            }
        })
    }

    fn named_backref(&mut self) -> Result<Node, PatternError> {
        let name = self.source.get_until(')', "group name")?;
        self.source.check_name(&name, 1)?;
        let Some(group) = self.group_named(&name) else {
            return Err(self.unknown_name(&name));
        };
        let Some(width) = self.width_of(group) else {
            return Err(self
                .source
                .error(length(&name) + 1, "cannot refer to an open group"));
        };
        self.check_lookbehind(group)?;
        Ok(Node::Backref(group as u32, width))
    }

    fn comment(&mut self, start: usize) -> Result<(), PatternError> {
        loop {
            if self.source.next.is_none() {
                let back = self.source.tell() - start;
                return Err(self.source.error(back, "missing ), unterminated comment"));
            }
            if self.source.get()? == Some(Token::Char(')')) {
                return Ok(());
            }
        }
    }

    /// `(?=`, `(?!`, `(?<=`, `(?<!`.
    fn look(&mut self, kind: Token, start: usize, verbose: bool) -> Result<Node, PatternError> {
        let ahead = kind != Token::Char('<');
        let sign = if ahead {
            Some(kind)
        } else {
            self.source.get()?
        };
        let negate = match sign {
            Some(Token::Char('=')) => false,
            Some(Token::Char('!')) => true,
            None => return Err(self.source.error(0, "unexpected end of pattern")),
            Some(other) => {
                let message = format!("unknown extension ?<{}", other.text());
                return Err(self.source.error(other.width() + 2, message));
            }
        };
        let outer = self.lookbehind;
        if !ahead && outer.is_none() {
            self.lookbehind = Some(self.groups());
        }
        let body = self.alternatives(verbose, false)?;
        if !ahead {
            self.lookbehind = outer;
        }
        self.close(start)?;
        Ok(Node::Look {
            ahead,
            negate,
            body,
        })
    }

    /// `(?(1)yes|no)`.
    fn conditional(&mut self, start: usize, verbose: bool) -> Result<Node, PatternError> {
        let name = self.source.get_until(')', "group name")?;
        let group = if crate::text::chars::is_identifier(&name) {
            self.group_named(&name)
                .ok_or_else(|| self.unknown_name(&name))?
        } else {
            self.condition(&name)?
        };
        self.check_lookbehind(group)?;
        let yes = self.sequence(verbose, false)?;
        let no = if self.source.take('|')? {
            let no = self.sequence(verbose, false)?;
            if self.source.next == Some(Token::Char('|')) {
                let message = "conditional backref with more than two branches";
                return Err(self.source.error(0, message));
            }
            Some(no)
        } else {
            None
        };
        self.close(start)?;
        Ok(Node::Conditional {
            group: group as u32,
            yes,
            no,
        })
    }

    /// A group by its number; whether there is one is seen at the end.
    fn condition(&mut self, name: &str) -> Result<usize, PatternError> {
        let back = length(name) + 1;
        let number = match group_number(name) {
            None => return Err(self.source.bad_name(name, 1)),
            Some(Number::Small(number)) if number > 0 && number < GROUPS_MAX => number as usize,
            Some(Number::Small(0)) => return Err(self.source.error(back, "bad group number")),
            Some(number) => {
                let message = format!("invalid group reference {}", number.shown());
                return Err(self.source.error(back, message));
            }
        };
        if self.conditions.iter().all(|(known, _)| *known != number) {
            let position = self.source.tell() - length(name) - 1;
            self.conditions.push((number, position));
        }
        Ok(number)
    }

    /// The letters after `(?`, of which the first was read.
    fn switches(&mut self, first: char) -> Result<Switches, PatternError> {
        let (mut on, mut off) = (0, 0);
        let mut sign = first;
        if first != '-' {
            sign = self.switched_on(first, &mut on)?;
        }
        if sign == ')' {
            self.flags |= on;
            return Ok(Switches::Global);
        }
        if on & flags::GLOBAL != 0 {
            let message = "bad inline flags: cannot turn on global flag";
            return Err(self.source.error(1, message));
        }
        if sign == '-' {
            self.switched_off(&mut off)?;
        }
        let why = if off & flags::GLOBAL != 0 {
            "bad inline flags: cannot turn off global flag"
        } else if on & off != 0 {
            "bad inline flags: flag turned on and off"
        } else {
            return Ok(Switches::Scoped(on, off));
        };
        Err(self.source.error(1, why))
    }

    /// Up to the sign that ends them.
    fn switched_on(&mut self, first: char, on: &mut Flags) -> Result<char, PatternError> {
        let mut letter = first;
        loop {
            let flag = flags::of_letter(letter).unwrap_or(0);
            let why = match (letter, self.source.is_text) {
                ('L', true) => Some("bad inline flags: cannot use 'L' flag with a str pattern"),
                ('u', false) => Some("bad inline flags: cannot use 'u' flag with a bytes pattern"),
                _ => {
                    *on |= flag;
                    let mixed = flag & flags::KINDS != 0 && *on & flags::KINDS != flag;
                    mixed.then_some("bad inline flags: flags 'a', 'u' and 'L' are incompatible")
                }
            };
            if let Some(why) = why {
                return Err(self.source.error(0, why));
            }
            match self.source.get()? {
                None => return Err(self.source.error(0, "missing -, : or )")),
                Some(Token::Char(c @ (')' | '-' | ':'))) => return Ok(c),
                Some(token) => letter = self.flag_letter(token, "missing -, : or )")?,
            }
        }
    }

    fn switched_off(&mut self, off: &mut Flags) -> Result<(), PatternError> {
        let mut letter = match self.source.get()? {
            None => return Err(self.source.error(0, "missing flag")),
            Some(token) => self.flag_letter(token, "missing flag")?,
        };
        loop {
            let flag = flags::of_letter(letter).unwrap_or(0);
            if flag & flags::KINDS != 0 {
                let message = "bad inline flags: cannot turn off flags 'a', 'u' and 'L'";
                return Err(self.source.error(0, message));
            }
            *off |= flag;
            match self.source.get()? {
                None => return Err(self.source.error(0, "missing :")),
                Some(Token::Char(':')) => return Ok(()),
                Some(token) => letter = self.flag_letter(token, "missing :")?,
            }
        }
    }

    fn flag_letter(&self, token: Token, missing: &str) -> Result<char, PatternError> {
        match token {
            Token::Char(c) if flags::of_letter(c).is_some() => Ok(c),
            Token::Char(c) if crate::text::chars::is_alpha(c) => {
                Err(self.source.error(1, "unknown flag"))
            }
            token => Err(self.source.error(token.width(), missing)),
        }
    }
}

/// A number as `int` reads it.
pub(super) enum Number {
    Small(u64),
    /// In decimal.
    Big(String),
}

impl Number {
    pub(super) fn shown(&self) -> String {
        match self {
            Number::Small(number) => number.to_string(),
            Number::Big(text) => text.clone(),
        }
    }
}

/// What `int(name)` gives, if that is no negative number.
pub(super) fn group_number(name: &str) -> Option<Number> {
    let number = int_text::parse(name, 10).ok()?;
    if number.is_negative() {
        return None;
    }
    match number.to_i64() {
        Some(small) => Some(Number::Small(small as u64)),
        None => int_text::to_decimal(&number).ok().map(Number::Big),
    }
}
