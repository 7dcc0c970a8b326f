//! What a contract's URL says about why it was selected: handed out with the contract, sent back with its results.

use crate::query::{self, Node};
use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_encode_padding(false)
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

/// Why a contract was selected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The consumer versions whose contract it is.
    pub consumer_versions: Vec<String>,
    /// Whether it is pending for the provider's build.
    pub pending: bool,
    /// Whether it was selected as work in progress.
    pub work_in_progress: bool,
}

impl Metadata {
    /// As one URL segment: URL-safe base64 of a query string.
    pub fn encode(&self) -> String {
        let mut parts: Vec<String> = self
            .consumer_versions
            .iter()
            .map(|number| format!("s[][cvn]={}", utf8_percent_encode(number, NON_ALPHANUMERIC)))
            .collect();
        if self.pending {
            parts.push("p=true".to_owned());
        }
        if self.work_in_progress {
            parts.push("w=true".to_owned());
        }
        GeneralPurpose::new(&URL_SAFE, LENIENT).encode(parts.join("&"))
    }

    /// Reads a URL's segment; what is not understood says nothing.
    pub fn decode(segment: &str) -> Self {
        let alphabet = if segment.contains(['+', '/']) { &STANDARD } else { &URL_SAFE };
        let Ok(bytes) = GeneralPurpose::new(alphabet, LENIENT).decode(segment) else { return Self::default() };
        let node = query::parse(&String::from_utf8_lossy(&bytes));
        let selected = node.items("s").iter().filter_map(|selector| selector.filled("cvn")).map(str::to_owned);
        Self {
            consumer_versions: node.filled("cvn").map(str::to_owned).into_iter().chain(selected).collect(),
            pending: node.get("p").and_then(Node::text) == Some("true"),
            work_in_progress: node.get("w").and_then(Node::text) == Some("true"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Metadata;

    #[test]
    fn metadata_survives_the_round_trip() {
        let metadata = Metadata {
            consumer_versions: vec!["1".into(), "a&b=\u{1f980}".into()],
            pending: true,
            work_in_progress: false,
        };
        assert_eq!(Metadata::decode(&metadata.encode()), metadata);
    }

    #[test]
    fn padded_base64_is_read_and_nonsense_says_nothing() {
        assert_eq!(Metadata::decode("Y3ZuPTE=").consumer_versions, ["1"]);
        assert_eq!(Metadata::decode("%%%"), Metadata::default());
    }
}
