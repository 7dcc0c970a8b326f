//! Deployments: which version is live where, and until when it was.

mod list;
mod record;
mod show;
mod update;

pub use list::{currently_deployed, of_version};
pub use record::record;
pub use show::show;
pub use update::update;
