//! A deployment as clients see it.

use crate::domain::Deployment;
use crate::hal::{link, named, object};
use crate::links::Links;
use serde_json::{Value, json};

/// The whole document.
pub(super) fn document(links: &Links, deployment: &Deployment) -> Value {
    let instance = deployment.application_instance.as_deref().map(Value::from);
    let Deployment { participant, version, environment, environment_uuid, .. } = deployment;
    Value::Object(object([
        ("uuid", Some(deployment.uuid.as_str().into())),
        ("currentlyDeployed", Some(deployment.undeployed_at.is_none().into())),
        // `target` is the old name of the instance.
        ("target", instance.clone()),
        ("applicationInstance", instance),
        ("createdAt", Some(deployment.created_at.to_string().into())),
        ("undeployedAt", deployment.undeployed_at.map(|moment| moment.to_string().into())),
        (
            "_embedded",
            Some(json!({
                "pacticipant": { "name": participant, "_links": { "self": link(links.participant(participant)) } },
                "version": { "number": version, "_links": { "self": named("Version", version, links.version(participant, version)) } },
                "environment": {
                    "name": environment,
                    "uuid": environment_uuid,
                    "_links": { "self": named("Environment", environment, links.environment(environment_uuid)) },
                },
            })),
        ),
        ("_links", Some(json!({ "self": link(links.deployment(&deployment.uuid)) }))),
    ]))
}
