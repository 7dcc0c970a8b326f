//! Bodies of HTTP interactions and messages the plugin of other tools has written: read, compared, replayed, checked.

use super::tests::said;
use crate::contract::Contract;
use crate::file::{from_slice, to_json};
use crate::generate::{Context, generate_request};
use crate::http::{ActualRequest, ActualResponse};
use crate::interaction::Exchange;
use crate::matching::{match_message, match_request, match_response};
use crate::message::ActualMessage;
use serde_json::{Value, json};

const HTTP: &[u8] = include_bytes!("../../file/grpc/http.json");
const TYPE: &str = "application/protobuf;message=.demo.v1.Reply";
const KEY: &str = "a27a218119e7bdd02ba8700cd5db4e2a";

/// The plugin's file, changed at one interaction.
fn altered(change: impl FnOnce(&mut Value)) -> (Value, Contract) {
    let mut file: Value = serde_json::from_slice(HTTP).unwrap();
    change(&mut file["interactions"][0]);
    let contract = from_slice(file.to_string().as_bytes(), "x").unwrap().contract;
    (file, contract)
}

fn answered(contract: &Contract, content_type: &str, body: &[u8]) -> String {
    let (_, response) = contract.interactions[0].as_http().unwrap();
    let headers = [("content-type", content_type)];
    let headers = if content_type.is_empty() { &[][..] } else { &headers };
    said(&match_response(response, &ActualResponse { status: 200, headers, body: Some(body) }))
}

fn asked(contract: &Contract, body: &[u8]) -> String {
    let (request, _) = contract.interactions[0].as_http().unwrap();
    let headers = [("content-type", request.body.content_type.as_deref().unwrap())];
    let actual = ActualRequest { method: "POST", path: "/look", query: "", headers: &headers, body: Some(body) };
    said(&match_request(request, &actual))
}

#[test]
fn a_response_is_compared_field_by_field() {
    let (file, contract) = altered(|_| {});
    assert_eq!(serde_json::from_str::<Value>(&to_json(&contract).to_compact()).unwrap(), file);
    assert_eq!(contract.interactions[0].obstacles(), [""; 0]);
    // Another name, number and list, in another order, and a field the contract does not know.
    let other = b"\x1a\x01q\x1a\x02zz\x10\x09\x0a\x03nut\xfa\x01\x01x";
    for content_type in [TYPE, "application/protobuf; message=Reply", "application/protobuf", ""] {
        assert_eq!(answered(&contract, content_type, other), "", "{content_type}");
    }
    insta::assert_snapshot!(answered(&contract, TYPE, b"\x0a\x03nut\x1a\x01Q"), @"body $.tags[0]   Expected 'Q' to match '[a-z]+'   (rule regex at $.tags)");
    insta::assert_snapshot!(answered(&contract, TYPE, b"\x0a\x09nut"), @"body $   Expected a Protobuf body but could not read it: the message is cut off, at byte 2 of a `demo.v1.Reply`");
    // Nothing says that an answer without a body is a message.
    insta::assert_snapshot!(answered(&contract, TYPE, b""), @"body $   Expected a body but was missing");
    insta::assert_snapshot!(answered(&contract, "application/protobuf;message=.demo.v1.Ask", other), @"body   Expected a body of 'application/protobuf;message=.demo.v1.Reply' but the actual content type was 'application/protobuf;message=.demo.v1.Ask'");
    insta::assert_snapshot!(answered(&contract, "text/plain", other), @"body   Expected a body of 'application/protobuf;message=.demo.v1.Reply' but the actual content type was 'text/plain'");
    let (_, defaults) = altered(|interaction| {
        interaction["response"]["body"]["content"] = "CgA=".into();
        interaction["response"]["matchingRules"] = json!({});
    });
    assert_eq!(answered(&defaults, TYPE, b""), "");
}

#[test]
fn a_request_is_compared_strictly_and_replayed_as_it_is() {
    let (_, contract) = altered(|_| {});
    assert_eq!(asked(&contract, b"\x0a\x02b7"), "");
    insta::assert_snapshot!(asked(&contract, b"\x0a\x03bad"), @"body $.id   Expected 'bad' to match '[a-z][0-9]'   (rule regex at $.id)");
    let (_, reply) = altered(|interaction| {
        interaction["request"]["body"]["contentType"] = TYPE.into();
        interaction["request"]["headers"] = json!({});
        interaction["request"]["matchingRules"] = json!({});
    });
    insta::assert_snapshot!(asked(&reply, b"\x0a\x02a1\x10\x05"), @"body $.qty   Unexpected field 'qty' received");

    let (request, _) = contract.interactions[0].as_http().unwrap();
    let made = |values: Value| {
        let values = crate::json::Json::from(&values).as_object().unwrap().clone();
        generate_request(request, &Context::provider(values)).unwrap().body.to_bytes().unwrap().into_owned()
    };
    assert_eq!(made(json!({"id": "z9"})), b"\x0a\x02z9");
    let (_, plain) = altered(|interaction| {
        interaction["request"]["generators"] = json!({});
        // Not in the order an encoder has, and said twice.
        interaction["request"]["body"]["content"] = "CgJhMAoCYTE=".into();
    });
    let (request, _) = plain.interactions[0].as_http().unwrap();
    let sent = generate_request(request, &Context::provider(crate::json::Object::new())).unwrap();
    assert_eq!(sent.body.to_bytes().unwrap().as_ref(), b"\x0a\x02a0\x0a\x02a1");
}

/// What stands in the way, and otherwise how the body of an answer is judged.
fn judged(contract: &Contract, good: &[u8], bad: &[u8]) -> String {
    match contract.interactions[0].obstacles() {
        found if found.is_empty() => {
            let content_type = contract.interactions[0].as_http().unwrap().1.body.content_type.clone().unwrap();
            assert_eq!(answered(contract, &content_type, good), "");
            let said = answered(contract, &content_type, bad);
            if said.contains("$.tags[0]") { "judged".to_owned() } else { said }
        }
        found => found.join("\n"),
    }
}

#[test]
fn messages_are_found_in_every_form_of_names() {
    let flat = |message: &str, key: &str| json!({"message": message, "descriptorKey": key});
    let half = |side: &str, message: &str| json!({side: flat(message, KEY)});
    let both = |request: &str, response: &str| json!({"request": flat(request, KEY), "response": flat(response, KEY)});
    let jvm = "application/protobuf; message=Reply";
    let mut said = Vec::new();
    for (configuration, content_type) in [
        (both(".demo.v1.Ask", ".demo.v1.Reply"), TYPE),
        (both("Ask", "Reply"), jvm),
        (both("Ask", "Reply"), TYPE),
        (both(".demo.v1.Ask", ".demo.v1.Reply"), "application/protobuf;message=demo.v1.Reply"),
        (both(".demo.v1.Ask", ".demo.v1.Reply"), "application/protobuf"),
        // The halves in each other's place, or one of them lost.
        (both(".demo.v1.Reply", ".demo.v1.Ask"), TYPE),
        (half("request", ".demo.v1.Ask"), TYPE),
        (half("request", ".demo.v1.Reply"), jvm),
        (half("response", ".demo.v1.Reply"), TYPE),
        (flat(".demo.v1.Reply", KEY), TYPE),
        (flat(".demo.v1.Ask", KEY), TYPE),
        (flat(".demo.v1.Reply", KEY), "application/protobuf"),
        // What is not there is named.
        (half("request", ".demo.v1.Ask"), "application/protobuf"),
        (flat(".demo.v1.Reply", "beef"), TYPE),
        (json!({"message": ".demo.v1.Reply"}), TYPE),
        (flat(".demo.v1.Replies", KEY), "application/protobuf;message=.demo.v1.Replies"),
        (flat(".demo.v2.Reply", KEY), "application/protobuf;message=.demo.v2.Reply"),
        (json!({}), TYPE),
    ] {
        let (_, contract) = altered(|interaction| {
            interaction["pluginConfiguration"]["protobuf"] = configuration.clone();
            interaction["response"]["body"]["contentType"] = content_type.into();
            // The request is not what this is about.
            interaction["request"]["body"] = Value::Null;
            interaction["request"]["matchingRules"] = json!({});
        });
        let found = judged(&contract, b"\x0a\x03nut\x1a\x01q", b"\x0a\x03nut\x1a\x01Q");
        said.push(format!("{configuration} {content_type}\n    {found}"));
    }
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn what_cannot_be_decoded_is_never_compared_as_bytes() {
    let mut file: Value = serde_json::from_slice(HTTP).unwrap();
    let read = |file: &Value| from_slice(file.to_string().as_bytes(), "x").unwrap().contract;
    let set = file["metadata"]["plugins"][1]["configuration"][KEY]["protoDescriptors"].as_str().unwrap().to_owned();
    let mut said = Vec::new();
    let (_, cut) = altered(|interaction| interaction["response"]["body"]["content"] = "Cgl4".into());
    said.push(judged(&cut, b"", b""));
    insta::assert_snapshot!(answered(&cut, TYPE, b"\x0a\x09x"), @"body $   The contract's Protobuf example cannot be read: the message is cut off, at byte 2 of a `demo.v1.Reply`");
    let (_, undescribed) = altered(|interaction| {
        interaction.as_object_mut().unwrap().remove("pluginConfiguration");
        interaction["request"]["matchingRules"] = json!({});
    });
    said.push(judged(&undescribed, b"", b""));
    assert!(answered(&undescribed, TYPE, b"\x0a\x04bolt\x10\x07\x1a\x01x").contains("which message it is"));
    file["metadata"]["plugins"][1]["configuration"][KEY]["protoDescriptors"] =
        format!("{}MyAA", &set[..set.len() - 4]).into();
    said.push(judged(&read(&file), b"", b""));
    file["metadata"].as_object_mut().unwrap().remove("plugins");
    said.push(judged(&read(&file), b"", b""));
    insta::assert_snapshot!(said.join("\n"), @"
    the response's Protobuf body cannot be compared: the message is cut off, at byte 2 of a `demo.v1.Reply`
    the request's generator `ProviderState` at `$.id` makes no value: a binary body has no places inside
    the response's Protobuf body cannot be compared: it has rules for fields, and the contract does not say which message it is (`pluginConfiguration.protobuf`)
    the request's Protobuf body cannot be compared: the descriptors under the key `a27a218119e7bdd02ba8700cd5db4e2a` are not the ones it stands for: their MD5 checksum is `2ac1dac4154f8908a2b3de9c95d814da`
    the response's Protobuf body cannot be compared: the descriptors under the key `a27a218119e7bdd02ba8700cd5db4e2a` are not the ones it stands for: their MD5 checksum is `2ac1dac4154f8908a2b3de9c95d814da`
    the request's Protobuf body cannot be compared: the contract has no descriptors under the key `a27a218119e7bdd02ba8700cd5db4e2a`
    the response's Protobuf body cannot be compared: the contract has no descriptors under the key `a27a218119e7bdd02ba8700cd5db4e2a`
    ");
    // Without rules for fields, and nothing said about the message, bytes are bytes.
    let (_, plain) = altered(|interaction| {
        interaction.as_object_mut().unwrap().remove("pluginConfiguration");
        interaction["request"]["matchingRules"] = json!({});
        interaction["response"]["matchingRules"] = json!({});
        interaction["request"]["generators"] = json!({});
    });
    assert!(plain.interactions[0].obstacles().is_empty());
    assert_eq!(answered(&plain, TYPE, b"\x0a\x04bolt\x10\x07\x1a\x01x"), "");
    assert!(answered(&plain, TYPE, b"\x0a\x04bolt\x10\x08\x1a\x01x").contains("bytes"));
}

#[test]
fn a_lone_message_is_compared_the_same_way() {
    let (_, contract) = altered(|interaction| {
        let mut message = interaction["response"].clone();
        message["contents"] = message["body"].take();
        *interaction = json!({
            "type": "Asynchronous/Messages", "description": "a part", "contents": message["contents"],
            "matchingRules": message["matchingRules"], "metadata": {"contentType": TYPE},
            "pluginConfiguration": {"protobuf": {"message": ".demo.v1.Reply", "descriptorKey": KEY}},
        });
    });
    let Exchange::Message(message) = &contract.interactions[0].exchange else { panic!() };
    let said = |contents: &[u8]| {
        said(&match_message(message, &ActualMessage { contents: Some(contents), metadata: &message.metadata }))
    };
    assert_eq!(said(b"\x0a\x03nut\x1a\x01q"), "");
    insta::assert_snapshot!(said(b"\x0a\x03nut\x1a\x01Q"), @"body $.tags[0]   Expected 'Q' to match '[a-z]+'   (rule regex at $.tags)");
}

#[test]
fn a_contract_is_checked_by_what_its_bodies_mean() {
    let checked = |change: fn(&mut Value)| {
        let (file, _) = altered(change);
        let checked = crate::check::check(file.to_string().as_bytes(), "x").unwrap();
        let lines = checked.diagnostics.iter().map(|one| format!("{} {}: {}", one.kind, one.pointer, one.text));
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(checked(|_| {}), "");
    let rules = |interaction: &mut Value| {
        let body = &mut interaction["response"]["matchingRules"]["body"];
        body["$.name"] = json!({"matchers": [{"match": "regex", "regex": "n.*"}]});
        body["$.nam"] = json!({"matchers": [{"match": "type"}]});
        body["$.tags[3]"] = json!({"matchers": [{"match": "type"}]});
        body["$.tags[0].*"] = json!({"matchers": [{"match": "type"}]});
        body["$"] = json!({"matchers": [{"match": "type"}]});
    };
    insta::assert_snapshot!(checked(rules), @"
    example-breaks-rule /interactions/0/response/body/content: the example breaks its own rule `regex` at $.name: Expected 'bolt' to match 'n.*'
    rule-hits-nothing /interactions/0/response/matchingRules/body/$.nam/matchers/0: `$.nam` hits nothing in the example, so that nothing shows what `type` is for
    rule-hits-nothing /interactions/0/response/matchingRules/body/$.tags[3]/matchers/0: `$.tags[3]` hits nothing in the example, so that nothing shows what `type` is for
    ");
    insta::assert_snapshot!(checked(|interaction| {
        interaction["pluginConfiguration"]["protobuf"]["response"]["descriptorKey"] = "beef".into();
    }), @"not-verifiable /interactions/0/response/body/content: the Protobuf body cannot be compared: the contract has no descriptors under the key `beef`");
}
