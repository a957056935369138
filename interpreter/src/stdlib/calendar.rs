//! The proleptic Gregorian calendar, as pure functions.

/// The year of a day counted from 1970, however far.
pub(super) fn year_of(day: i64) -> i64 {
    // Years that begin in March, by the 400 years that repeat.
    let day = day + 719_468;
    let (era, of_era) = (day.div_euclid(146_097), day.rem_euclid(146_097));
    let of_era_year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * of_era_year + of_era_year / 4 - of_era_year / 100);
    of_era_year + era * 400 + i64::from(of_year >= 306)
}

/// Days before the given month of a year that is no leap year.
const BEFORE_MONTH: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
/// `date(1970, 1, 1).toordinal()`.
pub(super) const EPOCH: i64 = 719_163;
/// `date.max.toordinal()`.
pub(super) const LAST: i64 = 3_652_059;
pub(super) const DAY_MICROS: i64 = 86_400_000_000;

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
pub(super) const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub(super) fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn days_before_year(year: i64) -> i64 {
    let before = year - 1;
    before * 365 + before / 4 - before / 100 + before / 400
}

/// Days of the year up to and with this one.
pub(super) fn day_of_year(year: i64, month: i64, day: i64) -> i64 {
    BEFORE_MONTH[(month - 1) as usize] + i64::from(month > 2 && is_leap(year)) + day
}

/// 0001-01-01 is 1.
pub(super) fn ordinal(year: i64, month: i64, day: i64) -> i64 {
    days_before_year(year) + day_of_year(year, month, day)
}

/// The year, month and day of an ordinal in range.
pub(super) fn from_ordinal(ordinal: i64) -> (i64, i64, i64) {
    let mut year = (ordinal - 1) * 400 / 146_097 + 1;
    while days_before_year(year + 1) < ordinal {
        year += 1;
    }
    while days_before_year(year) >= ordinal {
        year -= 1;
    }
    let of_year = ordinal - days_before_year(year);
    let month = (1..=12)
        .rev()
        .find(|month| day_of_year(year, *month, 0) < of_year)
        .unwrap_or(1);
    (year, month, of_year - day_of_year(year, month, 0))
}

/// Monday is 0.
pub(super) fn weekday(ordinal: i64) -> i64 {
    (ordinal + 6).rem_euclid(7)
}

/// The ordinal of the Monday of an ISO year's first week.
pub(super) fn iso_week_one(year: i64) -> i64 {
    let first = ordinal(year, 1, 1);
    let weekday = weekday(first);
    first - weekday + if weekday > 3 { 7 } else { 0 }
}

/// ISO year, week and weekday.
pub(super) fn iso_calendar(year: i64, at: i64) -> (i64, i64, i64) {
    let of = if at < iso_week_one(year) {
        year - 1
    } else if at >= iso_week_one(year + 1) {
        year + 1
    } else {
        year
    };
    let days = at - iso_week_one(of);
    (of, days / 7 + 1, days % 7 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_go_both_ways() {
        for at in (1..=LAST).step_by(97) {
            let (year, month, day) = from_ordinal(at);
            assert_eq!(ordinal(year, month, day), at);
        }
        assert_eq!(from_ordinal(EPOCH), (1970, 1, 1));
        assert_eq!(from_ordinal(LAST), (9999, 12, 31));
        assert_eq!(from_ordinal(ordinal(2024, 2, 29)), (2024, 2, 29));
    }

    #[test]
    fn weeks_are_isos() {
        let of = |year, month, day| iso_calendar(year, ordinal(year, month, day));
        assert_eq!(of(2026, 11, 23), (2026, 48, 1));
        assert_eq!(of(2021, 1, 3), (2020, 53, 7));
        assert_eq!(of(2024, 12, 30), (2025, 1, 1));
    }
}
