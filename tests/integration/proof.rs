//! A broker that asks who is there: `abide` and the real `pact` show it, by basic authentication and by token.

use crate::interop;
use crate::shop::{self, Said, Shop};
use abide_system_tests::broker::Broker;
use std::path::Path;
use tempfile::TempDir;

const WRITER: [&str; 4] = ["--username", "ann", "--password", "hunter2"];
const READER: [&str; 2] = ["--token", "reads"];

/// A broker with a user who writes, a token that writes and one that reads.
fn broker(folder: &Path) -> Broker {
    let arguments = ["--basic-auth-username", "ann", "--basic-auth-password", "hunter2"];
    let tokens = ["--write-token", "writes", "--read-only-token", "reads"];
    Broker::start(&shop::programs().abide_broker, folder, &[arguments, tokens].concat()).unwrap()
}

/// Runs a program in the folder of `shop` for another broker than the shop's.
fn run(shop: &Shop, program: &Path, line: &str, more: &[&str]) -> Said {
    shop.run(program, line.split_whitespace().chain(more.iter().copied()))
}

#[test]
fn abide_proves_who_it_is_by_user_or_token() {
    let folder = TempDir::new().unwrap();
    let broker = broker(folder.path());
    let shop = Shop::open();
    shop.file("contracts/ours.json", shop::contract());
    let abide = |line: &str, proof: &[&str]| {
        let url = format!("http://{}", broker.address());
        let more: Vec<&str> = proof.iter().copied().chain(["--broker", &url]).collect();
        run(&shop, &shop::programs().abide, line, &more)
    };
    let publish = "publish contracts --version 1.0.0 --branch main";
    abide(publish, &[]).exits(3).says("answered 401").says("give `--token`, or `--username` and `--password`");
    abide(publish, &["--username", "ann", "--password", "hunter3"]).exits(3).says("answered 401");
    abide(publish, &READER).exits(3).says("answered 403");
    abide("participants list", &READER).exits(0);
    abide(publish, &WRITER).exits(0);
    abide("tags create --participant order-service --version 1.0.0 --tag dev", &["--token", "writes"]).exits(0);
    abide("versions list --participant order-service", &READER).exits(0).says("1.0.0").says("dev (latest)");
    let service = shop.payment_service("");
    let url = service.url();
    let verify = format!("verify --provider payment-service --url {url} --state-url {url}/_abide/states");
    abide(&verify, &READER).exits(0);
}

#[test]
fn pact_proves_who_it_is_by_user_or_token() {
    let Some(pact) = interop::pact() else { return };
    let folder = TempDir::new().unwrap();
    let broker = broker(folder.path());
    let shop = Shop::open();
    shop.file("contracts/ours.json", shop::contract());
    let url = format!("http://{}", broker.address());
    let pact_broker = |line: &str, proof: &[&str]| {
        let more: Vec<&str> = proof.iter().copied().chain(["--broker-base-url", &url]).collect();
        run(&shop, &pact, &format!("broker {line}"), &more)
    };
    let publish = "publish contracts --consumer-app-version 1.0.0 --branch main";
    for refused in [&[][..], &["--broker-token", "nobody"], &["--broker-token", "reads"]] {
        let said = pact_broker(publish, refused);
        assert_ne!(said.code, Some(0), "{said}");
    }
    pact_broker(publish, &["--broker-username", "ann", "--broker-password", "hunter2"]).exits(0);
    pact_broker("list-latest-pact-versions", &["--broker-token", "reads"]).exits(0).says("order-service");
    pact_broker(
        "create-version-tag --pacticipant order-service --version 1.0.0 --tag dev",
        &["--broker-token", "writes"],
    )
    .exits(0);
    let service = shop.payment_service("");
    let port = service.url().rsplit(':').next().unwrap().to_owned();
    let states = format!("{}/_abide/states", service.url());
    let verify = format!(
        "verifier --hostname 127.0.0.1 --port {port} --provider-name payment-service --state-change-url {states} --broker-url {url}"
    );
    run(&shop, &pact, &verify, &["--token", "reads"]).exits(0).says("a refund of a charge");
    run(&shop, &pact, &verify, &["--user", "ann", "--password", "hunter2"]).exits(0);
}
