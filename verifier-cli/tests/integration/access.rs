//! Finding the broker, showing who asks, and what is no broker at all.

use crate::harness::{Cli, Ran};
use crate::stub::{Canned, Running, Stub, bare, hal, html, json, nobody};
use insta::assert_snapshot;
use serde_json::json;

fn broker() -> Running {
    Stub::new()
        .on("GET /", hal(200, &json!({"_links": {"pb:environments": {"href": "/environments"}}})))
        .on("GET /environments", hal(200, &json!({"_embedded": {"environments": []}})))
        .start()
}

/// Lists the environments of something that answers its index like this.
#[track_caller]
fn against(answer: Canned, more: &[&str]) -> Ran {
    let server = Stub::new().on("GET /", answer).start();
    let cli = Cli::new().names("broker", server.url());
    cli.run(["environments", "list", "--broker", server.url()].iter().chain(more).copied())
}

#[track_caller]
fn authorization(broker: &Running) -> String {
    let seen = broker.seen();
    let header = seen[0].headers.iter().find(|header| header.starts_with("authorization"));
    header.cloned().unwrap_or_default()
}

#[test]
fn a_flag_wins_over_our_variables_and_those_over_pact_s() {
    let (flag, ours, pacts) = (broker(), broker(), broker());
    let cli = Cli::new()
        .env("PACT_BROKER_BASE_URL", pacts.url())
        .env("PACT_BROKER_TOKEN", "theirs")
        .env("ABIDE_BROKER_URL", ours.url())
        .env("ABIDE_BROKER_TOKEN", "ours");
    assert_eq!(cli.run(["environments", "list", "--broker", flag.url(), "--token", "flag"]).code, 0);
    assert_eq!(authorization(&flag), "authorization: Bearer flag");
    assert_eq!(cli.run(["environments", "list"]).code, 0);
    assert_eq!(authorization(&ours), "authorization: Bearer ours");
    assert!(pacts.lines().is_empty());

    let cli = Cli::new().env("PACT_BROKER_BASE_URL", pacts.url()).env("PACT_BROKER_USERNAME", "me");
    assert_eq!(cli.env("PACT_BROKER_PASSWORD", "secret").run(["environments", "list"]).code, 0);
    assert_eq!(authorization(&pacts), "authorization: Basic bWU6c2VjcmV0");
}

#[test]
fn a_broker_that_is_down_is_told_with_a_hint() {
    let url = nobody();
    let cli = Cli::new().names("broker", &url);
    assert_snapshot!(cli.run(["environments", "list", "--broker", &url]), @"
    exit 3
    --- stderr
    error: cannot list the environments
    caused by: cannot reach the broker at http://broker/
    caused by: Connection refused
    hint: is the broker running, and is this its address? `--broker` or `ABIDE_BROKER_URL` names another one
    ");
}

#[test]
fn what_is_no_broker_is_named() {
    assert_snapshot!(against(html(200), &[]), @"
    exit 3
    --- stderr
    error: cannot list the environments
    caused by: not a Pact broker: http://broker/ answered a web page (HTML)
    hint: the address of a broker is the one of its index; does it need a context path?
    ");
    assert_snapshot!(against(json(200, &json!({"hello": "world"})), &[]), @"
    exit 3
    --- stderr
    error: cannot list the environments
    caused by: not a Pact broker: http://broker/ answered JSON without links
    hint: the address of a broker is the one of its index; does it need a context path?
    ");
    assert_snapshot!(against(bare(301).with("location", "https://broker.example/"), &[]), @"
    exit 3
    --- stderr
    error: cannot list the environments
    caused by: not a Pact broker: http://broker/ answered 301 Moved Permanently, to https://broker.example/
    hint: the address of a broker is the one of its index; does it need a context path?
    ");
    assert_snapshot!(against(bare(404), &[]), @"
    exit 3
    --- stderr
    error: cannot list the environments
    caused by: not a Pact broker: http://broker/ answered 404 Not Found
    hint: the address of a broker is the one of its index; does it need a context path?
    ");
    assert_snapshot!(against(hal(200, &json!({"_links": {}})), &[]), @"
    exit 3
    --- stderr
    error: cannot list the environments
    caused by: the broker cannot do this: http://broker/ has no link `pb:environments`
    hint: is it a Pact broker, and not too old?
    ");
}

#[test]
fn a_broker_that_refuses_says_why() {
    assert_snapshot!(against(bare(401), &[]), @"
    exit 3
    --- stderr
    error: cannot list the environments
    caused by: the broker refused the credentials: http://broker/ answered 401
    hint: give `--token`, or `--username` and `--password`, or the `ABIDE_BROKER_*` variables
    ");
    assert_snapshot!(against(bare(401), &["--token", "wrong"]), @"
    exit 3
    --- stderr
    error: cannot list the environments
    caused by: the broker refused the credentials: http://broker/ answered 401
    hint: is the token still valid, and may it do this?
    ");
    assert_snapshot!(against(json(500, &json!({"error": {"message": "An error has occurred"}})), &[]), @"
    exit 3
    --- stderr
    error: cannot list the environments
    caused by: the broker answered 500: An error has occurred (http://broker/)
    hint: the broker's log says more
    ");
}

#[test]
fn an_authority_that_cannot_be_read_is_told() {
    let cli = Cli::new().file("ca.pem", "not a certificate");
    assert_snapshot!(cli.run(["environments", "list", "--broker", "https://b", "--ca", "ca.pem"]), @"
    exit 3
    --- stderr
    error: cannot use the file `ca.pem`
    caused by: the certificate authority's file holds no PEM certificate that can be read
    ");
    assert_snapshot!(cli.run(["environments", "list", "--broker", "https://b", "--ca", "gone.pem"]), @"
    exit 3
    --- stderr
    error: cannot read the file `gone.pem`
    caused by: No such file or directory
    ");
}
