//! Where contracts come from: files, folders, URLs and the broker.

use super::error::Error;
use super::outcome::{Heading, LoadProblem, Problem};
use super::reporter::Reporter;
use crate::broker_client::{Broker, Document, ForVerification, Notice, PactToVerify, Queried};
use crate::network::Network;
use abide_contract_core::contract::Contract;
use abide_contract_core::file;
use http_body_util::Full;
use hyper::header::ACCEPT;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use url::Url;

/// A place to look for contracts.
#[derive(Debug, Clone)]
pub enum Source {
    /// A contract file, or a folder with contract files anywhere below.
    Path(PathBuf),
    /// The address of one contract.
    Url(Url),
    /// Whatever the broker wants verified.
    Broker(ForVerification),
}

impl Source {
    /// What a user wrote: an address if it looks like one, a path otherwise.
    pub fn parse(text: &str) -> Result<Self, url::ParseError> {
        if text.starts_with("http://") || text.starts_with("https://") {
            return Url::parse(text).map(Self::Url);
        }
        Ok(Self::Path(PathBuf::from(text)))
    }
}

/// A contract to be verified.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) contract: Arc<Contract>,
    pub(super) heading: Heading,
    /// What the broker says, now and afterwards.
    pub(super) notices: Vec<Notice>,
    /// The contract as a document of the broker, where results can be published.
    pub(super) document: Option<Document>,
}

/// Loads contracts of one provider; what cannot be loaded is a problem of its own and does not stop the others.
pub(super) struct Loader<'r> {
    pub(super) provider: &'r str,
    pub(super) network: &'r Network,
    pub(super) broker: Option<&'r Broker>,
    pub(super) reporter: &'r mut dyn Reporter,
    pub(super) loaded: Vec<Loaded>,
    pub(super) problems: Vec<LoadProblem>,
}

impl Loader<'_> {
    pub(super) async fn load(&mut self, source: &Source) {
        match source {
            Source::Path(path) if path.is_dir() => self.folder(path),
            Source::Path(path) => {
                let read = self.file(path);
                self.named(&path.display().to_string(), read);
            }
            Source::Url(url) => {
                let read = self.url(url).await;
                self.named(url.as_str(), read);
            }
            Source::Broker(wish) => self.broker(wish).await,
        }
    }

    fn problem(&mut self, origin: &str, error: &Error) {
        let problem = Problem { hint: error.hint(), ..Problem::from_error(error) };
        self.problems.push(LoadProblem { origin: origin.to_owned(), problem });
    }

    /// A contract that was named itself must be one of this provider.
    fn named(&mut self, origin: &str, read: Result<Loaded, Error>) {
        match read {
            Ok(loaded) if loaded.heading.provider == self.provider => self.loaded.push(loaded),
            Ok(loaded) => {
                let stated = loaded.heading.provider;
                let (origin, provider) = (origin.to_owned(), self.provider.to_owned());
                self.problem(&origin.clone(), &Error::OtherProvider { origin, stated, provider });
            }
            Err(error) => self.problem(origin, &error),
        }
    }

    /// In a folder, contracts of other providers are passed over.
    fn folder(&mut self, folder: &Path) {
        let found = match files(folder) {
            Ok(found) => found,
            Err(error) => return self.problem(&folder.display().to_string(), &error),
        };
        for path in found {
            match self.file(&path) {
                Ok(loaded) if loaded.heading.provider == self.provider => self.loaded.push(loaded),
                Ok(loaded) => {
                    let other = &loaded.heading.provider;
                    self.reporter.note(&format!("{} is passed over: its provider is `{other}`", path.display()));
                }
                Err(error) => self.problem(&path.display().to_string(), &error),
            }
        }
    }

    fn file(&mut self, path: &Path) -> Result<Loaded, Error> {
        let file::Loaded { contract, notes } = file::read(path)?;
        let origin = path.display().to_string();
        self.lenient(&origin, &notes);
        Ok(loaded(contract, origin))
    }

    async fn url(&mut self, url: &Url) -> Result<Loaded, Error> {
        if let Some(broker) = self.broker.filter(|broker| broker.holds(url)) {
            return self.fetched(broker, url.as_str(), url.as_str()).await;
        }
        let unreachable = |source| Error::Fetch { url: url.to_string(), source };
        let request = hyper::Request::get(url.as_str()).header(ACCEPT, "application/json").body(Full::default());
        let request = request.map_err(|error| unreachable(error.into()))?;
        let answer = self.network.send(request).await.map_err(unreachable)?;
        if !answer.is_success() {
            let to = answer.location().map_or_else(String::new, |location| format!(", to {location}"));
            return Err(Error::Status { url: url.to_string(), status: format!("{}{to}", answer.status) });
        }
        let mut loaded = self.bytes(&answer.body, url.as_str())?;
        let content = serde_json::from_slice(&answer.body).unwrap_or_default();
        loaded.document = Some(Document { url: url.clone(), content });
        Ok(loaded)
    }

    async fn broker(&mut self, wish: &ForVerification) {
        let Some(broker) = self.broker else {
            return self.problem("the broker", &Error::NoBroker);
        };
        match broker.contracts_for_verification(self.provider, wish).await {
            Ok(Queried::Contracts(contracts)) => {
                for wanted in contracts {
                    self.wanted(broker, &wanted).await;
                }
            }
            Ok(Queried::UnknownProvider) => {
                let note = format!("the broker at {} knows no provider named `{}`", broker.base(), self.provider);
                self.reporter.note(&note);
            }
            Err(error) => self.problem(broker.base().as_str(), &Error::Broker(error)),
        }
    }

    async fn wanted(&mut self, broker: &Broker, wanted: &PactToVerify) {
        let origin = wanted.name().unwrap_or(wanted.href()).to_owned();
        match self.fetched(broker, wanted.href(), &origin).await {
            Ok(mut loaded) => {
                let before = wanted.notices().iter().filter(|notice| notice.when == "before_verification");
                // The address says nothing the heading does not, and is longer than both.
                let named = |text: &str| text.replace(&format!("The pact at {}", wanted.href()), "This contract");
                loaded.heading.notices = before.map(|notice| named(&notice.text)).collect();
                loaded.heading.pending = wanted.pending();
                loaded.notices = wanted.notices().to_vec();
                self.loaded.push(loaded);
            }
            Err(error) => self.problem(&origin, &error),
        }
    }

    async fn fetched(&mut self, broker: &Broker, href: &str, origin: &str) -> Result<Loaded, Error> {
        let (bytes, document) = broker.contract(href).await?;
        let mut loaded = self.bytes(&bytes, origin)?;
        loaded.document = Some(document);
        Ok(loaded)
    }

    fn bytes(&mut self, bytes: &[u8], origin: &str) -> Result<Loaded, Error> {
        let file::Loaded { contract, notes } = file::from_slice(bytes, origin)?;
        self.lenient(origin, &notes);
        Ok(loaded(contract, origin.to_owned()))
    }

    /// Says what was read in spite of being written oddly.
    fn lenient(&mut self, origin: &str, notes: &[file::Note]) {
        for note in notes {
            self.reporter.note(&format!("{origin}{}: {}", note.pointer, note.text));
        }
    }
}

fn loaded(contract: Contract, origin: String) -> Loaded {
    let heading = Heading {
        consumer: contract.consumer.name.clone(),
        provider: contract.provider.name.clone(),
        origin,
        pending: false,
        notices: Vec::new(),
    };
    Loaded { contract: Arc::new(contract), heading, notices: Vec::new(), document: None }
}

/// The contract files at `path`: itself, or all `*.json` below it when it is a folder, sorted.
pub fn files(path: &Path) -> Result<Vec<PathBuf>, Error> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    json_files(path, &mut found)
        .map_err(|(path, source)| Error::Folder { path: path.display().to_string(), source })?;
    found.sort();
    Ok(found)
}

/// All `*.json` below `folder`. Links to folders are not followed: they may lead in circles.
fn json_files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), (PathBuf, std::io::Error)> {
    let fail = |source| (folder.to_owned(), source);
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let path = entry.path();
        if entry.file_type().map_err(fail)?.is_dir() {
            json_files(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
            found.push(path);
        }
    }
    Ok(())
}
