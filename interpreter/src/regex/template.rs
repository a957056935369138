//! What `sub` puts in place of a match: text, with references to groups.

use super::error::{Kind, PatternError};
use super::escape;
use super::group::{GROUPS_MAX, Number, group_number};
use super::program::Program;
use super::source::{Source, Token, is_digit, is_octal, length};
use crate::text::repr;

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// As it stands. Of bytes, each character is one.
    Text(String),
    /// What a group matched.
    Group(usize),
}

/// Reads a template for a pattern.
pub fn parse_template(
    chars: Vec<char>,
    is_text: bool,
    program: &Program,
) -> Result<Vec<Part>, PatternError> {
    let mut reader = Reader {
        source: Source::new(chars, is_text)?,
        program,
        parts: Vec::new(),
        text: String::new(),
    };
    while let Some(token) = reader.source.get()? {
        match token {
            Token::Char(c) => reader.text.push(c),
            Token::Escape('g') => reader.named()?,
            Token::Escape(c) => reader.escape(c)?,
        }
    }
    reader.end_text();
    Ok(reader.parts)
}

struct Reader<'p> {
    source: Source,
    program: &'p Program,
    parts: Vec<Part>,
    text: String,
}

impl Reader<'_> {
    fn end_text(&mut self) {
        if !self.text.is_empty() {
            self.parts.push(Part::Text(std::mem::take(&mut self.text)));
        }
    }

    fn group(&mut self, group: u64, back: usize) -> Result<(), PatternError> {
        if group > self.program.groups as u64 {
            let message = format!("invalid group reference {group}");
            return Err(self.source.error(back, message));
        }
        self.end_text();
        self.parts.push(Part::Group(group as usize));
        Ok(())
    }

    /// `\g<name>`.
    fn named(&mut self) -> Result<(), PatternError> {
        if !self.source.take('<')? {
            return Err(self.source.error(0, "missing <"));
        }
        let name = self.source.get_until('>', "group name")?;
        let back = length(&name) + 1;
        if crate::text::chars::is_identifier(&name) {
            return match self.program.group_named(&name) {
                Some(group) => self.group(group as u64, back),
                None => Err(PatternError::new(
                    Kind::Index,
                    format!("unknown group name {}", repr::str(&name)),
                )),
            };
        }
        match group_number(&name) {
            None => Err(self.source.bad_name(&name, 1)),
            Some(Number::Small(group)) if group < GROUPS_MAX => self.group(group, back),
            Some(number) => {
                let message = format!("invalid group reference {}", number.shown());
                Err(self.source.error(back, message))
            }
        }
    }

    fn escape(&mut self, c: char) -> Result<(), PatternError> {
        if c == '0' {
            let mut text = "0".to_owned();
            self.source.get_while(2, &mut text, is_octal)?;
            let code = u32::from_str_radix(&text, 8).unwrap_or(0) & 0xff;
            self.text.extend(char::from_u32(code));
        } else if is_digit(c) {
            self.numbered(c)?;
        } else if let Some(control) = escape::control(c) {
            self.text.push(control);
        } else if c.is_ascii_alphabetic() {
            return Err(self.source.error(2, format!("bad escape \\{c}")));
        } else {
            self.text.extend(['\\', c]);
        }
        Ok(())
    }

    fn numbered(&mut self, first: char) -> Result<(), PatternError> {
        let (text, is_octal) = escape::digits(&mut self.source, first)?;
        if is_octal {
            let code = escape::octal_value(&self.source, &text)?;
            self.text.extend(char::from_u32(code));
            return Ok(());
        }
        let group = text[1..].parse().unwrap_or(u64::MAX);
        self.group(group, text.len() - 1)
    }
}
