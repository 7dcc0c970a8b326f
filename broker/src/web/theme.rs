//! Light or dark: what the system says, unless the visitor has chosen; the choice is a cookie.

use crate::query;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

const COOKIE: &str = "abide-theme";

/// The visitor's choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    fn named(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// The choice the request's cookie carries.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| *name == COOKIE).map_or(Self::System, |(_, value)| Self::named(value))
    }

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// `POST /theme`: keeps the choice and goes back to where the visitor was.
pub async fn choose(headers: HeaderMap, body: Bytes) -> Response {
    let theme = Theme::named(query::parse(&String::from_utf8_lossy(&body)).filled("theme").unwrap_or_default());
    let age = if theme == Theme::System { 0 } else { 31_536_000 };
    let cookie = format!("{COOKIE}={}; Path=/; Max-Age={age}; SameSite=Lax; HttpOnly", theme.name());
    let mut response = StatusCode::SEE_OTHER.into_response();
    let place = HeaderValue::try_from(back(&headers)).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, place);
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// The page the form was on, without scheme and host: a form cannot send anybody elsewhere.
fn back(headers: &HeaderMap) -> String {
    let referer =
        headers.get(header::REFERER).and_then(|value| value.to_str().ok()).and_then(|url| url.parse::<Uri>().ok());
    let path = referer.and_then(|uri| uri.path_and_query().map(|path| path.as_str().to_owned()));
    path.filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'))
        .unwrap_or_else(|| "/".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Theme, back, choose};
    use axum::body::Bytes;
    use axum::http::{HeaderMap, HeaderValue, header};

    fn with(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn the_cookie_is_found_among_others_and_nonsense_means_the_systems_choice() {
        assert_eq!(Theme::of(&with(header::COOKIE, "a=b; abide-theme=dark")), Theme::Dark);
        assert_eq!(Theme::of(&with(header::COOKIE, "abide-theme=\"><script>")), Theme::System);
        assert_eq!(Theme::of(&HeaderMap::new()), Theme::System);
    }

    #[test]
    fn nobody_is_sent_to_another_host() {
        assert_eq!(back(&with(header::REFERER, "http://broker/matrix?a=1")), "/matrix?a=1");
        assert_eq!(back(&with(header::REFERER, "http://broker//evil.example")), "/");
        assert_eq!(back(&HeaderMap::new()), "/");
    }

    #[tokio::test]
    async fn choosing_sets_the_cookie_and_goes_back() {
        let response = choose(with(header::REFERER, "http://broker/x"), Bytes::from_static(b"theme=dark")).await;
        assert_eq!(response.status().as_u16(), 303);
        assert_eq!(response.headers()[header::LOCATION], "/x");
        assert!(response.headers()[header::SET_COOKIE].to_str().unwrap().starts_with("abide-theme=dark;"));
    }
}
