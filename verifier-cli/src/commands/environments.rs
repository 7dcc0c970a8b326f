//! `abide environments`.

use super::confirm::Deletion;
use super::{access, say, showing};
use crate::broker_client::{Broker, Contact, Environment, EnvironmentFields, Error, Live, Way};
use crate::cli::{
    CreateEnvironmentArgs, DeleteEnvironmentArgs, DescribeEnvironmentArgs, EnvironmentFieldsArgs, EnvironmentsCommand,
    ShowArgs, UpdateEnvironmentArgs,
};
use crate::exit::Exit;
use crate::output::environments::{self, Description};
use crate::output::json::Held;
use crate::output::words;
use anyhow::Context as _;
use serde_json::{Map, json};

pub(super) async fn run(command: EnvironmentsCommand) -> anyhow::Result<Exit> {
    match command {
        EnvironmentsCommand::Create(args) => create(args).await,
        EnvironmentsCommand::Update(args) => update(args).await,
        EnvironmentsCommand::List(args) => list(args).await,
        EnvironmentsCommand::Describe(args) => describe(args).await,
        EnvironmentsCommand::Delete(args) => delete(args).await,
    }
}

async fn create(args: CreateEnvironmentArgs) -> anyhow::Result<Exit> {
    let broker = access::broker(&args.access)?;
    let context = || format!("cannot create the environment `{}`", args.name);
    let wanted = fields(Some(args.name.clone()), args.fields);
    let created = broker.create_environment(&wanted).await.with_context(context)?;
    say(&format!("created the environment {} ({})", created.name, created.uuid))
}

async fn update(args: UpdateEnvironmentArgs) -> anyhow::Result<Exit> {
    let broker = access::broker(&args.access)?;
    let context = || format!("cannot update the environment `{}`", args.environment.environment);
    let known = broker.environment(&args.environment.environment).await.with_context(context)?;
    let wanted = fields(args.name, args.fields);
    let updated = broker.update_environment(&known, &wanted).await.with_context(context)?;
    say(&format!("updated the environment {} ({})", updated.name, updated.uuid))
}

fn fields(name: Option<String>, args: EnvironmentFieldsArgs) -> EnvironmentFields {
    let contact = args.contact_name.map(|name| {
        let address = args.contact_email_address;
        let details = address.map(|address| ("emailAddress".to_owned(), json!(address)));
        vec![Contact { name, details: details.into_iter().collect::<Map<_, _>>() }]
    });
    let production = (args.production || args.no_production).then_some(args.production);
    EnvironmentFields { name, display_name: args.display_name, production, contacts: contact }
}

async fn list(args: ShowArgs) -> anyhow::Result<Exit> {
    let (report, broker) = showing(&args)?;
    let all = broker.environments().await.context("cannot list the environments")?;
    let document = Held::by("environments list", environments::List { environments: &all });
    report.write(|out| environments::list(out, &all), &document)?;
    Ok(Exit::Yes)
}

async fn describe(args: DescribeEnvironmentArgs) -> anyhow::Result<Exit> {
    let (report, broker) = showing(&args.show)?;
    let name = &args.environment.environment;
    let found = look(&broker, name, args.participant.as_deref()).await;
    let found = found.with_context(|| format!("cannot describe the environment `{name}`"))?;
    report.write(|out| environments::describe(out, &found), &Held::by("environments describe", &found))?;
    Ok(Exit::Yes)
}

async fn look(broker: &Broker, name: &str, participant: Option<&str>) -> Result<Description, Error> {
    let environment = broker.environment(name).await?;
    if let Some(participant) = participant {
        broker.participant(participant).await?;
    }
    let deployed = broker.live(&environment, Way::Deployed, participant).await?;
    let released = broker.live(&environment, Way::Released, participant).await?;
    Ok(Description { environment, deployed, released })
}

async fn delete(args: DeleteEnvironmentArgs) -> anyhow::Result<Exit> {
    let broker = access::broker(&args.deletion.access)?;
    let name = &args.environment.environment;
    let context = || format!("cannot delete the environment `{name}`");
    let Description { environment, deployed, released } = look(&broker, name, None).await.with_context(context)?;
    let Environment { name, .. } = &environment;
    let what = format!("the environment {name}");
    let line = |live: &Live, word| {
        let instance = words::instance(live.application_instance.as_deref());
        format!("that {} {} is {word} there{instance}", live.participant, live.version)
    };
    let lost = deployed.iter().map(|live| line(live, "deployed"));
    let lost = lost.chain(released.iter().map(|live| line(live, "released"))).collect();
    if !(Deletion { what: what.clone(), lost }).is_confirmed(args.deletion.yes)? {
        return Ok(Exit::No);
    }
    broker.delete_environment(&environment, args.force.force).await.with_context(context)?;
    say(&format!("deleted {what}"))
}
