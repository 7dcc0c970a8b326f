//! `abide record-deployment`.

use super::access;
use crate::cli::RecordDeploymentArgs;
use crate::exit::Exit;
use crate::output::Out;
use anyhow::Context as _;

pub(super) async fn run(args: RecordDeploymentArgs) -> anyhow::Result<Exit> {
    let broker = access::broker(&args.access)?;
    let RecordDeploymentArgs { participant, version, environment, application_instance, .. } = &args;
    broker
        .record_deployment(participant, version, environment, application_instance.as_deref())
        .await
        .with_context(|| format!("cannot record the deployment of {participant} {version} to {environment}"))?;
    let instance = application_instance.as_ref().map_or_else(String::new, |name| format!(" (instance {name})"));
    Out::standard().line(&format!("{participant} {version} is recorded as deployed to {environment}{instance}"));
    Ok(Exit::Yes)
}
