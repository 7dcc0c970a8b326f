//! Versions, branches and tags: a line for each, or a block for one version.

use super::{Out, table, words};
use crate::broker_client::{Branch, Mark, Page, Place, Tag, Version, VersionDetails};
use serde::Serialize;

/// A list of versions as JSON.
#[derive(Debug, Serialize)]
pub struct Versions<'v> {
    /// Whose they are.
    pub participant: &'v str,
    /// How many there are, listed or not.
    pub total: usize,
    /// The versions.
    pub versions: &'v [Version],
}

/// One version as JSON.
#[derive(Debug, Serialize)]
pub struct Description<'v> {
    /// Whose it is.
    pub participant: &'v str,
    /// The version.
    pub version: &'v VersionDetails,
}

/// A list of branches as JSON.
#[derive(Debug, Serialize)]
pub struct Branches<'v> {
    /// Whose they are.
    pub participant: &'v str,
    /// How many there are, listed or not.
    pub total: usize,
    /// The branches.
    pub branches: &'v [Branch],
}

/// A branch with its versions as JSON.
#[derive(Debug, Serialize)]
pub struct BranchDescription<'v> {
    /// Whose it is.
    pub participant: &'v str,
    /// The branch.
    pub branch: &'v Branch,
    /// How many versions it has, listed or not.
    pub total: usize,
    /// Its versions.
    pub versions: &'v [Version],
}

/// A version's tag as JSON.
#[derive(Debug, Serialize)]
pub struct TagDescription<'v> {
    /// Whose version it is.
    pub participant: &'v str,
    /// The version.
    pub version: &'v str,
    /// The tag.
    pub tag: &'v Tag,
}

/// A version's tags as JSON.
#[derive(Debug, Serialize)]
pub struct Tags<'v> {
    /// Whose version it is.
    pub participant: &'v str,
    /// The version.
    pub version: &'v str,
    /// Its tags.
    pub tags: &'v [Mark],
}

/// Writes one line for each version.
pub fn list(out: &mut Out, page: &Page<Version>) {
    let row = |version: &Version| {
        let created = version.created_at.clone().unwrap_or_default();
        let labels = [marks(&version.branches), marks(&version.tags)];
        let labels: Vec<_> = labels.into_iter().filter(|text| !text.is_empty()).collect();
        vec![version.number.clone(), created, labels.join("; ")]
    };
    table::write(out, "", &page.items.iter().map(row).collect::<Vec<_>>());
}

/// Writes all there is to know about a version.
pub fn describe(out: &mut Out, participant: &str, details: &VersionDetails) {
    let VersionDetails { version, contracts, deployed, released } = details;
    out.line(&out.style.strong(&format!("{participant} {}", version.number)));
    table::write_fields(
        out,
        &[
            ("known since", version.created_at.clone().unwrap_or_default()),
            ("build", version.build_url.clone().unwrap_or_default()),
            ("branches", marks(&version.branches)),
            ("tags", marks(&version.tags)),
            ("contracts", contracts.join(", ")),
            ("deployed to", places(deployed)),
            ("released to", places(released)),
        ],
    );
}

/// Writes one line for each branch.
pub fn list_branches(out: &mut Out, page: &Page<Branch>) {
    let row = |branch: &Branch| {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        vec![branch.name.clone(), text(&branch.latest_version), text(&branch.created_at)]
    };
    table::write(out, "", &page.items.iter().map(row).collect::<Vec<_>>());
}

/// Writes what there is to know about a branch, and one line for each of its versions.
pub fn describe_branch(out: &mut Out, participant: &str, branch: &Branch, page: &Page<Version>) {
    out.line(&out.style.strong(&format!("{participant} {}", branch.name)));
    table::write_fields(
        out,
        &[
            ("known since", branch.created_at.clone().unwrap_or_default()),
            ("latest version", branch.latest_version.clone().unwrap_or_default()),
            ("versions", page.total.to_string()),
        ],
    );
    out.line("");
    list(out, page);
}

/// Writes what there is to know about a tag of `version`, which is led by whose it is.
pub fn describe_tag(out: &mut Out, version: &str, tag: &Tag) {
    out.line(&out.style.strong(&format!("{version} {}", tag.name)));
    let latest = if tag.latest { "yes" } else { "no" };
    table::write_fields(
        out,
        &[("given", tag.created_at.clone().unwrap_or_default()), ("latest with it", latest.to_owned())],
    );
}

/// Writes one line for each tag.
pub fn list_tags(out: &mut Out, tags: &[Mark]) {
    for tag in tags {
        out.line(&tag.name);
    }
}

/// `main (latest), new-checkout`.
pub fn marks(marks: &[Mark]) -> String {
    let one = |mark: &Mark| if mark.latest { format!("{} (latest)", mark.name) } else { mark.name.clone() };
    marks.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// `production, test (instance blue)`.
pub fn places(places: &[Place]) -> String {
    let instance = |place: &Place| words::instance(place.application_instance.as_deref());
    let one = |place: &Place| format!("{}{}", place.environment, instance(place));
    places.iter().map(one).collect::<Vec<_>>().join(", ")
}
