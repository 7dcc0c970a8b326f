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
const PROVIDER: &str = "--participant payment-service --version 2.0.0";
const NEXT: &str = "--participant payment-service --version 3.0.0";

/// What is left of a demo that went as it should: the broker, running, with everything in it.
///
/// Dropping it ends every program the demo started and removes its files.
#[derive(Debug)]
#[must_use = "the broker and its files are gone when this is dropped"]
pub struct Demo {
    // Dropped in this order: the programs before the files they use.
    broker: Server,
    services: Vec<Server>,
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
        let current = story.start_payments("2.0.0", "")?;
        story.verify(&current)?;
        story.deploy()?;
        let next = story.start_payments("3.0.0", "--next")?;
        story.verify_next(&next)?;
        story.ask_in_vain()?;
        Ok(Self { broker, services: vec![current, next], folder })
    }

    /// Where the broker listens.
    pub fn broker_url(&self) -> &str {
        self.broker.url()
    }

    /// Where the released version of payment-service listens.
    pub fn provider_url(&self) -> &str {
        self.services[0].url()
    }

    /// The contract the consumer's tests wrote.
    pub fn contract(&self) -> PathBuf {
        self.folder.path().join("contracts/order-service-payment-service.json")
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
            "The order team runs its tests against a mock of payment-service. Passing writes down what they expect.",
        )?;
        let folder = self.folder.join("contracts");
        let folder = folder.to_str().context("the temporary folder's path is not UTF-8")?;
        let command =
            Command::of("cargo test", binaries::cargo("test")?).args("--package order-service --test payment_contract");
        self.expect(command.shown_env("ABIDE_CONTRACT_DIR", folder), 0, &["7 passed"])
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
        self.narrator.step("The order team publishes the contract under the version its pipeline has built.")?;
        let publish = self.abide("publish contracts --version 1.0.0 --branch main");
        self.expect(publish, 0, &[])
    }

    fn ask_too_early(&mut self) -> anyhow::Result<()> {
        self.narrator.step("May it be deployed? Not yet: nobody knows whether payment-service does what it says.")?;
        let question = self.can_i_deploy(CONSUMER);
        self.expect(question, 1, &["order-service", "payment-service"])
    }

    fn start_payments(&mut self, version: &str, flag: &str) -> anyhow::Result<Server> {
        self.narrator.step(match flag {
            "" => "The payment team's pipeline starts payment-service 2.0.0, on this machine, with nothing around it.",
            _ => {
                "The payment team has a new version, which renames `payment_id` to `charge_id`. Its pipeline starts it."
            }
        })?;
        let service = Command::new("payment-service", &self.binaries.payment_service);
        self.serve(service.args("--port 0 --provider-states").args(flag), &format!("payment-service-{version}.log"))
    }

    fn verify(&mut self, service: &Server) -> anyhow::Result<()> {
        self.narrator.step("It replays the contract against it, and publishes the result.")?;
        let verify = self.verification(service, "2.0.0", "main");
        self.expect(verify, 0, &["8 passed"])
    }

    fn deploy(&mut self) -> anyhow::Result<()> {
        self.narrator.step("The payment team deploys.")?;
        let record = self.abide(&format!("record-deployment {PROVIDER} --environment production"));
        self.expect(record, 0, &[])?;
        self.narrator.step("Now the order team asks again, and deploys as well.")?;
        let question = self.can_i_deploy(CONSUMER);
        self.expect(question, 0, &["Yes", "order-service 1.0.0"])?;
        let record = self.abide(&format!("record-deployment {CONSUMER} --environment production"));
        self.expect(record, 0, &[])
    }

    fn verify_next(&mut self, service: &Server) -> anyhow::Result<()> {
        self.narrator.step("The same command now says what order-service would miss.")?;
        let verify = self.verification(service, "3.0.0", "rename-payment-id");
        self.expect(verify, 1, &["payment_id", "2 failed"])
    }

    fn ask_in_vain(&mut self) -> anyhow::Result<()> {
        self.narrator
            .step("May payment-service 3.0.0 be deployed? No: order-service 1.0.0 is live and would break.")?;
        let question = self.can_i_deploy(NEXT);
        self.expect(question, 1, &["No", "payment-service 3.0.0", "order-service 1.0.0"])
    }

    fn abide(&self, arguments: &str) -> Command {
        let command = Command::new("abide", &self.binaries.abide).args(arguments);
        command.folder(&self.folder).env("ABIDE_BROKER_URL", &self.broker)
    }

    fn can_i_deploy(&self, version: &str) -> Command {
        self.abide(&format!("can-i-deploy {version} --to-environment production"))
    }

    fn verification(&self, service: &Server, version: &str, branch: &str) -> Command {
        let url = service.url();
        self.abide(&format!(
            "verify --provider payment-service --url {url} --state-url {url}/_abide/states \
             --publish --provider-version {version} --provider-branch {branch}"
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
    cargo.args(["--package", "order-service", "--test", "payment_contract", "--no-run"]);
    let status = cargo.stdout(std::process::Stdio::null()).status().context("cargo cannot be started")?;
    if !status.success() {
        bail!("cargo could not build the tests of order-service: {status}");
    }
    Ok(())
}
