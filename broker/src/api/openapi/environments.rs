//! Environments, and what is live there.

use super::operation::{Operation, delete, get, patch, post, put};

pub(super) fn operations() -> Vec<Operation> {
    let one = "/environments/{environment}";
    let deployed = "/pacticipants/{participant}/versions/{version}/deployed-versions/environment/{environment}";
    let released = "/pacticipants/{participant}/versions/{version}/released-versions/environment/{environment}";
    vec![
        get("/environments", "Environments, by display name").query(&["name"]).ok("Environments"),
        post("/environments", "Creates an environment").takes("EnvironmentFields").created("Environment"),
        get(one, "An environment; a browser may name it and is sent on").ok("Environment").see_other(),
        put(one, "Sets every field of an environment").takes("EnvironmentFields").ok("Environment"),
        delete(one, "Removes an environment, unless something is live there").query(&["force"]).no_content(),
        get(format!("{one}/versions"), "Every version that is live there").query(&["page", "size"]).ok("Versions"),
        get(format!("{one}/deployed-versions/currently-deployed"), "What is deployed there now")
            .query(&["pacticipant", "applicationInstance", "target"])
            .ok("Deployments"),
        get(format!("{one}/released-versions/currently-supported"), "What is released there and supported")
            .query(&["pacticipant", "version"])
            .ok("Releases"),
        get(deployed, "A version's deployments there, past ones too").ok("Deployments"),
        post(deployed, "Records that a version is live there, in place of the one before")
            .may_take("NewDeployment")
            .created("Deployment"),
        get(released, "A version's release there").ok("Releases"),
        post(released, "Records that a version is on offer there, beside others").ok("Release").created("Release"),
        get("/deployed-versions/{deployment}", "A deployment").ok("Deployment"),
        patch("/deployed-versions/{deployment}", "Ends a deployment").merges("DeploymentPatch").ok("Deployment"),
        get("/released-versions/{release}", "A release").ok("Release"),
        patch("/released-versions/{release}", "Ends a release's support").merges("ReleasePatch").ok("Release"),
    ]
}
