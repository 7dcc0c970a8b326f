//! The course of a gRPC call in words: which sides stream, what else may come, and who speaks when.

use abide_contract_core::grpc::{Extension, Order, Stream, Turn};
use abide_contract_core::protobuf::CallKind;

/// Turns of a script that are told.
const MOST_TURNS: usize = 20;

/// The kind of call, and what a contract says about its course.
pub(super) fn words(kind: Option<CallKind>, extension: Option<&Extension>, responses: usize) -> Vec<String> {
    let mut words: Vec<String> = kind.map(named).into_iter().map(str::to_owned).collect();
    let Some(extension) = extension else { return words };
    if kind.is_some_and(CallKind::server_streams) {
        words.extend(answers(&extension.stream, responses));
    }
    if !extension.script.is_empty() {
        words.push(script(&extension.script));
    }
    words.extend(extension.deadline.map(|deadline| format!("within {} s", deadline.as_secs_f64())));
    words
}

fn named(kind: CallKind) -> &'static str {
    match kind {
        CallKind::Unary => "unary call",
        CallKind::ServerStreaming => "server streaming",
        CallKind::ClientStreaming => "client streaming",
        CallKind::Bidirectional => "bidirectional streaming",
    }
}

/// What is said of the responses, where it is more than these one by one.
fn answers(stream: &Stream, responses: usize) -> Vec<String> {
    let order = match stream.order {
        Order::Exact => None,
        Order::Prefix => Some("others may follow".to_owned()),
        Order::Any => Some("in any order, others may come".to_owned()),
    };
    let repeat = stream.repeat.map(|at| format!("further ones like response {}", at + 1));
    let count = match (stream.min, stream.max) {
        (None, None) => None,
        (Some(min), Some(max)) if min == max => Some(format!("{min} responses")),
        (Some(min), Some(max)) => Some(format!("{min} to {max} responses")),
        (Some(min), None) => Some(format!("{min} responses or more")),
        (None, Some(max)) => Some(format!("{responses} to {max} responses")),
    };
    count.into_iter().chain(order).chain(repeat).collect()
}

fn script(script: &[Turn]) -> String {
    let turns = script.iter().take(MOST_TURNS).map(|turn| match turn {
        Turn::Client(at) => format!("request {}", at + 1),
        Turn::Server(at) => format!("response {}", at + 1),
        Turn::HalfClose => "no more requests".to_owned(),
        Turn::End => "end".to_owned(),
    });
    let more = (script.len() > MOST_TURNS).then(|| "…".to_owned());
    format!("in turns: {}", turns.chain(more).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_course_of_a_call_is_told_in_words() {
        let of = |stream: Stream, script: &[Turn]| {
            let deadline = Some(Duration::from_millis(1500));
            let extension = Extension { stream, script: script.to_vec(), deadline, ..Extension::default() };
            words(Some(CallKind::Bidirectional), Some(&extension), 2).join(" · ")
        };
        let turns = [Turn::Client(0), Turn::Server(0), Turn::HalfClose, Turn::Server(1), Turn::End];
        assert_eq!(
            of(Stream::default(), &turns),
            "bidirectional streaming · in turns: request 1, response 1, no more requests, response 2, end · within 1.5 s"
        );
        let open = Stream { order: Order::Prefix, min: Some(2), max: Some(4), repeat: Some(1) };
        assert_eq!(
            of(open, &[]),
            "bidirectional streaming · 2 to 4 responses · others may follow · further ones like response 2 · within 1.5 s"
        );
        assert!(of(Stream::default(), &[Turn::Client(0); 500]).ends_with("request 1, … · within 1.5 s"));
        assert_eq!(words(Some(CallKind::Unary), None, 1), ["unary call"]);
    }
}
