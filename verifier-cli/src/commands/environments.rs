//! `abide environments`.

use super::{Usage, access};
use crate::broker_client::NewEnvironment;
use crate::cli::{CreateEnvironmentArgs, Format, ListEnvironmentsArgs};
use crate::exit::Exit;
use crate::output::{Out, environments};
use anyhow::Context as _;

pub(super) async fn create(args: CreateEnvironmentArgs) -> anyhow::Result<Exit> {
    let broker = access::broker(&args.access)?;
    let wanted = NewEnvironment { name: args.name, display_name: args.display_name, production: args.production };
    let created = broker
        .create_environment(&wanted)
        .await
        .with_context(|| format!("cannot create the environment `{}`", wanted.name))?;
    Out::standard().line(&format!("created the environment {} ({})", created.name, created.uuid));
    Ok(Exit::Yes)
}

pub(super) async fn list(args: ListEnvironmentsArgs) -> anyhow::Result<Exit> {
    if let Some(contradiction) = args.output.contradiction() {
        return Err(Usage(contradiction.to_owned()).into());
    }
    let broker = access::broker(&args.access)?;
    let all = broker.environments().await.context("cannot list the environments")?;
    let write = |format, out: &mut Out| match format {
        Format::Human => {
            environments::write(out, &all);
            Ok(out.finish()?)
        }
        Format::Json => super::write_json(out, &environments::Document::of(&all)),
    };
    if let Some(format) = args.output.standard() {
        write(format, &mut Out::standard())?;
    }
    for (format, path) in args.output.files() {
        let context = || format!("cannot write the file `{}`", path.display());
        write(format, &mut Out::file(path).with_context(context)?).with_context(context)?;
    }
    Ok(Exit::Yes)
}
