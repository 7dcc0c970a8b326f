//! `pact broker` on participants, their versions, branches and tags.

use super::scene::{Scene, names, values};

pub(super) fn create(scene: &Scene<'_>) {
    let said = scene.broker("create-or-update-pacticipant --name catalog --display-name Catalog").exits(0);
    said.says("Pacticipant 'catalog' created successfully");
    assert_eq!(scene.get("/pacticipants/catalog")["displayName"], "Catalog");
}

pub(super) fn update(scene: &Scene<'_>) {
    let repository = "--repository-url https://git.example/orders";
    let update = format!("create-or-update-pacticipant --name order-service --main-branch main {repository}");
    scene.broker(&update).exits(0).says("Pacticipant 'order-service' updated successfully");
    let participant = scene.get("/pacticipants/order-service");
    assert_eq!(participant["mainBranch"], "main");
    assert_eq!(participant["repositoryUrl"], "https://git.example/orders");
    assert_eq!(participant["displayName"], "Order Service", "it was not mentioned");
}

pub(super) fn describe(scene: &Scene<'_>) {
    let describe = "describe-pacticipant --name order-service";
    let said = scene.broker(describe).exits(0).says("Name: order-service").says("Main Branch: main");
    said.says("Repo URL: https://git.example/orders");
    assert_eq!(scene.json(&format!("{describe} --output json"))["name"], "order-service");
    scene.broker("describe-pacticipant --name nobody").exits(1);
}

pub(super) fn list(scene: &Scene<'_>) {
    scene.broker("list-pacticipants").exits(0).says("\"catalog\"").says("\"Order Service\"");
    let list = values(&scene.json("list-pacticipants --output json")["pacticipants"], "name");
    assert!(list.is_superset(&names(["catalog", "order-service", "payment-service"])), "{list:?}");
}

pub(super) fn create_version(scene: &Scene<'_>) {
    let create = "create-or-update-version --pacticipant catalog";
    let said = scene.broker(&format!("{create} --version 1.0.0 --branch feat/search --tag built")).exits(0);
    said.says("Branch 'feat/search' created for version '1.0.0'").says("Tag 'built' created for version '1.0.0'");
    assert_eq!(scene.marks("branches", "catalog", "1.0.0"), names(["feat/search"]));
    assert_eq!(scene.marks("tags", "catalog", "1.0.0"), names(["built"]));
    scene.broker(&format!("{create} --version 1.1.0")).exits(0).says("Version '1.1.0' created or updated");
    assert_eq!(scene.get("/pacticipants/catalog/versions/1.1.0")["number"], "1.1.0");
}

pub(super) fn describe_version(scene: &Scene<'_>) {
    let describe = "describe-version --pacticipant catalog";
    scene.broker(&format!("{describe} --version 1.0.0")).exits(0).says("1.0.0").says("built");
    assert_eq!(scene.json(&format!("{describe} --output json"))["number"], "1.1.0");
    assert_eq!(scene.json(&format!("{describe} --latest built --output json"))["number"], "1.0.0");
    scene.broker(&format!("{describe} --version 9")).exits(1).says("Pacticipant version not found");
}

pub(super) fn create_tag(scene: &Scene<'_>) {
    let create = "create-version-tag --pacticipant catalog";
    let said = scene.broker(&format!("{create} --version 1.1.0 --tag one two")).exits(0);
    said.says("with tag 'one' - Success").says("with tag 'two' - Success");
    assert_eq!(scene.marks("tags", "catalog", "1.1.0"), names(["one", "two"]));
    scene.broker(&format!("{create} --version 9 --tag one")).exits(1).says("does not exist");
    assert_eq!(scene.answer("/pacticipants/catalog/versions/9").status, 404);
    scene.broker(&format!("{create} --version 9 --tag one --auto-create-version")).exits(0);
    assert_eq!(scene.marks("tags", "catalog", "9"), names(["one"]));
}

pub(super) fn delete_tag(scene: &Scene<'_>) {
    let delete = "delete-version-tag --pacticipant catalog --version 1.1.0 --tag two";
    scene.broker(delete).exits(0);
    assert_eq!(scene.marks("tags", "catalog", "1.1.0"), names(["one"]));
    scene.broker(delete).exits(0).says("was not found");
}

pub(super) fn delete_branch(scene: &Scene<'_>) {
    let delete = "delete-branch --pacticipant catalog --branch feat/search";
    scene.broker(delete).exits(0).says("Successfully deleted branch 'feat/search' of pacticipant 'catalog'");
    assert_eq!(scene.answer("/pacticipants/catalog/branches/feat%2Fsearch").status, 404);
    assert_eq!(scene.get("/pacticipants/catalog/versions/1.0.0")["number"], "1.0.0", "its versions stay");
    scene.broker(delete).exits(0).says("was not found");
    scene.broker(&format!("{delete} --error-when-not-found true")).exits(1).says("was not found");
}

pub(super) fn uuid(scene: &Scene<'_>) {
    let said = scene.pact("broker generate-uuid").exits(0);
    let parts: Vec<_> = said.stdout.trim().split('-').map(str::len).collect();
    assert_eq!(parts, [8, 4, 4, 4, 12], "{said}");
}
