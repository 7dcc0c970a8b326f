//! Contract files of older versions, for tools that read nothing newer.

use crate::client::ask;
use crate::fixture::{ConsumerFixture, failure};
use abide_contract_core::file::{self, OldVersion::*};
use abide_mock_server::declare::{Contract, HttpResponse};
use abide_mock_server::prelude::*;
use serde_json::{Value, json};

/// Keeps a contract with one interaction, answered like this.
#[track_caller]
fn keep(contract: Contract, description: &str, answer: HttpResponse) {
    let server = contract.interaction(interaction(description).request(get("/orders")).respond(answer)).start();
    assert_eq!(ask(server.address(), "GET", "/orders").status, 200);
    server.finish();
}

fn order() -> HttpResponse {
    status(200).json(json!({"sku": like("lamp")}))
}

#[test]
fn a_contract_is_written_as_the_version_it_names() {
    for (version, stated, rules) in [
        (V2, "2.0.0", json!({"$.body.sku": {"match": "type"}})),
        (V3, "3.0.0", json!({"body": {"$.sku": {"combine": "AND", "matchers": [{"match": "type"}]}}})),
    ] {
        let fixture = ConsumerFixture::new();
        keep(fixture.contract().format(version), "one order", order());
        // Another test of the same contract: the file is read, and goes on as what it is.
        keep(fixture.contract().format(version), "another order", order());
        let written: Value = serde_json::from_str(&fixture.recorded()).unwrap();
        assert_eq!(written["metadata"]["pactSpecification"]["version"], stated);
        assert_eq!(written["interactions"].as_array().unwrap().len(), 2);
        assert_eq!(written["interactions"][0]["response"]["matchingRules"], rules);
        assert_eq!(written["interactions"][0]["response"]["body"], json!({"sku": "lamp"}));
        let read = file::read(&fixture.file()).unwrap();
        assert_eq!(read.contract.interactions.len(), 2);
    }
}

#[test]
fn what_the_version_cannot_hold_is_refused_with_its_place() {
    let fixture = ConsumerFixture::new();
    let text = failure(|| keep(fixture.contract().format(V3), "a release", status(200).json(semver("1.0.0"))));
    insta::assert_snapshot!(text, @r#"
    contract web -> orders was kept but could not be recorded

      version 3.0.0 of the format cannot hold the rule `semver`, which interaction "a release" has, declared at mock-server/tests/integration/format.rs:LINE
      hint: version 4, which is written without `.format(..)`, holds it
    "#);
    assert!(!fixture.file().exists());
}

#[test]
fn tests_of_one_contract_agree_on_its_version() {
    let fixture = ConsumerFixture::new();
    keep(fixture.contract().format(V3), "one order", order());
    let before = fixture.recorded();
    let text = failure(|| keep(fixture.contract(), "another order", order()));
    let text = text.replace(&fixture.folder().display().to_string(), "FOLDER");
    insta::assert_snapshot!(text, @"
    contract web -> orders was kept but could not be recorded

      contract file `FOLDER/web-orders.json` is to be written as version 3 of the format by one test and as version 4 by another
      hint: give every test of the contract the same `.format(..)`, or none
    ");
    assert_eq!(fixture.recorded(), before);
}
