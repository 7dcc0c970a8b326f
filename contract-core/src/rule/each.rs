//! `values`, `eachKey` and `eachValue`: maps (and lists) whose keys are not known beforehand. Since V3 (`values`), V4.
//!
//! Apply to bodies and metadata, at exactly the place they are put on; `values` and `eachKey` to maps only, `eachValue` also
//! to the values under one name of a query, header or form.
//!
//! - `{"match": "values"}`: keys are not compared. An entry is compared with the example's entry of the same key,
//!   otherwise with the example's first entry.
//! - `{"match": "eachKey", "rules": […], "value"?, "generator"?}`: every key must meet the rules; keys may be missing or
//!   more. The values of further keys are compared only where the path of a rule leads to them (`$.map.*`,
//!   `$.map.*.id`), then with the example's first entry; under `equality` there is nothing they could be equal to.
//! - `{"match": "eachValue", "rules": […], "value"?, "generator"?}`: every value must meet the rules, and those of a path
//!   that ends at it (`$.map.*`) besides; below it, rules of deeper paths go before. Keys and sizes are not compared. The
//!   template is the example's entry of the same key, otherwise its first entry, otherwise `value`, otherwise the value
//!   that arrived, so that only rules judge it.
//!
//! Several of them at one place, and other rules beside them, are all to be met: every key by the rules of each `eachKey`, every
//! value by those of each `eachValue` and by the rules of the same set that hold below (`type`, `regex` …). Where one rule is
//! enough, each is tried alone.
//!
//! What `generator` makes stands in place of every value of `eachValue` when the example of a body is sent. Elsewhere it is kept
//! and not run, and so is the one of `eachKey` everywhere: a key that is made anew is one no path of a rule or generator leads
//! to. `check` names those that are not run.
//!
//! A map from numbers to prices, with `{"17": 9.99}` as the example:
//!
//! ```json
//! {"$.prices": {"matchers": [
//!     {"match": "eachKey", "rules": [{"match": "regex", "regex": "[0-9]+"}]},
//!     {"match": "eachValue", "rules": [{"match": "decimal"}]}
//! ]}}
//! ```
//!
//! `{"4": 1.50, "5": 2.50}` and `{}` pass; `{"four": 1.50}` breaks the first rule, `{"4": "1.50"}` the second.

use crate::json::Json;
use crate::rules::RuleSet;

/// What every key or value must meet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Each {
    /// The rules; without any, values are compared with their template.
    pub rules: RuleSet,
    /// An example, which some tools write as a text that holds JSON.
    pub value: Option<Json>,
    /// How an example is made, kept as read; that of keys is not run.
    pub generator: Option<Json>,
}

impl Each {
    /// These rules, all of which must be met.
    pub fn of(rules: impl IntoIterator<Item = crate::rule::Rule>) -> Self {
        Self {
            rules: RuleSet { rules: rules.into_iter().collect(), ..RuleSet::default() },
            value: None,
            generator: None,
        }
    }

    /// The example as a value: texts that hold JSON are read.
    pub fn template(&self) -> Option<Json> {
        let value = self.value.as_ref()?;
        let read = value.as_str().and_then(|text| crate::json::parse(text.as_bytes()).ok());
        Some(read.map_or_else(|| value.clone(), crate::json::Value::into_owned))
    }
}
