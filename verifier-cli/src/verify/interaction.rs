//! One interaction: states, request, response, states again.

use super::http::Provider;
use super::outcome::{Failure, InteractionReport, Outcome, Problem};
use super::reporter::Reporter;
use super::states::States;
use crate::network::Answer;
use abide_contract_core::explain::body_difference;
use abide_contract_core::generate::{self, Context};
use abide_contract_core::http::{ActualResponse, Request, Response};
use abide_contract_core::interaction::Interaction;
use abide_contract_core::json::{Json, Object, Value};
use abide_contract_core::matching;
use hyper::header::HeaderValue;
use std::time::Instant;

/// What an interaction is replayed with: the provider and its state handler.
#[derive(Debug)]
pub(super) struct Replay {
    pub(super) provider: Provider,
    pub(super) states: States,
}

impl Replay {
    /// Replays one interaction.
    pub(super) async fn interaction(
        &self,
        interaction: &Interaction,
        reporter: &mut dyn Reporter,
    ) -> InteractionReport {
        for state in self.states.newly_ignored(&interaction.states) {
            reporter.note(&format!("nobody sets up the state `{state}`: there is no `--state-url`"));
        }
        let begun = Instant::now();
        let mut warnings = Vec::new();
        let obstacles = obstacles(interaction);
        let outcome = match interaction.as_http() {
            Some((request, response)) if obstacles.is_empty() => {
                self.exchange(interaction, request, response, &mut warnings).await
            }
            _ => Outcome::NotVerified(obstacles),
        };
        InteractionReport {
            description: interaction.description.clone(),
            states: interaction.states.iter().map(|state| state.name.clone()).collect(),
            comments: comments(interaction),
            id: interaction.id.clone(),
            pending: interaction.pending,
            outcome,
            warnings,
            duration: begun.elapsed(),
        }
    }

    /// States are torn down whatever became of the exchange, unless they could not be set up.
    async fn exchange(
        &self,
        interaction: &Interaction,
        request: &Request,
        response: &Response,
        warnings: &mut Vec<String>,
    ) -> Outcome {
        let values = match self.states.set_up(&interaction.states).await {
            Ok(values) => values,
            Err(outcome) => return outcome,
        };
        let outcome = self.replay(request, response, values).await;
        warnings.extend(self.states.tear_down(&interaction.states).await);
        outcome
    }

    async fn replay(&self, request: &Request, response: &Response, values: Object<'static>) -> Outcome {
        let context = Context::provider(values);
        let generated = match generate::generate_request(request, &context) {
            Ok(generated) => generated,
            Err(error) if self.states.are_set_up() => {
                return Outcome::Failed(Failure::MissingValue(Problem::from_error(&error).text));
            }
            Err(error) => {
                let text = Problem::from_error(&error).text;
                return Outcome::Inconclusive(Problem { text, hint: Some(NO_STATE_URL.to_owned()) });
            }
        };
        match self.provider.replay(&generated).await {
            Ok(answer) => judge(response, &answer),
            Err(problem) => Outcome::Inconclusive(problem),
        }
    }
}

/// What to do about a value nobody could have returned.
const NO_STATE_URL: &str = "give the address that sets up provider states with `--state-url`";

/// Why the interaction cannot be verified; empty when it can.
fn obstacles(interaction: &Interaction) -> Vec<String> {
    let mut obstacles = interaction.obstacles();
    if obstacles.is_empty() && interaction.as_http().is_none() {
        obstacles.push("only HTTP interactions can be verified yet".to_owned());
    }
    obstacles
}

/// The author's notes and the name of the consumer's test.
fn comments(interaction: &Interaction) -> Vec<String> {
    let text = |value: &Json| value.to_text().into_owned();
    let mut comments = match interaction.comments.get("text") {
        Some(Value::Array(notes)) => notes.iter().map(text).collect(),
        Some(note) => vec![text(note)],
        None => Vec::new(),
    };
    comments.extend(interaction.comments.get("testname").map(|name| format!("test: {}", text(name))));
    comments
}

fn judge(expected: &Response, answer: &Answer) -> Outcome {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers: Vec<_> = answer.headers.iter().map(|(name, value)| (name.as_str(), text(value))).collect();
    let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let actual = ActualResponse { status: answer.status, headers: &headers, body: Some(&answer.body) };
    let mismatches = matching::match_response(expected, &actual);
    if mismatches.is_empty() {
        return Outcome::Passed;
    }
    let difference = body_difference(&expected.body, &answer.body, &mismatches);
    Outcome::Failed(Failure::Mismatches { found: mismatches, difference })
}
