//! One difference a verifier reported, beside what the contract has at its place.

use super::call::Call;
use super::reported::Mismatch;
use crate::web::view::rule_words;
use abide_contract_core::body::Content;
use abide_contract_core::http::Response;
use abide_contract_core::json::Value;
use abide_contract_core::rule_path::{RulePath, Step};
use abide_contract_core::rules::BodyRules;

/// One difference beside what the contract says at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) place: String,
    pub(crate) expected: String,
    pub(crate) found: String,
    pub(crate) rule: String,
}

/// What a difference is held against.
pub(super) enum Expected<'c> {
    Http(&'c Response),
    Grpc(&'c Call<'c>),
    /// Nothing that could be looked into.
    Nothing,
}

impl Expected<'_> {
    /// The difference with what is expected at its place.
    pub(super) fn beside(&self, mismatch: &Mismatch) -> Difference {
        let place = format!("{} {}", mismatch.attribute, mismatch.identifier).trim().to_owned();
        let (expected, rule) = match self {
            Self::Http(response) => of_response(mismatch, response),
            Self::Grpc(call) => call.expected(mismatch),
            Self::Nothing => Default::default(),
        };
        Difference { place, expected, found: mismatch.description.clone(), rule }
    }
}

fn of_response(mismatch: &Mismatch, response: &Response) -> (String, String) {
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
            at(body, &response.rules.body, &path)
        }
        _ => Default::default(),
    }
}

/// What a body has at a path, and the rule that holds there.
pub(super) fn at(body: &Value<'_>, rules: &BodyRules, path: &RulePath) -> (String, String) {
    let Some(value) = follow(body, path.steps()) else { return Default::default() };
    let rule = rules.iter().find(|(known, _)| covers(known, path)).map(|(_, set)| rule_words(set, value));
    (short(value), rule.unwrap_or_default())
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
