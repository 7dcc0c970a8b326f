//! Connections to brokers, providers and state handlers: one pooled client, exactly the request that was asked for.
//!
//! It stands on hyper's client: `reqwest` sends headers of its own and rewrites paths, and the feature it needs for TLS
//! without a default provider makes every other `reqwest::Client::new()` in a user's build panic. TLS settings are made once,
//! and only when an `https` address occurs.

use crate::hint::Hint;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, LOCATION};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// How long one request may take unless told otherwise.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// Whoever has not taken the connection by then is not there.
const MAX_CONNECT: Duration = Duration::from_secs(10);

/// No answer may be larger than this, from whomever it comes.
pub const MAX_ANSWER: usize = 64 * 1024 * 1024;

/// Why a connection could not be prepared, or an exchange did not come to an end.
///
/// Causes are the innermost ones: the layers between say nothing a user does not know.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file given as certificate authority holds no certificate.
    #[error("the certificate authority's file holds no PEM certificate that can be read")]
    NoCertificate,
    /// A certificate and its key cannot be shown to others.
    #[error("the client certificate and its key cannot be used: {0}")]
    Identity(String),
    /// The TLS settings were refused.
    #[error("the TLS settings cannot be used")]
    Tls(#[source] rustls::Error),
    /// The request cannot be sent over HTTP at all.
    #[error("the request cannot be sent over HTTP: {0}")]
    Request(#[from] hyper::http::Error),
    /// Nobody took the connection.
    #[error("{0}")]
    Connect(String),
    /// There was no answer in time.
    #[error("no answer within {} s", .0.as_secs())]
    Late(Duration),
    /// The connection broke off.
    #[error("the connection broke off: {0}")]
    Broken(String),
    /// The answer is larger than [`MAX_ANSWER`].
    #[error("the answer is larger than {} MB", MAX_ANSWER / 1024 / 1024)]
    TooLarge,
}

impl Error {
    /// What to try.
    pub fn hint(&self) -> Option<Hint> {
        match self {
            Self::Tls(_) => {
                Some("no address and no certificate causes this: it is a fault of this build, so report it".into())
            }
            _ => None,
        }
    }
}

/// The cause at the bottom of an error.
pub(crate) fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

/// A request, complete as it goes over the wire.
pub(crate) type Request = hyper::Request<Full<Bytes>>;

type Client = legacy::Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// The connections of one run: clients are made on first use and keep their connections.
#[derive(Debug)]
pub struct Network {
    tls: Tls,
    timeout: Duration,
    plain: OnceLock<Client>,
    secure: OnceLock<Client>,
}

impl Default for Network {
    fn default() -> Self {
        Self::new(Tls::default(), DEFAULT_TIMEOUT)
    }
}

impl Network {
    /// Connections that trust what `tls` trusts and wait for an answer no longer than `timeout`.
    pub fn new(tls: Tls, timeout: Duration) -> Self {
        Self { tls, timeout, plain: OnceLock::new(), secure: OnceLock::new() }
    }

    /// Sends `request`, to which nothing is added but `Host`, and reads the whole answer. Redirects are not followed: where an
    /// answer came from is part of what it says.
    pub(crate) async fn send(&self, request: Request) -> Result<Answer, Error> {
        let client = self.client(request.uri().scheme_str() == Some("https"))?;
        tokio::time::timeout(self.timeout, exchange(client, request)).await.map_err(|_| Error::Late(self.timeout))?
    }

    /// How long a whole exchange may take.
    #[cfg(feature = "grpc")]
    pub(crate) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Whoever has not taken a connection by then is not there.
    pub(crate) fn connect_limit(&self) -> Duration {
        (self.timeout / 2).min(MAX_CONNECT)
    }

    /// The settings of TLS connections.
    #[cfg(feature = "grpc")]
    pub(crate) fn tls(&self) -> Result<ClientConfig, Error> {
        self.tls.settings(true)
    }

    fn client(&self, secure: bool) -> Result<&Client, Error> {
        let kept = if secure { &self.secure } else { &self.plain };
        if let Some(client) = kept.get() {
            return Ok(client);
        }
        let mut connector = HttpConnector::new();
        connector.enforce_http(false);
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(self.connect_limit()));
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(self.tls.settings(secure)?)
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        let client = legacy::Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector);
        Ok(kept.get_or_init(|| client))
    }
}

async fn exchange(client: &Client, request: Request) -> Result<Answer, Error> {
    let response = client.request(request).await.map_err(|error| {
        let cause = innermost(&error);
        if error.is_connect() { Error::Connect(cause) } else { Error::Broken(cause) }
    })?;
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, MAX_ANSWER).collect().await.map_err(|error| {
        let too_large = error.downcast_ref::<LengthLimitError>().is_some();
        if too_large { Error::TooLarge } else { Error::Broken(innermost(error.as_ref())) }
    })?;
    Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body: body.to_bytes() })
}

/// An answer, read to its end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    /// The status code.
    pub(crate) status: u16,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body.
    pub(crate) body: Bytes,
}

impl Answer {
    /// Whether the status is in the two hundreds.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The `Content-Type`, as stated.
    pub(crate) fn content_type(&self) -> Option<&str> {
        self.text(&CONTENT_TYPE)
    }

    /// The `Location`, where there is one.
    pub(crate) fn location(&self) -> Option<&str> {
        self.text(&LOCATION)
    }

    fn text(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The start of the body in one line, to be quoted in an error.
    pub(crate) fn excerpt(&self) -> String {
        let text = String::from_utf8_lossy(&self.body[..self.body.len().min(2000)]);
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(200) {
            Some((end, _)) => format!("{}…", &line[..end]),
            None => line,
        }
    }
}

/// Whom to trust: the system's certificate authorities, and one more if given; and who we say we are, if asked.
#[derive(Debug, Default)]
pub struct Tls {
    extra: Vec<CertificateDer<'static>>,
    identity: Option<Arc<SingleCertAndKey>>,
    trusting: OnceLock<ClientConfig>,
}

impl Tls {
    /// Trusts the authorities in a PEM file beside the system's.
    pub fn with_authority(pem: &[u8]) -> Result<Self, Error> {
        let extra: Vec<_> =
            CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().map_err(|_| Error::NoCertificate)?;
        if extra.is_empty() { Err(Error::NoCertificate) } else { Ok(Self { extra, ..Self::default() }) }
    }

    /// Shows a certificate, from a PEM file with its chain and one with its key, to servers that ask for one.
    pub fn with_identity(mut self, chain: &[u8], key: &[u8]) -> Result<Self, Error> {
        let refuse = |reason: &dyn std::fmt::Display| Error::Identity(reason.to_string());
        let chain: Vec<_> =
            CertificateDer::pem_slice_iter(chain).collect::<Result<_, _>>().map_err(|error| refuse(&error))?;
        if chain.is_empty() {
            return Err(refuse(&"there is no PEM certificate"));
        }
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|error| refuse(&error))?;
        let key = CertifiedKey::from_der(chain, key, &rustls::crypto::ring::default_provider());
        self.identity = Some(Arc::new(SingleCertAndKey::from(key.map_err(|error| refuse(&error))?)));
        self.trusting = OnceLock::new();
        Ok(self)
    }

    fn settings(&self, secure: bool) -> Result<ClientConfig, Error> {
        if !secure {
            return client_config(RootCertStore::empty(), None);
        }
        if let Some(settings) = self.trusting.get() {
            return Ok(settings.clone());
        }
        let mut roots = RootCertStore::empty();
        // A system without certificates, or with unreadable ones, still lets the extra authority be trusted.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        roots.add_parsable_certificates(self.extra.iter().cloned());
        let settings = client_config(roots, self.identity.clone())?;
        Ok(self.trusting.get_or_init(|| settings).clone())
    }
}

fn client_config(roots: RootCertStore, identity: Option<Arc<SingleCertAndKey>>) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(Error::Tls)?.with_root_certificates(roots);
    Ok(match identity {
        Some(identity) => builder.with_client_cert_resolver(identity),
        None => builder.with_no_client_auth(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authority_without_certificates_is_refused() {
        assert!(matches!(Tls::with_authority(b"hello"), Err(Error::NoCertificate)));
    }

    #[test]
    fn an_excerpt_is_one_short_line() {
        let answer = Answer { body: "<html>\n  <b>".repeat(100).into(), ..Answer::default() };
        assert_eq!(answer.excerpt().chars().count(), 201);
        assert!(!answer.excerpt().contains('\n'));
    }
}
