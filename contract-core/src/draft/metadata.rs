//! Metadata of a call being written.

use super::expectation;
use crate::body::from_base64;
use crate::generate::Generator;
use crate::grpc::is_own;
use crate::json::{Json, Object};
use crate::message::Message;
use crate::pattern::Parts;
use crate::protobuf::Error;
use crate::rules::RuleSet;

/// One name with its value.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) name: String,
    pub(super) value: String,
    set: Option<RuleSet>,
    generator: Option<Generator>,
    /// The value as other tools want it stated.
    stated: Json,
}

impl Line {
    pub(super) fn new(name: &str, parts: Parts) -> Result<Self, Error> {
        let name = name.to_ascii_lowercase();
        let fault = |text: String| Err(Error::Call(text));
        let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
        if name.is_empty() || !name.bytes().all(is_letter) {
            return fault(format!("`{name}` is no name for metadata: letters, digits and `-_.` are"));
        }
        if is_own(&name) {
            return fault(format!("the metadata `{name}` is the protocol's own"));
        }
        if parts.example.is_container() || parts.example.is_null() {
            return fault(format!("the metadata `{name}` needs a text, but it is {}", parts.example));
        }
        let value = parts.example.to_text().into_owned();
        if name.ends_with("-bin") && from_base64(&value).is_none() {
            return fault(format!("the metadata `{name}` needs base64, but it is `{value}`"));
        }
        if !value.bytes().all(|byte| (0x20..=0x7e).contains(&byte)) {
            return fault(format!(
                "the metadata `{name}` has letters that are not ASCII; `-bin` metadata can hold any"
            ));
        }
        let stated = expectation::of_value(&parts);
        let is_root = |steps: usize| steps == 0;
        let set = parts.rules.into_iter().find(|(path, _)| is_root(path.steps().len())).map(|(_, set)| set);
        let generator = parts.generators.into_iter().find(|(path, _)| is_root(path.steps().len()));
        Ok(Self { name, value, set, generator: generator.map(|(_, generator)| generator), stated })
    }

    /// Why it cannot stand beside another line of its name; values without patterns at one place can, and are joined.
    pub(super) fn fault_beside(&self, known: &Self, is_elsewhere: bool) -> Option<Error> {
        let is_made = |line: &Self| line.set.is_some() || line.generator.is_some();
        let reason = match () {
            () if self.name != known.name => return None,
            () if is_elsewhere => "is said to come in two places",
            () if is_made(self) || is_made(known) => "is said twice, which it cannot be with a pattern",
            () => return None,
        };
        Some(Error::Call(format!("the metadata `{}` {reason}", self.name)))
    }

    /// Puts the line into a message; values of one name are joined.
    pub(super) fn put_into(self, message: &mut Message) {
        let value = match message.metadata.get(&self.name).and_then(Json::as_str) {
            Some(known) => format!("{known},{}", self.value),
            None => self.value,
        };
        message.metadata.insert(self.name.clone(), Json::string(value));
        if let Some(set) = self.set {
            message.rules.metadata.push((self.name.clone(), set));
        }
        if let Some(generator) = self.generator {
            message.generators.metadata.push((self.name, generator));
        }
    }
}

/// The lines as other tools want them stated.
pub(super) fn stated<'l>(lines: impl Iterator<Item = &'l Line>) -> Option<Json> {
    let mut stated = Object::new();
    for line in lines {
        let value = match stated.get(&line.name).and_then(Json::as_str) {
            Some(known) => Json::string(format!("{known},{}", line.stated.to_text())),
            None => line.stated.clone(),
        };
        stated.insert(line.name.clone(), value);
    }
    (!stated.is_empty()).then_some(Json::Object(stated))
}
