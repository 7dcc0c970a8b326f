//! Whether the fields of a date agree with each other: the calendar.

/// What a field's value says about the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// The year; of two digits, those of this century.
    Year,
    /// The month, from 1.
    Month,
    /// The day of the month, from 1.
    Day,
    /// The day of the year, from 1.
    DayOfYear,
    /// The day of the week, Monday first, from 1.
    Weekday,
    /// The era, so that years may count backwards.
    Era,
    /// Nothing another field depends on.
    Other,
}

/// The fields of a date read so far.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    day_of_year: Option<i64>,
    weekday: Option<i64>,
    era: Option<i64>,
}

impl Seen {
    /// The same with one more field.
    pub(super) fn with(mut self, slot: Slot, value: i64) -> Self {
        match slot {
            Slot::Year => self.year = Some(value),
            Slot::Month => self.month = Some(value),
            Slot::Day => self.day = Some(value),
            Slot::DayOfYear => self.day_of_year = Some(value),
            Slot::Weekday => self.weekday = Some(value),
            Slot::Era => self.era = Some(value),
            Slot::Other => {}
        }
        self
    }

    /// Whether there is such a day; what is not known is given the benefit of the doubt.
    pub(super) fn is_real(self) -> bool {
        let year = self.year.filter(|_| self.era.is_none());
        let leap = year.is_none_or(is_leap);
        let day_exists = match (self.month, self.day) {
            (Some(month), Some(day)) => day <= days_in(month, leap),
            _ => true,
        };
        let day_of_year_exists = self.day_of_year.is_none_or(|day| leap || day <= 365);
        let weekday_agrees = match (year, self.month, self.day, self.weekday) {
            (Some(year), Some(month), Some(day), Some(weekday)) => weekday_of(year, month, day) == weekday,
            _ => true,
        };
        day_exists && day_of_year_exists && weekday_agrees
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(month: i64, leap: bool) -> i64 {
    match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Monday is 1.
fn weekday_of(year: i64, month: i64, day: i64) -> i64 {
    let before = year - 1;
    let leap_days = before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
    let in_months: i64 = (1..month).map(|month| days_in(month, is_leap(year))).sum();
    // The first of January of the year 1 was a Monday.
    (before * 365 + leap_days + in_months + day - 1).rem_euclid(7) + 1
}

#[cfg(test)]
mod tests {
    use super::weekday_of;

    #[test]
    fn weekdays_are_known() {
        for (year, month, day, weekday) in
            [(2000, 1, 1, 6), (2024, 2, 29, 4), (1970, 1, 1, 4), (1900, 3, 1, 4), (2026, 12, 31, 4), (1, 1, 1, 1)]
        {
            assert_eq!(weekday_of(year, month, day), weekday, "{year}-{month}-{day}");
        }
    }
}
