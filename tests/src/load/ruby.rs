//! What the Ruby broker was measured with: an estate of 100 services with 12 versions each, one client, the medians.

use super::latency::{Question, Subject, Target};
use super::{publishing, question};
use crate::estate::{HUB, contract, name};
use abide_broker::content;
use anyhow::{Context as _, ensure};
use serde_json::json;

/// Each question with the Ruby broker's time for it.
pub fn questions<'a>(subject: &Subject<'a>) -> anyhow::Result<Vec<Question<'a>>> {
    let service = subject.expected.ordinary(4).context("no service has four contracts")?;
    Ok(vec![
        publish(subject, service, Target::Ruby(73.0)),
        result(subject, Target::Ruby(17.0))?,
        question::can_i_deploy_of(subject, service, Target::Ruby(29.0)),
        question::can_i_deploy(subject, Target::Ruby(98.0)),
        question::for_verification_of(subject, service, Target::Ruby(21.0)),
        question::for_verification(subject, Target::Ruby(112.0)),
        question::home_page(subject, Target::Ruby(98.0)),
        all_latest(subject, Target::Ruby(300.0)),
        matrix(subject, Target::Ruby(24.0))?,
    ])
}

/// A version with four contracts; every fourth says something new.
fn publish<'a>(subject: &Subject<'a>, service: usize, target: Target) -> Question<'a> {
    let subject = *subject;
    let contracts = subject.expected.contracts(service);
    let pairs: Vec<_> = contracts.iter().take(4).map(|said| (said.pair, subject.expected.pair(*said))).collect();
    let request = move |turn: usize| {
        subject.post("/contracts/publish", &publishing::body(&format!("small-{turn}"), &pairs, turn / 4))
    };
    let check = |turn: usize, text: &str| {
        ensure!(text.contains(&format!("\"small-{turn}\"")), "another version was published");
        Ok(())
    };
    let name = "publish a version with 4 contracts";
    Question { name, target, request: Box::new(request), before: None, check: Box::new(check) }
}

/// A result; every fourth is the first of its version.
fn result<'a>(subject: &Subject<'a>, target: Target) -> anyhow::Result<Question<'a>> {
    let subject = *subject;
    let said = *subject.expected.contracts(HUB).first().context("the hub has no contract")?;
    let pair = subject.expected.pair(said);
    let digest = content::Contract::read(contract::text(pair, said).as_bytes())?.digest;
    let (consumer, provider) = (name(pair.consumer), name(pair.provider));
    let path = format!("/pacts/provider/{provider}/consumer/{consumer}/pact-version/{digest}/verification-results");
    let request = move |turn: usize| {
        let version = format!("small-{}", turn / 4);
        subject.post(&path, &json!({ "success": true, "providerApplicationVersion": version }))
    };
    let check = |turn: usize, text: &str| {
        ensure!(text.contains(&format!("\"small-{}\"", turn / 4)), "the result is another version's");
        Ok(())
    };
    let name = "publish a result";
    Ok(Question { name, target, request: Box::new(request), before: None, check: Box::new(check) })
}

fn all_latest<'a>(subject: &Subject<'a>, target: Target) -> Question<'a> {
    let subject = *subject;
    let request = move |_| subject.get("/pacts/latest", "application/hal+json");
    let check = move |_, text: &str| {
        let listed = text.matches("\"createdAt\"").count();
        ensure!(listed >= subject.expected.integrations(), "{listed} contracts are listed");
        Ok(())
    };
    let name = "all latest contracts";
    Question { name, target, request: Box::new(request), before: None, check: Box::new(check) }
}

fn matrix<'a>(subject: &Subject<'a>, target: Target) -> anyhow::Result<Question<'a>> {
    let subject = *subject;
    let said = *subject.expected.contracts(HUB).first().context("the hub has no contract")?;
    let pair = subject.expected.pair(said);
    let path = format!("/matrix?q[][pacticipant]={}&q[][pacticipant]={}", name(pair.consumer), name(pair.provider));
    let request = move |_| subject.get(&path, "application/hal+json");
    let check = |_, text: &str| {
        ensure!(text.contains("\"matrix\":[{"), "the matrix has no rows");
        Ok(())
    };
    let name = "matrix of a pair";
    Ok(Question { name, target, request: Box::new(request), before: None, check: Box::new(check) })
}
