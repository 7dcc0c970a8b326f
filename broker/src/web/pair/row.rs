//! One pair as a row: the newest contract, the last result, and one cell per environment.

use crate::domain::Environment;
use crate::domain::status::Status;
use crate::store::standing::{Newest, NewestResult};
use crate::web::frame::Visitor;
use crate::web::standing::{Judged, Standing};
use crate::web::view::{EnvironmentBadge, Look, VersionLink, When, short};

/// Environments that get a column of their own.
pub(crate) const MAX_CELLS: usize = 4;

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) consumer: String,
    pub(crate) provider: String,
    /// The contract's page.
    pub(crate) href: String,
    /// `9 HTTP, 2 messages`; empty where nobody counted.
    pub(crate) kinds: String,
    pub(crate) look: Look,
    pub(crate) version: VersionLink,
    pub(crate) branch: Option<String>,
    pub(crate) published: When,
    pub(crate) result: LastResult,
    pub(crate) cells: Vec<Cell>,
}

/// The result that explains the status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LastResult {
    /// The provider's version; none when nobody has verified this pair.
    pub(crate) version: Option<VersionLink>,
    /// Where it is live.
    pub(crate) badges: Vec<EnvironmentBadge>,
    pub(crate) when: Option<When>,
    /// What is special about it.
    pub(crate) note: String,
}

/// The status of a pair in one environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) label: String,
    pub(crate) look: Look,
}

/// What rows are made from.
pub(crate) struct Rows<'a> {
    pub(crate) standing: &'a Standing,
    pub(crate) environments: &'a [Environment],
    pub(crate) results: &'a [NewestResult],
    pub(crate) kinds: &'a [(i64, String)],
    pub(crate) visitor: &'a Visitor,
}

impl Rows<'_> {
    /// The row of one pair.
    pub(crate) fn row(&self, newest: &Newest, status: Status) -> Row {
        let publication = &newest.publication;
        let links = &self.visitor.links;
        let kinds = self.kinds.iter().find(|(content, _)| *content == publication.content_id);
        Row {
            consumer: publication.consumer.clone(),
            provider: publication.provider.clone(),
            href: links.contract(&publication.provider, &publication.consumer, &publication.consumer_version),
            kinds: kinds.map(|(_, words)| words.clone()).unwrap_or_default(),
            look: status.into(),
            version: VersionLink::new(links, &publication.consumer, &publication.consumer_version),
            branch: newest.branch.clone(),
            published: self.visitor.when(publication.created_at),
            result: self.result(newest, status),
            cells: self.cells(newest),
        }
    }

    fn cells(&self, newest: &Newest) -> Vec<Cell> {
        let publication = &newest.publication;
        let cells = self.environments.iter().map(|environment| {
            let status = self.standing.together(publication.consumer_id, publication.provider_id, &environment.name);
            (environment.name.clone(), status)
        });
        let cells: Vec<(String, Status)> = cells.collect();
        if cells.len() > MAX_CELLS {
            let worst = cells.iter().map(|cell| cell.1).min().unwrap_or(Status::NotLive);
            let count = cells.iter().filter(|cell| cell.1 == worst).count();
            return vec![Cell { label: format!("{count} of {}", cells.len()), look: worst.into() }];
        }
        cells.into_iter().map(|(label, status)| Cell { label, look: status.into() }).collect()
    }

    fn result(&self, newest: &Newest, status: Status) -> LastResult {
        let publication = &newest.publication;
        let judged = self.standing.judged(publication.provider_id);
        let decisive = judged
            .iter()
            .filter(|version| {
                self.standing.answer(publication.consumer_id, publication.content_id, version.version_id).status()
                    == status
            })
            .filter_map(|version| Some((version, self.standing.result(publication.content_id, version.version_id)?)))
            .max_by_key(|(_, result)| result.created_at);
        if let Some((version, result)) = decisive {
            return self.shown(
                &publication.provider,
                version.version,
                badges(version),
                Some(self.visitor.when(result.created_at)),
            );
        }
        let asked = || self.results.iter().filter(|result| result.asked_content_id == publication.content_id);
        if let Some(result) = asked().find(|result| result.content_id == publication.content_id) {
            let places = judged
                .iter()
                .find(|version| version.version_id == result.provider_version_id)
                .map(badges)
                .unwrap_or_default();
            let missing = self.missing(newest, &judged);
            return LastResult {
                note: missing,
                ..self.shown(&publication.provider, &result.provider_version, places, None)
            };
        }
        if let Some(result) = asked().max_by_key(|result| result.created_at) {
            let when = Some(self.visitor.when(result.created_at));
            return LastResult {
                note: "for earlier content".to_owned(),
                ..self.shown(&publication.provider, &result.provider_version, Vec::new(), when)
            };
        }
        LastResult { version: None, badges: Vec::new(), when: None, note: "no result from any version".to_owned() }
    }

    fn shown(&self, provider: &str, version: &str, badges: Vec<EnvironmentBadge>, when: Option<When>) -> LastResult {
        LastResult {
            version: Some(VersionLink::new(&self.visitor.links, provider, version)),
            badges,
            when,
            note: String::new(),
        }
    }

    /// Which judged version lacks a result, in words.
    fn missing(&self, newest: &Newest, judged: &[Judged<'_>]) -> String {
        let publication = &newest.publication;
        let lacking =
            judged.iter().find(|version| self.standing.result(publication.content_id, version.version_id).is_none());
        match lacking {
            Some(version) if version.places.is_empty() => format!("none from {}, the newest", short(version.version)),
            Some(version) => format!("none from {}, live too", short(version.version)),
            None => String::new(),
        }
    }
}

fn badges(version: &Judged<'_>) -> Vec<EnvironmentBadge> {
    let mut badges: Vec<EnvironmentBadge> = version.places.iter().map(|place| EnvironmentBadge::from(*place)).collect();
    badges.dedup();
    badges
}
