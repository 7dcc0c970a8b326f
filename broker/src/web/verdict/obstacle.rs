//! One thing that stands in the way of a deployment, and what to do about it.

use crate::domain::matrix::{Pick, Reason, State};
use crate::domain::status::Status;
use crate::web::frame::Visitor;
use crate::web::view::{Command, Look, VersionLink, When, short};

/// A reason as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Obstacle {
    pub(super) look: Look,
    /// Who is concerned beside the service that is to be deployed.
    pub(super) name: String,
    pub(super) version: Option<VersionLink>,
    pub(super) since: Option<When>,
    pub(super) heading: &'static str,
    pub(super) sentence: String,
    /// The contract, and what differs.
    pub(super) contract: Option<String>,
    pub(super) advice: &'static str,
    pub(super) command: Command,
}

/// The participant of a reason that is not `subject`, with its version.
pub(super) fn other<'r>(subject: &str, reason: &'r Reason) -> Option<&'r (String, Option<String>)> {
    let sides = [&reason.provider, &reason.consumer].into_iter().flatten();
    let mut sides = sides.filter(|(name, _)| name != subject);
    sides.next().or(reason.provider.as_ref()).or(reason.consumer.as_ref())
}

impl Obstacle {
    /// What `reason` means for `subject`.
    pub(super) fn new(visitor: &Visitor, subject: &str, reason: &Reason) -> Self {
        let links = &visitor.links;
        let (look, heading, advice) = words(reason);
        let (name, version) = other(subject, reason).cloned().unwrap_or_default();
        let contract = match (&reason.provider, &reason.consumer) {
            (Some((provider, _)), Some((consumer, Some(number)))) => Some(links.contract(provider, consumer, number)),
            _ => None,
        };
        Self {
            look,
            version: version.as_deref().map(|number| VersionLink::new(links, &name, number)),
            since: reason.since.map(|since| visitor.when(since)),
            heading,
            sentence: sentence(visitor, reason),
            contract,
            advice,
            command: reason.next_command(&visitor.broker).into(),
            name,
        }
    }
}

/// How a reason looks, what it is called, and what helps.
fn words(reason: &Reason) -> (Look, &'static str, &'static str) {
    let is_kept = reason.elsewhere.as_ref().is_none_or(|result| result.success);
    match reason.state {
        State::Failed => (
            Status::Failed.into(),
            "The contract is not kept",
            "look at what differs, mend it, and verify again from the provider’s build.",
        ),
        State::NeverVerified => {
            (Status::Never.into(), "This content was never verified", "verify it from the provider’s build.")
        }
        State::VerifiedForAnotherVersion => (
            Status::Never.into(),
            "Verified only by another version",
            "verify it with this version too, or deploy the other one first.",
        ),
        State::NotDeployed | State::NoSuchVersion if !is_kept => (
            if reason.state == State::NotDeployed { Look::NOT_DEPLOYED } else { Look::NO_SUCH_VERSION },
            "Needed, but no version keeps it",
            "look at what differs, mend it, and verify again from the provider’s build.",
        ),
        State::NoSuchVersion => (
            Look::NO_SUCH_VERSION,
            "Needed, but there is no such version",
            "say of a version that keeps the contract that it is one, or look for a spelling mistake.",
        ),
        State::NotDeployed => {
            (Look::NOT_DEPLOYED, "Needed, but not there", "if it does run there, record it; else deploy it first.")
        }
        State::UnknownVersion => {
            (Look::UNKNOWN_VERSION, "This version is not known here", "publish it, or look for a spelling mistake.")
        }
    }
}

/// What is wrong, with short versions and ages.
fn sentence(visitor: &Visitor, reason: &Reason) -> String {
    let named = |(name, version): &(String, Option<String>)| match version {
        Some(version) => format!("{name} {}", short(version)),
        None => name.clone(),
    };
    let (Some(consumer), Some(provider)) = (&reason.consumer, &reason.provider) else {
        return format!("{}.", reason.notice);
    };
    let (consumer, whole, provider) = (named(consumer), named(provider), &provider.0);
    let when = |moment| visitor.when(moment).words;
    let published = reason.since.map_or_else(String::new, |since| format!(", published {}", when(since)));
    let other = reason.elsewhere.as_ref().map(|result| {
        let verb = if result.success { "keeps" } else { "does not keep" };
        format!("{provider} {} {verb} it, verified {}", short(&result.provider_version), when(result.created_at))
    });
    let none = match &reason.wanted {
        Some(Pick::LatestTagged(tag) | Pick::Tagged(tag)) => format!("no version of it has the tag {tag}"),
        Some(Pick::MainBranchHead | Pick::MainBranch) => "no version of it is on its main branch".to_owned(),
        _ => "no version of it is recorded as live there".to_owned(),
    };
    match (reason.state, other) {
        (State::Failed, _) => format!("{whole} does not do what {consumer} needs."),
        (State::VerifiedForAnotherVersion, Some(other)) => {
            format!("{whole} has no result for the contract of {consumer}; {other}.")
        }
        (State::NotDeployed | State::NoSuchVersion, Some(other)) => {
            format!("{consumer} needs {provider}, and {none}; {other}.")
        }
        (State::NotDeployed | State::NoSuchVersion, None) => format!("{consumer} needs {provider}, and {none}."),
        _ if whole == *provider => {
            format!("No version of {provider} has verified the contract of {consumer}{published}, and {none}.")
        }
        _ => format!("{whole} has no result for the contract of {consumer}{published}."),
    }
}
