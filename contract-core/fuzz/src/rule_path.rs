//! Path expressions: what is printed reads back the same.

use abide_contract_core::rule_path::RulePath;

/// The input is a path expression.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match RulePath::parse(text) {
        Ok(path) => assert_eq!(RulePath::parse(&path.to_string()).as_ref(), Ok(&path), "{text:?}"),
        Err(error) => assert!(error.offset <= text.len(), "{text:?}: {error}"),
    }
}
