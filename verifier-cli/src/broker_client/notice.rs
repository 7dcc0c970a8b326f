//! What a broker says to people: notices, and the many shapes of its errors.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A sentence from the broker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// How it is meant: debug, info, prompt, success, warning, error.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// When it is to be shown, in answers about verification: `before_verification` and relatives.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub when: String,
    /// The sentence.
    #[serde(default)]
    pub text: String,
}

/// The notices in an answer; anything that is none is passed over.
pub(super) fn notices(content: &Value) -> Vec<Notice> {
    let list = content["notices"].as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|notice| Notice::deserialize(notice).ok()).collect()
}

/// What an error answer complains about, in whichever of the known shapes it does.
pub(super) fn complaints(content: &Value) -> Vec<String> {
    let mut found = sentences(&content["errors"], None);
    for key in ["error", "detail", "message"] {
        if found.is_empty() {
            found = sentences(&content[key], None);
        }
    }
    if found.is_empty() {
        found = notices(content).into_iter().map(|notice| notice.text).collect();
    }
    if found.is_empty() {
        found = sentences(&content["title"], None);
    }
    found
}

/// The strings in a value; those of an object's field are led by the field's name.
fn sentences(value: &Value, field: Option<&str>) -> Vec<String> {
    match value {
        Value::String(text) => match field {
            // `can't be blank` needs its subject, a whole sentence does not.
            Some(field) if text.starts_with(char::is_lowercase) => vec![format!("{field} {text}")],
            _ => vec![text.clone()],
        },
        Value::Array(items) => items.iter().flat_map(|item| sentences(item, field)).collect(),
        Value::Object(map) => {
            for key in ["detail", "message"] {
                if map.contains_key(key) {
                    return sentences(&map[key], field);
                }
            }
            map.iter().flat_map(|(key, item)| sentences(item, Some(key))).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn errors_are_found_in_every_shape() {
        for (content, expected) in [
            (json!({"errors": ["Pacticipant X not found"]}), vec!["Pacticipant X not found"]),
            (json!({"errors": {"name": ["can't be blank"]}}), vec!["name can't be blank"]),
            (json!({"error": "No provider with name 'X' found"}), vec!["No provider with name 'X' found"]),
            (json!({"error": {"message": "An error has occurred", "reference": "abc"}}), vec!["An error has occurred"]),
            (json!({"title": "Validation errors", "errors": [{"detail": "is missing"}]}), vec!["is missing"]),
            (json!({"title": "Not found", "status": 404}), vec!["Not found"]),
            (json!({"notices": [{"type": "error", "text": "no"}]}), vec!["no"]),
            (json!([1]), vec![]),
        ] {
            assert_eq!(complaints(&content), expected, "{content}");
        }
    }
}
