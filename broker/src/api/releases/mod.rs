//! Releases: versions on offer in an environment, any number at a time.

mod list;
mod record;
mod show;
mod update;

pub use list::{currently_supported, of_version};
pub use record::record;
pub use show::show;
pub use update::update;
