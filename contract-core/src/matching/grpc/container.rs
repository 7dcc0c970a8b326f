//! Lists and maps.

use super::super::location::Location;
use super::super::open::{Asked, Below, COST_OF_A_WAY, Open, add_once, alternatives, has_opening, said_of, ways};
use super::super::value::{given_up, is_exact, is_strict, unmet, unmet_of};
use super::leaf::Ruled;
use super::message::{Here, Walk};
use super::named::Named;
use crate::json::{Json, Value};
use crate::mismatch::{Difference, Mismatch};
use crate::protobuf::from_json;
use crate::protobuf::node::{Key, Node};
use crate::protobuf::schema::{Field, Kind, Shape};
use crate::protobuf::to_json;
use crate::rule::{Rule, Site, Variant};
use crate::rules::{Combine, Found, RuleSet};

type Entry<'a> = (Key<'a>, Node<'a>);

/// A list or map on both sides, and the rules in force there.
#[derive(Clone, Copy)]
struct Container<'c> {
    /// Of its values.
    kind: Kind,
    expected: &'c Node<'c>,
    actual: &'c Node<'c>,
    here: Here<'c>,
    asked: Asked<'c>,
}

const SITE: Site = Site { in_text: false, inherited: false };

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
        let (expected, actual) = (expected.unwrap_or(empty), actual.unwrap_or(empty));
        let container = Container { kind: field.kind, expected, actual, here, asked: Asked::All };
        match alternatives(here.live) {
            Some(set) if set.rules.contains(&Rule::Equality) && self.is_same(&container) => {}
            Some(set) if has_opening(set) => self.any_of(set, &container),
            _ => self.asked(&container),
        }
    }

    /// Whether both are one list or map.
    fn is_same(&self, container: &Container<'_>) -> bool {
        let read = |node: &Node<'_>| self.container_json(container.kind, node);
        read(container.expected) == read(container.actual)
    }

    /// One of the rules is enough, and some of them open the list or map: each of those is tried alone.
    fn any_of<'c>(&mut self, set: &'c RuleSet, container: &Container<'c>) {
        let ways = ways(set);
        for asked in &ways {
            self.tries = self.tries.saturating_sub(COST_OF_A_WAY);
            if self.fits_in(None, |walk| walk.asked(&Container { asked: *asked, ..*container })) && self.tries > 0 {
                return;
            }
        }
        if let Some(reason) = given_up(self.tries, "the rules one of which is enough") {
            return self.report(container.here.at, || reason);
        }
        self.differs = true;
        if self.mismatches.is_none() {
            return;
        }
        let found = said_of(ways, self.is_trial, |asked, found| {
            self.fits_in(Some(found), |walk| walk.asked(&Container { asked, ..*container }));
        });
        if let Some(mismatches) = &mut self.mismatches {
            add_once(found, mismatches);
        }
    }

    /// Whether a walk over values that are walked over several times finds no difference.
    fn fits_in(&mut self, mismatches: Option<&mut Vec<Mismatch>>, over: impl FnOnce(&mut Walk<'_, '_>)) -> bool {
        let (verdict, prefix, tries, depth) = (self.verdict, self.prefix, self.tries, self.depth);
        let mut walk = Walk { verdict, prefix, mismatches, differs: false, tries, depth, is_trial: true };
        over(&mut walk);
        self.tries = walk.tries;
        !walk.differs
    }

    fn asked(&mut self, container: &Container<'_>) {
        match (container.expected, container.actual) {
            (Node::List(expected), Node::List(actual)) => self.list((expected, actual), container),
            (Node::Map(expected), Node::Map(actual)) => self.map((expected, actual), container),
            _ => {}
        }
    }

    fn list(&mut self, (expected, actual): (&[Node<'_>], &[Node<'_>]), container: &Container<'_>) {
        let (kind, Here { live, at, named }) = (container.kind, container.here);
        let Some(applying) = live.applying().filter(|(found, _)| !is_strict(found.set)) else {
            return self.fixed_list((expected, actual), container);
        };
        self.whole(applying, container);
        let open = Open::of(Some(applying), container.asked);
        for variants in open.iter().flat_map(|open| &open.variants) {
            self.variants(kind, variants, (expected, actual), at);
        }
        let example = open.as_ref().filter(|_| expected.is_empty()).and_then(|open| self.template(kind, open));
        let first = expected.first().or(example.as_ref());
        let is_judged = first.is_some() || open.as_ref().is_some_and(Open::judges_values);
        if !is_judged || open.as_ref().is_some_and(Open::only_contains) {
            return;
        }
        let below = |index| Below::of(live.item(index), open.as_ref());
        let shared = live.items_are_alike().then(|| below(0));
        for (index, actual) in actual.iter().enumerate() {
            let place = (&Location::Item(at, index), named.item(index));
            // A value that has no example stands for itself, so that the rules alone judge it.
            let nodes = (expected.get(index).or(first).unwrap_or(actual), actual);
            match &shared {
                Some(below) => self.entry(kind, nodes, below, place),
                None => self.entry(kind, nodes, &below(index), place),
            }
        }
    }

    /// A list without rules: the same length, item by item.
    fn fixed_list(&mut self, (expected, actual): (&[Node<'_>], &[Node<'_>]), container: &Container<'_>) {
        let (kind, Here { live, at, named }) = (container.kind, container.here);
        if expected.len() != actual.len() {
            let lengths = (expected.len(), actual.len());
            let (expected, actual) = (self.list_json(kind, expected), self.list_json(kind, actual));
            self.report(at, || Difference::Length { expected, actual, lengths });
        }
        for (index, nodes) in expected.iter().zip(actual).enumerate() {
            let (live, at) = (&live.item(index), &Location::Item(at, index));
            self.single(kind, nodes, Here { live, at, named: named.item(index) });
        }
    }

    /// An entry of an open map, or an item of a list.
    fn entry(
        &mut self,
        kind: Kind,
        nodes: (&Node<'_>, &Node<'_>),
        below: &Below<'_>,
        (at, named): (&Location<'_>, Named<'_>),
    ) {
        for (set, path) in &below.beside {
            let unmet = if kind.message().is_some() {
                let read = |node: &Node<'_>| to_json::single(self.verdict.schema, kind, node);
                unmet(set, path, (&read(nodes.0), &read(nodes.1)), SITE)
            } else {
                self.unmet(kind, nodes, Ruled { set, path, inherited: false, is_absent: false })
            };
            for (difference, rule) in unmet {
                self.add(at, difference, Some(rule));
            }
        }
        match &below.joined {
            Some((set, above)) => {
                let live = &below.live.clone().judged_by(set, above);
                self.single(kind, nodes, Here { live, at, named });
            }
            None => self.single(kind, nodes, Here { live: &below.live, at, named }),
        }
        for live in &below.again {
            self.again(kind, nodes, Here { live, at, named });
        }
    }

    /// One more walk over an entry, under other rules that are to be met too.
    fn again(&mut self, kind: Kind, nodes: (&Node<'_>, &Node<'_>), here: Here<'_>) {
        let mut found = Vec::new();
        let is_told = self.mismatches.is_some();
        let is_met = self.fits_in(is_told.then_some(&mut found), |walk| walk.single(kind, nodes, here));
        if let Some(reason) = given_up(self.tries, "entries under several rules") {
            return self.report(here.at, || reason);
        }
        self.differs |= !is_met;
        if let Some(mismatches) = &mut self.mismatches {
            add_once(found, mismatches);
        }
    }

    /// What the rules at a list or map ask of it as a whole.
    fn whole(&mut self, (found, inherited): (Found<'_>, bool), container: &Container<'_>) {
        let (size, is_list) = match container.actual {
            Node::List(items) => (items.len(), true),
            Node::Map(entries) => (entries.len(), false),
            _ => return,
        };
        let read = |node: &Node<'_>| self.container_json(container.kind, node);
        let not_applicable =
            |rule: &Rule| Difference::NotApplicable { rule: rule.name().to_owned(), actual: read(container.actual) };
        let is_one_of_several = found.set.combine == Combine::Or || has_opening(found.set);
        let is_misplaced = |rule: &Rule| is_one_of_several && !rule.is_about_containers();
        let check = |rule: &Rule| match rule {
            Rule::Type { min: Some(min), .. } if size < *min && !inherited => {
                Some(Difference::TooFew { actual: read(container.actual), size, min: *min })
            }
            Rule::Type { max: Some(max), .. } if size > *max && !inherited => {
                Some(Difference::TooMany { actual: read(container.actual), size, max: *max })
            }
            Rule::NotEmpty if size == 0 => Some(Difference::IsEmpty { actual: read(container.actual) }),
            Rule::Unknown { .. } => Some(not_applicable(rule)),
            Rule::Values | Rule::EachKey(_) if is_list => Some(not_applicable(rule)),
            Rule::ArrayContains(_) if !is_list => Some(not_applicable(rule)),
            Rule::Equality if !self.is_same(container) => {
                let (expected, actual) = (read(container.expected), read(container.actual));
                Some(Difference::Unequal { expected, actual })
            }
            // The others are for what is inside; neither do they meet the place, nor hold below beside those that open it.
            _ if is_misplaced(rule) => Some(not_applicable(rule)),
            _ => None,
        };
        // What is not equal about a map is said of its keys and values.
        let is_told_below = |rule: &Rule| !is_list && *rule == Rule::Equality;
        let has_say = |rule: &Rule| !inherited || (rule.cascades() && rule.is_about_containers());
        let judges = |rule: &Rule| container.asked.includes(rule) && has_say(rule) && !is_told_below(rule);
        for (difference, rule) in unmet_of(found.set, found.path, judges, check) {
            self.add(container.here.at, difference, Some(rule));
        }
    }

    /// The example the rules have for values of a list or map that has none.
    fn template(&self, kind: Kind, open: &Open<'_>) -> Option<Node<'static>> {
        from_json::single(self.verdict.schema, kind, &open.template()?, "$").ok()
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
        let here = Here { live: &variant.rules.start(), at: &Location::Root, named: Named::OnWire };
        self.fits_in(None, |walk| walk.single(kind, nodes, here)) && self.tries > 0
    }

    fn map(&mut self, (expected, actual): (&[Entry<'_>], &[Entry<'_>]), container: &Container<'_>) {
        let (kind, Here { live, at, named }) = (container.kind, container.here);
        let applying = live.applying();
        if let Some(applying) = applying {
            self.whole(applying, container);
        }
        if let Some(open) = Open::of(applying, container.asked).filter(Open::is_of_maps) {
            return self.open_map((expected, actual), &open, container);
        }
        let is_exact = applying.as_ref().is_some_and(|(found, _)| is_exact(found.set));
        let extra_rejected = is_exact || self.verdict.sides == super::Sides::Strict;
        if expected.is_empty() {
            // Under a rule, as in JSON bodies, a map that is empty says nothing of its entries.
            if !actual.is_empty() && (extra_rejected || applying.is_none()) {
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
        (expected, actual): (&[Entry<'_>], &[Entry<'_>]),
        open: &Open<'_>,
        container: &Container<'_>,
    ) {
        let (kind, here) = (container.kind, container.here);
        if is_exact(open.found.set) {
            self.keys((expected, actual), true, here.at);
        }
        let above = open.above(here.live);
        let example = if expected.is_empty() { self.template(kind, open) } else { None };
        let first = expected.first().map(|(_, value)| value).or(example.as_ref());
        for (key, value) in actual {
            let name = key.to_text();
            let at = &Location::Field(here.at, &name);
            for each in &open.each_key {
                let text = Value::string(name.as_ref());
                let site = Site { in_text: true, inherited: false };
                for (difference, rule) in unmet(&each.rules, open.found.path, (&text, &text), site) {
                    self.add(at, difference, Some(rule));
                }
            }
            let live = above.field(&name);
            let template = match get(expected, key) {
                // A value that has no example stands for itself, so that the rules alone judge it.
                None if open.judges_extra(&live) => first.or((!open.has_values).then_some(value)),
                template => template,
            };
            if let Some(template) = template {
                self.entry(kind, (template, value), &Below::of(live, Some(open)), (at, here.named.field(&name)));
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

    fn container_json(&self, kind: Kind, node: &Node<'_>) -> Json {
        match node {
            Node::List(items) => self.list_json(kind, items),
            Node::Map(entries) => self.map_json(kind, entries),
            _ => Json::Null,
        }
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
