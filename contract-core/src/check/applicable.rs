//! Rules put on a part they say nothing about.

use super::Kind;
use super::part::{Part, Placed};
use super::report::Report;
use crate::rule::Rule;

pub(super) fn check(part: &Part<'_>, report: &mut Report<'_, '_>) {
    for placed in part.rules().iter().filter(|placed| !placed.is_nested) {
        if let Some(belongs) = misplaced(placed) {
            let text = format!("the rule `{}` does not belong at {}: {belongs}", placed.rule.name(), placed.place());
            report.add(Kind::RuleMisplaced, placed.pointer.clone(), text);
        }
    }
}

/// Where a rule belongs, if not where it stands.
fn misplaced(placed: &Placed<'_>) -> Option<&'static str> {
    let part = placed.category;
    match placed.rule {
        Rule::StatusCode(_) if part != "status" => Some("it judges the status"),
        Rule::ContentType(_) if part != "body" => Some("it judges bodies, and texts in them, by their looks"),
        Rule::Values if !matches!(part, "body" | "metadata") => Some("it judges maps in bodies and metadata"),
        Rule::EachKey(_) if !matches!(part, "body" | "metadata") => Some("it judges maps in bodies and metadata"),
        Rule::ArrayContains(_) | Rule::EachValue(_) if matches!(part, "path" | "method" | "status") => {
            Some("there is no list it could judge")
        }
        Rule::Type { min, max } if min.or(*max).is_some() && matches!(part, "path" | "method" | "status") => {
            Some("there is no list whose size it could bound")
        }
        Rule::Date(_) | Rule::Time(_) | Rule::DateTime(_) | Rule::Boolean | Rule::Null | Rule::Semver
            if matches!(part, "status" | "method") =>
        {
            Some("nothing that stands there can meet it")
        }
        _ => None,
    }
}
