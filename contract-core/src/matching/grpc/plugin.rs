//! Files the plugin of other tools has written, judged as it does.

use super::tests::{OK, answered, bytes, look, said};
use crate::file::from_slice;
use crate::grpc::{ActualAnswer, ActualStatus, Call, Code};
use crate::pattern::{include, regex};
use serde_json::{Value, json};

/// The plugin's file with another answer: these expectations, these bytes in base64, and rules.
fn plugin(expectations: &Value, content: &str, rules: &Value) -> Call {
    let mut file: Value = serde_json::from_slice(include_bytes!("../../file/grpc/unary.json")).unwrap();
    let interaction = &mut file["interactions"][0];
    interaction["pluginConfiguration"]["protobuf"]["expectations"]["response"] = expectations.clone();
    interaction["response"][0]["contents"]["content"] = content.into();
    interaction["response"][0]["matchingRules"] = rules.clone();
    let contract = from_slice(file.to_string().as_bytes(), "x").unwrap().contract;
    contract.interactions[0].as_grpc().unwrap().resolve().unwrap()
}

#[test]
fn files_of_the_plugin_are_judged_as_it_does() {
    let set = |path: &str, rule: Value| json!({"body": {path: {"matchers": [rule]}}});
    let name_and_tag = "CgRib2x0GgF4";
    for (expectations, content, rules, actual, passes) in [
        // What is not on the wire is the default, whatever it is.
        (json!({"name": ""}), "CgA=", json!({}), &b""[..], true),
        (json!({"name": "bolt"}), "CgRib2x0", json!({}), b"", false),
        (json!({"name": "bolt"}), "CgRib2x0", set("$.name", json!({"match": "type"})), b"", true),
        // Lists are compared where the test named them.
        (json!({"name": "bolt"}), name_and_tag, json!({}), b"\x0a\x04bolt", true),
        (json!({"name": "bolt", "tags": ["x"]}), name_and_tag, json!({}), b"\x0a\x04bolt", false),
        (json!({"name": "bolt", "tags": []}), "CgRib2x0", json!({}), b"\x0a\x04bolt\x1a\x01y", false),
        // Rules of an item and bounds of a list, where the plugin's configurations put them.
        (
            json!({"tags": ["x"]}),
            "GgF4",
            set("$.tags[0].*", json!({"match": "regex", "regex": "[a-z]"})),
            b"\x1a\x01q",
            true,
        ),
        (json!({"tags": ["x"]}), "GgF4", set("$.tags.*", json!({"match": "type", "min": 2})), b"\x1a\x01x", false),
        // No bytes match anything.
        (json!({}), "", json!({}), b"\x0a\x04nail", true),
    ] {
        let said = answered(&plugin(&expectations, content, &rules), actual);
        assert_eq!(said.is_empty(), passes, "{expectations} {content} {rules}: {said}");
    }
}

#[test]
fn a_rule_on_the_status_does_not_make_a_text_of_it() {
    let mut file: Value = serde_json::from_slice(include_bytes!("../../file/grpc/unary.json")).unwrap();
    let answer = &mut file["interactions"][0]["response"][0];
    answer["contents"] = json!({"content": ""});
    answer["metadata"] = json!({"grpc-status": "NOT_FOUND"});
    answer["matchingRules"] = json!({"metadata": {"grpc-status": {"matchers": [{"match": "equality"}]}}});
    let contract = from_slice(file.to_string().as_bytes(), "x").unwrap().contract;
    let call = contract.interactions[0].as_grpc().unwrap().resolve().unwrap();
    let end = |code| {
        said(&call.match_answer(&ActualAnswer {
            status: Some(ActualStatus { code: Code(code), ..OK }),
            ..ActualAnswer::default()
        }))
    };
    assert_eq!(end(5), "");
    assert_eq!(end(0), "status   Expected grpc-status NOT_FOUND but was OK");
}

#[test]
fn of_several_answers_of_one_message_all_but_the_first_are_named() {
    let mut file: Value = serde_json::from_slice(include_bytes!("../../file/grpc/unary.json")).unwrap();
    let answers = file["interactions"][0]["response"].as_array_mut().unwrap();
    answers.push(answers[0].clone());
    let said = "`/demo.v1.Stock/Look` answers one message, but the contract has 2: only the first is compared";
    let checked = crate::check::check(file.to_string().as_bytes(), "x").unwrap();
    let found: Vec<_> = checked.diagnostics.iter().filter(|found| found.text == said).collect();
    assert_eq!(found.iter().map(|found| found.pointer.as_str()).collect::<Vec<_>>(), ["/interactions/0/response/1"]);
    let call = checked.contract.interactions[0].as_grpc().unwrap().resolve().unwrap();
    let actual =
        ActualAnswer { messages: &[b"\x0a\x03nut\x10\x09\x1a\x01q"], status: Some(OK), ..ActualAnswer::default() };
    assert!(call.match_answer(&actual).is_empty());
    assert_eq!(call.notes(&actual), [said]);
}

#[test]
fn bytes_are_judged_as_whoever_wrote_the_rule_sees_them() {
    // In base64, as a test states them; of anything that can be said of a text.
    for (pattern, good, bad) in [
        (regex("[A-Za-z0-9+/]+=*", "aGVsbG8="), "AAE=", ""),
        (regex("AAE.*", "AAE="), "AAEC", "AQ=="),
        (include("E", "AAE="), "AAEC", "AQ=="),
    ] {
        for (expected, good, bad) in [
            (json!({"blob": pattern}), json!({"blob": good}), json!({"blob": bad})),
            (json!({"wrappedBytes": pattern}), json!({"wrappedBytes": good}), json!({"wrappedBytes": bad})),
        ] {
            let grpc = look(&expected);
            let call = grpc.resolve().unwrap();
            assert_eq!(answered(&call, &grpc.responses[0].contents.to_bytes().unwrap()), "", "{expected}");
            assert_eq!(answered(&call, &bytes("Everything", &good)), "", "{expected}");
            assert_ne!(answered(&call, &bytes("Everything", &bad)), "", "{expected}");
            // Other tools see the bytes themselves.
            let told: Vec<_> = grpc.responses[0].rules.body.iter().map(|(_, set)| set.rules[0].name()).collect();
            assert_eq!(told, ["type"], "{expected}");
        }
    }
    let set = |rule: Value| json!({"body": {"$.blob": {"matchers": [rule]}}});
    for (rule, actual, passes) in [
        (json!({"match": "regex", "regex": "^[a-z\n]+$"}), &b"\x4a\x05by\ne!"[..], false),
        (json!({"match": "regex", "regex": "^[a-z\n]+$"}), b"\x4a\x04by\ne", true),
        (json!({"match": "regex", "regex": ".*"}), b"\x4a\x02\xff\xfe", false),
        (json!({"match": "include", "value": "ff"}), b"\x4a\x02\xff\xfe", false),
        (json!({"match": "type"}), b"\x4a\x02\xff\xfe", true),
        (json!({"match": "notEmpty"}), b"\x4a\x02\xff\xfe", true),
    ] {
        let mut grpc = look(&json!({"blob": "aGk="}));
        grpc.extension = None;
        let rules =
            json!({"contents": {"content": "SgJoaQ==", "encoded": "base64"}, "matchingRules": set(rule.clone())});
        let file = json!({"consumer": {"name": "c"}, "provider": {"name": "p"}, "interactions": [
            {"type": "Synchronous/Messages", "description": "d", "request": {}, "response": [rules]}
        ], "metadata": {"pactSpecification": {"version": "4.0"}}});
        let contract = from_slice(file.to_string().as_bytes(), "x").unwrap().contract;
        let crate::Exchange::SyncMessage(read) = &contract.interactions[0].exchange else { panic!() };
        grpc.responses[0].rules = read.responses[0].rules.clone();
        let said = answered(&grpc.resolve().unwrap(), actual);
        assert_eq!(said.is_empty(), passes, "{rule} {actual:?}: {said}");
    }
}
