//! Reads a definition.

use super::literal::{BackslashB, Reader};
use super::{DefinitionError, Item, Matching};
use crate::generate::check_expression;
use crate::json::{Json, Number, Object};
use crate::rule::{Format, Regex, Rule, semver};

/// The names items begin with.
pub(super) const ITEMS: [&str; 7] =
    ["matching", "notEmpty", "eachKey", "eachValue", "arrayContains", "atLeast", "atMost"];

/// How deep items may stand inside each other.
const MOST_DEPTH: usize = 16;
/// Bytes a definition may have.
const MOST_BYTES: usize = 1 << 20;

pub(super) fn parse(text: &str) -> Result<Vec<Item>, DefinitionError> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    if text.len() > MOST_BYTES {
        return Err(reader.error("longer than 1 MiB"));
    }
    let mut items = vec![reader.item()?];
    while reader.take(',') {
        items.push(reader.item()?);
    }
    if reader.peek().is_some() {
        return Err(reader.error("expected `,` or the end"));
    }
    Ok(items)
}

impl Reader<'_> {
    fn item(&mut self) -> Result<Item, DefinitionError> {
        self.skip_space();
        let begin = self.at;
        let name = self.word();
        if !ITEMS.contains(&name) {
            self.at = begin;
            return Err(self.error(format!("expected one of {}", ITEMS.join(", "))));
        }
        if self.depth == MOST_DEPTH {
            return Err(self.error(format!("nesting deeper than {MOST_DEPTH} levels")));
        }
        self.depth += 1;
        self.expect('(')?;
        let item = match name {
            "matching" => self.matching()?,
            "notEmpty" => {
                let (example, state) = self.value()?;
                Item::Matching(Matching { rule: Rule::NotEmpty, example, state })
            }
            "eachKey" => Item::EachKey(Box::new(self.item()?)),
            "eachValue" => Item::EachValue(Box::new(self.item()?)),
            "arrayContains" => {
                let mut items = vec![self.item()?];
                while self.take(',') {
                    items.push(self.item()?);
                }
                Item::ArrayContains(items)
            }
            "atLeast" => Item::AtLeast(self.size()?),
            _ => Item::AtMost(self.size()?),
        };
        self.depth -= 1;
        if self.take(')') { Ok(item) } else { Err(self.error("expected `,` or `)`")) }
    }

    /// What stands in the brackets of `matching`.
    fn matching(&mut self) -> Result<Item, DefinitionError> {
        if self.take('$') {
            return self.string(BackslashB::Backspace).map(Item::Reference);
        }
        self.skip_space();
        let begin = self.at;
        let name = self.word();
        if name.is_empty() {
            return Err(self.error("expected the name of a rule, such as type, or a reference: $'name'"));
        }
        if let Some(advice) = misplaced(name) {
            self.at = begin;
            return Err(self.error(advice));
        }
        self.expect(',')?;
        let (rule, (example, state)) = self.rule(name)?;
        Ok(Item::Matching(Matching { rule, example, state }))
    }

    fn rule(&mut self, name: &str) -> Result<(Rule, (Json, Option<String>)), DefinitionError> {
        Ok(match name {
            "equalTo" | "equality" => (Rule::Equality, self.value()?),
            "type" => (Rule::Type { min: None, max: None }, self.value()?),
            "number" => (Rule::Number, self.value_that("a number", as_number)?),
            "integer" => (Rule::Integer, self.value_that("a number without fraction", as_integer)?),
            "decimal" => (Rule::Decimal, self.value_that("a number", as_decimal)?),
            "boolean" => (Rule::Boolean, self.value_that("true or false", as_boolean)?),
            "semver" => (Rule::Semver, self.value_that("a semantic version, such as '1.0.0'", as_version)?),
            "include" => {
                let part = self.string(BackslashB::Backspace)?;
                (Rule::Include(part.clone()), (part.into(), None))
            }
            "regex" => {
                let regex = self.compiled(BackslashB::Boundary, Regex::new)?;
                (Rule::Regex(regex), self.text_after_comma()?)
            }
            "date" => (Rule::Date(self.compiled(BackslashB::Backspace, Format::parse)?), self.text_after_comma()?),
            "time" => (Rule::Time(self.compiled(BackslashB::Backspace, Format::parse)?), self.text_after_comma()?),
            "datetime" => {
                (Rule::DateTime(self.compiled(BackslashB::Backspace, Format::parse)?), self.text_after_comma()?)
            }
            "contentType" => {
                let content_type = self.string(BackslashB::Backspace)?;
                (Rule::ContentType(content_type), self.text_after_comma()?)
            }
            plugin => self.plugin_rule(plugin)?,
        })
    }

    /// A literal, or one whose value comes from the provider's state.
    fn value(&mut self) -> Result<(Json, Option<String>), DefinitionError> {
        self.skip_space();
        let begin = self.at;
        if self.word() != "fromProviderState" {
            self.at = begin;
            return Ok((self.literal()?, None));
        }
        self.expect('(')?;
        self.skip_space();
        let begin = self.at;
        let expression = self.string(BackslashB::Backspace)?;
        if let Err(reason) = check_expression(&expression) {
            self.at = begin;
            return Err(self.error(format!("the expression cannot be read: {reason}")));
        }
        self.expect(',')?;
        let literal = self.literal()?;
        self.expect(')')?;
        Ok((literal, Some(expression)))
    }

    /// A value `of` takes, in the form it gives it.
    fn value_that(
        &mut self,
        what: &str,
        of: impl FnOnce(Json) -> Option<Json>,
    ) -> Result<(Json, Option<String>), DefinitionError> {
        self.skip_space();
        let begin = self.at;
        let (example, state) = self.value()?;
        let Some(example) = of(example) else {
            self.at = begin;
            return Err(self.error(format!("expected {what}")));
        };
        Ok((example, state))
    }

    fn text_after_comma(&mut self) -> Result<(Json, Option<String>), DefinitionError> {
        self.expect(',')?;
        self.value_that("a string in single quotes", |value| value.as_str().is_some().then_some(value))
    }

    /// A string that compiles.
    fn compiled<T, E: std::fmt::Display>(
        &mut self,
        backslash_b: BackslashB,
        compile: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, DefinitionError> {
        self.skip_space();
        let begin = self.at;
        let source = self.string(backslash_b)?;
        compile(&source).map_err(|error| {
            self.at = begin;
            self.error(error.to_string())
        })
    }

    /// A rule we do not know: it may be a plugin's.
    fn plugin_rule(&mut self, name: &str) -> Result<(Rule, (Json, Option<String>)), DefinitionError> {
        let mut raw = Object::new();
        raw.insert("match", Json::from(name));
        let (mut example, mut state) = self.value()?;
        if state.is_none() && self.take(',') {
            raw.insert("value", example);
            (example, state) = self.value()?;
        }
        let rule = Rule::Unknown { name: name.to_owned(), raw: Json::Object(raw) };
        Ok((rule, (example, state)))
    }
}

/// What to write instead, for names that are no rule of `matching`.
fn misplaced(name: &str) -> Option<String> {
    match name {
        item if ITEMS.contains(&item) => Some(format!("`{item}` stands by itself: {item}(…)")),
        "min" | "minType" | "min-type" => Some("the least size is written atLeast(…)".to_owned()),
        "max" | "maxType" | "max-type" => Some("the greatest size is written atMost(…)".to_owned()),
        "fromProviderState" | "true" | "false" | "null" => Some("expected the name of a rule, such as type".to_owned()),
        "values" | "statusCode" => Some(format!("the rule `{name}` has no form in this language")),
        _ => None,
    }
}

fn as_number(value: Json) -> Option<Json> {
    value.as_number().is_some().then_some(value)
}

fn as_integer(value: Json) -> Option<Json> {
    value.as_number().is_some_and(Number::is_integer).then_some(value)
}

/// Gives a whole number the fraction the rule asks for.
fn as_decimal(value: Json) -> Option<Json> {
    let number = value.as_number()?;
    if number.is_integer() { Number::parse(&format!("{number}.0")).map(Json::Number) } else { Some(value) }
}

fn as_boolean(value: Json) -> Option<Json> {
    value.as_bool().is_some().then_some(value)
}

fn as_version(value: Json) -> Option<Json> {
    value.as_str().is_some_and(semver::is_version).then_some(value)
}
