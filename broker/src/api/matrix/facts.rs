//! Gathers everything the store knows about a question, and has it decided.

use super::background::explain;
use crate::domain::matrix::{
    Facts, Ignored, Party, Pick, Published, Question, Side, Specified, Verdict, Versions, compose, decide, grouped,
};
use crate::domain::{Moment, Publication};
use crate::error::ApiError;
use crate::store::matrix::Party as Of;
use crate::store::{self, Connection};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Facts and verdict, computed on all rows that matter.
///
/// Unknown participants and environments are the client's mistake; an unknown version is a plain no.
pub async fn answer(connection: &mut Connection, question: &Question) -> Result<(Facts, Verdict), ApiError> {
    check_environments(connection, question).await?;
    let mut facts = Facts {
        unknown_ignored: unknown_ignored(connection, &question.ignored).await?,
        unknown_tag: unknown_tag(connection, question).await?,
        ..Facts::default()
    };
    specify(connection, question, &mut facts).await?;
    let published = publications(connection, question, &mut facts).await?;
    let contents: Vec<i64> =
        published.iter().map(|item| item.publication.content_id).collect::<BTreeSet<_>>().into_iter().collect();
    let providers: BTreeSet<i64> = published.iter().map(|item| item.publication.provider_id).collect();
    let results = match provider_versions(&facts, &providers) {
        Some(versions) => store::matrix::results(connection, &contents, &versions).await?,
        None => store::verification::latest_of(connection, &contents).await?,
    };
    let (rows, gaps) = compose(&published, &facts.sides, &results, &question.ignored);
    facts.rows = grouped(question, &facts.sides, rows);
    facts.gaps = gaps;
    explain(connection, &mut facts).await?;
    let verdict = decide(question, &facts);
    Ok((facts, verdict))
}

async fn check_environments(connection: &mut Connection, question: &Question) -> Result<(), ApiError> {
    for name in question.environments() {
        if store::environment::named(connection, name).await?.is_none() {
            return Err(ApiError::InvalidQuestion(vec![format!("Environment with name '{name}' does not exist")]));
        }
    }
    Ok(())
}

async fn unknown_ignored(connection: &mut Connection, ignored: &[Ignored]) -> Result<Vec<Ignored>, ApiError> {
    let mut unknown = Vec::new();
    for item in ignored {
        let known = match (store::participant::find(connection, &item.participant).await?, &item.version) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(participant), Some(number)) => {
                store::version::find(connection, participant.id, number).await?.is_some()
            }
        };
        if !known {
            unknown.push(item.clone());
        }
    }
    Ok(unknown)
}

async fn unknown_tag(connection: &mut Connection, question: &Question) -> Result<Option<String>, ApiError> {
    match &question.target {
        Some(Pick::LatestTagged(tag) | Pick::Tagged(tag)) if !store::tag::is_used(connection, tag).await? => {
            Ok(Some(tag.clone()))
        }
        _ => Ok(None),
    }
}

/// What the client's selectors come to; several for one participant are taken together.
async fn specify(connection: &mut Connection, question: &Question, facts: &mut Facts) -> Result<(), ApiError> {
    let mut complaints = Vec::new();
    for selector in &question.selectors {
        let Some(known) = store::matrix::known(connection, &selector.participant).await? else {
            complaints.push(format!("Pacticipant {} not found", selector.participant));
            continue;
        };
        let versions = if selector.pick == Pick::Any {
            Versions::Any
        } else {
            let mut chosen = store::matrix::choose(connection, &[known.id], &selector.pick).await?;
            Versions::These(chosen.remove(&known.id).unwrap_or_default())
        };
        facts.specified.push(Specified {
            participant: Party { id: known.id, name: known.name },
            pick: selector.pick.clone(),
            exists: versions != Versions::These(Vec::new()),
            consumes: known.consumes,
            provides: known.provides,
        });
        let side = Side::new(selector.pick.clone(), versions, true);
        match facts.sides.entry(known.id) {
            Entry::Vacant(entry) => drop(entry.insert(side)),
            Entry::Occupied(mut entry) => entry.get_mut().choices.extend(side.choices),
        }
    }
    if complaints.is_empty() { Ok(()) } else { Err(ApiError::InvalidQuestion(complaints)) }
}

/// Every contract that matters; participants that come in by them get their side.
async fn publications(
    connection: &mut Connection,
    question: &Question,
    facts: &mut Facts,
) -> Result<Vec<Published>, ApiError> {
    let specified: Vec<i64> = facts.sides.keys().copied().collect();
    let mut published = Vec::new();
    for id in &specified {
        let versions = ids(&facts.sides[id]);
        let party = if question.infers { Of::Consumer(*id) } else { Of::ConsumerOf(*id, &specified) };
        published.extend(store::matrix::publications(connection, party, versions.as_deref()).await?);
    }
    if question.infers {
        let providers: BTreeSet<i64> = published.iter().map(|publication| publication.provider_id).collect();
        let mut consumers = BTreeSet::new();
        for id in &specified {
            consumers.extend(store::matrix::consumers(connection, *id).await?);
        }
        let others: Vec<i64> =
            providers.union(&consumers).copied().filter(|id| !facts.sides.contains_key(id)).collect();
        facts.sides.extend(others_sides(connection, &others, question.target.as_ref()).await?);
        let live = || consumers.iter().filter(|id| !specified.contains(id)).filter_map(|id| ids(&facts.sides[id]));
        let consumer_versions: Option<Vec<i64>> = question.target.is_some().then(|| live().flatten().collect());
        for id in &specified {
            let found =
                store::matrix::publications(connection, Of::Provider(*id), consumer_versions.as_deref()).await?;
            published.extend(found.into_iter().filter(|publication| !specified.contains(&publication.consumer_id)));
            if consumers.contains(id) {
                published.extend(of_versions_beside(connection, *id, question, facts).await?);
            }
        }
    }
    let since = live_since(facts);
    Ok(published
        .into_iter()
        .map(|publication: Publication| Published {
            since: since.get(&publication.consumer_version_id).copied(),
            publication,
        })
        .collect())
}

/// The contracts a participant has with itself where the question leads to: during a rollout its old versions run beside
/// the ones asked for, and each calls the other.
async fn of_versions_beside(
    connection: &mut Connection,
    id: i64,
    question: &Question,
    facts: &mut Facts,
) -> Result<Vec<Publication>, ApiError> {
    let (Some(pick @ (Pick::Environment(_) | Pick::LatestTagged(_) | Pick::Tagged(_))), Some(side)) =
        (&question.target, facts.sides.get_mut(&id))
    else {
        return Ok(Vec::new());
    };
    if side.is_any() {
        return Ok(Vec::new());
    }
    let asked_for: Vec<i64> = side.chosen().iter().map(|version| version.id).collect();
    let mut beside = store::matrix::choose(connection, &[id], pick).await?.remove(&id).unwrap_or_default();
    beside.retain(|live| !asked_for.contains(&live.id));
    let versions: Vec<i64> = beside.iter().map(|version| version.id).collect();
    side.beside = beside;
    let mut found = store::matrix::publications(connection, Of::Provider(id), Some(&versions)).await?;
    found.retain(|publication| publication.consumer_id == id);
    Ok(found)
}

async fn others_sides(
    connection: &mut Connection,
    others: &[i64],
    target: Option<&Pick>,
) -> Result<BTreeMap<i64, Side>, ApiError> {
    let Some(pick) = target else {
        return Ok(others.iter().map(|id| (*id, Side::new(Pick::Any, Versions::Any, false))).collect());
    };
    let mut chosen = store::matrix::choose(connection, others, pick).await?;
    let mut versions = |id: &i64| Versions::These(chosen.remove(id).unwrap_or_default());
    Ok(others.iter().map(|id| (*id, Side::new(pick.clone(), versions(id), false))).collect())
}

/// The chosen versions; none if every version counts.
fn ids(side: &Side) -> Option<Vec<i64>> {
    (!side.is_any()).then(|| side.chosen().iter().map(|version| version.id).collect())
}

/// The versions to look for results of; none if a provider is represented by all of its versions.
fn provider_versions(facts: &Facts, providers: &BTreeSet<i64>) -> Option<Vec<i64>> {
    let mut versions = Vec::new();
    for id in providers {
        let side = facts.sides.get(id)?;
        versions.extend(ids(side)?);
        versions.extend(side.beside.iter().map(|version| version.id));
    }
    Some(versions)
}

fn live_since(facts: &Facts) -> HashMap<i64, Moment> {
    let versions = facts.sides.values().flat_map(|side| side.chosen().into_iter().chain(&side.beside));
    versions.filter_map(|version| Some((version.id, version.since?))).collect()
}
