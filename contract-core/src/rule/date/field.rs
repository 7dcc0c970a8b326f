//! One field of a pattern, such as `MM`: which texts it stands for. How it is printed is in `print`.

use super::calendar::Slot;
use smallvec::SmallVec;

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
pub(super) const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
pub(super) const HALVES: [&str; 2] = ["AM", "PM"];
pub(super) const DAY_PERIODS: [&str; 6] =
    ["midnight", "noon", "in the morning", "in the afternoon", "in the evening", "at night"];
pub(super) const QUARTERS: [&str; 4] = ["1st quarter", "2nd quarter", "3rd quarter", "4th quarter"];
pub(super) const SHORT_QUARTERS: [&str; 4] = ["Q1", "Q2", "Q3", "Q4"];
pub(super) const ERAS: [&str; 2] = ["Before Christ", "Anno Domini"];
pub(super) const SHORT_ERAS: [&str; 2] = ["BC", "AD"];

/// A compiled field.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    /// The letter it is written with.
    pub(super) letter: char,
    /// How often.
    pub(super) count: usize,
    slot: Slot,
    form: Form,
}

#[derive(Debug, Clone, PartialEq)]
enum Form {
    Digits { least: usize, most: usize, range: (i64, i64), sign: Sign },
    Name { names: &'static [&'static str], letters: usize, any_case: bool },
    Offset { zulu: bool, prefix: &'static str, shapes: &'static [&'static str] },
    Zone,
}

/// Which signs a number may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    None,
    /// A minus.
    Minus,
    /// A minus, and a plus exactly where there are more digits than letters.
    Exceeding,
}

/// One way to read the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    /// How much of the text it takes, in bytes.
    pub(super) length: usize,
    /// What it says.
    pub(super) value: i64,
}

/// Compiles `count` times `letter`.
pub(super) fn compile(letter: char, count: usize) -> Result<Field, &'static str> {
    let (slot, form) = meaning(letter, count)?;
    Ok(Field { letter, count, slot, form })
}

fn meaning(letter: char, count: usize) -> Result<(Slot, Form), &'static str> {
    let other = |form| Ok((Slot::Other, form));
    let number = |slot, range| upto_two(count).map(|(least, most)| (slot, digits(least, most, range)));
    match letter {
        'y' | 'u' | 'Y' => year(count),
        'M' | 'L' if count < 3 => number(Slot::Month, (1, 12)),
        'M' | 'L' => named(Slot::Month, &MONTHS, count),
        'd' => number(Slot::Day, (1, 31)),
        'D' if count <= 3 => Ok((Slot::DayOfYear, digits(count, 3, (1, 366)))),
        'E' => named(Slot::Weekday, &WEEKDAYS, count.max(3)),
        'e' | 'c' if count < 3 => other(digits(count, count, (1, 7))),
        'e' | 'c' => named(Slot::Weekday, &WEEKDAYS, count),
        'Q' | 'q' => quarter(count),
        'w' => number(Slot::Other, (1, 53)),
        'W' => number(Slot::Other, (0, 6)),
        'F' => number(Slot::Other, (1, 5)),
        'G' => era(count),
        'a' => other(Form::Name { names: &HALVES, letters: usize::MAX, any_case: true }),
        'B' => other(Form::Name { names: &DAY_PERIODS, letters: usize::MAX, any_case: true }),
        'h' => number(Slot::Other, (1, 12)),
        'K' => number(Slot::Other, (0, 11)),
        'k' => number(Slot::Other, (1, 24)),
        'H' => number(Slot::Other, (0, 23)),
        'm' | 's' => number(Slot::Other, (0, 59)),
        'S' if count <= 9 => other(digits(count, count, (0, 999_999_999))),
        'A' if count <= 18 => other(digits(count, 18, (0, 86_399_999))),
        'n' if count <= 18 => other(digits(count, 18, (0, 999_999_999))),
        'N' if count <= 18 => other(digits(count, 18, (0, 86_399_999_999_999))),
        'g' if count <= 18 => {
            other(Form::Digits { least: count, most: 18, range: (i64::MIN, i64::MAX), sign: Sign::Minus })
        }
        'V' | 'v' | 'z' => other(Form::Zone),
        'O' | 'X' | 'x' | 'Z' => offset(letter, count).and_then(other),
        'D' | 'S' | 'A' | 'n' | 'N' | 'g' => Err("too many of one letter"),
        _ => Err("a letter without meaning; a letter that stands for itself goes in quotes, as in 'T'"),
    }
}

fn digits(least: usize, most: usize, range: (i64, i64)) -> Form {
    Form::Digits { least, most, range, sign: Sign::None }
}

fn upto_two(count: usize) -> Result<(usize, usize), &'static str> {
    match count {
        1 => Ok((1, 2)),
        2 => Ok((2, 2)),
        _ => Err("too many of one letter"),
    }
}

fn year(count: usize) -> Result<(Slot, Form), &'static str> {
    let form = match count {
        2 => digits(2, 2, (0, 99)),
        _ if count <= 9 => {
            let sign = if count < 4 { Sign::Minus } else { Sign::Exceeding };
            Form::Digits { least: count, most: 9, range: (-999_999_999, 999_999_999), sign }
        }
        _ => return Err("too many of one letter"),
    };
    Ok((Slot::Year, form))
}

fn named(slot: Slot, names: &'static [&'static str], count: usize) -> Result<(Slot, Form), &'static str> {
    let (slot, letters) = match count {
        3 => (slot, 3),
        4 => (slot, usize::MAX),
        // `J` is three months at once.
        5 => (Slot::Other, 1),
        _ => return Err("too many of one letter"),
    };
    Ok((slot, Form::Name { names, letters, any_case: false }))
}

fn quarter(count: usize) -> Result<(Slot, Form), &'static str> {
    let named = |names| Form::Name { names, letters: usize::MAX, any_case: false };
    let form = match count {
        1 | 2 | 5 => digits(count % 4, count % 4, (1, 4)),
        3 => named(&SHORT_QUARTERS[..]),
        4 => named(&QUARTERS),
        _ => return Err("too many of one letter"),
    };
    Ok((Slot::Other, form))
}

fn era(count: usize) -> Result<(Slot, Form), &'static str> {
    let (names, letters) = match count {
        1..=3 => (&SHORT_ERAS, usize::MAX),
        4 => (&ERAS, usize::MAX),
        5 => (&ERAS, 1),
        _ => return Err("too many of one letter"),
    };
    Ok((Slot::Era, Form::Name { names, letters, any_case: false }))
}

/// In the shapes `h` is a digit of the hour, `m` of the minute, `s` of the second.
fn offset(letter: char, count: usize) -> Result<Form, &'static str> {
    const SHORT: &[&str] = &["hhmm", "hh"];
    const BASIC: &[&str] = &["hhmm"];
    const EXTENDED: &[&str] = &["hh:mm"];
    const BASIC_SECONDS: &[&str] = &["hhmmss", "hhmm"];
    const EXTENDED_SECONDS: &[&str] = &["hh:mm:ss", "hh:mm"];
    const LOCALIZED: &[&str] = &["hh:mm:ss", "h:mm:ss", "hh:mm", "h:mm", "hh", "h", ""];
    let plain = |shapes| Form::Offset { zulu: letter != 'x', prefix: "", shapes };
    match (letter, count) {
        ('O', _) | ('Z', 4) => Ok(Form::Offset { zulu: false, prefix: "GMT", shapes: LOCALIZED }),
        ('Z', 1..=3) => Ok(Form::Offset { zulu: false, prefix: "", shapes: BASIC }),
        (_, 1) => Ok(plain(SHORT)),
        (_, 2) => Ok(plain(BASIC)),
        (_, 3) => Ok(plain(EXTENDED)),
        (_, 4) => Ok(plain(BASIC_SECONDS)),
        (_, 5) => Ok(plain(EXTENDED_SECONDS)),
        _ => Err("too many of one letter"),
    }
}

impl Field {
    /// A field of digits right behind it keeps a year to the width of its letters, as in `yyyyMMdd`.
    pub(super) fn stand_before(&mut self, next: &Self) {
        if let Form::Digits { least: least @ 4.., most, .. } = &mut self.form
            && self.slot == Slot::Year
            && matches!(next.form, Form::Digits { .. })
        {
            *most = *least;
        }
    }

    /// What its value says about the date.
    pub(super) fn slot(&self) -> Slot {
        self.slot
    }

    /// Every way to read the beginning of `text`, the longest first.
    pub(super) fn readings(&self, text: &str) -> SmallVec<[Reading; 4]> {
        match &self.form {
            Form::Digits { least, most, range, sign } => {
                let mut readings = numbers(text, (*least, *most), *range, *sign);
                if self.slot == Slot::Year && (*least, *most) == (2, 2) {
                    readings.iter_mut().for_each(|reading| reading.value += 2000);
                }
                readings
            }
            Form::Name { names, letters, any_case } => spelled(text, names, *letters, *any_case),
            Form::Offset { zulu, prefix, shapes } => offsets(text, *zulu, prefix, shapes),
            Form::Zone => zones(text),
        }
    }
}

fn numbers(text: &str, (least, most): (usize, usize), (low, high): (i64, i64), signs: Sign) -> SmallVec<[Reading; 4]> {
    let negative = signs != Sign::None && text.starts_with('-');
    let positive = signs == Sign::Exceeding && text.starts_with('+');
    let sign = usize::from(negative || positive);
    let available = text.bytes().skip(sign).take(most).take_while(u8::is_ascii_digit).count();
    let reading = |width: usize| {
        let magnitude: i64 = text[sign..sign + width].parse().ok()?;
        let value = if negative { -magnitude } else { magnitude };
        (low..=high).contains(&value).then_some(Reading { length: sign + width, value })
    };
    let is_signed_well = |width: &usize| signs != Sign::Exceeding || negative || positive == (*width > least);
    (least..=available).rev().filter(is_signed_well).filter_map(reading).collect()
}

fn spelled(text: &str, names: &[&str], letters: usize, any_case: bool) -> SmallVec<[Reading; 4]> {
    let reading = |(value, name): (i64, &&str)| {
        let name = &name[..letters.min(name.len())];
        let start = text.get(..name.len())?;
        let same = if any_case { start.eq_ignore_ascii_case(name) } else { start == name };
        same.then_some(Reading { length: name.len(), value })
    };
    (1..).zip(names).filter_map(reading).collect()
}

fn offsets(text: &str, zulu: bool, prefix: &str, shapes: &[&str]) -> SmallVec<[Reading; 4]> {
    let mut readings = SmallVec::new();
    if zulu && text.starts_with('Z') {
        readings.push(Reading { length: 1, value: 0 });
    }
    let Some(rest) = text.strip_prefix(prefix) else { return readings };
    for shape in shapes {
        let length = if shape.is_empty() {
            Some(0)
        } else {
            rest.strip_prefix(['+', '-'])
                .and_then(|digits| digits.get(..shape.len()))
                .and_then(|digits| has_shape(digits, shape).then_some(shape.len() + 1))
        };
        readings.extend(length.map(|length| Reading { length: prefix.len() + length, value: 0 }));
    }
    readings
}

/// Offsets reach 18 hours either way.
fn has_shape(text: &str, shape: &str) -> bool {
    let mut parts = [0_u32; 3];
    for (found, wanted) in text.chars().zip(shape.chars()) {
        let part = match wanted {
            'h' => 0,
            'm' => 1,
            's' => 2,
            literal if literal == found => continue,
            _ => return false,
        };
        let Some(digit) = found.to_digit(10) else { return false };
        parts[part] = parts[part] * 10 + digit;
    }
    let [hours, minutes, seconds] = parts;
    minutes < 60 && seconds < 60 && hours * 3600 + minutes * 60 + seconds <= 18 * 3600
}

/// What has the form of a time zone: `Z`, `UTC`, `Europe/Vienna`, `GMT+2`, `+02:00`, `PST`, `Pacific Standard Time`.
fn zones(text: &str) -> SmallVec<[Reading; 4]> {
    let is_zone = |c: char| c.is_ascii_alphanumeric() || "/_+-:~. ".contains(c);
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '+' || c == '-');
    let length = if starts_well { text.find(|c| !is_zone(c)).unwrap_or(text.len()) } else { 0 };
    let ends_well = |length: &usize| text.as_bytes()[length - 1].is_ascii_alphanumeric();
    let fits = |length: &usize| ends_well(length) && is_zone_name(&text[..*length]);
    (1..=length.min(64)).rev().filter(fits).map(|length| Reading { length, value: 0 }).collect()
}

fn is_zone_name(name: &str) -> bool {
    let offset = ["UTC", "GMT", "UT"].into_iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
    let is_offset = offset.strip_prefix(['+', '-']).is_some_and(|digits| {
        (1..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
    });
    let is_word = |word: &str| word.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_region = name.contains('/') && !name.contains([' ', ':', '.']) && name.split('/').all(is_word);
    let is_short = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    let is_abbreviation = name.len() <= 7 && is_word(name) && name.chars().all(is_short);
    is_offset || is_region || is_abbreviation || name.ends_with(" Time")
}
