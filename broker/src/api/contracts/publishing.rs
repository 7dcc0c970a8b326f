//! What every way of publishing does inside its transaction.

use crate::app::App;
use crate::content::{self, Contract};
use crate::domain::{Moment, Participant, Version};
use crate::error::ApiError;
use crate::store::content::NewContent;
use crate::store::publication::{NewPublication, Pair, Which};
use crate::store::{self, Connection, Transaction};

/// A contract to be published.
#[derive(Debug, Clone)]
pub(super) struct Incoming {
    pub(super) provider: String,
    pub(super) contract: Contract,
    pub(super) merge: bool,
}

/// What was published, and who will look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Published {
    pub(super) came_to: Outcome,
    /// Whether any version of the provider has verified anything.
    pub(super) provider_verifies: bool,
}

/// What publishing one contract came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// This version had no contract with the provider.
    Published { content_changed: Change },
    /// This version had the same contract.
    Republished,
    /// The contract was merged into the one this version had.
    Merged,
}

/// How the content relates to what the pair had before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    First,
    Changed,
    Same,
}

/// Why a contract is not published: this version has said something else.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    pub(super) provider: String,
    pub(super) changes: Vec<String>,
    /// Whether it was to be merged into what the version has said.
    pub(super) merge: bool,
}

impl Refusal {
    /// In words: those of the ecosystem for a refused change.
    pub(super) fn text(&self, consumer: &str, version: &str) -> String {
        let provider = &self.provider;
        if self.merge {
            return format!(
                "Cannot merge the pact for {consumer} version {version} and provider {provider} into the one published before, as they contradict each \
                 other. Give interactions that ask for different things different descriptions or provider states, or publish under a consumer \
                 version number of their own."
            );
        }
        format!(
            "Cannot change the content of the pact for {consumer} version {version} and provider {provider}, as race conditions will cause unreliable \
             results for can-i-deploy. Each pact must be published with a unique consumer version number. If the content changes although the test \
             did not, look for random or current values in its examples."
        )
    }
}

/// The participants a request is about, in the order it names them.
#[derive(Debug)]
pub(super) struct Parties(Vec<(String, Option<Participant>)>);

impl Parties {
    async fn find(connection: &mut Connection, names: &[&str]) -> Result<Self, ApiError> {
        let known = store::participant::named(connection, &names.iter().copied().collect()).await?;
        let party = |name: &&str| ((*name).to_owned(), known.iter().find(|known| known.name == *name).cloned());
        Ok(Self(names.iter().map(party).collect()))
    }

    /// The names that are new.
    pub(super) fn unknown(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(_, known)| known.is_none()).map(|(name, _)| name.as_str())
    }

    /// The participant with this name, created where it is missing.
    pub(super) async fn get(
        &self,
        connection: &mut Connection,
        name: &str,
        now: Moment,
    ) -> Result<Participant, ApiError> {
        match self.0.iter().find(|(other, _)| other == name) {
            Some((_, Some(known))) => Ok(known.clone()),
            _ => Ok(store::participant::find_or_create(connection, name, now).await?),
        }
    }
}

/// A transaction that may publish contracts between these participants. Where a name is new it has the database to itself:
/// nobody else may take a similar name at the same time.
pub(super) async fn begin(app: &App, names: &[&str]) -> Result<(Transaction, Parties), ApiError> {
    let mut transaction = app.store.write_for(names).await?;
    let parties = Parties::find(&mut transaction, names).await?;
    if parties.unknown().next().is_none() {
        return Ok((transaction, parties));
    }
    transaction.rollback().await?;
    let mut transaction = app.store.write().await?;
    let parties = Parties::find(&mut transaction, names).await?;
    Ok((transaction, parties))
}

/// Where a contract is to be published.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) consumer: &'a Participant,
    pub(super) version: &'a Version,
    /// Whether the version is new, and so has no contracts.
    pub(super) is_new: bool,
    pub(super) provider: &'a Participant,
}

/// Publishes one contract of a consumer's version, or refuses to change what the version has said.
pub(super) async fn publish_one(
    connection: &mut Connection,
    target: Target<'_>,
    incoming: &Incoming,
    now: Moment,
) -> Result<Result<Published, Refusal>, ApiError> {
    let Target { consumer, version, is_new, provider } = target;
    let pair = Pair { provider: &provider.name, consumer: &consumer.name };
    let current =
        if is_new { None } else { store::publication::find(connection, pair, Which::Version(&version.number)).await? };
    let mut before = store::content::before(connection, consumer.id, provider.id, &incoming.contract.digest).await?;
    let published = |came_to| Published { came_to, provider_verifies: before.provider_verifies };
    let (contract, outcome) = match current {
        Some(current) if current.digest == incoming.contract.digest => return Ok(Ok(published(Outcome::Republished))),
        Some(current) => {
            let kept = store::publication::body(connection, &current).await?;
            let refuse =
                |changes| Ok(Err(Refusal { provider: incoming.provider.clone(), changes, merge: incoming.merge }));
            if !incoming.merge {
                return refuse(content::changes(&kept, &incoming.contract.body));
            }
            match content::merge(&kept, &incoming.contract.body) {
                Ok(merged) if merged.digest == current.digest => return Ok(Ok(published(Outcome::Republished))),
                Ok(merged) => (merged, published(Outcome::Merged)),
                Err(conflict) => return refuse(conflict.0),
            }
        }
        None => {
            let content_changed = match &before.newest {
                None => Change::First,
                Some(newest) if *newest == incoming.contract.digest => Change::Same,
                Some(_) => Change::Changed,
            };
            (incoming.contract.clone(), published(Outcome::Published { content_changed }))
        }
    };
    if contract.digest != incoming.contract.digest {
        before = store::content::before(connection, consumer.id, provider.id, &contract.digest).await?;
    }
    let new = NewContent {
        consumer_id: consumer.id,
        provider_id: provider.id,
        digest: &contract.digest,
        body: &contract.body,
        ways: contract.ways,
    };
    let kept = store::content::keep(connection, new, before, now).await?;
    let publication =
        NewPublication { consumer_id: consumer.id, provider_id: provider.id, consumer_version_id: version.id, kept };
    store::publication::create(connection, publication, now).await?;
    Ok(Ok(outcome))
}
