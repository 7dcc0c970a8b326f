//! What differs between two contracts, and what does not.

use super::{Diff, Kind, between};
use crate::json::parse;

#[track_caller]
fn diff(before: &str, after: &str) -> Diff {
    between(&parse(before.as_bytes()).unwrap(), &parse(after.as_bytes()).unwrap())
}

/// The differences between two lists of interactions.
#[track_caller]
fn sentences(before: &str, after: &str) -> Vec<String> {
    let contract = |interactions: &str| format!(r#"{{"interactions":{interactions}}}"#);
    diff(&contract(before), &contract(after)).sentences().collect()
}

#[test]
fn changes_are_named_by_their_path_whatever_the_order() {
    assert_eq!(
        sentences(
            r#"[{"description":"x","response":{"status":200}},{"description":"y"}]"#,
            r#"[{"description":"z"},{"description":"x","response":{"status":201,"a-b":1}}]"#,
        ),
        [
            "$.interactions[0] is new: \"z\"",
            "$.interactions[1].response['a-b'] is new: 1",
            "$.interactions[1].response.status was 200, is now 201",
            "$.interactions was \"y\", is gone",
        ]
    );
}

#[test]
fn order_stamps_links_and_tools_do_not_count() {
    let diff = diff(
        r#"{"interactions":[{"description":"x","n":1},{"description":"y"}],
            "metadata":{"pactSpecification":{"version":"4.0"},"tool":{"version":"1"}}}"#,
        r#"{"_links":{},"createdAt":"now","metadata":{"tool":{"version":"2"},"pactSpecification":{"version":"4.0"}},
            "interactions":[{"_id":"1","description":"y"},{"n":1,"description":"x"}]}"#,
    );
    assert!(diff.is_empty(), "{diff:?}");
    assert_eq!(diff.unchanged, 2);
}

#[test]
fn the_very_same_interaction_is_nobody_elses_partner() {
    let same = r#"{"description":"x","response":{"status":404}}"#;
    let before = format!(r#"[{{"description":"x","response":{{"status":200}}}},{same}]"#);
    let after = format!(r#"[{same},{{"description":"x","response":{{"status":201}}}}]"#);
    assert_eq!(sentences(&before, &after), ["$.interactions[1].response.status was 200, is now 201"]);
}

#[test]
fn a_changed_state_is_a_change_and_another_interaction_with_the_state_is_found_first() {
    let one = |state: &str, n: u8| format!(r#"{{"description":"x","providerStates":[{{"name":"{state}"}}],"n":{n}}}"#);
    assert_eq!(
        sentences(&format!("[{}]", one("a", 1)), &format!("[{}]", one("b", 1))),
        ["$.interactions[0].providerStates[0].name was \"a\", is now \"b\""]
    );
    let (before, after) = (format!("[{},{}]", one("a", 1), one("b", 1)), format!("[{}]", one("b", 2)));
    assert_eq!(
        sentences(&before, &after),
        ["$.interactions[0].n was 1, is now 2", "$.interactions was \"x\", is gone"]
    );
}

#[test]
fn an_item_more_in_a_list_is_one_difference() {
    let list = |items: &str| format!(r#"[{{"description":"x","l":[{items}]}}]"#);
    assert_eq!(sentences(&list("1,2,3"), &list("1,9,2,3")), ["$.interactions[0].l[1] is new: 9"]);
    assert_eq!(sentences(&list("1,2,3"), &list("1,3")), ["$.interactions[0].l[1] was 2, is gone"]);
    assert_eq!(sentences(&list("1,1"), &list("1")), ["$.interactions[0].l[1] was 1, is gone"]);
    assert_eq!(
        sentences(&list("1,2"), &list("3")),
        ["$.interactions[0].l[0] was 1, is now 3", "$.interactions[0].l[1] was 2, is gone"]
    );
}

#[test]
fn the_digits_of_numbers_count_and_long_values_are_cut_off() {
    let long = "a".repeat(100);
    let found = sentences(r#"[{"n":1.0,"m":1}]"#, &format!(r#"[{{"n":1,"m":"{long}"}}]"#));
    assert_eq!(found[0], format!("$.interactions[0].m was 1, is now \"{}…", "a".repeat(78)));
    assert_eq!(found[1], "$.interactions[0].n was 1.0, is now 1");
}

#[test]
fn parties_unknown_keys_and_messages_are_compared_too() {
    assert_eq!(
        diff(
            r#"{"consumer":{"name":"a"},"messages":[{"description":"m"}],"extra":1}"#,
            r#"{"consumer":{"name":"b"},"messages":[],"interactions":[]}"#,
        )
        .sentences()
        .collect::<Vec<_>>(),
        ["$.messages was \"m\", is gone", "$.consumer.name was \"a\", is now \"b\"", "$.extra was 1, is gone",]
    );
}

#[test]
fn contracts_of_two_versions_are_compared_as_version_4() {
    let old = r#"{"consumer":{"name":"a"},"provider":{"name":"b"},"metadata":{"pactSpecification":{"version":"2.0.0"}},
        "interactions":[{"description":"x","providerState":"s","request":{"method":"get","path":"/"},
                         "response":{"status":200,"headers":{"A":"1"}}}]}"#;
    let new = r#"{"consumer":{"name":"a"},"provider":{"name":"b"},"metadata":{"pactSpecification":{"version":"4.0"}},
        "interactions":[{"type":"Synchronous/HTTP","description":"x","providerStates":[{"name":"s"}],
                         "request":{"method":"GET","path":"/"},"response":{"status":201,"headers":{"A":["1"]}}}]}"#;
    let diff = diff(old, new);
    assert!(diff.rewritten);
    assert_eq!(
        diff.sentences().collect::<Vec<_>>(),
        [
            "$.interactions[0].response.status was 200, is now 201",
            "$.metadata.pactSpecification.version was \"2.0.0\", is now \"4.0\"",
        ]
    );
    assert_eq!(diff.interactions[0].states, ["s"]);
    assert_eq!((diff.count(Kind::Changed), diff.count(Kind::Added), diff.count(Kind::Removed)), (1, 0, 0));
}

#[test]
fn what_is_no_contract_is_compared_as_any_json() {
    assert_eq!(diff("[1]", "{}").sentences().collect::<Vec<_>>(), ["$ was [1], is now {}"]);
    assert_eq!(diff(r#"{"interactions":1}"#, r#"{"interactions":2}"#).sentences().count(), 1);
}
