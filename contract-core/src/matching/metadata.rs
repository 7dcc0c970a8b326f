//! Message metadata: every expected key must be there with an equal value; further keys pass.
//!
//! Values are JSON. Where one side is a text, the other's text counts, since old files hold nothing else. Keys that state
//! the type of the contents compare as content types. Lists and maps under rules are judged as in a body.

use super::ExtraKeys;
use super::body::compare_values;
use super::location::Location;
use super::value::unmet;
use crate::body::ContentType;
use crate::json::{Json, Object};
use crate::message::{Message, is_equal, is_type_key};
use crate::mismatch::{Difference, Mismatch, Place, RuleOrigin};
use crate::rule::Site;
use crate::rule_path::RulePath;
use crate::rules::{BodyRules, RuleSet, Rules};

pub(super) fn compare(expected: &Message, actual: &Object<'static>, mismatches: &mut Vec<Mismatch>) {
    for (key, value) in expected.metadata.iter() {
        let place = Place::Metadata(key.to_owned());
        let found = actual.get(key).or_else(|| other_spelling(key, actual));
        let Some(found) = found else {
            let difference = Difference::Missing { what: "message metadata", name: key.to_owned() };
            mismatches.push(Mismatch::plain(place, difference));
            continue;
        };
        if let Some(set) = rules_for(key, &expected.rules) {
            if value.is_container() {
                compare_tree(set, (key, value, found), mismatches);
                continue;
            }
            let in_text = found.as_str().is_some() && value.as_str().is_some();
            for (difference, rule) in unmet(set, &key, (value, found), Site { in_text, inherited: false }) {
                mismatches.push(Mismatch { place: place.clone(), difference, rule: Some(rule) });
            }
            continue;
        }
        let types = || ContentType::parse(&value.to_text()).accepts(&ContentType::parse(&found.to_text()));
        let is_met = is_equal(value, found) || (is_type_key(key) && types());
        if !is_met {
            let difference = Difference::Value {
                what: "metadata key",
                name: key.to_owned(),
                expected: value.to_text().into_owned(),
                actual: found.to_text().into_owned(),
            };
            mismatches.push(Mismatch::plain(place, difference));
        }
    }
}

/// A list or map: rules judge it as they judge a body.
fn compare_tree(set: &RuleSet, (key, expected, actual): (&str, &Json, &Json), mismatches: &mut Vec<Mismatch>) {
    let rules = BodyRules::compile([(RulePath::root(), set.clone())]);
    for found in compare_values((expected, actual), &rules.start(), &Location::Root, ExtraKeys::Allowed) {
        let rule = found.rule.map(|origin| RuleOrigin { path: key.to_owned(), ..origin });
        mismatches.push(Mismatch { place: Place::Metadata(key.to_owned()), difference: found.difference, rule });
    }
}

fn rules_for<'r>(key: &str, rules: &'r Rules) -> Option<&'r RuleSet> {
    rules.metadata.iter().find(|(known, _)| known == key).map(|(_, set)| set)
}

/// `contentType` and `content-type` are one key.
fn other_spelling<'o>(key: &str, actual: &'o Object<'static>) -> Option<&'o Json> {
    let mut others = actual.iter().filter(|(other, _)| is_type_key(key) && is_type_key(other));
    others.next().map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Value;
    use crate::matching::match_message;
    use crate::message::ActualMessage;
    use crate::rule::{Each, Rule};

    fn object(text: &str) -> Object<'static> {
        match crate::json::parse(text.as_bytes()).unwrap().into_owned() {
            Value::Object(object) => object,
            other => panic!("{other}"),
        }
    }

    fn said(expected: &str, rules: Rules, actual: &str) -> String {
        let expected = Message { metadata: object(expected), rules, ..Message::default() };
        let actual = object(actual);
        let mismatches = match_message(&expected, &ActualMessage { contents: None, metadata: &actual });
        mismatches.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn expected_keys_must_be_there_and_equal() {
        let none = Rules::default;
        assert_eq!(said(r#"{"a":1}"#, none(), r#"{"a":"1","b":2}"#), "");
        assert_eq!(said(r#"{"k":"e"}"#, none(), "{}"), "Expected message metadata 'k' but was missing");
        assert_eq!(
            said(r#"{"k":"e"}"#, none(), r#"{"k":"a"}"#),
            "Expected metadata key 'k' to have value 'e' but was 'a'"
        );
        let (json, with_charset) =
            (r#"{"contentType":"application/json"}"#, r#"{"content-type":"application/json;charset=utf-8"}"#);
        assert_eq!(said(json, none(), with_charset), "");
    }

    #[test]
    fn rules_apply_by_key() {
        let rules = || Rules { metadata: vec![("n".into(), RuleSet::one(Rule::Integer))], ..Rules::default() };
        assert_eq!(said(r#"{"n":1}"#, rules(), r#"{"n":7}"#), "");
        assert_eq!(said(r#"{"n":1}"#, rules(), r#"{"n":"x"}"#), "Expected 'x' (String) to be an integer");
    }

    #[test]
    fn lists_and_maps_are_judged_as_in_a_body() {
        const TYPE: Rule = Rule::Type { min: None, max: None };
        let each = || Rule::EachValue(Each::of([Rule::Integer]));
        for (rule, expected, actual, wanted) in [
            (each(), r#"{"k":{"a":1}}"#, r#"{"k":{"b":2}}"#, ""),
            (each(), r#"{"k":{"a":1}}"#, r#"{"k":{"a":"x"}}"#, "Expected 'x' (String) to be an integer"),
            (TYPE, r#"{"k":{"a":1}}"#, r#"{"k":{"a":2,"b":3}}"#, ""),
            (
                TYPE,
                r#"{"k":{"a":1}}"#,
                r#"{"k":{"a":"x"}}"#,
                "Expected 'x' (String) to be the same type as 1 (Integer)",
            ),
            (TYPE, r#"{"k":{"a":1}}"#, r#"{"k":{}}"#, "Actual map is missing the following keys: a"),
        ] {
            let rules = Rules { metadata: vec![("k".into(), RuleSet::one(rule))], ..Rules::default() };
            assert_eq!(said(expected, rules, actual), wanted, "{expected} {actual}");
        }
    }
}
