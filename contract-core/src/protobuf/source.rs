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
        compiler.open_file(path).map_err(|error| editions(&error).unwrap_or_else(|| failed(words(&error))))?;
    }
    let text = std::fs::read_to_string(file).map_err(|error| failed(error.to_string()))?;
    Descriptors::from_set(&compiler.encode_file_descriptor_set(), Some(text))
}

/// The refusal of a file in an edition of the language, where the compiler finds only that it cannot be parsed.
fn editions(error: &protox::Error) -> Option<Error> {
    let text = words(error);
    let file = error.file().filter(|_| error.is_parse() && text.ends_with("found 'edition'"))?;
    Some(Error::Syntax { file: file.to_owned(), syntax: "edition".to_owned() })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_an_edition_of_the_language_is_refused_in_so_many_words() {
        let folder = std::env::temp_dir().join(format!("abide-editions-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("new.proto"), "edition = \"2023\";\nmessage A {}\n").unwrap();
        std::fs::write(folder.join("old.proto"), "syntax = \"proto3\";\nimport \"new.proto\";\n").unwrap();
        for file in ["new.proto", "old.proto"] {
            let error = compile(&folder.join(file), &[], &[]).unwrap_err().to_string();
            assert_eq!(error, "`new.proto` uses `edition`, which is not supported: only proto2 and proto3 are");
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
