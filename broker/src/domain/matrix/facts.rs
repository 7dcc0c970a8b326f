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

/// Versions of a participant, and how they were chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// How.
    pub pick: Pick,
    /// What that came to.
    pub versions: Versions,
}

/// One participant of the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Its versions; in more than one way only where the client named it more than once.
    pub choices: Vec<Choice>,
    /// Whether the client named it, or it came in as somebody's other side.
    pub specified: bool,
    /// For a participant the client named and that calls itself: the versions that run beside the ones asked for.
    pub beside: Vec<Chosen>,
}

impl Side {
    /// A participant the client named, or one that came in.
    pub fn new(pick: Pick, versions: Versions, specified: bool) -> Self {
        Self { choices: vec![Choice { pick, versions }], specified, beside: Vec::new() }
    }

    /// Whether every version of it counts.
    pub fn is_any(&self) -> bool {
        self.choices.iter().any(|choice| choice.versions == Versions::Any)
    }

    /// The versions that were chosen, each once, newest first; beside them there may be [any](Self::is_any).
    pub fn chosen(&self) -> Vec<&Chosen> {
        let mut chosen: Vec<&Chosen> = self.choices.iter().flat_map(Choice::these).collect();
        // What is live goes before the same version named otherwise, as it knows since when.
        chosen.sort_by_key(|version| (std::cmp::Reverse(version.id), version.since.is_none()));
        chosen.dedup_by_key(|version| version.id);
        chosen
    }

    /// How a version came to be chosen; without one, how versions were looked for.
    pub fn choice_of(&self, version: Option<i64>) -> Option<&Choice> {
        let holds = |choice: &&Choice| choice.these().iter().any(|chosen| Some(chosen.id) == version);
        let live = |choice: &&Choice| matches!(choice.pick, Pick::Environment(_)) && holds(choice);
        let mut choices = self.choices.iter();
        choices.clone().find(live).or_else(|| choices.clone().find(holds)).or_else(|| choices.next())
    }

    /// The versions each of which was meant by itself: no other version can stand for them.
    pub fn meant(&self) -> impl Iterator<Item = &Chosen> {
        self.choices.iter().filter(|choice| choice.pick.means_each()).flat_map(Choice::these)
    }
}

impl Choice {
    fn these(&self) -> &[Chosen] {
        match &self.versions {
            Versions::Any => &[],
            Versions::These(versions) => versions,
        }
    }

    /// Whether it came to more than one version.
    pub fn is_several(&self) -> bool {
        self.these().len() > 1
    }
}

/// A selector of the client, and whether there is such a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specified {
    /// The participant.
    pub participant: Party,
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
    /// What explains why results or versions are missing.
    pub background: Background,
    /// What the client wants ignored and nobody knows.
    pub unknown_ignored: Vec<Ignored>,
    /// The tag the client wants to deploy to, if nobody has it.
    pub unknown_tag: Option<String>,
    /// Participant and version, if one was meant, that were asked about and for which nothing was ever published.
    pub unpublished: Vec<(String, Option<String>)>,
}

/// What explains why results or versions are missing; the answer does not depend on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Background {
    /// By content without a result where one is needed: the best result of any other version.
    pub elsewhere: BTreeMap<i64, LatestVerification>,
    /// By content and provider version whose newest result is a failure: the first failure since the last success.
    pub failing_since: BTreeMap<(i64, i64), Moment>,
    /// By participant and environment where none of its versions is live: when the last one left.
    pub left: BTreeMap<(i64, String), Moment>,
    /// By participant without a head of the main branch where one is needed: its main branch, if it has one.
    pub main_branches: BTreeMap<i64, String>,
}
