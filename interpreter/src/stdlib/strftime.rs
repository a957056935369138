//! `strftime` in the C locale, as the GNU C library writes it: flags (`%-d`), widths (`%4Y`) and modifiers (`%Ey`) included.

use super::calendar::{self, MONTHS, WEEKDAYS};
use super::moment::{Moment, offset_text};
use crate::value::{Type, Value};
use crate::vm::{Raised, Vm};

/// `moment.strftime(format)`.
pub(super) fn format(vm: &mut Vm, moment: &Moment, format: &str) -> Result<String, Raised> {
    let format = format.split('\0').next().unwrap_or_default();
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
    let format = filled(format, moment.micro, &offset, &name);
    Ok(written(moment, &days, &format, &Zone::default()))
}

/// `%z`, `%Z` and `%f` are written by `datetime` itself, if nothing stands between the `%` and the letter.
fn filled(format: &str, micro: i64, offset: &str, name: &str) -> String {
    let mut out = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '%' { chars.next() } else { None }) {
            ('%', Some('z')) => out += offset,
            ('%', Some('Z')) => out += &name.replace('%', "%%"),
            ('%', Some('f')) => out += &format!("{micro:06}"),
            (c, next) => out.extend([Some(c), next].into_iter().flatten()),
        }
    }
    out
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

/// Nothing if it becomes much longer than the format: the buffer that CPython gives it ends there.
pub(super) fn written(moment: &Moment, days: &Days, format: &str, zone: &Zone) -> String {
    let room = (256 * format.chars().count()).next_power_of_two().max(1024);
    let shown = Shown { moment, days, zone };
    let mut out = String::new();
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        out += &rest[..at];
        let (spec, after) = Spec::read(&rest[at..]);
        match spec
            .code
            .and_then(|code| shown.directive(code, &spec, room))
        {
            Some(text) => out += &text,
            None => out += &rest[at..rest.len() - after.len()],
        }
        rest = after;
        if out.len() >= room {
            return String::new();
        }
    }
    out + rest
}

#[derive(Default)]
pub(super) struct Zone {
    /// Seconds east of UTC, if that is known.
    pub(super) offset: Option<i64>,
    pub(super) name: String,
}

/// What stands between a `%` and its letter.
#[derive(Clone, Copy, Default)]
struct Spec {
    /// `_`, `-` or `0`.
    pad: Option<char>,
    upper: bool,
    swapped: bool,
    width: usize,
    modifier: Option<char>,
    /// None where the format ends before.
    code: Option<char>,
}

impl Spec {
    /// Reads one, and what follows it.
    fn read(text: &str) -> (Spec, &str) {
        let mut spec = Spec::default();
        let mut chars = text[1..].chars().peekable();
        let mut length = 1;
        while let Some(flag) = chars.next_if(|c| "_-0^#".contains(*c)) {
            match flag {
                '^' => spec.upper = true,
                '#' => spec.swapped = true,
                pad => spec.pad = Some(pad),
            }
            length += 1;
        }
        while let Some(digit) = chars.next_if(char::is_ascii_digit) {
            let digit = digit as usize - '0' as usize;
            spec.width = spec.width.saturating_mul(10).saturating_add(digit);
            length += 1;
        }
        if let Some(modifier) = chars.next_if(|c| matches!(c, 'E' | 'O')) {
            spec.modifier = Some(modifier);
            length += 1;
        }
        spec.code = chars.next();
        length += spec.code.map_or(0, char::len_utf8);
        (spec, &text[length..])
    }

    /// A number of at least so many digits, filled with zeros unless a flag says otherwise.
    fn number(&self, value: i64, digits: usize, pad: char, room: usize) -> String {
        let pad = self.pad.unwrap_or(pad);
        let width = self.width.min(room);
        if pad == '-' {
            return format!("{value:width$}");
        }
        let width = width.max(digits);
        match pad {
            '_' => format!("{value:width$}"),
            _ => format!("{value:0width$}"),
        }
    }

    fn text(&self, text: &str, room: usize) -> String {
        let text = if self.upper {
            text.to_uppercase()
        } else {
            text.to_owned()
        };
        let width = self.width.min(room);
        match self.pad {
            Some('0') => format!("{text:0>width$}"),
            _ => format!("{text:>width$}"),
        }
    }
}

/// What is written.
#[derive(Clone, Copy)]
struct Shown<'m> {
    moment: &'m Moment,
    days: &'m Days,
    zone: &'m Zone,
}

impl Shown<'_> {
    /// Nothing if there is no such directive.
    fn directive(self, code: char, spec: &Spec, room: usize) -> Option<String> {
        let refused = match spec.modifier {
            None => false,
            Some('E') => !"cCxXyYnprtPRTszZ".contains(code),
            Some(_) => "aAcCDFxXY%".contains(code),
        };
        if refused {
            return None;
        }
        if let Some((value, digits, pad)) = self.number(code) {
            return Some(spec.number(value, digits, pad, room));
        }
        if let Some(parts) = parts(code) {
            return Some(spec.text(&written(self.moment, self.days, parts, self.zone), room));
        }
        if code == 'z' {
            let Some(seconds) = self.zone.offset else {
                return Some(String::new());
            };
            let sign = if seconds < 0 { '-' } else { '+' };
            let minutes = seconds.abs() / 60;
            let number = spec.number(minutes / 60 * 100 + minutes % 60, 4, '0', room);
            return Some(format!("{sign}{number}"));
        }
        let name = self.name(code, spec)?;
        Some(spec.text(&name, room))
    }

    /// A number, how many digits it has at least, and what it is filled with.
    fn number(self, code: char) -> Option<(i64, usize, char)> {
        let Moment {
            year,
            month,
            day,
            hour,
            minute,
            second,
            ..
        } = *self.moment;
        let Days { weekday, of_year } = *self.days;
        let (iso_year, iso_week, _) = calendar::iso_calendar(year, self.moment.ordinal());
        let twelve = (hour + 11) % 12 + 1;
        Some(match code {
            'Y' => (year, 1, '0'),
            'C' => (year.div_euclid(100), 1, '0'),
            'y' => (year.rem_euclid(100), 2, '0'),
            'm' => (month, 2, '0'),
            'd' => (day, 2, '0'),
            'e' => (day, 2, '_'),
            'H' => (hour, 2, '0'),
            'k' => (hour, 2, '_'),
            'I' => (twelve, 2, '0'),
            'l' => (twelve, 2, '_'),
            'M' => (minute, 2, '0'),
            'S' => (second, 2, '0'),
            'j' => (of_year, 3, '0'),
            'w' => ((weekday + 1) % 7, 1, '0'),
            'u' => (weekday + 1, 1, '0'),
            'U' => ((of_year + 6 - (weekday + 1) % 7) / 7, 2, '0'),
            'W' => ((of_year + 6 - weekday) / 7, 2, '0'),
            'G' => (iso_year, 1, '0'),
            'g' => (iso_year.rem_euclid(100), 2, '0'),
            'V' => (iso_week, 2, '0'),
            // The clock of the machine shows UTC.
            's' => (self.since_epoch(), 1, '0'),
            _ => return None,
        })
    }

    fn since_epoch(self) -> i64 {
        let days = self.moment.ordinal() - calendar::EPOCH;
        days * 86_400 + self.moment.of_day().div_euclid(1_000_000)
    }

    fn name(self, code: char, spec: &Spec) -> Option<String> {
        let month = MONTHS[(self.moment.month - 1) as usize];
        let day = WEEKDAYS[self.days.weekday as usize];
        let half = if self.moment.hour < 12 { "AM" } else { "PM" };
        let (text, swapped) = match code {
            'a' => (&day[..3], day[..3].to_uppercase()),
            'A' => (day, day.to_uppercase()),
            'b' | 'h' => (&month[..3], month[..3].to_uppercase()),
            'B' => (month, month.to_uppercase()),
            'p' => (half, half.to_lowercase()),
            'P' => return Some(half.to_lowercase()),
            'Z' => (self.zone.name.as_str(), self.zone.name.to_lowercase()),
            'n' => ("\n", "\n".to_owned()),
            't' => ("\t", "\t".to_owned()),
            '%' => ("%", "%".to_owned()),
            _ => return None,
        };
        Some(if spec.swapped {
            swapped
        } else {
            text.to_owned()
        })
    }
}

/// Directives that stand for several.
fn parts(code: char) -> Option<&'static str> {
    Some(match code {
        'F' => "%Y-%m-%d",
        'T' | 'X' => "%H:%M:%S",
        'R' => "%H:%M",
        'r' => "%I:%M:%S %p",
        'D' | 'x' => "%m/%d/%y",
        'c' => "%a %b %e %H:%M:%S %Y",
        _ => return None,
    })
}

fn zone_name(vm: &mut Vm, moment: &Moment) -> Result<Value, Raised> {
    let of = (moment.class == Type::DateTime).then_some(moment);
    super::zones::name(vm, moment.zone, of)
}
