//! The descriptors tests use.

use super::{Descriptors, MessageType};
use protox::file::{ChainFileResolver, File, FileResolver, GoogleFileResolver};
use std::sync::{Arc, LazyLock};

/// Files by name.
struct InMemory(Vec<(&'static str, &'static str)>);

impl FileResolver for InMemory {
    fn open_file(&self, name: &str) -> Result<File, protox::Error> {
        match self.0.iter().find(|(known, _)| *known == name) {
            Some((_, text)) => File::from_source(name, text),
            None => Err(protox::Error::file_not_found(name)),
        }
    }
}

/// The set of a file and its imports.
pub(crate) fn set_of(files: &[(&'static str, &'static str)]) -> Vec<u8> {
    let mut resolver = ChainFileResolver::new();
    resolver.add(InMemory(files.to_vec()));
    resolver.add(GoogleFileResolver::new());
    let mut compiler = protox::Compiler::with_file_resolver(resolver);
    compiler.include_imports(true).include_source_info(false);
    compiler.open_file(files[0].0).unwrap();
    compiler.encode_file_descriptor_set()
}

/// `shop.proto`.
pub(crate) fn shop() -> Arc<Descriptors> {
    static SHOP: LazyLock<Arc<Descriptors>> = LazyLock::new(|| {
        let set = set_of(&[("shop.proto", include_str!("shop.proto"))]);
        Arc::new(Descriptors::from_set(&set, Some("shop".to_owned())).unwrap())
    });
    Arc::clone(&SHOP)
}

/// A message of `shop.v1`.
pub(crate) fn message(name: &str) -> MessageType {
    shop().pool().unwrap().message(&format!("shop.v1.{name}")).unwrap()
}
