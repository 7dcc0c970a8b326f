//! `abide versions`.

use super::confirm::Deletion;
use super::{access, say, showing};
use crate::broker_client::{Scope, Which};
use crate::cli::{DeleteVersionArgs, DescribeVersionArgs, ListVersionsArgs, VersionsCommand};
use crate::exit::Exit;
use crate::output::json::Held;
use crate::output::{failure, versions};
use anyhow::Context as _;

pub(super) async fn run(command: VersionsCommand) -> anyhow::Result<Exit> {
    match command {
        VersionsCommand::List(args) => list(args).await,
        VersionsCommand::Describe(args) => describe(args).await,
        VersionsCommand::Delete(args) => delete(args).await,
    }
}

async fn list(args: ListVersionsArgs) -> anyhow::Result<Exit> {
    let (report, broker) = showing(&args.show)?;
    let participant = &args.participant.participant;
    let scope = match (&args.branch, &args.tag) {
        (Some(branch), _) => Scope::Branch(branch),
        (None, Some(tag)) => Scope::Tag(tag),
        (None, None) => Scope::All,
    };
    let page = broker.versions(participant, scope, args.limit.size()).await;
    let page = page.with_context(|| format!("cannot list the versions of {participant}"))?;
    let document =
        Held::by("versions list", versions::Versions { participant, total: page.total, versions: &page.items });
    report.write(|out| versions::list(out, &page), &document)?;
    failure::cut_off(page.items.len(), page.total);
    Ok(Exit::Yes)
}

async fn describe(args: DescribeVersionArgs) -> anyhow::Result<Exit> {
    let (report, broker) = showing(&args.show)?;
    let participant = &args.participant.participant;
    let which = match (args.version, args.branch, args.latest) {
        (Some(number), ..) => Which::Number(number),
        (None, Some(branch), _) => Which::LatestOn(branch),
        (None, None, Some(Some(tag))) => Which::LatestTagged(tag),
        (None, None, _) => Which::Latest,
    };
    let found = broker.version(participant, &which).await;
    let found = found.with_context(|| format!("cannot describe the version of {participant}"))?;
    let document = Held::by("versions describe", versions::Description { participant, version: &found });
    report.write(|out| versions::describe(out, participant, &found), &document)?;
    Ok(Exit::Yes)
}

async fn delete(args: DeleteVersionArgs) -> anyhow::Result<Exit> {
    let broker = access::broker(&args.deletion.access)?;
    let (participant, version) = (&args.version.participant.participant, &args.version.version);
    let what = format!("{participant} {version}");
    let context = || format!("cannot delete {what}");
    let known = broker.version(participant, &Which::Number(version.clone())).await.with_context(context)?;
    let mut lost = known.contracts;
    for (places, word) in [(&known.deployed, "deployed"), (&known.released, "released")] {
        if !places.is_empty() {
            lost.push(format!("it is {word} to {}", versions::places(places)));
        }
    }
    if !(Deletion { what: what.clone(), lost }).is_confirmed(args.deletion.yes)? {
        return Ok(Exit::No);
    }
    broker.delete_version(participant, version, args.force.force).await.with_context(context)?;
    say(&format!("deleted {what}"))
}
