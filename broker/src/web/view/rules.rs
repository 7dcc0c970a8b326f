//! Matching rules and generators as a reader of a contract understands them.

use super::words::clipped;
use abide_contract_core::generate::Generator;
use abide_contract_core::json::{Kind, Value};
use abide_contract_core::rule::Rule;
use abide_contract_core::rules::{Combine, RuleSet};

const ISO_FORMATS: [&str; 4] = ["yyyy-MM-dd", "HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssXXX", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"];

/// Characters of a text in a rule: it may stand beside many values.
const LONGEST: usize = 300;

/// Rules of one place that are told.
const MOST: usize = 20;

/// The rules at one place, as they apply to the example that stands there.
pub(crate) fn rule_words(set: &RuleSet, example: &Value<'_>) -> String {
    let mut words: Vec<String> = set.rules.iter().take(MOST).map(|rule| one(rule, example)).collect();
    if set.rules.len() > MOST {
        words.push("…".to_owned());
    }
    let glue = match set.combine {
        Combine::And => ", ",
        Combine::Or => " or ",
    };
    words.join(glue)
}

/// Whether the rules hold for what is below them too.
pub(crate) fn cascades(set: &RuleSet) -> bool {
    let stays =
        |rule: &Rule| matches!(rule, Rule::Values | Rule::ArrayContains(_) | Rule::EachKey(_) | Rule::EachValue(_));
    !set.rules.iter().any(stays)
}

/// What replaces the example when the request is sent.
pub(crate) fn generator_words(generator: &Generator) -> &'static str {
    match generator {
        Generator::ProviderState { .. } => "from state",
        _ => "made when sent",
    }
}

fn one(rule: &Rule, example: &Value<'_>) -> String {
    match rule {
        Rule::Equality => format!("equal to {}", brief(example)),
        Rule::Regex(regex) => format!("matches {}", clipped(regex.as_str(), LONGEST)),
        Rule::Type { min, max } => like_this(*min, *max, example.kind()),
        Rule::Include(part) => format!("includes {}", clipped(part, LONGEST)),
        Rule::Number => "any number".to_owned(),
        Rule::Integer => "any integer".to_owned(),
        Rule::Decimal => "any decimal number".to_owned(),
        Rule::Boolean => "any boolean".to_owned(),
        Rule::Null => "null".to_owned(),
        Rule::Date(format) => written("date", format.as_str()),
        Rule::Time(format) => written("time", format.as_str()),
        Rule::DateTime(format) => written("date and time", format.as_str()),
        Rule::ContentType(kind) => format!("content of type {}", clipped(kind, LONGEST)),
        Rule::Values => "any keys, values like these".to_owned(),
        Rule::NotEmpty => "not empty".to_owned(),
        Rule::Semver => "a semantic version".to_owned(),
        Rule::StatusCode(class) => class.to_string(),
        Rule::ArrayContains(_) => "contains these, in any order".to_owned(),
        Rule::EachKey(each) => format!("each key: {}", rule_words(&each.rules, &Value::string(""))),
        Rule::EachValue(each) => {
            format!("each value: {}", rule_words(&each.rules, each.value.as_ref().unwrap_or(&Value::Null)))
        }
        other => format!("{} rule, not judged by this version", clipped(other.name(), LONGEST)),
    }
}

fn like_this(min: Option<usize>, max: Option<usize>, kind: Kind) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{min} to {max} like this"),
        (Some(min), None) => format!("{min} or more like this"),
        (None, Some(max)) => format!("up to {max} like this"),
        (None, None) => match kind {
            Kind::Null => "null".to_owned(),
            Kind::Boolean => "any boolean".to_owned(),
            Kind::Integer | Kind::Decimal => "any number".to_owned(),
            Kind::String => "any string".to_owned(),
            Kind::Array | Kind::Object => "like this".to_owned(),
        },
    }
}

fn written(what: &str, format: &str) -> String {
    if ISO_FORMATS.contains(&format) {
        format!("ISO {what}")
    } else {
        format!("{what} as {}", clipped(format, LONGEST))
    }
}

/// A value short enough for a rule.
fn brief(value: &Value<'_>) -> String {
    const SHOWN: usize = 40;
    clipped(&value.to_compact(), SHOWN)
}

#[cfg(test)]
mod tests {
    use super::rule_words;
    use abide_contract_core::json::Value;
    use abide_contract_core::rule::{Regex, Rule};
    use abide_contract_core::rules::{Combine, RuleSet};

    #[test]
    fn rules_read_as_sentences_about_the_example() {
        let text = Value::string("PENDING");
        let list = Value::Array(Vec::new());
        let cases = [
            (Rule::Type { min: None, max: None }, &text, "any string"),
            (Rule::Type { min: Some(1), max: None }, &list, "1 or more like this"),
            (Rule::Type { min: Some(2), max: Some(5) }, &list, "2 to 5 like this"),
            (Rule::Regex(Regex::new("a+").unwrap()), &text, "matches a+"),
            (Rule::Equality, &text, "equal to \"PENDING\""),
        ];
        for (rule, example, expected) in cases {
            assert_eq!(rule_words(&RuleSet::one(rule), example), expected);
        }
        let either = RuleSet::of(vec![Rule::Null, Rule::Integer], Combine::Or);
        assert_eq!(rule_words(&either, &text), "null or any integer");
    }
}
