//! The rule sets of a body, planted into a tree of path steps.

use super::RuleSet;
use crate::rule_path::{RulePath, Step};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The rules for places in a body, compiled. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct BodyRules(pub(super) Arc<Compiled>);

#[derive(Debug, Default)]
pub(super) struct Compiled {
    /// Sorted by path text, which settles ties.
    pub(super) sets: Vec<(RulePath, RuleSet)>,
    /// `nodes[0]` is the root.
    pub(super) nodes: Vec<Node>,
}

impl PartialEq for BodyRules {
    fn eq(&self, other: &Self) -> bool {
        self.0.sets == other.0.sets
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    pub(super) fields: HashMap<String, u32>,
    pub(super) indexes: HashMap<usize, u32>,
    pub(super) star: Option<u32>,
    pub(super) star_index: Option<u32>,
    /// The rule set whose path ends here.
    pub(super) set: Option<u32>,
    /// Doublings of the path that ends here: how many of its steps are named, the root included.
    pub(super) named: u32,
    /// How many steps it has, the root included.
    pub(super) length: u32,
}

impl BodyRules {
    /// Compiles rule sets. A path given twice keeps the last set; a set without rules applies nowhere, and is kept only for
    /// the fields it has.
    pub fn compile(sets: impl IntoIterator<Item = (RulePath, RuleSet)>) -> Self {
        let mut by_path: BTreeMap<String, (RulePath, RuleSet)> = BTreeMap::new();
        for (path, set) in sets {
            if !set.is_empty() {
                by_path.insert(path.to_string(), (path, set));
            }
        }
        let mut compiled = Compiled { sets: by_path.into_values().collect(), nodes: Vec::new() };
        if !compiled.sets.is_empty() {
            compiled.nodes.push(Node { named: 1, length: 1, ..Node::default() });
            for at in 0..compiled.sets.len() {
                if !compiled.sets[at].1.rules.is_empty() {
                    compiled.plant(at);
                }
            }
        }
        Self(Arc::new(compiled))
    }

    /// Paths and rule sets, sorted by path.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&RulePath, &RuleSet)> {
        self.0.sets.iter().map(|(path, set)| (path, set))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.sets.is_empty()
    }
}

impl Compiled {
    fn plant(&mut self, at: usize) {
        let mut node = 0;
        for step in self.sets[at].0.steps().to_vec() {
            node = self.child(node, step);
        }
        self.nodes[node].set = u32::try_from(at).ok();
    }

    fn child(&mut self, node: usize, step: Step) -> usize {
        let next = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let named = self.nodes[node].named + u32::from(matches!(step, Step::Field(_) | Step::Index(_)));
        let length = self.nodes[node].length + 1;
        let parent = &mut self.nodes[node];
        let child = match step {
            Step::Field(name) => *parent.fields.entry(name).or_insert(next),
            Step::Index(index) => *parent.indexes.entry(index).or_insert(next),
            Step::Star => *parent.star.get_or_insert(next),
            Step::StarIndex => *parent.star_index.get_or_insert(next),
        };
        if child == next {
            self.nodes.push(Node { named, length, ..Node::default() });
        }
        child as usize
    }
}
