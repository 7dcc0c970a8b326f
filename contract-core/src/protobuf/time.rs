//! Timestamps and durations as texts.

/// Seconds in a day.
const DAY: i64 = 86_400;
/// The first and last second of years 1 and 9999.
const RANGE: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;
/// Ten thousand years.
const MOST_SECONDS: i64 = 315_576_000_000;

/// `2026-01-31T10:00:00.500Z`, with as many triples of digits as needed; `None` out of range.
pub(super) fn print_timestamp(seconds: i64, nanos: i64) -> Option<String> {
    if !RANGE.contains(&seconds) || !(0..1_000_000_000).contains(&nanos) {
        return None;
    }
    let (day, second) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
    let (year, month, day) = civil(day);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{}Z", fraction(nanos)))
}

/// `1.500s`; `None` out of range.
pub(super) fn print_duration(seconds: i64, nanos: i64) -> Option<String> {
    let agree = seconds == 0 || nanos == 0 || (seconds < 0) == (nanos < 0);
    let is_in_range =
        (-MOST_SECONDS..=MOST_SECONDS).contains(&seconds) && (-999_999_999..=999_999_999).contains(&nanos);
    if !is_in_range || !agree {
        return None;
    }
    let sign = if seconds < 0 || nanos < 0 { "-" } else { "" };
    Some(format!("{sign}{}{}s", seconds.abs(), fraction(nanos.abs())))
}

fn fraction(nanos: i64) -> String {
    match nanos {
        0 => String::new(),
        nanos if nanos % 1_000_000 == 0 => format!(".{:03}", nanos / 1_000_000),
        nanos if nanos % 1_000 == 0 => format!(".{:06}", nanos / 1_000),
        nanos => format!(".{nanos:09}"),
    }
}

/// Year, month and day of a day counted from 1970, by the calendar of today.
fn civil(day: i64) -> (i64, i64, i64) {
    // Eras of 400 years that begin in March, so that leap days come last.
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

/// The day counted from 1970 of a date.
fn day_of(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let of_era = year.rem_euclid(400) * 365 + year.rem_euclid(400) / 4 - year.rem_euclid(400) / 100 + of_year;
    era * 146_097 + of_era - 719_468
}

/// Seconds and nanoseconds of an RFC 3339 text.
pub(super) fn parse_timestamp(text: &str) -> Option<(i64, i64)> {
    let number = |range: std::ops::Range<usize>| digits(text.get(range)?);
    let separators = [(4, b"-"), (7, b"-"), (10, b"Tt"), (13, b":"), (16, b":")] as [(usize, &[u8]); 5];
    let fits = |(at, allowed): &(usize, &[u8])| text.as_bytes().get(*at).is_some_and(|byte| allowed.contains(byte));
    if !separators.iter().all(fits) {
        return None;
    }
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    let days = day_of(year, month, day);
    if civil(days) != (year, month, day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let rest = text.get(19..)?;
    let length = rest.strip_prefix('.').map_or(0, |rest| 1 + rest.bytes().take_while(u8::is_ascii_digit).count());
    let nanos = match rest.get(..length)? {
        "" => 0,
        fraction if (2..=10).contains(&length) => digits(&format!("{:0<9}", &fraction[1..]))?,
        _ => return None,
    };
    let seconds = days * DAY + hour * 3600 + minute * 60 + second - offset(rest.get(length..)?)?;
    RANGE.contains(&seconds).then_some((seconds, nanos))
}

fn digits(text: &str) -> Option<i64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// How far ahead of UTC a time is, in seconds.
fn offset(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, text) =
        text.strip_prefix('-').map_or_else(|| text.strip_prefix('+').map(|text| (1, text)), |text| Some((-1, text)))?;
    let (hours, minutes) = text.split_once(':').filter(|(hours, minutes)| hours.len() == 2 && minutes.len() == 2)?;
    Some(sign * (digits(hours)? * 3600 + digits(minutes)? * 60))
}

/// Seconds and nanoseconds of a text such as `1.5s`.
pub(super) fn parse_duration(text: &str) -> Option<(i64, i64)> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let digits = digits.strip_suffix('s')?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) || fraction.len() > 9 {
        return None;
    }
    let seconds = whole.parse::<i64>().ok().filter(|seconds| *seconds <= MOST_SECONDS)?;
    let nanos: i64 = format!("{fraction:0<9}").parse().ok()?;
    Some((sign * seconds, sign * nanos))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_printed_and_read() {
        for (text, seconds, nanos) in [
            ("1970-01-01T00:00:00Z", 0, 0),
            ("1969-12-31T23:59:59.500Z", -1, 500_000_000),
            ("2000-02-29T12:30:01.000001Z", 951_827_401, 1_000),
            ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999),
            ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
        ] {
            assert_eq!(print_timestamp(seconds, nanos).as_deref(), Some(text));
            assert_eq!(parse_timestamp(text), Some((seconds, nanos)), "{text}");
        }
        assert_eq!(parse_timestamp("2026-01-31T10:00:00+01:00"), Some((1_769_850_000, 0)));
        assert_eq!(print_timestamp(0, -1), None);
        for malformed in
            ["yesterday", "2026-02-29T00:00:00Z", "2026-01-31 10:00:00Z", "2026-01-31T10:00:00", "2026-01-31T24:00:00Z"]
        {
            assert_eq!(parse_timestamp(malformed), None, "{malformed}");
        }
        assert_eq!(parse_timestamp("2026-01-31T10:00:00.1Z"), Some((1_769_853_600, 100_000_000)));
    }

    #[test]
    fn durations_are_printed_and_read() {
        for (text, seconds, nanos) in [
            ("1.500s", 1, 500_000_000),
            ("0s", 0, 0),
            ("-0.000000001s", 0, -1),
            ("-3s", -3, 0),
            ("315576000000s", 315_576_000_000, 0),
        ] {
            assert_eq!(print_duration(seconds, nanos).as_deref(), Some(text));
            assert_eq!(parse_duration(text), Some((seconds, nanos)), "{text}");
        }
        assert_eq!(parse_duration("1.5s"), Some((1, 500_000_000)));
        for malformed in ["", "s", "1", "1.s", ".5s", "1.0000000001s", "+1s", "315576000001s"] {
            assert_eq!(parse_duration(malformed), None, "{malformed}");
        }
        for (seconds, nanos) in [(1, -1), (i64::MIN, 0), (0, i64::MIN), (i64::MAX, 0)] {
            assert_eq!(print_duration(seconds, nanos), None, "{seconds} {nanos}");
        }
    }
}
