//! Expected against actual XML.

use crate::parts::{compare, split};
use abide_contract_core::json::Value;

/// The parts are the expected document, the rules for it, and the actual document.
pub fn run(data: &[u8]) {
    let [expected, rules, actual] = split(data);
    let Ok(expected) = std::str::from_utf8(expected) else { return };
    compare("application/xml", Value::string(expected), rules, actual);
}
