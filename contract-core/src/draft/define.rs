//! A message written as JSON with patterns, taken apart.

use crate::generate::Generator;
use crate::json::Json;
use crate::protobuf::{Error, MessageType};
use crate::rule_path::RulePath;
use crate::rules::RuleSet;

/// A message as a test defines it, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Defined {
    /// The example's bytes: the fields that were named and no others, also where they have their defaults.
    pub bytes: Vec<u8>,
    /// What may differ, by place; in the names and paths every tool understands.
    pub rules: Vec<(RulePath, RuleSet)>,
    /// What may differ and only we can apply, such as a pattern on a whole timestamp.
    pub finer: Vec<(RulePath, RuleSet)>,
    /// What is replaced when the message is sent.
    pub generators: Vec<(RulePath, Generator)>,
    /// The fields that were named, for other tools.
    pub expectations: Json,
}

impl MessageType {
    /// Takes a message apart that is written as JSON, with patterns anywhere in it.
    pub fn define(&self, _message: &Json) -> Result<Defined, Error> {
        Err(Error::Call("not there yet".to_owned()))
    }
}
