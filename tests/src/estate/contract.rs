//! What contracts say: a few interactions, 2 to 4 KiB, the same for the same pair and revision.

use super::name;
use super::plan::{Contract, Pair};
use serde_json::{Value, json};

const RESOURCES: [&str; 6] = ["orders", "items", "quotes", "entries", "documents", "events"];
const FIELDS: [&str; 8] = ["id", "status", "amount", "currency", "customer_id", "created_on", "quantity", "reference"];

/// The contract file of a pair at one revision.
pub fn text(pair: Pair, contract: Contract) -> String {
    // The pair decides how many interactions there are; a revision changes what some of them say.
    let mut shape = fastrand::Rng::with_seed(contract.pair as u64 + 1);
    let mut details = fastrand::Rng::with_seed(((contract.pair as u64) << 32) | u64::from(contract.revision));
    let interactions: Vec<Value> =
        (0..shape.usize(3..=4)).map(|index| interaction(index, contract.revision, &mut details)).collect();
    json!({
        "consumer": { "name": name(pair.consumer) },
        "provider": { "name": name(pair.provider) },
        "interactions": interactions,
        "metadata": { "pactSpecification": { "version": "4.0" } },
    })
    .to_string()
}

fn interaction(index: usize, revision: u32, details: &mut fastrand::Rng) -> Value {
    let resource = RESOURCES[index % RESOURCES.len()];
    let id = details.u32(1000..100_000);
    let (body, rules) = (body(details), rules());
    json!({
        "type": "Synchronous/HTTP",
        "description": format!("a request for one of the {resource}, as of change {revision}"),
        "providerStates": [{ "name": format!("{resource} with the number {id} exist"), "params": { "id": id } }],
        "request": {
            "method": "GET",
            "path": format!("/api/v1/{resource}/{id}"),
            "headers": { "accept": ["application/json"] },
        },
        "response": {
            "status": 200,
            "headers": { "content-type": ["application/json"] },
            "body": { "content": body, "contentType": "application/json", "encoded": false },
            "matchingRules": { "body": rules },
        },
    })
}

fn body(details: &mut fastrand::Rng) -> Value {
    let value = |field: &&str, details: &mut fastrand::Rng| {
        ((*field).to_owned(), json!(format!("{field}-{}", details.u32(..1_000_000))))
    };
    FIELDS.iter().map(|field| value(field, details)).collect::<serde_json::Map<_, _>>().into()
}

fn rules() -> Value {
    let rule = |field: &&str| (format!("$.{field}"), json!({ "combine": "AND", "matchers": [{ "match": "type" }] }));
    FIELDS.iter().step_by(2).map(rule).collect::<serde_json::Map<_, _>>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contracts_are_of_2_to_4_kib_and_repeat_for_the_same_revision_only() {
        let pair = Pair { consumer: 1, provider: 0 };
        for number in 0..50 {
            let first = text(pair, Contract { pair: number, revision: 1 });
            assert!((2048..=4096).contains(&first.len()), "{} bytes", first.len());
            assert_eq!(first, text(pair, Contract { pair: number, revision: 1 }));
            assert_ne!(first, text(pair, Contract { pair: number, revision: 2 }));
        }
    }
}
