//! Environments as badges: production is solid, places to try things out are dashed.

use crate::domain::overview::Live;
use crate::domain::{Environment, Presence};

/// An environment's name with the look of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EnvironmentBadge {
    /// The name pipelines use.
    pub(crate) name: String,
    /// The class that draws it.
    pub(crate) class: &'static str,
}

impl EnvironmentBadge {
    /// The badge of the environment called `name`.
    pub(crate) fn new(name: &str, production: bool) -> Self {
        let tries_out =
            ["test", "dev", "qa", "sandbox", "preview"].iter().any(|word| name.to_lowercase().contains(word));
        let class = match (production, tries_out) {
            (true, _) => "b prod",
            (false, true) => "b test",
            (false, false) => "b",
        };
        Self { name: name.to_owned(), class }
    }
}

impl From<&Environment> for EnvironmentBadge {
    fn from(environment: &Environment) -> Self {
        Self::new(&environment.name, environment.production)
    }
}

impl From<&Presence> for EnvironmentBadge {
    fn from(presence: &Presence) -> Self {
        Self::new(&presence.environment, presence.production)
    }
}

impl From<&Live> for EnvironmentBadge {
    fn from(live: &Live) -> Self {
        Self::new(&live.environment, live.production)
    }
}
