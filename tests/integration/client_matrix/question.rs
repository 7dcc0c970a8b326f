//! `pact broker can-i-deploy` and `can-i-merge`.

use super::scene::Scene;

const YES: &str = "Computer says yes";
const NO: &str = "Computer says no";

const KEPT: &str = "can-i-deploy --pacticipant order-service --version 1.0.0";
const BROKEN: &str = "can-i-deploy --pacticipant order-service --version 1.1.0";

pub(super) fn nobody_is_there(scene: &Scene<'_>) {
    let said = scene.broker(&format!("{KEPT} --to-environment production")).exits(1).says(NO);
    said.says("a version of payment-service currently in production (no version is currently recorded");
}

pub(super) fn to_environment(scene: &Scene<'_>) {
    let said = scene.broker(&format!("{KEPT} --to-environment production")).exits(0).says(YES);
    said.says("1. http://").says("/verification-results/1 (success)");
    let said = scene.broker("can-i-deploy --pacticipant payment-service --version 2.0.1 --to-environment production");
    said.exits(0).says(YES);
}

pub(super) fn not_verified(scene: &Scene<'_>) {
    let said = scene.broker(&format!("{BROKEN} --to-environment production")).exits(1).says(NO).says("unknown");
    said.says("one of the versions of payment-service currently in production (2.0.0)")
        .says("one of the versions of payment-service currently in production (2.0.1)");
}

pub(super) fn failed(scene: &Scene<'_>) {
    let said = scene.broker(&format!("{BROKEN} --pacticipant payment-service --version 2.0.2")).exits(1).says(NO);
    said.says("failed").says("(failure)");
}

pub(super) fn to_tag(scene: &Scene<'_>) {
    scene.broker(&format!("{KEPT} --to prod")).exits(0).says(YES).says("2.0.0");
    scene.broker(&format!("{BROKEN} --to prod")).exits(1).says(NO);
    scene.broker("can-i-deploy --pacticipant order-service --latest dev --to prod").exits(0).says(YES);
}

pub(super) fn by_branch(scene: &Scene<'_>) {
    let ask = "can-i-deploy --pacticipant order-service";
    let there = "--to-environment production";
    scene.broker(&format!("{ask} --branch main {there}")).exits(0).says(YES);
    scene.broker(&format!("{ask} --branch feat/refunds {there}")).exits(1).says(NO);
    scene.broker(&format!("{ask} --main-branch {there}")).exits(0).says(YES);
}

pub(super) fn several(scene: &Scene<'_>) {
    scene.broker(&format!("{KEPT} --pacticipant payment-service --version 2.0.1")).exits(0).says(YES).says("2.0.1");
    scene.broker(&format!("{KEPT} --pacticipant payment-service --latest prod")).exits(0).says(YES).says("2.0.0");
    scene.broker(&format!("{BROKEN} --pacticipant payment-service --latest")).exits(1).says(NO);
}

pub(super) fn ignored(scene: &Scene<'_>) {
    let said = scene.broker(&format!("{BROKEN} --to-environment production --ignore payment-service"));
    said.exits(0).says(YES).says("There are no missing dependencies");
}

pub(super) fn dry_run(scene: &Scene<'_>) {
    let said = scene.broker(&format!("{BROKEN} --to-environment production --dry-run")).exits(0);
    said.says(NO).says("Dry run enabled");
}

pub(super) fn retried(scene: &Scene<'_>) {
    let retry = "--retry-while-unknown 1 --retry-interval 1";
    scene.broker(&format!("{BROKEN} --to-environment production {retry}")).exits(1).says(NO);
    scene.broker(&format!("{KEPT} --to-environment production {retry}")).exits(0).says(YES);
}

pub(super) fn as_json(scene: &Scene<'_>) {
    let answer = scene.json(&format!("{KEPT} --to-environment production --output json"));
    assert_eq!(answer["summary"]["deployable"], true, "{answer:#}");
    assert_eq!(answer["summary"]["success"], 2);
    // This client exits with 0 here whatever the answer is.
    let answer = scene.json(&format!("{BROKEN} --to-environment production --output json"));
    assert!(answer["summary"]["deployable"].is_null(), "{answer:#}");
    assert_eq!(answer["summary"]["unknown"], 2);
}

pub(super) fn wrong_names(scene: &Scene<'_>) {
    let said = scene.broker("can-i-deploy --pacticipant nobody --version 1 --to-environment production").exits(1);
    said.says("Pacticipant nobody not found");
    let said = scene.broker(&format!("{KEPT} --to-environment nowhere")).exits(1);
    said.says("Environment with name 'nowhere' does not exist");
}

pub(super) fn merge(scene: &Scene<'_>) {
    let said = scene.broker("can-i-merge --pacticipant order-service --version 1.1.0").exits(1).says(NO);
    said.says("the latest version of payment-service from the main branch");
    scene.broker("can-i-merge --pacticipant payment-service --version 2.0.1").exits(0).says(YES);
}
