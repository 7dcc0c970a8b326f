//! Writing contracts as version 2 or 3, for tools that read nothing newer.
//!
//! What those versions have no place for is refused, with the interaction that holds it: a contract that lost something in
//! silence would be another contract.

use super::write::{insert_present, metadata, order, participant, state};
use super::{flat, generators};
use crate::body::{Body, Content, ContentType, Family, form, to_base64};
use crate::contract::Contract;
use crate::http::{Headers, Request, Response};
use crate::interaction::{Exchange, Interaction};
use crate::json::{Json, Number, Object, Value};
use crate::matching::{is_list_header as is_list, is_single_header as is_single};
use crate::message::Message;
use crate::rule::Rule;
use crate::rules::Rules;

/// A version of the format older than the one we write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldVersion {
    /// 2.0.0: HTTP, with the rules `type` and `regex`.
    V2,
    /// 3.0.0: HTTP or messages, with generators and the rules up to that version.
    V3,
}

/// What an older version has no place for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("version {version} of the format cannot hold {what}, which interaction \"{interaction}\" has")]
pub struct CannotHold {
    /// The version, as it would be stated.
    pub version: &'static str,
    /// What it cannot hold.
    pub what: String,
    /// The interaction's description.
    pub interaction: String,
}

impl OldVersion {
    fn stated(self) -> &'static str {
        match self {
            Self::V2 => "2.0.0",
            Self::V3 => "3.0.0",
        }
    }

    fn has_rule(self, rule: &Rule) -> bool {
        match rule {
            Rule::Type { .. } | Rule::Regex(_) => true,
            Rule::NotEmpty
            | Rule::Semver
            | Rule::StatusCode(_)
            | Rule::ArrayContains(_)
            | Rule::EachKey(_)
            | Rule::EachValue(_)
            | Rule::Unknown { .. } => false,
            _ => self == Self::V3,
        }
    }
}

/// A contract as the text of a file of an older version.
pub fn to_old_text(contract: &Contract, version: OldVersion) -> Result<String, CannotHold> {
    to_old_json(contract, version).map(|file| file.to_pretty() + "\n")
}

/// A contract as JSON of an older version.
pub fn to_old_json(contract: &Contract, version: OldVersion) -> Result<Json, CannotHold> {
    let mut file = contract.extra.clone();
    file.insert("consumer", participant(&contract.consumer));
    file.insert("provider", participant(&contract.provider));
    file.insert("metadata", Value::Object(metadata(contract, version.stated())));
    let mut sorted: Vec<_> = contract.interactions.iter().collect();
    sorted.sort_by_cached_key(|interaction| order(interaction));
    let is_message = |interaction: &&Interaction| matches!(interaction.exchange, Exchange::Message(_));
    let holds_messages = sorted.iter().any(is_message);
    let list = if holds_messages { "messages" } else { "interactions" };
    let write = |interaction: &Interaction| {
        let writer = Writer { version, interaction };
        if holds_messages && !is_message(&interaction) {
            return Err(writer.refuse("messages and HTTP in one file"));
        }
        writer.interaction()
    };
    file.insert(list, Value::Array(sorted.into_iter().map(write).collect::<Result<_, _>>()?));
    Ok(Value::Object(file))
}

struct Writer<'c> {
    version: OldVersion,
    interaction: &'c Interaction,
}

impl Writer<'_> {
    fn refuse(&self, what: impl Into<String>) -> CannotHold {
        let interaction = self.interaction.description.clone();
        CannotHold { version: self.version.stated(), what: what.into(), interaction }
    }

    /// A field nobody knows, where this version has a value without fields.
    fn refuse_unknown(&self, of: &str, field: Option<&str>) -> CannotHold {
        self.refuse(format!("the field `{}` of {of}", field.unwrap_or_default()))
    }

    fn interaction(&self) -> Result<Json, CannotHold> {
        let interaction = self.interaction;
        let mut object = interaction.extra.clone();
        object.insert("description", Value::string(interaction.description.clone()));
        if self.version == OldVersion::V2 && object.contains_key("providerState") {
            return Err(self.refuse("states in two fields"));
        }
        self.states(&mut object)?;
        if interaction.pending {
            return Err(self.refuse("`pending`"));
        }
        if interaction.key.is_some() {
            return Err(self.refuse("a `key`"));
        }
        if !interaction.comments.is_empty() {
            return Err(self.refuse("comments"));
        }
        match &interaction.exchange {
            Exchange::Http(http) => {
                object.insert("request", self.request(&http.request)?);
                object.insert("response", self.response(&http.response)?);
            }
            Exchange::Message(message) if self.version == OldVersion::V3 => self.message(message, &mut object)?,
            other => return Err(self.refuse(format!("interactions of type `{}`", other.kind()))),
        }
        Ok(Value::Object(object))
    }

    fn states(&self, object: &mut Object<'static>) -> Result<(), CannotHold> {
        let unknown = self.interaction.states.iter().find_map(|state| state.extra.keys().next());
        match (self.version, self.interaction.states.as_slice()) {
            (_, []) => {}
            (OldVersion::V3, states) => {
                object.insert("providerStates", Value::Array(states.iter().map(state).collect()));
            }
            (OldVersion::V2, _) if unknown.is_some() => {
                return Err(self.refuse_unknown("a provider state", unknown));
            }
            (OldVersion::V2, [state]) if state.name.is_empty() => {
                return Err(self.refuse("a provider state without a name"));
            }
            (OldVersion::V2, [state]) if state.params.is_empty() => {
                object.insert("providerState", Value::string(state.name.clone()));
            }
            (OldVersion::V2, [_]) => return Err(self.refuse("parameters of a provider state")),
            (OldVersion::V2, _) => return Err(self.refuse("more than one provider state")),
        }
        Ok(())
    }

    fn request(&self, request: &Request) -> Result<Json, CannotHold> {
        let mut object = request.extra.clone();
        object.insert("method", Value::string(request.method.to_uppercase()));
        object.insert("path", Value::string(request.path.clone()));
        if !request.query.is_empty() {
            object.insert("query", self.query(request));
        }
        let is_name = |category: &str, name: &str| match category {
            "query" => request.query.iter().any(|(known, _)| known == name),
            _ => request.headers.get(name).is_some(),
        };
        let parts = [
            ("headers", self.headers(&request.headers, &request.body, &request.rules)?),
            ("body", self.body(&request.body, request.headers.first("content-type"))?),
            ("matchingRules", self.rules(&request.rules, is_name)?),
            ("generators", self.generators(generators::write(&request.generators))?),
        ];
        insert_present(&mut object, parts);
        Ok(Value::Object(object))
    }

    fn response(&self, response: &Response) -> Result<Json, CannotHold> {
        let mut object = response.extra.clone();
        object.insert("status", Value::Number(Number::from(response.status)));
        let parts = [
            ("headers", self.headers(&response.headers, &response.body, &response.rules)?),
            ("body", self.body(&response.body, response.headers.first("content-type"))?),
            ("matchingRules", self.rules(&response.rules, |_, name| response.headers.get(name).is_some())?),
            ("generators", self.generators(generators::write(&response.generators))?),
        ];
        insert_present(&mut object, parts);
        Ok(Value::Object(object))
    }

    fn message(&self, message: &Message, object: &mut Object<'static>) -> Result<(), CannotHold> {
        let mut metadata = message.metadata.clone();
        if crate::message::stated_type(&metadata).is_none()
            && let Some(content_type) = &message.contents.content_type
        {
            metadata.insert("contentType", Value::string(content_type.clone()));
        }
        let parts = [
            ("contents", self.body(&message.contents, crate::message::stated_type(&message.metadata))?),
            ("metadata", Some(Value::Object(metadata))),
            ("matchingRules", self.rules(&message.rules, |_, _| false)?),
            ("generators", self.generators(generators::write(&message.generators))?),
        ];
        insert_present(object, parts);
        Ok(())
    }

    /// Version 2 has the query as one text, which that of version 1 is as it stands; version 3 has a map of lists.
    fn query(&self, request: &Request) -> Json {
        let query = &request.query;
        if self.version == OldVersion::V3 {
            return super::write::query(query);
        }
        if let Some(exact) = request.exact_query.as_ref().filter(|exact| form::parse(exact) == *query) {
            return Value::string(exact.clone());
        }
        let encode =
            |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        let pair = |name: &str, value: &Option<String>| match value {
            Some(value) => format!("{}={}", encode(name), encode(value)),
            None => encode(name),
        };
        let pairs = query.iter().flat_map(|(name, values)| match values.as_slice() {
            [] => vec![encode(name)],
            values => values.iter().map(|value| pair(name, value)).collect(),
        });
        Value::string(pairs.collect::<Vec<_>>().join("&"))
    }

    /// Headers, among them the type stated with the body, which has no other place. Version 3 has lists of values.
    fn headers(&self, stated: &Headers, body: &Body, rules: &Rules) -> Result<Option<Json>, CannotHold> {
        let mut written = Object::new();
        for (name, values) in stated.iter() {
            let value = match values {
                [value] => Value::string(value.clone()),
                _ if self.version == OldVersion::V3 => {
                    Value::Array(values.iter().cloned().map(Value::string).collect())
                }
                [_, _, ..] if is_single(name) => {
                    return Err(self.refuse(format!("several values of the header `{name}`")));
                }
                // One text of them all would be judged as one value.
                [_, _, ..] if !is_list(name) && rules.for_header(name).is_some() => {
                    return Err(self.refuse(format!("several values of the header `{name}` under rules")));
                }
                _ => Value::string(values.join(", ")),
            };
            written.insert(name.to_owned(), value);
        }
        if let (None, Some(content_type)) = (stated.get("content-type"), &body.content_type)
            && body.content != Content::Missing
        {
            written.insert("Content-Type", Value::string(content_type.clone()));
        }
        Ok((!written.is_empty()).then_some(Value::Object(written)))
    }

    fn body(&self, body: &Body, stated: Option<&str>) -> Result<Option<Json>, CannotHold> {
        if !body.extra.is_empty() {
            return Err(self.refuse_unknown("a body", body.extra.keys().next()));
        }
        if body.hint.is_some() {
            return Err(self.refuse("a `contentTypeHint`"));
        }
        if let (Some(stated), Some(own)) = (stated, &body.content_type)
            && body.content != Content::Missing
            && ContentType::parse(stated).essence != ContentType::parse(own).essence
        {
            return Err(self.refuse(format!("a body of type `{own}` beside the type `{stated}`")));
        }
        let stated = stated.or(body.content_type.as_deref());
        let family = stated.map(|text| ContentType::parse(text).family());
        let written = match &body.content {
            Content::Missing => None,
            Content::Empty => Some(Value::string("")),
            Content::Null => Some(Value::Null),
            Content::Json(Value::String(_)) if family != Some(Family::Json) => {
                return Err(self.refuse("a body that is a JSON string without a JSON content type"));
            }
            Content::Json(value) => Some(value.clone()),
            Content::Text(text) => Some(Value::string(text.clone())),
            Content::Bytes(bytes) if self.version == OldVersion::V3 => Some(Value::string(to_base64(bytes))),
            Content::Bytes(_) => return Err(self.refuse("a binary body")),
        };
        match written {
            Some(value) if super::body::bare(&value, stated) != body.content => {
                Err(self.refuse("a body that would be read as another one under its content type"))
            }
            written => Ok(written),
        }
    }

    fn generators(&self, generators: Option<Json>) -> Result<Option<Json>, CannotHold> {
        match (self.version, generators) {
            (OldVersion::V2, Some(_)) => Err(self.refuse("generators")),
            (_, Some(generators)) if has_new_generator(&generators) => {
                Err(self.refuse("the generator `MockServerURL`, or the `format` of a `Uuid`"))
            }
            (_, generators) => Ok(generators),
        }
    }

    /// Rules; `is_name` says whether the part itself has a header or parameter of just this name.
    fn rules(&self, rules: &Rules, is_name: impl Fn(&str, &str) -> bool) -> Result<Option<Json>, CannotHold> {
        if let Some((_, rule)) = rules
            .sets()
            .flat_map(|(part, _, set)| set.rules.iter().map(move |rule| (part, rule)))
            .find(|(_, rule)| !self.version.has_rule(rule))
        {
            return Err(self.refuse(format!("the rule `{}`", rule.name())));
        }
        if self.version == OldVersion::V3 {
            return Ok(super::rules::write(rules));
        }
        flat::write(rules, is_name).map_err(|what| self.refuse(what))
    }
}

/// Whether there is a generator, or a part of one, that version 3 does not have.
fn has_new_generator(generators: &Json) -> bool {
    match generators {
        Value::Array(items) => items.iter().any(has_new_generator),
        Value::Object(object) => match object.get("type").and_then(Value::as_str) {
            Some("MockServerURL") => true,
            Some("Uuid") => object.contains_key("format"),
            _ => object.iter().any(|(_, value)| has_new_generator(value)),
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests;
