//! The source tree: its root, and the files under version control.

use abide_demo::binaries;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    binaries::workspace()
}

/// The files under version control, relative to the root.
#[track_caller]
pub(crate) fn tracked() -> Vec<PathBuf> {
    let output = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output().expect("git runs");
    assert!(output.status.success(), "git ls-files: {}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).expect("file names are UTF-8");
    // What is deleted and not committed yet is still listed.
    names
        .split('\0')
        .filter(|name| !name.is_empty())
        .map(PathBuf::from)
        .filter(|path| root().join(path).is_file())
        .collect()
}

/// The tracked files with this ending.
#[track_caller]
pub(crate) fn tracked_with(extension: &str) -> Vec<PathBuf> {
    tracked().into_iter().filter(|path| path.extension().is_some_and(|ending| ending == extension)).collect()
}

/// A file's text.
#[track_caller]
pub(crate) fn text(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
