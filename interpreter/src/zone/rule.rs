//! The rule at the end of a TZif file, for all times after its last change: `CET-1CEST,M3.5.0,M10.5.0/3` (POSIX, section 8.3).

use super::Local;

const DAY: i64 = 86_400;

/// Standard time, and daylight saving from one time of the year to another.
pub struct Rule<'a> {
    standard: Local<'a>,
    saving: Option<Saving<'a>>,
}

struct Saving<'a> {
    local: Local<'a>,
    start: Change,
    end: Change,
}

/// A day of the year and the wall clock's time on it, in seconds.
#[derive(Clone, Copy)]
struct Change {
    day: Day,
    at: i64,
}

#[derive(Clone, Copy)]
enum Day {
    /// 1 to 365; 29 February has none.
    Julian(i64),
    /// 0 to 365.
    OfYear(i64),
    /// Month, week (5 is the last), day of the week from Sunday.
    OfWeek(i64, i64, i64),
}

impl<'a> Rule<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let mut reader = Reader { rest: text };
        let name = reader.name()?;
        let offset = -reader.clock()?;
        let standard = Local {
            offset,
            dst: 0,
            name,
        };
        if reader.rest.is_empty() {
            return Some(Self {
                standard,
                saving: None,
            });
        }
        let name = reader.name()?;
        let offset = match reader.rest.chars().next() {
            Some(',') | None => offset + 3600,
            _ => -reader.clock()?,
        };
        let local = Local {
            offset,
            dst: offset - standard.offset,
            name,
        };
        let saving = Saving {
            local,
            start: reader.change()?,
            end: reader.change()?,
        };
        Some(Self {
            standard,
            saving: Some(saving),
        })
    }

    pub(super) fn is_fixed(&self) -> bool {
        self.saving.is_none()
    }

    pub(super) fn standard(&self) -> Local<'a> {
        self.standard
    }

    pub(super) fn at_local(&self, seconds: i64, fold: bool, year: i64) -> Local<'a> {
        let Some(saving) = &self.saving else {
            return self.standard;
        };
        let difference = saving.local.offset - self.standard.offset;
        let (mut start, mut end) = (saving.start.in_year(year), saving.end.in_year(year));
        if fold == (difference >= 0) {
            end -= difference;
        } else {
            start += difference;
        }
        if between(seconds, start, end) {
            saving.local
        } else {
            self.standard
        }
    }

    pub(super) fn at_utc(&self, seconds: i64, year: i64) -> (Local<'a>, bool) {
        let Some(saving) = &self.saving else {
            return (self.standard, false);
        };
        let difference = saving.local.offset - self.standard.offset;
        let start = saving.start.in_year(year) - self.standard.offset;
        let end = saving.end.in_year(year) - saving.local.offset;
        let ambiguous = if difference > 0 {
            end..end + difference
        } else {
            start..start - difference
        };
        let local = if between(seconds, start, end) {
            saving.local
        } else {
            self.standard
        };
        (local, ambiguous.contains(&seconds))
    }
}

/// South of the equator it starts late in the year and ends in the next.
fn between(seconds: i64, start: i64, end: i64) -> bool {
    if start < end {
        (start..end).contains(&seconds)
    } else {
        !(end..start).contains(&seconds)
    }
}

impl Change {
    /// Seconds of the wall clock since 1970.
    fn in_year(self, year: i64) -> i64 {
        let first = days_to(year);
        let leap = days_to(year + 1) - first == 366;
        let day = match self.day {
            Day::Julian(day) => day - 1 + i64::from(leap && day > 59),
            Day::OfYear(day) => day,
            Day::OfWeek(month, week, weekday) => of_week(first, leap, month, week, weekday),
        };
        (first + day) * DAY + self.at
    }
}

/// Days from 1970 to the beginning of a year.
fn days_to(year: i64) -> i64 {
    let before = year - 1;
    before * 365 + before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400) - 719_162
}

fn of_week(first: i64, leap: bool, month: i64, week: i64, weekday: i64) -> i64 {
    let lengths = [
        31,
        28 + i64::from(leap),
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let before: i64 = lengths[..month as usize - 1].iter().sum();
    // 1 January 1970 was a Thursday.
    let starts_on = (first + before + 4).rem_euclid(7);
    let mut day = (weekday - starts_on).rem_euclid(7) + (week - 1) * 7;
    if day >= lengths[month as usize - 1] {
        day -= 7;
    }
    before + day
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn name(&mut self) -> Option<&'a str> {
        if let Some(quoted) = self.rest.strip_prefix('<') {
            let (name, rest) = quoted.split_once('>')?;
            self.rest = rest;
            return Some(name);
        }
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!name.is_empty()).then_some(name)
    }

    fn number(&mut self) -> Option<i64> {
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        digits.parse().ok()
    }

    fn eat(&mut self, text: char) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    fn clock(&mut self) -> Option<i64> {
        let negative = self.eat('-');
        if !negative {
            self.eat('+');
        }
        let mut seconds = self.number()? * 3600;
        if self.eat(':') {
            seconds += self.number()? * 60;
            if self.eat(':') {
                seconds += self.number()?;
            }
        }
        Some(if negative { -seconds } else { seconds })
    }

    /// `,M3.5.0/2` and the like.
    fn change(&mut self) -> Option<Change> {
        if !self.eat(',') {
            return None;
        }
        let day = if self.eat('M') {
            let month = self.number().filter(|month| (1..=12).contains(month))?;
            self.eat('.');
            let week = self.number()?;
            self.eat('.');
            Day::OfWeek(month, week, self.number()?)
        } else if self.eat('J') {
            Day::Julian(self.number()?)
        } else {
            Day::OfYear(self.number()?)
        };
        let at = if self.eat('/') {
            self.clock()?
        } else {
            2 * 3600
        };
        Some(Change { day, at })
    }
}
