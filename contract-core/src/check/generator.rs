//! Generators that make no value.

use super::Kind;
use super::part::{Part, place};
use super::report::Report;
use super::source::below;
use crate::generate::Generator;

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
}

fn tell(generator: &Generator, (category, name): (&str, &str), pointer: String, report: &mut Report<'_, '_>) {
    // Those nobody knows are noted where they are read.
    let is_unknown = matches!(generator, Generator::Other(_));
    if let Some(problem) = generator.problem().filter(|_| !is_unknown) {
        let text = format!("at {}, {problem}", place(category, name));
        report.add(Kind::GeneratorWithoutValue, pointer, text);
    }
}
