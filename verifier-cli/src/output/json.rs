//! Results as JSON documents. Keys are stable; new ones may be added under the same `schemaVersion`.
//!
//! A verification:
//! ```json
//! {
//!   "schemaVersion": 1, "command": "verify", "answer": "yes | no | unknown", "durationMs": 12,
//!   "provider": "payment-service",
//!   "summary": {"contracts": 1, "interactions": 2, "passed": 1, "failed": 1, "pendingFailed": 0,
//!               "inconclusive": 0, "notVerified": 0, "notLoaded": 0},
//!   "contracts": [{
//!     "consumer": "order-service", "provider": "payment-service", "origin": "contracts/a.json", "pending": false,
//!     "answer": "no", "published": {"success": false, "url": "…"}, "publishProblem": "…",
//!     "interactions": [{
//!       "description": "…", "states": ["…"], "id": "…", "pending": false, "durationMs": 3,
//!       "outcome": "passed | failed | inconclusive | not-verified",
//!       "mismatches": [{"attribute": "body", "identifier": "$.id", "description": "…", "rule": {"rule": "type", "path": "$.id"}}],
//!       "problems": ["why it failed, was not tried or not verified, when no mismatch says it"],
//!       "comments": ["…"], "warnings": ["…"]
//!     }]
//!   }],
//!   "problems": [{"origin": "…", "problem": "…"}]
//! }
//! ```
//! Absent are: `id`, `published`, `publishProblem`, `identifier` and `rule` where there is none, and empty `comments` and `warnings`.

use super::human::Tally;
use crate::verify::{self, Answer, ContractReport, Failure, InteractionReport, Outcome, Publication, Run};
use abide_contract_core::{explain, mismatch::Mismatch};
use serde::Serialize;

/// JSON Schema (2020-12) of a verification.
pub const SCHEMA: &str = include_str!("../../schema/verify.json");

/// The version of all documents here.
pub const SCHEMA_VERSION: u32 = 1;

/// JSON Schema (2020-12) of what the commands that list and describe write.
pub const BROKER_SCHEMA: &str = include_str!("../../schema/broker.json");

/// What a command that lists or describes writes: what the broker has, and which command asked for it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Held<T> {
    schema_version: u32,
    command: &'static str,
    #[serde(flatten)]
    content: T,
}

impl<T: Serialize> Held<T> {
    /// What `command` has found.
    pub fn by(command: &'static str, content: T) -> Self {
        Self { schema_version: SCHEMA_VERSION, command, content }
    }
}

/// A verification.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verification<'r> {
    schema_version: u32,
    command: &'static str,
    answer: &'static str,
    duration_ms: u64,
    provider: &'r str,
    summary: Summary,
    contracts: Vec<Contract<'r>>,
    problems: Vec<LoadProblem<'r>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    contracts: usize,
    interactions: usize,
    passed: usize,
    failed: usize,
    pending_failed: usize,
    inconclusive: usize,
    not_verified: usize,
    not_loaded: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Contract<'r> {
    consumer: &'r str,
    provider: &'r str,
    origin: &'r str,
    pending: bool,
    answer: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Published<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publish_problem: Option<&'r str>,
    interactions: Vec<Interaction<'r>>,
}

#[derive(Debug, Serialize)]
struct Published<'r> {
    success: bool,
    url: &'r str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Interaction<'r> {
    description: &'r str,
    states: &'r [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'r str>,
    pending: bool,
    duration_ms: u64,
    outcome: &'static str,
    mismatches: Vec<Difference<'r>>,
    problems: Vec<&'r str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    comments: &'r [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    warnings: &'r [String],
}

#[derive(Debug, Serialize)]
struct Difference<'r> {
    attribute: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<&'r str>,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<Rule<'r>>,
}

#[derive(Debug, Serialize)]
struct Rule<'r> {
    rule: &'r str,
    path: &'r str,
}

/// A source that could not be read.
#[derive(Debug, Serialize)]
pub(super) struct LoadProblem<'r> {
    origin: &'r str,
    problem: &'r str,
}

impl<'r> LoadProblem<'r> {
    pub(super) fn of(problem: &'r verify::LoadProblem) -> Self {
        Self::at(&problem.origin, &problem.problem)
    }

    pub(super) fn at(origin: &'r str, problem: &'r verify::Problem) -> Self {
        Self { origin, problem: &problem.text }
    }
}

impl<'r> Verification<'r> {
    /// The document of a finished run.
    pub fn of(run: &'r Run, provider: &'r str) -> Self {
        let tally = Tally::of(run);
        Self {
            schema_version: SCHEMA_VERSION,
            command: "verify",
            answer: answer(run.answer()),
            duration_ms: milliseconds(run.duration),
            provider,
            summary: Summary {
                contracts: run.contracts.len(),
                interactions: run.interactions().count(),
                passed: tally.passed,
                failed: tally.failed,
                pending_failed: tally.excused,
                inconclusive: tally.inconclusive,
                not_verified: tally.not_verified,
                not_loaded: run.problems.len(),
            },
            contracts: run.contracts.iter().map(contract).collect(),
            problems: run.problems.iter().map(LoadProblem::of).collect(),
        }
    }
}

/// A document as text, with a line break at its end.
pub fn text(document: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string_pretty(document).map(|text| text + "\n")
}

/// An answer as its word.
pub(super) fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::Unknown => "unknown",
    }
}

fn milliseconds(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn contract(report: &ContractReport) -> Contract<'_> {
    let (published, publish_problem) = match &report.publication {
        Some(Publication::Published { success, url }) => (Some(Published { success: *success, url }), None),
        Some(Publication::Failed(problem)) => (None, Some(problem.text.as_str())),
        Some(Publication::Withheld) | None => (None, None),
    };
    Contract {
        consumer: &report.heading.consumer,
        provider: &report.heading.provider,
        origin: &report.heading.origin,
        pending: report.heading.pending,
        answer: answer(report.answer()),
        published,
        publish_problem,
        interactions: report.interactions.iter().map(interaction).collect(),
    }
}

fn interaction(report: &InteractionReport) -> Interaction<'_> {
    let (outcome, mismatches, problems) = match &report.outcome {
        Outcome::Passed => ("passed", Vec::new(), Vec::new()),
        Outcome::Failed(Failure::Mismatches { found, .. }) => {
            ("failed", found.iter().map(difference).collect(), Vec::new())
        }
        Outcome::Failed(Failure::State { name, reason }) => {
            ("failed", Vec::new(), vec![name.as_str(), reason.as_str()])
        }
        Outcome::Failed(Failure::MissingValue(text) | Failure::Protocol(text)) => {
            ("failed", Vec::new(), vec![text.as_str()])
        }
        Outcome::Inconclusive(problem) => ("inconclusive", Vec::new(), vec![problem.text.as_str()]),
        Outcome::NotVerified(obstacles) => ("not-verified", Vec::new(), obstacles.iter().map(String::as_str).collect()),
    };
    Interaction {
        description: &report.description,
        states: &report.states,
        id: report.id.as_deref(),
        pending: report.pending,
        duration_ms: milliseconds(report.duration),
        outcome,
        mismatches,
        problems,
        comments: &report.comments,
        warnings: &report.warnings,
    }
}

fn difference(mismatch: &Mismatch) -> Difference<'_> {
    Difference {
        attribute: mismatch.attribute(),
        identifier: mismatch.identifier(),
        description: explain::sentence(mismatch),
        rule: mismatch.rule.as_ref().map(|origin| Rule { rule: &origin.rule, path: &origin.path }),
    }
}
