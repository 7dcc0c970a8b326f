//! Runs the scenarios of a feature through the steps.

use super::gherkin::{self, Scenario};
use super::material::FeatureFile;
use super::steps::{self, Said, Step};
use super::tally::{NotYet, Report, Tally};
use super::world::{Suite, World};
use anyhow::{Context as _, Result, ensure};
use std::path::Path;

/// The features every scenario of which must pass, by the last part of their names, of whatever version.
const IN_SCOPE: [&str; 4] = ["matching_rules", "http_matching", "generators", "http_generators"];

/// Runs a feature that is in scope, and counts any other.
pub(super) fn run(file: &FeatureFile, fixtures: &Path, report: &mut Report) {
    let scenarios = std::fs::read_to_string(&file.path).map_err(Into::into).and_then(|text| gherkin::scenarios(&text));
    if !IN_SCOPE.contains(&file.subject()) {
        let (scenarios, unreadable) = match scenarios {
            Ok(scenarios) => (scenarios.len(), None),
            Err(error) => (0, Some(format!("{error:#}"))),
        };
        report.not_yet.push(NotYet { name: file.name.clone(), scenarios, unreadable });
        return;
    }
    let mut tally = Tally::new(format!("features {}", file.name));
    let suite = Suite { version: file.version().to_owned(), fixtures: fixtures.to_owned() };
    match scenarios {
        Ok(scenarios) => scenarios.iter().for_each(|scenario| count(scenario, &suite, &mut tally)),
        Err(error) => tally.failed.push(format!("it cannot be read: {error:#}")),
    }
    report.features.push(tally);
}

fn count(scenario: &Scenario, suite: &Suite, tally: &mut Tally) {
    match super::caught(|| play(scenario, suite)) {
        Ok(Outcome::Passed) => tally.passed += 1,
        Ok(Outcome::Unknown(sentence)) => {
            tally.unknown.push(format!("{}: no step says `{sentence}`", scenario.name));
        }
        Err(error) => tally.failed.push(format!("{}: {error:#}", scenario.name)),
    }
}

/// What became of a scenario that did not fail.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    /// It holds this sentence, which nobody knows; nothing was run.
    Unknown(String),
}

fn play(scenario: &Scenario, suite: &Suite) -> Result<Outcome> {
    let mut plan: Vec<(&Step, Said<'_>, &str)> = Vec::new();
    for step in &scenario.steps {
        let mut fitting = steps::fitting(step);
        let Some((known, said)) = fitting.next() else {
            return Ok(Outcome::Unknown(step.sentence.clone()));
        };
        ensure!(fitting.next().is_none(), "`{}` fits several steps", step.sentence);
        plan.push((known, said, &step.sentence));
    }
    ensure!(!plan.is_empty(), "it has no steps");
    let mut world = World::new(suite.clone());
    for (step, said, sentence) in plan {
        (step.run)(&mut world, &said).with_context(|| sentence.to_owned())?;
    }
    Ok(Outcome::Passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(steps: &str) -> String {
        let scenarios = gherkin::scenarios(&format!("Feature: f\n  Scenario: s\n{steps}")).unwrap();
        let suite = Suite { version: "4".to_owned(), fixtures: "absent".into() };
        play(&scenarios[0], &suite).map_or_else(|error| format!("{error:#}"), |outcome| format!("{outcome:?}"))
    }

    #[test]
    fn a_scenario_with_an_unknown_sentence_is_not_run() {
        let steps = "Given an expected request with an \"a\" header of \"b\"\nThen the moon is full\n";
        assert_eq!(played(steps), r#"Unknown("the moon is full")"#);
        assert_eq!(played(""), "it has no steps");
    }

    #[test]
    fn a_response_is_compared_with_its_status_rule() {
        let given = |status: u16| {
            format!(
                "Given an expected response configured with the following:\n\
                | matching rules                                                                        | status |\n\
                | JSON: {{ \"status\": {{ \"matchers\": [ {{ \"match\": \"statusCode\", \"status\": \"success\" }} ] }} }} | 200 |\n\
                And a status {status} response is received\nWhen the response is compared to the expected one\n"
            )
        };
        assert_eq!(played(&(given(299) + "Then the response comparison should be OK\n")), "Passed");
        let refused = given(400)
            + "Then the response comparison should NOT be OK\nAnd the response mismatches will contain a \"status\" mismatch \
               with error \"Expected status code 400 to be a Successful response (200–299)\"\n";
        assert_eq!(played(&refused), "Passed");
        let wrong = given(400) + "Then the response comparison should be OK\n";
        assert!(played(&wrong).contains("should be OK: status: Expected status code 400"), "{}", played(&wrong));
    }

    #[test]
    fn quotes_in_strings_are_part_of_them() {
        let steps = "Given an expected request configured with the following:\n\
            | matching rules | body |\n\
            | JSON: {\"body\": {\"$.two\": {\"matchers\": [{\"match\": \"notEmpty\"}]}}} | JSON: {\"two\": \"b\"} |\n\
            And a request is received with the following:\n| body |\n| JSON: {\"two\": [\"b\"]} |\n\
            When the request is compared to the expected one\nThen the comparison should NOT be OK\n\
            And the mismatches will contain a mismatch with error \"$.two\" -> \
            \"Type mismatch: Expected [\\\"b\\\"] (Array) to be the same type as 'b' (String)\"\n";
        assert_eq!(played(steps), "Passed");
    }

    #[test]
    fn values_are_made_for_a_mode_from_what_its_context_holds() {
        let prepared = |generator: &str, mode: &str, context: (&str, &str)| {
            format!(
                "Given a request configured with the following generators:\n| body | generators |\n\
                | JSON: {{\"one\": \"a\"}} | JSON: {{\"body\": {{\"$.one\": {generator}}}}} |\n\
                And the generator test mode is set as \"{mode}\"\n\
                When the request is prepared for use with a \"{}\" context:\n| {} |\n\
                Then the body value for \"$.one\" will have been replaced with ",
                context.0, context.1
            )
        };
        let state = r#"{"type": "ProviderState", "expression": "${id}"}"#;
        let state = |mode: &str| prepared(state, mode, ("providerState", r#"{ "id": 1000 }"#));
        assert_eq!(played(&(state("Provider") + "\"1000\"")), "Passed");
        assert!(played(&(state("Consumer") + "\"1000\"")).contains("it is still 'a' (String)"));
        let url = r#"{"type": "MockServerURL", "regex": ".*(/a)", "example": "http://1234:8080/a"}"#;
        let url = prepared(url, "Consumer", ("mockServer", r#"{ "href": "http://somewhere.com" }"#));
        assert_eq!(played(&(url + "\"http://somewhere.com/a\"")), "Passed");
        let uuid = prepared(r#"{"type": "Uuid", "format": "URN"}"#, "Provider", ("providerState", "{}"));
        assert_eq!(played(&(uuid.clone() + "a \"URN UUID\"")), "Passed");
        assert!(played(&(uuid.clone() + "a \"simple UUID\"")).contains("is no simple UUID"));
        assert!(played(&(uuid + "a \"fish\"")).contains("nobody knows what a `fish` is"));
    }

    #[test]
    fn a_contract_that_is_written_holds_interactions_of_every_type() {
        let steps = "Given an HTTP interaction is being defined for a consumer test\n\
            And a message interaction is being defined for a consumer test\n\
            When the Pact file for the test is generated\n\
            Then there will be an interaction in the Pact file with a type of \"Synchronous/HTTP\"\n\
            And there will be an interaction in the Pact file with a type of \"Asynchronous/Messages\"\n";
        assert_eq!(played(steps), "Passed");
        let other = "And there will be an interaction in the Pact file with a type of \"Synchronous/Messages\"\n";
        assert!(played(&(steps.to_owned() + other)).contains("types: Synchronous/HTTP, Asynchronous/Messages"));
    }
}
