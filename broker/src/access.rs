//! Who may read and who may write: users with passwords, and tokens. Where none is set everybody may do everything.

use crate::app::App;
use crate::error::ApiError;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use subtle::ConstantTimeEq;

const BASIC: &str = "Basic realm=\"Restricted area\", charset=\"UTF-8\"";
const BEARER: &str = "Bearer realm=\"Restricted area\"";

/// The one path where a `POST` only reads: its body is a question.
const QUESTION: &str = "/pacts/provider/{provider}/for-verification";
const HEARTBEAT: &str = "/diagnostic/status/heartbeat";

/// A text that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether `bytes` say the same; it takes as long to find out that they almost do.
    fn is(&self, bytes: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(bytes).into()
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// What proves who somebody is, as the header `Authorization` carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// `Basic`: name and password with a colon between them.
    User(Secret),
    /// `Bearer`.
    Token(Secret),
}

impl Key {
    /// A user, whose name has no colon.
    pub fn user(name: &str, password: &Secret) -> Self {
        Self::User(Secret(format!("{name}:{}", password.0)))
    }

    fn opens(&self, presented: &Presented) -> bool {
        match (self, presented) {
            (Self::User(secret), Presented::User(bytes)) | (Self::Token(secret), Presented::Token(bytes)) => {
                secret.is(bytes)
            }
            _ => false,
        }
    }
}

/// What a request says about who sent it.
enum Presented {
    User(Vec<u8>),
    Token(Vec<u8>),
    Nothing,
    /// An `Authorization` of another kind.
    Unknown,
}

impl Presented {
    fn of(headers: &HeaderMap) -> Self {
        let Some(value) = headers.get(header::AUTHORIZATION) else { return Self::Nothing };
        let bytes = value.as_bytes();
        let (scheme, rest) = bytes.split_at(bytes.iter().position(|byte| *byte == b' ').unwrap_or(bytes.len()));
        let rest = rest.trim_ascii();
        if scheme.eq_ignore_ascii_case(b"basic") {
            BASE64_STANDARD.decode(rest).map_or(Self::Unknown, Self::User)
        } else if scheme.eq_ignore_ascii_case(b"bearer") {
            Self::Token(rest.to_vec())
        } else {
            Self::Unknown
        }
    }
}

/// What somebody may do, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Right {
    Nothing,
    Read,
    Write,
}

/// What nobody has to prove anything for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Public {
    /// Reading.
    pub read: bool,
    /// The heartbeat.
    pub heartbeat: bool,
    /// Badges.
    pub badges: bool,
}

/// Who may read and who may write.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// May read and write; with none of them everybody may.
    pub writers: Vec<Key>,
    /// May only read.
    pub readers: Vec<Key>,
    /// What everybody may read.
    pub public: Public,
}

impl Access {
    /// Whether anybody is asked who they are.
    pub fn is_restricted(&self) -> bool {
        !self.writers.is_empty()
    }

    fn right(&self, presented: &Presented) -> Right {
        // Every key is compared, so that time tells nothing about which of them is near.
        let any = |keys: &[Key]| keys.iter().fold(false, |known, key| known | key.opens(presented));
        match (any(&self.writers), any(&self.readers)) {
            (true, _) => Right::Write,
            (false, true) => Right::Read,
            (false, false) if self.public.read => Right::Read,
            (false, false) => Right::Nothing,
        }
    }

    /// What a request needs; `path` is the route it has taken, if there is one.
    fn needed(&self, method: &Method, path: Option<&str>) -> Right {
        let reads = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
        let is_public = match path {
            Some(HEARTBEAT) => self.public.heartbeat,
            Some(path) if path.ends_with("/badge") => self.public.badges,
            _ => false,
        };
        match (reads, is_public) {
            (true, true) => Right::Nothing,
            (true, false) => Right::Read,
            (false, _) if *method == Method::POST && path == Some(QUESTION) => Right::Read,
            (false, _) => Right::Write,
        }
    }

    /// Whether the request may go on.
    fn check(&self, method: &Method, path: Option<&str>, headers: &HeaderMap) -> Result<(), ApiError> {
        if !self.is_restricted() {
            return Ok(());
        }
        let presented = Presented::of(headers);
        let right = self.right(&presented);
        if right >= self.needed(method, path) {
            return Ok(());
        }
        let is_known = self.readers.iter().any(|key| key.opens(&presented));
        if is_known {
            let message = "You may only read here. To write, use the user or the token that may.";
            return Err(ApiError::Status(StatusCode::FORBIDDEN, message.to_owned()));
        }
        Err(self.unauthorized(&presented))
    }

    fn unauthorized(&self, presented: &Presented) -> ApiError {
        let keys = || self.writers.iter().chain(&self.readers);
        let (mut ways, mut challenges) = (Vec::new(), Vec::new());
        if keys().any(|key| matches!(key, Key::User(_))) {
            challenges.push(BASIC);
            ways.push("a user and a password (PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD for clients)");
        }
        if keys().any(|key| matches!(key, Key::Token(_))) {
            challenges.push(BEARER);
            ways.push("a token (PACT_BROKER_TOKEN for clients)");
        }
        let problem = match presented {
            Presented::User(_) => "This user and password are not known here",
            Presented::Token(_) => "This token is not known here",
            Presented::Nothing => "This broker asks who you are",
            Presented::Unknown => "The header Authorization cannot be read",
        };
        ApiError::Unauthorized { message: format!("{problem}: send {}.", ways.join(", or ")), challenges }
    }
}

/// Stands before every action and every page, behind the choice of the route.
pub async fn admit(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    match app.access.check(request.method(), path, request.headers()) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Access, Key, Presented, Public, Right, Secret};
    use axum::http::{HeaderMap, HeaderValue, Method, header};

    fn secret(text: &str) -> Secret {
        text.parse().unwrap()
    }

    fn access() -> Access {
        Access {
            writers: vec![Key::user("ann", &secret("a:b")), Key::Token(secret("write"))],
            readers: vec![Key::user("bob", &secret("b")), Key::Token(secret("read"))],
            public: Public::default(),
        }
    }

    fn presented(value: &'static str) -> Presented {
        Presented::of(&HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_static(value))]))
    }

    #[test]
    fn users_and_tokens_have_the_rights_they_were_given() {
        let cases = [
            ("Basic YW5uOmE6Yg==", Right::Write),
            ("basic  YW5uOmE6Yg==", Right::Write),
            ("Basic Ym9iOmI=", Right::Read),
            ("Bearer write", Right::Write),
            ("BEARER read", Right::Read),
            ("Basic YW5uOmI=", Right::Nothing),
            ("Basic write", Right::Nothing),
            ("Bearer ann:a:b", Right::Nothing),
            ("Bearer writ", Right::Nothing),
            ("Bearer writes", Right::Nothing),
            ("Bearer", Right::Nothing),
            ("", Right::Nothing),
            ("Digest write", Right::Nothing),
        ];
        for (value, right) in cases {
            assert_eq!(access().right(&presented(value)), right, "{value}");
        }
        assert_eq!(access().right(&Presented::Nothing), Right::Nothing);
        let public = Access { public: Public { read: true, ..Public::default() }, ..access() };
        assert_eq!(public.right(&Presented::Nothing), Right::Read);
    }

    #[test]
    fn only_what_reads_is_open_to_readers_and_only_what_is_named_to_everybody() {
        let open = Access { public: Public { read: false, heartbeat: true, badges: true }, ..access() };
        let badge = "/pacts/provider/{provider}/consumer/{consumer}/latest/badge";
        let cases = [
            (Method::GET, Some("/"), Right::Read),
            (Method::HEAD, None, Right::Read),
            (Method::OPTIONS, None, Right::Read),
            (Method::POST, Some(super::QUESTION), Right::Read),
            (Method::PUT, Some(super::QUESTION), Right::Write),
            (Method::POST, Some("/contracts/publish"), Right::Write),
            (Method::DELETE, None, Right::Write),
            (Method::GET, Some(super::HEARTBEAT), Right::Nothing),
            (Method::GET, Some("/diagnostic/status/dependencies"), Right::Read),
            (Method::GET, Some(badge), Right::Nothing),
            (Method::POST, Some(badge), Right::Write),
            (Method::GET, Some("/pacticipants/{participant}"), Right::Read),
        ];
        for (method, path, right) in cases {
            assert_eq!(open.needed(&method, path), right, "{method} {path:?}");
        }
        assert_eq!(access().needed(&Method::GET, Some(super::HEARTBEAT)), Right::Read);
        assert_eq!(access().needed(&Method::GET, Some(badge)), Right::Read);
    }

    #[test]
    fn secrets_are_not_shown() {
        let shown = format!("{:?}", access());
        assert!(!shown.contains("write\"") && !shown.contains("ann"), "{shown}");
    }
}
