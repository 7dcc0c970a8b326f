//! The matrix as a table of plain text, for shells.

use crate::api::table;
use crate::domain::matrix::{Question, Row, Verdict};
use std::fmt::Write;

const HEADINGS: [&str; 7] = ["CONSUMER", "C_VERSION", "REVISION", "PROVIDER", "P_VERSION", "NUMBER", "SUCCESS"];

/// Rows, answer and reasons. Only the rows shown are cut off at the limit.
pub(super) fn table(question: &Question, rows: &[Row], verdict: &Verdict) -> String {
    let cells: Vec<[String; 7]> = question.shown(rows).map(cells).collect();
    let mut text = table::table(HEADINGS, &cells);
    let sentences: Vec<&str> = verdict.notices.iter().map(|notice| notice.text.as_str()).collect();
    let answer = verdict.answer.map_or_else(|| "null".to_owned(), |answer| answer.to_string());
    let _ = write!(text, "\nDeployable: {answer}\nReason: {}\n", sentences.join("\n"));
    text
}

fn cells(row: &Row) -> [String; 7] {
    let result = row.result.as_ref();
    [
        row.consumer.name.clone(),
        row.consumer_version.number.clone(),
        row.revision.to_string(),
        row.provider.name.clone(),
        row.provider_version.as_ref().map_or_else(String::new, |version| version.number.clone()),
        result.map_or_else(String::new, |result| result.number.to_string()),
        result.map_or_else(String::new, |result| result.success.to_string()),
    ]
}
