//! What this process has recorded, so that two of its tests cannot say one thing in two ways.
//!
//! Between runs the newer recording simply replaces the older; within one run that would make the file depend on which test
//! came last. The same goes for the version of the format.

use crate::declare::{Declaration, Declared};
use crate::error::Error;
use abide_contract_core::file::OldVersion;
use abide_contract_core::interaction::Interaction;
use std::collections::HashMap;
use std::panic::Location;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

/// For each contract file the version it is written as, and what was recorded with the place it was declared at.
type Recorded = HashMap<PathBuf, (&'static str, Vec<(Interaction, &'static Location<'static>)>)>;

static RECORDED: LazyLock<Mutex<Recorded>> = LazyLock::new(Mutex::default);

/// Notes what is about to be recorded, unless it contradicts what already was.
pub(super) fn claim(path: &Path, declaration: &Declaration) -> Result<(), Error> {
    let mut recorded = RECORDED.lock().unwrap_or_else(PoisonError::into_inner);
    let wanted = match declaration.format {
        None => "4",
        Some(OldVersion::V3) => "3",
        Some(OldVersion::V2) => "2",
    };
    let (format, recorded) = recorded.entry(path.to_owned()).or_insert_with(|| (wanted, Vec::new()));
    if *format != wanted {
        return Err(Error::Formats { path: path.to_owned(), first: format, second: wanted });
    }
    let mut added = Vec::new();
    for declared in &declaration.interactions {
        match recorded.iter().find(|(known, _)| known.is_same(&declared.expected)) {
            Some((known, _)) if *known == declared.expected => {}
            Some((known, place)) => return Err(contradiction(known, place, declared)),
            None => added.push((declared.expected.clone(), declared.place)),
        }
    }
    recorded.extend(added);
    Ok(())
}

fn contradiction(known: &Interaction, place: &Location<'_>, declared: &Declared) -> Error {
    let at = |place: &Location<'_>| format!("{}:{}", place.file(), place.line());
    Error::Contradiction {
        description: declared.expected.description.clone(),
        first: at(place),
        second: at(declared.place),
        differing: differing(known, &declared.expected).to_owned(),
    }
}

/// The part to look at.
fn differing(left: &Interaction, right: &Interaction) -> &'static str {
    match (left.as_http(), right.as_http()) {
        (Some((left, _)), Some((right, _))) if left != right => "requests",
        (Some((_, left)), Some((_, right))) if left != right => "responses",
        _ if left.as_grpc().map(|call| &call.requests) != right.as_grpc().map(|call| &call.requests) => "requests",
        _ if left.as_grpc() != right.as_grpc() => "responses",
        _ => "words, states or notes",
    }
}
