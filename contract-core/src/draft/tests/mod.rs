//! Drafts: what a test writes, and what stands in the file.

mod properties;

use super::{Draft, Part};
use crate::contract::Contract;
use crate::file::{from_slice, to_json, to_text};
use crate::grpc::{Code, Grpc, Order, Turn};
use crate::interaction::{Exchange, Interaction};
use crate::json::Json;
use crate::pattern::{
    Parts, array_containing, datetime, each_entry, each_like, equal, from_state, integer, like, regex, split,
};
use crate::protobuf::sample::{set_of, shop};
use crate::protobuf::{Descriptors, Error};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

fn draft(method: &str) -> Draft {
    Draft::new(&shop(), &format!("shop.v1.Shop/{method}")).unwrap()
}

fn parts(value: impl serde::Serialize) -> Parts {
    split(&Json::from_serialize(&value).unwrap())
}

fn look(response: &serde_json::Value) -> Result<Grpc, Error> {
    let mut draft = draft("Look");
    draft.request(&Json::from(json!({}))).unwrap();
    draft.response(&Json::from(response))?;
    draft.finish()
}

fn written(grpc: Grpc) -> Json {
    let mut contract = Contract::new("a", "b");
    contract.interactions.push(Interaction::new("x", Exchange::Grpc(Box::new(grpc))));
    let text = to_text(&contract);
    // What is written reads back as the same.
    assert_eq!(to_text(&from_slice(text.as_bytes(), "a-b.json").unwrap().contract), text);
    let file = to_json(&contract);
    file.get("interactions").unwrap().as_array().unwrap()[0].clone()
}

fn rules(response: &serde_json::Value) -> String {
    let interaction = written(look(response).unwrap());
    let response = &interaction.get("response").unwrap().as_array().unwrap()[0];
    let rules = response.get("matchingRules").and_then(|rules| rules.get("body")).cloned().unwrap_or(Json::Null);
    let own = interaction.get("pluginConfiguration").unwrap().get("abide").unwrap().get("grpc").unwrap();
    let line = |(path, set): (&str, &Json)| format!("{path} {}", set.get("matchers").unwrap());
    let mut lines: Vec<_> =
        rules.as_object().into_iter().flat_map(|rules| rules.sorted().into_iter().map(line)).collect();
    lines.extend(own.get("rules").map(|rules| format!("own {rules}")));
    lines.join("\n")
}

#[test]
fn a_unary_call_is_written_in_the_plugins_shape() {
    let proto = "syntax = \"proto3\"; package demo.v1; message Ask { string id = 1; }
        message Reply { string name = 1; int64 qty = 2; repeated string tags = 3; } service Stock { rpc Look(Ask) returns (Reply); }";
    let set = set_of(&[("stock.proto", proto)]);
    let descriptors = Arc::new(Descriptors::from_set(&set, Some(proto.to_owned())).unwrap());
    assert_eq!(descriptors.key(), "a27a218119e7bdd02ba8700cd5db4e2a");
    let mut draft = Draft::new(&descriptors, "demo.v1.Stock/Look").unwrap();
    draft.request(&Json::from_serialize(&json!({"id": like(from_state("${id}", "a1"))})).unwrap()).unwrap();
    draft.request_metadata("auth", parts(from_state("${auth}", regex("Bearer .+", "Bearer t")))).unwrap();
    let reply = json!({"name": like("bolt"), "qty": integer(7), "tags": each_like(regex("[a-z]+", "x"))});
    draft.response(&Json::from_serialize(&reply).unwrap()).unwrap();
    insta::assert_snapshot!(written(draft.finish().unwrap()).to_pretty());
}

#[test]
fn patterns_stand_where_other_tools_look_for_them() {
    let at = "2026-01-31T10:00:00Z";
    let response = json!({
        "displayName": like("a"), "byId": {"7": {"quantity": integer(1)}}, "items": each_like(json!({"sku": like("s")})),
        "tags": [regex("x", "x"), "y"], "numbers": each_like(1), "wrapped": like("w"), "wrappedBytes": like("AA=="),
        "labels": each_entry(regex("[a-z]+", "a"), like("v")), "extra": {"a": [like(1)]},
        "at": datetime("yyyy-MM-dd'T'HH:mm:ssX", at), "took": like("1s"), "mask": regex("[a-z,]+", "a,b"),
        "any": {"@type": "shop.v1.Item", "sku": regex("s.*", "s1")}, "circle": equal("c")
    });
    insta::assert_snapshot!(rules(&response));
    let containing = json!({"items": array_containing([json!({"quantity": integer(1)})])});
    insta::assert_snapshot!(rules(&containing), @r#"$.items [{"match":"arrayContains","variants":[{"index":0,"rules":{"$.quantity":{"combine":"AND","matchers":[{"match":"integer"}]}}}]}]"#);
}

#[test]
fn what_is_not_there_is_refused_with_what_may_have_been_meant() {
    let said = |error: Error| error.to_string();
    assert_eq!(
        said(Draft::new(&shop(), "shop.v1.Shop/Wach").unwrap_err()),
        "there is no method `Wach` in `shop.v1.Shop`; did you mean `Watch`?"
    );
    assert_eq!(
        said(look(&json!({"item": {"quantiy": integer(1)}})).unwrap_err()),
        "there is no field `quantiy` in `shop.v1.Item`; did you mean `quantity`?"
    );
    assert_eq!(
        said(look(&json!({"name": crate::pattern::null()})).unwrap_err()),
        "the rule `null` cannot be put on `$.name`: no field is ever null; leave it out"
    );
    let mut draft = draft("Look");
    for (name, value) in [("grpc-timeout", "1S"), ("b b", "x"), ("x-bin", "%"), ("x", "é"), ("", "x")] {
        assert!(draft.request_metadata(name, parts(value)).is_err(), "{name}");
    }
    for code in [-1, 17, 99] {
        assert!(draft.status(Code(code), None).is_err(), "{code}");
    }
    assert!(draft.detail(&Json::from(json!({"sku": "a"}))).is_err());
    assert!(draft.detail(&Json::from(json!({"@type": "shop.v1.OutOfStok"}))).is_err());
}

#[test]
fn the_number_of_messages_must_fit_the_kind() {
    let item = Json::from(json!({"sku": "a"}));
    let empty = Json::Object(crate::json::Object::new());
    let finish = |method: &str, requests: usize, responses: usize, code: Option<i32>| {
        let mut draft = draft(method);
        let message = if method == "Look" { &empty } else { &item };
        (0..requests).for_each(|_| draft.request(message).unwrap());
        (0..responses).for_each(|_| draft.response(message).unwrap());
        if let Some(code) = code {
            draft.status(Code(code), None).unwrap();
        }
        draft.finish().err().map(|error| error.to_string())
    };
    assert_eq!(finish("Look", 1, 1, None), None);
    assert_eq!(finish("Look", 1, 0, Some(5)), None);
    assert_eq!(finish("Watch", 1, 0, None), None);
    assert_eq!(finish("Watch", 1, 3, Some(15)), None);
    assert_eq!(finish("Talk", 2, 3, None), None);
    let said: Vec<_> = [
        ("Look", 0, 1, None),
        ("Look", 2, 1, None),
        ("Look", 1, 2, None),
        ("Look", 1, 1, Some(5)),
        ("Look", 1, 0, None),
        ("Batch", 2, 2, None),
    ]
    .into_iter()
    .map(|(method, requests, responses, code)| finish(method, requests, responses, code).unwrap())
    .collect();
    insta::assert_snapshot!(said.join("\n"), @"
    `/shop.v1.Shop/Look` needs a request message
    `/shop.v1.Shop/Look` takes one request message, but 2 are defined
    `/shop.v1.Shop/Look` answers one message, but 2 are defined
    `/shop.v1.Shop/Look` answers one message or the status NOT_FOUND, not both
    `/shop.v1.Shop/Look` needs a response message, or another status than OK
    `/shop.v1.Shop/Batch` answers one message, but 2 are defined
    ");
}

#[test]
fn scripts_give_every_message_its_turn() {
    use Turn::{Client, End, HalfClose, Server};
    let with = |turns: Vec<Turn>| {
        let mut draft = draft("Talk");
        let item = Json::from(json!({"sku": "a"}));
        (0..2).for_each(|_| draft.request(&item).unwrap());
        draft.response(&item).unwrap();
        draft.script(turns).unwrap();
        draft.finish().is_ok()
    };
    assert!(with(vec![Client(0), Server(0), Client(1), HalfClose, End]));
    assert!(with(vec![Server(0), Client(0), Client(1)]));
    assert!(!with(vec![Client(1), Client(0), Server(0)]));
    assert!(!with(vec![Client(0), Server(0)]));
    assert!(!with(vec![Client(0), HalfClose, Client(1), Server(0)]));
    assert!(!with(vec![Client(0), End, Client(1), Server(0)]));
    assert!(draft("Watch").script(vec![End]).is_err());
}

#[test]
fn streams_statuses_and_trailers_stand_in_the_extension() {
    let item = |sku: &str| Json::from_serialize(&json!({"sku": like(sku)})).unwrap();
    let mut draft = draft("Talk");
    draft.request(&item("a")).unwrap();
    draft.request(&item("b")).unwrap();
    draft.response(&item("c")).unwrap();
    draft.order(Order::Any).unwrap();
    draft.repeat_last(1, Some(9)).unwrap();
    draft.script(vec![Turn::Client(0), Turn::Server(0), Turn::Client(1)]).unwrap();
    draft.status(Code(15), Some(parts(regex("lost .*", "lost it")))).unwrap();
    draft.detail(&Json::from_serialize(&json!({"@type": "shop.v1.OutOfStock", "sku": like("a")})).unwrap()).unwrap();
    draft.response_metadata("X-Head", parts("h"), Part::Headers).unwrap();
    draft.response_metadata("x-tail", parts(like("t")), Part::Trailers).unwrap();
    draft.response_metadata("x-any", parts("1"), Part::Either).unwrap();
    draft.deadline(Duration::from_millis(500));
    draft.strict_presence();
    insta::assert_snapshot!(written(draft.finish().unwrap()).to_pretty());
}

#[test]
fn errors_without_message_stand_where_the_plugin_has_them() {
    let mut draft = draft("Look");
    draft.request(&Json::from(json!({}))).unwrap();
    draft.status(Code(5), Some(parts("no such part"))).unwrap();
    let interaction = written(draft.finish().unwrap());
    insta::assert_snapshot!(interaction.get("response").unwrap().to_compact(), @r#"[{"contents":{"content":"","contentType":"application/protobuf;message=.shop.v1.Everything","contentTypeHint":"BINARY","encoded":"base64"},"metadata":{"contentType":"application/protobuf;message=.shop.v1.Everything","grpc-message":"no such part","grpc-status":"NOT_FOUND"}}]"#);
}

#[test]
fn metadata_that_is_said_twice_must_be_one_thing() {
    let said = |lines: &[(&str, Parts, Part)]| {
        let mut draft = draft("Watch");
        let mut said = lines.iter().map(|(name, value, part)| draft.response_metadata(name, value.clone(), *part));
        said.find_map(|said| said.err().map(|error| error.to_string())).unwrap_or_default()
    };
    let (plain, pattern) = (|| parts("1"), || parts(like("1")));
    for (first, second, expected) in [
        ((plain(), Part::Either), (plain(), Part::Either), ""),
        ((plain(), Part::Headers), (plain(), Part::Trailers), "the metadata `x` is said to come in two places"),
        ((plain(), Part::Either), (plain(), Part::Trailers), "the metadata `x` is said to come in two places"),
        (
            (pattern(), Part::Either),
            (plain(), Part::Either),
            "the metadata `x` is said twice, which it cannot be with a pattern",
        ),
        (
            (plain(), Part::Headers),
            (pattern(), Part::Headers),
            "the metadata `x` is said twice, which it cannot be with a pattern",
        ),
    ] {
        assert_eq!(said(&[("x", first.0, first.1), ("X", second.0, second.1)]), expected);
    }
    let mut twice = draft("Look");
    twice.request_metadata("x", plain()).unwrap();
    twice.request_metadata("y", pattern()).unwrap();
    assert!(twice.request_metadata("y", plain()).is_err());
    twice.request_metadata("x", parts("2")).unwrap();
    twice.request(&Json::from(json!({}))).unwrap();
    twice.response(&Json::from(json!({}))).unwrap();
    let grpc = twice.finish().unwrap();
    let stated = grpc.expectations.as_ref().and_then(|stated| stated.get("requestMetadata")?.get("x").cloned());
    assert_eq!(stated, Some(Json::string("1,2")));
}
