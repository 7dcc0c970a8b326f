//! Reading columns: booleans are 0 or 1, moments are epoch milliseconds, an empty text can mean none.

use crate::domain::Moment;
use sqlx::Row;
use sqlx::any::AnyRow;

pub(super) type Decoded<T> = Result<T, sqlx::Error>;

pub(super) fn number(row: &AnyRow, column: &str) -> Decoded<i64> {
    row.try_get(column)
}

pub(super) fn flag(row: &AnyRow, column: &str) -> Decoded<bool> {
    Ok(row.try_get::<i64, _>(column)? != 0)
}

pub(super) fn text(row: &AnyRow, column: &str) -> Decoded<String> {
    row.try_get(column)
}

pub(super) fn maybe_text(row: &AnyRow, column: &str) -> Decoded<Option<String>> {
    row.try_get(column)
}

/// An empty text is none.
pub(super) fn filled_text(row: &AnyRow, column: &str) -> Decoded<Option<String>> {
    Ok(text(row, column)?).map(|text| Some(text).filter(|text| !text.is_empty()))
}

pub(super) fn moment(row: &AnyRow, column: &str) -> Decoded<Moment> {
    Ok(Moment(row.try_get(column)?))
}

pub(super) fn maybe_moment(row: &AnyRow, column: &str) -> Decoded<Option<Moment>> {
    Ok(row.try_get::<Option<i64>, _>(column)?.map(Moment))
}
