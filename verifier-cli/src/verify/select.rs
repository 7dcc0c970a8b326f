//! Choosing: which contracts the broker is asked for, and which interactions are replayed.

use serde_json::{Value, json};

/// A consumer version selector, as the broker reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector(Value);

/// Why a text is no selector.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SelectorError(String);

/// The short forms that stand alone.
const WORDS: [(&str, &str); 6] = [
    ("main", "mainBranch"),
    ("matching-branch", "matchingBranch"),
    ("deployed-or-released", "deployedOrReleased"),
    ("deployed", "deployed"),
    ("released", "released"),
    ("latest", "latest"),
];

impl Selector {
    /// The JSON object to send.
    pub fn as_json(&self) -> &Value {
        &self.0
    }

    /// Reads what a user wrote: a short form, a JSON object, or a JSON list of them.
    pub fn parse(text: &str) -> Result<Vec<Self>, SelectorError> {
        let text = text.trim();
        if text.starts_with(['{', '[']) {
            return from_json(text);
        }
        if let Some((_, key)) = WORDS.iter().find(|(word, _)| *word == text) {
            return Ok(vec![Self(json!({*key: true}))]);
        }
        match text.split_once('=') {
            Some(("branch", name)) if !name.is_empty() => Ok(vec![Self(json!({"branch": name}))]),
            Some(("environment", name)) if !name.is_empty() => Ok(vec![Self(json!({"environment": name}))]),
            Some(("tag", name)) if !name.is_empty() => Ok(vec![Self(json!({"tag": name, "latest": true}))]),
            _ => {
                let words: Vec<_> = WORDS.iter().map(|(word, _)| *word).collect();
                let words = words.join(", ");
                Err(SelectorError(format!("expected {words}, branch=NAME, environment=NAME, tag=NAME, or JSON")))
            }
        }
    }

    /// What a provider should verify when nothing is said: main branches, whatever is live, and the branch of the same
    /// name when the provider is on one.
    pub fn defaults(provider_branch: Option<&str>) -> Vec<Self> {
        let mut selectors = vec![Self(json!({"mainBranch": true})), Self(json!({"deployedOrReleased": true}))];
        if provider_branch.is_some() {
            selectors.push(Self(json!({"matchingBranch": true})));
        }
        selectors
    }
}

fn from_json(text: &str) -> Result<Vec<Selector>, SelectorError> {
    let value: Value = serde_json::from_str(text).map_err(|error| SelectorError(format!("not JSON: {error}")))?;
    let items = match value {
        Value::Array(items) => items,
        object => vec![object],
    };
    if items.iter().all(Value::is_object) {
        return Ok(items.into_iter().map(Selector).collect());
    }
    Err(SelectorError("a selector is a JSON object".to_owned()))
}

/// Which interactions are replayed: those whose description a pattern is found in.
#[derive(Debug, Clone)]
pub struct Filter(fancy_regex::Regex);

impl Filter {
    /// A regular expression; plain words are one, too.
    pub fn parse(pattern: &str) -> Result<Self, String> {
        fancy_regex::Regex::new(pattern).map(Self).map_err(|error| error.to_string())
    }

    /// Whether the pattern is found in `description`. A pattern that gives up finds nothing.
    pub fn takes(&self, description: &str) -> bool {
        self.0.is_match(description).unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_are_read_in_short_forms_and_as_json() {
        for (text, expected) in [
            ("main", json!([{"mainBranch": true}])),
            ("deployed-or-released", json!([{"deployedOrReleased": true}])),
            ("latest", json!([{"latest": true}])),
            ("branch=feat/a=b", json!([{"branch": "feat/a=b"}])),
            ("environment=production", json!([{"environment": "production"}])),
            ("tag=prod", json!([{"tag": "prod", "latest": true}])),
            (r#"{"branch": "x", "consumer": "web"}"#, json!([{"branch": "x", "consumer": "web"}])),
            (r#"[{"deployed": true}, {"latest": true}]"#, json!([{"deployed": true}, {"latest": true}])),
        ] {
            let parsed: Vec<_> = Selector::parse(text).unwrap().iter().map(|selector| selector.0.clone()).collect();
            assert_eq!(Value::Array(parsed), expected, "{text}");
        }
        for text in ["", "mian", "branch=", "[1]", "{", "environment"] {
            assert!(Selector::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_filter_takes_descriptions_it_is_found_in() {
        assert!(Filter::parse("charge").unwrap().takes("a charge for a valid card"));
        assert!(!Filter::parse("^charge").unwrap().takes("a charge for a valid card"));
        assert!(Filter::parse("(").is_err());
    }
}
