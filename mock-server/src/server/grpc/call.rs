//! A call that is answered once all its requests are there.

use super::choose::{candidates, choose};
use super::conversation::Conversation;
use super::{Answering, borrowed, health, reflection, reply};
use crate::server::Shared;
use crate::server::choose::Choice;
use crate::server::http::BODY_LIMIT;
use crate::server::journal::Reason;
use abide_contract_core::generate::Context;
use abide_contract_core::grpc::{ActualCall, Answer};
use bytes::Bytes;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use tonic::{Code, Status, Streaming};

/// A call whose requests are still to come.
#[derive(Debug)]
pub(super) struct Incoming {
    pub(super) path: String,
    pub(super) metadata: Vec<(String, String)>,
    /// The address the client has found us by.
    pub(super) address: Option<String>,
    pub(super) shared: Arc<Shared>,
}

impl Incoming {
    pub(super) fn answer(self, requests: Streaming<Bytes>) -> Answering {
        let is_declared = self.candidates(|_| true);
        if !is_declared && let Some(method) = self.path.strip_prefix(health::SERVICE) {
            return health::answer(method.to_owned(), requests, self.shared);
        }
        if !is_declared && reflection::METHODS.contains(&self.path.as_str()) {
            return reflection::answer(requests, self.shared);
        }
        if self.candidates(|call| !call.script().is_empty()) {
            return Box::pin(async { Conversation::answer(self, requests) });
        }
        Box::pin(async move {
            let unfinished = self.unfinished();
            let collected = collected(requests).await;
            if !matches!(collected, Err(Cut::Broken(_))) {
                unfinished.finish();
            }
            let messages = collected.map_err(|cut| self.cut_off(cut))?;
            match unwinding(|| self.judge(&messages)) {
                Ok(answer) => reply::declared(answer),
                Err(reason) => Err(self.refuse(reason)),
            }
        })
    }

    /// Whether the contract has such a call of this method.
    fn candidates(&self, is_wanted: impl Fn(&abide_contract_core::grpc::Call) -> bool) -> bool {
        let hits = self.shared.journal.entries().hits.clone();
        candidates(&self.shared.declaration, &hits, &self.path).any(|(_, call)| is_wanted(call))
    }

    /// The answer of the interaction the call is meant for, which has happened then.
    fn judge(&self, messages: &[Bytes]) -> Result<Answer, Reason> {
        let metadata = borrowed(&self.metadata);
        let messages: Vec<&[u8]> = messages.iter().map(|message| &message[..]).collect();
        let actual = ActualCall { metadata: &metadata, messages: &messages };
        let mut entries = self.shared.journal.entries();
        let at = match choose(&self.shared.declaration, &entries.hits, &self.path, &actual) {
            Choice::Match(at) => at,
            Choice::Differs(near) => return Err(Reason::Differs(near)),
            Choice::Unknown(near) => return Err(Reason::Unknown(near)),
        };
        let answer = self.made(at)?;
        entries.hits[at] = true;
        Ok(answer)
    }

    /// What an interaction answers, with what is made at run time in place.
    pub(super) fn made(&self, at: usize) -> Result<Answer, Reason> {
        let context = Context::consumer();
        let context = match &self.address {
            Some(address) => context.mock_server(format!("http://{address}")),
            None => context,
        };
        let failed = |error: String| Reason::Failed(format!("the answer could not be made: {error}"));
        let call = self.shared.declaration.interactions.get(at).and_then(|declared| declared.call.as_ref());
        let call = call.ok_or_else(|| failed("it is no gRPC interaction".to_owned()))?;
        call.answer(&context).map_err(|error| failed(error.to_string()))
    }

    /// Notes the call as one whose requests did not end, unless it is told that they did.
    pub(super) fn unfinished(&self) -> Unfinished {
        Unfinished(Some((Arc::clone(&self.shared), self.path.trim_start_matches('/').to_owned())))
    }

    /// Notes the call as one that is not answered as declared.
    pub(super) fn refuse(&self, reason: Reason) -> Status {
        reply::refuse(&self.path, reason, &self.shared)
    }

    /// The status for requests that could not be taken in; a call the client broke off has not arrived.
    pub(super) fn cut_off(&self, cut: Cut) -> Status {
        match cut {
            Cut::Broken(status) => status,
            Cut::Refused(why) => self.refuse(Reason::Failed(why)),
        }
    }
}

/// A call whose requests are still coming; it may be dropped with the server or when the client breaks off.
pub(super) struct Unfinished(Option<(Arc<Shared>, String)>);

impl Unfinished {
    pub(super) fn finish(mut self) {
        self.0 = None;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some((shared, method)) = self.0.take() {
            shared.journal.entries().unfinished.push(method);
        }
    }
}

/// Why requests were not taken in.
pub(super) enum Cut {
    /// The client or the connection went away.
    Broken(Status),
    /// They are nothing we can read.
    Refused(String),
}

/// The next request.
pub(super) async fn next(requests: &mut Streaming<Bytes>) -> Result<Option<Bytes>, Cut> {
    requests.message().await.map_err(|status| match status.code() {
        Code::OutOfRange => Cut::Refused(over_limit()),
        Code::Unimplemented | Code::Internal => Cut::Refused(status.message().to_owned()),
        _ => Cut::Broken(status),
    })
}

async fn collected(mut requests: Streaming<Bytes>) -> Result<Vec<Bytes>, Cut> {
    let mut messages = Vec::new();
    let mut size = 0;
    while let Some(message) = next(&mut requests).await? {
        // An endless stream of empty messages takes room as well.
        size += message.len() + size_of::<Bytes>();
        if size > BODY_LIMIT {
            return Err(Cut::Refused(over_limit()));
        }
        messages.push(message);
    }
    Ok(messages)
}

fn over_limit() -> String {
    format!("its messages are over the mock server's limit of {} MiB", BODY_LIMIT / (1024 * 1024))
}

/// A panic would only end the call, and it would be missing from the verdict.
pub(super) fn unwinding<T>(judge: impl FnOnce() -> Result<T, Reason>) -> Result<T, Reason> {
    catch_unwind(AssertUnwindSafe(judge)).unwrap_or_else(|_| {
        Err(Reason::Failed("the mock server panicked over it, with the message printed above".to_owned()))
    })
}
