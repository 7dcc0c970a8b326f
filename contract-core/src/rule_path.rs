//! Path expressions: `$.items[*].id` says where in a body a rule applies.
//!
//! ```text
//! path := '$' step*            a bare first name is taken as `$.name`
//! step := '.' name | '.*' | '[' digits ']' | '[*]' | "['" any text "']" | '["' any text '"]'
//! ```

use std::fmt;

/// One step of a path expression.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// The entry with this key.
    Field(String),
    /// The item at this position.
    Index(usize),
    /// Any entry or item (`.*`).
    Star,
    /// Any item (`[*]`).
    StarIndex,
}

impl Step {
    /// Whether it leads to the entry with this key.
    pub(crate) fn leads_to_entry(&self, key: &str) -> bool {
        match self {
            Self::Field(name) => name == key,
            Self::Star => true,
            Self::Index(_) | Self::StarIndex => false,
        }
    }

    /// Whether it leads to the item at this position.
    pub(crate) fn leads_to_item(&self, position: usize) -> bool {
        match self {
            Self::Index(index) => *index == position,
            Self::Star | Self::StarIndex => true,
            Self::Field(_) => false,
        }
    }
}

/// A parsed path expression, starting at the root `$`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct RulePath {
    steps: Vec<Step>,
}

/// Why a text is no path expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("path expression `{path}` is malformed at offset {offset}: {reason}")]
pub struct RulePathError {
    /// The whole expression.
    pub path: String,
    /// Where it went wrong, in bytes.
    pub offset: usize,
    /// What was wrong.
    pub reason: &'static str,
}

impl RulePath {
    /// The whole document, `$`.
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads a path expression.
    pub fn parse(text: &str) -> Result<Self, RulePathError> {
        let mut reader = Reader { text, at: 0 };
        let mut steps = Vec::new();
        if text.starts_with('$') {
            reader.at = 1;
        } else {
            steps.push(Step::Field(reader.name()?));
        }
        while reader.at < text.len() {
            steps.push(reader.step()?);
        }
        Ok(Self { steps })
    }

    /// The path of these steps.
    pub(crate) fn of(steps: &[Step]) -> Self {
        Self { steps: steps.to_vec() }
    }

    /// The path of what these steps lead to from here.
    pub(crate) fn below(&self, steps: &[Step]) -> Self {
        Self { steps: [self.steps.as_slice(), steps].concat() }
    }

    /// The path one step further down.
    #[must_use]
    pub fn then(&self, step: Step) -> Self {
        let mut steps = self.steps.clone();
        steps.push(step);
        Self { steps }
    }

    /// The steps from the root down.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

impl fmt::Display for RulePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        for step in &self.steps {
            match step {
                Step::Field(name) => write_field(f, name)?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Star => f.write_str(".*")?,
                Step::StarIndex => f.write_str("[*]")?,
            }
        }
        Ok(())
    }
}

/// Writes `.name`, or `['any other key']`.
pub(crate) fn write_field(out: &mut impl fmt::Write, name: &str) -> fmt::Result {
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain {
        return write!(out, ".{name}");
    }
    // A quoted name ends at its quote before a bracket.
    if name.contains('\'') && !name.contains("\"]") { write!(out, "[\"{name}\"]") } else { write!(out, "['{name}']") }
}

/// Writes a key as places in a document print it: as a field, but a key of digits as `[100]`, the form the ecosystem prints
/// such keys in, although rules would read it as a position.
pub(crate) fn write_entry(out: &mut impl fmt::Write, key: &str) -> fmt::Result {
    let is_number = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { write!(out, "[{key}]") } else { write_field(out, key) }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn error(&self, reason: &'static str) -> RulePathError {
        RulePathError { path: self.text.to_owned(), offset: self.at, reason }
    }

    fn step(&mut self) -> Result<Step, RulePathError> {
        match self.text.as_bytes()[self.at] {
            b'.' => {
                self.at += 1;
                if self.text[self.at..].starts_with('*') {
                    self.at += 1;
                    return Ok(Step::Star);
                }
                self.name().map(Step::Field)
            }
            b'[' => self.bracket(),
            _ => Err(self.error("expected `.` or `[`")),
        }
    }

    fn name(&mut self) -> Result<String, RulePathError> {
        let is_name = |c: char| c.is_alphanumeric() || "_-:#@".contains(c);
        let rest = &self.text[self.at..];
        let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        if length == 0 {
            return Err(self.error("expected a name"));
        }
        self.at += length;
        Ok(rest[..length].to_owned())
    }

    fn bracket(&mut self) -> Result<Step, RulePathError> {
        let inner = &self.text[self.at + 1..];
        for quote in ['\'', '"'] {
            if let Some(quoted) = inner.strip_prefix(quote) {
                let Some(end) = quoted.find(&format!("{quote}]")) else {
                    return Err(self.error("a quoted name without its closing quote and bracket"));
                };
                self.at += end + 4;
                return Ok(Step::Field(quoted[..end].to_owned()));
            }
        }
        let Some(end) = inner.find(']') else {
            return Err(self.error("a bracket that is not closed"));
        };
        let step = match &inner[..end] {
            "*" => Step::StarIndex,
            digits => {
                let index = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten();
                Step::Index(index.ok_or_else(|| self.error("expected a number, `*` or a quoted name in brackets"))?)
            }
        };
        self.at += end + 2;
        Ok(step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_and_printed_back() {
        for (text, printed) in [
            ("$", "$"),
            ("$.a.b_1[0][*].*", "$.a.b_1[0][*].*"),
            ("$['a b'][\"it's\"]", "$['a b'][\"it's\"]"),
            ("$['plain']", "$.plain"),
            ("$['it\"].s']['it\"]\'s']", "$['it\"].s']['it\"]\'s']"),
            ("$.x-y.@id.#text", "$['x-y']['@id']['#text']"),
            ("name[2]", "$.name[2]"),
            ("$.größe", "$['größe']"),
        ] {
            let path = RulePath::parse(text).unwrap();
            assert_eq!(path.to_string(), printed);
            assert_eq!(RulePath::parse(printed).unwrap(), path);
        }
    }

    #[test]
    fn malformed_paths_say_where() {
        for (text, offset) in
            [("", 0), ("$.", 2), ("$..a", 2), ("$[", 1), ("$['a]", 1), ("$[a]", 1), ("$a", 1), ("$[-1]", 1)]
        {
            assert_eq!(RulePath::parse(text).unwrap_err().offset, offset, "{text}");
        }
    }
}
