//! The rows of each table, as SQL has them: `(1, 'order-gateway', NULL)`.

use super::history::{Branch, History, Stay};
use super::plan::{BEGIN, Build, Contract};
use super::{ENVIRONMENTS, build_url, contract, identity, name};
use abide_broker::content;
use abide_broker::domain::name::display_name;
use std::collections::BTreeMap;

/// What goes into one table.
pub struct Rows<'a> {
    /// The table with the columns of a row.
    pub table: &'static str,
    /// One text a row.
    pub rows: Box<dyn Iterator<Item = String> + 'a>,
}

/// All rows of an estate; what refers to something comes after it.
pub fn of<'a>(history: &'a History, branches: &'a [Branch], stays: &'a [Stay]) -> Vec<Rows<'a>> {
    vec![
        participants(history),
        environments(),
        versions(history),
        branch_heads(history, branches),
        branch_members(history, branches),
        tags(history),
        integrations(history),
        contents(history),
        publications(history),
        verifications(history),
        latest_verifications(history),
        deployments(history, stays),
    ]
}

fn participants(history: &History) -> Rows<'_> {
    let row = |service: usize| {
        let name = name(service);
        let (key, display_name) = (service + 1, display_name(&name));
        format!("({key}, '{name}', '{display_name}', 'main', {BEGIN}, {BEGIN})")
    };
    Rows {
        table: "participants (id, name, display_name, main_branch, created_at, updated_at)",
        rows: Box::new((0..history.services).map(row)),
    }
}

fn environments() -> Rows<'static> {
    let row = |(index, (name, production)): (usize, &(&str, bool))| {
        let (key, uuid, production) = (index + 1, identity(index), i64::from(*production));
        format!("({key}, '{uuid}', '{name}', '{}', {production}, {BEGIN}, {BEGIN})", display_name(name))
    };
    Rows {
        table: "environments (id, uuid, name, display_name, production, created_at, updated_at)",
        rows: Box::new(ENVIRONMENTS.iter().enumerate().map(row)),
    }
}

/// Every build with the key of its version.
fn keyed(history: &History) -> impl Iterator<Item = (usize, &Build)> {
    history.builds.iter().enumerate().map(|(index, build)| (index + 1, build))
}

fn versions(history: &History) -> Rows<'_> {
    let row = |(key, build): (usize, &Build)| {
        let Build { service, number, moment, .. } = build;
        format!("({key}, {}, '{number}', {moment}, {moment})", service + 1)
    };
    Rows {
        table: "versions (id, participant_id, number, created_at, updated_at)",
        rows: Box::new(keyed(history).map(row)),
    }
}

fn branch_heads<'a>(history: &'a History, branches: &'a [Branch]) -> Rows<'a> {
    let row = |(index, branch): (usize, &Branch)| {
        let Branch { service, name, first, last } = branch;
        let (since, until) = (history.builds[*first].moment, history.builds[*last].moment);
        format!("({}, {}, '{name}', {}, {since}, {until})", index + 1, service + 1, last + 1)
    };
    Rows {
        table: "branches (id, participant_id, name, head_version_id, created_at, updated_at)",
        rows: Box::new(branches.iter().enumerate().map(row)),
    }
}

fn branch_members<'a>(history: &'a History, branches: &'a [Branch]) -> Rows<'a> {
    let keys: BTreeMap<_, _> =
        branches.iter().zip(1..).map(|(branch, key)| ((branch.service, branch.name.as_str()), key)).collect();
    let row = move |(key, build): (usize, &Build)| {
        let branch: usize = keys[&(build.service, build.branch.as_str())];
        format!("({key}, {branch}, {key}, {})", build.moment)
    };
    Rows { table: "branch_versions (id, branch_id, version_id, created_at)", rows: Box::new(keyed(history).map(row)) }
}

fn tags(history: &History) -> Rows<'_> {
    let row = |(key, build): (usize, &Build)| {
        build.tag.map(|tag| format!("({key}, {}, '{tag}', {})", build.service + 1, build.moment))
    };
    Rows {
        table: "tags (version_id, participant_id, name, created_at)",
        rows: Box::new(keyed(history).filter_map(row)),
    }
}

fn integrations(history: &History) -> Rows<'_> {
    let row = |(pair, (first, last)): (usize, (i64, i64))| {
        let (consumer, provider) = history.parties(pair);
        format!("({consumer}, {provider}, {first}, {last})")
    };
    let published = history.published().into_iter().enumerate();
    Rows {
        table: "integrations (consumer_id, provider_id, created_at, updated_at)",
        rows: Box::new(published.filter_map(|(pair, moments)| Some((pair, moments?))).map(row)),
    }
}

fn contents(history: &History) -> Rows<'_> {
    let row = |(index, (said, moment)): (usize, &(Contract, i64))| {
        let text = contract::text(history.pairs[said.pair], *said);
        let read = content::Contract::read(text.as_bytes()).expect("what the estate says is an object of JSON");
        let (consumer, provider) = history.parties(said.pair);
        let body = read.body.replace('\'', "''");
        let (key, digest, ways) = (index + 1, read.digest, read.ways.number());
        format!("({key}, {consumer}, {provider}, '{digest}', '{body}', {ways}, {moment})")
    };
    Rows {
        table: "contents (id, consumer_id, provider_id, digest, body, ways, created_at)",
        rows: Box::new(history.contents.iter().enumerate().map(row)),
    }
}

fn publications(history: &History) -> Rows<'_> {
    let every =
        keyed(history).flat_map(|(version, build)| build.contracts.iter().map(move |said| (version, build, said)));
    let row = |(index, (version, build, said)): (usize, (usize, &Build, &Contract))| {
        let (consumer, provider) = history.parties(said.pair);
        let content = history.content_keys[said];
        format!("({}, {consumer}, {provider}, {version}, {content}, 1, {})", index + 1, build.moment)
    };
    Rows {
        table: "publications (id, consumer_id, provider_id, consumer_version_id, content_id, revision, created_at)",
        rows: Box::new(every.enumerate().map(row)),
    }
}

fn verifications(history: &History) -> Rows<'_> {
    let every =
        keyed(history).flat_map(|(version, build)| build.results.iter().map(move |result| (version, build, result)));
    let row = |(index, (version, build, result)): (usize, (usize, &Build, &(Contract, bool)))| {
        let (contract, success) = result;
        let (content, success, moment) = (history.content_keys[contract], i64::from(*success), build.moment);
        let url = build_url(&build.number);
        format!("({}, {content}, {version}, {success}, '{url}', 0, 0, {moment})", index + 1)
    };
    Rows {
        table: "verifications (id, content_id, provider_version_id, success, build_url, pending, work_in_progress, created_at)",
        rows: Box::new(every.enumerate().map(row)),
    }
}

/// What a build has verified twice counts once: the second time.
fn latest_verifications(history: &History) -> Rows<'_> {
    let mut key = 0;
    let rows = move |(version, build): (usize, &Build)| {
        let mut latest = BTreeMap::new();
        for (contract, success) in &build.results {
            key += 1;
            latest.insert(history.content_keys[contract], (key, i64::from(*success)));
        }
        let (version, moment) = (version, build.moment);
        latest
            .into_iter()
            .map(move |(content, (key, success))| format!("({content}, {version}, {key}, {success}, {moment})"))
    };
    Rows {
        table: "latest_verifications (content_id, provider_version_id, verification_id, success, created_at)",
        rows: Box::new(keyed(history).flat_map(rows)),
    }
}

fn deployments<'a>(history: &'a History, stays: &'a [Stay]) -> Rows<'a> {
    let row = |(index, stay): (usize, &Stay)| {
        let Build { service, moment, .. } = &history.builds[stay.build];
        let uuid = identity(ENVIRONMENTS.len() + index);
        let until = stay.until.map_or_else(|| "NULL".to_owned(), |until| until.to_string());
        let (key, service, version, environment) = (index + 1, service + 1, stay.build + 1, stay.environment + 1);
        format!("({key}, '{uuid}', {service}, {version}, {environment}, '', {moment}, {until})")
    };
    Rows {
        table: "deployments (id, uuid, participant_id, version_id, environment_id, application_instance, created_at, undeployed_at)",
        rows: Box::new(stays.iter().enumerate().map(row)),
    }
}
