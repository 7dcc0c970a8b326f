//! The matrix: can versions be deployed, or merged?

use super::{Broker, Error, Notice, Which, hal, notice};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which versions are to go where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The versions.
    pub subjects: Vec<Subject>,
    /// Where they are to go; without it several are asked whether they get along with each other.
    pub target: Option<Target>,
    /// Participants whose results do not count.
    pub ignored: Vec<String>,
}

/// A participant and its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The participant.
    pub participant: String,
    /// Which of its versions.
    pub which: Which,
}

/// Where a version is to go: what it has to get along with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The versions deployed to or released in an environment.
    Environment(String),
    /// The latest versions with a tag.
    Tag(String),
    /// The latest versions on the main branches.
    MainBranch,
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
    /// How many results are a no, whether or not their rows are among those the broker shows.
    pub failed: u64,
    /// One row for each pair of versions that was looked at, as far as the broker shows them.
    pub rows: Vec<Row>,
    /// What each pair lacks, from a broker that says so.
    pub reasons: Vec<Reason>,
}

/// The answer in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// They get along.
    Yes,
    /// They do not.
    No,
    /// A result is missing, and none is a no.
    NotYet,
}

impl Verdict {
    /// The answer in a word: a missing result beside a failed one does not make a no a not yet.
    pub fn answer(&self) -> Answer {
        let failed = self.failed > 0 || self.rows.iter().any(|row| row.success == Some(false) && !row.ignored);
        match self.deployable {
            Some(true) => Answer::Yes,
            None if !failed => Answer::NotYet,
            Some(false) | None => Answer::No,
        }
    }
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
    /// Whether it does not count.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub ignored: bool,
}

/// What a pair lacks, or that it lacks nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The state of the pair: `failed`, `never_verified`, `verified_for_another_version`, `not_deployed`,
    /// `no_such_version`, `unknown_version`, or one this version has not heard of.
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
    /// Why these versions were looked at.
    #[serde(default, rename = "broughtInBy", skip_serializing_if = "Option::is_none")]
    pub brought_in_by: Option<String>,
    /// The state in a sentence.
    #[serde(default)]
    pub text: String,
    /// The command to run next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl Broker {
    /// Asks whether versions can be deployed, or merged.
    pub async fn can_i_deploy(&self, question: &Question) -> Result<Verdict, Error> {
        self.index().await?;
        let mut url = self.within("matrix")?;
        url.set_query(Some(&query(question)));
        let document = self.get(url).await.map_err(|error| unknown(error, question))?;
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
            failed: content["summary"]["failed"].as_u64().unwrap_or(0),
            rows: items(&content["matrix"]).iter().map(row).collect(),
            reasons: items(&content["reasons"]).iter().filter_map(|item| Reason::deserialize(item).ok()).collect(),
        })
    }
}

/// A participant the broker does not know, where that is what it says.
fn unknown(error: Error, question: &Question) -> Error {
    let Error::Refused { status: 400, detail, .. } = &error else { return error };
    let is_unknown = |subject: &&Subject| detail.contains(&format!("acticipant {} not found", subject.participant));
    match question.subjects.iter().find(is_unknown) {
        Some(subject) => Error::UnknownParticipant { name: subject.participant.clone() },
        None => error,
    }
}

/// The query other clients send, so that every broker gives the same verdict.
fn query(question: &Question) -> String {
    let mut pairs = Vec::new();
    let mut add = |key: &str, value: &str| {
        pairs.push(format!("{}={}", key.replace('[', "%5B").replace(']', "%5D"), hal::encoded(value)));
    };
    for Subject { participant, which } in &question.subjects {
        add("q[][pacticipant]", participant);
        match which {
            Which::Number(number) => add("q[][version]", number),
            Which::Latest => {}
            Which::LatestTagged(tag) => add("q[][tag]", tag),
            Which::LatestOn(branch) => add("q[][branch]", branch),
        }
        if !matches!(which, Which::Number(_)) {
            add("q[][latest]", "true");
        }
    }
    let by = if matches!(question.target, None | Some(Target::Environment(_))) { "cvpv" } else { "cvp" };
    add("latestby", by);
    match &question.target {
        Some(Target::Environment(name)) => add("environment", name),
        Some(Target::Tag(name)) => {
            add("latest", "true");
            add("tag", name);
        }
        Some(Target::MainBranch) => {
            add("latest", "true");
            add("mainBranch", "true");
        }
        None => {}
    }
    for participant in &question.ignored {
        add("ignore[][pacticipant]", participant);
    }
    pairs.join("&")
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
        ignored: value["ignored"].as_bool().unwrap_or(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_is_asked_as_other_clients_ask_it() {
        let asked = |which, target, ignored: &[&str]| {
            let subjects = vec![Subject { participant: "order service".into(), which }];
            query(&Question { subjects, target, ignored: ignored.iter().map(|&name| name.into()).collect() })
        };
        let name = "q%5B%5D%5Bpacticipant%5D=order%20service";
        let number = || Which::Number("1+a".into());
        assert_eq!(
            asked(number(), Some(Target::Environment("prod".into())), &[]),
            format!("{name}&q%5B%5D%5Bversion%5D=1%2Ba&latestby=cvpv&environment=prod")
        );
        assert_eq!(
            asked(Which::LatestOn("f/1".into()), Some(Target::Tag("live".into())), &["a"]),
            format!(
                "{name}&q%5B%5D%5Bbranch%5D=f%2F1&q%5B%5D%5Blatest%5D=true&latestby=cvp&latest=true&tag=live\
                 &ignore%5B%5D%5Bpacticipant%5D=a"
            )
        );
        assert!(
            asked(Which::Latest, Some(Target::MainBranch), &[]).ends_with("&latestby=cvp&latest=true&mainBranch=true")
        );
        let subject = |name: &str| Subject { participant: name.into(), which: Which::LatestTagged("t".into()) };
        let both = Question { subjects: vec![subject("a"), subject("b")], target: None, ignored: Vec::new() };
        let one = |name: &str| format!("q%5B%5D%5Bpacticipant%5D={name}&q%5B%5D%5Btag%5D=t&q%5B%5D%5Blatest%5D=true");
        assert_eq!(query(&both), format!("{}&{}&latestby=cvpv", one("a"), one("b")));
    }

    #[test]
    fn a_failure_makes_it_a_no_unless_it_is_ignored() {
        let row = |ignored| Row {
            consumer: Side::default(),
            provider: Side::default(),
            success: Some(false),
            verified_at: None,
            ignored,
        };
        let verdict = |deployable, ignored| Verdict { deployable, rows: vec![row(ignored)], ..Verdict::default() };
        assert_eq!(verdict(None, false).answer(), Answer::No);
        assert_eq!(verdict(None, true).answer(), Answer::NotYet);
        assert_eq!(verdict(Some(true), true).answer(), Answer::Yes);
        assert_eq!(verdict(Some(false), true).answer(), Answer::No);
        let not_shown = Verdict { failed: 1, ..verdict(None, true) };
        assert_eq!(not_shown.answer(), Answer::No, "its row is beyond what the broker shows");
    }
}
