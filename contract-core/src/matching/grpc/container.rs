//! Lists and maps.

use super::super::location::Location;
use super::super::value::{given_up, unmet, unmet_by};
use super::message::{Here, Walk};
use super::named::Named;
use crate::json::{Json, Value};
use crate::mismatch::Difference;
use crate::protobuf::from_json;
use crate::protobuf::node::{Key, Node};
use crate::protobuf::schema::{Field, Kind, Shape};
use crate::protobuf::to_json;
use crate::rule::{Each, Rule, Site, Variant};
use crate::rules::{Found, Live};

type Entry<'a> = (Key<'a>, Node<'a>);

/// Whether a rule set asks for nothing but equality.
fn is_strict(found: &Found<'_>) -> bool {
    found.set.rules.iter().all(|rule| *rule == Rule::Equality)
}

impl Walk<'_, '_> {
    /// A list or map, which may be missing on either side.
    pub(super) fn container(
        &mut self,
        field: &Field,
        (expected, actual): (Option<&Node<'_>>, Option<&Node<'_>>),
        here: Here<'_>,
    ) {
        let (none, nothing) = (Node::List(Vec::new()), Node::Map(Vec::new()));
        let empty = if field.shape == Shape::List { &none } else { &nothing };
        match (expected.unwrap_or(empty), actual.unwrap_or(empty)) {
            (Node::List(expected), Node::List(actual)) => self.list(field.kind, (expected, actual), here),
            (Node::Map(expected), Node::Map(actual)) => self.map(field.kind, (expected, actual), here),
            _ => {}
        }
    }

    fn list(&mut self, kind: Kind, (expected, actual): (&[Node<'_>], &[Node<'_>]), here: Here<'_>) {
        let Here { live, at, named } = here;
        let Some((found, inherited)) = live.applying().filter(|(found, _)| !is_strict(found)) else {
            if expected.len() != actual.len() {
                let lengths = (expected.len(), actual.len());
                let (expected, actual) = (self.list_json(kind, expected), self.list_json(kind, actual));
                self.report(at, || Difference::Length { expected, actual, lengths });
            }
            for (index, (expected, actual)) in expected.iter().zip(actual).enumerate() {
                let (live, at) = (&live.item(index), &Location::Item(at, index));
                self.single(kind, (expected, actual), Here { live, at, named: named.item(index) });
            }
            return;
        };
        self.whole((&found, inherited), actual.len(), at, |walk| walk.list_json(kind, actual));
        let own = found.set.rules.iter().filter(|_| !inherited);
        let mut variants = own.filter_map(|rule| if let Rule::ArrayContains(list) = rule { Some(list) } else { None });
        if let Some(variants) = variants.next() {
            return self.variants(kind, variants, (expected, actual), at);
        }
        let open = Open::of(&found, inherited);
        let example = open.each_value.filter(|_| expected.is_empty()).and_then(|each| self.template(kind, each));
        let first = expected.first().or(example.as_ref());
        if first.is_none() && open.each_value.is_none() {
            return;
        }
        let below = |index| open.below(live.item(index));
        let shared = live.items_are_alike().then(|| below(0));
        for (index, actual) in actual.iter().enumerate() {
            let at = &Location::Item(at, index);
            // A value that has no example stands for itself, so that the rules alone judge it.
            let expected = expected.get(index).or(first).unwrap_or(actual);
            let own = if shared.is_some() { None } else { Some(below(index)) };
            if let Some(live) = shared.as_ref().or(own.as_ref()) {
                self.single(kind, (expected, actual), Here { live, at, named: named.item(index) });
            }
        }
    }

    /// What the rules at a list or map ask of it as a whole.
    fn whole(
        &mut self,
        (found, inherited): (&Found<'_>, bool),
        size: usize,
        at: &Location<'_>,
        read: impl Fn(&Self) -> Json,
    ) {
        let check = |rule: &Rule| match rule {
            Rule::Type { min: Some(min), .. } if size < *min && !inherited => {
                Some(Difference::TooFew { actual: read(self), size, min: *min })
            }
            Rule::Type { max: Some(max), .. } if size > *max && !inherited => {
                Some(Difference::TooMany { actual: read(self), size, max: *max })
            }
            Rule::NotEmpty if size == 0 => Some(Difference::IsEmpty { actual: read(self) }),
            Rule::Unknown { name, .. } => Some(Difference::NotApplicable { rule: name.clone(), actual: read(self) }),
            // The others are for what is inside.
            _ => None,
        };
        for (difference, rule) in unmet_by(found.set, found.path, check) {
            self.add(at, difference, Some(rule));
        }
    }

    /// The example a rule has for values of a list or map that has none.
    fn template(&self, kind: Kind, each: &Each) -> Option<Node<'static>> {
        let value = each.template()?;
        from_json::single(self.verdict.schema, kind, &value, "$").ok()
    }

    /// A list that has an item for each variant.
    fn variants(
        &mut self,
        kind: Kind,
        variants: &[Variant],
        (expected, actual): (&[Node<'_>], &[Node<'_>]),
        at: &Location<'_>,
    ) {
        for variant in variants {
            let Some(template) = expected.get(variant.index) else {
                self.report(at, || Difference::MissingVariant { index: variant.index, expected: Value::Null });
                continue;
            };
            let found = actual.iter().any(|item| self.fits(kind, (template, item), variant));
            if let Some(reason) = given_up(self.tries, "the variants of a list") {
                return self.report(at, || reason);
            }
            if !found {
                let expected = to_json::single(self.verdict.schema, kind, template);
                self.report(at, || Difference::MissingVariant { index: variant.index, expected });
            }
        }
    }

    /// Whether an item is of a variant.
    fn fits(&mut self, kind: Kind, nodes: (&Node<'_>, &Node<'_>), variant: &Variant) -> bool {
        self.tries = self.tries.saturating_sub(1);
        let (mismatches, differs) = (self.mismatches.take(), std::mem::take(&mut self.differs));
        let here = Here { live: &variant.rules.start(), at: &Location::Root, named: Named::OnWire };
        self.single(kind, nodes, here);
        let fits = !self.differs && self.tries > 0;
        (self.mismatches, self.differs) = (mismatches, differs);
        fits
    }

    fn map(&mut self, kind: Kind, (expected, actual): (&[Entry<'_>], &[Entry<'_>]), here: Here<'_>) {
        let Here { live, at, named } = here;
        let applying = live.applying();
        let strict = applying.as_ref().is_some_and(|(found, _)| is_strict(found));
        if let Some((found, inherited)) = applying.filter(|_| !strict) {
            self.whole((&found, inherited), actual.len(), at, |walk| walk.map_json(kind, actual));
            let open = Open::of(&found, inherited);
            if open.is_of_maps() {
                return self.open_map(kind, (expected, actual), &open, here);
            }
        }
        let extra_rejected = strict || self.verdict.sides == super::Sides::Strict;
        if expected.is_empty() {
            if !actual.is_empty() {
                let actual = self.map_json(kind, actual);
                self.report(at, || Difference::NotEmptyMap { actual });
            }
            return;
        }
        self.keys((expected, actual), extra_rejected, at);
        for (key, value) in expected {
            if let Some(found) = get(actual, key) {
                let name = key.to_text();
                let (live, at) = (&live.field(&name), &Location::Field(at, &name));
                self.single(kind, (value, found), Here { live, at, named: named.field(&name) });
            }
        }
    }

    /// A map whose keys are not known beforehand.
    fn open_map(
        &mut self,
        kind: Kind,
        (expected, actual): (&[Entry<'_>], &[Entry<'_>]),
        open: &Open<'_>,
        here: Here<'_>,
    ) {
        let example = open.each_value.filter(|_| expected.is_empty()).and_then(|each| self.template(kind, each));
        let first = expected.first().map(|(_, value)| value).or(example.as_ref());
        for (key, value) in actual {
            let name = key.to_text();
            let at = &Location::Field(here.at, &name);
            if let Some(each) = open.each_key {
                let text = Value::string(name.as_ref());
                let site = Site { in_text: true, inherited: false };
                for (difference, rule) in unmet(&each.rules, open.found.path, (&text, &text), site) {
                    self.add(at, difference, Some(rule));
                }
            }
            let live = here.live.field(&name);
            let template = match get(expected, key) {
                None if open.judges_extra(&live) => first.or((!open.has_values).then_some(value)),
                template => template,
            };
            if let Some(template) = template {
                let live = &open.below(live);
                self.single(kind, (template, value), Here { live, at, named: here.named.field(&name) });
            }
        }
    }

    fn keys(&mut self, (expected, actual): (&[Entry<'_>], &[Entry<'_>]), extra_rejected: bool, at: &Location<'_>) {
        let missing: Vec<_> = expected.iter().filter(|(key, _)| get(actual, key).is_none()).collect();
        let names = |entries: &[Entry<'_>]| entries.iter().map(|(key, _)| key.to_text().into_owned()).collect();
        if extra_rejected && (!missing.is_empty() || expected.len() != actual.len()) {
            self.report(at, || Difference::Keys { expected: names(expected), actual: names(actual) });
        } else if !missing.is_empty() {
            let missing = missing.iter().map(|(key, _)| key.to_text().into_owned()).collect();
            self.report(at, || Difference::MissingKeys { missing });
        }
    }

    fn list_json(&self, kind: Kind, items: &[Node<'_>]) -> Json {
        Json::Array(items.iter().map(|item| to_json::single(self.verdict.schema, kind, item)).collect())
    }

    fn map_json(&self, kind: Kind, entries: &[Entry<'_>]) -> Json {
        let entry =
            |(key, value): &Entry<'_>| (key.to_text().into_owned(), to_json::single(self.verdict.schema, kind, value));
        Json::Object(entries.iter().map(entry).collect())
    }
}

fn get<'n, 'a>(entries: &'n [Entry<'a>], key: &Key<'_>) -> Option<&'n Node<'a>> {
    let at = entries.binary_search_by(|(known, _)| known.cmp(key)).ok()?;
    Some(&entries[at].1)
}

/// Rules that sit directly on a list or map and open its keys.
struct Open<'r> {
    found: Found<'r>,
    has_values: bool,
    each_key: Option<&'r Each>,
    each_value: Option<&'r Each>,
}

impl<'r> Open<'r> {
    fn of(found: &Found<'r>, inherited: bool) -> Self {
        let mut open = Self { found: *found, has_values: false, each_key: None, each_value: None };
        for rule in found.set.rules.iter().filter(|_| !inherited) {
            match rule {
                Rule::Values => open.has_values = true,
                Rule::EachKey(each) => open.each_key = Some(each),
                Rule::EachValue(each) => open.each_value = Some(each),
                _ => {}
            }
        }
        open
    }

    /// Whether it opens maps.
    fn is_of_maps(&self) -> bool {
        self.has_values || self.each_key.is_some() || self.each_value.is_some()
    }

    /// Whether something is asked of the value of a key the example does not have, where the rules `live` are in force.
    fn judges_extra(&self, live: &Live<'_>) -> bool {
        let strict = live.applying().is_some_and(|(found, _)| is_strict(&found));
        self.has_values || self.each_value.is_some() || (live.is_on_a_path() && !strict)
    }

    /// The rules for a value one step down.
    fn below(&self, live: Live<'r>) -> Live<'r> {
        match self.each_value {
            Some(each) if !each.rules.rules.is_empty() => live.or_under(&each.rules, &self.found),
            _ => live,
        }
    }
}
