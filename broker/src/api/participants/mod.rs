//! Participants: listed, created, shown, changed and removed.

mod create;
mod delete;
mod list;
mod representation;
mod show;
mod update;

pub use create::create;
pub use delete::delete;
pub use list::{labelled, list};
pub use show::show;
pub use update::{merge, replace};

use crate::domain::ParticipantFields;
use crate::fields::Fields;

/// The fields a client may set; snake case twins of old clients are ignored.
fn read_fields(fields: &mut Fields<'_>) -> ParticipantFields {
    let main_branch = fields.line("mainBranch");
    if main_branch.as_deref().is_some_and(|branch| branch.contains(char::is_whitespace)) {
        fields.complain("mainBranch", "cannot contain spaces");
    }
    ParticipantFields {
        display_name: fields.line("displayName"),
        main_branch,
        repository_url: fields.line("repositoryUrl"),
        repository_name: fields.line("repositoryName"),
        repository_namespace: fields.line("repositoryNamespace"),
    }
}
