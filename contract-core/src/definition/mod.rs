//! The rule definition language: `matching(regex, '\d+', '42')` says example, rule and generator in one text.
//!
//! Configurations of plugins (gRPC, CSV) and of test DSLs that can only send texts are written in it. A [`Definition`] is
//! such a text taken apart; printing it gives the canonical spelling, which reads back the same.
//!
//! ```
//! use abide_contract_core::definition::Definition;
//! use abide_contract_core::json::Json;
//!
//! let definition = Definition::parse(r"atLeast(1), eachValue(matching(regex,'\d+','42'))")?;
//! assert_eq!(definition.to_string(), r"atLeast(1), eachValue(matching(regex, '\d+', '42'))");
//! let names: Vec<_> = definition.rules().iter().map(|rule| rule.name().to_owned()).collect();
//! assert_eq!(names, ["type", "eachValue"]);
//!
//! assert_eq!(Definition::parse("matching(type, 'Ann')")?.example(), Some(Json::from("Ann")));
//! assert_eq!(Definition::recognise("plain text")?, None);
//! let error = Definition::recognise("matching(type, 'Ann'").unwrap_err();
//! assert_eq!((error.offset, error.reason.as_str()), (20, "expected `,` or `)`"));
//! # Ok::<(), abide_contract_core::definition::DefinitionError>(())
//! ```
//!
//! # Grammar
//!
//! White space is free between tokens. Nesting goes to 16 levels, a text to 1 MiB.
//!
//! ```text
//! definition := item (',' item)*
//! item       := 'matching' '(' rule ')'            | 'notEmpty' '(' value ')'
//!             | 'eachKey' '(' item ')'             | 'eachValue' '(' item ')'
//!             | 'arrayContains' '(' item (',' item)* ')'
//!             | 'atLeast' '(' digits ')'           | 'atMost' '(' digits ')'
//! rule       := ('equalTo' | 'type') ',' value     | ('number' | 'integer' | 'decimal') ',' value
//!             | ('datetime' | 'date' | 'time') ',' string ',' value
//!             | 'regex' ',' string ',' value       | 'include' ',' string
//!             | 'boolean' ',' value                | 'semver' ',' value
//!             | 'contentType' ',' string ',' value
//!             | NAME (',' literal)? ',' value      a rule of a plugin; the literal is its `value`
//!             | '$' string                         what another entry, of this name, defines
//! value      := literal | 'fromProviderState' '(' string ',' literal ')'
//! literal    := string | number | 'true' | 'false' | 'null'
//! number     := '-'? digits ('.' digits)?
//! string     := "'" … "'"   with \' \b \f \n \r \t \uXXXX \u{…}; any other backslash, and a pair of them, stands for itself;
//!                           in the expression of `regex`, \b is the word boundary and stays
//! ```
//!
//! # What items mean
//!
//! | item | example | rules | generator | since |
//! |---|---|---|---|---|
//! | `matching(equalTo, 'a')`, `matching(type, 1)` | the literal | `equality`, `type` | | V3, V2 |
//! | `matching(number, 1)`, `integer`, `decimal` | a number | the same | | V3 |
//! | `matching(boolean, true)` | a boolean | `boolean` | | V3 |
//! | `matching(regex, '\d+', '1')`, `matching(include, 'a')` | a string | the same | | V2, V3 |
//! | `matching(date, 'yyyy-MM-dd', '2024-02-29')`, `time`, `datetime` | a string | the same | `Date`, `Time`, `DateTime` of the format | V3 |
//! | `matching(contentType, 'text/plain', 'a')`, `matching(semver, '1.0.0')` | a string | the same | | V3, V4 |
//! | `notEmpty('a')` | the literal | `notEmpty` | | V4 |
//! | `eachKey(…)`, `eachValue(…)` | | `eachKey`, `eachValue` of the inner rules | | V4 |
//! | `arrayContains(…, …)` | the list of examples | `arrayContains`, a variant for each | | V4 |
//! | `atLeast(1)`, `atMost(5)` | | one `type` with `min`, `max` | | V2 |
//! | `matching($'Person')` | | for the caller: see [`Item::Reference`] | | V4 |
//! | `… fromProviderState('${id}', 7)` | the literal | as without | `ProviderState`, of the literal's type | V3 |
//!
//! Where several items have an example or a generator, the first counts. An example is not held to its rule here: the
//! examples people copy break theirs.

mod literal;
mod parse;
mod print;

#[cfg(test)]
mod tests;

use crate::file::write_generator;
use crate::generate::{DataType, Generator};
use crate::json::{Json, Kind, parse as parse_json};
use crate::rule::{Each, Format, Rule, Variant};
use crate::rule_path::RulePath;
use crate::rules::{BodyRules, RuleSet};

/// A text of the definition language, taken apart.
///
/// `to_string` gives the canonical spelling.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// At least one.
    items: Vec<Item>,
}

/// One part of a definition.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Item {
    /// `matching(…)` and `notEmpty(…)`: a rule with its example.
    Matching(Matching),
    /// `matching($'name')`: the value is defined by another entry of the configuration, which the caller looks up. It
    /// holds the template, and values are matched by type against it.
    Reference(String),
    /// `eachKey(…)`: every key of a map meets the item.
    EachKey(Box<Item>),
    /// `eachValue(…)`: every value of a map or list meets the item.
    EachValue(Box<Item>),
    /// `arrayContains(…)`: for each item, a list has a value that meets it.
    ArrayContains(Vec<Item>),
    /// `atLeast(n)`: a list or map has no fewer entries.
    AtLeast(usize),
    /// `atMost(n)`: a list or map has no more entries.
    AtMost(usize),
}

/// A rule with its example.
#[derive(Debug, Clone, PartialEq)]
pub struct Matching {
    rule: Rule,
    example: Json,
    /// The expression of `fromProviderState`.
    state: Option<String>,
}

/// A text that begins like a definition and is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rule definition `{}` is malformed at offset {offset}: {reason}", shortened(text))]
pub struct DefinitionError {
    /// The whole text.
    pub text: String,
    /// Where it goes wrong, in bytes.
    pub offset: usize,
    /// What is wrong.
    pub reason: String,
}

/// Keeps a sentence readable.
fn shortened(text: &str) -> String {
    const READABLE: usize = 200;
    match text.char_indices().nth(READABLE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Whether `text` begins like a definition: with the name of an item and its bracket.
///
/// Configurations hold plain values beside definitions. One that begins like this and does not parse is a slip of the pen,
/// not a plain value.
pub fn looks_like_definition(text: &str) -> bool {
    let text = text.trim_start();
    let begins = |name: &&str| text.strip_prefix(*name).is_some_and(|rest| rest.trim_start().starts_with('('));
    parse::ITEMS.iter().any(begins)
}

impl Definition {
    /// Reads a definition.
    pub fn parse(text: &str) -> Result<Self, DefinitionError> {
        parse::parse(text).map(|items| Self { items })
    }

    /// Reads a definition, or finds a plain value: a text that does not begin like a definition.
    pub fn recognise(text: &str) -> Result<Option<Self>, DefinitionError> {
        if looks_like_definition(text) { Self::parse(text).map(Some) } else { Ok(None) }
    }

    /// The parts, in the order written.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The example: the first one stated.
    ///
    /// `eachKey` and `eachValue` state none for the map or list itself; the inner item has one for its entries.
    pub fn example(&self) -> Option<Json> {
        self.items.iter().find_map(Item::example)
    }

    /// The rules for the place the definition stands for, all of which must be met. References have none.
    pub fn rules(&self) -> Vec<Rule> {
        rules_of(&self.items)
    }

    /// How values are made for the place, if they are: the first generator stated.
    pub fn generator(&self) -> Option<Generator> {
        self.items.iter().find_map(Item::generator)
    }

    /// The names of other entries the definition refers to, at any depth.
    pub fn references(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.items.iter().for_each(|item| item.collect_references(&mut names));
        names
    }
}

/// The rules of all items; bounds come together as one.
fn rules_of(items: &[Item]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for item in items {
        let is_bound = |rule: &&mut Rule| matches!(rule, Rule::Type { min, max } if min.or(*max).is_some());
        match (item, rules.iter_mut().find(is_bound)) {
            (Item::AtLeast(size), Some(Rule::Type { min, .. })) => *min = (*min).max(Some(*size)),
            (Item::AtMost(size), Some(Rule::Type { max, .. })) => {
                *max = Some(max.map_or(*size, |known| known.min(*size)));
            }
            _ => rules.extend(item.rule()),
        }
    }
    rules
}

impl Item {
    /// The example this item states.
    pub fn example(&self) -> Option<Json> {
        match self {
            Self::Matching(matching) => Some(matching.example.clone()),
            Self::ArrayContains(variants) => {
                let examples = variants.iter().map(Self::example).collect::<Option<Vec<_>>>();
                examples.map(Json::Array)
            }
            _ => None,
        }
    }

    /// The rule this item states; a reference has none.
    pub fn rule(&self) -> Option<Rule> {
        Some(match self {
            Self::Matching(matching) => matching.rule.clone(),
            Self::Reference(_) => return None,
            Self::EachKey(item) => {
                let value = item.example().map(|example| Json::string(example.to_text().into_owned()));
                Rule::EachKey(Each { value, ..item.each() })
            }
            Self::EachValue(item) => {
                let value = item.example().map(|example| Json::string(text_of_json(&example)));
                Rule::EachValue(Each { value, ..item.each() })
            }
            Self::ArrayContains(items) => {
                let variant = |(index, item): (usize, &Self)| Variant {
                    index,
                    rules: BodyRules::compile([(RulePath::root(), item.rule_set())]),
                    generators: item.generator().map(|generator| (RulePath::root(), generator)).into_iter().collect(),
                    ..Variant::default()
                };
                Rule::ArrayContains(items.iter().enumerate().map(variant).collect())
            }
            Self::AtLeast(size) => Rule::Type { min: Some(*size), max: None },
            Self::AtMost(size) => Rule::Type { min: None, max: Some(*size) },
        })
    }

    /// How values are made by this item, if they are.
    pub fn generator(&self) -> Option<Generator> {
        match self {
            Self::Matching(matching) => matching.generator(),
            _ => None,
        }
    }

    fn rule_set(&self) -> RuleSet {
        let rules = match self {
            // What a reference asks of a value is the kind of its template.
            Self::Reference(_) => vec![Rule::Type { min: None, max: None }],
            item => item.rule().into_iter().collect(),
        };
        RuleSet { rules, ..RuleSet::default() }
    }

    /// What every key or value meets, without an example.
    fn each(&self) -> Each {
        Each { rules: self.rule_set(), value: None, generator: self.generator().as_ref().map(write_generator) }
    }

    fn collect_references<'d>(&'d self, names: &mut Vec<&'d str>) {
        match self {
            Self::Reference(name) => names.push(name),
            Self::EachKey(item) | Self::EachValue(item) => item.collect_references(names),
            Self::ArrayContains(items) => items.iter().for_each(|item| item.collect_references(names)),
            Self::Matching(_) | Self::AtLeast(_) | Self::AtMost(_) => {}
        }
    }
}

impl Matching {
    /// The rule with its example; `None` for rules the language has no words for.
    #[cfg(feature = "protobuf")]
    pub(crate) fn of(rule: &Rule, example: &Json) -> Option<Self> {
        let example = match rule {
            Rule::Include(part) => Json::string(part.clone()),
            Rule::Type { min: None, max: None }
            | Rule::Equality
            | Rule::Regex(_)
            | Rule::NotEmpty
            | Rule::Semver
            | Rule::Number
            | Rule::Integer
            | Rule::Decimal
            | Rule::Boolean
            | Rule::Date(_)
            | Rule::Time(_)
            | Rule::DateTime(_) => example.clone(),
            _ => return None,
        };
        (!example.is_container()).then(|| Self { rule: rule.clone(), example, state: None })
    }

    /// The rule.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The example.
    pub fn example(&self) -> &Json {
        &self.example
    }

    /// The expression of `fromProviderState`, where the value comes from there.
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    /// How values are made, if they are.
    pub fn generator(&self) -> Option<Generator> {
        if let Some(expression) = &self.state {
            let data_type = Some(data_type(self.example.kind()));
            return Some(Generator::ProviderState { expression: expression.clone(), data_type });
        }
        let written = |format: &Format| Some(format.as_str().to_owned());
        Some(match &self.rule {
            Rule::Date(format) => Generator::Date { format: written(format), expression: None },
            Rule::Time(format) => Generator::Time { format: written(format), expression: None },
            Rule::DateTime(format) => Generator::DateTime { format: written(format), expression: None },
            _ => return None,
        })
    }
}

/// What a state's value is converted to, so that it is of the example's kind.
pub(crate) fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::String => DataType::String,
        Kind::Integer => DataType::Integer,
        Kind::Decimal => DataType::Decimal,
        Kind::Boolean => DataType::Boolean,
        Kind::Null | Kind::Array | Kind::Object => DataType::Raw,
    }
}

/// The text [`Each::template`] reads back as `example`: a string as it is, unless it would read as something else.
pub(crate) fn text_of_json(example: &Json) -> String {
    match example.as_str() {
        Some(text) if parse_json(text.as_bytes()).is_err() => text.to_owned(),
        _ => example.to_compact(),
    }
}
