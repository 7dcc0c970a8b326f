//! The lines of a picture.

use super::clip;
use crate::json::Value;
use std::fmt;

/// Whether a line is expected, received, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Context,
    Expected,
    Received,
}

/// One line of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) mark: Mark,
    pub(super) indent: usize,
    pub(super) text: String,
}

impl Line {
    pub(super) fn new(mark: Mark, indent: usize, text: impl Into<String>) -> Self {
        Self { mark, indent, text: text.into() }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.mark {
            Mark::Context => ' ',
            Mark::Expected => '-',
            Mark::Received => '+',
        };
        let (text, indent) = (&self.text, self.indent * 2);
        write!(f, "{mark} {:indent$}{text}", "")
    }
}

/// The lines of a value that is on one side only, each with its mark.
pub(super) fn block(mark: Mark, indent: usize, label: &str, value: &Value<'_>) -> Vec<Line> {
    const MOST: usize = 12;
    let compact = brief(value);
    if let Some(compact) = compact {
        return vec![Line::new(mark, indent, format!("{label}{compact}"))];
    }
    let pretty = value.to_pretty();
    let mut lines: Vec<_> = pretty.lines().take(MOST).map(|line| Line::new(mark, indent, clip::value(line))).collect();
    if let Some(first) = lines.first_mut() {
        first.text.insert_str(0, label);
    }
    let more = pretty.lines().count().saturating_sub(MOST);
    if more > 0 {
        lines.push(Line::new(mark, indent, format!("… {more} more lines")));
    }
    lines
}

/// A value that fits into a line; containers only when they are short.
pub(super) fn brief(value: &Value<'_>) -> Option<String> {
    const SHORT: usize = 50;
    match value {
        Value::Array(items) if items.len() > SHORT => None,
        Value::Object(object) if object.len() > SHORT => None,
        Value::Array(_) | Value::Object(_) => Some(value.to_compact()).filter(|text| text.chars().count() <= SHORT),
        scalar => Some(clip::value(&scalar.to_compact())),
    }
}
