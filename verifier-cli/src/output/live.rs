//! What is live where: a line for each.

use super::{Out, table};
use crate::broker_client::Live;
use serde::Serialize;

/// A version that is live, and where.
#[derive(Debug, Serialize)]
pub struct There {
    /// The environment's name.
    pub environment: String,
    /// The version.
    #[serde(flatten)]
    pub live: Live,
}

/// Writes one line for each.
pub fn list(out: &mut Out, all: &[There]) {
    let line = |there: &There| {
        let mut line = vec![there.environment.clone()];
        line.extend(row(&there.live));
        line
    };
    table::write(out, "", &all.iter().map(line).collect::<Vec<_>>());
}

/// Participant, version, since when, and on which instance.
pub(super) fn row(live: &Live) -> Vec<String> {
    let since = live.since.as_ref().map_or_else(String::new, |since| format!("since {since}"));
    let instance = live.application_instance.as_ref().map_or_else(String::new, |name| format!("instance {name}"));
    vec![live.participant.clone(), live.version.clone(), since, instance]
}
