//! All that has happened in an estate, with the keys its versions and contents have in a database: in the order of the builds, from 1.

use super::expectation::Expectation;
use super::plan::{Build, Contract, Pair, Plan};
use super::{ENVIRONMENTS, Size};
use std::collections::HashMap;

/// The builds of an estate, and what follows from all of them together.
#[derive(Debug)]
pub struct History {
    /// How many services there are; the key of each is its number and one.
    pub services: usize,
    /// The integrations.
    pub pairs: Vec<Pair>,
    /// The builds; each makes the version whose key is its index and one.
    pub builds: Vec<Build>,
    /// The contents, and when each was first published; the key of each is its index and one.
    pub contents: Vec<(Contract, i64)>,
    /// The keys of the contents.
    pub content_keys: HashMap<Contract, usize>,
    /// What a broker must say about it.
    pub expected: Expectation,
}

/// A branch: its builds, by their indices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Whose it is.
    pub service: usize,
    /// Its name.
    pub name: String,
    /// Its first build.
    pub first: usize,
    /// Its last build.
    pub last: usize,
}

/// A version's stay in an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// The index of the build.
    pub build: usize,
    /// The number of the environment.
    pub environment: usize,
    /// When another version took its place.
    pub until: Option<i64>,
}

impl History {
    /// The history of an estate of this size that comes from `seed`.
    pub fn new(size: Size, seed: u64) -> Self {
        let mut plan = Plan::new(size, seed);
        let pairs = plan.pairs().to_vec();
        let builds: Vec<Build> = plan.by_ref().collect();
        let mut expected = Expectation::new(&pairs);
        let (mut contents, mut content_keys) = (Vec::new(), HashMap::new());
        for build in &builds {
            expected.note(build);
            for contract in &build.contracts {
                content_keys.entry(*contract).or_insert_with(|| {
                    contents.push((*contract, build.moment));
                    contents.len()
                });
            }
        }
        Self { services: size.services, pairs, builds, contents, content_keys, expected }
    }

    /// The keys of a pair's consumer and provider.
    pub fn parties(&self, pair: usize) -> (usize, usize) {
        let Pair { consumer, provider } = self.pairs[pair];
        (consumer + 1, provider + 1)
    }

    /// Every branch, by its first build.
    pub fn branches(&self) -> Vec<Branch> {
        let (mut branches, mut known) = (Vec::<Branch>::new(), HashMap::new());
        for (index, build) in self.builds.iter().enumerate() {
            let place = *known.entry((build.service, build.branch.as_str())).or_insert_with(|| {
                let (service, name) = (build.service, build.branch.clone());
                branches.push(Branch { service, name, first: index, last: index });
                branches.len() - 1
            });
            branches[place].last = index;
        }
        branches
    }

    /// Every stay, past ones too, by its beginning.
    pub fn stays(&self) -> Vec<Stay> {
        let (mut stays, mut live) = (Vec::<Stay>::new(), HashMap::new());
        for (index, build) in self.builds.iter().enumerate() {
            for name in &build.deployed_to {
                let Some(environment) = ENVIRONMENTS.iter().position(|(known, _)| known == name) else { continue };
                if let Some(before) = live.insert((build.service, environment), stays.len()) {
                    stays[before].until = Some(build.moment);
                }
                stays.push(Stay { build: index, environment, until: None });
            }
        }
        stays
    }

    /// When the first and the newest contract of each pair were published; none for a pair without any.
    pub fn published(&self) -> Vec<Option<(i64, i64)>> {
        let mut moments: Vec<Option<(i64, i64)>> = vec![None; self.pairs.len()];
        for build in &self.builds {
            for contract in &build.contracts {
                let first = moments[contract.pair].map_or(build.moment, |(first, _)| first);
                moments[contract.pair] = Some((first, build.moment));
            }
        }
        moments
    }
}
