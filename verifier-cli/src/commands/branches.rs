//! `abide branches`.

use super::confirm::Deletion;
use super::{access, say, showing};
use crate::broker_client::Scope;
use crate::cli::{BranchesCommand, DeleteBranchArgs, DescribeBranchArgs, ListBranchesArgs};
use crate::exit::Exit;
use crate::output::json::Held;
use crate::output::{failure, versions, words};
use anyhow::Context as _;

pub(super) async fn run(command: BranchesCommand) -> anyhow::Result<Exit> {
    match command {
        BranchesCommand::List(args) => list(args).await,
        BranchesCommand::Describe(args) => describe(args).await,
        BranchesCommand::Delete(args) => delete(args).await,
    }
}

async fn list(args: ListBranchesArgs) -> anyhow::Result<Exit> {
    let (report, broker) = showing(&args.show)?;
    let participant = &args.participant.participant;
    let page = broker.branches(participant, args.limit.size()).await;
    let page = page.with_context(|| format!("cannot list the branches of {participant}"))?;
    let document =
        Held::by("branches list", versions::Branches { participant, total: page.total, branches: &page.items });
    report.write(|out| versions::list_branches(out, &page), &document)?;
    failure::cut_off(page.items.len(), page.total);
    Ok(Exit::Yes)
}

async fn describe(args: DescribeBranchArgs) -> anyhow::Result<Exit> {
    let (report, broker) = showing(&args.show)?;
    let (participant, name) = (&args.participant.participant, &args.branch);
    let context = || format!("cannot describe the branch {name} of {participant}");
    let branch = broker.branch(participant, name).await.with_context(context)?;
    let page = broker.versions(participant, Scope::Branch(name), args.limit.size()).await.with_context(context)?;
    let document = Held::by(
        "branches describe",
        versions::BranchDescription { participant, branch: &branch, total: page.total, versions: &page.items },
    );
    report.write(|out| versions::describe_branch(out, participant, &branch, &page), &document)?;
    failure::cut_off(page.items.len(), page.total);
    Ok(Exit::Yes)
}

async fn delete(args: DeleteBranchArgs) -> anyhow::Result<Exit> {
    let broker = access::broker(&args.deletion.access)?;
    let (participant, branch) = (&args.participant.participant, &args.branch);
    let what = format!("the branch {branch} of {participant}");
    let context = || format!("cannot delete {what}");
    let versions = broker.versions(participant, Scope::Branch(branch), 1).await.with_context(context)?.total;
    let lost = vec![format!("that {} belonged to it; the versions stay", words::count(versions, "version"))];
    if !(Deletion { what: what.clone(), lost }).is_confirmed(args.deletion.yes)? {
        return Ok(Exit::No);
    }
    broker.delete_branch(participant, branch).await.with_context(context)?;
    say(&format!("deleted {what}"))
}
