//! Lines whose parts stand below each other.

use super::Out;

/// Writes each row as a line, its cells as wide as their column, led by `indent`.
pub(super) fn write(out: &mut Out, indent: &str, rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<_> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    for row in rows {
        let cells: Vec<_> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        out.line(&format!("{indent}{}", cells.join("   ")));
    }
}

/// Writes `label   value` lines; those without a value are left out.
pub(super) fn write_fields(out: &mut Out, fields: &[(&str, String)]) {
    let said = fields.iter().filter(|(_, value)| !value.is_empty());
    write(out, "  ", &said.map(|(label, value)| vec![(*label).to_owned(), value.clone()]).collect::<Vec<_>>());
}
