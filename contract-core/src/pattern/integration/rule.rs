//! The rules and the generator an object states.

use super::{Found, GENERATOR, IntegrationError, MATCHER, Resolver};
use crate::definition::{Definition, looks_like_definition, text_of_json};
use crate::file::{read_generator, read_rule, write_generator};
use crate::generate::{Generator, check_expression};
use crate::json::{Json, Object};
use crate::rule::{Each, Rule, Variant};
use crate::rules::BodyRules;

/// What an object states about its value.
#[derive(Default)]
pub(super) struct Stated {
    pub(super) rules: Vec<Rule>,
    pub(super) generator: Option<Generator>,
    /// What definitions give as example.
    pub(super) example: Option<Json>,
    /// The example of `arrayContains`: its variants.
    pub(super) variants: Option<Json>,
    /// What is said, inside the rules of `eachValue`, about parts of every entry.
    pub(super) entries: Vec<Found>,
    /// Whether the object itself holds the parameters of a rule or generator.
    pub(super) has_parameters_here: bool,
}

impl Stated {
    /// Whether a `value` of `null` says that the generator gives the example, as some libraries write it.
    pub(super) fn makes_an_example(&self) -> bool {
        self.generator.is_some() && !self.rules.contains(&Rule::Null)
    }
}

impl Resolver {
    pub(super) fn stated(&mut self, object: &Object<'static>) -> Result<Stated, IntegrationError> {
        let mut stated = Stated::default();
        match object.get(MATCHER) {
            None | Some(Json::Null) => {}
            Some(Json::Array(list)) => {
                for (index, item) in list.iter().enumerate() {
                    self.at(MATCHER, |resolver| {
                        resolver.at(index, |resolver| resolver.one_of(item, object, &mut stated))
                    })?;
                }
            }
            Some(one) => self.one_of(one, object, &mut stated)?,
        }
        if let Some(generator) = self.generator(object)? {
            stated.generator = Some(generator);
            stated.has_parameters_here = true;
        }
        Ok(stated)
    }

    /// A name or a definition, whose parameters are in `object`; or an object with its own.
    fn one_of(&mut self, value: &Json, object: &Object<'static>, stated: &mut Stated) -> Result<(), IntegrationError> {
        match value {
            Json::String(text) if looks_like_definition(text) => self.definition(text, stated),
            Json::String(name) => {
                stated.has_parameters_here = true;
                self.named(name, object, stated)
            }
            Json::Object(own) => match own.get(MATCHER).and_then(Json::as_str) {
                Some(text) if looks_like_definition(text) => self.definition(text, stated),
                Some(name) => {
                    if stated.generator.is_none() {
                        stated.generator = self.generator(own)?;
                    }
                    self.named(name, own, stated)
                }
                None if own.contains_key("match") => {
                    let rule = read_rule(value).map_err(|reason| self.error(reason))?;
                    stated.rules.push(rule);
                    Ok(())
                }
                None => Err(self.error(format!("expected the name of a rule under `{MATCHER}`"))),
            },
            _ => Err(self.error(format!("`{MATCHER}` must be the name of a rule, a definition, or a list of those"))),
        }
    }

    fn definition(&self, text: &str, stated: &mut Stated) -> Result<(), IntegrationError> {
        let definition = Definition::parse(text).map_err(|error| self.error(error.to_string()))?;
        if let Some(name) = definition.references().first() {
            return Err(self.error(format!("the definition refers to `{name}`, and there is nothing to look it up in")));
        }
        stated.rules.extend(definition.rules());
        stated.example = stated.example.take().or_else(|| definition.example());
        stated.generator = stated.generator.take().or_else(|| definition.generator());
        Ok(())
    }

    /// The rule of this name, with the parameters in `object`.
    fn named(&mut self, name: &str, object: &Object<'static>, stated: &mut Stated) -> Result<(), IntegrationError> {
        let rule = match name {
            "eachKey" | "each-key" => {
                let (each, _) = self.each(object, |example| Some(example.to_text().into_owned()))?;
                Rule::EachKey(each)
            }
            "eachValue" | "each-value" => {
                let (each, entries) = self.each(object, |example| Some(text_of_json(example)))?;
                stated.entries.extend(entries);
                Rule::EachValue(each)
            }
            "arrayContains" | "array-contains" => {
                let (variants, examples) = self.variants(object)?;
                stated.variants = Some(examples);
                Rule::ArrayContains(variants)
            }
            _ => read_rule(&parameters(name, object)).map_err(|reason| self.error(reason))?,
        };
        stated.rules.push(rule);
        Ok(())
    }

    fn each(
        &mut self,
        object: &Object<'static>,
        text: impl Fn(&Json) -> Option<String>,
    ) -> Result<(Each, Vec<Found>), IntegrationError> {
        let items = match object.get("rules") {
            None | Some(Json::Null) => &[],
            Some(Json::Array(items)) => items.as_slice(),
            Some(_) => return Err(self.error("expected `rules` to be a list")),
        };
        let mut each = Each::default();
        let mut entries = Vec::new();
        // In an object of a list, `value` is an example key or entry; otherwise it is the whole map.
        let own = object.get("value").filter(|value| !value.is_container());
        let mut example = own.cloned();
        for (index, item) in items.iter().enumerate() {
            let (stated, found) = self.at("rules", |resolver| resolver.at(index, |resolver| resolver.inner(item)))?;
            each.rules.rules.extend(stated.rules);
            each.generator = each.generator.or_else(|| stated.generator.as_ref().map(write_generator));
            if let Some(found) = found {
                example = example.or_else(|| Some(found.example.clone()).filter(|example| !example.is_container()));
                entries.push(found);
            }
        }
        each.value = example.as_ref().and_then(text).map(Json::from);
        Ok((each, entries))
    }

    /// A rule inside `eachKey` or `eachValue`, and what is said inside its example.
    fn inner(&mut self, item: &Json) -> Result<(Stated, Option<Found>), IntegrationError> {
        let mut stated = Stated::default();
        match item {
            Json::Object(object) if object.contains_key(MATCHER) => stated = self.stated(object)?,
            item => self.one_of(item, &Object::new(), &mut stated)?,
        }
        let mut found = match (item.get("value"), stated.variants.take().or(stated.example.take())) {
            (_, Some(example)) => Some(Found::plain(example)),
            (Some(value), None) => Some(self.at("value", |resolver| resolver.inside(value, &stated.rules))?),
            (None, None) => None,
        };
        if let Some(found) = &mut found {
            for below in stated.entries.drain(..) {
                found.adopt(&crate::rule_path::Step::Star, below);
            }
        }
        Ok((stated, found))
    }

    fn variants(&mut self, object: &Object<'static>) -> Result<(Vec<Variant>, Json), IntegrationError> {
        let Some(items) = object.get("variants").and_then(Json::as_array) else {
            return Err(self.error("`arrayContains` needs a list under `variants`"));
        };
        let mut variants = Vec::with_capacity(items.len());
        let mut examples = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let found = self.at("variants", |resolver| resolver.at(index, |resolver| resolver.value(item)))?;
            let parts = found.finish();
            variants.push(Variant {
                index,
                rules: BodyRules::compile(parts.rules),
                generators: parts.generators,
                ..Variant::default()
            });
            examples.push(parts.example);
        }
        Ok((variants, Json::Array(examples)))
    }

    fn generator(&self, object: &Object<'static>) -> Result<Option<Generator>, IntegrationError> {
        let name = match object.get(GENERATOR) {
            None | Some(Json::Null) => return Ok(None),
            Some(Json::String(name)) => name,
            Some(_) => return Err(self.error(format!("`{GENERATOR}` must be the name of a generator"))),
        };
        let known: Option<&[&str]> = match name.as_ref() {
            "RandomInt" => Some(&["min", "max"]),
            "RandomDecimal" | "RandomHexadecimal" => Some(&["digits"]),
            "RandomString" => Some(&["size"]),
            "RandomBoolean" => Some(&[]),
            "Regex" => Some(&["regex"]),
            "Uuid" => Some(&["format"]),
            "Date" | "Time" | "DateTime" => Some(&["format", "expression"]),
            "ProviderState" => Some(&["expression", "dataType"]),
            "MockServerURL" => Some(&["regex", "example"]),
            _ => None,
        };
        let mut made = Object::new();
        made.insert("type", Json::String(name.clone()));
        for (key, value) in object.iter() {
            let is_parameter =
                known.map_or(key != "value" && key != MATCHER && key != GENERATOR, |keys| keys.contains(&key));
            if is_parameter && !value.is_null() {
                made.insert(key.to_owned(), value.clone());
            }
        }
        if name == "ProviderState" {
            let expression = made.get("expression").and_then(Json::as_str).unwrap_or_default();
            check_expression(expression).map_err(|reason| {
                self.error(format!("the `expression` of `ProviderState` cannot be read: {reason}"))
            })?;
        }
        Ok(Some(read_generator(&Json::Object(made))))
    }
}

/// A rule as a contract file has it.
fn parameters(name: &str, object: &Object<'static>) -> Json {
    let takes_value = matches!(name, "include" | "contentType" | "content-type");
    // Beside a generator, `min` and `max` are bounds of the value made, not of a size.
    let is_bounded = object.contains_key(GENERATOR);
    let is_parameter = |key: &str| match key {
        MATCHER | GENERATOR => false,
        "value" => takes_value,
        "min" | "max" => !is_bounded,
        _ => true,
    };
    let mut made = Object::new();
    made.insert("match", Json::from(name));
    for (key, value) in object.iter() {
        if is_parameter(key) && !value.is_null() {
            made.insert(key.to_owned(), value.clone());
        }
    }
    Json::Object(made)
}
