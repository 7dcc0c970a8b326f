//! The real Pact clients, unmodified, against `abide-broker`: client × operation × database.
//!
//! Each operation is judged by its exit code, by what the client says, and by what the broker has afterwards.
//! `ABIDE_TEST_PACT_BIN` and `ABIDE_TEST_PYTHON` name clients as in `interop`; `ABIDE_TEST_NODE_MODULES` names a folder
//! `node_modules` with `@pact-foundation/pact`. PostgreSQL joins where `ABIDE_TEST_POSTGRES_URL` names a server.

mod contract;
mod database;
mod environment;
mod participant;
mod publish;
mod question;
mod scene;
mod table;
mod verifier;

use database::Database;
use scene::{Clients, Scene};
use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::panic::{self, AssertUnwindSafe};
use table::{Outcome, Table};

/// A client, what it does, and the test of it.
type Operation = (&'static str, &'static str, fn(&Scene<'_>));

const BROKER: &str = "pact broker";
const VERIFIER: &str = "pact verifier";
const PYTHON: &str = "pact-python";
const JS: &str = "pact-js";

/// Commands that need no broker, start another one, or are about webhooks, which `abide-broker` does not have.
const LEFT_OUT: [&str; 7] =
    ["create-webhook", "create-or-update-webhook", "delete-webhook", "test-webhook", "ruby", "docker", "help"];

/// In this order: each finds what those before it have left.
const OPERATIONS: [Operation; 57] = [
    (BROKER, "publish: a new version", publish::a_new_version),
    (BROKER, "publish: the same again", publish::the_same_again),
    (BROKER, "publish: other content is refused", publish::other_content),
    (BROKER, "publish: --merge", publish::merged),
    (BROKER, "list-latest-pact-versions", publish::the_latest),
    (VERIFIER, "the latest contracts, publishing with branch and tag", verifier::latest),
    (BROKER, "publish: on a feature branch", publish::on_a_feature_branch),
    (BROKER, "get-pacts", publish::of_a_provider),
    (BROKER, "get-pacts: --download", publish::downloaded),
    (BROKER, "provider-states", publish::provider_states),
    (VERIFIER, "selector mainBranch, publishing", verifier::by_selector),
    (VERIFIER, "selector branch, a breach is published", verifier::breach),
    (VERIFIER, "pending: a breach is published and does not fail", verifier::pending),
    (VERIFIER, "work in progress, publishing", verifier::work_in_progress),
    (VERIFIER, "a selector that nothing meets", verifier::nothing_selected),
    (BROKER, "create-environment", environment::create),
    (BROKER, "create-environment: a name that is taken", environment::create_twice),
    (BROKER, "update-environment", environment::update),
    (BROKER, "describe-environment", environment::describe),
    (BROKER, "list-environments", environment::list),
    (BROKER, "delete-environment", environment::delete),
    (BROKER, "can-i-deploy: --to-environment, nobody is there", question::nobody_is_there),
    (BROKER, "record-deployment", environment::record_deployment),
    (BROKER, "record-release", environment::record_release),
    (BROKER, "describe-version: --environment", environment::what_is_live),
    (VERIFIER, "selector deployedOrReleased, publishing", verifier::live),
    (BROKER, "provider-states: --environment", environment::provider_states),
    (BROKER, "can-i-deploy: --to-environment, yes", question::to_environment),
    (BROKER, "can-i-deploy: --to-environment, never verified", question::not_verified),
    (BROKER, "can-i-deploy: two versions, failed", question::failed),
    (BROKER, "can-i-deploy: --to a tag", question::to_tag),
    (BROKER, "can-i-deploy: --branch, --main-branch", question::by_branch),
    (BROKER, "can-i-deploy: two participants", question::several),
    (BROKER, "can-i-deploy: --ignore", question::ignored),
    (BROKER, "can-i-deploy: --dry-run", question::dry_run),
    (BROKER, "can-i-deploy: --retry-while-unknown", question::retried),
    (BROKER, "can-i-deploy: --output json", question::as_json),
    (BROKER, "can-i-deploy: unknown participant, environment", question::wrong_names),
    (BROKER, "can-i-merge", question::merge),
    (BROKER, "record-undeployment", environment::record_undeployment),
    (BROKER, "record-support-ended", environment::record_support_ended),
    (BROKER, "create-or-update-pacticipant: create", participant::create),
    (BROKER, "create-or-update-pacticipant: update", participant::update),
    (BROKER, "describe-pacticipant", participant::describe),
    (BROKER, "list-pacticipants", participant::list),
    (BROKER, "create-or-update-version", participant::create_version),
    (BROKER, "describe-version", participant::describe_version),
    (BROKER, "create-version-tag", participant::create_tag),
    (BROKER, "delete-version-tag", participant::delete_tag),
    (BROKER, "delete-branch", participant::delete_branch),
    (BROKER, "generate-uuid", participant::uuid),
    (PYTHON, "consumer test, published by pact broker", verifier::python_consumer),
    (PYTHON, "verifier with selectors, publishing", verifier::python_verifier),
    (PYTHON, "verifier with pending and work in progress, publishing", verifier::python_wip),
    (JS, "consumer test, published by pact broker", verifier::js_consumer),
    (JS, "verifier with selectors, publishing", verifier::js_verifier),
    (JS, "verifier with pending and work in progress, publishing", verifier::js_wip),
];

#[test]
fn every_operation_of_the_real_clients_works_on_every_database() {
    let Some(clients) = Clients::found() else { return };
    let mut table = Table::new(OPERATIONS.map(|(client, name, _)| (client, name)));
    for database in Database::all() {
        let scene = Scene::open(&database, &clients);
        every_broker_command_has_a_row(&scene);
        let outcome = |(client, name, run): Operation| {
            if !scene.has(client) {
                return Outcome::Skipped;
            }
            // What went wrong is on the standard error already; the other rows are still of interest.
            if panic::catch_unwind(AssertUnwindSafe(|| run(&scene))).is_ok() {
                return Outcome::Ok;
            }
            eprintln!("^ {client} {name}, on {}\n", database.name());
            Outcome::Failed
        };
        table.column(database.name(), OPERATIONS.map(outcome).into());
    }
    // Not by `eprint!`, which says nothing when the test passes.
    let _ = write!(io::stderr(), "{table}");
    assert_eq!(table.failures(), 0, "operations failed");
}

/// Compares the rows with what the client itself lists: a command that is new there wants a row here.
#[track_caller]
fn every_broker_command_has_a_row(scene: &Scene<'_>) {
    let help = scene.pact("broker --help").exits(0).stdout;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let listed: BTreeSet<_> = listed.filter_map(|line| line.split_whitespace().next()).collect();
    let rows = OPERATIONS.iter().filter(|(client, ..)| *client == BROKER);
    let rows: BTreeSet<_> = rows.filter_map(|(_, name, _)| name.split(':').next()).chain(LEFT_OUT).collect();
    assert_eq!(listed, rows);
}
