//! Environments: where versions are deployed to.

use super::{Broker, Error, read};
use hyper::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A place versions are deployed to.
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
}

/// An environment to be created.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewEnvironment {
    /// The name commands use: no spaces.
    pub name: String,
    /// The name people read.
    pub display_name: Option<String>,
    /// Whether it is a production environment.
    pub production: bool,
}

impl Broker {
    /// All environments, as the broker orders them.
    pub async fn environments(&self) -> Result<Vec<Environment>, Error> {
        let mut document = self.get(self.address("pb:environments", &[]).await?).await?;
        match document.content["_embedded"]["environments"].take() {
            Value::Null => Ok(Vec::new()),
            list => read(&document.url, list),
        }
    }

    /// The environment of that name; the error names those there are.
    pub async fn environment(&self, name: &str) -> Result<Environment, Error> {
        let mut all = self.environments().await?;
        match all.iter().position(|environment| environment.name == name) {
            Some(at) => Ok(all.swap_remove(at)),
            None => Err(Error::UnknownEnvironment {
                name: name.to_owned(),
                known: all.into_iter().map(|environment| environment.name).collect(),
            }),
        }
    }

    /// Creates an environment.
    pub async fn create_environment(&self, environment: &NewEnvironment) -> Result<Environment, Error> {
        let url = self.address("pb:environments", &[]).await?;
        let display_name = environment.display_name.as_deref().unwrap_or(&environment.name);
        let body = json!({
            "name": environment.name,
            "displayName": display_name,
            "production": environment.production,
        });
        let document = self.send(Method::POST, url, &body).await?;
        read(&document.url, document.content)
    }
}
