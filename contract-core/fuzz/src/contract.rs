//! Contract files: read, written and read again; and everything that is done with a contract.

use abide_contract_core::check;
use abide_contract_core::contract::Contract;
use abide_contract_core::file::{self, OldVersion, canonical};
use abide_contract_core::generate::{Context, Moment, generate_message, generate_request, generate_response};
use abide_contract_core::http::ActualRequest;
use abide_contract_core::interaction::Exchange;
use abide_contract_core::json::{Object, parse};
use abide_contract_core::matching::match_request;

/// The input is a contract file.
pub fn run(data: &[u8]) {
    if let Ok(json) = parse(data) {
        canonical::content_digest(&json);
    }
    let Ok(loaded) = file::from_slice(data, "fuzz") else { return };
    assert!(check::check(data, "fuzz").is_ok());
    let contract = loaded.contract;
    let written = file::to_text(&contract);
    match file::from_slice(written.as_bytes(), "written") {
        Ok(again) => assert_eq!(file::to_text(&again.contract), written),
        Err(error) => panic!("what was written cannot be read: {error}\n{written}"),
    }
    for version in [OldVersion::V2, OldVersion::V3] {
        if let Ok(text) = file::to_old_text(&contract, version) {
            assert!(file::from_slice(text.as_bytes(), "written").is_ok(), "{text}");
        }
    }
    let _ = file::merge(contract.clone(), contract.clone());
    exercise(&contract);
}

fn exercise(contract: &Contract) {
    let Ok(now) = Moment::parse("2024-02-29T10:11:12Z") else { return };
    let contexts =
        [Context::consumer(), Context::provider(Object::new())].map(|context| context.seed(1).at(now.clone()));
    for interaction in &contract.interactions {
        interaction.obstacles();
        for context in &contexts {
            match &interaction.exchange {
                Exchange::Http(http) => {
                    let _ = generate_response(&http.response, context);
                    let Ok(request) = generate_request(&http.request, context) else { continue };
                    let body = request.body.to_bytes();
                    let sent = ActualRequest {
                        method: &request.method,
                        path: &request.path,
                        body: body.as_deref(),
                        ..ActualRequest::default()
                    };
                    match_request(&http.request, &sent);
                }
                Exchange::Message(message) => {
                    let _ = generate_message(message, context);
                }
                _ => {}
            }
        }
    }
}
