//! An object that stands for its `value`.

use super::rule::Stated;
use super::sample::sample;
use super::{Found, GENERATOR, IntegrationError, MATCHER, Resolver};
use crate::json::{Json, Object};
use crate::pattern::shape::MOST_ITEMS;
use crate::rule::Rule;
use crate::rule_path::{RulePath, Step};
use crate::rules::RuleSet;

/// Attributes that are parameters of a rule or generator, not part of an example.
const PARAMETERS: [&str; 15] = [
    "regex",
    "min",
    "max",
    "format",
    "date",
    "time",
    "datetime",
    "timestamp",
    "status",
    "digits",
    "size",
    "expression",
    "dataType",
    "example",
    "rules",
];

impl Resolver {
    pub(super) fn node(&mut self, object: &Object<'static>) -> Result<Found, IntegrationError> {
        let stated = self.stated(object)?;
        let mut found = match self.example_of(object, &stated)? {
            Some(found) => found,
            None => match sample(&stated.rules, stated.generator.as_ref()) {
                Some(example) => Found::plain(example),
                None => return Err(self.error("an example is needed under `value`")),
            },
        };
        self.fill_up(&stated.rules, &mut found.example)?;
        let root = RulePath::root();
        if !stated.rules.is_empty() && !found.rules.iter().any(|(path, _)| *path == root) {
            found.rules.push((root.clone(), RuleSet { rules: stated.rules, ..RuleSet::default() }));
        }
        if let Some(generator) = stated.generator
            && !found.generators.iter().any(|(path, _)| *path == root)
        {
            found.generators.push((root, generator));
        }
        for below in stated.entries {
            found.adopt(&Step::Star, below);
        }
        Ok(found)
    }

    /// The example the object holds or its definition states, with what stands inside it.
    fn example_of(&mut self, object: &Object<'static>, stated: &Stated) -> Result<Option<Found>, IntegrationError> {
        if let Some(examples) = &stated.variants {
            return Ok(Some(Found::plain(examples.clone())));
        }
        let is_left_to_generator = |value: &&Json| value.is_null() && stated.makes_an_example();
        if let Some(value) = object.get("value").filter(|value| !is_left_to_generator(value)) {
            return self.at("value", |resolver| resolver.inside(value, &stated.rules)).map(Some);
        }
        let is_own = |key: &str| {
            key == MATCHER
                || key == GENERATOR
                || key == "value"
                || (stated.has_parameters_here && PARAMETERS.contains(&key))
        };
        let rest = object.iter().filter(|(key, _)| !is_own(key));
        let rest: Object<'static> = rest.map(|(key, value)| (key.to_owned(), value.clone())).collect();
        if !rest.is_empty() {
            return self.inside(&Json::Object(rest), &stated.rules).map(Some);
        }
        Ok(stated.example.clone().map(Found::plain))
    }

    /// An example under `rules`, which decide where what stands inside it applies.
    pub(super) fn inside(&mut self, value: &Json, rules: &[Rule]) -> Result<Found, IntegrationError> {
        let is_map = |rule: &Rule| matches!(rule, Rule::Values | Rule::EachKey(_) | Rule::EachValue(_));
        match value {
            Json::Array(items) if !rules.is_empty() => {
                let mut below = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    below.push(self.at(index, |resolver| resolver.value(item))?);
                }
                let examples = below.iter_mut().map(|item| std::mem::replace(&mut item.example, Json::Null)).collect();
                Ok(together(Json::Array(examples), below, &Step::StarIndex, Step::Index))
            }
            Json::Object(object) if rules.iter().any(is_map) && !object.contains_key(MATCHER) => {
                let mut below = Vec::with_capacity(object.len());
                for (key, entry) in object.iter() {
                    below.push(self.at(key, |resolver| resolver.value(entry))?);
                }
                let keys: Vec<_> = object.keys().map(str::to_owned).collect();
                let examples = below.iter_mut().map(|entry| std::mem::replace(&mut entry.example, Json::Null));
                let example = Json::Object(keys.iter().cloned().zip(examples).collect::<Object<'static>>());
                Ok(together(example, below, &Step::Star, |at| Step::Field(keys[at].clone())))
            }
            other => self.value(other),
        }
    }

    /// Repeats the last item until a list is as long as its rule asks for.
    fn fill_up(&self, rules: &[Rule], example: &mut Json) -> Result<(), IntegrationError> {
        let Json::Array(items) = example else { return Ok(()) };
        let least = rules.iter().filter_map(|rule| if let Rule::Type { min, .. } = rule { *min } else { None }).max();
        let (Some(least), Some(item)) = (least, items.last().cloned()) else { return Ok(()) };
        if least > MOST_ITEMS.max(items.len()) {
            return Err(
                self.error(format!("`min` asks for an example of {least} items; {MOST_ITEMS} at most are written"))
            );
        }
        let missing = least.saturating_sub(items.len());
        items.extend(std::iter::repeat_n(item, missing));
        Ok(())
    }
}

/// What is said about the items or entries: at `all` where they say the same, otherwise at each `one`.
fn together(example: Json, below: Vec<Found>, all: &Step, one: impl Fn(usize) -> Step) -> Found {
    let mut found = Found::plain(example);
    let alike = below.windows(2).all(|pair| pair[0].says_the_same_as(&pair[1]));
    for (at, item) in below.into_iter().enumerate() {
        if alike {
            found.adopt(all, item);
            break;
        }
        found.adopt(&one(at), item);
    }
    found
}
