//! `POST /contracts/publish`: a consumer's version, its branch and tags, and all its contracts in one transaction.

use super::notices::{Notices, Subject};
use super::publishing::{self, Incoming, Refusal, Target, publish_one};
use super::similar_names;
use crate::api::Answer;
use crate::api::joining::{self, Joining};
use crate::app::App;
use crate::content::Contract;
use crate::domain::{Participant, Version};
use crate::error::ApiError;
use crate::extract::{JsonObject, Query};
use crate::fields::Fields;
use crate::hal::{Hal, link, named};
use crate::links::Links;
use crate::store::{self, Connection};
use axum::extract::State;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};

/// A request that has passed validation.
#[derive(Debug)]
struct Request {
    consumer: String,
    version: String,
    branch: Option<String>,
    tags: Vec<String>,
    build_url: Option<String>,
    contracts: Vec<Incoming>,
}

/// Publishes, or answers 409 with what differs.
pub async fn publish(
    State(app): State<App>,
    links: Links,
    Query(query): Query,
    JsonObject(body): JsonObject,
) -> Answer {
    let request = read(&body)?;
    let subject = Subject {
        consumer: &request.consumer,
        version: &request.version,
        branch: request.branch.as_deref(),
        tags: &request.tags,
    };
    let mut names = vec![request.consumer.as_str()];
    names.extend(request.contracts.iter().map(|contract| contract.provider.as_str()));
    let (mut transaction, parties) = publishing::begin(&app, &names).await?;
    let complaints = similar_names::complaints(&mut transaction, &app, &links, &parties, &query).await?;
    if !complaints.is_empty() {
        return Err(similar(&complaints));
    }
    let consumer = parties.get(&mut transaction, &request.consumer, app.now()).await?;
    let (version, created) = prepare(&mut transaction, &app, &request, &consumer).await?;

    let mut notices = Notices::default();
    notices.version(subject, created);
    let mut refusals = Vec::new();
    for (index, incoming) in request.contracts.iter().enumerate() {
        let provider = parties.get(&mut transaction, &incoming.provider, app.now()).await?;
        let again = request.contracts[..index].iter().any(|earlier| earlier.provider == incoming.provider);
        let is_new = created && !again;
        let target = Target { consumer: &consumer, version: &version, is_new, provider: &provider };
        match publish_one(&mut transaction, target, incoming, app.now()).await? {
            Ok(outcome) => {
                notices.contract(subject, &incoming.provider, outcome.came_to, &links);
                if !outcome.provider_verifies {
                    notices.next_steps(&incoming.provider, incoming.contract.ways, &links);
                }
            }
            Err(refusal) => refusals.push(refusal),
        }
    }
    if !refusals.is_empty() {
        return Err(conflict(subject, &refusals));
    }
    transaction.commit().await?;
    Ok(Hal::ok(&represent(&request, &notices, &links)))
}

/// The version with its branch and tags, and whether it is new.
async fn prepare(
    connection: &mut Connection,
    app: &App,
    request: &Request,
    consumer: &Participant,
) -> Result<(Version, bool), ApiError> {
    let now = app.now();
    let build_url = request.build_url.as_deref();
    let (mut version, created) =
        store::version::create_or_find(connection, consumer.id, &request.version, build_url, now).await?;
    if build_url.is_some() && request.build_url != version.build_url {
        version = store::version::set_build_url(connection, version.id, build_url, now).await?;
    }
    let joining = Joining { participant: consumer, version: &version, was_known: !created };
    if let Some(branch) = &request.branch {
        joining::branch(connection, app, joining, branch).await?;
    }
    for tag in &request.tags {
        joining::tag(connection, app, joining, tag).await?;
    }
    Ok((version, created))
}

fn similar(complaints: &[String]) -> ApiError {
    let mut notices = Notices::default();
    for complaint in complaints {
        notices.error(complaint);
    }
    ApiError::Conflict {
        message: complaints.join("\n"),
        body: json!({ "notices": notices.notices(), "errors": { "contracts": complaints } }),
    }
}

fn conflict(subject: Subject<'_>, refusals: &[Refusal]) -> ApiError {
    let mut notices = Notices::default();
    for refusal in refusals {
        notices.refusal(subject, refusal);
    }
    let errors: Vec<String> = refusals
        .iter()
        .flat_map(|refusal| {
            std::iter::once(refusal.text(subject.consumer, subject.version)).chain(
                refusal.changes.iter().map(|change| format!("{} and {}: {change}", subject.consumer, refusal.provider)),
            )
        })
        .collect();
    ApiError::Conflict {
        message: errors.first().cloned().unwrap_or_default(),
        body: json!({ "notices": notices.notices(), "errors": { "contracts": errors } }),
    }
}

fn represent(request: &Request, notices: &Notices, links: &Links) -> Value {
    let (consumer, version) = (&request.consumer, &request.version);
    let version_url = links.version(consumer, version);
    let tags: Vec<Value> =
        request.tags.iter().map(|tag| named("Tag", tag, links.tag(consumer, version, tag))).collect();
    let contracts: Vec<Value> = request
        .contracts
        .iter()
        .map(|incoming| {
            let name = format!("Pact between {consumer} ({version}) and {}", incoming.provider);
            named("Pact", &name, links.contract(&incoming.provider, consumer, version))
        })
        .collect();
    let mut relations = json!({
        "pb:pacticipant": named("Pacticipant", consumer, links.participant(consumer)),
        "pb:pacticipant-version": named("Pacticipant version", version, version_url.clone()),
        "pb:pacticipant-version-tags": tags,
        "pb:contracts": contracts,
    });
    if let Some(branch) = &request.branch {
        relations["pb:pacticipant-branch"] = named("Branch", branch, links.branch(consumer, branch));
    }
    json!({
        "logs": notices.logs(),
        "notices": notices.notices(),
        "_embedded": {
            "pacticipant": { "name": consumer, "_links": { "self": link(links.participant(consumer)) } },
            "version": { "number": version, "_links": { "self": named("Version", version, version_url) } },
        },
        "_links": relations,
    })
}

fn read(body: &Map<String, Value>) -> Result<Request, ApiError> {
    let mut fields = Fields::of(body);
    let consumer = fields.name("pacticipantName");
    let version = fields.name("pacticipantVersionNumber");
    let branch = fields.optional_name("branch");
    let build_url = fields.line("buildUrl");
    let mut tags = Vec::new();
    for (index, tag) in fields.list("tags").iter().enumerate() {
        match tag.as_str().map(|tag| (tag, crate::domain::name::check(tag))) {
            Some((tag, Ok(()))) => tags.push(tag.to_owned()),
            Some((_, Err(error))) => fields.complain("tags", format!("{} (at index {index})", error.message())),
            None => fields.complain("tags", format!("must be a string (at index {index})")),
        }
    }
    if fields.value("contracts").is_none() {
        fields.complain("contracts", "is missing");
    }
    let list = fields.list("contracts");
    if list.is_empty() && fields.is_fine() {
        fields.complain("contracts", "must have at least one contract");
    }
    let mut contracts = Vec::new();
    for (index, item) in list.iter().enumerate() {
        match read_contract(item, &consumer) {
            Ok(incoming) if contradicts(&contracts, &incoming) => {
                let provider = &incoming.provider;
                fields
                    .complain("contracts", format!("the contract with '{provider}' is given twice (at index {index})"));
            }
            Ok(incoming) => contracts.push(incoming),
            Err(complaints) => complaints
                .into_iter()
                .for_each(|text| fields.complain("contracts", format!("{text} (at index {index})"))),
        }
    }
    fields.finish()?;
    Ok(Request { consumer, version, branch, tags, build_url, contracts })
}

/// Whether the request has already said something else about this provider; what is to be merged may differ.
fn contradicts(earlier: &[Incoming], incoming: &Incoming) -> bool {
    let differs = |earlier: &Incoming| {
        earlier.provider == incoming.provider && earlier.contract.digest != incoming.contract.digest
    };
    !incoming.merge && earlier.iter().any(differs)
}

fn read_contract(item: &Value, participant: &str) -> Result<Incoming, Vec<String>> {
    let Value::Object(item) = item else { return Err(vec!["must be an object".to_owned()]) };
    let mut complaints = Vec::new();
    let mut text = |field: &str| match item.get(field).and_then(Value::as_str) {
        Some(text) if !text.trim().is_empty() => text.to_owned(),
        _ => {
            complaints.push(format!("{field} can't be blank"));
            String::new()
        }
    };
    let (consumer, provider, encoded) = (text("consumerName"), text("providerName"), text("content"));
    if crate::domain::name::check(&provider).is_err() && !provider.is_empty() {
        complaints.push("providerName must be a single line without control characters".to_owned());
    }
    if !consumer.is_empty() && consumer != participant {
        complaints.push(format!("consumerName '{consumer}' must match pacticipantName '{participant}'"));
    }
    if item.get("specification").is_some_and(|value| value != "pact") {
        complaints.push("specification must be one of: pact".to_owned());
    }
    if item.get("contentType").is_some_and(|value| value != "application/json") {
        complaints.push("contentType must be one of: application/json".to_owned());
    }
    if !matches!(item.get("onConflict").map(Value::as_str), None | Some(Some("overwrite" | "merge"))) {
        complaints.push("onConflict must be one of: overwrite, merge".to_owned());
    }
    let contract = match decode(&encoded, &consumer, &provider) {
        Ok(contract) => Some(contract),
        Err(complaint) => {
            complaints.extend(Some(complaint).filter(|_| !encoded.is_empty()));
            None
        }
    };
    match contract {
        Some(contract) if complaints.is_empty() => {
            Ok(Incoming { provider, contract, merge: item.get("onConflict").is_some_and(|value| value == "merge") })
        }
        _ => Err(complaints),
    }
}

fn decode(encoded: &str, consumer: &str, provider: &str) -> Result<Contract, String> {
    let bytes = BASE64_STANDARD.decode(encoded).map_err(|_| "content is not valid base64".to_owned())?;
    let contract =
        Contract::read(&bytes).map_err(|error| format!("content could not be parsed as a contract: {error}"))?;
    for (role, found, expected) in
        [("consumer", &contract.consumer, consumer), ("provider", &contract.provider, provider)]
    {
        if let Some(found) = found.as_deref().filter(|found| *found != expected) {
            return Err(format!("{role} name in contract content ('{found}') must match {role}Name ('{expected}')"));
        }
    }
    Ok(contract)
}
