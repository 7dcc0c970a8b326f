//! What the names in paths and query strings mean, each said once.

use serde_json::{Value, json};

/// A name in a path.
pub(super) fn in_path(name: &str) -> &'static str {
    match name {
        "provider" => "The provider's name.",
        "consumer" => "The consumer's name.",
        "participant" => "The participant's name.",
        "version" => "A version's number; of a contract, the consumer's.",
        "other" => "What it is compared with: a version's number, or a digest.",
        "branch" => "A branch's name.",
        "tag" => "A tag; beside a provider's tag, the consumer's.",
        "provider_tag" => "A tag of the provider.",
        "to" => "The tag of what is live where it is to go.",
        "label" => "A label.",
        "environment" => "An environment's UUID; in verdicts and provider states its name.",
        "deployment" => "A deployment's UUID.",
        "release" => "A release's UUID.",
        "digest" => "Names what a contract says.",
        "metadata" => "Why the contract was selected, as handed out with it.",
        "number" => "A result's number.",
        "relation" => "A link relation, with or without its prefix.",
        "name" => "A file's name.",
        _ => "",
    }
}

/// A name in a query string, as a parameter of the document.
pub(super) fn in_query(name: &str) -> Value {
    let text = json!({ "type": "string" });
    let flag = json!({ "type": "boolean" });
    let count = json!({ "type": "integer", "minimum": 1 });
    let (description, schema) = match name {
        "q" => ("Only names that contain this.", text),
        "page" => ("Which page, from 1.", count),
        "size" => ("Rows on a page.", count),
        "force" => ("Delete even what is live.", flag),
        "allowSimilarNames" => ("Publish although a new name is like a known one.", flag),
        "exclude[]" => ("A branch to keep; may be repeated.", text),
        "name" => ("Only the one with this name.", text),
        "pacticipant" => ("A participant's name.", text),
        "version" => ("A version's number.", text),
        "applicationInstance" => ("Only this instance; blank for those without one.", text),
        "target" => ("The old name of `applicationInstance`.", text),
        "environment" => ("The environment it is to go to.", text),
        "to" => ("The tag of what is live where it is to go.", text),
        "tag" => ("The other side is what carries this tag.", text),
        "latest" => ("The other side is its newest version, of the tag if one is given.", flag),
        "mainBranch" => ("The other side is the head of its main branch.", flag),
        "latestby" => (
            "One row per group: version pair, consumer version, or pair.",
            json!({ "enum": ["cvpv", "cvp", "cp", ""] }),
        ),
        "success" => ("Only rows with this result; empty for none yet.", text),
        "limit" => ("How many rows are shown; the verdict is on all of them.", count),
        "q[][pacticipant]" => ("A participant the question is about; begins a selector.", text),
        "q[][version]" => ("Which of its versions: by number.", text),
        "q[][branch]" => ("Which of its versions: those on a branch.", text),
        "q[][tag]" => ("Which of its versions: those with a tag.", text),
        "q[][environment]" => ("Which of its versions: those live in an environment.", text),
        "q[][mainBranch]" => ("Which of its versions: those on its main branch.", flag),
        "q[][latest]" => ("Only the newest of them.", flag),
        "ignore[][pacticipant]" => ("A participant that does not count.", text),
        "ignore[][version]" => ("Only this version of it does not count.", text),
        "label" => ("What the badge is about: `consumer`, `provider`, or these words.", text),
        "initials" => ("Only the initials of names.", flag),
        "maxPacticipants" => ("How many participants at most.", count),
        "context" => ("Where the relation was met; means nothing here.", text),
        _ => ("Deprecated: asks by query string what POST asks by JSON.", text),
    };
    json!({ "name": name, "in": "query", "description": description, "schema": schema })
}
