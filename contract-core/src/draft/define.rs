//! A message written as JSON with patterns, taken apart.

use super::expectation;
use super::place::{Placed, at_path, place};
use crate::definition::text_of_json;
use crate::generate::Generator;
use crate::json::Json;
use crate::pattern::{Parts, split};
use crate::protobuf::encode::encode;
use crate::protobuf::rule_paths::{Target, settle_rule};
use crate::protobuf::schema::{Kind, Schema};
use crate::protobuf::well_known::WellKnown;
use crate::protobuf::{Error, MessageType, from_json};
use crate::rule::{Each, Rule};
use crate::rule_path::{RulePath, Step};
use crate::rules::RuleSet;

/// A message as a test defines it, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Defined {
    /// The example's bytes: the fields that were named and no others, also where they have their defaults.
    pub bytes: Vec<u8>,
    /// What may differ, by place; in the names and paths every tool understands.
    pub rules: Vec<(RulePath, RuleSet)>,
    /// What may differ and only we can apply, such as a pattern on a whole timestamp.
    pub finer: Vec<(RulePath, RuleSet)>,
    /// What is replaced when the message is sent.
    pub generators: Vec<(RulePath, Generator)>,
    /// The fields that were named, for other tools.
    pub expectations: Json,
}

impl MessageType {
    /// Takes a message apart that is written as JSON, with patterns anywhere in it.
    pub fn define(&self, message: &Json) -> Result<Defined, Error> {
        let parts = split(message);
        let schema = self.schema();
        let fields = from_json::message(schema, self.id(), &parts.example, "$")?;
        let mut sets = Sets::default();
        for (path, set) in &parts.rules {
            let placed = place(schema, self.id(), path, &parts.example);
            check(path, set)?;
            sets.put(schema, &placed, set);
        }
        sets.move_items_up(&parts);
        let generators = parts.generators.iter();
        let generators = generators
            .map(|(path, generator)| {
                (place(schema, self.id(), path, &parts.example).value_path(schema), generator.clone())
            })
            .collect();
        Ok(Defined {
            bytes: encode(schema, self.id(), &fields),
            rules: sets.plain,
            finer: sets.finer,
            generators,
            expectations: expectation::of(schema, self.id(), &parts),
        })
    }
}

fn check(path: &RulePath, set: &RuleSet) -> Result<(), Error> {
    match set.rules.iter().find(|rule| **rule == Rule::Null) {
        Some(rule) => Err(Error::Rule {
            rule: rule.name().to_owned(),
            path: path.to_string(),
            reason: "no field is ever null; leave it out".to_owned(),
        }),
        None => Ok(()),
    }
}

/// What other tools are told of rules for bytes: these see base64, as the test has it, and other tools the bytes themselves.
fn coarse(schema: &Schema, target: Target, set: &RuleSet) -> Option<RuleSet> {
    let is_about_text = |set: &RuleSet| {
        let is_not = |rule: &Rule| {
            !rule.cascades()
                || matches!(rule, Rule::Type { .. } | Rule::Equality | Rule::NotEmpty | Rule::ContentType(_))
        };
        !set.rules.iter().all(is_not)
    };
    let by_type = || RuleSet::one(Rule::Type { min: None, max: None });
    let of_value = |rule: &Rule| match rule {
        Rule::EachValue(each) if is_about_text(&each.rules) => {
            Rule::EachValue(Each { rules: by_type(), value: each.value.clone(), generator: each.generator.clone() })
        }
        other => other.clone(),
    };
    match target {
        Target::Value { is_bytes: true, .. } => is_about_text(set).then(by_type),
        Target::Message(id) if schema.message(id).known == WellKnown::BytesWrapper => is_about_text(set).then(by_type),
        Target::List(Kind::Bytes) | Target::Map(Kind::Bytes) => {
            let coarse = RuleSet::of(set.rules.iter().map(of_value).collect(), set.combine);
            (coarse.rules != set.rules).then_some(coarse)
        }
        _ => None,
    }
}

/// Rules by who can apply them.
#[derive(Default)]
struct Sets {
    plain: Vec<(RulePath, RuleSet)>,
    finer: Vec<(RulePath, RuleSet)>,
    /// Items of lists of scalars that are under one set of rules: the list, its item, and where both stand in the test.
    items: Vec<(RulePath, RulePath, RulePath)>,
}

impl Sets {
    fn put(&mut self, schema: &Schema, placed: &Placed, set: &RuleSet) {
        let rules = set.rules.iter().map(|rule| settle_rule(schema, placed.target, rule)).collect();
        let set = RuleSet::of(rules, set.combine);
        let by_type = || RuleSet::one(Rule::Type { min: None, max: None });
        if let Some(any) = &placed.any {
            self.finer.push((placed.path.clone(), set));
            self.plain_once(any.clone(), by_type());
            return;
        }
        let known = match placed.target {
            Target::Message(id) => schema.message(id).known,
            _ => WellKnown::No,
        };
        let is_type = set.rules.iter().all(|rule| matches!(rule, Rule::Type { .. }));
        let below = |name: &str| placed.path.then(Step::Field(name.to_owned()));
        match known {
            WellKnown::Wrapper => self.plain.push((placed.value_path(schema), set)),
            WellKnown::Timestamp | WellKnown::Duration if !is_type => {
                self.finer.push((placed.path.clone(), set));
                for name in ["seconds", "nanos"] {
                    self.plain_once(below(name), RuleSet::one(Rule::Integer));
                }
            }
            WellKnown::FieldMask if !is_type => {
                self.finer.push((placed.path.clone(), set));
                self.plain_once(below("paths"), by_type());
            }
            _ => match coarse(schema, placed.target, &set) {
                Some(coarse) => {
                    self.finer.push((placed.path.clone(), set));
                    self.plain.push((placed.path.clone(), coarse));
                }
                None => self.plain.push((placed.path.clone(), set)),
            },
        }
        if let (Some(list), Target::Value { is_item: true, .. }) = (&placed.list, placed.target) {
            self.items.push((list.clone(), placed.path.clone(), placed.stated.clone()));
        }
    }

    fn plain_once(&mut self, path: RulePath, set: RuleSet) {
        if !self.plain.iter().any(|(known, _)| *known == path) {
            self.plain.push((path, set));
        }
    }

    /// Rules for every item of a list of scalars stand at the list, inside `eachValue`: other tools look for them there.
    fn move_items_up(&mut self, parts: &Parts) {
        for (list, item, stated) in std::mem::take(&mut self.items) {
            let Some(at) = self.plain.iter().position(|(path, _)| *path == item) else { continue };
            let Some((_, known)) = self.plain.iter_mut().find(|(path, _)| *path == list) else { continue };
            let example = at_path(&parts.example, stated.steps()).map(text_of_json);
            known.rules.push(Rule::EachValue(Each {
                rules: RuleSet::default(),
                value: example.map(Json::from),
                generator: None,
            }));
            let (_, set) = self.plain.remove(at);
            if let Some((_, known)) = self.plain.iter_mut().find(|(path, _)| *path == list)
                && let Some(Rule::EachValue(each)) = known.rules.last_mut()
            {
                each.rules = set;
            }
        }
        self.plain.sort_by(|left, right| left.0.cmp(&right.0));
        self.finer.sort_by(|left, right| left.0.cmp(&right.0));
    }
}
