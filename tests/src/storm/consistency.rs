//! What must hold of the database whenever nobody writes: nothing half-written, nothing out of step, no broken page.

use anyhow::{Context as _, ensure};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};

/// What must not be found, and the query that counts it; the same on both databases.
const NEVER: [(&str, &str); 11] = [
    (
        "a published version without its contract",
        "SELECT COUNT(*) FROM versions v JOIN participants a ON a.id = v.participant_id WHERE a.name IN ('web', 'mobile', 'billing', 'reporting')
         AND NOT EXISTS (SELECT 1 FROM publications p WHERE p.consumer_version_id = v.id)",
    ),
    (
        "a published version without its branch",
        "SELECT COUNT(*) FROM versions v JOIN participants a ON a.id = v.participant_id WHERE a.name IN ('web', 'mobile', 'billing', 'reporting')
         AND NOT EXISTS (SELECT 1 FROM branch_versions b WHERE b.version_id = v.id)",
    ),
    (
        "a published version without its tag",
        "SELECT COUNT(*) FROM versions v JOIN participants a ON a.id = v.participant_id WHERE a.name IN ('web', 'mobile', 'billing', 'reporting')
         AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.version_id = v.id)",
    ),
    (
        "a provider's version without its result",
        "SELECT COUNT(*) FROM versions v JOIN participants a ON a.id = v.participant_id WHERE a.name IN ('orders', 'payments', 'stock', 'shipping')
         AND NOT EXISTS (SELECT 1 FROM verifications r WHERE r.provider_version_id = v.id)",
    ),
    (
        "a branch whose head is not the version added last",
        "SELECT COUNT(*) FROM branches b WHERE b.head_version_id <>
         (SELECT m.version_id FROM branch_versions m WHERE m.branch_id = b.id ORDER BY m.id DESC LIMIT 1)",
    ),
    (
        "a newest result that is not the newest",
        "SELECT COUNT(*) FROM latest_verifications l JOIN verifications r ON r.id = l.verification_id WHERE r.success <> l.success
         OR r.content_id <> l.content_id OR r.provider_version_id <> l.provider_version_id OR r.id <>
         (SELECT MAX(n.id) FROM verifications n WHERE n.content_id = l.content_id AND n.provider_version_id = l.provider_version_id)",
    ),
    (
        "a result without a newest one",
        "SELECT COUNT(*) FROM verifications r WHERE NOT EXISTS (SELECT 1 FROM latest_verifications l
         WHERE l.content_id = r.content_id AND l.provider_version_id = r.provider_version_id)",
    ),
    (
        "a contract whose content or version is another pair's",
        "SELECT COUNT(*) FROM publications p JOIN contents c ON c.id = p.content_id JOIN versions v ON v.id = p.consumer_version_id
         WHERE c.consumer_id <> p.consumer_id OR c.provider_id <> p.provider_id OR v.participant_id <> p.consumer_id",
    ),
    (
        "a contract without its integration",
        "SELECT COUNT(*) FROM publications p WHERE NOT EXISTS
         (SELECT 1 FROM integrations i WHERE i.consumer_id = p.consumer_id AND i.provider_id = p.provider_id)",
    ),
    (
        "a content nobody has published",
        "SELECT COUNT(*) FROM contents c WHERE NOT EXISTS (SELECT 1 FROM publications p WHERE p.content_id = c.id)",
    ),
    (
        "a result of a version that is not the provider's",
        "SELECT COUNT(*) FROM verifications r JOIN contents c ON c.id = r.content_id JOIN versions v ON v.id = r.provider_version_id
         WHERE v.participant_id <> c.provider_id",
    ),
];

/// Checks the database at `url` from outside.
pub async fn check(url: &str) -> anyhow::Result<()> {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(url).await.with_context(|| format!("{url} does not open"))?;
    if url.starts_with("sqlite") {
        sqlite(&mut connection).await?;
    } else {
        postgres(&mut connection).await?;
    }
    for (what, query) in NEVER {
        let found: i64 = sqlx::query_scalar(query).fetch_one(&mut connection).await.context(what)?;
        ensure!(found == 0, "{what}: {found}");
    }
    connection.close().await?;
    Ok(())
}

async fn sqlite(connection: &mut AnyConnection) -> anyhow::Result<()> {
    let said: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut *connection).await?;
    ensure!(said == ["ok"], "the file is damaged: {}", said.join(", "));
    let broken = sqlx::query("PRAGMA foreign_key_check").fetch_all(connection).await?;
    ensure!(broken.is_empty(), "{} rows refer to rows that are not there", broken.len());
    Ok(())
}

/// Every page of every table, and every index against its table; references are checked by the server itself.
async fn postgres(connection: &mut AnyConnection) -> anyhow::Result<()> {
    sqlx::raw_sql("SET client_min_messages = warning; CREATE EXTENSION IF NOT EXISTS amcheck")
        .execute(&mut *connection)
        .await?;
    let names = |kind: &str| {
        AssertSqlSafe(format!(
            "SELECT CAST(c.relname AS TEXT) FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = '{kind}'"
        ))
    };
    let tables: Vec<String> = sqlx::query_scalar(names("r")).fetch_all(&mut *connection).await?;
    ensure!(tables.len() > 10, "only {} tables", tables.len());
    for table in tables {
        let sql = format!("SELECT COUNT(*) FROM verify_heapam('{table}')");
        let damaged: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *connection).await?;
        ensure!(damaged == 0, "{table} is damaged in {damaged} places");
    }
    let indexes: Vec<String> = sqlx::query_scalar(names("i")).fetch_all(&mut *connection).await?;
    for index in indexes {
        let sql = format!("SELECT bt_index_parent_check('{index}', true, true)");
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut *connection)
            .await
            .with_context(|| format!("{index} is damaged"))?;
    }
    Ok(())
}
