//! `{"match": "arrayContains", "variants": [{"index", "rules", "generators"}]}`: a list that has an item for each variant.
//! Since V4.
//!
//! Applies to lists in bodies and metadata, and to the values under one name of a query, header or form. A variant takes the example's item at `index` as its template, with rules whose
//! paths start at the item. Every variant must find an item; order and further items do not count, and one item may serve
//! two variants. Beside other rules every item is judged by those as well, several `arrayContains` each find theirs.
//!
//! With `[{"rel": "self", "href": "/orders/1"}]` as the example,
//!
//! ```json
//! {"$.links": {"matchers": [{"match": "arrayContains", "variants": [
//!     {"index": 0, "rules": {"$.href": {"matchers": [{"match": "regex", "regex": "/orders/[0-9]+"}]}}}
//! ]}]}}
//! ```
//!
//! accepts `[{"rel": "next", "href": "/x"}, {"rel": "self", "href": "/orders/7"}]`; a list without an item whose `rel` is
//! `"self"` does not pass. How many values one comparison looks at is bounded, and giving up is a difference.

use crate::generate::Generator;
use crate::json::Object;
use crate::rule_path::RulePath;
use crate::rules::BodyRules;

/// One kind of item a list must contain.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Variant {
    /// The position of its template in the example.
    pub index: usize,
    /// What may differ from the template; `$` is the item.
    pub rules: BodyRules,
    /// What is made in an item when it is sent; `$` is the item.
    pub generators: Vec<(RulePath, Generator)>,
    /// Categories of rules beside those for the body, where the rules stood in categories; kept for writing back.
    pub categories: Object<'static>,
    /// Fields we give no meaning to, kept for writing back.
    pub extra: Object<'static>,
}
