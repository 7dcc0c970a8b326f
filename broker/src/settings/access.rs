//! Who may read and write, as flags and variables.

use super::SettingsError;
use crate::access::{Access, Key, Public, Secret};
use clap::Args;
use clap::builder::BoolishValueParser;

/// Users, tokens, and what is open to everybody; without a user or token that may write everybody may do everything.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Access (secrets better by variable: anybody on the machine sees flags)")]
pub struct AccessSettings {
    /// The user who may read and write.
    #[arg(long, value_name = "NAME", env = "ABIDE_BROKER_BASIC_AUTH_USERNAME")]
    pub basic_auth_username: Option<String>,

    /// The password of that user.
    #[arg(long, value_name = "PASSWORD", env = "ABIDE_BROKER_BASIC_AUTH_PASSWORD", hide_env_values = true)]
    pub basic_auth_password: Option<Secret>,

    /// The user who may only read.
    #[arg(long, value_name = "NAME", env = "ABIDE_BROKER_BASIC_AUTH_READ_ONLY_USERNAME")]
    pub basic_auth_read_only_username: Option<String>,

    /// The password of that user.
    #[arg(long, value_name = "PASSWORD", env = "ABIDE_BROKER_BASIC_AUTH_READ_ONLY_PASSWORD", hide_env_values = true)]
    pub basic_auth_read_only_password: Option<Secret>,

    /// The bearer token that may read and write.
    #[arg(long, value_name = "TOKEN", env = "ABIDE_BROKER_WRITE_TOKEN", hide_env_values = true)]
    pub write_token: Option<Secret>,

    /// The bearer token that may only read.
    #[arg(long, value_name = "TOKEN", env = "ABIDE_BROKER_READ_ONLY_TOKEN", hide_env_values = true)]
    pub read_only_token: Option<Secret>,

    /// Everybody may read; writing needs a user or a token.
    #[arg(long, env = "ABIDE_BROKER_ALLOW_PUBLIC_READ", value_parser = BoolishValueParser::new())]
    pub allow_public_read: bool,

    /// Everybody may ask for the heartbeat.
    #[arg(long, env = "ABIDE_BROKER_PUBLIC_HEARTBEAT", value_parser = BoolishValueParser::new())]
    pub public_heartbeat: bool,

    /// Everybody may see badges.
    #[arg(long, env = "ABIDE_BROKER_PUBLIC_BADGES", value_parser = BoolishValueParser::new())]
    pub public_badges: bool,
}

impl AccessSettings {
    /// Who may read and write, if the settings make sense together.
    pub fn access(&self) -> Result<Access, SettingsError> {
        let writer = user(self.basic_auth_username.as_deref(), self.basic_auth_password.as_ref(), "writes")?;
        let reader =
            user(self.basic_auth_read_only_username.as_deref(), self.basic_auth_read_only_password.as_ref(), "reads")?;
        let writers: Vec<Key> = writer.into_iter().chain(token(self.write_token.as_ref())?).collect();
        let readers: Vec<Key> = reader.into_iter().chain(token(self.read_only_token.as_ref())?).collect();
        if writers.is_empty() && !readers.is_empty() {
            return Err(SettingsError::NobodyWrites);
        }
        let public =
            Public { read: self.allow_public_read, heartbeat: self.public_heartbeat, badges: self.public_badges };
        Ok(Access { writers, readers, public })
    }
}

/// An empty variable is one that nobody has set.
fn filled(secret: Option<&Secret>) -> Option<&Secret> {
    secret.filter(|secret| !secret.reveal().is_empty())
}

fn user(name: Option<&str>, password: Option<&Secret>, does: &'static str) -> Result<Option<Key>, SettingsError> {
    match (name.filter(|name| !name.is_empty()), filled(password)) {
        (None, None) => Ok(None),
        (Some(_), None) => Err(SettingsError::HalfUser { does, has: "name", lacks: "password" }),
        (None, Some(_)) => Err(SettingsError::HalfUser { does, has: "password", lacks: "name" }),
        (Some(name), Some(_)) if name.contains(':') || name.contains(char::is_control) => {
            Err(SettingsError::Unsendable("name of a user"))
        }
        (Some(_), Some(password)) if password.reveal().contains(char::is_control) => {
            Err(SettingsError::Unsendable("password"))
        }
        (Some(name), Some(password)) => Ok(Some(Key::user(name, password))),
    }
}

fn token(token: Option<&Secret>) -> Result<Option<Key>, SettingsError> {
    match filled(token) {
        Some(token) if !token.reveal().bytes().all(|byte| byte.is_ascii_graphic()) => {
            Err(SettingsError::Unsendable("token"))
        }
        token => Ok(token.cloned().map(Key::Token)),
    }
}
