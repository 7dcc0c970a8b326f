//! Everything the store knows about a question.

use super::{Ignored, Pick};
use crate::domain::{LatestVerification, Moment, Ways};
use std::collections::BTreeMap;

/// A participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The database's key.
    pub id: i64,
    /// Its name.
    pub name: String,
}

/// A version a selector or target came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The version's key and order.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Since when it is live, if it was chosen by environment.
    pub since: Option<Moment>,
}

/// The versions one participant is represented by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Versions {
    /// All of them.
    Any,
    /// These.
    These(Vec<Chosen>),
}

/// One participant of the question and how its versions were chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// How.
    pub pick: Pick,
    /// What that came to.
    pub versions: Versions,
    /// Whether the client named it, or it came in as somebody's other side.
    pub specified: bool,
    /// For a participant the client named and that calls itself: the versions that run beside the ones asked for.
    pub beside: Vec<Chosen>,
}

/// A selector of the client, and whether there is such a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specified {
    /// The participant's name.
    pub participant: String,
    /// Which versions were asked for.
    pub pick: Pick,
    /// Whether there are any.
    pub exists: bool,
    /// Whether the participant consumes anything.
    pub consumes: bool,
    /// Whether the participant provides anything.
    pub provides: bool,
}

/// One cell of the matrix: a contract, a provider's version, and the result between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The consumer.
    pub consumer: Party,
    /// Its version.
    pub consumer_version: Chosen,
    /// The provider.
    pub provider: Party,
    /// Its version; none if no version was asked for and none has verified the contract.
    pub provider_version: Option<Chosen>,
    /// The key of the contract's content.
    pub content_id: i64,
    /// The content's digest.
    pub digest: String,
    /// How the provider is spoken to for it.
    pub ways: Ways,
    /// How often this consumer version's contract was changed.
    pub revision: i64,
    /// When the contract was published.
    pub published_at: Moment,
    /// The newest result.
    pub result: Option<LatestVerification>,
    /// Whether the client said that it does not count.
    pub ignored: bool,
}

impl Row {
    /// `true`, `false`, or not known.
    pub fn success(&self) -> Option<bool> {
        self.result.as_ref().map(|result| result.success)
    }
}

/// A contract whose provider has no version where it is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The consumer.
    pub consumer: Party,
    /// Its version.
    pub consumer_version: Chosen,
    /// The provider.
    pub provider: Party,
    /// The key of the contract's content.
    pub content_id: i64,
    /// How the provider is spoken to for it.
    pub ways: Ways,
    /// When the contract was published.
    pub published_at: Moment,
    /// Whether the client said that it does not count.
    pub ignored: bool,
}

/// Everything the store knows about a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The client's selectors.
    pub specified: Vec<Specified>,
    /// Every participant of the question by key.
    pub sides: BTreeMap<i64, Side>,
    /// All rows, newest first within a pair.
    pub rows: Vec<Row>,
    /// Contracts without a provider version to look at.
    pub gaps: Vec<Gap>,
    /// For contents without a result where one is needed: the best result of any other version.
    pub elsewhere: BTreeMap<i64, LatestVerification>,
    /// What the client wants ignored and nobody knows.
    pub unknown_ignored: Vec<Ignored>,
    /// The tag the client wants to deploy to, if nobody has it.
    pub unknown_tag: Option<String>,
}
