//! Where a pattern of a test stands, in the paths of contract files.

use crate::json::Json;
use crate::protobuf::rule_paths::Target;
use crate::protobuf::schema::{Kind, Schema, TypeId};
use crate::protobuf::well_known::WellKnown;
use crate::rule_path::{RulePath, Step};

/// Where a pattern stands.
pub(super) struct Placed {
    /// In the paths of contract files.
    pub(super) path: RulePath,
    /// As the test has it.
    pub(super) stated: RulePath,
    pub(super) target: Target,
    /// The list it stands in every item of.
    pub(super) list: Option<RulePath>,
    /// The value of the outermost `Any` it stands in, which other tools cannot look into.
    pub(super) any: Option<RulePath>,
}

/// Finds the place of a path in a message whose example is this one.
pub(super) fn place(schema: &Schema, id: TypeId, stated: &RulePath, example: &Json) -> Placed {
    let mut placed = Placed {
        path: RulePath::root(),
        stated: stated.clone(),
        target: Target::of_kind(schema, Kind::Message(id), false),
        list: None,
        any: None,
    };
    for (at, step) in stated.steps().iter().enumerate() {
        placed.list = None;
        let inner = || {
            let url = at_path(example, &stated.steps()[..at])?.get("@type")?.as_str()?;
            schema.find_url(url)
        };
        match (placed.target, step) {
            (Target::Any, Step::Field(name)) if name != "@type" => {
                placed.path = placed.path.then(Step::Field("value".to_owned()));
                placed.any.get_or_insert_with(|| placed.path.clone());
                let Some(id) = inner() else {
                    placed.target = Target::Open;
                    continue;
                };
                let target = Target::of_kind(schema, Kind::Message(id), false);
                match target {
                    // What has a JSON form of its own stands under `value`.
                    Target::Message(id) if schema.message(id).known.is_plain() => placed.step(schema, target, step),
                    _ => placed.target = target,
                }
            }
            (target, step) => placed.step(schema, target, step),
        }
    }
    placed
}

impl Placed {
    /// The path of the value: of a wrapper the one inside, as other tools have it.
    pub(super) fn value_path(&self, schema: &Schema) -> RulePath {
        match self.target {
            Target::Message(id) if schema.message(id).known == WellKnown::Wrapper => {
                self.path.then(Step::Field("value".to_owned()))
            }
            _ => self.path.clone(),
        }
    }

    fn step(&mut self, schema: &Schema, target: Target, step: &Step) {
        let (steps, next) = target.step(schema, step);
        if let (Target::List(_), [Step::Star]) = (target, steps.as_slice()) {
            self.list = Some(self.path.clone());
        }
        for step in steps {
            let step = match (target, step) {
                // The form other tools take such keys in.
                (Target::Map(_), Step::Field(key)) => position(&key).map_or(Step::Field(key), Step::Index),
                (_, step) => step,
            };
            self.path = self.path.then(step);
        }
        self.target = next;
    }
}

/// The number a key is, if it is written as one.
fn position(key: &str) -> Option<usize> {
    key.parse::<usize>().ok().filter(|number| number.to_string() == key)
}

/// The value of an example a path leads to; of several the first.
pub(super) fn at_path<'j>(example: &'j Json, steps: &[Step]) -> Option<&'j Json> {
    steps.iter().try_fold(example, |value, step| match (step, value) {
        (Step::Field(name), value) => value.get(name),
        (Step::Index(index), Json::Array(items)) => items.get(*index),
        (_, Json::Array(items)) => items.first(),
        (_, Json::Object(object)) => object.iter().next().map(|(_, value)| value),
        _ => None,
    })
}
