//! What happens, in order, and what each step has to answer.

use crate::binaries::{self, Binaries};
use crate::command::{Command, Outcome};
use crate::interrupt::Interrupt;
use crate::narrator::Narrator;
use crate::server::Server;
use anyhow::{Context as _, bail};
use std::path::PathBuf;
use tempfile::TempDir;

/// What the steps talk about.
const CONSUMER: &str = "--participant order-service --version 1.0.0";

/// The folder of contracts, in the demo's own.
const CONTRACTS: &str = "contracts";

/// The tests that say what order-service expects of whom.
const CONSUMER_TESTS: &str = "--package order-service --test payment_contract --test inventory_contract";

/// A provider of the shop.
#[derive(Debug, Clone, Copy)]
enum Provider {
    /// payment-service, over REST.
    Payment,
    /// inventory-service, over gRPC.
    Inventory,
}

/// What is left of a demo that went as it should: the broker, running, with everything in it.
///
/// Dropping it ends every program the demo started and removes its files.
#[derive(Debug)]
#[must_use = "the broker and its files are gone when this is dropped"]
pub struct Demo {
    // Dropped in this order: the programs before the files they use.
    broker: Server,
    /// payment-service and inventory-service as released, then the versions that are refused.
    services: [Server; 4],
    folder: TempDir,
}

impl Demo {
    /// Plays the whole story and tells it to `narrator`; fails at the first answer that is not the expected one.
    pub fn run(narrator: &mut Narrator<'_>, interrupt: &Interrupt) -> anyhow::Result<Self> {
        narrator.say("Building the programs. The first time this takes a minute or two.")?;
        let binaries = binaries::of_the_loop()?;
        build_tests()?;
        let folder = tempfile::Builder::new().prefix("abide-demo-").tempdir().context("no temporary folder")?;
        let mut story =
            Story { narrator, interrupt, binaries, folder: folder.path().to_owned(), broker: String::new() };
        story.consumer_tests()?;
        let broker = story.start_broker()?;
        story.publish()?;
        story.ask_too_early()?;
        let payments = story.release_payments()?;
        let inventory = story.release_inventory()?;
        story.release_orders()?;
        let next_payments = story.rename_a_field()?;
        let next_inventory = story.drop_a_message()?;
        Ok(Self { broker, services: [payments, inventory, next_payments, next_inventory], folder })
    }

    /// Where the broker listens.
    pub fn broker_url(&self) -> &str {
        self.broker.url()
    }

    /// Where the released version of payment-service listens.
    pub fn payments_url(&self) -> &str {
        self.services[0].url()
    }

    /// Where the released version of inventory-service listens.
    pub fn inventory_url(&self) -> &str {
        self.services[1].url()
    }

    /// The folder of the contracts the consumer's tests wrote.
    pub fn contracts(&self) -> PathBuf {
        self.folder.path().join(CONTRACTS)
    }
}

struct Story<'s, 'w> {
    narrator: &'s mut Narrator<'w>,
    interrupt: &'s Interrupt,
    binaries: &'static Binaries,
    folder: PathBuf,
    broker: String,
}

impl Story<'_, '_> {
    fn consumer_tests(&mut self) -> anyhow::Result<()> {
        self.narrator.step(
            "The order team runs its tests against mocks of payment-service (REST) and inventory-service (gRPC). Passing \
             writes down what they expect.",
        )?;
        let folder = self.folder.join(CONTRACTS);
        let folder = folder.to_str().context("the temporary folder's path is not UTF-8")?;
        let command = Command::of("cargo test", binaries::cargo("test")?).args(CONSUMER_TESTS);
        self.expect(command.shown_env("ABIDE_CONTRACT_DIR", folder), 0, &["7 passed", "6 passed"])
    }

    fn start_broker(&mut self) -> anyhow::Result<Server> {
        self.narrator.step("The platform team runs a broker, which keeps contracts by version, and names the environment they deploy to.")?;
        let broker = Command::new("abide-broker", &self.binaries.abide_broker).args("--port 0");
        let broker = self.serve(broker, "abide-broker.log")?;
        broker.url().clone_into(&mut self.broker);
        self.narrator.command(&["export".to_owned(), format!("ABIDE_BROKER_URL={}", self.broker)])?;
        let create = self.abide("environments create --name production --production");
        self.expect(create, 0, &[])?;
        Ok(broker)
    }

    fn publish(&mut self) -> anyhow::Result<()> {
        self.narrator.step("The order team publishes the contracts under the version its pipeline has built.")?;
        let publish = self.abide(&format!("publish {CONTRACTS} --version 1.0.0 --branch main"));
        self.expect(publish, 0, &[])
    }

    fn ask_too_early(&mut self) -> anyhow::Result<()> {
        self.narrator.step("May it be deployed? Not yet: nobody knows whether the two services do what it says.")?;
        let question = self.can_i_deploy(CONSUMER);
        self.expect(question, 1, &["order-service", "payment-service", "inventory-service"])
    }

    fn release_payments(&mut self) -> anyhow::Result<Server> {
        self.narrator.step(
            "The payment team's pipeline starts payment-service 2.0.0, on this machine, with nothing around it.",
        )?;
        let service = self.start(Provider::Payment, "2.0.0", "")?;
        self.narrator.step("It replays the contract against it, publishes the result, and deploys.")?;
        let verify = self.verification(Provider::Payment, &service, "2.0.0 --provider-branch main");
        self.expect(verify, 0, &["8 passed"])?;
        self.deploy(&Provider::Payment.version("2.0.0"))?;
        Ok(service)
    }

    fn release_inventory(&mut self) -> anyhow::Result<Server> {
        self.narrator.step(
            "The inventory team's pipeline does the same for its gRPC API: calls of all four kinds, and provider states, \
             on one port.",
        )?;
        let service = self.start(Provider::Inventory, "1.4.0", "")?;
        let verify = self.verification(Provider::Inventory, &service, "1.4.0 --provider-branch main");
        self.expect(verify, 0, &["6 passed"])?;
        self.deploy(&Provider::Inventory.version("1.4.0"))?;
        Ok(service)
    }

    fn release_orders(&mut self) -> anyhow::Result<()> {
        self.narrator.step("Now the order team asks again, and deploys as well.")?;
        let question = self.can_i_deploy(CONSUMER);
        self.expect(question, 0, &["Yes", "order-service 1.0.0", "payment-service 2.0.0", "inventory-service 1.4.0"])?;
        self.deploy(CONSUMER)
    }

    fn rename_a_field(&mut self) -> anyhow::Result<Server> {
        self.narrator.step(
            "The payment team has a new version, which renames `payment_id` to `charge_id`. Its pipeline starts it.",
        )?;
        let service = self.start(Provider::Payment, "3.0.0", "--next")?;
        self.narrator.step("The same command now says what order-service would miss.")?;
        let verify = self.verification(Provider::Payment, &service, "3.0.0 --provider-branch rename-payment-id");
        self.expect(verify, 1, &["payment_id", "2 failed"])?;
        self.narrator
            .step("May payment-service 3.0.0 be deployed? No: order-service 1.0.0 is live and would break.")?;
        let question = self.can_i_deploy(&Provider::Payment.version("3.0.0"));
        self.expect(question, 1, &["No", "payment-service 3.0.0", "order-service 1.0.0"])?;
        Ok(service)
    }

    fn drop_a_message(&mut self) -> anyhow::Result<Server> {
        self.narrator.step(
            "The inventory team has a new version too, whose watches end as soon as an article is gone, without the \
             message that says so.",
        )?;
        let service = self.start(Provider::Inventory, "1.5.0", "--next")?;
        let verify = self.verification(Provider::Inventory, &service, "1.5.0 --provider-branch shorter-watches");
        self.expect(verify, 1, &["response[2]", "1 failed"])?;
        self.narrator.step(
            "May inventory-service 1.5.0 be deployed? No: order-service 1.0.0 waits for what is missing, the third message \
             of the stream.",
        )?;
        let question = self.can_i_deploy(&Provider::Inventory.version("1.5.0"));
        self.expect(question, 1, &["No", "inventory-service 1.5.0", "order-service 1.0.0"])?;
        Ok(service)
    }

    fn start(&mut self, provider: Provider, version: &str, flag: &str) -> anyhow::Result<Server> {
        let name = provider.name();
        let program = match provider {
            Provider::Payment => &self.binaries.payment_service,
            Provider::Inventory => &self.binaries.inventory_service,
        };
        let service = Command::new(name, program).args("--port 0 --provider-states").args(flag);
        self.serve(service, &format!("{name}-{version}.log"))
    }

    fn deploy(&mut self, version: &str) -> anyhow::Result<()> {
        let record = self.abide(&format!("record-deployment {version} --environment production"));
        self.expect(record, 0, &[])
    }

    fn abide(&self, arguments: &str) -> Command {
        let command = Command::new("abide", &self.binaries.abide).args(arguments);
        command.folder(&self.folder).env("ABIDE_BROKER_URL", &self.broker)
    }

    fn can_i_deploy(&self, version: &str) -> Command {
        self.abide(&format!("can-i-deploy {version} --to-environment production"))
    }

    fn verification(&self, provider: Provider, service: &Server, version: &str) -> Command {
        let (name, url) = (provider.name(), service.url());
        let address = match provider {
            Provider::Payment => format!("--url {url}"),
            Provider::Inventory => format!("--transport grpc={url}"),
        };
        self.abide(&format!(
            "verify --provider {name} {address} --state-url {url}/_abide/states --publish --provider-version {version}"
        ))
    }

    fn serve(&mut self, command: Command, log: &str) -> anyhow::Result<Server> {
        self.narrator.command(command.shown())?;
        let server = Server::start(command.folder(&self.folder), &self.folder.join(log), self.interrupt)?;
        self.narrator.output(server.greeting())?;
        Ok(server)
    }

    /// Tells a command, and fails unless it ends with `code` and says all these words.
    fn expect(&mut self, command: Command, code: i32, words: &[&str]) -> anyhow::Result<()> {
        let outcome = command.tell(self.narrator, self.interrupt)?;
        let step = self.narrator.steps();
        outcome.check(code, words).with_context(|| format!("step {step} did not answer as it should"))
    }
}

impl Provider {
    fn name(self) -> &'static str {
        match self {
            Self::Payment => "payment-service",
            Self::Inventory => "inventory-service",
        }
    }

    /// One of its versions, as commands name it.
    fn version(self, version: &str) -> String {
        format!("--participant {} --version {version}", self.name())
    }
}

impl Outcome {
    fn check(&self, code: i32, words: &[&str]) -> anyhow::Result<()> {
        if self.code != code {
            bail!("expected exit code {code}, but it was {}", self.code);
        }
        match words.iter().find(|word| !self.text.contains(**word)) {
            Some(word) => bail!("expected the answer to say `{word}`"),
            None => Ok(()),
        }
    }
}

/// Compiles the consumer's tests, so that running them shows the tests and nothing else.
fn build_tests() -> anyhow::Result<()> {
    let mut cargo = binaries::cargo("test")?;
    cargo.args(CONSUMER_TESTS.split_whitespace()).arg("--no-run");
    let status = cargo.stdout(std::process::Stdio::null()).status().context("cargo cannot be started")?;
    if !status.success() {
        bail!("cargo could not build the tests of order-service: {status}");
    }
    Ok(())
}
