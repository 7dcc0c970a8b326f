//! Prints a definition in its canonical spelling: one blank after each comma, none elsewhere.

use super::literal::{write, write_string};
use super::{Definition, Item, Matching};
use crate::rule::Rule;
use std::fmt::{Display, Formatter, Result};

impl Display for Definition {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        list(f, &self.items)
    }
}

impl Display for Item {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Matching(matching) => matching.fmt(f),
            Self::Reference(name) => {
                f.write_str("matching($")?;
                write_string(f, name)?;
                f.write_str(")")
            }
            Self::EachKey(item) => write!(f, "eachKey({item})"),
            Self::EachValue(item) => write!(f, "eachValue({item})"),
            Self::ArrayContains(items) => {
                f.write_str("arrayContains(")?;
                list(f, items)?;
                f.write_str(")")
            }
            Self::AtLeast(size) => write!(f, "atLeast({size})"),
            Self::AtMost(size) => write!(f, "atMost({size})"),
        }
    }
}

impl Display for Matching {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.rule {
            Rule::NotEmpty => f.write_str("notEmpty(")?,
            Rule::Equality => f.write_str("matching(equalTo, ")?,
            rule => write!(f, "matching({}, ", rule.name())?,
        }
        match &self.rule {
            Rule::Regex(regex) => argument(f, regex.as_str())?,
            Rule::Date(format) | Rule::Time(format) | Rule::DateTime(format) => argument(f, format.as_str())?,
            Rule::ContentType(content_type) => argument(f, content_type)?,
            Rule::Unknown { raw, .. } => {
                if let Some(value) = raw.get("value") {
                    write(f, value)?;
                    f.write_str(", ")?;
                }
            }
            _ => {}
        }
        self.value(f)?;
        f.write_str(")")
    }
}

impl Matching {
    fn value(&self, f: &mut Formatter<'_>) -> Result {
        let Some(expression) = &self.state else { return write(f, &self.example) };
        f.write_str("fromProviderState(")?;
        argument(f, expression)?;
        write(f, &self.example)?;
        f.write_str(")")
    }
}

fn argument(f: &mut Formatter<'_>, text: &str) -> Result {
    write_string(f, text)?;
    f.write_str(", ")
}

fn list(f: &mut Formatter<'_>, items: &[Item]) -> Result {
    for (at, item) in items.iter().enumerate() {
        f.write_str(if at == 0 { "" } else { ", " })?;
        item.fmt(f)?;
    }
    Ok(())
}
