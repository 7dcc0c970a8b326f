//! Badges for READMEs, as SVG drawn by the broker itself: of contracts, and of verdicts.

mod contract;
mod verdict;

pub use contract::{latest, latest_tagged, latest_untagged, of_tags};
pub use verdict::{branch_to_environment, main_branch_to_main_branch, tag_to_tag};

use crate::api::flag;
use crate::domain::badge::{Badge, initials};
use crate::error::ApiError;
use crate::query::Node;
use axum::http::header;
use axum::response::{IntoResponse, Response};

type Shown = Result<Response, ApiError>;

fn picture(badge: &Badge) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml;charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"),
    ];
    (headers, badge.svg()).into_response()
}

/// A name, or its initials if the query wants those.
fn name(name: &str, query: &Node) -> Result<String, ApiError> {
    Ok(if flag(query, "initials")? { initials(name) } else { name.to_owned() })
}
