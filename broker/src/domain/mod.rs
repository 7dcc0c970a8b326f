//! What the broker is about, without HTTP and SQL: nouns as plain data, and the decisions as pure functions.

pub mod badge;
mod branch;
pub mod command;
pub mod conclusions;
mod environment;
pub mod integration;
pub mod matrix;
pub mod metadata;
mod moment;
pub mod name;
pub mod overview;
pub mod participant;
pub mod pending;
mod publication;
pub mod selector;
pub mod status;
mod stay;
mod verification;
mod version;
mod ways;

pub use branch::Branch;
pub use environment::{Environment, EnvironmentFields};
pub use integration::Integration;
pub use moment::Moment;
pub use participant::{Participant, ParticipantFields};
pub use publication::{Content, Publication};
pub use stay::{Stay, StayKind};
pub use verification::{LatestVerification, NewVerification, Verification};
pub use version::{BranchMembership, Presence, TagMembership, Version};
pub use ways::Ways;
