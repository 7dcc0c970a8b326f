//! What a provider's build asks for: the body of a `POST`, or the query string of clients older than it.

use crate::api::flag;
use crate::domain::Moment;
use crate::domain::name;
use crate::domain::pending::Line;
use crate::domain::selector::{Selector, default_selectors, parse_selectors};
use crate::error::ApiError;
use crate::fields::Fields;
use crate::query::Node;
use jiff::civil;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

/// What a build asks for.
#[derive(Debug)]
pub(super) struct Request {
    /// The lines of versions the build belongs to.
    pub(super) lines: Vec<Line>,
    pub(super) include_pending: bool,
    /// Work in progress is wanted, if published after this.
    pub(super) work_in_progress_since: Option<Moment>,
    pub(super) selectors: Vec<Selector>,
    /// The environments that selectors name, each with its selector's place in the list.
    pub(super) environments: Vec<(usize, String)>,
}

impl Request {
    /// Reads the body of a `POST`.
    pub(super) fn read(body: &Map<String, Value>) -> Result<Self, ApiError> {
        let mut fields = Fields::of(body);
        let pending = match fields.value("includePendingStatus") {
            None => None,
            Some(Value::Bool(flag)) => Some(*flag),
            Some(_) => {
                fields.complain("includePendingStatus", "must be true or false");
                None
            }
        };
        let work_in_progress_since = moment(&mut fields, "includeWipPactsSince");
        let tags = tags(&mut fields);
        let depends_on_branch = (pending == Some(true) || work_in_progress_since.is_some()) && tags.is_empty();
        let branch = fields.text("providerVersionBranch").filter(|branch| {
            if branch.trim().is_empty() && (depends_on_branch || !branch.is_empty()) {
                fields.complain("providerVersionBranch", "can't be blank");
            }
            !branch.is_empty()
        });
        let list = fields.list("consumerVersionSelectors");
        let selectors = match parse_selectors(list, branch.as_deref()) {
            Ok(selectors) if list.is_empty() && selectors.is_empty() => default_selectors(),
            Ok(selectors) => selectors,
            Err(complaints) => {
                for complaint in complaints {
                    fields.complain("consumerVersionSelectors", complaint);
                }
                Vec::new()
            }
        };
        fields.finish()?;
        let environments = list.iter().map(|selector| selector["environment"].as_str().map(str::to_owned)).enumerate();
        let environments = environments.filter_map(|(index, name)| Some((index, name?))).collect();
        // Verifiers that do not say expect the default of the ecosystem.
        let include_pending = pending.unwrap_or(true);
        let lines = Line::of_build(branch, tags);
        Ok(Self { lines, include_pending, work_in_progress_since, selectors, environments })
    }

    /// Reads the query string that a `GET` had before there was a `POST`; nothing if it asks nothing.
    pub(super) fn read_query(query: &Node) -> Result<Option<Self>, ApiError> {
        let mut body = Map::new();
        for (old, new) in
            [("provider_version_branch", "providerVersionBranch"), ("include_wip_pacts_since", "includeWipPactsSince")]
        {
            if let Some(text) = query.filled(old) {
                body.insert(new.to_owned(), text.into());
            }
        }
        let texts = |node: &Node| node.text().map(Value::from);
        let tags: Vec<Value> = query.items("provider_version_tags").iter().filter_map(texts).collect();
        let selectors: Vec<Value> = query.items("consumer_version_selectors").iter().map(selector).collect();
        let pending = flag(query, "include_pending_status")?;
        let asks_for_pending = query.get("include_pending_status").is_some();
        if body.is_empty() && tags.is_empty() && selectors.is_empty() && !asks_for_pending {
            return Ok(None);
        }
        body.insert("providerVersionTags".to_owned(), tags.into());
        body.insert("consumerVersionSelectors".to_owned(), selectors.into());
        body.insert("includePendingStatus".to_owned(), pending.into());
        Self::read(&body).map(Some)
    }
}

/// One selector of a query string under the names of the body.
fn selector(node: &Node) -> Value {
    let mut fields = Map::new();
    for (old, new) in [("tag", "tag"), ("fallback_tag", "fallbackTag"), ("latest", "latest"), ("consumer", "consumer")]
    {
        if let Some(text) = node.get(old).and_then(Node::text) {
            fields.insert(new.to_owned(), text.into());
        }
    }
    Value::Object(fields)
}

fn tags(fields: &mut Fields<'_>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for (index, tag) in fields.list("providerVersionTags").iter().enumerate() {
        match tag.as_str().filter(|tag| name::check(tag).is_ok()) {
            Some(tag) if tags.iter().any(|known| known == tag) => (),
            Some(tag) => tags.push(tag.to_owned()),
            None => fields.complain("providerVersionTags", format!("must be a tag's name (at index {index})")),
        }
    }
    tags
}

/// A date, or a time of day with or without a zone, also as Ruby prints it; without a zone UTC is meant.
fn moment(fields: &mut Fields<'_>, field: &str) -> Option<Moment> {
    let text = fields.text(field).filter(|text| !text.is_empty())?;
    let in_utc = |at: civil::DateTime| at.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp());
    let read = text
        .parse::<jiff::Timestamp>()
        .ok()
        .or_else(|| text.parse::<civil::DateTime>().ok().and_then(in_utc))
        .or_else(|| jiff::Timestamp::strptime("%Y-%m-%d %H:%M:%S %z", text.replace(" UTC", " +0000")).ok());
    if read.is_none() {
        fields.complain(field, "must be a date, for instance 2026-01-31");
    }
    Some(Moment(read?.as_millisecond()))
}
