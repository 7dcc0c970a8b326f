//! Where a contract file lies: the same place whichever crate of a workspace runs its tests.

use crate::error::Error;
use std::env;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Names the folder for contract files, absolute or relative to the workspace's root.
const FOLDER_VARIABLE: &str = "ABIDE_CONTRACT_DIR";

/// The file for the contract between two services.
///
/// Its folder is the one the test names, else the one the environment names, else `target/contracts` beside the
/// workspace's `Cargo.lock`.
pub(super) fn contract_file(consumer: &str, provider: &str, folder: Option<&Path>) -> Result<PathBuf, Error> {
    let from_environment = || env::var_os(FOLDER_VARIABLE).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let folder = folder.map(Path::to_owned).or_else(from_environment).unwrap_or_else(|| "target/contracts".into());
    let folder = if folder.is_absolute() { folder } else { workspace()?.join(folder) };
    Ok(folder.join(format!("{}-{}.json", safe(consumer), safe(provider))))
}

/// The root of the workspace whose tests run, found once.
fn workspace() -> Result<&'static Path, Error> {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    if let Some(root) = ROOT.get() {
        return Ok(root);
    }
    let start = match env::var_os("CARGO_MANIFEST_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => env::current_dir().map_err(|source| Error::Homeless { source })?,
    };
    Ok(ROOT.get_or_init(|| root_above(&start)))
}

/// The folder with the `Cargo.lock` that cargo uses for the package in `start`; `start` itself if there is none.
fn root_above(start: &Path) -> PathBuf {
    let mut locked = start.ancestors().filter(|folder| folder.join("Cargo.lock").is_file());
    match (locked.next(), locked.next()) {
        (Some(root), None) => root.to_owned(),
        (None, _) => start.to_owned(),
        // Left over from before the package joined a workspace, or a workspace it is excluded from: cargo knows.
        (Some(nearest), Some(_)) => root_by_cargo(start).unwrap_or_else(|_| nearest.to_owned()),
    }
}

fn root_by_cargo(package: &Path) -> io::Result<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["locate-project", "--workspace", "--message-format", "plain"])
        .current_dir(package)
        .output()?;
    let manifest = String::from_utf8(output.stdout).map_err(io::Error::other)?;
    match Path::new(manifest.trim()).parent() {
        Some(root) if output.status.success() => Ok(root.to_owned()),
        _ => Err(io::ErrorKind::NotFound.into()),
    }
}

/// A service's name as part of a file name: what some file system refuses is percent-encoded, so that different names stay
/// different.
fn safe(name: &str) -> String {
    let mut safe = String::with_capacity(name.len());
    for (at, c) in name.char_indices() {
        let refused = matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '%') || c.is_control();
        if refused || (c == '.' && at == 0) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                // Writing to a String cannot fail.
                let _ = write!(safe, "%{byte:02X}");
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn odd_names_stay_inside_the_folder_and_apart() {
        for (name, expected) in [
            ("order-service", "order-service"),
            ("Order Service", "Order Service"),
            ("../../etc/passwd", "%2E./../etc/passwd"),
            ("a:b", "a%3Ab"),
            ("a%3Ab", "a%253Ab"),
            ("größe\n", "größe%0A"),
        ] {
            assert_eq!(safe(name), expected.replace('/', "%2F"));
        }
    }

    #[test]
    fn the_root_is_the_folder_with_the_lock_file() {
        let root = tempfile::tempdir().unwrap();
        let package = root.path().join("services/order");
        fs::create_dir_all(&package).unwrap();
        assert_eq!(root_above(&package), package);
        fs::write(root.path().join("Cargo.lock"), "").unwrap();
        assert_eq!(root_above(&package), root.path());
    }

    #[test]
    fn a_lock_file_left_over_in_a_member_is_passed_over_as_cargo_does() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        let package = root.join("order");
        fs::create_dir_all(package.join("src")).unwrap();
        fs::write(root.join("Cargo.toml"), "[workspace]\nmembers = [\"order\"]\nresolver = \"3\"\n").unwrap();
        fs::write(root.join("Cargo.lock"), "").unwrap();
        fs::write(package.join("Cargo.toml"), "[package]\nname = \"order\"\nedition = \"2024\"\n").unwrap();
        fs::write(package.join("src/lib.rs"), "").unwrap();
        fs::write(package.join("Cargo.lock"), "").unwrap();
        assert_eq!(root_above(&package), root);
    }
}
