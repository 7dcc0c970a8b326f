//! What builds send when they publish.

use crate::estate::plan::{Contract, Pair};
use crate::estate::{contract, name};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

/// The first revision that no estate has.
const NEW: usize = 1_000_000;

/// A version on the main branch with a contract for each of these pairs, all of one consumer; `change` tells contents apart.
pub fn body(version: &str, pairs: &[(usize, Pair)], change: usize) -> Value {
    let contract = |(number, pair): &(usize, Pair)| {
        let revision = u32::try_from(NEW + change).unwrap_or(u32::MAX);
        json!({
            "consumerName": name(pair.consumer),
            "providerName": name(pair.provider),
            "specification": "pact",
            "contentType": "application/json",
            "content": BASE64_STANDARD.encode(contract::text(*pair, Contract { pair: *number, revision })),
        })
    };
    json!({
        "pacticipantName": pairs.first().map(|(_, pair)| name(pair.consumer)),
        "pacticipantVersionNumber": version,
        "branch": "main",
        "contracts": pairs.iter().map(contract).collect::<Vec<_>>(),
    })
}
