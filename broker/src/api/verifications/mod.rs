//! Verification results: published, and read by number and as the newest.

mod delete;
mod publish;
mod representation;
mod show;
mod summary;

pub use delete::delete;
pub use publish::{publish, publish_with_metadata};
pub use show::{by_number, by_number_with_metadata, latest, latest_of_pair, latest_of_version, latest_tagged};
pub use summary::of_consumer_version;

use crate::domain::Content;
use crate::error::ApiError;
use crate::store::{self, Connection};

/// The content a path names, or a 404 in words.
async fn content(
    connection: &mut Connection,
    provider: &str,
    consumer: &str,
    digest: &str,
) -> Result<Content, ApiError> {
    match store::content::find(connection, provider, consumer, digest).await? {
        Some(content) => Ok(content),
        None => Err(ApiError::not_found(format!(
            "There is no pact between {consumer} and {provider} with the content {digest}."
        ))),
    }
}
