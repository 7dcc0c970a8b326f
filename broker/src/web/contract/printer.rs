//! JSON in lines, each with the rules that hold there and a mark where something differs.

use crate::web::view::{cascades, generator_words, rule_words};
use abide_contract_core::generate::Generator;
use abide_contract_core::json::Value;
use abide_contract_core::rule::Rule;
use abide_contract_core::rule_path::{RulePath, Step};
use abide_contract_core::rules::{BodyRules, RuleSet};

/// A line of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Line {
    /// Blanks before it.
    pub(crate) indent: String,
    /// What stands in it.
    pub(crate) code: String,
    /// What follows and is never marked.
    pub(crate) tail: &'static str,
    /// Whether something here differs.
    pub(crate) marked: bool,
    /// What may stand here instead; empty if only this.
    pub(crate) rule: String,
}

impl Line {
    /// A line without rules.
    pub(crate) fn plain(code: impl Into<String>) -> Self {
        Self { code: code.into(), ..Self::default() }
    }
}

/// What the lines of a body depend on beside the body itself.
pub(crate) struct Printer<'r> {
    rules: Vec<(&'r RulePath, &'r RuleSet)>,
    generators: &'r [(RulePath, Generator)],
    marks: &'r [RulePath],
    lines: Vec<Line>,
    way: Vec<Step>,
    /// How many more rules, generators and marks may be looked at: there may be many for many values.
    looks: usize,
}

/// How many rules, generators and marks the lines of one body look at.
const MOST_LOOKS: usize = 4_000_000;

/// The rules that can still apply on the way down, and the best that does.
#[derive(Clone)]
struct Live {
    /// Rules whose path agrees with the way so far.
    open: Vec<usize>,
    best: Option<Best>,
}

/// A rule set in force, and how it beats others: as matching itself has it.
#[derive(Clone, Copy, PartialEq)]
struct Best {
    rank: (u128, usize, std::cmp::Reverse<usize>),
    rule: usize,
    /// How far down it was found.
    depth: usize,
}

/// The lines of a JSON value.
pub(crate) fn lines(
    value: &Value<'_>,
    rules: &BodyRules,
    generators: &[(RulePath, Generator)],
    marks: &[RulePath],
) -> Vec<Line> {
    let (rules, looks) = (rules.iter().collect(), MOST_LOOKS);
    let mut printer = Printer { rules, generators, marks, lines: Vec::new(), way: Vec::new(), looks };
    let live = Live { open: (0..printer.rules.len()).collect(), best: None };
    let live = printer.arrive(live);
    printer.print(value, "", &live, "");
    if printer.looks == 0 {
        printer.lines.push(Line { rule: "not all rules are shown".to_owned(), ..Line::default() });
    }
    printer.lines
}

/// The lines of a JSON value nobody has rules for.
pub(crate) fn plain_lines(value: &Value<'_>) -> Vec<Line> {
    lines(value, &BodyRules::default(), &[], &[])
}

impl Printer<'_> {
    /// Whether so many may be looked at still.
    fn looks_at(&mut self, many: usize) -> bool {
        self.looks = self.looks.saturating_sub(many);
        self.looks > 0
    }

    /// Takes the rules whose path ends at the present place into account.
    fn arrive(&self, mut live: Live) -> Live {
        let depth = self.way.len();
        for rule in &live.open {
            let steps = self.rules[*rule].0.steps();
            if steps.len() != depth {
                continue;
            }
            let named = steps.iter().filter(|step| matches!(step, Step::Field(_) | Step::Index(_))).count();
            let weight = u32::try_from(named + 1).ok().and_then(|named| 1_u128.checked_shl(named)).unwrap_or(u128::MAX);
            let rank = (weight.saturating_mul(depth as u128 + 1), depth, std::cmp::Reverse(*rule));
            if live.best.is_none_or(|best| rank > best.rank) {
                live.best = Some(Best { rank, rule: *rule, depth });
            }
        }
        live
    }

    /// The rules one step further down; the step is the last of the way.
    fn below(&mut self, live: &Live) -> Live {
        let depth = self.way.len();
        if !self.looks_at(live.open.len()) {
            return Live { open: Vec::new(), best: None };
        }
        let agrees = |step: &Step| match (step, &self.way[depth - 1]) {
            (Step::Star, _) | (Step::StarIndex, Step::Index(_)) => true,
            (expected, found) => expected == found,
        };
        let open =
            live.open.iter().copied().filter(|rule| self.rules[*rule].0.steps().get(depth - 1).is_some_and(agrees));
        self.arrive(Live { open: open.collect(), best: live.best })
    }

    fn print(&mut self, value: &Value<'_>, key: &str, live: &Live, tail: &'static str) {
        match value {
            Value::Object(object) if !object.is_empty() => {
                self.line(format!("{key}{{"), value, live, "");
                let entries = object.sorted();
                for (index, (name, entry)) in entries.iter().enumerate() {
                    self.child(Step::Field((*name).to_owned()), entry, live, index + 1 == entries.len());
                }
                self.close("}", tail);
            }
            Value::Array(items) if !items.is_empty() => {
                self.line(format!("{key}["), value, live, "");
                for (index, item) in items.iter().enumerate() {
                    self.child(Step::Index(index), item, live, index + 1 == items.len());
                }
                self.close("]", tail);
            }
            other => self.line(format!("{key}{}", other.to_compact()), other, live, tail),
        }
    }

    fn child(&mut self, step: Step, value: &Value<'_>, live: &Live, is_last: bool) {
        let key = match &step {
            Step::Field(name) => format!("{}: ", Value::string(name.as_str()).to_compact()),
            _ => String::new(),
        };
        self.way.push(step);
        let live = self.below(live);
        self.print(value, &key, &live, if is_last { "" } else { "," });
        self.way.pop();
    }

    fn line(&mut self, code: String, value: &Value<'_>, live: &Live, tail: &'static str) {
        let marked = self.marks.iter().any(|mark| mark.steps() == self.way);
        let is_here = |best: Best| best.depth == self.way.len() && is_plain_equality(self.rules[best.rule].1);
        let above = if live.best.is_some_and(is_here) { self.rules.len() } else { 0 };
        let many = self.marks.len() + self.generators.len() + above;
        let rule = if self.looks_at(many) { self.words(value, live) } else { String::new() };
        self.lines.push(Line { indent: "  ".repeat(self.way.len()), code, tail, marked, rule });
    }

    fn close(&mut self, bracket: &str, tail: &'static str) {
        self.lines.push(Line {
            indent: "  ".repeat(self.way.len()),
            code: bracket.to_owned(),
            tail,
            ..Line::default()
        });
    }

    /// Rules declared here, rules a value inherits, and what replaces the value when it is sent.
    fn words(&self, value: &Value<'_>, live: &Live) -> String {
        let mut words = Vec::new();
        if let Some(best) = live.best {
            let set = self.rules[best.rule].1;
            let declared = best.depth == self.way.len();
            if declared && is_plain_equality(set) {
                words.extend((best.depth > 0 && self.overrides(live)).then(|| rule_words(set, value)));
            } else if declared {
                words.push(rule_words(set, value));
            } else if !value.is_container() {
                words.extend(inherited(set).map(|set| rule_words(&set, value)));
            }
        }
        words.extend(
            self.generators
                .iter()
                .filter(|(path, _)| self.stands_at(path))
                .map(|(_, made)| generator_words(made).to_owned()),
        );
        words.join(", ")
    }

    /// Whether an equality here takes back a wider rule further up.
    fn overrides(&self, live: &Live) -> bool {
        let here = self.way.len();
        let is_above =
            |steps: &[Step]| steps.len() < here && steps.iter().zip(&self.way).all(|(step, found)| agree(step, found));
        live.best.is_some() && self.rules.iter().any(|(path, set)| is_above(path.steps()) && !is_plain_equality(set))
    }

    fn stands_at(&self, path: &RulePath) -> bool {
        path.steps().len() == self.way.len()
            && path.steps().iter().zip(&self.way).all(|(step, found)| agree(step, found))
    }
}

fn agree(step: &Step, found: &Step) -> bool {
    matches!((step, found), (Step::Star, _) | (Step::StarIndex, Step::Index(_))) || step == found
}

fn is_plain_equality(set: &RuleSet) -> bool {
    set.rules == [Rule::Equality]
}

/// What a value below a rule still has to keep: sizes are the list's own.
fn inherited(set: &RuleSet) -> Option<RuleSet> {
    if is_plain_equality(set) || !cascades(set) {
        return None;
    }
    let rules = set.rules.iter().map(|rule| match rule {
        Rule::Type { .. } => Rule::Type { min: None, max: None },
        other => other.clone(),
    });
    Some(RuleSet::of(rules.collect(), set.combine))
}

#[cfg(test)]
mod tests {
    use super::lines;
    use abide_contract_core::json;
    use abide_contract_core::rule::{Regex, Rule};
    use abide_contract_core::rule_path::RulePath;
    use abide_contract_core::rules::{BodyRules, RuleSet};

    #[test]
    fn many_rules_for_many_values_end_somewhere() {
        let body = json::parse(b"[1]").unwrap();
        let path = |at: usize| RulePath::parse(&format!("$[{at}]")).unwrap();
        let rules = |many: usize| BodyRules::compile((0..many).map(|at| (path(at), RuleSet::one(Rule::Integer))));
        let last = |many: usize, values: usize| {
            let list = json::Value::Array(vec![body.clone(); values]);
            lines(&list, &rules(many), &[], &[]).pop().unwrap()
        };
        assert_eq!(last(100, 100).code, "]");
        assert_eq!(last(10_000, 1_000).rule, "not all rules are shown");
    }

    #[test]
    fn rules_stand_where_they_hold_and_marks_where_something_differs() {
        let body =
            br#"{"id": "ref-77", "lines": [{"sku": "S", "cents": 1, "kind": "x"}], "free": "as it is", "none": []}"#;
        let body = json::parse(body).unwrap();
        let path = |text: &str| RulePath::parse(text).unwrap();
        let rules = BodyRules::compile([
            (path("$.id"), RuleSet::one(Rule::Regex(Regex::new("ref-[0-9]+").unwrap()))),
            (path("$.lines"), RuleSet::one(Rule::Type { min: Some(1), max: None })),
            (path("$.lines[*].cents"), RuleSet::one(Rule::Integer)),
            (path("$.lines[*].kind"), RuleSet::one(Rule::Equality)),
            (path("$.free"), RuleSet::one(Rule::Equality)),
        ]);
        let printed: Vec<String> = lines(&body, &rules, &[], &[path("$.lines[0].sku")])
            .iter()
            .map(|line| {
                let mark = if line.marked { "!" } else { "" };
                let rule = if line.rule.is_empty() { String::new() } else { format!("  <- {}", line.rule) };
                format!("{}{mark}{}{}{rule}", line.indent, line.code, line.tail)
            })
            .collect();
        insta::assert_snapshot!(printed.join("\n"), @r#"
        {
          "free": "as it is",
          "id": "ref-77",  <- matches ref-[0-9]+
          "lines": [  <- 1 or more like this
            {
              "cents": 1,  <- any integer
              "kind": "x",  <- equal to "x"
              !"sku": "S"  <- any string
            }
          ],
          "none": []
        }
        "#);
    }
}
