//! `abide publish`.

use super::{access, exit_of};
use crate::broker_client::{Broker, Error, Publication, ToPublish};
use crate::cli::PublishArgs;
use crate::exit::Exit;
use crate::hint::Hint;
use crate::output::{Out, failure, words};
use crate::verify::files;
use abide_contract_core::{file, json};
use anyhow::{Context as _, anyhow, bail};
use std::collections::BTreeMap;
use std::path::PathBuf;

pub(super) async fn run(args: PublishArgs) -> anyhow::Result<Exit> {
    let by_consumer = contracts(&args)?;
    let broker = access::broker(&args.access)?;
    let mut exit = Exit::Yes;
    for (consumer, contracts) in by_consumer {
        let publication = Publication {
            consumer,
            version: args.version.clone(),
            branch: args.branch.clone(),
            tags: args.tag.clone(),
            build_url: args.build_url.clone(),
            allow_similar_names: args.allow_similar_names,
            contracts: contracts.into_iter().map(|found| found.contract).collect(),
        };
        // One consumer's failure must not hide another's conflict.
        exit = exit.and(publish(&broker, &publication).await.unwrap_or_else(|error| {
            failure::tell(&error);
            exit_of(&error)
        }));
    }
    Ok(exit)
}

async fn publish(broker: &Broker, publication: &Publication) -> anyhow::Result<Exit> {
    let subject = format!("{} {}", publication.consumer, publication.version);
    match broker.publish(publication).await {
        Ok(published) => {
            failure::notices(&published.notices);
            let mut out = Out::standard();
            let number = words::count(publication.contracts.len(), "contract");
            let branch = publication.branch.as_ref().map_or_else(String::new, |branch| format!(" (branch {branch})"));
            out.line(&format!("published {number} of {subject}{branch}"));
            for url in published.contracts {
                out.line(&format!("  {url}"));
            }
            Ok(Exit::Yes)
        }
        Err(Error::Conflict { notices, errors }) => {
            failure::notices(&notices);
            let mut said = notices.iter().map(|notice| &notice.text).chain(&errors);
            let (why, hint) = said.find_map(|text| reason(text)).unzip();
            let mut text = format!("nothing of {subject} is published");
            if let Some(why) = why {
                text = format!("{text}: {why}");
            }
            if notices.is_empty() && !errors.is_empty() {
                text = format!("{text}: {}", errors.join("; "));
            }
            failure::tell_problem(&crate::verify::Problem { text, hint: hint.map(Hint::from) });
            Ok(Exit::No)
        }
        Err(error) => Err(error).with_context(|| format!("cannot publish the contracts of {subject}")),
    }
}

/// What a broker's sentence about a conflict comes to, and what to try; brokers have no code for it.
fn reason(said: &str) -> Option<(&'static str, &'static str)> {
    if said.contains("Cannot change the content") {
        let hint = "a version's contracts never change: publish under a version of its own, such as the commit";
        return Some(("it was published before, with other content", hint));
    }
    said.contains("very similar to").then_some((
        "a name in it is not known, and like one that is",
        "correct the name, create it with `abide participants create --name NAME`, or publish with `--allow-similar-names`",
    ))
}

/// A contract file that was found.
struct Found {
    path: PathBuf,
    digest: String,
    contract: ToPublish,
}

/// The contracts below the paths, by consumer; everything is read before anything is sent.
fn contracts(args: &PublishArgs) -> anyhow::Result<BTreeMap<String, Vec<Found>>> {
    let mut by_consumer: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    for path in &args.paths {
        let files = files(path)?;
        if files.is_empty() {
            bail!("there is no contract in the folder `{}`", path.display());
        }
        for path in files {
            let found = read(path)?;
            let known = by_consumer.entry(found.contract.consumer.clone()).or_default();
            match known.iter().find(|known| known.contract.provider == found.contract.provider) {
                None => known.push(found),
                Some(twin) if twin.digest == found.digest => {}
                Some(twin) => return Err(contradiction(twin, &found)),
            }
        }
    }
    Ok(by_consumer)
}

fn contradiction(one: &Found, other: &Found) -> anyhow::Error {
    let ToPublish { consumer, provider, .. } = &one.contract;
    let (one, other) = (one.path.display(), other.path.display());
    anyhow!("`{one}` and `{other}` are both of {consumer} and {provider}, and differ: publish one of them")
}

/// The file goes out as it is; it is read only to be sure that it is a contract, and whose.
fn read(path: PathBuf) -> anyhow::Result<Found> {
    let content = std::fs::read(&path).with_context(|| format!("cannot read the file `{}`", path.display()))?;
    let contract = file::from_slice(&content, &path.display().to_string())?.contract;
    for (role, name) in [("consumer", &contract.consumer.name), ("provider", &contract.provider.name)] {
        if name.trim().is_empty() {
            bail!("contract file `{}` does not name its {role}", path.display());
        }
    }
    let digest = json::parse(&content).map(|value| file::canonical::content_digest(&value))?;
    let contract = ToPublish { consumer: contract.consumer.name, provider: contract.provider.name, content };
    Ok(Found { path, digest, contract })
}
