//! Replaying a request over HTTP: exactly what the contract says goes out.

use super::outcome::Problem;
use crate::hint::{Endpoint, Hint};
use crate::network::{Answer, Error, Network, Request as Message};
use abide_contract_core::body::{self, Content};
use abide_contract_core::http::Request;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Uri};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use url::Url;

/// What must be encoded in a path; `%` stays, because a contract's path may already be encoded.
const IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'\\')
    .add(b'^')
    .add(b'[')
    .add(b']');

/// What must be encoded in a name or value of a query.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b'/')
    .remove(b',')
    .remove(b'@')
    .remove(b'[')
    .remove(b']');

/// Headers that frame the message on the wire: they are the connection's to say.
const FRAMING: [&str; 3] = ["content-length", "transfer-encoding", "connection"];

/// Headers whose values make one comma-separated list, sent in one line as consumers send it.
const LISTS: [&str; 11] = [
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "allow",
    "cache-control",
    "if-match",
    "if-none-match",
    "te",
    "vary",
    "via",
];

/// The running provider.
#[derive(Debug)]
pub(super) struct Provider {
    base: Url,
    network: Arc<Network>,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// Set once a connection could not be made: every further try would end the same way, and perhaps take as long.
    unreachable: OnceLock<Problem>,
}

impl Provider {
    /// The provider at `base`; `headers` replace those of the contracts.
    pub(super) fn new(base: Url, headers: Vec<(HeaderName, HeaderValue)>, network: Arc<Network>) -> Self {
        Self { base, network, headers, unreachable: OnceLock::new() }
    }

    /// Sends `request` and reads the whole answer.
    pub(super) async fn replay(&self, request: &Request) -> Result<Answer, Problem> {
        if let Some(problem) = self.unreachable.get() {
            return Err(problem.clone());
        }
        let message = self.message(request)?;
        self.network.send(message).await.map_err(|error| self.problem(&error))
    }

    fn problem(&self, error: &Error) -> Problem {
        let base = &self.base;
        match error {
            Error::Connect(cause) => {
                let problem = Problem::new(format!("cannot reach the provider at {base}: {cause}"))
                    .with_hint(Hint::Running(Endpoint::Http));
                self.unreachable.get_or_init(|| problem).clone()
            }
            other => {
                let text = format!("the exchange with the provider at {base} failed: {other}");
                Problem { text, hint: other.hint() }
            }
        }
    }

    fn message(&self, request: &Request) -> Result<Message, Problem> {
        let refuse = |what: &str, error: &dyn std::fmt::Display| {
            Problem::new(format!("the contract's {what} cannot be sent over HTTP: {error}"))
        };
        let method = Method::from_bytes(request.method.to_ascii_uppercase().as_bytes())
            .map_err(|error| refuse("method", &error))?;
        let target = target(&self.base, request);
        let uri: Uri = target.parse().map_err(|error| refuse("path", &error))?;
        let body = request.body.to_bytes();
        let mut message = hyper::Request::builder()
            .method(method)
            .uri(uri)
            .body(Full::new(body.as_deref().map(Bytes::copy_from_slice).unwrap_or_default()))
            .map_err(|error| refuse("request", &error))?;
        *message.headers_mut() = self
            .headers(request, body.as_deref())
            .map_err(|(name, error)| refuse(&format!("header `{name}`"), &error))?;
        Ok(message)
    }

    fn headers(&self, request: &Request, body: Option<&[u8]>) -> Result<HeaderMap, (String, hyper::http::Error)> {
        let mut headers = HeaderMap::new();
        for (name, values) in request.headers.iter() {
            let lower = name.to_ascii_lowercase();
            if FRAMING.contains(&lower.as_str()) {
                continue;
            }
            let joined = LISTS.contains(&lower.as_str()).then(|| [values.join(", ")]);
            for value in joined.as_ref().map_or(values, |joined| joined.as_slice()) {
                let header = header(&lower, value).map_err(|error| (name.to_owned(), error))?;
                headers.append(header.0, header.1);
            }
        }
        if !headers.contains_key(CONTENT_TYPE)
            && let Some(kind) = implied_type(request, body)
        {
            let value = HeaderValue::from_str(&kind).map_err(|error| ("content-type".to_owned(), error.into()))?;
            headers.insert(CONTENT_TYPE, value);
        }
        for (name, _) in &self.headers {
            headers.remove(name);
        }
        headers.extend(self.headers.iter().map(|(name, value)| (name.clone(), value.clone())));
        Ok(headers)
    }
}

/// A header as it goes over the wire.
pub(super) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), hyper::http::Error> {
    Ok((HeaderName::from_bytes(name.as_bytes())?, HeaderValue::from_bytes(value.as_bytes())?))
}

/// The type of a body whose contract has no `Content-Type` header.
fn implied_type<'r>(request: &'r Request, body: Option<&[u8]>) -> Option<Cow<'r, str>> {
    let bytes = body.filter(|bytes| !bytes.is_empty())?;
    Some(match (&request.body.content_type, &request.body.content) {
        (Some(stated), _) => Cow::Borrowed(stated.as_str()),
        (None, Content::Json(_)) => Cow::Borrowed("application/json"),
        (None, _) => Cow::Borrowed(body::sniff(bytes)),
    })
}

/// The whole address: the contract's path below the provider's base path, with the query.
fn target(base: &Url, request: &Request) -> String {
    let (scheme, host) = (base.scheme(), &base[url::Position::BeforeHost..url::Position::AfterPort]);
    let context = base.path().trim_end_matches('/');
    let path = encoded_path(&request.path);
    let slash = if path.starts_with('/') { "" } else { "/" };
    let mut target = format!("{scheme}://{host}{context}{slash}{path}");
    let mut separator = '?';
    let encoded = |text: &str| utf8_percent_encode(text, IN_QUERY).to_string();
    for (name, values) in &request.query {
        for value in values {
            target.push(separator);
            separator = '&';
            target.push_str(&encoded(name));
            if let Some(value) = value {
                target.push('=');
                target.push_str(&encoded(value));
            }
        }
    }
    target
}

/// A path with everything encoded that must be; what is encoded already stays as it is.
fn encoded_path(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for (at, piece) in path.split('%').enumerate() {
        if at > 0 {
            let is_escape = piece.len() >= 2 && piece.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
            encoded.push_str(if is_escape { "%" } else { "%25" });
        }
        encoded.extend(utf8_percent_encode(piece, IN_PATH));
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent_to(base: &str, request: &Request) -> String {
        target(&Url::parse(base).unwrap(), request)
    }

    #[test]
    fn the_path_goes_below_the_base_and_is_encoded_once() {
        for (base, path, expected) in [
            ("http://p:1", "/orders/42", "http://p:1/orders/42"),
            ("http://p:1/", "orders", "http://p:1/orders"),
            ("http://p:1/shop/", "/orders", "http://p:1/shop/orders"),
            ("http://p:1/shop", "/a b/ü", "http://p:1/shop/a%20b/%C3%BC"),
            ("http://p:1", "/a%20b/100%/%zz", "http://p:1/a%20b/100%25/%25zz"),
            ("http://p:1", "/what?/#1", "http://p:1/what%3F/%231"),
            ("http://p:1", "/a/../b", "http://p:1/a/../b"),
            ("https://p/x?y=z", "/", "https://p/x/"),
        ] {
            let request = Request { path: path.to_owned(), ..Request::default() };
            assert_eq!(sent_to(base, &request), expected, "{base} {path}");
        }
    }

    #[test]
    fn a_query_keeps_its_order_its_repetitions_and_its_bare_names() {
        let value = |text: &str| Some(text.to_owned());
        let query = vec![
            ("b".to_owned(), vec![value("1 2"), value("a&b=c")]),
            ("a[]".to_owned(), vec![value("ü")]),
            ("bare".to_owned(), vec![None]),
            ("empty".to_owned(), vec![value("")]),
        ];
        let request = Request { query, ..Request::default() };
        assert_eq!(sent_to("http://p", &request), "http://p/?b=1%202&b=a%26b%3Dc&a[]=%C3%BC&bare&empty=");
    }

    #[test]
    fn headers_are_sent_as_written_framing_aside() {
        let mut request = Request::default();
        let values = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        request.headers.add("Accept", values(&["text/plain", "text/html"]));
        request.headers.add("X-Many", values(&["1", "2"]));
        request.headers.add("Content-Length", values(&["999"]));
        request.headers.add("X-Token", values(&["from the contract"]));
        let token = header("x-token", "mine").unwrap();
        let provider = Provider::new(Url::parse("http://p").unwrap(), vec![token], Arc::default());
        let message = provider.message(&request).unwrap();
        let lines: Vec<_> =
            message.headers().iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
        assert_eq!(lines, ["accept: text/plain, text/html", "x-many: 1", "x-many: 2", "x-token: mine"]);
    }
}
