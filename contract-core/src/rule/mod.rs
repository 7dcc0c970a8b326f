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
//!
//! A rule is applied to an expected and an actual value and answers what differs, or nothing.

pub mod boolean;
pub mod date;
pub mod equality;
pub mod include;
pub mod kind;
pub mod null;
pub mod number;
pub mod regex;

pub use date::Format;
pub use regex::{Regex, RegexError};

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
            Self::Unknown { name, .. } => name,
        }
    }

    /// What `actual` lacks by this rule.
    pub(crate) fn check(&self, expected: &Value<'_>, actual: &Value<'_>, site: Site) -> Option<Difference> {
        let both_contain = expected.is_container() && actual.is_container();
        if both_contain && !self.is_about_containers() {
            return (!site.inherited).then(|| self.not_applicable(actual));
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
            Self::Unknown { .. } => Some(self.not_applicable(actual)),
        }
    }

    fn is_about_containers(&self) -> bool {
        matches!(self, Self::Equality | Self::Regex(_) | Self::Type { .. } | Self::Unknown { .. })
    }

    fn not_applicable(&self, actual: &Value<'_>) -> Difference {
        Difference::NotApplicable { rule: self.name().to_owned(), actual: actual.clone().into_owned() }
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
