//! Fills the places of a request, response or message with what their generators make.

use super::body::{self, Job};
use super::maker::Maker;
use super::{Context, Error, Generator, Generators, nested, place};
use crate::body::Body;
use crate::http::{Headers, Request, Response};
use crate::message::Message;
use crate::mismatch::Place;
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
    let stated = request.headers.first("content-type");
    filler.body((&mut made.body, stated), &generators.body, &request.rules.body)?;
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
    let stated = response.headers.first("content-type");
    filler.body((&mut made.body, stated), &generators.body, &response.rules.body)?;
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
    filler.body((&mut made.contents, message.content_type()), &generators.body, &message.rules.body)?;
    Ok(Cow::Owned(made))
}

impl Generators {
    fn any_runs(&self, rules: &BodyRules, context: &Context) -> bool {
        let whole = [&self.path, &self.method, &self.status].into_iter().flatten();
        let named = self.query.iter().chain(&self.header).chain(&self.metadata).map(|(_, generator)| generator);
        let body = self.body.iter().map(|(_, generator)| generator);
        whole.chain(named).chain(body).any(|generator| context.runs(generator))
            || nested::of_rules(rules).iter().any(|(_, generator)| context.runs(generator))
    }
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

    /// Outer places first, so that a value made for a place inside them stays; of places at one depth those with wildcards.
    fn body(
        &mut self,
        (body, stated): (&mut Body, Option<&str>),
        generators: &[(RulePath, Generator)],
        rules: &BodyRules,
    ) -> Result<(), Error> {
        #[cfg(feature = "protobuf")]
        if let Some(meaning) = &body.meaning {
            return meaning.fill(&mut body.content, (generators, rules), self.context);
        }
        let nested = nested::of_rules(rules);
        let all = generators.iter().chain(&nested).filter(|(_, generator)| self.context.runs(generator));
        let mut placed: Vec<_> =
            all.map(|(path, generator)| (path, generator, Place::Body(path.to_string()))).collect();
        let is_named = |step: &&Step| matches!(step, Step::Field(_) | Step::Index(_));
        placed.sort_by_key(|(path, ..)| (path.steps().len(), path.steps().iter().filter(is_named).count(), *path));
        let jobs: Vec<_> =
            placed.iter().map(|(path, generator, place)| Job { steps: path.steps(), generator, place }).collect();
        let stated = body.content_type.as_deref().or(stated);
        body::fill((&mut body.content, stated), &jobs, &mut self.maker, 0)
    }
}
