//! Content types: read leniently, sorted into families, compared.

/// The family a content type belongs to, which decides how bodies are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// `application/json`, `+json` and relatives.
    Json,
    /// `application/xml`, `text/xml`, `+xml`.
    Xml,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/*`.
    Multipart,
    /// `text/*` and other types known to be text.
    Text,
    /// Everything else.
    Binary,
}

/// A content type taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentType {
    /// Type and subtype, lower case: `application/json`.
    pub essence: String,
    /// Parameters in the order written; names lower case, values without quotes.
    pub parameters: Vec<(String, String)>,
}

impl ContentType {
    /// Reads a content type; anything is accepted, so that unknown spellings can still be compared.
    pub fn parse(text: &str) -> Self {
        let mut pieces = pieces(text).into_iter();
        let essence = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
        let parameter = |piece: &str| {
            let (name, value) = piece.split_once('=')?;
            Some((name.trim().to_ascii_lowercase(), unquoted(value.trim())))
        };
        Self { essence, parameters: pieces.filter_map(parameter).collect() }
    }

    /// The value of a parameter, by its name in lower case.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The family it belongs to.
    pub fn family(&self) -> Family {
        let (kind, subtype) = self.essence.split_once('/').unwrap_or((&self.essence, ""));
        match (kind, subtype) {
            ("application", "graphql") => Family::Json,
            // Several documents in one.
            ("application", "json-seq" | "jsonl" | "jsonlines") => Family::Text,
            ("application", subtype) if subtype.starts_with("json") => Family::Json,
            (_, subtype) if subtype.ends_with("+json") => Family::Json,
            ("application" | "text", "xml") => Family::Xml,
            (_, subtype) if subtype.ends_with("+xml") => Family::Xml,
            ("application", "x-www-form-urlencoded") => Family::Form,
            ("multipart", _) => Family::Multipart,
            ("text", _) | ("application", "javascript" | "yaml" | "x-yaml" | "toml") => Family::Text,
            _ => Family::Binary,
        }
    }

    /// Whether it is a type of Protobuf messages.
    pub fn is_protobuf(&self) -> bool {
        let kinds = ["protobuf", "x-protobuf", "x-google-protobuf", "vnd.google.protobuf", "grpc"];
        self.essence.strip_prefix("application/").is_some_and(|subtype| kinds.contains(&subtype))
    }

    /// Whether a body of type `actual` may be compared with one of this type.
    ///
    /// Types are equal, or one is the other's `+suffix`; every parameter stated here is there with an equal value.
    /// A multipart boundary never counts.
    pub fn accepts(&self, actual: &Self) -> bool {
        let suffix = |essence: &str| essence.rsplit_once('+').map(|(_, suffix)| format!("application/{suffix}"));
        let same = self.essence == actual.essence
            || suffix(&self.essence).is_some_and(|base| base == actual.essence)
            || suffix(&actual.essence).is_some_and(|base| base == self.essence);
        let has = |name: &str, value: &str| {
            actual.parameters.iter().any(|(known, found)| known == name && found.eq_ignore_ascii_case(value))
        };
        same && self.parameters.iter().all(|(name, value)| name == "boundary" || has(name, value))
    }
}

/// Cuts at semicolons outside of quotes.
fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut start) = (Vec::new(), 0);
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            b';' if !is_quoted => {
                pieces.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    pieces
}

fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"') else { return value.to_owned() };
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut is_escaped = false;
    let keep = |c: &char| {
        is_escaped = *c == '\\' && !is_escaped;
        !is_escaped
    };
    inner.chars().filter(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_accepts_itself_its_suffix_and_more_parameters() {
        for (expected, actual, accepted) in [
            ("application/json", "application/json;charset=utf-8", true),
            ("application/json; charset=UTF-8", "application/json;charset=utf-8", true),
            ("application/json;charset=utf-8", "application/json", false),
            ("application/vnd.api+json", "application/json", true),
            ("application/json", "application/hal+json", true),
            ("multipart/form-data; boundary=a", "multipart/form-data; boundary=b", true),
            ("application/json", "text/html", false),
        ] {
            assert_eq!(
                ContentType::parse(expected).accepts(&ContentType::parse(actual)),
                accepted,
                "{expected} {actual}"
            );
        }
    }

    #[test]
    fn quoted_parameters_may_hold_anything() {
        let parsed = ContentType::parse(r#"Multipart/Mixed; boundary="a;b=\"c\\d\""; Charset=utf-8;flag"#);
        assert_eq!(parsed.essence, "multipart/mixed");
        assert_eq!(parsed.parameter("boundary"), Some(r#"a;b="c\d""#));
        assert_eq!(parsed.parameter("charset"), Some("utf-8"));
        assert_eq!(parsed.parameter("flag"), None);
        assert_eq!(ContentType::parse("text/plain; a=\"").parameter("a"), Some(""));
    }
}
