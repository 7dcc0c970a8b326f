//! Worked values of date expressions.

use super::*;
use crate::rule::Format;

fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn applied(expression: &str, base: &str) -> String {
    let made = DateExpression::parse(expression).unwrap().apply(&moment(base)).unwrap();
    Format::parse("yyyy-MM-dd'T'HH:mm").unwrap().print(&made)
}

#[test]
fn the_worked_values_of_the_format_come_out() {
    for (expression, expected) in [
        ("", "2000-01-01T10:00"),
        ("now", "2000-01-01T10:00"),
        ("today", "2000-01-01T10:00"),
        ("tomorrow+ 4 years", "2004-01-02T10:00"),
        ("yesterday", "1999-12-31T10:00"),
        ("next week", "2000-01-08T10:00"),
        ("+ 1 week", "2000-01-08T10:00"),
        ("last month", "1999-12-01T10:00"),
        ("- 2 weeks", "1999-12-18T10:00"),
        ("next fortnight", "2000-01-15T10:00"),
        ("next monday", "2000-01-03T10:00"),
        ("next mon", "2000-01-03T10:00"),
        ("last wednesday", "1999-12-29T10:00"),
        ("last december", "1999-12-01T10:00"),
        ("next jan", "2001-01-01T10:00"),
        ("next june + 2 weeks", "2000-06-15T10:00"),
        ("last mon + 2 weeks", "2000-01-10T10:00"),
        ("+ 1 day - 2 weeks", "1999-12-19T10:00"),
        ("last december + 2 weeks + 4 days", "1999-12-19T10:00"),
        ("@ midnight", "2000-01-01T00:00"),
        ("@ 2 o'clock", "2000-01-01T14:00"),
        ("@ 1 o'clock pm", "2000-01-01T13:00"),
        ("@ + 1 hour", "2000-01-01T11:00"),
        ("@ next hour", "2000-01-01T11:00"),
        ("@ now + 2 hours - 4 minutes", "2000-01-01T11:56"),
        ("yesterday @ midnight - 1 hour", "1999-12-30T23:00"),
        ("+ 1 week @ +1 hour", "2000-01-08T11:00"),
        ("+ 4 years @ midnight", "2004-01-01T00:00"),
        ("last month @ last hour", "1999-12-01T09:00"),
    ] {
        assert_eq!(applied(expression, "2000-01-01T10:00Z"), expected, "{expression}");
    }
}

#[test]
fn what_the_worked_values_leave_open_is_settled() {
    for (expression, base, expected) in [
        ("NEXTMONDAY+2weeks@3O'CLOCKpm", "2000-01-01T10:00Z", "2000-01-17T15:00"),
        ("next saturday", "2000-01-01T10:00Z", "2000-01-08T10:00"),
        ("last sat", "2000-01-01T10:00Z", "1999-12-25T10:00"),
        ("next thurs", "2000-01-01T10:00Z", "2000-01-06T10:00"),
        ("last january", "2000-01-15T10:00Z", "1999-01-01T10:00"),
        ("+ 1 month", "2000-01-31T10:00Z", "2000-02-29T10:00"),
        ("- 1 year", "2000-02-29T10:00Z", "1999-02-28T10:00"),
        ("+ 1 month + 1 month", "2000-01-31T10:00Z", "2000-03-29T10:00"),
        ("@ noon", "2000-01-01T10:00Z", "2000-01-01T12:00"),
        ("@ 10 o'clock", "2000-01-01T10:00Z", "2000-01-01T22:00"),
        ("@ 9 o'clock", "2000-01-01T22:30Z", "2000-01-02T09:00"),
        ("@ 12 o'clock", "2000-01-01T13:00Z", "2000-01-02T00:00"),
        ("@ 12 o'clock am", "2000-01-01T10:00Z", "2000-01-01T12:00"),
        ("@ 12 o'clock pm", "2000-01-01T10:00Z", "2000-01-01T12:00"),
        ("@ 12 o'clock am + 90 seconds", "2000-01-01T10:00Z", "2000-01-01T12:01"),
        ("@ - 1 millisecond", "2000-01-01T00:00Z", "1999-12-31T23:59"),
    ] {
        assert_eq!(applied(expression, base), expected, "{expression}");
    }
}

#[test]
fn a_time_needs_no_sign_before_it() {
    for (expression, expected) in [("midnight + 90 minutes", "01:30"), ("@ noon", "12:00"), ("", "10:00")] {
        let made = DateExpression::parse_time(expression).unwrap().apply(&moment("2000-01-01T10:00Z")).unwrap();
        assert_eq!(Format::parse("HH:mm").unwrap().print(&made), expected, "{expression}");
    }
}

#[test]
fn malformed_expressions_say_where() {
    for (expression, offset) in [
        ("fish", 0),
        ("+", 1),
        ("+ week", 2),
        ("+ 1", 3),
        ("+ 1 fish", 4),
        ("+ 1 hour", 4),
        ("@ + 1 day", 6),
        ("2 weeks", 0),
        ("next", 4),
        ("next hour", 5),
        ("@ next week", 7),
        ("now now", 4),
        ("@ 13 o'clock", 2),
        ("@ 2", 3),
        ("@ now @ now", 6),
        ("+ 99999999999999999999 days", 2),
        ("ünday", 0),
        ("now + 1 dayé", 11),
    ] {
        assert_eq!(DateExpression::parse(expression).unwrap_err().offset, offset, "{expression}");
    }
    assert_eq!(DateExpression::parse(&"+".repeat(1001)).unwrap_err().offset, 0);
}

#[test]
fn an_expression_that_leaves_the_calendar_is_an_error() {
    let base = moment("2000-01-01T10:00Z");
    for expression in ["+ 9223372036854775807 days", "- 12000 years", "+ 7999 years + 1 year", "@ + 99999999999 hours"]
    {
        assert!(DateExpression::parse(expression).unwrap().apply(&base).is_err(), "{expression}");
    }
    let error = DateExpression::parse("now + 1 day + 8000 years").unwrap().apply(&base).unwrap_err();
    insta::assert_snapshot!(error, @"date expression `now + 1 day + 8000 years` is malformed at offset 14: it leads beyond the years -9999 to 9999");
}

#[test]
fn any_expression_is_read_or_refused() {
    let words =
        ["next", "last", "+", "-", "@", "1", "12", "99999", "o'clock", "am", "pm", "now", "noon", "mon", "feb", "é"];
    let units = ["day", "weeks", "months", "year", "hours", "milliseconds", "fortnight", "tomorrow", " ", "?"];
    let all = [&words[..], &units[..]].concat();
    let mut rng = fastrand::Rng::with_seed(7);
    let bases = ["2000-01-01T10:00Z", "-009999-01-03T00:00Z", "9999-12-30T21:59:59Z"].map(moment);
    let mut applied = 0;
    for _ in 0..20_000 {
        let length = rng.usize(0..8);
        let mut word = || rng.choice(&all).copied().unwrap_or_default();
        let text: String = (0..length).map(|_| word()).collect();
        for expression in [DateExpression::parse(&text), DateExpression::parse_time(&text)].into_iter().flatten() {
            applied += bases.iter().filter(|base| expression.apply(base).is_ok()).count();
        }
    }
    assert!(applied > 1000);
}
