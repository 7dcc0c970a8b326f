//! The JSON Schema of the files we write.

/// JSON Schema (2020-12) of contract files as they are written: version 4 of the format.
pub const SCHEMA: &str = include_str!("../../schema/contract.json");

#[cfg(test)]
pub(super) use hold::hold;

#[cfg(test)]
mod hold {
    //! Holds whatever a test writes against the schema.

    use super::SCHEMA;
    use crate::file::from_json;
    use crate::interaction::Exchange;
    use crate::json::Json;
    use jsonschema::Validator;
    use serde_json::json;
    use std::sync::LazyLock;

    static FILE: LazyLock<Validator> = LazyLock::new(|| {
        let schema = serde_json::from_str(SCHEMA).unwrap();
        jsonschema::draft202012::meta::validate(&schema).unwrap();
        jsonschema::draft202012::new(&schema).unwrap()
    });
    /// One that can be read.
    static INTERACTION: LazyLock<Validator> = LazyLock::new(|| {
        let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
        let schema = json!({"$ref": "#/$defs/interaction", "$defs": schema["$defs"]});
        jsonschema::draft202012::new(&schema).unwrap()
    });

    /// Panics where a written file is not as the schema says, or an interaction in it that can be read is not as the schema
    /// says of those.
    #[track_caller]
    pub(in super::super) fn hold(written: &Json) {
        let file: serde_json::Value = serde_json::from_str(&written.to_compact()).unwrap();
        let mut errors = errors(&FILE, &file);
        let read = from_json(written, "written").unwrap().contract.interactions;
        for (interaction, written) in read.iter().zip(file["interactions"].as_array().unwrap()) {
            if !matches!(interaction.exchange, Exchange::Unsupported(_)) {
                errors.extend(self::errors(&INTERACTION, written));
            }
        }
        assert!(errors.is_empty(), "{}\n{}", errors.join("\n"), written.to_pretty());
    }

    fn errors(validator: &Validator, value: &serde_json::Value) -> Vec<String> {
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    #[test]
    fn an_interaction_that_can_be_read_is_held_against_more_than_one_that_cannot() {
        let odd = json!({"type": "Synchronous/HTTP", "description": 1});
        assert!(!errors(&INTERACTION, &odd).is_empty());
        let file = json!({"consumer": {"name": "a"}, "provider": {"name": "b"}, "interactions": [odd],
            "metadata": {"pactSpecification": {"version": "4.0"}}});
        assert_eq!(errors(&FILE, &file), [""; 0]);
    }
}
