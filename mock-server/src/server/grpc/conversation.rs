//! A call in which both sides take turns, answered as its requests come.

use super::call::{Cut, Incoming, next, unwinding};
use super::choose::{candidates, near, unknown};
use super::{borrowed, reply};
use crate::server::choose::Choice;
use crate::server::journal::Reason;
use abide_contract_core::grpc::{ActualCall, Answer, Call, Turn};
use abide_contract_core::mismatch::{Mismatch, Place};
use bytes::Bytes;
use tokio::sync::mpsc::{Sender, channel};
use tokio_stream::wrappers::ReceiverStream;
use tonic::codegen::BoxStream;
use tonic::{Response, Status, Streaming};

/// How many messages may wait for the client to read them.
const UNREAD: usize = 16;

type Sending = Sender<Result<Bytes, Status>>;

/// What has been said so far, and the interactions it may belong to.
pub(super) struct Conversation {
    incoming: Incoming,
    /// Those that still match, the one to follow first; never empty.
    live: Vec<Candidate>,
    received: Vec<Bytes>,
    sent: usize,
}

struct Candidate {
    at: usize,
    call: Call,
    turns: Vec<Turn>,
    answer: Answer,
}

/// Why a conversation came to no good end.
enum Broken {
    /// It is for the verdict.
    Reason(Reason),
    /// Its requests could not be taken in.
    Cut(Cut),
    /// The client no longer listens.
    Unheard,
}

impl Conversation {
    /// Begins to answer at once; the rest is said in a task of its own.
    pub(super) fn answer(incoming: Incoming, requests: Streaming<Bytes>) -> Result<Response<BoxStream<Bytes>>, Status> {
        let live = match unwinding(|| begin(&incoming)) {
            Ok(live) => live,
            Err(reason) => return Err(incoming.refuse(reason)),
        };
        let headers = match live.first() {
            Some(first) => reply::metadata(&first.answer.headers)?,
            None => return Err(Status::internal("a conversation without interaction")),
        };
        let (out, answers) = channel(UNREAD);
        let conversation = Self { incoming, live, received: Vec::new(), sent: 0 };
        tokio::spawn(conversation.hold(requests, out));
        Ok(reply::with_headers(headers, Box::pin(ReceiverStream::new(answers))))
    }

    async fn hold(mut self, mut requests: Streaming<Bytes>, out: Sending) {
        let unfinished = self.incoming.unfinished();
        let played = self.play(&mut requests, &out).await;
        if !matches!(played, Err(Broken::Cut(Cut::Broken(_)) | Broken::Unheard)) {
            unfinished.finish();
        }
        let end = match played {
            Ok(()) => self.live.first().and_then(|first| reply::end(&first.answer).unwrap_or_else(Some)),
            Err(Broken::Reason(reason)) => Some(self.incoming.refuse(reason)),
            Err(Broken::Cut(cut)) => Some(self.incoming.cut_off(cut)),
            Err(Broken::Unheard) => None,
        };
        if let Some(status) = end {
            // A client that has gone does not want to know.
            let _ = out.send(Err(status)).await;
        }
    }

    /// Takes turn by turn as the first of the interactions that still match has them.
    async fn play(&mut self, requests: &mut Streaming<Bytes>, out: &Sending) -> Result<(), Broken> {
        let mut step = 0;
        self.settle();
        loop {
            let turn = self.live.first().and_then(|first| first.turns.get(step)).copied().unwrap_or(Turn::End);
            match turn {
                Turn::Client(_) => match next(requests).await.map_err(Broken::Cut)? {
                    Some(message) => self.listen(message, step)?,
                    None => return Err(self.differs()),
                },
                Turn::Server(index) => self.speak(index, out).await?,
                Turn::HalfClose => {
                    if let Some(message) = next(requests).await.map_err(Broken::Cut)? {
                        self.received.push(message);
                        return Err(self.differs());
                    }
                    self.settle();
                }
                Turn::End => return Ok(()),
            }
            step += 1;
        }
    }

    /// Takes a request in; interactions it does not belong to are given up.
    fn listen(&mut self, message: Bytes, step: usize) -> Result<(), Broken> {
        let index = self.received.len();
        let kept = unwinding(|| {
            let matches = |candidate: &Candidate| candidate.call.match_request(index, &message).is_empty();
            Ok(self.live.iter().map(matches).collect::<Vec<_>>())
        });
        let kept = kept.map_err(Broken::Reason)?;
        self.received.push(message);
        let Some(followed) = (0..kept.len()).find(|at| kept[*at] && self.can_follow(*at, step)) else {
            return Err(self.differs());
        };
        let mut kept = kept.into_iter();
        let mut at = 0;
        self.live.retain(|_| {
            at += 1;
            kept.next().unwrap_or_default() && at > followed
        });
        self.settle();
        Ok(())
    }

    /// Whether what was said so far is what this interaction would have said.
    fn can_follow(&self, at: usize, step: usize) -> bool {
        let (followed, other) = (&self.live[0], &self.live[at]);
        let said = |candidate: &Candidate| candidate.turns.get(..=step).map(<[_]>::to_vec);
        at == 0
            || (said(followed) == said(other)
                && followed.answer.headers == other.answer.headers
                && followed.answer.messages.get(..self.sent) == other.answer.messages.get(..self.sent))
    }

    async fn speak(&mut self, index: usize, out: &Sending) -> Result<(), Broken> {
        let message = self.live.first().and_then(|first| first.answer.messages.get(index));
        let message = message.map(|message| Bytes::copy_from_slice(message));
        let missing = || Broken::Reason(Reason::Failed(format!("the answer has no message {index}")));
        out.send(Ok(message.ok_or_else(missing)?)).await.map_err(|_| Broken::Unheard)?;
        self.sent += 1;
        Ok(())
    }

    /// Notes that the interaction has happened, as soon as it has been asked everything: a client that has read the last
    /// answer may end the test before we see it end the call.
    fn settle(&self) {
        let Some(first) = self.live.first() else { return };
        let expected = first.turns.iter().filter(|turn| matches!(turn, Turn::Client(_))).count();
        if self.received.len() == expected && self.mismatches(first).is_empty() {
            self.incoming.shared.journal.entries().hits[first.at] = true;
        }
    }

    fn mismatches(&self, candidate: &Candidate) -> Vec<Mismatch> {
        let metadata = borrowed(&self.incoming.metadata);
        let messages: Vec<&[u8]> = self.received.iter().map(|message| &message[..]).collect();
        candidate.call.match_call(&ActualCall { metadata: &metadata, messages: &messages })
    }

    /// What separates the conversation from the closest of the interactions it could have been.
    fn differs(&self) -> Broken {
        let reason = unwinding(|| {
            let compared = self.live.iter().map(|candidate| (candidate.at, self.mismatches(candidate)));
            let closest = compared.min_by_key(|(_, mismatches)| mismatches.len());
            Ok(closest.map(|(at, mismatches)| near(at, mismatches)))
        });
        Broken::Reason(match reason {
            Ok(Some(near)) => Reason::Differs(near),
            Ok(None) => Reason::Unknown(None),
            Err(reason) => reason,
        })
    }
}

/// The interactions whose metadata the call has.
fn begin(incoming: &Incoming) -> Result<Vec<Candidate>, Reason> {
    let declaration = &incoming.shared.declaration;
    let hits = incoming.shared.journal.entries().hits.clone();
    let metadata = borrowed(&incoming.metadata);
    let requests = |at: usize| declaration.interactions[at].expected.as_grpc().map_or(0, |call| call.requests.len());
    let mut live = Vec::new();
    let mut closest: Option<(usize, Vec<Mismatch>)> = None;
    for (at, call) in candidates(declaration, &hits, &incoming.path) {
        let mut mismatches = call.match_call(&ActualCall { metadata: &metadata, messages: &[] });
        mismatches.retain(|mismatch| matches!(mismatch.place, Place::Metadata(_)));
        if mismatches.is_empty() {
            let answer = incoming.made(at)?;
            live.push(Candidate { at, call: call.clone(), turns: turns(call, requests(at), &answer), answer });
        } else if closest.as_ref().is_none_or(|(_, known)| mismatches.len() < known.len()) {
            closest = Some((at, mismatches));
        }
    }
    match closest {
        _ if !live.is_empty() => Ok(live),
        Some((at, mismatches)) => Err(Reason::Differs(near(at, mismatches))),
        None => match unknown(declaration, &incoming.path) {
            Choice::Unknown(near) => Err(Reason::Unknown(near)),
            Choice::Match(_) | Choice::Differs(_) => Err(Reason::Unknown(None)),
        },
    }
}

/// Who speaks when: where nothing was said, all requests come before all answers.
fn turns(call: &Call, requests: usize, answer: &Answer) -> Vec<Turn> {
    if !call.script().is_empty() {
        return call.script().to_vec();
    }
    let answers = (0..answer.messages.len()).map(Turn::Server);
    (0..requests).map(Turn::Client).chain([Turn::HalfClose]).chain(answers).chain([Turn::End]).collect()
}
