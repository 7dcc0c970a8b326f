//! `{"type": "Date" | "Time" | "DateTime", "format"?, "expression"?}`: the present, or a moment told from it. Since V3.
//!
//! `format` is a [pattern of Java's letters](mod@crate::rule::date), `expression` a [date expression](super::expression):
//! `{"type": "Date", "format": "dd.MM.yyyy", "expression": "next monday"}` makes `07.02.2000` on the first of February 2000.
//! Without a format a date is `yyyy-MM-dd`, a time `HH:mm:ss`, both together `yyyy-MM-dd'T'HH:mm:ss.SSSXXX`. The expression
//! of a time needs no `@`.

use super::{DateExpression, DateExpressionError, Moment};
use crate::json::Json;
use crate::rule::Format;
use crate::rule::date::{DEFAULT_DATE, DEFAULT_TIME};

/// The pattern of a `DateTime` generator without one.
pub const DEFAULT_DATETIME: &str = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX";

/// What is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Date,
    Time,
    DateTime,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Date => "Date",
            Self::Time => "Time",
            Self::DateTime => "DateTime",
        }
    }

    fn format(self, format: Option<&str>) -> Result<Format, String> {
        let default = match self {
            Self::Date => DEFAULT_DATE,
            Self::Time => DEFAULT_TIME,
            Self::DateTime => DEFAULT_DATETIME,
        };
        Format::parse(format.unwrap_or(default)).map_err(|error| error.to_string())
    }

    fn expression(self, expression: Option<&str>) -> Result<DateExpression, DateExpressionError> {
        match self {
            Self::Date | Self::DateTime => DateExpression::parse(expression.unwrap_or_default()),
            Self::Time => DateExpression::parse_time(expression.unwrap_or_default()),
        }
    }

    /// Says what is wrong with a pattern and an expression, if anything.
    pub(super) fn check(self, format: Option<&str>, expression: Option<&str>) -> Result<(), String> {
        self.format(format)?;
        self.expression(expression).map(|_| ()).map_err(|error| error.to_string())
    }

    pub(super) fn make(self, format: Option<&str>, expression: Option<&str>, now: &Moment) -> Result<Json, String> {
        let format = self.format(format)?;
        let moment = self.expression(expression).and_then(|expression| expression.apply(now));
        Ok(Json::string(format.print(&moment.map_err(|error| error.to_string())?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_follow_their_pattern_and_expression() {
        let now = Moment::parse("2000-02-01T10:00:05.5+01:00").unwrap();
        for (kind, format, expression, expected) in [
            (Kind::Date, None, None, "2000-02-01"),
            (Kind::Time, None, None, "10:00:05"),
            (Kind::DateTime, None, None, "2000-02-01T10:00:05.500+01:00"),
            (Kind::Date, Some("dd.MM.yyyy"), Some("next monday"), "07.02.2000"),
            (Kind::Time, Some("H:mm"), Some("noon + 5 minutes"), "12:05"),
            (Kind::DateTime, Some("EEEE HH'h'"), Some("tomorrow @ 3 o'clock pm"), "Wednesday 15h"),
        ] {
            assert_eq!(kind.make(format, expression, &now), Ok(Json::string(expected)));
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let said = |format, expression| Kind::Date.check(format, expression).unwrap_err();
        insta::assert_snapshot!(said(Some("yyyy-JJ"), None), @"date pattern `yyyy-JJ` is malformed at offset 5: a letter without meaning; a letter that stands for itself goes in quotes, as in 'T'");
        insta::assert_snapshot!(said(None, Some("next fish")), @"date expression `next fish` is malformed at offset 5: a word or sign without meaning here");
    }
}
