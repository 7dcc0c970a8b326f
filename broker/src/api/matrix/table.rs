//! The matrix as a table of plain text, for shells.

use crate::domain::matrix::{Question, Row, Verdict};
use std::fmt::Write;

const HEADINGS: [&str; 7] = ["CONSUMER", "C_VERSION", "REVISION", "PROVIDER", "P_VERSION", "NUMBER", "SUCCESS"];

/// Rows, answer and reasons. Only the rows shown are cut off at the limit.
pub(super) fn table(question: &Question, rows: &[Row], verdict: &Verdict) -> String {
    let cells: Vec<[String; 7]> = question.shown(rows).map(cells).collect();
    let mut widths = HEADINGS.map(str::len);
    for row in &cells {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: [&str; 7]| {
        let padded: Vec<String> = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        format!("{}\n", padded.join(" | ").trim_end())
    };
    let mut text = line(HEADINGS);
    text.push_str(&widths.map(|width| "-".repeat(width)).join("-|-"));
    text.push('\n');
    for row in &cells {
        text.push_str(&line(row.each_ref().map(String::as_str)));
    }
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
