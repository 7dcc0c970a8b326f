//! Fields nobody gives a meaning to.

use super::Kind;
use super::report::Report;
use super::source::below;
use crate::contract::Contract;
use crate::file::read_rule;
use crate::interaction::{Exchange, Interaction};
use crate::json::{Object, Value};
use crate::message::Message;
use crate::rule::Rule;

/// Fields of an interaction that mean something to others, and are kept for them.
const KNOWN: [&str; 3] = ["pluginConfiguration", "interactionMarkup", "transport"];
/// Fields of rules.
const OF_RULES: [&str; 14] = [
    "match",
    "regex",
    "min",
    "max",
    "value",
    "format",
    "date",
    "time",
    "datetime",
    "timestamp",
    "status",
    "variants",
    "rules",
    "generator",
];
const KEPT: &str = "a field that is not known; it is kept";
const DROPPED: &str = "a field that is not known; it is not kept";

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
    states(pointer, report);
    for part in ["", "/request", "/response"] {
        rules(&report.source.rules_of(pointer, part), report);
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
        report.add(Kind::UnknownField, below(pointer, key), KEPT);
    }
}

fn states(interaction: &str, report: &mut Report<'_, '_>) {
    let list = format!("{interaction}/providerStates");
    let items = report.source.get(&list).and_then(Value::as_array).unwrap_or_default();
    for (at, state) in items.iter().enumerate() {
        for key in state.as_object().into_iter().flat_map(Object::keys) {
            if !["name", "params"].contains(&key) {
                report.add(Kind::UnknownField, below(&format!("{list}/{at}"), key), DROPPED);
            }
        }
    }
}

/// Fields of rules: what a rule nobody knows has is kept with it, what else a known one has is not.
fn rules(pointer: &str, report: &mut Report<'_, '_>) {
    let Some(Value::Object(entries)) = report.source.get(pointer) else { return };
    for (key, value) in entries.iter() {
        let here = below(pointer, key);
        if key.starts_with('$') {
            set(value, &here, report);
        } else if ["path", "status", "method"].contains(&key) {
            let nested = ["", "$"].into_iter().find_map(|key| Some((value.get(key)?, below(&here, key))));
            let (value, here) = nested.unwrap_or((value, here));
            set(value, &here, report);
        } else if let Value::Object(sets) = value {
            for (name, value) in sets.iter() {
                set(value, &below(&here, name), report);
            }
        }
    }
}

fn set(value: &Value<'_>, pointer: &str, report: &mut Report<'_, '_>) {
    let Some(matchers) = value.get("matchers").and_then(Value::as_array) else {
        return rule(value, pointer, report);
    };
    for (at, value) in matchers.iter().enumerate() {
        rule(value, &format!("{pointer}/matchers/{at}"), report);
    }
    for key in value.as_object().into_iter().flat_map(Object::keys) {
        if !["matchers", "combine"].contains(&key) {
            report.add(Kind::UnknownField, below(pointer, key), DROPPED);
        }
    }
}

fn rule(value: &Value<'_>, pointer: &str, report: &mut Report<'_, '_>) {
    let keys = value.as_object().into_iter().flat_map(Object::keys);
    let odd: Vec<&str> = keys.filter(|key| !OF_RULES.contains(key)).collect();
    let is_known = || !matches!(read_rule(&value.clone().into_owned()), Ok(Rule::Unknown { .. }));
    if !odd.is_empty() && is_known() {
        for key in odd {
            report.add(Kind::UnknownField, below(pointer, key), DROPPED);
        }
    }
}
