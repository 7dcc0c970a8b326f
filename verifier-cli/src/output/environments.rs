//! Environments: a line for each, or one with all that is live there.

use super::live::row;
use super::{Out, table};
use crate::broker_client::{Environment, Live};
use serde::Serialize;

/// The list as JSON.
#[derive(Debug, Serialize)]
pub struct List<'e> {
    /// The environments.
    pub environments: &'e [Environment],
}

/// An environment with what is live in it; this is its JSON, too.
#[derive(Debug, Serialize)]
pub struct Description {
    /// The environment.
    pub environment: Environment,
    /// What is deployed there.
    pub deployed: Vec<Live>,
    /// What is released there and supported.
    pub released: Vec<Live>,
}

/// Writes one line for each environment.
pub fn list(out: &mut Out, environments: &[Environment]) {
    let row = |environment: &Environment| {
        let production = if environment.production { "production" } else { "" };
        let shown = environment.display_name.clone().unwrap_or_default();
        vec![environment.name.clone(), production.to_owned(), shown]
    };
    table::write(out, "", &environments.iter().map(row).collect::<Vec<_>>());
}

/// Writes all there is to know about an environment.
pub fn describe(out: &mut Out, description: &Description) {
    let Description { environment, deployed, released } = description;
    out.line(&out.style.strong(&environment.name));
    let contacts: Vec<_> = environment
        .contacts
        .iter()
        .map(|contact| {
            let details: Vec<_> = contact.details.values().filter_map(|detail| detail.as_str()).collect();
            if details.is_empty() { contact.name.clone() } else { format!("{} ({})", contact.name, details.join(", ")) }
        })
        .collect();
    table::write_fields(
        out,
        &[
            ("name", environment.display_name.clone().unwrap_or_default()),
            ("production", if environment.production { "yes" } else { "no" }.to_owned()),
            ("uuid", environment.uuid.clone()),
            ("contact", contacts.join(", ")),
        ],
    );
    for (heading, live) in [("Deployed", deployed), ("Released", released)] {
        if !live.is_empty() {
            out.line("");
            out.line(heading);
            table::write(out, "  ", &live.iter().map(row).collect::<Vec<_>>());
        }
    }
    if deployed.is_empty() && released.is_empty() {
        out.line("");
        out.line("Nothing is live there");
    }
}
