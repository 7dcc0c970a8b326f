//! Headers: names without regard to case, values with; extra headers always pass.
//!
//! Under a rule every value must pass, and how many there are is free unless the rule bounds it. The values are the lines that
//! arrived, cut at commas where the header is a list; a rule kept under `name[n]`, where others are for the same name, is for
//! the value at that position.

use super::texts::unmet_under_name;
use crate::body::ContentType;
use crate::http::Headers;
use crate::mismatch::{Difference, Mismatch, Place};
use crate::rules::Rules;
use std::collections::HashMap;

/// Headers whose one line is a list, cut at commas.
const LISTS: [&str; 17] = [
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "accept-ranges",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-expose-headers",
    "access-control-request-headers",
    "access-control-request-method",
    "allow",
    "cache-control",
    "connection",
    "if-match",
    "if-none-match",
    "vary",
    "via",
];

/// Headers that are one text, commas and all.
const SINGLES: [&str; 8] =
    ["set-cookie", "cookie", "date", "expires", "last-modified", "if-modified-since", "user-agent", "authorization"];

pub(super) fn compare(expected: &Headers, rules: &Rules, actual: &[(&str, &str)], mismatches: &mut Vec<Mismatch>) {
    let index = index(expected, actual);
    for (name, values) in expected.iter() {
        let lines: Vec<&str> = match &index {
            Some(index) => index.get(&name.to_ascii_lowercase()).cloned().unwrap_or_default(),
            None => actual.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, v)| *v).collect(),
        };
        let place = Place::Header(name.to_owned());
        if lines.is_empty() {
            let difference = Difference::Missing { what: "a header", name: name.to_owned() };
            mismatches.push(Mismatch::plain(place, difference));
            continue;
        }
        let (values, found) = split_alike(name, values, &lines);
        match rules.of_header(name) {
            Some(named) => {
                for (_, difference, rule) in unmet_under_name(&named, name, (&values, &found)) {
                    mismatches.push(Mismatch { place: place.clone(), difference, rule: Some(rule) });
                }
            }
            None => compare_values(name, (&values, &found), mismatches),
        }
    }
}

/// The lines that arrived, by name in lower case, where there are so many that looking through them all takes long.
fn index<'a>(expected: &Headers, actual: &[(&str, &'a str)]) -> Option<HashMap<String, Vec<&'a str>>> {
    const FEW: usize = 10_000;
    if expected.iter().len().saturating_mul(actual.len()) < FEW {
        return None;
    }
    let mut index: HashMap<String, Vec<&str>> = HashMap::new();
    for (name, value) in actual {
        index.entry(name.to_ascii_lowercase()).or_default().push(value);
    }
    Some(index)
}

/// Whether a header is one text, commas and all.
pub(crate) fn is_single(name: &str) -> bool {
    SINGLES.iter().any(|single| single.eq_ignore_ascii_case(name))
}

/// Whether one line of a header is a list.
pub(crate) fn is_list(name: &str) -> bool {
    LISTS.iter().any(|list| list.eq_ignore_ascii_case(name))
}

/// The values of both sides, cut at commas where the header is a list, or where it may be and the numbers differ.
fn split_alike<'v>(name: &str, expected: &'v [String], actual: &[&'v str]) -> (Vec<&'v str>, Vec<&'v str>) {
    let name = name.to_ascii_lowercase();
    let is_list = LISTS.contains(&name.as_str());
    let may_be_list = expected.len() != actual.len() && !SINGLES.contains(&name.as_str());
    let cut = |value: &'v str| -> Vec<&'v str> {
        if is_list || may_be_list { value.split(',').map(str::trim).collect() } else { vec![value.trim()] }
    };
    (expected.iter().flat_map(|value| cut(value)).collect(), actual.iter().flat_map(|value| cut(value)).collect())
}

fn compare_values(name: &str, (expected, actual): (&[&str], &[&str]), mismatches: &mut Vec<Mismatch>) {
    let has_parameters = ["content-type", "accept"].iter().any(|known| known.eq_ignore_ascii_case(name));
    let equal = |(expected, actual): (&&str, &&str)| {
        expected == actual || (has_parameters && same_with_parameters(expected, actual))
    };
    if expected.is_empty() && actual.iter().any(|value| !value.is_empty()) {
        let difference = Difference::NotEmptyHeader { name: name.to_owned(), actual: words(actual, has_parameters) };
        return mismatches.push(Mismatch::plain(Place::Header(name.to_owned()), difference));
    }
    let met = expected.is_empty() || expected.len() == actual.len() && expected.iter().zip(actual).all(equal);
    if !met {
        let difference = Difference::Value {
            what: "header",
            name: name.to_owned(),
            expected: words(expected, has_parameters),
            actual: words(actual, has_parameters),
        };
        mismatches.push(Mismatch::plain(Place::Header(name.to_owned()), difference));
    }
}

/// Values as the ecosystem's sentence shows them: parameters behind `;\s*`, since the space before them never counts.
fn words(values: &[&str], has_parameters: bool) -> String {
    let shown = |value: &&str| {
        let parts = value.split(';').map(str::trim);
        if has_parameters { parts.collect::<Vec<_>>().join(r";\s*") } else { (*value).to_owned() }
    };
    values.iter().map(shown).collect::<Vec<_>>().join(", ")
}

/// Base values are equal, and each expected parameter is there with an equal value; a multipart boundary never counts.
fn same_with_parameters(expected: &str, actual: &str) -> bool {
    let base = |value: &str| value.split(';').next().unwrap_or_default().trim().to_owned();
    let same_base = base(expected) == base(actual);
    let (expected, actual) = (ContentType::parse(expected), ContentType::parse(actual));
    let has = |name: &str, value: &str| {
        actual.parameters.iter().any(|(known, found)| known == name && found.eq_ignore_ascii_case(value))
    };
    same_base && expected.parameters.iter().all(|(name, value)| name == "boundary" || has(name, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Regex, Rule};
    use crate::rules::RuleSet;

    fn compared(expected: &[(&str, &[&str])], rules: &Rules, actual: &[(&str, &str)]) -> String {
        let mut headers = Headers::default();
        for (name, values) in expected {
            headers.add(*name, values.iter().map(ToString::to_string));
        }
        let mut mismatches = Vec::new();
        compare(&headers, rules, actual, &mut mismatches);
        mismatches.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn names_ignore_case_values_do_not_and_extra_headers_pass() {
        let none = Rules::default();
        let said =
            |expected: &str, actual: &str| compared(&[("X-A", &[expected])], &none, &[("x-a", actual), ("b", "1")]);
        assert_eq!(said("one", "one"), "");
        assert_eq!(said("one", "ONE"), "Expected header 'X-A' to have value 'one' but was 'ONE'");
        assert_eq!(compared(&[("X-TEST", &["1"])], &none, &[]), "Expected a header 'X-TEST' but was missing");
    }

    #[test]
    fn parameters_compare_in_any_order() {
        let none = Rules::default();
        for (expected, actual, passes) in [
            ("application/json;charset=UTF-8", "application/json; charset=utf-8", true),
            ("application/json", "application/json; charset=utf-8", true),
            ("application/json; charset=UTF-8", "application/json", false),
            ("text/html;a=1;b=2", "text/html; b=2; a=1", true),
            ("text/html", "Text/HTML", false),
        ] {
            let said = compared(&[("Content-Type", &[expected])], &none, &[("content-type", actual)]);
            assert_eq!(said.is_empty(), passes, "{expected} {actual} {said}");
        }
    }

    #[test]
    fn the_sentence_shows_parameters_as_other_tools_do() {
        let none = Rules::default();
        let said = |name: &str| compared(&[(name, &["a/b;c=D; e=F"])], &none, &[(name, "a/b;c=x")]);
        assert_eq!(
            said("content-type"),
            r"Expected header 'content-type' to have value 'a/b;\s*c=D;\s*e=F' but was 'a/b;\s*c=x'"
        );
        assert_eq!(said("X-A"), "Expected header 'X-A' to have value 'a/b;c=D; e=F' but was 'a/b;c=x'");
    }

    #[test]
    fn lists_are_cut_at_commas_and_dates_are_not() {
        let none = Rules::default();
        assert_eq!(compared(&[("Accept", &["a/b, c/d"])], &none, &[("accept", "a/b,c/d")]), "");
        assert!(!compared(&[("Accept", &["a/b, c/d"])], &none, &[("accept", "c/d, a/b")]).is_empty());
        let date = "Sat, 29 Oct 2022 19:43:31 GMT";
        assert_eq!(compared(&[("Date", &[date])], &none, &[("date", date)]), "");
        assert_eq!(compared(&[("X-Tags", &["a", "b"])], &none, &[("x-tags", "a, b")]), "");
    }

    #[test]
    fn a_header_expected_to_be_empty_is_told_so() {
        let none = Rules::default();
        let said = |actual| compared(&[("c", &[])], &none, &[("C", actual)]);
        assert_eq!(said("d"), "Expected an empty header 'c' but actual value was 'd'");
        assert_eq!(said(""), "");
    }

    #[test]
    fn many_headers_are_found_like_few() {
        let names: Vec<String> = (0..200).map(|at| format!("X-{at}")).collect();
        let expected: Vec<(&str, &[&str])> = names.iter().map(|name| (name.as_str(), &["1"][..])).collect();
        let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
        let actual: Vec<_> = lower.iter().map(|name| (name.as_str(), if name == "x-7" { "2" } else { "1" })).collect();
        let said = compared(&expected, &Rules::default(), &actual);
        assert_eq!(said, "Expected header 'X-7' to have value '1' but was '2'");
    }

    #[test]
    fn sizes_bound_the_values_of_a_header() {
        let least = RuleSet::one(Rule::Type { min: Some(2), max: None });
        let rules = Rules { header: vec![("x-id".into(), least)], ..Rules::default() };
        assert_eq!(compared(&[("X-Id", &["1", "2"])], &rules, &[("X-Id", "3"), ("X-Id", "4")]), "");
        assert!(compared(&[("X-Id", &["1", "2"])], &rules, &[("X-Id", "3")]).contains("minimum size of 2"));
    }

    #[test]
    fn rules_at_positions_are_for_the_values_there() {
        let set = |source| RuleSet::one(Rule::Regex(Regex::new(source).unwrap()));
        let (digits, letters) = ("[0-9]+", "[a-z]+");
        for (keys, expected, actual, said) in [
            (&[("X-A[0]", digits), ("x-a[1]", letters)][..], &["1", "x"][..], &["2", "y"][..], ""),
            (
                &[("X-A[0]", digits), ("x-a[1]", letters)],
                &["1", "x"],
                &["y", "2"],
                "Expected 'y' to match '[0-9]+'; Expected '2' to match '[a-z]+'",
            ),
            (&[("$['X-A'][0]", digits), ("$.X-A[1]", letters)], &["1", "x"], &["2, y"], ""),
            (&[("X-A[0]", digits), ("X-A[1]", letters)], &["1, x"], &["2", "3"], "Expected '3' to match '[a-z]+'"),
            (&[("X-A", letters), ("X-A[1]", digits)], &["a", "1"], &["b", "2", "3"], "Expected '3' to match '[a-z]+'"),
            (&[("X-A[1]", digits)], &["1", "2"], &["x", "2"], "Expected 'x' to match '[0-9]+'"),
        ] {
            let header = keys.iter().map(|(key, source)| ((*key).to_owned(), set(source))).collect();
            let rules = Rules { header, ..Rules::default() };
            let actual: Vec<_> = actual.iter().map(|value| ("x-a", *value)).collect();
            assert_eq!(compared(&[("X-A", expected)], &rules, &actual), said, "{keys:?} {actual:?}");
        }
    }

    #[test]
    fn a_rule_checks_every_line() {
        let digits = RuleSet::one(Rule::Regex(Regex::new(r"\d{1,4}").unwrap()));
        let rules = Rules { header: vec![("x-id".into(), digits)], ..Rules::default() };
        let said = compared(&[("X-Id", &["1"])], &rules, &[("X-ID", "1234"), ("x-id", "9999ABC")]);
        assert_eq!(said, r"Expected '9999ABC' to match '\d{1,4}'");
    }
}
