//! What pipelines and people ask of a broker, about the hub or any other service.

use super::latency::{Question, Subject, Target};
use super::publishing;
use crate::estate::plan::LAST_MONTH;
use crate::estate::{ENVIRONMENTS, HUB, name};
use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

/// Whether the hub may be deployed, to each environment in turn.
pub fn can_i_deploy<'a>(subject: &Subject<'a>, target: Target) -> Question<'a> {
    let subject = *subject;
    let check = move |turn: usize, text: &str| {
        let answer: Value = serde_json::from_str(text)?;
        let (environment, _) = ENVIRONMENTS[turn % ENVIRONMENTS.len()];
        let expected = subject.expected.may_go_to(environment);
        let said = &answer["summary"]["deployable"];
        ensure!(*said == json!(expected), "deployable to {environment}: {said} instead of {expected:?}");
        Ok(())
    };
    Question { check: Box::new(check), ..can_i_deploy_of(&subject, HUB, target) }
}

/// Whether a service may be deployed; any answer will do.
pub fn can_i_deploy_of<'a>(subject: &Subject<'a>, service: usize, target: Target) -> Question<'a> {
    let subject = *subject;
    let request = move |turn: usize| {
        let (environment, _) = ENVIRONMENTS[turn % ENVIRONMENTS.len()];
        let (name, version) = (name(service), subject.expected.candidate(service));
        let path = format!("/can-i-deploy?pacticipant={name}&version={version}&environment={environment}");
        subject.get(&path, "application/hal+json")
    };
    let check = |_, text: &str| {
        ensure!(text.contains("\"deployable\":"), "there is no verdict");
        Ok(())
    };
    let name = if service == HUB { "can-i-deploy, hub" } else { "can-i-deploy, service" };
    Question { name, target, request: Box::new(request), before: None, check: Box::new(check) }
}

/// What a build of the hub's main branch is to verify.
pub fn for_verification<'a>(subject: &Subject<'a>, target: Target) -> Question<'a> {
    let expected = subject.expected.for_verification();
    let check = move |_, text: &str| {
        let answer: Value = serde_json::from_str(text)?;
        let items = answer["_embedded"]["pacts"].as_array().context("no contracts")?;
        let says = |item: &&Value, what: &str| item["verificationProperties"][what] == true;
        let work_in_progress = items.iter().filter(|item| says(item, "wip")).count();
        let pending = items.iter().filter(|item| says(item, "pending") && !says(item, "wip")).count();
        let found = (items.len() - pending - work_in_progress, pending, work_in_progress);
        let wanted = (expected.kept, expected.pending, expected.work_in_progress);
        ensure!(found == wanted, "kept, pending, work in progress: {found:?} instead of {wanted:?}");
        Ok(())
    };
    Question { check: Box::new(check), ..for_verification_of(subject, HUB, target) }
}

/// What a build of a service's main branch is to verify; any contracts will do.
pub fn for_verification_of<'a>(subject: &Subject<'a>, service: usize, target: Target) -> Question<'a> {
    let subject = *subject;
    let body = json!({
        "providerVersionBranch": "main",
        "consumerVersionSelectors": [{ "mainBranch": true }, { "deployedOrReleased": true }],
        "includePendingStatus": true,
        "includeWipPactsSince": LAST_MONTH.0,
    });
    let path = format!("/pacts/provider/{}/for-verification", name(service));
    let check = |_, text: &str| {
        ensure!(text.contains("\"pacts\":[{"), "there are no contracts");
        Ok(())
    };
    Question {
        name: if service == HUB {
            "for-verification, pending, WIP, hub"
        } else {
            "for-verification, pending, WIP, service"
        },
        target,
        request: Box::new(move |_| subject.post(&path, &body)),
        before: None,
        check: Box::new(check),
    }
}

/// The first page, as a browser loads it.
pub fn home_page<'a>(subject: &Subject<'a>, target: Target) -> Question<'a> {
    let subject = *subject;
    let Subject { expected, .. } = subject;
    let totals = format!("{} services · {} integrations", expected.connected(), expected.integrations());
    let check = move |_, text: &str| {
        // Pages write large numbers with commas.
        ensure!(text.replace(',', "").contains(&totals), "the home page does not say `{totals}`");
        Ok(())
    };
    let request = move |_| subject.get("/", "text/html");
    Question { name: "home page", target, request: Box::new(request), before: None, check: Box::new(check) }
}

/// The first page, each time after somebody has published.
pub fn home_page_after_publishing<'a>(subject: &Subject<'a>, target: Target) -> anyhow::Result<Question<'a>> {
    let copy = *subject;
    let (number, pair) = subject.expected.strangers(1).pop().context("a pair that does not know the hub")?;
    let before = move |turn: usize| {
        let version = format!("before-{turn}");
        copy.post("/contracts/publish", &publishing::body(&version, &[(number, pair)], turn / 4))
    };
    let name = "home page, right after a publish";
    Ok(Question { name, before: Some(Box::new(before)), ..home_page(subject, target) })
}
