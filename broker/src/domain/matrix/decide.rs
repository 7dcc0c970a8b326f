//! The verdict: yes, no, or not known, and why.

use super::advice::{brought_in_by, describe, describe_missing};
use super::facts::{Choice, Chosen, Party};
use super::rows::is_ignored;
use super::{Facts, Gap, Pick, Question, Row, Specified};
use crate::domain::{LatestVerification, Moment, Ways};

/// What is wrong between a consumer's version and a provider's version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// There is no such version.
    UnknownVersion,
    /// The provider's version does not keep the contract.
    Failed,
    /// No version of the provider has ever been checked.
    NeverVerified,
    /// Another version of the provider has been checked, not this one.
    VerifiedForAnotherVersion,
    /// The provider has no version in the environment where it is needed.
    NotDeployed,
    /// No version has the tag or is on the branch that is asked for.
    NoSuchVersion,
}

impl State {
    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::UnknownVersion => "unknown_version",
            Self::Failed => "failed",
            Self::NeverVerified => "never_verified",
            Self::VerifiedForAnotherVersion => "verified_for_another_version",
            Self::NotDeployed => "not_deployed",
            Self::NoSuchVersion => "no_such_version",
        }
    }
}

/// One thing that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What is wrong.
    pub state: State,
    /// The consumer and its version; none if the reason is about a provider alone.
    pub consumer: Option<(String, Option<String>)>,
    /// The provider and its version; none if the reason is about a consumer alone.
    pub provider: Option<(String, Option<String>)>,
    /// How the provider is spoken to for the contract.
    pub ways: Ways,
    /// Where the deployment was to go, or where the other side was looked for.
    pub environment: Option<String>,
    /// Where no version was found, how it was looked for.
    pub wanted: Option<Pick>,
    /// The main branch of the participant without a version on it, if it has one.
    pub main_branch: Option<String>,
    /// Since when it has been so.
    pub since: Option<Moment>,
    /// The best result of another version, where there is one.
    pub elsewhere: Option<LatestVerification>,
    /// Why this pair was looked at: who was asked about, and who is live or newest where it counts.
    pub brought_in_by: String,
    /// The ecosystem's words.
    pub notice: String,
}

/// A line for the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// `error`, `warning` or `success`.
    pub kind: &'static str,
    /// The words.
    pub text: String,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Yes, no, or not known.
    pub answer: Option<bool>,
    /// Rows with a successful result.
    pub success: usize,
    /// Rows with a failed result.
    pub failed: usize,
    /// Rows without a result, and contracts without a provider version to look at.
    pub unknown: usize,
    /// Rows and contracts that do not count.
    pub ignored: usize,
    /// What stands in the way.
    pub reasons: Vec<Reason>,
    /// What the client is told, warnings first.
    pub notices: Vec<Notice>,
}

/// Decides on complete facts.
///
/// No if a version asked for does not exist; not known if any result is missing, even beside a failed one; no if any
/// result failed; else yes.
pub fn decide(question: &Question, facts: &Facts) -> Verdict {
    let considered: Vec<&Row> = facts.rows.iter().filter(|row| !row.ignored).collect();
    let gaps: Vec<&Gap> = facts.gaps.iter().filter(|gap| !gap.ignored).collect();
    let count = |success| considered.iter().filter(|row| row.success() == success).count();
    let (success, failed) = (count(Some(true)), count(Some(false)));
    let unknown = count(None) + gaps.len();

    let is_missing = |specified: &&Specified| {
        !specified.exists && !is_ignored(&question.ignored, &specified.participant.name, specified.pick.number())
    };
    let missing: Vec<Reason> =
        facts.specified.iter().filter(is_missing).map(|specified| of_missing(question, facts, specified)).collect();
    let answer = if !missing.is_empty() || (failed > 0 && unknown == 0) {
        Some(false)
    } else if unknown > 0 {
        None
    } else {
        Some(true)
    };
    let reasons = if missing.is_empty() { reasons(question, facts, &considered, &gaps) } else { missing };
    let notices = notices(question, facts, &reasons, considered.is_empty());
    let ignored = facts.rows.len() - considered.len() + facts.gaps.len() - gaps.len();
    Verdict { answer, success, failed, unknown, ignored, reasons, notices }
}

fn reasons(question: &Question, facts: &Facts, rows: &[&Row], gaps: &[&Gap]) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = rows
        .iter()
        .filter(|row| row.success() != Some(true))
        .map(|row| of_row(question, facts, row))
        .chain(gaps.iter().map(|gap| of_gap(question, facts, gap)))
        .collect();
    reasons.sort_by(|a, b| (a.state, &a.consumer, &a.provider).cmp(&(b.state, &b.consumer, &b.provider)));
    reasons
}

/// The state of a participant that has no version of the kind that is wanted.
fn without(wanted: &Pick) -> State {
    match wanted {
        Pick::Environment(_) => State::NotDeployed,
        Pick::Any | Pick::Version(_) | Pick::Latest => State::UnknownVersion,
        _ => State::NoSuchVersion,
    }
}

fn of_missing(question: &Question, facts: &Facts, specified: &Specified) -> Reason {
    let Specified { participant, pick, consumes, .. } = specified;
    let party = Some((participant.name.clone(), pick.number().map(str::to_owned)));
    let (consumer, provider) = if *consumes { (party, None) } else { (None, party) };
    Reason {
        state: without(pick),
        consumer,
        provider,
        ways: Ways::default(),
        environment: pick.environment().or(question.environment()).map(str::to_owned),
        wanted: Some(pick.clone()),
        main_branch: facts.background.main_branches.get(&participant.id).cloned(),
        since: pick
            .environment()
            .and_then(|name| facts.background.left.get(&(participant.id, name.to_owned())))
            .copied(),
        elsewhere: None,
        brought_in_by: format!("{} was asked about", participant.name),
        notice: describe_missing(&participant.name, pick),
    }
}

fn of_row(question: &Question, facts: &Facts, row: &Row) -> Reason {
    let consumer = described(facts, &row.consumer, Some(&row.consumer_version));
    let provider = described(facts, &row.provider, row.provider_version.as_ref());
    let background = &facts.background;
    let elsewhere = background.elsewhere.get(&row.content_id).filter(|_| row.result.is_none()).cloned();
    let live_since = row.provider_version.as_ref().and_then(|version| version.since);
    let (state, since, notice) = match (&row.result, &elsewhere) {
        (Some(result), _) => {
            let first = background.failing_since.get(&(row.content_id, result.provider_version_id));
            let notice = format!("The verification for the pact between {consumer} and {provider} failed");
            (State::Failed, first.copied().unwrap_or(result.created_at), notice)
        }
        (None, other) => {
            let state = if other.is_some() { State::VerifiedForAnotherVersion } else { State::NeverVerified };
            let since = live_since.filter(|_| other.is_some()).unwrap_or(row.published_at);
            (state, since, format!("There is no verified pact between {consumer} and {provider}"))
        }
    };
    let sides = [(&row.consumer, Some(&row.consumer_version)), (&row.provider, row.provider_version.as_ref())];
    let named = |(party, version): (&Party, Option<&Chosen>)| {
        Some((party.name.clone(), version.map(|version| version.number.clone())))
    };
    Reason {
        state,
        consumer: named(sides[0]),
        provider: named(sides[1]),
        ways: row.ways,
        environment: environment(question, facts, &sides),
        wanted: None,
        main_branch: None,
        since: Some(since),
        elsewhere,
        brought_in_by: brought_in_by(facts, &sides),
        notice,
    }
}

fn of_gap(question: &Question, facts: &Facts, gap: &Gap) -> Reason {
    let consumer = described(facts, &gap.consumer, Some(&gap.consumer_version));
    let provider = described(facts, &gap.provider, None);
    let background = &facts.background;
    let elsewhere = background.elsewhere.get(&gap.content_id).cloned();
    let sides = [(&gap.consumer, Some(&gap.consumer_version)), (&gap.provider, None)];
    let wanted = choice(facts, &gap.provider, None).map(|choice| choice.pick.clone());
    let left = wanted.as_ref().and_then(Pick::environment).map(|name| (gap.provider.id, name.to_owned()));
    let left = left.and_then(|key| background.left.get(&key).copied()).filter(|_| elsewhere.is_some());
    Reason {
        state: match (&elsewhere, &wanted) {
            (Some(_), Some(wanted)) => without(wanted),
            _ => State::NeverVerified,
        },
        consumer: Some((gap.consumer.name.clone(), Some(gap.consumer_version.number.clone()))),
        provider: Some((gap.provider.name.clone(), None)),
        ways: gap.ways,
        environment: environment(question, facts, &sides),
        wanted,
        main_branch: background.main_branches.get(&gap.provider.id).cloned(),
        since: Some(left.map_or(gap.published_at, |left| left.max(gap.published_at))),
        elsewhere,
        brought_in_by: brought_in_by(facts, &sides),
        notice: format!("There is no verified pact between {consumer} and {provider}"),
    }
}

/// Where the deployment is to go, else where one of the two was looked for.
fn environment(question: &Question, facts: &Facts, sides: &[(&Party, Option<&Chosen>)]) -> Option<String> {
    let looked_for = || {
        let mut choices = sides.iter().filter_map(|(party, version)| choice(facts, party, *version));
        choices.find_map(|choice| choice.pick.environment())
    };
    question.environment().or_else(looked_for).map(str::to_owned)
}

fn choice<'a>(facts: &'a Facts, party: &Party, version: Option<&Chosen>) -> Option<&'a Choice> {
    facts.sides.get(&party.id)?.choice_of(version.map(|version| version.id))
}

fn described(facts: &Facts, party: &Party, version: Option<&Chosen>) -> String {
    let number = version.map(|version| version.number.as_str());
    match choice(facts, party, version) {
        Some(choice) => describe(&party.name, &choice.pick, number, choice.is_several()),
        None => describe(&party.name, &Pick::Any, number, false),
    }
}

fn notices(question: &Question, facts: &Facts, reasons: &[Reason], nothing_considered: bool) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    let mut add = |kind, text: String| {
        let notice = Notice { kind, text };
        if !notices.contains(&notice) {
            notices.push(notice);
        }
    };
    for ignored in &facts.unknown_ignored {
        add("warning", format!("WARN: Cannot ignore {ignored}, as it does not exist"));
    }
    for parameter in &question.unheard_of {
        add("warning", format!("WARN: The parameter {parameter} means nothing here and was left out of the question"));
    }
    if let Some(tag) = &facts.unknown_tag {
        add(
            "warning",
            format!("WARN: No version of any pacticipant has the tag {tag}, so there is nothing to compare with"),
        );
    }
    for (participant, version) in &facts.unpublished {
        let what =
            version.as_ref().map_or_else(|| participant.clone(), |number| format!("version {number} of {participant}"));
        add("warning", format!("WARN: Nothing has been published for {what}: no contract, and no verification result"));
    }
    if question.selectors.len() == 1 && matches!(question.target, None | Some(Pick::Latest)) {
        let text = "WARN: It is recommended to specify the environment into which you are deploying. Without the environment, this result \
                    will not be reliable.";
        add("warning", text.to_owned());
    }
    if !question.selectors.iter().any(|selector| matches!(selector.pick, Pick::Version(_))) {
        let text = "WARN: It is recommended to specify the version number (rather than the tag or branch) of the pacticipant you wish to \
                    deploy to avoid race conditions. Without a version number, this result will not be reliable.";
        add("warning", text.to_owned());
    }
    for reason in reasons {
        add("error", reason.notice.clone());
    }
    if reasons.is_empty() {
        let text = if nothing_considered {
            "There are no missing dependencies"
        } else {
            "All required verification results are published and successful"
        };
        add("success", text.to_owned());
    }
    notices
}
