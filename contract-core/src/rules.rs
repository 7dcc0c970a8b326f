//! Which rule applies where: a contract's rules, compiled once into a tree of path steps.
//!
//! A comparison walks the body and this tree together. It carries the few tree nodes that match the way so far, so that
//! finding the rule for a node costs its depth, not the number of rules.
//!
//! Among the paths that match a node, or one of its ancestors (rules cascade), the winner is the one with the greatest
//! weight × length, where a named step or position weighs 2 and a wildcard 1; then the longest; then the first in
//! alphabetical order. Exactly one rule set applies: rules from different paths never add up.

use crate::json::Object;
use crate::rule::Rule;
use crate::rule_path::{RulePath, Step};
use smallvec::SmallVec;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// What may differ from the example in one request, response or message.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rules {
    /// For the method.
    pub method: Option<RuleSet>,
    /// For the path.
    pub path: Option<RuleSet>,
    /// For the status.
    pub status: Option<RuleSet>,
    /// For query parameters, by name.
    pub query: Vec<(String, RuleSet)>,
    /// For headers, by name; case does not count.
    pub header: Vec<(String, RuleSet)>,
    /// For message metadata, by key.
    pub metadata: Vec<(String, RuleSet)>,
    /// For places in the body.
    pub body: BodyRules,
    /// Categories we give no meaning to, kept for writing back.
    pub extra: Object<'static>,
}

impl Rules {
    /// Whether nothing may differ.
    pub fn is_empty(&self) -> bool {
        self.sets().next().is_none() && self.extra.is_empty()
    }

    /// Every rule set with its category (`path`, `query`, `header`, `body` …) and its name or path there.
    pub fn sets(&self) -> impl Iterator<Item = (&'static str, String, &RuleSet)> {
        let whole = [("method", &self.method), ("path", &self.path), ("status", &self.status)];
        let whole = whole.into_iter().filter_map(|(part, set)| Some((part, String::new(), set.as_ref()?)));
        let named = [("query", &self.query), ("header", &self.header), ("metadata", &self.metadata)];
        let named =
            named.into_iter().flat_map(|(part, sets)| sets.iter().map(move |(name, set)| (part, name.clone(), set)));
        whole.chain(named).chain(self.body.iter().map(|(path, set)| ("body", path.to_string(), set)))
    }

    /// The rules for a query parameter.
    pub fn for_query(&self, name: &str) -> Option<&RuleSet> {
        find(&self.query, |known| known == name)
    }

    /// The rules for the value of a query parameter at one position, where there are any for it alone.
    pub(crate) fn for_query_value(&self, name: &str, position: usize) -> Option<&RuleSet> {
        // One alone is for all values: tools have written it so.
        let of_name = |(key, _): &&(String, RuleSet)| key == name || bare_name(key) == name;
        let mut sets = self.query.iter().filter(of_name);
        let (first, second) = (sets.next()?, sets.next()?);
        let key = format!("{name}[{position}]");
        let is_it = |key: &str, known: &str| known.strip_prefix("$.").unwrap_or(known) == key;
        let found = [first, second].into_iter().chain(sets).find(|(known, _)| is_it(&key, known));
        found.map(|(_, set)| set)
    }

    /// The rules for a header.
    pub fn for_header(&self, name: &str) -> Option<&RuleSet> {
        find(&self.header, |known| known.eq_ignore_ascii_case(name))
    }
}

/// The name in a key that may be written as a path: `$.name`, `$['name']`, `name[0]`, `name[*]`.
pub(crate) fn bare_name(key: &str) -> Cow<'_, str> {
    if let Some(Ok(path)) = key.starts_with('$').then(|| RulePath::parse(key))
        && let [Step::Field(name)] | [Step::Field(name), Step::Index(_) | Step::StarIndex] = path.steps()
    {
        return Cow::Owned(name.clone());
    }
    let key = key.strip_prefix("$.").unwrap_or(key);
    let position = key.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    let is_position = |inner: &str| inner == "*" || inner.bytes().all(|byte| byte.is_ascii_digit());
    match position {
        Some((name, inner)) if !inner.is_empty() && is_position(inner) => Cow::Borrowed(name),
        _ => Cow::Borrowed(key),
    }
}

/// By the name itself, else by a name written as a path, as old files have it.
fn find(sets: &[(String, RuleSet)], is: impl Fn(&str) -> bool) -> Option<&RuleSet> {
    let exact = sets.iter().find(|(name, _)| is(name));
    exact.or_else(|| sets.iter().find(|(name, _)| is(&bare_name(name)))).map(|(_, set)| set)
}

/// The rules at one place, and whether all or any of them must be met.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RuleSet {
    /// The rules in the order of the file.
    pub rules: Vec<Rule>,
    /// Whether all or one must be met.
    pub combine: Combine,
}

impl RuleSet {
    /// A single rule.
    pub fn one(rule: Rule) -> Self {
        Self { rules: vec![rule], combine: Combine::And }
    }
}

/// How several rules at one place add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Combine {
    /// Every rule must be met.
    #[default]
    And,
    /// One rule must be met.
    Or,
}

/// The rules for places in a body, compiled. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct BodyRules(Arc<Compiled>);

#[derive(Debug, Default)]
struct Compiled {
    /// Sorted by path text, which settles ties.
    sets: Vec<(RulePath, RuleSet)>,
    /// `nodes[0]` is the root.
    nodes: Vec<Node>,
}

impl PartialEq for BodyRules {
    fn eq(&self, other: &Self) -> bool {
        self.0.sets == other.0.sets
    }
}

#[derive(Debug, Clone, Default)]
struct Node {
    fields: HashMap<String, u32>,
    indexes: HashMap<usize, u32>,
    star: Option<u32>,
    star_index: Option<u32>,
    /// The rule set whose path ends here.
    set: Option<u32>,
    /// Doublings of the path that ends here: how many of its steps are named, the root included.
    named: u32,
    /// How many steps it has, the root included.
    length: u32,
}

impl BodyRules {
    /// Compiles rule sets. A path given twice keeps the last set; a set without rules counts as absent.
    pub fn compile(sets: impl IntoIterator<Item = (RulePath, RuleSet)>) -> Self {
        let mut by_path: std::collections::BTreeMap<String, (RulePath, RuleSet)> = std::collections::BTreeMap::new();
        for (path, set) in sets {
            if !set.rules.is_empty() {
                by_path.insert(path.to_string(), (path, set));
            }
        }
        let mut compiled = Compiled { sets: by_path.into_values().collect(), nodes: Vec::new() };
        if !compiled.sets.is_empty() {
            compiled.nodes.push(Node { named: 1, length: 1, ..Node::default() });
            for at in 0..compiled.sets.len() {
                compiled.plant(at);
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

    /// The start of a walk, at the root.
    pub(crate) fn start(&self) -> Live<'_> {
        let mut live =
            Live { rules: &self.0, nodes: SmallVec::new(), best: None, cascading: None, depth: 0, has_positions: true };
        if !self.0.nodes.is_empty() {
            live.enter(0);
        }
        live
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

/// The rules in force at one node of a body: the tree nodes the way there leads to, and the best rule set so far.
#[derive(Debug, Clone)]
pub(crate) struct Live<'r> {
    rules: &'r Compiled,
    nodes: SmallVec<[u32; 4]>,
    /// What applies here.
    best: Option<Found<'r>>,
    /// What applies below, where nothing better is found.
    cascading: Option<Found<'r>>,
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

    #[test]
    fn names_written_as_paths_are_found_when_the_name_itself_is_not() {
        let rules = Rules { header: vec![("$.X-Id[0]".into(), RuleSet::one(Rule::Integer))], ..Rules::default() };
        assert!(rules.for_header("x-id").is_some());
        assert!(rules.for_query("X-Id").is_none());
    }

    #[test]
    fn only_positions_and_the_form_of_a_path_are_taken_off_a_name() {
        for (key, name) in [
            ("a", "a"),
            ("a[0]", "a"),
            ("a[*]", "a"),
            ("$.a[12]", "a"),
            ("$['a b']", "a b"),
            ("$['X-Id'][*]", "X-Id"),
            ("filter[x]", "filter[x]"),
            ("filter[x][0]", "filter[x]"),
            ("a[]", "a[]"),
            ("$.a b", "a b"),
            ("$", "$"),
        ] {
            assert_eq!(bare_name(key), name, "{key}");
        }
        let query = vec![("filter[x]".into(), RuleSet::one(Rule::Integer))];
        let rules = Rules { query, ..Rules::default() };
        assert!(rules.for_query("filter").is_none() && rules.for_query("filter[x]").is_some());
    }
}
