//! Takes a value with patterns apart: the example, and what is said about which place of it.

use super::{Meaning, Parts, Pattern, marker};
use crate::definition::{data_type, text_of_json};
use crate::generate::Generator;
use crate::json::{Json, Object, Value};
use crate::rule::{Each, Rule, Variant};
use crate::rule_path::{RulePath, Step};
use crate::rules::{BodyRules, RuleSet};

/// Takes `value` apart into the example, the rules and the generators.
///
/// A value without patterns is its own example and has no rules. The result does not depend on the order of keys.
pub fn split(value: &Json) -> Parts {
    let mut splitter = Splitter::default();
    let example = splitter.value(value, &RulePath::root());
    splitter.finish(example)
}

/// Takes one pattern apart.
pub(super) fn split_pattern(pattern: &Pattern) -> Parts {
    let mut splitter = Splitter::default();
    let example = splitter.pattern(&pattern.meaning, &pattern.example, &RulePath::root());
    splitter.finish(example)
}

#[derive(Default)]
struct Splitter {
    rules: Vec<(RulePath, RuleSet)>,
    generators: Vec<(RulePath, Generator)>,
}

impl Splitter {
    fn finish(mut self, example: Json) -> Parts {
        self.rules.sort_by(|left, right| left.0.cmp(&right.0));
        self.generators.sort_by(|left, right| left.0.cmp(&right.0));
        Parts { example, rules: self.rules, generators: self.generators }
    }

    fn value(&mut self, value: &Json, path: &RulePath) -> Json {
        if let Some((meaning, example)) = marker::read(value) {
            return self.pattern(&meaning, example, path);
        }
        match value {
            Value::Array(items) => {
                let item = |(at, item)| self.value(item, &path.then(Step::Index(at)));
                Json::Array(items.iter().enumerate().map(item).collect())
            }
            Value::Object(map) => {
                let entry = |(key, item): (&str, _)| {
                    (key.to_owned(), self.value(item, &path.then(Step::Field(key.to_owned()))))
                };
                Json::Object(map.iter().map(entry).collect::<Object<'static>>())
            }
            scalar => scalar.clone(),
        }
    }

    fn pattern(&mut self, meaning: &Meaning, example: &Json, path: &RulePath) -> Json {
        match meaning {
            Meaning::Each { min, max } => {
                self.rule(Rule::Type { min: Some(*min), max: *max }, path);
                let item = self.value(example, &path.then(Step::StarIndex));
                Json::Array(vec![item; (*min).max(1)])
            }
            Meaning::Entries { key, name } => self.entries(key, name, example, path),
            Meaning::Containing => self.containing(example.as_array().unwrap_or_default(), path),
            Meaning::Rule(rule) => {
                self.outer_rule(rule.clone(), example, path);
                self.value(example, path)
            }
            Meaning::FromState { expression } => {
                self.outer_rule(Rule::Type { min: None, max: None }, example, path);
                let example = self.value(example, path);
                let generator = Generator::ProviderState {
                    expression: expression.clone(),
                    data_type: Some(data_type(example.kind())),
                };
                self.generators.push((path.clone(), generator));
                example
            }
        }
    }

    /// What values are held to stands inside `eachValue` where it can, so that tools which look only there see it.
    fn entries(&mut self, key: &Rule, name: &str, value: &Json, path: &RulePath) -> Json {
        let star = path.then(Step::Star);
        let mut below = Self::default();
        let example = below.value(value, &star);
        let own = below.rules.iter().position(|(path, set)| *path == star && set.rules.iter().all(Rule::cascades));
        let rules =
            own.map_or_else(|| RuleSet::one(Rule::Type { min: None, max: None }), |at| below.rules.remove(at).1);
        let each_key = Each { value: Some(name.to_owned().into()), ..Each::of([key.clone()]) };
        let each_value = Each { rules, value: Some(text_of_json(&example).into()), generator: None };
        let both = vec![Rule::EachKey(each_key), Rule::EachValue(each_value)];
        self.rules.push((path.clone(), RuleSet { rules: both, ..RuleSet::default() }));
        self.rules.append(&mut below.rules);
        self.generators.append(&mut below.generators);
        Json::Object([(name.to_owned(), example)].into_iter().collect())
    }

    fn containing(&mut self, items: &[Json], path: &RulePath) -> Json {
        let parts: Vec<_> = items.iter().map(split).collect();
        let variant = |(index, parts): (usize, &Parts)| Variant {
            index,
            rules: BodyRules::compile(parts.rules.clone()),
            generators: parts.generators.clone(),
            ..Variant::default()
        };
        self.rule(Rule::ArrayContains(parts.iter().enumerate().map(variant).collect()), path);
        Json::Array(parts.into_iter().map(|parts| parts.example).collect())
    }

    /// Adds a rule unless the example is itself a pattern, whose rule takes the place.
    fn outer_rule(&mut self, rule: Rule, example: &Json, path: &RulePath) {
        if marker::read(example).is_none() {
            self.rule(rule, path);
        }
    }

    fn rule(&mut self, rule: Rule, path: &RulePath) {
        self.rules.push((path.clone(), RuleSet::one(rule)));
    }
}
