//! Specification cases: an expected part, one that arrives, and whether they match.

use super::material::Version;
use super::part::{self, Kind, Shape};
use super::tally::Tally;
use abide_contract_core::json::{self, Value};
use anyhow::{Context as _, Result, bail, ensure};
use std::path::Path;

/// Judges all cases of a version.
pub(super) fn run(version: &Version) -> Tally {
    let mut tally = Tally::new(format!("spec-cases {}", version.name));
    let number = &version.name[1..];
    for path in &version.cases {
        let case = path.strip_prefix(&version.folder).unwrap_or(path);
        match super::caught(|| judge(&std::fs::read(path)?, kind(case)?, number)) {
            Ok(()) => tally.passed += 1,
            Err(error) => tally.failed.push(format!("{}: {error:#}", case.display())),
        }
    }
    tally
}

/// What a case is about, by the folder it is in.
fn kind(case: &Path) -> Result<Kind> {
    let named = |folder: &std::ffi::OsStr| match folder.to_str()? {
        "request" => Some(Kind::Request),
        "response" => Some(Kind::Response),
        "message" => Some(Kind::Message),
        _ => None,
    };
    case.iter().find_map(named).context("it is in no folder named request, response or message")
}

fn judge(case: &[u8], kind: Kind, version: &str) -> Result<()> {
    let case = json::parse(case)?;
    let part = |name: &str| case.get(name).with_context(|| format!("it has no `{name}`"));
    let matches = part("match")?.as_bool().context("`match` is no boolean")?;
    let shape = Shape { version, names_types: names_types(version) };
    let expected = part::read(kind, part("expected")?, shape).context("expected")?;
    let actual = part::read_arrived(kind, part("actual")?, shape).context("actual")?;
    let mismatches = part::compare(&expected, &actual)?;
    if matches && !mismatches.is_empty() {
        let sentences: Vec<_> = mismatches.iter().map(ToString::to_string).collect();
        bail!("these match, but: {}", sentences.join("; "));
    }
    let comment = case.get("comment").and_then(Value::as_str).unwrap_or_default();
    ensure!(matches || !mismatches.is_empty(), "no difference was found: {comment}");
    Ok(())
}

/// Since version 4.
fn names_types(version: &str) -> bool {
    version.split('.').next().and_then(|number| number.parse::<u32>().ok()).is_some_and(|number| number >= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(kind: Kind, version: &str, case: &str) -> String {
        judge(case.as_bytes(), kind, version).map_or_else(|error| format!("{error:#}"), |()| "passed".to_owned())
    }

    #[test]
    fn a_case_passes_when_its_verdict_is_ours() {
        let case = |matches: bool| {
            format!(
                r#"{{"match": {matches}, "comment": "c", "expected": {{"body": {{"a": 1}}}}, "actual": {{"body": {{"a": 2}}}}}}"#
            )
        };
        assert_eq!(judged(Kind::Response, "3", &case(false)), "passed");
        let failed = judged(Kind::Response, "3", &case(true));
        assert!(failed.starts_with("these match, but: Expected 2 (Integer)"), "{failed}");
        let equal = r#"{"match": false, "comment": "c", "expected": {"status": 200}, "actual": {"status": 200}}"#;
        assert_eq!(judged(Kind::Response, "1", equal), "no difference was found: c");
        assert_eq!(judged(Kind::Request, "1", r#"{"match": true}"#), "it has no `expected`");
    }

    #[test]
    fn bodies_of_version_4_stand_in_an_object_that_names_their_type() {
        let response = r#"{"match": true,
            "expected": {"headers": {}, "body": {"contentType": "application/json", "encoded": false, "content": {"a": 1}},
                "matchingRules": {"body": {"$.a": {"matchers": [{"match": "integer"}]}}}},
            "actual": {"headers": {}, "body": {"contentType": "application/json", "encoded": false, "content": {"a": 7}}}}"#;
        assert_eq!(judged(Kind::Response, "4", response), "passed");
        let bare = r#"{"match": false,
            "expected": {"body": {"contentType": "application/json", "encoded": false, "content": [{"a": 1}]}},
            "actual": {"body": [{"a": "7"}]}}"#;
        assert_eq!(judged(Kind::Response, "4", bare), "passed");
        let empty = r#"{"match": true, "expected": {"body": {"content": ""}}, "actual": {"body": null}}"#;
        assert_eq!(judged(Kind::Request, "4", empty), "passed");
    }

    #[test]
    fn rules_for_the_content_of_messages_of_version_4_are_found() {
        let message = |matches: bool, actual: &str| {
            format!(
                r#"{{"match": {matches},
                "expected": {{"contents": {{"contentType": "application/json", "encoded": false, "content": {{"a": "x1"}}}},
                    "matchingRules": {{"content": {{"$.a": {{"matchers": [{{"match": "regex", "regex": "\\w\\d"}}]}}}}}}}},
                "actual": {{"contents": {{"contentType": "application/json", "encoded": false, "content": {{"a": "{actual}"}}}}}}}}"#
            )
        };
        assert_eq!(judged(Kind::Message, "4", &message(true, "y2")), "passed");
        assert_eq!(judged(Kind::Message, "4", &message(false, "y")), "passed");
    }
}
