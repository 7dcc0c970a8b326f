//! Message metadata: every expected key must be there with an equal value; further keys pass.
//!
//! Values are JSON. Where one side is a text, the other's text counts, since old files hold nothing else. Keys that state
//! the type of the contents compare as content types.

use super::value::unmet;
use crate::body::ContentType;
use crate::json::Object;
use crate::message::{Message, is_equal, is_type_key};
use crate::mismatch::{Difference, Mismatch, Place};
use crate::rule::Site;
use crate::rules::Rules;

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

fn rules_for<'r>(key: &str, rules: &'r Rules) -> Option<&'r crate::rules::RuleSet> {
    rules.metadata.iter().find(|(known, _)| known == key).map(|(_, set)| set)
}

/// `contentType` and `content-type` are one key.
fn other_spelling<'o>(key: &str, actual: &'o Object<'static>) -> Option<&'o crate::json::Json> {
    let mut others = actual.iter().filter(|(other, _)| is_type_key(key) && is_type_key(other));
    others.next().map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Value;
    use crate::matching::match_message;
    use crate::message::ActualMessage;
    use crate::rule::Rule;
    use crate::rules::RuleSet;

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
}
