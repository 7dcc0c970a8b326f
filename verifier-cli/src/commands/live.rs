//! `abide deployments` and `abide releases`.

use super::showing;
use crate::broker_client::{Broker, Error, Way};
use crate::cli::{DeploymentsCommand, ListLiveArgs, ReleasesCommand};
use crate::exit::Exit;
use crate::output::json::Held;
use crate::output::live::{self, There};
use anyhow::Context as _;
use std::collections::BTreeMap;

pub(super) async fn deployments(command: DeploymentsCommand) -> anyhow::Result<Exit> {
    let DeploymentsCommand::List(args) = command;
    list(&args, Way::Deployed, "deployments list", "deployments").await
}

pub(super) async fn releases(command: ReleasesCommand) -> anyhow::Result<Exit> {
    let ReleasesCommand::List(args) = command;
    list(&args, Way::Released, "releases list", "releases").await
}

/// Lists what is live in one way; in JSON under `key`.
async fn list(args: &ListLiveArgs, way: Way, command: &'static str, key: &'static str) -> anyhow::Result<Exit> {
    let (report, broker) = showing(&args.show)?;
    let found = everywhere(&broker, args, way).await.with_context(|| format!("cannot list the {key}"))?;
    let document = Held::by(command, BTreeMap::from([(key, &found)]));
    report.write(|out| live::list(out, &found), &document)?;
    Ok(Exit::Yes)
}

/// What is live in one environment or in all; names nobody knows are errors, not empty lists.
async fn everywhere(broker: &Broker, args: &ListLiveArgs, way: Way) -> Result<Vec<There>, Error> {
    let participant = args.participant.as_deref();
    if let Some(participant) = participant {
        broker.participant(participant).await?;
    }
    let environments = match &args.environment {
        Some(name) => vec![broker.environment(name).await?],
        None => broker.environments().await?,
    };
    let mut found = Vec::new();
    for environment in environments {
        let live = broker.live(&environment, way, participant).await?;
        found.extend(live.into_iter().map(|live| There { environment: environment.name.clone(), live }));
    }
    Ok(found)
}
