//! Paths of rules, held against the message they are for.
//!
//! | in a message | path |
//! |---|---|
//! | a field | `$.field`, by its name in the `.proto` or in JSON |
//! | a member of a oneof | `$.member` |
//! | an item of a list | `$.items[0]`, `$.items[*]`, `$.items.*` |
//! | a list of scalars, as a whole | `$.tags`; also `$.tags[0].*` for an item, and bounds at `$.tags.*`, as the plugin writes them |
//! | an entry of a map | `$.labels.key`, `$.labels['a b']`, `$.labels[100]` |
//! | a wrapper such as `StringValue` | `$.f` or `$.f.value` |
//! | a timestamp, a duration, a field mask | `$.at` as a text, or its fields |
//! | JSON (`Struct`) | straight through |
//! | `Any` | `$.any.type_url`; what it holds under `$.any.value` |

use super::schema::{Field, Kind, Schema, Shape, TypeId};
use super::well_known::WellKnown;
use crate::rule::{Rule, Variant};
use crate::rule_path::{RulePath, Step};
use crate::rules::{BodyRules, RuleSet};
use std::collections::{BTreeSet, HashMap};

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Message(TypeId),
    List(Kind),
    Map(Kind),
    /// A value that is no message, whether it is an item of a list, and whether it is bytes.
    Value {
        is_item: bool,
        is_bytes: bool,
    },
    Any,
    /// JSON, or something the descriptors say nothing about.
    Open,
}

impl Target {
    fn of_field(schema: &Schema, field: &Field) -> Self {
        match field.shape {
            Shape::Single => Self::of_kind(schema, field.kind, false),
            Shape::List => Self::List(field.kind),
            Shape::Map(_) => Self::Map(field.kind),
        }
    }

    pub(crate) fn of_kind(schema: &Schema, kind: Kind, is_item: bool) -> Self {
        let is_bytes = kind == Kind::Bytes;
        let Some(id) = kind.message() else { return Self::Value { is_item, is_bytes } };
        match schema.message(id).known {
            WellKnown::Any => Self::Any,
            known if known.is_json() => Self::Open,
            _ => Self::Message(id),
        }
    }

    /// The target one step down, and the steps that lead there in our own spelling.
    pub(crate) fn step(self, schema: &Schema, step: &Step) -> (Vec<Step>, Self) {
        let is_wild = matches!(step, Step::Star | Step::StarIndex);
        match (self, step) {
            // Other tools take the wrapper for its value.
            (Self::Message(id), Step::Field(name))
                if name == "value" && schema.message(id).known == WellKnown::BytesWrapper =>
            {
                (Vec::new(), Self::Value { is_item: false, is_bytes: true })
            }
            (Self::Message(id), Step::Field(name)) => match schema.message(id).by_name(name) {
                Some((_, field)) => (vec![Step::Field(field.name.clone())], Self::of_field(schema, field)),
                None => (vec![step.clone()], Self::Open),
            },
            (Self::List(kind), Step::Index(_)) => (vec![step.clone()], Self::of_kind(schema, kind, true)),
            (Self::List(kind), _) if is_wild => (vec![Step::Star], Self::of_kind(schema, kind, true)),
            (Self::Map(kind), Step::Index(key)) => {
                (vec![Step::Field(key.to_string())], Self::of_kind(schema, kind, false))
            }
            (Self::Map(kind), Step::Field(_)) => (vec![step.clone()], Self::of_kind(schema, kind, false)),
            (Self::Map(kind), _) => (vec![Step::Star], Self::of_kind(schema, kind, false)),
            // `$.tags[0].*`: the item itself is meant.
            (Self::Value { is_item: true, .. }, Step::Star) => (Vec::new(), self),
            (Self::Any, Step::Field(name)) => match name.as_str() {
                "type_url" | "typeUrl" | "@type" => (vec![Step::Field("type_url".to_owned())], Self::Open),
                "value" => (vec![step.clone()], Self::Open),
                _ => (vec![Step::Field("value".to_owned()), step.clone()], Self::Open),
            },
            _ => (vec![step.clone()], Self::Open),
        }
    }
}

/// The rules of a message at paths in our own spelling; those in `own` replace others at the same path, and what other tools
/// are told of all an `Any` holds, since they cannot look into it.
pub(crate) fn settle(schema: &Schema, id: TypeId, rules: &BodyRules, own: &BodyRules) -> BodyRules {
    let root = Target::of_kind(schema, Kind::Message(id), false);
    // Mostly there is nothing to be done, and what is compiled is compiled.
    if own.is_empty() && rules.iter().all(|(path, set)| is_settled(schema, root, path, set)) {
        return rules.clone();
    }
    // Sorted, so that the paths that begin with one follow it.
    let known: BTreeSet<&RulePath> = own.iter().map(|(path, _)| path).collect();
    let is_own = |path: &RulePath| match known.range::<&RulePath, _>(path..).next() {
        Some(next) if *next == path => true,
        Some(next) => next.steps().starts_with(path.steps()) && is_any_value(schema, root, path),
        None => false,
    };
    settle_from(schema, root, rules.iter().filter(|(path, _)| !is_own(path)).chain(own.iter()))
}

/// Whether settling would change nothing.
fn is_settled(schema: &Schema, root: Target, path: &RulePath, set: &RuleSet) -> bool {
    let (settled, owner, _) = way(schema, root, path);
    let is_nested = |rule: &Rule| matches!(rule, Rule::ArrayContains(_));
    settled == *path && owner.is_none() && !set.rules.iter().any(is_nested)
}

fn settle_from<'s>(
    schema: &Schema,
    root: Target,
    sets: impl IntoIterator<Item = (&'s RulePath, &'s RuleSet)>,
) -> BodyRules {
    let mut settled = Settled::default();
    for (path, set) in sets {
        let (path, owner, target) = way(schema, root, path);
        let rules = set.rules.iter().map(|rule| settle_rule(schema, target, rule)).collect();
        let mut set = RuleSet::of(rules, set.combine);
        if let Some(list) = owner.filter(|_| matches!(target, Target::Value { is_item: true, .. })) {
            let bounds = take_bounds(&mut set);
            if !bounds.is_empty() {
                settled.add(list, RuleSet { rules: bounds, ..RuleSet::default() });
            }
        }
        if !set.rules.is_empty() {
            settled.add(path, set);
        }
    }
    BodyRules::compile(settled.sets)
}

/// Rule sets by path, those of one path in one.
#[derive(Default)]
struct Settled {
    sets: Vec<(RulePath, RuleSet)>,
    positions: HashMap<RulePath, usize>,
}

impl Settled {
    fn add(&mut self, path: RulePath, set: RuleSet) {
        if let Some(at) = self.positions.get(&path) {
            self.sets[*at].1.rules.extend(set.rules);
        } else {
            self.positions.insert(path.clone(), self.sets.len());
            self.sets.push((path, set));
        }
    }
}

/// Whether a path leads to all an `Any` holds.
fn is_any_value(schema: &Schema, mut target: Target, path: &RulePath) -> bool {
    let mut is_value = false;
    for step in path.steps() {
        is_value = target == Target::Any && *step == Step::Field("value".to_owned());
        target = target.step(schema, step).1;
    }
    is_value
}

/// A path in our own spelling, the list it ends in an item of by a wildcard, and what it leads to.
fn way(schema: &Schema, root: Target, path: &RulePath) -> (RulePath, Option<RulePath>, Target) {
    let (mut way, mut target, mut owner) = (RulePath::root(), root, None);
    for step in path.steps() {
        let (steps, next) = target.step(schema, step);
        owner = matches!((target, steps.as_slice()), (Target::List(_), [Step::Star])).then(|| way.clone());
        way = steps.into_iter().fold(way, |way, step| way.then(step));
        target = next;
    }
    (way, owner, target)
}

/// The bounds of a list that stand at its items.
fn take_bounds(set: &mut RuleSet) -> Vec<Rule> {
    let (bounds, rest) = std::mem::take(&mut set.rules)
        .into_iter()
        .partition(|rule| matches!(rule, Rule::Type { min, max } if min.or(*max).is_some()));
    set.rules = rest;
    bounds
}

/// A rule with the paths inside it, whose root is an item of the list the rule is for, in our own spelling.
pub(crate) fn settle_rule(schema: &Schema, target: Target, rule: &Rule) -> Rule {
    match (target, rule) {
        (Target::List(kind), Rule::ArrayContains(variants)) => {
            let item = Target::of_kind(schema, kind, true);
            let settled = |variant: &Variant| Variant {
                index: variant.index,
                rules: settle_from(schema, item, variant.rules.iter()),
                generators: variant.generators.clone(),
                ..Variant::default()
            };
            Rule::ArrayContains(variants.iter().map(settled).collect())
        }
        _ => rule.clone(),
    }
}

/// Where the place of a settled path stands in the JSON people are shown, in which wrappers are their values and what an `Any`
/// holds stands beside its type.
pub(crate) fn shown_path(schema: &Schema, id: TypeId, path: &RulePath) -> RulePath {
    let mut target = Target::of_kind(schema, Kind::Message(id), false);
    let mut way = RulePath::root();
    for (at, step) in path.steps().iter().enumerate() {
        let name = if let Step::Field(name) = step { name.as_str() } else { "" };
        let is_wrapper = matches!(target, Target::Message(id) if schema.message(id).known == WellKnown::Wrapper);
        way = match (target, name) {
            (Target::Message(_), "value") if is_wrapper => way,
            (Target::Any, "type_url") => way.then(Step::Field("@type".to_owned())),
            (Target::Any, "value") if at + 1 < path.steps().len() => way,
            _ => way.then(step.clone()),
        };
        target = target.step(schema, step).1;
    }
    way
}

/// A path in our own spelling.
pub(crate) fn settle_path(schema: &Schema, id: TypeId, path: &RulePath) -> RulePath {
    way(schema, Target::of_kind(schema, Kind::Message(id), false), path).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protobuf::sample::message;

    #[test]
    fn every_spelling_means_the_same_place() {
        let kind = message("Everything");
        for (stated, settled) in [
            ("$.display_name", "$.display_name"),
            ("$.displayName", "$.displayName"),
            ("$.byId.a.sku", "$.by_id.a.sku"),
            ("$.by_id[7].quantity", "$.by_id['7'].quantity"),
            ("$.by_id['7']", "$.by_id['7']"),
            ("$.labels.*", "$.labels.*"),
            ("$.items[0].sku", "$.items[0].sku"),
            ("$.items[*].sku", "$.items.*.sku"),
            ("$.items.*.sku", "$.items.*.sku"),
            ("$.tags[0].*", "$.tags[0]"),
            ("$.tags.*", "$.tags.*"),
            ("$.circle", "$.circle"),
            ("$.wrapped.value", "$.wrapped.value"),
            ("$.wrappedBytes", "$.wrapped_bytes"),
            ("$.wrapped_bytes.value", "$.wrapped_bytes"),
            ("$.extra.a[0].b", "$.extra.a[0].b"),
            ("$.at.seconds", "$.at.seconds"),
            ("$.any.typeUrl", "$.any.type_url"),
            ("$.any.value", "$.any.value"),
            ("$.any.sku", "$.any.value.sku"),
            ("$.nobody.knows[1]", "$.nobody.knows[1]"),
        ] {
            let path = settle_path(kind.schema(), kind.id(), &RulePath::parse(stated).unwrap());
            assert_eq!(path.to_string(), settled, "{stated}");
        }
    }

    #[test]
    fn places_are_found_in_what_people_are_shown() {
        let kind = message("Everything");
        for (settled, shown) in [
            ("$.items.*.sku", "$.items.*.sku"),
            ("$.wrapped.value", "$.wrapped"),
            ("$.wrapped", "$.wrapped"),
            ("$.any.type_url", "$.any['@type']"),
            ("$.any.value.sku", "$.any.sku"),
            ("$.any.value", "$.any.value"),
            ("$.extra.value[0]", "$.extra.value[0]"),
        ] {
            let path = shown_path(kind.schema(), kind.id(), &RulePath::parse(settled).unwrap());
            assert_eq!(path.to_string(), shown, "{settled}");
        }
    }

    #[test]
    fn bounds_at_the_items_of_a_list_of_scalars_are_meant_for_the_list() {
        let kind = message("Everything");
        let path = |text: &str| RulePath::parse(text).unwrap();
        let bounds = Rule::Type { min: Some(1), max: None };
        let rules = BodyRules::compile([
            (path("$.tags.*"), RuleSet { rules: vec![bounds.clone(), Rule::Semver], ..RuleSet::default() }),
            (path("$.items.*"), RuleSet::one(bounds.clone())),
        ]);
        let settled = settle(kind.schema(), kind.id(), &rules, &BodyRules::default());
        let lines: Vec<_> = settled.iter().map(|(path, set)| format!("{path} {}", set.rules[0].name())).collect();
        assert_eq!(lines, ["$.items.* type", "$.tags type", "$.tags.* semver"]);
    }
}
