//! `pact broker` on environments, and on what is live in them.

use super::scene::{Scene, names, values};

pub(super) fn create(scene: &Scene<'_>) {
    let contact = "--contact-name Ann --contact-email-address ann@shop.example";
    let said =
        scene.broker(&format!("create-environment --name production --display-name Live --production {contact}"));
    said.exits(0).says("Created production environment in the Pact Broker with UUID");
    let environment = scene.get(&format!("/environments/{}", scene.environment("production").unwrap()));
    assert_eq!(environment["displayName"], "Live");
    assert_eq!(environment["production"], true);
    assert_eq!(environment["contacts"][0]["name"], "Ann");
    assert_eq!(environment["contacts"][0]["details"]["emailAddress"], "ann@shop.example");
    let said = scene.broker("create-environment --name test --output id").exits(0);
    assert_eq!(Some(said.stdout.trim()), scene.environment("test").as_deref());
}

pub(super) fn create_twice(scene: &Scene<'_>) {
    let said = scene.broker("create-environment --name production").exits(1);
    said.says("Another environment with name 'production' already exists");
    assert_eq!(scene.get("/environments")["_embedded"]["environments"].as_array().unwrap().len(), 2);
}

pub(super) fn update(scene: &Scene<'_>) {
    let uuid = scene.environment("test").unwrap();
    let said = scene.broker(&format!("update-environment --uuid {uuid} --name staging --display-name Rehearsal"));
    said.exits(0).says("Updated staging environment");
    assert_eq!(scene.environment("test"), None);
    assert_eq!(scene.environment("staging"), Some(uuid.clone()));
    assert_eq!(scene.get(&format!("/environments/{uuid}"))["displayName"], "Rehearsal");
}

pub(super) fn describe(scene: &Scene<'_>) {
    let uuid = scene.environment("production").unwrap();
    let describe = format!("describe-environment --uuid {uuid}");
    scene.broker(&describe).exits(0).says("Name: production").says("Display Name: Live").says("Production: true");
    assert_eq!(scene.json(&format!("{describe} --output json"))["name"], "production");
}

pub(super) fn list(scene: &Scene<'_>) {
    scene.broker("list-environments").exits(0).says("production").says("Rehearsal");
    let list = scene.json("list-environments --output json");
    assert_eq!(values(&list["_embedded"]["environments"], "name"), names(["production", "staging"]));
}

pub(super) fn delete(scene: &Scene<'_>) {
    let uuid = scene.environment("staging").unwrap();
    let delete = format!("delete-environment --uuid {uuid}");
    scene.broker(&delete).exits(0).says("deleted successfully");
    assert_eq!(scene.environment("staging"), None);
    scene.broker(&delete).exits(1).says("404 Not Found");
}

pub(super) fn record_deployment(scene: &Scene<'_>) {
    let record = "record-deployment --pacticipant payment-service --version 2.0.0 --environment";
    let said = scene.broker(&format!("{record} production")).exits(0);
    said.says("Recorded deployment of payment-service version 2.0.0 to production environment");
    scene.broker(&format!("{record} production --application-instance blue")).exits(0).says("instance blue");
    assert_eq!(scene.live("deployed"), names(["2.0.0", "2.0.0 blue"]));
    scene.broker(&format!("{record} nowhere")).exits(1).says("Environment nowhere does not exist");
}

pub(super) fn record_undeployment(scene: &Scene<'_>) {
    let record = "record-undeployment --pacticipant payment-service --environment production";
    scene.broker(&format!("{record} --application-instance blue")).exits(0).says("Undeployed payment-service");
    assert_eq!(scene.live("deployed"), names(["2.0.0"]));
    scene.broker(record).exits(0).says("Undeployed payment-service from production environment");
    assert!(scene.live("deployed").is_empty());
    scene.broker(record).exits(1).says("payment-service is not currently deployed to production");
}

pub(super) fn record_release(scene: &Scene<'_>) {
    let record = "record-release --pacticipant payment-service --version 2.0.1 --environment";
    let said = scene.broker(&format!("{record} production")).exits(0);
    said.says("Recorded release of payment-service version 2.0.1 to production environment");
    assert_eq!(scene.live("released"), names(["2.0.1"]));
    scene.broker(&format!("{record} nowhere")).exits(1).says("Environment nowhere does not exist");
}

pub(super) fn what_is_live(scene: &Scene<'_>) {
    let describe = "describe-version --pacticipant payment-service --environment production";
    scene.broker(describe).exits(0).says("2.0.0").says("Deployed").says("blue").says("2.0.1");
    let version = |entry: &serde_json::Value| entry["_embedded"]["version"]["number"].clone();
    let released = scene.json(&format!("{describe} --released --output json"));
    assert_eq!(released.as_array().unwrap().iter().map(version).collect::<Vec<_>>(), ["2.0.1"]);
    let deployed = scene.json(&format!("{describe} --deployed --output json"));
    assert_eq!(deployed.as_array().unwrap().iter().map(version).collect::<Vec<_>>(), ["2.0.0", "2.0.0"]);
}

pub(super) fn record_support_ended(scene: &Scene<'_>) {
    let record = "record-support-ended --pacticipant payment-service --version 2.0.1 --environment production";
    scene.broker(record).exits(0).says("Recorded support ended for application payment-service, version 2.0.1");
    assert!(scene.live("released").is_empty());
    scene.broker(record).exits(1).says("No currently released versions found for payment-service");
}

pub(super) fn provider_states(scene: &Scene<'_>) {
    let list = scene.json("provider-states list --provider payment-service --environment production --json");
    assert_eq!(values(&list["providerStates"], "name"), names(["a charge"]));
}
