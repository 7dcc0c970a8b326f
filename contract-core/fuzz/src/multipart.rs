//! Expected against actual multipart bodies, whose boundary is `X`.

use crate::parts::{compare, split};
use abide_contract_core::json::Value;

/// The parts are the expected body, the rules for it, and the actual body.
pub fn run(data: &[u8]) {
    let [expected, rules, actual] = split(data);
    let Ok(expected) = std::str::from_utf8(expected) else { return };
    compare("multipart/form-data; boundary=X", Value::string(expected), rules, actual);
}
