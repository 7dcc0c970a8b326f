//! The generators, as data.

use super::{DataType, UuidFormat, allowance, date, mock_server_url, number, provider_state, regex};
use crate::json::{Json, Object};

/// How one value is made.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Generator {
    /// A whole number between two others.
    RandomInt {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// A number with a fraction.
    RandomDecimal {
        /// How many digits it has, before and behind the point.
        digits: usize,
    },
    /// A text of hexadecimal digits.
    RandomHexadecimal {
        /// How many.
        digits: usize,
    },
    /// A text of letters and digits.
    RandomString {
        /// How many.
        size: usize,
    },
    /// `true` or `false`.
    RandomBoolean,
    /// A text a regular expression matches as a whole.
    Regex {
        /// The expression.
        regex: String,
    },
    /// A random UUID.
    Uuid {
        /// How it is written; with hyphens and in lower case unless stated.
        format: Option<UuidFormat>,
    },
    /// A date.
    Date {
        /// A pattern of Java's letters; `yyyy-MM-dd` unless stated.
        format: Option<String>,
        /// How far from today; see [`expression`](mod@super::expression).
        expression: Option<String>,
    },
    /// A time of day.
    Time {
        /// A pattern of Java's letters; `HH:mm:ss` unless stated.
        format: Option<String>,
        /// How far from now.
        expression: Option<String>,
    },
    /// A date and time.
    DateTime {
        /// A pattern of Java's letters; `yyyy-MM-dd'T'HH:mm:ss.SSSXXX` unless stated.
        format: Option<String>,
        /// How far from now.
        expression: Option<String>,
    },
    /// A value the provider's state set-up returned.
    ProviderState {
        /// Text with `${name}` holes, or a bare name.
        expression: String,
        /// What to convert the value to.
        data_type: Option<DataType>,
    },
    /// An address of the running mock server.
    MockServerUrl {
        /// The address as in the contract.
        example: String,
        /// Finds the part of the example that stays, its first group.
        regex: String,
    },
    /// A generator with further fields we give no meaning to, kept for writing back.
    Extended {
        /// The generator.
        generator: Box<Generator>,
        /// The fields.
        extra: Object<'static>,
    },
    /// A generator this version does not run: the example stays.
    Other(Json),
}

impl Generator {
    /// The type, as in a contract file.
    pub fn name(&self) -> &str {
        match self {
            Self::RandomInt { .. } => "RandomInt",
            Self::RandomDecimal { .. } => "RandomDecimal",
            Self::RandomHexadecimal { .. } => "RandomHexadecimal",
            Self::RandomString { .. } => "RandomString",
            Self::RandomBoolean => "RandomBoolean",
            Self::Regex { .. } => "Regex",
            Self::Uuid { .. } => "Uuid",
            Self::Date { .. } => "Date",
            Self::Time { .. } => "Time",
            Self::DateTime { .. } => "DateTime",
            Self::ProviderState { .. } => "ProviderState",
            Self::MockServerUrl { .. } => "MockServerURL",
            Self::Extended { generator, .. } => generator.name(),
            Self::Other(raw) => raw.get("type").and_then(Json::as_str).unwrap_or_default(),
        }
    }

    /// The generator without what is only kept.
    pub(super) fn plain(&self) -> &Self {
        match self {
            Self::Extended { generator, .. } => generator.plain(),
            plain => plain,
        }
    }

    /// What keeps it from making a value, wherever it stands; `None` when nothing does.
    pub fn problem(&self) -> Option<String> {
        let problem = match self {
            Self::RandomInt { min, max } => number::check_bounds(*min, *max),
            Self::RandomDecimal { digits: size }
            | Self::RandomHexadecimal { digits: size }
            | Self::RandomString { size } => allowance::check(*size),
            Self::Regex { regex } => regex::check(regex),
            Self::Date { format, expression } => date::Kind::Date.check(format.as_deref(), expression.as_deref()),
            Self::Time { format, expression } => date::Kind::Time.check(format.as_deref(), expression.as_deref()),
            Self::DateTime { format, expression } => {
                date::Kind::DateTime.check(format.as_deref(), expression.as_deref())
            }
            Self::ProviderState { expression, .. } => provider_state::check(expression).map_err(str::to_owned),
            Self::MockServerUrl { example, regex } => mock_server_url::check(example, regex),
            Self::RandomBoolean | Self::Uuid { .. } => Ok(()),
            Self::Extended { generator, .. } => return generator.problem(),
            Self::Other(raw) => return Some(format!("the generator {raw} is not known; the example stays")),
        };
        problem.err().map(|reason| format!("the generator `{}` makes no value: {reason}", self.name()))
    }
}
