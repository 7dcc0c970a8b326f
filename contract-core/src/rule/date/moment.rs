//! A point in time with its zone: what dates are made from.

use jiff::civil::Time;
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::fmt;
use std::time::SystemTime;

/// A point in time as the clocks of one place show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment(Zoned);

/// A text that is no point in time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no date and time such as `2000-01-01T10:00:00+01:00`: {reason}")]
pub struct MomentError {
    /// The text.
    pub text: String,
    /// What is wrong.
    pub reason: String,
}

impl Moment {
    /// What the clock of this machine shows, in its own time zone.
    pub fn now() -> Self {
        // A clock beyond the year 9999 is taken for one that is not set.
        let timestamp = Timestamp::try_from(SystemTime::now()).unwrap_or(Timestamp::UNIX_EPOCH);
        Self(timestamp.to_zoned(TimeZone::system()))
    }

    /// Reads an ISO 8601 date and time: `2000-01-01T10:00:00Z`, `…+01:00`, `…+01:00[Europe/Vienna]`; without an offset it is
    /// in the time zone of this machine, without a time it is midnight.
    pub fn parse(text: &str) -> Result<Self, MomentError> {
        read(text).map(Self).map_err(|error| MomentError { text: text.to_owned(), reason: error.to_string() })
    }

    pub(crate) fn zoned(&self) -> &Zoned {
        &self.0
    }
}

fn read(text: &str) -> Result<Zoned, jiff::Error> {
    if text.contains('[') {
        return text.parse();
    }
    let pieces = Pieces::parse(text)?;
    let zone = match pieces.offset() {
        None => TimeZone::system(),
        Some(PiecesOffset::Zulu) => TimeZone::UTC,
        Some(PiecesOffset::Numeric(numeric)) => TimeZone::fixed(numeric.offset()),
        Some(_) => return text.parse(),
    };
    zone.to_zoned(pieces.date().to_datetime(pieces.time().unwrap_or(Time::midnight())))
}

impl From<Zoned> for Moment {
    fn from(zoned: Zoned) -> Self {
        Self(zoned)
    }
}

/// ISO 8601 with offset and zone.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn a_moment_is_read_in_every_usual_form() {
        for (text, printed) in [
            ("2000-01-01T10:00Z", "2000-01-01T10:00:00+00:00[UTC]"),
            ("2000-01-01T10:00:00.5+05:30", "2000-01-01T10:00:00.5+05:30[+05:30]"),
            ("2000-01-01T10:00:00+00:00[UTC]", "2000-01-01T10:00:00+00:00[UTC]"),
        ] {
            assert_eq!(Moment::parse(text).unwrap().to_string(), printed);
        }
        assert!(Moment::parse("2000-01-01").is_ok());
        for bad in ["", "10:00", "2000-13-01T10:00Z", "yesterday", "2000-01-01T10:00[Nowhere/Nowhere]"] {
            assert!(Moment::parse(bad).is_err(), "{bad}");
        }
        assert!(Moment::now().zoned().year() > 2000);
    }
}
