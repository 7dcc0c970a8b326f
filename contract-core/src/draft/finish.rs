//! A draft, put together into the shape contract files have.

use super::{Defined, Draft, Part, expectation, metadata};
use crate::body::{Body, Content};
use crate::grpc::{Code, End, Extension, Grpc, script_fault};
use crate::json::{Json, Object};
use crate::message::Message;
use crate::protobuf::{Error, MessageType, MethodName};
use crate::rules::BodyRules;

pub(super) fn finish(draft: Draft) -> Result<Grpc, Error> {
    check_counts(&draft)?;
    if let Some(reason) = script_fault(&draft.script, (draft.requests.len(), draft.responses.len())) {
        return Err(Error::Call(reason));
    }
    let expectations = expectations(&draft);
    let mut extension = Extension {
        kind: Some(draft.method.kind()),
        stream: draft.stream.clone(),
        script: draft.script.clone(),
        deadline: draft.deadline,
        strict_presence: draft.strict_presence,
        ..Extension::default()
    };
    (extension.request_rules, extension.request_named) = own(&draft.requests, 1);
    (extension.response_rules, extension.response_named) = own(&draft.responses, 1);
    (extension.detail_rules, extension.detail_named) = own(draft.details.iter().map(|(_, defined)| defined), 0);
    if draft.repeats {
        extension.stream.repeat = Some(draft.responses.len() - 1);
    }
    extension.end.details = draft.details.iter().map(|(kind, defined)| message(kind, defined)).collect();
    let mut requests: Vec<_> = draft.requests.iter().map(|defined| message(draft.method.input(), defined)).collect();
    if let Some(first) = requests.first_mut() {
        draft.request_metadata.into_iter().for_each(|line| line.put_into(first));
    }
    let output = draft.method.output();
    let mut responses: Vec<_> = draft.responses.iter().map(|defined| message(output, defined)).collect();
    end(draft.status, output, &mut responses, &mut extension.end);
    for (line, part) in draft.response_metadata {
        match part {
            Part::Either => {}
            Part::Headers => extension.headers.push(line.name.clone()),
            Part::Trailers => drop(extension.end.trailers.insert(line.name.clone(), Json::string(line.value.clone()))),
        }
        line.put_into(first_or_bare(&mut responses));
    }
    extension.headers.sort();
    extension.headers.dedup();
    Ok(Grpc {
        method: MethodName::new(format!(".{}/{}", draft.method.service(), draft.method.name())),
        descriptor_key: draft.descriptors.key().to_owned(),
        descriptors: Some(draft.descriptors),
        expectations: Some(expectations),
        requests,
        responses,
        extension: Some(extension),
        not_understood: None,
        extra: Object::new(),
    })
}

fn check_counts(draft: &Draft) -> Result<(), Error> {
    let (kind, path) = (draft.method.kind(), draft.method.path());
    let code = draft.status.as_ref().map_or(Code::OK, |(code, _)| *code);
    let fault = |text: String| Err(Error::Call(text));
    match (draft.requests.len(), draft.responses.len()) {
        (0, _) => fault(format!("`{path}` needs a request message")),
        (requests @ 2.., _) if !kind.client_streams() => {
            fault(format!("`{path}` takes one request message, but {requests} are defined"))
        }
        (_, responses @ 2..) if !kind.server_streams() => {
            fault(format!("`{path}` answers one message, but {responses} are defined"))
        }
        (_, 1) if !kind.server_streams() && code != Code::OK => {
            fault(format!("`{path}` answers one message or the status {code}, not both"))
        }
        (_, 0) if !kind.server_streams() && code == Code::OK => {
            fault(format!("`{path}` needs a response message, or another status than OK"))
        }
        (_, 0) if draft.repeats => fault("there is no response message to repeat".to_owned()),
        _ if code == Code::OK && !draft.details.is_empty() => fault("the status OK carries no details".to_owned()),
        _ => Ok(()),
    }
}

/// A message as contract files have it.
fn message(kind: &MessageType, defined: &Defined) -> Message {
    let content_type = content_type(kind);
    let mut message = Message {
        contents: body(Content::Bytes(defined.bytes.clone()), &content_type),
        metadata: [("contentType", Json::string(content_type))].into_iter().collect(),
        ..Message::default()
    };
    message.rules.body = BodyRules::compile(defined.rules.iter().cloned());
    message.generators.body.clone_from(&defined.generators);
    message
}

fn content_type(kind: &MessageType) -> String {
    format!("application/protobuf;message=.{}", kind.full_name())
}

fn body(content: Content, content_type: &str) -> Body {
    Body { hint: Some("BINARY".to_owned()), ..Body::new(content, Some(content_type.to_owned())) }
}

/// The rules of messages that only we can apply, and the fields named in messages other tools are not told about, which are
/// those behind the first `told`, where that cannot be seen from their bytes.
type Own = (Vec<(usize, BodyRules)>, Vec<(usize, Json)>);

fn own<'d>(messages: impl IntoIterator<Item = &'d Defined>, told: usize) -> Own {
    let (mut rules, mut named) = (Vec::new(), Vec::new());
    for (index, defined) in messages.into_iter().enumerate() {
        if !defined.finer.is_empty() {
            rules.push((index, BodyRules::compile(defined.finer.iter().cloned())));
        }
        if index >= told && has_empty(&defined.expectations) {
            named.push((index, defined.expectations.clone()));
        }
    }
    (rules, named)
}

fn has_empty(value: &Json) -> bool {
    match value {
        Json::Array(items) => items.is_empty() || items.iter().any(has_empty),
        Json::Object(object) => object.is_empty() || object.iter().any(|(_, value)| has_empty(value)),
        _ => false,
    }
}

/// How the call ends: beside the first message where there is one, otherwise in its place, as other tools have it.
fn end(
    status: Option<(Code, Option<crate::pattern::Parts>)>,
    output: &MessageType,
    responses: &mut Vec<Message>,
    end: &mut End,
) {
    let Some((code, text)) = status else { return };
    let text = text.map(|parts| {
        let set = parts.rules.into_iter().find(|(path, _)| path.steps().is_empty());
        (parts.example.to_text().into_owned(), set)
    });
    if responses.is_empty() && code != Code::OK {
        let content_type = content_type(output);
        let mut metadata = Object::new();
        metadata.insert("grpc-status", Json::string(code.to_string()));
        if let Some((text, _)) = &text {
            metadata.insert("grpc-message", Json::string(text.clone()));
        }
        metadata.insert("contentType", Json::string(content_type.clone()));
        let contents = body(Content::Bytes(Vec::new()), &content_type);
        responses.push(Message { contents, metadata, ..Message::default() });
    } else {
        end.code = Some(code);
        end.message = text.as_ref().map(|(text, _)| text.clone());
    }
    if let Some((_, Some((_, set)))) = text {
        first_or_bare(responses).rules.metadata.push(("grpc-message".to_owned(), set));
    }
}

/// The item that holds the answer's metadata; where there is no message, one without contents.
fn first_or_bare(responses: &mut Vec<Message>) -> &mut Message {
    if responses.is_empty() {
        responses.push(Message::default());
    }
    &mut responses[0]
}

/// What other tools are told about the fields named.
fn expectations(draft: &Draft) -> Json {
    let mut object = Object::new();
    for (key, messages) in [("request", &draft.requests), ("response", &draft.responses)] {
        if let Some(first) = messages.first() {
            object.insert(key, first.expectations.clone());
        }
    }
    if let Some(lines) = metadata::stated(draft.request_metadata.iter()) {
        object.insert("requestMetadata", lines);
    }
    let mut answer = match metadata::stated(draft.response_metadata.iter().map(|(line, _)| line)) {
        Some(Json::Object(lines)) => lines,
        _ => Object::new(),
    };
    if let Some((code, text)) =
        draft.status.as_ref().filter(|(code, _)| draft.responses.is_empty() && *code != Code::OK)
    {
        answer.insert("grpc-status", Json::string(code.to_string()));
        if let Some(text) = text {
            answer.insert("grpc-message", expectation::of_value(text));
        }
    }
    if !answer.is_empty() {
        object.insert("responseMetadata", Json::Object(answer));
    }
    Json::Object(object)
}
