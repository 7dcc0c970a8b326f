//! The tree is tidy: sizes, names, floors, and what must not be written down.

use crate::shop;
use crate::tree::{root, text, tracked, tracked_with};
use abide_demo::binaries;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// What counts as source: files people write and read.
const SOURCE: [&str; 8] = ["rs", "sql", "html", "css", "js", "py", "sh", "toml"];

#[track_caller]
fn none(what: &str, found: &[String]) {
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
            "abide-mock-server" | "abide-broker" => Some(&["abide-contract-core"]),
            // `abide stub` may serve what the mock server serves.
            "abide-verifier-cli" => Some(&["abide-contract-core", "abide-mock-server"]),
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

#[test]
fn every_flag_and_variable_of_the_readme_exists() {
    let readme = text("README.md");
    let help = all_help();
    let mut found = Vec::new();
    for line in readme.lines().filter(|line| !line.starts_with("cargo ")) {
        let line = line.split('`').filter(|span| !span.starts_with("cargo ")).collect::<Vec<_>>().join("`");
        for flag in words(&line, "--", |c| c.is_ascii_lowercase() || c == '-') {
            if !says(&help, &flag) {
                found.push(format!("{flag}: {line}"));
            }
        }
        for variable in words(&line, "ABIDE_", |c| c.is_ascii_uppercase() || c == '_') {
            if !says(&help, &variable) {
                found.push(format!("{variable}: {line}"));
            }
        }
    }
    none("no `--help` and no crate's documentation knows these", &found);
}

/// Whether the text has the word, not only a longer one that begins with it.
fn says(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let next = text[at + word.len()..].chars().next();
        !next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    })
}

/// The words of a line that begin with `start` and go on with what `goes_on`; a bare `--` is none.
fn words(line: &str, start: &str, goes_on: fn(char) -> bool) -> Vec<String> {
    line.match_indices(start)
        .filter(|(at, _)| !line[..*at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .map(|(at, _)| line[at..].chars().take_while(|c| goes_on(*c)).collect::<String>())
        .filter(|word| word.len() > start.len() && !word.starts_with("---"))
        .collect()
}

/// The help of every command, and the documentation of the library that has no command.
#[track_caller]
fn all_help() -> String {
    let programs = shop::programs();
    let demo = binaries::build(&[("abide-demo", "abide-demo")]).unwrap().remove("abide-demo").unwrap();
    let mut help = text("mock-server/src/lib.rs");
    for program in [&programs.abide_broker, &programs.payment_service, &programs.inventory_service, &demo] {
        help.push_str(&shop::said(Command::new(program).arg("--help")).exits(0).stdout);
    }
    help.push_str(&help_below(&programs.abide, &[]));
    help
}

/// The help of a command and of its subcommands.
#[track_caller]
fn help_below(program: &Path, command: &[&str]) -> String {
    let said = shop::said(Command::new(program).args(command).arg("--help")).exits(0);
    let mut help = said.stdout.clone();
    let listed =
        said.stdout.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // Further lines of a description are indented more deeply.
    for line in listed.filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
        let name = line.split_whitespace().next().unwrap();
        if name != "help" {
            help.push_str(&help_below(program, &[command, &[name]].concat()));
        }
    }
    help
}
