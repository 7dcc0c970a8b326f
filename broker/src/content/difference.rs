//! Where two contracts differ in what they say, by JSON path, whatever order their interactions come in.

use abide_contract_core::{diff, json};

/// Differences that are named before the rest is only counted.
const NAMED_CHANGES: usize = 20;

/// Every difference in one sentence.
pub fn differences(before: &str, after: &str) -> Vec<String> {
    let (Ok(before), Ok(after)) = (json::parse(before.as_bytes()), json::parse(after.as_bytes())) else {
        return Vec::new();
    };
    diff::between(&before, &after).sentences().collect()
}

/// The same; beyond the first twenty only a count.
pub fn changes(before: &str, after: &str) -> Vec<String> {
    let mut found = differences(before, after);
    let more = found.len().saturating_sub(NAMED_CHANGES);
    if more > 0 {
        found.truncate(NAMED_CHANGES);
        found.push(format!("and {more} more"));
    }
    found
}
