//! What the broker concludes from the names of tags and branches, for pipelines that know nothing but tags.

use super::Moment;

/// The conclusions that are drawn; each is the operator's to switch off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conclusions {
    /// The first tag of a new version that is on no branch is its branch.
    pub branch_of_first_tag: bool,
    /// A tag with the name of an environment says that the version is deployed there.
    pub deployment_of_tag: bool,
    /// The first branch or tag with a main branch's name is the participant's main branch.
    pub main_branch: bool,
}

impl Default for Conclusions {
    fn default() -> Self {
        Self { branch_of_first_tag: true, deployment_of_tag: true, main_branch: true }
    }
}

/// A version older than so many milliseconds is not new: its tag says where it has got to, not where it comes from.
const NEW: i64 = 10_000;

/// A version about to get a tag.
#[derive(Debug, Clone, Copy)]
pub struct Untagged {
    /// How many tags it has.
    pub tags: usize,
    /// How many branches it is on.
    pub branches: usize,
    /// When it was first seen.
    pub created_at: Moment,
}

impl Conclusions {
    /// Whether the tag a version is given `now` is also its branch.
    pub fn is_branch(self, version: Untagged, now: Moment) -> bool {
        let is_new = now.0 - version.created_at.0 < NEW;
        self.branch_of_first_tag && version.tags == 0 && version.branches == 0 && is_new
    }
}

#[cfg(test)]
mod tests {
    use super::{Conclusions, Untagged};
    use crate::domain::Moment;

    #[test]
    fn only_the_first_tag_of_a_new_version_without_a_branch_is_its_branch() {
        let all = Conclusions::default();
        let none = Conclusions { branch_of_first_tag: false, ..all };
        for (conclusions, tags, branches, age, expected) in [
            (all, 0, 0, 0, true),
            (all, 0, 0, 9_999, true),
            (all, 0, 0, 10_000, false),
            (all, 1, 0, 0, false),
            (all, 0, 1, 0, false),
            (none, 0, 0, 0, false),
        ] {
            let version = Untagged { tags, branches, created_at: Moment(5) };
            assert_eq!(conclusions.is_branch(version, Moment(5 + age)), expected, "{version:?} after {age} ms");
        }
    }
}
