//! `abide can-i-deploy`.

use super::{Usage, access};
use crate::broker_client::{Question, Target};
use crate::cli::{CanIDeployArgs, Format};
use crate::exit::Exit;
use crate::output::{Out, can_i_deploy};
use anyhow::Context as _;

pub(super) async fn run(args: CanIDeployArgs) -> anyhow::Result<Exit> {
    if let Some(contradiction) = args.output.contradiction() {
        return Err(Usage(contradiction.to_owned()).into());
    }
    let broker = access::broker(&args.access)?;
    let target = match (args.to_environment, args.to) {
        (Some(environment), _) => Target::Environment(environment),
        (None, tag) => Target::Tag(tag.unwrap_or_default()),
    };
    let question = Question { participant: args.participant, version: args.version, target };
    let verdict = broker.can_i_deploy(&question).await.with_context(|| {
        let Question { participant, version, target } = &question;
        format!("cannot find out whether {participant} {version} can be deployed to {}", target.name())
    })?;
    let write = |format, out: &mut Out| match format {
        Format::Human => {
            can_i_deploy::write(out, &question, &verdict);
            Ok(out.finish()?)
        }
        Format::Json => super::write_json(out, &can_i_deploy::Document::of(&question, &verdict)),
    };
    if let Some(format) = args.output.standard() {
        write(format, &mut Out::standard())?;
    }
    for (format, path) in args.output.files() {
        let context = || format!("cannot write the file `{}`", path.display());
        write(format, &mut Out::file(path).with_context(context)?).with_context(context)?;
    }
    Ok(if verdict.deployable == Some(true) { Exit::Yes } else { Exit::No })
}
