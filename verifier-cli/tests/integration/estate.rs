//! A broker that knows a small estate: order-service 1.0.0 with branch, tag and contract, payment-service, two
//! environments, and what is live there.

use crate::harness::{Cli, Ran};
use crate::stub::{Running, Stub, hal};
use serde_json::{Value, json};

/// The path of the version everything is about.
pub(crate) const VERSION: &str = "/pacticipants/order-service/versions/1.0.0";

/// The broker; more answers may be added.
pub(crate) fn estate() -> Stub {
    let participant = "/pacticipants/order-service";
    let branch = format!("{participant}/branches/feat%2F1");
    Stub::new()
        .on("GET /", hal(200, &index()))
        .on(
            "GET /pacticipants",
            hal(200, &json!({"_embedded": {"pacticipants": [order_service(), {"name": "payment-service"}]}})),
        )
        .on(&format!("GET {participant}"), hal(200, &order_service()))
        .on("GET /pacticipants/payment-service", hal(200, &json!({"name": "payment-service"})))
        .on(&format!("GET {participant}/versions"), hal(200, &page("versions", &[version()], 1)))
        .on(&format!("GET {participant}/latest-version"), hal(200, &version()))
        .on(&format!("GET {VERSION}"), hal(200, &version()))
        .on(&format!("GET {participant}/branches"), hal(200, &page("branches", &[a_branch(&branch)], 1)))
        .on(&format!("GET {branch}"), hal(200, &a_branch(&branch)))
        .on(&format!("GET {branch}/versions"), hal(200, &page("versions", &[version()], 3)))
        .on(
            "GET /pacts/latest",
            hal(
                200,
                &json!({"pacts": [{"_embedded": {
                    "consumer": {"name": "order-service"}, "provider": {"name": "payment-service"}
                }}]}),
            ),
        )
        .on("GET /environments", hal(200, &json!({"_embedded": {"environments": [production(), app_store()]}})))
        .on("GET /environments/u-1", hal(200, &production()))
        .on("GET /environments/u-2", hal(200, &app_store()))
        .on(
            "GET /environments/u-1/deployed",
            hal(200, &live("deployedVersions", &[deployed("d-1", None), deployed("d-2", Some("blue"))])),
        )
        .on("GET /environments/u-1/released", hal(200, &live("releasedVersions", &[])))
        .on("GET /environments/u-2/deployed", hal(200, &live("deployedVersions", &[])))
        .on("GET /environments/u-2/released", hal(200, &live("releasedVersions", &[deployed("r-1", None)])))
}

/// Runs `abide` for a broker; arguments are separated by blanks.
#[track_caller]
pub(crate) fn abide(broker: &Running, command: &str) -> Ran {
    let cli = Cli::new().names("broker", broker.url());
    cli.run(command.split_whitespace().chain(["--broker", broker.url()]))
}

/// The document a command writes as JSON; that it is as its schema says is the harness's business.
#[track_caller]
pub(crate) fn document(broker: &Running, command: &str) -> Value {
    let ran = abide(broker, &format!("{command} --output json"));
    assert_eq!(ran.code, 0, "{ran}");
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran}"))
}

fn index() -> Value {
    let participant = "/pacticipants/{pacticipant}";
    json!({"_links": {
        "pb:pacticipants": {"href": "/pacticipants"},
        "pb:pacticipant": {"href": participant, "templated": true},
        "pb:pacticipant-version": {"href": format!("{participant}/versions/{{version}}"), "templated": true},
        "pb:pacticipant-version-tag": {"href": format!("{participant}/versions/{{version}}/tags/{{tag}}"), "templated": true},
        "pb:pacticipant-branch": {"href": format!("{participant}/branches/{{branch}}"), "templated": true},
        "pb:latest-version": {"href": format!("{participant}/latest-version"), "templated": true},
        "pb:latest-tagged-version": {"href": format!("{participant}/latest-version/{{tag}}"), "templated": true},
        "pb:latest-pact-versions": {"href": "/pacts/latest"},
        "pb:publish-pact": {
            "href": "/pacts/provider/{provider}/consumer/{consumer}/version/{consumerApplicationVersion}", "templated": true
        },
        "pb:environments": {"href": "/environments"},
        "pb:environment": {"href": "/environments/{uuid}", "templated": true},
    }})
}

fn order_service() -> Value {
    json!({
        "name": "order-service", "displayName": "Order Service", "mainBranch": "main",
        "repositoryUrl": "https://git.example/order", "createdAt": "2026-01-01T08:00:00+00:00",
        "_embedded": {"latestVersion": {"number": "1.0.0"}},
        "_links": {
            "pb:versions": {"href": "/pacticipants/order-service/versions"},
            "pb:deployed-environments": [{"name": "production", "href": "/environments/u-1"}],
        },
    })
}

fn version() -> Value {
    json!({
        "number": "1.0.0", "buildUrl": "https://ci.example/7", "createdAt": "2026-01-02T08:00:00+00:00",
        "_embedded": {
            "branchVersions": [{"name": "main", "latest": true}, {"name": "feat/1", "latest": false}],
            "tags": [{"name": "prod", "latest": true}],
        },
        "_links": {
            "pb:pact-versions": [{"name": "Pact between order-service (1.0.0) and payment-service", "href": "/pacts/1"}],
            "pb:deployed-environments": [
                {"name": "Production", "href": "http://elsewhere/environments/u-1"},
                {"name": "Production", "href": "http://elsewhere/environments/u-1", "application_instance": "blue"},
            ],
            "pb:released-environments": [{"name": "The store", "href": "http://elsewhere/environments/u-2"}],
            "pb:record-deployment": [{"name": "production", "href": format!("{VERSION}/deployed/u-1")}],
            "pb:record-release": [{"name": "app-store", "href": format!("{VERSION}/released/u-2")}],
        },
    })
}

fn a_branch(path: &str) -> Value {
    json!({
        "name": "feat/1", "createdAt": "2026-01-02T08:00:00+00:00",
        "_links": {"self": {"href": path}, "pb:latest-version": {"name": "1.0.0", "href": format!("{path}/latest-version")}},
    })
}

pub(crate) fn page(key: &str, items: &[Value], total: usize) -> Value {
    json!({"_embedded": {key: items}, "page": {"number": 1, "size": 1, "totalElements": total, "totalPages": 1}})
}

fn production() -> Value {
    environment("u-1", "production", "Production", true)
}

fn app_store() -> Value {
    environment("u-2", "app-store", "The store", false)
}

fn environment(uuid: &str, name: &str, shown: &str, production: bool) -> Value {
    json!({
        "uuid": uuid, "name": name, "displayName": shown, "production": production, "createdAt": "2026-01-01T08:00:00+00:00",
        "contacts": [{"name": "Platform", "details": {"emailAddress": "platform@shop.example"}}],
        "_links": {
            "pb:currently-deployed-deployed-versions": {"href": format!("/environments/{uuid}/deployed")},
            "pb:currently-supported-released-versions": {"href": format!("/environments/{uuid}/released")},
        },
    })
}

fn live(key: &str, items: &[Value]) -> Value {
    json!({"_embedded": {key: items}})
}

fn deployed(uuid: &str, instance: Option<&str>) -> Value {
    json!({
        "uuid": uuid, "applicationInstance": instance, "createdAt": "2026-01-03T08:00:00+00:00",
        "_embedded": {"pacticipant": {"name": "order-service"}, "version": {"number": "1.0.0"}},
        "_links": {"self": {"href": format!("/live/{uuid}")}},
    })
}
