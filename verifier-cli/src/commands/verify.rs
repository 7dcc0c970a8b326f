//! `abide verify`.

use super::report::Report;
use super::{Usage, access};
use crate::broker_client::ForVerification;
use crate::cli::VerifyArgs;
use crate::exit::Exit;
use crate::network::Network;
use crate::output::human::Human;
use crate::output::json;
use crate::verify::{Filter, Selector, Source, ToPublish, Verifier};
use std::sync::Arc;
use std::time::Duration;

pub(super) async fn run(args: VerifyArgs) -> anyhow::Result<Exit> {
    let mut report = Report::to(&args.output)?;
    let verifier = verifier(&args)?;
    let mut live = report.live();
    let run = verifier.run(&mut Human::new(live.as_mut())).await?;
    if let Some(mut out) = live {
        out.finish()?;
    }
    report.write(|out| Human::write(out, &run), &json::Verification::of(&run, &args.provider))?;
    Ok(run.answer().into())
}

fn verifier(args: &VerifyArgs) -> anyhow::Result<Verifier> {
    let identity = args.client_cert.as_deref().zip(args.client_key.as_deref());
    let tls = access::tls(args.access.ca.as_deref(), identity)?;
    let network = Arc::new(Network::new(tls, Duration::from_secs(args.timeout.get())));
    let broker = access::broker_if_named(&args.access, Arc::clone(&network))?;
    let mut verifier = Verifier::of(&args.provider)
        .network(network)
        .max_message(usize::from(args.max_message_size) * 1024 * 1024)
        .strict_presence(args.strict_presence)
        .jobs(usize::from(args.jobs))
        .allow_empty(args.allow_empty);
    for source in sources(args, broker.is_some())? {
        verifier = verifier.source(source);
    }
    if let Some(broker) = broker {
        verifier = verifier.broker(broker);
    }
    if let Some(url) = &args.url {
        verifier = verifier.url(url.clone());
    }
    if let Some(url) = &args.transport {
        verifier = verifier.grpc(url.clone());
    }
    if let Some(url) = &args.state_url {
        verifier = verifier.state_url(url.clone());
    }
    for (name, value) in &args.header {
        verifier = verifier.header(name, value);
    }
    if let Some(pattern) = &args.filter {
        let filter = Filter::parse(pattern).map_err(|reason| Usage(format!("`--filter {pattern}`: {reason}")))?;
        verifier = verifier.filter(filter);
    }
    if args.publish {
        verifier = verifier.publish(ToPublish {
            version: args.provider_version.clone().unwrap_or_default(),
            branch: args.provider_branch.clone(),
            build_url: args.build_url.clone(),
        });
    }
    Ok(verifier)
}

/// The contracts that are named, or whatever the broker wants verified.
fn sources(args: &VerifyArgs, has_broker: bool) -> anyhow::Result<Vec<Source>> {
    if args.publish && !has_broker {
        return Err(
            Usage("`--publish` needs a broker: give `--broker URL` or set `ABIDE_BROKER_URL`".to_owned()).into()
        );
    }
    if args.contracts.is_empty() {
        if !has_broker {
            let text = "nothing to verify is named: give a CONTRACT, or `--broker URL`, or set `ABIDE_BROKER_URL`";
            return Err(Usage(text.to_owned()).into());
        }
        return Ok(vec![Source::Broker(wish(args)?)]);
    }
    let mut sources = Vec::new();
    for contract in &args.contracts {
        let source = Source::parse(contract).map_err(|error| Usage(format!("`{contract}` is no address: {error}")))?;
        if args.publish && matches!(source, Source::Path(_)) {
            let text = format!("`--publish` works for contracts of a broker, and `{contract}` is a file or folder");
            return Err(Usage(text).into());
        }
        sources.push(source);
    }
    Ok(sources)
}

fn wish(args: &VerifyArgs) -> anyhow::Result<ForVerification> {
    let mut selectors = Vec::new();
    for text in &args.selector {
        if text.trim() == "matching-branch" && args.provider_branch.is_none() {
            let text = "`--selector matching-branch` needs to know which branch: give `--provider-branch`";
            return Err(Usage(text.to_owned()).into());
        }
        let parsed = Selector::parse(text).map_err(|error| Usage(format!("`--selector {text}`: {error}")))?;
        selectors.extend(parsed);
    }
    if selectors.is_empty() {
        selectors = Selector::defaults(args.provider_branch.as_deref());
    }
    Ok(ForVerification {
        selectors: selectors.iter().map(|selector| selector.as_json().clone()).collect(),
        provider_branch: args.provider_branch.clone(),
        include_pending: args.enable_pending,
    })
}
