//! `abide participants`.

use crate::estate::{abide, document, estate, page};
use crate::stub::{bare, hal, json};
use insta::assert_snapshot;
use serde_json::json;

const DELETE: &str = "participants delete --name order-service";

#[test]
fn a_participant_is_created() {
    let broker = estate().on("POST /pacticipants", hal(201, &json!({"name": "web"}))).start();
    let ran =
        abide(&broker, "participants create --name web --main-branch main --repository-url https://git.example/web");
    assert_snapshot!(ran, @"
    exit 0
    --- stdout
    created the participant web
    ");
    assert_eq!(
        broker.the("POST /pacticipants").json(),
        json!({"name": "web", "mainBranch": "main", "repositoryUrl": "https://git.example/web"})
    );
}

#[test]
fn a_name_that_is_taken_is_a_no() {
    let taken = json(409, &json!({"error": "A pacticipant with name 'order-service' already exists."}));
    let broker = estate().on("POST /pacticipants", taken).start();
    assert_snapshot!(abide(&broker, "participants create --pacticipant order-service"), @"
    exit 1
    --- stderr
    error: cannot create the participant `order-service`
    caused by: the broker already has the participant `order-service`
    hint: `abide participants update` changes the one there is
    ");
}

#[test]
fn only_what_is_given_is_changed() {
    let broker = estate().on("PATCH /pacticipants/order-service", hal(200, &json!({"name": "order-service"}))).start();
    assert_snapshot!(abide(&broker, "participants update --name order-service --display-name Orders"), @"
    exit 0
    --- stdout
    updated the participant order-service
    ");
    let sent = broker.the("PATCH /pacticipants/order-service");
    assert_eq!(sent.json(), json!({"displayName": "Orders"}));
    assert!(sent.headers.contains(&"content-type: application/merge-patch+json".to_owned()), "{:?}", sent.headers);
}

#[test]
fn a_participant_to_be_updated_is_created_only_when_wanted() {
    let broker = estate().on("POST /pacticipants", hal(201, &json!({"name": "web"}))).start();
    assert_snapshot!(abide(&broker, "participants update --name web --main-branch main"), @"
    exit 3
    --- stderr
    error: cannot update the participant `web`
    caused by: the broker knows no participant named `web`
    hint: is it spelled as in the contracts?
    ");
    assert_snapshot!(abide(&broker, "participants update --create --name web --main-branch main"), @"
    exit 0
    --- stdout
    created the participant web
    ");
    assert_eq!(broker.the("POST /pacticipants").json(), json!({"name": "web", "mainBranch": "main"}));
}

#[test]
fn participants_are_listed() {
    let broker = estate().start();
    assert_snapshot!(abide(&broker, "participants list"), @"
    exit 0
    --- stdout
    order-service     main   Order Service
    payment-service
    ");
    assert_eq!(abide(&broker, "participants list --search a&b").code, 0);
    assert_eq!(broker.lines().last().unwrap(), "GET /pacticipants?q=a%26b");
    assert_eq!(document(&broker, "participants list")["participants"][0]["displayName"], json!("Order Service"));
}

#[test]
fn a_participant_is_described() {
    let broker = estate().start();
    assert_snapshot!(abide(&broker, "participants describe --name order-service"), @"
    exit 0
    --- stdout
    order-service
      name             Order Service
      main branch      main
      repository       https://git.example/order
      known since      2026-01-01T08:00:00+00:00
      latest version   1.0.0
      deployed to      production
    ");
    let document = document(&broker, "participants describe --name order-service");
    assert_eq!(document["participant"]["deployedTo"], json!(["production"]));
    assert_eq!(document["participant"]["latestVersion"], json!("1.0.0"));
    assert_snapshot!(abide(&broker, "participants describe --name web"), @"
    exit 3
    --- stderr
    error: cannot describe the participant `web`
    caused by: the broker knows no participant named `web`
    hint: is it spelled as in the contracts?
    ");
}

#[test]
fn nothing_is_deleted_unless_somebody_says_so() {
    let broker = estate().start();
    assert_snapshot!(abide(&broker, DELETE), @"
    exit 2
    --- stderr
    order-service, and with it
      1 version
      contracts and results with payment-service
      1.0.0 is deployed to production
      1.0.0 is deployed to production (instance blue)
      1.0.0 is released to app-store
    error: nobody can be asked whether to delete order-service: give `--yes`
    ");
    assert!(!broker.lines().iter().any(|line| line.starts_with("DELETE")), "{:?}", broker.lines());
}

#[test]
fn a_participant_is_deleted() {
    let broker = estate().on("DELETE /pacticipants/order-service", bare(204)).start();
    assert_snapshot!(abide(&broker, &format!("{DELETE} --yes")), @"
    exit 0
    --- stdout
    deleted the participant order-service
    --- stderr
    order-service, and with it
      1 version
      contracts and results with payment-service
      1.0.0 is deployed to production
      1.0.0 is deployed to production (instance blue)
      1.0.0 is released to app-store
    ");
    assert_eq!(broker.lines().last().unwrap(), "DELETE /pacticipants/order-service");
    assert_eq!(abide(&broker, &format!("{DELETE} --yes --force")).code, 0);
    assert_eq!(broker.lines().last().unwrap(), "DELETE /pacticipants/order-service?force=true");
}

#[test]
fn with_a_participant_that_has_no_versions_nothing_else_is_lost() {
    let broker = estate()
        .on("GET /pacticipants/web", hal(200, &json!({"name": "web"})))
        .on("GET /pacticipants/web/versions", hal(200, &page("versions", &[], 0)))
        .on("DELETE /pacticipants/web", bare(204))
        .start();
    let ran = abide(&broker, "participants delete --name web --yes");
    assert_eq!((ran.code, ran.stdout.trim(), ran.stderr.trim()), (0, "deleted the participant web", "web"), "{ran}");
}

#[test]
fn what_is_live_is_not_deleted() {
    let text = "order-service cannot be deleted: order-service 1.0.0 is live in production. Record that it is no longer \
                live there, or add ?force=true to delete it all the same.";
    let broker = estate().on("DELETE /pacticipants/order-service", json(409, &json!({"error": text}))).start();
    let ran = abide(&broker, &format!("{DELETE} --yes"));
    assert_snapshot!(ran, @"
    exit 1
    --- stderr
    order-service, and with it
      1 version
      contracts and results with payment-service
      1.0.0 is deployed to production
      1.0.0 is deployed to production (instance blue)
      1.0.0 is released to app-store
    error: cannot delete the participant `order-service`
    caused by: the broker refuses: order-service cannot be deleted: order-service 1.0.0 is live in production. Record that it is no longer live there
    hint: `--force` deletes it all the same
    ");
}

#[test]
fn a_broker_that_fails_has_deleted_nothing_for_sure() {
    let broker = estate().on("DELETE /pacticipants/order-service", json(500, &json!({"error": "boom"}))).start();
    assert_eq!(abide(&broker, &format!("{DELETE} --yes")).code, 3);
    let ran = abide(&broker, "participants delete --name web --yes");
    assert_eq!(ran.code, 3, "{ran}");
    assert!(ran.stderr.contains("the broker knows no participant named `web`"), "{ran}");
}
