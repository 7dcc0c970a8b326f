//! `abide tags`.

use super::confirm::Deletion;
use super::{access, say, showing};
use crate::broker_client::{Error, Which};
use crate::cli::{CreateTagArgs, DeleteTagArgs, DescribeTagArgs, ListTagsArgs, TagsCommand};
use crate::exit::Exit;
use crate::output::json::Held;
use crate::output::versions;
use anyhow::Context as _;

pub(super) async fn run(command: TagsCommand) -> anyhow::Result<Exit> {
    match command {
        TagsCommand::Create(args) => create(args).await,
        TagsCommand::List(args) => list(args).await,
        TagsCommand::Describe(args) => describe(args).await,
        TagsCommand::Delete(args) => delete(args).await,
    }
}

async fn create(args: CreateTagArgs) -> anyhow::Result<Exit> {
    let broker = access::broker(&args.access)?;
    let (participant, version) = (&args.version.participant.participant, &args.version.version);
    let context = || format!("cannot tag {participant} {version}");
    if !args.auto_create_version {
        broker.version(participant, &Which::Number(version.clone())).await.with_context(context)?;
    }
    for tag in &args.tag {
        broker.create_tag(participant, version, tag).await.with_context(context)?;
        say(&format!("{participant} {version} has the tag {tag}"))?;
    }
    Ok(Exit::Yes)
}

async fn list(args: ListTagsArgs) -> anyhow::Result<Exit> {
    let (report, broker) = showing(&args.show)?;
    let (participant, version) = (&args.version.participant.participant, &args.version.version);
    let known = broker.version(participant, &Which::Number(version.clone())).await;
    let tags = known.with_context(|| format!("cannot list the tags of {participant} {version}"))?.version.tags;
    let document = Held::by("tags list", versions::Tags { participant, version, tags: &tags });
    report.write(|out| versions::list_tags(out, &tags), &document)?;
    Ok(Exit::Yes)
}

async fn describe(args: DescribeTagArgs) -> anyhow::Result<Exit> {
    let (report, broker) = showing(&args.show)?;
    let (participant, version) = (&args.version.participant.participant, &args.version.version);
    let tag = broker.tag(participant, version, &args.tag).await;
    let tag = tag.with_context(|| format!("cannot describe the tag {} of {participant} {version}", args.tag))?;
    let document = Held::by("tags describe", versions::TagDescription { participant, version, tag: &tag });
    report.write(|out| versions::describe_tag(out, &format!("{participant} {version}"), &tag), &document)?;
    Ok(Exit::Yes)
}

async fn delete(args: DeleteTagArgs) -> anyhow::Result<Exit> {
    let broker = access::broker(&args.deletion.access)?;
    let (participant, version, tag) = (&args.version.participant.participant, &args.version.version, &args.tag);
    let what = format!("the tag {tag} of {participant} {version}");
    let context = || format!("cannot delete {what}");
    let known = broker.version(participant, &Which::Number(version.clone())).await.with_context(context)?;
    if !known.version.tags.iter().any(|mark| mark.name == *tag) {
        let (participant, version, tag) = (participant.clone(), version.clone(), tag.clone());
        return Err(Error::UnknownTag { participant, version, tag }).with_context(context);
    }
    if !(Deletion { what: what.clone(), lost: Vec::new() }).is_confirmed(args.deletion.yes)? {
        return Ok(Exit::No);
    }
    broker.delete_tag(participant, version, tag).await.with_context(context)?;
    say(&format!("deleted {what}"))
}
