//! `GET /pacts/provider/{p}/provider-states`: what a provider's tests must be able to set up, and for whom.

use crate::api::{Answer, participant};
use crate::app::App;
use crate::content::{ProviderState, states};
use crate::domain::selector::{Choice, Selector};
use crate::error::ApiError;
use crate::extract::Names;
use crate::hal::{Hal, link, object};
use crate::links::Links;
use crate::store;
use axum::extract::State;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Of the heads of the consumers' main branches.
pub async fn of_main_branches(State(app): State<App>, links: Links, Names(provider): Names<String>) -> Answer {
    list(&app, &links, &provider, ("", vec![Choice::MainBranch])).await
}

/// `…/branch/{b}`: of the heads of a branch.
pub async fn of_branch(
    State(app): State<App>,
    links: Links,
    Names((provider, branch)): Names<(String, String)>,
) -> Answer {
    let place = format!("/branch/{}", crate::links::segment(&branch));
    list(&app, &links, &provider, (&place, vec![Choice::Branch { name: branch, fallback: None }])).await
}

/// `…/environment/{e}`, by its name or its UUID: of what is live there.
pub async fn of_environment(
    State(app): State<App>,
    links: Links,
    Names((provider, environment)): Names<(String, String)>,
) -> Answer {
    let place = format!("/environment/{}", crate::links::segment(&environment));
    let mut transaction = app.store.read().await?;
    let found = match store::environment::named(&mut transaction, &environment).await? {
        Some(found) => Some(found),
        None => store::environment::find(&mut transaction, &environment).await?,
    };
    drop(transaction);
    let Some(found) = found else {
        return Err(ApiError::not_found(format!("No environment with name or UUID '{environment}' found")));
    };
    let choices = vec![Choice::Deployed(Some(found.name.clone())), Choice::Released(Some(found.name))];
    list(&app, &links, &provider, (&place, choices)).await
}

async fn list(app: &App, links: &Links, provider: &str, (place, choices): (&str, Vec<Choice>)) -> Answer {
    let mut transaction = app.store.read().await?;
    let provider = participant(&mut transaction, "provider", provider).await?;
    let mut contents: BTreeMap<i64, String> = BTreeMap::new();
    for choice in choices {
        let selector = Selector { consumer: None, choice };
        for selected in store::selection::select(&mut transaction, provider.id, &selector).await? {
            contents.insert(selected.publication.content_id, selected.publication.consumer);
        }
    }
    let mut found: BTreeMap<ProviderState, BTreeSet<String>> = BTreeMap::new();
    for (content, consumer) in contents {
        for state in states(&store::content::body(&mut transaction, content).await?) {
            found.entry(state).or_default().insert(consumer.clone());
        }
    }
    let items: Vec<Value> = found.iter().map(|(state, consumers)| represent(state, consumers)).collect();
    let url = format!("{}/provider-states{place}", links.provider_contracts(&provider.name));
    Ok(Hal::ok(&json!({ "providerStates": items, "_links": { "self": link(url) } })))
}

fn represent(state: &ProviderState, consumers: &BTreeSet<String>) -> Value {
    let parameters = state.parameters.as_deref().and_then(|text| serde_json::from_str(text).ok());
    Value::Object(object([
        ("name", Some(state.name.as_str().into())),
        ("params", parameters),
        ("consumers", Some(consumers.iter().map(String::as_str).collect())),
    ]))
}
