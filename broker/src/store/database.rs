//! Which database everything is kept in, told by its URL.

use sqlx::any::AnyConnectOptions;
use sqlx::postgres::PgConnectOptions;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where everything is kept; its `Display` never shows a password.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A file, which is created where it is missing.
    Sqlite(PathBuf),
    /// A database of a server, by its URL.
    Postgres(String),
}

impl Database {
    /// What `sqlite://PATH`, `sqlite:PATH`, `postgres://…` and `postgresql://…` name; nothing for anything else.
    pub fn parse(url: &str) -> Option<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return postgres_url(url).map(Self::Postgres);
        }
        let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"))?;
        Some(Self::Sqlite(PathBuf::from(path))).filter(|_| !path.is_empty())
    }
}

/// What the driver understands of a URL's query, beside `options[NAME]`.
const PARAMETERS: [&str; 18] = [
    "application_name",
    "dbname",
    "host",
    "hostaddr",
    "options",
    "password",
    "port",
    "ssl-ca",
    "ssl-cert",
    "ssl-key",
    "ssl-mode",
    "ssl-root-cert",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "statement-cache-capacity",
    "user",
];

/// The URL without parameters that are for other drivers: ours would log what they say, passwords too.
fn postgres_url(text: &str) -> Option<String> {
    let mut url = AnyConnectOptions::from_str(text).ok()?.database_url;
    let known = |key: &str| PARAMETERS.contains(&key) || key.starts_with("options[");
    let (kept, left): (Vec<_>, Vec<_>) = url.query_pairs().into_owned().partition(|(key, _)| known(key));
    for (key, _) in left {
        tracing::warn!(key, "a parameter of the database's URL is not known here and left out");
    }
    url.set_query(None);
    if !kept.is_empty() {
        url.query_pairs_mut().extend_pairs(kept);
    }
    PgConnectOptions::from_str(url.as_str()).ok()?;
    Some(url.into())
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Postgres(url) => match PgConnectOptions::from_str(url) {
                Ok(options) => postgres(&options, f),
                Err(_) => f.write_str(&without_password(url)),
            },
        }
    }
}

/// What is connected to, wherever it was said: in the URL, in the environment, or nowhere.
fn postgres(options: &PgConnectOptions, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let user = options.get_username();
    let database = options.get_database().unwrap_or(user);
    match options.get_socket() {
        Some(folder) => write!(f, "postgres:///{database}?host={}&user={user}", folder.display()),
        None => write!(f, "postgres://{user}@{}:{}/{database}", options.get_host(), options.get_port()),
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Database({self})")
    }
}

/// A URL without the part before `@` and without its query, where passwords are.
pub fn without_password(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").map_or(("", url), |(scheme, rest)| (&url[..scheme.len() + 3], rest));
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let rest = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
    format!("{scheme}{rest}")
}

#[cfg(test)]
mod tests {
    use super::{Database, without_password};
    use std::path::PathBuf;

    #[test]
    fn urls_are_told_apart() {
        assert_eq!(Database::parse("sqlite:///var/a b.db"), Some(Database::Sqlite(PathBuf::from("/var/a b.db"))));
        assert_eq!(Database::parse("sqlite:here.db"), Some(Database::Sqlite(PathBuf::from("here.db"))));
        for url in ["postgres://host/db", "postgresql://user:word@host:5433/db?sslmode=require"] {
            assert_eq!(Database::parse(url), Some(Database::Postgres(url.to_owned())));
        }
        for url in ["mysql://host/db", "sqlite://", "postgres://host:port/db", "postgres://host/db?sslmode=maybe", ""] {
            assert_eq!(Database::parse(url), None, "{url}");
        }
    }

    #[test]
    fn passwords_are_not_shown() {
        let shown = |url: &str| Database::parse(url).unwrap().to_string();
        assert_eq!(shown("postgres://ann:secret@host:5433/abide"), "postgres://ann@host:5433/abide");
        assert_eq!(shown("postgres://ann@host:5433/abide?password=secret"), "postgres://ann@host:5433/abide");
        assert_eq!(
            shown("postgres:///abide?host=/run/pg&user=ann&password=secret"),
            "postgres:///abide?host=/run/pg&user=ann"
        );
        let debugged = format!("{:?}", Database::parse("postgres://ann:secret@host:5433/abide").unwrap());
        assert_eq!(debugged, "Database(postgres://ann@host:5433/abide)");
        let left_out = Database::parse("postgres://host/abide?sslpassword=secret&sslmode=require");
        assert_eq!(left_out, Some(Database::Postgres("postgres://host/abide?sslmode=require".to_owned())));
        assert_eq!(without_password("mysql://ann:secret@host/db?password=secret"), "mysql://host/db");
        assert_eq!(without_password("ann:secret@host"), "host");
    }
}
