//! Rule definitions: what is printed reads back the same, and errors lie inside the text.

use abide_contract_core::definition::Definition;

/// The input is a rule definition.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = Definition::recognise(text);
    match Definition::parse(text) {
        Ok(definition) => {
            let printed = definition.to_string();
            assert_eq!(Definition::parse(&printed).as_ref(), Ok(&definition), "{text:?} printed as {printed:?}");
            let _ = (definition.example(), definition.rules(), definition.generator(), definition.references());
        }
        Err(error) => assert!(error.offset <= text.len(), "{text:?}: {error}"),
    }
}
