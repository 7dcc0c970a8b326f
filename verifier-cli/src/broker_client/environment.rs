//! Environments: where versions are live.

use super::{Broker, Error, read};
use hyper::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// A place versions are live in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Environment {
    /// The broker's identity for it.
    pub uuid: String,
    /// The name commands use.
    pub name: String,
    /// The name people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Whether it is a production environment.
    #[serde(default)]
    pub production: bool,
    /// Whom to ask about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
}

/// Whom to ask about an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// A team's or a person's name.
    pub name: String,
    /// How to reach them, such as `{"emailAddress": "…"}`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub details: Map<String, Value>,
}

/// What is to be set of an environment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EnvironmentFields {
    /// The name commands use: no spaces.
    pub name: Option<String>,
    /// The name people read.
    pub display_name: Option<String>,
    /// Whether it is a production environment.
    pub production: Option<bool>,
    /// Whom to ask about it.
    pub contacts: Option<Vec<Contact>>,
}

impl Broker {
    /// All environments, as the broker orders them.
    pub async fn environments(&self) -> Result<Vec<Environment>, Error> {
        self.list(self.address("pb:environments", &[]).await?, "environments").await
    }

    /// The environment with that name, or with that identity; the error names those there are.
    pub async fn environment(&self, name: &str) -> Result<Environment, Error> {
        let mut all = self.environments().await?;
        let named = all.iter().position(|environment| environment.name == name);
        match named.or_else(|| all.iter().position(|environment| environment.uuid == name)) {
            Some(at) => Ok(all.swap_remove(at)),
            None => Err(Error::UnknownEnvironment {
                name: name.to_owned(),
                known: all.into_iter().map(|environment| environment.name).collect(),
            }),
        }
    }

    /// Creates an environment; it needs a name, and one that is not taken.
    pub async fn create_environment(&self, fields: &EnvironmentFields) -> Result<Environment, Error> {
        let url = self.address("pb:environments", &[]).await?;
        let mut body = json!({"displayName": fields.name, "production": false});
        fields.put_into(&mut body);
        let name = fields.name.as_deref().unwrap_or_default();
        let created = self.send(Method::POST, url, &body).await;
        let document = created.map_err(|error| error.or_taken("environment", name))?;
        read(&document.url, document.content)
    }

    /// Sets the fields that are given and leaves the others.
    pub async fn update_environment(
        &self,
        environment: &Environment,
        fields: &EnvironmentFields,
    ) -> Result<Environment, Error> {
        let url = self.address("pb:environment", &[("uuid", &environment.uuid)]).await?;
        // The whole document is replaced.
        let mut body = self.get(url.clone()).await?.content;
        if let Some(object) = body.as_object_mut() {
            object.retain(|key, _| ["name", "displayName", "production", "contacts"].contains(&key.as_str()));
        }
        fields.put_into(&mut body);
        let document = self.send(Method::PUT, url, &body).await?;
        read(&document.url, document.content)
    }

    /// Deletes an environment with all that was recorded there; with something live in it only by `force`.
    pub async fn delete_environment(&self, environment: &Environment, force: bool) -> Result<(), Error> {
        let url = self.address("pb:environment", &[("uuid", &environment.uuid)]).await?;
        self.delete(url, force).await
    }
}

impl EnvironmentFields {
    fn put_into(&self, body: &mut Value) {
        let Self { name, display_name, production, contacts } = self;
        for (key, value) in [
            ("name", name.as_ref().map(|name| json!(name))),
            ("displayName", display_name.as_ref().map(|name| json!(name))),
            ("production", production.map(Value::Bool)),
            ("contacts", contacts.as_ref().map(|contacts| json!(contacts))),
        ] {
            if let Some(value) = value {
                body[key] = value;
            }
        }
    }
}
