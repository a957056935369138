//! `%` formatting: the template taken apart, and conversions of values already read.

use super::float_format::Style;
use super::slice;
use crate::fault::{Fault, Outcome};
use crate::number::{Int, float_text, int_text};

/// A width or precision: written, taken from the arguments, or absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Absent,
    Given(usize),
    /// `*`
    Argument,
}

/// `%` and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// `(key)`.
    pub key: Option<String>,
    pub left: bool,
    pub plus: bool,
    pub space: bool,
    pub alternate: bool,
    pub zero: bool,
    pub width: Size,
    pub precision: Size,
    /// The letter; `%` for a literal percent sign.
    pub kind: char,
    /// Where the letter stands, for messages.
    pub index: usize,
}

/// A template's text or conversion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Conversion(Conversion),
}

/// Takes pieces off a template one by one, so that errors come after the conversions before them.
pub struct Template {
    chars: Vec<char>,
    at: usize,
}

impl Template {
    pub fn new(text: &str) -> Self {
        Self {
            chars: text.chars().collect(),
            at: 0,
        }
    }

    pub fn next_piece(&mut self) -> Outcome<Option<Piece>> {
        let rest = &self.chars[self.at..];
        let Some(first) = rest.first() else {
            return Ok(None);
        };
        if *first != '%' {
            let text: String = rest.iter().take_while(|c| **c != '%').collect();
            self.at += slice::length(&text);
            return Ok(Some(Piece::Text(text)));
        }
        self.at += 1;
        // Anything in between makes it a conversion, which there is none of.
        if self.peek() == Some('%') {
            self.at += 1;
            return Ok(Some(Piece::Text("%".to_owned())));
        }
        self.conversion()
            .map(|conversion| Some(Piece::Conversion(conversion)))
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn conversion(&mut self) -> Outcome<Conversion> {
        let key = self.key()?;
        let flags = self.flags();
        let width = self.size("width too big")?;
        let precision = if self.peek() == Some('.') {
            self.at += 1;
            match self.size("precision too big")? {
                Size::Absent => Size::Given(0),
                size => size,
            }
        } else {
            Size::Absent
        };
        if matches!(self.peek(), Some('h' | 'l' | 'L')) {
            self.at += 1;
        }
        let kind = self
            .peek()
            .ok_or_else(|| Fault::value_error("incomplete format"))?;
        self.at += 1;
        let has = |flag: char| flags.contains(flag);
        Ok(Conversion {
            key,
            left: has('-'),
            plus: has('+'),
            space: has(' '),
            alternate: has('#'),
            zero: has('0'),
            width,
            precision,
            kind,
            index: self.at - 1,
        })
    }

    /// Parentheses inside a key balance.
    fn key(&mut self) -> Outcome<Option<String>> {
        if self.peek() != Some('(') {
            return Ok(None);
        }
        let begin = self.at + 1;
        let mut depth = 0;
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(Some(self.chars[begin..self.at - 1].iter().collect()));
            }
        }
        Err(Fault::value_error("incomplete format key"))
    }

    fn flags(&mut self) -> String {
        let flags: String = self.chars[self.at..]
            .iter()
            .take_while(|c| "-+ #0".contains(**c))
            .collect();
        self.at += flags.len();
        flags
    }

    fn size(&mut self, too_big: &str) -> Outcome<Size> {
        if self.peek() == Some('*') {
            self.at += 1;
            return Ok(Size::Argument);
        }
        let digits: String = self.chars[self.at..]
            .iter()
            .take_while(|c| c.is_ascii_digit())
            .collect();
        self.at += digits.len();
        if digits.is_empty() {
            return Ok(Size::Absent);
        }
        digits
            .parse::<i32>()
            .map(|size| Size::Given(size as usize))
            .map_err(|_| Fault::value_error(too_big))
    }
}

impl Conversion {
    /// The error of a letter that is none.
    pub fn unsupported(&self) -> Fault {
        let shown = if (' '..='~').contains(&self.kind) {
            self.kind
        } else {
            '?'
        };
        let code = u32::from(self.kind);
        Fault::value_error(format!(
            "unsupported format character '{shown}' (0x{code:x}) at index {}",
            self.index
        ))
    }

    /// Puts `width` (negative: to the left) in place of `*`.
    pub fn set_width(&mut self, width: i64) {
        self.left |= width < 0;
        self.width = Size::Given(usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX));
    }

    /// Puts `precision` (negative: 0) in place of `*`.
    pub fn set_precision(&mut self, precision: i64) -> Outcome<()> {
        let precision = i32::try_from(precision)
            .map_err(|_| Fault::overflow("Python int too large to convert to C int"))?;
        self.precision = Size::Given(precision.max(0) as usize);
        Ok(())
    }

    fn given_precision(&self) -> Option<usize> {
        match self.precision {
            Size::Given(size) => Some(size),
            _ => None,
        }
    }

    /// `%s`, `%r`, `%a` of what `str`, `repr` or `ascii` returned.
    pub fn text(&self, text: &str) -> Outcome<String> {
        let end = self
            .given_precision()
            .map_or(text.len(), |most| slice::byte_of(text, most));
        self.pad("", "", &text[..end], false)
    }

    /// `%c`.
    pub fn character(&self, c: char) -> Outcome<String> {
        self.pad("", "", c.encode_utf8(&mut [0; 4]), false)
    }

    /// `%d %i %u %o %x %X`.
    pub fn int(&self, value: &Int) -> Outcome<String> {
        let (digits, prefix) = match self.kind {
            'o' => (int_text::to_radix(value, 8), "0o"),
            'x' => (int_text::to_radix(value, 16), "0x"),
            'X' => (int_text::to_radix(value, 16).to_ascii_uppercase(), "0X"),
            _ => (int_text::to_decimal(value)?, ""),
        };
        let digits = digits.trim_start_matches('-');
        let least = self.given_precision().unwrap_or(0);
        let zeros = self.bounded(least)?.saturating_sub(digits.len());
        let prefix = if self.alternate { prefix } else { "" };
        self.pad(
            self.sign(value.is_negative()),
            prefix,
            &format!("{}{digits}", "0".repeat(zeros)),
            self.zero,
        )
    }

    /// `%e %E %f %F %g %G`.
    pub fn float(&self, value: f64) -> Outcome<String> {
        let text =
            Style::new(self.kind, self.given_precision(), self.alternate).magnitude(value)?;
        let negative = value.is_sign_negative() && float_text::special(value) != Some("nan");
        self.pad(self.sign(negative), "", &text, self.zero)
    }

    fn sign(&self, negative: bool) -> &'static str {
        match (negative, self.plus, self.space) {
            (true, ..) => "-",
            (_, true, _) => "+",
            (.., true) => " ",
            _ => "",
        }
    }

    fn bounded(&self, size: usize) -> Outcome<usize> {
        if size > 1 << 28 {
            Err(Fault::memory())
        } else {
            Ok(size)
        }
    }

    fn pad(&self, sign: &str, prefix: &str, body: &str, zeros: bool) -> Outcome<String> {
        let width = match self.width {
            Size::Given(width) => self.bounded(width)?,
            _ => 0,
        };
        let missing = width.saturating_sub(sign.len() + prefix.len() + slice::length(body));
        Ok(match (self.left, zeros) {
            (true, _) => format!("{sign}{prefix}{body}{}", " ".repeat(missing)),
            (_, true) => format!("{sign}{prefix}{}{body}", "0".repeat(missing)),
            _ => format!("{}{sign}{prefix}{body}", " ".repeat(missing)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conversion(text: &str) -> Outcome<Conversion> {
        match Template::new(text).next_piece()? {
            Some(Piece::Conversion(conversion)) => Ok(conversion),
            other => panic!("{other:?}"),
        }
    }

    fn int(template: &str, value: i64) -> String {
        conversion(template)
            .and_then(|found| found.int(&value.into()))
            .expect(template)
    }

    fn float(template: &str, value: f64) -> String {
        conversion(template)
            .and_then(|found| found.float(value))
            .expect(template)
    }

    #[test]
    fn ints_are_converted_as_in_cpython() {
        let cases = [
            ("%-5d", 5, "5    "),
            ("%05d", -3, "-0003"),
            ("%.3d", 5, "005"),
            ("%.3x", -255, "-0ff"),
            ("%#.4x", 255, "0x00ff"),
            ("%#o", 8, "0o10"),
            ("%#X", 255, "0XFF"),
            ("% d", 3, " 3"),
            ("%+05d", 5, "+0005"),
            ("%-08d", 5, "5       "),
        ];
        for (template, value, text) in cases {
            assert_eq!(int(template, value), text, "{template}");
        }
    }

    #[test]
    fn floats_are_converted_as_in_cpython() {
        let cases = [
            ("%e", 1.5, "1.500000e+00"),
            ("%5.1f", 2.25, "  2.2"),
            ("%#g", 1.0, "1.00000"),
            ("%05f", f64::INFINITY, "00inf"),
            ("%.f", 1.5, "2"),
            ("%+.3e", 12345.678, "+1.235e+04"),
            ("%08.3f", -3.5129, "-003.513"),
            ("%F", f64::INFINITY, "INF"),
            ("%g", 1e10, "1e+10"),
        ];
        for (template, value, text) in cases {
            assert_eq!(float(template, value), text, "{template}");
        }
    }

    #[test]
    fn templates_are_taken_apart() {
        let found = conversion("%(a(b))-*.*lf").expect("a conversion");
        assert_eq!(
            (
                found.key.as_deref(),
                found.left,
                found.width,
                found.precision,
                found.kind
            ),
            (Some("a(b)"), true, Size::Argument, Size::Argument, 'f')
        );
        assert_eq!(
            conversion("%5").expect_err("open").message,
            "incomplete format"
        );
        assert_eq!(
            conversion("%(a").expect_err("open").message,
            "incomplete format key"
        );
        assert_eq!(
            conversion("%é").map(|found| found.unsupported().message),
            Ok("unsupported format character '?' (0xe9) at index 1".into())
        );
    }
}
