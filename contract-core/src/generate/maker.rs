//! Makes the values of one request, response or message.

use super::allowance::Allowance;
use super::error::{Error, Why};
use super::{Context, Generator, Mode, Moment};
use super::{boolean, date, mock_server_url, number, place, provider_state, regex, text, uuid};
use crate::json::Json;
use crate::mismatch::Place;
use fastrand::Rng;
use std::cell::OnceCell;

/// What the values of one message have in common.
pub(crate) struct Maker<'c> {
    context: &'c Context,
    seed: u64,
    /// One moment for all dates of a message, read off the clock when the first is made.
    now: OnceCell<Moment>,
    allowance: Allowance,
}

impl Context {
    /// Whether this generator makes a value here, rather than leave the example.
    pub(crate) fn runs(&self, generator: &Generator) -> bool {
        match generator.plain() {
            Generator::ProviderState { .. } => self.mode == Mode::Provider,
            Generator::MockServerUrl { .. } => self.mode == Mode::Consumer && self.mock_server.is_some(),
            Generator::Other(_) => false,
            _ => true,
        }
    }
}

impl<'c> Maker<'c> {
    pub(crate) fn new(context: &'c Context) -> Self {
        let seed = context.seed.unwrap_or_else(|| fastrand::u64(..));
        Self { context, seed, now: OnceCell::new(), allowance: Allowance::default() }
    }

    /// What one generator makes, value by value.
    pub(crate) fn at<'m>(&'m mut self, generator: &'m Generator, place: &'m Place) -> At<'m, 'c> {
        let rng = Rng::with_seed(self.seed ^ hash(&place::words(place)));
        At { maker: self, generator: generator.plain(), place, rng }
    }

    fn now(&self) -> &Moment {
        self.context.now.as_ref().unwrap_or_else(|| self.now.get_or_init(Moment::now))
    }
}

/// FNV-1a, which is the same on every machine and with every version of Rust.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A generator at its place.
pub(crate) struct At<'m, 'c> {
    maker: &'m mut Maker<'c>,
    generator: &'m Generator,
    place: &'m Place,
    rng: Rng,
}

impl At<'_, '_> {
    /// A value with its JSON kind; `None` leaves the example.
    pub(crate) fn value(&mut self) -> Result<Option<Json>, Error> {
        if !self.maker.context.runs(self.generator) {
            return Ok(None);
        }
        let made = match self.generator {
            Generator::ProviderState { expression, data_type } => {
                provider_state::value(expression, *data_type, &self.maker.context.values).map(Some)
            }
            _ => self.own(),
        };
        made.map_err(|why| why.at(self.place.clone()))
    }

    /// A value that needs no provider.
    fn own(&mut self) -> Result<Option<Json>, Why> {
        let (rng, allowance) = (&mut self.rng, &mut self.maker.allowance);
        let (generator, made) = match self.generator {
            Generator::RandomInt { min, max } => ("RandomInt", number::integer((*min, *max), rng)),
            Generator::RandomDecimal { digits } => ("RandomDecimal", number::decimal(*digits, rng, allowance)),
            Generator::RandomHexadecimal { digits } => {
                ("RandomHexadecimal", text::hexadecimal(*digits, rng, allowance))
            }
            Generator::RandomString { size } => ("RandomString", text::alphanumeric(*size, rng, allowance)),
            Generator::RandomBoolean => ("RandomBoolean", Ok(boolean::make(rng))),
            Generator::Regex { regex } => ("Regex", regex::make(regex, rng, allowance)),
            Generator::Uuid { format } => ("Uuid", Ok(uuid::make(format.unwrap_or_default(), rng))),
            Generator::MockServerUrl { example, regex } => {
                let url = self.maker.context.mock_server.as_deref().unwrap_or_default();
                ("MockServerURL", mock_server_url::make(example, regex, url))
            }
            generator => return self.dated(generator),
        };
        made.map(Some).map_err(|reason| Why::Unmakable { generator, reason })
    }

    fn dated(&self, generator: &Generator) -> Result<Option<Json>, Why> {
        let (kind, format, expression) = match generator {
            Generator::Date { format, expression } => (date::Kind::Date, format, expression),
            Generator::Time { format, expression } => (date::Kind::Time, format, expression),
            Generator::DateTime { format, expression } => (date::Kind::DateTime, format, expression),
            _ => return Ok(None),
        };
        let made = kind.make(format.as_deref(), expression.as_deref(), self.maker.now());
        made.map(Some).map_err(|reason| Why::Unmakable { generator: kind.name(), reason })
    }

    /// A value as it stands in a text.
    pub(super) fn text(&mut self) -> Result<Option<String>, Error> {
        let value = self.value()?;
        match value {
            Some(Json::Null) => Err(self.unconvertible(&Json::Null, "a text")),
            value => Ok(value.map(|value| value.to_text().into_owned())),
        }
    }

    /// A value as a status code.
    pub(super) fn status(&mut self) -> Result<Option<u16>, Error> {
        let Some(value) = self.value()? else { return Ok(None) };
        let status = value.to_text().parse().ok().filter(|status| (100..=599).contains(status));
        status.map(Some).ok_or_else(|| self.unconvertible(&value, "a status code"))
    }

    pub(crate) fn unconvertible(&self, value: &Json, wanted: &'static str) -> Error {
        let expression = match self.generator {
            Generator::ProviderState { expression, .. } => expression,
            other => other.name(),
        };
        let why = Why::Unconvertible { expression: expression.to_owned(), value: value.to_compact(), wanted };
        why.at(self.place.clone())
    }
}
