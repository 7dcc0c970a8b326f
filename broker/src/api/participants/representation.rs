//! A participant as clients see it.

use crate::domain::{Environment, Participant, Version};
use crate::hal::{curies, link, named, object, templated, titled};
use crate::links::Links;
use serde_json::{Map, Value, json};

/// The participant's own fields.
pub(super) fn fields(participant: &Participant) -> Map<String, Value> {
    let text = |field: &Option<String>| field.as_deref().map(Value::from);
    object([
        ("name", Some(participant.name.as_str().into())),
        ("displayName", Some(participant.display_name.as_str().into())),
        ("mainBranch", text(&participant.main_branch)),
        ("repositoryUrl", text(&participant.repository_url)),
        ("repositoryName", text(&participant.repository_name)),
        ("repositoryNamespace", text(&participant.repository_namespace)),
        ("createdAt", Some(participant.created_at.to_string().into())),
        (
            "updatedAt",
            (participant.updated_at != participant.created_at).then(|| participant.updated_at.to_string().into()),
        ),
    ])
}

/// The whole document.
pub(crate) fn document(
    links: &Links,
    participant: &Participant,
    latest: Option<&Version>,
    environments: &[Environment],
    labels: &[String],
) -> Value {
    let name = &participant.name;
    let url = links.participant(name);
    let label = |label: &String| json!({ "name": label, "_links": { "self": named("Label", label, links.label(name, label)) } });
    let mut embedded = json!({ "labels": labels.iter().map(label).collect::<Vec<_>>() });
    if let Some(latest) = latest {
        let version = json!({
            "number": latest.number,
            "_links": { "self": titled("Version", links.version(name, &latest.number)) },
        });
        embedded["latestVersion"] = version.clone();
        embedded["latest-version"] = version;
    }
    let deployed: Vec<Value> = environments
        .iter()
        .map(|environment| {
            json!({
                "title": "A version of this pacticipant is currently deployed to this environment",
                "name": environment.name,
                "href": links.environment(&environment.uuid),
                "currently_deployed": true,
            })
        })
        .collect();
    let mut body = fields(participant);
    body.insert("_embedded".to_owned(), embedded);
    body.insert(
        "_links".to_owned(),
        json!({
            "self": { "href": url, "title": "Pacticipant", "name": name },
            "pb:versions": link(links.versions(name)),
            "pb:branches": link(links.branches(name)),
            "versions": link(links.versions(name)),
            "pb:version": templated("Get, create or delete a pacticipant version", format!("{url}/versions/{{version}}")),
            "pb:version-tag": templated("Get, create or delete a tag for a version", format!("{url}/versions/{{version}}/tags/{{tag}}")),
            "pb:branch-version": templated("Get or add/create a version for a branch", format!("{url}/branches/{{branch}}/versions/{{version}}")),
            "pb:label": templated("Get, create or delete a label for this pacticipant", format!("{url}/labels/{{label}}")),
            "pb:can-i-deploy-badge": templated(
                "Whether the newest version with a tag can be deployed beside another tag, as a badge",
                format!("{url}/latest-version/{{tag}}/can-i-deploy/to/{{environmentTag}}/badge"),
            ),
            "pb:can-i-deploy-branch-to-environment-badge": templated(
                "Whether a branch's newest version can be deployed to an environment, as a badge",
                format!("{url}/branches/{{branch}}/latest-version/can-i-deploy/to-environment/{{environment}}/badge"),
            ),
            "pb:deployed-environments": deployed,
            "curies": curies(links, "pacticipant"),
        }),
    );
    Value::Object(body)
}
