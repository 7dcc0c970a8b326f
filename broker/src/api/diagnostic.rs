//! Whether the broker is alive, and whether what it depends on is.

use crate::app::App;
use crate::hal::{Hal, link};
use crate::links::Links;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;

/// `GET /diagnostic/status/heartbeat`: asks nobody, so that a probe costs nothing.
pub async fn heartbeat(links: Links) -> Hal {
    Hal::ok(&json!({ "ok": true, "_links": { "self": link(links.path("/diagnostic/status/heartbeat")) } }))
}

/// `GET /diagnostic/status/dependencies`: 200 if the database answers, else 500.
pub async fn dependencies(State(app): State<App>, links: Links) -> Hal {
    let ping = app.store.ping().await;
    let database = match &ping {
        Ok(()) => json!({ "ok": true }),
        Err(error) => json!({ "ok": false, "error": { "message": error.to_string() } }),
    };
    let body =
        json!({ "database": database, "_links": { "self": link(links.path("/diagnostic/status/dependencies")) } });
    let status = if ping.is_ok() { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR };
    Hal::ok(&body).with_status(status)
}
