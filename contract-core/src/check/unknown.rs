//! Fields nobody gives a meaning to.

use super::Kind;
use super::part::Part;
use super::report::Report;
use super::source::below;
use crate::contract::Contract;
use crate::interaction::{Exchange, Interaction};
use crate::json::Object;
use crate::message::Message;

/// Fields of an interaction that mean something to others, and are kept for them.
const KNOWN: [&str; 3] = ["pluginConfiguration", "interactionMarkup", "transport"];

pub(super) fn check(contract: &Contract, report: &mut Report<'_, '_>) {
    tell(&contract.extra, "", report);
    tell(&contract.consumer.extra, "/consumer", report);
    tell(&contract.provider.extra, "/provider", report);
    let pointers = report.source.interactions().to_vec();
    for (interaction, pointer) in contract.interactions.iter().zip(pointers) {
        check_interaction(interaction, &pointer, report);
    }
}

fn check_interaction(interaction: &Interaction, pointer: &str, report: &mut Report<'_, '_>) {
    let part = |name: &str| format!("{pointer}{name}");
    match &interaction.exchange {
        Exchange::Http(http) => {
            tell(&http.request.extra, &part("/request"), report);
            tell(&http.response.extra, &part("/response"), report);
        }
        Exchange::Message(_) => {}
        Exchange::Grpc(grpc) => messages(grpc.requests.first(), &grpc.responses, pointer, report),
        Exchange::SyncMessage(exchange) => messages(Some(&exchange.request), &exchange.responses, pointer, report),
        // Nobody knows what it has.
        Exchange::Unsupported(_) => return,
    }
    tell(&interaction.extra, pointer, report);
    for (at, state) in interaction.states.iter().enumerate() {
        tell(&state.extra, &format!("{pointer}/providerStates/{at}"), report);
    }
}

/// What nobody knows around the body and at the rules of a part.
pub(super) fn check_part(part: &Part<'_>, report: &mut Report<'_, '_>) {
    let fields = ["body", "contents", "content"].map(|field| below(&part.pointer, field));
    if let Some(wrapper) = fields.into_iter().find(|field| report.source.get(field).is_some()) {
        tell(&part.body().0.extra, &wrapper, report);
    }
    for (pointer, fields) in part.unknown() {
        tell(fields, pointer, report);
    }
}

fn messages(request: Option<&Message>, responses: &[Message], pointer: &str, report: &mut Report<'_, '_>) {
    if let Some(request) = request {
        tell(&request.extra, &below(pointer, "request"), report);
    }
    for (at, response) in responses.iter().enumerate() {
        tell(&response.extra, &format!("{pointer}/response/{at}"), report);
    }
}

fn tell(extra: &Object<'_>, pointer: &str, report: &mut Report<'_, '_>) {
    for key in extra.keys().filter(|key| !KNOWN.contains(key)) {
        report.add(Kind::UnknownField, below(pointer, key), "a field that is not known; it is kept");
    }
}
