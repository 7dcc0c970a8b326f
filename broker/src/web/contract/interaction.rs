//! One interaction of a contract: what is exchanged, what must hold before, and what its verifiers found.

use super::call::{Call, Head, Side};
use super::difference::{Difference, Expected};
use super::message::Message;
use super::reported::{self, Mismatch, Reported};
use super::room::Room;
use crate::domain::status::Status;
use crate::web::view::{EnvironmentBadge, Look, Outside, VersionLink, When, clipped};
use abide_contract_core::file;
use abide_contract_core::file::canonical::interaction_id;
use abide_contract_core::json::{self, Value};
use abide_contract_core::{Exchange, Interaction};

/// Characters of a reason, which may come from descriptors.
const LONGEST_NOTE: usize = 400;

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
    /// What is called; see [`Content::complete`].
    pub(crate) call: Option<Head>,
    /// What is exchanged, by who sends it; see [`Content::complete`].
    pub(crate) sides: Vec<Side>,
    /// Its position in the file.
    position: usize,
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
    mismatches: Vec<Mismatch>,
    /// The same beside what the contract says; see [`Content::complete`].
    pub(crate) differences: Vec<Difference>,
    pub(crate) exceptions: Vec<String>,
}

impl View {
    /// Whether somebody reported that it is not kept.
    pub(crate) fn is_failing(&self) -> bool {
        self.look == Look::from(Status::Failed)
    }

    fn compare(&mut self, expected: &Expected<'_>) {
        for failure in &mut self.failures {
            failure.differences = failure.mismatches.iter().map(|mismatch| expected.beside(mismatch)).collect();
        }
    }
}

/// A contract's interactions, or what can be shown of a file nobody understands as a whole.
pub(crate) enum Content<'b> {
    Understood(Vec<Interaction>),
    Raw {
        interactions: Vec<Value<'b>>,
        /// Why it is not understood.
        reason: String,
    },
}

impl<'b> Content<'b> {
    pub(crate) fn read(body: &'b str) -> Self {
        match file::from_slice(body.as_bytes(), "contract") {
            Ok(loaded) => Self::Understood(loaded.contract.interactions),
            Err(error) => {
                let reason = std::error::Error::source(&error)
                    .map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
                Self::Raw { interactions: raw_interactions(body), reason }
            }
        }
    }

    /// Why it could not be understood, if so.
    pub(crate) fn trouble(&self) -> Option<String> {
        match self {
            Self::Understood(_) => None,
            Self::Raw { reason, .. } => Some(reason.clone()),
        }
    }

    /// Every interaction in the order of the file, without what is exchanged.
    pub(crate) fn views(&self, verdicts: &[Verdict]) -> Vec<View> {
        match self {
            Self::Understood(interactions) => {
                let numbered = interactions.iter().enumerate();
                numbered.map(|(position, interaction)| understood(position, interaction, verdicts)).collect()
            }
            Self::Raw { interactions, .. } => {
                let numbered = interactions.iter().enumerate();
                numbered.map(|(position, interaction)| raw(position, interaction, verdicts)).collect()
            }
        }
    }

    /// Adds what is exchanged, and what differs beside what is expected, as far as there is room.
    pub(crate) fn complete(&self, view: &mut View, room: &Room) {
        let reported = view.failures.iter().flat_map(|failure| failure.mismatches.clone()).collect::<Vec<_>>();
        match self {
            Self::Understood(interactions) => match interactions.get(view.position).map(|found| &found.exchange) {
                Some(Exchange::Grpc(grpc)) => {
                    let call = Call::read(grpc, room);
                    view.call = Some(call.head());
                    view.notes.extend(call.notes());
                    view.sides = call.sides(&reported);
                    view.compare(&Expected::Grpc(&call));
                }
                Some(exchange) => {
                    view.notes.extend(found_late(&interactions[view.position], room));
                    view.sides = exchanged(exchange, &reported, room).into_iter().map(Side::from).collect();
                    view.compare(&match exchange {
                        Exchange::Http(http) => Expected::Http(&http.response),
                        _ => Expected::Nothing,
                    });
                }
                None => {}
            },
            Self::Raw { interactions, .. } => {
                let raw = interactions.get(view.position).map(|found| Message::raw("As the file has it", found));
                view.sides = raw.into_iter().map(|message| Side::from(vec![message])).collect();
                view.compare(&Expected::Nothing);
            }
        }
    }
}

fn understood(position: usize, interaction: &Interaction, verdicts: &[Verdict]) -> View {
    let id = interaction.id.as_deref();
    let found = Found::of(verdicts, id, &interaction.description);
    // Whether messages can be read is found out where they are.
    let is_late = interaction.as_grpc().is_some() || has_messages(interaction);
    let obstacles = if is_late { Vec::new() } else { interaction.obstacles() };
    let obstacles = obstacles.iter().map(|obstacle| not_verified(obstacle));
    let pending =
        interaction.pending.then(|| "Pending: a failure is reported and does not fail the verification.".to_owned());
    View {
        anchor: anchor(id.unwrap_or(&interaction.description)),
        kind: kind(&interaction.exchange),
        title: interaction.description.clone(),
        look: found.look(verdicts),
        passed_by: found.passed_by(verdicts),
        source: source(interaction),
        states: interaction.states.iter().map(state).collect(),
        notes: obstacles.chain(pending).collect(),
        failures: found.failed.iter().map(|(verdict, reported)| failure(verdict, reported)).collect(),
        call: None,
        sides: Vec::new(),
        position,
    }
}

/// Whether bodies are messages by the contract's own descriptors, which takes looking into these.
fn has_messages(interaction: &Interaction) -> bool {
    let bodies = interaction.as_http().map(|(request, response)| [&request.body, &response.body]);
    bodies.is_some_and(|bodies| bodies.into_iter().any(|body| body.meaning.is_some()))
}

/// What stands in the way of verifying an interaction whose bodies are messages, where there is room to find out.
fn found_late(interaction: &Interaction, room: &Room) -> Vec<String> {
    let bodies = interaction.as_http().map(|(request, response)| [&request.body, &response.body]);
    let has_room = bodies.is_some_and(|bodies| bodies.into_iter().all(|body| room.is_told(body)));
    if !has_room || !has_messages(interaction) {
        return Vec::new();
    }
    interaction.obstacles().iter().map(|obstacle| not_verified(&clipped(obstacle, LONGEST_NOTE))).collect()
}

fn not_verified(obstacle: &str) -> String {
    format!("Not verified by this version: {obstacle}.")
}

/// The heading of its kind.
fn kind(exchange: &Exchange) -> &'static str {
    match exchange {
        Exchange::Http(_) => "HTTP",
        Exchange::Message(_) => "Messages",
        Exchange::Grpc(_) => "gRPC",
        Exchange::SyncMessage(_) => "Messages with a reply",
        _ => "Other",
    }
}

/// The messages in the order they are sent, by who sends them.
fn exchanged(exchange: &Exchange, mismatches: &[Mismatch], room: &Room) -> Vec<Vec<Message>> {
    match exchange {
        Exchange::Http(http) => {
            vec![vec![Message::request(&http.request, room)], vec![Message::response(&http.response, mismatches, room)]]
        }
        Exchange::Message(message) => vec![vec![Message::sent("Message", message, mismatches, room)]],
        Exchange::SyncMessage(exchange) => {
            let replies = exchange.responses.iter().map(|reply| Message::sent("Reply", reply, mismatches, room));
            vec![vec![Message::sent("Message", &exchange.request, &[], room)], replies.collect()]
        }
        Exchange::Unsupported(unsupported) => vec![vec![Message::raw("As the file has it", &unsupported.raw)]],
        _ => Vec::new(),
    }
}

fn raw_interactions(body: &str) -> Vec<Value<'_>> {
    let Ok(contract) = json::parse(body.as_bytes()) else { return Vec::new() };
    let lists = ["interactions", "messages"].into_iter().filter_map(|list| contract.get(list)?.as_array());
    lists.flatten().cloned().collect()
}

fn raw(position: usize, interaction: &Value<'_>, verdicts: &[Verdict]) -> View {
    let title = interaction
        .get("description")
        .map_or_else(|| "without a description".to_owned(), |text| text.to_text().into_owned());
    let id = interaction.get("_id").and_then(Value::as_str).map_or_else(|| interaction_id(interaction), str::to_owned);
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
        failures: found.failed.iter().map(|(verdict, reported)| failure(verdict, reported)).collect(),
        call: None,
        sides: Vec::new(),
        position,
    }
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

fn failure(verdict: &Verdict, reported: &Reported) -> Failure {
    Failure {
        version: verdict.version.clone(),
        badges: verdict.badges.clone(),
        when: verdict.when.clone(),
        build: verdict.build.clone(),
        mismatches: reported.mismatches.clone(),
        differences: Vec::new(),
        exceptions: reported.exceptions.clone(),
    }
}
