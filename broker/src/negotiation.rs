//! What holds for every request and every response: paths, `Accept`, and the headers clients count on.

use crate::app::App;
use crate::error::{ApiError, Place};
use crate::extract::links;
use crate::failure::Failure;
use crate::hal;
use crate::links::SUFFIXES;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::uri::{Authority, Uri};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use std::convert::Infallible;

const VERSION: HeaderName = HeaderName::from_static("x-pact-broker-version");
const VERSION_VALUE: HeaderValue = HeaderValue::from_static(concat!("abide-broker/", env!("CARGO_PKG_VERSION")));

/// Media types the API answers with, as they appear in `Accept`.
const API_TYPES: [&str; 5] = ["json", "csv", "yaml", "text/plain", "graphviz"];

/// All `Accept` lines as one, in lower case; verifiers send two.
fn accept(headers: &HeaderMap) -> String {
    let lines: Vec<String> = headers
        .get_all(header::ACCEPT)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase())
        .collect();
    lines.join(", ")
}

/// Whether a person is reading: `Accept` names something, and it is not one of the API's types.
pub fn wants_page(headers: &HeaderMap) -> bool {
    let accept = accept(headers);
    accept.contains("text/html") && !API_TYPES.iter().any(|api| accept.contains(api))
}

fn is_acceptable(headers: &HeaderMap) -> bool {
    let accept = accept(headers);
    accept.trim().is_empty()
        || ["*/*", "application/*", "text/*", "image/*", "text/html", "image/svg+xml"]
            .iter()
            .any(|wide| accept.contains(wide))
        || API_TYPES.iter().any(|api| accept.contains(api))
}

/// The media types a client names in `Accept`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepts(String);

impl Accepts {
    /// Whether `part` of a media type stands in it.
    pub fn names(&self, part: &str) -> bool {
        self.0.contains(part)
    }
}

impl FromRequestParts<App> for Accepts {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        Ok(Self(accept(&parts.headers)))
    }
}

/// Whether a client asks for a table instead of JSON: `Accept: text/plain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WantsText(pub bool);

impl FromRequestParts<App> for WantsText {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let accepts = Accepts::from_request_parts(parts, app).await?;
        Ok(Self(accepts.names("text/plain") && !accepts.names("json")))
    }
}

/// A path may end in `.json`, `.csv`, `.svg` or `.yaml` instead of an `Accept` for it; writing takes every name as it stands.
pub fn by_suffix(mut request: Request) -> Request {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return request;
    }
    let path = request.uri().path();
    let Some((path, media_type)) = SUFFIXES
        .iter()
        .find_map(|(suffix, media_type)| Some((path.strip_suffix(suffix)?, *media_type)))
        .filter(|(path, _)| *path != "/openapi")
    else {
        return request;
    };
    let path = match request.uri().query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    if let Ok(uri) = path.parse() {
        *request.uri_mut() = uri;
        request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static(media_type));
    }
    request
}

/// On a response: the failure is told as a problem, whatever form the client names.
#[derive(Debug, Clone, Copy)]
struct AlwaysProblem;

/// On a response: the document is no more than JSON to clients that name `application/json` and not HAL.
#[derive(Debug, Clone, Copy)]
pub struct AlsoJson;

/// Surrounds every request.
pub async fn frame(State(app): State<App>, request: Request, next: Next) -> Response {
    let accept = accept(request.headers());
    let links = links(&app, request.headers());
    let asks_methods = request.method() == Method::OPTIONS;
    let mut response = next.run(request).await;
    if asks_methods && response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response = allowed_methods(&response);
    }
    let as_problem = accept.contains("problem+json") || response.extensions().get::<AlwaysProblem>().is_some();
    if let Some(failure) = response.extensions().get::<Failure>().cloned().filter(|_| as_problem) {
        *response.body_mut() = failure.problem(links.base()).to_string().into();
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json;charset=utf-8"));
    }
    if response.extensions().get::<AlsoJson>().is_some()
        && accept.contains("application/json")
        && !accept.contains("hal+json")
    {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(hal::PLAIN_CONTENT_TYPE));
    }
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Accept"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    headers.insert(VERSION, VERSION_VALUE);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn allowed_methods(refused: &Response) -> Response {
    let mut response = StatusCode::OK.into_response();
    if let Some(allowed) = refused.headers().get(header::ALLOW) {
        response.headers_mut().insert(header::ALLOW, allowed.clone());
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_METHODS, allowed.clone());
    }
    response
}

/// Stands before every action and every page: odd paths, unknown types, and writes from other sites' pages end here.
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    if let Err(error) = check_path(request.uri().path()) {
        let mut response = error.into_response();
        response.extensions_mut().insert(AlwaysProblem);
        return response;
    }
    match check_accept(request.headers()).and_then(|()| check_origin(&app, &request)) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

fn check_path(path: &str) -> Result<(), ApiError> {
    if path.contains("//") {
        return Err(ApiError::not_found("Empty path component found"));
    }
    let decoded = percent_decode_str(path).decode_utf8();
    let Ok(decoded) = decoded else {
        return Err(ApiError::unprocessable(Place::Path, "path", "The path is not UTF-8"));
    };
    if decoded.contains(['\n', '\r', '\t', '\0']) {
        return Err(ApiError::unprocessable(Place::Path, "path", "The path contains a line break, a tab or a NUL"));
    }
    Ok(())
}

fn check_accept(headers: &HeaderMap) -> Result<(), ApiError> {
    if is_acceptable(headers) {
        return Ok(());
    }
    let message =
        "This broker answers with application/hal+json, application/json, application/problem+json or text/html.";
    Err(ApiError::Status(StatusCode::NOT_ACCEPTABLE, message.to_owned()))
}

/// A browser says which site a page is from that writes; other sites' pages may not write here in their visitor's name.
fn check_origin(app: &App, request: &Request) -> Result<(), ApiError> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    for origin in request.headers().get_all(header::ORIGIN) {
        let origin = String::from_utf8_lossy(origin.as_bytes());
        if !is_own_origin(app, request, &origin) {
            let message = format!("A page from '{origin}' may not write to this broker.");
            return Err(ApiError::Status(StatusCode::FORBIDDEN, message));
        }
    }
    Ok(())
}

/// Whether `origin` has the host this request was sent to, or one the operator has named.
fn is_own_origin(app: &App, request: &Request, origin: &str) -> bool {
    let Ok(origin) = origin.parse::<Uri>() else { return false };
    let (Some(scheme), Some(authority)) = (origin.scheme_str(), origin.authority()) else { return false };
    let default_port = if scheme == "https" { 443 } else { 80 };
    let place =
        |authority: &Authority| (authority.host().to_ascii_lowercase(), authority.port_u16().unwrap_or(default_port));
    let text = |name| request.headers().get(name)?.to_str().ok()?.parse::<Authority>().ok();
    let sent_to = request.uri().authority().cloned().or_else(|| text(header::HOST));
    let forwarded = text(HeaderName::from_static("x-forwarded-host"));
    let configured = app.base_urls.iter().filter_map(|base| base.parse::<Uri>().ok()?.authority().cloned());
    sent_to.into_iter().chain(forwarded).chain(configured).any(|own| place(&own) == place(authority))
}

#[cfg(test)]
mod tests {
    use super::{is_acceptable, wants_page};
    use axum::http::{HeaderMap, HeaderValue, header};

    fn headers(lines: &[&'static str]) -> HeaderMap {
        lines.iter().map(|line| (header::ACCEPT, HeaderValue::from_static(line))).collect()
    }

    #[test]
    fn browsers_get_pages_and_clients_get_the_api() {
        let cases: [(&[&'static str], bool, bool); 9] = [
            (&[], false, true),
            (&["*/*"], false, true),
            (&["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"], true, true),
            (&["application/hal+json, application/json"], false, true),
            (&["application/hal+json", "application/json"], false, true),
            (&["image/png", "application/json"], false, true),
            (&["text/html, application/json"], false, true),
            (&["application/problem+json"], false, true),
            (&["image/png"], false, false),
        ];
        for (lines, page, acceptable) in cases {
            assert_eq!(wants_page(&headers(lines)), page, "{lines:?}");
            assert_eq!(is_acceptable(&headers(lines)), acceptable, "{lines:?}");
        }
    }
}
