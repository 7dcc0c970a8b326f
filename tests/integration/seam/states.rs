//! Brings the real broker into the states the seam presupposes, before each interaction anew: some of them end a state.

use crate::canned::Canned;
use crate::http::{self, Answer};
use crate::shop::{self, Shop};
use serde_json::{Value, json};

/// What needs to be done only once: a contract, and that it is kept.
#[track_caller]
pub(super) fn bring_about(shop: &Shop) {
    shop.file("contracts/order-service-payment-service.json", shop::contract());
    shop.abide("publish contracts --version 1.0.0 --branch main").exits(0);
    shop.abide("environments create --name production --production").exits(0);
    let service = shop.payment_service("");
    let url = service.url();
    let verify = format!("verify --provider payment-service --url {url} --state-url {url}/_abide/states");
    shop.abide(&format!("{verify} --publish --provider-version 2.0.0 --provider-branch main")).exits(0);
    shop.abide("record-deployment --participant payment-service --version 2.0.0 --environment production").exits(0);
}

/// Brings about all states, whichever is asked for, and tells the identities the broker has made up.
#[track_caller]
pub(super) fn handler(broker: &str) -> Canned {
    let broker = broker.to_owned();
    Canned::json(move |_| Estate { broker: &broker }.ready().to_string())
}

struct Estate<'a> {
    broker: &'a str,
}

impl Estate<'_> {
    fn ready(&self) -> Value {
        for gone in ["/pacticipants/web", "/pacticipants/retired-service/versions/0.9.0/tags/new"] {
            self.send("DELETE", gone);
        }
        if let Some(staging) = self.environment("staging") {
            self.send("DELETE", &format!("/environments/{staging}"));
        }
        for known in ["branches/old/versions/0.9.0", "versions/0.9.0/tags/old"] {
            self.send("PUT", &format!("/pacticipants/retired-service/{known}"));
        }
        let [production, store, canary] = ["production", "app-store", "canary"].map(|name| self.created(name));
        let version = "/pacticipants/order-service/versions/1.0.0";
        let live = |kind: &str, environment: &str| {
            self.send("POST", &format!("{version}/{kind}/environment/{environment}")).json()["uuid"].clone()
        };
        json!({
            "production": production,
            "store": store,
            "canary": canary,
            "deployment": live("deployed-versions", &production),
            "release": live("released-versions", &store),
        })
    }

    fn send(&self, method: &str, path: &str) -> Answer {
        http::send(method, &format!("{}{path}", self.broker), &json!({}))
    }

    /// The environment's uuid, if there is one.
    fn environment(&self, name: &str) -> Option<String> {
        let found = http::resource(&format!("{}/environments?name={name}", self.broker));
        found["_embedded"]["environments"][0]["uuid"].as_str().map(str::to_owned)
    }

    fn created(&self, name: &str) -> String {
        self.environment(name).unwrap_or_else(|| {
            let environment = json!({ "name": name, "production": name == "production" });
            let created = http::send("POST", &format!("{}/environments", self.broker), &environment);
            created.json()["uuid"].as_str().unwrap().to_owned()
        })
    }
}
