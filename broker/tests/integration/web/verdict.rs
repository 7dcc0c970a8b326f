//! Can I deploy?

use super::seeded::shop;
use super::{assert_main, html, open};
use serde_json::json;

#[tokio::test]
async fn a_breach_is_a_no_and_says_what_to_do() {
    let broker = shop().await;
    assert_main(
        "verdict_no",
        &html(&broker, "/can-i-deploy?pacticipant=orders&version=2&environment=production").await,
    );
}

#[tokio::test]
async fn a_yes_names_what_was_checked_and_a_vacuous_one_says_so() {
    let broker = shop().await;
    assert_main(
        "verdict_yes",
        &html(&broker, "/can-i-deploy?pacticipant=orders&version=1&environment=production").await,
    );
    let vacuous = html(&broker, "/can-i-deploy?pacticipant=stock&version=7&environment=test").await;
    assert!(vacuous.contains("0 pairs were looked at"), "{vacuous}");
}

#[tokio::test]
async fn a_yes_about_nothing_says_so_and_a_tag_nobody_has_is_named() {
    let broker = shop().await;
    broker.put("/pacticipants/orders/versions/bare", &json!({})).await.expect(201);
    let bare = html(&broker, "/can-i-deploy?pacticipant=orders&version=bare&environment=production").await;
    assert!(bare.contains("Note: Nothing has been published for version bare of orders"), "{bare}");
    let tagged = html(&broker, "/can-i-deploy?pacticipant=orders&version=1&to=nobody").await;
    for words in ["No such version", "no version of it has the tag nobody", "abide tags create"] {
        assert!(tagged.contains(words), "{words}: {tagged}");
    }
}

#[tokio::test]
async fn a_question_that_makes_no_sense_keeps_what_was_typed() {
    let broker = shop().await;
    let empty = html(&broker, "/can-i-deploy").await;
    assert!(empty.contains("Name a service") && !empty.contains("role=\"alert\""), "{empty}");
    let wrong = open(&broker, "/can-i-deploy?pacticipant=ordres&environment=moon").await;
    assert_eq!(wrong.status.as_u16(), 400);
    for words in
        ["There is no service ordres.", "Which version of it?", "There is no environment moon.", "value=\"ordres\""]
    {
        assert!(wrong.text.contains(words), "{words}: {}", wrong.text);
    }
    let unknown = html(&broker, "/can-i-deploy?pacticipant=orders&version=99&environment=production").await;
    assert!(unknown.contains("Unknown version") && unknown.contains(">No<"), "{unknown}");
}

#[tokio::test]
async fn the_newest_version_of_a_branch_has_a_permanent_link() {
    let broker = shop().await;
    let page =
        html(&broker, "/pacticipants/orders/branches/main/latest-version/can-i-deploy/to-environment/production").await;
    assert!(page.contains("value=\"2\"") && page.contains("Failed"), "{page}");
}
