//! Contracts: published, read by version, by content and as the newest, listed, and selected for verification.

mod delete;
pub mod difference;
mod latest;
mod listing;
mod notices;
pub mod of_pair;
pub mod of_provider;
pub mod provider_states;
mod publish;
mod publishing;
mod put;
mod representation;
mod selection;
mod show;
mod similar_names;

pub use delete::{delete, delete_all, delete_branch, delete_tagged};
pub use latest::latest;
pub use publish::publish;
pub use put::{merge, put};
pub use selection::{for_verification, for_verification_links};
pub use show::{
    by_branch, by_content, by_content_with_metadata, by_version, latest_of_pair, latest_tagged, latest_untagged,
    previous_distinct,
};
