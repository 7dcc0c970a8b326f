//! How much of what gRPC calls hold goes on one page: names and descriptors of a contract can be long, and its bytes few.

use super::message::LONGEST_BODY;
use abide_contract_core::grpc::{Grpc, Reading};
use abide_contract_core::protobuf::Error;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// How many characters the decoded messages of a page may have, each value counting as a line.
const OF_MESSAGES: usize = 4 * 1024 * 1024;

/// How long, in base64, all descriptors a page looks into may be.
const OF_DESCRIPTORS: usize = 1024 * 1024;

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
        if self.has_descriptors(grpc) {
            grpc.reading().map_err(|error| error.to_string())
        } else {
            Err("the descriptors are too long for a page".to_owned())
        }
    }

    fn has_descriptors(&self, grpc: &Grpc) -> bool {
        let Some(descriptors) = &grpc.descriptors else { return true };
        *self.keys.borrow_mut().entry(grpc.descriptor_key.clone()).or_insert_with(|| {
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
