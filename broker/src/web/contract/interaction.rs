//! One interaction of a contract: what is exchanged, what must hold before, and what its verifiers found.

use super::message::Message;
use super::reported::{self, Mismatch, Reported};
use crate::domain::status::Status;
use crate::web::view::{EnvironmentBadge, Look, Outside, VersionLink, When, rule_words};
use abide_contract_core::body::Content;
use abide_contract_core::file;
use abide_contract_core::file::canonical::interaction_id;
use abide_contract_core::http::Response;
use abide_contract_core::json::{self, Value};
use abide_contract_core::rule_path::{RulePath, Step};
use abide_contract_core::{Exchange, Interaction};

/// How many characters of the identity an anchor carries.
const ANCHOR: usize = 12;

/// The result of one provider version, ready to be asked about interactions.
pub(crate) struct Verdict {
    pub(crate) version: VersionLink,
    pub(crate) badges: Vec<EnvironmentBadge>,
    pub(crate) when: When,
    pub(crate) build: Option<Outside>,
    pub(crate) reported: Vec<Reported>,
    /// Whether the version decides about the contract.
    pub(crate) counts: bool,
}

/// An interaction as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct View {
    pub(crate) anchor: String,
    /// The heading of its kind in the list.
    pub(crate) kind: &'static str,
    pub(crate) title: String,
    pub(crate) look: Look,
    /// Who reported that it is kept, where another version reports differences.
    pub(crate) passed_by: Vec<VersionLink>,
    /// What the test that made it calls itself.
    pub(crate) source: Option<String>,
    pub(crate) states: Vec<State>,
    pub(crate) notes: Vec<String>,
    pub(crate) failures: Vec<Failure>,
    pub(crate) messages: Vec<Message>,
}

/// A provider state with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) name: String,
    pub(crate) params: Vec<String>,
}

/// What one version got wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) version: VersionLink,
    pub(crate) badges: Vec<EnvironmentBadge>,
    pub(crate) when: When,
    pub(crate) build: Option<Outside>,
    pub(crate) differences: Vec<Difference>,
    pub(crate) exceptions: Vec<String>,
}

/// One difference beside what the contract says at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) place: String,
    pub(crate) expected: String,
    pub(crate) found: String,
    pub(crate) rule: String,
}

impl View {
    /// Whether somebody reported that it is not kept.
    pub(crate) fn is_failing(&self) -> bool {
        self.look == Look::from(Status::Failed)
    }
}

/// Every interaction of a contract in the order of the file, and why it could not be understood, if so.
pub(crate) fn views(body: &str, verdicts: &[Verdict]) -> (Vec<View>, Option<String>) {
    match file::from_slice(body.as_bytes(), "contract") {
        Ok(loaded) => {
            (loaded.contract.interactions.iter().map(|interaction| understood(interaction, verdicts)).collect(), None)
        }
        Err(error) => {
            let reason = std::error::Error::source(&error)
                .map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
            (raw(body, verdicts), Some(reason))
        }
    }
}

fn understood(interaction: &Interaction, verdicts: &[Verdict]) -> View {
    let id = interaction.id.as_deref();
    let found = Found::of(verdicts, id, &interaction.description);
    let response = interaction.as_http().map(|(_, response)| response);
    let mismatches: Vec<Mismatch> = found.failed.iter().flat_map(|(_, reported)| reported.mismatches.clone()).collect();
    let (kind, messages) = exchanged(&interaction.exchange, &mismatches);
    // What gRPC calls need to be verified is for the verifier to have.
    let obstacles = if interaction.as_grpc().is_some() { Vec::new() } else { interaction.obstacles() };
    let obstacles = obstacles.into_iter().map(|obstacle| format!("Not verified by this version: {obstacle}."));
    let pending =
        interaction.pending.then(|| "Pending: a failure is reported and does not fail the verification.".to_owned());
    View {
        anchor: anchor(id.unwrap_or(&interaction.description)),
        kind,
        title: interaction.description.clone(),
        look: found.look(verdicts),
        passed_by: found.passed_by(verdicts),
        source: source(interaction),
        states: interaction.states.iter().map(state).collect(),
        notes: obstacles.chain(pending).collect(),
        failures: found.failed.iter().map(|(verdict, reported)| failure(verdict, reported, response)).collect(),
        messages,
    }
}

/// The heading of its kind, and the messages in the order they are sent.
fn exchanged(exchange: &Exchange, mismatches: &[Mismatch]) -> (&'static str, Vec<Message>) {
    match exchange {
        Exchange::Http(http) => {
            ("HTTP", vec![Message::request(&http.request), Message::response(&http.response, mismatches)])
        }
        Exchange::Message(message) => ("Messages", vec![Message::sent("Message", message, mismatches)]),
        Exchange::Grpc(call) => {
            let requests = call.requests.iter().map(|request| Message::sent("Request", request, &[]));
            let responses = call.responses.iter().map(|response| Message::sent("Response", response, mismatches));
            ("gRPC", requests.chain(responses).collect())
        }
        Exchange::SyncMessage(exchange) => {
            let replies = exchange.responses.iter().map(|reply| Message::sent("Reply", reply, mismatches));
            (
                "Messages with a reply",
                std::iter::once(Message::sent("Message", &exchange.request, &[])).chain(replies).collect(),
            )
        }
        Exchange::Unsupported(unsupported) => ("Other", vec![Message::raw("As the file has it", &unsupported.raw)]),
        _ => ("Other", Vec::new()),
    }
}

/// What can be shown of interactions in a file nobody understands as a whole.
fn raw(body: &str, verdicts: &[Verdict]) -> Vec<View> {
    let Ok(contract) = json::parse(body.as_bytes()) else { return Vec::new() };
    let lists = ["interactions", "messages"].into_iter().filter_map(|list| contract.get(list)?.as_array());
    lists
        .flatten()
        .map(|interaction| {
            let title = interaction
                .get("description")
                .map_or_else(|| "without a description".to_owned(), |text| text.to_text().into_owned());
            let id = interaction
                .get("_id")
                .and_then(Value::as_str)
                .map_or_else(|| interaction_id(interaction), str::to_owned);
            let found = Found::of(verdicts, Some(&id), &title);
            View {
                anchor: anchor(&id),
                kind: "As the file has them",
                look: found.look(verdicts),
                passed_by: found.passed_by(verdicts),
                title,
                source: None,
                states: Vec::new(),
                notes: Vec::new(),
                failures: found.failed.iter().map(|(verdict, reported)| failure(verdict, reported, None)).collect(),
                messages: vec![Message::raw("As the file has it", interaction)],
            }
        })
        .collect()
}

fn anchor(id: &str) -> String {
    let safe = id.chars().filter(char::is_ascii_alphanumeric).take(ANCHOR);
    format!("i-{}", safe.collect::<String>())
}

/// What the verdicts say about one interaction.
struct Found<'v> {
    failed: Vec<(&'v Verdict, &'v Reported)>,
    passed: Vec<&'v Verdict>,
}

impl<'v> Found<'v> {
    fn of(verdicts: &'v [Verdict], id: Option<&str>, description: &str) -> Self {
        let about =
            verdicts.iter().filter_map(|verdict| Some((verdict, reported::about(&verdict.reported, id, description)?)));
        let (passed, failed): (Vec<_>, Vec<_>) = about.partition(|(_, reported)| reported.success);
        Self { failed, passed: passed.into_iter().map(|(verdict, _)| verdict).collect() }
    }

    /// A tick only where somebody said so.
    fn look(&self, verdicts: &[Verdict]) -> Look {
        match (
            self.failed.iter().any(|(verdict, _)| verdict.counts)
                || (!self.failed.is_empty() && self.passed.is_empty()),
            self.passed.len(),
        ) {
            (true, _) => Status::Failed.into(),
            (false, 1..) => Look::PASSED,
            (false, 0) if verdicts.is_empty() => Status::Never.into(),
            (false, 0) => Look::NOT_REPORTED,
        }
    }
}

impl Found<'_> {
    /// A tick above somebody's differences says whose tick it is.
    fn passed_by(&self, verdicts: &[Verdict]) -> Vec<VersionLink> {
        let is_contested = !self.failed.is_empty() && self.look(verdicts) == Look::PASSED;
        self.passed.iter().filter(|_| is_contested).map(|verdict| verdict.version.clone()).collect()
    }
}

fn state(state: &abide_contract_core::ProviderState) -> State {
    let params = state.params.iter().map(|(name, value)| format!("{name} = {}", value.to_compact()));
    State { name: state.name.clone(), params: params.collect() }
}

/// Where the interaction comes from, if the consumer's tool has noted it.
fn source(interaction: &Interaction) -> Option<String> {
    interaction.comments.get("testname").and_then(Value::as_str).map(str::to_owned)
}

fn failure(verdict: &Verdict, reported: &Reported, response: Option<&Response>) -> Failure {
    Failure {
        version: verdict.version.clone(),
        badges: verdict.badges.clone(),
        when: verdict.when.clone(),
        build: verdict.build.clone(),
        differences: reported.mismatches.iter().map(|mismatch| difference(mismatch, response)).collect(),
        exceptions: reported.exceptions.clone(),
    }
}

fn difference(mismatch: &Mismatch, response: Option<&Response>) -> Difference {
    let place = format!("{} {}", mismatch.attribute, mismatch.identifier).trim().to_owned();
    let (expected, rule) = response.map(|response| expected(mismatch, response)).unwrap_or_default();
    Difference { place, expected, found: mismatch.description.clone(), rule }
}

/// What the contract has at the place of a difference, and the rule that holds there.
fn expected(mismatch: &Mismatch, response: &Response) -> (String, String) {
    match mismatch.attribute.as_str() {
        "status" => (response.status.to_string(), String::new()),
        "header" => {
            let value = response.headers.get(&mismatch.identifier).map(|values| values.join(", ")).unwrap_or_default();
            let rule = response
                .rules
                .for_header(&mismatch.identifier)
                .map(|set| rule_words(set, &Value::string(value.as_str())));
            (value, rule.unwrap_or_default())
        }
        "body" => {
            let (Content::Json(body), Ok(path)) = (&response.body.content, RulePath::parse(&mismatch.identifier))
            else {
                return Default::default();
            };
            let Some(value) = follow(body, path.steps()) else { return Default::default() };
            let rule = response
                .rules
                .body
                .iter()
                .find(|(known, _)| covers(known, &path))
                .map(|(_, set)| rule_words(set, value));
            (short(value), rule.unwrap_or_default())
        }
        _ => Default::default(),
    }
}

fn follow<'v, 'a>(value: &'v Value<'a>, steps: &[Step]) -> Option<&'v Value<'a>> {
    steps.iter().try_fold(value, |value, step| match step {
        Step::Field(name) => value.get(name),
        // A list of any length is described by its first item.
        Step::Index(index) => value.as_array().and_then(|items| items.get(*index).or(items.first())),
        Step::Star | Step::StarIndex => None,
    })
}

fn covers(rule: &RulePath, path: &RulePath) -> bool {
    let agree = |(step, found): (&Step, &Step)| {
        matches!((step, found), (Step::Star, _) | (Step::StarIndex, Step::Index(_))) || step == found
    };
    rule.steps().len() == path.steps().len() && rule.steps().iter().zip(path.steps()).all(agree)
}

fn short(value: &Value<'_>) -> String {
    match value {
        Value::Object(object) => format!("an object with {}", object.keys().take(8).collect::<Vec<_>>().join(", ")),
        Value::Array(items) => format!("a list of {}", items.len()),
        scalar => scalar.to_compact(),
    }
}
