//! Generators that stand inside rules: in the variants of `arrayContains`, and in `eachValue`.

use super::Generator;
use crate::rule::Rule;
use crate::rule_path::{RulePath, Step};
use crate::rules::{BodyRules, RuleSet};

/// The generators inside rules, at the places they make values for: items where the templates of variants stand, and every
/// value of the map or list `eachValue` is put on.
pub(crate) fn of_rules(rules: &BodyRules) -> Vec<(RulePath, Generator)> {
    let mut found = Vec::new();
    for (path, set) in rules.iter() {
        of_set(path, set, &mut found);
    }
    found
}

fn of_set(path: &RulePath, set: &RuleSet, found: &mut Vec<(RulePath, Generator)>) {
    for rule in &set.rules {
        match rule {
            Rule::ArrayContains(variants) => {
                for variant in variants {
                    let item = path.then(Step::Index(variant.index));
                    for (below, generator) in variant.generators.iter().cloned().chain(of_rules(&variant.rules)) {
                        found.push((item.below(below.steps()), generator));
                    }
                }
            }
            Rule::EachValue(each) => {
                let value = path.then(Step::Star);
                of_set(&value, &each.rules, found);
                found.extend(each.generator.as_ref().map(|raw| (value, Generator::from_json(raw))));
            }
            _ => {}
        }
    }
}
