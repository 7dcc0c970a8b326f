//! The whole loop: the demo itself, and what the broker knows afterwards.

use crate::http;
use abide_demo::{Demo, Interrupt, Narrator};
use serde_json::{Value, json};
use std::fs;
use std::net::TcpStream;
use std::path::Path;

/// A provider of the demo.
struct Provider {
    name: &'static str,
    /// The version that is verified, and the one that breaks the consumer.
    versions: [&'static str; 2],
    /// What the failed result names.
    fault: &'static str,
}

/// One is spoken to over HTTP, the other over gRPC.
const PROVIDERS: [Provider; 2] = [
    Provider { name: "payment-service", versions: ["2.0.0", "3.0.0"], fault: "payment_id" },
    Provider { name: "inventory-service", versions: ["1.4.0", "1.5.0"], fault: "response[2]" },
];

/// Plays the demo, and returns what it told.
#[track_caller]
fn played() -> (Demo, String) {
    let mut told = Vec::new();
    let demo = Demo::run(&mut Narrator::new(&mut told, false), &Interrupt::default());
    let told = String::from_utf8(told).unwrap();
    match demo {
        Ok(demo) => (demo, told),
        Err(error) => panic!("{told}\n{error:#}"),
    }
}

#[test]
fn the_loop_runs_and_the_broker_remembers_it() {
    let (demo, told) = played();
    let broker = demo.broker_url();

    assert!(told.contains("$ abide publish contracts --version 1.0.0 --branch main"), "{told}");
    for provider in PROVIDERS {
        the_contract_is_kept_as_written(broker, &demo.contracts(), &provider);
        both_results_are_in_the_matrix(broker, &provider);
        the_failed_result_names_what_failed(broker, &provider);
    }
    what_was_recorded_is_live(broker);
    the_pages_show_every_service(broker);

    let (address, contracts) = (broker.trim_start_matches("http://").to_owned(), demo.contracts());
    drop(demo);
    assert!(TcpStream::connect(address).is_err(), "the broker still runs");
    assert!(!contracts.exists(), "the demo's files are still there");
}

#[track_caller]
fn the_contract_is_kept_as_written(broker: &str, contracts: &Path, Provider { name, .. }: &Provider) {
    let kept = http::resource(&format!("{broker}/pacts/provider/{name}/consumer/order-service/version/1.0.0"));
    let written = fs::read_to_string(contracts.join(format!("order-service-{name}.json"))).unwrap();
    let written: Value = serde_json::from_str(&written).unwrap();
    let interactions = |contract: &Value| contract["interactions"].as_array().unwrap().clone();
    let (kept_list, written_list) = (interactions(&kept), interactions(&written));
    assert_eq!(kept_list.len(), written_list.len());
    for (kept, written) in kept_list.into_iter().zip(written_list) {
        // The broker adds ids of its own and takes nothing away.
        for (name, value) in written.as_object().unwrap() {
            assert_eq!(&kept[name], value, "{name} of {}", written["description"]);
        }
    }
    assert_eq!(kept["consumer"]["name"], "order-service");
}

#[track_caller]
fn both_results_are_in_the_matrix(broker: &str, Provider { name, versions: [good, bad], .. }: &Provider) {
    let query = format!("q[][pacticipant]=order-service&q[][version]=1.0.0&q[][pacticipant]={name}&latestby=cvpv");
    let matrix = http::resource(&format!("{broker}/matrix?{}", query.replace('[', "%5B").replace(']', "%5D")));
    let mut rows: Vec<_> = matrix["matrix"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["provider"]["version"]["number"].clone(), row["verificationResult"]["success"].clone()))
        .collect();
    rows.sort_by_key(|(version, _)| version.to_string());
    assert_eq!(rows, [(json!(good), json!(true)), (json!(bad), json!(false))], "{matrix:#}");
}

#[track_caller]
fn what_was_recorded_is_live(broker: &str) {
    let environments = http::resource(&format!("{broker}/environments"));
    let environment = &environments["_embedded"]["environments"][0];
    assert_eq!((&environment["name"], &environment["production"]), (&json!("production"), &json!(true)));
    let deployed = environment["_links"]["pb:currently-deployed-deployed-versions"]["href"].as_str();
    let uuid = environment["uuid"].as_str().unwrap();
    let url = format!("{broker}/environments/{uuid}/deployed-versions/currently-deployed");
    let deployed = http::resource(deployed.unwrap_or(&url));
    let mut live: Vec<_> = deployed["_embedded"]["deployedVersions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|deployed| {
            let embedded = &deployed["_embedded"];
            format!("{} {}", embedded["pacticipant"]["name"], embedded["version"]["number"]).replace('"', "")
        })
        .collect();
    live.sort();
    assert_eq!(live, ["inventory-service 1.4.0", "order-service 1.0.0", "payment-service 2.0.0"], "{deployed:#}");
}

#[track_caller]
fn the_failed_result_names_what_failed(broker: &str, Provider { name, versions: [_, bad], fault }: &Provider) {
    let contract = format!("{broker}/pacts/provider/{name}/consumer/order-service/version/1.0.0");
    let contract = http::resource(&contract);
    let result = contract["_links"]["pb:latest-verification-results"]["href"].as_str().unwrap();
    let result = http::resource(result);
    assert_eq!((&result["success"], &result["providerApplicationVersion"]), (&json!(false), &json!(bad)), "{result:#}");
    assert!(result.to_string().contains(fault), "{result:#}");
}

#[track_caller]
fn the_pages_show_every_service(broker: &str) {
    let names = ["order-service", "payment-service", "inventory-service"];
    let shown = |path: &str, names: &[&str]| {
        let page = http::get(&format!("{broker}{path}"), "text/html");
        assert_eq!(page.status, 200, "{path}");
        for name in names {
            assert!(page.body.contains(name), "{path} does not say {name}: {}", page.body);
        }
    };
    shown("/", &names);
    shown("/pacticipants/order-service", &names);
    for provider in ["payment-service", "inventory-service"] {
        shown(&format!("/pacticipants/{provider}"), &["order-service", provider]);
    }
}
