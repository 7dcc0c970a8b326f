//! Requests and responses whose values are made when they are prepared for use.

use super::payload::{self, REQUEST, RESPONSE};
use super::row::row;
use super::{Said, Step};
use crate::conformance::part::{Kind, Part};
use crate::conformance::world::World;
use abide_contract_core::body::{Body, Content};
use abide_contract_core::generate::{self, Context, Generator, Generators, Mode};
use abide_contract_core::http::Headers;
use abide_contract_core::json::{self, Json, Kind as JsonKind, Value};
use abide_contract_core::rule::{Format, Regex, date};
use abide_contract_core::rule_path::{RulePath, Step as PathStep};
use anyhow::{Context as _, Result, bail, ensure};

/// What is configured, how it is to be prepared, and what came of it.
#[derive(Default)]
pub(in crate::conformance) struct Generating {
    request: Option<Part>,
    response: Option<Part>,
    mode: Option<Mode>,
    /// What was prepared last, before and after.
    prepared: Option<(Part, Part)>,
}

pub(super) const STEPS: &[Step] = &[
    Step { sentence: "a request configured with the following generators:", run: configure_request },
    Step { sentence: "a response configured with the following generators:", run: configure_response },
    Step { sentence: "the generator test mode is set as {string}", run: set_mode },
    Step { sentence: "the request is prepared for use", run: prepare_request },
    Step { sentence: "the request is prepared for use with a(n) {string} context:", run: prepare_request },
    Step { sentence: "the response is prepared for use", run: prepare_response },
    Step { sentence: "the response is prepared for use with a(n) {string} context:", run: prepare_response },
    Step { sentence: "the body value for {string} will have been replaced with a(n) {string}", run: is_now_a },
    Step { sentence: "the body value for {string} will have been replaced with {string}", run: is_now },
    Step { sentence: "the request {string} will be set as {string}", run: is_set },
    Step { sentence: "the response {string} will be set as {string}", run: is_set },
    Step { sentence: "the request {string} will match {string}", run: fits },
    Step { sentence: "the response {string} will match {string}", run: fits },
    Step { sentence: "the request {string} will not be {string}", run: is_other },
    Step { sentence: "the response {string} will not be {string}", run: is_other },
];

fn configure_request(world: &mut World, said: &Said<'_>) -> Result<()> {
    let row = row(said.table, &REQUEST)?;
    world.generating.request = Some(payload::expected(Kind::Request, &row, &world.suite)?);
    Ok(())
}

fn configure_response(world: &mut World, said: &Said<'_>) -> Result<()> {
    let row = row(said.table, &RESPONSE)?;
    world.generating.response = Some(payload::expected(Kind::Response, &row, &world.suite)?);
    Ok(())
}

fn set_mode(world: &mut World, said: &Said<'_>) -> Result<()> {
    world.generating.mode = Some(match said.value(0)? {
        "Consumer" => Mode::Consumer,
        "Provider" => Mode::Provider,
        other => bail!("nobody knows the mode `{other}`"),
    });
    Ok(())
}

fn prepare_request(world: &mut World, said: &Said<'_>) -> Result<()> {
    let before = world.generating.request.clone().context("no request is configured")?;
    prepare(world, before, said)
}

fn prepare_response(world: &mut World, said: &Said<'_>) -> Result<()> {
    let before = world.generating.response.clone().context("no response is configured")?;
    prepare(world, before, said)
}

fn prepare(world: &mut World, before: Part, said: &Said<'_>) -> Result<()> {
    let context = context(world.generating.mode.unwrap_or(Mode::Consumer), said)?;
    let after = match &before {
        Part::Request(request) => Part::Request(Box::new(generate::generate_request(request, &context)?.into_owned())),
        Part::Response(response) => {
            Part::Response(Box::new(generate::generate_response(response, &context)?.into_owned()))
        }
        Part::Message(message) => Part::Message(Box::new(generate::generate_message(message, &context)?.into_owned())),
    };
    world.generating.prepared = Some((before, after));
    Ok(())
}

/// What values are made from: a table holds the one context the sentence names.
fn context(mode: Mode, said: &Said<'_>) -> Result<Context> {
    let mut context = Context::consumer();
    context.mode = mode;
    let Ok(name) = said.value(0) else { return Ok(context) };
    let cell = said.table.iter().flatten().next().context("the step needs a table with the context")?;
    let stated = json::parse(cell.as_bytes()).context("the context")?.into_owned();
    let stated = stated.as_object().context("the context is an object")?;
    match name {
        "providerState" => context.values = stated.clone(),
        "mockServer" => {
            let url = stated.get("href").or_else(|| stated.get("url")).and_then(Value::as_str);
            context = context.mock_server(url.context("the mock server has no `href`")?);
        }
        other => bail!("nobody knows the context `{other}`"),
    }
    Ok(context)
}

impl Generating {
    fn before(&self) -> Result<&Part> {
        Ok(&self.prepared.as_ref().context("nothing was prepared")?.0)
    }

    fn after(&self) -> Result<&Part> {
        Ok(&self.prepared.as_ref().context("nothing was prepared")?.1)
    }
}

fn body(part: &Part) -> &Body {
    match part {
        Part::Request(request) => &request.body,
        Part::Response(response) => &response.body,
        Part::Message(message) => &message.contents,
    }
}

fn generators(part: &Part) -> &Generators {
    match part {
        Part::Request(request) => &request.generators,
        Part::Response(response) => &response.generators,
        Part::Message(message) => &message.generators,
    }
}

/// The value at a path in the body, which must not be the one that was there before.
fn replaced<'w>(world: &'w World, path: &RulePath) -> Result<&'w Json> {
    let value = at(body(world.generating.after()?), path)?;
    let before = at(body(world.generating.before()?), path)?;
    ensure!(value != before, "it is still {}", typed(before));
    Ok(value)
}

fn at<'b>(body: &'b Body, path: &RulePath) -> Result<&'b Json> {
    let Content::Json(whole) = &body.content else { bail!("the body is no JSON") };
    let found = path.steps().iter().try_fold(whole, |value, step| match step {
        PathStep::Field(key) => value.get(key),
        PathStep::Index(index) => value.as_array()?.get(*index),
        PathStep::Star | PathStep::StarIndex => None,
    });
    found.with_context(|| format!("the body has nothing at {path}"))
}

fn typed(value: &Json) -> String {
    match value {
        Value::String(text) => format!("'{text}' (String)"),
        other => format!("{} ({})", other.to_compact(), other.kind()),
    }
}

fn is_now(world: &mut World, said: &Said<'_>) -> Result<()> {
    let value = replaced(world, &RulePath::parse(said.value(0)?)?)?;
    ensure!(value.to_text() == said.value(1)?, "it is {}", typed(value));
    Ok(())
}

fn is_now_a(world: &mut World, said: &Said<'_>) -> Result<()> {
    let (path, what) = (RulePath::parse(said.value(0)?)?, said.value(1)?);
    let value = replaced(world, &path)?;
    let of_regex = || {
        let found = generators(world.generating.before()?).body.iter().find(|(at, _)| *at == path);
        match found {
            Some((_, Generator::Regex { regex })) => Ok(Regex::new(regex)?.matches(&value.to_text())),
            _ => bail!("no expression is configured for {path}"),
        }
    };
    let text = value.as_str().unwrap_or_default();
    let is_one = match what {
        "integer" => value.kind() == JsonKind::Integer,
        "decimal number" => value.kind() == JsonKind::Decimal,
        "boolean" => value.kind() == JsonKind::Boolean,
        "hexadecimal number" => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "random string" => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        "string from the regex" => of_regex()?,
        "date" => Format::parse(date::DEFAULT_DATE)?.matches(text),
        "time" => Format::parse(date::DEFAULT_TIME)?.matches(text),
        "date-time" => Format::parse(generate::date::DEFAULT_DATETIME)?.matches(text),
        other => is_uuid(text, other)?,
    };
    ensure!(is_one, "{} is no {what}", typed(value));
    Ok(())
}

/// Whether a text is a UUID of the form that is named.
fn is_uuid(text: &str, what: &str) -> Result<bool> {
    let hyphenated = |digit: &str| format!("{digit}{{8}}-({digit}{{4}}-){{3}}{digit}{{12}}");
    let (lower, upper) = ("[0-9a-f]", "[0-9A-F]");
    let regex = match what {
        "UUID" | "lower-case-hyphenated UUID" => hyphenated(lower),
        "upper-case-hyphenated UUID" => hyphenated(upper),
        "simple UUID" => format!("{lower}{{32}}"),
        "URN UUID" => format!("urn:uuid:{}", hyphenated(lower)),
        other => bail!("nobody knows what a `{other}` is"),
    };
    Ok(Regex::new(&regex)?.matches(text))
}

/// A part by its name in the suite: `path`, `status`, `header[X-TEST]`, `queryParameter[v1]`, `body`.
fn named(part: &Part, name: &str) -> Result<String> {
    let (place, key) = match name.strip_suffix(']').and_then(|name| name.split_once('[')) {
        Some((place, key)) => (place, key),
        None => (name, ""),
    };
    let found = match (part, place) {
        (Part::Request(request), "method") => Some(request.method.clone()),
        (Part::Request(request), "path") => Some(request.path.clone()),
        (Part::Request(request), "queryParameter" | "query") => {
            let values = request.query.iter().find(|(name, _)| name == key);
            values.map(|(_, values)| values.iter().flatten().cloned().collect::<Vec<_>>().join(", "))
        }
        (Part::Request(request), "header") => joined(&request.headers, key),
        (Part::Response(response), "header") => joined(&response.headers, key),
        (Part::Response(response), "status") => Some(response.status.to_string()),
        (part, "body") => body(part).to_bytes().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        _ => bail!("nobody knows the part `{name}`"),
    };
    found.with_context(|| format!("there is no {name}"))
}

fn joined(headers: &Headers, name: &str) -> Option<String> {
    headers.get(name).map(|values| values.join(", "))
}

fn is_set(world: &mut World, said: &Said<'_>) -> Result<()> {
    let value = named(world.generating.after()?, said.value(0)?)?;
    ensure!(value == said.value(1)?, "it is '{value}'");
    Ok(())
}

fn fits(world: &mut World, said: &Said<'_>) -> Result<()> {
    let value = named(world.generating.after()?, said.value(0)?)?;
    ensure!(Regex::new(said.value(1)?)?.matches(&value), "it is '{value}'");
    Ok(())
}

fn is_other(world: &mut World, said: &Said<'_>) -> Result<()> {
    let value = named(world.generating.after()?, said.value(0)?)?;
    ensure!(value != said.value(1)?, "it is");
    Ok(())
}
