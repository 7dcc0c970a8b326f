//! What actions take from a request: names, bodies, and the URLs to answer with. Every complaint is a clear 4xx.

use crate::app::App;
use crate::domain::name;
use crate::error::{ApiError, Place};
use crate::links::Links;
use crate::query::{self, Node};
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Request bodies whose lists and objects are nested deeper than this are refused.
const DEEPEST: usize = 50;

impl FromRequestParts<App> for Links {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        Ok(links(app, &parts.headers))
    }
}

/// URLs below the base the operator named, the one the client used if there are several, else below what the client used.
pub fn links(app: &App, headers: &HeaderMap) -> Links {
    let header = |name: &str| {
        let value = headers.get(name)?.to_str().ok()?.split(',').next()?.trim();
        Some(value).filter(|value| !value.is_empty())
    };
    let is_https = ["x-forwarded-proto", "x-forwarded-scheme"]
        .into_iter()
        .find_map(header)
        .map_or_else(|| header("x-forwarded-ssl") == Some("on"), |scheme| scheme.eq_ignore_ascii_case("https"));
    let (scheme, default_port) = if is_https { ("https", 443) } else { ("http", 80) };
    let direct = header("host").unwrap_or("localhost");
    let host = header("x-forwarded-host").unwrap_or(direct);
    let has_port = host.parse::<Authority>().is_ok_and(|authority| authority.port().is_some());
    let port = header("x-forwarded-port").and_then(|port| port.parse::<u16>().ok());
    let used = match port.filter(|port| !has_port && *port != default_port) {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    };
    let fits = |base: &&String, used: &str| {
        base.strip_prefix(used).is_some_and(|path| path.is_empty() || path.starts_with('/'))
    };
    let named = |used: &str| app.base_urls.iter().find(|base| fits(base, used));
    let base = named(&used).or_else(|| named(&format!("http://{direct}"))).or(app.base_urls.first());
    Links::new(base.unwrap_or(&used))
}

/// The names in a path, decoded segment by segment.
#[derive(Debug, Clone)]
pub struct Names<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Names<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        match Path::<T>::from_request_parts(parts, app).await {
            Ok(Path(names)) => Ok(Self(names)),
            Err(_) => Err(ApiError::not_found("The requested document was not found on this server.")),
        }
    }
}

/// A name from the path that is about to be written down must be one.
pub fn writable(field: &str, name: &str) -> Result<(), ApiError> {
    name::check(name).map_err(|error| ApiError::invalid(Place::Path, field, error.message()))
}

/// The query string, nested names and all.
#[derive(Debug, Clone)]
pub struct Query(pub Node);

impl FromRequestParts<App> for Query {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        Ok(Self(query::parse(parts.uri.query().unwrap_or_default())))
    }
}

/// The bytes of a body that is declared to be JSON.
#[derive(Debug, Clone)]
pub struct JsonBytes(pub Bytes);

impl FromRequest<App> for JsonBytes {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        read(request, app, &["application/json", "application/hal+json"]).await.map(Self)
    }
}

/// A body that must be a JSON object.
#[derive(Debug, Clone)]
pub struct JsonObject(pub Map<String, Value>);

impl FromRequest<App> for JsonObject {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let JsonBytes(bytes) = JsonBytes::from_request(request, app).await?;
        object(&bytes).map(Self)
    }
}

/// A JSON object, or no body at all, which counts as an empty one.
#[derive(Debug, Clone)]
pub struct OptionalObject(pub Map<String, Value>);

impl FromRequest<App> for OptionalObject {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let JsonBytes(bytes) = JsonBytes::from_request(request, app).await?;
        if bytes.is_empty() { Ok(Self(Map::new())) } else { object(&bytes).map(Self) }
    }
}

/// A body whose content does not matter, as long as it is JSON or absent.
#[derive(Debug, Clone, Copy)]
pub struct AnyJson;

impl FromRequest<App> for AnyJson {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        JsonBytes::from_request(request, app).await.map(|_| Self)
    }
}

/// A JSON object whose fields replace those of a resource: `application/merge-patch+json`.
#[derive(Debug, Clone)]
pub struct MergePatch(pub Map<String, Value>);

impl FromRequest<App> for MergePatch {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        object(&read(request, app, &["application/merge-patch+json"]).await?).map(Self)
    }
}

/// The same for resources where clients also say `application/json`.
#[derive(Debug, Clone)]
pub struct LenientPatch(pub Map<String, Value>);

impl FromRequest<App> for LenientPatch {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        object(
            &read(request, app, &["application/merge-patch+json", "application/json", "application/hal+json"]).await?,
        )
        .map(Self)
    }
}

async fn read(request: Request, app: &App, types: &[&str]) -> Result<Bytes, ApiError> {
    let content_type =
        request.headers().get(header::CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let bytes = Bytes::from_request(request, app).await.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::Status(
            StatusCode::PAYLOAD_TOO_LARGE,
            "The request body is larger than this broker accepts (16 MB).".to_owned(),
        ),
        _ => ApiError::Malformed("The request body could not be read.".to_owned()),
    })?;
    if bytes.is_empty() {
        return Ok(bytes);
    }
    let essence = content_type.as_deref().and_then(|text| text.split(';').next()).unwrap_or_default().trim();
    if !types.contains(&essence.to_ascii_lowercase().as_str()) {
        let message = format!("Unsupported content type '{essence}'. Send {}.", types.join(" or "));
        return Err(ApiError::Status(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    if depth(&bytes) > DEEPEST {
        let message = format!("The request body is nested deeper than {DEEPEST} levels.");
        return Err(ApiError::Malformed(message));
    }
    Ok(bytes)
}

/// How deep lists and objects stand in each other, whether or not the rest is JSON.
fn depth(json: &[u8]) -> usize {
    let (mut level, mut deepest, mut in_text, mut escaped) = (0_usize, 0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => {
                level += 1;
                deepest = deepest.max(level);
            }
            b']' | b'}' if !in_text => level = level.saturating_sub(1),
            _ => (),
        }
    }
    deepest
}

fn object(bytes: &[u8]) -> Result<Map<String, Value>, ApiError> {
    if let Err(error) = std::str::from_utf8(bytes) {
        let message = format!(
            "Request body has a non UTF-8 character at char {} and cannot be parsed as JSON.",
            error.valid_up_to() + 1
        );
        return Err(ApiError::Malformed(message));
    }
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(ApiError::Malformed("The request body must be a JSON object.".to_owned())),
        Err(error) if bytes.is_empty() => {
            Err(ApiError::Malformed(format!("The request body must be a JSON object, but it is empty ({error}).")))
        }
        Err(error) => Err(ApiError::Malformed(format!("The request body is not valid JSON: {error}."))),
    }
}

#[cfg(test)]
mod tests {
    use super::depth;

    #[test]
    fn brackets_inside_texts_are_no_levels() {
        for (json, levels) in
            [("", 0), ("7", 0), ("[]", 1), (r#"{"a":[{}],"b":[]}"#, 3), (r#"["[\"{[", "\\"]"#, 1), ("]]][", 1)]
        {
            assert_eq!(depth(json.as_bytes()), levels, "{json}");
        }
    }
}
