//! Where things stand in the file as it was read: pointers from the model back to the text.

use crate::file::canonical::stated_version;
use crate::file::looks_like_wrapper;
use crate::json::Value;
use crate::rule_path::{RulePath, Step};
use std::collections::HashMap;

/// A contract file as JSON.
pub(super) struct Source<'v, 'a> {
    file: &'v Value<'a>,
    /// Pointers of the interactions, in the order of the model.
    interactions: Vec<String>,
    positions: HashMap<String, usize>,
}

impl<'v, 'a> Source<'v, 'a> {
    pub(super) fn new(file: &'v Value<'a>) -> Self {
        let mut interactions = Vec::new();
        for list in ["interactions", "messages"] {
            let count = file.get(list).and_then(Value::as_array).map_or(0, <[_]>::len);
            interactions.extend((0..count).map(|at| format!("/{list}/{at}")));
        }
        let positions = interactions.iter().cloned().enumerate().map(|(at, pointer)| (pointer, at)).collect();
        Self { file, interactions, positions }
    }

    /// The whole file.
    pub(super) fn file(&self) -> &'v Value<'a> {
        self.file
    }

    /// Whether what is at `pointer` is what version 4 puts around a body, in a file that states no version.
    pub(super) fn is_wrapper(&self, pointer: &str) -> bool {
        let body = self.get(pointer).and_then(Value::as_object);
        stated_version(self.file).is_none() && body.is_some_and(looks_like_wrapper)
    }

    /// Whether the file says it is of version 4.
    pub(super) fn states_version_4(&self) -> bool {
        stated_version(self.file).is_some_and(|version| version.to_text().starts_with('4'))
    }

    /// The pointers of all interactions, in the order of the model.
    pub(super) fn interactions(&self) -> &[String] {
        &self.interactions
    }

    /// The interaction a pointer leads into.
    pub(super) fn interaction_of(&self, pointer: &str) -> Option<usize> {
        let end = pointer.match_indices('/').nth(2).map_or(pointer.len(), |(at, _)| at);
        self.positions.get(&pointer[..end]).copied()
    }

    /// What a pointer leads to.
    pub(super) fn get(&self, pointer: &str) -> Option<&'v Value<'a>> {
        pointer.split('/').skip(1).try_fold(self.file, |value, step| match value {
            Value::Object(object) => object.get(&unescape(step)),
            Value::Array(items) => items.get(step.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// The pointer, cut down to what the file has.
    pub(super) fn nearest(&self, mut pointer: String) -> String {
        while self.get(&pointer).is_none() {
            let Some((above, _)) = pointer.rsplit_once('/') else { break };
            pointer.truncate(above.len());
        }
        pointer
    }

    /// Where the rules of a part stand: beside its other fields, or at the interaction, as old files have it.
    pub(super) fn rules_of(&self, interaction: &str, part: &str) -> String {
        let own = format!("{interaction}{part}/matchingRules");
        let holds = |pointer: &str| {
            let value = self.get(pointer).filter(|value| !value.is_null());
            value.is_some_and(|value| value.as_object().is_none_or(|rules| !rules.is_empty()))
        };
        let part = part.trim_start_matches('/');
        let mut old = ["MatchingRules", "Matchers"].map(|name| format!("{interaction}/{part}{name}")).into_iter();
        if holds(&own) { own } else { old.find(|old| holds(old)).unwrap_or(own) }
    }

    /// The rule set for `name` in a category, below the rules of a part.
    pub(super) fn rule_set(&self, rules: &str, category: &str, name: &str) -> String {
        let keys: Vec<&str> = self.get(rules).and_then(Value::as_object).map_or(Vec::new(), |map| map.keys().collect());
        if keys.iter().any(|key| key.starts_with('$')) {
            let usual = below(rules, &usual_key(category, name));
            if self.get(&usual).is_some() {
                return usual;
            }
            let found = keys.into_iter().find(|key| is_flat(key, category, name));
            return found.map_or_else(|| rules.to_owned(), |key| below(rules, key));
        }
        let aliases: &[&str] = match category {
            "body" => &["body", "contents", "content"],
            "header" => &["header", "headers"],
            "metadata" => &["metadata", "metaData"],
            other => &[other],
        };
        let places = aliases.iter().map(|alias| below(rules, alias)).filter(|place| self.get(place).is_some());
        let mut found = rules.to_owned();
        for place in places {
            found = match category {
                "path" | "status" | "method" => self.whole(place),
                "body" => self.path_key(&place, name),
                _ => below(&place, name),
            };
            if self.get(&found).is_some() {
                break;
            }
        }
        found
    }

    /// One rule of a set: in its list, or the set itself where it is a bare rule.
    pub(super) fn rule(&self, set: &str, at: usize) -> String {
        let listed = format!("{set}/matchers/{at}");
        if self.get(&listed).is_some() { listed } else { set.to_owned() }
    }

    /// A category that holds one set, or has it under an empty name or `$`.
    fn whole(&self, place: String) -> String {
        let nested = ["", "$"].map(|key| below(&place, key));
        nested.into_iter().find(|nested| self.get(nested).is_some()).unwrap_or(place)
    }

    /// The key of a map that is written as this path, or spells it another way.
    pub(super) fn path_key(&self, map: &str, path: &str) -> String {
        let usual = below(map, path);
        if self.get(&usual).is_some() {
            return usual;
        }
        let keys = self.get(map).and_then(Value::as_object);
        let is = |key: &&str| RulePath::parse(key).is_ok_and(|parsed| parsed.to_string() == path);
        keys.and_then(|keys| keys.keys().find(is)).map_or(usual, |key| below(map, key))
    }
}

/// The key of version 2 most tools write.
fn usual_key(category: &str, name: &str) -> String {
    match category {
        "body" => format!("$.body{}", name.strip_prefix('$').unwrap_or(name)),
        "header" => format!("$.headers.{name}"),
        _ if name.is_empty() => format!("$.{category}"),
        _ => format!("$.{category}.{name}"),
    }
}

/// Whether a key of version 2 is this path of this category.
fn is_flat(key: &str, category: &str, name: &str) -> bool {
    let Ok(path) = RulePath::parse(key) else { return false };
    let (part, rest) = match path.steps() {
        [Step::Field(part), rest @ ..] => (part.as_str(), rest),
        _ => return false,
    };
    let is_part = part == category || (category == "header" && part == "headers");
    let is_name = match (category, rest) {
        ("body", rest) => RulePath::of(rest).to_string() == name,
        (_, [Step::Field(field), Step::Index(at)]) if format!("{field}[{at}]") == name => true,
        (_, [Step::Field(field), ..]) => field == name,
        (_, rest) => rest.is_empty() && name.is_empty(),
    };
    is_part && is_name
}

/// The pointer to an entry of what `pointer` leads to.
pub(super) fn below(pointer: &str, step: &str) -> String {
    format!("{pointer}/{}", step.replace('~', "~0").replace('/', "~1"))
}

fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// The pointer to a place in a body.
pub(super) fn inside(body: &str, steps: &[Step]) -> String {
    steps.iter().fold(body.to_owned(), |pointer, step| match step {
        Step::Field(name) => below(&pointer, name),
        Step::Index(index) => format!("{pointer}/{index}"),
        Step::Star | Step::StarIndex => below(&pointer, "*"),
    })
}
