//! Files as they come in, until nothing they import is missing.

use crate::protobuf::{Error, Pool};
use prost_reflect::DescriptorPool;
use prost_reflect::prost::Message as _;
use prost_reflect::prost_types::FileDescriptorProto;
use std::collections::{BTreeMap, BTreeSet};

/// The tag of a file in a `FileDescriptorSet`.
const FILE: u8 = 0x0a;

/// Files by name.
#[derive(Debug, Default)]
pub struct Files(BTreeMap<String, File>);

#[derive(Debug)]
struct File {
    imports: Vec<String>,
    bytes: Vec<u8>,
}

impl Files {
    /// Takes in the bytes of a `FileDescriptorProto`; a file that is known already is passed over.
    pub fn add(&mut self, bytes: Vec<u8>) -> Result<(), Error> {
        let file = FileDescriptorProto::decode(bytes.as_slice())
            .map_err(|error| Error::Descriptors { reason: error.to_string() })?;
        self.0.entry(file.name().to_owned()).or_insert(File { imports: file.dependency, bytes });
        Ok(())
    }

    /// The name of a file that is imported and has not come. Google's own files are never missed: everybody has the same.
    pub fn missing(&mut self) -> Option<String> {
        loop {
            let mut imports = self.0.values().flat_map(|file| &file.imports);
            let missing = imports.find(|name| !self.0.contains_key(*name))?.clone();
            match well_known(&missing) {
                Some(file) => drop(self.0.insert(missing, file)),
                None => return Some(missing),
            }
        }
    }

    /// What the files say together.
    pub fn pool(&self) -> Result<Pool, Error> {
        let mut set = Vec::new();
        let mut done = BTreeSet::new();
        for name in self.0.keys() {
            self.put(name, &mut done, &mut set);
        }
        Pool::decode(&set)
    }

    /// Writes a file behind those it imports.
    fn put<'f>(&'f self, name: &'f str, done: &mut BTreeSet<&'f str>, set: &mut Vec<u8>) {
        // Depth is the provider's to choose, so it is kept here and not on the stack.
        let mut waiting = vec![(name, false)];
        while let Some((name, is_ready)) = waiting.pop() {
            let Some(file) = self.0.get(name) else { continue };
            if is_ready {
                set.push(FILE);
                crate::protobuf::encode::put_varint(file.bytes.len() as u64, set);
                set.extend_from_slice(&file.bytes);
            } else if done.insert(name) {
                waiting.push((name, true));
                waiting.extend(file.imports.iter().map(|import| (import.as_str(), false)));
            }
        }
    }
}

fn well_known(name: &str) -> Option<File> {
    let file = DescriptorPool::global().get_file_by_name(name).filter(|_| name.starts_with("google/protobuf/"))?;
    let imports = file.dependencies().map(|import| import.name().to_owned()).collect();
    Some(File { imports, bytes: file.encode_to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protobuf::sample::set_of;
    use prost_reflect::prost_types::FileDescriptorSet;

    fn files() -> Vec<FileDescriptorProto> {
        let set = set_of(&[
            (
                "a.proto",
                "syntax = \"proto3\"; import \"b.proto\"; import \"google/protobuf/timestamp.proto\"; package a; message A { b.B b = 1; google.protobuf.Timestamp at = 2; }",
            ),
            ("b.proto", "syntax = \"proto3\"; package b; message B { string s = 1; }"),
        ]);
        FileDescriptorSet::decode(set.as_slice()).unwrap().file
    }

    #[test]
    fn what_is_imported_is_missed_until_it_has_come() {
        let bytes = |name: &str| files().iter().find(|file| file.name() == name).unwrap().encode_to_vec();
        let mut files = Files::default();
        assert_eq!(files.missing(), None);
        files.add(bytes("a.proto")).unwrap();
        files.add(bytes("a.proto")).unwrap();
        assert_eq!(files.missing().as_deref(), Some("b.proto"));
        assert!(files.pool().is_err());
        files.add(bytes("b.proto")).unwrap();
        assert_eq!(files.missing(), None, "everybody has timestamps");
        let pool = std::sync::Arc::new(files.pool().unwrap());
        assert!(pool.message("a.A").is_ok() && pool.message("google.protobuf.Timestamp").is_ok());
    }

    #[test]
    fn files_that_import_each_other_come_to_an_end_and_what_is_none_is_refused() {
        let circular = |name: &str, import: &str| FileDescriptorProto {
            name: Some(name.to_owned()),
            dependency: vec![import.to_owned()],
            ..FileDescriptorProto::default()
        };
        let mut files = Files::default();
        files.add(circular("a.proto", "b.proto").encode_to_vec()).unwrap();
        files.add(circular("b.proto", "a.proto").encode_to_vec()).unwrap();
        assert_eq!(files.missing(), None);
        assert!(files.pool().is_ok_and(|pool| pool.services().is_empty()));
        assert!(files.add(vec![0xff]).is_err());
    }
}
