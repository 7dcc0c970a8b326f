//! An example where none is given: always the same one, so that the same input gives the same contract.

use crate::body::{Body, Content};
use crate::generate::{Context, Generator, Generators, Moment, generate_response};
use crate::http::Response;
use crate::json::{Json, Number, Object};
use crate::rule::{Rule, StatusClass};
use crate::rule_path::RulePath;

/// What dates are counted from.
const DAY: &str = "2000-01-01T00:00Z";

/// An example the generator makes, or the rules leave little choice in; `None` where they say too little.
pub(super) fn sample(rules: &[Rule], generator: Option<&Generator>) -> Option<Json> {
    generator.and_then(made).or_else(|| container(rules)).or_else(|| rules.iter().find_map(scalar))
}

/// A map or list of the examples `eachKey` and `eachValue` have.
fn container(rules: &[Rule]) -> Option<Json> {
    let key = rules.iter().find_map(|rule| if let Rule::EachKey(each) = rule { each.value.as_ref() } else { None });
    let value = rules.iter().find_map(|rule| if let Rule::EachValue(each) = rule { each.template() } else { None })?;
    Some(match key {
        Some(key) => Json::Object(Object::from_iter([(key.to_text().into_owned(), value)])),
        None => Json::Array(vec![value]),
    })
}

fn scalar(rule: &Rule) -> Option<Json> {
    let generator = match rule {
        Rule::Null => return Some(Json::Null),
        Rule::Boolean => return Some(Json::Bool(true)),
        Rule::Semver => return Some(Json::from("1.0.0")),
        Rule::Number | Rule::Integer => return Some(Json::Number(Number::from(1_u8))),
        Rule::Decimal => return Number::parse("1.5").map(Json::Number),
        Rule::StatusCode(class) => return Some(Json::Number(Number::from(status_of(class)))),
        Rule::Regex(regex) => Generator::Regex { regex: regex.as_str().to_owned() },
        Rule::Date(format) => Generator::Date { format: Some(format.as_str().to_owned()), expression: None },
        Rule::Time(format) => Generator::Time { format: Some(format.as_str().to_owned()), expression: None },
        Rule::DateTime(format) => Generator::DateTime { format: Some(format.as_str().to_owned()), expression: None },
        _ => return None,
    };
    made(&generator)
}

/// A status of the class.
fn status_of(class: &StatusClass) -> u16 {
    let usual = [200, 302, 400, 500, 100];
    let listed = if let StatusClass::Codes(codes) = class { codes.first().copied() } else { None };
    listed.or_else(|| usual.into_iter().find(|status| class.contains(*status))).unwrap_or(200)
}

/// What the generator makes out of nothing but its parameters.
fn made(generator: &Generator) -> Option<Json> {
    let generators = Generators { body: vec![(RulePath::root(), generator.clone())], ..Generators::default() };
    let response = Response { body: Body::json(Json::Null), generators, ..Response::default() };
    let context = Context::consumer().seed(0).at(Moment::parse(DAY).ok()?);
    match generate_response(&response, &context).ok()?.into_owned().body.content {
        Content::Json(value) if !value.is_null() => Some(value),
        _ => None,
    }
}
