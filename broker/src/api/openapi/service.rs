//! The index, probes, counts and descriptions, and what only pages need.

use super::operation::{Operation, get, post};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        get("/", "Where everything else is").ok("Index"),
        get("/diagnostic/status/heartbeat", "Whether the broker is alive").ok("Heartbeat"),
        get("/diagnostic/status/dependencies", "Whether the database answers")
            .ok("Dependencies")
            .status("500", "Dependencies"),
        get("/metrics", "How much there is").ok("Metrics").raw("text/plain"),
        get("/openapi.json", "This document").json("OpenApi"),
        get("/doc/{relation}", "What a link relation means").query(&["context"]).ok("Relation"),
        get("/assets/{name}", "A file that pages need").raw("*/*"),
        post("/theme", "Remembers light or dark in a cookie").see_other(),
    ]
}
