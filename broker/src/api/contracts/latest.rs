//! `GET /pacts/latest`: the newest contract of every pair.

use super::representation::title;
use crate::api::Answer;
use crate::app::App;
use crate::domain::Publication;
use crate::hal::{Hal, curies, link, named, titled};
use crate::links::Links;
use crate::store;
use crate::store::publication::Listing;
use axum::extract::State;
use serde_json::{Value, json};

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
    Ok(Hal::ok(&json!({
        "_links": { "self": link(links.path("/pacts/latest")), "pb:pacts": relations, "pacts": relations, "curies": curies(&links, "pacts") },
        "pacts": pacts,
    })))
}

fn latest_item(links: &Links, publication: &Publication) -> Value {
    let Publication { provider, consumer, consumer_version, .. } = publication;
    json!({
        "_links": { "self": [
            titled("Latest version of the pact", links.latest_contract(provider, consumer)),
            titled("This version of the pact", links.contract(provider, consumer, consumer_version)),
        ] },
        "_embedded": {
            "consumer": {
                "name": consumer,
                "_links": { "self": link(links.participant(consumer)) },
                "_embedded": { "version": { "number": consumer_version, "_links": { "self": link(links.version(consumer, consumer_version)) } } },
            },
            "provider": { "name": provider, "_links": { "self": link(links.participant(provider)) } },
        },
        "createdAt": publication.created_at.to_string(),
    })
}
