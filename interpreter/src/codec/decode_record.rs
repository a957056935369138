//! Values of the standard library's classes out of wire bytes: records with the fields of the payload, checked for kind and range so
//! that their own code may rely on it.

use super::decode::{Decoder, Read, malformed};
use crate::number::decimal;
use crate::regex::Flags;
use crate::value::pattern::Pattern;
use crate::value::{Obj, Type, Value};
use crate::wire::{Reader, Token};

const DAYS_IN_MONTH: [i64; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

impl Decoder<'_> {
    /// A record of that many integers.
    pub(super) fn numbers(
        &mut self,
        reader: &mut Reader<'_>,
        class: Type,
        count: usize,
    ) -> Read<Value> {
        let fields = self.array(reader)?;
        let fits = fields.len() == count
            && match class {
                Type::Date => is_date(&fields),
                Type::TimeDelta => is_delta(&fields),
                _ => self.is_fraction(&fields),
            };
        if !fits {
            return malformed("a date, a timedelta or a fraction is out of range");
        }
        Ok(self.vm.heap.new_record(class, fields))
    }

    fn is_fraction(&self, fields: &[Value]) -> bool {
        let is_int = |value: &Value| {
            matches!(value, Value::Int(_)) || self.vm.heap.big_int(*value).is_some()
        };
        let positive = match fields[1] {
            Value::Int(value) => value > 0,
            other => self
                .vm
                .heap
                .big_int(other)
                .is_some_and(|value| value.sign() == num_bigint::Sign::Plus),
        };
        fields.iter().all(is_int) && positive
    }

    /// A pattern of `re`, which is compiled when it is first used.
    pub(super) fn pattern(&mut self, reader: &mut Reader<'_>) -> Read<Value> {
        let fields = self.array(reader)?;
        let [text, Value::Int(flags)] = fields[..] else {
            return malformed("a pattern is not a text and flags");
        };
        let is_text = self.vm.heap.text(text).is_some() || self.vm.heap.bytes_of(text).is_some();
        match Flags::try_from(flags) {
            Ok(flags) if is_text => {
                let pattern = Obj::Pattern(Box::new(Pattern::new(text, flags)));
                Ok(Value::Ref(self.vm.heap.alloc(pattern)))
            }
            _ => malformed("a pattern is not a text and flags"),
        }
    }

    /// A time or a datetime: numbers, then a time zone.
    pub(super) fn clock(
        &mut self,
        reader: &mut Reader<'_>,
        class: Type,
        count: usize,
    ) -> Read<Value> {
        self.parts(reader, count)?;
        let mut fields = Vec::with_capacity(count);
        for _ in 1..count {
            fields.push(self.value(reader)?);
        }
        let fits = match class {
            Type::Time => is_time(&fields),
            _ => is_date(&fields[..3]) && is_time(&fields[3..]),
        };
        if !fits {
            return malformed("a time is out of range");
        }
        fields.push(self.zone(reader)?);
        Ok(self.vm.heap.new_record(class, fields))
    }

    /// Nil, a ZoneInfo's key, or the offset of a `timezone`, perhaps with a name.
    pub(super) fn zone(&mut self, reader: &mut Reader<'_>) -> Read<Value> {
        match reader.next()? {
            Token::Nil => Ok(Value::None),
            Token::Str(key) => {
                let key = self.vm.heap.new_str(key);
                Ok(self.vm.heap.new_record(Type::ZoneInfo, vec![key]))
            }
            Token::Float(seconds) => self.offset(seconds, Value::None),
            Token::Array(2) => {
                let seconds = self.value(reader)?;
                let name = self.value(reader)?;
                match seconds {
                    Value::Float(seconds) if name.is_none() || self.vm.heap.str(name).is_some() => {
                        self.offset(seconds, name)
                    }
                    _ => malformed("a time zone has seconds and a name"),
                }
            }
            _ => malformed("a time zone is of no known form"),
        }
    }

    fn offset(&mut self, seconds: f64, name: Value) -> Read<Value> {
        if seconds.is_nan() || seconds.abs() >= 86_400.0 {
            return malformed("a time zone is more than a day off");
        }
        Ok(self
            .vm
            .heap
            .new_record(Type::TimeZone, vec![Value::float(seconds), name]))
    }

    /// The text of a Decimal.
    pub(super) fn decimal(&mut self, payload: &[u8]) -> Read<Value> {
        let Ok(text) = std::str::from_utf8(payload) else {
            return malformed("a Decimal is a text");
        };
        let mut status = decimal::Status::default();
        let value = decimal::parse(text, &mut status);
        if !is_decimal(text) || status != decimal::Status::default() {
            return malformed("a Decimal is a number");
        }
        Ok(crate::stdlib::decimal::new(self.vm, value))
    }

    pub(super) fn uuid(&mut self, payload: &[u8]) -> Read<Value> {
        if payload.len() != 16 {
            return malformed("a UUID has 16 bytes");
        }
        let bytes = self.vm.heap.new_bytes(payload);
        Ok(self.vm.heap.new_record(Type::Uuid, vec![bytes]))
    }

    /// The class is kept by name: a Windows path stays one, though the machine has only Posix ones.
    pub(super) fn path(&mut self, reader: &mut Reader<'_>) -> Read<Value> {
        let fields = self.array(reader)?;
        if fields.len() != 2
            || fields
                .iter()
                .any(|field| self.vm.heap.str(*field).is_none())
        {
            return malformed("a path is two texts");
        }
        let class = match self.vm.heap.str(fields[0]) {
            Some("PurePosixPath") => Type::PurePosixPath,
            Some("PosixPath") => Type::PosixPath,
            _ => Type::PurePath,
        };
        Ok(self.vm.heap.new_record(class, fields))
    }
}

fn within(value: Value, low: i64, high: i64) -> bool {
    matches!(value, Value::Int(value) if (low..=high).contains(&value))
}

fn is_date(fields: &[Value]) -> bool {
    let [Value::Int(year), Value::Int(month), day] = fields[..3] else {
        return false;
    };
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) {
        return false;
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = DAYS_IN_MONTH[month as usize - 1] - i64::from(month == 2 && !leap);
    within(day, 1, last)
}

/// Hour, minute, second, microsecond, fold.
fn is_time(fields: &[Value]) -> bool {
    let highest = [23, 59, 59, 999_999, 1];
    fields
        .iter()
        .zip(highest)
        .all(|(field, high)| within(*field, 0, high))
}

fn is_delta(fields: &[Value]) -> bool {
    within(fields[0], -999_999_999, 999_999_999)
        && within(fields[1], 0, 86_399)
        && within(fields[2], 0, 999_999)
}

/// What `str(Decimal)` writes: digits with a point and an exponent, `Infinity`, `NaN` or `sNaN` with digits.
fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(payload) = text
        .strip_prefix("NaN")
        .or_else(|| text.strip_prefix("sNaN"))
    {
        return digits(payload);
    }
    if text == "Infinity" {
        return true;
    }
    let (number, exponent) = text.split_once(['E', 'e']).unwrap_or((text, "0"));
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    digits(whole)
        && digits(part)
        && digits(exponent)
        && !exponent.is_empty()
        && whole.len() + part.len() > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_what_python_writes() {
        for text in ["0", "-1.50", "1E+10", "Infinity", "-NaN", "sNaN12", "0E-7"] {
            assert!(is_decimal(text), "{text}");
        }
        for text in ["", "-", ".", "1E", "abc", "1..2", "١"] {
            assert!(!is_decimal(text), "{text}");
        }
    }

    #[test]
    fn days_end_with_their_month() {
        let date =
            |year, month, day| is_date(&[Value::Int(year), Value::Int(month), Value::Int(day)]);
        assert!(date(2024, 2, 29) && date(2000, 2, 29) && date(2026, 12, 31));
        assert!(
            !date(2023, 2, 29)
                && !date(1900, 2, 29)
                && !date(2026, 4, 31)
                && !date(0, 1, 1)
                && !date(2026, 13, 1)
        );
    }
}
