//! Integrations: who calls whom, as a list, as a graph, and their end.

mod delete;
mod list;

pub use delete::{delete, delete_all};
pub use list::{group, list, relationships};
