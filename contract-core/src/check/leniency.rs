//! Spellings that are read although the format does not have them, or has them in another version.

use super::Kind;
use super::report::Report;
use super::source::below;
use super::version::Version;
use crate::file::canonical::is_odd_version_key;
use crate::json::{Object, Value};

pub(super) fn check(version: &Version, report: &mut Report<'_, '_>) {
    let file = report.source.file();
    if let Some(place) = odd_version_place(file) {
        report.add(
            Kind::ReadLeniently,
            place,
            "the version of the format stands at `/metadata/pactSpecification/version`",
        );
    }
    if file.get("metaData").is_some() {
        report.add(Kind::ReadLeniently, "/metaData", "the field is spelled `metadata`");
    }
    for pointer in report.source.interactions().to_vec() {
        let Some(interaction) = report.source.get(&pointer) else { continue };
        states(interaction, &pointer, version, report);
        old_names(interaction, &pointer, report);
        if version.known() == Some(4) && interaction.get("type").is_none() {
            report.add(Kind::ReadLeniently, pointer.as_str(), "without a `type`; what it has tells what it is");
        }
        for part in ["request", "response"] {
            if let Some(value) = interaction.get(part).filter(|value| value.as_object().is_some()) {
                check_part((part, value), &below(&pointer, part), version, report);
            }
            rules(&report.source.rules_of(&pointer, &format!("/{part}")), version, report);
        }
        rules(&below(&pointer, "matchingRules"), version, report);
    }
}

/// Where a version is stated, if not where it belongs.
fn odd_version_place(file: &Value<'_>) -> Option<&'static str> {
    let metadata = file.get("metadata").or_else(|| file.get("metaData"));
    let is_at_root = || file.get("pactSpecificationVersion").map(|_| "/pactSpecificationVersion");
    let Some(metadata) = metadata else { return is_at_root() };
    let usual = metadata.get("pactSpecification").and_then(|block| block.get("version"));
    if usual.is_some() {
        return None;
    }
    if metadata.as_object().is_some_and(|metadata| metadata.keys().any(is_odd_version_key)) {
        return Some("/metadata");
    }
    let odd = [
        ("pact-specification", "/metadata/pact-specification"),
        ("pactSpecificationVersion", "/metadata/pactSpecificationVersion"),
    ];
    odd.into_iter().find(|(key, _)| metadata.get(key).is_some()).map(|(_, pointer)| pointer).or_else(is_at_root)
}

fn states(interaction: &Value<'_>, pointer: &str, version: &Version, report: &mut Report<'_, '_>) {
    let is_there = |value: &&Value<'_>| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty());
    let stated = |key: &str| interaction.get(key).filter(is_there);
    for key in ["provider_state", "producer_state"] {
        if stated(key).is_some() {
            report.add(Kind::ReadLeniently, below(pointer, key), "the field is spelled `providerStates`");
        }
    }
    if stated("providerState").is_some() && version.known() >= Some(3) {
        let text = format!("the form of version 2 in a file of version {}", version.read_as);
        report.add(Kind::OtherVersion, below(pointer, "providerState"), text);
    }
    if stated("providerStates").is_some_and(|states| states.as_str().is_some()) {
        report.add(Kind::ReadLeniently, below(pointer, "providerStates"), "a text where a list of states is due");
    }
    let spelled = ["providerStates", "providerState", "provider_state", "producer_state"];
    if spelled.iter().filter(|key| stated(key).is_some()).count() > 1 {
        report.add(Kind::ReadLeniently, pointer, "states are given twice; one of them is read");
    }
}

fn old_names(interaction: &Value<'_>, pointer: &str, report: &mut Report<'_, '_>) {
    for (key, new) in [
        ("requestMatchingRules", "`matchingRules` of the request"),
        ("responseMatchingRules", "`matchingRules` of the response"),
        ("requestMatchers", "`matchingRules` of the request"),
        ("responseMatchers", "`matchingRules` of the response"),
    ] {
        if interaction.get(key).is_some() {
            report.add(Kind::ReadLeniently, below(pointer, key), format!("an old name of {new}"));
        }
    }
    if interaction.get("content").is_some() && interaction.get("contents").is_none() {
        report.add(Kind::ReadLeniently, below(pointer, "content"), "the field is spelled `contents`");
    }
}

fn check_part((name, part): (&str, &Value<'_>), pointer: &str, version: &Version, report: &mut Report<'_, '_>) {
    let is_http = |part: &Value<'_>| part.get("contents").is_none() && part.get("content").is_none();
    if name == "response" && is_http(part) && part.get("status").is_none_or(Value::is_null) {
        report.add(Kind::ReadLeniently, pointer, "without a status; 200 is taken");
    }
    if let Some(Value::String(text)) = part.get("query")
        && version.known() >= Some(3)
        && !text.is_empty()
    {
        let text = format!("the form of version 2 in a file of version {}", version.read_as);
        report.add(Kind::OtherVersion, below(pointer, "query"), text);
    }
    // A rule written in place is told of where it is read.
    let lists = part.get("query").and_then(Value::as_object).filter(|query| !query.contains_key("json_class"));
    for (key, value) in lists.into_iter().flat_map(Object::iter).filter(|(_, value)| value.as_array().is_none()) {
        let text = format!("{value} where a list of texts is due");
        report.add(Kind::ReadLeniently, below(&below(pointer, "query"), key), text);
    }
    let headers = part.get("headers").and_then(Value::as_object);
    for (key, value) in headers.into_iter().flat_map(Object::iter) {
        if matches!(value, Value::Number(_) | Value::Bool(_) | Value::Null) {
            report.add(
                Kind::ReadLeniently,
                below(&below(pointer, "headers"), key),
                format!("{value} where a text is due"),
            );
        }
    }
    if let Some(body) = part.get("body").filter(|body| version.known() == Some(4) && !body.is_null())
        && body.get("content").is_none()
        && body.get("contentType").is_none()
    {
        report.add(Kind::ReadLeniently, below(pointer, "body"), "a bare body, which version 4 holds under `content`");
    }
}

/// Rules in the form of another version, or in a form of none.
fn rules(pointer: &str, version: &Version, report: &mut Report<'_, '_>) {
    let Some(Value::Object(entries)) = report.source.get(pointer) else { return };
    let is_flat = entries.keys().any(|key| key.starts_with('$'));
    match version.known() {
        Some(known @ 3..) if is_flat => {
            let text = format!("rules in the form of version 2 in a file of version {known}");
            report.add(Kind::OtherVersion, pointer, text);
        }
        Some(known @ ..3) if !is_flat && !entries.is_empty() => {
            let text = format!("rules in the form of version 3 in a file of version {known}");
            report.add(Kind::OtherVersion, pointer, text);
        }
        _ => {}
    }
    for (key, value) in entries.iter().filter(|_| !is_flat) {
        if ["headers", "metaData"].contains(&key) {
            let usual = if key == "headers" { "header" } else { "metadata" };
            report.add(Kind::ReadLeniently, below(pointer, key), format!("the category is spelled `{usual}`"));
        }
        let is_whole = ["path", "status", "method"].contains(&key);
        let sets: Vec<(String, &Value<'_>)> = match value {
            value if is_whole => vec![(below(pointer, key), value)],
            Value::Object(sets) => sets.iter().map(|(name, set)| (below(&below(pointer, key), name), set)).collect(),
            _ => Vec::new(),
        };
        for (pointer, set) in sets {
            let is_bare = set.get("matchers").is_none() && set.as_object().is_some_and(|set| set.contains_key("match"));
            if is_bare {
                report.add(Kind::ReadLeniently, pointer, "a bare rule, which belongs into a list under `matchers`");
            }
        }
    }
}
