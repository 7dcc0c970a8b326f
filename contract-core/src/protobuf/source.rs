//! Descriptors from `.proto` files.

use super::{Descriptors, Error};
use std::path::{Path, PathBuf};

/// Compiles a `.proto` file with everything it imports, which is looked for in `includes` and then beside the file.
///
/// `extra` are further files whose messages `google.protobuf.Any` may hold; one that is in none of these folders finds its
/// imports beside itself.
pub fn compile(file: &Path, includes: &[PathBuf], extra: &[PathBuf]) -> Result<Descriptors, Error> {
    let failed = |reason: String| Error::Source { file: file.display().to_string(), reason };
    let mut folders: Vec<_> = includes.iter().map(PathBuf::as_path).chain([beside(file)]).collect();
    for path in extra {
        if !folders.iter().any(|folder| path.starts_with(folder)) {
            folders.push(beside(path));
        }
    }
    let mut compiler = protox::Compiler::new(folders).map_err(|error| failed(words(&error)))?;
    compiler.include_imports(true).include_source_info(false);
    for path in std::iter::once(file).chain(extra.iter().map(PathBuf::as_path)) {
        compiler.open_file(path).map_err(|error| failed(words(&error)))?;
    }
    let text = std::fs::read_to_string(file).map_err(|error| failed(error.to_string()))?;
    Descriptors::from_set(&compiler.encode_file_descriptor_set(), Some(text))
}

/// The folder a file is in.
fn beside(file: &Path) -> &Path {
    file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The sentence of an error with those of its causes.
fn words(error: &protox::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
