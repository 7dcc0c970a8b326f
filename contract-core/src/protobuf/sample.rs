//! The descriptors tests use.

use super::encode::put_varint;
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

/// An `Everything` whose `any` holds an `Any` that holds an `Any`, and so on.
pub(crate) fn nested_anys(levels: usize) -> Vec<u8> {
    // From the innermost outwards, back to front: what is inside comes last.
    let mut back_to_front = Vec::new();
    let put_length = |out: &mut Vec<u8>| {
        let mut length = Vec::new();
        put_varint(out.len() as u64, &mut length);
        out.extend(length.into_iter().rev());
    };
    for level in 0..levels {
        if level > 0 {
            put_length(&mut back_to_front);
            back_to_front.push(0x12);
        }
        let name = if level > 0 { "google.protobuf.Any" } else { "shop.v1.Unknown" };
        back_to_front.extend(name.bytes().rev());
        back_to_front.extend([u8::try_from(name.len()).unwrap(), 0x0a]);
    }
    put_length(&mut back_to_front);
    back_to_front.extend([0x01, 0xca]);
    back_to_front.reverse();
    back_to_front
}
