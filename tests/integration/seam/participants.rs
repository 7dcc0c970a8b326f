//! Participants, versions, branches and tags.

use super::{KNOWN, RETIRED, agreed, answered, environments, link};
use crate::shop::Shop;
use abide_mock_server::declare::Interaction;
use abide_mock_server::prelude::*;
use serde_json::{Value, json};

const RETIRED_SERVICE: &str = "/pacticipants/retired-service";

#[track_caller]
pub(super) fn agree(shop: &Shop) {
    participants(shop);
    versions(shop);
    branches(shop);
    tags(shop);
}

fn participant(name: &str, state: &str) -> Interaction {
    let path = format!("/pacticipants/{name}");
    interaction(format!("a look at {name}")).given(state).request(get(path.clone())).respond(status(200).json(json!({
        "name": name,
        "displayName": like("Order Service"),
        "_embedded": { "latestVersion": { "number": like("1.0.0") } },
        "_links": { "pb:versions": link(&format!("{path}/versions")), "pb:branches": link(&format!("{path}/branches")) }
    })))
}

#[track_caller]
fn participants(shop: &Shop) {
    let listed = interaction("a list of participants").given(KNOWN).request(get("/pacticipants")).respond(
        status(200).json(json!({ "_embedded": { "pacticipants": each_like(json!({
            "name": like("order-service"), "displayName": like("Order Service")
        })) } })),
    );
    agreed(shop, "participants list", vec![listed]);
    agreed(shop, "participants describe --name order-service", vec![participant("order-service", KNOWN)]);

    let created = interaction("a participant to be created")
        .given("web is not known")
        .request(post("/pacticipants").json(json!({ "name": "web", "mainBranch": "main" })))
        .respond(status(201).json(json!({ "name": "web", "mainBranch": "main" })));
    agreed(shop, "participants create --name web --main-branch main", vec![created]);

    let updated = interaction("a participant to be changed")
        .given(RETIRED)
        .request(patch(RETIRED_SERVICE).body(r#"{"displayName":"Retired"}"#, "application/merge-patch+json"))
        .respond(status(200).json(json!({ "name": "retired-service", "displayName": "Retired" })));
    let command = "participants update --name retired-service --display-name Retired";
    agreed(shop, command, vec![participant("retired-service", RETIRED), updated]);

    let deleted =
        interaction("a participant to be deleted").given(RETIRED).request(delete(RETIRED_SERVICE)).respond(status(204));
    let pairs = interaction("a list of all pairs").given(KNOWN).request(get("/pacts/latest")).respond(
        status(200).json(json!({ "pacts": each_like(json!({ "_embedded": {
            "consumer": { "name": like("order-service") }, "provider": { "name": like("payment-service") }
        } })) })),
    );
    let mut asked = vec![participant("retired-service", RETIRED), list_of_versions(1), pairs];
    asked.extend(environments::look());
    asked.extend(environments::live_of_the_retired());
    asked.push(deleted);
    agreed(shop, "participants delete --name retired-service --yes", asked);
}

/// What is read of a version, in a list and alone.
fn version_fields() -> Value {
    json!({
        "number": "0.9.0",
        "createdAt": like("2026-03-01T08:00:00+00:00"),
        "_embedded": {
            "branchVersions": each_like(json!({ "name": "old", "latest": true })),
            "tags": each_like(json!({ "name": "old" }))
        }
    })
}

fn list_of_versions(size: usize) -> Interaction {
    interaction(format!("the newest of all versions, {size} at most"))
        .given(RETIRED)
        .request(get(format!("{RETIRED_SERVICE}/versions")).query("page", "1").query("size", size.to_string()))
        .respond(status(200).json(json!({
            "_embedded": { "versions": each_like(version_fields()) }, "page": { "totalElements": integer(1) }
        })))
}

fn version() -> Interaction {
    interaction("a look at a version of retired-service")
        .given(RETIRED)
        .request(get(format!("{RETIRED_SERVICE}/versions/0.9.0")))
        .respond(status(200).json(version_fields()))
}

#[track_caller]
fn versions(shop: &Shop) {
    let retired = || participant("retired-service", RETIRED);
    agreed(shop, "versions list --participant retired-service", vec![retired(), list_of_versions(100)]);
    agreed(shop, "versions describe --participant retired-service --version 0.9.0", vec![version()]);
    let latest = interaction("a look at the latest version")
        .given(RETIRED)
        .request(get(format!("{RETIRED_SERVICE}/latest-version")))
        .respond(status(200).json(version_fields()));
    agreed(shop, "versions describe --participant retired-service --latest", vec![latest]);
    let tagged = interaction("the versions with a tag")
        .given(RETIRED)
        .request(get(format!("{RETIRED_SERVICE}/tags/old/versions")).query("page", "1").query("size", "100"))
        .respond(status(200).json(json!({ "_embedded": { "versions": each_like(version_fields()) } })));
    agreed(shop, "versions list --participant retired-service --tag old", vec![retired(), tagged]);

    let live = interaction("a live version to be deleted")
        .given(KNOWN)
        .request(delete("/pacticipants/order-service/versions/1.0.0"))
        .respond(status(409).json(json!({ "error": like("order-service version 1.0.0 cannot be deleted") })));
    let command = "versions delete --participant order-service --version 1.0.0 --yes";
    answered(shop, command, 1, vec![environments::live_version(), environments::list(), live]);
    let deleted = interaction("a version to be deleted")
        .given(RETIRED)
        .request(delete(format!("{RETIRED_SERVICE}/versions/0.9.0")).query("force", "true"))
        .respond(status(204));
    let command = "versions delete --participant retired-service --version 0.9.0 --yes --force";
    agreed(shop, command, vec![version(), deleted]);
}

#[track_caller]
fn branches(shop: &Shop) {
    let path = format!("{RETIRED_SERVICE}/branches/old");
    let fields = json!({
        "name": "old",
        "_links": { "pb:latest-version": { "name": "0.9.0" }, "pb:versions": link(&format!("{path}/versions")) }
    });
    let listed = interaction("a list of branches")
        .given(RETIRED)
        .request(get(format!("{RETIRED_SERVICE}/branches")).query("page", "1").query("size", "100"))
        .respond(status(200).json(json!({ "_embedded": { "branches": each_like(&fields) } })));
    let retired = participant("retired-service", RETIRED);
    agreed(shop, "branches list --participant retired-service", vec![retired, listed]);

    let branch = || {
        interaction("a look at a branch").given(RETIRED).request(get(path.clone())).respond(status(200).json(&fields))
    };
    let on_it = |size: usize| {
        interaction(format!("the newest versions on a branch, {size} at most"))
            .given(RETIRED)
            .request(get(format!("{path}/versions")).query("page", "1").query("size", size.to_string()))
            .respond(status(200).json(json!({
                "_embedded": { "versions": each_like(version_fields()) }, "page": { "totalElements": integer(1) }
            })))
    };
    agreed(shop, "branches describe --participant retired-service --branch old", vec![branch(), on_it(100)]);
    let deleted =
        interaction("a branch to be deleted").given(RETIRED).request(delete(path.clone())).respond(status(204));
    let command = "branches delete --participant retired-service --branch old --yes";
    agreed(shop, command, vec![branch(), on_it(1), deleted]);
}

#[track_caller]
fn tags(shop: &Shop) {
    let path = format!("{RETIRED_SERVICE}/versions/0.9.0/tags");
    let created = interaction("a version to be tagged")
        .given(RETIRED)
        .request(put(format!("{path}/new")).json(json!({})))
        .respond(status(201).json(json!({ "name": "new" })));
    agreed(shop, "tags create --participant retired-service --version 0.9.0 --tag new", vec![version(), created]);
    agreed(shop, "tags list --participant retired-service --version 0.9.0", vec![version()]);
    let given = interaction("a look at a tag")
        .given(RETIRED)
        .request(get(format!("{path}/old")))
        .respond(status(200).json(json!({ "createdAt": like("2026-03-01T08:00:00+00:00") })));
    agreed(shop, "tags describe --participant retired-service --version 0.9.0 --tag old", vec![version(), given]);
    let deleted =
        interaction("a tag to be deleted").given(RETIRED).request(delete(format!("{path}/old"))).respond(status(204));
    let command = "tags delete --participant retired-service --version 0.9.0 --tag old --yes";
    agreed(shop, command, vec![version(), deleted]);
}
