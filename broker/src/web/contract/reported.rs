//! What a verifier reported for each interaction: the shapes real verifiers send, read leniently.

use serde_json::Value;

/// What a result says about one interaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reported {
    /// The identity the broker stamped on the interaction.
    id: Option<String>,
    description: Option<String>,
    pub(crate) success: bool,
    pub(crate) mismatches: Vec<Mismatch>,
    /// What went wrong before anything could be compared.
    pub(crate) exceptions: Vec<String>,
}

/// One difference as the verifier described it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Mismatch {
    /// `body`, `header`, `status`, …; empty if the verifier sent only a sentence.
    pub(crate) attribute: String,
    /// The header's name or the path in the body.
    pub(crate) identifier: String,
    /// The sentence.
    pub(crate) description: String,
}

/// Reads the results of one verification; anything that is not understood is left out.
pub(crate) fn read(test_results: &str) -> Vec<Reported> {
    let Ok(results) = serde_json::from_str::<Value>(test_results) else { return Vec::new() };
    let list = match &results {
        Value::Array(list) => list.as_slice(),
        Value::Object(object) => object.get("tests").and_then(Value::as_array).map_or(&[][..], Vec::as_slice),
        _ => &[],
    };
    list.iter().filter_map(one).collect()
}

/// The entry about the interaction with this identity, else the only one with this description.
pub(crate) fn about<'a>(results: &'a [Reported], id: Option<&str>, description: &str) -> Option<&'a Reported> {
    let by_id = results.iter().find(|result| id.is_some() && result.id.as_deref() == id);
    by_id.or_else(|| {
        let mut named =
            results.iter().filter(|result| result.id.is_none() && result.description.as_deref() == Some(description));
        named.next().filter(|_| named.next().is_none())
    })
}

fn one(entry: &Value) -> Option<Reported> {
    let text = |keys: &[&str]| keys.iter().find_map(|key| entry.get(key)?.as_str()).map(str::to_owned);
    let success = match entry.get("success").and_then(Value::as_bool) {
        Some(success) => success,
        None => text(&["status"])? == "passed",
    };
    let list = |key: &str| entry.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let single = entry.get("exception").filter(|exception| !exception.is_null());
    Some(Reported {
        id: text(&["interactionId"]),
        description: text(&["interactionDescription", "description", "testDescription"]),
        success,
        mismatches: list("mismatches").iter().map(mismatch).collect(),
        exceptions: list("exceptions")
            .iter()
            .chain(single)
            .map(|exception| sentence(exception, &["message", "description"]))
            .collect(),
    })
}

fn mismatch(entry: &Value) -> Mismatch {
    let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    Mismatch {
        attribute: text("attribute"),
        identifier: text("identifier"),
        description: sentence(entry, &["description", "mismatch", "message"]),
    }
}

/// The text itself, the text under one of these keys, or the JSON.
fn sentence(entry: &Value, keys: &[&str]) -> String {
    let found = keys.iter().find_map(|key| entry.get(key)?.as_str());
    entry.as_str().or(found).map_or_else(|| entry.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{about, read};

    #[test]
    fn the_shapes_of_the_known_verifiers_are_read() {
        let rust = r#"[{"interactionId": "1", "success": false, "mismatches": [{"attribute": "body", "identifier": "$.a", "description": "d"}],
            "exceptions": [{"message": "refused"}]}, {"interactionId": "2", "success": true}]"#;
        let results = read(rust);
        assert_eq!(results.len(), 2);
        let first = about(&results, Some("1"), "x").unwrap();
        assert_eq!((first.mismatches[0].identifier.as_str(), first.exceptions[0].as_str()), ("$.a", "refused"));
        let ruby = r#"{"tests": [{"testDescription": "a", "status": "failed", "exception": {"class": "X", "message": "m"}}], "summary": {}}"#;
        let results = read(ruby);
        assert_eq!(about(&results, Some("9"), "a").unwrap().exceptions, ["m"]);
    }

    #[test]
    fn nonsense_reports_nothing_and_an_ambiguous_description_names_nobody() {
        for text in ["", "null", "7", "[1, {}]", "{\"tests\": 1}"] {
            assert!(read(text).is_empty(), "{text}");
        }
        let twice = read(
            r#"[{"interactionDescription": "a", "success": true}, {"interactionDescription": "a", "success": false}]"#,
        );
        assert!(about(&twice, None, "a").is_none());
    }
}
