//! One message against another of its type, field by field.
//!
//! | field | the consumer named it | it is not on the wire |
//! |---|---|---|
//! | whose default means not being set | with its default | passes |
//! | | with another value | fails: `0 (field not set)` |
//! | | under a rule | the rule is held against the default, with a [note](crate::grpc::Call::notes); `notEmpty` fails, and every rule where presence is strict |
//! | that can be set to its default: `optional`, messages, members of a oneof, proto2 | in any way | fails |
//! | list or map | empty | passes |
//!
//! Contracts the plugin of other tools has written are judged as it does: there every field that is not on the wire counts as
//! its default, and lists the contract does not state are passed over.

use super::super::ExtraKeys;
use super::super::body::compare_values;
use super::super::location::Location;
use super::named::Named;
use crate::grpc::Expected;
use crate::json::Value;
use crate::mismatch::{Difference, Mismatch, Place, RuleOrigin};
use crate::protobuf::decode::decode_at;
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
        let found = Some(&mut mismatches);
        let mut walk = Walk {
            verdict: *self,
            prefix,
            mismatches: found,
            differs: false,
            tries: MOST_TRIES,
            depth: 0,
            is_trial: false,
        };
        walk.whole_message(expected, actual);
        mismatches
    }

    /// Whether there is none; `tries` counts down.
    pub(super) fn is_met(&self, expected: &Expected, actual: &Fields<'_>, tries: &mut usize) -> bool {
        let mut walk = Walk {
            verdict: *self,
            prefix: "",
            mismatches: None,
            differs: false,
            tries: *tries,
            depth: 0,
            is_trial: false,
        };
        walk.whole_message(expected, actual);
        *tries = walk.tries;
        !walk.differs
    }
}

pub(super) struct Walk<'c, 'm> {
    pub(super) verdict: Verdict<'c>,
    pub(super) prefix: &'m str,
    /// Where differences go; nowhere when it is only asked whether there are any.
    pub(super) mismatches: Option<&'m mut Vec<Mismatch>>,
    /// Whether there was a difference.
    pub(super) differs: bool,
    /// How many more values may be looked at.
    pub(super) tries: usize,
    /// In how many messages the walk stands.
    pub(super) depth: u32,
    /// Whether this is one of several walks over the same values: for a variant, or for one of the rules that are enough.
    pub(super) is_trial: bool,
}

type Pair<'w, 'e, 'a> = (&'w Fields<'e>, &'w Fields<'a>);

/// Where a walk stands.
#[derive(Clone, Copy)]
pub(super) struct Here<'h> {
    pub(super) live: &'h Live<'h>,
    pub(super) at: &'h Location<'h>,
    pub(super) named: Named<'h>,
}

impl<'c> Walk<'c, '_> {
    fn whole_message(&mut self, expected: &Expected, actual: &Fields<'_>) {
        // The plugin takes a message without fields for one that says nothing.
        if self.verdict.is_plugin && expected.bytes.is_empty() {
            return;
        }
        let named = Named::of(expected.named.as_ref());
        let here = Here { live: &expected.rules.start(), at: &Location::Root, named };
        self.message(self.verdict.id, (&expected.tree, actual), here);
    }

    pub(super) fn message(&mut self, id: TypeId, (expected, actual): Pair<'_, '_, '_>, here: Here<'_>) {
        self.tries = self.tries.saturating_sub(1);
        if self.mismatches.is_none() && (self.differs || self.tries == 0) {
            self.differs = true;
            return;
        }
        self.depth += 1;
        let kind = self.verdict.schema.message(id);
        for (position, node) in expected.iter() {
            let field = &kind.fields[position as usize];
            let (live, at) = (&here.live.field(&field.name), &Location::Field(here.at, &field.name));
            let below = Here { live, at, named: here.named.field(&field.name) };
            match (field.shape, actual.get(position)) {
                (Shape::Single, Some(found)) => self.single(field.kind, (node, found), below),
                (Shape::Single, None) => self.absent((kind, field), (node, actual), below),
                (_, found) if self.is_stated(field, below, here.named) => {
                    self.container(field, (Some(node), found), below);
                }
                _ => {}
            }
        }
        for (field, found) in stated_empty(kind, here.named, (expected, actual)) {
            let (live, at) = (&here.live.field(&field.name), &Location::Field(here.at, &field.name));
            self.container(field, (None, found), Here { live, at, named: here.named.field(&field.name) });
        }
        if self.verdict.sides == Sides::Strict {
            self.unexpected(kind, (expected, actual), here);
        }
        self.depth -= 1;
    }

    /// A value that is there on both sides.
    pub(super) fn single(&mut self, kind: Kind, (expected, actual): (&Node<'_>, &Node<'_>), here: Here<'_>) {
        if self.is_trial {
            if self.tries == 0 || (self.differs && self.mismatches.is_none()) {
                self.differs = true;
                return;
            }
            self.tries -= 1;
        }
        let (Some(id), Node::Message(expected), Node::Message(actual)) = (kind.message(), expected, actual) else {
            return self.leaf(kind, (expected, actual), here, false);
        };
        let known = self.verdict.schema.message(id).known;
        match known {
            WellKnown::Any => {
                self.depth += 1;
                self.any((expected, actual), here);
                self.depth -= 1;
            }
            _ if known.is_json() => self.json(id, (expected, actual), here),
            _ if known.is_text() && is_text(here.live) => self.text((id, known), (expected, actual), here),
            _ => self.message(id, (expected, actual), here),
        }
    }

    /// Whether a list or map is to be compared: the plugin passes over lists without rules it is not told about.
    fn is_stated(&self, field: &Field, here: Here<'_>, above: Named<'_>) -> bool {
        let is_passed_over = self.verdict.is_plugin && field.shape == Shape::List && here.live.applying().is_none();
        !is_passed_over || above.states(&field.name) != Some(false)
    }

    /// Timestamps and the like, as texts; those out of range, which have none, by their fields.
    fn text(&mut self, (id, known): (TypeId, WellKnown), (expected, actual): Pair<'_, '_, '_>, here: Here<'_>) {
        let read = |fields: &Fields<'_>| to_json::text_of(known, fields).map(|text| Node::Text(text.into()));
        match (read(expected), read(actual)) {
            (Some(expected), Some(actual)) => self.leaf(Kind::Text, (&expected, &actual), here, false),
            _ if here.live.applying().is_none() => self.message(id, (expected, actual), here),
            (_, None) => {
                self.report(here.at, || Difference::Unreadable { format: "Protobuf", reason: out_of_range(known) });
            }
            (None, _) => {
                self.report(here.at, || Difference::UnreadableExample {
                    format: "Protobuf",
                    reason: out_of_range(known),
                });
            }
        }
    }

    fn json(&mut self, id: TypeId, (expected, actual): Pair<'_, '_, '_>, here: Here<'_>) {
        let extra = match self.verdict.sides {
            Sides::Strict => ExtraKeys::Rejected,
            Sides::Lax => ExtraKeys::Allowed,
        };
        let read = |fields: &Fields<'_>| to_json::json_of(self.verdict.schema, id, fields);
        for found in compare_values((&read(expected), &read(actual)), here.live, here.at, extra) {
            let Place::Body(path) = found.place else { continue };
            self.push(path, found.difference, found.rule);
        }
    }

    /// What an `Any` holds is compared as a message where its type is known, under the path of `value`.
    fn any(&mut self, (expected, actual): Pair<'_, '_, '_>, here: Here<'_>) {
        let schema = self.verdict.schema;
        let (wanted, found) = (to_json::any_url(expected), to_json::any_url(actual));
        let (rules, at) = (here.live.field("type_url"), Location::Field(here.at, "type_url"));
        let bare = |url: &str| url.rsplit('/').next().unwrap_or(url).to_owned();
        let texts = (&Node::Text(wanted.into()), &Node::Text(found.into()));
        let is_of_type = bare(wanted) == bare(found);
        if rules.applying().is_some_and(|(_, inherited)| !inherited) {
            self.leaf(Kind::Text, texts, Here { live: &rules, at: &at, named: Named::OnWire }, false);
        } else if !is_of_type {
            return self.unequal(Kind::Text, texts, &at);
        }
        let (live, at) = (&here.live.field("value"), &Location::Field(here.at, "value"));
        let here = Here { live, at, named: Named::OnWire };
        let (wanted, found) = (to_json::any_bytes(expected), to_json::any_bytes(actual));
        // Of another type, where a rule lets it be, there is nothing but bytes to compare.
        let id = to_json::any_message(schema, to_json::any_url(expected), self.depth).filter(|_| is_of_type);
        let Some(id) = id else {
            return self.leaf(Kind::Bytes, (&Node::Bytes(wanted.into()), &Node::Bytes(found.into())), here, false);
        };
        let read = |bytes| decode_at(schema, id, bytes, self.depth);
        match (read(wanted), read(found)) {
            (Ok(wanted), Ok(found)) => {
                let nodes = (&Node::Message(Box::new(wanted)), &Node::Message(Box::new(found)));
                self.single(Kind::Message(id), nodes, here);
            }
            (_, Err(error)) => {
                self.report(at, || Difference::Unreadable { format: "Protobuf", reason: error.to_string() });
            }
            (Err(error), _) => {
                self.report(at, || Difference::UnreadableExample { format: "Protobuf", reason: error.to_string() });
            }
        }
    }

    /// A single field that is not on the wire.
    fn absent(
        &mut self,
        (kind, field): (&Message, &Field),
        (expected, actual): (&Node<'_>, &Fields<'_>),
        here: Here<'_>,
    ) {
        let schema = self.verdict.schema;
        let unset = |default| Difference::NotSet { expected: to_json::value(schema, field, expected), default };
        let is_default = expected.is_same(&field.default);
        if self.verdict.is_plugin {
            return match field.kind.message() {
                Some(_) => self.single(field.kind, (expected, &field.default), here),
                None if self.verdict.strict_presence && !is_default => self.report(here.at, || unset(None)),
                None => self.leaf(field.kind, (expected, &field.default), here, true),
            };
        }
        if let Some(oneof) = field.oneof {
            let case = actual.iter().map(|(position, _)| &kind.fields[position as usize]);
            let actual = case.into_iter().find(|other| other.oneof == Some(oneof)).map(|other| other.name.clone());
            let oneof = kind.oneofs.get(oneof as usize).cloned().unwrap_or_default();
            let expected = field.name.clone();
            return self.report(here.at, || Difference::OneofCase { oneof, expected, actual });
        }
        if field.has_presence || (self.verdict.strict_presence && !is_default) {
            return self.report(here.at, || unset(None));
        }
        match here.live.applying() {
            None if is_default => {}
            None => self.report(here.at, || unset(Some(to_json::single(schema, field.kind, &field.default)))),
            Some(_) => self.leaf(field.kind, (expected, &field.default), here, true),
        }
    }

    /// Fields nobody expects.
    fn unexpected(&mut self, kind: &'c Message, (expected, actual): Pair<'_, '_, '_>, here: Here<'_>) {
        let is_plugin = self.verdict.is_plugin;
        for (position, node) in actual.iter().filter(|(position, _)| expected.get(*position).is_none()) {
            let field = &kind.fields[position as usize];
            let is_member_of_reported = field.oneof.is_some()
                && expected.iter().any(|(known, _)| kind.fields[known as usize].oneof == field.oneof);
            let passes = match field.shape {
                Shape::Single if is_member_of_reported => !is_plugin,
                Shape::Single if field.has_presence && !is_plugin => false,
                Shape::Single => node.is_same(&field.default) || node.fields().is_some_and(Fields::is_empty),
                _ => is_plugin || node.is_empty() || here.named.states(&field.name) == Some(true),
            };
            if !passes {
                let at = Location::Field(here.at, &field.name);
                self.report(&at, || Difference::Unexpected { what: "field", name: field.name.clone() });
            }
        }
        let mut numbers: Vec<_> = actual.unknown.iter().map(|unknown| unknown.number).collect();
        numbers.dedup();
        for number in numbers.into_iter().filter(|_| !is_plugin) {
            self.report(here.at, || Difference::Unexpected { what: "field number", name: number.to_string() });
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

fn out_of_range(known: WellKnown) -> String {
    let what = if known == WellKnown::Duration { "duration" } else { "timestamp" };
    format!("its seconds and nanoseconds are out of the range of a {what}")
}

/// Whether the rules here are for a message as one text: one of them is for exactly this place, or none is for its fields.
fn is_text(live: &Live<'_>) -> bool {
    let is_of_kind = |rule: &Rule| matches!(rule, Rule::Type { .. } | Rule::NotEmpty);
    match live.applying() {
        Some((found, false)) => !found.set.rules.iter().all(is_of_kind),
        Some((_, true)) => false,
        None => live.is_at_an_end(),
    }
}

/// Lists and maps the consumer named as empty.
fn stated_empty<'w, 'k, 'a>(
    kind: &'k Message,
    named: Named<'w>,
    (expected, actual): (&'w Fields<'_>, &'w Fields<'a>),
) -> impl Iterator<Item = (&'k Field, Option<&'w Node<'a>>)> {
    named.empty().filter_map(move |name| {
        let (position, field) = kind.by_name(name).filter(|(_, field)| field.shape != Shape::Single)?;
        expected.get(position).is_none().then(|| (field, actual.get(position)))
    })
}
