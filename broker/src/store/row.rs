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

/// `$from, $from+1, …` for `count` values of an `IN` list.
pub(super) fn placeholders(from: usize, count: usize) -> String {
    let mut list = String::with_capacity(count * 5);
    for index in 0..count {
        if index > 0 {
            list.push(',');
        }
        list.push('$');
        list.push_str(&(from + index).to_string());
    }
    list
}

/// How many values one `IN` list holds at most; longer ones are asked for in portions.
pub(super) const PORTION: usize = 500;
