//! The builds of an estate, one after the other: what each publishes, verifies and deploys.
//!
//! History is left to chance. The last three rounds are not: all services are released together to both environments;
//! each builds its main branch once more, the hub's build among them being the candidate every question is about; then some
//! change their contracts on main and go to test, some do so on a branch, and some provider builds fail.

use super::{HUB, HUB_PROVIDERS, Size};
use std::collections::BTreeSet;

/// When the first build was, in milliseconds since 1970: the first moment of 2025.
pub const BEGIN: i64 = 1_735_689_600_000;

/// How long all of it took: a year.
const DURATION: i64 = 365 * 86_400_000;

/// The last month, as requests name it and as a moment.
pub const LAST_MONTH: (&str, i64) = ("2025-12-01", BEGIN + 334 * 86_400_000);

/// A consumer and a provider, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The service that asks.
    pub consumer: usize,
    /// The service that answers.
    pub provider: usize,
}

/// A content: what a pair's contract says at one revision, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Contract {
    /// The number of the pair.
    pub pair: usize,
    /// Which of the pair's contents.
    pub revision: u32,
}

/// A build, which makes one version of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// Whose it is.
    pub service: usize,
    /// The version: a commit.
    pub number: String,
    /// The branch it is on.
    pub branch: String,
    /// A tag.
    pub tag: Option<&'static str>,
    /// When it was, in milliseconds since 1970.
    pub moment: i64,
    /// What it publishes.
    pub contracts: Vec<Contract>,
    /// What it verifies, and whether that was kept; the same again where it was repeated.
    pub results: Vec<(Contract, bool)>,
    /// Where it goes.
    pub deployed_to: Vec<&'static str>,
}

impl Build {
    /// Whether it is on the main branch.
    pub fn is_main(&self) -> bool {
        self.branch == "main"
    }
}

/// The revisions of a pair: on the consumer's main branch, on its open branch, in production, and the newest of all.
#[derive(Debug, Clone, Copy, Default)]
struct Revisions {
    main: u32,
    open: Option<u32>,
    production: u32,
    newest: u32,
}

impl Revisions {
    fn another(&mut self) -> u32 {
        self.newest += 1;
        self.newest
    }
}

/// A service's branch beside main: the builds it will still have.
#[derive(Debug, Clone)]
struct Open {
    name: String,
    left: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    History,
    Release,
    Candidate,
    Last,
}

/// All builds in order.
#[derive(Debug, Clone)]
pub struct Plan {
    size: Size,
    pairs: Vec<Pair>,
    /// By service, the pairs in which it consumes.
    consumed: Vec<Vec<usize>>,
    /// By service, the pairs in which it provides.
    provided: Vec<Vec<usize>>,
    revisions: Vec<Revisions>,
    open: Vec<Option<Open>>,
    chance: fastrand::Rng,
    built: usize,
    verified: usize,
}

impl Plan {
    /// The plan of this size that comes from `seed`.
    pub fn new(size: Size, seed: u64) -> Self {
        let mut chance = fastrand::Rng::with_seed(seed);
        let pairs = pairs(size, &mut chance);
        let (mut consumed, mut provided) = (vec![Vec::new(); size.services], vec![Vec::new(); size.services]);
        for (number, pair) in pairs.iter().enumerate() {
            consumed[pair.consumer].push(number);
            provided[pair.provider].push(number);
        }
        let (revisions, open) = (vec![Revisions::default(); pairs.len()], vec![None; size.services]);
        Self { size, pairs, consumed, provided, revisions, open, chance, built: 0, verified: 0 }
    }

    /// The integrations; the hub's come first.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    fn phase(&self, round: usize) -> Phase {
        match self.size.versions / self.size.services - round {
            3 => Phase::Release,
            2 => Phase::Candidate,
            1 => Phase::Last,
            _ => Phase::History,
        }
    }

    fn one_in(&mut self, count: u32) -> bool {
        self.chance.u32(..count) == 0
    }

    /// The branch of the next build; contracts change on branches, and come to main when they are merged.
    fn branch(&mut self, service: usize, round: usize, phase: Phase) -> String {
        let main = "main".to_owned();
        match phase {
            Phase::History if round == 0 => {
                self.change(service, 1);
                self.merge(service);
                main
            }
            Phase::History => match self.open[service].take() {
                Some(Open { left: 0, .. }) => {
                    if self.one_in(5) {
                        self.abandon(service);
                    } else {
                        self.merge(service);
                    }
                    main
                }
                Some(Open { name, left }) => {
                    self.open[service] = Some(Open { name: name.clone(), left: left - 1 });
                    name
                }
                None if self.one_in(4) => {
                    let (name, left) =
                        (format!("feature/{}-{round}", self.chance.u32(100..10_000)), self.chance.u32(..3));
                    self.change(service, 2);
                    self.open[service] = Some(Open { name: name.clone(), left });
                    name
                }
                None => main,
            },
            Phase::Release | Phase::Candidate => {
                self.abandon(service);
                main
            }
            Phase::Last if service == HUB => format!("feature/{round}"),
            Phase::Last if service.is_multiple_of(3) => {
                self.change(service, 1);
                self.merge(service);
                main
            }
            Phase::Last if service % 3 == 1 => {
                self.change(service, 1);
                format!("feature/{round}")
            }
            Phase::Last => main,
        }
    }

    /// About one in `share` of what the service expects of others changes on its open branch.
    fn change(&mut self, service: usize, share: u32) {
        for pair in self.consumed[service].clone() {
            if self.one_in(share) {
                self.revisions[pair].open = Some(self.revisions[pair].another());
            }
        }
    }

    fn merge(&mut self, service: usize) {
        for pair in self.consumed[service].clone() {
            if let Some(open) = self.revisions[pair].open.take() {
                self.revisions[pair].main = open;
            }
        }
    }

    fn abandon(&mut self, service: usize) {
        self.open[service] = None;
        for pair in self.consumed[service].clone() {
            self.revisions[pair].open = None;
        }
    }

    /// Results for what is on the consumers' main branches, then for what is in production, then some again, so that
    /// there are as many as the size says in the end.
    fn results(&mut self, service: usize, phase: Phase) -> Vec<(Contract, bool)> {
        let fails = match phase {
            Phase::History => true,
            Phase::Release | Phase::Candidate => false,
            Phase::Last => service % 3 == 2,
        };
        // The hub, which builds last, has room for all it must verify, and the last round as well.
        let lag = match phase {
            Phase::Last if service == HUB => 0,
            Phase::Last => 2 * self.size.hub_consumers,
            _ => 2 * self.size.hub_consumers + self.pairs.len(),
        };
        let due = ((self.built + 1) * self.size.results / self.size.versions).saturating_sub(lag);
        let (mut contracts, mut more) = (Vec::new(), Vec::new());
        for &pair in &self.provided[service] {
            let Revisions { main, production, .. } = self.revisions[pair];
            if main > 0 {
                contracts.push(Contract { pair, revision: main });
            }
            if production > 0 && production != main {
                more.push(Contract { pair, revision: production });
            }
        }
        more.truncate(due.saturating_sub(self.verified + contracts.len()));
        contracts.extend(more);
        let fresh: Vec<_> = contracts.iter().map(|contract| (*contract, !(fails && self.one_in(30)))).collect();
        let is_last = self.built + 1 == self.size.versions;
        let most = if is_last { usize::MAX } else { fresh.len() * 3 };
        let wanted = due.saturating_sub(self.verified).clamp(fresh.len(), most.max(fresh.len()));
        let results: Vec<_> =
            if fresh.is_empty() { fresh } else { fresh.iter().copied().cycle().take(wanted).collect() };
        self.verified += results.len();
        results
    }

    /// Where a build goes, and its tag.
    fn destination(&mut self, service: usize, phase: Phase) -> (Vec<&'static str>, Option<&'static str>) {
        match phase {
            Phase::Release => (vec!["test", "production"], Some("prod")),
            Phase::History if self.one_in(10) => (vec!["test", "production"], Some("prod")),
            Phase::History if self.one_in(5) => (vec!["test"], None),
            Phase::History if self.one_in(10) => (Vec::new(), Some("release")),
            Phase::Last if service.is_multiple_of(3) => (vec!["test"], None),
            _ => (Vec::new(), None),
        }
    }
}

impl Iterator for Plan {
    type Item = Build;

    fn next(&mut self) -> Option<Build> {
        let (round, place) = (self.built / self.size.services, self.built % self.size.services);
        if round >= self.size.versions / self.size.services {
            return None;
        }
        // The hub builds last in every round.
        let (service, phase) = (self.size.services - 1 - place, self.phase(round));
        let branch = self.branch(service, round, phase);
        let is_main = branch == "main";
        let results = self.results(service, phase);
        let (deployed_to, tag) = if is_main { self.destination(service, phase) } else { (Vec::new(), None) };
        let mut contracts = Vec::new();
        for pair in self.consumed[service].clone() {
            let revisions = &mut self.revisions[pair];
            let revision = if is_main { revisions.main } else { revisions.open.unwrap_or(revisions.main) };
            if deployed_to.contains(&"production") {
                revisions.production = revision;
            }
            contracts.push(Contract { pair, revision });
        }
        let step = DURATION / i64::try_from(self.size.versions).ok()?;
        let moment = BEGIN + step * i64::try_from(self.built).ok()?;
        let number = format!("{:016x}{:016x}{:08x}", self.chance.u64(..), self.chance.u64(..), self.chance.u32(..));
        self.built += 1;
        Some(Build { service, number, branch, tag, moment, contracts, results, deployed_to })
    }
}

/// The hub's integrations, and as many others as the size says, none twice.
fn pairs(size: Size, chance: &mut fastrand::Rng) -> Vec<Pair> {
    let consumers = (1..=size.hub_consumers).map(|consumer| Pair { consumer, provider: HUB });
    let providers = (1..=HUB_PROVIDERS).map(|number| Pair { consumer: HUB, provider: size.hub_consumers + number });
    let mut pairs: Vec<Pair> = consumers.chain(providers).collect();
    let mut known = BTreeSet::new();
    while pairs.len() < size.integrations {
        let pair = Pair { consumer: chance.usize(1..size.services), provider: chance.usize(1..size.services) };
        if pair.consumer != pair.provider && known.insert((pair.consumer, pair.provider)) {
            pairs.push(pair);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estate::expectation::Expectation;

    const SMALL: Size = Size { services: 40, integrations: 160, versions: 800, results: 4_000, hub_consumers: 20 };

    #[test]
    fn an_estate_has_the_size_it_is_asked_for_and_is_the_same_for_the_same_seed() {
        let builds: Vec<Build> = Plan::new(SMALL, 1).collect();
        assert_eq!(builds.len(), SMALL.versions);
        assert_eq!(builds.iter().map(|build| build.results.len()).sum::<usize>(), SMALL.results);
        assert!(builds == Plan::new(SMALL, 1).collect::<Vec<_>>() && builds != Plan::new(SMALL, 2).collect::<Vec<_>>());
        let failed = builds.iter().flat_map(|build| &build.results).filter(|(_, success)| !success).count();
        assert!((1..SMALL.results / 10).contains(&failed), "{failed} failed");
        let shared = builds.iter().map(|build| build.contracts.len()).sum::<usize>();
        let contents: BTreeSet<_> = builds.iter().flat_map(|build| &build.contracts).collect();
        assert!(shared > contents.len() * 3, "{shared} publications of {} contents", contents.len());
    }

    #[test]
    fn nobody_verifies_what_nobody_has_published() {
        let mut published = BTreeSet::new();
        for build in Plan::new(SMALL, 3) {
            assert!(build.results.iter().all(|(contract, _)| published.contains(contract)));
            published.extend(build.contracts);
        }
    }

    #[test]
    fn the_hub_may_go_to_production_and_not_to_test_and_has_pending_contracts_and_work_in_progress() {
        let plan = Plan::new(SMALL, 4);
        let mut expected = Expectation::new(plan.pairs());
        plan.for_each(|build| expected.note(&build));
        assert_eq!(expected.may_go_to("production"), Some(true));
        assert_eq!(expected.may_go_to("test"), None);
        let contracts = expected.for_verification();
        assert!(contracts.pending > 0 && contracts.kept > 0 && contracts.work_in_progress > 0, "{contracts:?}");
    }
}
