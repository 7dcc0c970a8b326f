//! The answer to can-i-deploy: yes or no in the first line, then one line for each pair, and what to run next.

use super::{Out, json, words};
use crate::broker_client::{Notice, Question, Reason, Row, Target, Verdict};
use serde::Serialize;

/// The answer as JSON.
///
/// `reasons` has what each pair lacks, `matrix` the pairs that were looked at, `notices` the broker's own sentences.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document<'v> {
    schema_version: u32,
    command: &'static str,
    answer: &'static str,
    participant: &'v str,
    version: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<&'v str>,
    reason: &'v str,
    reasons: &'v [Reason],
    matrix: &'v [Row],
    notices: &'v [Notice],
}

impl<'v> Document<'v> {
    /// The document of an answer.
    pub fn of(question: &'v Question, verdict: &'v Verdict) -> Self {
        let (environment, tag) = match &question.target {
            Target::Environment(name) => (Some(name.as_str()), None),
            Target::Tag(name) => (None, Some(name.as_str())),
        };
        let answer = match verdict.deployable {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not-yet",
        };
        Self {
            schema_version: json::SCHEMA_VERSION,
            command: "can-i-deploy",
            answer,
            participant: &question.participant,
            version: &question.version,
            environment,
            tag,
            reason: &verdict.reason,
            reasons: &verdict.reasons,
            matrix: &verdict.rows,
            notices: &verdict.notices,
        }
    }
}

/// Writes the answer.
pub fn write(out: &mut Out, question: &Question, verdict: &Verdict) {
    let style = out.style;
    let subject = format!("{} {}", question.participant, question.version);
    let target = match &question.target {
        Target::Environment(name) => name.clone(),
        Target::Tag(name) => format!("where `{name}` is"),
    };
    let (word, can) = match verdict.deployable {
        Some(true) => (style.good("Yes:"), "can"),
        Some(false) => (style.bad("No:"), "cannot"),
        None => (style.bad("Not yet:"), "cannot"),
    };
    out.line(&format!("{word} {subject} {can} be deployed to {target}"));
    let (lines, sentences) = if verdict.reasons.is_empty() {
        (verdict.rows.iter().map(plain).collect(), sentences(verdict))
    } else {
        (verdict.reasons.iter().map(explained).collect(), Vec::new())
    };
    write_lines(out, lines);
    if !sentences.is_empty() {
        out.line("");
    }
    for sentence in sentences {
        out.line(&format!("  {sentence}"));
    }
}

fn write_lines(out: &mut Out, lines: Vec<Line>) {
    let style = out.style;
    if !lines.is_empty() {
        out.line("");
    }
    let width = lines.iter().map(|line| line.pair.chars().count()).max().unwrap_or(0);
    for line in lines {
        let mark = match line.good {
            Some(true) => style.good("✓"),
            Some(false) => style.bad("x"),
            None => style.unclear("?"),
        };
        let since =
            line.since.map(|since| format!("   {}", style.faint(&format!("since {since}")))).unwrap_or_default();
        out.line(&format!("  {mark}  {:width$}   {}{since}", line.pair, line.text));
        if let Some(next) = line.next {
            out.line(&format!("     next: {next}"));
        }
    }
}

/// One line below the answer.
struct Line {
    good: Option<bool>,
    pair: String,
    text: String,
    since: Option<String>,
    next: Option<String>,
}

fn pair(consumer: &crate::broker_client::Side, provider: &crate::broker_client::Side) -> String {
    match (consumer.name.is_empty(), provider.name.is_empty()) {
        (false, false) => format!("{} -> {}", words::side(consumer), words::side(provider)),
        (false, true) => words::side(consumer),
        (true, _) => words::side(provider),
    }
}

/// A line of a broker that explains itself.
fn explained(reason: &Reason) -> Line {
    Line {
        good: match reason.state.as_str() {
            "verified" => Some(true),
            "failed" => Some(false),
            _ => None,
        },
        pair: pair(&reason.consumer, &reason.provider),
        text: if reason.text.is_empty() { reason.state.replace(['-', '_'], " ") } else { reason.text.clone() },
        since: reason.since.clone(),
        next: reason.next.clone(),
    }
}

/// A line made of a row every broker gives.
fn plain(row: &Row) -> Line {
    let (good, text) = match row.success {
        Some(true) => (Some(true), "verified"),
        Some(false) => (Some(false), "the verification failed"),
        None => (None, "never verified"),
    };
    let version = row.provider.version.as_deref().unwrap_or("VERSION");
    let command =
        format!("abide verify --provider {} --url URL --publish --provider-version {version}", row.provider.name);
    Line {
        good,
        pair: pair(&row.consumer, &row.provider),
        text: text.to_owned(),
        since: row.verified_at.clone(),
        next: (good != Some(true)).then_some(command),
    }
}

/// What every broker says in sentences.
fn sentences(verdict: &Verdict) -> Vec<&str> {
    if verdict.notices.is_empty() {
        return verdict.reason.lines().collect();
    }
    verdict.notices.iter().map(|notice| notice.text.as_str()).collect()
}
