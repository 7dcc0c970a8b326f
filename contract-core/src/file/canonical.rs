//! One content, one digest: what two files must share to count as the same contract.
//!
//! Contracts with one digest share their verification results, so the digest covers what can change a verification's outcome:
//! the interactions (in any order), the version of the format they are to be read by, and what plugins need to read them.
//!
//! | counts | does not count |
//! |---|---|
//! | everything in an interaction, also fields nobody knows: another tool may judge by them | `comments`, `interactionMarkup`, `key` |
//! | `pending`: a failure of such an interaction does not fail the verification | `"pending": false`, which is the same as nothing |
//! | descriptors that interactions refer to, configuration of other plugins | the plugins' versions, descriptors nothing refers to, the text of a `.proto` |
//! | the version of the format | names, the writing tool's metadata, other fields beside the interactions |
//! | the order in lists, the text of numbers | the order of interactions and of keys, white space |
//! | | `_id`, `_interactionId`, `_links`, `createdAt` and what else a broker has added |

use super::grpc::plugin;
use crate::json::{Object, Value};
use sha2::{Digest, Sha256};

/// Keys a broker adds to an interaction it hands out.
pub(crate) const INTERACTION_STAMPS: [&str; 2] = ["_id", "_interactionId"];

/// Fields of an interaction, beside the stamps, that do not change how it is verified.
const SILENT: [&str; 4] = ["_links", "comments", "interactionMarkup", "key"];

/// The identity of a contract's content: 40 lower-case hexadecimal digits.
///
/// The [module](self) says what makes a difference.
pub fn content_digest(contract: &Value<'_>) -> String {
    let mut content = Object::new();
    for list in ["interactions", "messages"] {
        if let Some(Value::Array(items)) = contract.get(list) {
            let mut texts: Vec<_> = items.iter().map(|item| judged(item).to_compact()).collect();
            texts.sort_unstable();
            content.insert(list, Value::Array(texts.into_iter().map(Value::string).collect()));
        }
    }
    if content.is_empty() {
        return text_digest(&contract.to_compact());
    }
    if let Some(version) = stated_version(contract) {
        content.insert("version", version.clone());
    }
    let plugins = plugin::needed(contract);
    if !plugins.is_empty() {
        content.insert("plugins", Value::Array(plugins.into_iter().map(Value::string).collect()));
    }
    text_digest(&Value::Object(content).to_compact())
}

/// The identity of one interaction within its contract, by the same rules: 40 lower-case hexadecimal digits.
pub fn interaction_id(interaction: &Value<'_>) -> String {
    text_digest(&judged(interaction).to_compact())
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

/// What of an interaction counts.
fn judged<'a>(interaction: &Value<'a>) -> Value<'a> {
    let mut interaction = interaction.clone();
    if let Some(object) = interaction.as_object_mut() {
        for silent in INTERACTION_STAMPS.into_iter().chain(SILENT) {
            object.remove(silent);
        }
        if matches!(object.get("pending"), Some(Value::Bool(false) | Value::Null)) {
            object.remove("pending");
        }
    }
    interaction
}

/// The identity of a text, character by character: 40 lower-case hexadecimal digits.
pub fn text_digest(text: &str) -> String {
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
    fn what_is_said_for_people_does_not_count() {
        let of = |fields: &str| digest_of(&format!(r#"{{"interactions":[{{"description":"x"{fields}}}]}}"#));
        for silent in [
            r#","comments":{"testname":"a"}"#,
            r#","interactionMarkup":{"markup":"a","markupType":"HTML"}"#,
            r#","key":"k""#,
            r#","pending":false"#,
            r#","pending":null,"_links":{"self":1},"_interactionId":"7""#,
        ] {
            assert_eq!(of(silent), of(""), "{silent}");
        }
        for other in [r#","pending":true"#, r#","comment":"a""#, r#","providerStates":[{"name":"s","x":1}]"#] {
            assert_ne!(of(other), of(""), "{other}");
        }
    }

    #[test]
    fn of_plugins_what_reads_the_interactions_counts() {
        let of = |plugins: &str| {
            digest_of(&format!(
                r#"{{"interactions":[{{"pluginConfiguration":{{"protobuf":{{"descriptorKey":"k"}}}}}}],
                    "metadata":{{"plugins":[{plugins}]}}}}"#
            ))
        };
        let descriptors = |text: &str, rest: &str| {
            format!(
                r#"{{"name":"protobuf","version":"1","configuration":{{"k":{{"protoDescriptors":"{text}"{rest}}}}}}}"#
            )
        };
        let plain = of(&descriptors("AA", ""));
        for same in [
            descriptors("AA", r#","protoFile":"syntax""#),
            descriptors("AA", "").replace(r#""version":"1""#, r#""version":"2""#),
            descriptors("AA", "").replace(r#""k":"#, r#""unused":{"protoDescriptors":"BB"},"k":"#),
            format!(r#"{{"name":"csv","version":"1","configuration":{{}}}},{}"#, descriptors("AA", "")),
            format!("{0},{0}", descriptors("AA", "")),
        ] {
            assert_eq!(of(&same), plain, "{same}");
        }
        let csv = r#"{"name":"csv","configuration":{"separator":";"}}"#;
        for other in [descriptors("BB", ""), String::new(), format!("{csv},{}", descriptors("AA", ""))] {
            assert_ne!(of(&other), plain, "{other}");
        }
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
