//! Contract files: the only place that knows format versions.
//!
//! Files are Pact files. Versions 1 to 4 are read, by the shape they have rather than the version they state, in the
//! spellings tools have really produced; what was read leniently is said in [`Note`]s. Files are written as version 4, on request as 2 or 3:
//! the same contract gives the same bytes. Fields nobody knows survive being read and written.
//!
//! What is no contract is an error that says what it looks like. An interaction with something in it that cannot be read, as
//! a rule that cannot be compiled, is kept as it is, says why it cannot be verified, and leaves the others alone.

mod body;
pub mod canonical;
mod flat;
mod generators;
mod grpc;
mod http;
mod interaction;
mod lone;
mod merge;
mod message;
mod older;
mod query;
mod reader;
mod ruby;
mod rule;
mod rules;
mod schema;
mod write;

pub(crate) use body::looks_like_wrapper;
pub(crate) use lone::{read_generator, read_rule, write_generator};
pub use merge::{Conflict, merge, record};
pub use older::{CannotHold, OldVersion, to_old_json, to_old_text};
pub use reader::Note;
pub use schema::SCHEMA;
pub use write::{to_json, to_text};

use crate::contract::{Contract, Participant};
use crate::json::{Object, ParseError, Value};
use reader::Reader;
use std::io::Read as _;
use std::path::Path;

/// The largest contract file that is read, in bytes.
pub const MAX_SIZE: u64 = 64 << 20;
/// The largest number of interactions a contract may have.
pub const MAX_INTERACTIONS: usize = 100_000;

/// A contract as read from a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The contract.
    pub contract: Contract,
    /// What was read leniently.
    pub notes: Vec<Note>,
}

/// Why a contract could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be opened or read.
    #[error("contract file `{name}` cannot be read")]
    Unreadable {
        /// The file.
        name: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is larger than [`MAX_SIZE`].
    #[error("contract file `{name}` is larger than {MAX_SIZE} bytes")]
    TooLarge {
        /// The file.
        name: String,
    },
    /// The text is not JSON.
    #[error("contract file `{name}` is not valid JSON{looks}")]
    NotJson {
        /// The file.
        name: String,
        /// What it looks like instead, in brackets, when that can be told.
        looks: &'static str,
        /// Where it stops being JSON.
        #[source]
        source: ParseError,
    },
    /// It is JSON, but not a contract.
    #[error("`{name}` is not a contract: {looks}")]
    NotAContract {
        /// The file.
        name: String,
        /// What it is instead.
        looks: String,
    },
    /// A part outside of interactions cannot be understood, or there is too much of something.
    #[error("contract file `{name}` is malformed at {pointer}{interaction}: {reason}")]
    Malformed {
        /// The file.
        name: String,
        /// JSON pointer to the part.
        pointer: String,
        /// The interaction it is in, in brackets, when it is in one.
        interaction: String,
        /// What is wrong.
        reason: String,
    },
}

/// Reads the contract in a file.
pub fn read(path: &Path) -> Result<Loaded, Error> {
    from_slice(&bytes(path)?, &path.display().to_string())
}

/// The content of a file that may be a contract.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let name = path.display().to_string();
    let unreadable = |source| Error::Unreadable { name: name.clone(), source };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(MAX_SIZE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_SIZE {
        return Err(Error::TooLarge { name });
    }
    Ok(bytes)
}

/// Reads the contract in `bytes`; `name` is what errors call it.
pub fn from_slice(bytes: &[u8], name: &str) -> Result<Loaded, Error> {
    from_json(&parse(bytes, name)?, name)
}

/// Reads `bytes` as JSON; `name` is what errors call it.
pub(crate) fn parse<'a>(bytes: &'a [u8], name: &str) -> Result<Value<'a>, Error> {
    if bytes.len() as u64 > MAX_SIZE {
        return Err(Error::TooLarge { name: name.to_owned() });
    }
    let not_json = |source| Error::NotJson { name: name.to_owned(), looks: looks_like(bytes), source };
    crate::json::parse(bytes).map_err(not_json)
}

fn looks_like(bytes: &[u8]) -> &'static str {
    match bytes.trim_ascii() {
        [] => " (it is empty)",
        [b'<', ..] => " (it looks like HTML or XML)",
        _ => "",
    }
}

/// Reads a contract from JSON that has been read already; `name` is what errors call it.
pub fn from_json(value: &Value<'_>, name: &str) -> Result<Loaded, Error> {
    let not_a_contract = |looks: String| Error::NotAContract { name: name.to_owned(), looks };
    let Some(file) = value.as_object() else {
        return Err(not_a_contract(format!("it is JSON, but {}, where a contract is an object", article(value))));
    };
    if !["interactions", "messages"].iter().any(|list| file.contains_key(list)) {
        return Err(not_a_contract(unlike(file)));
    }
    let mut reader = Reader::new(name, canonical::stated_version(value).map(|version| version.to_text().into_owned()));
    let contract = contract(file, &mut reader)?;
    Ok(Loaded { contract, notes: reader.notes })
}

fn article(value: &Value<'_>) -> String {
    match value.kind() {
        kind @ (crate::json::Kind::Array | crate::json::Kind::Integer) => format!("an {kind}"),
        kind => format!("a {kind}"),
    }
}

fn unlike(file: &Object<'_>) -> String {
    let has = |key: &str| file.contains_key(key);
    if has("error") || has("errors") {
        "it looks like an error a broker answered".to_owned()
    } else if has("mappings") || (has("request") && has("response")) {
        "it looks like a stub mapping".to_owned()
    } else if has("openapi") || has("swagger") {
        "it looks like an OpenAPI document".to_owned()
    } else {
        "it has neither `interactions` nor `messages`".to_owned()
    }
}

fn contract(file: &Object<'_>, reader: &mut Reader<'_>) -> Result<Contract, Error> {
    reader.keep_descriptors(grpc::plugin::read(file));
    let mut contract = Contract {
        consumer: participant(file, "consumer", reader)?,
        provider: participant(file, "provider", reader)?,
        ..Contract::default()
    };
    for list in ["interactions", "messages"] {
        if let Some(value) = file.get(list).filter(|value| !value.is_null()) {
            reader.at(list, |reader| {
                let items = value.as_array().ok_or_else(|| reader.error("expected a list"))?;
                if items.len() > MAX_INTERACTIONS {
                    return Err(reader.error(format!("more than {MAX_INTERACTIONS} interactions")));
                }
                for (at, item) in items.iter().enumerate() {
                    contract.interactions.push(reader.at(at, |reader| interaction::read(item, list, reader))?);
                }
                Ok(())
            })?;
        }
    }
    keep_rest(file, &mut contract, reader);
    Ok(contract)
}

/// Keeps what stands beside parties and interactions.
fn keep_rest(file: &Object<'_>, contract: &mut Contract, reader: &mut Reader<'_>) {
    let is_there = |key: &str| file.get(key).is_some_and(|value| !value.is_null());
    let metadata = if is_there("metadata") { "metadata" } else { "metaData" };
    for (key, value) in file.iter() {
        match key {
            // Read above, or stamps of the broker that served the file.
            "consumer"
            | "provider"
            | "interactions"
            | "messages"
            | "_links"
            | "createdAt"
            | "updatedAt"
            | "pactSpecificationVersion" => {}
            "producer" if !is_there("provider") => {}
            "metadata" | "metaData" if value.is_null() => {}
            key if key == metadata => match value.as_object() {
                Some(metadata) => contract.metadata = metadata.clone().into_owned(),
                None => reader.note_at(key, "expected an object; it is not kept"),
            },
            _ => {
                reader.note_at(key, "a field that is not known; it is kept");
                contract.extra.insert(key.to_owned(), value.clone().into_owned());
            }
        }
    }
}

fn participant(file: &Object<'_>, role: &str, reader: &mut Reader<'_>) -> Result<Participant, Error> {
    // The first tools called the provider the producer.
    let old = if role == "provider" { file.get("producer") } else { None };
    let Some(value) = file.get(role).filter(|value| !value.is_null()).or(old) else {
        reader.note_at(role, "missing; its role is taken for its name");
        return Ok(Participant::new(role));
    };
    reader.at(role, |reader| {
        let object = value.as_object().ok_or_else(|| reader.error("expected an object with a `name`"))?;
        let name = match object.get("name") {
            Some(Value::String(name)) if !name.trim().is_empty() => name.to_string(),
            _ => return Err(reader.error("expected a `name` that is a text and not blank")),
        };
        let mut extra = object.clone().into_owned();
        extra.remove("name");
        Ok(Participant { name, extra })
    })
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod unknown;
