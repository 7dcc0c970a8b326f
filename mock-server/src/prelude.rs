//! Everything a consumer test says: `use abide_mock_server::prelude::*;`.

#[cfg(feature = "grpc")]
pub use crate::declare::{after, error, grpc, message, messages};
pub use crate::declare::{contract, delete, get, head, interaction, options, patch, post, put, request, state, status};
pub use crate::server::MockServer;
pub use abide_contract_core::file::OldVersion;
pub use abide_contract_core::pattern::{
    Pattern, array_containing, boolean, date, datetime, decimal, each_entry, each_like, each_like_between,
    each_like_min, equal, from_state, include, integer, like, not_empty, null, number, regex, semver, time, uuid,
};
