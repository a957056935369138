//! `strptime` in the C locale: a format becomes a regular expression, as in CPython, so that what may be read in two ways is read as there.

use super::calendar::{self, MONTHS, WEEKDAYS};
use super::moment::Moment;
use crate::value::{Type, Value};
use crate::vm::{Raised, Vm};

/// What a text says, before a class is made of it.
pub(super) struct Read {
    pub(super) moment: Moment,
    /// From Monday on.
    pub(super) weekday: i64,
    pub(super) of_year: i64,
    /// Microseconds east of UTC.
    pub(super) offset: Option<i64>,
    /// The name of the zone, if the format asks for it.
    pub(super) zone: Option<String>,
}

/// The parts that a format names; the others are missing.
#[derive(Default)]
struct Parts {
    year: Option<i64>,
    iso_year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    micro: i64,
    weekday: Option<i64>,
    of_year: Option<i64>,
    iso_week: Option<i64>,
    /// The week of the year, and whether weeks begin on Mondays.
    week: Option<(i64, bool)>,
    offset: Option<i64>,
    zone: Option<String>,
}

/// Reads a text by a format.
pub(super) fn parse(vm: &mut Vm, text: &str, format: &str) -> Result<Read, Raised> {
    let pattern = pattern_of(vm, format)?;
    let (program, found) = super::re::read_text(vm, pattern, text)?;
    let Some(found) = found else {
        let (text, format) = (crate::text::repr::str(text), crate::text::repr::str(format));
        return Err(vm.value_error(format!("time data {text} does not match format {format}")));
    };
    let end = found.span().1;
    if end < text.len() {
        let rest = &text[end..];
        return Err(vm.value_error(format!("unconverted data remains: {rest}")));
    }
    let mut named = program.names.clone();
    named.sort_by_key(|(_, group)| *group);
    let mut parts = Parts::default();
    let half = program
        .group_named("p")
        .and_then(|group| found.group(group));
    let half = half.map(|(first, last)| text[first..last].to_lowercase());
    for (name, group) in named {
        let (first, last) = found.group(group as usize).unwrap_or_default();
        parts.take(vm, &name, &text[first..last], half.as_deref())?;
    }
    parts.finish(vm)
}

/// The regular expression of a format.
fn pattern_of(vm: &mut Vm, format: &str) -> Result<String, Raised> {
    let mut pattern = String::new();
    let mut chars = format.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            while chars.next_if(|c| c.is_whitespace()).is_some() {}
            pattern += r"\s+";
        } else if c != '%' {
            if r"\.^$*+?(){}[]|".contains(c) {
                pattern.push('\\');
            }
            pattern.push(c);
        } else {
            let Some(code) = chars.next() else {
                return Err(vm.value_error(format!("stray % in format '{format}'")));
            };
            let Some(part) = directive(code) else {
                let code = if code.is_whitespace() || code == '\\' {
                    '%'
                } else {
                    code
                };
                return Err(
                    vm.value_error(format!("'{code}' is a bad directive in format '{format}'"))
                );
            };
            pattern += &part;
        }
    }
    Ok(pattern)
}

fn directive(code: char) -> Option<String> {
    let digits = match code {
        'd' => r"3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9]",
        'f' => r"[0-9]{1,6}",
        'H' => r"2[0-3]|[0-1]\d|\d",
        'I' => r"1[0-2]|0[1-9]|[1-9]",
        'G' | 'Y' => r"\d\d\d\d",
        'j' => r"36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9]",
        'm' => r"1[0-2]|0[1-9]|[1-9]",
        'M' => r"[0-5]\d|\d",
        'S' => r"6[0-1]|[0-5]\d|\d",
        'U' | 'W' => r"5[0-3]|[0-4]\d|\d",
        'w' => r"[0-6]",
        'u' => r"[1-7]",
        'V' => r"5[0-3]|0[1-9]|[1-4]\d|\d",
        'y' => r"\d\d",
        'z' => r"[+-]\d\d:?[0-5]\d(:?[0-5]\d(\.\d{1,6})?)?|(?-i:Z)",
        'Z' => "utc|gmt",
        'p' => "am|pm",
        'A' => return Some(names(code, &WEEKDAYS, usize::MAX)),
        'a' => return Some(names(code, &WEEKDAYS, 3)),
        'B' => return Some(names(code, &MONTHS, usize::MAX)),
        'b' => return Some(names(code, &MONTHS, 3)),
        'c' => {
            let parts = ['a', 'b', 'd', 'H', 'M', 'S', 'Y'].map(directive);
            let [day, month, of_month, hour, minute, second, year] =
                parts.map(Option::unwrap_or_default);
            return Some(format!(
                r"{day}\s+{month}\s+{of_month}\s+{hour}:{minute}:{second}\s+{year}"
            ));
        }
        'x' => {
            let [month, day, year] =
                ['m', 'd', 'y'].map(|code| directive(code).unwrap_or_default());
            return Some(format!("{month}/{day}/{year}"));
        }
        'X' => {
            let parts = ['H', 'M', 'S'].map(|code| directive(code).unwrap_or_default());
            return Some(parts.join(":"));
        }
        '%' => return Some("%".to_owned()),
        _ => return None,
    };
    Some(format!("(?P<{code}>{digits})"))
}

/// The longest first, because one may begin with another.
fn names(code: char, names: &[&str], length: usize) -> String {
    let mut names: Vec<&str> = names
        .iter()
        .map(|name| &name[..name.len().min(length)])
        .collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    format!("(?P<{code}>{})", names.join("|"))
}

/// Digits of any script.
fn number(text: &str) -> i64 {
    let digits = text
        .trim()
        .chars()
        .map(|c| crate::text::digit::decimal_value(c).unwrap_or(0));
    digits.fold(0, |number, digit| number * 10 + i64::from(digit))
}

/// The place of a name, whatever its case.
fn place(text: &str, names: &[&str]) -> i64 {
    let length = text.len();
    let is_it = |name: &&str| {
        name.get(..length)
            .is_some_and(|head| head.eq_ignore_ascii_case(text))
    };
    names.iter().position(is_it).unwrap_or(0) as i64
}

impl Parts {
    fn take(
        &mut self,
        vm: &mut Vm,
        name: &str,
        text: &str,
        half: Option<&str>,
    ) -> Result<(), Raised> {
        match name {
            "y" => {
                let value = number(text);
                self.year = Some(if value <= 68 {
                    2000 + value
                } else {
                    1900 + value
                });
            }
            "Y" => self.year = Some(number(text)),
            "G" => self.iso_year = Some(number(text)),
            "m" => self.month = Some(number(text)),
            "B" | "b" => self.month = Some(place(text, &MONTHS) + 1),
            "d" => self.day = Some(number(text)),
            "H" => self.hour = number(text),
            "I" => self.hour = number(text) % 12 + if half == Some("pm") { 12 } else { 0 },
            "M" => self.minute = number(text),
            "S" => self.second = number(text),
            "f" => self.micro = number(text) * 10_i64.pow(6_u32.saturating_sub(text.len() as u32)),
            "A" | "a" => self.weekday = Some(place(text, &WEEKDAYS)),
            "w" => self.weekday = Some((number(text) + 6) % 7),
            "u" => self.weekday = Some(number(text) - 1),
            "j" => self.of_year = Some(number(text)),
            "U" => self.week = Some((number(text), false)),
            "W" => self.week = Some((number(text), true)),
            "V" => self.iso_week = Some(number(text)),
            "z" => self.offset = Some(offset(vm, text)?),
            "Z" => self.zone = Some(text.to_owned()),
            _ => {}
        }
        Ok(())
    }

    /// Which parts go together.
    fn check(&self, vm: &mut Vm) -> Result<(), Raised> {
        let iso_year = self.iso_year.filter(|_| self.year.is_none());
        let incomplete = self.iso_week.is_none() || self.weekday.is_none();
        let message = match iso_year {
            Some(_) if incomplete => {
                "ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive ('%A', '%a', '%w', or '%u')."
            }
            Some(_) if self.of_year.is_some() => {
                "Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead."
            }
            None if self.week.is_none() && self.iso_week.is_some() && self.weekday.is_none() => {
                "ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive ('%A', '%a', '%w', or '%u')."
            }
            None if self.week.is_none() && self.iso_week.is_some() => {
                "ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G' instead."
            }
            _ => return Ok(()),
        };
        Err(vm.value_error(message))
    }

    /// The day of the year that a week and a weekday say, and its year.
    fn of_week(&self, year: i64) -> Option<(i64, i64)> {
        let weekday = self.weekday.filter(|_| self.of_year.is_none())?;
        let (year, of_year) = match (self.week, self.iso_year, self.iso_week) {
            (Some((week, from_monday)), ..) => (year, of_week(year, week, weekday, from_monday)),
            (None, Some(iso_year), Some(week)) => {
                let day = calendar::iso_week_one(iso_year) + (week - 1) * 7 + weekday;
                let of_year = day - calendar::ordinal(iso_year, 1, 1) + 1;
                (iso_year, of_year)
            }
            _ => return None,
        };
        if of_year > 0 {
            return Some((year, of_year));
        }
        let days = if calendar::is_leap(year - 1) {
            366
        } else {
            365
        };
        Some((year - 1, of_year + days))
    }

    fn finish(self, vm: &mut Vm) -> Result<Read, Raised> {
        self.check(vm)?;
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        let is_leap_day = self.year.is_none() && (month, day) == (2, 29);
        let year = self.year.unwrap_or(if is_leap_day { 1904 } else { 1900 });
        let (year, of_year) = match self.of_week(year) {
            Some((year, of_year)) => (year, Some(of_year)),
            None => (year, self.of_year),
        };
        let date = match of_year {
            None => Moment::date(year, month, day).checked(vm)?,
            Some(of_year) => {
                let first = Moment::date(year, 1, 1).checked(vm)?;
                let ordinal = first.ordinal() + of_year - 1;
                if ordinal > calendar::LAST {
                    return Err(vm.value_error("ordinal must be >= 1"));
                }
                let (year, month, day) = calendar::from_ordinal(ordinal);
                Moment::date(year, month, day)
            }
        };
        let since = calendar::day_of_year(date.year, date.month, date.day);
        let weekday = calendar::weekday(date.ordinal());
        let moment = Moment {
            class: Type::DateTime,
            year: if is_leap_day { 1900 } else { date.year },
            hour: self.hour,
            minute: self.minute,
            second: self.second,
            micro: self.micro,
            ..date
        };
        Ok(Read {
            moment,
            weekday: self.weekday.unwrap_or(weekday),
            of_year: of_year.unwrap_or(since),
            offset: self.offset,
            zone: self.zone,
        })
    }
}

/// The day of the year of a weekday in a week that is counted from the first Monday or Sunday on.
fn of_week(year: i64, week: i64, weekday: i64, from_monday: bool) -> i64 {
    let shift = i64::from(!from_monday);
    let first = (calendar::weekday(calendar::ordinal(year, 1, 1)) + shift) % 7;
    let weekday = (weekday + shift) % 7;
    match week {
        0 => 1 + weekday - first,
        week => 1 + (7 - first) % 7 + 7 * (week - 1) + weekday,
    }
}

/// `Z`, `+0100`, `+01:00:30.5` in microseconds.
fn offset(vm: &mut Vm, text: &str) -> Result<i64, Raised> {
    if text == "Z" {
        return Ok(0);
    }
    let mut rest: Vec<char> = text.chars().collect();
    if rest[3] == ':' {
        rest.remove(3);
        if rest.len() > 5 {
            if rest[5] != ':' {
                return Err(vm.value_error(format!("Inconsistent use of : in {text}")));
            }
            rest.remove(5);
        }
    }
    if rest.get(5) == Some(&':') {
        let part: String = rest[5..rest.len().min(7)].iter().collect();
        let shown = crate::text::repr::str(&part);
        return Err(vm.value_error(format!("invalid literal for int() with base 10: {shown}")));
    }
    let part = |from: usize, to: usize| {
        let (from, to) = (from.min(rest.len()), to.min(rest.len()));
        number(&rest[from..to].iter().collect::<String>())
    };
    let seconds = (part(1, 3) * 60 + part(3, 5)) * 60 + part(5, 7);
    let digits = rest.len().saturating_sub(8) as u32;
    let micros = part(8, 14) * 10_i64.pow(6_u32.saturating_sub(digits));
    let whole = seconds * 1_000_000 + micros;
    Ok(if rest[0] == '-' { -whole } else { whole })
}

/// The `datetime` of what was read.
pub(super) fn datetime(vm: &mut Vm, text: &str, format: &str) -> Result<Moment, Raised> {
    let Read {
        moment,
        offset,
        zone,
        ..
    } = parse(vm, text, format)?;
    let Some(offset) = offset else {
        return moment.checked(vm);
    };
    let name = zone.map_or(Value::None, |name| vm.heap.new_str(name));
    let fields = vec![Value::float(offset as f64 / 1e6), name];
    let zone = vm.heap.new_record(Type::TimeZone, fields);
    Moment { zone, ..moment }.checked(vm)
}
