//! Generators that make no value.

use super::Kind;
use super::part::{Example, Part, place};
use super::report::Report;
use super::source::below;
use crate::generate::{Generator, body_obstacle};
use crate::rule::{Each, Rule};

pub(super) fn check(part: &Part<'_>, report: &mut Report<'_, '_>) {
    let all = below(&part.pointer, "generators");
    let generators = part.generators;
    let whole = [("path", &generators.path), ("method", &generators.method), ("status", &generators.status)];
    for (category, generator) in whole.into_iter().filter_map(|(category, it)| Some((category, it.as_ref()?))) {
        tell(generator, (category, ""), below(&all, category), report);
    }
    let named = [("query", &generators.query), ("header", &generators.header), ("metadata", &generators.metadata)];
    for (category, generators) in named {
        for (name, generator) in generators {
            tell(generator, (category, name), below(&below(&all, category), name), report);
        }
    }
    for (path, generator) in &generators.body {
        let path = path.to_string();
        let pointer = report.source.path_key(&below(&all, "body"), &path);
        tell(generator, ("body", &path), pointer, report);
    }
    check_places(part, report);
    for placed in part.rules() {
        let fate = match placed.rule {
            Rule::EachKey(Each { generator: Some(_), .. }) => "the generator of `eachKey` is kept and not run",
            Rule::EachValue(Each { generator: Some(_), .. }) if placed.category != "body" => {
                "the generator of `eachValue` is kept and not run: it is in bodies only"
            }
            _ => continue,
        };
        let text = format!("at {}, {fate}", placed.place());
        report.add(Kind::GeneratorWithoutValue, below(&placed.pointer, "generator"), text);
    }
}

/// Those for places in bodies that have none. Those of requests keep a verifier from sending what the contract says.
fn check_places(part: &Part<'_>, report: &mut Report<'_, '_>) {
    let (body, content_type) = part.body();
    let kind = match part.example {
        Example::Request(_) => Kind::NotVerifiable,
        Example::Response(_) | Example::Message(_) => Kind::GeneratorWithoutValue,
    };
    for (path, generator) in part.generators.body.iter().filter(|_| !part.is_of_plugin) {
        if let Some(reason) = body_obstacle(&body.content, content_type, path.steps()) {
            let pointer =
                report.source.path_key(&below(&below(&part.pointer, "generators"), "body"), &path.to_string());
            let text = format!("at `{path}`, the generator `{}` makes no value: {reason}", generator.name());
            report.add(kind, pointer, text);
        }
    }
}

fn tell(generator: &Generator, (category, name): (&str, &str), pointer: String, report: &mut Report<'_, '_>) {
    // Those nobody knows are noted where they are read.
    let is_unknown = matches!(generator, Generator::Other(_));
    if let Some(problem) = generator.problem().filter(|_| !is_unknown) {
        let text = format!("at {}, {problem}", place(category, name));
        report.add(Kind::GeneratorWithoutValue, pointer, text);
    }
}
