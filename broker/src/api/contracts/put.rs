//! `PUT` and `PATCH /pacts/provider/{p}/consumer/{c}/version/{v}`: one contract, as old clients and curl publish it.

use super::publishing::{self, Incoming, Target, publish_one};
use super::representation::{Reached, document};
use super::similar_names;
use crate::api::Answer;
use crate::app::App;
use crate::content::Contract;
use crate::error::{ApiError, FieldErrors, Place};
use crate::extract::{JsonBytes, Names, Query, writable};
use crate::hal::Hal;
use crate::links::Links;
use crate::store;
use crate::store::publication::{Pair, Which};
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;

type ContractNames = Names<(String, String, String)>;

/// Publishes: 201 for a new one, 200 for the same again, 409 for other content.
pub async fn put(state: State<App>, links: Links, names: ContractNames, query: Query, body: JsonBytes) -> Answer {
    publish((state, query), links, names, body, false).await
}

/// Merges into what the version has: 201 for a new one, 409 if the two contradict each other.
pub async fn merge(state: State<App>, links: Links, names: ContractNames, query: Query, body: JsonBytes) -> Answer {
    publish((state, query), links, names, body, true).await
}

async fn publish(
    (State(app), Query(query)): (State<App>, Query),
    links: Links,
    Names((provider, consumer, number)): ContractNames,
    JsonBytes(bytes): JsonBytes,
    merge: bool,
) -> Answer {
    writable("provider.name", &provider)?;
    writable("consumer.name", &consumer)?;
    writable("consumerVersionNumber", &number)?;
    let contract = Contract::read(&bytes)
        .map_err(|error| ApiError::Malformed(format!("The contract could not be read: {error}.")))?;
    check_names(&contract, &provider, &consumer)?;

    let now = app.now();
    let (mut transaction, parties) = publishing::begin(&app, &[&consumer, &provider]).await?;
    let complaints = similar_names::complaints(&mut transaction, &app, &links, &parties, &query).await?;
    if !complaints.is_empty() {
        return Err(ApiError::ConflictText(complaints.join("\n")));
    }
    let participant = parties.get(&mut transaction, &consumer, now).await?;
    let (version, is_new) = store::version::find_or_create(&mut transaction, participant.id, &number, now).await?;
    let pair = Pair { provider: &provider, consumer: &consumer };
    let existed = store::publication::find(&mut transaction, pair, Which::Version(&number)).await?.is_some();
    let other = parties.get(&mut transaction, &provider, now).await?;
    let target = Target { consumer: &participant, version: &version, is_new, provider: &other };
    let incoming = Incoming { provider: provider.clone(), contract, merge };
    if let Err(refusal) = publish_one(&mut transaction, target, &incoming, now).await? {
        let message = refusal.text(&consumer, &number);
        return Err(ApiError::Conflict { body: json!({ "error": message, "changes": refusal.changes }), message });
    }
    let publication = store::publication::find(&mut transaction, pair, Which::Version(&number)).await?;
    let publication = publication.ok_or_else(|| ApiError::not_found("The contract is gone."))?;
    let text = document(&mut transaction, &links, &publication, &Reached::Plain).await?;
    transaction.commit().await?;
    Ok(Hal::text(text).with_status(if existed { StatusCode::OK } else { StatusCode::CREATED }))
}

fn check_names(contract: &Contract, provider: &str, consumer: &str) -> Result<(), ApiError> {
    let mut errors = FieldErrors::new();
    for (role, found, expected) in
        [("consumer", &contract.consumer, consumer), ("provider", &contract.provider, provider)]
    {
        if let Some(found) = found.as_deref().filter(|found| *found != expected) {
            let message = format!("name in pact '{found}' does not match name in URL path '{expected}'.");
            errors.insert(format!("{role}.name"), vec![message]);
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(ApiError::Invalid(Place::Body, errors)) }
}
