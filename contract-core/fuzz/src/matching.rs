//! Expected against actual JSON, form and text bodies.

use crate::parts::{compare, split};
use abide_contract_core::json::{Value, parse};

/// The parts are the expected body, the rules for it, and the actual body. What is no JSON is compared as a form, or as text.
pub fn run(data: &[u8]) {
    let [expected, rules, actual] = split(data);
    if let Ok(expected) = parse(expected) {
        return compare("application/json", expected, rules, actual);
    }
    let Ok(expected) = std::str::from_utf8(expected) else { return };
    let content_type = if expected.contains('=') { "application/x-www-form-urlencoded" } else { "text/plain" };
    compare(content_type, Value::string(expected), rules, actual);
}
