//! Rules that are put on a place the example does not have: they judge nothing that the example shows.

use super::Kind;
use super::part::{Example, Part, Placed};
use super::report::Report;
use crate::http::Headers;
#[cfg(feature = "protobuf")]
use crate::protobuf::Tree;
use crate::rule::Rule;
#[cfg(feature = "protobuf")]
use crate::rule_path::RulePath;
use crate::rules::{RuleSet, is_key_of, is_key_of_header};
#[cfg(feature = "protobuf")]
use std::cell::RefCell;
use std::collections::HashSet;

pub(super) fn check(part: &Part<'_>, report: &mut Report<'_, '_>) {
    let mut reached: HashSet<*const RuleSet> = HashSet::new();
    part.visit(|place| reached.extend(place.live.ending_here().map(std::ptr::from_ref)));
    let message = Message::of(part);
    let mut told: HashSet<*const RuleSet> = HashSet::new();
    let mut unreached: Vec<&Placed<'_>> = Vec::new();
    for placed in part.rules().iter().filter(|placed| !hits(part, placed, &reached, &message)) {
        // One word for all rules of a place.
        if told.insert(std::ptr::from_ref(placed.set)) {
            unreached.push(placed);
        }
    }
    // Where a list is not there, its variants are not either.
    let inside: Vec<*const RuleSet> = unreached.iter().flat_map(|placed| inner_sets(placed.rule)).collect();
    for placed in unreached.into_iter().filter(|placed| !inside.contains(&std::ptr::from_ref(placed.set))) {
        let names = part.rules_of(placed.set).map(|placed| format!("`{}`", placed.rule.name()));
        let names = names.collect::<Vec<_>>().join(", ");
        let text = format!("{} hits nothing in the example, so that nothing shows what {names} is for", placed.place());
        report.add(Kind::RuleHitsNothing, placed.pointer.clone(), text);
    }
}

/// The rule sets in the variants of a list.
fn inner_sets(rule: &Rule) -> Vec<*const RuleSet> {
    let Rule::ArrayContains(variants) = rule else { return Vec::new() };
    let sets = variants.iter().flat_map(|variant| variant.rules.iter());
    let inner = sets.flat_map(|(_, set)| {
        std::iter::once(std::ptr::from_ref(set)).chain(set.rules.iter().flat_map(inner_sets)).collect::<Vec<_>>()
    });
    inner.collect()
}

fn hits(part: &Part<'_>, placed: &Placed<'_>, reached: &HashSet<*const RuleSet>, message: &Message) -> bool {
    let name = placed.name.as_str();
    match (placed.category, part.example) {
        ("body", _) if part.is_of_plugin => placed.is_nested || message.has(name),
        // The rules of `eachKey` and `eachValue` go where those go.
        ("body", _) => reached.contains(&std::ptr::from_ref(placed.set)) || is_each(part, placed),
        ("header", Example::Request(request)) => has_header(&request.headers, name, part),
        ("header", Example::Response(response)) => has_header(&response.headers, name, part),
        ("query", Example::Request(request)) => request.query.iter().any(|(known, _)| is_key_of(name, known)),
        ("metadata", Example::Message(message)) => message.metadata.contains_key(name),
        ("header" | "query" | "metadata", _) => false,
        _ => true,
    }
}

/// A body that is a Protobuf message, where the contract describes it.
#[derive(Default)]
struct Message {
    #[cfg(feature = "protobuf")]
    tree: Option<RefCell<Tree>>,
}

impl Message {
    #[cfg(feature = "protobuf")]
    fn of(part: &Part<'_>) -> Self {
        let (body, _) = part.body();
        let read = || body.meaning.as_ref()?.tree(&body.to_bytes()?);
        Self { tree: read().map(RefCell::new) }
    }

    #[cfg(not(feature = "protobuf"))]
    fn of(_: &Part<'_>) -> Self {
        Self::default()
    }

    /// Whether there is something at a path; what cannot be looked into may have anything.
    #[cfg_attr(
        not(feature = "protobuf"),
        expect(unused_variables, clippy::unused_self, reason = "nothing is looked into")
    )]
    fn has(&self, path: &str) -> bool {
        #[cfg(feature = "protobuf")]
        if let (Some(tree), Ok(path)) = (&self.tree, RulePath::parse(path)) {
            return tree.borrow_mut().has(&path);
        }
        true
    }
}

fn is_each(part: &Part<'_>, placed: &Placed<'_>) -> bool {
    part.rules().iter().any(|outer| match outer.rule {
        Rule::EachKey(each) | Rule::EachValue(each) => std::ptr::eq(&raw const each.rules, placed.set),
        _ => false,
    })
}

/// A rule for the content type also judges the one stated with the body.
fn has_header(headers: &Headers, name: &str, part: &Part<'_>) -> bool {
    let implied = part.body().1.is_some() && name.eq_ignore_ascii_case("content-type");
    implied || headers.iter().any(|(known, _)| is_key_of_header(name, known))
}
