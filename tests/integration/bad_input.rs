//! What goes wrong between two programs: each a clear error with the right exit code, and nothing recorded that is not so.

use crate::canned::{self, Canned};
use crate::http;
use crate::shop::{self, Shop};
use serde_json::{Value, json};

/// A shop whose broker has order-service's contract under version 1.0.0, and the environment `production`.
#[track_caller]
fn published() -> Shop {
    let shop = Shop::open();
    shop.file("contracts/order-service-payment-service.json", shop::contract());
    shop.abide("publish contracts --version 1.0.0 --branch main").exits(0);
    shop.abide("environments create --name production --production").exits(0);
    shop
}

/// How many results the contract has.
#[track_caller]
fn results(shop: &Shop) -> usize {
    let query = "q%5B%5D%5Bpacticipant%5D=order-service&q%5B%5D%5Bpacticipant%5D=payment-service";
    let matrix = http::resource(&format!("{}/matrix?{query}", shop.broker_url()));
    matrix["matrix"].as_array().unwrap().iter().filter(|row| !row["verificationResult"].is_null()).count()
}

#[test]
fn other_content_under_a_published_version_is_refused_and_the_difference_named() {
    let shop = published();
    let changed = shop::contract().replace("insufficient funds", "no funds");
    assert_ne!(changed, shop::contract());
    shop.file("contracts/order-service-payment-service.json", changed);
    let said = shop.abide("publish contracts --version 1.0.0 --branch main").exits(1);
    said.says("insufficient funds").says("no funds");
    shop.abide("publish contracts --version 1.0.1 --branch main").exits(0);
}

#[test]
fn the_same_content_again_is_no_conflict() {
    let shop = published();
    shop.abide("publish contracts --version 1.0.0 --branch main").exits(0);
}

#[test]
fn contracts_that_cannot_be_read_are_not_published() {
    let shop = Shop::open();
    let whole = shop::contract();
    for (name, text) in [("truncated", &whole[..whole.len() / 2]), ("prose", "Dear team,"), ("list", "[]")] {
        let path = shop.file(&format!("{name}.json"), text);
        shop.abide(&format!("publish {} --version 1", path.display())).exits(3).says("error: ").says(name);
    }
    let participants = http::resource(&format!("{}/pacticipants", shop.broker_url()));
    assert_eq!(participants["_embedded"]["pacticipants"], json!([]), "{participants:#}");
}

#[test]
fn a_verification_that_could_not_be_made_is_not_published() {
    let shop = published();
    let (nobody, service) = (canned::nobody(), shop.payment_service(""));
    for (url, states) in [(&*nobody, service.url()), (service.url(), &*nobody)] {
        let verify = format!("verify --provider payment-service --url {url} --state-url {states}/_abide/states");
        shop.abide(&format!("{verify} --publish --provider-version 7")).exits(3).says(&nobody);
        assert_eq!(results(&shop), 0);
    }
}

#[test]
fn a_web_page_and_a_state_that_fails_are_breaches_and_published_as_such() {
    let shop = published();
    let page = Canned::start("200 OK", "text/html", "<h1>Welcome</h1>");
    let verify = |url: &str, more: &str, version: u8| {
        shop.abide(&format!(
            "verify --provider payment-service --url {url} --publish --provider-version {version} {more}"
        ))
    };
    verify(page.url(), "", 7).exits(1).says("6 failed").says("2 could not be tried");
    assert_eq!(results(&shop), 1);

    let (service, broken) =
        (shop.payment_service(""), Canned::start("500 Internal Server Error", "text/plain", "no database"));
    verify(service.url(), &format!("--state-url {}", broken.url()), 8).exits(1).says("no database");
    assert_eq!(results(&shop), 2);
}

#[test]
fn interactions_of_a_kind_that_is_not_built_yet_are_never_passed() {
    let shop = Shop::open();
    let mut contract: Value = serde_json::from_str(shop::contract()).unwrap();
    contract["interactions"].as_array_mut().unwrap().push(json!({
        "type": "Asynchronous/Messages", "description": "a payment that went through",
        "contents": { "content": { "payment_id": "pay-1" }, "contentType": "application/json", "encoded": false }
    }));
    shop.file("contracts/with-message.json", contract.to_string());
    shop.abide("publish contracts --version 1.0.0 --branch main").exits(0);
    let service = shop.payment_service("");
    let url = service.url();
    let verify = format!("verify --provider payment-service --url {url} --state-url {url}/_abide/states");
    shop.abide(&format!("{verify} --publish --provider-version 7")).exits(3).says("8 passed").says("1 not verified");
    assert_eq!(results(&shop), 0);
}

#[test]
fn who_or_what_the_broker_does_not_know_is_named() {
    let shop = published();
    let ask = |participant: &str, version: &str, environment: &str| {
        let subject = format!("--participant {participant} --version {version}");
        shop.abide(&format!("can-i-deploy {subject} --to-environment {environment}"))
    };
    ask("odrer-service", "1.0.0", "production").exits(3).says("odrer-service");
    ask("order-service", "1.0.0", "prodcution").exits(3).says("prodcution");
    ask("order-service", "9.9.9", "production").exits(1).says("9.9.9");
    let record = |participant: &str, version: &str, environment: &str| {
        let subject = format!("--participant {participant} --version {version}");
        shop.abide(&format!("record-deployment {subject} --environment {environment}"))
    };
    record("odrer-service", "1.0.0", "production").exits(3).says("odrer-service");
    record("order-service", "1.0.0", "prodcution").exits(3).says("prodcution");
    record("order-service", "9.9.9", "production").exits(1).says("9.9.9");
}

#[test]
fn a_broker_that_is_down_leaves_every_answer_open() {
    let shop = Shop::open();
    let nobody = canned::nobody();
    shop.file("contracts/order-service-payment-service.json", shop::contract());
    for command in [
        "publish contracts --version 1.0.0",
        "can-i-deploy --participant order-service --version 1.0.0 --to-environment production",
        "record-deployment --participant order-service --version 1.0.0 --environment production",
        "environments list",
        "verify --provider payment-service --url http://127.0.0.1:1",
    ] {
        shop.abide(&format!("{command} --broker {nobody}")).exits(3).says("error: ").says(&nobody);
    }
}

#[test]
fn a_broker_that_cannot_start_says_why() {
    let shop = Shop::open();
    let broker = |arguments: &str| shop.run(&shop::programs().abide_broker, arguments.split_whitespace());
    let port = shop.broker_url().rsplit(':').next().unwrap();
    broker(&format!("--port {port} --database sqlite://other.db")).exits(3).says(port);
    shop.file("letter.db", "Dear team, this is not a database, whatever its name says.\n".repeat(100));
    broker("--port 0 --database sqlite://letter.db").exits(3).says("letter.db");
    broker("--port 0 --database mysql://localhost/abide").exits(2).says("mysql://localhost/abide");
    broker("--port many").exits(2);
}
