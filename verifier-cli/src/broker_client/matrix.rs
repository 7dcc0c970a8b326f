//! The matrix: can a version be deployed?

use super::{Broker, Error, Notice, hal, notice};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which version is to go where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The participant.
    pub participant: String,
    /// Its version.
    pub version: String,
    /// Where it is to go.
    pub target: Target,
}

/// Where a version is to go: what it has to get along with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The versions deployed to or released in an environment.
    Environment(String),
    /// The latest versions with a tag.
    Tag(String),
}

impl Target {
    /// The name of the environment or tag.
    pub fn name(&self) -> &str {
        match self {
            Self::Environment(name) | Self::Tag(name) => name,
        }
    }
}

/// The broker's answer.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    /// Yes or no; nothing when a verification result is missing.
    pub deployable: Option<bool>,
    /// The reason in the broker's words; may have several lines.
    pub reason: String,
    /// The broker's sentences.
    pub notices: Vec<Notice>,
    /// One row for each pair of versions that was looked at.
    pub rows: Vec<Row>,
    /// What each pair lacks, from a broker that says so.
    pub reasons: Vec<Reason>,
}

/// One side of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Side {
    /// The participant.
    #[serde(default)]
    pub name: String,
    /// Its version, when there is one.
    #[serde(default)]
    pub version: Option<String>,
}

/// A pair of versions and its latest verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The consumer's side.
    pub consumer: Side,
    /// The provider's side.
    pub provider: Side,
    /// Whether the verification succeeded; nothing when there was none.
    pub success: Option<bool>,
    /// When it was verified.
    #[serde(rename = "verifiedAt")]
    pub verified_at: Option<String>,
}

/// What a pair lacks, or that it lacks nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The state of the pair: `failed`, `never_verified`, `verified_for_another_version`, `not_deployed`,
    /// `unknown_version`, or one this version has not heard of.
    #[serde(default)]
    pub state: String,
    /// The consumer's side; none when it is about a provider alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consumer: Option<Side>,
    /// The provider's side; none when it is about a consumer alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Side>,
    /// The environment in question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// Since when this is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// The state in a sentence.
    #[serde(default)]
    pub text: String,
    /// The command to run next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl Broker {
    /// Asks whether a version can be deployed.
    pub async fn can_i_deploy(&self, question: &Question) -> Result<Verdict, Error> {
        self.index().await?;
        let mut url = self.within("matrix")?;
        url.set_query(Some(&query(question)));
        let document = self.get(url).await?;
        let content = &document.content;
        if !content["summary"].is_object() {
            let what = "JSON without a summary".to_owned();
            return Err(Error::NoBroker { url: document.url.to_string(), what });
        }
        let items = |value: &'_ Value| value.as_array().cloned().unwrap_or_default();
        Ok(Verdict {
            deployable: content["summary"]["deployable"].as_bool(),
            reason: content["summary"]["reason"].as_str().unwrap_or_default().to_owned(),
            notices: notice::notices(content),
            rows: items(&content["matrix"]).iter().map(row).collect(),
            reasons: items(&content["reasons"]).iter().filter_map(|item| Reason::deserialize(item).ok()).collect(),
        })
    }
}

/// The query other clients send, so that every broker gives the same verdict.
fn query(question: &Question) -> String {
    let participant = hal::encoded(&question.participant);
    let version = hal::encoded(&question.version);
    let target = match &question.target {
        Target::Environment(name) => format!("latestby=cvpv&environment={}", hal::encoded(name)),
        Target::Tag(name) => format!("latestby=cvp&latest=true&tag={}", hal::encoded(name)),
    };
    format!("q%5B%5D%5Bpacticipant%5D={participant}&q%5B%5D%5Bversion%5D={version}&{target}")
}

fn row(value: &Value) -> Row {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let side = |side: &Value| Side {
        name: text(&side["name"]).unwrap_or_default(),
        version: text(&side["version"]["number"]),
    };
    let result = &value["verificationResult"];
    Row {
        consumer: side(&value["consumer"]),
        provider: side(&value["provider"]),
        success: result["success"].as_bool(),
        verified_at: text(&result["verifiedAt"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_is_asked_as_other_clients_ask_it() {
        let question = |target| Question { participant: "order service".into(), version: "1+a".into(), target };
        assert_eq!(
            query(&question(Target::Environment("prod".into()))),
            "q%5B%5D%5Bpacticipant%5D=order%20service&q%5B%5D%5Bversion%5D=1%2Ba&latestby=cvpv&environment=prod"
        );
        assert!(query(&question(Target::Tag("live".into()))).ends_with("&latestby=cvp&latest=true&tag=live"));
    }
}
