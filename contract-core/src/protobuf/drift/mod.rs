//! Drift: where the messages a provider has now differ from those a contract was written with.
//!
//! Two sides that differ here may still pass every example of a contract, and misread each other tomorrow. A [`Comparison`]
//! takes in the methods a contract calls, each beside the provider's own description of it, and finds what differs in them
//! and in every message and enum that can be reached from them. What a provider has added is no drift, unless it cannot do
//! without it. Messages inside a `google.protobuf.Any` are not reached: only their bytes say which they are.
//!
//! `reach` finds what belongs together, `field` and `enumeration` compare it, `encoding` knows what types look like in bytes.

mod encoding;
mod enumeration;
mod field;
mod reach;
#[cfg(test)]
mod tests;

use super::nearest::nearest;
use super::{CallKind, Method, Pool};
use prost_reflect::{MessageDescriptor, MethodDescriptor};
use reach::Reach;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One difference between a contract's descriptors and the provider's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// What differs: `shop.v1.Shop/Buy`, `shop.v1.Item.sku` or `shop.v1.Colour.RED`.
    pub element: String,
    /// In which respect.
    pub change: Change,
    /// What the contract says.
    pub contract: String,
    /// What the provider says; `None` where it has nothing of the kind.
    pub provider: Option<String>,
    /// What becomes of it on the wire.
    pub effect: String,
    /// The methods it concerns, `package.Service/Method`, sorted.
    pub methods: Vec<String>,
}

/// In which respect two descriptions differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Change {
    /// The provider has no such method.
    MethodMissing,
    /// Other sides of the method stream.
    StreamingKind,
    /// The method takes another message.
    RequestType,
    /// The method returns another message.
    ResponseType,
    /// The provider has no such field.
    FieldMissing,
    /// The provider needs a field the contract does not have.
    FieldRequired,
    /// The field has another number.
    FieldNumber,
    /// The field with the number has another name.
    FieldName,
    /// The field has another type.
    FieldType,
    /// The field holds another number of values, or need not be set, or must be.
    FieldLabel,
    /// The field is set together with others, or no longer is.
    OneofMembership,
    /// The provider has no such value.
    EnumValueMissing,
    /// The value has another number.
    EnumValueNumber,
    /// The number stands for a value of another name.
    EnumValueName,
}

impl Change {
    /// Every change.
    pub const ALL: [Self; 14] = [
        Self::MethodMissing,
        Self::StreamingKind,
        Self::RequestType,
        Self::ResponseType,
        Self::FieldMissing,
        Self::FieldRequired,
        Self::FieldNumber,
        Self::FieldName,
        Self::FieldType,
        Self::FieldLabel,
        Self::OneofMembership,
        Self::EnumValueMissing,
        Self::EnumValueNumber,
        Self::EnumValueName,
    ];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::MethodMissing => "method-missing",
            Self::StreamingKind => "streaming-kind",
            Self::RequestType => "request-type",
            Self::ResponseType => "response-type",
            Self::FieldMissing => "field-missing",
            Self::FieldRequired => "field-required",
            Self::FieldNumber => "field-number",
            Self::FieldName => "field-name",
            Self::FieldType => "field-type",
            Self::FieldLabel => "field-label",
            Self::OneofMembership => "oneof-membership",
            Self::EnumValueMissing => "enum-value-missing",
            Self::EnumValueNumber => "enum-value-number",
            Self::EnumValueName => "enum-value-name",
        }
    }

    /// What the contract's and the provider's words are about.
    fn verb(self) -> &'static str {
        match self {
            Self::RequestType => "takes",
            Self::ResponseType => "returns",
            Self::FieldNumber | Self::EnumValueNumber => "has the number",
            Self::FieldName | Self::EnumValueName => "is named",
            Self::FieldType => "has the type",
            _ => "is",
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Drift {
    /// Both sides in a sentence, without the effect.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { element, contract, .. } = self;
        let Some(provider) = &self.provider else {
            return write!(f, "`{element}`, {contract} in the contract, is missing at the provider");
        };
        let verb = self.change.verb();
        write!(f, "`{element}` {verb} {contract} in the contract and {provider} at the provider")
    }
}

/// Methods of contracts, held against the provider's.
#[derive(Debug, Default)]
pub struct Comparison {
    reach: Reach,
    found: Found,
}

impl Comparison {
    /// Takes in a method a contract calls; `provider` is what the provider says of the method's service, `None` when it does
    /// not know it.
    pub fn add(&mut self, method: &Method, provider: Option<&Pool>) {
        let name = format!("{}/{}", method.service(), method.name());
        match counterpart(method, provider) {
            Ok(theirs) => self.compare(method.descriptor(), &theirs, &name),
            Err(effect) => self.note(&name, Change::MethodMissing, (kind(method.descriptor()), None), &effect),
        }
    }

    fn compare(&mut self, ours: &MethodDescriptor, theirs: &MethodDescriptor, name: &str) {
        if kind(ours) != kind(theirs) {
            let effect = "one side sends or awaits more messages than the other: the call fails, or messages are lost";
            self.note(name, Change::StreamingKind, (kind(ours), Some(kind(theirs))), effect);
        }
        for (change, ours, theirs) in [
            (Change::RequestType, ours.input(), theirs.input()),
            (Change::ResponseType, ours.output(), theirs.output()),
        ] {
            let quoted = |message: &MessageDescriptor| format!("`{}`", message.full_name());
            if ours.full_name() != theirs.full_name() {
                self.note(name, change, (&quoted(&ours), Some(&quoted(&theirs))), encoding::NAME_NOT_SENT);
            }
            self.reach.messages(&ours, &theirs, name, change == Change::RequestType);
        }
    }

    fn note(&mut self, method: &str, change: Change, (contract, provider): (&str, Option<&str>), effect: &str) {
        let difference = Difference {
            change,
            element: method.to_owned(),
            contract: contract.to_owned(),
            provider: provider.map(str::to_owned),
            effect: effect.to_owned(),
        };
        self.found.add(difference, &BTreeSet::from([method.to_owned()]));
    }

    /// What differs, sorted by what it is about.
    pub fn finish(self) -> Vec<Drift> {
        let Self { reach, mut found } = self;
        for (ours, theirs, way) in reach.pairs_of_messages() {
            field::compare(ours, theirs, way, &mut found);
        }
        for (ours, theirs, way) in reach.pairs_of_enums() {
            enumeration::compare(ours, theirs, way, &mut found);
        }
        found.into_drifts()
    }
}

/// The provider's method of the same name; the error is what becomes of calls without one.
fn counterpart(method: &Method, provider: Option<&Pool>) -> Result<MethodDescriptor, String> {
    let Some(service) = provider.and_then(|pool| pool.reflect().get_service_by_name(method.service())) else {
        return Err("the provider does not describe the service, so calls should end with UNIMPLEMENTED".to_owned());
    };
    service.methods().find(|theirs| theirs.name() == method.name()).ok_or_else(|| {
        let names: Vec<_> = service.methods().map(|method| method.name().to_owned()).collect();
        let near = nearest(method.name(), names.iter().map(String::as_str));
        let near = if near.is_empty() { String::new() } else { format!("; it has `{}`", near.join("` and `")) };
        format!("calls end with UNIMPLEMENTED{near}")
    })
}

fn kind(method: &MethodDescriptor) -> &'static str {
    match CallKind::of(method.is_client_streaming(), method.is_server_streaming()) {
        CallKind::Unary => "unary",
        CallKind::ServerStreaming => "server streaming",
        CallKind::ClientStreaming => "client streaming",
        CallKind::Bidirectional => "bidirectional",
    }
}

/// How a message is come by: in which methods, and on which side of them.
#[derive(Debug, Clone, Default)]
struct Way {
    methods: BTreeSet<String>,
    in_requests: bool,
    in_responses: bool,
}

impl Way {
    /// What becomes of both directions, of those there are.
    fn effect(&self, in_requests: &str, in_responses: &str) -> String {
        match (self.in_requests, self.in_responses) {
            (true, true) if in_requests != in_responses => format!("{in_requests}, and {in_responses}"),
            (true, _) => in_requests.to_owned(),
            (false, _) => in_responses.to_owned(),
        }
    }
}

/// One difference in a method, message or enum.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Difference {
    element: String,
    change: Change,
    contract: String,
    provider: Option<String>,
    effect: String,
}

/// The differences so far, each with the methods it concerns.
#[derive(Debug, Default)]
struct Found(BTreeMap<Difference, BTreeSet<String>>);

impl Found {
    fn add(&mut self, difference: Difference, methods: &BTreeSet<String>) {
        self.0.entry(difference).or_default().extend(methods.iter().cloned());
    }

    fn into_drifts(self) -> Vec<Drift> {
        let drift = |(Difference { element, change, contract, provider, effect }, methods): (_, BTreeSet<String>)| {
            let methods = methods.into_iter().collect();
            Drift { element, change, contract, provider, effect, methods }
        };
        self.0.into_iter().map(drift).collect()
    }
}
