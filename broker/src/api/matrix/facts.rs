//! Gathers everything the store knows about a question, and has it decided.

use crate::domain::matrix::{
    Chosen, Facts, Ignored, Pick, Published, Question, Side, Specified, Verdict, Versions, compose, decide, grouped,
};
use crate::domain::{Moment, Publication};
use crate::error::ApiError;
use crate::store::matrix::Party;
use crate::store::{self, Connection};
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
    facts.rows = grouped(question, rows);
    facts.gaps = gaps;
    let unknown: BTreeSet<i64> = facts
        .rows
        .iter()
        .filter(|row| row.result.is_none())
        .map(|row| row.content_id)
        .chain(facts.gaps.iter().map(|gap| gap.content_id))
        .collect();
    facts.elsewhere = store::matrix::best_results(connection, &unknown.into_iter().collect::<Vec<_>>()).await?;
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
        let Some(participant) = store::participant::find(connection, &selector.participant).await? else {
            complaints.push(format!("Pacticipant {} not found", selector.participant));
            continue;
        };
        let versions = if selector.pick == Pick::Any {
            Versions::Any
        } else {
            let mut chosen = store::matrix::choose(connection, &[participant.id], &selector.pick).await?;
            Versions::These(chosen.remove(&participant.id).unwrap_or_default())
        };
        let (consumes, provides) = store::matrix::roles(connection, participant.id).await?;
        facts.specified.push(Specified {
            participant: participant.name,
            pick: selector.pick.clone(),
            exists: versions != Versions::These(Vec::new()),
            consumes,
            provides,
        });
        let side = Side { pick: selector.pick.clone(), versions, specified: true, beside: Vec::new() };
        match facts.sides.remove(&participant.id) {
            Some(former) => facts.sides.insert(participant.id, both(former, side)),
            None => facts.sides.insert(participant.id, side),
        };
    }
    if complaints.is_empty() { Ok(()) } else { Err(ApiError::InvalidQuestion(complaints)) }
}

fn both(first: Side, second: Side) -> Side {
    match (first.versions, second.versions) {
        (Versions::These(mut versions), Versions::These(more)) => {
            versions.extend(more);
            versions.sort_by_key(|version| std::cmp::Reverse(version.id));
            versions.dedup_by_key(|version| version.id);
            Side { versions: Versions::These(versions), pick: first.pick, specified: true, beside: Vec::new() }
        }
        _ => Side { versions: Versions::Any, pick: Pick::Any, specified: true, beside: Vec::new() },
    }
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
        let found = store::matrix::publications(connection, Party::Consumer(*id), versions.as_deref()).await?;
        published.extend(
            found
                .into_iter()
                .filter(|publication| question.infers || facts.sides.contains_key(&publication.provider_id)),
        );
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
                store::matrix::publications(connection, Party::Provider(*id), consumer_versions.as_deref()).await?;
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
    let Versions::These(asked_for) = &side.versions else { return Ok(Vec::new()) };
    let mut beside = store::matrix::choose(connection, &[id], pick).await?.remove(&id).unwrap_or_default();
    beside.retain(|live| asked_for.iter().all(|version| version.id != live.id));
    let versions: Vec<i64> = beside.iter().map(|version| version.id).collect();
    side.beside = beside;
    let mut found = store::matrix::publications(connection, Party::Provider(id), Some(&versions)).await?;
    found.retain(|publication| publication.consumer_id == id);
    Ok(found)
}

async fn others_sides(
    connection: &mut Connection,
    others: &[i64],
    target: Option<&Pick>,
) -> Result<BTreeMap<i64, Side>, ApiError> {
    let Some(pick) = target else {
        return Ok(others
            .iter()
            .map(|id| (*id, Side { pick: Pick::Any, versions: Versions::Any, specified: false, beside: Vec::new() }))
            .collect());
    };
    let mut chosen = store::matrix::choose(connection, others, pick).await?;
    Ok(others
        .iter()
        .map(|id| {
            let versions = Versions::These(chosen.remove(id).unwrap_or_default());
            (*id, Side { pick: pick.clone(), versions, specified: false, beside: Vec::new() })
        })
        .collect())
}

fn chosen(side: &Side) -> Option<&[Chosen]> {
    match &side.versions {
        Versions::Any => None,
        Versions::These(versions) => Some(versions),
    }
}

fn ids(side: &Side) -> Option<Vec<i64>> {
    chosen(side).map(|versions| versions.iter().map(|version| version.id).collect())
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
    let versions = facts.sides.values().flat_map(|side| chosen(side).into_iter().flatten().chain(&side.beside));
    versions.filter_map(|version| Some((version.id, version.since?))).collect()
}
