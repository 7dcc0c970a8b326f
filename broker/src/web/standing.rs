//! Where every pair stands: the facts of the store, indexed, and the judgements of the domain over them.

use crate::domain::overview::{Head, Live};
use crate::domain::status::{self, Answer, Status};
use crate::error::ApiError;
use crate::store::standing::{JudgedResult, LiveContract, Newest};
use crate::store::{self, Connection, State, Store, Transaction};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// How many standings are remembered; there is one for each connection where they count for themselves.
const REMEMBERED: usize = 4;

/// Where all pairs stood when somebody asked, until anybody has written anything since.
#[derive(Debug, Clone, Default)]
pub struct Remembered(Arc<Mutex<Known>>);

type Known = Vec<(State, Arc<Standing>)>;

impl Remembered {
    /// The standing of all pairs that `view` shows.
    pub(crate) async fn standing(&self, store: &Store, view: &mut Transaction) -> Result<Arc<Standing>, ApiError> {
        let state = store.state(view).await?;
        let known = |all: &Known| Some(Arc::clone(&all.iter().find(|known| known.0 == state)?.1));
        if let Some(standing) = known(&self.0.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(standing);
        }
        let standing = Arc::new(Standing::load(view, None).await?);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|(known, _)| known.place != state.place);
        all.truncate(REMEMBERED - 1);
        all.insert(0, (state, Arc::clone(&standing)));
        Ok(standing)
    }
}

/// A provider version that contracts are judged against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judged<'a> {
    pub(crate) version_id: i64,
    pub(crate) version: &'a str,
    /// Whether it is the head of the main branch, or the newest where there is no main branch.
    pub(crate) is_head: bool,
    /// Where it is live.
    pub(crate) places: Vec<&'a Live>,
}

/// What is live in one environment, and whether it holds together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Health {
    /// How many participants are live.
    pub(crate) services: usize,
    /// The pairs that are live together, consumer and provider by key, with their status.
    pub(crate) pairs: Vec<(i64, i64, Status)>,
}

impl Health {
    /// How many pairs have this status.
    pub(crate) fn count(&self, status: Status) -> usize {
        self.pairs.iter().filter(|pair| pair.2 == status).count()
    }
}

/// The facts all pages about pairs start from.
#[derive(Debug)]
pub(crate) struct Standing {
    /// The newest contract of each pair, by name.
    pub(crate) newest: Vec<Newest>,
    live: Vec<Live>,
    live_by_participant: HashMap<i64, Vec<usize>>,
    heads: HashMap<i64, Head>,
    results: HashMap<(i64, i64), JudgedResult>,
    /// What a provider version has kept for a consumer.
    kept: HashMap<(i64, i64), HashSet<i64>>,
    /// What a live consumer version says about a provider.
    contracts: HashMap<(i64, i64), i64>,
    contracts_of_version: HashMap<i64, Vec<LiveContract>>,
    /// The status of each of the newest contracts.
    statuses: Vec<Status>,
    /// By the environment's name.
    health: HashMap<String, Health>,
}

impl Standing {
    /// Reads the facts about all pairs, or those `participant_id` takes part in: five statements.
    pub(crate) async fn load(connection: &mut Connection, participant_id: Option<i64>) -> Result<Self, ApiError> {
        let newest = store::standing::newest(connection, participant_id).await?;
        let heads = store::overview::main_heads(connection).await?;
        let live = store::overview::live(connection, None).await?;
        let results = store::standing::results(connection, participant_id).await?;
        let contracts = store::standing::live_contracts(connection).await?;
        Ok(Self::index(newest, heads, live, results, contracts))
    }

    fn index(
        newest: Vec<Newest>,
        heads: Vec<Head>,
        live: Vec<Live>,
        results: Vec<JudgedResult>,
        contracts: Vec<LiveContract>,
    ) -> Self {
        let mut live_by_participant: HashMap<i64, Vec<usize>> = HashMap::new();
        for (index, place) in live.iter().enumerate() {
            live_by_participant.entry(place.participant_id).or_default().push(index);
        }
        let mut kept: HashMap<(i64, i64), HashSet<i64>> = HashMap::new();
        for result in results.iter().filter(|result| result.success) {
            kept.entry((result.provider_version_id, result.consumer_id)).or_default().insert(result.content_id);
        }
        let mut contracts_of_version: HashMap<i64, Vec<LiveContract>> = HashMap::new();
        for contract in &contracts {
            contracts_of_version.entry(contract.consumer_version_id).or_default().push(contract.clone());
        }
        let mut standing = Self {
            newest,
            live,
            live_by_participant,
            heads: heads.into_iter().map(|head| (head.participant_id, head)).collect(),
            results: results
                .into_iter()
                .map(|result| ((result.content_id, result.provider_version_id), result))
                .collect(),
            kept,
            contracts: contracts
                .into_iter()
                .map(|contract| ((contract.consumer_version_id, contract.provider_id), contract.content_id))
                .collect(),
            contracts_of_version,
            statuses: Vec::new(),
            health: HashMap::new(),
        };
        standing.statuses = standing.newest.iter().map(|newest| standing.judge(newest)).collect();
        let environments: HashSet<&String> = standing.live.iter().map(|place| &place.environment).collect();
        standing.health = environments.into_iter().map(|name| (name.clone(), standing.examine(name))).collect();
        standing
    }

    /// The newest contract of each pair with its status, by name.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&Newest, Status)> {
        self.newest.iter().zip(self.statuses.iter().copied())
    }

    /// The head of a participant's main branch, or its newest version.
    pub(crate) fn head(&self, participant_id: i64) -> Option<&Head> {
        self.heads.get(&participant_id)
    }

    /// Everything that is live, production first.
    pub(crate) fn live(&self) -> &[Live] {
        &self.live
    }

    /// Where a participant is live, production first.
    pub(crate) fn live_of(&self, participant_id: i64) -> impl Iterator<Item = &Live> {
        self.live_by_participant.get(&participant_id).into_iter().flatten().map(|index| &self.live[*index])
    }

    fn live_in<'a>(&'a self, participant_id: i64, environment: &'a str) -> impl Iterator<Item = &'a Live> {
        self.live_of(participant_id).filter(move |place| place.environment == environment)
    }

    /// The versions a provider's contracts are judged against: its main head and every live one, newest first.
    pub(crate) fn judged(&self, provider_id: i64) -> Vec<Judged<'_>> {
        let mut versions: BTreeMap<i64, Judged<'_>> = BTreeMap::new();
        if let Some(head) = self.heads.get(&provider_id) {
            versions.insert(
                head.version_id,
                Judged { version_id: head.version_id, version: &head.version, is_head: true, places: Vec::new() },
            );
        }
        for place in self.live_of(provider_id) {
            let fresh =
                Judged { version_id: place.version_id, version: &place.version, is_head: false, places: Vec::new() };
            versions.entry(place.version_id).or_insert(fresh).places.push(place);
        }
        versions.into_values().rev().collect()
    }

    /// The result of one judged version for one content.
    pub(crate) fn result(&self, content_id: i64, version_id: i64) -> Option<&JudgedResult> {
        self.results.get(&(content_id, version_id))
    }

    /// What one judged version says about one content of a consumer.
    pub(crate) fn answer(&self, consumer_id: i64, content_id: i64, version_id: i64) -> Answer {
        match self.result(content_id, version_id) {
            Some(result) if result.success => Answer::Kept,
            Some(result) => Answer::Broken { pending: result.pending },
            None => {
                let kept = self.kept.get(&(version_id, consumer_id));
                Answer::Unknown {
                    kept_earlier: kept.is_some_and(|contents| contents.iter().any(|content| *content != content_id)),
                }
            }
        }
    }

    /// The status of a pair's newest contract.
    fn judge(&self, newest: &Newest) -> Status {
        let publication = &newest.publication;
        let beside_main = newest.branch.is_some() && newest.branch != newest.main_branch;
        let judged = self.judged(publication.provider_id);
        status::of_newest(
            judged
                .iter()
                .map(|version| self.answer(publication.consumer_id, publication.content_id, version.version_id)),
            beside_main,
        )
    }

    /// The status of what a pair has live together in one environment.
    pub(crate) fn together(&self, consumer_id: i64, provider_id: i64, environment: &str) -> Status {
        let providers: Vec<i64> = self.live_in(provider_id, environment).map(|place| place.version_id).collect();
        let contents = self
            .live_in(consumer_id, environment)
            .filter_map(|place| self.contracts.get(&(place.version_id, provider_id)));
        status::of_live(
            contents.flat_map(|content| providers.iter().map(|version| self.answer(consumer_id, *content, *version))),
        )
    }

    /// What is live in an environment, and whether it holds together.
    pub(crate) fn health(&self, environment: &str) -> Health {
        self.health.get(environment).cloned().unwrap_or_default()
    }

    fn examine(&self, environment: &str) -> Health {
        let there: Vec<&Live> = self.live.iter().filter(|place| place.environment == environment).collect();
        let services: HashSet<i64> = there.iter().map(|place| place.participant_id).collect();
        let contracts =
            there.iter().flat_map(|place| self.contracts_of_version.get(&place.version_id).into_iter().flatten());
        let pairs: HashSet<(i64, i64)> = contracts
            .filter(|contract| services.contains(&contract.provider_id))
            .map(|contract| (contract.consumer_id, contract.provider_id))
            .collect();
        let mut pairs: Vec<(i64, i64, Status)> = pairs
            .into_iter()
            .map(|(consumer, provider)| (consumer, provider, self.together(consumer, provider, environment)))
            .collect();
        pairs.sort_by_key(|pair| (pair.2, pair.0, pair.1));
        Health { services: services.len(), pairs }
    }
}
