//! The fields a test names, as other tools want them stated: by their names in the `.proto`, with a text at every leaf.

use crate::definition::{Item, Matching};
use crate::json::{Json, Object};
use crate::pattern::Parts;
use crate::protobuf::rule_paths::Target;
use crate::protobuf::schema::{Kind, Schema, TypeId};
use crate::rule::Rule;
use crate::rule_path::{RulePath, Step};
use crate::rules::RuleSet;

/// The fields named in a message.
pub(super) fn of(schema: &Schema, id: TypeId, parts: &Parts) -> Json {
    let naming = Naming { schema, rules: &parts.rules };
    naming.value(&parts.example, Target::of_kind(schema, Kind::Message(id), false), &RulePath::root())
}

/// One value, with the pattern that stands at its root.
pub(super) fn of_value(parts: &Parts) -> Json {
    let set = parts.rules.iter().find(|(path, _)| path.steps().is_empty()).map(|(_, set)| set);
    Json::string(text(set, &parts.example))
}

struct Naming<'n> {
    schema: &'n Schema,
    rules: &'n [(RulePath, RuleSet)],
}

impl Naming<'_> {
    fn set(&self, path: &RulePath) -> Option<&RuleSet> {
        self.rules.iter().find(|(known, _)| known == path).map(|(_, set)| set)
    }

    fn value(&self, example: &Json, target: Target, path: &RulePath) -> Json {
        match (example, target) {
            (Json::Object(object), target) => {
                let entry = |(name, value): (&str, &Json)| {
                    let stated = Step::Field(name.to_owned());
                    let (steps, next) = target.step(self.schema, &stated);
                    let name = match steps.last() {
                        Some(Step::Field(name)) => name.clone(),
                        _ => name.to_owned(),
                    };
                    (name, self.value(value, next, &path.then(stated)))
                };
                let named = object.iter().filter(|(_, value)| !value.is_null() || target == Target::Open);
                Json::Object(named.map(entry).collect::<Object<'static>>())
            }
            (Json::Array(items), target) => self.list(items, target, path),
            (leaf, _) => Json::string(text(self.set(path), leaf)),
        }
    }

    /// A list as it is; one whose items are all under the same rules as its first item, or as a text for them.
    fn list(&self, items: &[Json], target: Target, path: &RulePath) -> Json {
        let every = path.then(Step::StarIndex);
        let set = self.set(path);
        let bounds = set.and_then(|set| match set.rules.first() {
            Some(Rule::Type { min, max }) if min.or(*max).is_some() => Some((*min, *max)),
            _ => None,
        });
        let Some((min, max)) = bounds else {
            let item = |(at, item): (usize, &Json)| {
                let step = Step::Index(at);
                self.value(item, target.step(self.schema, &step).1, &path.then(step))
            };
            return Json::Array(items.iter().enumerate().map(item).collect());
        };
        let Some(first) = items.first() else { return Json::Array(Vec::new()) };
        if first.is_container() {
            let next = target.step(self.schema, &Step::StarIndex).1;
            return Json::Array(vec![self.value(first, next, &every)]);
        }
        let by_type = RuleSet::one(Rule::Type { min: None, max: None });
        let item = text(Some(self.set(&every).unwrap_or(&by_type)), first);
        let least = min.filter(|min| *min > 0).map(|min| format!("atLeast({min}), ")).unwrap_or_default();
        let most = max.map(|max| format!("atMost({max}), ")).unwrap_or_default();
        Json::string(format!("{least}{most}eachValue({item})"))
    }
}

/// A rule and its example as one text where the language of such texts has the rule, otherwise the example.
fn text(set: Option<&RuleSet>, example: &Json) -> String {
    let matching = match set.map(|set| set.rules.as_slice()) {
        Some([rule]) => Matching::of(rule, example),
        _ => None,
    };
    matching.map_or_else(|| example.to_text().into_owned(), |matching| Item::Matching(matching).to_string())
}
