//! Rules that whatever arrives meets: they look like a promise and are none.

use super::Kind;
use super::part::{Part, Placed};
use super::report::{Report, shown};
use crate::body::{Content, ContentType, Family};
use crate::rule::{Regex, Rule};
use crate::rule_path::{RulePath, Step};
use crate::rules::Combine;

/// Texts of all sorts: an expression that matches every one of them matches any line.
const ANY: [&str; 14] = [
    "",
    " ",
    "a",
    "Z",
    "0",
    "-",
    "_",
    "é",
    "漢字",
    "🦀",
    "\t",
    "{\"a\": [1]}",
    "\\ / ' \" `",
    "two words, 3 more; x=y&z@w",
];

pub(super) fn check(part: &Part<'_>, report: &mut Report<'_, '_>) {
    for placed in part.rules() {
        if let Some(reason) = reason(placed, part) {
            let others = placed.set.combine == Combine::Or && placed.set.rules.len() > 1;
            let others = if others { ", and it is enough to meet one of the rules there" } else { "" };
            let text = format!("the rule `{}` at {} cannot fail: {reason}{others}", placed.rule.name(), placed.place());
            report.add(Kind::RuleCannotFail, placed.pointer.clone(), text);
        }
    }
}

/// Why a rule cannot fail, if it cannot.
fn reason(placed: &Placed<'_>, part: &Part<'_>) -> Option<String> {
    match placed.rule {
        Rule::Regex(regex) if accepts_any(regex) => Some(format!("{} matches any text", shown(regex.as_str()))),
        Rule::Include(part) if part.is_empty() => Some("every text includes the empty one".to_owned()),
        Rule::Type { min: None | Some(0), max: None } if is_any_text(placed, part) => {
            Some("any text is of the same type".to_owned())
        }
        Rule::EachKey(each) if each.rules.rules.is_empty() => Some("it has no rules for the keys".to_owned()),
        Rule::ArrayContains(variants) if variants.is_empty() => Some("it has no variants".to_owned()),
        Rule::ContentType(wanted) if wanted.eq_ignore_ascii_case("application/octet-stream") => {
            Some("any bytes are of that type".to_owned())
        }
        _ => None,
    }
}

fn accepts_any(regex: &Regex) -> bool {
    ANY.iter().all(|text| regex.matches(text))
}

/// Whether the type of a place is all it says, and that is always text.
fn is_any_text(placed: &Placed<'_>, part: &Part<'_>) -> bool {
    match placed.category {
        "path" | "method" | "status" | "query" | "header" => true,
        "body" if part.has_body_of(Family::Form) || is_text_of_xml(placed, part) => true,
        "body" if placed.name == "$" && !placed.is_nested => {
            let (body, stated) = part.body();
            let is_document = |text| {
                matches!(
                    ContentType::parse(text).family(),
                    Family::Json | Family::Xml | Family::Form | Family::Multipart
                )
            };
            matches!(body.content, Content::Text(_) | Content::Bytes(_))
                && body.meaning.is_none()
                && stated.is_some_and(|text| !is_document(text))
        }
        _ => false,
    }
}

/// Whether a place is the text of an element or an attribute.
fn is_text_of_xml(placed: &Placed<'_>, part: &Part<'_>) -> bool {
    let last = RulePath::parse(&placed.name).ok().and_then(|path| path.steps().last().cloned());
    let is_text = matches!(last, Some(Step::Field(name)) if name == "#text" || name.starts_with('@'));
    is_text && part.has_body_of(Family::Xml)
}
