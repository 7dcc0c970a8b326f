//! Puts publications, sides and results together into rows.

use super::{Chosen, Gap, Ignored, LatestBy, Party, Question, Row, Side};
use crate::domain::{LatestVerification, Moment, Publication};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A publication whose consumer version belongs to the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The publication.
    pub publication: Publication,
    /// Since when the consumer's version is live, if it was chosen by environment.
    pub since: Option<Moment>,
}

/// Every row of the matrix, and every contract whose provider has no version to look at.
///
/// Each version a provider is represented by gets its own row, whether or not it has a result.
pub fn compose(
    published: &[Published],
    sides: &BTreeMap<i64, Side>,
    results: &[LatestVerification],
    ignored: &[Ignored],
) -> (Vec<Row>, Vec<Gap>) {
    let mut by_content: HashMap<i64, Vec<&LatestVerification>> = HashMap::new();
    for result in results {
        by_content.entry(result.content_id).or_default().push(result);
    }
    let chosen: BTreeMap<i64, Vec<&Chosen>> = sides.iter().map(|(id, side)| (*id, side.chosen())).collect();
    let mut rows = Vec::new();
    let mut gaps = Vec::new();
    for item in published {
        let provider = item.publication.provider_id;
        let (Some(side), Some(chosen)) = (sides.get(&provider), chosen.get(&provider)) else { continue };
        let found = by_content.get(&item.publication.content_id).map_or(&[][..], Vec::as_slice);
        let before = rows.len();
        rows.extend(chosen.iter().copied().chain(beside(item, side, chosen)).map(|version| {
            let result = found.iter().find(|result| result.provider_version_id == version.id);
            row(item, Some(version.clone()), result.copied())
        }));
        if side.is_any() {
            let others = found.iter().filter(|result| chosen.iter().all(|one| one.id != result.provider_version_id));
            rows.extend(others.map(|result| row(item, Some(of_result(result)), Some(*result))));
            if rows.len() == before {
                rows.push(row(item, None, None));
            }
        } else if chosen.is_empty() && !side.specified {
            let required = sides.get(&item.publication.consumer_id).is_some_and(|consumer| consumer.specified);
            gaps.extend(required.then(|| gap(item)));
        }
    }
    for row in &mut rows {
        let version = row.provider_version.as_ref().map(|version| version.number.as_str());
        row.ignored = is_ignored(ignored, &row.consumer.name, Some(&row.consumer_version.number))
            || is_ignored(ignored, &row.provider.name, version);
    }
    for gap in &mut gaps {
        gap.ignored = is_ignored(ignored, &gap.consumer.name, Some(&gap.consumer_version.number))
            || is_ignored(ignored, &gap.provider.name, None);
    }
    sort(&mut rows);
    (rows, gaps)
}

/// The versions of the same participant that this contract meets during a rollout: the ones asked for meet what runs
/// beside them, and are met by it.
fn beside<'a>(item: &Published, side: &'a Side, chosen: &[&Chosen]) -> &'a [Chosen] {
    let publication = &item.publication;
    let asked_for = chosen.iter().any(|version| version.id == publication.consumer_version_id);
    if publication.consumer_id == publication.provider_id && asked_for { &side.beside } else { &[] }
}

/// A version that is known by its result alone.
fn of_result(result: &LatestVerification) -> Chosen {
    Chosen { id: result.provider_version_id, number: result.provider_version.clone(), since: None }
}

/// Whether the client said that this version does not count; without a version, that none of the participant's does.
pub(super) fn is_ignored(ignored: &[Ignored], participant: &str, version: Option<&str>) -> bool {
    ignored.iter().any(|ignored| {
        ignored.participant == participant && ignored.version.as_deref().is_none_or(|number| version == Some(number))
    })
}

fn parties(item: &Published) -> (Party, Chosen, Party) {
    let publication = &item.publication;
    (
        Party { id: publication.consumer_id, name: publication.consumer.clone() },
        Chosen { id: publication.consumer_version_id, number: publication.consumer_version.clone(), since: item.since },
        Party { id: publication.provider_id, name: publication.provider.clone() },
    )
}

fn row(item: &Published, provider_version: Option<Chosen>, result: Option<&LatestVerification>) -> Row {
    let (consumer, consumer_version, provider) = parties(item);
    Row {
        consumer,
        consumer_version,
        provider,
        provider_version,
        content_id: item.publication.content_id,
        digest: item.publication.digest.clone(),
        ways: item.publication.ways,
        revision: item.publication.revision,
        published_at: item.publication.created_at,
        result: result.cloned(),
        ignored: false,
    }
}

fn gap(item: &Published) -> Gap {
    let (consumer, consumer_version, provider) = parties(item);
    let (content_id, published_at) = (item.publication.content_id, item.publication.created_at);
    let ways = item.publication.ways;
    Gap { consumer, consumer_version, provider, content_id, ways, published_at, ignored: false }
}

fn sort(rows: &mut [Row]) {
    let order = |version: &Option<Chosen>| version.as_ref().map_or(0, |version| version.id);
    rows.sort_by(|a, b| {
        (a.ignored, a.consumer.name.to_lowercase(), &a.consumer.name)
            .cmp(&(b.ignored, b.consumer.name.to_lowercase(), &b.consumer.name))
            .then_with(|| b.consumer_version.id.cmp(&a.consumer_version.id))
            .then_with(|| {
                (a.provider.name.to_lowercase(), &a.provider.name)
                    .cmp(&(b.provider.name.to_lowercase(), &b.provider.name))
            })
            .then_with(|| order(&b.provider_version).cmp(&order(&a.provider_version)))
    });
}

/// One row per group, as the question wants it: the newest.
///
/// With an environment every live version keeps its rows, and so does, always, what the client meant by itself.
pub fn grouped(question: &Question, sides: &BTreeMap<i64, Side>, rows: Vec<Row>) -> Vec<Row> {
    let by = match question.latest_by {
        None | Some(LatestBy::VersionPair) => return rows,
        Some(_) if question.names_environment() => return rows,
        Some(by) => by,
    };
    let meant: HashSet<i64> = sides
        .values()
        .filter(|side| side.specified)
        .flat_map(|side| side.meant().chain(&side.beside))
        .map(|version| version.id)
        .collect();
    let alone = |version: &Chosen| Some(version.id).filter(|id| meant.contains(id));
    let mut seen = HashSet::new();
    rows.into_iter()
        .filter(|row| {
            let consumer =
                if by == LatestBy::Pair { alone(&row.consumer_version) } else { Some(row.consumer_version.id) };
            let provider = row.provider_version.as_ref().and_then(alone);
            seen.insert((row.consumer.id, consumer, row.provider.id, provider))
        })
        .collect()
}
