//! What cannot be judged: kinds of interactions, rules and bodies this version, or this build, has no way to compare.

use super::XML_IS_OFF;
use crate::body::{Body, Content, ContentType, Family};
use crate::http::{Request, Response};
use crate::interaction::{Exchange, Interaction};
use crate::rule::Rule;
use crate::rules::Rules;

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
            other => vec![format!("interactions of type `{}` cannot be verified yet", other.kind())],
        }
    }
}

impl Request {
    /// Why this request cannot be judged, one sentence each; empty when it can.
    pub fn obstacles(&self) -> Vec<String> {
        let content_type = self.body.content_type.as_deref().or_else(|| self.headers.first("content-type"));
        obstacles(&self.rules, &self.body, content_type, "request")
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
        for rule in &set.rules {
            if let Rule::Unknown { name: unknown, .. } = rule {
                let place = if name.is_empty() { category.to_owned() } else { format!("{category} `{name}`") };
                obstacles.push(format!("the {part}'s rule `{unknown}` at {place} is not known to this version"));
            }
        }
    }
    for category in rules.extra.keys() {
        obstacles.push(format!("the {part}'s rules of category `{category}` are not known to this version"));
    }
    obstacles.extend(body_obstacle(body, content_type).map(|obstacle| format!("the {part}'s {obstacle}")));
    obstacles
}

/// Why a body cannot be judged, if it cannot.
pub(crate) fn body_obstacle(body: &Body, content_type: Option<&str>) -> Option<String> {
    let is_compared = matches!(body.content, Content::Text(_) | Content::Bytes(_));
    let looks = || crate::body::sniff(&body.to_bytes().unwrap_or_default());
    let family = || ContentType::parse(content_type.unwrap_or_else(looks)).family();
    let is_off = !cfg!(feature = "xml") && is_compared && family() == Family::Xml;
    is_off.then(|| format!("XML body cannot be compared: {XML_IS_OFF}"))
}
