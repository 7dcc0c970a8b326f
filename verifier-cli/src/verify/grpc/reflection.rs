//! Asking a provider what it offers, by server reflection.

use super::answer::Trouble;
use super::client::{Client, Head};
use super::connection::{Address, Outgoing};
use super::frame::framed;
use crate::hint::{Endpoint, Hint};
use crate::network::{MAX_ANSWER, Network};
use crate::verify::error::Error;
use crate::verify::outcome::Problem;
use crate::verify::{checked, header_lines};
use abide_contract_core::grpc::Code;
use abide_contract_core::protobuf::Pool;
use abide_contract_core::protobuf::reflection::{Asked, Failure, Files, METHODS, Question, Reply, Told};
use bytes::Bytes;
use prost::Message as _;
use std::sync::{Arc, OnceLock};
use tokio::sync::mpsc::unbounded_channel;
use tokio::time::timeout_at;
use url::Url;

/// No more files than this are asked for; whoever has more is making them up.
const MAX_FILES: usize = 10_000;

const UNKNOWN: Code = Code(5);
const UNIMPLEMENTED: Code = Code(12);

/// A provider that is asked what it offers.
#[derive(Debug)]
pub struct Reflection {
    client: Client,
    /// The method that has answered: providers serve one version or both.
    method: OnceLock<&'static str>,
}

/// How an answer ended that has no message.
#[derive(Debug)]
struct Refusal {
    code: Code,
    message: String,
}

impl Reflection {
    /// The provider at `url`; `headers` go with every question.
    pub fn new(url: Url, headers: &[(String, String)], network: Arc<Network>) -> Result<Self, Error> {
        checked(&url, "provider")?;
        let client =
            Client::new(Address { url, endpoint: Endpoint::Reflection }, header_lines(headers)?, MAX_ANSWER, network);
        Ok(Self { client, method: OnceLock::new() })
    }

    /// The provider's address.
    pub fn url(&self) -> &Url {
        &self.client.address().url
    }

    /// What the provider says of a service, with every message in reach; `None` when it does not know it.
    pub async fn service(&self, name: &str) -> Result<Option<Arc<Pool>>, Problem> {
        let Some(mut found) = self.files(Asked::Symbol(name.to_owned())).await? else { return Ok(None) };
        if found.is_empty() {
            return Err(self.unusable(&"there is nothing in its answer"));
        }
        let mut files = Files::default();
        let mut asked = None;
        for _ in 0..MAX_FILES {
            for file in found {
                files.add(file).map_err(|error| self.unusable(&error))?;
            }
            let Some(missing) = files.missing() else {
                let pool = files.pool().map_err(|error| self.unusable(&error))?;
                return Ok(Some(Arc::new(pool)));
            };
            if asked.as_ref() == Some(&missing) {
                return Err(self.unusable(&format!("it answers other files than `{missing}`, which it imports")));
            }
            let told = self.files(Asked::File(missing.clone())).await?;
            found =
                told.ok_or_else(|| self.unusable(&format!("it imports `{missing}` and does not know that file")))?;
            asked = Some(missing);
        }
        Err(self.unusable(&format!("there are more than {MAX_FILES} files")))
    }

    fn unusable(&self, reason: &dyn std::fmt::Display) -> Problem {
        Problem::new(format!("what the provider at {} says about itself cannot be used: {reason}", self.url()))
    }

    /// The files that answer a question; `None` when there are none.
    async fn files(&self, asked: Asked) -> Result<Option<Vec<Vec<u8>>>, Problem> {
        match self.tell(asked).await? {
            Ok(Told::Files(told)) => Ok(Some(told.files)),
            Ok(Told::Failure(Failure { code, .. })) if Code(code) == UNKNOWN => Ok(None),
            Err(Refusal { code, .. }) if code == UNKNOWN => Ok(None),
            Ok(Told::Failure(Failure { code, message })) => Err(self.refused(&Refusal { code: Code(code), message })),
            Err(refusal) => Err(self.refused(&refusal)),
            Ok(_) => Err(self.unusable(&"it answers another question than was asked")),
        }
    }

    fn refused(&self, refusal: &Refusal) -> Problem {
        let url = self.url();
        let Refusal { code, message } = refusal;
        if *code == UNIMPLEMENTED {
            return Problem::new(format!("the provider at {url} does not serve reflection")).with_hint(
                "switch on gRPC server reflection in the provider, v1 or v1alpha, at least where it is checked",
            );
        }
        let why = if message.is_empty() { String::new() } else { format!(" ({message})") };
        Problem::new(format!("the provider at {url} does not say what it offers: {code}{why}")).with_hint(Hint::Headers)
    }

    /// Asks one question, in the version of the protocol the provider serves.
    async fn tell(&self, asked: Asked) -> Result<Result<Told, Refusal>, Problem> {
        let question = Question { host: String::new(), asked: Some(asked) }.encode_to_vec();
        let methods = self.method.get().map_or(METHODS.as_slice(), std::slice::from_ref);
        let mut refusal = Refusal { code: UNIMPLEMENTED, message: String::new() };
        for method in methods {
            match self.ask(method, &question).await? {
                Err(refused) if refused.code == UNIMPLEMENTED => refusal = refused,
                answered => {
                    let _ = self.method.set(method);
                    return Ok(answered);
                }
            }
        }
        Ok(Err(refusal))
    }

    /// Asks in a stream of its own: some providers end the stream where they have no answer.
    async fn ask(&self, method: &str, question: &[u8]) -> Result<Result<Told, Refusal>, Problem> {
        match self.answer(method, question).await {
            Ok(Ok(bytes)) => {
                let reply = Reply::decode(bytes).map_err(|error| self.unusable(&error))?;
                let told = reply.told.ok_or_else(|| self.unusable(&"it answers nothing"))?;
                Ok(Ok(told))
            }
            Ok(Err(refusal)) => Ok(Err(refusal)),
            Err(Trouble::Unknown(problem)) => Err(problem),
            // Where services hang under a router, it answers 404 for a version that is not served.
            Err(Trouble::Breach(text)) if method != METHODS[METHODS.len() - 1] && self.method.get().is_none() => {
                Ok(Err(Refusal { code: UNIMPLEMENTED, message: text }))
            }
            Err(Trouble::Breach(text)) => Err(self.unusable(&text)),
        }
    }

    async fn answer(&self, method: &str, question: &[u8]) -> Result<Result<Bytes, Refusal>, Trouble> {
        let limit = self.client.limit();
        let connection = self.client.connection(limit).await.map_err(Trouble::Unknown)?;
        let (sender, receiver) = unbounded_channel();
        // Nobody asks for a symbol of 4 GB, and the receiver is still there.
        let _ = framed(question).map(|frame| sender.send(frame));
        drop(sender);
        let head = Head { path: method, metadata: &[], deadline: None };
        let mut answer = self.client.call(&connection, &head, Outgoing(receiver))?;
        // One answer is due; its end is waited for, because providers count calls that are broken off.
        match timeout_at(limit, answer.read(2)).await {
            Ok(read) => read?,
            Err(_) => return Err(Trouble::Unknown(self.client.late(0))),
        }
        if let Some(message) = answer.messages().first() {
            return Ok(Ok(message.clone()));
        }
        let status = answer.status()?.unwrap_or_default();
        if status.code == Code::OK {
            return Err(Trouble::Breach("it ends without an answer".to_owned()));
        }
        Ok(Err(Refusal { code: status.code, message: status.message }))
    }
}
