//! `abide participants`.

use super::confirm::Deletion;
use super::{access, say, showing};
use crate::broker_client::{Broker, Error, Participant, ParticipantFields, Scope, Way};
use crate::cli::{
    CreateParticipantArgs, DeleteParticipantArgs, DescribeParticipantArgs, ListParticipantsArgs, ParticipantFieldsArgs,
    ParticipantsCommand, UpdateParticipantArgs,
};
use crate::exit::Exit;
use crate::output::json::Held;
use crate::output::{participants, words};
use anyhow::Context as _;

pub(super) async fn run(command: ParticipantsCommand) -> anyhow::Result<Exit> {
    match command {
        ParticipantsCommand::Create(args) => create(args).await,
        ParticipantsCommand::Update(args) => update(args).await,
        ParticipantsCommand::List(args) => list(args).await,
        ParticipantsCommand::Describe(args) => describe(args).await,
        ParticipantsCommand::Delete(args) => delete(args).await,
    }
}

async fn create(args: CreateParticipantArgs) -> anyhow::Result<Exit> {
    let broker = access::broker(&args.access)?;
    let wanted = Participant { name: args.name.name, fields: fields(args.fields), created_at: None };
    create_at(&broker, &wanted).await
}

async fn create_at(broker: &Broker, wanted: &Participant) -> anyhow::Result<Exit> {
    let context = || format!("cannot create the participant `{}`", wanted.name);
    let created = broker.create_participant(wanted).await.with_context(context)?;
    say(&format!("created the participant {}", created.name))
}

async fn update(args: UpdateParticipantArgs) -> anyhow::Result<Exit> {
    let broker = access::broker(&args.access)?;
    let wanted = Participant { name: args.name.name, fields: fields(args.fields), created_at: None };
    match broker.update_participant(&wanted.name, &wanted.fields).await {
        Ok(updated) => say(&format!("updated the participant {}", updated.name)),
        Err(Error::UnknownParticipant { .. }) if args.create => create_at(&broker, &wanted).await,
        Err(error) => Err(error).with_context(|| format!("cannot update the participant `{}`", wanted.name)),
    }
}

fn fields(args: ParticipantFieldsArgs) -> ParticipantFields {
    let ParticipantFieldsArgs { display_name, main_branch, repository_url } = args;
    ParticipantFields { display_name, main_branch, repository_url }
}

async fn list(args: ListParticipantsArgs) -> anyhow::Result<Exit> {
    let (report, broker) = showing(&args.show)?;
    let all = broker.participants(args.search.as_deref()).await.context("cannot list the participants")?;
    let document = Held::by("participants list", participants::List { participants: &all });
    report.write(|out| participants::list(out, &all), &document)?;
    Ok(Exit::Yes)
}

async fn describe(args: DescribeParticipantArgs) -> anyhow::Result<Exit> {
    let (report, broker) = showing(&args.show)?;
    let name = &args.name.name;
    let found = broker.participant(name).await.with_context(|| format!("cannot describe the participant `{name}`"))?;
    let document = Held::by("participants describe", participants::Description { participant: &found });
    report.write(|out| participants::describe(out, &found), &document)?;
    Ok(Exit::Yes)
}

async fn delete(args: DeleteParticipantArgs) -> anyhow::Result<Exit> {
    let broker = access::broker(&args.deletion.access)?;
    let name = &args.name.name;
    let context = || format!("cannot delete the participant `{name}`");
    let lost = lost(&broker, name).await.with_context(context)?;
    if !(Deletion { what: name.clone(), lost }).is_confirmed(args.deletion.yes)? {
        return Ok(Exit::No);
    }
    broker.delete_participant(name, args.force.force).await.with_context(context)?;
    say(&format!("deleted the participant {name}"))
}

/// What goes with a participant.
async fn lost(broker: &Broker, name: &str) -> Result<Vec<String>, Error> {
    let versions = broker.versions(name, Scope::All, 1).await?.total;
    let partners = broker.partners(name).await?;
    let mut live = Vec::new();
    for environment in broker.environments().await? {
        for way in [Way::Deployed, Way::Released] {
            for found in broker.live(&environment, way, Some(name)).await? {
                let instance = words::instance(found.application_instance.as_deref());
                live.push(format!("{} is {} to {}{instance}", found.version, way.word(), environment.name));
            }
        }
    }
    let mut lost = Vec::new();
    if versions > 0 {
        lost.push(words::count(versions, "version"));
    }
    if !partners.is_empty() {
        lost.push(format!("contracts and results with {}", partners.join(", ")));
    }
    lost.extend(live);
    Ok(lost)
}
