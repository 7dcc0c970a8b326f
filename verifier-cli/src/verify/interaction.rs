//! One interaction: states, request, response, states again.

#[cfg(feature = "grpc")]
use super::grpc;
use super::http;
use super::outcome::{Failure, InteractionReport, Outcome, Problem};
use super::reporter::Reporter;
use super::states::States;
use crate::hint::{Endpoint, Hint};
use crate::network::Answer;
use abide_contract_core::explain::body_difference;
use abide_contract_core::generate::{self, Context};
#[cfg(feature = "grpc")]
use abide_contract_core::grpc::Call;
use abide_contract_core::http::{ActualResponse, Request, Response};
use abide_contract_core::interaction::Interaction;
use abide_contract_core::json::{Json, Value};
use abide_contract_core::matching;
use hyper::header::HeaderValue;
use std::time::Instant;

/// What interactions are replayed with: the provider at one address for each transport, and its state handler.
#[derive(Debug)]
pub(super) struct Replay {
    pub(super) http: Option<http::Provider>,
    #[cfg(feature = "grpc")]
    pub(super) grpc: Option<grpc::Provider>,
    /// Whether no rule is met by the default of a field that is not on the wire.
    #[cfg(feature = "grpc")]
    pub(super) strict_presence: bool,
    pub(super) states: States,
}

/// What is to be done once the states are there.
enum Exchange<'r> {
    Http(&'r http::Provider, &'r Request, &'r Response),
    #[cfg(feature = "grpc")]
    Grpc(&'r grpc::Provider, Box<Call>),
}

impl Replay {
    /// Replays one interaction.
    pub(super) async fn interaction(
        &self,
        interaction: &Interaction,
        reporter: &mut dyn Reporter,
    ) -> InteractionReport {
        for state in self.states.newly_ignored(&interaction.states) {
            reporter.note(&format!("nobody sets up the state `{state}`: there is no state URL"));
        }
        let begun = Instant::now();
        let mut warnings = Vec::new();
        let outcome = match self.exchange(interaction) {
            Ok(exchange) => self.in_states(interaction, exchange, &mut warnings).await,
            Err(outcome) => outcome,
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

    /// What the interaction asks for; the error is why it cannot be done.
    fn exchange<'r>(&'r self, interaction: &'r Interaction) -> Result<Exchange<'r>, Outcome> {
        #[cfg(feature = "grpc")]
        if let Some(grpc) = interaction.as_grpc() {
            let call = grpc.verifiable().map_err(Outcome::NotVerified)?;
            let provider = self.grpc.as_ref().ok_or_else(|| no_address("gRPC", Endpoint::Grpc))?;
            let call = if self.strict_presence { call.with_strict_presence() } else { call };
            return Ok(Exchange::Grpc(provider, Box::new(call)));
        }
        let obstacles = interaction.obstacles();
        if !obstacles.is_empty() {
            return Err(Outcome::NotVerified(obstacles));
        }
        if let Some((request, response)) = interaction.as_http() {
            let provider = self.http.as_ref().ok_or_else(|| no_address("HTTP", Endpoint::Http))?;
            return Ok(Exchange::Http(provider, request, response));
        }
        let text = format!("interactions of type `{}` cannot be verified by this build", interaction.exchange.kind());
        Err(Outcome::NotVerified(vec![text]))
    }

    /// States are torn down whatever became of the exchange, unless they could not be set up.
    async fn in_states(
        &self,
        interaction: &Interaction,
        exchange: Exchange<'_>,
        warnings: &mut Vec<String>,
    ) -> Outcome {
        let values = match self.states.set_up(&interaction.states).await {
            Ok(values) => values,
            Err(outcome) => return outcome,
        };
        let context = Context::provider(values);
        let outcome = match exchange {
            Exchange::Http(provider, request, response) => replay(provider, request, response, &context).await,
            #[cfg(feature = "grpc")]
            Exchange::Grpc(provider, call) => provider.replay(&call, &context, warnings).await,
        };
        let outcome = outcome.unwrap_or_else(|error| self.missing_value(&error));
        warnings.extend(self.states.tear_down(&interaction.states).await);
        outcome
    }

    fn missing_value(&self, error: &generate::Error) -> Outcome {
        let text = Problem::from_error(error).text;
        if self.states.are_set_up() {
            return Outcome::Failed(Failure::MissingValue(text));
        }
        Outcome::Inconclusive(Problem::new(text).with_hint(Hint::StateUrl))
    }
}

/// Replays a request over HTTP; an error is a value that is missing.
async fn replay(
    provider: &http::Provider,
    request: &Request,
    response: &Response,
    context: &Context,
) -> Result<Outcome, generate::Error> {
    let request = generate::generate_request(request, context)?;
    Ok(match provider.replay(&request).await {
        Ok(answer) => judge(response, &answer),
        Err(problem) => Outcome::Inconclusive(problem),
    })
}

fn no_address(transport: &str, endpoint: Endpoint) -> Outcome {
    let problem = Problem::new(format!("the provider has no address for {transport} interactions"));
    Outcome::Inconclusive(problem.with_hint(Hint::MissingAddress(endpoint)))
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
