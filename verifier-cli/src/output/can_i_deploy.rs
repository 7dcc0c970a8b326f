//! The answer to can-i-deploy: yes or no in the first line, then one line for each pair, and what to run next.

use super::{Out, json, words};
use crate::broker_client::{Notice, Question, Reason, Row, Side, Target, Verdict};
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
        let answer = match answer(verdict) {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::NotYet => "not-yet",
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
    let (word, can) = match answer(verdict) {
        Answer::Yes => (style.good("Yes:"), "can"),
        Answer::No => (style.bad("No:"), "cannot"),
        Answer::NotYet => (style.unclear("Not yet:"), "cannot"),
    };
    out.line(&format!("{word} {subject} {can} be deployed to {target}"));
    let (lines, sentences) = if verdict.reasons.is_empty() {
        (verdict.rows.iter().map(of_row).collect(), sentences(verdict))
    } else {
        let kept = verdict.rows.iter().filter(|row| row.success == Some(true)).map(of_row);
        (verdict.reasons.iter().map(of_reason).chain(kept).collect(), Vec::new())
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
    let width = lines.iter().map(|line| line.state.chars().count()).max().unwrap_or(0);
    for line in lines {
        let mark = match line.good {
            Some(true) => style.good("✓"),
            Some(false) => style.bad("x"),
            None => style.unclear("?"),
        };
        let since = line.since.filter(|since| !line.text.contains(since.as_str()));
        let since = since.map(|since| format!("   {}", style.faint(&format!("since {since}")))).unwrap_or_default();
        out.line(&format!("  {mark}  {:width$}   {}{since}", line.state, line.text));
        if let Some(next) = line.next {
            out.line(&format!("     next: {next}"));
        }
    }
}

/// The answer in a word: a missing result beside a failed one does not make a no a not yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    NotYet,
}

fn answer(verdict: &Verdict) -> Answer {
    let failed = verdict.rows.iter().any(|row| row.success == Some(false));
    match verdict.deployable {
        Some(true) => Answer::Yes,
        None if !failed => Answer::NotYet,
        Some(false) | None => Answer::No,
    }
}

/// One line below the answer.
struct Line {
    good: Option<bool>,
    state: String,
    text: String,
    since: Option<String>,
    next: Option<String>,
}

fn pair(consumer: Option<&Side>, provider: Option<&Side>) -> String {
    let sides: Vec<_> = [consumer, provider].into_iter().flatten().map(words::side).collect();
    sides.join(" -> ")
}

/// A line of a broker that explains itself: what stands in the way.
fn of_reason(reason: &Reason) -> Line {
    let text = match reason.text.as_str() {
        "" => pair(reason.consumer.as_ref(), reason.provider.as_ref()),
        text => text.to_owned(),
    };
    Line {
        good: matches!(reason.state.as_str(), "failed" | "unknown_version").then_some(false),
        state: words::sentence(&reason.state.replace('_', " ")),
        text,
        since: reason.since.clone(),
        next: reason.next.clone(),
    }
}

/// A line made of a row every broker gives.
fn of_row(row: &Row) -> Line {
    let state = match row.success {
        Some(true) => "Verified",
        Some(false) => "Failed",
        None => "Never verified",
    };
    let version = row.provider.version.as_deref().unwrap_or("VERSION");
    let verify =
        format!("abide verify --provider {} --url URL --publish --provider-version {version}", row.provider.name);
    Line {
        good: row.success,
        state: state.to_owned(),
        text: pair(Some(&row.consumer), Some(&row.provider)),
        since: row.verified_at.clone(),
        next: (row.success != Some(true)).then_some(verify),
    }
}

/// What every broker says in sentences; that all is well only where no line has said it.
fn sentences(verdict: &Verdict) -> Vec<&str> {
    if verdict.notices.is_empty() {
        return verdict.reason.lines().collect();
    }
    let unsaid = |notice: &&Notice| notice.kind != "success" || verdict.rows.is_empty();
    verdict.notices.iter().filter(unsaid).map(|notice| notice.text.as_str()).collect()
}
