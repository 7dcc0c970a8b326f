//! A call for people: every message for itself, so that one that cannot be read does not hide the others.

use super::{Detail, DetailContent, End, Expected, Grpc};
use crate::body::Body;
use crate::generate::Generator;
use crate::json::Json;
use crate::message::Message;
use crate::protobuf::rule_paths::{settle_path, shown_path};
use crate::protobuf::{Error, Meaning, MessageType, Method, to_json};
use crate::rule_path::RulePath;
use crate::rules::BodyRules;
use std::cell::Cell;

/// A call held against its descriptors as far as its messages can be told. Verifying needs [`Grpc::resolve`].
#[derive(Debug, Clone)]
pub struct Reading<'g> {
    grpc: &'g Grpc,
    method: Method,
}

/// A message as people read it.
#[derive(Debug, Clone)]
pub struct Readable {
    /// The full name of its type.
    pub name: String,
    /// The fields that are on the wire, by their names in the `.proto`.
    pub json: Json,
    /// What may differ, by place in the JSON.
    pub rules: BodyRules,
    /// What is replaced when it is sent, by place in the JSON.
    pub generators: Vec<(RulePath, Generator)>,
    /// Its type, to find more places.
    kind: MessageType,
}

/// A message a status carries.
#[derive(Debug, Clone)]
pub struct Carried {
    /// The full name of its type.
    pub name: String,
    /// What it says; its bytes where the descriptors do not have its type.
    pub content: Result<Readable, Vec<u8>>,
}

impl Grpc {
    /// Finds the method in the descriptors; the error is why no message can be told.
    pub fn reading(&self) -> Result<Reading<'_>, Error> {
        let no_descriptors = || Error::NoDescriptors { key: self.descriptor_key.clone() };
        let pool = self.descriptors.as_ref().ok_or_else(no_descriptors)?.pool()?;
        Ok(Reading { method: pool.method(&self.method)?, grpc: self })
    }
}

impl Reading<'_> {
    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// One of the requests. `room` is how many characters may be shown, each value counting as a line, and shrinks by those of
    /// the message; it is used up by one that does not fit in.
    pub fn request(&self, index: usize, room: &Cell<usize>) -> Result<Readable, Error> {
        self.message(true, (index, self.grpc.requests.get(index)), room)
    }

    /// One of the [messages of the answer](Grpc::response_messages); `room` as for requests.
    pub fn response(&self, index: usize, room: &Cell<usize>) -> Result<Readable, Error> {
        self.message(false, (index, self.grpc.response_messages().get(index)), room)
    }

    fn message(
        &self,
        is_request: bool,
        (index, message): (usize, Option<&Message>),
        room: &Cell<usize>,
    ) -> Result<Readable, Error> {
        let message = message.ok_or_else(|| Error::Call(format!("there is no message {index}")))?;
        let kind = if is_request { self.method.input() } else { self.method.output() };
        let expected = self.grpc.expected(&self.method, is_request, (index, message))?;
        Readable::of(kind, &expected, &message.generators.body, room)
    }

    /// How the call ends.
    pub fn end(&self) -> Result<End, Error> {
        self.grpc.settled_end().map(|(end, _)| end)
    }

    /// The messages the status carries; `room` as for requests.
    pub fn details(&self, room: &Cell<usize>) -> Result<Vec<Carried>, Error> {
        let (end, from_metadata) = self.grpc.settled_end()?;
        let details = self.grpc.details(&self.method, &end, from_metadata)?;
        let read = |detail: Detail| {
            let content = match detail.content {
                DetailContent::Message(kind, expected) => Ok(Readable::of(&kind, &expected, &[], room)?),
                DetailContent::Bytes(bytes) => Err(bytes),
            };
            Ok(Carried { name: detail.name, content })
        };
        details.into_iter().map(read).collect()
    }
}

impl Readable {
    /// A body that is a message by the contract's own descriptors, in which these may differ and be replaced; `room` as for
    /// [requests](Reading::request).
    pub fn of_body(
        (body, meaning): (&Body, &Meaning),
        rules: &BodyRules,
        generators: &[(RulePath, Generator)],
        room: &Cell<usize>,
    ) -> Result<Self, Error> {
        let kind = meaning.message_type()?;
        Self::of(&kind, &Expected::read(&kind, (body, rules), None, None)?, generators, room)
    }

    fn of(
        kind: &MessageType,
        expected: &Expected,
        generators: &[(RulePath, Generator)],
        room: &Cell<usize>,
    ) -> Result<Self, Error> {
        let (schema, id) = (kind.schema(), kind.id());
        let json = to_json::message_within(schema, id, &expected.tree, room).ok_or(Error::TooLong)?;
        let shown = |path: &RulePath| shown_path(schema, id, path);
        let rules = BodyRules::compile(expected.rules.iter().map(|(path, set)| (shown(path), set.clone())));
        let generators = generators.iter().map(|(path, made)| (shown(&settle_path(schema, id, path)), made.clone()));
        let generators = generators.collect();
        Ok(Self { name: kind.full_name().to_owned(), json, rules, generators, kind: kind.clone() })
    }

    /// Where the place of a difference stands in the JSON.
    pub fn shown(&self, path: &RulePath) -> RulePath {
        shown_path(self.kind.schema(), self.kind.id(), &settle_path(self.kind.schema(), self.kind.id(), path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;
    use crate::pattern::{from_state, like, regex};
    use crate::protobuf::sample::shop;
    use serde_json::{Value, json};

    fn look(request: &Value, response: &Value) -> Grpc {
        let mut draft = Draft::new(&shop(), "shop.v1.Shop/Look").unwrap();
        draft.request(&Json::from(request)).unwrap();
        draft.response(&Json::from(response)).unwrap();
        draft.finish().unwrap()
    }

    #[test]
    fn rules_and_generators_stand_at_places_of_what_is_shown() {
        let request = json!({"name": from_state("${name}", "n"), "wrapped": from_state("${w}", "w")});
        let response = json!({"any": {"@type": "shop.v1.Item", "sku": regex("s.*", "s1")}, "wrapped": like("w")});
        let grpc = look(&request, &response);
        let reading = grpc.reading().unwrap();
        let room = Cell::new(10_000);
        let request = reading.request(0, &room).unwrap();
        let places: Vec<_> = request.generators.iter().map(|(path, _)| path.to_string()).collect();
        assert_eq!(places, ["$.name", "$.wrapped"]);
        let response = reading.response(0, &room).unwrap();
        assert_eq!(
            response.json.to_compact(),
            r#"{"any":{"@type":"type.googleapis.com/shop.v1.Item","sku":"s1"},"wrapped":"w"}"#
        );
        let places: Vec<_> = response.rules.iter().map(|(path, _)| path.to_string()).collect();
        assert_eq!(places, ["$.any.sku", "$.wrapped"]);
        let found = |text: &str| response.shown(&RulePath::parse(text).unwrap()).to_string();
        assert_eq!([found("$.any.value.sku"), found("$.wrapped.value")], ["$.any.sku", "$.wrapped"]);
    }

    #[test]
    fn a_message_that_cannot_be_read_does_not_hide_the_others() {
        let mut grpc = look(&json!({"name": "n"}), &json!({}));
        grpc.responses[0].contents.content = crate::body::Content::Bytes(vec![0x0a, 0x05]);
        let reading = grpc.reading().unwrap();
        let room = Cell::new(10_000);
        assert_eq!(reading.request(0, &room).unwrap().json.to_compact(), r#"{"name":"n"}"#);
        let said = reading.response(0, &room).unwrap_err().to_string();
        assert_eq!(said, "the message is cut off, at byte 2 of a `shop.v1.Everything`");
        grpc.descriptors = None;
        assert!(grpc.reading().unwrap_err().to_string().starts_with("the contract has no descriptors"));
    }

    #[test]
    fn what_is_shown_is_bounded_whatever_kind_of_value_it_is() {
        let many = |value: &Value| json!({"items": vec![value.clone(); 2_000]});
        let texts = json!({"tags": vec!["0123456789"; 2_000]});
        let extra = json!({"extra": {"a": vec![0; 2_000]}});
        let anys = json!({"any": {"@type": "shop.v1.Everything", "tags": vec![""; 2_000]}});
        let labels: serde_json::Map<_, _> = (0..2_000).map(|at| (at.to_string(), json!(""))).collect();
        for message in [many(&json!({})), texts, extra, anys, json!({"labels": labels})] {
            let grpc = look(&json!({}), &message);
            let reading = grpc.reading().unwrap();
            let shown = |room: usize| {
                let room = Cell::new(room);
                (reading.response(0, &room).map(|readable| readable.json.to_compact().len()), room.get())
            };
            assert_eq!(shown(2_000 * LINE_AT_LEAST), (Err(Error::TooLong), 0), "{message}");
            let (length, left) = shown(1_000_000);
            assert!(length.unwrap() < 1_000_000 - left, "{message}");
        }
    }

    /// What each of many values takes at least.
    const LINE_AT_LEAST: usize = 32;
}
