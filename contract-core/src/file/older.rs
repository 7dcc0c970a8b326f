//! Writing contracts as version 2 or 3, for tools that read nothing newer.
//!
//! What those versions have no place for is refused, with the interaction that holds it: a contract that lost something in
//! silence would be another contract.

use super::write::{insert_present, metadata, order, participant, state};
use super::{flat, generators};
use crate::body::{Body, Content, ContentType, Family, to_base64};
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
            object.insert("query", self.query(&request.query));
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

    /// Version 2 has the query as one text, version 3 as a map of lists.
    fn query(&self, query: &[(String, Vec<Option<String>>)]) -> Json {
        if self.version == OldVersion::V3 {
            return super::write::query(query);
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
mod tests {
    use super::*;
    use crate::file::{from_json, from_slice};

    const V4: &str = r#"{"consumer":{"name":"a"},"provider":{"name":"b"},"interactions":[{"type":"Synchronous/HTTP",
        "description":"x","providerStates":[{"name":"s"}],"request":{"method":"PUT","path":"/p","query":{"q":["1 2"]},
        "headers":{"A":["1","2"]},"body":{"content":{"n":[1]},"contentType":"application/json"},
        "matchingRules":{"body":{"$.n":{"matchers":[{"match":"type","min":1}]}},"query":{"q":{"matchers":[{"match":"regex","regex":".*"}]}}}},
        "response":{"status":201}}]}"#;

    fn v4(text: &str) -> Contract {
        from_slice(text.as_bytes(), "test").unwrap().contract
    }

    #[test]
    fn what_version_2_and_3_can_hold_is_written_and_read_back() {
        for version in [OldVersion::V2, OldVersion::V3] {
            let written = to_old_json(&v4(V4), version).unwrap();
            let read = from_json(&written, "test").unwrap().contract;
            let (request, _) = read.interactions[0].as_http().unwrap();
            assert_eq!(request.query, [("q".into(), vec![Some("1 2".into())])]);
            assert_eq!(request.rules, v4(V4).interactions[0].as_http().unwrap().0.rules);
            assert_eq!(to_old_json(&read, version).unwrap(), written);
        }
        let written = to_old_json(&v4(V4), OldVersion::V2).unwrap();
        insta::assert_snapshot!(written.get("interactions").unwrap().to_compact());
    }

    #[test]
    fn what_they_cannot_hold_is_refused_by_name() {
        let refused =
            |from: &str, to: &str, version| to_old_json(&v4(&V4.replace(from, to)), version).unwrap_err().to_string();
        let said = [
            refused(r#""name":"s""#, r#""name":"s","params":{"a":1}"#, OldVersion::V2),
            refused(r#""name":"s""#, r#""name":"""#, OldVersion::V2),
            refused(r#"{"match":"type","min":1}"#, r#"{"match":"integer"}"#, OldVersion::V2),
            refused(r#"{"match":"type","min":1}"#, r#"{"match":"semver"}"#, OldVersion::V3),
            refused(r#""description":"x""#, r#""description":"x","pending":true"#, OldVersion::V3),
            refused(r#""description":"x""#, r#""description":"x","key":"k""#, OldVersion::V3),
            refused("Synchronous/HTTP", "Synchronous/Messages", OldVersion::V3),
            refused(r#""A":["1","2"]"#, r#""Cookie":["1","2"]"#, OldVersion::V2),
            refused(
                r#"{"status":201}"#,
                r#"{"matchingRules":{"status":{"matchers":[{"match":"type"}]}}}"#,
                OldVersion::V2,
            ),
            refused(r#"{"status":201}"#, r#"{"matchingRules":{"fish":{"a":1}}}"#, OldVersion::V2),
            refused(
                r#"{"status":201}"#,
                r#"{"body":{"content":"a","contentType":"a/b","contentTypeHint":"TEXT"}}"#,
                OldVersion::V3,
            ),
        ];
        insta::assert_snapshot!(said.join("\n"));
    }

    #[test]
    fn what_would_be_read_as_something_else_is_refused_or_written_otherwise() {
        let request = |query: &str, headers: &str, rules: &str| {
            let request = format!(
                r#""request":{{"method":"GET","path":"/","query":{query},"headers":{headers},"matchingRules":{{{rules}}}}},"#
            );
            let (before, rest) = V4.split_once(r#""request":"#).unwrap();
            let (_, response) = rest.split_once(r#""response":"#).unwrap();
            v4(&format!(r#"{before}{request}"response":{response}"#))
        };
        let set = |more: &str| format!(r#"{{"matchers":[{{"match":"regex","regex":"[0-9]+"{more}}}]}}"#);
        let regex = set("");
        for (contract, keys) in [
            // A position, and a name that reads like one.
            (request(r#"{"a":["1"]}"#, "{}", &format!(r#""query":{{"a[0]":{regex}}}"#)), Some(&["$.query.a[0]"][..])),
            (request(r#"{"a[0]":["1"]}"#, "{}", &format!(r#""query":{{"a[0]":{regex}}}"#)), Some(&["$.query['a[0]']"])),
            (
                request("{}", r#"{"Vary":["1","2"]}"#, &format!(r#""header":{{"Vary[0]":{regex},"Vary[1]":{regex}}}"#)),
                Some(&["$.headers.Vary[0]", "$.headers.Vary[1]"]),
            ),
            (request(r#"{"a":["1"]}"#, "{}", &format!(r#""query":{{"a[*]":{regex}}}"#)), Some(&["$.query.a[*]"])),
            (request(r#"{"a":["1"]}"#, "{}", &format!(r#""query":{{"a":{regex},"a[*]":{regex}}}"#)), None),
            (request(r#"{"a":["1"]}"#, "{}", &format!(r#""query":{{"']\"]":{regex}}}"#)), None),
            (request("{}", "{}", &format!(r#""metadata":{{"a":{regex},"b":{regex}}}"#)), None),
            (request("{}", r#"{"A":["1","2"]}"#, &format!(r#""header":{{"A":{regex}}}"#)), None),
            (request("{}", "{}", &format!(r#""path":{}"#, set(r#","matchers":[{"match":"type"}]"#))), None),
        ] {
            let stated = contract.interactions[0].as_http().unwrap().0;
            match (to_old_json(&contract, OldVersion::V2), keys) {
                (Ok(written), Some(keys)) => {
                    let read = from_json(&written, "test").unwrap().contract;
                    let rules = &read.interactions[0].as_http().unwrap().0.rules;
                    assert_eq!(rules.sets().count(), stated.rules.sets().count());
                    assert!(stated.query.iter().all(|(name, _)| rules.for_query(name).is_some()), "{rules:?}");
                    let text = written.to_compact();
                    assert!(keys.iter().all(|key| text.contains(&format!(r#""{key}":"#))), "{text}");
                }
                (Err(error), None) => assert!(error.what.len() < 100, "{error}"),
                (other, _) => panic!("{:?}: {other:?}", stated.rules),
            }
        }
    }

    #[test]
    fn a_body_of_another_type_than_its_header_is_refused() {
        for (stated, version) in [("text/plain", OldVersion::V2), ("application/octet-stream", OldVersion::V3)] {
            let response = format!(
                r#"{{"headers":{{"Content-Type":["{stated}"]}},"body":{{"content":{{"a":1}},"contentType":"application/json"}}}}"#
            );
            let contract = v4(&V4.replace(r#"{"status":201}"#, &response));
            let said = to_old_json(&contract, version).unwrap_err().what;
            assert_eq!(said, format!("a body of type `application/json` beside the type `{stated}`"));
        }
    }

    #[test]
    fn bodies_and_generators_that_would_be_read_as_others_are_refused() {
        for response in [
            r#"{"body":{"content":"AAH/","encoded":"base64"}}"#,
            r#"{"body":{"content":"6Q==","contentType":"text/plain","encoded":"base64"}}"#,
            r#"{"body":{"content":"abcd","contentType":"application/octet-stream","encoded":false}}"#,
            r#"{"body":{"content":"{\"a\":1}","contentType":"application/json","encoded":false}}"#,
            r#"{"body":{"content":"a"},"generators":{"body":{"$":{"type":"MockServerURL","regex":".*"}}}}"#,
            r#"{"body":{"content":"a"},"generators":{"body":{"$":{"type":"Uuid","format":"simple"}}}}"#,
        ] {
            let contract = v4(&V4.replace(r#"{"status":201}"#, response));
            assert!(to_old_json(&contract, OldVersion::V3).is_err(), "{response}");
        }
        let no_value = v4(&V4.replace(r#""q":["1 2"]"#, r#""q":[]"#));
        let written = to_old_json(&no_value, OldVersion::V2).unwrap();
        assert_eq!(written.get("interactions").unwrap().to_compact().matches(r#""query":"q""#).count(), 1);
    }

    #[test]
    fn types_of_bodies_and_lists_of_headers_are_kept() {
        let picture = r#"{"headers":{"Set-Cookie":["a=1","b=2"]},
            "body":{"content":"/9j/4AAQ","contentType":"image/jpeg","encoded":"base64"}}"#;
        let contract = v4(&V4.replace(r#"{"status":201}"#, picture));
        let read = from_json(&to_old_json(&contract, OldVersion::V3).unwrap(), "test").unwrap().contract;
        let (_, response) = read.interactions[0].as_http().unwrap();
        let (_, stated) = contract.interactions[0].as_http().unwrap();
        assert_eq!(response.body.content, stated.body.content);
        assert_eq!(response.headers.first("content-type"), Some("image/jpeg"));
        assert_eq!(response.headers.get("set-cookie").unwrap(), ["a=1", "b=2"]);
    }
}
