//! Why descriptors or messages cannot be used.

/// Why descriptors or messages cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The contract has no descriptors under the key.
    #[error("the contract has no descriptors under the key `{key}`")]
    NoDescriptors {
        /// The key.
        key: String,
    },
    /// The descriptors in a contract are not base64.
    #[error("the descriptors under the key `{key}` are not base64")]
    NotBase64 {
        /// The key.
        key: String,
    },
    /// The descriptors in a contract are others than their key says.
    #[error("the descriptors under the key `{key}` are not the ones it stands for: their MD5 checksum is `{actual}`")]
    WrongKey {
        /// The key.
        key: String,
        /// The checksum of the bytes.
        actual: String,
    },
    /// The bytes are no descriptors, or do not fit together.
    #[error("the descriptors cannot be read: {reason}")]
    Descriptors {
        /// Why.
        reason: String,
    },
    /// A file is written in a form of the language that is not supported.
    #[error("`{file}` uses `{syntax}`, which is not supported: only proto2 and proto3 are")]
    Syntax {
        /// The `.proto` file.
        file: String,
        /// What it says it is written in.
        syntax: String,
    },
    /// A `.proto` file cannot be compiled.
    #[error("`{file}` cannot be compiled: {reason}")]
    Source {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
    /// There is no such thing.
    #[error("there is no {what} `{name}`{}{}", within(place), nearest_words(nearest))]
    Unknown {
        /// What was looked for: `service`, `method`, `message`, `field`, `value`.
        what: &'static str,
        /// Its name.
        name: String,
        /// Where it was looked for, if in something.
        place: String,
        /// The names that are there and nearest to it.
        nearest: Vec<String>,
    },
    /// A name without package stands for several services or messages.
    #[error("`{name}` is ambiguous: {}", found.join(", "))]
    Ambiguous {
        /// The name.
        name: String,
        /// What it may stand for.
        found: Vec<String>,
    },
    /// A value that cannot stand where it does.
    #[error("`{path}` needs {wanted}, but it is {value}")]
    Value {
        /// Where, in field names: `$.items[0].qty`.
        path: String,
        /// What can stand there.
        wanted: String,
        /// The value, as JSON.
        value: String,
    },
    /// A rule that cannot apply where it is put.
    #[error("the rule `{rule}` cannot be put on `{path}`: {reason}")]
    Rule {
        /// The rule.
        rule: String,
        /// Where, in field names.
        path: String,
        /// Why not.
        reason: String,
    },
    /// Bytes that are no message of their type.
    #[error("{reason}, at byte {offset} of a `{message}`")]
    Bytes {
        /// The type.
        message: String,
        /// Where it goes wrong.
        offset: usize,
        /// What is wrong.
        reason: String,
    },
    /// A message with more to print than there is room for.
    #[error("it is too long to be shown")]
    TooLong,
    /// A message of a contract that is none by its descriptors.
    #[error("the contract's {place} cannot be read: {reason}")]
    Example {
        /// Which message: `response[0]`.
        place: String,
        /// Why not.
        reason: String,
    },
    /// A call that does not fit its method.
    #[error("{0}")]
    Call(String),
}

fn within(place: &str) -> String {
    if place.is_empty() { String::new() } else { format!(" in `{place}`") }
}

fn nearest_words(nearest: &[String]) -> String {
    match nearest {
        [] => String::new(),
        names => format!("; did you mean `{}`?", names.join("` or `")),
    }
}
