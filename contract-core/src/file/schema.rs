//! The JSON Schema of the files we write.

/// JSON Schema (2020-12) of contract files as they are written: version 4 of the format.
pub const SCHEMA: &str = include_str!("../../schema/contract.json");

#[cfg(test)]
pub(super) use hold::hold;

#[cfg(test)]
mod hold {
    //! Holds whatever a test writes against the schema.

    use super::SCHEMA;
    use crate::json::Json;
    use std::sync::LazyLock;

    static VALIDATOR: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
        let schema = serde_json::from_str(SCHEMA).unwrap();
        jsonschema::draft202012::meta::validate(&schema).unwrap();
        jsonschema::draft202012::new(&schema).unwrap()
    });

    /// Panics where a written file is not as the schema says.
    #[track_caller]
    pub(in super::super) fn hold(written: &Json) {
        let file = serde_json::from_str(&written.to_compact()).unwrap();
        let errors: Vec<_> =
            VALIDATOR.iter_errors(&file).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}\n{}", errors.join("\n"), written.to_pretty());
    }
}
