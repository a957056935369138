//! A pattern's characters, one by one; a backslash and what follows it are one.

use super::error::PatternError;
use crate::text::repr;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Char(char),
    /// After a backslash.
    Escape(char),
}

impl Token {
    pub(super) fn width(self) -> usize {
        match self {
            Token::Char(_) => 1,
            Token::Escape(_) => 2,
        }
    }

    pub(super) fn push_to(self, text: &mut String) {
        match self {
            Token::Char(c) => text.push(c),
            Token::Escape(c) => text.extend(['\\', c]),
        }
    }

    pub(super) fn text(self) -> String {
        let mut text = String::new();
        self.push_to(&mut text);
        text
    }

    /// The character, if no backslash stands before it and it is one of these.
    pub(super) fn among(self, these: fn(char) -> bool) -> Option<char> {
        match self {
            Token::Char(c) if these(c) => Some(c),
            _ => None,
        }
    }
}

pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

pub(super) fn is_octal(c: char) -> bool {
    ('0'..='7').contains(&c)
}

pub(super) fn is_hex(c: char) -> bool {
    c.is_ascii_hexdigit()
}

pub(super) struct Source {
    chars: Vec<char>,
    pub(super) is_text: bool,
    /// Behind `next`.
    index: usize,
    pub(super) next: Option<Token>,
}

impl Source {
    pub(super) fn new(chars: Vec<char>, is_text: bool) -> Result<Self, PatternError> {
        let mut source = Self {
            chars,
            is_text,
            index: 0,
            next: None,
        };
        source.advance()?;
        Ok(source)
    }

    fn advance(&mut self) -> Result<(), PatternError> {
        let escaped = self.chars.get(self.index + 1).copied();
        self.next = match self.chars.get(self.index) {
            None => return self.end(),
            Some('\\') => Some(Token::Escape(escaped.ok_or_else(|| {
                PatternError::at(self.chars.len() - 1, "bad escape (end of pattern)")
            })?)),
            Some(c) => Some(Token::Char(*c)),
        };
        self.index += self.next.map_or(0, Token::width);
        Ok(())
    }

    fn end(&mut self) -> Result<(), PatternError> {
        self.next = None;
        Ok(())
    }

    /// The next token, taken.
    pub(super) fn get(&mut self) -> Result<Option<Token>, PatternError> {
        let this = self.next;
        self.advance()?;
        Ok(this)
    }

    /// Takes the next token if it is this character.
    pub(super) fn take(&mut self, c: char) -> Result<bool, PatternError> {
        let found = self.next == Some(Token::Char(c));
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    /// Takes up to `count` characters of a kind.
    pub(super) fn get_while(
        &mut self,
        count: usize,
        into: &mut String,
        kind: fn(char) -> bool,
    ) -> Result<(), PatternError> {
        for _ in 0..count {
            let Some(c) = self.next.and_then(|next| next.among(kind)) else {
                break;
            };
            into.push(c);
            self.advance()?;
        }
        Ok(())
    }

    /// Takes all up to a terminator, and that.
    pub(super) fn get_until(
        &mut self,
        terminator: char,
        name: &str,
    ) -> Result<String, PatternError> {
        let mut text = String::new();
        loop {
            match self.get()? {
                None if text.is_empty() => return Err(self.error(0, format!("missing {name}"))),
                None => {
                    let message = format!("missing {terminator}, unterminated name");
                    return Err(self.error(length(&text), message));
                }
                Some(Token::Char(c)) if c == terminator => break,
                Some(token) => token.push_to(&mut text),
            }
        }
        if text.is_empty() {
            return Err(self.error(1, format!("missing {name}")));
        }
        Ok(text)
    }

    /// Where the next token stands.
    pub(super) fn tell(&self) -> usize {
        self.index - self.next.map_or(0, Token::width)
    }

    pub(super) fn seek(&mut self, index: usize) -> Result<(), PatternError> {
        self.index = index;
        self.advance()
    }

    /// An error that many characters back.
    pub(super) fn error(&self, back: usize, message: impl Into<String>) -> PatternError {
        let message = message.into();
        let message = if self.is_text {
            message
        } else {
            repr::escape_non_ascii(&message)
        };
        PatternError::at(self.tell().saturating_sub(back), message)
    }

    /// A group's name must be an identifier.
    pub(super) fn check_name(&self, name: &str, back: usize) -> Result<(), PatternError> {
        if crate::text::chars::is_identifier(name) {
            return Ok(());
        }
        Err(self.bad_name(name, back))
    }

    pub(super) fn bad_name(&self, name: &str, back: usize) -> PatternError {
        let shown = repr::str(name);
        self.error(
            length(name) + back,
            format!("bad character in group name {shown}"),
        )
    }
}

/// In characters.
pub(super) fn length(text: &str) -> usize {
    text.chars().count()
}
