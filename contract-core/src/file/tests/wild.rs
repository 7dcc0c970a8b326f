//! What is read of files as they are found: old spellings, and interactions with something in them that cannot be read.

use super::{file, load};
use crate::body::Content;
use crate::check::{Kind, check};
use crate::contract::Contract;
use crate::file::{from_slice, to_json, to_text};
use crate::interaction::Exchange;
use crate::json::Json;

fn first_response(contract: &Contract) -> &crate::http::Response {
    contract.interactions[0].as_http().unwrap().1
}

#[test]
fn an_interaction_that_cannot_be_read_is_kept_and_the_others_are_read() {
    let good = r#"{"description":"good","request":{},"response":{}}"#;
    for (bad, pointer, reason) in [
        (
            r#"{"type":"Synchronous/HTTP","description":"bad","pending":false,"request":{"method":"GET","path":"/"},"response":{"status":200,"body":{"content":{"a":"x"},"encoded":false},"matchingRules":{"body":{"$.a":{"combine":"AND","matchers":[{"match":"datetime","format":"yyyy-MM-ddTHH:mm:ss"}]}}}}}"#,
            "/response/matchingRules/body/$.a/matchers/0",
            "yyyy-MM-ddTHH:mm:ss",
        ),
        (
            r#"{"type":"Synchronous/HTTP","description":"bad","pending":false,"request":{"method":"GET","path":"/","matchingRules":{"path":{"combine":"AND","matchers":[{"match":"regex","regex":"("}]}}},"response":{"status":200}}"#,
            "/request/matchingRules/path/matchers/0",
            "regular expression `(` cannot be compiled",
        ),
        (
            r#"{"type":"Synchronous/HTTP","description":"bad","pending":false,"request":{"method":"GET","path":"/"},"response":{"status":200,"matchingRules":{"body":{"$..a":{"combine":"AND","matchers":[{"match":"type"}]}}}}}"#,
            "/response/matchingRules/body/$..a",
            "path expression `$..a` is malformed",
        ),
    ] {
        let text = file(&format!("{bad},{good}"), "4.0");
        let contract = load(&text).contract;
        assert_eq!(contract.interactions[0].description, "bad");
        let obstacles = contract.interactions[0].obstacles();
        assert!(obstacles[0].contains(pointer) && obstacles[0].contains(reason), "{obstacles:?}");
        assert_eq!(contract.interactions[1].obstacles(), [] as [String; 0]);
        let kept = crate::json::parse(bad.as_bytes()).unwrap().into_owned();
        let written = to_json(&contract);
        let list = written.get("interactions").and_then(Json::as_array).unwrap();
        assert!(list.contains(&kept), "{written}");
        assert_eq!(load(&to_text(&contract)).contract.interactions, contract.interactions);
        let checked = check(text.as_bytes(), "c.json").unwrap();
        let found = checked.diagnostics.iter().find(|found| found.kind == Kind::NotVerifiable).unwrap();
        assert_eq!(found.pointer, format!("/interactions/0{pointer}"));
        assert!(found.text.contains(reason), "{}", found.text);
    }
}

#[test]
fn a_message_that_cannot_be_read_stays_a_message() {
    let text = r#"{"consumer":{"name":"a"},"provider":{"name":"b"},"messages":[{"description":"m","pending":false,"metaData":7}]}"#;
    let contract = load(text).contract;
    assert!(contract.interactions[0].obstacles()[0].contains("`/metadata`"), "{:?}", contract.interactions[0]);
    let written = to_text(&contract);
    assert!(written.contains(r#""type": "Asynchronous/Messages""#), "{written}");
    assert_eq!(to_text(&load(&written).contract), written);
}

#[test]
fn too_many_rules_are_a_fault_of_the_file() {
    let rules = vec![r#"{"match":"type"}"#; 500_001].join(",");
    let text = format!(r#"{{"description":"x","response":{{"matchingRules":{{"path":{{"matchers":[{rules}]}}}}}}}}"#);
    let error = from_slice(file(&text, "4.0").as_bytes(), "c.json").unwrap_err().to_string();
    assert!(error.ends_with("the contract has more than 500000 matching rules"), "{error}");
}

#[test]
fn rules_are_read_under_their_old_names_where_the_part_has_none() {
    for (interaction, has) in [
        (r#""response":{"matchingRules":{}},"responseMatchingRules":{"$.body.a":{"match":"type"}}"#, true),
        (r#""responseMatchers":{"$.body.a":{"match":"type"}}"#, true),
        (r#""requestMatchers":{"$.body.a":{"match":"type"}}"#, false),
    ] {
        let contract = load(&file(&format!(r#"{{"description":"x",{interaction}}}"#), "2.0.0")).contract;
        assert_eq!(!first_response(&contract).rules.is_empty(), has, "{interaction}");
        assert!(contract.interactions[0].extra.is_empty(), "{interaction}");
    }
    let bad = load(&file(r#"{"description":"x","responseMatchers":{"$.bdy":{"match":"type"}}}"#, "2.0.0")).contract;
    assert!(bad.interactions[0].obstacles()[0].contains("`/responseMatchers/$.bdy`"));
}

#[test]
fn a_state_is_found_under_any_of_its_names() {
    for (states, names) in [
        (r#""providerStates":[],"providerState":"x""#, &["x"][..]),
        (r#""providerState":{"name":"x","params":{"a":1}}"#, &["x"]),
        (r#""providerStates":[{"name":"x"},{"name":"y"}],"providerState":"z""#, &["x", "y"]),
        (r#""providerStates":[]"#, &[]),
    ] {
        let contract = load(&file(&format!(r#"{{"description":"d",{states}}}"#), "3.0.0")).contract;
        let found: Vec<_> = contract.interactions[0].states.iter().map(|state| state.name.as_str()).collect();
        assert_eq!(found, names, "{states}");
    }
}

#[test]
fn without_a_version_the_shape_of_a_body_tells_whether_something_is_around_it() {
    let unstated = |body: &str| {
        let text = format!(
            r#"{{"consumer":{{"name":"a"}},"provider":{{"name":"b"}},"interactions":[{{"description":"x","response":{{"body":{body}}}}}]}}"#
        );
        first_response(&load(&text).contract).body.content.clone()
    };
    let json = |text: &str| Content::Json(crate::json::parse(text.as_bytes()).unwrap().into_owned());
    assert_eq!(unstated(r#"{"content":{"a":1},"contentType":"application/json","encoded":false}"#), json(r#"{"a":1}"#));
    for bare in [r#"{"content":"a"}"#, r#"{"content":"a","contentType":"b","more":1}"#, r#"{"contentType":"b"}"#] {
        assert_eq!(unstated(bare), json(bare));
    }
    let stated = r#"{"description":"x","response":{"body":{"content":1,"contentType":"text/plain"}}}"#;
    let contract = load(&file(stated, "2.0.0")).contract;
    assert_eq!(first_response(&contract).body.content, json(r#"{"content":1,"contentType":"text/plain"}"#));
}

#[test]
fn odd_but_clear_spellings_are_read() {
    let rules = |rules: &str| {
        let text = format!(r#"{{"description":"x","response":{{"matchingRules":{rules}}}}}"#);
        let contract = load(&file(&text, "4.0")).contract;
        assert_eq!(contract.interactions[0].obstacles(), [] as [String; 0], "{rules}");
        first_response(&contract).rules.clone()
    };
    assert!(rules(r#"{"header":null,"query":null,"body":null,"path":null}"#).is_empty());
    let bounded = rules(r#"{"body":{"$.a":{"matchers":[{"match":"type","min":1.0}]}}}"#);
    assert_eq!(bounded, rules(r#"{"body":{"$.a":{"matchers":[{"match":"type","min":1}]}}}"#));
    let set = |name: &str| format!(r#"{{"{name}":{{"matchers":[{{"match":"integer"}}]}}}}"#);
    let both = rules(&format!(r#"{{"header":{},"headers":{}}}"#, set("X"), set("Y")));
    assert!(both.for_header("x").is_some() && both.for_header("y").is_some());
    let body =
        r#"{"description":"x","response":{"body":{"content":"a","contentType":"text/plain","encoded":"false"}}}"#;
    assert_eq!(first_response(&load(&file(body, "4.0")).contract).body.content, Content::Text("a".into()));
}

#[test]
fn rules_at_several_positions_of_a_name_are_kept_apart() {
    let [zero, one] = ["0", "1"].map(|at| format!(r#""$.PART.a[{at}]":{{"regex":"[0-9]+"}}"#));
    let both = format!("{zero},{one}");
    for (rules, keys) in [
        (zero.as_str(), &[("a", 1)][..]),
        (&both, &[("a[0]", 1), ("a[1]", 1)]),
        (r#""$.PART.a":{"regex":"x"},"$['PART']['a']":{"match":"type"}"#, &[("a", 2)]),
        (r#""$.PART.a[*]":{"regex":"x"},"$.PART.a[1]":{"match":"type"}"#, &[("a", 1), ("a[1]", 1)]),
        (r#""$.PART['a[0]']":{"regex":"x"}"#, &[("a[0]", 1)]),
        (r#""$.PART.a.b":{"regex":"x"}"#, &[("a.b", 1)]),
    ] {
        for part in ["query", "header", "headers"] {
            let rules = rules.replace("PART", part);
            let text = format!(r#"{{"description":"x","request":{{"query":"a=1&a=x","matchingRules":{{{rules}}}}}}}"#);
            let contract = load(&file(&text, "2.0.0")).contract;
            let again = load(&to_text(&contract)).contract;
            let read = &contract.interactions[0].as_http().unwrap().0.rules;
            assert_eq!(&again.interactions[0].as_http().unwrap().0.rules, read);
            let sets = if part == "query" { &read.query } else { &read.header };
            let found: Vec<_> = sets.iter().map(|(name, set)| (name.as_str(), set.rules.len())).collect();
            assert_eq!(found, keys, "{rules}");
        }
    }
}

#[test]
fn rules_of_two_keys_for_one_place_are_all_read() {
    let http = |rules: &str, version: &str| {
        let text = format!(r#"{{"description":"x","request":{{"matchingRules":{rules}}}}}"#);
        let loaded = load(&file(&text, version));
        let rules = loaded.contract.interactions[0].as_http().unwrap().0.rules.clone();
        (rules, loaded.notes.iter().any(|note| note.text.contains("two keys are the same name")))
    };
    let (rules, _) = http(r#"{"$.path":{"regex":"/.*"},"$['path']":{"match":"type"}}"#, "2.0.0");
    assert_eq!(rules.path.unwrap().rules.len(), 2);
    let set = r#"{"matchers":[{"match":"integer"}]}"#;
    let (rules, told) = http(&format!(r#"{{"header":{{"X-A":{set},"x-a":{set}}}}}"#), "3.0.0");
    assert_eq!((rules.header.len(), rules.header[0].1.rules.len(), told), (1, 2, true));
    let (rules, told) = http(&format!(r#"{{"query":{{"A":{set},"a":{set}}}}}"#), "3.0.0");
    assert_eq!((rules.query.len(), told), (2, false));
    let (rules, _) = http(&format!(r#"{{"path":{{"":{set},"$":{set},"matchers":[{{"match":"type"}}]}}}}"#), "3.0.0");
    assert_eq!(rules.path.unwrap().rules.len(), 3);
}

#[test]
fn rules_for_a_name_without_letters_are_written_beside_the_others() {
    let set = r#"{"matchers":[{"match":"integer"}]}"#;
    let rules = format!(r#"{{"header":{{"":{set},"b":{set}}},"query":{{"a":{set},"":{set}}}}}"#);
    let text = format!(r#"{{"description":"x","request":{{"matchingRules":{rules}}}}}"#);
    let contract = load(&file(&text, "4.0")).contract;
    let again = load(&to_text(&contract)).contract;
    let sets = |contract: &Contract| contract.interactions[0].as_http().unwrap().0.rules.sets().count();
    assert_eq!((sets(&contract), sets(&again)), (4, 4));
}

#[test]
fn a_header_list_that_was_cut_at_its_commas_is_put_together() {
    let headers = |value: &str| {
        let text = format!(r#"{{"description":"x","response":{{"headers":{{"Vary":{value}}}}}}}"#);
        let loaded = load(&file(&text, "4.0"));
        let told = loaded.notes.iter().any(|note| note.pointer.ends_with("/headers/Vary"));
        (first_response(&loaded.contract).headers.get("vary").unwrap().to_vec(), told)
    };
    assert_eq!(headers(r#"["[\"Accept\"","\"Origin\"]"]"#), (vec!["Accept".to_owned(), "Origin".to_owned()], true));
    assert_eq!(headers(r#"["[\"Accept\""]"#), (vec!["[\"Accept\"".to_owned()], false));
    assert_eq!(headers(r#"["Accept","Origin"]"#), (vec!["Accept".to_owned(), "Origin".to_owned()], false));
}

#[test]
fn what_stands_where_something_else_is_due_is_kept_or_told() {
    let odd =
        r#"{"description":"x","comments":"hello","key":7,"pending":"yes","response":{"body":{"content":1,"why":2}}}"#;
    let loaded = load(&file(odd, "4.0"));
    let notes: Vec<_> = loaded.notes.iter().map(|note| note.pointer.as_str()).collect();
    for place in ["comments", "key", "pending"] {
        assert!(notes.contains(&format!("/interactions/0/{place}").as_str()), "{place}: {notes:?}");
    }
    let extra = &loaded.contract.interactions[0].extra;
    assert_eq!(extra.get("comments").and_then(Json::as_str), Some("hello"));
    assert_eq!(extra.get("key").unwrap().to_text(), "7");
    assert!(first_response(&loaded.contract).body.extra.contains_key("why"));
    let message = r#"{"type":"Asynchronous/Messages","description":"m","contents":{"content":1},"content":{"content":2},"metadata":{"b":2},"metaData":{"a":1}}"#;
    let loaded = load(&file(message, "4.0"));
    for place in ["content", "metaData"] {
        let pointer = format!("/interactions/0/{place}");
        assert!(loaded.notes.iter().any(|note| note.pointer == pointer), "{place}: {:?}", loaded.notes);
    }
}

#[test]
fn a_version_in_an_odd_place_is_not_written_twice() {
    for odd in [r#""pactSpecificationVersion":"2.0.0""#, r#""metadata":{"pactspecification":{"version":"2.0.0"}}"#] {
        let text = format!(r#"{{"consumer":{{"name":"a"}},"provider":{{"name":"b"}},"interactions":[],{odd}}}"#);
        assert!(!to_text(&load(&text).contract).contains("2.0.0"), "{odd}");
        let checked = check(text.as_bytes(), "c.json").unwrap();
        assert_eq!(checked.version.stated.as_deref(), Some("2.0.0"));
        assert_eq!(checked.diagnostics.iter().map(|found| found.kind).collect::<Vec<_>>(), [Kind::ReadLeniently]);
    }
}

#[test]
fn a_rule_for_a_whole_query_is_told_to_be_lost() {
    let query =
        r#"{"json_class":"Pact::Term","data":{"generate":"a=1","matcher":{"json_class":"Regexp","o":0,"s":"a=."}}}"#;
    let text =
        file(&format!(r#"{{"description":"x","request":{{"query":{query}}},"response":{{"status":200}}}}"#), "1.0.0");
    let checked = check(text.as_bytes(), "c.json").unwrap();
    let told: Vec<_> = checked.diagnostics.iter().map(|found| found.text.as_str()).collect();
    assert!(told.iter().any(|text| text.contains("a rule for a whole query")), "{told:?}");
    assert!(!told.iter().any(|text| text.contains("list of texts") || text.contains("shape of version")), "{told:?}");
}

#[test]
fn an_interaction_that_cannot_be_read_is_written_as_the_schema_says() {
    let http = r#"{"description":"x","providerState":"s","request":{"method":"get","path":"/","query":"a=1"},
        "response":{"status":"yes","headers":{"A":"1"},"body":{"content":1},"matchingRules":{"$.body":{"regex":"("}}}}"#;
    let typed =
        r#"{"type":"Synchronous/Messages","description":7,"pending":"no","comments":[],"response":{"contents":7}}"#;
    let message = r#"{"description":"x","contents":[1],"metaData":[],"providerStates":7}"#;
    for (interaction, version) in [(http, "1.0.0"), (http, "2.0.0"), (typed, "4.0"), (message, "3.0.0")] {
        let contract = load(&file(interaction, version)).contract;
        // Whatever tests write is held against the schema.
        let written = to_json(&contract);
        assert_eq!(written, to_json(&load(&written.to_compact()).contract));
        for contract in [&contract, &load(&written.to_compact()).contract] {
            let Exchange::Unsupported(kept) = &contract.interactions[0].exchange else { panic!("{interaction}") };
            assert!(kept.problem.is_some(), "{interaction}");
        }
    }
}

#[test]
fn two_keys_of_one_path_are_both_read_whichever_comes_first() {
    let (integer, kind) =
        (r#""$.a":{"matchers":[{"match":"integer"}]}"#, r#""$['a']":{"matchers":[{"match":"type"}]}"#);
    for rules in [format!("{integer},{kind}"), format!("{kind},{integer}")] {
        let text = format!(
            r#"{{"type":"Synchronous/HTTP","description":"x","request":{{"method":"GET","path":"/"}},
                "response":{{"status":200,"body":{{"content":{{"a":1}}}},"matchingRules":{{"body":{{{rules}}}}}}}}}"#
        );
        let loaded = load(&file(&text, "4.0"));
        assert!(loaded.notes.iter().any(|note| note.text.contains("two keys are the same path")), "{rules}");
        let response = first_response(&loaded.contract);
        let judged = |body: &str| {
            let actual = crate::http::ActualResponse { status: 200, headers: &[], body: Some(body.as_bytes()) };
            crate::matching::match_response(response, &actual).len()
        };
        assert_eq!((judged(r#"{"a":2}"#), judged(r#"{"a":2.5}"#)), (0, 1), "{rules}");
        let written = to_text(&loaded.contract);
        assert!(written.contains("integer") && written.contains("type"), "{written}");
    }
}

#[test]
fn long_paths_are_read_and_many_names_refused() {
    // Reading in proportion to the square of its length would take minutes.
    let path = format!("$.body{}", "[0]".repeat(100_000));
    let text = format!(
        r#"{{"description":"x","request":{{}},"response":{{"body":1,"matchingRules":{{"{path}":{{"match":"type"}}}}}}}}"#
    );
    let loaded = load(&file(&text, "2.0.0"));
    assert_eq!(first_response(&loaded.contract).rules.sets().count(), 1);
    let names = |count: usize| {
        let sets: Vec<_> =
            (0..count).map(|at| format!(r#""$.q{at}[0]":{{"matchers":[{{"match":"type"}}]}}"#)).collect();
        let query = sets.join(",");
        let text = format!(
            r#"{{"type":"Synchronous/HTTP","description":"x","request":{{"method":"GET","path":"/",
                "matchingRules":{{"query":{{{query}}}}}}},"response":{{"status":200}}}}"#
        );
        load(&file(&text, "4.0")).contract.interactions[0].obstacles().join("")
    };
    assert_eq!(names(5_000), "");
    assert!(names(5_001).contains("more than 5000 names have matching rules"), "{}", names(5_001));
}
