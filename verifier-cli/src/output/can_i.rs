//! The answer to can-i-deploy and can-i-merge: yes or no in the first line, then one line for each pair, and what to run
//! next.

use super::{Out, json, words};
use crate::broker_client::{Answer, Notice, Question, Reason, Row, Side, Subject, Target, Verdict, Which};
use serde::Serialize;

/// JSON Schema (2020-12) of the JSON document.
pub const SCHEMA: &str = include_str!("../../schema/can-i-deploy.json");

/// The answer as JSON.
///
/// `reasons` has what each pair lacks, `matrix` the pairs that were looked at, `notices` the broker's own sentences.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document<'v> {
    schema_version: u32,
    command: &'static str,
    answer: &'static str,
    subjects: Vec<Asked<'v>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<&'v str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    ignored: &'v [String],
    reason: &'v str,
    reasons: &'v [Reason],
    matrix: &'v [Row],
    notices: &'v [Notice],
}

/// Whose version was asked about: by its number, or as the latest one, of a tag or a branch if there is one.
#[derive(Debug, Serialize)]
struct Asked<'v> {
    participant: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<&'v str>,
}

impl<'v> Document<'v> {
    /// The document of an answer.
    pub fn of(question: &'v Question, verdict: &'v Verdict) -> Self {
        let (environment, tag) = match &question.target {
            Some(Target::Environment(name)) => (Some(name.as_str()), None),
            Some(Target::Tag(name)) => (None, Some(name.as_str())),
            Some(Target::MainBranch) | None => (None, None),
        };
        let answer = match verdict.answer() {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::NotYet => "not-yet",
        };
        Self {
            schema_version: json::SCHEMA_VERSION,
            command: if question.target == Some(Target::MainBranch) { "can-i-merge" } else { "can-i-deploy" },
            answer,
            subjects: question.subjects.iter().map(asked).collect(),
            environment,
            tag,
            ignored: &question.ignored,
            reason: &verdict.reason,
            reasons: &verdict.reasons,
            matrix: &verdict.rows,
            notices: &verdict.notices,
        }
    }
}

fn asked(subject: &Subject) -> Asked<'_> {
    let (version, tag, branch) = match &subject.which {
        Which::Number(number) => (Some(number.as_str()), None, None),
        Which::Latest => (None, None, None),
        Which::LatestTagged(tag) => (None, Some(tag.as_str()), None),
        Which::LatestOn(branch) => (None, None, Some(branch.as_str())),
    };
    Asked { participant: &subject.participant, version, tag, branch }
}

/// What is asked, as the end of `cannot find out whether …` and of the answer: who, and what they can do.
pub fn subject(question: &Question) -> (String, String) {
    let one = |Subject { participant, which }: &Subject| match which {
        Which::Number(number) => format!("{participant} {number}"),
        Which::Latest => format!("the latest {participant}"),
        Which::LatestTagged(tag) => format!("the latest {participant} with tag {tag}"),
        Which::LatestOn(branch) => format!("the latest {participant} on branch {branch}"),
    };
    let subjects: Vec<_> = question.subjects.iter().map(one).collect();
    let what = match &question.target {
        Some(Target::Environment(name)) => format!("be deployed to {name}"),
        Some(Target::Tag(name)) => format!("be deployed to where `{name}` is"),
        Some(Target::MainBranch) => "be merged".to_owned(),
        None => "be deployed together".to_owned(),
    };
    (subjects.join(" and "), what)
}

/// Writes the answer.
pub fn write(out: &mut Out, question: &Question, verdict: &Verdict) {
    let style = out.style;
    let (who, what) = subject(question);
    let (word, can) = match verdict.answer() {
        Answer::Yes => (style.good("Yes:"), "can"),
        Answer::No => (style.bad("No:"), "cannot"),
        Answer::NotYet => (style.unclear("Not yet:"), "cannot"),
    };
    out.line(&format!("{word} {who} {can} {what}"));
    let counted = |row: &&Row| !row.ignored;
    let (lines, sentences) = if verdict.reasons.is_empty() {
        (verdict.rows.iter().filter(counted).map(of_row).collect(), sentences(verdict))
    } else {
        let kept = verdict.rows.iter().filter(counted).filter(|row| row.success == Some(true)).map(of_row);
        (verdict.reasons.iter().map(of_reason).chain(kept).collect(), warnings(verdict))
    };
    write_lines(out, lines);
    let ignored = verdict.rows.iter().filter(|row| row.ignored).count();
    if ignored > 0 {
        out.line("");
        out.line(&format!("  {} ignored: {}", words::count(ignored, "pair"), question.ignored.join(", ")));
    }
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
        if let Some(because) = line.because {
            out.line(&format!("     because: {because}"));
        }
        if let Some(next) = line.next {
            out.line(&format!("     next: {next}"));
        }
    }
}

/// One line below the answer.
struct Line {
    good: Option<bool>,
    state: String,
    text: String,
    since: Option<String>,
    because: Option<String>,
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
        because: reason.brought_in_by.clone(),
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
        because: None,
        next: (row.success != Some(true)).then_some(verify),
    }
}

/// What no line says.
fn warnings(verdict: &Verdict) -> Vec<&str> {
    let warnings = verdict.notices.iter().filter(|notice| notice.kind == "warning");
    warnings.map(|notice| notice.text.as_str()).collect()
}

/// What every broker says in sentences; that all is well only where no line has said it.
fn sentences(verdict: &Verdict) -> Vec<&str> {
    if verdict.notices.is_empty() {
        return verdict.reason.lines().collect();
    }
    let unsaid = |notice: &&Notice| notice.kind != "success" || verdict.rows.is_empty();
    verdict.notices.iter().filter(unsaid).map(|notice| notice.text.as_str()).collect()
}
