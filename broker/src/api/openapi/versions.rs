//! Versions, branches and tags.

use super::operation::{Operation, delete, get, patch, put};

pub(super) fn operations() -> Vec<Operation> {
    let at = |rest: &str| format!("/pacticipants/{{participant}}{rest}");
    let mut all = vec![
        get(at("/versions"), "Versions, newest first").query(&["page", "size"]).ok("Versions"),
        get(at("/versions/{version}"), "A version").ok("WholeVersion"),
        put(at("/versions/{version}"), "Sets every field of a version; creates what is missing")
            .may_take("VersionFields")
            .ok("WholeVersion")
            .created("WholeVersion"),
        patch(at("/versions/{version}"), "Sets the fields given; creates what is missing")
            .merges("VersionFields")
            .ok("WholeVersion")
            .created("WholeVersion"),
        delete(at("/versions/{version}"), "Removes a version with its contracts and results, unless it is live")
            .query(&["force"])
            .no_content(),
        get(at("/latest-version"), "The newest version").ok("WholeVersion"),
        get(at("/latest-version/{tag}"), "The newest version with a tag").ok("WholeVersion"),
        get(at("/tags/{tag}/versions"), "Versions with a tag, newest first").query(&["page", "size"]).ok("Versions"),
        get(at("/versions/{version}/tags/{tag}"), "A version's tag").ok("Tag"),
        put(
            at("/versions/{version}/tags/{tag}"),
            "Gives a version a tag, which may stand for its branch or a deployment; creates what is missing",
        )
        .ok("Tag")
        .created("Tag"),
        delete(at("/versions/{version}/tags/{tag}"), "Takes a tag away").no_content(),
    ];
    all.extend(branches());
    all
}

fn branches() -> Vec<Operation> {
    let at = |rest: &str| format!("/pacticipants/{{participant}}/branches{rest}");
    vec![
        get(at(""), "Branches, most recently updated first").query(&["q", "page", "size"]).ok("Branches"),
        delete(at(""), "Removes all branches but the main one; their versions stay")
            .query(&["exclude[]"])
            .accepted("Notices"),
        get(at("/{branch}"), "A branch").ok("Branch"),
        delete(at("/{branch}"), "Removes a branch; its versions stay").no_content(),
        get(at("/{branch}/latest-version"), "The version most recently added").ok("WholeVersion"),
        get(at("/{branch}/versions"), "A branch's versions, most recently added first")
            .query(&["page", "size"])
            .ok("Versions"),
        get(at("/{branch}/versions/{version}"), "A version on a branch").ok("BranchVersion"),
        put(at("/{branch}/versions/{version}"), "Adds a version to a branch; creates what is missing")
            .ok("BranchVersion")
            .created("BranchVersion"),
        delete(at("/{branch}/versions/{version}"), "Takes a version off a branch; the version stays").no_content(),
    ]
}
