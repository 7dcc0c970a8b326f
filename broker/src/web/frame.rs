//! What surrounds every page, who is looking at it, and how it leaves the broker.

use super::assets;
use super::theme::Theme;
use super::view::{When, visible};
use crate::app::App;
use crate::domain::Moment;
use crate::error::ApiError;
use crate::extract;
use crate::links::Links;
use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

/// Nothing but our own files, and no page of ours inside another.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);

/// The person in front of a page.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// URLs without scheme and host: whatever name the broker was reached by stays.
    pub(crate) links: Links,
    /// The broker's own URL, for commands.
    pub(crate) broker: String,
    pub(crate) theme: Theme,
    pub(crate) now: Moment,
}

impl Visitor {
    /// Whoever sent these headers.
    pub(crate) fn of(app: &App, headers: &HeaderMap) -> Self {
        let broker = extract::links(app, headers).base().to_owned();
        let path = broker.parse::<Uri>().map(|uri| uri.path().trim_end_matches('/').to_owned()).unwrap_or_default();
        Self { links: Links::new(&path), broker, theme: Theme::of(headers), now: app.now() }
    }

    /// The frame of a page.
    pub(crate) fn frame(&self, title: impl Into<String>, section: Section) -> Frame {
        Frame {
            title: title.into(),
            section,
            theme: self.theme,
            root: self.links.base().to_owned(),
            broker: self.broker.clone(),
        }
    }

    /// A moment in words.
    pub(crate) fn when(&self, moment: Moment) -> When {
        When::new(moment, self.now)
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        Ok(Self::of(app, &parts.headers))
    }
}

/// The entries of the bar at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Overview,
    Services,
    Matrix,
    Verdict,
    Environments,
    /// A page that belongs to none of them.
    None,
}

/// The version in the footer.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What the base template needs.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) title: String,
    pub(crate) section: Section,
    pub(crate) theme: Theme,
    /// What every path starts with: empty, or the path the broker is mounted at.
    pub(crate) root: String,
    pub(crate) broker: String,
}

impl Frame {
    pub(crate) fn style(&self) -> String {
        format!("{}/assets/{}", self.root, assets::style())
    }

    pub(crate) fn script(&self) -> String {
        format!("{}/assets/{}", self.root, assets::script())
    }

    pub(crate) fn icon(&self) -> String {
        format!("{}/assets/{}", self.root, assets::icon())
    }

    /// The bar's entries: title, URL, whether the page belongs to it.
    pub(crate) fn sections(&self) -> [(&'static str, String, bool); 5] {
        let entry = |title, path: &str, section| (title, format!("{}{path}", self.root), self.section == section);
        [
            entry("Overview", "/", Section::Overview),
            entry("Services", "/pacticipants", Section::Services),
            entry("Matrix", "/matrix", Section::Matrix),
            entry("Can I deploy?", "/can-i-deploy", Section::Verdict),
            entry("Environments", "/environments", Section::Environments),
        ]
    }
}

/// What every page's handler returns.
pub(crate) type Page = Result<Response, ApiError>;

/// The page as it is sent.
pub(crate) fn page(template: &impl Template) -> Response {
    page_with(StatusCode::OK, template)
}

/// The page with another status.
pub(crate) fn page_with(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => dressed(status, visible(&html).into_owned()),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn dressed(status: StatusCode, html: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
        (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
        (header::VARY, HeaderValue::from_static("Cookie")),
    ];
    (status, headers, html).into_response()
}
