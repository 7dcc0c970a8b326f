//! Two elements of the same name, walked together.

use super::super::super::ExtraKeys;
use super::super::super::location::Location;
use super::super::super::told::{MOST_TOLD, tell};
use super::super::super::value::{self, unmet, unmet_of};
use crate::body::xml::Name;
use crate::json::Value;
use crate::mismatch::{Difference, Mismatch, RuleOrigin};
use crate::rule::equality::unequal;
use crate::rule::{Rule, Site};
use crate::rules::{Combine, Found, Live, RuleSet};
use roxmltree::Node;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

const ATTRIBUTE: &str = "attribute";
pub(super) const TEXT: &str = "#text";
const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

pub(super) struct Walk<'m> {
    extra_keys: ExtraKeys,
    mismatches: &'m mut Vec<Mismatch>,
    /// How much more may be told.
    room: usize,
}

/// The rules in force at the element of this name.
pub(super) fn below<'r>(live: &Live<'r>, name: Name<'_>) -> Live<'r> {
    let full = name.full();
    match name.written().filter(|written| *written != full) {
        Some(written) => live.named(&[&full, written]),
        None => live.named(&[&full]),
    }
}

/// The rules in force at the attribute of this name.
pub(super) fn at_attribute<'r>(live: &Live<'r>, name: Name<'_>) -> Live<'r> {
    let path = format!("@{}", name.full());
    match name.written().map(|written| format!("@{written}")) {
        Some(written) if written != path => live.named(&[&path, &written]),
        _ => live.named(&[&path]),
    }
}

type Pair<'e, 'a> = (Node<'e, 'e>, Node<'a, 'a>);

impl<'m> Walk<'m> {
    pub(super) fn new(extra_keys: ExtraKeys, mismatches: &'m mut Vec<Mismatch>) -> Self {
        Self { extra_keys, mismatches, room: MOST_TOLD }
    }
}

impl Walk<'_> {
    /// Compares two elements of the same name. `repeats` says that sizes count this element and not its children.
    pub(super) fn element(&mut self, pair: Pair<'_, '_>, live: &Live<'_>, at: &Location<'_>, repeats: bool) {
        match Self::own_rules(pair.1, live, repeats) {
            Whole::Judged(unmet) => {
                self.add(unmet, at);
                self.inside(pair, live, at);
            }
            Whole::Rest(found, rest, unmet) => {
                self.rest(unmet, at, |walk| walk.inside(pair, &live.clone().instead(&rest, &found), at));
            }
        }
    }

    fn inside(&mut self, pair: Pair<'_, '_>, live: &Live<'_>, at: &Location<'_>) {
        let extra_rejected = is_exact(live) || self.extra_keys == ExtraKeys::Rejected;
        self.attributes(pair, (live, at), extra_rejected);
        let (expected, actual) = (text(pair.0), text(pair.1));
        self.value((&expected, &actual), &live.field(TEXT), &Location::Field(at, TEXT));
        self.children(pair, (live, at), extra_rejected);
    }

    /// What rules put on the element itself ask of it as a whole.
    fn own_rules<'r>(actual: Node<'_, '_>, live: &Live<'r>, repeats: bool) -> Whole<'r> {
        let Some((found, false)) = live.applying() else { return Whole::Judged(Vec::new()) };
        let check = |rule: &Rule| match rule {
            rule if is_sized(rule) => {
                sizes(rule, elements(actual).map(|child| format!("<{}/>", Name::of_element(child).full())))
            }
            Rule::NotEmpty => {
                let is_empty = text(actual).is_empty() && elements(actual).next().is_none();
                (is_empty && actual.attributes().len() == 0).then(|| Difference::IsEmpty { actual: Value::string("") })
            }
            rule if !rule.cascades() => {
                let actual = Value::string(format!("<{}/>", Name::of_element(actual).full()));
                Some(Difference::NotApplicable { rule: rule.name().to_owned(), actual })
            }
            _ => None,
        };
        // Sizes of an element that repeats have been judged with its siblings.
        let judges = |rule: &Rule| *rule == Rule::NotEmpty || !rule.cascades() || (is_sized(rule) && !repeats);
        Whole::of(found, judges, check)
    }

    /// Walks on under the rules that are left where one is enough; what others ask is said if those are not met either.
    fn rest(&mut self, unmet: Unmet, at: &Location<'_>, walk_on: impl FnOnce(&mut Walk<'_>)) {
        let mut found = Vec::new();
        let mut walk = Walk { extra_keys: self.extra_keys, mismatches: &mut found, room: self.room };
        walk_on(&mut walk);
        self.room = walk.room;
        if !found.is_empty() {
            self.add(unmet, at);
            self.mismatches.append(&mut found);
        }
    }

    fn add(&mut self, unmet: Unmet, at: &Location<'_>) {
        for (difference, rule) in unmet {
            self.tell(at, difference, Some(rule));
        }
    }

    fn attributes(&mut self, (expected, actual): Pair<'_, '_>, (live, at): (&Live<'_>, &Location<'_>), strict: bool) {
        let mut found: HashMap<_, _> = HashMap::new();
        for attribute in actual.attributes() {
            let name = Name::of_attribute(&attribute, actual.document());
            found.insert(name.key(), attribute.value());
        }
        let mut known = HashSet::new();
        for attribute in expected.attributes() {
            let name = Name::of_attribute(&attribute, expected.document());
            known.insert(name.key());
            let path = format!("@{}", name.full());
            let here = Location::Field(at, &path);
            match found.get(&name.key()) {
                None => self.report(&here, Difference::Missing { what: ATTRIBUTE, name: name.full() }),
                Some(value) => {
                    self.value((attribute.value(), value), &at_attribute(live, name), &here);
                }
            }
        }
        for attribute in actual.attributes().filter(|_| strict) {
            let name = Name::of_attribute(&attribute, actual.document());
            if !known.contains(&name.key()) {
                let path = format!("@{}", name.full());
                self.report(&Location::Field(at, &path), Difference::Unexpected { what: ATTRIBUTE, name: name.full() });
            }
        }
    }

    /// A text or the value of an attribute.
    fn value(&mut self, (expected, actual): (&str, &str), live: &Live<'_>, at: &Location<'_>) {
        let values = (&Value::string(expected), &Value::string(actual));
        match live.applying() {
            Some((_, true)) if expected.is_empty() && actual.is_empty() => {}
            Some((found, inherited)) => {
                for (difference, rule) in unmet(found.set, found.path, values, Site { in_text: true, inherited }) {
                    self.tell(at, difference, Some(rule));
                }
            }
            None if expected == actual => {}
            None => self.report(at, unequal(values.0, values.1)),
        }
    }

    fn children(&mut self, (expected, actual): Pair<'_, '_>, (live, at): (&Live<'_>, &Location<'_>), strict: bool) {
        let (groups, found) = (grouped(expected), grouped(actual));
        let places: HashMap<_, _> = found.iter().map(|group| (group.name.key(), group)).collect();
        for group in &groups {
            let full = group.name.full();
            let nodes = places.get(&group.name.key()).map_or(&[][..], |group| &group.nodes);
            self.group((&group.nodes, nodes), &below(live, group.name), &Location::Field(at, &full), strict);
        }
        let known: HashSet<_> = groups.iter().map(|group| group.name.key()).collect();
        for group in found.iter().filter(|group| !known.contains(&group.name.key())) {
            if strict || covered_by_type(&below(live, group.name)) {
                let name = group.name.full();
                self.report(&Location::Field(at, &name), Difference::UnexpectedChild { name: name.clone() });
            }
        }
    }

    /// Children of one name.
    fn group(
        &mut self,
        (expected, actual): (&[Node<'_, '_>], &[Node<'_, '_>]),
        live: &Live<'_>,
        at: &Location<'_>,
        strict: bool,
    ) {
        let Some(first) = expected.first().copied() else { return };
        let name = Name::of_element(first).full();
        let repeats = expected.len() > 1 || elements(first).next().is_none();
        let Some((found, false)) = live.applying().filter(|_| repeats) else {
            return self.siblings((expected, actual), (live, at), strict, repeats);
        };
        let check = |rule: &Rule| sizes(rule, actual.iter().map(|_| format!("<{name}/>")));
        match Whole::of(found, is_sized, check) {
            Whole::Judged(unmet) => {
                self.add(unmet, at);
                self.siblings((expected, actual), (live, at), strict, repeats);
            }
            Whole::Rest(found, rest, unmet) => self.rest(unmet, at, |walk| {
                walk.siblings((expected, actual), (&live.clone().instead(&rest, &found), at), strict, repeats);
            }),
        }
    }

    fn siblings(
        &mut self,
        (expected, actual): (&[Node<'_, '_>], &[Node<'_, '_>]),
        (live, at): (&Live<'_>, &Location<'_>),
        strict: bool,
        repeats: bool,
    ) {
        let Some(first) = expected.first().copied() else { return };
        let name = Name::of_element(first).full();
        let by_type = covered_by_type(live);
        for (index, actual) in actual.iter().enumerate() {
            match expected.get(index).copied().filter(|_| !by_type) {
                _ if by_type => self.element((first, *actual), live, at, repeats),
                Some(expected) => self.element((expected, *actual), live, at, repeats),
                None if strict || is_exact(live) => {
                    self.report(at, Difference::UnexpectedChild { name: name.clone() });
                }
                None => break,
            }
        }
        let wanted = if by_type { 1 } else { expected.len() };
        for _ in actual.len()..wanted {
            self.report(at, Difference::MissingChild { name: name.clone() });
        }
    }

    fn report(&mut self, at: &Location<'_>, difference: Difference) {
        self.tell(at, difference, None);
    }

    fn tell(&mut self, at: &Location<'_>, difference: Difference, rule: Option<RuleOrigin>) {
        tell((self.mismatches, &mut self.room), at, difference, rule);
    }
}

/// Whether rules ask for equality, and maybe for more.
fn is_exact(live: &Live<'_>) -> bool {
    live.applying().is_some_and(|(found, _)| value::is_exact(found.set))
}

/// Whether the first element of a name stands for all of them.
fn covered_by_type(live: &Live<'_>) -> bool {
    let is_type = |rule: &Rule| matches!(rule, Rule::Type { .. });
    live.applying().is_some_and(|(found, _)| found.set.rules.iter().any(is_type)) && !is_exact(live)
}

type Unmet = Vec<(Difference, RuleOrigin)>;

/// What the rules about an element as a whole, or about how many there are, leave to be done.
enum Whole<'r> {
    /// They are judged, and the walk goes on under all rules.
    Judged(Unmet),
    /// None of them is met, but one of the rules is enough: those for what is inside are left.
    Rest(Found<'r>, RuleSet, Unmet),
}

impl<'r> Whole<'r> {
    fn of(found: Found<'r>, judges: impl Fn(&Rule) -> bool, check: impl Fn(&Rule) -> Option<Difference>) -> Self {
        let unmet = unmet_of(found.set, found.path, &judges, check);
        let left: Vec<Rule> = found.set.rules.iter().filter(|rule| !judges(rule)).cloned().collect();
        if unmet.is_empty() || left.is_empty() || found.set.combine == Combine::And {
            return Self::Judged(unmet);
        }
        Self::Rest(found, RuleSet::of(left, Combine::Or), unmet)
    }
}

fn is_sized(rule: &Rule) -> bool {
    matches!(rule, Rule::Type { min, max } if min.is_some() || max.is_some())
}

/// What the sizes of a `type` rule ask of a list of elements.
fn sizes(rule: &Rule, names: impl Iterator<Item = String>) -> Option<Difference> {
    let list = Value::Array(names.map(Value::string).collect());
    rule.check(&list, &list, Site { in_text: false, inherited: false })
}

pub(super) fn elements<'d>(node: Node<'d, 'd>) -> impl Iterator<Item = Node<'d, 'd>> {
    node.children().filter(Node::is_element)
}

/// All text directly in an element, without the white space around it.
pub(super) fn text<'d>(node: Node<'d, 'd>) -> Cow<'d, str> {
    let mut texts = node.children().filter(Node::is_text).filter_map(|text| text.text());
    let first = texts.next().unwrap_or_default();
    match texts.next() {
        None => Cow::Borrowed(first.trim_matches(BLANK)),
        Some(second) => {
            let all: String = [first, second].into_iter().chain(texts).collect();
            Cow::Owned(all.trim_matches(BLANK).to_owned())
        }
    }
}

/// Child elements of one name.
struct Group<'d> {
    name: Name<'d>,
    nodes: Vec<Node<'d, 'd>>,
}

fn grouped<'d>(node: Node<'d, 'd>) -> Vec<Group<'d>> {
    let mut groups: Vec<Group<'d>> = Vec::new();
    let mut places = HashMap::new();
    for child in elements(node) {
        let name = Name::of_element(child);
        let place = *places.entry(name.key()).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.nodes.push(child),
            None => groups.push(Group { name, nodes: vec![child] }),
        }
    }
    groups
}
