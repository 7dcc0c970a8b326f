//! Rows of tables, their cells found by the names of columns, in any order.

use crate::conformance::gherkin::Table;
use anyhow::{Result, bail, ensure};

/// One row with the names of its columns.
pub(in crate::conformance) struct Row<'t> {
    cells: Vec<(&'t str, &'t str)>,
}

impl<'t> Row<'t> {
    /// The cell under a column; `None` when there is no such column or nothing in the cell.
    pub(in crate::conformance) fn get(&self, column: &str) -> Option<&'t str> {
        let found = self.cells.iter().find(|(known, _)| known.eq_ignore_ascii_case(column));
        found.map(|(_, cell)| *cell).filter(|cell| !cell.is_empty())
    }

    /// Makes sure that nothing a row says is passed over.
    fn has_only(&self, columns: &[&str]) -> Result<()> {
        let is_known = |column: &str| columns.iter().any(|known| known.eq_ignore_ascii_case(column));
        match self.cells.iter().find(|(column, _)| !is_known(column)) {
            Some((column, _)) => bail!("nobody knows what a column `{column}` means here"),
            None => Ok(()),
        }
    }
}

/// The rows below the names of the columns, which must be among `columns`.
pub(in crate::conformance) fn rows<'t>(table: &'t Table, columns: &[&str]) -> Result<Vec<Row<'t>>> {
    let Some((names, rows)) = table.split_first() else { bail!("the step needs a table") };
    let mut read = Vec::new();
    for cells in rows {
        ensure!(cells.len() == names.len(), "a row has {} cells in {} columns", cells.len(), names.len());
        let row = Row { cells: names.iter().map(String::as_str).zip(cells.iter().map(String::as_str)).collect() };
        row.has_only(columns)?;
        read.push(row);
    }
    Ok(read)
}

/// The only row.
pub(in crate::conformance) fn row<'t>(table: &'t Table, columns: &[&str]) -> Result<Row<'t>> {
    let mut rows = rows(table, columns)?;
    ensure!(rows.len() == 1, "the step takes one row, not {}", rows.len());
    Ok(rows.remove(0))
}
