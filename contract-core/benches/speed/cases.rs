//! The cases, each with its floor.

use abide_contract_core::file;
use abide_contract_core::http::{ActualResponse, Response};
use abide_contract_core::matching::match_response;
use serde_json::{Value, json};
use std::hint::black_box;
use std::rc::Rc;

/// Something to time and what it is measured against.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// The most `ours` may take, in times of `floor`; none where it is only reported.
    pub(crate) target: Option<f64>,
    /// How often both are run for one measurement.
    pub(crate) repeat: u32,
    pub(crate) floor: Box<dyn Fn()>,
    pub(crate) ours: Box<dyn Fn()>,
}

/// Those of HTTP and of files.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        small(),
        large(),
        ten_times_the_items(),
        ten_times_the_rules(),
        many_regexes(),
        variants(),
        file_of_a_thousand(),
        file_of_a_thousand_patterns(),
    ]
}

/// The response of a contract with one interaction, as written in its file.
fn response(response: &Value) -> Response {
    let contract = json!({
        "consumer": {"name": "a"}, "provider": {"name": "b"},
        "interactions": [{"type": "Synchronous/HTTP", "description": "x", "request": {}, "response": response}],
        "metadata": {"pactSpecification": {"version": "4.0"}}
    });
    let contract = file::from_slice(contract.to_string().as_bytes(), "bench").unwrap().contract;
    contract.interactions[0].as_http().unwrap().1.clone()
}

fn matches(expected: &Response, body: &[u8]) {
    let headers = [("content-type", "application/json"), ("x-request-id", "abc-1234")];
    let actual = ActualResponse { status: 200, headers: &headers, body: Some(body) };
    let mismatches = match_response(expected, &actual);
    assert!(mismatches.is_empty(), "{mismatches:?}");
    black_box(mismatches);
}

fn parse(body: &[u8]) {
    black_box(serde_json::from_slice::<Value>(body).unwrap());
}

/// Ten fields under ten rules: three kinds, an integer, a decimal, a boolean by kind, three expressions, a datetime.
fn object(number: usize) -> (Value, Value) {
    let body = json!({
        "name": format!("name {number}"), "city": "Vienna", "count": number, "quantity": 3 + number, "price": 12.5,
        "active": true, "id": format!("ord-{number}"), "sku": "ABC-123", "phone": "+43 1 234567",
        "at": "2026-01-31T10:00:00Z"
    });
    let rules = json!({
        "name": {"match": "type"}, "city": {"match": "type"}, "count": {"match": "type"},
        "quantity": {"match": "integer"}, "price": {"match": "decimal"}, "active": {"match": "type"},
        "id": {"match": "regex", "regex": "ord-[0-9]+"}, "sku": {"match": "regex", "regex": "[A-Z]{3}-\\d{3}"},
        "phone": {"match": "regex", "regex": "\\+[0-9 ]+"},
        "at": {"match": "datetime", "format": "yyyy-MM-dd'T'HH:mm:ssX"}
    });
    (body, rules)
}

/// Rules for the fields of an object that stands at `path`.
fn rules_at(path: &str, rules: &Value) -> serde_json::Map<String, Value> {
    let fields = rules.as_object().unwrap().iter();
    fields.map(|(field, rule)| (format!("{path}.{field}"), json!({"matchers": [rule]}))).collect()
}

fn small() -> Case {
    let (body, rules) = object(1);
    let expected = response(&json!({
        "status": 200, "headers": {"Content-Type": ["application/json"], "X-Request-Id": ["abc-1"]},
        "body": {"content": body, "contentType": "application/json", "encoded": false},
        "matchingRules": {
            "body": rules_at("$", &rules),
            "header": {"X-Request-Id": {"matchers": [{"match": "regex", "regex": "abc-[0-9]+"}]}}
        }
    }));
    let text = Rc::new(serde_json::to_vec(&object(2).0).unwrap());
    let other = Rc::clone(&text);
    Case {
        name: "response match from bytes, 10 fields, 10 rules / parsing to Value",
        target: Some(3.0),
        repeat: 100,
        floor: Box::new(move || parse(&other)),
        ours: Box::new(move || matches(&expected, &text)),
    }
}

fn array_of(count: usize) -> Vec<u8> {
    serde_json::to_vec(&(0..count).map(|number| object(number).0).collect::<Vec<_>>()).unwrap()
}

/// One each-like over objects with ten rules, and as many rules again at paths that do not occur.
fn each_like(idle_rules: usize) -> Response {
    let (item, rules) = object(0);
    let mut body = rules_at("$[*]", &rules);
    body.insert("$".into(), json!({"matchers": [{"match": "type", "min": 1}]}));
    for number in 0..idle_rules {
        body.insert(format!("$[*].missing{number}.deep"), json!({"matchers": [{"match": "type"}]}));
    }
    response(&json!({
        "status": 200, "matchingRules": {"body": body},
        "body": {"content": [item], "contentType": "application/json", "encoded": false}
    }))
}

const ITEMS: usize = 5_000;

fn large() -> Case {
    let (expected, text) = (each_like(0), Rc::new(array_of(ITEMS)));
    let other = Rc::clone(&text);
    Case {
        name: "1 MB array of 5,000 objects, each-like, 10 rules / parsing to Value",
        target: Some(1.5),
        repeat: 1,
        floor: Box::new(move || parse(&other)),
        ours: Box::new(move || matches(&expected, &text)),
    }
}

/// The match of the large case and the size of its body.
pub(crate) fn large_match() -> (impl Fn(), usize) {
    let (expected, text) = (each_like(0), array_of(ITEMS));
    let size = text.len();
    (move || matches(&expected, &text), size)
}

fn ten_times_the_items() -> Case {
    let (expected, text, long) = (each_like(0), array_of(ITEMS), array_of(ITEMS * 10));
    let other = expected.clone();
    Case {
        name: "10 times the items / the items",
        target: Some(11.0),
        repeat: 1,
        floor: Box::new(move || matches(&other, &text)),
        ours: Box::new(move || matches(&expected, &long)),
    }
}

fn ten_times_the_rules() -> Case {
    let (plain, crowded, text) = (each_like(0), each_like(100), Rc::new(array_of(ITEMS)));
    let other = Rc::clone(&text);
    Case {
        name: "10 times the rules, at paths that do not occur / the rules",
        target: Some(1.2),
        repeat: 1,
        floor: Box::new(move || matches(&plain, &other)),
        ours: Box::new(move || matches(&crowded, &text)),
    }
}

fn many_regexes() -> Case {
    let fields: serde_json::Map<_, _> =
        (0..1_000).map(|n| (format!("field{n}"), json!(format!("value-{n}")))).collect();
    let rules: serde_json::Map<_, _> = (0..1_000)
        .map(|n| {
            (format!("$.field{n}"), json!({"matchers": [{"match": "regex", "regex": format!("value-[0-9]+|x{n}")}]}))
        })
        .collect();
    let expected = response(&json!({
        "status": 200, "matchingRules": {"body": rules},
        "body": {"content": fields, "contentType": "application/json", "encoded": false}
    }));
    let compiled: Vec<_> =
        (0..1_000).map(|n| fancy_regex::Regex::new(&format!(r"\A(?:value-[0-9]+|x{n})\z")).unwrap()).collect();
    let text = Rc::new(serde_json::to_vec(&fields).unwrap());
    let other = Rc::clone(&text);
    Case {
        name: "1,000 regexes on 1,000 fields / parsing to Value and the same calls",
        target: Some(2.0),
        repeat: 5,
        floor: Box::new(move || {
            let value: Value = serde_json::from_slice(&other).unwrap();
            for (regex, n) in compiled.iter().zip(0..) {
                let text = value[format!("field{n}")].as_str().unwrap();
                assert!(regex.is_match(text).unwrap());
            }
        }),
        ours: Box::new(move || matches(&expected, &text)),
    }
}

/// Variants that each find their item last.
fn array_contains(variants: usize, items: usize) -> (Response, Vec<u8>) {
    let template = |n: usize| json!({"kind": format!("kind-{n}"), "n": n});
    let variant = |n: usize| json!({"index": n, "rules": {"$.n": {"matchers": [{"match": "integer"}]}}});
    let expected = response(&json!({
        "status": 200,
        "matchingRules": {"body": {"$": {"matchers": [
            {"match": "arrayContains", "variants": (0..variants).map(variant).collect::<Vec<_>>()}
        ]}}},
        "body": {
            "content": (0..variants).map(template).collect::<Vec<_>>(), "contentType": "application/json", "encoded": false
        }
    }));
    let filler = (0..items - variants).map(|n| json!({"kind": "other", "n": n}));
    let list: Vec<_> = filler.chain((0..variants).map(template)).collect();
    (expected, serde_json::to_vec(&list).unwrap())
}

fn variants() -> Case {
    let (few, short) = array_contains(5, 20);
    let (many, long) = array_contains(5, 200);
    Case {
        name: "arrayContains, 5 variants × 200 items / 5 × 20",
        target: Some(11.0),
        repeat: 5,
        floor: Box::new(move || matches(&few, &short)),
        ours: Box::new(move || matches(&many, &long)),
    }
}

/// The text of a contract file with a thousand interactions: a body each, under rules for its fields.
fn thousand(body: &Value, rules: impl Fn(usize) -> Value) -> Rc<Vec<u8>> {
    let interaction = |n: usize| {
        json!({
            "type": "Synchronous/HTTP", "description": format!("interaction {n}"),
            "providerStates": [{"name": "a state", "params": {"id": n}}],
            "request": {"method": "GET", "path": format!("/orders/{n}"), "query": {"page": ["1"]}},
            "response": {
                "status": 200, "headers": {"Content-Type": ["application/json"]},
                "body": {"content": body, "contentType": "application/json", "encoded": false},
                "matchingRules": {"body": rules_at("$", &rules(n))}
            }
        })
    };
    let file = json!({
        "consumer": {"name": "a"}, "provider": {"name": "b"},
        "interactions": (0..1_000).map(interaction).collect::<Vec<_>>(),
        "metadata": {"pactSpecification": {"version": "4.0"}}
    });
    Rc::new(format!("{file:#}").into_bytes())
}

fn read(text: &[u8]) {
    black_box(file::from_slice(text, "bench").unwrap());
}

fn file_of_a_thousand() -> Case {
    let (body, rules) = object(7);
    let text = thousand(&body, |_| rules.clone());
    let other = Rc::clone(&text);
    Case {
        name: "reading a file of 1,000 interactions / parsing it to Value",
        target: Some(4.0),
        repeat: 1,
        floor: Box::new(move || parse(&other)),
        ours: Box::new(move || read(&text)),
    }
}

fn file_of_a_thousand_patterns() -> Case {
    let (body, rules) = object(7);
    let pattern = |n: usize| format!("ord-[0-9]{{1,{}}}|x{n}", 1 + n % 20);
    let text = thousand(&body, |n| {
        let mut rules = rules.clone();
        rules["id"] = json!({"match": "regex", "regex": pattern(n)});
        rules
    });
    let other = Rc::clone(&text);
    let patterns: Vec<_> = (0..1_000).map(|n| format!(r"\A(?:{})\z", pattern(n))).collect();
    Case {
        name: "file of 1,000 distinct patterns / parsing it and compiling them",
        target: None,
        repeat: 1,
        floor: Box::new(move || {
            parse(&other);
            for pattern in &patterns {
                black_box(fancy_regex::Regex::new(pattern).unwrap());
            }
        }),
        ours: Box::new(move || read(&text)),
    }
}
