//! Versions of participants: shown, listed, created and removed.

mod delete;
mod list;
mod representation;
mod show;
mod write;

pub use delete::delete;
pub use list::{all, in_environment, of_branch, of_tag};
pub use show::{latest, latest_of_branch, latest_tagged, show};
pub use write::{put, update};

pub(crate) use representation::{Surroundings, brief};
