//! A point in time, as the database keeps it and as the wire prints it.

use std::fmt;

/// Milliseconds since 1970 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// The same moment as whole seconds, for headers and ages.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }
}

/// Prints as the ecosystem's clients expect it: `2021-09-01T00:07:21+00:00`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_second(self.seconds()) {
            Ok(moment) => write!(f, "{}", moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")),
            Err(_) => f.write_str("1970-01-01T00:00:00+00:00"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn a_moment_prints_in_utc_with_an_offset() {
        assert_eq!(Moment(1_630_454_841_999).to_string(), "2021-09-01T00:07:21+00:00");
    }
}
