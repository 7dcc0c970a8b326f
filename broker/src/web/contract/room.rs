//! How much of what Protobuf messages hold goes on one page: names and descriptors of a contract can be long, and its bytes few.

use super::message::LONGEST_BODY;
use abide_contract_core::body::Body;
use abide_contract_core::generate::Generators;
use abide_contract_core::grpc::{Grpc, Readable, Reading};
use abide_contract_core::protobuf::{Descriptors, Error, Meaning};
use abide_contract_core::rules::Rules;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// How many characters the decoded messages of a page may have, each value counting as a line.
const OF_MESSAGES: usize = 4 * 1024 * 1024;

/// How long, in base64, all descriptors a page looks into may be.
const OF_DESCRIPTORS: usize = 1024 * 1024;

/// Why nothing is read where there is none left.
const NO_ROOM: &str = "the descriptors are too long for a page";

/// What is left for one page.
#[derive(Debug)]
pub(crate) struct Room {
    messages: Cell<usize>,
    descriptors: Cell<usize>,
    /// Whether there was room for the descriptors of a key.
    keys: RefCell<HashMap<String, bool>>,
}

impl Room {
    pub(crate) fn new() -> Self {
        Self { messages: Cell::new(OF_MESSAGES), descriptors: Cell::new(OF_DESCRIPTORS), keys: RefCell::default() }
    }

    /// The call held against its descriptors, or why it cannot be.
    pub(super) fn reading<'g>(&self, grpc: &'g Grpc) -> Result<Reading<'g>, String> {
        if self.has_descriptors(&grpc.descriptor_key, grpc.descriptors.as_deref()) {
            grpc.reading().map_err(|error| error.to_string())
        } else {
            Err(NO_ROOM.to_owned())
        }
    }

    /// A body that is a message, with the rules and generators for its fields, or why it cannot be read; `None` where nothing
    /// says that it is one.
    pub(super) fn body(&self, body: &Body, (rules, made): (&Rules, &Generators)) -> Option<Result<Readable, String>> {
        let meaning = body.meaning.as_ref()?;
        let size = body.to_bytes().filter(|bytes| !bytes.is_empty())?.len();
        if !self.is_told(body) {
            return Some(Err(NO_ROOM.to_owned()));
        }
        let read = self.message(size, |room| Readable::of_body((body, meaning), &rules.body, &made.body, room));
        Some(read.map_err(|error| error.to_string()))
    }

    /// Whether there is room to look into the descriptors of a body, if it has any.
    pub(super) fn is_told(&self, body: &Body) -> bool {
        let has = |meaning: &Meaning| self.has_descriptors(&meaning.descriptor_key, meaning.descriptors.as_deref());
        body.meaning.as_ref().is_none_or(has)
    }

    fn has_descriptors(&self, key: &str, descriptors: Option<&Descriptors>) -> bool {
        let Some(descriptors) = descriptors else { return true };
        *self.keys.borrow_mut().entry(key.to_owned()).or_insert_with(|| {
            let left = self.descriptors.get().checked_sub(descriptors.encoded().len());
            self.descriptors.set(left.unwrap_or(self.descriptors.get()));
            left.is_some()
        })
    }

    /// What is read of a message of so many bytes, if there is room for it.
    pub(super) fn message<T>(
        &self,
        size: usize,
        read: impl FnOnce(&Cell<usize>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let most = self.messages.get().min(LONGEST_BODY);
        if most == 0 || size > LONGEST_BODY {
            return Err(Error::TooLong);
        }
        let own = Cell::new(most);
        let read = read(&own);
        self.messages.set(self.messages.get() - (most - own.get()));
        read
    }
}
