//! The programs of this workspace, built for the profile and target directory of the running executable.
//!
//! Cargo neither builds nor names another package's binaries, so that a test that wants one builds it, every time: a stale
//! binary is never run.

use anyhow::{Context as _, bail, ensure};
use std::collections::HashMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The programs of the loop: package and binary.
const LOOP: [(&str, &str); 4] = [
    ("abide-verifier-cli", "abide"),
    ("abide-broker", "abide-broker"),
    ("payment-service", "payment-service"),
    ("inventory-service", "inventory-service"),
];

/// Where the programs of the loop are.
#[derive(Debug, Clone)]
pub struct Binaries {
    /// The command line.
    pub abide: PathBuf,
    /// The broker.
    pub abide_broker: PathBuf,
    /// The example provider of a REST API.
    pub payment_service: PathBuf,
    /// The example provider of a gRPC API.
    pub inventory_service: PathBuf,
}

/// Builds the programs of the loop, once per process.
pub fn of_the_loop() -> anyhow::Result<&'static Binaries> {
    static BUILT: OnceLock<Result<Binaries, String>> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let build = || -> anyhow::Result<Binaries> {
            let mut paths = build(&LOOP)?;
            let mut path = |binary: &str| paths.remove(binary).with_context(|| format!("cargo built no {binary}"));
            Ok(Binaries {
                abide: path("abide")?,
                abide_broker: path("abide-broker")?,
                payment_service: path("payment-service")?,
                inventory_service: path("inventory-service")?,
            })
        };
        build().map_err(|error| format!("{error:#}"))
    });
    built.as_ref().map_err(|error| anyhow::anyhow!("{error}"))
}

/// Builds these programs, each a package and a binary, and returns their paths by the binaries' names.
pub fn build(programs: &[(&str, &str)]) -> anyhow::Result<HashMap<String, PathBuf>> {
    let mut command = cargo("build")?;
    for (package, binary) in programs {
        command.args(["--package", package, "--bin", binary]);
    }
    command.args(["--message-format", "json-render-diagnostics"]);
    let output = command.stderr(Stdio::inherit()).output().context("cargo cannot be started")?;
    ensure!(output.status.success(), "cargo could not build the programs: {}", output.status);
    let messages = String::from_utf8(output.stdout).context("cargo's messages are not UTF-8")?;
    Ok(messages.lines().filter_map(executable).collect())
}

/// The binary a message of cargo is about, and its path.
fn executable(message: &str) -> Option<(String, PathBuf)> {
    let message: serde_json::Value = serde_json::from_str(message).ok()?;
    let is_binary = message["target"]["kind"].as_array()?.iter().any(|kind| kind == "bin");
    let path = message["executable"].as_str().filter(|_| is_binary)?;
    Some((message["target"]["name"].as_str()?.to_owned(), path.into()))
}

/// A cargo command at the root of the workspace, for the profile and target directory of the running executable.
pub fn cargo(subcommand: &str) -> anyhow::Result<Command> {
    let executable = env::current_exe().context("the running executable has no path")?;
    let place = Place::of(&executable)?;
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(workspace()).arg(subcommand).arg("--target-dir").arg(&place.target);
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_of_a_package)) {
        command.env_remove(name);
    }
    if let Some(triple) = &place.triple {
        command.args(["--target", triple]);
    }
    if place.profile != "debug" {
        command.args(["--profile", &place.profile]);
    }
    Ok(command)
}

/// Whether cargo tells programs it runs by this variable which package they are of. Some build scripts run again when one has
/// changed, and everything that stands on them is built anew.
fn is_of_a_package(variable: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_NAME", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE"]
        .iter()
        .any(|known| variable.starts_with(known))
}

/// The root of the workspace.
pub fn workspace() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package)
}

/// Where cargo put an executable, and thereby how it was built.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    target: PathBuf,
    triple: Option<String>,
    profile: String,
}

impl Place {
    /// Reads `{target}/[{triple}/]{profile}/[deps/]{name}`.
    fn of(executable: &Path) -> anyhow::Result<Self> {
        let mut folder = executable.parent().unwrap_or(executable);
        if folder.ends_with("deps") || folder.ends_with("examples") {
            folder = folder.parent().unwrap_or(folder);
        }
        let (Some(above), Some(profile)) = (folder.parent(), name(folder)) else {
            bail!("{} is in no folder of cargo's", executable.display());
        };
        // Only the target directory itself has this file; with `--target` there is one more folder in between.
        if above.join(".rustc_info.json").is_file() {
            return Ok(Self { target: above.to_owned(), triple: None, profile });
        }
        match (above.parent(), name(above)) {
            (Some(target), Some(triple)) if target.join(".rustc_info.json").is_file() => {
                Ok(Self { target: target.to_owned(), triple: Some(triple), profile })
            }
            _ => bail!("{} is in no target directory of cargo's; run it with `cargo run`", executable.display()),
        }
    }
}

fn name(folder: &Path) -> Option<String> {
    folder.file_name()?.to_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_an_executable_says_how_it_was_built() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().to_owned();
        std::fs::write(target.join(".rustc_info.json"), "{}").unwrap();
        let place = |path: &str| Place::of(&target.join(path)).unwrap();
        let expected = |triple: Option<&str>, profile: &str| Place {
            target: target.clone(),
            triple: triple.map(str::to_owned),
            profile: profile.to_owned(),
        };
        assert_eq!(place("debug/abide-demo"), expected(None, "debug"));
        assert_eq!(place("release/deps/system-0a1b"), expected(None, "release"));
        assert_eq!(
            place("riscv64gc-unknown-linux-gnu/debug/deps/x"),
            expected(Some("riscv64gc-unknown-linux-gnu"), "debug")
        );
        assert!(Place::of(&folder.path().join("a/b/c/d")).is_err());
    }

    #[test]
    fn the_workspace_is_where_the_lock_file_is() {
        assert!(workspace().join("Cargo.lock").is_file());
    }
}
