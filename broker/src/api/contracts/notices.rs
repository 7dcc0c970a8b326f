//! What a publisher is told, in the ecosystem's words.

use super::publishing::{Change, Outcome, Refusal};
use crate::domain::{Ways, command};
use crate::links::Links;
use serde_json::{Value, json};

/// A list of notices; `logs` is its old twin, which some clients still print.
#[derive(Debug, Default)]
pub(super) struct Notices(Vec<(&'static str, String)>);

/// The names a publish request is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) consumer: &'a str,
    pub(super) version: &'a str,
    pub(super) branch: Option<&'a str>,
    pub(super) tags: &'a [String],
}

impl Notices {
    fn add(&mut self, kind: &'static str, text: String) {
        self.0.push((kind, text));
    }

    /// What happened to the version.
    pub(super) fn version(&mut self, subject: Subject<'_>, created: bool) {
        let verb = if created { "Created" } else { "Updated" };
        let mut text = format!("{verb} {} version {}", subject.consumer, subject.version);
        if let Some(branch) = subject.branch {
            text = format!("{text} with branch {branch}");
        }
        if !subject.tags.is_empty() {
            let (and, noun) = (
                if subject.branch.is_some() { "and" } else { "with" },
                if subject.tags.len() == 1 { "tag" } else { "tags" },
            );
            text = format!("{text} {and} {noun} {}", subject.tags.join(", "));
        }
        self.add("debug", text);
        if subject.branch.is_none() {
            self.add(
                "prompt",
                "  Next steps:\n    Configure the version branch to be the value of your repository branch.".to_owned(),
            );
        }
    }

    /// What happened to one contract.
    pub(super) fn contract(&mut self, subject: Subject<'_>, provider: &str, outcome: Outcome, links: &Links) {
        let between = format!("for {} version {} and provider {provider}", subject.consumer, subject.version);
        let text = match outcome {
            Outcome::Published { .. } => format!("Pact successfully published {between}."),
            Outcome::Republished => format!("Pact successfully republished {between} with no content changes."),
            Outcome::Merged => format!("Pact successfully merged {between}."),
        };
        self.add("success", text);
        self.add(
            "debug",
            format!("  View the published pact at {}", links.contract(provider, subject.consumer, subject.version)),
        );
        let events = match outcome {
            Outcome::Published { content_changed: Change::First } => {
                "contract_published, contract_content_changed (first time a pact has been published for this consumer and provider)"
            }
            Outcome::Published { content_changed: Change::Changed } | Outcome::Merged => {
                "contract_published, contract_content_changed (pact content has changed since the previous version)"
            }
            Outcome::Published { content_changed: Change::Same } | Outcome::Republished => {
                "contract_published (pact content is unchanged)"
            }
        };
        self.add("debug", format!("  Events detected: {events}"));
    }

    /// What the provider's team does next, while it has not verified anything.
    pub(super) fn next_steps(&mut self, provider: &str, ways: Ways, links: &Links) {
        let command = command::verify(provider, ways, None, None, links.base());
        let text =
            format!("  Next steps:\n    * Verify this pact in the {provider} build, for instance:\n      {command}");
        self.add("prompt", text);
    }

    /// Why nothing was published.
    pub(super) fn error(&mut self, text: &str) {
        self.add("error", text.to_owned());
    }

    /// Why a contract was refused, and what differs.
    pub(super) fn refusal(&mut self, subject: Subject<'_>, refusal: &Refusal) {
        self.add("error", refusal.text(subject.consumer, subject.version));
        if !refusal.changes.is_empty() {
            self.add(
                "info",
                format!("  What differs from the pact already published:\n    {}", refusal.changes.join("\n    ")),
            );
        }
    }

    pub(super) fn notices(&self) -> Value {
        self.0.iter().map(|(kind, text)| json!({ "type": kind, "text": text })).collect()
    }

    pub(super) fn logs(&self) -> Value {
        self.0
            .iter()
            .map(|(kind, text)| {
                let level = match *kind {
                    "success" | "prompt" => "info",
                    other => other,
                };
                json!({ "level": level, "message": text, "deprecationWarning": "Replaced by notices" })
            })
            .collect()
    }
}
