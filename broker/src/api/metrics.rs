//! `GET /metrics`: how much there is, as JSON, or for `text/plain` as Prometheus reads it.

use crate::app::App;
use crate::error::ApiError;
use crate::hal::{Hal, object};
use crate::negotiation::Accepts;
use crate::store::metric::{self, COUNTS};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::fmt::Write;

/// The counts.
pub async fn show(State(app): State<App>, accepts: Accepts) -> Result<Response, ApiError> {
    let mut transaction = app.store.read().await?;
    let mut counts: HashMap<&'static str, i64> = HashMap::new();
    for (name, sql) in COUNTS {
        counts.insert(name, metric::count(&mut transaction, sql).await?);
    }
    if accepts.names("text/plain") && !accepts.names("json") {
        let content_type = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
        return Ok((content_type, prometheus(&counts)).into_response());
    }
    let [first, last, first_result, last_result] =
        metric::moments(&mut transaction).await?.map(|moment| moment.map(|moment| Value::from(moment.to_string())));
    let revisions = distribution(metric::revisions(&mut transaction).await?);
    let results = distribution(metric::results_per_content(&mut transaction).await?);
    let [interactions, messages] = metric::interactions(&mut transaction).await?;
    let of = |name: &str| counts.get(name).copied().unwrap_or_default();
    Ok(Hal::ok(&json!({
        "interactions": {
            "latestInteractionsCount": interactions,
            "latestMessagesCount": messages,
            "latestInteractionsAndMessagesCount": interactions + messages,
        },
        // Too many to be counted, as brokers have always said.
        "matrix": { "count": -1 },
        "pacticipants": { "count": of("participants"), "withMainBranchSetCount": of("participants_with_main_branch") },
        "integrations": { "count": of("integrations") },
        "pactPublications": object([("count", Some(of("publications").into())), ("first", first), ("last", last)]),
        "pactVersions": { "count": of("contents") },
        "pactRevisionsPerConsumerVersion": { "distribution": revisions },
        "verificationResults": object([
            ("count", Some(of("verifications").into())),
            ("successCount", Some(of("successes").into())),
            ("failureCount", Some((of("verifications") - of("successes")).into())),
            ("distinctCount", Some(of("latest_verifications").into())),
            ("first", first_result),
            ("last", last_result),
        ]),
        "verificationResultsPerPactVersion": { "distribution": results },
        "pacticipantVersions": {
            "count": of("versions"),
            "withBranchCount": of("versions_with_branch"),
        },
        "branches": { "count": of("branches") },
        "tags": { "count": of("tags"), "distinctCount": of("tag_names") },
        "labels": { "count": of("labels") },
        "environments": { "count": of("environments") },
        "deployedVersions": {
            "count": of("deployments"),
            "userCreatedCount": of("deployments"),
            "currentlyDeployedCount": of("live_deployments"),
        },
        "releasedVersions": { "count": of("releases"), "currentlySupportedCount": of("supported_releases") },
    }))
    .into_response())
}

fn distribution(pairs: Vec<(i64, i64)>) -> Value {
    Value::Object(pairs.into_iter().map(|(many, count)| (many.to_string(), count.into())).collect::<Map<_, _>>())
}

fn prometheus(counts: &HashMap<&'static str, i64>) -> String {
    let mut text = String::new();
    for (name, _) in COUNTS {
        let count = counts.get(name).copied().unwrap_or_default();
        let _ = writeln!(text, "# TYPE abide_broker_{name} gauge\nabide_broker_{name} {count}");
    }
    text
}
