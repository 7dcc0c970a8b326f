//! The verifiers: what they fetch, whether they fail, and the results that they leave.

use super::scene::{Scene, names};
use crate::shop::Said;

pub(super) fn latest(scene: &Scene<'_>) {
    scene.verify("2.0.0", "--provider-tags prod").exits(0).says("a look at the currency of a charge");
    assert_eq!(scene.result("1.0.0", "2.0.0"), Some(true));
    assert_eq!(scene.marks("branches", "payment-service", "2.0.0"), names(["main"]));
    assert_eq!(scene.marks("tags", "payment-service", "2.0.0"), names(["prod"]));
}

pub(super) fn by_selector(scene: &Scene<'_>) {
    let said = scene.verify("2.0.1", r#"--consumer-version-selectors {"mainBranch":true}"#).exits(0);
    said.says("latest from main branch (1.0.0)").says("a look at a charge");
    assert_eq!(scene.result("1.0.0", "2.0.1"), Some(true));
}

pub(super) fn breach(scene: &Scene<'_>) {
    let said = scene.verify("2.0.2", r#"--consumer-version-selectors {"branch":"feat/refunds"}"#).exits(1);
    said.says("latest from branch feat/refunds (1.1.0)").says("refund_id");
    assert_eq!(scene.result("1.1.0", "2.0.2"), Some(false));
}

pub(super) fn pending(scene: &Scene<'_>) {
    let selector = r#"--consumer-version-selectors {"branch":"feat/refunds"}"#;
    let said = scene.verify("2.0.3", &format!("{selector} --enable-pending")).exits(0);
    said.says("This pact is in pending state").says("refund_id").says("1 non-fatal pact failures");
    assert_eq!(scene.result("1.1.0", "2.0.3"), Some(false));
}

pub(super) fn work_in_progress(scene: &Scene<'_>) {
    let wip = "--enable-pending --include-wip-pacts-since 2020-01-01";
    let said = scene.verify("2.0.4", &format!(r#"--consumer-version-selectors {{"mainBranch":true}} {wip}"#)).exits(0);
    said.says("latest from main branch (1.0.0)").says("'work in progress' pact").says("1 non-fatal pact failures");
    assert_eq!(scene.result("1.0.0", "2.0.4"), Some(true));
    assert_eq!(scene.result("1.1.0", "2.0.4"), Some(false));
}

pub(super) fn live(scene: &Scene<'_>) {
    let record = "--pacticipant order-service --version 1.0.0 --environment production";
    scene.broker(&format!("record-deployment {record}")).exits(0);
    let said = scene.verify("2.0.5", r#"--consumer-version-selectors {"deployedOrReleased":true}"#).exits(0);
    said.says("deployed to production (1.0.0)");
    assert_eq!(scene.result("1.0.0", "2.0.5"), Some(true));
    assert_eq!(scene.result("1.1.0", "2.0.5"), None);
}

pub(super) fn nothing_selected(scene: &Scene<'_>) {
    let said = scene.verify("2.0.6", r#"--consumer-version-selectors {"branch":"nobody-has-it"}"#).exits(1);
    said.says("No pacts found for provider 'payment-service' matching the given consumer version selectors");
    assert_eq!(scene.answer("/pacticipants/payment-service/versions/2.0.6").status, 404);
}

pub(super) fn python_consumer(scene: &Scene<'_>) {
    scene.python("pact_python_consumer.py", &["python"]).exits(0);
    let said = scene.broker("publish python --consumer-app-version 1.0.0 --branch main").exits(0);
    said.says("Created shipping-service version 1.0.0 with branch main");
    let pact = scene.get("/pacts/provider/payment-service/consumer/shipping-service/version/1.0.0");
    assert_eq!(pact["interactions"].as_array().unwrap().len(), 2);
}

pub(super) fn python_verifier(scene: &Scene<'_>) {
    library_verifies(scene, with_python, ["3.0.0", "3.0.1"]);
}

pub(super) fn python_wip(scene: &Scene<'_>) {
    library_finds_work_in_progress(scene, with_python, "3.0.2");
}

pub(super) fn js_consumer(scene: &Scene<'_>) {
    scene.node("pact_js_consumer.cjs", &["js"]).exits(0);
    let said = scene.broker("publish js --consumer-app-version 1.0.0 --branch main").exits(0);
    said.says("Created web-shop version 1.0.0 with branch main");
    let pact = scene.get("/pacts/provider/payment-service/consumer/web-shop/version/1.0.0");
    assert_eq!(pact["interactions"][0]["description"], "a look at the charge of an order");
}

pub(super) fn js_verifier(scene: &Scene<'_>) {
    library_verifies(scene, with_node, ["4.0.0", "4.0.1"]);
}

pub(super) fn js_wip(scene: &Scene<'_>) {
    library_finds_work_in_progress(scene, with_node, "4.0.2");
}

/// A verifier that is a library, with what its script is told.
type Library = fn(&Scene<'_>, &[&str]) -> Said;

#[track_caller]
fn with_python(scene: &Scene<'_>, told: &[&str]) -> Said {
    scene.python("pact_python_provider.py", told)
}

#[track_caller]
fn with_node(scene: &Scene<'_>, told: &[&str]) -> Said {
    scene.node("pact_js_provider.cjs", told)
}

/// Verifies as the first version on main, and as the second on another branch.
#[track_caller]
fn library_verifies(scene: &Scene<'_>, library: Library, [main, other]: [&str; 2]) {
    let [service, broker] = scene.urls();
    library(scene, &[service, broker, main, "main"]).exits(0);
    assert_eq!(scene.result("1.0.0", main), Some(true));
    assert_eq!(scene.result("1.1.0", main), None);
    assert_eq!(scene.marks("branches", "payment-service", main), names(["main"]));
    library(scene, &[service, broker, other, "feat/refunds"]).exits(1).says("refund_id");
    assert_eq!(scene.result("1.1.0", other), Some(false));
}

#[track_caller]
fn library_finds_work_in_progress(scene: &Scene<'_>, library: Library, version: &str) {
    let [service, broker] = scene.urls();
    library(scene, &[service, broker, version, "main", "2020-01-01"]).exits(0);
    assert_eq!(scene.result("1.0.0", version), Some(true));
    assert_eq!(scene.result("1.1.0", version), Some(false));
}
