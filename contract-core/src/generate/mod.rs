//! Values made when a request, response or message is sent, in place of the examples a contract holds.
//!
//! | generator | makes | since |
//! |---|---|---|
//! | [`RandomInt`](mod@number), [`RandomDecimal`](mod@number) | a number | V3 |
//! | [`RandomHexadecimal`, `RandomString`](mod@text) | a text of digits, or letters and digits | V3 |
//! | [`RandomBoolean`](mod@boolean) | `true` or `false` | V3 |
//! | [`Regex`](mod@regex) | a text a regular expression matches | V3 |
//! | [`Uuid`](mod@uuid) | a UUID, in one of four forms | V3, its forms V4 |
//! | [`Date`, `Time`, `DateTime`](mod@date) | a date or time by a pattern, moved by a [`DateExpression`] | V3 |
//! | [`ProviderState`](mod@provider_state) | a value the provider's state set-up returned | V3 |
//! | [`MockServerURL`](mod@mock_server_url) | an address of the running mock server | V4 |
//!
//! The contract keeps its examples; what is sent is a copy with the values filled in, made only where there is something to
//! fill in. A header, query parameter or metadata key that is named and not there is added; a place in the body that does
//! not occur is ignored; a generator of a type nobody knows leaves the example. In bodies of JSON, XML, forms and multipart
//! bodies values are made for the places rules can stand at, in any other for all of it (`$`). A request whose example has
//! no such places, or cannot be read, is [not verified](crate::http::Request::obstacles).
//!
//! Generators also stand inside rules: those of a variant of `arrayContains` make values in the item that is its example,
//! the one of `eachValue` makes every value of its map or list. The one of `eachKey` is kept and not run: keys it makes
//! alike would swallow each other, and no version of the format says what becomes of the entries.
//!
//! Numbers and booleans are JSON numbers and booleans in JSON bodies and metadata, whatever the example is, and text
//! everywhere else.
//!
//! ```
//! use abide_contract_core::generate::{Context, Generator, Generators, Moment, generate_response};
//! use abide_contract_core::http::Response;
//!
//! let tomorrow = Generator::Date { format: None, expression: Some("tomorrow".to_owned()) };
//! let generators = Generators { header: vec![("X-Due".to_owned(), tomorrow)], ..Generators::default() };
//! let response = Response { generators, ..Response::default() };
//!
//! let context = Context::consumer().at(Moment::parse("2000-02-28T10:00Z")?);
//! assert_eq!(generate_response(&response, &context)?.headers.first("x-due"), Some("2000-02-29"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod boolean;
pub mod date;
pub mod expression;
pub mod mock_server_url;
pub mod number;
pub mod provider_state;
pub mod regex;
pub mod text;
pub mod uuid;

mod allowance;
mod body;
mod context;
mod error;
mod fill;
mod generator;
mod maker;
pub(crate) mod nested;
mod notation;
mod place;

pub use crate::rule::date::{Moment, MomentError};
pub(crate) use body::obstacle as body_obstacle;
pub use context::{Context, Mode};
pub use error::Error;
pub use expression::{DateExpression, DateExpressionError};
pub use fill::{generate_message, generate_request, generate_response};
pub use generator::Generator;
#[cfg(feature = "protobuf")]
pub(crate) use maker::Maker;
#[cfg(feature = "protobuf")]
pub(crate) use place::each_in_json;
pub use provider_state::DataType;
pub(crate) use provider_state::check as check_expression;
pub use uuid::UuidFormat;

use crate::json::Object;
use crate::rule_path::RulePath;

/// Which parts of a request, response or message are made when it is sent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Generators {
    /// For the path.
    pub path: Option<Generator>,
    /// For the method.
    pub method: Option<Generator>,
    /// For the status.
    pub status: Option<Generator>,
    /// For query parameters, by name.
    pub query: Vec<(String, Generator)>,
    /// For headers, by name.
    pub header: Vec<(String, Generator)>,
    /// For message metadata, by key.
    pub metadata: Vec<(String, Generator)>,
    /// For places in the body.
    pub body: Vec<(RulePath, Generator)>,
    /// Categories we give no meaning to, kept for writing back.
    pub extra: Object<'static>,
}

#[cfg(test)]
mod tests;
