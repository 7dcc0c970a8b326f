//! Messages between bytes, tree and JSON; descriptors that are none.

use super::sample::{message, nested_anys, set_of, shop};
use super::{Descriptors, Error, MethodName};
use crate::json::{Json, Object, parse};
use prost_reflect::prost::Message as _;
use prost_reflect::{DynamicMessage, prost_types};

fn json(text: &str) -> Json {
    parse(text.as_bytes()).unwrap().into_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

const EVERYTHING: &str = r#"{"name":"n","big":9007199254740993,"huge":18446744073709551615,"wavy":-3,"fixed":7,"ratio":1.1,
    "price":2.5,"flag":true,"blob":"/+8=","color":"GREEN","maybe":0,"item":{"sku":"a","quantity":2},"items":[{"sku":"b"},{}],
    "tags":["x","y"],"numbers":[1,-1,300],"labels":{"b":"2","a":"1"},"by_id":{"7":{"sku":"s"},"-1":{}},"rectangle":{"quantity":1},
    "at":"2026-01-31T10:00:00.500Z","took":"1.500s","wrapped":"w","wrapped_bytes":"AA==","extra":{"a":[{"b":1.5},null,true]},
    "any":{"@type":"type.googleapis.com/shop.v1.Item","sku":"in"},"mask":"aB,c","value":"v","displayName":"d",
    "nested":{"parts":[],"again":{"name":""}},"switches":{"true":0.5}}"#;

#[test]
fn a_message_of_everything_goes_there_and_back() {
    let kind = message("Everything");
    let bytes = kind.to_bytes(&json(EVERYTHING)).unwrap();
    assert_eq!(bytes, kind.to_bytes(&json(EVERYTHING)).unwrap());
    let read = kind.to_json(&bytes).unwrap();
    let mut expected = json(EVERYTHING);
    // Empty lists are not on the wire.
    let nested = expected.as_object_mut().unwrap().get_mut("nested").unwrap();
    nested.as_object_mut().unwrap().remove("parts");
    assert_eq!(read, expected);
    assert_eq!(kind.to_bytes(&read).unwrap(), bytes);
    // Another reader understands the same.
    let descriptor = kind.pool().reflect().get_message_by_name("shop.v1.Everything").unwrap();
    let dynamic = DynamicMessage::decode(descriptor, bytes.as_slice()).unwrap();
    assert_eq!(dynamic.get_field_by_name("big").unwrap().as_i64(), Some(9_007_199_254_740_993));
    assert_eq!(dynamic.get_field_by_name("wavy").unwrap().as_i32(), Some(-3));
    assert_eq!(dynamic.get_field_by_name("by_id").unwrap().as_map().unwrap().len(), 2);
    let again = dynamic.encode_to_vec();
    assert_eq!(kind.to_json(&again).unwrap().get("items"), read.get("items"));
}

#[test]
fn defaults_that_are_named_are_on_the_wire() {
    let kind = message("Everything");
    for (text, bytes) in [
        (r#"{"name":""}"#, "0a00"),
        (r#"{"big":0}"#, "1000"),
        (r#"{"color":"COLOR_UNKNOWN"}"#, "5000"),
        (r#"{"flag":false,"price":0.0}"#, "3900000000000000004000"),
        (r#"{"item":{}}"#, "6200"),
        (r#"{"labels":{"":""}}"#, "8201040a001200"),
        (r#"{"tags":[]}"#, ""),
        (r#"{"maybe":null}"#, ""),
        (r#"{"numbers":[0,1]}"#, "7a020001"),
    ] {
        assert_eq!(hex(&kind.to_bytes(&json(text)).unwrap()), bytes, "{text}");
    }
}

#[test]
fn names_in_json_are_names_too_and_what_does_not_fit_is_refused() {
    let kind = message("Everything");
    assert_eq!(
        kind.to_bytes(&json(r#"{"byId":{"1":{}},"display_name":1}"#)).unwrap_err().to_string(),
        "there is no field `display_name` in `shop.v1.Everything`; did you mean `displayName`?"
    );
    assert!(kind.to_bytes(&json(r#"{"wrappedBytes":"AA=="}"#)).is_ok());
    let said: Vec<_> = [
        r#"{"naem":1}"#,
        r#"{"name":1}"#,
        r#"{"big":1.0}"#,
        r#"{"big":"9223372036854775808"}"#,
        r#"{"wavy":2147483648}"#,
        r#"{"huge":-1}"#,
        r#"{"ratio":1e40}"#,
        r#"{"color":"GREE"}"#,
        r#"{"color":7}"#,
        r#"{"items":[{"quantiy":1}]}"#,
        r#"{"items":{}}"#,
        r#"{"items":[{"quantity":"x"}]}"#,
        r#"{"labels":[]}"#,
        r#"{"by_id":{"x":{}}}"#,
        r#"{"circle":"a","rectangle":{}}"#,
        r#"{"by_id":{},"byId":{}}"#,
        r#"{"at":"yesterday"}"#,
        r#"{"took":"5"}"#,
        r#"{"any":{"sku":"a"}}"#,
        r#"{"any":{"@type":"shop.v1.Itme"}}"#,
        r#"{"extra":[1]}"#,
        r#"{"blob":"*"}"#,
        r#"{"tags":[null]}"#,
        r#"{"item":"a"}"#,
    ]
    .iter()
    .map(|text| kind.to_bytes(&json(text)).unwrap_err().to_string())
    .collect();
    insta::assert_snapshot!(said.join("\n"));
    assert!(kind.to_bytes(&json("[]")).is_err());
}

#[test]
fn floats_that_are_no_numbers_have_names() {
    let kind = message("Everything");
    let text = r#"{"price":"NaN","ratio":"-Infinity"}"#;
    assert_eq!(kind.to_json(&kind.to_bytes(&json(text)).unwrap()).unwrap(), json(text));
}

#[test]
fn bytes_that_are_no_message_are_refused_with_the_place() {
    let kind = message("Everything");
    let deep = (0..200).fold(Vec::new(), |inner: Vec<u8>, _| {
        // Everything.nested.again
        let wrap = |tag: &[u8], inner: &[u8]| {
            let mut out = tag.to_vec();
            prost_reflect::prost::encoding::encode_varint(inner.len() as u64, &mut out);
            out.extend_from_slice(inner);
            out
        };
        wrap(&[0xea, 0x01], &wrap(&[0x12], &inner))
    });
    for (bytes, said) in [
        (&b"\x0a"[..], "a number that does not end, at byte 1 of a `shop.v1.Everything`"),
        (b"\x0a\x05ab", "the message is cut off, at byte 2 of a `shop.v1.Everything`"),
        (b"\x0a\x02\xff\xfe", "the text of the field `name` is not UTF-8, at byte 4 of a `shop.v1.Everything`"),
        (
            b"\x08\x01",
            "the field `name` has the wire type 0, which does not fit its type, at byte 1 of a `shop.v1.Everything`",
        ),
        (b"\x00\x01", "a field number that cannot be, at byte 0 of a `shop.v1.Everything`"),
        (b"\xfe\x01", "the wire type 6, which there is not, at byte 2 of a `shop.v1.Everything`"),
        (b"\x0c", "the end of a group that was not begun, at byte 0 of a `shop.v1.Everything`"),
        (&deep, "messages nested more than 100 deep, at byte 397 of a `shop.v1.Everything`"),
    ] {
        let error = kind.to_json(bytes).unwrap_err().to_string();
        if bytes.len() < 100 {
            assert_eq!(error, said);
        } else {
            assert!(error.starts_with("messages nested more than 100 deep"), "{error}");
        }
    }
}

#[test]
fn unknown_fields_merged_parts_and_the_last_of_a_oneof() {
    let kind = message("Everything");
    let two = kind.to_json(b"\x62\x03\x0a\x01a\x62\x02\x10\x07").unwrap();
    assert_eq!(two.to_compact(), r#"{"item":{"quantity":7,"sku":"a"}}"#);
    let last = kind.to_json(b"\x92\x01\x01c\x9a\x01\x00").unwrap();
    assert_eq!(last.to_compact(), r#"{"rectangle":{}}"#);
    let unpacked = kind.to_json(b"\x78\x01\x78\x02").unwrap();
    assert_eq!(unpacked.to_compact(), r#"{"numbers":[1,2]}"#);
    let missing_key = kind.to_json(b"\x82\x01\x02\x12\x00").unwrap();
    assert_eq!(missing_key.to_compact(), r#"{"labels":{"":""}}"#);
    assert_eq!(kind.to_json(b"\xfa\x7d\x02hi\x0a\x01n").unwrap().to_compact(), r#"{"name":"n"}"#);
}

#[test]
fn methods_are_found_in_every_form_and_errors_name_the_nearest() {
    let pool = shop().pool().unwrap();
    for name in [".shop.v1.Shop/Look", "shop.v1.Shop/Look", "Shop/Look", "Shop/Look:request"] {
        assert_eq!(pool.method(&MethodName::new(name)).unwrap().path(), "/shop.v1.Shop/Look", "{name}");
    }
    let said: Vec<_> = ["shop.v1.Shop/Lok", "shop.v1.Shpo/Look", ".Shop/Look", "shop.v1.Shop", ""]
        .iter()
        .map(|name| pool.method(&MethodName::new(*name)).unwrap_err().to_string())
        .collect();
    insta::assert_snapshot!(said.join("\n"), @"
    there is no method `Lok` in `shop.v1.Shop`; did you mean `Look`?
    there is no service `shop.v1.Shpo`; did you mean `shop.v1.Shop`?
    there is no service `Shop`; did you mean `shop.v1.Shop`?
    `shop.v1.Shop` names no method: `package.Service/Method` does
    `` names no method: `package.Service/Method` does
    ");
    assert_eq!(pool.services(), ["shop.v1.Shop"]);
}

#[test]
fn descriptors_that_are_none_are_named() {
    let good = set_of(&[("a.proto", "syntax = \"proto3\"; package a; message A { string b = 1; } ")]);
    assert!(matches!(Descriptors::from_set(&good[..good.len() - 3], None), Err(Error::Descriptors { .. })));
    assert!(matches!(Descriptors::from_set(b"\xff\xff", None), Err(Error::Descriptors { .. })));
    let wrong = Descriptors::from_file("0123", crate::body::to_base64(&good), None, Object::new());
    assert!(
        wrong.pool().unwrap_err().to_string().starts_with(
            "the descriptors under the key `0123` are not the ones it stands for: their MD5 checksum is `"
        )
    );
    let no_base64 = Descriptors::from_file("0123", "%%%", None, Object::new());
    assert_eq!(no_base64.pool().unwrap_err().to_string(), "the descriptors under the key `0123` are not base64");
    let mut set = prost_types::FileDescriptorSet::decode(good.as_slice()).unwrap();
    set.file[0].syntax = Some("editions".to_owned());
    let error = Descriptors::from_set(&set.encode_to_vec(), None).unwrap_err();
    assert_eq!(error.to_string(), "`a.proto` uses `editions`, which is not supported: only proto2 and proto3 are");
    set.file[0].syntax = Some("proto3".to_owned());
    set.file[0].dependency.push("missing.proto".to_owned());
    let error = Descriptors::from_set(&set.encode_to_vec(), None).unwrap_err();
    assert!(error.to_string().contains("missing.proto"), "{error}");
}

#[test]
fn the_second_version_of_the_language_has_presence_defaults_and_groups() {
    let set = set_of(&[(
        "old.proto",
        r#"syntax = "proto2"; package old;
           message Old { required string id = 1; optional int32 size = 2 [default = 7]; repeated group Line = 3 { optional string text = 4; }
                         extensions 100 to 200; }
           extend Old { optional string more = 100; }"#,
    )]);
    let pool = Descriptors::from_set(&set, None).unwrap().pool().unwrap();
    let kind = pool.message("old.Old").unwrap();
    let bytes = kind.to_bytes(&json(r#"{"id":"a","line":[{"text":"x"},{}]}"#)).unwrap();
    assert_eq!(hex(&bytes), "0a01611b2201781c1b1c");
    assert_eq!(kind.to_json(&bytes).unwrap().to_compact(), r#"{"id":"a","line":[{"text":"x"},{}]}"#);
    assert_eq!(kind.to_json(b"\x0a\x01a\xa2\x06\x01m").unwrap().to_compact(), r#"{"id":"a"}"#);
}

#[test]
fn arbitrary_bytes_never_panic() {
    let kind = message("Everything");
    let good = kind.to_bytes(&json(EVERYTHING)).unwrap();
    for at in 0..good.len() {
        let _ = kind.to_json(&good[..at]);
        for flip in [1, 0x80, 0xff] {
            let mut bytes = good.clone();
            bytes[at] ^= flip;
            if let Ok(read) = kind.to_json(&bytes) {
                let _ = kind.to_bytes(&read);
            }
        }
    }
}

#[test]
fn maps_of_messages_that_come_in_parts_are_sorted_once() {
    let kind = message("Everything");
    // Everything.nested.again.labels, one entry to a part; Everything.by_id with the value of one entry in parts.
    let part = |key: &str| {
        let entry = [b"\x82\x01\x09\x0a\x05".as_slice(), key.as_bytes(), b"\x12\x00"].concat();
        [b"\xea\x01\x0e\x12\x0c".as_slice(), &entry[..]].concat()
    };
    let count = 30_000;
    let bytes: Vec<u8> = (0..count).rev().chain([7, 7]).flat_map(|at| part(&format!("{at:05}"))).collect();
    let started = std::time::Instant::now();
    let read = kind.to_json(&bytes).unwrap();
    // A tenth of a second where nothing else runs; minutes if they were sorted for each part.
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    let labels = read.get("nested").unwrap().get("again").unwrap().get("labels").unwrap().as_object().unwrap();
    assert_eq!(labels.len(), count);
    assert_eq!(labels.keys().next(), Some("00000"));
}

#[test]
fn anys_in_anys_go_as_deep_as_messages_may() {
    let kind = message("Everything");
    for levels in [3, 30_000] {
        let bytes = nested_anys(levels);
        let text = kind.to_json(&bytes).unwrap().to_compact();
        assert_eq!(text.matches("@type").count(), levels.min(99), "{levels}");
    }
}

#[test]
fn maps_without_keys_or_values_are_refused() {
    use prost_types::field_descriptor_proto::{Label, Type};
    let field = |name: &str, number: i32, kind: Type, label: Label| prost_types::FieldDescriptorProto {
        name: Some(name.to_owned()),
        number: Some(number),
        r#type: Some(kind.into()),
        label: Some(label.into()),
        type_name: (kind == Type::Message).then(|| ".bad.Bad.XEntry".to_owned()),
        ..Default::default()
    };
    let parts = |key: Type, numbers: &[i32]| -> Vec<_> {
        numbers
            .iter()
            .map(|number| field(if *number == 1 { "key" } else { "value" }, *number, key, Label::Optional))
            .collect()
    };
    let set = |parts: Vec<_>| {
        let entry = prost_types::DescriptorProto {
            name: Some("XEntry".to_owned()),
            field: parts,
            options: Some(prost_types::MessageOptions { map_entry: Some(true), ..Default::default() }),
            ..Default::default()
        };
        let bad = prost_types::DescriptorProto {
            name: Some("Bad".to_owned()),
            field: vec![field("x", 1, Type::Message, Label::Repeated)],
            nested_type: vec![entry],
            ..Default::default()
        };
        let file = prost_types::FileDescriptorProto {
            name: Some("bad.proto".to_owned()),
            package: Some("bad".to_owned()),
            syntax: Some("proto3".to_owned()),
            message_type: vec![bad],
            ..Default::default()
        };
        prost_types::FileDescriptorSet { file: vec![file] }.encode_to_vec()
    };
    assert!(Descriptors::from_set(&set(parts(Type::Int32, &[1, 2])), None).is_ok());
    for parts in [parts(Type::Int32, &[]), parts(Type::Int32, &[1]), parts(Type::Double, &[1, 2])] {
        let error = Descriptors::from_set(&set(parts), None).unwrap_err().to_string();
        assert_eq!(error, "the descriptors cannot be read: the map `bad.Bad.x` has no keys or no values");
    }
}
