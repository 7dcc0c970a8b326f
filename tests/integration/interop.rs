//! The real Pact clients: contracts, commands and results go both ways.
//!
//! `ABIDE_TEST_PACT_BIN` names the `pact` command of the Python package `pact-python-cli`, or its folder, and
//! `ABIDE_TEST_PYTHON` a Python with the package `pact-python`. Without them these tests say that they are skipped.

use crate::http;
use crate::shop::{self, Said, Shop};
use crate::tree;
use abide_demo::Server;
use serde_json::Value;
use std::env;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The `pact` command, if there is one.
pub(crate) fn pact() -> Option<PathBuf> {
    let path = PathBuf::from(named("ABIDE_TEST_PACT_BIN")?);
    Some(if path.is_dir() { path.join("pact") } else { path })
}

/// What the environment names; says aloud when it names nothing.
pub(crate) fn named(variable: &str) -> Option<String> {
    let value = env::var(variable).ok().filter(|value| !value.is_empty());
    if value.is_none() {
        // Not by `eprintln!`, which says nothing when the test passes.
        let _ =
            writeln!(io::stderr(), "skipped: {variable} is not set, so a test with a real Pact client does not run");
    }
    value
}

/// Runs the `pact` command; its broker commands are told which broker.
#[track_caller]
fn run(shop: &Shop, pact: &Path, arguments: &str) -> Said {
    let mut arguments: Vec<_> = arguments.split_whitespace().map(str::to_owned).collect();
    if arguments[0] == "broker" {
        arguments.extend(["--broker-base-url".to_owned(), shop.broker_url().to_owned()]);
    }
    shop.run(pact, arguments)
}

/// How their verifier is told about a provider.
fn provider(service: &Server) -> String {
    let url = service.url();
    let port = url.rsplit(':').next().unwrap();
    format!("--hostname 127.0.0.1 --port {port} --provider-name payment-service --state-change-url {url}/_abide/states")
}

/// The rows of a consumer and payment-service.
#[track_caller]
pub(crate) fn matrix(shop: &Shop, consumer: &str) -> Vec<Value> {
    let query = format!("q%5B%5D%5Bpacticipant%5D={consumer}&q%5B%5D%5Bpacticipant%5D=payment-service");
    let matrix = http::resource(&format!("{}/matrix?{query}", shop.broker_url()));
    matrix["matrix"].as_array().unwrap().clone()
}

#[test]
fn a_contract_of_pact_python_is_published_by_pact_and_verified_by_abide() {
    let (Some(pact), Some(python)) = (pact(), named("ABIDE_TEST_PYTHON")) else { return };
    let shop = Shop::open();
    let script = tree::root().join("tests/integration/pact_python_consumer.py");
    let folder = shop.folder().join("pacts");
    shop.run(Path::new(&python), [script.as_os_str(), folder.as_os_str()]).exits(0);

    run(&shop, &pact, "broker publish pacts --consumer-app-version 1.0.0 --branch main").exits(0);

    let service = shop.payment_service("");
    let url = service.url();
    let verify = format!("verify --provider payment-service --url {url} --state-url {url}/_abide/states");
    shop.abide(&format!("{verify} --publish --provider-version 2.0.0 --provider-branch main"))
        .exits(0)
        .says("2 passed");
    let rows = matrix(&shop, "shipping-service");
    assert_eq!(rows.len(), 1, "{rows:#?}");
    assert_eq!(rows[0]["verificationResult"]["success"], true);

    let next = shop.payment_service("--next");
    let url = next.url();
    let verify = format!("verify pacts --provider payment-service --url {url} --state-url {url}/_abide/states");
    shop.abide(&verify).exits(1).says("payment_id");
}

#[test]
fn our_contract_is_verified_by_pact_from_a_file() {
    let Some(pact) = pact() else { return };
    let shop = Shop::open();
    shop.file("ours.json", shop::contract());
    let (service, next) = (shop.payment_service(""), shop.payment_service("--next"));
    run(&shop, &pact, &format!("verifier --file ours.json {}", provider(&service)))
        .exits(0)
        .says("a refund of a charge");
    let said = run(&shop, &pact, &format!("verifier --file ours.json {}", provider(&next)));
    assert_ne!(said.code, Some(0), "{said}");
    said.says("payment_id");
}

#[test]
fn pact_verifies_from_our_broker_and_leaves_its_results_there() {
    let Some(pact) = pact() else { return };
    let shop = Shop::open();
    shop.file("contracts/ours.json", shop::contract());
    shop.abide("publish contracts --version 1.0.0 --branch main").exits(0);
    let verify = |service: &Server, version: &str, more: &str| {
        let arguments = format!("verifier --broker-url {} {} {more}", shop.broker_url(), provider(service));
        run(&shop, &pact, &format!("{arguments} --publish --provider-version {version} --provider-branch main"))
    };
    let (service, next) = (shop.payment_service(""), shop.payment_service("--next"));
    verify(&service, "2.0.0", "").exits(0);
    verify(&service, "2.0.1", r#"--consumer-version-selectors {"mainBranch":true}"#)
        .exits(0)
        .says("a refund of a charge");
    let said = verify(&next, "3.0.0", r#"--consumer-version-selectors {"mainBranch":true}"#);
    assert_ne!(said.code, Some(0), "{said}");

    let mut results: Vec<_> = matrix(&shop, "order-service")
        .iter()
        .map(|row| format!("{} {}", row["provider"]["version"]["number"], row["verificationResult"]["success"]))
        .collect();
    results.sort();
    assert_eq!(results, [r#""2.0.0" true"#, r#""2.0.1" true"#, r#""3.0.0" false"#]);
}

#[test]
fn pact_asks_and_records_at_our_broker() {
    let Some(pact) = pact() else { return };
    let shop = Shop::open();
    let pact = |arguments: &str| run(&shop, &pact, arguments);
    shop.file("contracts/ours.json", shop::contract());
    pact("broker publish contracts --consumer-app-version 1.0.0 --branch main").exits(0);
    pact("broker create-environment --name production --display-name Production --production").exits(0);
    pact("broker list-environments").exits(0).says("production");
    let ask = "broker can-i-deploy --pacticipant order-service --version 1.0.0 --to-environment production";
    let said = pact(ask);
    assert_ne!(said.code, Some(0), "{said}");

    let service = shop.payment_service("");
    let url = service.url();
    let verify = format!("verify --provider payment-service --url {url} --state-url {url}/_abide/states");
    shop.abide(&format!("{verify} --publish --provider-version 2.0.0 --provider-branch main")).exits(0);
    pact("broker record-deployment --pacticipant payment-service --version 2.0.0 --environment production").exits(0);
    pact(ask).exits(0);
    pact("broker record-deployment --pacticipant order-service --version 1.0.0 --environment production").exits(0);

    pact("broker list-latest-pact-versions").exits(0).says("order-service").says("payment-service").says("1.0.0");
    pact("broker describe-version --pacticipant order-service --version 1.0.0").exits(0).says("1.0.0");
    pact("broker list-pacticipants").exits(0).says("payment-service");
    shop.abide("can-i-deploy --participant order-service --version 1.0.0 --to-environment production").exits(0);
}
