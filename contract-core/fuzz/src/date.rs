//! Date patterns and date expressions.

use abide_contract_core::generate::{DateExpression, Moment};
use abide_contract_core::rule::Format;

/// The first line is a pattern, the second a text it is held against, the third an expression.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut lines = text.splitn(3, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (pattern, text, expression) = (line(), line(), line());
    let Ok(base) = Moment::parse("2024-02-29T10:11:12.131415+01:00[Europe/Vienna]") else { return };
    if let Ok(format) = Format::parse(pattern) {
        format.matches(text);
        format.print(&base);
    }
    for read in [DateExpression::parse, DateExpression::parse_time] {
        if let Ok(read) = read(expression) {
            let _ = read.apply(&base);
        }
    }
}
