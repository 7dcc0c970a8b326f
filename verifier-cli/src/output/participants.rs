//! Participants: a line for each, or a block for one.

use super::{Out, table};
use crate::broker_client::{Participant, ParticipantDetails};
use serde::Serialize;

/// The list as JSON.
#[derive(Debug, Serialize)]
pub struct List<'p> {
    /// The participants.
    pub participants: &'p [Participant],
}

/// One of them as JSON.
#[derive(Debug, Serialize)]
pub struct Description<'p> {
    /// The participant.
    pub participant: &'p ParticipantDetails,
}

/// Writes one line for each participant.
pub fn list(out: &mut Out, participants: &[Participant]) {
    let row = |participant: &Participant| {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        let fields = &participant.fields;
        vec![participant.name.clone(), text(&fields.main_branch), text(&fields.display_name)]
    };
    table::write(out, "", &participants.iter().map(row).collect::<Vec<_>>());
}

/// Writes all there is to know about a participant.
pub fn describe(out: &mut Out, details: &ParticipantDetails) {
    let ParticipantDetails { participant, latest_version, deployed_to } = details;
    out.line(&out.style.strong(&participant.name));
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let fields = &participant.fields;
    table::write_fields(
        out,
        &[
            ("name", text(&fields.display_name)),
            ("main branch", text(&fields.main_branch)),
            ("repository", text(&fields.repository_url)),
            ("known since", text(&participant.created_at)),
            ("latest version", text(latest_version)),
            ("deployed to", deployed_to.join(", ")),
        ],
    );
}
