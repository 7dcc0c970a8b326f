//! The mock server: [`MockServer`] is what a test holds; `http` serves, `choose` finds the interaction a request is meant
//! for, `reply` turns the choice into a response, `journal` keeps what arrived; `grpc` does the same for calls.

pub(crate) mod choose;
#[cfg(feature = "grpc")]
mod grpc;
mod http;
pub(crate) mod journal;
mod reply;

use crate::declare::Declaration;
use crate::record;
use crate::verdict;
use choose::Choices;
use http::Running;
use journal::Journal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// What the server's thread and the test share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) declaration: Declaration,
    pub(crate) choices: Choices,
    pub(crate) journal: Journal,
}

/// A running stand-in for the provider, from [`Contract::start`](crate::declare::Contract::start).
///
/// It stops with [`finish`](Self::finish) or when dropped. Either way it panics unless every declared interaction happened
/// and nothing else arrived, and records the contract if so. A test that is already panicking, or that forgets the server
/// without dropping it, records nothing.
#[derive(Debug)]
#[must_use = "a mock server that is dropped at once sees no request; keep it: `let orders = contract(..).start();`"]
pub struct MockServer {
    address: SocketAddr,
    url: String,
    shared: Arc<Shared>,
    folder: Option<PathBuf>,
    /// `None` once the verdict is spoken.
    running: Option<Running>,
}

impl MockServer {
    #[track_caller]
    pub(crate) fn start(declaration: Declaration, folder: Option<PathBuf>) -> Self {
        let choices = Choices::new(&declaration);
        let journal = Journal::new(declaration.interactions.len());
        let shared = Arc::new(Shared { declaration, choices, journal });
        match Running::start(Arc::clone(&shared)) {
            Ok((running, address)) => {
                Self { address, url: format!("http://{address}"), shared, folder, running: Some(running) }
            }
            Err(error) => panic!("the mock server of {} cannot start: {error}", shared.declaration.title()),
        }
    }

    /// Where the client under test finds the provider: `http://127.0.0.1:49152`, without a final slash.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same as [`url`](Self::url), for clients that take host and port apart.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops the server and panics, saying what differs, unless the contract was kept; a kept contract is recorded.
    ///
    /// Dropping the server does the same. Call it where a test returns `Result`: drop sees a panic, not an `Err`, and would
    /// report what never arrived in place of the error.
    #[track_caller]
    pub fn finish(mut self) {
        self.conclude();
    }

    #[track_caller]
    fn conclude(&mut self) {
        let Some(running) = self.running.take() else { return };
        running.stop();
        // The test has failed for a reason of its own; a second panic would end the whole run.
        if std::thread::panicking() {
            return;
        }
        let declaration = &self.shared.declaration;
        if let Some(breach) = verdict::breach(declaration, &self.shared.journal.entries()) {
            panic!("{breach}");
        }
        if let Err(error) = record::record(declaration, self.folder.as_deref()) {
            panic!("{}", verdict::unrecorded(declaration, &error));
        }
    }
}

impl Drop for MockServer {
    fn drop(&mut self) {
        self.conclude();
    }
}
