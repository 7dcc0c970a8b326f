//! The version of the format: the one a file states, and the one it has the shape of.

use super::Kind;
use super::report::Report;
use crate::file::canonical::stated_version;
use crate::file::looks_like_wrapper;
use crate::json::Value;

/// The version of a contract file's format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// As stated; `None` when nothing is.
    pub stated: Option<String>,
    /// The version whose shape it has: 1 to 4.
    pub read_as: u8,
}

impl Version {
    /// The version stated, where it is one that is known.
    pub(super) fn known(&self) -> Option<u8> {
        let stated = self.stated.as_deref()?;
        let major = stated.split('.').next()?.parse().ok()?;
        (1..=4).contains(&major).then_some(major)
    }
}

/// Where nothing tells, what tools take for granted.
const USUAL: u8 = 3;

pub(super) fn find(file: &Value<'_>) -> Version {
    let stated = stated_version(file).map(|version| version.to_text().into_owned());
    let version = Version { stated, read_as: USUAL };
    // Where a version is stated, that tells what is around a body.
    let wrapped = if version.stated.is_none() { wraps_bodies(file).then_some(4) } else { None };
    let shape = shape(file).max(wrapped);
    let read_as = match (version.known(), shape) {
        (Some(stated), Some(shape)) => stated.max(shape),
        (stated, shape) => stated.or(shape).unwrap_or(USUAL),
    };
    Version { read_as, ..version }
}

/// Whether a body has the shape of what version 4 puts around bodies.
fn wraps_bodies(file: &Value<'_>) -> bool {
    let interactions = file.get("interactions").and_then(Value::as_array).unwrap_or_default();
    let parts = interactions.iter().flat_map(|interaction| ["request", "response"].map(|part| interaction.get(part)));
    parts.flatten().filter_map(|part| part.get("body")?.as_object()).any(looks_like_wrapper)
}

/// The oldest version that has everything the file has, where anything tells.
fn shape(file: &Value<'_>) -> Option<u8> {
    let messages = file.get("messages").map(|_| 3);
    let interactions = file.get("interactions").and_then(Value::as_array).unwrap_or_default();
    interactions.iter().filter_map(of_interaction).chain(messages).max()
}

fn of_interaction(interaction: &Value<'_>) -> Option<u8> {
    let has = |keys: &[&str]| keys.iter().any(|key| interaction.get(key).is_some());
    if has(&["type", "key", "pending", "pluginConfiguration", "transport"]) {
        return Some(4);
    }
    let states = has(&["providerStates"]).then_some(3);
    let parts = ["request", "response"].iter().filter_map(|part| interaction.get(part)).filter_map(of_part);
    parts.chain(states).max()
}

fn of_part(part: &Value<'_>) -> Option<u8> {
    let rules = part.get("matchingRules").and_then(Value::as_object).filter(|rules| !rules.is_empty());
    let by_rules = rules.map(|rules| if rules.keys().any(|key| key.starts_with('$')) { 2 } else { 3 });
    let is_later = part.get("generators").is_some()
        || part.get("query").and_then(Value::as_object).is_some_and(|query| !query.contains_key("json_class"));
    by_rules.max(is_later.then_some(3))
}

pub(super) fn note(version: &Version, report: &mut Report<'_, '_>) {
    let read_as = version.read_as;
    match &version.stated {
        None => {
            let text = format!("no version of the format is stated; it is read as version {read_as}");
            report.add(Kind::NoVersion, "/metadata", text);
        }
        Some(stated) if version.known().is_none() => {
            let text = format!("`{stated}` is no known version of the format; it is read as version {read_as}");
            report.add(Kind::UnknownVersion, "/metadata/pactSpecification/version", text);
        }
        Some(stated) if version.known() < Some(read_as) => {
            let text =
                format!("version {stated} is stated, but it has the shape of version {read_as} and is read as that");
            report.add(Kind::OtherVersion, "/metadata/pactSpecification/version", text);
        }
        Some(_) => {}
    }
}
