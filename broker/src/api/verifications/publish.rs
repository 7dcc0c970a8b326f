//! `POST …/pact-version/{digest}[/metadata/{m}]/verification-results`: a provider's version was checked.

use super::{content, representation};
use crate::api::Answer;
use crate::app::App;
use crate::domain::metadata::Metadata;
use crate::domain::{NewVerification, name};
use crate::error::ApiError;
use crate::extract::{JsonObject, Names};
use crate::fields::Fields;
use crate::hal::Hal;
use crate::links::Links;
use crate::store;
use axum::extract::State;
use serde_json::{Map, Value};

/// Without a reason for the selection.
pub async fn publish(
    State(app): State<App>,
    links: Links,
    Names((provider, consumer, digest)): Names<(String, String, String)>,
    JsonObject(body): JsonObject,
) -> Answer {
    keep(&app, &links, [&provider, &consumer, &digest], None, &body).await
}

/// With the reason the contract's URL carried.
pub async fn publish_with_metadata(
    State(app): State<App>,
    links: Links,
    Names((provider, consumer, digest, metadata)): Names<(String, String, String, String)>,
    JsonObject(body): JsonObject,
) -> Answer {
    keep(&app, &links, [&provider, &consumer, &digest], Some(&metadata), &body).await
}

/// What the body says.
struct Request {
    success: bool,
    version: String,
    build_url: Option<String>,
    test_results: Option<String>,
    verified_by: Option<String>,
}

async fn keep(
    app: &App,
    links: &Links,
    [provider, consumer, digest]: [&str; 3],
    metadata: Option<&str>,
    body: &Map<String, Value>,
) -> Answer {
    let request = read(body)?;
    let now = app.now();
    let decoded = metadata.map(Metadata::decode).unwrap_or_default();
    let mut transaction = app.store.write_for(&[provider]).await?;
    let content = content(&mut transaction, provider, consumer, digest).await?;
    let (version, _) =
        store::version::find_or_create(&mut transaction, content.provider_id, &request.version, now).await?;
    let new = NewVerification {
        content_id: content.id,
        provider_version_id: version.id,
        success: request.success,
        build_url: request.build_url,
        test_results: request.test_results,
        verified_by: request.verified_by,
        metadata: metadata.map(str::to_owned),
        pending: decoded.pending,
        work_in_progress: decoded.work_in_progress,
    };
    let kept = store::verification::create(&mut transaction, new, version.number, now).await?;
    transaction.commit().await?;
    let location = links.verification(provider, consumer, digest, kept.number);
    Ok(Hal::created(&representation::document(links, [provider, consumer, digest], &kept), location))
}

fn read(body: &Map<String, Value>) -> Result<Request, ApiError> {
    let mut fields = Fields::of(body);
    let success = fields.flag("success");
    let version = match fields.value("providerApplicationVersion") {
        Some(Value::String(text)) => text.clone(),
        // Numbers are versions in some builds.
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    if let Err(error) = name::check(&version) {
        fields.complain("providerApplicationVersion", error.message());
    }
    let build_url = fields.line("buildUrl");
    if build_url.as_deref().is_some_and(|url| !url.starts_with("http://") && !url.starts_with("https://")) {
        fields.complain("buildUrl", "must be a URL that starts with http:// or https://");
    }
    let test_results = fields.value("testResults").map(Value::to_string);
    let verified_by = fields.value("verifiedBy").map(Value::to_string);
    fields.finish()?;
    Ok(Request { success, version, build_url, test_results, verified_by })
}
