//! Deployments: which version is live where, and until when it was.

mod list;
mod record;
mod representation;
mod show;

pub use list::{currently_deployed, of_version};
pub use record::record;
pub use show::{show, update};
