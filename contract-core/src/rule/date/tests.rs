//! Which texts follow which date patterns.

use super::*;
use crate::rule::{Rule, tests::in_body};

/// Whether each text follows the pattern: those before the bar do, those behind it do not.
fn judged(pattern: &str, follow: &[&str], differ: &[&str]) {
    let format = Format::parse(pattern).unwrap();
    for text in follow {
        assert!(format.matches(text), "`{text}` follows `{pattern}`");
    }
    for text in differ {
        assert!(!format.matches(text), "`{text}` does not follow `{pattern}`");
    }
}

#[test]
fn dates_must_exist() {
    let leap_years = ["2024-02-29", "2000-02-29", "2023-12-31", "+12024-01-01", "-0001-01-01"];
    let wrong = ["2023-02-29", "1900-02-29", "2023-04-31", "2023-13-01", "2023-00-10", "2023-01-00", "2023-1-01", ""];
    judged(DEFAULT_DATE, &leap_years, &wrong);
    judged(DEFAULT_DATE, &[], &["202-01-01", "2023-01-01 ", " 2023-01-01", "2023-01-01T00:00:00Z", "٢٠٢٣-01-01"]);
    judged("dd/MM/yy", &["29/02/24", "01/01/00"], &["29/02/23", "1/01/24", "01/01/2024"]);
    judged("d.M.y", &["1.1.2024", "31.12.24", "01.01.1"], &["32.1.2024", "1.13.2024"]);
    judged("yyyy-MM-dd", &["+20000-01-01", "-0001-01-01"], &["20000-01-01", "+2000-01-01"]);
    judged("y-MM-dd", &["20000-01-01", "-1-01-01"], &["+2000-01-01"]);
    judged("yyyyMMdd", &["20240229"], &["20230229", "2024229", "202401231"]);
    judged("yyMMdd", &["240229"], &["20240229", "240230"]);
    judged("yyyyDDD", &["2024366", "2023365"], &["2023366", "2023000"]);
    judged("MM-dd", &["02-29"], &["02-30"]);
}

#[test]
fn times_must_exist() {
    judged(DEFAULT_TIME, &["00:00:00", "23:59:59"], &["24:00:00", "12:60:00", "12:00:60", "1:00:00", "12:00"]);
    judged("HHmmssSSS", &["235959123"], &["23595912", "2359591234"]);
    judged("h:mm a", &["1:05 PM", "12:59 am"], &["0:10 AM", "13:00 PM", "1:05 XM"]);
    judged("K kk", &["0 24", "11 01"], &["12 24", "1 00"]);
    judged("H:m:s.S", &["7:5:1.0"], &["7:5:1.", "7:5:1.00"]);
    judged("A n N", &["86399999 999999999 86399999999999"], &["86400000 0 0"]);
}

#[test]
fn offsets_have_the_width_their_letters_ask_for() {
    judged("X", &["Z", "-08", "+0530"], &["+5", "+05:30", "z", ""]);
    judged("XX", &["Z", "-0800"], &["-08", "-08:00"]);
    judged("XXX", &["Z", "-08:00", "+18:00"], &["-0800", "-08", "+18:01", "+02:60"]);
    judged("XXXX", &["Z", "-0800", "-080030"], &["-08:00"]);
    judged("XXXXX", &["Z", "-08:00", "-08:00:30"], &["-0800"]);
    judged("xxx", &["+00:00"], &["Z"]);
    judged("Z", &["+0000", "-1130"], &["Z", "+00:00"]);
    judged("ZZZZ", &["GMT+08:00", "GMT"], &["+0800"]);
    judged("ZZZZZ", &["+08:00", "Z"], &["+0800"]);
    judged("O", &["GMT+8", "GMT", "GMT-11:30"], &["UTC+8", "GMT+19"]);
    judged("VV", &["Europe/Vienna", "UTC", "Z", "+02:00", "America/Argentina/Buenos_Aires"], &["", "1/2", "Europe/"]);
    judged("HH:mm VV", &["10:00 EST5EDT"], &["10:00 xyzzy", "10:00 no zone at all", "10:00 Europe/Vi enna"]);
    judged("HH:mm z", &["10:00 PST", "10:00 GMT+2"], &["10:00 ", "10:00"]);
    judged("HH:mm zzzz '('VV')'", &["10:00 Pacific Standard Time (America/Los_Angeles)"], &["10:00 (UTC)"]);
}

#[test]
fn names_are_english_and_weekdays_agree_with_their_date() {
    let http_date = "EEE, dd MMM yyyy HH:mm:ss z";
    judged(http_date, &["Thu, 29 Feb 2024 12:00:00 GMT"], &["Fri, 29 Feb 2024 12:00:00 GMT"]);
    judged("EEEE d MMMM", &["Monday 3 May", "Sunday 29 February"], &["Mon 3 May", "Monday 3 Feb", "monday 3 May"]);
    judged("MMMMM EEEEE", &["J M"], &["Q M"]);
    judged("LLL e c", &["Sep 1 7"], &["Sept 1 7", "Sep 0 7"]);
    judged("QQ Q QQQ QQQQ", &["04 1 Q2 3rd quarter"], &["05 1 Q2 3rd quarter"]);
    judged("yyyy G", &["0044 BC", "2024 AD"], &["2024 XX"]);
    judged("YYYY-'W'ww-e", &["2024-W53-7"], &["2024-W54-7"]);
}

#[test]
fn literals_and_optional_sections() {
    let optional = "yyyy-MM-dd['T'HH:mm[:ss[.SSS]]][XXX]";
    judged(
        optional,
        &["2024-01-01", "2024-01-01T10:00", "2024-01-01T10:00:00Z", "2024-01-01T10:00:00.123+01:00", "2024-01-01Z"],
        &["2024-01-01T", "2024-01-01T10:00.123", "2024-01-01T10"],
    );
    judged("h 'o''clock' a", &["5 o'clock pm"], &["5 oclock pm"]);
    judged("''yy", &["'24"], &["24"]);
    judged("ppH", &[" 7", "17"], &["x7"]);
    judged("yyyy年MM月", &["2024年05月"], &["2024-05"]);
    judged("", &[""], &["x"]);
    judged(DEFAULT_DATETIME, &["2024-02-29T23:59:59+01:00"], &["2024-02-29T23:59:59", "2024-02-29 23:59:59Z"]);
}

#[test]
fn a_pattern_made_to_take_forever_ends() {
    let format = Format::parse(&"[z][V]".repeat(80)).unwrap();
    assert!(!format.matches(&"a".repeat(300).replace("aaa", "aa!")));
}

#[test]
fn the_rules_apply_to_strings_and_say_what_they_wanted() {
    let rule = Rule::Date(Format::parse(DEFAULT_DATE).unwrap());
    assert_eq!(in_body(&rule, "\"2024-01-01\"", "\"2000-12-31\""), None);
    assert!(in_body(&rule, "\"2024-01-01\"", "\"31.12.2000\"").unwrap().contains(DEFAULT_DATE));
    assert!(in_body(&Rule::Time(Format::parse("HH").unwrap()), "\"10\"", "10").is_some());
}
