//! Gathers what explains an answer: whose result is missing, since when, and what was never published.

use crate::domain::Moment;
use crate::domain::matrix::{Chosen, Facts, Party, Pick, Row, Side, Specified};
use crate::error::ApiError;
use crate::store::{self, Connection};
use std::collections::BTreeSet;

/// Adds to `facts`, whose rows and gaps are complete, what explains them.
pub(super) async fn explain(connection: &mut Connection, facts: &mut Facts) -> Result<(), ApiError> {
    let open = facts.rows.iter().filter(|row| row.result.is_none()).map(|row| row.content_id);
    let open: BTreeSet<i64> = open.chain(facts.gaps.iter().map(|gap| gap.content_id)).collect();
    let open: Vec<i64> = open.into_iter().collect();
    facts.background.elsewhere = store::matrix::best_results(connection, &open).await?;
    let failed = facts.rows.iter().filter(|row| row.success() == Some(false)).filter_map(version_of);
    let (contents, versions): (BTreeSet<i64>, BTreeSet<i64>) = failed.unzip();
    let (contents, versions): (Vec<i64>, Vec<i64>) = (contents.into_iter().collect(), versions.into_iter().collect());
    facts.background.failing_since = store::matrix::failing_since(connection, &contents, &versions).await?;
    for (id, wanted) in missing(facts) {
        match wanted {
            Pick::Environment(name) => {
                if let Some(left) = left(connection, id, &name).await? {
                    facts.background.left.insert((id, name), left);
                }
            }
            Pick::MainBranchHead | Pick::MainBranch => {
                let main_branch = store::participant::main_branch(connection, id).await?;
                facts.background.main_branches.extend(main_branch.map(|branch| (id, branch)));
            }
            _ => (),
        }
    }
    facts.unpublished = unpublished(connection, facts).await?;
    Ok(())
}

fn version_of(row: &Row) -> Option<(i64, i64)> {
    row.provider_version.as_ref().map(|version| (row.content_id, version.id))
}

/// Every participant without a version where one is needed, and how it was looked for.
fn missing(facts: &Facts) -> BTreeSet<(i64, Pick)> {
    let wanted = |party: &Party| {
        let choice = facts.sides.get(&party.id)?.choice_of(None)?;
        Some((party.id, choice.pick.clone()))
    };
    let asked = facts.specified.iter().filter(|specified| !specified.exists);
    let asked = asked.map(|specified| (specified.participant.id, specified.pick.clone()));
    facts.gaps.iter().filter_map(|gap| wanted(&gap.provider)).chain(asked).collect()
}

/// When the last version of a participant left an environment.
async fn left(connection: &mut Connection, participant_id: i64, name: &str) -> Result<Option<Moment>, ApiError> {
    Ok(match store::environment::named(connection, name).await? {
        Some(environment) => store::stay::left(connection, participant_id, environment.id).await?,
        None => None,
    })
}

/// The versions asked about that no row and no gap is about, and for which nothing was published.
async fn unpublished(connection: &mut Connection, facts: &Facts) -> Result<Vec<(String, Option<String>)>, ApiError> {
    let mut unpublished = Vec::new();
    for Specified { participant, pick, exists, consumes, provides } in &facts.specified {
        if !exists {
            continue;
        }
        if *pick == Pick::Any {
            if !consumes && !provides {
                unpublished.push((participant.name.clone(), None));
            }
            continue;
        }
        let Some(side) = facts.sides.get(&participant.id) else { continue };
        let silent: Vec<i64> = idle(facts, side).map(|version| version.id).collect();
        let bare = store::matrix::bare_versions(connection, &silent).await?;
        let bare = idle(facts, side).filter(|version| bare.contains(&version.id));
        unpublished.extend(bare.map(|version| (participant.name.clone(), Some(version.number.clone()))));
    }
    unpublished.sort();
    unpublished.dedup();
    Ok(unpublished)
}

/// The chosen versions that nothing is known about.
fn idle<'a>(facts: &'a Facts, side: &'a Side) -> impl Iterator<Item = &'a Chosen> {
    let busy: BTreeSet<i64> = facts
        .rows
        .iter()
        .flat_map(|row| [Some(row.consumer_version.id), row.provider_version.as_ref().map(|version| version.id)])
        .chain(facts.gaps.iter().map(|gap| Some(gap.consumer_version.id)))
        .flatten()
        .collect();
    side.chosen().into_iter().filter(move |version| !busy.contains(&version.id))
}
