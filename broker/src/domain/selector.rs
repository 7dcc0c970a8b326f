//! Consumer version selectors: which contracts a provider's build wants to verify.

use serde_json::{Map, Value};
use std::fmt;

/// One thing to select, possibly for one consumer only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// Only this consumer's contracts.
    pub consumer: Option<String>,
    /// What is selected.
    pub choice: Choice,
}

/// What a selector selects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// What a build without selectors gets: each consumer's main branch, else its newest contract.
    Default,
    /// The head of each consumer's main branch.
    MainBranch,
    /// The head of the branch of this name, or of the fallback where a consumer has no such branch.
    Branch {
        /// The branch.
        name: String,
        /// The branch to use instead; of what was selected, the one that was used instead.
        fallback: Option<String>,
    },
    /// The heads of all branches.
    BranchHeads,
    /// The newest version with a tag, or with the fallback where no consumer has the tag.
    LatestTagged {
        /// The tag.
        tag: String,
        /// The tag to use instead; of what was selected, the one that was used instead.
        fallback: Option<String>,
    },
    /// Every version with a tag.
    Tagged {
        /// The tag.
        tag: String,
        /// The consumer whose versions are meant, if one is named.
        consumer: Option<String>,
    },
    /// The newest contract of each consumer.
    Latest,
    /// What is deployed now, everywhere or in one environment.
    Deployed(Option<String>),
    /// What is released and supported now, everywhere or in one environment.
    Released(Option<String>),
}

/// The words that end up in a verifier's output.
impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default | Self::Latest => write!(f, "latest"),
            Self::MainBranch => write!(f, "latest from main branch"),
            Self::Branch { name, fallback } => {
                write!(f, "latest from branch {}", fallback.as_ref().unwrap_or(name))
            }
            Self::BranchHeads => write!(f, "latest from each branch"),
            Self::LatestTagged { tag, fallback } => {
                write!(f, "latest with tag {}", fallback.as_ref().unwrap_or(tag))
            }
            Self::Tagged { tag, consumer: Some(consumer) } => write!(f, "one of {consumer} {tag}"),
            Self::Tagged { tag, consumer: None } => write!(f, "one of {tag}"),
            Self::Deployed(Some(environment)) => write!(f, "deployed to {environment}"),
            Self::Deployed(None) => write!(f, "deployed"),
            Self::Released(Some(environment)) => write!(f, "released in {environment}"),
            Self::Released(None) => write!(f, "released"),
        }
    }
}

impl Choice {
    /// Why something else was selected than was asked for, if it was.
    pub fn excuse(&self) -> Option<String> {
        match self {
            Self::Branch { name, fallback: Some(_) } => Some(format!("the fallback, as there is no branch {name}")),
            Self::LatestTagged { tag, fallback: Some(_) } => {
                Some(format!("the fallback, as nothing has the tag {tag}"))
            }
            _ => None,
        }
    }
}

/// What a build without selectors gets: the main line of every consumer and whatever is live.
pub fn default_selectors() -> Vec<Selector> {
    [Choice::Default, Choice::Deployed(None), Choice::Released(None)]
        .map(|choice| Selector { consumer: None, choice })
        .into()
}

const BRANCH_FAMILY: [&str; 7] =
    ["latest", "tag", "fallbackTag", "branch", "fallbackBranch", "matchingBranch", "mainBranch"];
const ENVIRONMENT_FAMILY: [&str; 4] = ["environment", "deployed", "released", "deployedOrReleased"];

/// Reads the selectors of a request; every complaint names its place in the list.
pub fn parse_selectors(list: &[Value], provider_branch: Option<&str>) -> Result<Vec<Selector>, Vec<String>> {
    let mut selectors = Vec::new();
    let mut complaints = Vec::new();
    for (index, value) in list.iter().enumerate() {
        let parsed = match value {
            Value::Object(fields) => Fields(fields).parse(provider_branch),
            _ => Err("must be an object".to_owned()),
        };
        match parsed {
            Ok(found) => selectors.extend(found),
            Err(complaint) => complaints.push(format!("{complaint} (at index {index})")),
        }
    }
    if complaints.is_empty() { Ok(selectors) } else { Err(complaints) }
}

struct Fields<'a>(&'a Map<String, Value>);

impl Fields<'_> {
    fn has(&self, key: &str) -> bool {
        self.0.get(key).is_some_and(|value| !value.is_null())
    }

    fn text(&self, key: &str) -> Result<Option<String>, String> {
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.trim().is_empty() => Err(format!("{key} can't be blank")),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(format!("{key} must be a string")),
        }
    }

    /// A flag that is either absent or `true`.
    fn only_true(&self, key: &str) -> Result<bool, String> {
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(true)) => Ok(true),
            Some(Value::String(text)) if text == "true" => Ok(true),
            Some(_) => Err(format!("{key} must be one of: true")),
        }
    }

    fn latest(&self) -> Result<Option<bool>, String> {
        match self.0.get("latest") {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Bool(latest)) => Ok(Some(*latest)),
            Some(Value::String(text)) if text == "true" || text == "false" => Ok(Some(text == "true")),
            Some(_) => Err("latest must be true or false".to_owned()),
        }
    }

    fn parse(&self, provider_branch: Option<&str>) -> Result<Vec<Selector>, String> {
        self.check_families()?;
        let consumer = self.text("consumer")?;
        let choices = if ENVIRONMENT_FAMILY.iter().any(|key| self.has(key)) {
            self.environment_choices()?
        } else {
            vec![self.branch_choice(provider_branch, consumer.as_deref())?]
        };
        Ok(choices.into_iter().map(|choice| Selector { consumer: consumer.clone(), choice }).collect())
    }

    fn check_families(&self) -> Result<(), String> {
        let branch_key = BRANCH_FAMILY.iter().find(|key| self.has(key));
        let environment_key = ENVIRONMENT_FAMILY.iter().find(|key| self.has(key));
        if let (Some(branch), Some(environment)) = (branch_key, environment_key) {
            return Err(format!("cannot specify the field {branch} with the field {environment}"));
        }
        Ok(())
    }

    fn environment_choices(&self) -> Result<Vec<Choice>, String> {
        let environment = self.text("environment")?;
        let flags = [self.only_true("deployed")?, self.only_true("released")?, self.only_true("deployedOrReleased")?];
        if flags.iter().filter(|set| **set).count() > 1 {
            return Err("can only specify one of deployed, released or deployedOrReleased".to_owned());
        }
        let [deployed, released, _] = flags;
        let mut choices = Vec::new();
        if !released {
            choices.push(Choice::Deployed(environment.clone()));
        }
        if !deployed {
            choices.push(Choice::Released(environment));
        }
        Ok(choices)
    }

    fn branch_choice(&self, provider_branch: Option<&str>, consumer: Option<&str>) -> Result<Choice, String> {
        let latest = self.latest()?;
        let tag = self.text("tag")?;
        let fallback_tag = self.text("fallbackTag")?;
        if fallback_tag.is_some() && (tag.is_none() || latest != Some(true)) {
            return Err("fallbackTag can only be set if tag is set and latest is true".to_owned());
        }
        if self.only_true("mainBranch")? {
            self.allow_only("mainBranch", latest)?;
            return Ok(Choice::MainBranch);
        }
        if self.only_true("matchingBranch")? {
            self.allow_only("matchingBranch", None)?;
            let name = provider_branch
                .ok_or("the providerVersionBranch must be specified when the selector matchingBranch is used")?;
            return Ok(Choice::Branch { name: name.to_owned(), fallback: None });
        }
        if self.has("branch") || self.has("fallbackBranch") {
            return self.named_branch(tag.is_some(), latest);
        }
        match (tag, latest) {
            (Some(tag), Some(true)) => Ok(Choice::LatestTagged { tag, fallback: fallback_tag }),
            (Some(tag), _) => Ok(Choice::Tagged { tag, consumer: consumer.map(str::to_owned) }),
            (None, Some(true)) => Ok(Choice::Latest),
            (None, _) => Err("must specify a value for mainBranch, branch, matchingBranch, tag, environment, latest, deployed, released or \
                              deployedOrReleased"
                .to_owned()),
        }
    }

    fn named_branch(&self, tagged: bool, latest: Option<bool>) -> Result<Choice, String> {
        let every_branch = matches!(self.0.get("branch"), Some(Value::Bool(true)));
        let name = if every_branch { None } else { self.text("branch")? };
        let fallback = self.text("fallbackBranch")?;
        if name.is_none() && !every_branch {
            return Err("a branch must be specified when a fallbackBranch is specified".to_owned());
        }
        if tagged {
            return Err("cannot specify both a tag and a branch".to_owned());
        }
        if latest == Some(false) {
            return Err(
                "cannot specify latest=false for a branch: only the head of a branch can be selected".to_owned()
            );
        }
        Ok(name.map_or(Choice::BranchHeads, |name| Choice::Branch { name, fallback }))
    }

    /// `mainBranch` and `matchingBranch` stand alone, but for `consumer` and, for the former, `latest: true`.
    fn allow_only(&self, key: &str, latest: Option<bool>) -> Result<(), String> {
        let other = BRANCH_FAMILY
            .iter()
            .find(|other| **other != key && self.has(other) && !(**other == "latest" && latest == Some(true)));
        match other {
            Some(other) => Err(format!("cannot specify the field {other} with the field {key}")),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, parse_selectors};
    use serde_json::{Value, json};

    fn parse(selector: Value) -> Result<Vec<Choice>, String> {
        parse_selectors(&[selector], Some("feat/x"))
            .map(|selectors| selectors.into_iter().map(|selector| selector.choice).collect())
            .map_err(|complaints| complaints.join("; "))
    }

    #[test]
    fn every_form_of_selector_is_read() {
        let text = str::to_owned;
        let cases = [
            (json!({"mainBranch": true}), vec![Choice::MainBranch]),
            (json!({"mainBranch": true, "latest": true}), vec![Choice::MainBranch]),
            (json!({"branch": "feat/x"}), vec![Choice::Branch { name: text("feat/x"), fallback: None }]),
            (
                json!({"branch": "a", "fallbackBranch": "main"}),
                vec![Choice::Branch { name: text("a"), fallback: Some(text("main")) }],
            ),
            (json!({"branch": true, "latest": true}), vec![Choice::BranchHeads]),
            (json!({"matchingBranch": true}), vec![Choice::Branch { name: text("feat/x"), fallback: None }]),
            (json!({"tag": "prod"}), vec![Choice::Tagged { tag: text("prod"), consumer: None }]),
            (
                json!({"tag": "prod", "consumer": "C"}),
                vec![Choice::Tagged { tag: text("prod"), consumer: Some(text("C")) }],
            ),
            (json!({"tag": "prod", "latest": true}), vec![Choice::LatestTagged { tag: text("prod"), fallback: None }]),
            (json!({"latest": true}), vec![Choice::Latest]),
            (json!({"deployed": true}), vec![Choice::Deployed(None)]),
            (json!({"released": true, "environment": "e"}), vec![Choice::Released(Some(text("e")))]),
            (json!({"deployedOrReleased": true}), vec![Choice::Deployed(None), Choice::Released(None)]),
            (json!({"environment": "e"}), vec![Choice::Deployed(Some(text("e"))), Choice::Released(Some(text("e")))]),
        ];
        for (selector, expected) in cases {
            assert_eq!(parse(selector.clone()), Ok(expected), "{selector}");
        }
    }

    #[test]
    fn contradictory_selectors_are_refused() {
        let cases = [
            json!({}),
            json!({"consumer": "a"}),
            json!({"mainBranch": false}),
            json!({"mainBranch": true, "tag": "a"}),
            json!({"mainBranch": true, "latest": false}),
            json!({"branch": "a", "tag": "b"}),
            json!({"branch": "a", "latest": false}),
            json!({"branch": " "}),
            json!({"fallbackBranch": "a"}),
            json!({"tag": "a", "fallbackTag": "b"}),
            json!({"branch": "a", "environment": "e"}),
            json!({"deployed": true, "released": true}),
            json!({"latest": false}),
            json!("main"),
        ];
        for selector in cases {
            assert!(parse(selector.clone()).is_err(), "{selector}");
        }
    }

    #[test]
    fn a_matching_branch_needs_the_providers_branch() {
        assert!(parse_selectors(&[json!({"matchingBranch": true})], None).is_err());
    }
}
