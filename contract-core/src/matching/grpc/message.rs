//! One message against another of its type, field by field.
//!
//! | field | the consumer named it | it is not on the wire |
//! |---|---|---|
//! | whose default means not being set | with its default | passes |
//! | | with another value | fails: `0 (field not set)` |
//! | | under a rule | the rule is held against the default; `notEmpty` fails, and every rule where presence is strict |
//! | that can be set to its default: `optional`, messages, members of a oneof, proto2 | in any way | fails |
//! | list or map | empty | passes |
//!
//! Contracts the plugin of other tools has written are judged as it does: there every field that is not on the wire counts as
//! its default, and lists the contract does not state are passed over.

#![expect(
    clippy::too_many_arguments,
    reason = "a walk hands on both sides, the rules, the place and what is known of the field"
)]

use super::super::ExtraKeys;
use super::super::body::compare_values;
use super::super::location::Location;
use super::named::Named;
use crate::grpc::Expected;
use crate::json::Value;
use crate::mismatch::{Difference, Mismatch, Place, RuleOrigin};
use crate::protobuf::decode::decode;
use crate::protobuf::node::{Fields, Node};
use crate::protobuf::schema::{Field, Kind, Message, Schema, Shape, TypeId};
use crate::protobuf::to_json;
use crate::protobuf::well_known::WellKnown;
use crate::rule::Rule;
use crate::rules::Live;

/// How many values one comparison may look at to find variants and messages in any order.
pub(super) const MOST_TRIES: usize = 10_000_000;

/// What is done with fields nobody expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sides {
    /// They are differences: requests.
    Strict,
    /// They pass: responses.
    Lax,
}

/// How messages are compared with one expected message.
#[derive(Clone, Copy)]
pub(super) struct Verdict<'c> {
    pub(super) schema: &'c Schema,
    pub(super) id: TypeId,
    pub(super) sides: Sides,
    /// Whether the contract was written by the plugin of other tools.
    pub(super) is_plugin: bool,
    pub(super) strict_presence: bool,
}

impl Verdict<'_> {
    /// Every difference; paths begin with `prefix`.
    pub(super) fn differences(&self, expected: &Expected, actual: &Fields<'_>, prefix: &str) -> Vec<Mismatch> {
        let mut mismatches = Vec::new();
        self.walk(expected, actual, prefix, Some(&mut mismatches), &mut MOST_TRIES.clone());
        mismatches
    }

    /// Whether there is none; `tries` counts down.
    pub(super) fn is_met(&self, expected: &Expected, actual: &Fields<'_>, tries: &mut usize) -> bool {
        !self.walk(expected, actual, "", None, tries)
    }

    fn walk(
        &self,
        expected: &Expected,
        actual: &Fields<'_>,
        prefix: &str,
        mismatches: Option<&mut Vec<Mismatch>>,
        tries: &mut usize,
    ) -> bool {
        // The plugin takes a message without fields for one that says nothing.
        if self.is_plugin && expected.bytes.is_empty() {
            return false;
        }
        let mut walk = Walk { verdict: *self, prefix, mismatches, differs: false, tries: *tries };
        let named = Named::of(expected.named.as_ref());
        walk.message(self.id, (&expected.tree, actual), &expected.rules.start(), &Location::Root, named);
        *tries = walk.tries;
        walk.differs
    }
}

pub(super) struct Walk<'c, 'm> {
    pub(super) verdict: Verdict<'c>,
    prefix: &'m str,
    /// Where differences go; nowhere when it is only asked whether there are any.
    pub(super) mismatches: Option<&'m mut Vec<Mismatch>>,
    /// Whether there was a difference.
    pub(super) differs: bool,
    /// How many more values may be looked at.
    pub(super) tries: usize,
}

type Pair<'w, 'e, 'a> = (&'w Fields<'e>, &'w Fields<'a>);

impl<'c> Walk<'c, '_> {
    pub(super) fn message(
        &mut self,
        id: TypeId,
        (expected, actual): Pair<'_, '_, '_>,
        live: &Live<'_>,
        at: &Location<'_>,
        named: Named<'_>,
    ) {
        self.tries = self.tries.saturating_sub(1);
        if self.mismatches.is_none() && (self.differs || self.tries == 0) {
            self.differs = true;
            return;
        }
        let kind = self.verdict.schema.message(id);
        for (position, node) in expected.iter() {
            let field = &kind.fields[position as usize];
            let (below, here) = (live.field(&field.name), Location::Field(at, &field.name));
            match (field.shape, actual.get(position)) {
                (Shape::Single, Some(found)) => {
                    self.single(field.kind, (node, found), &below, &here, named.field(&field.name));
                }
                (Shape::Single, None) => self.absent((kind, field), (node, actual), &below, &here, named),
                (_, found) => self.container(field, (Some(node), found), &below, &here, named),
            }
        }
        for (_, field, found) in stated_empty(kind, named, (expected, actual)) {
            let (below, here) = (live.field(&field.name), Location::Field(at, &field.name));
            self.container(field, (None, Some(found)), &below, &here, named);
        }
        if self.verdict.sides == Sides::Strict {
            self.unexpected(kind, (expected, actual), at, named);
        }
    }

    /// A value that is there on both sides.
    pub(super) fn single(
        &mut self,
        kind: Kind,
        (expected, actual): (&Node<'_>, &Node<'_>),
        live: &Live<'_>,
        at: &Location<'_>,
        named: Named<'_>,
    ) {
        let (Some(id), Node::Message(expected), Node::Message(actual)) = (kind.message(), expected, actual) else {
            return self.leaf(kind, (expected, actual), live, at, false);
        };
        let known = self.verdict.schema.message(id).known;
        match known {
            WellKnown::Any => self.any((expected, actual), live, at),
            _ if known.is_json() => self.json(id, (expected, actual), live, at),
            _ if known.is_text() && is_text(live) => self.text(known, (expected, actual), live, at),
            _ => self.message(id, (expected, actual), live, at, named),
        }
    }

    /// Timestamps and the like, as texts.
    fn text(&mut self, known: WellKnown, (expected, actual): Pair<'_, '_, '_>, live: &Live<'_>, at: &Location<'_>) {
        let read = |fields: &Fields<'_>| match to_json::text_of(known, fields) {
            Some(text) => Node::Text(text.into()),
            None => Node::Text(format!("{fields:?}").into()),
        };
        self.leaf(Kind::Text, (&read(expected), &read(actual)), live, at, false);
    }

    fn json(&mut self, id: TypeId, (expected, actual): Pair<'_, '_, '_>, live: &Live<'_>, at: &Location<'_>) {
        let extra = match self.verdict.sides {
            Sides::Strict => ExtraKeys::Rejected,
            Sides::Lax => ExtraKeys::Allowed,
        };
        let read = |fields: &Fields<'_>| to_json::json_of(self.verdict.schema, id, fields);
        for found in compare_values((&read(expected), &read(actual)), live, at, extra) {
            let Place::Body(path) = found.place else { continue };
            self.push(path, found.difference, found.rule);
        }
    }

    /// What an `Any` holds is compared as a message where its type is known, under the path of `value`.
    fn any(&mut self, (expected, actual): Pair<'_, '_, '_>, live: &Live<'_>, at: &Location<'_>) {
        let schema = self.verdict.schema;
        let (wanted, found) = (to_json::any_url(expected), to_json::any_url(actual));
        let (url, value) = (Location::Field(at, "type_url"), Location::Field(at, "value"));
        let bare = |url: &str| url.rsplit('/').next().unwrap_or(url).to_owned();
        let has_rule = live.field("type_url").applying().is_some_and(|(_, inherited)| !inherited);
        if has_rule || bare(wanted) != bare(found) {
            let texts = (&Node::Text(wanted.into()), &Node::Text(found.into()));
            let rules = live.field("type_url");
            if has_rule {
                self.leaf(Kind::Text, texts, &rules, &url, false);
            } else {
                self.unequal(Kind::Text, texts, &url);
            }
        }
        if bare(wanted) != bare(found) {
            return;
        }
        let (wanted, found) = (to_json::any_bytes(expected), to_json::any_bytes(actual));
        let Some(id) = schema.find_url(to_json::any_url(expected)) else {
            let nodes = (&Node::Bytes(wanted.into()), &Node::Bytes(found.into()));
            return self.leaf(Kind::Bytes, nodes, &live.field("value"), &value, false);
        };
        match (decode(schema, id, wanted), decode(schema, id, found)) {
            (Ok(wanted), Ok(found)) => {
                let nodes = (&Node::Message(Box::new(wanted)), &Node::Message(Box::new(found)));
                self.single(Kind::Message(id), nodes, &live.field("value"), &value, Named::OnWire);
            }
            (_, Err(error)) => {
                self.report(&value, || Difference::Unreadable { format: "Protobuf", reason: error.to_string() });
            }
            (Err(error), _) => {
                self.report(&value, || Difference::UnreadableExample { format: "Protobuf", reason: error.to_string() });
            }
        }
    }

    /// A single field that is not on the wire.
    fn absent(
        &mut self,
        (kind, field): (&Message, &Field),
        (expected, actual): (&Node<'_>, &Fields<'_>),
        live: &Live<'_>,
        at: &Location<'_>,
        named: Named<'_>,
    ) {
        let schema = self.verdict.schema;
        if self.verdict.is_plugin {
            return match field.kind.message() {
                Some(_) => self.single(field.kind, (expected, &field.default), live, at, named.field(&field.name)),
                None => self.leaf(field.kind, (expected, &field.default), live, at, true),
            };
        }
        if let Some(oneof) = field.oneof {
            let case = actual.iter().map(|(position, _)| &kind.fields[position as usize]);
            let actual = case.into_iter().find(|other| other.oneof == Some(oneof)).map(|other| other.name.clone());
            let oneof = kind.oneofs.get(oneof as usize).cloned().unwrap_or_default();
            let expected = field.name.clone();
            return self.report(at, || Difference::OneofCase { oneof, expected, actual });
        }
        let unset = |default| Difference::NotSet { expected: to_json::value(schema, field, expected), default };
        let is_default = expected.is_same(&field.default);
        if field.has_presence || (self.verdict.strict_presence && !is_default) {
            return self.report(at, || unset(None));
        }
        match live.applying() {
            None if is_default => {}
            None => self.report(at, || unset(Some(to_json::single(schema, field.kind, &field.default)))),
            Some(_) => self.leaf(field.kind, (expected, &field.default), live, at, true),
        }
    }

    /// Fields nobody expects.
    fn unexpected(
        &mut self,
        kind: &'c Message,
        (expected, actual): Pair<'_, '_, '_>,
        at: &Location<'_>,
        named: Named<'_>,
    ) {
        let is_plugin = self.verdict.is_plugin;
        for (position, node) in actual.iter().filter(|(position, _)| expected.get(*position).is_none()) {
            let field = &kind.fields[position as usize];
            let is_member_of_reported = field.oneof.is_some()
                && expected.iter().any(|(known, _)| kind.fields[known as usize].oneof == field.oneof);
            let passes = match field.shape {
                Shape::Single if is_member_of_reported => !is_plugin,
                Shape::Single if field.has_presence && !is_plugin => false,
                Shape::Single => node.is_same(&field.default) || node.fields().is_some_and(Fields::is_empty),
                _ => is_plugin || node.is_empty() || named.states(&field.name) == Some(true),
            };
            if !passes {
                let here = Location::Field(at, &field.name);
                self.report(&here, || Difference::Unexpected { what: "field", name: field.name.clone() });
            }
        }
        let mut numbers: Vec<_> = actual.unknown.iter().map(|unknown| unknown.number).collect();
        numbers.dedup();
        for number in numbers.into_iter().filter(|_| !is_plugin) {
            self.report(at, || Difference::Unexpected { what: "field number", name: number.to_string() });
        }
    }

    pub(super) fn report(&mut self, at: &Location<'_>, difference: impl FnOnce() -> Difference) {
        self.differs = true;
        if self.mismatches.is_some() {
            self.push(at.to_string(), difference(), None);
        }
    }

    pub(super) fn add(&mut self, at: &Location<'_>, difference: Difference, rule: Option<RuleOrigin>) {
        self.differs = true;
        if self.mismatches.is_some() {
            self.push(at.to_string(), difference, rule);
        }
    }

    fn push(&mut self, path: String, difference: Difference, rule: Option<RuleOrigin>) {
        self.differs = true;
        let place = Place::Message(if self.prefix.is_empty() { path } else { format!("{}{path}", self.prefix) });
        if let Some(mismatches) = &mut self.mismatches {
            mismatches.push(Mismatch { place, difference, rule });
        }
    }

    pub(super) fn unequal(&mut self, kind: Kind, (expected, actual): (&Node<'_>, &Node<'_>), at: &Location<'_>) {
        let schema = self.verdict.schema;
        let read = |node: &Node<'_>| to_json::leaf(schema, kind, node).into_owned();
        self.report(at, || Difference::Unequal { expected: read(expected), actual: read(actual) });
    }

    /// The value as rules see it.
    pub(super) fn seen<'n>(&self, kind: Kind, node: &'n Node<'_>) -> Value<'n> {
        to_json::leaf(self.verdict.schema, kind, node)
    }
}

/// Lists and maps the consumer named as empty and that are not.
fn stated_empty<'w, 'k, 'a>(
    kind: &'k Message,
    named: Named<'w>,
    (expected, actual): (&'w Fields<'_>, &'w Fields<'a>),
) -> impl Iterator<Item = (u32, &'k Field, &'w Node<'a>)> {
    named.empty().filter_map(move |name| {
        let (position, field) = kind.by_name(name).filter(|(_, field)| field.shape != Shape::Single)?;
        let found = actual.get(position).filter(|_| expected.get(position).is_none())?;
        Some((position, field, found))
    })
}

/// Whether the rules here are for the message as one text: one of them is for exactly this place, or none for its fields.
fn is_text(live: &Live<'_>) -> bool {
    let is_of_kind = |rule: &Rule| matches!(rule, Rule::Type { .. } | Rule::NotEmpty);
    match live.applying() {
        Some((found, false)) => !found.set.rules.iter().all(is_of_kind),
        _ => live.is_at_an_end() && live.applying().is_none(),
    }
}
