//! What a call is answered with: what was declared, or a status and an explanation.

use crate::server::Shared;
use crate::server::journal::Reason;
use crate::verdict;
use abide_contract_core::grpc::Answer;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use tonic::codegen::{BoxStream, tokio_stream};
use tonic::metadata::MetadataMap;
use tonic::{Code, Response, Status};

/// The longest explanation in a status: it is a header, and clients take in few kilobytes of those.
const TEXT_LIMIT: usize = 2048;

/// The messages as declared, then the status.
pub(super) fn declared(answer: Answer) -> Result<Response<BoxStream<Bytes>>, Status> {
    let end = end(&answer)?;
    if answer.messages.is_empty()
        && answer.headers.is_empty()
        && let Some(status) = end
    {
        return Err(status);
    }
    let headers = metadata(&answer.headers)?;
    let messages = answer.messages.into_iter().map(|message| Ok(Bytes::from(message)));
    let items: Vec<_> = messages.chain(end.map(Err)).collect();
    Ok(with_headers(headers, Box::pin(tokio_stream::iter(items))))
}

pub(super) fn with_headers(headers: MetadataMap, stream: BoxStream<Bytes>) -> Response<BoxStream<Bytes>> {
    let mut response = Response::new(stream);
    *response.metadata_mut() = headers;
    response
}

/// How the stream ends; `None` when it simply does.
pub(super) fn end(answer: &Answer) -> Result<Option<Status>, Status> {
    if answer.code.0 == 0 && answer.trailers.is_empty() {
        return Ok(None);
    }
    let details = Bytes::copy_from_slice(&answer.details);
    let trailers = metadata(&answer.trailers)?;
    let code = Code::from_i32(answer.code.0);
    Ok(Some(Status::with_details_and_metadata(code, &answer.message, details, trailers)))
}

/// Metadata as it goes over the wire: values of `-bin` names are base64 already.
pub(super) fn metadata(pairs: &[(String, String)]) -> Result<MetadataMap, Status> {
    let mut headers = HeaderMap::with_capacity(pairs.len());
    for (name, value) in pairs {
        let unsendable = || Status::internal(format!("the metadata `{name}` of the answer cannot be sent"));
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unsendable())?;
        headers.append(key, HeaderValue::from_str(value).map_err(|_| unsendable())?);
    }
    Ok(MetadataMap::from_headers(headers))
}

/// Notes a call that is not answered as declared; whoever reads the client's error finds the reason in it.
pub(super) fn refuse(path: &str, reason: Reason, shared: &Shared) -> Status {
    let line = path.trim_start_matches('/').to_owned();
    let explanation = verdict::refusal(&shared.declaration, &line, &reason);
    let mut text = explanation.error;
    if let Some(closest) = explanation.closest {
        text = format!("{text}\nclosest: {closest}");
    }
    for difference in explanation.differences {
        text = format!("{text}\n  {difference}");
    }
    let code = match reason {
        Reason::Unknown(_) => Code::Unimplemented,
        Reason::Differs(_) | Reason::Failed(_) => Code::Internal,
    };
    shared.journal.entries().stray(line, reason);
    Status::new(code, clipped(text))
}

fn clipped(mut text: String) -> String {
    const MORE: &str = "…";
    if text.len() > TEXT_LIMIT {
        let whole = |at: &usize| text.is_char_boundary(*at);
        let end = (0..=TEXT_LIMIT - MORE.len()).rev().find(whole).unwrap_or_default();
        text.truncate(end);
        text.push_str(MORE);
    }
    text
}
