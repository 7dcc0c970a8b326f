//! Whose results count for a provider's build: a contract is pending until one of them kept it.

use std::fmt;

/// A line of a provider's versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// All of them.
    Every,
    /// Those of a branch.
    Branch(String),
    /// Those with a tag.
    Tag(String),
}

impl Line {
    /// The lines a build belongs to: its branch, else its tags, else it is any version.
    pub fn of_build(branch: Option<String>, tags: Vec<String>) -> Vec<Self> {
        match branch {
            Some(branch) => vec![Self::Branch(branch)],
            None if tags.is_empty() => vec![Self::Every],
            None => tags.into_iter().map(Self::Tag).collect(),
        }
    }
}

/// The words after `a successful verification result by`, with the provider's name in place of `{}`.
struct Words<'a>(&'a str, &'a Line);

impl fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let provider = self.0;
        match self.1 {
            Line::Every => write!(f, "any version of {provider}"),
            Line::Branch(branch) => write!(f, "a version of {provider} from branch '{branch}'"),
            Line::Tag(tag) => write!(f, "a version of {provider} with tag '{tag}'"),
        }
    }
}

/// How one contract stands with the lines a build belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The lines that have not kept it yet.
    pub open: Vec<Line>,
    /// The lines that have.
    pub kept: Vec<Line>,
}

impl Standing {
    /// Sorts the lines by whether they have kept the contract.
    pub fn of(lines: &[Line], mut has_kept: impl FnMut(&Line) -> bool) -> Self {
        let (kept, open) = lines.iter().cloned().partition(|line| has_kept(line));
        Self { open, kept }
    }

    /// Whether a failure leaves the build green: one line that has not kept it is enough.
    pub fn is_pending(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whose result is awaited, or, once nothing is, who has kept it.
    pub fn whose(&self, provider: &str) -> String {
        let lines = if self.is_pending() { &self.open } else { &self.kept };
        let words: Vec<String> = lines.iter().map(|line| Words(provider, line).to_string()).collect();
        words.join(" and by ")
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Standing};

    #[test]
    fn a_branch_goes_before_tags_and_without_both_every_version_counts() {
        let tags = || vec!["dev".to_owned(), "prod".to_owned()];
        let cases = [
            (Some("main"), tags(), vec![Line::Branch("main".to_owned())]),
            (None, tags(), vec![Line::Tag("dev".to_owned()), Line::Tag("prod".to_owned())]),
            (None, Vec::new(), vec![Line::Every]),
        ];
        for (branch, tags, expected) in cases {
            assert_eq!(Line::of_build(branch.map(str::to_owned), tags), expected);
        }
    }

    #[test]
    fn one_tag_that_has_not_kept_it_is_enough_to_be_pending() {
        let lines = Line::of_build(None, vec!["dev".to_owned(), "prod".to_owned()]);
        let standing = Standing::of(&lines, |line| *line == Line::Tag("dev".to_owned()));
        assert!(standing.is_pending());
        assert_eq!(standing.whose("B"), "a version of B with tag 'prod'");
        let standing = Standing::of(&lines, |_| true);
        assert!(!standing.is_pending());
        assert_eq!(standing.whose("B"), "a version of B with tag 'dev' and by a version of B with tag 'prod'");
    }
}
