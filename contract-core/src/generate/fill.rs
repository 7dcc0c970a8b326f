//! Fills the places of a request, response or message with what their generators make.

use super::maker::Maker;
use super::{Context, Error, Generator, Generators, place};
use crate::body::{Body, Content};
use crate::http::{Headers, Request, Response};
use crate::json::Json;
use crate::message::Message;
use crate::mismatch::Place;
use crate::rule::{Rule, Variant};
use crate::rule_path::{RulePath, Step};
use crate::rules::BodyRules;
use std::borrow::Cow;

/// The request to send: `request` itself when there is nothing to make.
pub fn generate_request<'r>(request: &'r Request, context: &Context) -> Result<Cow<'r, Request>, Error> {
    let generators = &request.generators;
    if !generators.any_runs(&request.rules.body, context) {
        return Ok(Cow::Borrowed(request));
    }
    let mut filler = Filler { context, maker: Maker::new(context) };
    let mut made = request.clone();
    filler.text(&mut made.method, generators.method.as_ref(), &Place::Method)?;
    filler.text(&mut made.path, generators.path.as_ref(), &Place::Path)?;
    for (key, generator) in filler.running(&generators.query) {
        let place = Place::Query(key.clone());
        let mut at = filler.maker.at(generator, &place);
        for value in place::in_query(&mut made.query, key) {
            *value = at.text()?;
        }
    }
    filler.headers(&mut made.headers, &generators.header)?;
    filler.body(&mut made.body, &generators.body, &request.rules.body)?;
    Ok(Cow::Owned(made))
}

/// The response to answer with: `response` itself when there is nothing to make.
pub fn generate_response<'r>(response: &'r Response, context: &Context) -> Result<Cow<'r, Response>, Error> {
    let generators = &response.generators;
    if !generators.any_runs(&response.rules.body, context) {
        return Ok(Cow::Borrowed(response));
    }
    let mut filler = Filler { context, maker: Maker::new(context) };
    let mut made = response.clone();
    if let Some(generator) = &generators.status {
        made.status = filler.maker.at(generator, &Place::Status).status()?.unwrap_or(made.status);
    }
    filler.headers(&mut made.headers, &generators.header)?;
    filler.body(&mut made.body, &generators.body, &response.rules.body)?;
    Ok(Cow::Owned(made))
}

/// The message to hand on: `message` itself when there is nothing to make.
pub fn generate_message<'m>(message: &'m Message, context: &Context) -> Result<Cow<'m, Message>, Error> {
    let generators = &message.generators;
    if !generators.any_runs(&message.rules.body, context) {
        return Ok(Cow::Borrowed(message));
    }
    let mut filler = Filler { context, maker: Maker::new(context) };
    let mut made = message.clone();
    for (key, generator) in filler.running(&generators.metadata) {
        let place = Place::Metadata(key.clone());
        let mut at = filler.maker.at(generator, &place);
        place::in_metadata(&mut made.metadata, key, &mut |value| {
            *value = at.value()?.unwrap_or_else(|| value.clone());
            Ok(())
        })?;
    }
    filler.body(&mut made.contents, &generators.body, &message.rules.body)?;
    Ok(Cow::Owned(made))
}

impl Generators {
    fn any_runs(&self, rules: &BodyRules, context: &Context) -> bool {
        let whole = [&self.path, &self.method, &self.status].into_iter().flatten();
        let named = self.query.iter().chain(&self.header).chain(&self.metadata).map(|(_, generator)| generator);
        let body = self.body.iter().map(|(_, generator)| generator);
        whole.chain(named).chain(body).any(|generator| context.runs(generator)) || any_variant_runs(rules, context)
    }
}

fn any_variant_runs(rules: &BodyRules, context: &Context) -> bool {
    variants(rules).any(|(_, variant)| {
        variant.generators.iter().any(|(_, generator)| context.runs(generator))
            || any_variant_runs(&variant.rules, context)
    })
}

/// The kinds of items lists must contain, with the lists' paths.
fn variants(rules: &BodyRules) -> impl Iterator<Item = (&RulePath, &Variant)> {
    rules.iter().flat_map(|(path, set)| {
        let lists = set.rules.iter().filter_map(|rule| match rule {
            Rule::ArrayContains(variants) => Some(variants),
            _ => None,
        });
        lists.flatten().map(move |variant| (path, variant))
    })
}

struct Filler<'c> {
    context: &'c Context,
    maker: Maker<'c>,
}

impl Filler<'_> {
    /// Those that make a value here, so that nothing is added for the others.
    fn running<'g>(&self, named: &'g [(String, Generator)]) -> Vec<&'g (String, Generator)> {
        named.iter().filter(|(_, generator)| self.context.runs(generator)).collect()
    }

    fn text(&mut self, text: &mut String, generator: Option<&Generator>, place: &Place) -> Result<(), Error> {
        if let Some(generator) = generator
            && let Some(made) = self.maker.at(generator, place).text()?
        {
            *text = made;
        }
        Ok(())
    }

    fn headers(&mut self, headers: &mut Headers, generators: &[(String, Generator)]) -> Result<(), Error> {
        for (key, generator) in self.running(generators) {
            let place = Place::Header(key.clone());
            let mut at = self.maker.at(generator, &place);
            for value in place::in_headers(headers, key) {
                *value = at.text()?.unwrap_or_default();
            }
        }
        Ok(())
    }

    fn body(&mut self, body: &mut Body, generators: &[(RulePath, Generator)], rules: &BodyRules) -> Result<(), Error> {
        match &mut body.content {
            Content::Json(json) => {
                self.json(json, generators, "$")?;
                self.variants(json, rules, "$")
            }
            Content::Text(text) => {
                let whole = generators.iter().find(|(path, _)| path.steps().is_empty());
                self.text(text, whole.map(|(_, generator)| generator), &Place::Body("$".to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// Outer places first, so that a value made for a place inside them stays; of places at one depth those with wildcards.
    fn json(&mut self, json: &mut Json, generators: &[(RulePath, Generator)], root: &str) -> Result<(), Error> {
        let is_named = |step: &&Step| matches!(step, Step::Field(_) | Step::Index(_));
        let mut sorted: Vec<_> = generators.iter().filter(|(_, generator)| self.context.runs(generator)).collect();
        sorted.sort_by_key(|(path, _)| (path.steps().len(), path.steps().iter().filter(is_named).count(), path));
        for (path, generator) in sorted {
            let place = Place::Body(below(root, path));
            let mut at = self.maker.at(generator, &place);
            place::each_in_json(json, path.steps(), &mut |value| {
                if let Some(made) = at.value()? {
                    *value = made;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Items of the kinds a list must contain, which stand where their templates do.
    fn variants(&mut self, json: &mut Json, rules: &BodyRules, root: &str) -> Result<(), Error> {
        for (path, variant) in variants(rules) {
            let root = format!("{}[{}]", below(root, path), variant.index);
            place::each_in_json(json, path.steps(), &mut |list| {
                let Json::Array(items) = list else { return Ok(()) };
                let Some(item) = items.get_mut(variant.index) else { return Ok(()) };
                self.json(item, &variant.generators, &root)?;
                self.variants(item, &variant.rules, &root)
            })?;
        }
        Ok(())
    }
}

/// The path as it continues the one to its root.
fn below(root: &str, path: &RulePath) -> String {
    format!("{root}{}", &path.to_string()[1..])
}
