//! Rows and verdict as clients see them.

use crate::api::versions::{Surroundings, brief};
use crate::domain::matrix::{Chosen, Facts, Question, Reason, Row, Verdict};
use crate::error::ApiError;
use crate::hal::{object, own, whole};
use crate::links::Links;
use crate::store::Connection;
use serde_json::{Value, json};

/// The whole document. Only the rows shown are cut off at the limit.
pub(super) async fn document(
    connection: &mut Connection,
    links: &Links,
    question: &Question,
    facts: &Facts,
    verdict: &Verdict,
) -> Result<Value, ApiError> {
    let shown: Vec<&Row> = question.shown(&facts.rows).collect();
    let mut versions: Vec<i64> = shown
        .iter()
        .flat_map(|row| [Some(row.consumer_version.id), row.provider_version.as_ref().map(|version| version.id)])
        .flatten()
        .collect();
    versions.sort_unstable();
    versions.dedup();
    let surroundings = Surroundings::of(connection, &versions).await?;
    let rows: Vec<Value> = shown.into_iter().map(|row| self::row(links, row, &surroundings)).collect();
    let sentences: Vec<&str> = verdict.notices.iter().map(|notice| notice.text.as_str()).collect();
    let mut summary = json!({
        "deployable": verdict.answer,
        "reason": sentences.join("\n"),
        "success": verdict.success,
        "failed": verdict.failed,
        "unknown": verdict.unknown,
    });
    if !question.ignored.is_empty() {
        summary["ignored"] = verdict.ignored.into();
    }
    let notices = verdict.notices.iter().map(|notice| json!({ "type": notice.kind, "text": notice.text }));
    Ok(whole([
        ("summary", summary),
        ("notices", notices.collect()),
        ("reasons", verdict.reasons.iter().map(|reason| self::reason(links, reason)).collect()),
        ("matrix", Value::Array(rows)),
    ]))
}

fn reason(links: &Links, reason: &Reason) -> Value {
    let party = |party: &Option<(String, Option<String>)>| {
        let (name, version) = party.as_ref()?;
        Some(Value::Object(object([
            ("name", Some(name.as_str().into())),
            ("version", version.as_deref().map(Value::from)),
        ])))
    };
    Value::Object(object([
        ("state", Some(reason.state.word().into())),
        ("consumer", party(&reason.consumer)),
        ("provider", party(&reason.provider)),
        ("environment", reason.environment.as_deref().map(Value::from)),
        ("since", reason.since.map(|since| since.to_string().into())),
        ("broughtInBy", Some(reason.brought_in_by.as_str().into())),
        ("text", Some(reason.sentence().into())),
        ("next", Some(reason.next_command(links.base()).into())),
    ]))
}

fn row(links: &Links, row: &Row, surroundings: &Surroundings) -> Value {
    let version =
        |participant: &str, version: &Chosen| brief(links, participant, (version.id, &version.number), surroundings);
    let (consumer, provider) = (row.consumer.name.as_str(), row.provider.name.as_str());
    let provider_version = row.provider_version.as_ref().map(|chosen| version(provider, chosen));
    let result = row.result.as_ref().map(|result| {
        whole([
            ("success", result.success.into()),
            ("verifiedAt", result.created_at.to_string().into()),
            ("_links", own(links.verification(provider, consumer, &row.digest, result.number))),
        ])
    });
    let party = |name: &str, version: Option<Value>| {
        whole([
            ("name", name.into()),
            ("version", version.unwrap_or_default()),
            ("_links", own(links.participant(name))),
        ])
    };
    let contract = links.contract(provider, consumer, &row.consumer_version.number);
    let mut body = whole([
        ("consumer", party(consumer, Some(version(consumer, &row.consumer_version)))),
        ("provider", party(provider, provider_version)),
        ("pact", whole([("createdAt", row.published_at.to_string().into()), ("_links", own(contract))])),
        ("verificationResult", result.unwrap_or_default()),
    ]);
    if row.ignored {
        body["ignored"] = true.into();
    }
    body
}
