//! The matching rules, one to a file.
//!
//! | rule | accepts | since |
//! |---|---|---|
//! | [`equality`](mod@equality) | the example itself | V3 |
//! | [`regex`](mod@regex) | a text the expression matches as a whole | V2 |
//! | [`type`](mod@kind) | any value of the example's kind, sizes between `min` and `max` | V2 |
//! | [`include`](mod@include) | a text with a given part | V3 |
//! | [`number`, `integer`, `decimal`](mod@number) | numbers; in texts, what reads as one | V3 |
//! | [`boolean`](mod@boolean) | `true`, `false`, and the texts `"true"`, `"false"` | V3 |
//! | [`null`](mod@null) | `null` | V3 |
//! | [`date`, `time`, `datetime`](mod@date) | texts that follow a pattern of Java's letters | V3 |
//! | [`contentType`](mod@content_type) | content of a type by its looks | V3 |
//! | [`values`, `eachKey`, `eachValue`](mod@each) | maps with any keys | V3, V4 |
//! | [`arrayContains`](mod@array_contains) | a list with an item for each variant | V4 |
//! | [`notEmpty`](mod@not_empty) | a value of the example's kind that is not empty | V4 |
//! | [`semver`](mod@semver) | a semantic version | V4 |
//! | [`statusCode`](mod@status_code) | a status of a class | V4 |
//!
//! A rule is applied to an expected and an actual value and answers what differs, or nothing. Where one rule of several is
//! enough (`"combine": "OR"`), only those count that have something to say of the value: one inherited from a list or map
//! it opens (`eachKey`, `arrayContains` …) does not.

pub mod array_contains;
pub mod boolean;
pub mod content_type;
pub mod date;
pub mod each;
pub mod equality;
pub mod include;
pub mod kind;
pub mod not_empty;
pub mod null;
pub mod number;
pub mod regex;
pub mod semver;
pub mod status_code;

pub use array_contains::Variant;
pub use date::Format;
pub use each::Each;
pub(crate) use regex::{Budget, SPENT, TOTAL_SIZE_LIMIT as REGEX_ROOM, translate as translate_regex};
pub use regex::{Regex, RegexError};
pub use status_code::StatusClass;

use crate::json::{Json, Value};
use crate::mismatch::Difference;

/// One matching rule.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Rule {
    /// The value must be the example.
    Equality,
    /// The value's text must match an expression as a whole.
    Regex(Regex),
    /// The value must be of the example's kind, a list or map within the sizes given.
    Type {
        /// The least number of entries.
        min: Option<usize>,
        /// The greatest number of entries.
        max: Option<usize>,
    },
    /// The value's text must include this part.
    Include(String),
    /// A number.
    Number,
    /// A number without fraction.
    Integer,
    /// A number with a fraction.
    Decimal,
    /// A boolean.
    Boolean,
    /// `null`.
    Null,
    /// A date.
    Date(Format),
    /// A time of day.
    Time(Format),
    /// A date and time.
    DateTime(Format),
    /// Content of this type by its looks.
    ContentType(String),
    /// A map whose keys are not compared.
    Values,
    /// A value of the example's kind that is not empty.
    NotEmpty,
    /// A semantic version.
    Semver,
    /// A status of this class.
    StatusCode(StatusClass),
    /// A list with an item for each of these.
    ArrayContains(Vec<Variant>),
    /// A map whose every key meets these rules.
    EachKey(Each),
    /// A map or list whose every value meets these rules.
    EachValue(Each),
    /// A rule this version does not know: it is kept, and what depends on it cannot be verified.
    Unknown {
        /// Its name.
        name: String,
        /// The rule as read.
        raw: Json,
    },
}

/// Where a rule meets a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Site {
    /// The value stands in a text: a path, a query, a header.
    pub(crate) in_text: bool,
    /// The rule was inherited from an ancestor.
    pub(crate) inherited: bool,
}

impl Rule {
    /// The rule's name, as in a contract file.
    pub fn name(&self) -> &str {
        match self {
            Self::Equality => "equality",
            Self::Regex(_) => "regex",
            Self::Type { .. } => "type",
            Self::Include(_) => "include",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Boolean => "boolean",
            Self::Null => "null",
            Self::Date(_) => "date",
            Self::Time(_) => "time",
            Self::DateTime(_) => "datetime",
            Self::ContentType(_) => "contentType",
            Self::Values => "values",
            Self::NotEmpty => "notEmpty",
            Self::Semver => "semver",
            Self::StatusCode(_) => "statusCode",
            Self::ArrayContains(_) => "arrayContains",
            Self::EachKey(_) => "eachKey",
            Self::EachValue(_) => "eachValue",
            Self::Unknown { name, .. } => name,
        }
    }

    /// Whether the rule has a say here at all: an inherited one has none where it is for other places.
    pub(crate) fn judges(&self, (expected, actual): (&Value<'_>, &Value<'_>), site: Site) -> bool {
        let is_for_leaves = !self.is_about_containers() && expected.is_container() && actual.is_container();
        !site.inherited || (self.cascades() && !is_for_leaves)
    }

    /// What `actual` lacks by this rule.
    pub(crate) fn check(&self, expected: &Value<'_>, actual: &Value<'_>, site: Site) -> Option<Difference> {
        if !self.judges((expected, actual), site) {
            return None;
        }
        let both_contain = expected.is_container() && actual.is_container();
        if both_contain && !self.is_about_containers() {
            return Some(self.not_applicable(actual));
        }
        match self {
            Self::Equality => equality::check(expected, actual),
            Self::Regex(regex) => regex.check(expected, actual),
            Self::Type { min, max } => kind::check((*min, *max), expected, actual, site),
            Self::Include(part) => include::check(part, actual),
            Self::Number => number::check_number(actual, site),
            Self::Integer => number::check_integer(actual, site),
            Self::Decimal => number::check_decimal(actual, site),
            Self::Boolean => boolean::check(actual),
            Self::Null => null::check(actual),
            Self::Date(format) => date::check("date", format, actual),
            Self::Time(format) => date::check("time", format, actual),
            Self::DateTime(format) => date::check("datetime", format, actual),
            Self::ContentType(expected) => content_type::check(expected, actual),
            Self::NotEmpty => not_empty::check(expected, actual, site),
            Self::Semver => semver::check(actual),
            Self::StatusCode(class) => status_code::check(class, &actual.to_text()),
            // Walks over containers do what these ask for; on anything else they make no sense.
            Self::Values | Self::EachKey(_) => {
                let are_maps = matches!((expected, actual), (Value::Object(_), Value::Object(_)));
                (!are_maps).then(|| self.not_applicable(actual))
            }
            Self::ArrayContains(_) => {
                let are_lists = matches!((expected, actual), (Value::Array(_), Value::Array(_)));
                (!are_lists).then(|| self.not_applicable(actual))
            }
            Self::EachValue(_) => (!both_contain).then(|| self.not_applicable(actual)),
            Self::Unknown { .. } => Some(self.not_applicable(actual)),
        }
    }

    /// Whether the rule holds for everything below the place it is put on.
    pub(crate) fn cascades(&self) -> bool {
        !matches!(self, Self::Values | Self::ArrayContains(_) | Self::EachKey(_) | Self::EachValue(_))
    }

    pub(crate) fn is_about_containers(&self) -> bool {
        let structural = !self.cascades();
        structural
            || matches!(
                self,
                Self::Equality | Self::Regex(_) | Self::Type { .. } | Self::NotEmpty | Self::Unknown { .. }
            )
    }

    fn not_applicable(&self, actual: &Value<'_>) -> Difference {
        Difference::NotApplicable { rule: self.name().to_owned(), actual: actual.excerpt() }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Rule, Site};

    /// What `rule` says of JSON values in a body.
    pub(crate) fn in_body(rule: &Rule, expected: &str, actual: &str) -> Option<String> {
        said(rule, expected, actual, Site { in_text: false, inherited: false })
    }

    /// What `rule` says of texts in a query, header or path.
    pub(crate) fn in_text(rule: &Rule, actual: &str) -> Option<String> {
        said(rule, "\"\"", &format!("{actual:?}"), Site { in_text: true, inherited: false })
    }

    fn said(rule: &Rule, expected: &str, actual: &str, site: Site) -> Option<String> {
        let read = |text: &str| crate::json::parse(text.as_bytes()).unwrap().into_owned();
        rule.check(&read(expected), &read(actual), site).map(|difference| difference.to_string())
    }

    #[test]
    fn a_scalar_rule_on_a_container_fails_unless_inherited() {
        assert_eq!(in_body(&Rule::Integer, "[1]", "[1]").unwrap(), "Unable to match [1] (Array) with rule 'integer'");
        assert_eq!(said(&Rule::Integer, "[1]", "[1]", Site { in_text: false, inherited: true }), None);
    }
}
