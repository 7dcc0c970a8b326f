//! One expected message, held against its type.

use crate::body::Body;
use crate::json::{Json, Value};
use crate::protobuf::decode::decode;
use crate::protobuf::node::Fields;
use crate::protobuf::{Error, MessageType, rule_paths};
use crate::rules::BodyRules;

/// One expected message.
#[derive(Debug)]
pub(crate) struct Expected {
    pub(crate) bytes: Vec<u8>,
    pub(crate) tree: Fields<'static>,
    pub(crate) rules: BodyRules,
    /// The fields the consumer named, as the contract states them for other tools.
    pub(crate) named: Option<Json>,
}

impl Expected {
    pub(crate) fn read(
        kind: &MessageType,
        (contents, rules): (&Body, &BodyRules),
        own: Option<BodyRules>,
        named: Option<Json>,
    ) -> Result<Self, Error> {
        let bytes = contents.to_bytes().unwrap_or_default().into_owned();
        let tree = decode(kind.schema(), kind.id(), &bytes).map_err(|error| error.of(kind.full_name()))?.into_owned();
        let rules = rule_paths::settle(kind.schema(), kind.id(), rules, &own.unwrap_or_default());
        let named = named.filter(Value::is_container);
        Ok(Self { bytes, tree, rules, named })
    }
}
