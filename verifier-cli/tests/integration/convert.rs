//! `abide convert`: the same contract in another version of the format.

use crate::contracts::{a_charge, document};
use crate::harness::Cli;
use insta::assert_snapshot;
use serde_json::{Value, json};

#[test]
fn a_contract_goes_to_an_older_version_and_back() {
    let cli = Cli::new().file("charges.json", &document(&[a_charge()]).to_string());
    let newest = cli.run(["convert", "charges.json", "--format", "4"]);
    assert_eq!(newest.code, 0, "{newest}");
    for (version, stated) in [("3", "3.0.0"), ("4", "4.0")] {
        let written = cli.run(["convert", "charges.json", "--format", version]);
        assert_eq!(written.code, 0, "{written}");
        let document: Value = serde_json::from_str(&written.stdout).unwrap();
        assert_eq!(document["metadata"]["pactSpecification"]["version"], stated);
        let back = Cli::new().file("old.json", &written.stdout).run(["convert", "old.json", "--format", "4"]);
        assert_eq!((back.code, &back.stdout, back.stderr.as_str()), (0, &newest.stdout, ""));
    }
}

#[test]
fn what_the_version_cannot_hold_is_refused_and_nothing_is_written() {
    let mut charge = a_charge();
    charge["pending"] = json!(true);
    let cli = Cli::new().file("charges.json", &document(&[charge]).to_string());
    assert_snapshot!(cli.run(["convert", "charges.json", "--format", "2"]), @r#"
    exit 1
    --- stderr
    error: version 2.0.0 of the format cannot hold `pending`, which interaction "a request for a charge" has
    hint: a newer version, given with `--format`, may hold it
    "#);
    assert_eq!(cli.run(["convert", "charges.json", "--format", "4"]).code, 0);
}

#[test]
fn what_cannot_be_read_is_not_converted() {
    let mut charge = a_charge();
    charge["response"]["matchingRules"] = json!({"body": {"$.id": {"matchers": [{"match": "regex", "regex": "("}]}}});
    let cli = Cli::new().file("charges.json", &document(&[charge]).to_string()).file("none.json", "[]");
    let broken = cli.run(["convert", "charges.json", "--format", "3"]);
    assert_eq!((broken.code, broken.stdout.as_str()), (3, ""), "{broken}");
    assert!(broken.stderr.contains("cannot be converted: the interaction cannot be read at `"), "{broken}");
    assert_snapshot!(cli.run(["convert", "none.json", "--format", "3"]), @"
    exit 3
    --- stderr
    error: `none.json` is not a contract: it is JSON, but an Array, where a contract is an object
    ");
    assert_eq!(cli.run(["convert", "charges.json", "--format", "5"]).code, 2);
}

#[test]
fn what_was_read_leniently_is_said_beside_the_result() {
    let mut odd = document(&[a_charge()]);
    odd["mood"] = json!("good");
    let ran = Cli::new().file("charges.json", &odd.to_string()).run(["convert", "charges.json", "--format", "4"]);
    assert_eq!(ran.code, 0);
    assert_snapshot!(ran.stderr, @"note: /mood: a field that is not known; it is kept");
}
