//! `abide record-deployment`, `record-undeployment`, `record-release` and `record-support-ended`.

use super::{access, say};
use crate::cli::{RecordArgs, RecordDeploymentArgs, RecordUndeploymentArgs};
use crate::exit::Exit;
use crate::output::words;
use anyhow::Context as _;

pub(super) async fn deployment(args: RecordDeploymentArgs) -> anyhow::Result<Exit> {
    let broker = access::broker(&args.subject.access)?;
    let RecordArgs { participant, version, environment, .. } = &args.subject;
    let instance = args.application_instance.as_deref();
    broker
        .record_deployment(participant, version, environment, instance)
        .await
        .with_context(|| format!("cannot record the deployment of {participant} {version} to {environment}"))?;
    say(&format!("{participant} {version} is recorded as deployed to {environment}{}", words::instance(instance)))
}

pub(super) async fn undeployment(args: RecordUndeploymentArgs) -> anyhow::Result<Exit> {
    let broker = access::broker(&args.access)?;
    let RecordUndeploymentArgs { participant, environment, application_instance, .. } = &args;
    let instance = application_instance.as_deref();
    let ended = broker
        .record_undeployment(participant, environment, instance)
        .await
        .with_context(|| format!("cannot record that {participant} is not deployed to {environment} any more"))?;
    let version = ended.version;
    say(&format!(
        "{participant} {version} is recorded as not deployed to {environment} any more{}",
        words::instance(instance)
    ))
}

pub(super) async fn release(args: RecordArgs) -> anyhow::Result<Exit> {
    let broker = access::broker(&args.access)?;
    let RecordArgs { participant, version, environment, .. } = &args;
    broker
        .record_release(participant, version, environment)
        .await
        .with_context(|| format!("cannot record the release of {participant} {version} to {environment}"))?;
    say(&format!("{participant} {version} is recorded as released to {environment}"))
}

pub(super) async fn support_ended(args: RecordArgs) -> anyhow::Result<Exit> {
    let broker = access::broker(&args.access)?;
    let RecordArgs { participant, version, environment, .. } = &args;
    broker.record_support_ended(participant, version, environment).await.with_context(|| {
        format!("cannot record that {participant} {version} is not supported in {environment} any more")
    })?;
    say(&format!("{participant} {version} is recorded as not supported in {environment} any more"))
}
