//! Expected and actual, walked together; what differs is collected as values.

use crate::body::Body;
use crate::rules::Rules;

/// Why something with these rules and this body cannot be judged.
pub(crate) fn obstacles(_rules: &Rules, _body: &Body, _content_type: Option<&str>, _part: &str) -> Vec<String> {
    Vec::new()
}
