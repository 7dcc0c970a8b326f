//! What a contract asks for that no verification can judge yet.

use super::Kind;
use super::part::Part;
use super::report::Report;
use super::source::below;
use crate::interaction::{Exchange, Interaction, Unsupported};
use crate::rule::Rule;

/// Kinds of interactions.
pub(super) fn check(interaction: &Interaction, report: &mut Report<'_, '_>) {
    if matches!(interaction.exchange, Exchange::Http(_)) {
        return;
    }
    let Some(pointer) = report.interaction.and_then(|at| report.source.interactions().get(at)).cloned() else { return };
    if let Exchange::Unsupported(Unsupported { problem: Some(problem), .. }) = &interaction.exchange {
        let text = format!("the interaction cannot be read: {}", problem.reason);
        return report.add(Kind::NotVerifiable, pointer + &problem.pointer, text);
    }
    let is_message = matches!(interaction.exchange, Exchange::Message(_) | Exchange::SyncMessage(_));
    let kind = if is_message { Kind::NotJudged } else { Kind::NotVerifiable };
    for obstacle in interaction.obstacles() {
        report.add(kind, pointer.clone(), obstacle);
    }
    #[cfg(feature = "protobuf")]
    if let Some(reason) = interaction.as_grpc().and_then(|grpc| grpc.resolve().ok()?.not_compared()) {
        report.add(Kind::NotVerifiable, pointer + "/response/1", reason);
    }
}

/// Rules, categories of rules and bodies.
pub(super) fn check_rules(part: &Part<'_>, report: &mut Report<'_, '_>) {
    for placed in part.rules() {
        if let Rule::Unknown { name, .. } = placed.rule {
            let text = format!("the rule `{name}` at {} is not known to this version", placed.place());
            report.add(Kind::NotVerifiable, placed.pointer.clone(), text);
        }
    }
    for category in part.rules.extra.keys() {
        let text = format!("rules of category `{category}` are not known to this version");
        report.add(Kind::NotVerifiable, below(&below(&part.pointer, "matchingRules"), category), text);
    }
    if let Some(obstacle) = part.body_obstacle() {
        report.add(Kind::NotVerifiable, part.in_body(&[]), format!("the {obstacle}"));
    }
}
