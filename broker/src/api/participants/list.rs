//! `GET /pacticipants`: all of them, or a page, or those whose name contains `q`.

use super::representation::fields;
use crate::api::Answer;
use crate::app::App;
use crate::domain::Participant;
use crate::extract::{Names, Query};
use crate::hal::{Hal, link, named, templated};
use crate::links::{Links, segment};
use crate::paging::Paging;
use crate::store;
use axum::extract::State;
use serde_json::{Value, json};

/// The list, embedded and, for old clients, at the top level too.
pub async fn list(State(app): State<App>, links: Links, Query(query): Query) -> Answer {
    let paging = Paging::read(&query, None)?;
    let mut transaction = app.store.read().await?;
    let all = store::participant::list(&mut transaction, query.filled("q")).await?;
    Ok(document(&links, &paging, &all, &links.participants()))
}

/// `GET /pacticipants/label/{label}`: those with a label.
pub async fn labelled(
    State(app): State<App>,
    links: Links,
    Names(label): Names<String>,
    Query(query): Query,
) -> Answer {
    let paging = Paging::read(&query, None)?;
    let mut transaction = app.store.read().await?;
    let all = store::label::participants(&mut transaction, &label).await?;
    let url = format!("{}/label/{}", links.participants(), segment(&label));
    Ok(document(&links, &paging, &all, &url))
}

fn document(links: &Links, paging: &Paging, all: &[Participant], url: &str) -> Hal {
    let shown = paging.slice(all);
    let items: Vec<Value> = shown
        .iter()
        .map(|participant| {
            let mut item = fields(participant);
            item.insert("_links".to_owned(), json!({ "self": link(links.participant(&participant.name)) }));
            Value::Object(item)
        })
        .collect();
    let relations: Vec<Value> = shown
        .iter()
        .map(|participant| named(&participant.display_name, &participant.name, links.participant(&participant.name)))
        .collect();
    let mut body = json!({
        "_embedded": { "pacticipants": items },
        "pacticipants": items,
        "_links": {
            "self": link(url),
            "pb:pacticipants-with-label": templated(
                "Pacticipants with a label",
                format!("{}/label/{{label}}", links.participants()),
            ),
            "pb:pacticipants": relations,
            "pacticipants": relations,
        },
    });
    paging.describe(i64::try_from(all.len()).unwrap_or(i64::MAX), url, &mut body);
    Hal::ok(&body)
}
