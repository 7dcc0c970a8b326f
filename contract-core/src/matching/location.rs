//! Where a walk stands: a linked list on the stack, written out only when something differs.

use crate::rule_path::{Step, write_entry};
use std::fmt;

/// A place in a document, as a chain back to its root.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Location<'a> {
    /// The whole document, `$`.
    Root,
    /// An entry of the map at the parent.
    Field(&'a Location<'a>, &'a str),
    /// An item of the list at the parent.
    Item(&'a Location<'a>, usize),
}

impl Location<'_> {
    /// The steps from the root down.
    pub(crate) fn steps(&self) -> Vec<Step> {
        match self {
            Self::Root => Vec::new(),
            Self::Field(parent, name) => then(parent.steps(), Step::Field((*name).to_owned())),
            Self::Item(parent, index) => then(parent.steps(), Step::Index(*index)),
        }
    }
}

fn then(mut steps: Vec<Step>, step: Step) -> Vec<Step> {
    steps.push(step);
    steps
}

impl fmt::Display for Location<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => f.write_str("$"),
            Self::Field(parent, name) => {
                parent.fmt(f)?;
                write_entry(f, name)
            }
            Self::Item(parent, index) => {
                parent.fmt(f)?;
                write!(f, "[{index}]")
            }
        }
    }
}
