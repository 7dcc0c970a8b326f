//! gRPC calls on the contract's page: what is decoded, what cannot be, and that no contract makes the page slow or huge.

use super::{assert_main, html};
use crate::harness::{TestBroker, publication};
use abide_contract_core::draft::{Draft, Part};
use abide_contract_core::file::to_text;
use abide_contract_core::grpc::{Code, Order, Turn};
use abide_contract_core::json::Json;
use abide_contract_core::pattern::{Parts, Pattern, from_state, integer, regex};
use abide_contract_core::protobuf::Descriptors;
use abide_contract_core::{Contract, Exchange, Interaction};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use prost_reflect::prost::Message as _;
use prost_reflect::prost_types::field_descriptor_proto::{Label, Type};
use prost_reflect::prost_types::{
    DescriptorProto, FieldDescriptorProto, FileDescriptorProto, FileDescriptorSet, MethodDescriptorProto,
    ServiceDescriptorProto,
};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

const PAGE: &str = "/pacts/provider/stock/consumer/orders/latest";

fn field(name: &str, number: i32, kind: Type, label: Label) -> FieldDescriptorProto {
    let type_name = (kind == Type::Message).then(|| ".stock.v1.Item".to_owned());
    FieldDescriptorProto {
        name: Some(name.to_owned()),
        number: Some(number),
        label: Some(label.into()),
        r#type: Some(kind.into()),
        type_name,
        ..FieldDescriptorProto::default()
    }
}

fn method(name: &str, client: bool, server: bool) -> MethodDescriptorProto {
    MethodDescriptorProto {
        name: Some(name.to_owned()),
        input_type: Some(".stock.v1.Item".to_owned()),
        output_type: Some(".stock.v1.Item".to_owned()),
        client_streaming: Some(client),
        server_streaming: Some(server),
        ..MethodDescriptorProto::default()
    }
}

/// `stock.v1`: items with a text of this name, in calls of all four kinds; `more` messages without use besides.
fn descriptors(text: &str, more: usize) -> Arc<Descriptors> {
    let item = DescriptorProto {
        name: Some("Item".to_owned()),
        field: vec![
            field(text, 1, Type::String, Label::Optional),
            field("quantity", 2, Type::Int64, Label::Optional),
            field("parts", 3, Type::Message, Label::Repeated),
        ],
        ..DescriptorProto::default()
    };
    let more = (0..more).map(|at| DescriptorProto { name: Some(format!("M{at}")), ..item.clone() });
    let methods = [("Look", false, false), ("Watch", false, true), ("Load", true, false), ("Talk", true, true)];
    let service = ServiceDescriptorProto {
        name: Some("Stock".to_owned()),
        method: methods.into_iter().map(|(name, client, server)| method(name, client, server)).collect(),
        ..ServiceDescriptorProto::default()
    };
    let file = FileDescriptorProto {
        name: Some("stock.proto".to_owned()),
        package: Some("stock.v1".to_owned()),
        syntax: Some("proto3".to_owned()),
        message_type: std::iter::once(item.clone()).chain(more).collect(),
        service: vec![service],
        ..FileDescriptorProto::default()
    };
    let set = FileDescriptorSet { file: vec![file] }.encode_to_vec();
    Arc::new(Descriptors::from_set(&set, None).unwrap())
}

/// A call with these messages.
fn call(
    descriptors: &Arc<Descriptors>,
    (method, description): (&str, &str),
    (requests, responses): (&[Value], &[Value]),
    shape: impl FnOnce(&mut Draft),
) -> Interaction {
    let mut draft = Draft::new(descriptors, &format!("stock.v1.Stock/{method}")).unwrap();
    for message in requests {
        draft.request(&Json::from(message)).unwrap();
    }
    for message in responses {
        draft.response(&Json::from(message)).unwrap();
    }
    shape(&mut draft);
    Interaction::new(description, Exchange::Grpc(Box::new(draft.finish().unwrap())))
}

/// The file of a contract with these calls.
fn contract(interactions: Vec<Interaction>) -> Value {
    let mut contract = Contract::new("orders", "stock");
    contract.interactions = interactions;
    serde_json::from_str(&to_text(&contract)).unwrap()
}

async fn published(file: Value) -> TestBroker {
    let broker = TestBroker::start().await;
    broker.post("/contracts/publish", &publication("orders", "1", &[("stock", file)])).await.expect(200);
    broker
}

/// A call of each kind.
fn four_kinds() -> Vec<Interaction> {
    let stock = descriptors("sku", 0);
    let item = [json!({"sku": "a"})];
    let part = json!({"sku": regex("[a-z]", "p"), "quantity": integer(3)});
    let parts = |pattern: Pattern| -> Parts { pattern.into_parts() };
    vec![
        call(
            &stock,
            ("Look", "a look"),
            (&[json!({"sku": from_state("${sku}", "a")})], &[json!({"parts": [part]})]),
            |draft| {
                draft.request_metadata("x-tenant", parts(regex("t-[0-9]", "t-1"))).unwrap();
            },
        ),
        call(&stock, ("Look", "a look at nothing"), (&item, &[]), |draft| {
            draft.status(Code(5), Some(parts(regex("no .+", "no such item")))).unwrap();
            draft.detail(&Json::from(json!({"@type": "stock.v1.Item", "sku": regex("[a-z]", "a")}))).unwrap();
            draft.response_metadata("x-trace", Pattern::into_parts(regex(".+", "7")), Part::Trailers).unwrap();
        }),
        call(&stock, ("Watch", "a watch"), (&item, &[item[0].clone(), part.clone()]), |draft| {
            draft.order(Order::Prefix).unwrap();
        }),
        call(&stock, ("Load", "a load"), (&[item[0].clone(), item[0].clone()], &[part]), |_| {}),
        call(&stock, ("Talk", "a talk"), (&item, &item), |draft| {
            draft.script(vec![Turn::Client(0), Turn::Server(0), Turn::HalfClose, Turn::End]).unwrap();
            draft.deadline(Duration::from_secs(2));
        }),
    ]
}

#[tokio::test]
async fn calls_of_all_kinds_are_told_by_the_contracts_own_descriptors() {
    let broker = published(contract(four_kinds())).await;
    let published = broker.get(PAGE).await.expect(200);
    let id_of = |description: &str| {
        let interactions = published["interactions"].as_array().unwrap();
        interactions.iter().find(|found| found["description"] == description).unwrap()["_id"].clone()
    };
    let differs = |description: &str, mismatches: Value| json!({ "interactionId": id_of(description), "success": false, "mismatches": mismatches });
    let results = json!([
        differs(
            "a watch",
            json!([{ "attribute": "body", "identifier": "response[1].$.quantity", "description": "Expected 'x' to be an integer" }])
        ),
        differs(
            "a look at nothing",
            json!([
                { "attribute": "status", "description": "Expected grpc-status NOT_FOUND but was OK" },
                { "attribute": "metadata", "identifier": "x-trace", "description": "missing" },
                { "attribute": "body", "identifier": "details[0].$.sku", "description": "Expected '1' to match" },
            ])
        ),
    ]);
    let url = published["_links"]["pb:publish-verification-results"]["href"].as_str().unwrap();
    let body = json!({ "success": false, "providerApplicationVersion": "7", "testResults": results });
    broker.put("/pacticipants/stock/branches/main/versions/7", &json!({})).await.expect(201);
    broker.post(url, &body).await.expect(201);
    assert_main("calls", &html(&broker, PAGE).await);
}

#[tokio::test]
async fn what_cannot_be_decoded_is_shown_as_bytes_with_the_reason() {
    let stock = descriptors("sku", 0);
    let whole =
        contract(vec![call(&stock, ("Look", "a look"), (&[json!({"sku": "a"})], &[json!({"sku": "b"})]), |_| {})]);
    let key = whole["interactions"][0]["pluginConfiguration"]["protobuf"]["descriptorKey"].as_str().unwrap().to_owned();
    let with = |pointer: &str, value: Value| {
        let mut file = whole.clone();
        *file.pointer_mut(pointer).unwrap() = value;
        file
    };
    let descriptors = format!("/metadata/plugins/0/configuration/{key}/protoDescriptors");
    let contents = "/interactions/0/response/0/contents/content";
    let cases = [
        (
            with(contents, "CgU=".into()),
            "Response · Bytes in hexadecimal: the message is cut off, at byte 2 of a `stock.v1.Item`.",
            "0a 05",
        ),
        (with(&descriptors, "%".into()), "The messages are shown as bytes: the descriptors under the key", "0a 01 62"),
        (with(&descriptors, "CgU=".into()), "are not the ones it stands for", "0a 01 62"),
        (with("/metadata/plugins", json!([])), "the contract has no descriptors under the key", "0a 01 62"),
        (
            with("/interactions/0/pluginConfiguration/protobuf/service", ".stock.v1.Stock/Lok".into()),
            "there is no method `Lok` in `stock.v1.Stock`; did you mean `Look`?",
            "0a 01 62",
        ),
        (
            with("/interactions/0/pluginConfiguration/abide", json!({"v": 1, "grpc": {"kind": "sideways"}})),
            "Not verified by this version:",
            "&#34;sku&#34;: &#34;b&#34;",
        ),
        (
            with("/interactions/0/response/0/metadata", json!({"grpc-status-details-bin": "CP8="})),
            "What the status carries is not shown: the metadata",
            "&#34;sku&#34;: &#34;b&#34;",
        ),
    ];
    for (file, words, detail) in cases {
        let page = html(&published(file).await, PAGE).await.replace("&#96;", "`");
        assert!(page.contains(words) && page.contains(detail), "{words}: {page}");
        assert!(page.contains("<code>stock.v1.Stock/Lo"), "{page}");
    }
}

#[tokio::test]
async fn markup_in_names_and_messages_stays_text() {
    const SCRIPT: &str = "<script>alert(1)</script>";
    let stock = descriptors(SCRIPT, 0);
    let mut file = contract(vec![call(
        &stock,
        ("Watch", "a look"),
        (&[json!({SCRIPT: SCRIPT})], &[json!({SCRIPT: SCRIPT}), json!({"parts": [{SCRIPT: "\u{202e}"}]})]),
        |_| {},
    )]);
    file["interactions"][0]["response"][0]["metadata"] =
        json!({SCRIPT: SCRIPT, "grpc-status": "NOT_FOUND", "grpc-message": SCRIPT});
    let page = html(&published(file.clone()).await, PAGE).await;
    assert!(page.matches("&#60;script&#62;alert(1)&#60;/script&#62;").count() >= 7, "{page}");
    file["interactions"][0]["pluginConfiguration"]["protobuf"]["service"] = format!(".stock.v1.Stock/{SCRIPT}").into();
    for page in [page, html(&published(file).await, PAGE).await] {
        assert!(!page.contains("<script>") && !page.contains('\u{202e}'), "{page}");
    }
}

#[tokio::test]
async fn long_names_many_messages_and_large_descriptors_stay_bounded() {
    let long = "n".repeat(20_000);
    let stock = descriptors(&long, 0);
    let look = |at: usize| call(&stock, ("Look", &format!("look {at}")), (&[json!({})], &[json!({})]), |_| {});
    let mut names = contract((0..30).map(look).collect());
    // Four bytes for each name.
    let parts = BASE64_STANDARD.encode([0x1a, 2, 0x0a, 0].repeat(5_000));
    for interaction in names["interactions"].as_array_mut().unwrap() {
        interaction["response"][0]["contents"]["content"] = parts.clone().into();
    }
    let small = descriptors("sku", 0);
    let messages = vec![json!({"sku": "a"}); 3_000];
    let streamed = vec![call(&small, ("Watch", "a watch"), (&[json!({})], &messages), |_| {})];
    let fits = descriptors("sku", 10_000);
    let large = descriptors("sku", 30_000);
    let one = |stock: &Arc<Descriptors>| {
        vec![call(stock, ("Look", "a look"), (&[json!({})], &[json!({"sku": "b"})]), |_| {})]
    };
    let cases = [
        (names, "The body has 20000 bytes: too long for a page", 100_000),
        (contract(streamed), "2900 further messages are in the JSON only.", 100_000),
        (contract(one(&fits)), "&#34;sku&#34;: &#34;b&#34;", 10_000),
        (contract(one(&large)), "The messages are shown as bytes: the descriptors are too long for a page.", 10_000),
    ];
    for (file, words, most) in cases {
        let broker = published(file).await;
        let began = Instant::now();
        let page = html(&broker, PAGE).await;
        println!("{words}: {} bytes in {:?}", page.len(), began.elapsed());
        assert!(page.contains(words), "{words}: {}", &page[..page.len().min(20_000)]);
        assert!(page.len() < most, "{words}: {} bytes", page.len());
        assert!(began.elapsed() < Duration::from_secs(10), "{words}");
    }
}

#[tokio::test]
async fn bodies_of_http_interactions_that_are_messages_are_decoded() {
    let stock = descriptors("sku", 0);
    let kind = "application/protobuf;message=.stock.v1.Item";
    let file = |content: &str, key: &str| {
        let body = json!({"content": content, "encoded": "base64", "contentType": kind, "contentTypeHint": "BINARY"});
        let rules = json!({"body": {"$.sku": {"matchers": [{"match": "regex", "regex": "[a-z]"}]}}});
        json!({
            "consumer": {"name": "orders"}, "provider": {"name": "stock"},
            "interactions": [{
                "type": "Synchronous/HTTP", "description": "a look", "request": {"method": "GET", "path": "/look"},
                "response": {"status": 200, "body": body, "matchingRules": rules},
                "pluginConfiguration": {"protobuf": {"message": ".stock.v1.Item", "descriptorKey": key}},
            }],
            "metadata": {"pactSpecification": {"version": "4.0"}, "plugins": [{
                "name": "protobuf", "version": "0.5.0",
                "configuration": {stock.key(): {"protoDescriptors": stock.encoded()}},
            }]},
        })
    };
    let unread = "Not verified by this version: the response's Protobuf body cannot be compared";
    for (file, words, is_read) in [
        (file("CgFi", stock.key()), "&#34;sku&#34;: &#34;b&#34;", true),
        (file("CgU=", stock.key()), "the message is cut off, at byte 2 of a `stock.v1.Item`", false),
        (file("CgFi", "beef"), "Bytes in hexadecimal: the contract has no descriptors under the key `beef`.", false),
    ] {
        let page = html(&published(file).await, PAGE).await.replace("&#96;", "`").replace("&#39;", "'");
        assert!(page.contains(words), "{words}: {page}");
        assert_eq!(page.contains("[a-z]"), is_read, "{page}");
        assert_eq!(page.contains(unread), !is_read, "{page}");
    }
}
