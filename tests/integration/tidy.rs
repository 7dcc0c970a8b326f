//! The tree is tidy: sizes, names, floors, and what must not be written down.

use crate::shop;
use crate::tree::{root, text, tracked, tracked_with};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// What counts as source: files people write and read.
const SOURCE: [&str; 10] = ["rs", "sql", "html", "css", "js", "cjs", "py", "sh", "proto", "toml"];

#[track_caller]
pub(crate) fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| extensions.contains(&extension))
}

#[test]
fn no_source_file_is_longer_than_500_lines() {
    let long = |path: &Path| {
        let lines = text(path).lines().count();
        (lines > 500).then(|| format!("{} has {lines} lines", path.display()))
    };
    let found: Vec<_> =
        tracked().iter().filter(|path| has_extension(path, &SOURCE)).filter_map(|path| long(path)).collect();
    none("split these", &found);
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    let empty = ["util", "utils", "helper", "helpers", "common", "imp", "type", "types", "misc"];
    let says_nothing = |path: &&std::path::PathBuf| {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        empty.contains(&stem) || stem.contains("_and_")
    };
    let found: Vec<_> = tracked_with("rs").iter().filter(says_nothing).map(|path| path.display().to_string()).collect();
    none("name these after their concept", &found);
}

#[test]
fn every_module_opens_with_what_it_is() {
    let silent = |path: &&std::path::PathBuf| !text(path).starts_with("//!");
    let found: Vec<_> = tracked_with("rs").iter().filter(silent).map(|path| path.display().to_string()).collect();
    none("these do not open with `//!`", &found);
}

#[test]
fn packages_depend_on_each_other_only_downwards() {
    let mut found = Vec::new();
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        let allowed: Option<&[&str]> = match name {
            "abide-contract-core" => Some(&[]),
            "abide-mock-server" | "abide-broker" | "abide-verifier-cli" => Some(&["abide-contract-core"]),
            _ => None,
        };
        for dependency in package["dependencies"].as_array().unwrap() {
            let below = dependency["name"].as_str().unwrap();
            let ours = !dependency["path"].is_null();
            if let Some(allowed) = allowed
                && ours
                && !allowed.contains(&below)
            {
                found.push(format!("{name} uses {below}"));
            }
            let top = [
                "abide-demo",
                "inventory-api",
                "inventory-service",
                "order-service",
                "payment-service",
                "abide-system-tests",
            ];
            if name == "abide-contract-core" && dependency["kind"].is_null() && !is_for_the_core(below) {
                found.push(format!("{name} is synchronous and knows no server and no SQL, but uses {below}"));
            }
            if !top.contains(&name) && top.contains(&below) {
                found.push(format!("{name} uses {below}, which uses everything"));
            }
        }
    }
    none("these dependencies point upwards", &found);
}

fn is_for_the_core(dependency: &str) -> bool {
    !["tokio", "hyper", "axum", "reqwest", "sqlx", "tonic", "clap"].iter().any(|heavy| dependency.starts_with(heavy))
}

#[track_caller]
fn packages() -> Vec<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    let said =
        shop::said(command.args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(root())).exits(0);
    let metadata: Value = serde_json::from_str(&said.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

#[test]
fn the_top_level_is_as_laid_out() {
    let folders: BTreeSet<_> = tracked()
        .iter()
        .filter(|path| path.components().count() > 1)
        .map(|path| path.iter().next().unwrap().to_string_lossy().into_owned())
        .filter(|folder| !folder.starts_with('.'))
        .collect();
    let laid_out = ["broker", "contract-core", "examples", "mock-server", "tests", "verifier-cli"];
    assert_eq!(folders, laid_out.map(str::to_owned).into());
}

#[test]
fn nothing_names_a_machine() {
    // In pieces, so that this file does not name one either.
    let homes = [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/"), concat!("/wo", "rk/")];
    let registries =
        [concat!("crates", ".io"), concat!("sparse", "+http"), concat!("py", "pi.org"), concat!("registry", "+http")];
    let mut found = Vec::new();
    for path in tracked().iter().filter(|path| !path.ends_with("Cargo.lock")) {
        let Ok(text) = std::fs::read_to_string(root().join(path)) else { continue };
        for (number, line) in text.lines().enumerate() {
            if homes.iter().chain(&registries).any(|name| line.contains(name)) {
                found.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    none("paths and registries of one machine are nobody else's", &found);
}
