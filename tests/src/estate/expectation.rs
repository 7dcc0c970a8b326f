//! What a broker must answer about the hub, told from the plan alone: nothing of the broker's is used here.

use super::plan::{Build, Contract, LAST_MONTH, Pair};
use super::{ENVIRONMENTS, HUB};
use std::collections::{BTreeSet, HashMap};

/// A version, as far as contracts go.
#[derive(Debug, Clone)]
struct Version {
    number: String,
    moment: i64,
    contracts: Vec<Contract>,
}

/// What is known of the hub and its neighbours.
#[derive(Debug, Clone)]
pub struct Expectation {
    pairs: Vec<Pair>,
    /// The newest version of each branch and tag.
    lines: HashMap<(usize, String), Version>,
    live: HashMap<(usize, &'static str), Version>,
    /// The newest results between the hub and its neighbours, by content and version.
    results: HashMap<(Contract, String), bool>,
    /// What the hub's main branch has kept.
    kept: BTreeSet<Contract>,
}

/// How many contracts a build of the hub is to verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForVerification {
    /// Selected, and kept before.
    pub kept: usize,
    /// Selected, and pending.
    pub pending: usize,
    /// Not selected, but work in progress.
    pub work_in_progress: usize,
}

impl Expectation {
    /// Of an estate without any builds.
    pub fn new(pairs: &[Pair]) -> Self {
        Self {
            pairs: pairs.to_vec(),
            lines: HashMap::new(),
            live: HashMap::new(),
            results: HashMap::new(),
            kept: BTreeSet::new(),
        }
    }

    /// Takes a build in.
    pub fn note(&mut self, build: &Build) {
        for (contract, success) in &build.results {
            let Pair { consumer, provider } = self.pairs[contract.pair];
            if consumer == HUB || provider == HUB {
                self.results.insert((*contract, build.number.clone()), *success);
            }
            if provider == HUB && *success && build.is_main() {
                self.kept.insert(*contract);
            }
        }
        let contracts = build.contracts.clone();
        let version = Version { number: build.number.clone(), moment: build.moment, contracts };
        for environment in &build.deployed_to {
            self.live.insert((build.service, *environment), version.clone());
        }
        if let Some(tag) = build.tag {
            self.lines.insert((build.service, format!("tag {tag}")), version.clone());
        }
        self.lines.insert((build.service, build.branch.clone()), version);
    }

    /// The version every question is about: the head of the service's main branch.
    pub fn candidate(&self, service: usize) -> &str {
        self.main(service).map_or("", |version| &version.number)
    }

    /// The contracts of that version.
    pub fn contracts(&self, service: usize) -> &[Contract] {
        self.main(service).map_or(&[], |version| &version.contracts)
    }

    /// The consumer and the provider of a contract.
    pub fn pair(&self, contract: Contract) -> Pair {
        self.pairs[contract.pair]
    }

    fn main(&self, service: usize) -> Option<&Version> {
        self.lines.get(&(service, "main".to_owned()))
    }

    /// Whether the candidate may be deployed: yes, no, or not known.
    pub fn may_go_to(&self, environment: &'static str) -> Option<bool> {
        let candidate = self.main(HUB)?;
        let mut results = Vec::new();
        for contract in &candidate.contracts {
            let provider = self.live.get(&(self.pairs[contract.pair].provider, environment));
            results.push(provider.and_then(|live| self.results.get(&(*contract, live.number.clone()))));
        }
        for consumer in self.hub_consumers() {
            let contracts = self.live.get(&(consumer, environment)).map_or(&[][..], |live| live.contracts.as_slice());
            for contract in contracts.iter().filter(|contract| self.pairs[contract.pair].provider == HUB) {
                results.push(self.results.get(&(*contract, candidate.number.clone())));
            }
        }
        let known: Option<Vec<_>> = results.into_iter().collect();
        known.map(|results| results.into_iter().all(|success| *success))
    }

    /// What a build of the hub's main branch gets that asks for main branches and whatever is live, with pending and the last
    /// month's work in progress.
    pub fn for_verification(&self) -> ForVerification {
        let of_hub = |version: &Version| -> Vec<Contract> {
            version.contracts.iter().filter(|contract| self.pairs[contract.pair].provider == HUB).copied().collect()
        };
        let consumers: BTreeSet<usize> = self.hub_consumers().collect();
        let live = |consumer| ENVIRONMENTS.iter().filter_map(move |(name, _)| self.live.get(&(consumer, *name)));
        let selected: BTreeSet<Contract> = consumers
            .iter()
            .flat_map(|consumer| self.main(*consumer).into_iter().chain(live(*consumer)))
            .flat_map(of_hub)
            .collect();
        let newest = self
            .lines
            .iter()
            .filter(|((service, _), version)| consumers.contains(service) && version.moment > LAST_MONTH.1);
        let work_in_progress: BTreeSet<Contract> = newest
            .flat_map(|(_, version)| of_hub(version))
            .filter(|contract| !selected.contains(contract) && !self.kept.contains(contract))
            .collect();
        let kept = selected.intersection(&self.kept).count();
        ForVerification { kept, pending: selected.len() - kept, work_in_progress: work_in_progress.len() }
    }

    fn hub_consumers(&self) -> impl Iterator<Item = usize> {
        self.pairs.iter().filter(|pair| pair.provider == HUB).map(|pair| pair.consumer)
    }

    /// A service that has nothing to do with the hub, publishes `count` contracts at least, and provides something too.
    pub fn ordinary(&self, count: usize) -> Option<usize> {
        let provides = |service: usize| self.pairs.iter().any(|pair| pair.provider == service);
        let knows_hub = |service: usize| {
            let mut parties = self.pairs.iter().map(|pair| [pair.consumer, pair.provider]);
            parties.any(|parties| parties.contains(&service) && parties.contains(&HUB))
        };
        let mut consumers = self.pairs.iter().map(|pair| pair.consumer);
        consumers.find(|service| !knows_hub(*service) && provides(*service) && self.contracts(*service).len() >= count)
    }

    /// How many services have an integration.
    pub fn connected(&self) -> usize {
        self.pairs.iter().flat_map(|pair| [pair.consumer, pair.provider]).collect::<BTreeSet<_>>().len()
    }

    /// How many integrations there are.
    pub fn integrations(&self) -> usize {
        self.pairs.len()
    }

    /// Up to `count` pairs of services that are all different, the hub not among them.
    pub fn strangers(&self, count: usize) -> Vec<(usize, Pair)> {
        let mut seen = BTreeSet::from([HUB]);
        let mut found = Vec::new();
        for (number, pair) in self.pairs.iter().enumerate() {
            if found.len() < count && !seen.contains(&pair.consumer) && !seen.contains(&pair.provider) {
                seen.extend([pair.consumer, pair.provider]);
                found.push((number, *pair));
            }
        }
        found
    }
}
