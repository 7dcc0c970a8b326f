//! `abide check`: what files are, what is doubtful about them, and the exit code of it.

use crate::contracts::{a_charge, a_refund, an_event, contract};
use crate::harness::Cli;
use insta::assert_snapshot;
use serde_json::{Value, json};

/// `GET /charges/1` whose example breaks a rule, has a rule that hits nothing and an exact value that looks generated.
fn a_doubtful_charge() -> Value {
    let mut charge = a_charge();
    let content = json!({"id": "charge-1", "request": "0b9f4a3e-58a1-4f0e-9d52-6a1f4a0c7e11"});
    charge["response"]["body"]["content"] = content;
    charge
}

/// A file of version 2 that is fine, but states no version and has a field nobody knows.
const OLD: &str = r#"{"consumer": {"name": "web"}, "provider": {"name": "orders"}, "interactions": [{
    "description": "an order", "comment": "ours", "request": {"method": "get", "path": "/orders/1"},
    "response": {"status": 200, "body": {"id": 1}, "matchingRules": {"$.body.id": {"match": "type"}}}}]}"#;

#[test]
fn a_good_contract_is_told_to_be_one() {
    let cli = Cli::new().file("orders.json", &contract(&[a_charge(), a_refund()]));
    assert_snapshot!(cli.run(["check", "orders.json"]), @"
    exit 0
    --- stdout
    order-service -> payment-service   orders.json
      format   version 4.0
      holds    2 Synchronous/HTTP
      rules    1 number, 1 regex

      ✓  nothing is doubtful

    1 contract: nothing is doubtful
    ");
}

#[test]
fn findings_make_the_answer_no_and_name_their_place() {
    let cli = Cli::new().file("orders.json", &contract(&[a_doubtful_charge()]));
    assert_snapshot!(cli.run(["check", "orders.json"]), @"
    exit 1
    --- stdout
    order-service -> payment-service   orders.json
      format   version 4.0
      holds    1 Synchronous/HTTP
      rules    1 number, 1 regex

      x  /interactions/0/response/body/content/id   a request for a charge
         the example breaks its own rule `regex` at $.id: Expected 'charge-1' to match 'pay-[0-9]+'
      x  /interactions/0/response/body/content/request   a request for a charge
         '0b9f4a3e-58a1-4f0e-9d52-6a1f4a0c7e11' looks generated (a UUID), and no rule lets another one pass
      x  /interactions/0/response/matchingRules/body/$.amount/matchers/0   a request for a charge
         `$.amount` hits nothing in the example, so that nothing shows what `number` is for

    1 contract: 3 findings
    ");
}

#[test]
fn a_rule_that_cannot_be_compiled_leaves_its_interaction_unread_and_is_named() {
    let rule = r#"{"match": "regex", "regex": "("}"#;
    let cli = Cli::new().file("old.json", &OLD.replace(r#"{"match": "type"}"#, rule));
    assert_snapshot!(cli.run(["check", "old.json"]), @"
    exit 1
    --- stdout
    web -> orders   old.json
      format   no version stated, read as version 2
      holds    1 Synchronous/HTTP

      -  the file
         no version of the format is stated; it is read as version 2
      x  /interactions/0/response/matchingRules/$.body.id   an order
         the interaction cannot be read: regular expression `(` cannot be compiled: Parsing error at position 1: Opening parenthesis without closing parenthesis

    1 contract: 1 finding, 1 note
    ");
}

#[test]
fn notes_alone_leave_the_answer_yes() {
    let cli = Cli::new().file("old.json", OLD);
    assert_snapshot!(cli.run(["check", "old.json"]), @"
    exit 0
    --- stdout
    web -> orders   old.json
      format   no version stated, read as version 2
      holds    1 Synchronous/HTTP
      rules    1 type

      -  the file
         no version of the format is stated; it is read as version 2
      -  /interactions/0/comment   an order
         a field that is not known; it is kept

    1 contract: 2 notes
    ");
}

#[test]
fn what_cannot_be_read_leaves_the_answer_open_and_says_what_it_looks_like() {
    let cli = Cli::new()
        .file("contracts/a/good.json", &contract(&[a_refund()]))
        .file("contracts/b/page.json", "<!DOCTYPE html><html></html>")
        .file("contracts/c/hal.json", r#"{"error": {"message": "no such pact"}}"#)
        .file("contracts/d/empty.json", "")
        .file("contracts/e/mapping.json", r#"{"mappings": []}"#)
        .file("contracts/f/comma.json", "{\n  \"consumer\": {\"name\": \"a\"},\n}")
        .file("contracts/notes.txt", "not looked at");
    assert_snapshot!(cli.run(["check", "contracts"]), @r#"
    exit 3
    --- stdout
    order-service -> payment-service   contracts/a/good.json
      format   version 4.0
      holds    1 Synchronous/HTTP

      ✓  nothing is doubtful

    1 contract: nothing is doubtful, 5 files not loaded
    --- stderr
    error: contract file `contracts/b/page.json` is not valid JSON (it looks like HTML or XML): expected a JSON value but found `<` at line 1 column 1
    error: `contracts/c/hal.json` is not a contract: it looks like an error a broker answered
    error: contract file `contracts/d/empty.json` is not valid JSON (it is empty): there is no JSON value, only white space, at line 1 column 1
    error: `contracts/e/mapping.json` is not a contract: it looks like a stub mapping
    error: contract file `contracts/f/comma.json` is not valid JSON: a trailing comma before `}` at line 3 column 1
    "#);
    assert_snapshot!(cli.run(["check", "nothing-there.json"]), @"
    exit 3
    --- stdout
    0 contracts: 1 file not loaded
    --- stderr
    error: contract file `nothing-there.json` cannot be read: No such file or directory
    ");
    std::fs::create_dir(cli.path("none")).unwrap();
    assert_snapshot!(cli.run(["check", "none"]), @"
    exit 3
    --- stdout
    0 contracts: 1 file not loaded
    --- stderr
    error: there is no contract in the folder `none`
    ");
}

#[test]
fn a_finding_wins_over_what_cannot_be_read() {
    let cli = Cli::new().file("a.json", &contract(&[a_doubtful_charge()])).file("b.json", "[]");
    let ran = cli.run(["check", "a.json", "b.json"]);
    assert_eq!(ran.code, 1, "{ran}");
    assert!(ran.stderr.contains("b.json"), "{ran}");
}

#[test]
fn the_result_is_json_on_request_on_the_standard_output_or_in_a_file() {
    let cli = Cli::new()
        .file("contracts/doubtful.json", &contract(&[a_doubtful_charge(), an_event()]))
        .file("contracts/old.json", OLD)
        .file("contracts/prose.json", "Dear team,");
    let ran = cli.run(["check", "contracts", "--output", "json"]);
    assert_snapshot!("check.json", ran);
    let both = cli.run(["check", "contracts", "--output", "json=check.json", "--output", "human"]);
    assert_eq!(both.code, 1, "{both}");
    assert!(both.stdout.starts_with("order-service -> payment-service"), "{both}");
    assert_eq!(cli.read("check.json").trim_end(), ran.stdout.trim_end());
}

#[test]
fn contracts_in_every_spelling_are_told_what_they_are() {
    let message = r#"{"consumer": {"name": "a"}, "provider": {"name": "b"}, "messages": [{"description": "m",
        "providerStates": "s", "content": {"a": 1}, "metaData": {"contentType": "application/json"}}],
        "metadata": {"pactSpecification": {"version": "3.0.0"}, "plugins": []}}"#;
    let ruby = r#"{"consumer": {"name": "a"}, "provider": {"name": "b"}, "interactions": [{"description": "r", "provider_state": "s",
        "request": {"method": "get", "path": "/x"}, "response": {"status": 200, "headers": {}, "body": {"id": {"json_class": "Pact::Term",
        "data": {"generate": "7", "matcher": {"json_class": "Regexp", "o": 0, "s": "\\d+"}}}}}}],
        "metadata": {"pactSpecificationVersion": "1.0"}}"#;
    let cli =
        Cli::new().file("message.json", message).file("ruby.json", &format!("\u{feff}{ruby}").replace('\n', "\r\n"));
    assert_snapshot!(cli.run(["check", "message.json", "ruby.json"]), @"
    exit 0
    --- stdout
    a -> b   message.json
      format   version 3.0.0
      holds    1 Asynchronous/Messages

      -  /messages/0   m
         interactions of type `Asynchronous/Messages` cannot be verified yet
      -  /messages/0/content   m
         the field is spelled `contents`
      -  /messages/0/providerStates   m
         a text where a list of states is due

    a -> b   ruby.json
      format   version 1.0
      holds    1 Synchronous/HTTP
      rules    1 regex

      -  /metadata/pactSpecificationVersion
         the version of the format stands at `/metadata/pactSpecification/version`
      -  /interactions/0/provider_state   r
         the field is spelled `providerStates`
      -  /interactions/0/response   r
         rules written in place (`json_class`)

    2 contracts: 6 notes
    ");
}
