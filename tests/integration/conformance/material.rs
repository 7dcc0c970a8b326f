//! What a folder of conformance material holds: specification cases by version, features by path, fixtures.

use anyhow::{Context as _, Result, ensure};
use std::path::{Path, PathBuf};

/// The files of a folder of conformance material.
pub(super) struct Material {
    pub(super) versions: Vec<Version>,
    pub(super) features: Vec<FeatureFile>,
    pub(super) fixtures: PathBuf,
}

/// The specification cases of one version.
pub(super) struct Version {
    /// The folder's name: `v1.1`.
    pub(super) name: String,
    pub(super) folder: PathBuf,
    pub(super) cases: Vec<PathBuf>,
}

/// One feature of the compatibility suite.
pub(super) struct FeatureFile {
    /// Its path below the features, without ending: `V3/matching_rules`.
    pub(super) name: String,
    pub(super) path: PathBuf,
}

impl FeatureFile {
    /// The version of the format it is about, as in its path: `3`; the newest where the path names none.
    pub(super) fn version(&self) -> &str {
        let version = self.name.split('/').find_map(|folder| folder.strip_prefix(['V', 'v']));
        version.filter(|version| version.starts_with(|c: char| c.is_ascii_digit())).unwrap_or("4")
    }

    /// The last part of its name: `matching_rules`.
    pub(super) fn subject(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }
}

/// Finds everything `folder` holds, whatever versions there are.
pub(super) fn discover(folder: &Path) -> Result<Material> {
    ensure!(folder.is_dir(), "{} is no folder", folder.display());
    let suite = folder.join("compatibility-suite");
    let material = Material {
        versions: versions(&folder.join("spec-cases"))?,
        features: features(&suite.join("features"))?,
        fixtures: suite.join("fixtures"),
    };
    let is_empty = material.versions.iter().all(|version| version.cases.is_empty()) && material.features.is_empty();
    ensure!(!is_empty, "{} holds neither specification cases nor features", folder.display());
    Ok(material)
}

fn versions(folder: &Path) -> Result<Vec<Version>> {
    let mut versions = Vec::new();
    for path in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
        let name = file_name(&path);
        if name.starts_with(['v', 'V']) {
            versions.push(Version { name, cases: files(&path, "json")?, folder: path });
        }
    }
    versions.sort_by_key(|version| number(&version.name));
    Ok(versions)
}

/// The number in a version's name, so that 10 comes after 9.
fn number(version: &str) -> Vec<u32> {
    version[1..].split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect()
}

fn features(folder: &Path) -> Result<Vec<FeatureFile>> {
    let name = |path: &Path| -> Result<String> {
        let below = path.strip_prefix(folder)?.with_extension("");
        Ok(below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/"))
    };
    files(folder, "feature")?.into_iter().map(|path| Ok(FeatureFile { name: name(&path)?, path })).collect()
}

/// The files below a folder that have this ending, sorted by path.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() {
            found.extend(files(&path, ending)?);
        } else if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ending)) {
            found.push(path);
        }
    }
    Ok(found)
}

/// What is in a folder, sorted; nothing when there is no such folder.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let read = || std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>();
    let mut entries = read().with_context(|| folder.display().to_string())?;
    entries.sort();
    Ok(entries)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_and_feature_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let file = |path: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        };
        for case in ["v10/request/body/a.json", "v9/response/status/b.json", "v1.1/message/c.json", "LICENSE"] {
            file(&format!("spec-cases/{case}"));
        }
        for feature in ["V5/deep/x.feature", "y.feature", "V5/notes.md"] {
            file(&format!("compatibility-suite/features/{feature}"));
        }
        let found = discover(folder.path()).unwrap();
        let versions: Vec<_> = found.versions.iter().map(|found| (found.name.as_str(), found.cases.len())).collect();
        assert_eq!(versions, [("v1.1", 1), ("v9", 1), ("v10", 1)]);
        let features: Vec<_> = found.features.iter().map(|found| (found.name.as_str(), found.version())).collect();
        assert_eq!(features, [("V5/deep/x", "5"), ("y", "4")]);
        assert_eq!(found.features[0].subject(), "x");
    }

    #[test]
    fn a_folder_without_material_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(discover(folder.path()).is_err());
        assert!(discover(&folder.path().join("absent")).is_err());
    }
}
