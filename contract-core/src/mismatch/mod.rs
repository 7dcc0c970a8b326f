//! What differs, as data, and its sentence.

mod sentence;

use crate::json::Json;
use std::fmt;

/// One difference between what a contract says and what arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct Mismatch {
    /// Where it is.
    pub place: Place,
    /// What it is.
    pub difference: Difference,
    /// The rule that was not met; `None` where plain equality was asked for.
    pub rule: Option<RuleOrigin>,
}

impl Mismatch {
    /// A difference no rule asked for.
    pub fn plain(place: Place, difference: Difference) -> Self {
        Self { place, difference, rule: None }
    }

    /// The kind of place, in the words of verification results: `method`, `path`, `status`, `query`, `header`, `body`,
    /// `body-content-type` or `metadata`.
    pub fn attribute(&self) -> &'static str {
        match self.place {
            Place::Method => "method",
            Place::Path => "path",
            Place::Status => "status",
            Place::Query(_) => "query",
            Place::Header(_) => "header",
            Place::BodyType => "body-content-type",
            Place::Body(_) | Place::Message(_) => "body",
            Place::Metadata(_) => "metadata",
        }
    }

    /// The header, parameter or key it is about, or the path inside the body.
    pub fn identifier(&self) -> Option<&str> {
        match &self.place {
            Place::Query(name) | Place::Header(name) | Place::Metadata(name) => Some(name),
            Place::Body(path) | Place::Message(path) => Some(path),
            Place::Method | Place::Path | Place::Status | Place::BodyType => None,
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.difference.fmt(f)
    }
}

/// Where a difference is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// The request's method.
    Method,
    /// The request's path.
    Path,
    /// The response's status.
    Status,
    /// A query parameter, by name.
    Query(String),
    /// A header, by the contract's spelling of its name.
    Header(String),
    /// The body's content type.
    BodyType,
    /// A place in the body, by path: `$.items[0].id`.
    Body(String),
    /// A place in a gRPC message, by path in the names of the `.proto`: `$.items[0].id`, or `response[2].$.id` where there may
    /// be several messages; `response` alone is all of them.
    Message(String),
    /// A message's metadata, by key.
    Metadata(String),
}

/// The rule a value did not meet, and where the contract puts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleOrigin {
    /// The rule's name, such as `integer`.
    pub rule: String,
    /// The path or name the rule is defined for.
    pub path: String,
}

/// What differs. Values are kept as they were, so that any reader can print them its own way; of long lists and maps just the
/// beginning, with how much more there is as a text at the end.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Difference {
    /// Another value than expected.
    Unequal {
        /// What the contract says.
        expected: Json,
        /// What arrived.
        actual: Json,
    },
    /// A value of another kind than the example.
    UnlikeExample {
        /// What the contract says.
        expected: Json,
        /// What arrived.
        actual: Json,
    },
    /// A list or map met a value of another kind.
    KindMismatch {
        /// What the contract says.
        expected: Json,
        /// What arrived.
        actual: Json,
    },
    /// A text that a regular expression does not match as a whole.
    NoRegexMatch {
        /// The expression.
        regex: String,
        /// The text that arrived.
        actual: String,
    },
    /// A text without the part it must include.
    NotIncluded {
        /// The part.
        part: String,
        /// The text that arrived.
        actual: String,
    },
    /// A value that is not of the kind a rule names.
    NotA {
        /// The kind: `a number`, `an integer`, `a decimal number`, `a null value`.
        what: &'static str,
        /// What arrived.
        actual: Json,
    },
    /// A value that is no boolean.
    NotBoolean {
        /// What arrived.
        actual: Json,
    },
    /// A text that does not follow a date or time pattern.
    NoDateMatch {
        /// `date`, `time` or `datetime`.
        what: &'static str,
        /// The pattern.
        format: String,
        /// The text that arrived.
        actual: String,
    },
    /// An empty value.
    IsEmpty {
        /// What arrived.
        actual: Json,
    },
    /// A text that is no semantic version.
    NotSemver {
        /// The text that arrived.
        actual: String,
    },
    /// A status outside a class.
    StatusClass {
        /// The class, in words.
        class: String,
        /// The status that arrived.
        actual: String,
    },
    /// Content of another type by its looks.
    ContentType {
        /// The type it must have.
        expected: String,
        /// The type it looks like.
        detected: String,
    },
    /// A list without an item a variant asks for.
    MissingVariant {
        /// The variant's position.
        index: usize,
        /// Its template.
        expected: Json,
    },
    /// There are more differences than are told.
    Untold,
    /// A comparison that was given up because it would take too long.
    TooMuchWork {
        /// What was being compared.
        what: &'static str,
    },
    /// A list or map with too few entries.
    TooFew {
        /// What arrived.
        actual: Json,
        /// How many entries it has.
        size: usize,
        /// How many there must be.
        min: usize,
    },
    /// A list or map with too many entries.
    TooMany {
        /// What arrived.
        actual: Json,
        /// How many entries it has.
        size: usize,
        /// How many there may be.
        max: usize,
    },
    /// A rule that makes no sense for the value it met.
    NotApplicable {
        /// The rule's name.
        rule: String,
        /// What arrived.
        actual: Json,
    },
    /// A list of another length.
    Length {
        /// What the contract says.
        expected: Json,
        /// What arrived.
        actual: Json,
        /// How many items both have.
        lengths: (usize, usize),
    },
    /// Another set of keys where exactly these are allowed.
    Keys {
        /// The keys expected, sorted.
        expected: Vec<String>,
        /// The keys that arrived, sorted.
        actual: Vec<String>,
    },
    /// Keys that did not arrive.
    MissingKeys {
        /// The missing keys, sorted.
        missing: Vec<String>,
    },
    /// Entries where an empty map was expected.
    NotEmptyMap {
        /// What arrived.
        actual: Json,
    },
    /// A body that cannot be read as what it says it is.
    Unreadable {
        /// What it should have been: `JSON`.
        format: &'static str,
        /// Why it is not.
        reason: String,
    },
    /// The contract's own example cannot be read as what it says it is.
    UnreadableExample {
        /// What it should be: `XML`.
        format: &'static str,
        /// Why it is not.
        reason: String,
    },
    /// A body of no bytes where a rule asks for some.
    EmptyBody,
    /// An XML document with another element at its root.
    Root {
        /// The name the contract states, namespace included.
        expected: String,
        /// The name that arrived.
        actual: String,
    },
    /// An XML element that did not arrive.
    MissingChild {
        /// Its name, namespace included.
        name: String,
    },
    /// An XML element nobody expects.
    UnexpectedChild {
        /// Its name, namespace included.
        name: String,
    },
    /// A field that is not on the wire.
    NotSet {
        /// What the contract says.
        expected: Json,
        /// What the field counts as, where not being set means that.
        default: Option<Json>,
    },
    /// Another member of a oneof than expected, or none.
    OneofCase {
        /// The oneof.
        oneof: String,
        /// The member the contract names.
        expected: String,
        /// The member that is set.
        actual: Option<String>,
    },
    /// Another number of messages than expected.
    MessageCount {
        /// How many the contract asks for, in words: `exactly 3`.
        expected: String,
        /// How many arrived.
        actual: usize,
    },
    /// A stream ended before an expected message.
    NoMessage {
        /// The expected one.
        expected: Json,
    },
    /// No message is like an expected one.
    NoMessageLike {
        /// The position of the expected one.
        index: usize,
        /// The expected one.
        expected: Json,
        /// How many arrived.
        among: usize,
    },
    /// No body where one was expected.
    MissingBody,
    /// A body where none was expected.
    UnexpectedBody {
        /// Its size in bytes.
        size: usize,
    },
    /// A body of another type.
    BodyType {
        /// The type the contract states.
        expected: String,
        /// The type that arrived.
        actual: String,
    },
    /// A text body that is not the one expected.
    UnequalText {
        /// The text the contract states.
        expected: String,
        /// The text that arrived.
        actual: String,
    },
    /// Bytes that are not the ones expected.
    UnequalBytes {
        /// A description of the expected bytes.
        expected: String,
        /// A description of the bytes that arrived.
        actual: String,
    },
    /// Another method, path, status or number of values.
    Plain {
        /// What is compared: `method`, `path`, `status`.
        what: &'static str,
        /// What the contract says.
        expected: String,
        /// What arrived.
        actual: String,
    },
    /// A header, parameter or key that did not arrive.
    Missing {
        /// What it is: `a header`, `query parameter`.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A parameter, an attribute or a part nobody expects.
    Unexpected {
        /// What it is: `query parameter`, `attribute`, `part`.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A header that was expected to have no value.
    NotEmptyHeader {
        /// Its name.
        name: String,
        /// What arrived.
        actual: String,
    },
    /// A parameter that does not come as often as expected.
    ValueCount {
        /// What it is: `query parameter`, `header`.
        what: &'static str,
        /// Its name.
        name: String,
        /// How many values the contract has.
        expected: usize,
        /// How many arrived.
        actual: usize,
    },
    /// A header or parameter with another value.
    Value {
        /// What it is: `header`, `query parameter`.
        what: &'static str,
        /// Its name.
        name: String,
        /// The value the contract states.
        expected: String,
        /// The value that arrived.
        actual: String,
    },
}
