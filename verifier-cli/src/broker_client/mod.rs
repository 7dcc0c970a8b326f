//! A client for Pact brokers: finds its way by the links of the index, as the broker's own clients do.
//!
//! Only the fields that are read are declared; what a broker adds does not matter.

mod branch;
mod contract;
mod deployment;
mod environment;
mod error;
mod hal;
mod live;
mod matrix;
mod notice;
mod page;
mod participant;
mod publish;
mod tag;
mod verification;
mod version;

pub use branch::Branch;
pub use environment::{Contact, Environment, EnvironmentFields};
pub use error::Error;
pub use hal::Document;
pub use live::{Live, Way};
pub use matrix::{Answer, Question, Reason, Row, Side, Subject, Target, Verdict};
pub use notice::Notice;
pub use page::Page;
pub use participant::{Participant, ParticipantDetails, ParticipantFields};
pub use publish::{Publication, Published, ToPublish};
pub use tag::Tag;
pub use verification::{
    ForVerification, PUBLISH_RESULTS, PactToVerify, Queried, Recorded, TestException, TestMismatch, TestResult,
    VerificationResult,
};
pub use version::{Mark, Place, Scope, Version, VersionDetails, Which};

use crate::network::{self, Network};
use base64::Engine as _;
use http_body_util::Full;
use hyper::Method;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OnceCell;
use url::Url;

/// Waits before an idempotent request is sent again, when a proxy says the broker is not there at the moment.
const RETRIES: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(800)];

/// How to show who is asking.
#[derive(Clone, PartialEq, Eq)]
pub enum Credentials {
    /// A bearer token.
    Token(String),
    /// A user's name and password.
    Basic {
        /// The name.
        username: String,
        /// The password.
        password: String,
    },
}

impl Credentials {
    /// The value of the `Authorization` header.
    fn header(&self) -> String {
        match self {
            Self::Token(token) => format!("Bearer {token}"),
            Self::Basic { username, password } => {
                let pair = format!("{username}:{password}");
                format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
            }
        }
    }
}

/// Never shows the secret.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Token(_) => f.write_str("Token(..)"),
            Self::Basic { username, .. } => write!(f, "Basic({username})"),
        }
    }
}

/// A broker at an address.
#[derive(Debug)]
pub struct Broker {
    base: Url,
    credentials: Option<Credentials>,
    network: Arc<Network>,
    index: OnceCell<Document>,
}

impl Broker {
    /// The broker at `address`; nothing is asked yet. Credentials in the address (`http://user:password@…`) count when
    /// none are given.
    pub fn new(address: &str, credentials: Option<Credentials>, network: Arc<Network>) -> Result<Self, Error> {
        let refuse = |reason: String| Error::Address { address: address.to_owned(), reason };
        let mut base = Url::parse(address).map_err(|error| refuse(error.to_string()))?;
        if !matches!(base.scheme(), "http" | "https") || base.host().is_none() {
            return Err(refuse("it has no http or https host".to_owned()));
        }
        let credentials = credentials.or_else(|| credentials_in(&base));
        base.set_fragment(None);
        base.set_query(None);
        if base.set_username("").is_err() || base.set_password(None).is_err() {
            return Err(refuse("it cannot hold credentials".to_owned()));
        }
        Ok(Self { base, credentials, network, index: OnceCell::new() })
    }

    /// The address.
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// Whether `url` lies within this broker, so that it may see the credentials.
    pub fn holds(&self, url: &Url) -> bool {
        url.origin() == self.base.origin() && url.path().starts_with(self.base.path().trim_end_matches('/'))
    }

    /// The index, read once.
    pub async fn index(&self) -> Result<&Document, Error> {
        self.index
            .get_or_try_init(|| async {
                let document = match self.get(self.base.clone()).await {
                    Err(Error::Refused { url, status: status @ 404, .. }) => {
                        return Err(Error::NoBroker { url, what: describe_status(status) });
                    }
                    other => other?,
                };
                if document.content["_links"].is_object() {
                    return Ok(document);
                }
                Err(Error::NoBroker { url: document.url.to_string(), what: "JSON without links".to_owned() })
            })
            .await
    }

    /// Follows `rel` of the index, its placeholders filled.
    async fn address(&self, rel: &str, values: &[(&str, &str)]) -> Result<Url, Error> {
        let index = self.index().await?;
        match index.href_with(rel, values) {
            Some(href) => self.resolve(&href),
            None => Err(Error::MissingLink { url: index.url.to_string(), rel: rel.to_owned() }),
        }
    }

    fn resolve(&self, href: &str) -> Result<Url, Error> {
        hal::resolve(&self.base, href).map_err(|source| Error::Link { href: href.to_owned(), source })
    }

    fn within(&self, path: &str) -> Result<Url, Error> {
        hal::within(&self.base, path).map_err(|source| Error::Link { href: path.to_owned(), source })
    }

    /// The address behind `rel` of a document, or, where a broker does not give it, the one below it at `path`.
    fn follow(&self, document: &Document, rel: &str, path: &[&str]) -> Result<Url, Error> {
        if let Some(href) = document.href(rel) {
            return self.resolve(href);
        }
        let below: Vec<_> = path.iter().map(|segment| hal::encoded(segment)).collect();
        self.resolve(&format!("{}/{}", document.url.path().trim_end_matches('/'), below.join("/")))
    }

    async fn get(&self, url: Url) -> Result<Document, Error> {
        let answer = self.fetch(&url).await?;
        self.document(url, &answer)
    }

    async fn fetch(&self, url: &Url) -> Result<network::Answer, Error> {
        let mut answer = self.exchange(Method::GET, url, None).await?;
        for wait in RETRIES {
            if !matches!(answer.status, 502..=504) {
                break;
            }
            tokio::time::sleep(wait).await;
            answer = self.exchange(Method::GET, url, None).await?;
        }
        Ok(answer)
    }

    async fn send(&self, method: Method, url: Url, body: &Value) -> Result<Document, Error> {
        let answer = self.exchange(method, &url, Some(body)).await?;
        self.document(url, &answer)
    }

    /// Deletes what is at `url`; what is live only by `force`.
    async fn delete(&self, mut url: Url, force: bool) -> Result<(), Error> {
        if force {
            url.query_pairs_mut().append_pair("force", "true");
        }
        let answer = self.exchange(Method::DELETE, &url, None).await?;
        match self.document(url, &answer) {
            Err(Error::Refused { status: 409, mut detail, .. }) => {
                // What follows is for those who write the request themselves.
                detail.truncate(detail.find(", or add ?force=true").unwrap_or(detail.len()));
                Err(Error::Protected { detail })
            }
            other => other.map(drop),
        }
    }

    async fn exchange(&self, method: Method, url: &Url, body: Option<&Value>) -> Result<network::Answer, Error> {
        let unreachable = |source| Error::Unreachable { url: self.base.to_string(), source };
        let content_type = if method == Method::PATCH { "application/merge-patch+json" } else { "application/json" };
        let mut request = hyper::Request::builder()
            .method(method)
            .uri(url.as_str())
            .header(ACCEPT, "application/hal+json, application/json;q=0.9")
            .header(USER_AGENT, concat!("abide/", env!("CARGO_PKG_VERSION")));
        if let Some(credentials) = &self.credentials {
            request = request.header(AUTHORIZATION, credentials.header());
        }
        if body.is_some() {
            request = request.header(CONTENT_TYPE, content_type);
        }
        let body = body.map(|body| Full::from(body.to_string())).unwrap_or_default();
        let request = request.body(body).map_err(|error| unreachable(error.into()))?;
        self.network.send(request).await.map_err(unreachable)
    }

    /// Sorts an answer: a document, or the error it means.
    fn document(&self, url: Url, answer: &network::Answer) -> Result<Document, Error> {
        let content: Option<Value> = serde_json::from_slice(&answer.body).ok();
        match (answer.status, content) {
            (204, _) => Ok(Document { url, content: Value::Null }),
            (200..=299, Some(content)) => Ok(Document { url, content }),
            (200..=299, None) => Err(Error::NoBroker { url: url.into(), what: describe_content(answer) }),
            (300..=399, _) => {
                let target = answer.location().unwrap_or("nowhere");
                let what = format!("{}, to {target}", describe_status(answer.status));
                Err(Error::NoBroker { url: url.into(), what })
            }
            (status @ (401 | 403), _) => {
                Err(Error::Credentials { url: url.into(), status, sent: self.credentials.is_some() })
            }
            (status, content) => {
                // The query only repeats what was asked.
                let mut url = url;
                url.set_query(None);
                let detail =
                    content.map_or_else(|| answer.excerpt(), |content| notice::complaints(&content).join("; "));
                Err(Error::Refused { url: url.into(), status, detail })
            }
        }
    }
}

fn credentials_in(url: &Url) -> Option<Credentials> {
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let password = url.password().unwrap_or_default();
    (!url.username().is_empty())
        .then(|| Credentials::Basic { username: decoded(url.username()), password: decoded(password) })
}

fn describe_status(status: u16) -> String {
    match hyper::StatusCode::from_u16(status).ok().and_then(|code| code.canonical_reason()) {
        Some(reason) => format!("{status} {reason}"),
        None => status.to_string(),
    }
}

fn describe_content(answer: &network::Answer) -> String {
    match answer.content_type().map(|kind| kind.split(';').next().unwrap_or_default().trim()) {
        _ if answer.body.is_empty() => "nothing".to_owned(),
        Some("text/html") => "a web page (HTML)".to_owned(),
        Some(kind) => format!("`{kind}` instead of JSON"),
        None => "something that is not JSON".to_owned(),
    }
}

/// Reads a part of an answer into the fields we need.
fn read<T: serde::de::DeserializeOwned>(url: &Url, content: Value) -> Result<T, Error> {
    serde_json::from_value(content).map_err(|source| Error::Shape { url: url.to_string(), source })
}
