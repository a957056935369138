//! `strftime` and `strptime` in the C locale.

use super::calendar::{self, MONTHS, WEEKDAYS};
use super::moment::{Moment, offset_text};
use crate::value::{Type, Value};
use crate::vm::{Raised, Vm};

/// `moment.strftime(format)`.
pub(super) fn format(vm: &mut Vm, moment: &Moment, format: &str) -> Result<String, Raised> {
    let offset = moment.offset(vm)?;
    let name = if format.contains("%Z") {
        zone_name(vm, moment)?
    } else {
        Value::None
    };
    if !name.is_none() && vm.heap.str(vm.heap.payload(name)).is_none() {
        let class = vm.type_name(name);
        return Err(vm.type_error(format!(
            "tzinfo.tzname() must return None or a string, not '{class}'"
        )));
    }
    let name = if name.is_none() {
        String::new()
    } else {
        vm.str(name)?
    };
    let offset = offset
        .map(|micros| offset_text(micros, false))
        .unwrap_or_default();
    let days = Days::of(moment);
    Ok(written(moment, &days, format, &Zone { offset, name }))
}

/// What a format shows of a day that its date alone does not say.
pub(super) struct Days {
    pub(super) weekday: i64,
    pub(super) of_year: i64,
}

impl Days {
    fn of(moment: &Moment) -> Self {
        Self {
            weekday: calendar::weekday(moment.ordinal()),
            of_year: calendar::day_of_year(moment.year, moment.month, moment.day),
        }
    }
}

pub(super) fn written(moment: &Moment, days: &Days, format: &str, zone: &Zone) -> String {
    let mut out = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match (c, c == '%') {
            (_, true) => match chars.next() {
                Some(code) => out.push_str(&directive(moment, days, code, zone)),
                None => out.push('%'),
            },
            (c, _) => out.push(c),
        }
    }
    out
}

pub(super) struct Zone {
    pub(super) offset: String,
    pub(super) name: String,
}

fn directive(moment: &Moment, days: &Days, code: char, zone: &Zone) -> String {
    let Moment {
        year,
        month,
        day,
        hour,
        minute,
        second,
        micro,
        ..
    } = *moment;
    let ordinal = moment.ordinal();
    let Days { weekday, of_year } = *days;
    let (iso_year, iso_week, iso_day) = calendar::iso_calendar(year, ordinal);
    let twelve = (hour + 11) % 12 + 1;
    let month_name = MONTHS[(month - 1) as usize];
    let day_name = WEEKDAYS[weekday as usize];
    match code {
        'Y' => year.to_string(),
        'C' => format!("{:02}", year / 100),
        'y' => format!("{:02}", year % 100),
        'm' => format!("{month:02}"),
        'd' => format!("{day:02}"),
        'e' => format!("{day:2}"),
        'H' => format!("{hour:02}"),
        'I' => format!("{twelve:02}"),
        'M' => format!("{minute:02}"),
        'S' => format!("{second:02}"),
        'f' => format!("{micro:06}"),
        'p' => if hour < 12 { "AM" } else { "PM" }.to_owned(),
        'j' => format!("{of_year:03}"),
        'a' => day_name[..3].to_owned(),
        'A' => day_name.to_owned(),
        'b' | 'h' => month_name[..3].to_owned(),
        'B' => month_name.to_owned(),
        'w' => ((weekday + 1) % 7).to_string(),
        'u' => iso_day.to_string(),
        'U' => format!("{:02}", (of_year + 6 - (weekday + 1) % 7) / 7),
        'W' => format!("{:02}", (of_year + 6 - weekday) / 7),
        'G' => iso_year.to_string(),
        'g' => format!("{:02}", iso_year.rem_euclid(100)),
        'V' => format!("{iso_week:02}"),
        'z' => zone.offset.clone(),
        'Z' => zone.name.clone(),
        'F' => format!("{year}-{month:02}-{day:02}"),
        'T' | 'X' => format!("{hour:02}:{minute:02}:{second:02}"),
        'R' => format!("{hour:02}:{minute:02}"),
        'D' | 'x' => format!("{month:02}/{day:02}/{:02}", year % 100),
        'c' => format!(
            "{} {} {day:2} {hour:02}:{minute:02}:{second:02} {year}",
            &day_name[..3],
            &month_name[..3]
        ),
        'n' => "\n".to_owned(),
        't' => "\t".to_owned(),
        '%' => "%".to_owned(),
        other => format!("%{other}"),
    }
}

/// What was read of a text so far.
struct Parsed {
    moment: Moment,
    twelve: bool,
    afternoon: bool,
    day_of_year: Option<i64>,
    offset: Option<i64>,
}

/// `datetime.strptime(text, format)`.
pub(super) fn parse(vm: &mut Vm, text: &str, format: &str) -> Result<Moment, Raised> {
    let start = Moment {
        class: Type::DateTime,
        ..Moment::date(1900, 1, 1)
    };
    let mut parsed = Parsed {
        moment: start,
        twelve: false,
        afternoon: false,
        day_of_year: None,
        offset: None,
    };
    let mut rest = text;
    let mut codes = format.chars();
    while let Some(c) = codes.next() {
        let matched = match c {
            '%' => {
                let code = codes.next().unwrap_or(' ');
                if !"aAbBcdfHIjmMpSUwWxXyYzZ%".contains(code) {
                    let message = format!("'{code}' is a bad directive in format '{format}'");
                    return Err(vm.value_error(message));
                }
                parsed.directive(code, rest)
            }
            c if c.is_whitespace() => {
                let trimmed = rest.trim_start();
                (trimmed.len() < rest.len()).then_some(trimmed)
            }
            c => rest.strip_prefix(c),
        };
        match matched {
            Some(left) => rest = left,
            None => {
                let (text, format) = (crate::text::repr::str(text), crate::text::repr::str(format));
                return Err(
                    vm.value_error(format!("time data {text} does not match format {format}"))
                );
            }
        }
    }
    if !rest.is_empty() {
        return Err(vm.value_error(format!("unconverted data remains: {rest}")));
    }
    parsed.finish(vm)
}

impl Parsed {
    /// Reads one directive; the text behind it, or nothing if it does not match.
    fn directive<'a>(&mut self, code: char, text: &'a str) -> Option<&'a str> {
        let moment = &mut self.moment;
        let (value, rest) = match code {
            'Y' => number(text, 4, 4)?,
            'f' => return self.fraction(text),
            'j' => number(text, 1, 3)?,
            'y' => number(text, 2, 2)?,
            'm' | 'd' | 'H' | 'I' | 'M' | 'S' => number(text, 1, 2)?,
            'b' => named(text, &MONTHS, 3)?,
            'B' => named(text, &MONTHS, usize::MAX)?,
            'a' => named(text, &WEEKDAYS, 3)?,
            'A' => named(text, &WEEKDAYS, usize::MAX)?,
            'p' => named(text, &["AM", "PM"], usize::MAX)?,
            'z' => return self.zone(text),
            'Z' => {
                return text
                    .strip_prefix("UTC")
                    .or_else(|| text.strip_prefix("GMT"));
            }
            '%' => return text.strip_prefix('%'),
            _ => return None,
        };
        match code {
            'Y' => moment.year = value,
            'y' => {
                moment.year = if value < 69 {
                    2000 + value
                } else {
                    1900 + value
                }
            }
            'm' if (1..=12).contains(&value) => moment.month = value,
            'b' | 'B' => moment.month = value + 1,
            'd' if (1..=31).contains(&value) => moment.day = value,
            'H' if value < 24 => moment.hour = value,
            'I' if (1..=12).contains(&value) => (moment.hour, self.twelve) = (value, true),
            'M' if value < 60 => moment.minute = value,
            'S' if value < 62 => moment.second = value,
            'j' if (1..=366).contains(&value) => self.day_of_year = Some(value),
            'p' => self.afternoon = value == 1,
            'a' | 'A' => {}
            _ => return None,
        }
        Some(rest)
    }

    fn fraction<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let (value, rest) = number(text, 1, 6)?;
        let digits = (text.len() - rest.len()) as u32;
        self.moment.micro = value * 10_i64.pow(6 - digits);
        Some(rest)
    }

    fn zone<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let (offset, rest) = super::isoformat::offset(text)?;
        self.offset = Some(offset);
        Some(rest)
    }

    fn finish(mut self, vm: &mut Vm) -> Result<Moment, Raised> {
        if self.twelve {
            self.moment.hour = self.moment.hour % 12 + if self.afternoon { 12 } else { 0 };
        }
        if let Some(of_year) = self.day_of_year {
            let at = calendar::ordinal(self.moment.year, 1, 1) + of_year - 1;
            let (_, month, day) = calendar::from_ordinal(at);
            (self.moment.month, self.moment.day) = (month, day);
        }
        if let Some(offset) = self.offset {
            let fields = vec![Value::float(offset as f64 / 1e6), Value::None];
            self.moment.zone = vm.heap.new_record(Type::TimeZone, fields);
        }
        self.moment.checked(vm)
    }
}

/// From `least` to `most` digits.
fn number(text: &str, least: usize, most: usize) -> Option<(i64, &str)> {
    let digits = text
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    if digits < least {
        return None;
    }
    let (number, rest) = text.split_at(digits);
    Some((number.parse().ok()?, rest))
}

/// The index of the name (its first `length` letters) that the text begins with, whatever the case.
fn named<'a>(text: &'a str, names: &[&str], length: usize) -> Option<(i64, &'a str)> {
    for (index, name) in names.iter().enumerate() {
        let name = &name[..name.len().min(length)];
        let matches = text
            .get(..name.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(name));
        if matches {
            return Some((index as i64, &text[name.len()..]));
        }
    }
    None
}
fn zone_name(vm: &mut Vm, moment: &Moment) -> Result<crate::value::Value, Raised> {
    let of = (moment.class == Type::DateTime).then_some(moment);
    super::zones::name(vm, moment.zone, of)
}
