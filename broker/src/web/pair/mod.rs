//! Pairs of consumer and provider as rows of a table: the overview and the participant's page share them.

mod kinds;
mod row;

use super::frame::Visitor;
use super::standing::Standing;
use crate::domain::Environment;
use crate::domain::status::Status;
use crate::error::ApiError;
use crate::store::standing::Newest;
use crate::store::{self, Connection};
use row::Rows;
pub(crate) use row::{MAX_CELLS, Row};

/// The rows of these pairs: two statements, whatever their number.
pub(crate) async fn rows(
    connection: &mut Connection,
    visitor: &Visitor,
    standing: &Standing,
    environments: &[Environment],
    shown: &[(&Newest, Status)],
) -> Result<Vec<Row>, ApiError> {
    let contents: Vec<i64> = shown.iter().map(|(pair, _)| pair.publication.content_id).collect();
    let results = store::standing::newest_results(connection, &contents).await?;
    let bodies = store::standing::bodies(connection, &contents, kinds::COUNTED).await?;
    let kinds: Vec<(i64, String)> = bodies.iter().map(|(content, body)| (*content, kinds::words(body))).collect();
    let rows = Rows { standing, environments, results: &results, kinds: &kinds, visitor };
    Ok(shown.iter().map(|(pair, status)| rows.row(pair, *status)).collect())
}

/// The heads of the cells' columns.
pub(crate) fn columns(environments: &[Environment]) -> Vec<String> {
    match environments.len() {
        0..=MAX_CELLS => environments.iter().map(|environment| environment.name.clone()).collect(),
        _ => vec!["all environments".to_owned()],
    }
}
