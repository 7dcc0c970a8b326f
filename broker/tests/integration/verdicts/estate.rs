//! A small estate: what happened in it, step by step, on a broker and in a few maps beside it.

use crate::harness::TestBroker;
use proptest::prelude::{Strategy, any, prop_oneof};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Everybody there is.
pub(super) const SERVICES: [&str; 3] = ["A", "B", "C"];
/// Every version there can be.
pub(super) const VERSIONS: [u8; 3] = [1, 2, 3];
/// Where everything is deployed to and released in, save for some noise elsewhere.
pub(super) const ENVIRONMENT: &str = "production";

/// A service and a number.
pub(super) type Version = (&'static str, u8);

/// Something that happens.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Publish { consumer: Version, provider: &'static str, words: u8 },
    Verify { consumer: Version, provider: Version, success: bool },
    Deploy { version: Version, instance: Option<&'static str>, elsewhere: bool },
    Release { version: Version },
    Undeploy { service: &'static str, instance: Option<&'static str> },
    EndSupport { version: Version },
}

fn service() -> impl Strategy<Value = &'static str> {
    (0..SERVICES.len()).prop_map(|index| SERVICES[index])
}

fn version() -> impl Strategy<Value = Version> {
    (service(), (0..VERSIONS.len()).prop_map(|index| VERSIONS[index]))
}

fn instance() -> impl Strategy<Value = Option<&'static str>> {
    any::<bool>().prop_map(|named| named.then_some("blue"))
}

/// Any step; contracts and successful results are frequent enough for a yes.
pub(super) fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (version(), service(), 0..2_u8)
            .prop_map(|(consumer, provider, words)| Step::Publish { consumer, provider, words }),
        6 => (version(), version(), 0..5_u8)
            .prop_map(|(consumer, provider, dice)| Step::Verify { consumer, provider, success: dice > 0 }),
        3 => (version(), instance(), 0..5_u8)
            .prop_map(|(version, instance, dice)| Step::Deploy { version, instance, elsewhere: dice == 0 }),
        1 => version().prop_map(|version| Step::Release { version }),
        1 => (service(), instance()).prop_map(|(service, instance)| Step::Undeploy { service, instance }),
        1 => version().prop_map(|version| Step::EndSupport { version }),
    ]
}

/// What the steps have come to.
#[derive(Debug, Default)]
pub(super) struct Estate {
    pub(super) versions: BTreeSet<Version>,
    /// What each consumer version expects of a provider, in words.
    pub(super) contracts: BTreeMap<(Version, &'static str), u8>,
    /// The newest result of a provider's version for the words of a consumer.
    pub(super) results: BTreeMap<(&'static str, u8, Version), bool>,
    deployments: BTreeMap<(&'static str, Option<&'static str>), (Version, String)>,
    releases: BTreeMap<Version, String>,
}

impl Estate {
    /// Whether a version is live where everything is asked about.
    pub(super) fn is_live(&self, version: Version) -> bool {
        self.releases.contains_key(&version) || self.deployments.values().any(|(live, _)| *live == version)
    }

    /// The versions of a service that are live.
    pub(super) fn live(&self, service: &str) -> Vec<Version> {
        self.versions.iter().copied().filter(|version| version.0 == service && self.is_live(*version)).collect()
    }

    /// Lets all this happen on a broker with the environments `production` and `test`; what cannot happen is left out.
    pub(super) async fn grow(broker: &TestBroker, steps: &[Step]) -> Self {
        let environment = broker.environment(ENVIRONMENT, true).await;
        let elsewhere = broker.environment("test", false).await;
        let mut estate = Self::default();
        for service in SERVICES {
            broker.post("/pacticipants", &json!({ "name": service })).await.expect(201);
        }
        for step in steps {
            broker.advance(1);
            match *step {
                Step::Publish { consumer, provider, words } => estate.publish(broker, consumer, provider, words).await,
                Step::Verify { consumer, provider, success } => {
                    estate.verify(broker, consumer, provider, success).await;
                }
                Step::Deploy { version, instance, elsewhere: true } => {
                    estate.create(broker, version).await;
                    broker.deploy(&name(version), &elsewhere, instance).await;
                }
                Step::Deploy { version, instance, elsewhere: false } => {
                    estate.create(broker, version).await;
                    let deployed = broker.deploy(&name(version), &environment, instance).await;
                    estate.deployments.insert((version.0, instance), (version, link(&deployed)));
                }
                Step::Release { version } => estate.release(broker, version, &environment).await,
                Step::Undeploy { service, instance } => {
                    if let Some((_, link)) = estate.deployments.remove(&(service, instance)) {
                        broker.patch(&link, &json!({ "currentlyDeployed": false })).await.expect(200);
                    }
                }
                Step::EndSupport { version } => {
                    if let Some(link) = estate.releases.remove(&version) {
                        broker.patch(&link, &json!({ "currentlySupported": false })).await.expect(200);
                    }
                }
            }
        }
        estate
    }

    async fn create(&mut self, broker: &TestBroker, version: Version) {
        if self.versions.insert(version) {
            let (service, number) = version;
            broker.put(&format!("/pacticipants/{service}/versions/{number}"), &json!({})).await.expect(201);
        }
    }

    async fn publish(&mut self, broker: &TestBroker, consumer: Version, provider: &'static str, words: u8) {
        if !self.contracts.contains_key(&(consumer, provider)) {
            self.versions.insert(consumer);
            self.contracts.insert((consumer, provider), words);
            broker.publish(&name(consumer), provider, &format!("words {words}")).await;
        }
    }

    async fn verify(&mut self, broker: &TestBroker, consumer: Version, provider: Version, success: bool) {
        if let Some(words) = self.contracts.get(&(consumer, provider.0)) {
            self.versions.insert(provider);
            self.results.insert((consumer.0, *words, provider), success);
            broker.verify(&name(consumer), &name(provider), success).await;
        }
    }

    async fn release(&mut self, broker: &TestBroker, version: Version, environment: &Value) {
        self.create(broker, version).await;
        let uuid = environment["uuid"].as_str().unwrap();
        let (service, number) = version;
        let path = format!("/pacticipants/{service}/versions/{number}/released-versions/environment/{uuid}");
        let reply = broker.post(&path, &json!({})).await;
        assert!(reply.status.is_success(), "{reply:?}");
        let released = serde_json::from_str(&reply.text).unwrap();
        self.releases.insert(version, link(&released));
    }
}

fn name((service, number): Version) -> String {
    format!("{service} {number}")
}

fn link(document: &Value) -> String {
    document["_links"]["self"]["href"].as_str().unwrap().to_owned()
}
