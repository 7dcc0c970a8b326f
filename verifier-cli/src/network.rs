//! Connections to brokers, providers and state URLs: TLS settings made once, and only when an `https` address occurs.

use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use url::Url;

/// How long one request may take unless told otherwise.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// No answer may be larger than this, from whomever it comes.
pub const MAX_ANSWER: usize = 64 * 1024 * 1024;

/// Why a connection could not be prepared, or an exchange did not come to an end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file given as certificate authority holds no certificate.
    #[error("the certificate authority's file holds no PEM certificate that can be read")]
    NoCertificate,
    /// The TLS settings were refused.
    #[error("the TLS settings cannot be used")]
    Tls(#[source] rustls::Error),
    /// The HTTP client could not be set up.
    #[error("the HTTP client cannot be set up")]
    Client(#[source] reqwest::Error),
    /// The request did not get its answer.
    #[error("{what}: {cause}")]
    Exchange {
        /// What did not work.
        what: &'static str,
        /// The innermost cause: the layers between say nothing a user does not know.
        cause: String,
    },
    /// The answer is larger than [`MAX_ANSWER`].
    #[error("the answer is larger than {} MB", MAX_ANSWER / 1024 / 1024)]
    TooLarge,
}

/// What a failed exchange means, without the address: the caller names it.
fn failed(error: reqwest::Error) -> Error {
    let what = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "the connection could not be made"
    } else {
        "the connection broke off"
    };
    Error::Exchange { what, cause: innermost(&error.without_url()) }
}

/// The cause at the bottom of an error.
pub(crate) fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

/// The connections of one run: clients are made on first use and keep their connections.
#[derive(Debug)]
pub struct Network {
    tls: Tls,
    timeout: Duration,
    plain: OnceLock<reqwest::Client>,
    secure: OnceLock<reqwest::Client>,
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

    /// How long one request may take.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// The TLS settings for `url`; an address without TLS never costs a look at the system's certificates.
    pub fn tls_for(&self, url: &Url) -> Result<ClientConfig, Error> {
        self.tls.settings(url.scheme() == "https")
    }

    /// The client for `url`. It follows no redirects: where an answer came from is part of what it says.
    pub fn client_for(&self, url: &Url) -> Result<&reqwest::Client, Error> {
        let kept = if url.scheme() == "https" { &self.secure } else { &self.plain };
        if let Some(client) = kept.get() {
            return Ok(client);
        }
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls_for(url)?)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("abide/", env!("CARGO_PKG_VERSION")))
            .timeout(self.timeout)
            .build()
            .map_err(Error::Client)?;
        Ok(kept.get_or_init(|| client))
    }

    /// Sends `request` and reads the whole answer.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Result<Answer, Error> {
        let mut response = request.send().await.map_err(failed)?;
        let header = |name: &str| Some(response.headers().get(name)?.to_str().ok()?.to_owned());
        let mut answer = Answer {
            status: response.status().as_u16(),
            content_type: header("content-type"),
            location: header("location"),
            body: Vec::new(),
        };
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if answer.body.len() + chunk.len() > MAX_ANSWER {
                return Err(Error::TooLarge);
            }
            answer.body.extend_from_slice(&chunk);
        }
        Ok(answer)
    }
}

/// An answer, read to its end.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The `Content-Type`, as stated.
    pub content_type: Option<String>,
    /// The `Location`, where there is one.
    pub location: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// Whether the status is in the two hundreds.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The start of the body in one line, to be quoted in an error.
    pub fn excerpt(&self) -> String {
        let text = String::from_utf8_lossy(&self.body[..self.body.len().min(2000)]);
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(200) {
            Some((end, _)) => format!("{}…", &line[..end]),
            None => line,
        }
    }
}

/// Whom to trust: the system's certificate authorities, and one more if given.
#[derive(Debug, Default)]
pub struct Tls {
    extra: Vec<CertificateDer<'static>>,
    trusting: OnceLock<ClientConfig>,
}

impl Tls {
    /// Trusts the authorities in a PEM file beside the system's.
    pub fn with_authority(pem: &[u8]) -> Result<Self, Error> {
        let extra: Vec<_> =
            CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().map_err(|_| Error::NoCertificate)?;
        if extra.is_empty() { Err(Error::NoCertificate) } else { Ok(Self { extra, trusting: OnceLock::new() }) }
    }

    fn settings(&self, secure: bool) -> Result<ClientConfig, Error> {
        if !secure {
            return client_config(RootCertStore::empty());
        }
        if let Some(settings) = self.trusting.get() {
            return Ok(settings.clone());
        }
        let mut roots = RootCertStore::empty();
        // A system without certificates, or with unreadable ones, still lets the extra authority be trusted.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        roots.add_parsable_certificates(self.extra.iter().cloned());
        let settings = client_config(roots)?;
        Ok(self.trusting.get_or_init(|| settings).clone())
    }
}

fn client_config(roots: RootCertStore) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    Ok(builder.map_err(Error::Tls)?.with_root_certificates(roots).with_no_client_auth())
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
        let answer = Answer { body: "<html>\n  <b>".repeat(100).into_bytes(), ..Answer::default() };
        assert_eq!(answer.excerpt().chars().count(), 201);
        assert!(!answer.excerpt().contains('\n'));
    }
}
