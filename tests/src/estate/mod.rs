//! An estate: services whose builds have published, verified and deployed for a year, the same for the same seed.
//!
//! - [`plan`]: the builds one after the other, decided before anything is written
//! - [`contract`]: what contracts say
//! - [`expectation`]: what a broker must answer about the hub, told from the plan alone
//! - [`history`]: the builds as a whole, with the keys they have in a database
//! - [`rows`]: the rows of each table
//! - [`seed`]: writes them into a database

pub mod contract;
pub mod expectation;
pub mod history;
pub mod plan;
pub mod rows;
pub mod seed;

use clap::ValueEnum;

/// The service with the most integrations: 30, where 20 services consume what it provides.
pub const HUB: usize = 0;

/// How many services the hub consumes.
pub const HUB_PROVIDERS: usize = 10;

/// Where versions are live, and whether customers meet them there.
pub const ENVIRONMENTS: [(&str, bool); 2] = [("test", false), ("production", true)];

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Services; at most 500, at least the hub and its neighbours.
    pub services: usize,
    /// Pairs of a consumer and a provider.
    pub integrations: usize,
    /// Versions of all services together, a multiple of `services`.
    pub versions: usize,
    /// Verification results.
    pub results: usize,
    /// How many services consume what the hub provides.
    pub hub_consumers: usize,
}

/// The sizes that have a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Named {
    /// 100 services, 430 integrations, 1,200 versions, 5,000 results: one the Ruby broker was measured with.
    Small,
    /// 100 services, 400 integrations, 10,000 versions, 50,000 results.
    Default,
    /// 500 services, 2,000 integrations, 200,000 versions, 1,000,000 results.
    Large,
}

impl Named {
    /// What the name stands for.
    pub fn size(self) -> Size {
        let hub_consumers = 20;
        match self {
            Self::Small => {
                Size { services: 100, integrations: 430, versions: 1_200, results: 5_000, hub_consumers: 24 }
            }
            Self::Default => {
                Size { services: 100, integrations: 400, versions: 10_000, results: 50_000, hub_consumers }
            }
            Self::Large => {
                Size { services: 500, integrations: 2_000, versions: 200_000, results: 1_000_000, hub_consumers }
            }
        }
    }
}

const NOUNS: [&str; 50] = [
    "order",
    "payment",
    "inventory",
    "shipping",
    "notification",
    "catalog",
    "basket",
    "pricing",
    "customer",
    "invoice",
    "refund",
    "tax",
    "search",
    "review",
    "rating",
    "voucher",
    "loyalty",
    "address",
    "carrier",
    "warehouse",
    "supplier",
    "purchase",
    "return",
    "fraud",
    "ledger",
    "account",
    "session",
    "consent",
    "image",
    "content",
    "campaign",
    "mailing",
    "report",
    "forecast",
    "stock",
    "label",
    "parcel",
    "tracking",
    "support",
    "ticket",
    "chat",
    "feed",
    "export",
    "import",
    "media",
    "region",
    "currency",
    "contract",
    "partner",
    "market",
];

const KINDS: [&str; 10] =
    ["service", "gateway", "worker", "store", "console", "scheduler", "adapter", "portal", "archive", "monitor"];

/// Where a version was built and verified.
pub fn build_url(number: &str) -> String {
    format!("https://ci.example.com/builds/{number}")
}

/// The identities of environments and deployments, in the order they come.
pub fn identity(index: usize) -> String {
    format!("00000000-0000-4000-8000-{index:012x}")
}

/// The name of a service.
pub fn name(service: usize) -> String {
    format!("{}-{}", NOUNS[service % NOUNS.len()], KINDS[service / NOUNS.len() % KINDS.len()])
}
