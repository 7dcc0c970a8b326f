//! The words of a verdict: who is meant, what is wrong, and the next command.

use super::facts::{Chosen, Facts, Party};
use super::{Pick, Reason, State};
use crate::domain::command;

/// Who is meant, in the ecosystem's words: `the version of Bar currently in production (8)`.
pub(super) fn describe(name: &str, pick: &Pick, number: Option<&str>, several: bool) -> String {
    let suffix = number.map_or_else(|| " (no such version exists)".to_owned(), |number| format!(" ({number})"));
    match (pick, number) {
        (Pick::Any, None) => format!("any version of {name}"),
        (Pick::Any | Pick::Version(_), Some(number)) => format!("version {number} of {name}"),
        (Pick::Version(wanted), None) => format!("version {wanted} of {name}{suffix}"),
        (Pick::Latest, _) => format!("the latest version of {name}{suffix}"),
        (Pick::LatestTagged(tag), _) => format!("the latest version of {name} with tag {tag}{suffix}"),
        (Pick::Tagged(tag), _) => format!("a version of {name} with tag {tag}{suffix}"),
        (Pick::BranchHead(branch), _) => format!("the latest version of {name} from branch {branch}{suffix}"),
        (Pick::Branch(branch), _) => format!("a version of {name} from branch {branch}{suffix}"),
        (Pick::MainBranchHead, _) => format!("the latest version of {name} from the main branch{suffix}"),
        (Pick::MainBranch, _) => format!("a version of {name} from the main branch{suffix}"),
        (Pick::Environment(environment), Some(number)) if several => {
            format!("one of the versions of {name} currently in {environment} ({number})")
        }
        (Pick::Environment(environment), Some(number)) => {
            format!("the version of {name} currently in {environment} ({number})")
        }
        (Pick::Environment(environment), None) => format!(
            "a version of {name} currently in {environment} (no version is currently recorded as deployed/released in this environment)"
        ),
    }
}

/// What a selector that matches nothing is told.
pub(super) fn describe_missing(name: &str, pick: &Pick) -> String {
    match pick {
        Pick::Any | Pick::Latest => format!("No pacts or verifications have been published for {name}"),
        Pick::Version(number) => {
            format!("No pacts or verifications have been published for version {number} of {name}")
        }
        Pick::LatestTagged(tag) | Pick::Tagged(tag) => format!("No version with tag {tag} exists for {name}"),
        Pick::BranchHead(branch) | Pick::Branch(branch) => format!("No version of {name} from branch {branch} exists"),
        Pick::MainBranchHead | Pick::MainBranch => format!("No version of {name} from the main branch exists"),
        Pick::Environment(environment) => {
            format!("No version of {name} is currently recorded as deployed or released in environment {environment}")
        }
    }
}

/// Why each of these versions is part of the answer: `A 1 was asked about; B 2 is live in production since …`.
pub(super) fn brought_in_by(facts: &Facts, sides: &[(&Party, Option<&Chosen>)]) -> String {
    let words: Vec<String> = sides.iter().map(|(party, version)| brought_in(facts, party, *version)).collect();
    words.join("; ")
}

fn brought_in(facts: &Facts, party: &Party, version: Option<&Chosen>) -> String {
    let who = match version {
        Some(version) => format!("{} {}", party.name, version.number),
        None => party.name.clone(),
    };
    let Some(side) = facts.sides.get(&party.id) else { return format!("{who} is in the contract") };
    let since = version.and_then(|version| version.since).map_or_else(String::new, |since| format!(" since {since}"));
    match (&side.pick, version) {
        (Pick::Environment(environment), Some(_)) => format!("{who} is live in {environment}{since}"),
        _ if side.specified => format!("{who} was asked about"),
        (_, None) | (Pick::Any | Pick::Version(_), _) => format!("{who} is the other side of the contract"),
        (Pick::Latest, _) => format!("{who} is its latest version"),
        (Pick::LatestTagged(tag), _) => format!("{who} is its latest version with tag {tag}"),
        (Pick::Tagged(tag), _) => format!("{who} has the tag {tag}"),
        (Pick::BranchHead(branch), _) => format!("{who} is the head of branch {branch}"),
        (Pick::Branch(branch), _) => format!("{who} is on branch {branch}"),
        (Pick::MainBranchHead, _) => format!("{who} is the head of its main branch"),
        (Pick::MainBranch, _) => format!("{who} is on its main branch"),
    }
}

fn named((name, version): &(String, Option<String>)) -> String {
    match version {
        Some(version) => format!("{name} {version}"),
        None => name.clone(),
    }
}

impl Reason {
    /// What is wrong, in one sentence for people.
    pub fn sentence(&self) -> String {
        let since = self.since.map_or_else(String::new, |since| format!(" since {since}"));
        let (Some(consumer), Some(provider)) = (&self.consumer, &self.provider) else {
            return self.notice.clone();
        };
        let contract = format!("the contract of {}", named(consumer));
        let provider_name = &provider.0;
        let place = self.environment.as_deref();
        let other = self.elsewhere.as_ref().map(|result| {
            let verb = if result.success { "kept it" } else { "failed it" };
            format!("{provider_name} {} {verb} on {}", result.provider_version, result.created_at)
        });
        match self.state {
            State::Failed => format!("{} does not keep {contract}{since}", named(provider)),
            State::NeverVerified => {
                let who = match &provider.1 {
                    Some(version) => format!("{provider_name} {version} has never verified {contract}"),
                    None => format!("no version of {provider_name} has ever verified {contract}"),
                };
                let nowhere = match (&provider.1, place) {
                    (None, Some(place)) => format!(", and none is recorded as live in {place}"),
                    _ => String::new(),
                };
                format!("{who}, published{since}{nowhere}").replace("published since", "published")
            }
            State::VerifiedForAnotherVersion => {
                format!("{} has not verified {contract}; {}", named(provider), other.unwrap_or_default())
            }
            State::NotDeployed => {
                let place = place.map_or_else(|| "where it is needed".to_owned(), |place| format!("in {place}"));
                let other = other.map_or_else(String::new, |other| format!("; {other}"));
                format!(
                    "{} needs {provider_name}, and no version of it is recorded as live {place}{other}",
                    named(consumer)
                )
            }
            State::UnknownVersion => self.notice.clone(),
        }
    }

    /// The next command to run.
    pub fn next_command(&self, broker: &str) -> String {
        let version =
            |party: &Option<(String, Option<String>)>| party.as_ref().and_then(|(_, version)| version.clone());
        match (self.state, &self.consumer, &self.provider) {
            (State::NotDeployed, _, Some((provider, _))) => {
                let verified = self
                    .elsewhere
                    .as_ref()
                    .filter(|result| result.success)
                    .map(|result| result.provider_version.as_str());
                command::record_deployment(
                    provider,
                    verified,
                    self.environment.as_deref().unwrap_or("<environment>"),
                    broker,
                )
            }
            (State::UnknownVersion, Some(_), _) => {
                command::publish(version(&self.consumer).as_deref().unwrap_or("<version>"), broker)
            }
            // Verifying the same version again would find the same.
            (State::Failed, _, Some((provider, _))) => command::verify(provider, self.ways, None, broker),
            (_, _, Some((provider, number))) => command::verify(provider, self.ways, number.as_deref(), broker),
            (_, _, None) => command::publish(version(&self.consumer).as_deref().unwrap_or("<version>"), broker),
        }
    }
}
