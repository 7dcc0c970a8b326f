//! One client: a consumer's pipeline that publishes, and a provider's that verifies, deploys and asks.

use super::fact::Fact;
use super::tally::Tally;
use super::{CONSUMERS, PROVIDERS};
use anyhow::{Context as _, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A client with its own connections and its own chance.
pub struct Client {
    http: reqwest::Client,
    address: String,
    environment: String,
    name: String,
    turns: u64,
    chance: fastrand::Rng,
    tally: Tally,
    facts: Vec<Fact>,
}

/// Why a turn is not played to its end; the tally has the details.
struct Interrupted;

impl Client {
    /// A client of the broker at `address`; its name seeds its chance.
    pub fn new(address: String, environment: String, name: &str) -> Self {
        let seed = name.bytes().fold(7_u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
        Self {
            http: reqwest::Client::builder().timeout(Duration::from_secs(90)).build().unwrap_or_default(),
            address,
            environment,
            name: name.to_owned(),
            turns: 0,
            chance: fastrand::Rng::with_seed(seed),
            tally: Tally::default(),
            facts: Vec::new(),
        }
    }

    /// What it saw, and what it was told.
    pub fn finish(self) -> (Tally, Vec<Fact>) {
        (self.tally, self.facts)
    }

    /// Publishes a contract and a result for it, records a deployment now and then, and asks whether it may.
    pub async fn turn(&mut self) {
        self.turns += 1;
        if self.play().await.is_err() {
            // Nobody is there for the moment.
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn play(&mut self) -> Result<(), Interrupted> {
        let consumer = CONSUMERS[self.chance.usize(..CONSUMERS.len())];
        let provider = PROVIDERS[self.chance.usize(..PROVIDERS.len())];
        // Several clients say the same of some versions: who comes first writes it.
        let version = match self.turns % 4 {
            0 => format!("shared-{}", self.turns),
            _ => format!("{}-{}", self.name, self.turns),
        };
        let words = format!("words {}", self.turns % 50);
        let contract = self.publish(consumer, provider, &version, &words).await?;
        let results = link(&contract, "pb:publish-verification-results");
        let provider_version = format!("{}-{}", self.name, self.turns / 2);
        self.verify(&results, &provider_version).await?;
        if self.chance.u8(..4) == 0 {
            self.deploy(provider, &provider_version).await?;
        }
        let question =
            format!("/can-i-deploy?pacticipant={consumer}&version={version}&environment={}", self.environment_name());
        self.send("can-i-deploy", Method::GET, &question, None).await?;
        Ok(())
    }

    fn environment_name(&self) -> &str {
        self.environment.split_once(' ').map_or("", |(name, _)| name)
    }

    fn environment_id(&self) -> &str {
        self.environment.split_once(' ').map_or("", |(_, id)| id)
    }

    async fn publish(
        &mut self,
        consumer: &str,
        provider: &str,
        version: &str,
        words: &str,
    ) -> Result<Value, Interrupted> {
        let contract = json!({
            "consumer": { "name": consumer },
            "provider": { "name": provider },
            "interactions": [{
                "description": words,
                "request": { "method": "GET", "path": "/" },
                "response": { "status": 200 },
            }],
            "metadata": { "pactSpecification": { "version": "4.0" } },
        });
        let body = json!({
            "pacticipantName": consumer,
            "pacticipantVersionNumber": version,
            "branch": "main",
            "tags": ["dev"],
            "contracts": [{
                "consumerName": consumer,
                "providerName": provider,
                "specification": "pact",
                "contentType": "application/json",
                "content": BASE64_STANDARD.encode(contract.to_string()),
            }],
        });
        self.send("publish", Method::POST, "/contracts/publish", Some(&body)).await?;
        let path = format!("/pacts/provider/{provider}/consumer/{consumer}/version/{version}");
        self.facts.push(Fact { path: path.clone(), pointer: "/interactions/0/description", value: words.into() });
        let of_version = format!("/pacticipants/{consumer}/versions/{version}");
        self.facts.push(Fact { path: of_version.clone(), pointer: "/_embedded/branches/0/name", value: "main".into() });
        self.facts.push(Fact { path: of_version, pointer: "/_embedded/tags/0/name", value: "dev".into() });
        Ok(self.send("contract", Method::GET, &path, None).await?.0)
    }

    async fn verify(&mut self, results: &str, version: &str) -> Result<(), Interrupted> {
        let success = self.chance.bool();
        let body = json!({ "success": success, "providerApplicationVersion": version });
        let (_, location) = self.send("result", Method::POST, results, Some(&body)).await?;
        self.facts.push(Fact { path: location.clone(), pointer: "/success", value: success.into() });
        self.facts.push(Fact { path: location, pointer: "/providerApplicationVersion", value: version.into() });
        Ok(())
    }

    async fn deploy(&mut self, provider: &str, version: &str) -> Result<(), Interrupted> {
        let path = format!(
            "/pacticipants/{provider}/versions/{version}/deployed-versions/environment/{}",
            self.environment_id()
        );
        let body = json!({ "applicationInstance": self.name });
        let (_, location) = self.send("deployment", Method::POST, &path, Some(&body)).await?;
        self.facts.push(Fact { path: location, pointer: "/_embedded/version/number", value: version.into() });
        Ok(())
    }

    /// Sends a request; returns the document, and the path of what was created.
    async fn send(
        &mut self,
        operation: &'static str,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<(Value, String), Interrupted> {
        let begin = Instant::now();
        match exchange(&self.http, method, &self.address, path, body).await {
            Ok(Answer { status, document, location }) if status.is_success() => {
                self.tally.note(operation, begin.elapsed());
                let base = format!("http://{}", self.address);
                return Ok((document, location.strip_prefix(&base).unwrap_or(&location).to_owned()));
            }
            Ok(Answer { status, .. }) if status == StatusCode::SERVICE_UNAVAILABLE => {
                self.tally.unanswered.push(format!("{operation}: {status}"));
            }
            Ok(Answer { status, document, .. }) => {
                self.tally.wrong.push(format!("{operation} {path}: {status} {document}"));
            }
            Err(error) => self.tally.unanswered.push(format!("{operation}: {error:#}")),
        }
        Err(Interrupted)
    }
}

struct Answer {
    status: StatusCode,
    document: Value,
    location: String,
}

async fn exchange(
    http: &reqwest::Client,
    method: Method,
    address: &str,
    path: &str,
    body: Option<&Value>,
) -> anyhow::Result<Answer> {
    let url = if path.starts_with('/') { format!("http://{address}{path}") } else { path.to_owned() };
    let mut request = http.request(method, url).header("accept", "application/hal+json");
    if let Some(body) = body {
        request = request.json(body);
    }
    let answer = request.send().await?;
    let status = answer.status();
    let location =
        answer.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let text = answer.text().await?;
    Ok(Answer { status, document: serde_json::from_str(&text).unwrap_or(Value::String(text)), location })
}

fn link(document: &Value, relation: &str) -> String {
    document["_links"][relation]["href"].as_str().unwrap_or_default().to_owned()
}

/// Creates the environment the clients deploy to; its name and identity, separated by a space, are what clients take.
pub async fn environment(address: &str) -> anyhow::Result<String> {
    let body = json!({ "name": "test", "production": false });
    let answer = exchange(&reqwest::Client::new(), Method::POST, address, "/environments", Some(&body)).await?;
    ensure!(answer.status == StatusCode::CREATED, "no environment: {} {}", answer.status, answer.document);
    let id = answer.document["uuid"].as_str().context("an environment has an identity")?;
    Ok(format!("test {id}"))
}
