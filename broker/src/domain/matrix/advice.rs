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
    let pick = side.choice_of(version.map(|version| version.id)).map_or(&Pick::Any, |choice| &choice.pick);
    match (pick, version) {
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
        let other = self.elsewhere.as_ref().map(|result| {
            let verb = if result.success { "kept it" } else { "failed it" };
            format!("{provider_name} {} {verb} on {}", result.provider_version, result.created_at)
        });
        match self.state {
            State::Failed => format!("{} has not kept {contract}{since}", named(provider)),
            State::NeverVerified => {
                let who = match &provider.1 {
                    Some(version) => format!("{provider_name} {version} has never verified {contract}"),
                    None => format!("no version of {provider_name} has ever verified {contract}"),
                };
                let nowhere =
                    self.wanted.as_ref().map_or_else(String::new, |wanted| format!(", and none {}", is(wanted)));
                format!("{who}, published{since}{nowhere}").replace("published since", "published")
            }
            State::VerifiedForAnotherVersion => {
                format!("{} has not verified {contract}; {}", named(provider), other.unwrap_or_default())
            }
            State::NotDeployed | State::NoSuchVersion => {
                let is = self.wanted.as_ref().map_or_else(String::new, |wanted| format!(" {}", is(wanted)));
                let kept = self.elsewhere.as_ref().is_some_and(|result| result.success);
                let other = match other {
                    Some(other) if kept => format!("; {other}"),
                    Some(other) => format!("; no version of it keeps that contract, {other}"),
                    None => String::new(),
                };
                format!("{} needs {provider_name}, and no version of it{is}{other}", named(consumer))
            }
            State::UnknownVersion => self.notice.clone(),
        }
    }

    /// The next command to run.
    pub fn next_command(&self, broker: &str) -> String {
        match (&self.wanted, &self.consumer, &self.provider) {
            (Some(wanted), Some(_), Some((provider, _))) => self.provide(wanted, provider, broker),
            (Some(wanted), _, _) => self.supply(wanted, broker),
            // Verifying the same version again would find the same.
            (None, _, Some((provider, _))) if self.state == State::Failed => {
                command::verify(provider, self.ways, None, None, broker)
            }
            (None, _, Some((provider, number))) => {
                command::verify(provider, self.ways, number.as_deref(), None, broker)
            }
            (None, consumer, None) => {
                let number = consumer.as_ref().and_then(|(_, number)| number.as_deref());
                command::publish(number, None, broker)
            }
        }
    }

    /// How a version of the provider that keeps the contract comes to where it is needed.
    fn provide(&self, wanted: &Pick, provider: &str, broker: &str) -> String {
        // Where no version keeps it, having one there would not help.
        let Some(kept) = self.elsewhere.as_ref().filter(|result| result.success) else {
            return command::verify(provider, self.ways, None, None, broker);
        };
        match (wanted, &self.main_branch) {
            (Pick::MainBranchHead | Pick::MainBranch, Some(branch)) => {
                command::verify(provider, self.ways, None, Some(branch), broker)
            }
            _ => self.move_to(wanted, provider, Some(&kept.provider_version), broker),
        }
    }

    /// How there comes to be such a version as was asked about.
    fn supply(&self, wanted: &Pick, broker: &str) -> String {
        let branch = match wanted {
            Pick::BranchHead(branch) | Pick::Branch(branch) => Some(branch.as_str()),
            Pick::MainBranchHead | Pick::MainBranch => self.main_branch.as_deref(),
            _ => None,
        };
        let is_new = branch.is_some() || matches!(wanted, Pick::Any | Pick::Version(_) | Pick::Latest);
        match (&self.consumer, &self.provider) {
            (Some((_, number)), _) if is_new => command::publish(number.as_deref(), branch, broker),
            (None, Some((provider, number))) if is_new => {
                command::verify(provider, self.ways, number.as_deref(), branch, broker)
            }
            (Some((name, _)), _) | (None, Some((name, _))) => self.move_to(wanted, name, None, broker),
            (None, None) => command::publish(None, None, broker),
        }
    }

    /// The command that makes a version one of those that are wanted.
    fn move_to(&self, wanted: &Pick, participant: &str, version: Option<&str>, broker: &str) -> String {
        let verify = |version, branch| command::verify(participant, self.ways, version, branch, broker);
        match wanted {
            Pick::Environment(environment) => command::record_deployment(participant, version, environment, broker),
            Pick::LatestTagged(tag) | Pick::Tagged(tag) => command::tag(participant, version, tag, broker),
            Pick::BranchHead(branch) | Pick::Branch(branch) => verify(None, Some(branch.as_str())),
            Pick::MainBranchHead | Pick::MainBranch => command::set_main_branch(participant, broker),
            Pick::Any | Pick::Version(_) | Pick::Latest => verify(version, None),
        }
    }
}

/// What a version that is wanted is, or has: `is recorded as live in production`.
fn is(wanted: &Pick) -> String {
    match wanted {
        Pick::Environment(environment) => format!("is recorded as live in {environment}"),
        Pick::LatestTagged(tag) | Pick::Tagged(tag) => format!("has the tag {tag}"),
        Pick::BranchHead(branch) | Pick::Branch(branch) => format!("is on branch {branch}"),
        Pick::MainBranchHead | Pick::MainBranch => "is on its main branch".to_owned(),
        Pick::Any | Pick::Version(_) | Pick::Latest => "is known".to_owned(),
    }
}
