//! The verdict: yes, no, or not known, and why.

use super::advice::{brought_in_by, describe, describe_missing};
use super::rows::is_ignored;
use super::{Facts, Gap, Pick, Question, Row, Side, Versions};
use crate::domain::{LatestVerification, Moment, Ways};
use std::collections::BTreeMap;

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
    /// The provider has no version where it is needed.
    NotDeployed,
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
    /// Where the deployment was to go.
    pub environment: Option<String>,
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

    let missing: Vec<Reason> = facts
        .specified
        .iter()
        .filter(|specified| {
            !specified.exists && !is_ignored(&question.ignored, &specified.participant, specified.pick.number())
        })
        .map(|specified| Reason {
            state: State::UnknownVersion,
            consumer: specified.consumes.then(|| party(&specified.participant, &specified.pick)),
            provider: (!specified.consumes).then(|| party(&specified.participant, &specified.pick)),
            ways: Ways::default(),
            environment: question.environment().map(str::to_owned),
            since: None,
            elsewhere: None,
            brought_in_by: format!("{} was asked about", specified.participant),
            notice: describe_missing(&specified.participant, &specified.pick),
        })
        .collect();
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

fn party(name: &str, pick: &Pick) -> (String, Option<String>) {
    (name.to_owned(), pick.number().map(str::to_owned))
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

fn of_row(question: &Question, facts: &Facts, row: &Row) -> Reason {
    let consumer = described(&facts.sides, row.consumer.id, &row.consumer.name, Some(&row.consumer_version.number));
    let number = row.provider_version.as_ref().map(|version| version.number.as_str());
    let provider = described(&facts.sides, row.provider.id, &row.provider.name, number);
    let elsewhere = facts.elsewhere.get(&row.content_id).filter(|_| row.result.is_none()).cloned();
    let live_since = row.provider_version.as_ref().and_then(|version| version.since);
    let (state, since, notice) = match (&row.result, &elsewhere) {
        (Some(result), _) => (
            State::Failed,
            result.created_at,
            format!("The verification for the pact between {consumer} and {provider} failed"),
        ),
        (None, other) => {
            let state = if other.is_some() { State::VerifiedForAnotherVersion } else { State::NeverVerified };
            let since = live_since.filter(|_| other.is_some()).unwrap_or(row.published_at);
            (state, since, format!("There is no verified pact between {consumer} and {provider}"))
        }
    };
    let sides = [(&row.consumer, Some(&row.consumer_version)), (&row.provider, row.provider_version.as_ref())];
    Reason {
        state,
        brought_in_by: brought_in_by(facts, &sides),
        consumer: Some((row.consumer.name.clone(), Some(row.consumer_version.number.clone()))),
        provider: Some((row.provider.name.clone(), number.map(str::to_owned))),
        ways: row.ways,
        environment: question.environment().map(str::to_owned),
        since: Some(since),
        elsewhere,
        notice,
    }
}

fn of_gap(question: &Question, facts: &Facts, gap: &Gap) -> Reason {
    let consumer = described(&facts.sides, gap.consumer.id, &gap.consumer.name, Some(&gap.consumer_version.number));
    let provider = described(&facts.sides, gap.provider.id, &gap.provider.name, None);
    let elsewhere = facts.elsewhere.get(&gap.content_id).cloned();
    let sides = [(&gap.consumer, Some(&gap.consumer_version)), (&gap.provider, None)];
    Reason {
        brought_in_by: brought_in_by(facts, &sides),
        state: if elsewhere.is_some() { State::NotDeployed } else { State::NeverVerified },
        consumer: Some((gap.consumer.name.clone(), Some(gap.consumer_version.number.clone()))),
        provider: Some((gap.provider.name.clone(), None)),
        ways: gap.ways,
        environment: question.environment().map(str::to_owned),
        since: Some(gap.published_at),
        elsewhere,
        notice: format!("There is no verified pact between {consumer} and {provider}"),
    }
}

fn described(sides: &BTreeMap<i64, Side>, id: i64, name: &str, number: Option<&str>) -> String {
    match sides.get(&id) {
        Some(side) => {
            let several = matches!(&side.versions, Versions::These(versions) if versions.len() > 1);
            describe(name, &side.pick, number, several)
        }
        None => describe(name, &Pick::Any, number, false),
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
    if let Some(tag) = &facts.unknown_tag {
        add(
            "warning",
            format!("WARN: No version of any pacticipant has the tag {tag}, so there is nothing to compare with"),
        );
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
