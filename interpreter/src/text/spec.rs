//! The format mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.

use crate::fault::{Fault, Outcome};

/// No instance's heap could hold a text as wide.
const WIDTH_MAX: usize = 1 << 28;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
    Center,
    /// `=`: between the sign and the digits.
    Inside,
}

impl Align {
    fn of(c: char) -> Option<Self> {
        match c {
            '<' => Some(Align::Left),
            '>' => Some(Align::Right),
            '^' => Some(Align::Center),
            '=' => Some(Align::Inside),
            _ => None,
        }
    }
}

/// A parsed format specifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    pub fill: char,
    /// What was written, or what `0` before the width implies for numbers.
    pub align: Option<Align>,
    pub sign: Option<char>,
    pub no_negative_zero: bool,
    pub alternate: bool,
    pub width: usize,
    /// `,` or `_`.
    pub grouping: Option<char>,
    pub precision: Option<usize>,
    /// The type letter.
    pub kind: Option<char>,
}

impl Spec {
    /// `type_name` is the formatted object's, for the message; `default` where its texts stand.
    pub fn parse(text: &str, type_name: &str, default: Align) -> Outcome<Self> {
        let mut reader = Reader { rest: text };
        let (fill, mut align) = reader.fill_and_align();
        let sign = reader.one_of("+- ");
        let no_negative_zero = reader.one_of("z").is_some();
        let alternate = reader.one_of("#").is_some();
        let mut filled = fill;
        if fill.is_none() && reader.one_of("0").is_some() {
            filled = Some('0');
            if align.is_none() && default == Align::Right {
                align = Some(Align::Inside);
            }
        }
        let width = reader.number()?.unwrap_or(0);
        let grouping = reader.grouping()?;
        let precision = reader.precision()?;
        let kind = reader.kind(text, type_name)?;
        let spec = Self {
            fill: filled.unwrap_or(' '),
            align,
            sign,
            no_negative_zero,
            alternate,
            width,
            grouping,
            precision,
            kind,
        };
        spec.check_grouping()?;
        Ok(spec)
    }

    fn check_grouping(&self) -> Outcome<()> {
        let allowed = match (self.grouping, self.kind) {
            (None, _) | (_, None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F')) => true,
            (Some(grouping), Some('b' | 'o' | 'x' | 'X')) => grouping == '_',
            _ => false,
        };
        if allowed {
            return Ok(());
        }
        Err(cannot_group(
            self.grouping.unwrap_or(','),
            self.kind.unwrap_or('s'),
        ))
    }

    /// The error of a type letter that the type does not know.
    pub fn unknown_code(code: char, type_name: &str) -> Fault {
        let shown = match code {
            '!'..='\x7f' => code.to_string(),
            _ => format!("\\x{:x}", u32::from(code)),
        };
        Fault::value_error(format!(
            "Unknown format code '{shown}' for object of type '{type_name}'"
        ))
    }

    /// Pads `text` of `length` characters to the width, at `default` unless an alignment was written.
    pub fn pad(&self, text: String, length: usize, default: Align) -> Outcome<String> {
        if self.width <= length {
            return Ok(text);
        }
        let missing = self.missing(length)?;
        let left = match self.align.unwrap_or(default) {
            Align::Left => 0,
            Align::Right | Align::Inside => missing,
            Align::Center => missing / 2,
        };
        Ok(format!(
            "{}{text}{}",
            self.filling(left),
            self.filling(missing - left)
        ))
    }

    /// Characters that `length` lacks to the width.
    pub fn missing(&self, length: usize) -> Outcome<usize> {
        if self.width > WIDTH_MAX || self.precision.is_some_and(|digits| digits > WIDTH_MAX) {
            return Err(Fault::memory());
        }
        Ok(self.width.saturating_sub(length))
    }

    /// `count` of the fill character.
    pub fn filling(&self, count: usize) -> String {
        std::iter::repeat_n(self.fill, count).collect()
    }
}

/// The error of a grouping that does not go with a type.
pub fn cannot_group(grouping: char, kind: char) -> Fault {
    let shown = match kind {
        '!'..='\x7f' => kind.to_string(),
        _ => format!("\\x{:x}", u32::from(kind)),
    };
    Fault::value_error(format!("Cannot specify '{grouping}' with '{shown}'."))
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn fill_and_align(&mut self) -> (Option<char>, Option<Align>) {
        let mut chars = self.rest.chars();
        let (first, second) = (chars.next(), chars.next());
        if let (Some(fill), Some(align)) = (first, second.and_then(Align::of)) {
            self.rest = chars.as_str();
            return (Some(fill), Some(align));
        }
        let align = first.and_then(Align::of);
        if align.is_some() {
            self.rest = &self.rest[1..];
        }
        (None, align)
    }

    fn one_of(&mut self, choices: &str) -> Option<char> {
        let first = self.rest.chars().next().filter(|c| choices.contains(*c))?;
        self.rest = &self.rest[first.len_utf8()..];
        Some(first)
    }

    fn number(&mut self) -> Outcome<Option<usize>> {
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        if digits.is_empty() {
            return Ok(None);
        }
        let too_many = |_| Fault::value_error("Too many decimal digits in format string");
        digits
            .parse::<i64>()
            .map(|value| Some(value as usize))
            .map_err(too_many)
    }

    fn grouping(&mut self) -> Outcome<Option<char>> {
        let first = self.one_of(",_");
        match (first, self.rest.chars().next()) {
            (Some(a), Some(b @ (',' | '_'))) if a != b => {
                Err(Fault::value_error("Cannot specify both ',' and '_'."))
            }
            _ => Ok(first),
        }
    }

    fn precision(&mut self) -> Outcome<Option<usize>> {
        if self.one_of(".").is_none() {
            return Ok(None);
        }
        match self.number()? {
            Some(digits) => Ok(Some(digits)),
            None => Err(Fault::value_error("Format specifier missing precision")),
        }
    }

    fn kind(&mut self, whole: &str, type_name: &str) -> Outcome<Option<char>> {
        let mut chars = self.rest.chars();
        match (chars.next(), chars.next()) {
            (first, None) => Ok(first),
            _ => Err(Fault::value_error(format!(
                "Invalid format specifier '{whole}' for object of type '{type_name}'"
            ))),
        }
    }
}
