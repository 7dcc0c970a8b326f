//! One run: a broker on a fresh database, payment-service, and the clients.

use super::database::Database;
use crate::http::{self, Answer};
use crate::interop;
use crate::shop::{Said, Shop};
use crate::tree;
use abide_demo::Server;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The clients that there are on this machine.
#[derive(Debug)]
pub(super) struct Clients {
    pact: PathBuf,
    python: Option<String>,
    node_modules: Option<String>,
}

impl Clients {
    /// Those that the environment names; none without the `pact` command. Says aloud which are missing.
    pub(super) fn found() -> Option<Self> {
        let [python, node_modules] = ["ABIDE_TEST_PYTHON", "ABIDE_TEST_NODE_MODULES"].map(interop::named);
        Some(Self { pact: interop::pact()?, python, node_modules })
    }
}

/// What the operations of one run share; each finds what those before it have left.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    shop: Shop,
    service: Server,
    clients: &'a Clients,
}

impl<'a> Scene<'a> {
    #[track_caller]
    pub(super) fn open(database: &Database, clients: &'a Clients) -> Self {
        let shop = Shop::open_with(&format!("--database {}", database.url()));
        let service = shop.payment_service("");
        Self { shop, service, clients }
    }

    /// Whether this client is on this machine.
    pub(super) fn has(&self, client: &str) -> bool {
        match client {
            "pact-python" => self.clients.python.is_some(),
            "pact-js" => self.clients.node_modules.is_some(),
            _ => true,
        }
    }

    /// Writes a file into the folder the clients work in.
    #[track_caller]
    pub(super) fn file(&self, name: &str, text: &str) {
        self.shop.file(name, text);
    }

    /// The JSON of a file in that folder.
    #[track_caller]
    pub(super) fn read(&self, name: &str) -> Value {
        let text = std::fs::read_to_string(self.shop.folder().join(name)).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// Runs the `pact` command as it is.
    #[track_caller]
    pub(super) fn pact(&self, arguments: &str) -> Said {
        self.shop.run(&self.clients.pact, arguments.split_whitespace())
    }

    /// Runs `pact broker`, told which broker.
    #[track_caller]
    pub(super) fn broker(&self, arguments: &str) -> Said {
        self.pact(&format!("broker {arguments} --broker-base-url {}", self.shop.broker_url()))
    }

    /// What such a command prints as JSON.
    #[track_caller]
    pub(super) fn json(&self, arguments: &str) -> Value {
        let said = self.broker(arguments).exits(0);
        serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{error}\n{said}"))
    }

    /// Runs `pact verifier` for payment-service's main branch, and publishes what it finds as the result of this version.
    #[track_caller]
    pub(super) fn verify(&self, version: &str, more: &str) -> Said {
        let (broker, url) = (self.shop.broker_url(), self.service.url());
        let port = url.rsplit(':').next().unwrap();
        self.pact(&format!(
            "verifier --broker-url {broker} --provider-name payment-service --hostname 127.0.0.1 --port {port} \
             --state-change-url {url}/_abide/states --no-colour \
             --publish --provider-version {version} --provider-branch main {more}"
        ))
    }

    /// Runs one of the scripts beside these tests with pact-python.
    #[track_caller]
    pub(super) fn python(&self, script: &str, arguments: &[&str]) -> Said {
        let python = Path::new(self.clients.python.as_deref().unwrap());
        self.script(python, script, arguments)
    }

    /// Runs one of the scripts beside these tests with pact-js.
    #[track_caller]
    pub(super) fn node(&self, script: &str, arguments: &[&str]) -> Said {
        let modules = self.clients.node_modules.as_deref().unwrap();
        self.script(Path::new("node"), script, &[&[modules][..], arguments].concat())
    }

    #[track_caller]
    fn script(&self, program: &Path, script: &str, arguments: &[&str]) -> Said {
        let script = tree::root().join("tests/integration").join(script).into_os_string();
        self.shop.run(program, [script].into_iter().chain(arguments.iter().map(Into::into)))
    }

    /// The URLs a verifier's script is told: the provider's and the broker's.
    pub(super) fn urls(&self) -> [&str; 2] {
        [self.service.url(), self.shop.broker_url()]
    }

    /// The broker's answer at a path.
    #[track_caller]
    pub(super) fn answer(&self, path: &str) -> Answer {
        http::get(&format!("{}{path}", self.shop.broker_url()), "application/hal+json")
    }

    /// The broker's resource at a path.
    #[track_caller]
    pub(super) fn get(&self, path: &str) -> Value {
        http::resource(&format!("{}{path}", self.shop.broker_url()))
    }

    /// What the interactions of a version's contract are called.
    #[track_caller]
    pub(super) fn interactions(&self, version: &str) -> BTreeSet<String> {
        let pact = self.get(&format!("/pacts/provider/payment-service/consumer/order-service/version/{version}"));
        values(&pact["interactions"], "description")
    }

    /// The names of a version's `branches` or `tags`.
    #[track_caller]
    pub(super) fn marks(&self, kind: &str, participant: &str, version: &str) -> BTreeSet<String> {
        values(&self.get(&format!("/pacticipants/{participant}/versions/{version}"))["_embedded"][kind], "name")
    }

    /// The key of an environment, if there is one of this name.
    #[track_caller]
    pub(super) fn environment(&self, name: &str) -> Option<String> {
        let environments = self.get("/environments")["_embedded"]["environments"].take();
        let found = environments.as_array().unwrap().iter().find(|environment| environment["name"] == name)?;
        Some(found["uuid"].as_str().unwrap().to_owned())
    }

    /// The versions of payment-service live in production: `deployed` with their instances, or `released`.
    #[track_caller]
    pub(super) fn live(&self, how: &str) -> BTreeSet<String> {
        let (path, list) = match how {
            "deployed" => ("deployed-versions/currently-deployed", "deployedVersions"),
            _ => ("released-versions/currently-supported", "releasedVersions"),
        };
        let environment = self.environment("production").unwrap();
        let live = self.get(&format!("/environments/{environment}/{path}"));
        let ours = |entry: &&Value| entry["_embedded"]["pacticipant"]["name"] == "payment-service";
        let shown = |entry: &Value| {
            let version = entry["_embedded"]["version"]["number"].as_str().unwrap();
            format!("{version} {}", entry["applicationInstance"].as_str().unwrap_or("")).trim().to_owned()
        };
        live["_embedded"][list].as_array().unwrap().iter().filter(ours).map(shown).collect()
    }

    /// Whether this version of payment-service kept that of order-service; none if nobody has said so.
    #[track_caller]
    pub(super) fn result(&self, order: &str, payment: &str) -> Option<bool> {
        let rows = interop::matrix(&self.shop, "order-service");
        let wanted = |row: &&Value| {
            row["consumer"]["version"]["number"] == order && row["provider"]["version"]["number"] == payment
        };
        rows.iter().find(wanted)?["verificationResult"]["success"].as_bool()
    }
}

/// One field of each entry of a list.
#[track_caller]
pub(super) fn values(list: &Value, field: &str) -> BTreeSet<String> {
    let list = list.as_array().unwrap_or_else(|| panic!("{list} is no list"));
    list.iter().map(|entry| entry[field].as_str().unwrap().to_owned()).collect()
}

/// A set of names.
pub(super) fn names<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}
