//! Branches, and which versions are on them.

mod delete;
mod delete_many;
mod list;
mod show;
mod version;

pub use delete::delete;
pub use delete_many::delete_many;
pub use list::list;
pub use show::show;
pub use version::{add_version, remove_version, show_version};

use crate::domain::{Branch, Participant};
use crate::error::ApiError;
use crate::hal::{named, object};
use crate::links::Links;
use crate::store::{self, Connection};
use serde_json::{Map, Value, json};

async fn branch(connection: &mut Connection, participant: &Participant, name: &str) -> Result<Branch, ApiError> {
    match store::branch::find(connection, participant.id, name).await? {
        Some(branch) => Ok(branch),
        None => Err(ApiError::not_found(format!("No branch {name} of {} found", participant.name))),
    }
}

fn represent(links: &Links, participant: &str, branch: &Branch) -> Map<String, Value> {
    let url = links.branch(participant, &branch.name);
    object([
        ("name", Some(branch.name.as_str().into())),
        ("createdAt", Some(branch.created_at.to_string().into())),
        ("updatedAt", (branch.updated_at != branch.created_at).then(|| branch.updated_at.to_string().into())),
        (
            "_links",
            Some(json!({
                "self": named("Branch", &branch.name, url.clone()),
                "pb:latest-version": named("Latest version on branch", &branch.head, format!("{url}/latest-version")),
                "pb:versions": { "href": format!("{url}/versions"), "title": "Versions on branch" },
            })),
        ),
    ])
}
