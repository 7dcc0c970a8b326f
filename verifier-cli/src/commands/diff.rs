//! `abide diff`.

use super::access;
use super::report::Report;
use crate::broker_client::Broker;
use crate::cli::DiffArgs;
use crate::exit::Exit;
use crate::output::diff::{self, Compared};
use crate::output::failure;
use abide_contract_core::{diff::between, file, json};
use anyhow::{Context as _, bail};
use std::path::Path;

pub(super) async fn run(args: DiffArgs) -> anyhow::Result<Exit> {
    let report = Report::to(&args.show.output)?;
    let sources = sources(&args)?;
    let compared = match sources.compared(&args).await {
        Ok(compared) => compared,
        // That a version is unknown is no difference.
        Err(error) => {
            failure::tell(&error);
            return Ok(Exit::Unknown);
        }
    };
    report.write(|out| diff::write(out, &compared), &diff::Document::of(&compared))?;
    Ok(if compared.diff.is_empty() { Exit::Yes } else { Exit::No })
}

/// Where the two contracts are.
enum Sources<'a> {
    Files,
    Published { broker: Box<Broker>, consumer: &'a str, provider: &'a str },
}

fn sources(args: &DiffArgs) -> anyhow::Result<Sources<'_>> {
    let (Some(consumer), Some(provider)) = (&args.consumer, &args.provider) else {
        let missing = [&args.before, &args.after].into_iter().find(|path| !Path::new(path).exists());
        return match missing {
            None => Ok(Sources::Files),
            Some(path) => {
                bail!("there is no file `{path}`; for versions of a broker give `--consumer` and `--provider`, too")
            }
        };
    };
    Ok(Sources::Published { broker: Box::new(access::broker(&args.show.access)?), consumer, provider })
}

impl Sources<'_> {
    async fn compared(&self, args: &DiffArgs) -> anyhow::Result<Compared> {
        let (before, before_bytes) = self.read(&args.before).await?;
        let (after, after_bytes) = self.read(&args.after).await?;
        let diff = between(&json::parse(&before_bytes)?, &json::parse(&after_bytes)?);
        Ok(Compared { before, after, diff })
    }

    /// What a contract is called, and its bytes, once they are known to be a contract.
    async fn read(&self, name: &str) -> anyhow::Result<(String, Vec<u8>)> {
        let (name, bytes) = match self {
            Self::Files => (name.to_owned(), file::bytes(Path::new(name))?),
            Self::Published { broker, consumer, provider } => {
                let context = || format!("cannot get the contract of {consumer} {name} with {provider}");
                let bytes = broker.published(consumer, name, provider).await.with_context(context)?;
                (format!("{consumer} {name}"), bytes)
            }
        };
        file::from_slice(&bytes, &name)?;
        Ok((name, bytes))
    }
}
