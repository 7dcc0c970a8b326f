//! Contract files: where they lie, what replaces what, and that nothing is ever lost or half written.

use crate::client::ask;
use crate::fixture::{ConsumerFixture, failure};
use abide_mock_server::prelude::*;
use serde_json::json;
use std::env;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Set for a process of its own: what each of its interactions is called and answered with, as `name=answer,…`.
const CHILD: &str = "ABIDE_TEST_CHILD";

/// Keeps a contract with one interaction.
fn keep(fixture: &ConsumerFixture, description: &str, answer: &str) {
    let server = fixture
        .contract()
        .interaction(interaction(description).request(get("/orders")).respond(status(200).text(answer)))
        .start();
    assert_eq!(ask(server.address(), "GET", "/orders").status, 200);
    server.finish();
}

/// The descriptions and answers in a contract file.
fn recorded(file: &Path) -> Vec<(String, String)> {
    let contract: serde_json::Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let interactions = contract["interactions"].as_array().unwrap();
    interactions.iter().map(|one| (text(&one["description"]), text(&one["response"]["body"]["content"]))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(description, answer)| ((*description).to_owned(), (*answer).to_owned())).collect()
}

/// Runs the one test below in a process of its own, without this process's settings.
fn process(interactions: &str) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "record::a_process_of_its_own"]).env(CHILD, interactions).env_remove("ABIDE_CONTRACT_DIR");
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn succeeds(child: Child) {
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// Does nothing but in the processes that other tests start.
#[test]
fn a_process_of_its_own() {
    let Ok(interactions) = env::var(CHILD) else { return };
    for (description, answer) in interactions.split(',').filter_map(|one| one.split_once('=')) {
        let server = contract("web", "orders")
            .interaction(interaction(description).request(get("/orders")).respond(status(200).text(answer)))
            .start();
        ask(server.address(), "GET", "/orders");
        server.finish();
    }
}

#[test]
fn a_kept_contract_is_recorded_on_drop_too() {
    let fixture = ConsumerFixture::new();
    {
        let server = fixture
            .contract()
            .interaction(interaction("all orders").request(get("/orders")).respond(status(200).text("[]")))
            .start();
        ask(server.address(), "GET", "/orders");
    }
    assert_eq!(recorded(&fixture.file()), pairs(&[("all orders", "[]")]));
}

#[test]
fn a_test_that_panics_records_nothing() {
    let fixture = ConsumerFixture::new();
    failure(|| {
        let server = fixture
            .contract()
            .interaction(interaction("all orders").request(get("/orders")).respond(status(200).text("[]")))
            .start();
        ask(server.address(), "GET", "/orders");
        panic!("an assertion of the test");
    });
    assert!(!fixture.file().exists());
}

#[test]
fn an_edited_test_replaces_what_it_wrote_before_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let run = |interactions| succeeds(process(interactions).env("ABIDE_CONTRACT_DIR", folder.path()).spawn().unwrap());
    run("all orders=old,one order=same");
    run("all orders=new");
    let file = folder.path().join("web-orders.json");
    assert_eq!(recorded(&file), pairs(&[("all orders", "new"), ("one order", "same")]));
}

#[test]
fn two_tests_of_one_run_that_contradict_each_other_are_told_so() {
    let fixture = ConsumerFixture::new();
    keep(&fixture, "all orders", "[]");
    keep(&fixture, "all orders", "[]");
    let text = failure(|| keep(&fixture, "all orders", "none"));
    insta::assert_snapshot!(text, @"
    contract web -> orders was kept but could not be recorded

      `all orders` is described in two ways, at
        mock-server/tests/integration/record.rs:LINE
        mock-server/tests/integration/record.rs:LINE
      and their responses differ
      hint: give one of them another description or state, or make them equal
    ");
    assert_eq!(recorded(&fixture.file()), pairs(&[("all orders", "[]")]));
}

#[test]
fn many_threads_write_one_file() {
    let fixture = ConsumerFixture::new();
    std::thread::scope(|scope| {
        for number in 0..16 {
            let fixture = &fixture;
            scope.spawn(move || keep(fixture, &format!("list {number:02}"), "[]"));
        }
    });
    let descriptions: Vec<String> = recorded(&fixture.file()).into_iter().map(|(description, _)| description).collect();
    assert_eq!(descriptions, (0..16).map(|number| format!("list {number:02}")).collect::<Vec<_>>());
}

#[test]
fn many_processes_write_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let children: Vec<Child> = (0..12)
        .map(|number| {
            let interactions = format!("shared=[],list {number:02}=a,item {number:02}=b");
            process(&interactions).env("ABIDE_CONTRACT_DIR", folder.path()).spawn().unwrap()
        })
        .collect();
    for child in children {
        succeeds(child);
    }
    assert_eq!(recorded(&folder.path().join("web-orders.json")).len(), 25);
    let shown: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(shown.iter().all(|name| name == "web-orders.json" || name == ".web-orders.json.lock"), "{shown:?}");
}

#[test]
fn the_file_lies_beside_the_lock_file_of_the_workspace() {
    let workspace = tempfile::tempdir().unwrap();
    let package = workspace.path().join("services/web");
    fs::create_dir_all(&package).unwrap();
    fs::write(workspace.path().join("Cargo.lock"), "").unwrap();
    let run = || {
        let mut command = process("all orders=[]");
        command.env("CARGO_MANIFEST_DIR", &package).current_dir(&package);
        command
    };
    succeeds(run().spawn().unwrap());
    assert!(workspace.path().join("target/contracts/web-orders.json").is_file());
    succeeds(run().env("ABIDE_CONTRACT_DIR", "kept/contracts").spawn().unwrap());
    assert!(workspace.path().join("kept/contracts/web-orders.json").is_file());
}

#[test]
fn a_file_that_cannot_be_understood_is_left_alone() {
    let fixture = ConsumerFixture::new();
    for damaged in ["{\"consumer\": {\"name\": \"web\"}, \"inter", "[]", ""] {
        fs::write(fixture.file(), damaged).unwrap();
        let text = failure(|| keep(&fixture, "all orders", "[]"));
        assert!(text.starts_with("contract web -> orders was kept but could not be recorded\n"), "{text}");
        assert!(text.contains(&fixture.file().display().to_string()), "{text}");
        assert!(text.contains("hint: nothing was overwritten; delete the file or restore it"), "{text}");
        assert_eq!(fs::read_to_string(fixture.file()).unwrap(), damaged);
    }
}

#[test]
fn a_file_of_another_contract_is_left_alone() {
    let fixture = ConsumerFixture::new();
    let other = json!({"consumer": {"name": "web-orders"}, "provider": {"name": "eu"}, "interactions": []}).to_string();
    fs::write(fixture.file(), &other).unwrap();
    let text = failure(|| keep(&fixture, "all orders", "[]"));
    assert!(text.contains("web-orders.json` belongs to another contract\n"), "{text}");
    assert!(text.contains("web-orders -> eu"), "{text}");
    assert_eq!(fs::read_to_string(fixture.file()).unwrap(), other);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let fixture = ConsumerFixture::new();
    fs::write(fixture.folder().join("file"), "").unwrap();
    let folder = fixture.folder().join("file/contracts");
    let text = failure(|| {
        let server = contract("web", "orders")
            .folder(&folder)
            .interaction(interaction("all orders").request(get("/orders")).respond(status(200)))
            .start();
        ask(server.address(), "GET", "/orders");
        server.finish();
    });
    assert!(text.contains(&folder.join("web-orders.json").display().to_string()), "{text}");
    assert!(text.contains("or name another folder for contract files with ABIDE_CONTRACT_DIR"), "{text}");
}

#[test]
fn what_another_tool_wrote_stays() {
    let fixture = ConsumerFixture::new();
    let other = json!({
        "consumer": {"name": "web"}, "provider": {"name": "orders"},
        "interactions": [{"type": "Synchronous/HTTP", "description": "by another tool",
            "request": {"method": "GET", "path": "/"},
            "response": {"status": 200, "body": {"content": "kept", "contentType": "text/plain"}}}],
        "metadata": {"pactSpecification": {"version": "4.0"}, "other-tool": {"version": "9"}}
    });
    fs::write(fixture.file(), other.to_string()).unwrap();
    keep(&fixture, "all orders", "[]");
    assert_eq!(recorded(&fixture.file()), pairs(&[("all orders", "[]"), ("by another tool", "kept")]));
    assert!(fixture.recorded().contains("other-tool"));
}
