//! An environment as clients see it.

use crate::domain::Environment;
use crate::hal::{link, named, object, titled};
use crate::links::Links;
use serde_json::{Map, Value, json};

/// The environment's own fields.
pub(crate) fn fields(environment: &Environment) -> Map<String, Value> {
    object([
        ("uuid", Some(environment.uuid.as_str().into())),
        ("name", Some(environment.name.as_str().into())),
        ("displayName", Some(environment.display_name.as_str().into())),
        ("production", Some(environment.production.into())),
        ("contacts", environment.contacts.as_deref().and_then(|contacts| serde_json::from_str(contacts).ok())),
        ("createdAt", Some(environment.created_at.to_string().into())),
        (
            "updatedAt",
            (environment.updated_at != environment.created_at).then(|| environment.updated_at.to_string().into()),
        ),
    ])
}

/// The whole document.
pub(crate) fn document(links: &Links, environment: &Environment) -> Value {
    let url = links.environment(&environment.uuid);
    let mut body = fields(environment);
    body.insert(
        "_links".to_owned(),
        json!({
            "self": named("Environment", &environment.name, url.clone()),
            "pb:currently-deployed-deployed-versions": titled(
                &format!("Versions currently deployed to {}", environment.display_name),
                format!("{url}/deployed-versions/currently-deployed"),
            ),
            "pb:currently-supported-released-versions": titled(
                &format!("Versions currently released and supported in {}", environment.display_name),
                format!("{url}/released-versions/currently-supported"),
            ),
            "pb:environments": link(links.environments()),
        }),
    );
    Value::Object(body)
}
