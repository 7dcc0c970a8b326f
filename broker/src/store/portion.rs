//! Rows of many keys at once: `IN` lists, which must not grow without end.

use super::{Connection, Result};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, FromRow};

/// How many values one `IN` list holds at most; longer ones are asked for in portions.
pub(super) const PORTION: usize = 500;

/// What `sql` finds for these keys, portion by portion; its `%` stands for the list.
pub(super) async fn among<T>(connection: &mut Connection, keys: &[i64], sql: &str) -> Result<Vec<T>>
where
    T: for<'r> FromRow<'r, AnyRow> + Send + Unpin,
{
    let mut found = Vec::new();
    for portion in keys.chunks(PORTION) {
        let sql = sql.replacen('%', &placeholders(1, portion.len()), 1);
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for key in portion {
            query = query.bind(*key);
        }
        found.extend(query.fetch_all(&mut *connection).await?);
    }
    Ok(found)
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
