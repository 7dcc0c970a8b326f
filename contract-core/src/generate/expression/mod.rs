//! Date expressions: `tomorrow + 2 weeks @ 3 o'clock pm`, told from a moment to another.
//!
//! ```text
//! expression := [date] ['@' time]
//! date := [base] (op count unit)*            base: now, today, yesterday, tomorrow
//!       | ('next' | 'last') span (op count unit)*
//! time := [clock] (op count unit)*           clock: now, midnight, noon, 1..12 "o'clock" [am | pm]
//!       | ('next' | 'last') unit (op count unit)*
//! op   := '+' | '-'
//! unit := day, week, month, year; in a time hour, minute, second, millisecond; with or without a final `s`
//! span := day, week, fortnight, month, year, a weekday (`monday`, `mon`), a month (`january`, `jan`)
//! ```
//!
//! Case does not count and white space is free. What is said is done from left to right. A month that is too short for the
//! day takes its last one; `next monday` is after today even on a Monday; a month by name begins on its first day, and
//! `next` and `last` never mean the present month. `2 o'clock` is the next time a clock shows two; `12 o'clock am` is noon,
//! as in other tools of this family. Since V3.

mod parse;
mod token;

use crate::rule::date::Moment;
use jiff::civil::{Date, Time, Weekday};
use jiff::{Span, Zoned};

/// An expression, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DateExpression {
    text: String,
    steps: Vec<Step>,
}

/// An expression that cannot be read or leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("date expression `{expression}` is malformed at offset {offset}: {reason}")]
pub struct DateExpressionError {
    /// The expression.
    pub expression: String,
    /// Where, in bytes.
    pub offset: usize,
    /// What is wrong.
    pub reason: &'static str,
}

/// One change of the moment, and where the expression says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    at: usize,
    action: Action,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Add {
        count: i64,
        unit: Unit,
    },
    /// To the next such day, or the last one.
    Weekday {
        weekday: Weekday,
        next: bool,
    },
    /// To the first day of the next such month, or the last one.
    Month {
        month: i8,
        next: bool,
    },
    /// To this hour of the day.
    Hour(i8),
    /// To when a clock of twelve hours shows this one next.
    OClock(i8),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
    Hour,
    Minute,
    Second,
    Millisecond,
}

impl DateExpression {
    /// Reads an expression for a date, or for a date and time.
    pub fn parse(text: &str) -> Result<Self, DateExpressionError> {
        let steps = parse::date_and_time(text)?;
        Ok(Self { text: text.to_owned(), steps })
    }

    /// Reads an expression for a time of day, which needs no `@`.
    pub fn parse_time(text: &str) -> Result<Self, DateExpressionError> {
        let steps = if text.contains('@') { parse::date_and_time(text)? } else { parse::time(text)? };
        Ok(Self { text: text.to_owned(), steps })
    }

    /// The moment the expression leads to from `base`; an error when that is before or after all calendars.
    pub fn apply(&self, base: &Moment) -> Result<Moment, DateExpressionError> {
        let mut moment = base.zoned().clone();
        for step in &self.steps {
            moment = step.action.apply(&moment).map_err(|_| DateExpressionError {
                expression: self.text.clone(),
                offset: step.at,
                reason: "it leads beyond the years -9999 to 9999",
            })?;
        }
        Ok(moment.into())
    }
}

impl Action {
    fn apply(self, base: &Zoned) -> Result<Zoned, jiff::Error> {
        match self {
            Self::Add { count, unit } => base.checked_add(unit.times(count)?),
            Self::Weekday { weekday, next } => base.nth_weekday(if next { 1 } else { -1 }, weekday),
            Self::Month { month, next } => {
                let year = match next {
                    true if month <= base.month() => base.year() + 1,
                    false if month >= base.month() => base.year() - 1,
                    _ => base.year(),
                };
                base.with().date(Date::new(year, month, 1)?).build()
            }
            Self::Hour(hour) => base.with().time(Time::new(hour, 0, 0, 0)?).build(),
            Self::OClock(hour) => {
                let morning = Time::new(hour % 12, 0, 0, 0)?;
                let evening = Time::new(hour % 12 + 12, 0, 0, 0)?;
                match base.time() {
                    now if now < morning => base.with().time(morning).build(),
                    now if now < evening => base.with().time(evening).build(),
                    _ => base.tomorrow()?.with().time(morning).build(),
                }
            }
        }
    }
}

impl Unit {
    fn times(self, count: i64) -> Result<Span, jiff::Error> {
        let span = Span::new();
        match self {
            Self::Day => span.try_days(count),
            Self::Week => span.try_weeks(count),
            Self::Month => span.try_months(count),
            Self::Year => span.try_years(count),
            Self::Hour => span.try_hours(count),
            Self::Minute => span.try_minutes(count),
            Self::Second => span.try_seconds(count),
            Self::Millisecond => span.try_milliseconds(count),
        }
    }

    fn is_of_a_day(self) -> bool {
        matches!(self, Self::Hour | Self::Minute | Self::Second | Self::Millisecond)
    }
}

#[cfg(test)]
mod tests;
