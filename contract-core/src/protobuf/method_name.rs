//! What is called, in every form files have it, and which sides stream.

use std::fmt;

/// A method's name as a contract file spells it.
///
/// `.pkg.Service/Method` names it fully; `Service/Method`, as old files have it, leaves the package open; anything behind a
/// colon is cut off.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct MethodName {
    text: String,
}

impl MethodName {
    /// The name a file has.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    /// The name as the file has it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The service, without leading dot; may lack its package.
    pub fn service(&self) -> &str {
        let text = self.text.trim_start_matches(['.', '/']);
        text.split_once('/').map_or(text, |(service, _)| service)
    }

    /// The method's own name.
    pub fn method(&self) -> &str {
        let method = self.text.trim_start_matches(['.', '/']).split_once('/').map_or("", |(_, method)| method);
        method.split_once(':').map_or(method, |(method, _)| method)
    }

    /// Whether the service's package is stated, or stated to be none.
    pub fn is_full(&self) -> bool {
        self.text.starts_with('.') || self.service().contains('.')
    }
}

impl fmt::Display for MethodName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.service(), self.method())
    }
}

/// Which sides of a call stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CallKind {
    /// One request, one response.
    Unary,
    /// One request, any number of responses.
    ServerStreaming,
    /// Any number of requests, one response.
    ClientStreaming,
    /// Any number of both.
    Bidirectional,
}

impl CallKind {
    /// Every kind with its name in contract files.
    pub const NAMED: [(&'static str, Self); 4] = [
        ("unary", Self::Unary),
        ("server", Self::ServerStreaming),
        ("client", Self::ClientStreaming),
        ("bidi", Self::Bidirectional),
    ];

    /// By which sides stream.
    pub fn of(client_streams: bool, server_streams: bool) -> Self {
        match (client_streams, server_streams) {
            (false, false) => Self::Unary,
            (false, true) => Self::ServerStreaming,
            (true, false) => Self::ClientStreaming,
            (true, true) => Self::Bidirectional,
        }
    }

    /// The name in contract files: `unary`, `server`, `client`, `bidi`.
    pub fn name(self) -> &'static str {
        Self::NAMED.into_iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    /// Whether the consumer may send any number of messages.
    pub fn client_streams(self) -> bool {
        matches!(self, Self::ClientStreaming | Self::Bidirectional)
    }

    /// Whether the provider may send any number of messages.
    pub fn server_streams(self) -> bool {
        matches!(self, Self::ServerStreaming | Self::Bidirectional)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_every_form() {
        for (text, service, method, is_full) in [
            (".demo.v1.Stock/Look", "demo.v1.Stock", "Look", true),
            ("demo.v1.Stock/Look", "demo.v1.Stock", "Look", true),
            ("/demo.v1.Stock/Look", "demo.v1.Stock", "Look", true),
            (".Stock/Look", "Stock", "Look", true),
            ("Stock/Look", "Stock", "Look", false),
            ("Stock/Look:request", "Stock", "Look", false),
            ("Stock", "Stock", "", false),
        ] {
            let name = MethodName::new(text);
            assert_eq!((name.service(), name.method(), name.is_full()), (service, method, is_full), "{text}");
        }
    }
}
