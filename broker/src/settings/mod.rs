//! What the operator decides: flags and environment variables.

mod access;

pub use access::AccessSettings;

use crate::access::Access;
use crate::domain::conclusions::Conclusions;
use crate::store::{Database, without_password};
use clap::builder::{BoolishValueParser, Resettable};
use clap::{Arg, ArgAction, CommandFactory, FromArgMatches, Parser};
use std::net::{IpAddr, Ipv4Addr};
use tracing_subscriber::EnvFilter;

const EXAMPLES: &str = "\
Examples:
  abide-broker                                        SQLite file abide.db here, port 9292, this machine only
  abide-broker --port 0                               any free port; the line on stdout names it
  abide-broker --database sqlite:///var/lib/abide/abide.db --base-url https://contracts.example.com
  abide-broker --database postgres://abide:PASSWORD@db.example.com/abide   several brokers may share it
  ABIDE_BROKER_WRITE_TOKEN=… abide-broker --bind 0.0.0.0   who has the token may read and write, nobody else
  abide-broker --bind 0.0.0.0 --allow-anonymous       everybody who reaches the port may read and write

Prints `listening on http://ADDRESS:PORT` on stdout once it answers. Creates no environments by itself: `abide environments create`.
What is live is not deleted, nor the environment it is live in, unless the request has `?force=true`.
SQLite keeps what is newest beside the file: back up with `sqlite3 abide.db '.backup copy.db'`, not by copying it.
/diagnostic/status/heartbeat is for probes, /metrics for Prometheus, /openapi.json describes the API.
A variable that is empty counts as not set.
Variables that mean the same are read after its own: PACT_BROKER_PORT, PACT_BROKER_DATABASE_URL,
PACT_BROKER_BASE_URLS, PACT_BROKER_BASE_URL, PACT_BROKER_LOG_LEVEL,
PACT_BROKER_CHECK_FOR_POTENTIAL_DUPLICATE_PACTICIPANT_NAMES, PACT_BROKER_USE_FIRST_TAG_AS_BRANCH,
PACT_BROKER_CREATE_DEPLOYED_VERSIONS_FOR_TAGS, PACT_BROKER_AUTO_DETECT_MAIN_BRANCH, PACT_BROKER_BASIC_AUTH_USERNAME,
PACT_BROKER_BASIC_AUTH_PASSWORD, PACT_BROKER_BASIC_AUTH_READ_ONLY_USERNAME, PACT_BROKER_BASIC_AUTH_READ_ONLY_PASSWORD,
PACT_BROKER_ALLOW_PUBLIC_READ, PACT_BROKER_PUBLIC_HEARTBEAT and PACT_BROKER_ENABLE_PUBLIC_BADGE_ACCESS.
Exit codes: 0 stopped by a signal, 2 wrong usage, 3 could not start.";

/// Settings, their own variables, and the variables of the broker many teams come from that mean the same.
const INHERITED: [(&str, &str, &[&str]); 15] = [
    ("port", "ABIDE_BROKER_PORT", &["PACT_BROKER_PORT"]),
    ("database", "ABIDE_BROKER_DATABASE", &["PACT_BROKER_DATABASE_URL"]),
    ("base_url", "ABIDE_BROKER_BASE_URL", &["PACT_BROKER_BASE_URLS", "PACT_BROKER_BASE_URL"]),
    (
        "check_similar_names",
        "ABIDE_BROKER_CHECK_SIMILAR_NAMES",
        &["PACT_BROKER_CHECK_FOR_POTENTIAL_DUPLICATE_PACTICIPANT_NAMES"],
    ),
    ("first_tag_is_branch", "ABIDE_BROKER_FIRST_TAG_IS_BRANCH", &["PACT_BROKER_USE_FIRST_TAG_AS_BRANCH"]),
    ("deploy_by_tag", "ABIDE_BROKER_DEPLOY_BY_TAG", &["PACT_BROKER_CREATE_DEPLOYED_VERSIONS_FOR_TAGS"]),
    ("detect_main_branch", "ABIDE_BROKER_DETECT_MAIN_BRANCH", &["PACT_BROKER_AUTO_DETECT_MAIN_BRANCH"]),
    ("log", "ABIDE_LOG", &["PACT_BROKER_LOG_LEVEL"]),
    ("basic_auth_username", "ABIDE_BROKER_BASIC_AUTH_USERNAME", &["PACT_BROKER_BASIC_AUTH_USERNAME"]),
    ("basic_auth_password", "ABIDE_BROKER_BASIC_AUTH_PASSWORD", &["PACT_BROKER_BASIC_AUTH_PASSWORD"]),
    (
        "basic_auth_read_only_username",
        "ABIDE_BROKER_BASIC_AUTH_READ_ONLY_USERNAME",
        &["PACT_BROKER_BASIC_AUTH_READ_ONLY_USERNAME"],
    ),
    (
        "basic_auth_read_only_password",
        "ABIDE_BROKER_BASIC_AUTH_READ_ONLY_PASSWORD",
        &["PACT_BROKER_BASIC_AUTH_READ_ONLY_PASSWORD"],
    ),
    ("allow_public_read", "ABIDE_BROKER_ALLOW_PUBLIC_READ", &["PACT_BROKER_ALLOW_PUBLIC_READ"]),
    ("public_heartbeat", "ABIDE_BROKER_PUBLIC_HEARTBEAT", &["PACT_BROKER_PUBLIC_HEARTBEAT"]),
    ("public_badges", "ABIDE_BROKER_PUBLIC_BADGES", &["PACT_BROKER_ENABLE_PUBLIC_BADGE_ACCESS"]),
];

/// Keeps contracts by version, shows them on web pages and answers can-i-deploy.
#[derive(Debug, Clone, Parser)]
#[command(name = "abide-broker", version, about, after_help = EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Settings {
    /// The port to listen on; 0 takes a free one.
    #[arg(long, env = "ABIDE_BROKER_PORT", default_value_t = 9292)]
    pub port: u16,

    /// The address to listen on.
    #[arg(long, env = "ABIDE_BROKER_BIND", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub bind: IpAddr,

    /// Where everything is kept; a file that is missing is created.
    #[arg(
        long,
        help = "Where everything is kept: sqlite://PATH, created where it is missing, or postgres://USER:PASSWORD@HOST:PORT/NAME",
        value_name = "URL",
        env = "ABIDE_BROKER_DATABASE",
        hide_env_values = true,
        default_value = "sqlite://abide.db"
    )]
    pub database: String,

    /// The URL clients reach this broker by, for the links it hands out; of several the one that fits the request
    /// [default: what each request says].
    #[arg(long, value_name = "URL", env = "ABIDE_BROKER_BASE_URL", value_delimiter = ' ', value_parser = base_url)]
    pub base_url: Vec<String>,

    /// Serve everybody who can reach the port, on an address other machines can reach, although nobody is asked who they are.
    #[arg(long, env = "ABIDE_BROKER_ALLOW_ANONYMOUS", value_parser = BoolishValueParser::new())]
    pub allow_anonymous: bool,

    /// Refuse contracts of new services whose names are like those of known ones: orders beside Order Service.
    #[arg(
        long,
        value_name = "BOOL",
        env = "ABIDE_BROKER_CHECK_SIMILAR_NAMES",
        default_value_t = true,
        action = ArgAction::Set
    )]
    pub check_similar_names: bool,

    /// Take the first tag of a new version that is on no branch for its branch.
    #[arg(
        long,
        value_name = "BOOL",
        env = "ABIDE_BROKER_FIRST_TAG_IS_BRANCH",
        default_value_t = true,
        action = ArgAction::Set
    )]
    pub first_tag_is_branch: bool,

    /// Record a deployment when a version is given a tag with the name of an environment.
    #[arg(
        long,
        value_name = "BOOL",
        env = "ABIDE_BROKER_DEPLOY_BY_TAG",
        default_value_t = true,
        action = ArgAction::Set
    )]
    pub deploy_by_tag: bool,

    /// Take the first branch or tag called develop, main or master for the main branch of a service that has none.
    #[arg(
        long,
        value_name = "BOOL",
        env = "ABIDE_BROKER_DETECT_MAIN_BRANCH",
        default_value_t = true,
        action = ArgAction::Set
    )]
    pub detect_main_branch: bool,

    /// What is logged on stderr: error, warn, info, debug or trace, or a filter such as `abide_broker=debug`.
    #[arg(long, value_name = "FILTER", env = "ABIDE_LOG", default_value = "warn", value_parser = log_filter)]
    pub log: String,

    /// Who may read and write.
    #[command(flatten)]
    pub access: AccessSettings,
}

/// A setting that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// Open to the network without being told to.
    #[error("refusing to listen on {0}: other machines can reach it, and this broker asks nobody who they are")]
    Exposed(IpAddr),
    /// Not a database this broker knows, without what may be a password.
    #[error("`{0}` is not a database URL this broker knows")]
    UnknownDatabase(String),
    /// A name without a password, or the other way round.
    #[error("the user who {does} has a {has} and no {lacks}")]
    HalfUser {
        /// What the user does.
        does: &'static str,
        /// What is set.
        has: &'static str,
        /// What is not.
        lacks: &'static str,
    },
    /// Readers only.
    #[error("somebody is named who may read, and nobody who may write")]
    NobodyWrites,
    /// A name, a password or a token that no client can send.
    #[error("no client can send this {0}")]
    Unsendable(&'static str),
}

impl SettingsError {
    /// What to try instead.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Exposed(_) => {
                "say who may write by ABIDE_BROKER_BASIC_AUTH_USERNAME and ABIDE_BROKER_BASIC_AUTH_PASSWORD, or by ABIDE_BROKER_WRITE_TOKEN; or add --allow-anonymous if everybody on that network may read and write"
            }
            Self::UnknownDatabase(_) => {
                "write --database sqlite://PATH, for instance sqlite://abide.db, or --database postgres://USER:PASSWORD@HOST:PORT/NAME"
            }
            Self::HalfUser { .. } => {
                "set both: ABIDE_BROKER_BASIC_AUTH_USERNAME and ABIDE_BROKER_BASIC_AUTH_PASSWORD for the user who writes, with READ_ONLY_ before the last word for the one who reads"
            }
            Self::NobodyWrites => {
                "set ABIDE_BROKER_BASIC_AUTH_USERNAME and ABIDE_BROKER_BASIC_AUTH_PASSWORD, or ABIDE_BROKER_WRITE_TOKEN"
            }
            Self::Unsendable(_) => {
                "names and passwords have no control characters, names no colon, and tokens only visible ASCII characters"
            }
        }
    }
}

impl Settings {
    /// Reads the command line and the environment; wrong usage ends the process with an explanation.
    pub fn read() -> Self {
        let is_set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let mut command = Self::command().mut_args(without_blank_variable);
        for (setting, own, inherited) in INHERITED {
            let inherited = inherited.iter().copied().find(is_set).filter(|_| !is_set(&own));
            if let Some(name) = inherited {
                command = command.mut_arg(setting, |argument| argument.env(name));
            }
        }
        Self::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
    }

    /// The database, and who may read and write there, if the settings make sense together.
    pub fn check(&self) -> Result<(Database, Access), SettingsError> {
        let access = self.access.access()?;
        if !self.bind.is_loopback() && !self.allow_anonymous && !access.is_restricted() {
            return Err(SettingsError::Exposed(self.bind));
        }
        match Database::parse(&self.database) {
            Some(database) => Ok((database, access)),
            None => Err(SettingsError::UnknownDatabase(without_password(&self.database))),
        }
    }
}

impl Settings {
    /// What is concluded from the names of tags and branches.
    pub fn conclusions(&self) -> Conclusions {
        Conclusions {
            branch_of_first_tag: self.first_tag_is_branch,
            deployment_of_tag: self.deploy_by_tag,
            main_branch: self.detect_main_branch,
        }
    }
}

/// A variable that is set to nothing, as pipelines leave them, says nothing.
fn without_blank_variable(argument: Arg) -> Arg {
    let is_blank = argument.get_env().and_then(std::env::var_os).is_some_and(|value| value.is_empty());
    if is_blank { argument.env(Resettable::Reset) } else { argument }
}

fn log_filter(text: &str) -> Result<String, String> {
    EnvFilter::try_new(text).map(|_| text.to_owned()).map_err(|error| error.to_string())
}

fn base_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    match rest {
        Some(rest) if !rest.trim_matches('/').is_empty() && !rest.contains(['?', '#', ' ']) => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err("expected http://HOST[:PORT][/PATH] or https://…, without query or fragment".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Settings, SettingsError};
    use crate::access::Access;
    use crate::store::Database;
    use clap::Parser;

    fn settings(arguments: &[&str]) -> Settings {
        Settings::parse_from(std::iter::once("abide-broker").chain(arguments.iter().copied()))
    }

    #[test]
    fn the_defaults_keep_to_this_machine() {
        let settings = settings(&[]);
        assert!(settings.bind.is_loopback());
        assert_eq!(settings.check(), Ok((Database::Sqlite("abide.db".into()), Access::default())));
    }

    #[test]
    fn an_open_address_needs_a_word() {
        assert!(matches!(settings(&["--bind", "0.0.0.0"]).check(), Err(SettingsError::Exposed(_))));
        assert!(settings(&["--bind", "0.0.0.0", "--allow-anonymous"]).check().is_ok());
        assert!(matches!(
            settings(&["--bind", "0.0.0.0", "--allow-public-read"]).check(),
            Err(SettingsError::Exposed(_))
        ));
        let (_, access) = settings(&["--bind", "0.0.0.0", "--write-token", "t"]).check().unwrap();
        assert!(access.is_restricted());
    }

    #[test]
    fn users_are_named_whole_or_not_at_all() {
        let user = ["--basic-auth-username", "ann", "--basic-auth-password", "secret"];
        assert_eq!(settings(&user).check().unwrap().1.writers.len(), 1);
        assert_eq!(
            settings(&["--basic-auth-username", "", "--basic-auth-password", ""]).check().unwrap().1.writers,
            []
        );
        let refused = |arguments: &[&str]| settings(arguments).check().unwrap_err();
        for half in [&user[..2], &user[2..], &["--basic-auth-username", "ann", "--basic-auth-password", ""]] {
            assert!(matches!(refused(half), SettingsError::HalfUser { does: "writes", .. }), "{half:?}");
        }
        let half = refused(&["--basic-auth-read-only-username", "bob", "--write-token", "t"]);
        assert_eq!(half.to_string(), "the user who reads has a name and no password");
        assert_eq!(refused(&["--read-only-token", "t"]), SettingsError::NobodyWrites);
        for odd in [
            &["--write-token", "two words"][..],
            &["--write-token", "line\n"],
            &["--basic-auth-username", "a:b", "--basic-auth-password", "p"],
            &["--basic-auth-username", "ann", "--basic-auth-password", "p\n"],
        ] {
            assert!(matches!(refused(odd), SettingsError::Unsendable(_)), "{odd:?}");
        }
    }

    #[test]
    fn an_unknown_database_is_named_without_its_password() {
        let unknown = settings(&["--database", "mysql://ann:secret@host/db"]).check();
        assert_eq!(unknown, Err(SettingsError::UnknownDatabase("mysql://host/db".to_owned())));
    }
}
