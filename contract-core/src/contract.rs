//! A contract: what one consumer expects of one provider.

use crate::interaction::Interaction;
use crate::json::Object;

pub use crate::provider_state::ProviderState;

/// Everything one consumer relies on in one provider.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Contract {
    /// The service that makes the requests.
    pub consumer: Participant,
    /// The service that answers them.
    pub provider: Participant,
    /// What is expected, in the order of the file.
    pub interactions: Vec<Interaction>,
    /// The file's metadata block: format version, tools, plugins. Kept as read; the version is rewritten on writing.
    pub metadata: Object<'static>,
    /// Top-level fields we give no meaning to, kept for writing back.
    pub extra: Object<'static>,
}

impl Contract {
    /// A contract without interactions.
    pub fn new(consumer: impl Into<String>, provider: impl Into<String>) -> Self {
        Self { consumer: Participant::new(consumer), provider: Participant::new(provider), ..Self::default() }
    }
}

/// A service, by name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Participant {
    /// The name, unique within a broker; may hold any character.
    pub name: String,
    /// Fields beside the name, kept for writing back.
    pub extra: Object<'static>,
}

impl Participant {
    /// A participant with nothing but a name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), extra: Object::new() }
    }
}
