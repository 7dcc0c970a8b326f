//! The schemas `abide schema` prints, and what the tests produce held against them.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

use crate::contracts::{a_charge, document};
use crate::harness::Cli;
use abide_contract_core::file;
use abide_verifier_cli::output::{can_i, check, diff, json};
use jsonschema::{Validator, draft202012};
use serde_json::{Value, json};

fn validator(of: &str) -> Option<Validator> {
    let schema = match of {
        "contract" => file::SCHEMA,
        "check" => check::SCHEMA,
        "verify" => json::SCHEMA,
        "can-i-deploy" | "can-i-merge" => can_i::SCHEMA,
        "diff" => diff::SCHEMA,
        "broker" | "participants" | "versions" | "branches" | "tags" | "environments" | "deployments" | "releases" => {
            json::BROKER_SCHEMA
        }
        _ => return None,
    };
    Some(draft202012::new(&serde_json::from_str(schema).unwrap()).unwrap())
}

/// What a document lacks by the schema of a command's result, or of a contract; nothing where there is no schema.
fn errors(of: &str, document: &Value) -> Vec<String> {
    let Some(validator) = validator(of) else { return Vec::new() };
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// What the schema of contract files says of interactions that can be read.
fn readable() -> Validator {
    let schema: Value = serde_json::from_str(file::SCHEMA).unwrap();
    draft202012::new(&json!({"$ref": "#/$defs/interaction", "$defs": schema["$defs"]})).unwrap()
}

/// Panics when a command's result is not as its schema says.
#[track_caller]
pub(crate) fn hold(command: &str, result: &[u8]) {
    let result = serde_json::from_slice(result).unwrap();
    let errors = errors(command, &result);
    assert!(errors.is_empty(), "{}\n{result:#}", errors.join("\n"));
}

#[test]
fn each_schema_is_printed_and_is_one() {
    for name in ["contract", "check", "verify", "can-i-deploy", "diff", "broker"] {
        let ran = Cli::new().run(["schema", name]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran}");
        let schema: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn contracts_of_the_tests_are_as_the_schema_says_once_written() {
    let contract = file::from_slice(document(&[a_charge()]).to_string().as_bytes(), "test").unwrap().contract;
    let written: Value = serde_json::from_str(&file::to_text(&contract)).unwrap();
    assert_eq!(errors("contract", &written), [""; 0]);
}

#[test]
fn what_is_not_as_the_schema_says_is_refused() {
    let changed = |pointer: &str, value: Value| {
        let contract = file::from_slice(document(&[a_charge()]).to_string().as_bytes(), "test").unwrap().contract;
        let mut written: Value = serde_json::from_str(&file::to_text(&contract)).unwrap();
        *written.pointer_mut(pointer).unwrap() = value;
        // An interaction may as well be one that cannot be read, which is anything.
        let in_interaction = readable().iter_errors(&written["interactions"][0]).count();
        errors("contract", &written).len() + in_interaction
    };
    let rules = "/interactions/0/response/matchingRules/body/$.id";
    for (pointer, value) in [
        ("/metadata/pactSpecification/version", json!("3.0.0")),
        ("/provider", json!({})),
        ("/interactions/0/request", json!({"method": "GET"})),
        ("/interactions/0/response/status", json!("200")),
        ("/interactions/0/response/headers/Content-Type", json!("application/json")),
        ("/interactions/0/response/body", json!({"content": 1})),
        (rules, json!({"match": "type"})),
        (rules, json!({"combine": "AND", "matchers": [{"match": "regex"}]})),
        (rules, json!({"combine": "AND", "matchers": [{"match": "type", "min": "1"}]})),
    ] {
        assert_ne!(changed(pointer, value.clone()), 0, "{pointer} {value}");
    }
    assert_eq!(changed(rules, json!({"combine": "OR", "matchers": [{"match": "telepathy", "range": 7}]})), 0);
    let report = json!({"schemaVersion": 1, "command": "check", "answer": "maybe"});
    for of in ["check", "verify", "can-i-deploy", "diff", "broker"] {
        assert!(!errors(of, &report).is_empty(), "{of}");
    }
}
