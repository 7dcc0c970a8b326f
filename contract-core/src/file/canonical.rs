//! One content, one digest: what two files must share to count as the same contract.
//!
//! The digest covers what can change a verification's outcome: the interactions (in any order) and the format version
//! they are to be read by. Names, tool metadata, links and stamps a broker has added do not count.

use crate::json::{Object, Value};
use sha2::{Digest, Sha256};

/// Keys a broker adds to an interaction it hands out.
pub(crate) const INTERACTION_STAMPS: [&str; 2] = ["_id", "_interactionId"];

/// The identity of a contract's content: 40 lower-case hexadecimal digits.
///
/// Key order, white space and the order of interactions make no difference; any difference inside an interaction does.
pub fn content_digest(contract: &Value<'_>) -> String {
    let mut content = Object::new();
    for list in ["interactions", "messages"] {
        if let Some(Value::Array(items)) = contract.get(list) {
            let mut texts: Vec<_> = items.iter().map(|item| unstamped(item).to_compact()).collect();
            texts.sort_unstable();
            content.insert(list, Value::Array(texts.into_iter().map(Value::string).collect()));
        }
    }
    if content.is_empty() {
        return digest(&contract.to_compact());
    }
    if let Some(version) = stated_version(contract) {
        content.insert("version", version.clone());
    }
    digest(&Value::Object(content).to_compact())
}

/// The identity of one interaction within its contract: 40 lower-case hexadecimal digits.
pub fn interaction_id(interaction: &Value<'_>) -> String {
    digest(&unstamped(interaction).to_compact())
}

/// Where tools have put the version of the format, newest habit first.
pub(crate) fn stated_version<'v, 'a>(contract: &'v Value<'a>) -> Option<&'v Value<'a>> {
    let metadata = contract.get("metadata").or_else(|| contract.get("metaData"));
    let entry = |key: &str| metadata.and_then(|metadata| metadata.get(key));
    let nested = |key| entry(key).and_then(|block: &Value<'a>| block.get("version"));
    nested("pactSpecification")
        .or_else(|| nested("pact-specification"))
        .or_else(|| entry("pact-specification").filter(|block| block.as_str().is_some()))
        .or_else(|| entry("pactSpecificationVersion"))
        .or_else(|| {
            let mut entries = metadata.and_then(Value::as_object).into_iter().flat_map(Object::iter);
            entries.find(|(key, _)| is_odd_version_key(key)).and_then(|(_, block)| block.get("version"))
        })
        .or_else(|| contract.get("pactSpecificationVersion"))
        .filter(|version| !version.is_null())
}

/// Whether a key of the metadata is the one for the version but for its case.
pub(crate) fn is_odd_version_key(key: &str) -> bool {
    key != "pactSpecification" && key.eq_ignore_ascii_case("pactSpecification")
}

fn unstamped<'a>(interaction: &Value<'a>) -> Value<'a> {
    let mut interaction = interaction.clone();
    if let Some(object) = interaction.as_object_mut() {
        for stamp in INTERACTION_STAMPS {
            object.remove(stamp);
        }
    }
    interaction
}

fn digest(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash[..20].iter().fold(String::with_capacity(40), |hex, byte| hex + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn digest_of(text: &str) -> String {
        content_digest(&parse(text.as_bytes()).unwrap())
    }

    #[test]
    fn order_names_stamps_and_tool_notes_do_not_count() {
        let plain = digest_of(
            r#"{"consumer":{"name":"a"},"interactions":[{"description":"x","n":1},{"description":"y"}],
                "metadata":{"pactSpecification":{"version":"4.0"}}}"#,
        );
        let stamped = digest_of(
            r#"{"_links":{},"createdAt":"now","metadata":{"tool":{"version":"9"},"pactSpecification":{"version":"4.0"}},
                "consumer":{"name":"b"},"interactions":[{"_id":"1","description":"y"},{"n":1,"description":"x"}]}"#,
        );
        assert_eq!(plain, stamped);
        assert_eq!(plain.len(), 40);
    }

    #[test]
    fn content_version_and_the_text_of_numbers_count() {
        let base = digest_of(r#"{"interactions":[{"n":1}]}"#);
        for other in [
            r#"{"interactions":[{"n":1.0}]}"#,
            r#"{"interactions":[{"n":1},{"n":1}]}"#,
            r#"{"messages":[{"n":1}]}"#,
            r#"{"interactions":[{"n":1}],"metadata":{"pactSpecification":{"version":"3.0.0"}}}"#,
            r#"{"anything":"else"}"#,
        ] {
            assert_ne!(digest_of(other), base, "{other}");
        }
    }

    #[test]
    fn the_version_is_found_wherever_tools_have_put_it() {
        for file in [
            r#"{"metadata":{"pactSpecification":{"version":"2.0.0"}}}"#,
            r#"{"metadata":{"pact-specification":{"version":"2.0.0"}}}"#,
            r#"{"metadata":{"pact-specification":"2.0.0"}}"#,
            r#"{"metadata":{"pactSpecificationVersion":"2.0.0"}}"#,
            r#"{"metadata":{"pactspecification":{"version":"2.0.0"}}}"#,
            r#"{"metaData":{"PactSpecification":{"version":"2.0.0"}}}"#,
            r#"{"pactSpecificationVersion":"2.0.0"}"#,
        ] {
            let file = parse(file.as_bytes()).unwrap();
            assert_eq!(stated_version(&file).and_then(Value::as_str), Some("2.0.0"), "{file}");
        }
    }

    #[test]
    fn an_interaction_keeps_its_id_when_stamped_with_it() {
        let plain = parse(br#"{"description":"x","request":{}}"#).unwrap();
        let stamped = parse(br#"{"_id":"abc","request":{},"description":"x"}"#).unwrap();
        assert_eq!(interaction_id(&plain), interaction_id(&stamped));
    }
}
