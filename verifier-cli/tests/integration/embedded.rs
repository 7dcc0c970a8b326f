//! The verifier inside a provider's own test.

use crate::contracts::{a_charge, contract};
use crate::stub::{Stub, json};
use abide_verifier_cli::verify::{Answer, Filter, Source, Verifier};
use serde_json::json;

#[tokio::test]
async fn a_run_answers_and_shows_what_became_of_each_interaction() {
    let provider = Stub::new().on("GET /charges/1", json(200, &json!({"id": "pay-1", "amount": 1}))).start();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("orders.json"), contract(&[a_charge()])).unwrap();
    let verifier = Verifier::new("payment-service", provider.url().parse().unwrap())
        .source(Source::Path(folder.path().to_owned()))
        .filter(Filter::parse("charge").unwrap());

    let run = verifier.run(&mut ()).await.unwrap();

    assert_eq!(run.answer(), Answer::Yes);
    assert_eq!(
        run.interactions().map(|report| report.description.as_str()).collect::<Vec<_>>(),
        ["a request for a charge"]
    );
}
