//! `abide can-i-deploy` and `abide can-i-merge`.

use super::report::Report;
use super::{Usage, access};
use crate::broker_client::{Answer, Broker, Error, Question, Subject, Target, Verdict, Which};
use crate::cli::{AskingArgs, CanIDeployArgs, CanIMergeArgs, SubjectArgs};
use crate::exit::Exit;
use crate::output::progress::Progress;
use crate::output::{can_i, failure, words};
use anyhow::Context as _;
use std::time::Duration;
use tokio::time::Instant;

pub(super) async fn deploy(args: CanIDeployArgs) -> anyhow::Result<Exit> {
    let target = args.to_environment.map(Target::Environment).or(args.to.map(Target::Tag));
    if target.is_none() && args.subjects.participant.len() == 1 {
        let text = "it is not said where to: give `--to-environment ENVIRONMENT`, or `--to TAG`";
        return Err(Usage(text.to_owned()).into());
    }
    ask(args.subjects, target, args.asking).await
}

pub(super) async fn merge(args: CanIMergeArgs) -> anyhow::Result<Exit> {
    ask(args.subjects, Some(Target::MainBranch), args.asking).await
}

async fn ask(subjects: SubjectArgs, target: Option<Target>, asking: AskingArgs) -> anyhow::Result<Exit> {
    let report = Report::to(&asking.show.output)?;
    let question = Question { subjects: chosen(subjects)?, target, ignored: asking.ignore };
    let broker = access::broker(&asking.show.access)?;
    let verdict = if asking.wait {
        wait(&broker, &question, asking.timeout, asking.interval).await
    } else {
        broker.can_i_deploy(&question).await
    };
    let verdict = verdict.with_context(|| {
        let (who, what) = can_i::subject(&question);
        format!("cannot find out whether {who} can {what}")
    })?;
    let document = can_i::Document::of(&question, &verdict);
    report.write(|out| can_i::write(out, &question, &verdict), &document)?;
    Ok(if verdict.answer() == Answer::Yes { Exit::Yes } else { Exit::No })
}

/// Each participant with its version.
fn chosen(args: SubjectArgs) -> anyhow::Result<Vec<Subject>> {
    let SubjectArgs { participant: participants, version: versions, branch, latest } = args;
    let which = match (branch, latest) {
        (Some(branch), _) => Some(Which::LatestOn(branch)),
        (None, Some(Some(tag))) => Some(Which::LatestTagged(tag)),
        (None, Some(None)) => Some(Which::Latest),
        (None, None) => None,
    };
    let complain = |text: &str| Err(Usage(text.to_owned()).into());
    let picks: Vec<_> = match which {
        Some(which) => vec![which],
        None => versions.into_iter().map(Which::Number).collect(),
    };
    if picks.is_empty() {
        return complain("it is not said which version: give `--version VERSION`, `--branch BRANCH` or `--latest`");
    }
    if picks.len() != participants.len() {
        return complain("each `--participant` needs one `--version` of its own");
    }
    let subject = |(participant, which)| Subject { participant, which };
    Ok(participants.into_iter().zip(picks).map(subject).collect())
}

/// Asks until no result is missing, one is a no, or the time is up. Once the broker has answered, it may be away for a while.
async fn wait(broker: &Broker, question: &Question, timeout: Duration, interval: Duration) -> Result<Verdict, Error> {
    let start = Instant::now();
    let mut progress = Progress::new();
    let mut last = broker.can_i_deploy(question).await?;
    while last.answer() == Answer::NotYet {
        let left = timeout.saturating_sub(start.elapsed());
        if left.is_zero() {
            progress.clear();
            failure::note(&format!("no more results came within {}", words::duration(timeout)));
            break;
        }
        let waited = start.elapsed().as_secs();
        progress.show(&format!("{}: waiting for {waited} s of {} s", missing(&last), timeout.as_secs()));
        tokio::time::sleep(interval.min(left)).await;
        match broker.can_i_deploy(question).await {
            Ok(verdict) => last = verdict,
            Err(error) if !is_passing(&error) || start.elapsed() >= timeout => return Err(error),
            Err(_) => {}
        }
    }
    Ok(last)
}

/// Whether the broker may answer again.
fn is_passing(error: &Error) -> bool {
    matches!(error, Error::Unreachable { .. } | Error::Refused { status: 500.., .. })
}

/// What is waited for, in a few words.
fn missing(verdict: &Verdict) -> String {
    let open = verdict.rows.iter().filter(|row| row.success.is_none() && !row.ignored).count();
    match open.max(verdict.reasons.len()) {
        0 => "results are missing".to_owned(),
        1 => "1 result is missing".to_owned(),
        many => format!("{many} results are missing"),
    }
}
