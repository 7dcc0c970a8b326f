//! `GET` and `POST /pacts/provider/{p}/for-verification`: which contracts a provider's build is to verify, and why.

use crate::api::{Answer, participant};
use crate::app::App;
use crate::domain::metadata::Metadata;
use crate::domain::selector::{Choice, Selector, default_selectors, parse_selectors};
use crate::domain::{Participant, Publication};
use crate::error::ApiError;
use crate::extract::{JsonObject, Names};
use crate::fields::Fields;
use crate::hal::{Hal, titled};
use crate::links::Links;
use crate::store::selection::Selected;
use crate::store::{self, Connection};
use axum::extract::State;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashSet};

/// What a build asks for.
#[derive(Debug)]
struct Request {
    provider_branch: Option<String>,
    include_pending: bool,
    selectors: Vec<Selector>,
}

/// One content to verify, and everything that selected it.
#[derive(Debug)]
struct ToVerify {
    newest: Publication,
    selected: Vec<(Choice, String)>,
}

/// `GET`: verifiers call it only to learn where to `POST`, so it selects nothing.
pub async fn for_verification_links(State(app): State<App>, links: Links, Names(provider): Names<String>) -> Answer {
    let mut transaction = app.store.read().await?;
    participant(&mut transaction, "provider", &provider).await?;
    Ok(Hal::ok(&document(&links, &provider, &[])))
}

/// `POST`: the selected contracts.
pub async fn for_verification(
    State(app): State<App>,
    links: Links,
    Names(provider): Names<String>,
    JsonObject(body): JsonObject,
) -> Answer {
    let mut transaction = app.store.read().await?;
    let provider = participant(&mut transaction, "provider", &provider).await?;
    let request = read(&body)?;
    check_environments(&mut transaction, &request.selectors).await?;
    let found = select(&mut transaction, provider.id, &request.selectors).await?;
    let pending = if request.include_pending {
        let contents: Vec<i64> = found.iter().map(|item| item.newest.content_id).collect();
        let kept =
            store::verification::kept(&mut transaction, &contents, provider.id, request.provider_branch.as_deref())
                .await?;
        Some(kept.into_iter().collect::<HashSet<i64>>())
    } else {
        None
    };
    let items: Vec<Value> = found
        .iter()
        .map(|item| {
            let pending = pending.as_ref().map(|kept| !kept.contains(&item.newest.content_id));
            represent(&links, &provider, &request, item, pending)
        })
        .collect();
    Ok(Hal::ok(&document(&links, &provider.name, &items)))
}

fn document(links: &Links, provider: &str, items: &[Value]) -> Value {
    json!({
        "_embedded": { "pacts": items },
        "_links": { "self": titled("Pacts to be verified", format!("{}/for-verification", links.provider_contracts(provider))) },
    })
}

fn read(body: &Map<String, Value>) -> Result<Request, ApiError> {
    let mut fields = Fields::of(body);
    let include_pending = match fields.value("includePendingStatus") {
        // Verifiers that do not say expect the default of the ecosystem.
        None | Some(Value::Bool(true)) => true,
        Some(Value::Bool(false)) => false,
        Some(_) => {
            fields.complain("includePendingStatus", "must be true or false");
            false
        }
    };
    let provider_branch = fields.text("providerVersionBranch").filter(|branch| !branch.is_empty());
    if provider_branch.as_deref().is_some_and(|branch| branch.trim().is_empty()) {
        fields.complain("providerVersionBranch", "can't be blank");
    }
    fields.list("providerVersionTags");
    let list = fields.list("consumerVersionSelectors");
    let selectors = match parse_selectors(list, provider_branch.as_deref()) {
        Ok(selectors) if list.is_empty() && selectors.is_empty() => default_selectors(),
        Ok(selectors) => selectors,
        Err(complaints) => {
            for complaint in complaints {
                fields.complain("consumerVersionSelectors", complaint);
            }
            Vec::new()
        }
    };
    fields.finish()?;
    Ok(Request { provider_branch, include_pending, selectors })
}

async fn check_environments(connection: &mut Connection, selectors: &[Selector]) -> Result<(), ApiError> {
    for selector in selectors {
        if let Choice::Deployed(Some(name)) | Choice::Released(Some(name)) = &selector.choice
            && store::environment::named(connection, name).await?.is_none()
        {
            return Err(ApiError::invalid(
                "consumerVersionSelectors",
                format!("environment with name '{name}' does not exist"),
            ));
        }
    }
    Ok(())
}

/// Everything selected, once per content: the newest consumer version stands for it.
async fn select(
    connection: &mut Connection,
    provider_id: i64,
    selectors: &[Selector],
) -> Result<Vec<ToVerify>, ApiError> {
    let mut by_content: BTreeMap<i64, ToVerify> = BTreeMap::new();
    for selector in selectors {
        for Selected { publication, choice } in store::selection::select(connection, provider_id, selector).await? {
            let version = publication.consumer_version.clone();
            let item = by_content
                .entry(publication.content_id)
                .or_insert_with(|| ToVerify { newest: publication.clone(), selected: Vec::new() });
            if publication.consumer_version_id > item.newest.consumer_version_id {
                item.newest = publication;
            }
            if !item.selected.contains(&(choice.clone(), version.clone())) {
                item.selected.push((choice, version));
            }
        }
    }
    let mut found: Vec<ToVerify> = by_content.into_values().collect();
    found.sort_by_cached_key(|item| {
        (item.newest.consumer.to_lowercase(), item.newest.consumer.clone(), item.newest.consumer_version_id)
    });
    Ok(found)
}

fn represent(
    links: &Links,
    provider: &Participant,
    request: &Request,
    item: &ToVerify,
    pending: Option<bool>,
) -> Value {
    let publication = &item.newest;
    let mut versions: Vec<String> = Vec::new();
    for (_, version) in &item.selected {
        if !versions.contains(version) {
            versions.push(version.clone());
        }
    }
    let metadata =
        Metadata { consumer_versions: versions, pending: pending == Some(true), work_in_progress: false }.encode();
    let url = links.content_with_metadata(&provider.name, &publication.consumer, &publication.digest, &metadata);
    let mut parts: Vec<String> = Vec::new();
    for (choice, _) in &item.selected {
        let part = choice.to_string();
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    let mut properties = json!({ "notices": notices(&url, provider, request, item, pending) });
    if let Some(pending) = pending {
        properties["pending"] = pending.into();
    }
    json!({
        "shortDescription": parts.join(", "),
        "verificationProperties": properties,
        "_links": { "self": { "href": url, "name": super::representation::title(publication) } },
    })
}

fn notices(url: &str, provider: &Participant, request: &Request, item: &ToVerify, pending: Option<bool>) -> Vec<Value> {
    let notice = |when: &str, text: String| json!({ "when": when, "text": text });
    let (noun, criterion) =
        if item.selected.len() == 1 { ("version", "criterion") } else { ("version(s)", "criteria") };
    let bullets: Vec<String> =
        item.selected.iter().map(|(choice, version)| format!("    * {choice} ({version})")).collect();
    let mut notices = vec![notice(
        "before_verification",
        format!(
            "The pact at {url} is being verified because the pact content belongs to the consumer {noun} matching the following {criterion}:\n{}",
            bullets.join("\n")
        ),
    )];
    let Some(pending) = pending else { return notices };
    let whose = match &request.provider_branch {
        Some(branch) => format!("a version of {} from branch '{branch}'", provider.name),
        None => format!("any version of {}", provider.name),
    };
    if !pending {
        let text = format!(
            "The pact has previously been successfully verified by {whose}. If this verification fails, it will fail the build."
        );
        notices.push(notice("before_verification", text));
        return notices;
    }
    notices.push(notice(
        "before_verification",
        format!(
            "This pact is in pending state because a successful verification result by {whose} has not yet been published. If this verification \
             fails, it will not cause the overall build to fail."
        ),
    ));
    let still = format!(
        "This pact is still in pending state for {whose}, as a successful verification result has not yet been published."
    );
    let ended = format!(
        "This pact is no longer in pending state, as it has been successfully verified by {whose}. If a later verification fails, it will fail the build."
    );
    let after = |success: bool, published: bool| format!("after_verification:success_{success}_published_{published}");
    notices.push(notice(&after(true, false), still.clone()));
    notices.push(notice(&after(false, false), still.clone()));
    notices.push(notice(&after(true, true), ended));
    notices.push(notice(&after(false, true), still));
    notices
}
