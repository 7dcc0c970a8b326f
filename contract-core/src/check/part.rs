//! The parts of an interaction that have rules: requests, responses and messages, all looked at alike.

use super::report::Report;
use super::source::{below, inside};
use crate::body::{Body, ContentType, Family};
use crate::generate::Generators;
use crate::http::{Request, Response};
use crate::interaction::{Exchange, Interaction};
use crate::json::Object;
use crate::matching::{Visited, body_obstacle, visit_body};
use crate::message::Message;
use crate::rule::{Rule, Variant};
use crate::rule_path::Step;
use crate::rules::{BodyRules, RuleSet, Rules};

/// A request, response or message.
pub(super) struct Part<'c> {
    pub(super) example: Example<'c>,
    pub(super) rules: &'c Rules,
    pub(super) generators: &'c Generators,
    body: &'c Body,
    content_type: Option<&'c str>,
    /// What its body means is for a plugin to say.
    pub(super) is_of_plugin: bool,
    /// It is of a gRPC call, whose descriptors say what its body means.
    pub(super) is_of_call: bool,
    /// Pointer to it.
    pub(super) pointer: String,
    /// Pointer to what is in its body.
    body_pointer: String,
    placed: Vec<Placed<'c>>,
    unknown: Vec<(String, &'c Object<'static>)>,
}

/// What it is.
#[derive(Clone, Copy)]
pub(super) enum Example<'c> {
    Request(&'c Request),
    Response(&'c Response),
    Message(&'c Message),
}

/// A rule and where it stands.
pub(super) struct Placed<'c> {
    pub(super) rule: &'c Rule,
    pub(super) set: &'c RuleSet,
    pub(super) category: &'static str,
    /// The name or path it is put on; empty where the category has none.
    pub(super) name: String,
    /// Pointer to it.
    pub(super) pointer: String,
    /// It stands in a variant, in `eachKey` or in `eachValue`.
    pub(super) is_nested: bool,
}

impl Placed<'_> {
    /// The place in words: `path`, `header X-Id`, `$.items[*].id`.
    pub(super) fn place(&self) -> String {
        place(self.category, &self.name)
    }
}

/// A place in words.
pub(super) fn place(category: &str, name: &str) -> String {
    match category {
        "body" => format!("`{name}`"),
        _ if name.is_empty() => format!("the {category}"),
        _ => format!("{category} `{name}`"),
    }
}

impl<'c> Part<'c> {
    /// The parts of an interaction, which is the one the report is at.
    pub(super) fn all(interaction: &'c Interaction, report: &Report<'_, '_>) -> Vec<Self> {
        let Some(pointer) = report.interaction.and_then(|at| report.source.interactions().get(at)) else {
            return Vec::new();
        };
        let is_of_call = interaction.as_grpc().is_some();
        let part = |example, below: &str| Self { is_of_call, ..Self::new(example, (pointer, below), report) };
        match &interaction.exchange {
            Exchange::Http(http) => vec![
                part(Example::Request(&http.request), "/request"),
                part(Example::Response(&http.response), "/response"),
            ],
            Exchange::Message(message) => vec![part(Example::Message(message), "")],
            // What the file's own shape has no place for is for the extension that holds it to say.
            Exchange::Grpc(grpc) => {
                let requests = grpc.requests.iter().take(1).map(|request| part(Example::Message(request), "/request"));
                let responses = grpc.responses.iter().enumerate();
                let place = |at| format!("/response/{at}");
                requests.chain(responses.map(|(at, answer)| part(Example::Message(answer), &place(at)))).collect()
            }
            Exchange::SyncMessage(exchange) => {
                let is_list =
                    report.source.get(&format!("{pointer}/response")).is_some_and(|it| it.as_array().is_some());
                let place = |at| if is_list { format!("/response/{at}") } else { "/response".to_owned() };
                let responses = exchange.responses.iter().enumerate();
                let responses = responses.map(|(at, response)| part(Example::Message(response), &place(at)));
                std::iter::once(part(Example::Message(&exchange.request), "/request")).chain(responses).collect()
            }
            Exchange::Unsupported(_) => Vec::new(),
        }
    }

    fn new(example: Example<'c>, (interaction, below): (&str, &str), report: &Report<'_, '_>) -> Self {
        let pointer = format!("{interaction}{below}");
        let (rules, generators, body, content_type) = match example {
            Example::Request(it) => (&it.rules, &it.generators, &it.body, it.headers.first("content-type")),
            Example::Response(it) => (&it.rules, &it.generators, &it.body, it.headers.first("content-type")),
            Example::Message(it) => (&it.rules, &it.generators, &it.contents, it.content_type()),
        };
        let content_type = body.content_type.as_deref().or(content_type);
        let mut finder = Finder { report, placed: Vec::new(), unknown: Vec::new() };
        let rules_pointer = report.source.rules_of(interaction, below);
        for (category, name, set) in rules.sets() {
            let at = report.source.rule_set(&rules_pointer, category, &name);
            finder.set(set, (category, &name), &at, false);
        }
        let Finder { placed, unknown, .. } = finder;
        let stated = report.source.get(interaction);
        let is_of_plugin = stated.is_some_and(|it| it.get("pluginConfiguration").is_some());
        let states_type = stated.is_some_and(|it| it.get("type").is_some());
        let body_pointer = body_pointer(&pointer, states_type || report.source.states_version_4(), report);
        Self {
            example,
            rules,
            generators,
            body,
            content_type,
            is_of_plugin,
            is_of_call: false,
            pointer,
            body_pointer,
            placed,
            unknown,
        }
    }

    /// Every rule, nested ones included.
    pub(super) fn rules(&self) -> &[Placed<'c>] {
        &self.placed
    }

    /// Fields of rules and rule sets that nobody knows, with pointers to what has them.
    pub(super) fn unknown(&self) -> &[(String, &'c Object<'static>)] {
        &self.unknown
    }

    /// The rules of this very set.
    pub(super) fn rules_of(&self, set: &RuleSet) -> impl Iterator<Item = &Placed<'c>> {
        self.placed.iter().filter(move |placed| std::ptr::eq(placed.set, set))
    }

    /// Visits every place of the body.
    pub(super) fn visit(&self, mut visitor: impl FnMut(&Visited<'_>)) {
        visit_body(self.body, self.content_type, self.rules, &mut visitor);
    }

    /// Whether the body is stated, and as what type.
    pub(super) fn body(&self) -> (&'c Body, Option<&'c str>) {
        (self.body, self.content_type)
    }

    /// Why the body cannot be judged, if it cannot. That of a call is for the call to say.
    pub(super) fn body_obstacle(&self) -> Option<String> {
        body_obstacle(self.body, self.content_type, &self.rules.body).filter(|_| !self.is_of_call)
    }

    /// Whether the body is stated to be of this kind.
    pub(super) fn has_body_of(&self, family: Family) -> bool {
        self.content_type.is_some_and(|stated| ContentType::parse(stated).family() == family)
    }

    /// Pointer to a place in the body.
    pub(super) fn in_body(&self, steps: &[Step]) -> String {
        inside(&self.body_pointer, steps)
    }

    /// Pointer to a header, parameter or metadata key.
    pub(super) fn in_field(&self, field: &str, name: &str) -> String {
        below(&below(&self.pointer, field), name)
    }
}

/// What is in the body: the payload itself, or what a wrapper holds.
fn body_pointer(part: &str, is_wrapped: bool, report: &Report<'_, '_>) -> String {
    let fields = ["body", "contents", "content"].map(|key| below(part, key));
    let Some(field) = fields.into_iter().find(|field| report.source.get(field).is_some()) else {
        return part.to_owned();
    };
    let has_content = report.source.get(&field).is_some_and(|body| body.get("content").is_some());
    if has_content && (is_wrapped || report.source.is_wrapper(&field)) { below(&field, "content") } else { field }
}

struct Finder<'f, 'c, 'v, 'a> {
    report: &'f Report<'v, 'a>,
    placed: Vec<Placed<'c>>,
    unknown: Vec<(String, &'c Object<'static>)>,
}

impl<'c> Finder<'_, 'c, '_, '_> {
    fn set(&mut self, set: &'c RuleSet, (category, name): (&'static str, &str), pointer: &str, is_nested: bool) {
        self.unknown.extend(set.extra.of_set().map(|fields| (pointer.to_owned(), fields)));
        for (at, rule) in set.rules.iter().enumerate() {
            let pointer = self.report.source.rule(pointer, at);
            self.unknown.extend(set.extra.of_rule(at).map(|fields| (pointer.clone(), fields)));
            self.nested(rule, (category, name), &pointer);
            self.placed.push(Placed { rule, set, category, name: name.to_owned(), pointer, is_nested });
        }
    }

    fn nested(&mut self, rule: &'c Rule, (category, name): (&'static str, &str), pointer: &str) {
        match rule {
            Rule::ArrayContains(variants) => {
                for (at, Variant { rules, categories, extra, .. }) in variants.iter().enumerate() {
                    let pointer = format!("{pointer}/variants/{at}");
                    let below = format!("{pointer}/rules");
                    self.variant(rules, &below);
                    self.unknown.extend([(pointer, extra), (below, categories)]);
                }
            }
            Rule::EachKey(each) | Rule::EachValue(each) => {
                for (at, rule) in each.rules.rules.iter().enumerate() {
                    let pointer = format!("{pointer}/rules/{at}");
                    self.unknown.extend(each.rules.extra.of_rule(at).map(|fields| (pointer.clone(), fields)));
                    self.nested(rule, (category, name), &pointer);
                    let (set, name) = (&each.rules, name.to_owned());
                    self.placed.push(Placed { rule, set, category, name, pointer, is_nested: true });
                }
            }
            _ => {}
        }
    }

    fn variant(&mut self, rules: &'c BodyRules, pointer: &str) {
        let by_category = format!("{pointer}/body");
        let map = if self.report.source.get(&by_category).is_some() { by_category } else { pointer.to_owned() };
        for (path, set) in rules.iter() {
            let path = path.to_string();
            let at = self.report.source.path_key(&map, &path);
            self.set(set, ("body", &path), &at, true);
        }
    }
}
