//! What a contract's gRPC calls mean: its `.proto` files, compiled when the first call needs them.

use abide_contract_core::draft::Draft;
use abide_contract_core::protobuf::{Descriptors, Error, compile};
use std::env;
use std::fs;
use std::panic::Location;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The `.proto` files a contract names.
#[derive(Debug, Default)]
pub(crate) struct Proto {
    sources: Vec<Source>,
    includes: Vec<PathBuf>,
    extra: Vec<PathBuf>,
}

#[derive(Debug)]
struct Source {
    path: PathBuf,
    is_set: bool,
    place: &'static Location<'static>,
    compiled: Option<Arc<Descriptors>>,
}

impl Proto {
    pub(super) fn add(&mut self, path: &Path, is_set: bool, place: &'static Location<'static>) {
        self.sources.push(Source { path: beside_manifest(path), is_set, place, compiled: None });
    }

    /// Further files are known from here on, so what was compiled without them is compiled again when needed.
    pub(super) fn include(&mut self, folder: &Path) {
        self.includes.push(beside_manifest(folder));
        self.forget();
    }

    pub(super) fn add_extra(&mut self, path: &Path) {
        self.extra.push(beside_manifest(path));
        self.forget();
    }

    fn forget(&mut self) {
        for source in &mut self.sources {
            source.compiled = None;
        }
    }

    /// A draft of a call of this method, from the first file that has it.
    #[track_caller]
    pub(super) fn draft(&mut self, method: &str) -> Result<Draft, Error> {
        self.check();
        let mut failed = None;
        for descriptors in self.compiled() {
            match Draft::new(descriptors, method) {
                Ok(draft) => return Ok(draft),
                // Of several files, the one that has the service knows the nearest method.
                Err(error) if failed.is_none() || is_about_method(&error) => failed = Some(error),
                Err(_) => {}
            }
        }
        Err(failed.unwrap_or_else(|| {
            Error::Call("the contract names no `.proto`: say `contract(..).proto(\"proto/…\")` first".to_owned())
        }))
    }

    /// Compiles what is not compiled yet; a file that cannot be panics with the line that names it.
    #[track_caller]
    pub(super) fn check(&mut self) {
        for source in &mut self.sources {
            if source.compiled.is_none() {
                match source.compile(&self.includes, &self.extra) {
                    Ok(descriptors) => source.compiled = Some(Arc::new(descriptors)),
                    Err(error) => panic!("the contract cannot be declared: {error}\n  at {}", line_of(source.place)),
                }
            }
        }
    }

    /// What every file says.
    pub(crate) fn compiled(&self) -> impl Iterator<Item = &Arc<Descriptors>> {
        self.sources.iter().filter_map(|source| source.compiled.as_ref())
    }
}

impl Source {
    fn compile(&self, includes: &[PathBuf], extra: &[PathBuf]) -> Result<Descriptors, Error> {
        if !self.is_set {
            return compile(&self.path, includes, extra);
        }
        let unreadable =
            |error: std::io::Error| Error::Source { file: self.path.display().to_string(), reason: error.to_string() };
        Descriptors::from_set(&fs::read(&self.path).map_err(unreadable)?, None)
    }
}

fn is_about_method(error: &Error) -> bool {
    matches!(error, Error::Unknown { what: "method", .. })
}

/// Where a word of a declaration stands.
pub(super) fn line_of(place: &Location<'_>) -> String {
    format!("{}:{}", place.file(), place.line())
}

/// A path as a test names it: from the folder of the crate's `Cargo.toml`, whatever the working directory is.
fn beside_manifest(path: &Path) -> PathBuf {
    match env::var_os("CARGO_MANIFEST_DIR") {
        Some(folder) => Path::new(&folder).join(path),
        None => path.to_owned(),
    }
}
