//! The list of environments.

use super::{Out, json};
use crate::broker_client::Environment;
use serde::Serialize;

/// The list as JSON: `{"schemaVersion": 1, "environments": [{"uuid", "name", "displayName", "production"}]}`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document<'e> {
    schema_version: u32,
    environments: &'e [Environment],
}

impl<'e> Document<'e> {
    /// The document of these environments.
    pub fn of(environments: &'e [Environment]) -> Self {
        Self { schema_version: json::SCHEMA_VERSION, environments }
    }
}

/// Writes one line for each environment.
pub fn write(out: &mut Out, environments: &[Environment]) {
    let width = environments.iter().map(|environment| environment.name.chars().count()).max().unwrap_or(0);
    for environment in environments {
        let production = if environment.production { "production" } else { "" };
        let shown = environment.display_name.as_deref().unwrap_or_default();
        out.line(&format!("{:width$}   {production:10}   {shown}", environment.name));
    }
}
