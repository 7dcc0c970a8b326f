//! What a contract says the bytes of a body mean: a message, by descriptors the contract holds.

use super::Descriptors;
use std::sync::Arc;

/// A body is a message of a type. How the message is named is kept as the file has it, see `Meaning::message_type` (feature
/// `protobuf`).
#[derive(Debug, Clone, Default)]
pub struct Meaning {
    /// The message's name: `.pkg.M`, `pkg.M`, `M`; empty where the contract does not say.
    pub message: String,
    /// The identity of the descriptors in the contract.
    pub descriptor_key: String,
    /// What the message is made of; `None` when the contract has nothing under the key.
    pub descriptors: Option<Arc<Descriptors>>,
}

impl PartialEq for Meaning {
    /// The key is the descriptors' identity, wherever they are found.
    fn eq(&self, other: &Self) -> bool {
        (&self.message, &self.descriptor_key) == (&other.message, &other.descriptor_key)
    }
}

/// Whether two spellings may be the name of one message: one of them may leave the package open.
pub(crate) fn may_be_same(left: &str, right: &str) -> bool {
    let (left, right) = (left.trim_start_matches('.'), right.trim_start_matches('.'));
    let ends_in = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.ends_with('.'));
    left == right || ends_in(left, right) || ends_in(right, left)
}

#[cfg(feature = "protobuf")]
pub(crate) use message::Tree;

#[cfg(feature = "protobuf")]
mod message {
    use super::Meaning;
    use crate::body::Content;
    use crate::generate::{self, Context, Generator};
    use crate::json::Json;
    use crate::mismatch::Place;
    use crate::protobuf::decode::decode;
    use crate::protobuf::node::Fields;
    use crate::protobuf::{Error, MessageType, fill, rule_paths};
    use crate::rule_path::RulePath;
    use crate::rules::BodyRules;

    /// A message, to be looked into.
    pub(crate) struct Tree {
        kind: MessageType,
        fields: Fields<'static>,
    }

    impl Tree {
        /// Whether there is something at the path of a rule.
        pub(crate) fn has(&mut self, path: &RulePath) -> bool {
            path.steps().is_empty() || fill::has(&self.kind, &mut self.fields, path)
        }
    }

    impl Meaning {
        /// The message, where it can be read.
        pub(crate) fn tree(&self, bytes: &[u8]) -> Option<Tree> {
            let kind = self.message_type().ok()?;
            let fields = decode(kind.schema(), kind.id(), bytes).ok()?.into_owned();
            Some(Tree { kind, fields })
        }

        /// The message's type; the error is why the body cannot be read.
        pub fn message_type(&self) -> Result<MessageType, Error> {
            if self.message.is_empty() {
                return Err(Error::Call("the contract does not say which message it is".to_owned()));
            }
            let no_descriptors = || Error::NoDescriptors { key: self.descriptor_key.clone() };
            self.descriptors.as_ref().ok_or_else(no_descriptors)?.pool()?.message_named(&self.message)
        }

        /// The message as JSON, for people.
        pub fn to_json(&self, bytes: &[u8]) -> Result<Json, Error> {
            self.message_type()?.to_json(bytes)
        }

        /// Puts generated values into a body; one that cannot be read stays as it is.
        pub(crate) fn fill(
            &self,
            body: &mut Content,
            (generators, rules): (&[(RulePath, Generator)], &BodyRules),
            context: &Context,
        ) -> Result<(), generate::Error> {
            let bytes = match &*body {
                Content::Text(text) => text.as_bytes(),
                Content::Bytes(bytes) => bytes,
                Content::Missing | Content::Empty | Content::Null | Content::Json(_) => return Ok(()),
            };
            let Some(Tree { kind, fields }) = self.tree(bytes) else { return Ok(()) };
            let rules = rule_paths::settle(kind.schema(), kind.id(), rules, &BodyRules::default());
            let place = |path: &RulePath| Place::Body(path.to_string());
            if let Some(made) = fill::fill(&kind, (&fields, generators, &rules), &place, context)? {
                *body = Content::Bytes(made);
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_leave_its_package_open() {
        for (left, right, same) in [
            (".demo.v1.Reply", "demo.v1.Reply", true),
            (".demo.v1.Reply", "Reply", true),
            ("v1.Reply", ".demo.v1.Reply", true),
            (".demo.v1.Reply", "ply", false),
            (".demo.v1.Reply", ".demo.v2.Reply", false),
            (".demo.v1.Reply", "", false),
        ] {
            assert_eq!(may_be_same(left, right), same, "{left} {right}");
        }
    }
}
