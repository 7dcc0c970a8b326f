//! Moments as people read them: how long ago, then the day; always with the full stamp at hand.

use crate::domain::Moment;
use jiff::Timestamp;
use jiff::tz::TimeZone;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A moment in words and in full, in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct When {
    /// For machines: `2026-11-20T08:21:04Z`.
    pub(crate) iso: String,
    /// In full: `2026-11-20 08:21:04 UTC`.
    pub(crate) full: String,
    /// In words: `2 h ago`, `yesterday`, `17 Nov`.
    pub(crate) words: String,
    /// As the start of something that lasts: `today 08:21`, `17 Nov 14:02`.
    pub(crate) stamp: String,
}

impl When {
    /// `moment` as seen at `now`.
    pub(crate) fn new(moment: Moment, now: Moment) -> Self {
        let date = Timestamp::from_second(moment.seconds()).unwrap_or_default().to_zoned(TimeZone::UTC);
        let today = Timestamp::from_second(now.seconds()).unwrap_or_default().to_zoned(TimeZone::UTC);
        let age = now.seconds() - moment.seconds();
        let words = match age {
            ..0 => date.strftime("%Y-%m-%d %H:%M").to_string(),
            0..MINUTE => "just now".to_owned(),
            MINUTE..HOUR => format!("{} min ago", age / MINUTE),
            HOUR..DAY => format!("{} h ago", age / HOUR),
            _ if age < 2 * DAY => "yesterday".to_owned(),
            _ if age < 7 * DAY => format!("{} days ago", age / DAY),
            _ if date.year() == today.year() => date.strftime("%-d %b").to_string(),
            _ => date.strftime("%-d %b %Y").to_string(),
        };
        let stamp = match (date.date() == today.date(), date.year() == today.year()) {
            (true, _) => date.strftime("today %H:%M"),
            (false, true) => date.strftime("%-d %b %H:%M"),
            (false, false) => date.strftime("%-d %b %Y"),
        };
        let (iso, full) = (date.strftime("%Y-%m-%dT%H:%M:%SZ"), date.strftime("%Y-%m-%d %H:%M:%S UTC"));
        Self { stamp: stamp.to_string(), iso: iso.to_string(), full: full.to_string(), words }
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, HOUR, MINUTE, When};
    use crate::domain::Moment;

    #[test]
    fn ages_become_words_and_after_a_week_days() {
        let now = Moment(1_763_634_064_000);
        let cases = [
            (0, "just now"),
            (59, "just now"),
            (12 * MINUTE, "12 min ago"),
            (2 * HOUR, "2 h ago"),
            (DAY, "yesterday"),
            (5 * DAY, "5 days ago"),
            (8 * DAY, "12 Nov"),
            (365 * DAY, "20 Nov 2024"),
            (-HOUR, "2025-11-20 11:21"),
        ];
        for (age, words) in cases {
            assert_eq!(When::new(Moment(now.0 - age * 1000), now).words, words);
        }
        let stamp = |age: i64| When::new(Moment(now.0 - age * 1000), now).stamp;
        assert_eq!([stamp(HOUR), stamp(DAY), stamp(365 * DAY)], ["today 09:21", "19 Nov 10:21", "20 Nov 2024"]);
        let when = When::new(now, now);
        assert_eq!((when.iso.as_str(), when.full.as_str()), ("2025-11-20T10:21:04Z", "2025-11-20 10:21:04 UTC"));
    }
}
