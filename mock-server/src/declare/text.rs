//! Values of request lines and headers: text, or a pattern over text.

use abide_contract_core::generate::Generator;
use abide_contract_core::json::Json;
#[cfg(feature = "grpc")]
use abide_contract_core::pattern::Parts;
use abide_contract_core::pattern::Pattern;
use abide_contract_core::rules::RuleSet;

/// A path, or the value of a header or query parameter: text that is meant literally, or a
/// [`Pattern`].
///
/// Never named in a test; `&str`, `String` and patterns turn into it.
#[derive(Debug, Clone)]
pub struct Text(Source);

#[derive(Debug, Clone)]
enum Source {
    Literal(String),
    Pattern(Box<Pattern>),
}

/// A [`Text`] taken apart into what a contract keeps.
pub(super) struct TextParts {
    pub(super) example: String,
    pub(super) rule: Option<RuleSet>,
    pub(super) generator: Option<Generator>,
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(Source::Literal(text.to_owned()))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Source::Literal(text))
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Self(Source::Literal(text.clone()))
    }
}

impl From<Pattern> for Text {
    fn from(pattern: Pattern) -> Self {
        Self(Source::Pattern(Box::new(pattern)))
    }
}

impl Text {
    /// Takes it apart, with its rules as they are.
    #[cfg(feature = "grpc")]
    pub(super) fn into_pattern_parts(self) -> Parts {
        match self.0 {
            Source::Literal(example) => {
                Parts { example: Json::string(example), rules: Vec::new(), generators: Vec::new() }
            }
            Source::Pattern(pattern) => pattern.into_parts(),
        }
    }

    /// Takes it apart; `what` names the value in the advice a list or map as example is answered with.
    #[track_caller]
    pub(super) fn into_parts(self, what: &str) -> TextParts {
        let pattern = match self.0 {
            Source::Literal(example) => return TextParts { example, rule: None, generator: None },
            Source::Pattern(pattern) => pattern,
        };
        let parts = pattern.into_parts();
        let example = match &parts.example {
            Json::Array(_) | Json::Object(_) | Json::Null => {
                panic!("{what} is text, but its pattern has the example {}; use a pattern over text", parts.example)
            }
            scalar => scalar.to_text().into_owned(),
        };
        let mut rules = parts.rules.into_iter().map(|(_, set)| set);
        let rule = rules.next().map(|mut first| {
            first.rules.extend(rules.flat_map(|set| set.rules));
            first
        });
        TextParts { example, rule, generator: parts.generators.into_iter().map(|(_, generator)| generator).next() }
    }
}
