//! The HAL API: a folder per noun, a file per action.

pub mod badges;
pub mod branches;
pub mod contracts;
pub mod dashboard;
pub mod deployments;
pub mod diagnostic;
pub mod environments;
pub mod index;
pub mod integrations;
mod joining;
pub mod labels;
pub mod matrix;
pub mod metrics;
pub mod openapi;
pub mod participants;
mod protection;
pub mod relations;
pub mod releases;
mod stay;
mod table;
pub mod tags;
pub mod verifications;
pub mod versions;

use crate::domain::{Participant, Version};
use crate::error::{ApiError, Place};
use crate::hal::Hal;
use crate::query::Node;
use crate::store::{self, Connection};

/// What every action returns.
pub(crate) type Answer = Result<Hal, ApiError>;

/// The participant, or the 404 that clients know.
pub(crate) async fn participant(connection: &mut Connection, role: &str, name: &str) -> Result<Participant, ApiError> {
    store::participant::find(connection, name).await?.ok_or_else(|| ApiError::no_participant(role, name))
}

/// A participant and its version, or the 404 that says which is missing.
pub(crate) async fn version(
    connection: &mut Connection,
    name: &str,
    number: &str,
) -> Result<(Participant, Version), ApiError> {
    let participant = participant(connection, "pacticipant", name).await?;
    match store::version::find(connection, participant.id, number).await? {
        Some(version) => Ok((participant, version)),
        None => Err(ApiError::not_found(format!("No version {number} of {name} found"))),
    }
}

/// Whether the query says that `field` is so; anything but `true` and `false` is refused.
pub(crate) fn flag(query: &Node, field: &str) -> Result<bool, ApiError> {
    query.flag(field).map_err(|wrong| ApiError::invalid(Place::Query, field, wrong.to_string()))
}
