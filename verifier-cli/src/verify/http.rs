//! Replaying a request over HTTP: exactly what the contract says goes out, and nothing a client library would add.
//!
//! This is why hyper's pooled client is used here and not `reqwest`, which sends `Accept: */*` of its own and rewrites
//! paths such as `/a/../b`.

use super::outcome::Problem;
use crate::network::{self, MAX_ANSWER, Network};
use abide_contract_core::body::{self, Content};
use abide_contract_core::http::Request;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;
use std::sync::OnceLock;
use std::time::Duration;
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

/// A provider that has not taken the connection by then is not there.
const MAX_CONNECT: Duration = Duration::from_secs(10);

/// The running provider.
#[derive(Debug)]
pub(super) struct Provider {
    base: Url,
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    headers: Vec<(HeaderName, HeaderValue)>,
    timeout: Duration,
    /// Set once a connection could not be made: every further try would end the same way, and perhaps take as long.
    unreachable: OnceLock<Problem>,
}

/// A response, read to its end.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
}

impl Provider {
    /// The provider at `base`; `headers` replace those of the contracts.
    pub(super) fn new(
        base: Url,
        headers: Vec<(HeaderName, HeaderValue)>,
        network: &Network,
    ) -> Result<Self, network::Error> {
        let timeout = network.timeout();
        let mut connector = HttpConnector::new();
        connector.enforce_http(false);
        connector.set_connect_timeout(Some((timeout / 2).min(MAX_CONNECT)));
        connector.set_nodelay(true);
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(network.tls_for(&base)?)
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        let client = Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector);
        Ok(Self { base, client, headers, timeout, unreachable: OnceLock::new() })
    }

    /// Sends `request` and reads the whole answer.
    pub(super) async fn replay(&self, request: &Request) -> Result<Reply, Problem> {
        if let Some(problem) = self.unreachable.get() {
            return Err(problem.clone());
        }
        let request = self.message(request)?;
        let late = |_| Problem::new(format!("{} gave no answer within {} s", self.base, self.timeout.as_secs()));
        tokio::time::timeout(self.timeout, self.exchange(request)).await.map_err(late)?
    }

    async fn exchange(&self, request: hyper::Request<Full<Bytes>>) -> Result<Reply, Problem> {
        let response = self.client.request(request).await.map_err(|error| {
            let problem = self.describe(&error);
            if error.is_connect() { self.unreachable.get_or_init(|| problem).clone() } else { problem }
        })?;
        let status = response.status().as_u16();
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let body = Limited::new(response.into_body(), MAX_ANSWER).collect().await.map_err(|error| {
            if error.downcast_ref::<LengthLimitError>().is_some() {
                return Problem::new(network::Error::TooLarge.to_string());
            }
            Problem::new(format!("{} broke off its answer: {}", self.base, network::innermost(error.as_ref())))
        })?;
        Ok(Reply { status, headers, body: body.to_bytes() })
    }

    fn describe(&self, error: &hyper_util::client::legacy::Error) -> Problem {
        let cause = network::innermost(error);
        if error.is_connect() {
            return Problem::new(format!("cannot reach the provider at {}: {cause}", self.base))
                .with_hint("is it running, and is `--url` its address?");
        }
        Problem::new(format!("{} broke off the exchange: {cause}", self.base))
    }

    fn message(&self, request: &Request) -> Result<hyper::Request<Full<Bytes>>, Problem> {
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
        let provider = Provider::new(Url::parse("http://p").unwrap(), vec![token], &Network::default()).unwrap();
        let message = provider.message(&request).unwrap();
        let lines: Vec<_> =
            message.headers().iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
        assert_eq!(lines, ["accept: text/plain, text/html", "x-many: 1", "x-many: 2", "x-token: mine"]);
    }
}
