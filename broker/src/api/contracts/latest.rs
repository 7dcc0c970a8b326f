//! `GET /pacts/latest`: the newest contract of every pair.

use super::representation::title;
use crate::api::Answer;
use crate::app::App;
use crate::domain::Publication;
use crate::hal::{Hal, curies, link, named, own, titled, whole};
use crate::links::Links;
use crate::store;
use crate::store::publication::Listing;
use axum::extract::State;
use serde_json::Value;

/// The list, twice: as links, and with the names old clients print.
pub async fn latest(State(app): State<App>, links: Links) -> Answer {
    let mut transaction = app.store.read().await?;
    let publications = store::publication::list(&mut transaction, Listing::LatestOfAll, None).await?;
    let relations: Vec<Value> = publications
        .iter()
        .map(|publication| {
            named("Pact", &title(publication), links.latest_contract(&publication.provider, &publication.consumer))
        })
        .collect();
    let pacts: Vec<Value> = publications.iter().map(|publication| latest_item(&links, publication)).collect();
    let relations = Value::Array(relations);
    let own = link(links.path("/pacts/latest"));
    let listed = whole([
        ("self", own),
        ("pb:pacts", relations.clone()),
        ("pacts", relations),
        ("curies", curies(&links, "pacts")),
    ]);
    Ok(Hal::ok(&whole([("_links", listed), ("pacts", Value::Array(pacts))])))
}

fn latest_item(links: &Links, publication: &Publication) -> Value {
    let Publication { provider, consumer, consumer_version, .. } = publication;
    let contracts = Value::Array(vec![
        titled("Latest version of the pact", links.latest_contract(provider, consumer)),
        titled("This version of the pact", links.contract(provider, consumer, consumer_version)),
    ]);
    let version = whole([
        ("number", consumer_version.as_str().into()),
        ("_links", own(links.version(consumer, consumer_version))),
    ]);
    let consumer = whole([
        ("name", consumer.as_str().into()),
        ("_links", own(links.participant(consumer))),
        ("_embedded", whole([("version", version)])),
    ]);
    let provider = whole([("name", provider.as_str().into()), ("_links", own(links.participant(provider)))]);
    whole([
        ("_links", whole([("self", contracts)])),
        ("_embedded", whole([("consumer", consumer), ("provider", provider)])),
        ("createdAt", publication.created_at.to_string().into()),
    ])
}
