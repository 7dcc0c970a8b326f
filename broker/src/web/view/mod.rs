//! What several pages show the same way: status, time, versions, badges, commands, texts.

mod badge;
mod command;
mod link;
mod name;
mod pager;
mod rules;
mod status;
mod time;
mod version;
mod words;

pub(crate) use badge::EnvironmentBadge;
pub(crate) use command::Command;
pub(crate) use link::{Outside, outside};
pub(crate) use name::visible;
pub(crate) use pager::{Pager, slice};
pub(crate) use rules::{cascades, generator_words, rule_words};
pub(crate) use status::{Look, key, meaning};
pub(crate) use time::When;
pub(crate) use version::{VersionLink, short};
pub(crate) use words::{clipped, count, joined};
