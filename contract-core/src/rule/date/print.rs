//! Prints a moment by the tokens of a pattern, in English, with weeks as ISO 8601 counts them.

use super::field::{DAY_PERIODS, ERAS, Field, HALVES, MONTHS, QUARTERS, SHORT_ERAS, SHORT_QUARTERS, WEEKDAYS};
use super::pattern::Token;
use jiff::Zoned;
use jiff::civil::{Era, date};
use std::fmt::Write as _;

/// Prints the moment; what the pattern allows to be left out is there.
pub(super) fn print(tokens: &[Token], moment: &Zoned) -> String {
    let mut text = String::new();
    let mut padding = 0;
    for token in tokens {
        match token {
            Token::Literal(literal) => text.push_str(literal),
            Token::Optional { .. } => {}
            Token::Padding { width } => padding = *width,
            Token::Field(field) => {
                let printed = print_field(field, moment);
                let _ = write!(text, "{printed:>padding$}");
                padding = 0;
            }
        }
    }
    text
}

fn print_field(field: &Field, moment: &Zoned) -> String {
    let count = field.count;
    match field.letter {
        'y' | 'u' | 'Y' => year(field.letter, count, moment),
        'M' | 'L' if count > 2 => name(&MONTHS, i64::from(moment.month()), count),
        'E' => name(&WEEKDAYS, weekday(moment), count.max(3)),
        'e' | 'c' if count > 2 => name(&WEEKDAYS, weekday(moment), count),
        'Q' | 'q' if count == 3 => name(&SHORT_QUARTERS, quarter(moment), 4),
        'Q' | 'q' if count == 4 => name(&QUARTERS, quarter(moment), 4),
        'Q' | 'q' => format!("{:0width$}", quarter(moment), width = count % 4),
        'G' => era(count, moment),
        'a' => HALVES[usize::from(moment.hour() >= 12)].to_owned(),
        'B' => day_period(moment).to_owned(),
        'S' => format!("{:09}", moment.subsec_nanosecond()).chars().take(count).collect(),
        'V' => zone(moment),
        'v' | 'z' => moment.time_zone().to_offset_info(moment.timestamp()).abbreviation().to_owned(),
        'O' | 'X' | 'x' | 'Z' => offset(field.letter, count, moment.offset().seconds()),
        letter => signed(number(letter, moment), count),
    }
}

/// The fields that are a number and nothing else.
fn number(letter: char, moment: &Zoned) -> i64 {
    let hour = i64::from(moment.hour());
    let nanosecond = i64::from(moment.subsec_nanosecond());
    let second_of_day = hour * 3600 + i64::from(moment.minute()) * 60 + i64::from(moment.second());
    match letter {
        'M' | 'L' => i64::from(moment.month()),
        'd' => i64::from(moment.day()),
        'D' => i64::from(moment.day_of_year()),
        'e' | 'c' => weekday(moment),
        'w' => i64::from(moment.date().iso_week_date().week()),
        'W' => week_of_month(moment),
        'F' => (i64::from(moment.day()) - 1) / 7 + 1,
        'h' => (hour + 11) % 12 + 1,
        'K' => hour % 12,
        'k' => (hour + 23) % 24 + 1,
        'H' => hour,
        'm' => i64::from(moment.minute()),
        's' => i64::from(moment.second()),
        'A' => second_of_day * 1000 + nanosecond / 1_000_000,
        'n' => nanosecond,
        'N' => second_of_day * 1_000_000_000 + nanosecond,
        'g' => modified_julian_day(moment),
        // Patterns hold no other letters.
        _ => 0,
    }
}

/// Filled up with zeros to `width` digits, the sign not counted.
fn signed(number: i64, width: usize) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{:0width$}", number.unsigned_abs())
}

/// `y` counts the years of its era, `u` goes below zero, `Y` is the year the week belongs to.
fn year(letter: char, count: usize, moment: &Zoned) -> String {
    let year = match letter {
        'Y' => moment.date().iso_week_date().year(),
        'y' => moment.era_year().0,
        _ => moment.year(),
    };
    let year = i64::from(year);
    if count == 2 { format!("{:02}", year.rem_euclid(100)) } else { signed(year, count) }
}

fn name(names: &[&str], number: i64, count: usize) -> String {
    let at = usize::try_from(number - 1).unwrap_or_default();
    let letters = match count {
        3 => 3,
        5 => 1,
        _ => usize::MAX,
    };
    names.get(at).copied().unwrap_or_default().chars().take(letters).collect()
}

fn weekday(moment: &Zoned) -> i64 {
    i64::from(moment.weekday().to_monday_one_offset())
}

fn quarter(moment: &Zoned) -> i64 {
    (i64::from(moment.month()) - 1) / 3 + 1
}

fn era(count: usize, moment: &Zoned) -> String {
    let at = usize::from(moment.era_year().1 == Era::CE);
    match count {
        4 => ERAS[at].to_owned(),
        5 => ERAS[at].chars().take(1).collect(),
        _ => SHORT_ERAS[at].to_owned(),
    }
}

fn day_period(moment: &Zoned) -> &'static str {
    let sharp = moment.minute() == 0 && moment.second() == 0;
    let [midnight, noon, morning, afternoon, evening, night] = DAY_PERIODS;
    match moment.hour() {
        0 if sharp => midnight,
        12 if sharp => noon,
        6..=11 => morning,
        12..=17 => afternoon,
        18..=20 => evening,
        _ => night,
    }
}

/// Weeks begin on Monday; the first is the one with at least four days in the month.
fn week_of_month(moment: &Zoned) -> i64 {
    let day = i64::from(moment.day());
    let begin = (day - weekday(moment)).rem_euclid(7);
    let offset = if begin > 3 { 7 - begin } else { -begin };
    (7 + offset + day - 1) / 7
}

fn modified_julian_day(moment: &Zoned) -> i64 {
    let begin = date(1858, 11, 17);
    moment.date().since(begin).map_or(0, |span| i64::from(span.get_days()))
}

/// `Europe/Vienna`, or the offset where the zone has no name.
fn zone(moment: &Zoned) -> String {
    let name = moment.time_zone().iana_name().map(ToOwned::to_owned);
    name.unwrap_or_else(|| offset('X', 5, moment.offset().seconds()))
}

fn offset(letter: char, count: usize, total: i32) -> String {
    let sign = if total < 0 { '-' } else { '+' };
    let total = total.unsigned_abs();
    let (hours, minutes, seconds) = (total / 3600, total / 60 % 60, total % 60);
    match (letter, count) {
        ('O', _) | ('Z', 4) if total == 0 => "GMT".to_owned(),
        ('O', 1) if minutes == 0 => format!("GMT{sign}{hours}"),
        ('O', 1) => format!("GMT{sign}{hours}:{minutes:02}"),
        ('O', _) | ('Z', 4) => format!("GMT{sign}{hours:02}:{minutes:02}"),
        ('X', _) | ('Z', 5) if total == 0 => "Z".to_owned(),
        ('Z', 1..=3) | (_, 2) => format!("{sign}{hours:02}{minutes:02}"),
        (_, 1) if minutes == 0 => format!("{sign}{hours:02}"),
        (_, 1) => format!("{sign}{hours:02}{minutes:02}"),
        (_, 4) if seconds == 0 => format!("{sign}{hours:02}{minutes:02}"),
        (_, 4) => format!("{sign}{hours:02}{minutes:02}{seconds:02}"),
        (_, 5) if seconds != 0 => format!("{sign}{hours:02}:{minutes:02}:{seconds:02}"),
        _ => format!("{sign}{hours:02}:{minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Moment};

    fn printed(pattern: &str, moment: &str) -> String {
        Format::parse(pattern).unwrap().print(&Moment::parse(moment).unwrap())
    }

    #[test]
    fn every_letter_is_printed() {
        let moment = "2024-02-09T15:04:05.067008009+05:30";
        for (pattern, expected) in [
            ("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "2024-02-09T15:04:05.067+05:30"),
            ("yyyyMMdd HHmmssSSSSSSSSS", "20240209 150405067008009"),
            ("y yy yyy yyyyy u Y", "2024 24 2024 02024 2024 2024"),
            ("M MM MMM MMMM MMMMM L", "2 02 Feb February F 2"),
            ("d D DDD Q QQ QQQ QQQQ", "9 40 040 1 01 Q1 1st quarter"),
            ("w ww W F e ee eee EEE EEEE EEEEE", "6 06 2 2 5 05 Fri Fri Friday F"),
            ("h hh K k H a B", "3 03 3 15 15 PM in the afternoon"),
            ("m s S SS A n N g", "4 5 0 06 54245067 67008009 54245067008009 60349"),
            ("G GGGG GGGGG", "AD Anno Domini A"),
            ("X XX XXX XXXX XXXXX", "+0530 +0530 +05:30 +0530 +05:30"),
            ("x xx xxx Z ZZZZ ZZZZZ O OOOO", "+0530 +0530 +05:30 +0530 GMT+05:30 +05:30 GMT+5:30 GMT+05:30"),
            ("VV", "+05:30"),
            ("ppppd|pph", "   9| 3"),
            ("yyyy[-MM['T']HH]", "2024-02T15"),
            ("h 'o''clock'", "3 o'clock"),
            ("", ""),
        ] {
            assert_eq!(printed(pattern, moment), expected, "{pattern}");
        }
    }

    #[test]
    fn edges_of_days_and_years_are_printed() {
        for (pattern, moment, expected) in [
            ("h K k H a B", "2024-01-01T00:00Z", "12 0 24 0 AM midnight"),
            ("h K k H a B", "2024-01-01T12:00Z", "12 0 12 12 PM noon"),
            ("B", "2024-01-01T23:30Z", "at night"),
            ("X XXX x xxx Z ZZZZ ZZZZZ O VV z", "2024-01-01T00:00Z", "Z Z +00 +00:00 +0000 GMT Z GMT UTC UTC"),
            ("X O", "2024-01-01T00:00-08:00", "-08 GMT-8"),
            ("YYYY-'W'ww-e", "2024-12-30T00:00Z", "2025-W01-1"),
            ("yyyy u G", "-000043-01-01T00:00Z", "0044 -43 BC"),
            ("W", "2024-03-01T00:00Z", "0"),
        ] {
            assert_eq!(printed(pattern, moment), expected, "{pattern} {moment}");
        }
    }

    #[test]
    fn the_first_and_last_moment_of_the_calendar_are_printed() {
        let letters = "yuMLdDQqwWeEcFaBhKkHmsSAnNgVvzOXxZG";
        for moment in ["-009999-01-03T00:00Z", "9999-12-30T22:00:00.999999999Z"] {
            assert!(!printed(letters, moment).is_empty());
        }
    }

    #[test]
    fn what_is_printed_follows_the_pattern() {
        let letters = "yuMLdDQqwWeEcFaBhKkHmsSAnNgVvzOXxZG";
        for moment in ["2024-02-29T23:59:59.999999999+14:00", "2001-01-01T00:00Z", "2019-12-31T12:30:15-03:30"] {
            let moment = Moment::parse(moment).unwrap();
            for letter in letters.chars() {
                for count in 1..=9 {
                    let Ok(format) = Format::parse(&letter.to_string().repeat(count)) else { continue };
                    let text = format.print(&moment);
                    assert!(format.matches(&text), "`{text}` follows `{}`", format.as_str());
                }
            }
        }
    }
}
