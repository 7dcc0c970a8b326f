//! How a pattern travels through `serde`: as an object with one private key.
//!
//! `serde` has no channel beside the value itself, so the pattern goes as data and is recognised on the other side. Whatever
//! does not read back as a pattern in every detail is a user's own data and stays what it is.

use super::shape::MOST_ITEMS;
use super::{Meaning, Pattern};
use crate::json::{Json, Object};
use crate::rule::{Format, Regex, Rule};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The key no sensible body uses. Private: nothing outside this file may depend on it.
const KEY: &str = "$abide::contract_core::pattern";

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut marker = serializer.serialize_map(Some(1))?;
        marker.serialize_entry(KEY, &Content(self))?;
        marker.end()
    }
}

struct Content<'p>(&'p Pattern);

impl Serialize for Content<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut content = serializer.serialize_map(None)?;
        content.serialize_entry("example", &self.0.example)?;
        match &self.0.meaning {
            Meaning::Rule(rule) => {
                content.serialize_entry("is", rule.name())?;
                if let Some(argument) = argument(rule) {
                    content.serialize_entry("argument", argument)?;
                }
            }
            Meaning::Each { min, max } => {
                content.serialize_entry("is", "each")?;
                content.serialize_entry("min", min)?;
                if let Some(max) = max {
                    content.serialize_entry("max", max)?;
                }
            }
            Meaning::Entries { key, name } => {
                content.serialize_entry("is", "entries")?;
                content.serialize_entry("key", &Pattern::rule(key.clone(), name.as_str()))?;
            }
            Meaning::Containing => content.serialize_entry("is", "containing")?,
            Meaning::FromState { expression } => {
                content.serialize_entry("is", "state")?;
                content.serialize_entry("argument", expression)?;
            }
        }
        content.end()
    }
}

fn argument(rule: &Rule) -> Option<&str> {
    match rule {
        Rule::Regex(regex) => Some(regex.as_str()),
        Rule::Include(part) => Some(part),
        Rule::Date(format) | Rule::Time(format) | Rule::DateTime(format) => Some(format.as_str()),
        _ => None,
    }
}

/// What a marker says, and its example; `None` for every value that is not exactly a marker.
pub(super) fn read(value: &Json) -> Option<(Meaning, &Json)> {
    let marker = value.as_object().filter(|object| object.len() == 1)?;
    let content = marker.get(KEY)?.as_object()?;
    let known = ["example", "is", "argument", "min", "max", "key"];
    if !content.keys().all(|key| known.contains(&key)) {
        return None;
    }
    Some((meaning(content)?, content.get("example")?))
}

fn meaning(content: &Object<'static>) -> Option<Meaning> {
    let argument = || content.get("argument")?.as_str();
    let size = |key| usize::try_from(content.get(key)?.as_number()?.as_u64()?).ok();
    let format = || Format::parse(argument()?).ok();
    let rule = match content.get("is")?.as_str()? {
        "each" => {
            let max = if content.contains_key("max") { Some(size("max")?) } else { None };
            let min = size("min").filter(|min| *min <= MOST_ITEMS)?;
            return Some(Meaning::Each { min, max });
        }
        "entries" => {
            let (Meaning::Rule(key), name) = read(content.get("key")?)? else { return None };
            return Some(Meaning::Entries { key, name: name.as_str()?.to_owned() });
        }
        "containing" => return content.get("example")?.as_array().map(|_| Meaning::Containing),
        "state" => return Some(Meaning::FromState { expression: argument()?.to_owned() }),
        "equality" => Rule::Equality,
        "type" => Rule::Type { min: None, max: None },
        "regex" => Rule::Regex(Regex::new(argument()?).ok()?),
        "include" => Rule::Include(argument()?.to_owned()),
        "number" => Rule::Number,
        "integer" => Rule::Integer,
        "decimal" => Rule::Decimal,
        "boolean" => Rule::Boolean,
        "null" => Rule::Null,
        "notEmpty" => Rule::NotEmpty,
        "semver" => Rule::Semver,
        "date" => Rule::Date(format()?),
        "time" => Rule::Time(format()?),
        "datetime" => Rule::DateTime(format()?),
        _ => return None,
    };
    Some(Meaning::Rule(rule))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::{
        array_containing, each_entry, each_like_between, from_state, not_empty, regex, semver, split,
    };
    use serde_json::json;

    #[test]
    fn a_pattern_reads_back_from_its_marker() {
        for pattern in [
            regex("a+", "aa"),
            each_like_between(1, 0, 4),
            from_state("${id}", 7),
            each_entry(regex("[a-z]", "a"), semver("1.0.0")),
            array_containing([json!(1), json!(not_empty("x"))]),
        ] {
            let marker = Json::from_serialize(&pattern).unwrap();
            let (meaning, example) = read(&marker).unwrap();
            assert_eq!(Pattern { meaning, example: example.clone() }, pattern);
        }
    }

    #[test]
    fn an_object_that_only_resembles_a_marker_is_plain_data() {
        for content in [
            json!(null),
            json!("text"),
            json!({}),
            json!({ "is": "number" }),
            json!({ "is": "nothing we know", "example": 1 }),
            json!({ "is": "regex", "argument": "(", "example": "x" }),
            json!({ "is": "regex", "example": "x" }),
            json!({ "is": "each", "min": -1, "example": 1 }),
            json!({ "is": "each", "min": u64::MAX, "example": 1 }),
            json!({ "is": "each", "min": 1, "max": "2", "example": 1 }),
            json!({ "is": "number", "example": 1, "note": "mine" }),
            json!({ "is": "containing", "example": 1 }),
            json!({ "is": "entries", "example": 1, "key": "a" }),
        ] {
            let value = Json::from(json!({ KEY: content }));
            let parts = split(&value);
            assert_eq!(parts.example, value);
            assert!(parts.rules.is_empty());
        }
        let beside = Json::from(json!({ KEY: { "is": "number", "example": 1 }, "other": 2 }));
        assert_eq!(split(&beside).example, beside);
    }
}
