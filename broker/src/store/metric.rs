//! How much there is: counts over whole tables.

use super::content::body;
use super::{Connection, Result};
use crate::domain::Moment;
use sqlx::Row;
use sqlx::any::AnyRow;

/// The counts that are one number, by name.
pub const COUNTS: [(&str, &str); 19] = [
    ("participants", "SELECT COUNT(*) FROM participants"),
    ("participants_with_main_branch", "SELECT COUNT(*) FROM participants WHERE main_branch IS NOT NULL"),
    ("integrations", "SELECT COUNT(*) FROM integrations"),
    ("publications", "SELECT COUNT(*) FROM publications"),
    ("contents", "SELECT COUNT(*) FROM contents"),
    ("verifications", "SELECT COUNT(*) FROM verifications"),
    ("successes", "SELECT COUNT(*) FROM verifications WHERE success = 1"),
    ("latest_verifications", "SELECT COUNT(*) FROM latest_verifications"),
    ("versions", "SELECT COUNT(*) FROM versions"),
    ("branches", "SELECT COUNT(*) FROM branches"),
    ("versions_with_branch", "SELECT COUNT(DISTINCT version_id) FROM branch_versions"),
    ("tags", "SELECT COUNT(*) FROM tags"),
    ("tag_names", "SELECT COUNT(DISTINCT name) FROM tags"),
    ("labels", "SELECT COUNT(*) FROM labels"),
    ("environments", "SELECT COUNT(*) FROM environments"),
    ("deployments", "SELECT COUNT(*) FROM deployments"),
    ("live_deployments", "SELECT COUNT(*) FROM deployments WHERE undeployed_at IS NULL"),
    ("releases", "SELECT COUNT(*) FROM releases"),
    ("supported_releases", "SELECT COUNT(*) FROM releases WHERE support_ended_at IS NULL"),
];

/// One of [`COUNTS`].
pub async fn count(connection: &mut Connection, sql: &'static str) -> Result<i64> {
    Ok(sqlx::query_scalar(sql).fetch_one(connection).await?)
}

/// When the first and the last publication came, then the first and the last result.
pub async fn moments(connection: &mut Connection) -> Result<[Option<Moment>; 4]> {
    let row: AnyRow = sqlx::query(
        "SELECT (SELECT created_at FROM publications ORDER BY id LIMIT 1), (SELECT created_at FROM publications ORDER BY id DESC LIMIT 1),
                (SELECT created_at FROM verifications ORDER BY id LIMIT 1), (SELECT created_at FROM verifications ORDER BY id DESC LIMIT 1)",
    )
    .fetch_one(connection)
    .await?;
    let mut moments = [None; 4];
    for (column, moment) in moments.iter_mut().enumerate() {
        *moment = row.try_get::<Option<i64>, _>(column)?.map(Moment);
    }
    Ok(moments)
}

/// How many interactions and how many messages the newest contract of every pair has.
pub async fn interactions(connection: &mut Connection) -> Result<[i64; 2]> {
    let contents: Vec<i64> = sqlx::query_scalar(
        "SELECT pub.content_id FROM publications pub WHERE pub.consumer_version_id = (SELECT MAX(newer.consumer_version_id)
         FROM publications newer WHERE newer.consumer_id = pub.consumer_id AND newer.provider_id = pub.provider_id)",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut total = [0, 0];
    // One at a time: all of them together may be large.
    for id in contents {
        for (total, count) in total.iter_mut().zip(crate::content::lengths(&body(connection, id).await?)) {
            *total += i64::try_from(count).unwrap_or(i64::MAX);
        }
    }
    Ok(total)
}

/// How many publications have been revised how often.
pub async fn revisions(connection: &mut Connection) -> Result<Vec<(i64, i64)>> {
    Ok(sqlx::query_as("SELECT revision, COUNT(*) FROM publications GROUP BY revision ORDER BY revision")
        .fetch_all(connection)
        .await?)
}

/// How many contents have how many results.
pub async fn results_per_content(connection: &mut Connection) -> Result<Vec<(i64, i64)>> {
    Ok(sqlx::query_as(
        "SELECT n.results, COUNT(*) FROM (SELECT COUNT(*) AS results FROM verifications GROUP BY content_id) n GROUP BY n.results ORDER BY n.results",
    )
    .fetch_all(connection)
    .await?)
}
