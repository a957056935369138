//! `json.loads`.

use super::json::decode_error;
use crate::number::{float_text, int_text};
use crate::value::Value;
use crate::vm::{Answer, Args, Raised, Vm};

pub(super) fn loads(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let source = args.one(vm, "loads")?;
    let text = if let Some(text) = vm.heap.str(source) {
        text.to_owned()
    } else if let Some(bytes) = vm.heap.bytes_like(source).map(<[u8]>::to_vec) {
        vm.lift(crate::text::codec::decode(
            &bytes,
            crate::text::codec::Encoding::Utf8,
            "strict",
        ))?
    } else {
        let name = vm.type_name(source);
        return Err(vm.type_error(format!(
            "the JSON object must be str, bytes or bytearray, not {name}"
        )));
    };
    let mut reader = Reader {
        chars: text.chars().collect(),
        at: 0,
        text: &text,
    };
    if reader.chars.first() == Some(&'\u{feff}') {
        return Err(reader.error(vm, "Unexpected UTF-8 BOM (decode using utf-8-sig)", 0));
    }
    reader.space();
    let value = reader.value(vm)?;
    reader.space();
    if reader.at < reader.chars.len() {
        let at = reader.at;
        return Err(reader.error(vm, "Extra data", at));
    }
    Ok(value)
}

struct Reader<'a> {
    chars: Vec<char>,
    at: usize,
    text: &'a str,
}

impl Reader<'_> {
    fn error(&self, vm: &mut Vm, message: &str, at: usize) -> Raised {
        decode_error(vm, message, self.text, at)
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\n' | '\r')) {
            self.at += 1;
        }
    }

    fn word(&mut self, word: &str) -> bool {
        let length = word.len();
        let found = self.chars[self.at..]
            .iter()
            .take(length)
            .copied()
            .eq(word.chars());
        if found {
            self.at += length;
        }
        found
    }

    fn value(&mut self, vm: &mut Vm) -> Answer {
        let words = [
            ("null", Value::None),
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
            ("NaN", Value::float(f64::NAN)),
            ("Infinity", Value::float(f64::INFINITY)),
            ("-Infinity", Value::float(f64::NEG_INFINITY)),
        ];
        match self.peek() {
            Some('"') => {
                let text = self.string(vm)?;
                Ok(vm.heap.new_str(text))
            }
            Some('[') => vm.deeper(|vm| self.list(vm)),
            Some('{') => vm.deeper(|vm| self.object(vm)),
            _ => match words.iter().find(|(word, _)| self.word(word)) {
                Some((_, value)) => Ok(*value),
                None => self.number(vm),
            },
        }
    }

    fn number(&mut self, vm: &mut Vm) -> Answer {
        let begin = self.at;
        let digits = |from: usize, chars: &[char]| {
            chars[from..]
                .iter()
                .take_while(|c| c.is_ascii_digit())
                .count()
        };
        let mut end = begin + usize::from(self.peek() == Some('-'));
        let whole = match self.chars.get(end) {
            Some('0') => 1,
            _ => digits(end.min(self.chars.len()), &self.chars),
        };
        if whole == 0 {
            return Err(self.error(vm, "Expecting value", begin));
        }
        end += whole;
        let mut is_float = false;
        if self.chars.get(end) == Some(&'.') && digits(end + 1, &self.chars) > 0 {
            is_float = true;
            end += 1 + digits(end + 1, &self.chars);
        }
        if matches!(self.chars.get(end), Some('e' | 'E')) {
            let signed = end + 1 + usize::from(matches!(self.chars.get(end + 1), Some('+' | '-')));
            let count = digits(signed.min(self.chars.len()), &self.chars);
            if count > 0 {
                is_float = true;
                end = signed + count;
            }
        }
        let text: String = self.chars[begin..end].iter().collect();
        self.at = end;
        if is_float {
            return vm.lift(float_text::parse(&text)).map(Value::float);
        }
        let int = vm.lift(int_text::parse(&text, 10))?;
        Ok(vm.from_int(int))
    }

    fn string(&mut self, vm: &mut Vm) -> Result<String, Raised> {
        let begin = self.at;
        self.at += 1;
        let mut out = String::new();
        loop {
            let Some(c) = self.peek() else {
                return Err(self.error(vm, "Unterminated string starting at", begin));
            };
            self.at += 1;
            match c {
                '"' => return Ok(out),
                '\\' => out.push(self.escape(vm, begin)?),
                c if c < ' ' => {
                    let at = self.at - 1;
                    return Err(self.error(vm, "Invalid control character at", at));
                }
                c => out.push(c),
            }
        }
    }

    fn escape(&mut self, vm: &mut Vm, begin: usize) -> Result<char, Raised> {
        let Some(c) = self.peek() else {
            return Err(self.error(vm, "Unterminated string starting at", begin));
        };
        self.at += 1;
        Ok(match c {
            '"' | '\\' | '/' => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.code(vm),
            _ => {
                let at = self.at - 2;
                return Err(self.error(vm, "Invalid \\escape", at));
            }
        })
    }

    /// Four hexadecimal digits, or eight in two halves for what is beyond the first plane.
    fn code(&mut self, vm: &mut Vm) -> Result<char, Raised> {
        let at = self.at;
        let Some(first) = self.unit() else {
            return Err(self.error(vm, "Invalid \\uXXXX escape", at));
        };
        if (0xd800..0xdc00).contains(&first) && self.word("\\u") {
            if let Some(second) = self.unit().filter(|unit| (0xdc00..0xe000).contains(unit)) {
                let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or('\u{fffd}'));
            }
        }
        match char::from_u32(first) {
            Some(c) => Ok(c),
            None => Err(vm.value_error("a workflow's texts cannot hold surrogates")),
        }
    }

    fn unit(&mut self) -> Option<u32> {
        let digits: String = self.chars.get(self.at..self.at + 4)?.iter().collect();
        let unit = digits
            .chars()
            .all(|c| c.is_ascii_hexdigit())
            .then(|| u32::from_str_radix(&digits, 16).ok())??;
        self.at += 4;
        Some(unit)
    }

    fn list(&mut self, vm: &mut Vm) -> Answer {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(']') {
            self.at += 1;
            return Ok(vm.heap.new_list(items));
        }
        loop {
            self.space();
            items.push(self.value(vm)?);
            self.space();
            match self.peek() {
                Some(',') => self.at += 1,
                Some(']') => {
                    self.at += 1;
                    return Ok(vm.heap.new_list(items));
                }
                _ => {
                    let at = self.at;
                    return Err(self.error(vm, "Expecting ',' delimiter", at));
                }
            }
        }
    }

    fn object(&mut self, vm: &mut Vm) -> Answer {
        self.at += 1;
        let dict = Value::Ref(vm.heap.new_dict());
        self.space();
        if self.peek() == Some('}') {
            self.at += 1;
            return Ok(dict);
        }
        loop {
            self.space();
            if self.peek() != Some('"') {
                let at = self.at;
                return Err(self.error(
                    vm,
                    "Expecting property name enclosed in double quotes",
                    at,
                ));
            }
            let key = self.string(vm)?;
            let key = vm.heap.new_str(key);
            self.space();
            if self.peek() != Some(':') {
                let at = self.at;
                return Err(self.error(vm, "Expecting ':' delimiter", at));
            }
            self.at += 1;
            self.space();
            let value = self.value(vm)?;
            vm.dict_set(dict, key, value)?;
            self.space();
            match self.peek() {
                Some(',') => self.at += 1,
                Some('}') => {
                    self.at += 1;
                    return Ok(dict);
                }
                _ => {
                    let at = self.at;
                    return Err(self.error(vm, "Expecting ',' delimiter", at));
                }
            }
        }
    }
}
