//! `str.format` templates, taken apart.

use crate::fault::{Fault, Outcome};

/// A template's text or replacement field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Field(Field),
}

/// `{first.path!conversion:spec}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub first: First,
    pub path: Vec<Step>,
    pub conversion: Option<char>,
    /// As written; it is a template itself if it has braces.
    pub spec: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    Automatic,
    Index(usize),
    Name(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Attribute(String),
    Index(i64),
    Key(String),
}

/// Numbers fields: automatic or by hand, never both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbering {
    #[default]
    Unknown,
    Automatic(usize),
    Manual,
}

impl Numbering {
    /// The positional argument of `first`; `None` if it is a name.
    pub fn position(&mut self, first: &First) -> Outcome<Option<usize>> {
        match (first, *self) {
            (First::Name(_), _) => Ok(None),
            (First::Automatic, Numbering::Manual) => Err(Fault::value_error(
                "cannot switch from manual field specification to automatic field numbering",
            )),
            (First::Index(_), Numbering::Automatic(_)) => Err(Fault::value_error(
                "cannot switch from automatic field numbering to manual field specification",
            )),
            (First::Automatic, numbering) => {
                let next = if let Numbering::Automatic(next) = numbering {
                    next
                } else {
                    0
                };
                *self = Numbering::Automatic(next + 1);
                Ok(Some(next))
            }
            (First::Index(index), _) => {
                *self = Numbering::Manual;
                Ok(Some(*index))
            }
        }
    }
}

/// Takes pieces off a template one by one.
pub struct Template<'a> {
    rest: &'a str,
}

impl<'a> Template<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    pub fn next_piece(&mut self) -> Outcome<Option<Piece>> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let text = self.text()?;
        if !text.is_empty() {
            return Ok(Some(Piece::Text(text)));
        }
        self.rest = &self.rest[1..];
        self.field().map(|field| Some(Piece::Field(field)))
    }

    /// Text up to a field, with doubled braces made single.
    fn text(&mut self) -> Outcome<String> {
        let mut out = String::new();
        while let Some(at) = self.rest.find(['{', '}']) {
            out.push_str(&self.rest[..at]);
            let brace = &self.rest[at..at + 1];
            let after = &self.rest[at + 1..];
            if let Some(rest) = after.strip_prefix(brace) {
                out.push_str(brace);
                self.rest = rest;
            } else if brace == "}" || after.is_empty() {
                return Err(Fault::value_error(format!(
                    "Single '{brace}' encountered in format string"
                )));
            } else {
                self.rest = &self.rest[at..];
                return Ok(out);
            }
        }
        out.push_str(self.rest);
        self.rest = "";
        Ok(out)
    }

    fn field(&mut self) -> Outcome<Field> {
        let end = self.name_end()?;
        let (name, after) = self.rest.split_at(end);
        let (first, path) = parse_name(name)?;
        self.rest = &after[1..];
        let (conversion, ended) = match after.as_bytes()[0] {
            b'!' => self.conversion()?,
            b'}' => (None, true),
            _ => (None, false),
        };
        let spec = if ended { String::new() } else { self.spec()? };
        Ok(Field {
            first,
            path,
            conversion,
            spec,
        })
    }

    /// Where the field's name ends; brackets hide what ends it.
    fn name_end(&self) -> Outcome<usize> {
        let mut bracketed = false;
        for (at, byte) in self.rest.bytes().enumerate() {
            match byte {
                b'{' => return Err(Fault::value_error("unexpected '{' in field name")),
                b'[' => bracketed = true,
                b']' => bracketed = false,
                b'}' | b':' | b'!' if !bracketed => return Ok(at),
                _ => {}
            }
        }
        Err(Fault::value_error("expected '}' before end of string"))
    }

    /// The letter after `!`, and whether the field ended behind it.
    fn conversion(&mut self) -> Outcome<(Option<char>, bool)> {
        let mut chars = self.rest.chars();
        let open = "end of string while looking for conversion specifier";
        let letter = chars.next().ok_or_else(|| Fault::value_error(open))?;
        let after = chars.next();
        self.rest = chars.as_str();
        match after {
            Some('}') => Ok((Some(letter), true)),
            Some(':') | None => Ok((Some(letter), false)),
            Some(_) => Err(Fault::value_error(
                "expected ':' after conversion specifier",
            )),
        }
    }

    fn spec(&mut self) -> Outcome<String> {
        let mut depth = 0;
        for (at, byte) in self.rest.bytes().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' if depth == 0 => {
                    let spec = self.rest[..at].to_owned();
                    self.rest = &self.rest[at + 1..];
                    return Ok(spec);
                }
                b'}' => depth -= 1,
                _ => {}
            }
        }
        Err(Fault::value_error("unmatched '{' in format spec"))
    }
}

/// `0.name[key]`.
fn parse_name(name: &str) -> Outcome<(First, Vec<Step>)> {
    let end = name.find(['.', '[']).unwrap_or(name.len());
    let (first, mut rest) = name.split_at(end);
    let first = match index_of(first)? {
        Some(index) => First::Index(index as usize),
        None if first.is_empty() => First::Automatic,
        None => First::Name(first.to_owned()),
    };
    let mut path = Vec::new();
    while !rest.is_empty() {
        let (step, after) = parse_step(rest)?;
        path.push(step);
        rest = after;
    }
    Ok((first, path))
}

fn parse_step(rest: &str) -> Outcome<(Step, &str)> {
    let empty = || Fault::value_error("Empty attribute in format string");
    if let Some(body) = rest.strip_prefix('[') {
        let missing = || Fault::value_error("Missing ']' in format string");
        let (key, after) = body.split_once(']').ok_or_else(missing)?;
        if key.is_empty() {
            return Err(empty());
        }
        let step = index_of(key)?.map_or_else(|| Step::Key(key.to_owned()), Step::Index);
        return Ok((step, after));
    }
    let Some(body) = rest.strip_prefix('.') else {
        return Err(Fault::value_error(
            "Only '.' or '[' may follow ']' in format field specifier",
        ));
    };
    let (name, after) = body.split_at(body.find(['.', '[']).unwrap_or(body.len()));
    if name.is_empty() {
        Err(empty())
    } else {
        Ok((Step::Attribute(name.to_owned()), after))
    }
}

fn index_of(text: &str) -> Outcome<Option<i64>> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    let too_many = |_| Fault::value_error("Too many decimal digits in format string");
    text.parse().map(Some).map_err(too_many)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Outcome<Vec<Piece>> {
        let mut template = Template::new(text);
        std::iter::from_fn(|| template.next_piece().transpose()).collect()
    }

    #[test]
    fn fields_are_taken_apart() {
        let pieces = all("a{{{0.b[c][1]!r:>{w}}}}").expect("a template");
        let field = Field {
            first: First::Index(0),
            path: vec![
                Step::Attribute("b".into()),
                Step::Key("c".into()),
                Step::Index(1),
            ],
            conversion: Some('r'),
            spec: ">{w}".into(),
        };
        assert_eq!(
            pieces,
            [
                Piece::Text("a{".into()),
                Piece::Field(field),
                Piece::Text("}".into())
            ]
        );
    }

    #[test]
    fn malformed_templates_fail_in_cpythons_words() {
        let cases = [
            ("{", "Single '{' encountered in format string"),
            ("{}}", "Single '}' encountered in format string"),
            ("{0!}", "unmatched '{' in format spec"),
            ("{0!rr}", "expected ':' after conversion specifier"),
            ("{0.}", "Empty attribute in format string"),
            ("{0[}", "expected '}' before end of string"),
            (
                "{0!",
                "end of string while looking for conversion specifier",
            ),
            ("{:{", "unmatched '{' in format spec"),
            ("{a{b}}", "unexpected '{' in field name"),
            (
                "{0[a]b}",
                "Only '.' or '[' may follow ']' in format field specifier",
            ),
            (
                "{99999999999999999999999}",
                "Too many decimal digits in format string",
            ),
        ];
        for (text, message) in cases {
            assert_eq!(all(text).expect_err(text).message, message, "{text}");
        }
    }

    #[test]
    fn numbering_is_automatic_or_manual() {
        let mut numbering = Numbering::default();
        assert_eq!(numbering.position(&First::Automatic), Ok(Some(0)));
        assert_eq!(numbering.position(&First::Automatic), Ok(Some(1)));
        assert!(numbering.position(&First::Index(0)).is_err());
    }
}
