//! Puts generated values into messages, at the places their generators name.

use super::decode::decode_at;
use super::encode::encode;
use super::node::{Fields, Node};
use super::schema::{Field, Kind, Schema, Shape, TypeId};
use super::well_known::WellKnown;
use super::{MessageType, from_json, rule_paths, to_json};
use crate::generate::{Context, Error, Generator, Maker, each_in_json, nested};
use crate::json::Json;
use crate::mismatch::Place;
use crate::rule_path::{RulePath, Step};
use crate::rules::BodyRules;

/// The bytes of the message with its generated values; `None` when there is nothing to make. `place` is what errors call a
/// place in it.
pub(crate) fn fill(
    kind: &MessageType,
    (tree, generators, rules): (&Fields<'static>, &[(RulePath, Generator)], &BodyRules),
    place: &dyn Fn(&RulePath) -> Place,
    context: &Context,
) -> Result<Option<Vec<u8>>, Error> {
    let schema = kind.schema();
    let nested = nested::of_rules(rules);
    let running = generators.iter().chain(&nested).filter(|(_, generator)| context.runs(generator));
    let mut running: Vec<_> =
        running.map(|(path, generator)| (rule_paths::settle_path(schema, kind.id(), path), generator)).collect();
    if running.is_empty() {
        return Ok(None);
    }
    // Outer places first, so that a value made for a place inside them stays.
    running.sort_by(|(left, _), (right, _)| (left.steps().len(), left).cmp(&(right.steps().len(), right)));
    let (mut tree, mut maker, mut has_changed) = (tree.clone(), Maker::new(context), false);
    for (path, generator) in running {
        let place = place(&path);
        let mut at = maker.at(generator, &place);
        let change = &mut |found: Found<'_>| {
            let Some(made) = at.value()? else { return Ok(()) };
            has_changed = true;
            match found {
                Found::Node(node, slot) => {
                    *node = slot.read(schema, &made).ok_or_else(|| at.unconvertible(&made, slot.wanted()))?;
                }
                Found::Json(json) => *json = made,
            }
            Ok(())
        };
        Walk { schema, change, depth: 0 }.message(kind.id(), &mut tree, path.steps())?;
    }
    Ok(has_changed.then(|| encode(schema, kind.id(), &tree)))
}

/// Whether there is something at a path; the message stays what it is.
pub(crate) fn has(kind: &MessageType, fields: &mut Fields<'static>, path: &RulePath) -> bool {
    let (schema, mut is_there) = (kind.schema(), false);
    let path = rule_paths::settle_path(schema, kind.id(), path);
    let change = &mut |_: Found<'_>| {
        is_there = true;
        Ok(())
    };
    let walked = Walk { schema, change, depth: 0 }.message(kind.id(), fields, path.steps());
    walked.is_ok() && is_there
}

/// A place a value is made for.
enum Found<'f> {
    Node(&'f mut Node<'static>, Slot<'f>),
    /// Inside what is JSON anyway.
    Json(&'f mut Json),
}

/// What a value is made for.
#[derive(Clone, Copy)]
enum Slot<'s> {
    Field(&'s Field),
    /// An item of a list or an entry of a map.
    Single(Kind),
}

impl Slot<'_> {
    /// The value as the field needs it; of a list, a single value is its only item.
    fn read(self, schema: &Schema, made: &Json) -> Option<Node<'static>> {
        match self {
            Self::Field(field) if field.shape == Shape::List && !matches!(made, Json::Array(_)) => {
                Some(Node::List(vec![single(schema, field.kind, made)?]))
            }
            Self::Field(field) if field.shape == Shape::Single => single(schema, field.kind, made),
            Self::Field(field) => from_json::value(schema, field, made, "$").ok(),
            Self::Single(kind) => single(schema, kind, made),
        }
    }

    fn wanted(self) -> &'static str {
        let (kind, shape) = match self {
            Self::Field(field) => (field.kind, field.shape),
            Self::Single(kind) => (kind, Shape::Single),
        };
        match (shape, kind) {
            (Shape::List, _) => "a list of values of the field's type",
            (Shape::Map(_), _) => "a map of values of the field's type",
            (_, Kind::Bool) => "true or false",
            (_, Kind::Enum(_)) => "a value of the field's enum",
            (_, Kind::Float | Kind::Double) => "a number",
            (_, Kind::Bytes) => "bytes in base64",
            (_, Kind::Text) => "a text",
            (_, Kind::Message(_) | Kind::Group(_)) => "a message of the field's type",
            _ => "a whole number in the range of the field's type",
        }
    }
}

/// A made value, converted where its meaning is plain: a number for a text, the text of a boolean.
fn single(schema: &Schema, kind: Kind, made: &Json) -> Option<Node<'static>> {
    let converted = match (kind, made) {
        (Kind::Text, Json::Number(_) | Json::Bool(_)) => Some(Json::string(made.to_text().into_owned())),
        (Kind::Bool, Json::String(text)) => text.parse().ok().map(Json::Bool),
        _ => None,
    };
    from_json::single(schema, kind, converted.as_ref().unwrap_or(made), "$").ok()
}

/// The way to every value the steps lead to; places that are not there are passed over.
struct Walk<'s, 'f> {
    schema: &'s Schema,
    change: &'f mut dyn FnMut(Found<'_>) -> Result<(), Error>,
    /// In how many messages the walk stands.
    depth: u32,
}

impl Walk<'_, '_> {
    fn message(&mut self, id: TypeId, fields: &mut Fields<'static>, steps: &[Step]) -> Result<(), Error> {
        self.depth += 1;
        let done = self.fields(id, fields, steps);
        self.depth -= 1;
        done
    }

    fn fields(&mut self, id: TypeId, fields: &mut Fields<'static>, steps: &[Step]) -> Result<(), Error> {
        let Some((step, below)) = steps.split_first() else { return Ok(()) };
        let kind = self.schema.message(id);
        match (kind.known, step) {
            (known, _) if known.is_json() => return self.json(id, fields, steps),
            (WellKnown::Any, Step::Field(name)) if name == "value" && !below.is_empty() => {
                return self.any(fields, below);
            }
            _ => {}
        }
        for (position, node) in fields.iter_mut() {
            let field = &kind.fields[position as usize];
            if step.leads_to_entry(&field.name) {
                self.field(field, node, below)?;
            }
        }
        Ok(())
    }

    /// What is JSON anyway is changed as JSON.
    fn json(&mut self, id: TypeId, fields: &mut Fields<'static>, steps: &[Step]) -> Result<(), Error> {
        let mut json = to_json::json_of(self.schema, id, fields);
        each_in_json(&mut json, steps, &mut |value| (self.change)(Found::Json(value)))?;
        if let Ok(changed) = from_json::message(self.schema, id, &json, "$") {
            *fields = changed;
        }
        Ok(())
    }

    /// What an `Any` holds is changed as the message it is, where its type is known.
    fn any(&mut self, fields: &mut Fields<'static>, steps: &[Step]) -> Result<(), Error> {
        let Some(id) = to_json::any_message(self.schema, to_json::any_url(fields), self.depth) else { return Ok(()) };
        let Ok(inner) = decode_at(self.schema, id, to_json::any_bytes(fields), self.depth) else { return Ok(()) };
        let mut inner = inner.into_owned();
        self.message(id, &mut inner, steps)?;
        fields.put(1, Node::Bytes(encode(self.schema, id, &inner).into()));
        Ok(())
    }

    fn field(&mut self, field: &Field, node: &mut Node<'static>, steps: &[Step]) -> Result<(), Error> {
        let Some((step, below)) = steps.split_first() else {
            return (self.change)(Found::Node(node, Slot::Field(field)));
        };
        match node {
            Node::List(items) => {
                let mut meant = items.iter_mut().enumerate().filter(|(at, _)| step.leads_to_item(*at));
                meant.try_for_each(|(_, item)| self.single(field.kind, item, below))
            }
            Node::Map(entries) => {
                let is_meant = |key: &str| step.leads_to_entry(key) || *step == Step::StarIndex;
                let mut meant = entries.iter_mut().filter(|(key, _)| is_meant(&key.to_text()));
                meant.try_for_each(|(_, value)| self.single(field.kind, value, below))
            }
            _ => self.single(field.kind, node, steps),
        }
    }

    fn single(&mut self, kind: Kind, node: &mut Node<'static>, steps: &[Step]) -> Result<(), Error> {
        match (node, kind.message()) {
            (node, _) if steps.is_empty() => (self.change)(Found::Node(node, Slot::Single(kind))),
            (Node::Message(fields), Some(id)) => self.message(id, fields, steps),
            _ => Ok(()),
        }
    }
}
