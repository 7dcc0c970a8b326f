//! What a client is told when a request cannot be answered.

use crate::failure::Failure;
pub use crate::failure::{FieldErrors, Place};
use crate::hal;
use crate::store;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// The answer to a request that cannot be served; the client's mistakes are never a 5xx.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ApiError {
    /// Fields are not as they should be.
    #[error("the request is not valid")]
    Invalid(Place, FieldErrors),
    /// The questions to the matrix are not as they should be.
    #[error("the question is not valid")]
    InvalidQuestion(Vec<String>),
    /// The body cannot be read at all.
    #[error("{0}")]
    Malformed(String),
    /// There is nothing here.
    #[error("{0}")]
    NotFound(String),
    /// What is there stands in the way; the value is the body.
    #[error("{message}")]
    Conflict {
        /// In words.
        message: String,
        /// The whole body.
        body: Value,
    },
    /// The same where clients print the body as it comes.
    #[error("{0}")]
    ConflictText(String),
    /// The request can be read but not be done.
    #[error("the request cannot be carried out")]
    Unprocessable(Place, FieldErrors),
    /// Whoever asks has not proved who they are.
    #[error("{message}")]
    Unauthorized {
        /// In words.
        message: String,
        /// The lines of `WWW-Authenticate`.
        challenges: Vec<&'static str>,
    },
    /// Any other status with its standard words.
    #[error("{1}")]
    Status(StatusCode, String),
    /// The database is away or busy; the same request may succeed later.
    #[error("the database is not available at the moment: try again")]
    Unavailable(#[source] store::Error),
    /// The broker's own fault.
    #[error("the broker failed")]
    Internal(#[source] store::Error),
}

impl ApiError {
    /// One field with one complaint.
    pub fn invalid(place: Place, field: &str, message: impl Into<String>) -> Self {
        Self::Invalid(place, FieldErrors::from([(field.to_owned(), vec![message.into()])]))
    }

    /// The field's complaint as a 422.
    pub fn unprocessable(place: Place, field: &str, message: impl Into<String>) -> Self {
        Self::Unprocessable(place, FieldErrors::from([(field.to_owned(), vec![message.into()])]))
    }

    /// The words clients know for a missing participant; `role` is `consumer`, `provider` or `pacticipant`.
    pub fn no_participant(role: &str, name: &str) -> Self {
        Self::NotFound(format!("No {role} with name '{name}' found"))
    }

    /// A resource that is not there, in words.
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::NotFound(what.into())
    }

    /// A conflict with just a message.
    pub fn conflict(message: impl Into<String>) -> Self {
        let message = message.into();
        Self::Conflict { body: json!({ "error": message }), message }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Invalid(..) | Self::InvalidQuestion(_) | Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Unauthorized { .. } => StatusCode::UNAUTHORIZED,
            Self::Conflict { .. } | Self::ConflictText(_) => StatusCode::CONFLICT,
            Self::Unprocessable(..) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Status(status, _) => *status,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn body(&self) -> String {
        let body = match self {
            Self::Invalid(_, fields) | Self::Unprocessable(_, fields) => json!({ "errors": fields }),
            Self::InvalidQuestion(messages) => json!({ "errors": messages }),
            Self::Conflict { body, .. } => body.clone(),
            Self::ConflictText(text) => return text.clone(),
            Self::Malformed(message)
            | Self::NotFound(message)
            | Self::Unauthorized { message, .. }
            | Self::Status(_, message) => json!({ "error": message }),
            Self::Unavailable(_) => json!({ "error": self.to_string() }),
            Self::Internal(_) => {
                json!({ "error": { "message": "An error has occurred. The details have been logged." } })
            }
        };
        body.to_string()
    }

    fn content_type(&self) -> &'static str {
        match self {
            Self::Invalid(..) | Self::InvalidQuestion(_) | Self::Unprocessable(..) => hal::CONTENT_TYPE,
            Self::ConflictText(_) => "text/plain;charset=utf-8",
            _ => "application/json;charset=utf-8",
        }
    }
}

impl From<store::Error> for ApiError {
    fn from(error: store::Error) -> Self {
        if error.is_unique_violation() {
            return Self::conflict("Another request has just written the same resource. Try again.");
        }
        if error.is_null_character() {
            return Self::Malformed("No name and no text may hold the character U+0000.".to_owned());
        }
        if error.is_temporary() { Self::Unavailable(error) } else { Self::Internal(error) }
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        store::Error::from(error).into()
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Self::Internal(error) | Self::Unavailable(error) = &self {
            tracing::error!(error = %error, causes = ?causes(error), "a request failed");
        }
        let mut response = (self.status(), self.body()).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type()));
        if let Self::Unavailable(_) = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        if let Self::Unauthorized { challenges, .. } = &self {
            for challenge in challenges {
                response.headers_mut().append(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
            }
        }
        response.extensions_mut().insert(Failure::from(&self));
        response
    }
}

impl From<&ApiError> for Failure {
    fn from(error: &ApiError) -> Self {
        let (place, fields) = match error {
            ApiError::Invalid(place, fields) | ApiError::Unprocessable(place, fields) => (Some(*place), fields.clone()),
            ApiError::InvalidQuestion(messages) => (None, FieldErrors::from([(String::new(), messages.clone())])),
            _ => (None, FieldErrors::new()),
        };
        let mut members = match error {
            ApiError::Conflict { body: Value::Object(body), .. } => body.clone(),
            _ => Map::new(),
        };
        members.remove("error");
        Self { status: error.status(), message: error.to_string(), fields, place, members }
    }
}

/// Everything that caused `error`, nearest first; what a cause only repeats is left out.
pub fn causes(error: &dyn std::error::Error) -> Vec<String> {
    let mut said = error.to_string();
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !said.ends_with(&text) {
            causes.push(text.clone());
            said = text;
        }
        next = cause.source();
    }
    causes
}

#[cfg(test)]
mod tests {
    use super::causes;

    #[derive(Debug, thiserror::Error)]
    #[error("{text}")]
    struct Step {
        text: &'static str,
        source: Option<Box<Step>>,
    }

    #[test]
    fn a_cause_that_repeats_the_one_before_is_left_out() {
        let step = |text, source: Option<Step>| Step { text, source: source.map(Box::new) };
        let chain = step("cannot open", Some(step("the database says: (code: 26)", Some(step("(code: 26)", None)))));
        assert_eq!(causes(&chain), ["the database says: (code: 26)"]);
        assert_eq!(causes(&step("a", Some(step("b", Some(step("c", None)))))), ["b", "c"]);
    }
}
