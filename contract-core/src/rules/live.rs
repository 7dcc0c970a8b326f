//! The rules in force on the way through a body.

use super::compiled::{Compiled, Node};
use super::{BodyRules, RuleSet};
use crate::rule::Rule;
use crate::rule_path::{RulePath, Step};
use smallvec::SmallVec;

/// The rules in force at one node of a body: the tree nodes the way there leads to, and the best rule set so far.
#[derive(Debug, Clone)]
pub(crate) struct Live<'r> {
    rules: &'r Compiled,
    nodes: SmallVec<[u32; 4]>,
    /// What applies here.
    best: Option<Found<'r>>,
    /// What applies below, where nothing better is found.
    cascading: Option<Found<'r>>,
    /// What would apply below if nothing were put on this place.
    outer: Option<Found<'r>>,
    depth: u32,
    /// Whether paths in the document have positions; where they have not, `[*]` and `[n]` in rules are passed over.
    has_positions: bool,
}

/// The rule set that applies at a node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'r> {
    pub(crate) set: &'r RuleSet,
    pub(crate) path: &'r RulePath,
    rank: Rank,
    depth: u32,
}

/// Weight × length, length, and the place in the alphabet.
type Rank = (u128, u32, std::cmp::Reverse<u32>);

fn rank(named: u32, length: u32, at: u32) -> Rank {
    let weight = 1_u128.checked_shl(named).unwrap_or(u128::MAX);
    (weight.saturating_mul(u128::from(length)), length, std::cmp::Reverse(at))
}

/// The rank of a path without its positions.
fn rank_of_names(path: &RulePath, at: u32) -> Rank {
    let (mut named, mut length) = (1, 1);
    for step in path.steps() {
        named += u32::from(matches!(step, Step::Field(_)));
        length += u32::from(matches!(step, Step::Field(_) | Step::Star));
    }
    rank(named, length, at)
}

impl BodyRules {
    /// The start of a walk, at the root.
    pub(crate) fn start(&self) -> Live<'_> {
        let rules = &*self.0;
        let mut live = Live {
            rules,
            nodes: SmallVec::new(),
            best: None,
            cascading: None,
            outer: None,
            depth: 0,
            has_positions: true,
        };
        if !rules.nodes.is_empty() {
            live.enter(0);
        }
        live
    }
}

impl<'r> Live<'r> {
    fn enter(&mut self, node: u32) {
        let mut at = self.nodes.len();
        self.nodes.push(node);
        while let Some(node) = self.nodes.get(at).map(|node| &self.rules.nodes[*node as usize]) {
            self.consider(node);
            if self.has_positions {
                return;
            }
            self.nodes.extend(node.indexes.values().chain(&node.star_index).copied());
            at += 1;
        }
    }

    fn consider(&mut self, node: &Node) {
        let Some(at) = node.set else { return };
        let (path, set) = &self.rules.sets[at as usize];
        let rank = if self.has_positions { rank(node.named, node.length, at) } else { rank_of_names(path, at) };
        let found = Found { set, path, rank, depth: self.depth };
        if self.best.is_none_or(|best| rank > best.rank) {
            self.best = Some(found);
        }
        if set.rules.iter().any(Rule::cascades) && self.cascading.is_none_or(|best| rank > best.rank) {
            self.cascading = Some(found);
        }
    }

    fn below(&self) -> Self {
        Self {
            rules: self.rules,
            nodes: SmallVec::new(),
            best: self.cascading,
            cascading: self.cascading,
            outer: self.cascading,
            depth: self.depth + 1,
            has_positions: self.has_positions,
        }
    }

    /// One step down, into the entry `name`.
    pub(crate) fn field(&self, name: &str) -> Self {
        let mut below = self.below();
        for node in &self.nodes {
            let node = &self.rules.nodes[*node as usize];
            for child in node.fields.get(name).into_iter().chain(&node.star) {
                below.enter(*child);
            }
        }
        below
    }

    /// One step down, into the entry that goes by any of these names, which differ.
    #[cfg(feature = "xml")]
    pub(crate) fn named(&self, names: &[&str]) -> Self {
        let mut below = self.below();
        for node in &self.nodes {
            let node = &self.rules.nodes[*node as usize];
            for child in names.iter().filter_map(|name| node.fields.get(*name)).chain(&node.star) {
                below.enter(*child);
            }
        }
        below
    }

    /// The same place in a document whose paths have no positions: `[*]` and `[n]` in rules are passed over.
    #[cfg(feature = "xml")]
    pub(crate) fn without_positions(&self) -> Self {
        let ranked = |found: Found<'r>| Found { rank: rank_of_names(found.path, found.rank.2.0), ..found };
        let mut here = Self {
            rules: self.rules,
            nodes: SmallVec::new(),
            best: self.best.map(ranked),
            cascading: self.cascading.map(ranked),
            outer: self.outer.map(ranked),
            depth: self.depth,
            has_positions: false,
        };
        for node in &self.nodes {
            here.enter(*node);
        }
        here
    }

    /// One step down, into the item at `index`.
    pub(crate) fn item(&self, index: usize) -> Self {
        let mut below = self.below();
        for node in &self.nodes {
            let node = &self.rules.nodes[*node as usize];
            for child in node.indexes.get(&index).into_iter().chain(&node.star_index).chain(&node.star) {
                below.enter(*child);
            }
        }
        below
    }

    /// The same place, with `set` applying unless a rule deeper than `above` does.
    pub(crate) fn or_under(mut self, set: &'r RuleSet, above: &Found<'r>) -> Self {
        let deeper = |found: Option<Found<'r>>| found.is_some_and(|found| found.depth > above.depth);
        let found = Found { set, path: above.path, rank: above.rank, depth: self.depth };
        if !deeper(self.best) {
            self.best = Some(found);
        }
        if !deeper(self.cascading) && set.rules.iter().any(Rule::cascades) {
            self.cascading = Some(found);
        }
        self
    }

    /// The same place, itself judged by `set`, which stands above; what is below is judged as before.
    pub(crate) fn judged_by(self, set: &'r RuleSet, above: &Found<'r>) -> Self {
        let found = Found { set, path: above.path, rank: above.rank, depth: self.depth };
        Self { best: Some(found), ..self }
    }

    /// The same place, with `set` in the place of the one put on this very place, for which `found` stands.
    pub(crate) fn instead(mut self, set: &'r RuleSet, found: &Found<'r>) -> Self {
        let is_it = |known: Option<Found<'r>>| known.is_some_and(|known| std::ptr::eq(known.set, found.set));
        let found = (!set.rules.is_empty()).then_some(Found { set, ..*found });
        if is_it(self.best) {
            self.best = found;
        }
        if is_it(self.cascading) {
            self.cascading = found.filter(|_| set.rules.iter().any(Rule::cascades));
        }
        self
    }

    /// The same place, where what is put on it says nothing of what is below.
    pub(crate) fn not_cascading(&self) -> Self {
        Self { cascading: self.outer, ..self.clone() }
    }

    /// The rule sets whose path ends at this place.
    pub(crate) fn ending_here(&self) -> impl Iterator<Item = &'r RuleSet> {
        let set = |node: &u32| self.rules.nodes[*node as usize].set;
        self.nodes.iter().filter_map(set).map(|at| &self.rules.sets[at as usize].1)
    }

    /// Whether every item of a list here is under the same rules.
    pub(crate) fn items_are_alike(&self) -> bool {
        self.nodes.iter().all(|node| self.rules.nodes[*node as usize].indexes.is_empty())
    }

    /// Whether a rule's path leads to this place, or through it.
    pub(crate) fn is_on_a_path(&self) -> bool {
        !self.nodes.is_empty()
    }

    /// Whether no rule is for a place below.
    pub(crate) fn is_at_an_end(&self) -> bool {
        let is_end = |node: &Node| {
            node.fields.is_empty() && node.indexes.is_empty() && node.star.is_none() && node.star_index.is_none()
        };
        self.nodes.iter().all(|node| is_end(&self.rules.nodes[*node as usize]))
    }

    /// The rule set that applies here, and whether it was inherited from an ancestor.
    pub(crate) fn applying(&self) -> Option<(Found<'r>, bool)> {
        self.best.map(|found| (found, found.depth < self.depth))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn winner(paths: &[&str], way: &[Step]) -> Option<(String, bool)> {
        let sets = paths.iter().map(|path| (RulePath::parse(path).unwrap(), RuleSet::one(Rule::Equality)));
        let rules = BodyRules::compile(sets);
        let mut live = rules.start();
        for step in way {
            live = match step {
                Step::Field(name) => live.field(name),
                Step::Index(index) => live.item(*index),
                Step::Star | Step::StarIndex => unreachable!("a way has no wildcards"),
            };
        }
        live.applying().map(|(found, inherited)| (found.path.to_string(), inherited))
    }

    #[test]
    fn the_heaviest_path_wins_and_cascades() {
        let field = |name: &str| Step::Field(name.to_owned());
        let way = [field("a"), Step::Index(1), field("b")];
        for (paths, expected) in [
            (&["$.a"][..], Some(("$.a", true))),
            (&["$.a[1].b", "$.a[*].b", "$.*"], Some(("$.a[1].b", false))),
            (&["$.a[*].b", "$.a[*].*"], Some(("$.a[*].b", false))),
            (&["$.a.*.b"], Some(("$.a.*.b", false))),
            (&["$.*[*].*", "$.a"], Some(("$.*[*].*", false))),
            (&["$.a[1].c", "$.b"], None),
            (&["$", "$.b"], Some(("$", true))),
            (&["$.a[1].b.c"], None),
        ] {
            let expected = expected.map(|(path, inherited)| (path.to_owned(), inherited));
            assert_eq!(winner(paths, &way), expected, "{paths:?}");
        }
    }

    #[test]
    fn a_tie_goes_to_the_first_in_alphabetical_order() {
        let way = [Step::Field("a".to_owned()), Step::Field("b".to_owned())];
        assert_eq!(winner(&["$.a.*", "$.*.b"], &way), Some(("$.*.b".to_owned(), false)));
    }
}
