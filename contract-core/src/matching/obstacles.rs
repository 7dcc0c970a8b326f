//! What cannot be judged: kinds of interactions, rules and bodies this version, or this build, has no way to compare.

use super::XML_IS_OFF;
use super::body::protobuf_obstacle;
use crate::body::{Body, Content, ContentType, Family};
use crate::generate::{self, Context};
#[cfg(feature = "protobuf")]
use crate::grpc::Call;
use crate::grpc::Grpc;
use crate::http::{Request, Response};
use crate::interaction::{Exchange, Interaction, Unsupported};
use crate::json::Object;
use crate::rule::Rule;
use crate::rules::{BodyRules, RuleSet, Rules};

impl Interaction {
    /// Why this interaction cannot be verified, one sentence each; empty when it can.
    ///
    /// A contract can hold kinds of interactions, rules and bodies this version cannot judge. They are kept when the file
    /// is rewritten, and must be reported as not verified, never as passed.
    pub fn obstacles(&self) -> Vec<String> {
        match &self.exchange {
            Exchange::Http(http) => {
                let mut obstacles = http.request.obstacles();
                obstacles.extend(http.response.obstacles());
                obstacles
            }
            Exchange::Grpc(grpc) => grpc.obstacles(),
            Exchange::SyncMessage(_) if is_grpc(self) => {
                vec!["the interaction is a gRPC call, but `pluginConfiguration.protobuf` names no service".to_owned()]
            }
            Exchange::Unsupported(Unsupported { problem: Some(problem), .. }) => vec![problem.to_string()],
            other => vec![format!("interactions of type `{}` cannot be verified yet", other.kind())],
        }
    }
}

fn is_grpc(interaction: &Interaction) -> bool {
    interaction.extra.get("transport").and_then(|transport| transport.as_str()) == Some(crate::grpc::TRANSPORT)
}

impl Grpc {
    /// The call held against its descriptors, or why it cannot be verified, one sentence each.
    #[cfg(feature = "protobuf")]
    pub fn verifiable(&self) -> Result<Call, Vec<String>> {
        let resolved = self.resolve();
        let mut found: Vec<_> = resolved.as_ref().err().map(ToString::to_string).into_iter().collect();
        for (part, messages) in [("request", &self.requests), ("response", &self.responses)] {
            for message in messages {
                found.extend(obstacles(&message.rules, &Body::default(), None, part));
            }
        }
        match resolved {
            Ok(call) if found.is_empty() => Ok(call),
            _ => Err(found),
        }
    }

    /// Why this call cannot be verified, one sentence each; empty when it can.
    #[cfg(feature = "protobuf")]
    pub fn obstacles(&self) -> Vec<String> {
        self.verifiable().err().unwrap_or_default()
    }

    /// Why this call cannot be verified, one sentence each; empty when it can.
    #[cfg(not(feature = "protobuf"))]
    pub fn obstacles(&self) -> Vec<String> {
        vec!["gRPC calls cannot be verified: the feature `protobuf` of abide-contract-core is off".to_owned()]
    }
}

impl Request {
    /// Why this request cannot be judged, one sentence each; empty when it can.
    pub fn obstacles(&self) -> Vec<String> {
        let content_type = self.body.content_type.as_deref().or_else(|| self.headers.first("content-type"));
        let mut found = obstacles(&self.rules, &self.body, content_type, "request");
        // Of places in a message, those that are not there are passed over.
        if self.body.meaning.is_some() {
            return found;
        }
        let nested = generate::nested::of_rules(&self.rules.body);
        let verifier = Context::provider(Object::new());
        let running = self.generators.body.iter().chain(&nested).filter(|(_, generator)| verifier.runs(generator));
        found.extend(running.filter_map(|(path, generator)| {
            let reason = generate::body_obstacle(&self.body.content, content_type, path.steps())?;
            Some(format!("the request's generator `{}` at `{path}` makes no value: {reason}", generator.name()))
        }));
        found
    }
}

impl Response {
    /// Why this response cannot be judged, one sentence each; empty when it can.
    pub fn obstacles(&self) -> Vec<String> {
        let content_type = self.body.content_type.as_deref().or_else(|| self.headers.first("content-type"));
        obstacles(&self.rules, &self.body, content_type, "response")
    }
}

/// Why a request or response with these rules and this body cannot be judged, one sentence each.
fn obstacles(rules: &Rules, body: &Body, content_type: Option<&str>, part: &str) -> Vec<String> {
    let mut obstacles = Vec::new();
    for (category, name, set) in rules.sets() {
        for unknown in unknown(set) {
            let place = if name.is_empty() { category.to_owned() } else { format!("{category} `{name}`") };
            obstacles.push(format!("the {part}'s rule `{unknown}` at {place} is not known to this version"));
        }
    }
    for category in rules.extra.keys() {
        obstacles.push(format!("the {part}'s rules of category `{category}` are not known to this version"));
    }
    obstacles.extend(body_obstacle(body, content_type, &rules.body).map(|obstacle| format!("the {part}'s {obstacle}")));
    obstacles
}

/// The names of rules nobody knows, those inside of others too.
fn unknown(set: &RuleSet) -> Vec<&str> {
    fn of(rule: &Rule) -> Vec<&str> {
        match rule {
            Rule::Unknown { name, .. } => vec![name.as_str()],
            Rule::EachKey(each) | Rule::EachValue(each) => unknown(&each.rules),
            Rule::ArrayContains(variants) => {
                variants.iter().flat_map(|variant| variant.rules.iter()).flat_map(|(_, set)| unknown(set)).collect()
            }
            _ => Vec::new(),
        }
    }
    set.rules.iter().flat_map(of).collect()
}

/// Why a body cannot be judged, if it cannot.
pub(crate) fn body_obstacle(body: &Body, content_type: Option<&str>, rules: &BodyRules) -> Option<String> {
    if let Some(obstacle) = protobuf_obstacle(body, content_type, rules) {
        return Some(obstacle);
    }
    let is_compared = matches!(body.content, Content::Text(_) | Content::Bytes(_));
    let looks = || crate::body::sniff(&body.to_bytes().unwrap_or_default());
    let family = || ContentType::parse(content_type.unwrap_or_else(looks)).family();
    let is_off = !cfg!(feature = "xml") && is_compared && family() == Family::Xml;
    is_off.then(|| format!("XML body cannot be compared: {XML_IS_OFF}"))
}
