//! What must hold at the provider before an interaction is replayed.

use crate::json::{Json, Object};

/// A condition the provider must be in before an interaction is replayed.
#[derive(Debug, Clone, PartialEq)]
pub struct ProviderState {
    /// The name both sides know it by.
    pub name: String,
    /// Parameters, in the order of the file; any JSON.
    pub params: Object<'static>,
    /// Fields beside them that we give no meaning to, kept for writing back; they do not tell states apart.
    pub extra: Object<'static>,
}

impl ProviderState {
    /// A state without parameters.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), params: Object::new(), extra: Object::new() }
    }

    /// Whether both are the same condition, whatever is kept beside them.
    pub fn is_same(&self, other: &Self) -> bool {
        self.name == other.name && self.params == other.params
    }

    /// Adds a parameter.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Json>) -> Self {
        self.params.insert(name.into(), value.into());
        self
    }
}
