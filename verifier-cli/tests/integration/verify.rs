//! `abide verify` with contracts from files.

use crate::contracts::{a_charge, a_refund, an_event, contract};
use crate::harness::{Cli, Ran};
use crate::stub::{Running, Stub, bare, html, json, nobody, raw};
use insta::assert_snapshot;
use serde_json::{Value, json};

fn good_provider() -> Running {
    Stub::new()
        .on("GET /charges/1", json(200, &json!({"id": "pay-77", "amount": 12, "currency": "USD"})))
        .on("DELETE /charges/2", bare(204))
        .start()
}

/// Verifies one contract with these interactions.
#[track_caller]
fn verify(interactions: &[Value], provider: &str, more: &[&str]) -> Ran {
    let cli = Cli::new().file("orders.json", &contract(interactions)).names("provider", provider);
    cli.run(["verify", "orders.json", "--provider", "payment-service", "--url", provider].iter().chain(more).copied())
}

#[test]
fn a_contract_that_is_kept_passes() {
    let provider = good_provider();
    assert_snapshot!(verify(&[a_charge(), a_refund()], provider.url(), &[]), @"
    exit 0
    --- stdout
    order-service -> payment-service   orders.json

      ✓  a request for a charge   [time]
      ✓  a request to refund a charge   given a charge   [time]

    2 interactions: 2 passed   [time]
    --- stderr
    note: nobody sets up the state `a charge`: there is no state URL
    ");
    assert_eq!(provider.lines(), ["GET /charges/1", "DELETE /charges/2"]);
}

#[test]
fn only_what_the_contract_says_is_sent() {
    let provider = good_provider();
    let ran = verify(&[a_charge()], provider.url(), &["--header", "Authorization: Bearer t"]);
    assert_eq!(ran.code, 0, "{ran}");
    assert_eq!(provider.the("GET /charges/1").headers, ["authorization: Bearer t"]);
}

#[test]
fn a_mismatch_is_explained_with_its_rule() {
    let provider = Stub::new().on("GET /charges/1", json(200, &json!({"id": "charge-1", "amount": "12"}))).start();
    assert_snapshot!(verify(&[a_charge()], provider.url(), &[]), @"
    exit 1
    --- stdout
    order-service -> payment-service   orders.json

      x  a request for a charge   [time]
         body $.amount   Expected '12' (String) to be a number   (rule number at $.amount)
         body $.id       Expected 'charge-1' to match 'pay-[0-9]+'   (rule regex at $.id)

    1 interaction: 1 failed   [time]
    ");
}

#[test]
fn a_renamed_key_is_shown_in_the_body() {
    let answer = json!({"charge_id": "pay-77", "amount": 12, "currency": "USD"});
    let provider = Stub::new().on("GET /charges/1", json(200, &answer)).start();
    assert_snapshot!(verify(&[a_charge()], provider.url(), &[]), @r#"
    exit 1
    --- stdout
    order-service -> payment-service   orders.json

      x  a request for a charge   [time]
         body $   Actual map is missing the following keys: id
           - expected  + received
             {
               "amount": 12,
               "charge_id": "pay-77",
               "currency": "USD",
           -   "id": "pay-1"
             }

    1 interaction: 1 failed   [time]
    "#);
}

#[test]
fn a_web_page_is_a_mismatch() {
    let provider = Stub::new().on("GET /charges/1", html(200)).start();
    assert_snapshot!(verify(&[a_charge()], provider.url(), &[]), @"
    exit 1
    --- stdout
    order-service -> payment-service   orders.json

      x  a request for a charge   [time]
         header Content-Type   Expected header 'Content-Type' to have value 'application/json' but was 'text/html'
         body                  Expected a body of 'application/json' but the actual content type was 'text/html'

    1 interaction: 1 failed   [time]
    ");
}

#[test]
fn a_redirect_is_not_followed() {
    let provider = Stub::new()
        .on("GET /charges/1", bare(302).with("location", "/elsewhere"))
        .on("GET /elsewhere", json(200, &json!({"id": "pay-1", "amount": 1})))
        .start();
    let ran = verify(&[a_charge()], provider.url(), &[]);
    assert_eq!(ran.code, 1, "{ran}");
    assert_eq!(provider.lines(), ["GET /charges/1"]);
}

#[test]
fn a_provider_that_does_not_listen_leaves_the_answer_open() {
    let ran = verify(&[a_charge(), a_refund()], &nobody(), &[]);
    assert_snapshot!(ran, @"
    exit 3
    --- stdout
    order-service -> payment-service   orders.json

      ?  a request for a charge   [time]
         cannot reach the provider at http://provider/: Connection refused
      ?  a request to refund a charge   given a charge   [time]
         cannot reach the provider at http://provider/: Connection refused

    2 interactions: 2 could not be tried   [time]
    --- stderr
    note: nobody sets up the state `a charge`: there is no state URL
    error: cannot reach the provider at http://provider/: Connection refused
    hint: is it running, and is `--url` its address?
    ");
}

#[test]
fn a_provider_that_does_not_answer_in_time_leaves_the_answer_open() {
    let ran = verify(&[a_charge()], &raw(b"", true), &["--timeout", "1"]);
    assert_snapshot!(ran, @"
    exit 3
    --- stdout
    order-service -> payment-service   orders.json

      ?  a request for a charge   [time]
         the exchange with the provider at http://provider/ failed: no answer within 1 s

    1 interaction: 1 could not be tried   [time]
    --- stderr
    error: the exchange with the provider at http://provider/ failed: no answer within 1 s
    ");
}

#[test]
fn an_answer_that_breaks_off_leaves_the_answer_open() {
    let ran = verify(&[a_charge()], &raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\": ", false), &[]);
    assert_snapshot!(ran, @"
    exit 3
    --- stdout
    order-service -> payment-service   orders.json

      ?  a request for a charge   [time]
         the exchange with the provider at http://provider/ failed: the connection broke off: end of file before message length reached

    1 interaction: 1 could not be tried   [time]
    --- stderr
    error: the exchange with the provider at http://provider/ failed: the connection broke off: end of file before message length reached
    ");
}

#[test]
fn the_author_s_notes_are_shown() {
    let provider = good_provider();
    let mut noted = a_charge();
    noted["comments"] = json!({"text": ["Only settled charges."], "testname": "orders::a_charge"});
    let ran = verify(&[noted], provider.url(), &[]);
    assert!(ran.stdout.contains("     Only settled charges.\n     test: orders::a_charge"), "{ran}");
}

#[test]
fn a_kind_that_cannot_be_verified_is_never_passed() {
    let provider = good_provider();
    assert_snapshot!(verify(&[a_charge(), an_event()], provider.url(), &[]), @"
    exit 3
    --- stdout
    order-service -> payment-service   orders.json

      ✓  a request for a charge   [time]
      ?  payment.succeeded   [time]
         not verified: interactions of type `Asynchronous/Messages` cannot be verified yet

    2 interactions: 1 passed, 1 not verified   [time]
    ");
}

#[test]
fn a_breach_wins_over_what_is_unknown() {
    let provider = Stub::new().start();
    let ran = verify(&[a_charge(), an_event()], provider.url(), &[]);
    assert_eq!(ran.code, 1, "{ran}");
}

#[test]
fn a_pending_interaction_is_reported_and_excused() {
    let provider = Stub::new().start();
    let mut pending = a_charge();
    pending["pending"] = json!(true);
    assert_snapshot!(verify(&[pending], provider.url(), &[]), @"
    exit 0
    --- stdout
    order-service -> payment-service   orders.json

      x  a request for a charge   (pending)   [time]
         status                Expected status 200 but was 404
         header Content-Type   Expected a header 'Content-Type' but was missing
         body   $              Expected a body but was missing

    1 interaction: 1 pending and failed   [time]
    ");
}

#[test]
fn files_that_are_no_contracts_leave_the_answer_open() {
    let provider = good_provider();
    let whole = contract(&[a_charge()]);
    for (name, content) in [
        ("truncated.json", &whole[..whole.len() - 30]),
        ("text.json", "hello"),
        ("array.json", "[]"),
        ("empty.json", ""),
    ] {
        let cli = Cli::new().file(name, content);
        let ran = cli.run(["verify", name, "--provider", "payment-service", "--url", provider.url()]);
        assert_eq!(ran.code, 3, "{name}: {ran}");
        assert!(ran.stderr.starts_with("error: ") && ran.stderr.contains(name), "{name}: {ran}");
    }
    assert!(provider.lines().is_empty());
}

#[test]
fn one_unreadable_file_of_a_folder_does_not_hide_the_others() {
    let provider = good_provider();
    let cli = Cli::new()
        .file("contracts/deep/orders.json", &contract(&[a_charge()]))
        .file("contracts/bad.json", "{")
        .file("contracts/notes.txt", "not a contract")
        .file("contracts/other.json", &contract(&[]).replace("payment-service", "inventory-service"));
    let ran = cli.run(["verify", "contracts", "--provider", "payment-service", "--url", provider.url()]);
    assert_snapshot!(ran, @"
    exit 3
    --- stdout
    order-service -> payment-service   contracts/deep/orders.json

      ✓  a request for a charge   [time]

    1 interaction: 1 passed, 1 contract not loaded   [time]
    --- stderr
    note: contracts/other.json is passed over: its provider is `inventory-service`
    error: contract file `contracts/bad.json` is not valid JSON: the text ends where a key in double quotes was expected at line 1 column 2
    ");
}

#[test]
fn a_missing_file_and_a_contract_with_somebody_else_leave_the_answer_open() {
    let provider = good_provider();
    let cli = Cli::new().file("orders.json", &contract(&[a_charge()]));
    let url = ["--url", provider.url()];
    assert_snapshot!(cli.run(["verify", "gone.json", "--provider", "payment-service"].into_iter().chain(url)), @"
    exit 3
    --- stdout
    0 interactions: 1 contract not loaded   [time]
    --- stderr
    error: contract file `gone.json` cannot be read: No such file or directory
    ");
    assert_snapshot!(cli.run(["verify", "orders.json", "--provider", "payments"].into_iter().chain(url)), @"
    exit 3
    --- stdout
    0 interactions: 1 contract not loaded   [time]
    --- stderr
    error: `orders.json` is a contract with the provider `payment-service`, not `payments`
    hint: `--provider` takes the name the contract states
    ");
}

#[test]
fn nothing_to_verify_is_no_success_unless_allowed() {
    let provider = good_provider();
    assert_snapshot!(verify(&[], provider.url(), &[]), @"
    exit 3
    --- stdout
    order-service -> payment-service   orders.json

      no interactions to verify

    nothing to verify
    --- stderr
    error: there was nothing to verify
    hint: if that is fine, say `--allow-empty`
    ");
    let ran = verify(&[], provider.url(), &["--allow-empty"]);
    assert_eq!(ran.code, 0, "{ran}");
    let ran = verify(&[a_charge()], provider.url(), &["--filter", "no such thing"]);
    assert_eq!(ran.code, 3, "{ran}");
}

#[test]
fn a_filter_replays_some_and_jobs_replay_all() {
    let provider = good_provider();
    let ran = verify(&[a_charge(), a_refund()], provider.url(), &["--filter", "^a request for"]);
    assert_eq!((ran.code, provider.lines()), (0, vec!["GET /charges/1".to_owned()]), "{ran}");

    let provider = good_provider();
    let many: Vec<_> = (0..20)
        .map(|number| {
            let mut charge = a_charge();
            charge["description"] = json!(format!("charge {number:02}"));
            charge
        })
        .chain([a_refund()])
        .collect();
    let ran = verify(&many, provider.url(), &["--jobs", "4"]);
    assert_eq!((ran.code, provider.lines().len()), (0, 21), "{ran}");
    assert!(ran.stdout.contains("21 interactions: 21 passed"), "{ran}");
}

#[test]
fn the_result_is_one_json_document() {
    let provider = Stub::new().on("GET /charges/1", json(200, &json!({"id": "charge-1", "amount": 1}))).start();
    let cli = Cli::new().file("orders.json", &contract(&[a_charge(), an_event()]));
    let arguments = ["verify", "orders.json", "--provider", "payment-service", "--url", provider.url()];
    let ran = cli.run(arguments.into_iter().chain(["--output", "json", "--output", "human=report.txt"]));
    assert_snapshot!("verification.json", ran);
    assert!(cli.read("report.txt").contains("2 interactions: 1 failed, 1 not verified"));
}

#[test]
fn what_is_sent_is_encoded_and_keeps_its_order() {
    let provider = Stub::new().on("POST /shop/a%20b", bare(200)).start();
    let interaction = json!({
        "type": "Synchronous/HTTP",
        "description": "a search",
        "request": {
            "method": "POST",
            "path": "/a b",
            "query": {"q": ["x y", "z"], "page": ["1"]},
            "headers": {"X-Many": ["1", "2"], "Accept": ["application/json", "text/plain"]},
            "body": {"content": {"b": 1.50, "a": u64::MAX}, "contentType": "application/json", "encoded": false},
        },
        "response": {"status": 200},
    });
    let ran = verify(&[interaction], &format!("{}/shop/", provider.url()), &[]);
    assert_eq!(ran.code, 0, "{ran}");
    let seen = provider.seen().remove(0);
    assert!(seen.line.starts_with("POST /shop/a%20b?") && seen.line.contains("q=x%20y&q=z"), "{}", seen.line);
    for header in ["x-many: 1", "x-many: 2", "accept: application/json, text/plain", "content-type: application/json"] {
        assert!(seen.headers.iter().any(|seen| seen == header), "{header} in {:?}", seen.headers);
    }
    assert_eq!(seen.body, r#"{"a":18446744073709551615,"b":1.5}"#);
}
