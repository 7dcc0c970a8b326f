//! Who calls whom.

use super::operation::{Operation, delete, get};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        get("/integrations", "Who has contracts with whom")
            .query(&["q", "page", "size"])
            .ok("Integrations")
            .raw("text/vnd.graphviz"),
        delete("/integrations", "Removes everything but the environments, unless something is live")
            .query(&["force"])
            .no_content(),
        delete(
            "/integrations/provider/{provider}/consumer/{consumer}",
            "Removes what two participants have between them, unless the consumer is live with it",
        )
        .query(&["force"])
        .no_content(),
        get("/dashboard", "The newest contract and result of each integration")
            .query(&["page", "size"])
            .ok("Dashboard")
            .raw("text/plain"),
        get("/dashboard/provider/{provider}/consumer/{consumer}", "The same of one integration")
            .ok("Dashboard")
            .raw("text/plain"),
        get("/relationships", "Deprecated: integrations for a diagram").raw("text/csv"),
        get("/groups/{participant}", "Deprecated: everybody a participant is connected with")
            .query(&["maxPacticipants"])
            .raw("text/csv"),
    ]
}
