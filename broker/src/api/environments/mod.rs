//! Environments: the places where versions are live. None is there until somebody creates it.

mod create;
mod delete;
mod list;
mod representation;
mod show;
mod update;

pub use create::create;
pub use delete::delete;
pub use list::list;
pub use show::show;
pub use update::replace;

pub(crate) use representation::document;

use crate::domain::name::display_name;
use crate::domain::{Environment, EnvironmentFields};
use crate::error::ApiError;
use crate::fields::Fields;
use crate::store::{self, Connection};
use serde_json::{Map, Value};

/// The environment with this identity, or a 404 in words.
pub(crate) async fn environment(connection: &mut Connection, uuid: &str) -> Result<Environment, ApiError> {
    match store::environment::find(connection, uuid).await? {
        Some(environment) => Ok(environment),
        None => Err(ApiError::not_found(format!("No environment with UUID '{uuid}' found"))),
    }
}

/// Reads a body; `current` is the environment whose name it may keep.
async fn read(
    connection: &mut Connection,
    body: &Map<String, Value>,
    current: Option<&Environment>,
) -> Result<EnvironmentFields, ApiError> {
    let mut fields = Fields::of(body);
    let name = fields.name("name");
    let trimmed = name.trim();
    if !trimmed.is_empty() && name.contains(char::is_whitespace) {
        fields.complain("name", "cannot contain spaces");
    }
    let display = fields.line("displayName");
    let production = fields.flag("production");
    for (index, contact) in fields.list("contacts").iter().enumerate() {
        if contact.get("name").and_then(Value::as_str).is_none_or(|name| name.trim().is_empty()) {
            fields.complain("contacts", format!("must have a name (at index {index})"));
        }
    }
    let contacts = fields.value("contacts").map(Value::to_string);
    if let Some(taken) = store::environment::named(connection, &name).await?
        && current.is_none_or(|current| current.id != taken.id)
    {
        fields.complain("name", format!("Another environment with name '{name}' already exists."));
    }
    fields.finish()?;
    Ok(EnvironmentFields { display_name: display.unwrap_or_else(|| display_name(&name)), name, production, contacts })
}
