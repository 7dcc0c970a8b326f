//! The verifier: replays what consumers need against a running provider and says whether it is given.
//!
//! [`Verifier`] is set up once and run once; a [`Reporter`] hears outcomes as they are known, and the [`Run`] has them all.

mod error;
#[cfg(feature = "grpc")]
mod grpc;
mod http;
mod interaction;
mod outcome;
mod publish;
mod reporter;
mod schedule;
mod select;
mod source;
mod states;

pub use error::Error;
#[cfg(feature = "grpc")]
pub use grpc::Reflection;
pub use outcome::{
    Answer, ContractReport, Failure, Heading, InteractionReport, LoadProblem, Outcome, Problem, Publication, Run,
};
pub use publish::ToPublish;
pub use reporter::Reporter;
pub use select::{Filter, Selector, SelectorError};
pub use source::{Source, files};

use crate::broker_client::Broker;
use crate::network::Network;
use abide_contract_core::contract::Contract;
use abide_contract_core::interaction::Interaction;
use hyper::header::{HeaderName, HeaderValue};
use interaction::Replay;
use schedule::Step;
use source::{Loaded, Loader};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use url::Url;

/// Replays contracts against one provider.
#[derive(Debug)]
pub struct Verifier {
    provider: String,
    url: Option<Url>,
    #[cfg(feature = "grpc")]
    grpc: Option<Url>,
    #[cfg(feature = "grpc")]
    max_message: usize,
    #[cfg(feature = "grpc")]
    strict_presence: bool,
    network: Arc<Network>,
    sources: Vec<Source>,
    broker: Option<Broker>,
    state_url: Option<Url>,
    headers: Vec<(String, String)>,
    filter: Option<Filter>,
    jobs: usize,
    allow_empty: bool,
    publish: Option<ToPublish>,
}

impl Verifier {
    /// A verifier for the provider `name`, which answers HTTP at `url`.
    pub fn new(name: impl Into<String>, url: Url) -> Self {
        Self::of(name).url(url)
    }

    /// A verifier for the provider `name`, whose addresses follow.
    pub fn of(name: impl Into<String>) -> Self {
        Self {
            provider: name.into(),
            url: None,
            #[cfg(feature = "grpc")]
            grpc: None,
            #[cfg(feature = "grpc")]
            max_message: grpc::MAX_MESSAGE,
            #[cfg(feature = "grpc")]
            strict_presence: false,
            network: Arc::default(),
            sources: Vec::new(),
            broker: None,
            state_url: None,
            headers: Vec::new(),
            filter: None,
            jobs: 1,
            allow_empty: false,
            publish: None,
        }
    }

    /// Where the provider answers HTTP.
    #[must_use]
    pub fn url(mut self, url: Url) -> Self {
        self.url = Some(url);
        self
    }

    /// Where the provider answers gRPC: `http` for plain HTTP/2, `https` for TLS.
    #[cfg(feature = "grpc")]
    #[must_use]
    pub fn grpc(mut self, url: Url) -> Self {
        self.grpc = Some(url);
        self
    }

    /// How many bytes a message of a gRPC answer may have; 4 MiB unless told otherwise.
    #[cfg(feature = "grpc")]
    #[must_use]
    pub fn max_message(mut self, bytes: usize) -> Self {
        self.max_message = bytes;
        self
    }

    /// Whether a field that a gRPC answer leaves off the wire fails under every rule, as contracts may ask for themselves.
    #[cfg(feature = "grpc")]
    #[must_use]
    pub fn strict_presence(mut self, strict: bool) -> Self {
        self.strict_presence = strict;
        self
    }

    /// Adds contracts.
    #[must_use]
    pub fn source(mut self, source: Source) -> Self {
        self.sources.push(source);
        self
    }

    /// The broker that [`Source::Broker`] asks and that results are published to.
    #[must_use]
    pub fn broker(mut self, broker: Broker) -> Self {
        self.broker = Some(broker);
        self
    }

    /// Connections with other limits, or other authorities to trust.
    #[must_use]
    pub fn network(mut self, network: Arc<Network>) -> Self {
        self.network = network;
        self
    }

    /// The provider's state handler. Without one, states are named and passed over.
    #[must_use]
    pub fn state_url(mut self, url: Url) -> Self {
        self.state_url = Some(url);
        self
    }

    /// Adds a header to every request; it replaces those of the same name in the contracts.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Replays only some of the interactions.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = Some(filter);
        self
    }

    /// How many interactions without provider states may run at the same time.
    #[must_use]
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.jobs = jobs.max(1);
        self
    }

    /// Whether it is fine that there is nothing to verify.
    #[must_use]
    pub fn allow_empty(mut self, allow: bool) -> Self {
        self.allow_empty = allow;
        self
    }

    /// Publishes the result of each contract to the broker it came from.
    #[must_use]
    pub fn publish(mut self, publish: ToPublish) -> Self {
        self.publish = Some(publish);
        self
    }

    /// Loads the contracts, replays them and publishes the results.
    ///
    /// An error means that nothing could be tried at all. What cannot be loaded is part of the run.
    pub async fn run(&self, reporter: &mut dyn Reporter) -> Result<Run, Error> {
        let begun = Instant::now();
        let replay = Arc::new(self.replay()?);
        let mut loader = Loader {
            provider: &self.provider,
            network: &self.network,
            broker: self.broker.as_ref(),
            reporter: &mut *reporter,
            loaded: Vec::new(),
            problems: Vec::new(),
        };
        for source in &self.sources {
            loader.load(source).await;
        }
        let Loader { loaded: contracts, problems, .. } = loader;
        for problem in &problems {
            reporter.load_problem(problem);
        }
        let mut run = Run { problems, allow_empty: self.allow_empty, ..Run::default() };
        let mut publisher = publish::Publisher::new(self.publish.as_ref(), self.broker.as_ref());
        for contract in contracts {
            reporter.contract_begins(&contract.heading);
            let interactions = self.interactions(&replay, &contract.contract, reporter).await;
            let report = self.conclude(&mut publisher, contract, interactions).await;
            reporter.contract_ends(&report);
            run.contracts.push(report);
        }
        run.duration = begun.elapsed();
        reporter.run_ends(&run);
        Ok(run)
    }

    fn replay(&self) -> Result<Replay, Error> {
        for (url, whose) in self.addresses() {
            checked(url, whose)?;
        }
        let headers = header_lines(&self.headers)?;
        let network = || Arc::clone(&self.network);
        Ok(Replay {
            http: self.url.clone().map(|url| http::Provider::new(url, headers.clone(), network())),
            #[cfg(feature = "grpc")]
            grpc: self.grpc.clone().map(|url| grpc::Provider::new(url, headers, self.max_message, network())),
            #[cfg(feature = "grpc")]
            strict_presence: self.strict_presence,
            states: states::States::new(self.state_url.clone(), network()),
        })
    }

    fn addresses(&self) -> impl Iterator<Item = (&Url, &'static str)> {
        let known = [(&self.url, "provider"), (&self.state_url, "state handler")];
        #[cfg(feature = "grpc")]
        let known = known.into_iter().chain([(&self.grpc, "provider")]);
        known.into_iter().filter_map(|(url, whose)| Some((url.as_ref()?, whose)))
    }

    /// Replays a contract's interactions by plan; the reports come back in the order of the file.
    async fn interactions(
        &self,
        replay: &Arc<Replay>,
        contract: &Arc<Contract>,
        reporter: &mut dyn Reporter,
    ) -> Vec<InteractionReport> {
        let wanted = |interaction: &Interaction| {
            self.filter.as_ref().is_none_or(|filter| filter.takes(&interaction.description))
        };
        let chosen = contract.interactions.iter().enumerate().filter(|(_, interaction)| wanted(interaction));
        let mut reports = Vec::new();
        for step in schedule::plan(chosen, self.jobs) {
            let done = match step {
                Step::Alone(at) => vec![(at, replay.interaction(&contract.interactions[at], reporter).await)],
                Step::Together(positions) => self.together(replay, contract, positions).await,
            };
            for (_, report) in &done {
                reporter.interaction(report);
            }
            reports.extend(done);
        }
        reports.sort_by_key(|(at, _)| *at);
        reports.into_iter().map(|(_, report)| report).collect()
    }

    async fn together(
        &self,
        replay: &Arc<Replay>,
        contract: &Arc<Contract>,
        positions: Vec<usize>,
    ) -> Vec<(usize, InteractionReport)> {
        let slots = Arc::new(Semaphore::new(self.jobs));
        let mut running = JoinSet::new();
        for at in positions {
            let (slots, replay, contract) = (Arc::clone(&slots), Arc::clone(replay), Arc::clone(contract));
            running.spawn(async move {
                // The semaphore is never closed, so a slot always comes.
                let _slot = slots.acquire_owned().await;
                (at, replay.interaction(&contract.interactions[at], &mut ()).await)
            });
        }
        let mut done = running.join_all().await;
        done.sort_by_key(|(at, _)| *at);
        done
    }

    async fn conclude(
        &self,
        publisher: &mut publish::Publisher<'_>,
        loaded: Loaded,
        interactions: Vec<InteractionReport>,
    ) -> ContractReport {
        let mut report =
            ContractReport { heading: loaded.heading, interactions, publication: None, notices: Vec::new() };
        // What was only looked at in part is not told to the broker.
        if self.filter.is_some() || (report.interactions.is_empty() && !self.allow_empty) {
            report.publication = self.publish.as_ref().map(|_| Publication::Withheld);
        } else {
            report.publication = publisher.publish(&report, loaded.document.as_ref()).await;
        }
        let is_published = matches!(report.publication, Some(Publication::Published { .. }));
        let success = report.verdict() == Answer::Yes;
        let when = format!("after_verification:success_{success}_published_{is_published}");
        report.notices = loaded.notices.into_iter().filter(|notice| notice.when == when).collect();
        report
    }
}

/// Headers as they are sent.
fn header_lines(headers: &[(String, String)]) -> Result<Vec<(HeaderName, HeaderValue)>, Error> {
    let line = |(name, value): &(String, String)| {
        http::header(name, value).map_err(|source| Error::Header { name: name.clone(), source })
    };
    headers.iter().map(line).collect()
}

/// Refuses an address that requests cannot be sent to as it stands.
fn checked(url: &Url, whose: &'static str) -> Result<(), Error> {
    let refuse = |reason| Err(Error::Address { url: url.to_string(), whose, reason });
    if !matches!(url.scheme(), "http" | "https") {
        return refuse("only http and https are known");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refuse("credentials belong into a header");
    }
    if url.fragment().is_some() || (url.query().is_some() && whose == "provider") {
        return refuse("it has a query or a fragment");
    }
    Ok(())
}
