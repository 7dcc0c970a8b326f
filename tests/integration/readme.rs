//! What the README says to type works, and what it shows exists.
//!
//! | block | check |
//! |---|---|
//! | the first | one `cargo run` line, which is run |
//! | the second | one `cargo test` line, which whoever runs this test has just typed |
//! | `sh` | each line is run: the shop's broker, with what the demo leaves in it, and the providers are there |
//! | `rust` | is part of a file in `examples/`, word by word |
//! | `text` | what something prints; not checked |

use crate::block::{self, Block};
use crate::shop::{self, Said};
use crate::tree;
use abide_demo::{Demo, Interrupt, Narrator, binaries};
use std::env;
use std::path::Path;
use std::process::Command;

#[track_caller]
fn blocks() -> Vec<Block> {
    let blocks = block::blocks("README.md");
    assert!(blocks.len() >= 2, "the README has two commands to begin with");
    blocks
}

#[test]
fn the_first_command_is_the_demo_and_it_runs() {
    let blocks = blocks();
    let [line] = blocks[0].lines.as_slice() else { panic!("the first block is not one line: {:?}", blocks[0]) };
    let arguments = line.strip_prefix("cargo run ").unwrap_or_else(|| panic!("not a `cargo run` line: {line}"));
    let mut command = binaries::cargo("run").unwrap();
    let said = shop::said(command.args(arguments.split_whitespace())).exits(0);
    assert!(said.stdout.contains("\n1. "), "{said}");
}

#[test]
fn the_second_command_runs_the_tests() {
    let blocks = blocks();
    let [line] = blocks[1].lines.as_slice() else { panic!("the second block is not one line: {:?}", blocks[1]) };
    assert!(line.starts_with("cargo test"), "not a `cargo test` line: {line}");
    for line in blocks.iter().skip(2).flat_map(|block| &block.lines) {
        assert!(!line.starts_with("cargo"), "no test runs this line of the README: {line}");
    }
}

#[test]
fn every_shell_command_works() {
    let mut told = Vec::new();
    let demo = Demo::run(&mut Narrator::new(&mut told, false), &Interrupt::default());
    let demo = demo.unwrap_or_else(|error| panic!("{}\n{error:#}", String::from_utf8_lossy(&told)));
    let folder = tempfile::tempdir().unwrap();
    let contracts = folder.path().join("target/contracts");
    std::fs::create_dir_all(&contracts).unwrap();
    for file in std::fs::read_dir(demo.contracts()).unwrap().map(|entry| entry.unwrap()) {
        std::fs::copy(file.path(), contracts.join(file.file_name())).unwrap();
    }
    for line in blocks().into_iter().skip(2).filter(|block| block.language == "sh").flat_map(|block| block.commands()) {
        let line = line.replace("http://127.0.0.1:8080", demo.payments_url());
        let line = line.replace("http://127.0.0.1:50051", demo.inventory_url());
        let said = shell(&line, folder.path(), demo.broker_url());
        assert_eq!(said.code, Some(0), "$ {line}\n{said}");
    }
}

/// Runs a line as a person would, with our programs on the path.
#[track_caller]
fn shell(line: &str, folder: &Path, broker: &str) -> Said {
    let programs = shop::programs().abide.parent().unwrap().to_owned();
    let path =
        env::join_paths([programs].into_iter().chain(env::split_paths(&env::var_os("PATH").unwrap_or_default())));
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(folder).env("PATH", path.unwrap());
    command.env("ABIDE_BROKER_URL", broker).env("GIT_COMMIT", "8c1f0d2").env("NO_PROXY", "127.0.0.1");
    shop::said(&mut command)
}

#[test]
fn every_rust_block_is_part_of_an_example() {
    let sources: Vec<_> =
        tree::tracked_with("rs").iter().filter(|path| path.starts_with("examples")).map(tree::text).collect();
    for block in blocks().iter().filter(|block| block.language == "rust") {
        let text = block.lines.join("\n");
        assert!(sources.iter().any(|source| source.contains(text.trim())), "no file in examples/ has this:\n{text}");
    }
}

#[test]
fn every_block_is_of_a_kind_that_is_checked() {
    for block in blocks() {
        assert!(["sh", "rust", "text"].contains(&block.language.as_str()), "readme.rs cannot check this: {block:?}");
    }
}
