//! What a client asks of the matrix.

use super::Row;
use crate::query::Node;
use std::fmt;

/// Rows shown when a client does not say how many.
const DEFAULT_LIMIT: usize = 100;

/// A question to the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The versions the question is about.
    pub selectors: Vec<Selector>,
    /// What the other participants are represented by; without it, by every version.
    pub target: Option<Pick>,
    /// Whether other participants come in at all.
    pub infers: bool,
    /// Which rows stand for a group.
    pub latest_by: Option<LatestBy>,
    /// Which results are shown; all when empty.
    pub results: Vec<Option<bool>>,
    /// What does not count.
    pub ignored: Vec<Ignored>,
    /// How many rows are shown.
    pub limit: usize,
    /// Parameters nobody here has heard of: a slip of the pen may have widened the question.
    pub unheard_of: Vec<String>,
}

/// A participant and which of its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// The participant's name.
    pub participant: String,
    /// Which of its versions.
    pub pick: Pick,
}

/// A participant, or one of its versions, that does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The participant's name.
    pub participant: String,
    /// Only this version.
    pub version: Option<String>,
}

/// Which versions of a participant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pick {
    /// All of them.
    Any,
    /// One by its number.
    Version(String),
    /// The newest.
    Latest,
    /// The newest with a tag.
    LatestTagged(String),
    /// Every one with a tag.
    Tagged(String),
    /// The head of a branch.
    BranchHead(String),
    /// Every one on a branch.
    Branch(String),
    /// The head of the main branch.
    MainBranchHead,
    /// Every one on the main branch.
    MainBranch,
    /// What is deployed to, or released and supported in, an environment.
    Environment(String),
}

impl Pick {
    /// The number of the one version that is meant by it.
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::Version(number) => Some(number),
            _ => None,
        }
    }

    /// Whether each version it comes to is meant by itself, in contrast to a crowd the newest may stand for.
    pub fn means_each(&self) -> bool {
        !matches!(self, Self::Any | Self::Tagged(_) | Self::Branch(_) | Self::MainBranch)
    }

    /// The environment the versions are live in.
    pub fn environment(&self) -> Option<&str> {
        match self {
            Self::Environment(name) => Some(name),
            _ => None,
        }
    }
}

/// What a group of rows has in common; its newest row stands for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LatestBy {
    /// Consumer version and provider version.
    VersionPair,
    /// Consumer version and provider.
    ConsumerVersion,
    /// Consumer and provider.
    Pair,
}

impl Question {
    /// Whether every live version of an environment needs its own result.
    pub fn names_environment(&self) -> bool {
        self.environments().next().is_some()
    }

    /// The environment a deployment is asked for.
    pub fn environment(&self) -> Option<&str> {
        self.target.as_ref().and_then(Pick::environment)
    }

    /// Every environment named anywhere.
    pub fn environments(&self) -> impl Iterator<Item = &str> {
        let picks = self.target.iter().chain(self.selectors.iter().map(|selector| &selector.pick));
        picks.filter_map(Pick::environment)
    }

    /// The rows the client wants to see: with these results, as many as it said.
    pub fn shown<'a>(&'a self, rows: &'a [Row]) -> impl Iterator<Item = &'a Row> {
        rows.iter().filter(|row| self.results.is_empty() || self.results.contains(&row.success())).take(self.limit)
    }

    /// Asks about one version, an environment or another target, and what to ignore.
    pub fn about(selector: Selector, target: Pick, ignored: Vec<Ignored>) -> Self {
        let latest_by =
            if matches!(target, Pick::Environment(_)) { LatestBy::VersionPair } else { LatestBy::ConsumerVersion };
        Self {
            selectors: vec![selector],
            target: Some(target),
            infers: true,
            latest_by: Some(latest_by),
            results: Vec::new(),
            ignored,
            limit: DEFAULT_LIMIT,
            unheard_of: Vec::new(),
        }
    }

    /// Asks for every version of a pair.
    pub fn pair(consumer: &str, provider: &str) -> Self {
        let selector = |name: &str| Selector { participant: name.to_owned(), pick: Pick::Any };
        Self {
            selectors: vec![selector(consumer), selector(provider)],
            target: None,
            infers: false,
            latest_by: None,
            results: Vec::new(),
            ignored: Vec::new(),
            limit: DEFAULT_LIMIT,
            unheard_of: Vec::new(),
        }
    }

    /// Reads the query string of `/matrix`; the error lists every complaint.
    pub fn read(query: &Node) -> Result<Self, Vec<String>> {
        let mut complaints = Vec::new();
        let mut selectors = Vec::new();
        for item in query.items("q") {
            match read_selector(item) {
                Ok(selector) => selectors.push(selector),
                Err(complaint) => complaints.push(complaint),
            }
        }
        if selectors.is_empty() && complaints.is_empty() {
            complaints.push("Please provide 1 or more version selectors.".to_owned());
        }
        let target = read_target(query).unwrap_or_else(|complaint| {
            complaints.push(complaint);
            None
        });
        let latest_by = match query.filled("latestby") {
            None => None,
            Some("cvpv") => Some(LatestBy::VersionPair),
            Some("cvp") => Some(LatestBy::ConsumerVersion),
            Some("cp") => Some(LatestBy::Pair),
            Some(other) => {
                complaints.push(format!("latestby must be one of cvpv, cvp, cp, but was '{other}'"));
                None
            }
        };
        let limit = match query.filled("limit").map(str::parse::<usize>) {
            None => DEFAULT_LIMIT,
            Some(Ok(limit)) if limit >= 1 => limit,
            Some(_) => {
                complaints.push("The limit must be an integer greater than or equal to 1".to_owned());
                DEFAULT_LIMIT
            }
        };
        let results = read_results(query).unwrap_or_else(|complaint| {
            complaints.push(complaint);
            Vec::new()
        });
        let ignored = Ignored::read(query).unwrap_or_else(|complaint| {
            complaints.push(complaint);
            Vec::new()
        });
        if !complaints.is_empty() {
            return Err(complaints);
        }
        let infers = target.is_some() || selectors.len() == 1;
        let unheard_of = unheard_of(query);
        Ok(Self { selectors, target, infers, latest_by, results, ignored, limit, unheard_of })
    }
}

/// What the matrix is asked by; `days` means nothing.
const PARAMETERS: [&str; 10] =
    ["q", "latestby", "latest", "tag", "environment", "mainBranch", "success", "ignore", "limit", "days"];
/// What a selector is made of.
const SELECTOR: [&str; 7] = ["pacticipant", "version", "branch", "tag", "latest", "mainBranch", "environment"];

fn unheard_of(query: &Node) -> Vec<String> {
    let within = |prefix: &'static str, items: &[Node], known: &'static [&str]| {
        let keys = items.iter().flat_map(Node::keys).filter(|key| !known.contains(key));
        keys.map(|key| format!("{prefix}[][{key}]")).collect::<Vec<_>>()
    };
    let mut unheard_of: Vec<String> = query.keys().filter(|key| !PARAMETERS.contains(key)).map(str::to_owned).collect();
    unheard_of.extend(within("q", query.items("q"), &SELECTOR));
    unheard_of.extend(within("ignore", query.items("ignore"), &["pacticipant", "version"]));
    unheard_of
}

fn read_selector(node: &Node) -> Result<Selector, String> {
    let Some(participant) = node.filled("pacticipant").map(str::to_owned) else {
        return Err("Please specify the pacticipant name".to_owned());
    };
    let flag = |key| node.flag(key).map_err(|wrong| format!("q[][{key}] {wrong} for {participant}"));
    let (latest, main_branch) = (flag("latest")?, flag("mainBranch")?);
    let mut named = Vec::new();
    for key in ["version", "tag", "branch", "environment"] {
        match node.given(key) {
            Ok(None) => (),
            Ok(Some(_)) => named.push(key),
            Err(blank) => return Err(format!("q[][{key}] {blank} for {participant}")),
        }
    }
    if named.len() + usize::from(main_branch) > 1 {
        let mut all = named;
        all.extend(main_branch.then_some("mainBranch"));
        return Err(format!("Only one of {} may be specified for {participant}", all.join(", ")));
    }
    let text = |key: &str| node.filled(key).unwrap_or_default().to_owned();
    let pick = match (named.first().copied(), latest) {
        (Some("version"), true) => {
            return Err(format!("A version number and latest flag cannot both be specified for {participant}"));
        }
        (Some("version"), false) => Pick::Version(text("version")),
        (Some("tag"), true) => Pick::LatestTagged(text("tag")),
        (Some("tag"), false) => Pick::Tagged(text("tag")),
        (Some("branch"), true) => Pick::BranchHead(text("branch")),
        (Some("branch"), false) => Pick::Branch(text("branch")),
        (Some(_), true) => {
            return Err(format!("An environment and latest flag cannot both be specified for {participant}"));
        }
        (Some(_), false) => Pick::Environment(text("environment")),
        (None, true) if main_branch => Pick::MainBranchHead,
        (None, false) if main_branch => Pick::MainBranch,
        (None, true) => Pick::Latest,
        (None, false) => Pick::Any,
    };
    Ok(Selector { participant, pick })
}

fn read_target(query: &Node) -> Result<Option<Pick>, String> {
    let flag = |key| query.flag(key).map_err(|wrong| format!("{key} {wrong}"));
    let (latest, main_branch) = (flag("latest")?, flag("mainBranch")?);
    let given = |key: &str| query.given(key).map_err(|blank| format!("{key} {blank}"));
    let (tag, environment) = (given("tag")?, given("environment")?);
    if usize::from(tag.is_some()) + usize::from(environment.is_some()) + usize::from(main_branch) > 1 {
        return Err("Only one of tag, environment or mainBranch may be specified".to_owned());
    }
    Ok(match (tag, environment) {
        (Some(tag), _) if latest => Some(Pick::LatestTagged(tag.to_owned())),
        (Some(tag), _) => Some(Pick::Tagged(tag.to_owned())),
        (None, Some(_)) if latest => return Err("Cannot specify both latest and environment".to_owned()),
        (None, Some(environment)) => Some(Pick::Environment(environment.to_owned())),
        (None, None) if main_branch => Some(Pick::MainBranchHead),
        (None, None) => latest.then_some(Pick::Latest),
    })
}

fn read_results(query: &Node) -> Result<Vec<Option<bool>>, String> {
    let read = |item: &Node| match item.text() {
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some("" | "null") => Ok(None),
        _ => Err("success must be true, false or empty".to_owned()),
    };
    query.items("success").iter().map(read).collect()
}

impl Ignored {
    /// Reads `ignore[][pacticipant]=A&ignore[][version]=1`, or `ignore[]=A`.
    pub fn read(query: &Node) -> Result<Vec<Self>, String> {
        let mut ignored = Vec::new();
        for item in query.items("ignore") {
            let Some(participant) = item.text().or(item.filled("pacticipant")).filter(|name| !name.is_empty()) else {
                continue;
            };
            let version =
                item.given("version").map_err(|blank| format!("ignore[][version] {blank} for {participant}"))?;
            ignored.push(Self { participant: participant.to_owned(), version: version.map(str::to_owned) });
        }
        Ok(ignored)
    }
}

impl fmt::Display for Ignored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.version {
            Some(version) => write!(f, "version {version} of {}", self.participant),
            None => f.write_str(&self.participant),
        }
    }
}
