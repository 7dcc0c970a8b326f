//! Two JSON trees in one picture: marks where a mismatch says so, and nowhere else.

use super::clip;
use super::line::{Line, Mark, block, brief};
use crate::json::{Object, Value};
use crate::mismatch::Difference;
use crate::rule_path::write_entry;
use std::collections::{BTreeMap, BTreeSet};

/// How many entries stand around one that differs.
const AROUND: usize = 2;

/// What differs, by path.
pub(super) struct Tree<'m>(BTreeMap<&'m str, Vec<&'m Difference>>);

/// An entry of a map or an item of a list, on one side or both.
struct Entry<'v> {
    label: String,
    path: String,
    sides: Sides<'v>,
}

enum Sides<'v> {
    /// Accepted as received.
    Same(&'v Value<'v>),
    /// Accepted, and worth seeing although the example does not have it.
    Extra(&'v Value<'v>),
    /// Something in it differs.
    Differs(Option<&'v Value<'v>>, &'v Value<'v>),
    /// Did not arrive.
    Missing(&'v Value<'v>),
    /// Should not have arrived.
    Unexpected(&'v Value<'v>),
}

impl<'m> Tree<'m> {
    pub(super) fn new(found: &[(&'m str, &'m Difference)]) -> Self {
        let mut by_path: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (path, difference) in found {
            by_path.entry(*path).or_default().push(*difference);
        }
        Self(by_path)
    }

    pub(super) fn lines(&self, expected: &Value<'_>, actual: &Value<'_>) -> Vec<Line> {
        self.differing("", "$", (Some(expected), actual), 0)
    }

    fn at(&self, path: &str) -> &[&'m Difference] {
        self.0.get(path).map_or(&[], Vec::as_slice)
    }

    /// Whether something below `path` differs.
    fn is_below(&self, path: &str) -> bool {
        ['.', '['].into_iter().any(|step| {
            let below = format!("{path}{step}");
            self.0.range(below.as_str()..).next().is_some_and(|(found, _)| found.starts_with(&below))
        })
    }

    fn differs(&self, path: &str) -> bool {
        self.0.contains_key(path) || self.is_below(path)
    }

    /// A value in which something differs.
    fn differing(
        &self,
        label: &str,
        path: &str,
        (expected, actual): (Option<&Value<'_>>, &Value<'_>),
        indent: usize,
    ) -> Vec<Line> {
        let entries = match (expected, actual) {
            (Some(Value::Object(expected)), Value::Object(actual)) => Some(self.map(expected, actual, path)),
            (Some(Value::Array(expected)), Value::Array(actual)) => Some(self.list(expected, actual, path)),
            _ => None,
        };
        match entries {
            Some(entries) if entries.iter().any(Entry::is_marked) => {
                let (open, close) = if matches!(actual, Value::Object(_)) { ("{", "}") } else { ("[", "]") };
                let mut lines = vec![Line::new(Mark::Context, indent, format!("{label}{open}"))];
                lines.extend(self.entries(&entries, indent + 1));
                lines.push(Line::new(Mark::Context, indent, close));
                lines
            }
            _ => replaced(label, (expected, actual), indent),
        }
    }

    fn map<'v>(&self, expected: &'v Object<'v>, actual: &'v Object<'v>, path: &str) -> Vec<Entry<'v>> {
        let is_missing = |key: &str| {
            self.at(path).iter().any(|difference| match difference {
                Difference::MissingKeys { missing } => missing.iter().any(|missing| missing == key),
                Difference::Keys { .. } => !actual.contains_key(key),
                _ => false,
            })
        };
        let rejects =
            |difference: &&Difference| matches!(difference, Difference::Keys { .. } | Difference::NotEmptyMap { .. });
        let is_closed = self.at(path).iter().any(rejects);
        let first = expected.iter().next().map(|(_, value)| value);
        let keys: BTreeSet<&str> = expected.keys().chain(actual.keys()).collect();
        let entry = |key: &'v str| {
            let mut path = path.to_owned();
            // Writing to a String cannot fail.
            let _ = write_entry(&mut path, key);
            let sides = match (expected.get(key), actual.get(key)) {
                (Some(value), None) if is_missing(key) => Sides::Missing(value),
                (None | Some(_), None) => return None,
                (expected, Some(value)) if self.differs(&path) => {
                    Sides::Differs(expected.or(first.filter(|_| self.is_below(&path))), value)
                }
                (None, Some(value)) if is_closed => Sides::Unexpected(value),
                (None, Some(value)) => Sides::Extra(value),
                (Some(_), Some(value)) => Sides::Same(value),
            };
            Some(Entry { label: format!("{}: ", Value::string(key).to_compact()), path, sides })
        };
        keys.into_iter().filter_map(entry).collect()
    }

    fn list<'v>(&self, expected: &'v [Value<'v>], actual: &'v [Value<'v>], path: &str) -> Vec<Entry<'v>> {
        let found = self.at(path);
        let has_length = found.iter().any(|difference| matches!(difference, Difference::Length { .. }));
        let most = found.iter().find_map(|difference| match difference {
            Difference::TooMany { max, .. } => Some(*max),
            Difference::Length { .. } => Some(expected.len()),
            _ => None,
        });
        let least = found.iter().find_map(|difference| match difference {
            // The number is in the sentence; a few show what is missing.
            Difference::TooFew { min, .. } => Some((*min).min(actual.len() + 3)),
            _ => None,
        });
        let template = |index: usize| expected.get(index).or(expected.first());
        let item = |(index, value): (usize, &'v Value<'v>)| {
            let path = format!("{path}[{index}]");
            let sides = match most {
                Some(most) if index >= most => Sides::Unexpected(value),
                _ if self.differs(&path) => Sides::Differs(template(index), value),
                _ => Sides::Same(value),
            };
            Entry { label: String::new(), path, sides }
        };
        let missing =
            |value: &'v Value<'v>| Entry { label: String::new(), path: String::new(), sides: Sides::Missing(value) };
        let mut entries: Vec<_> = actual.iter().enumerate().map(item).collect();
        if has_length {
            entries.extend(expected.iter().skip(actual.len()).map(missing));
        }
        entries.extend((actual.len()..least.unwrap_or(0)).filter_map(template).map(missing));
        let variants = found.iter().filter_map(|difference| match difference {
            Difference::MissingVariant { index, .. } => expected.get(*index),
            _ => None,
        });
        entries.extend(variants.map(missing));
        entries
    }

    /// The entries near one that is marked; the others are counted.
    fn entries(&self, entries: &[Entry<'_>], indent: usize) -> Vec<Line> {
        let shows_extras = entries.iter().any(|entry| matches!(entry.sides, Sides::Missing(_)));
        let centres: Vec<usize> = (0..entries.len()).filter(|at| entries[*at].is_centre(shows_extras)).collect();
        let is_near = |at: usize| {
            let next = centres.partition_point(|centre| *centre < at);
            let near = |centre: Option<&usize>| centre.is_some_and(|centre| centre.abs_diff(at) <= AROUND);
            near(centres.get(next)) || near(next.checked_sub(1).and_then(|last| centres.get(last)))
        };
        let mut lines = Vec::new();
        let mut hidden = 0;
        for (at, entry) in entries.iter().enumerate() {
            if !is_near(at) {
                hidden += 1;
                if hidden == 1 {
                    lines.push(Line::new(Mark::Context, indent, String::new()));
                }
                if let Some(line) = lines.last_mut() {
                    line.text = format!("… {hidden} more");
                }
                continue;
            }
            hidden = 0;
            lines.extend(self.entry(entry, indent, at + 1 < entries.len()));
        }
        lines
    }

    fn entry(&self, entry: &Entry<'_>, indent: usize, goes_on: bool) -> Vec<Line> {
        let label = &entry.label;
        let mut lines = match &entry.sides {
            Sides::Same(value) | Sides::Extra(value) => vec![Line::new(Mark::Context, indent, outline(label, value))],
            Sides::Missing(value) => block(Mark::Expected, indent, label, value),
            Sides::Unexpected(value) => block(Mark::Received, indent, label, value),
            Sides::Differs(expected, actual) => self.differing(label, &entry.path, (*expected, actual), indent),
        };
        if goes_on {
            let last_of = |mark: Mark| lines.iter().rposition(|line| line.mark == mark);
            // Where both sides are shown, each goes on.
            let ends = match last_of(Mark::Context) {
                Some(last) if last + 1 == lines.len() => vec![last],
                _ => [last_of(Mark::Expected), last_of(Mark::Received)].into_iter().flatten().collect(),
            };
            for end in ends {
                lines[end].text.push(',');
            }
        }
        lines
    }
}

impl Entry<'_> {
    fn is_marked(&self) -> bool {
        matches!(self.sides, Sides::Differs(..) | Sides::Missing(_) | Sides::Unexpected(_))
    }

    fn is_centre(&self, shows_extras: bool) -> bool {
        self.is_marked() || (shows_extras && matches!(self.sides, Sides::Extra(_)))
    }
}

/// A value that stands for another.
fn replaced(label: &str, (expected, actual): (Option<&Value<'_>>, &Value<'_>), indent: usize) -> Vec<Line> {
    if let (Some(Value::String(expected)), Value::String(actual)) = (expected, actual) {
        let quoted = |text: &str| Value::string(text).to_compact();
        let (expected, actual) = clip::pair(&quoted(expected), &quoted(actual));
        return vec![
            Line::new(Mark::Expected, indent, format!("{label}{expected}")),
            Line::new(Mark::Received, indent, format!("{label}{actual}")),
        ];
    }
    let mut lines = expected.map(|expected| block(Mark::Expected, indent, label, expected)).unwrap_or_default();
    lines.extend(block(Mark::Received, indent, label, actual));
    lines
}

/// A value in one line: itself when it is short, otherwise how many entries it has.
fn outline(label: &str, value: &Value<'_>) -> String {
    match (brief(value), value) {
        (Some(text), _) => format!("{label}{text}"),
        (None, Value::Object(object)) => format!("{label}{{… {} entries}}", object.len()),
        (None, Value::Array(items)) => format!("{label}[… {} items]", items.len()),
        (None, _) => label.to_owned(),
    }
}

#[cfg(test)]
mod tests;
