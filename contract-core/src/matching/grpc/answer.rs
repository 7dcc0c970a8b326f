//! The answer of a provider: status first, since it decides what else there can be.

use super::{Side, count, metadata, stream};
use crate::grpc::{ActualAnswer, ActualStatus, Call, Code};
use crate::json::Value;
use crate::matching::value::unmet;
use crate::mismatch::{Difference, Mismatch, Place};
use crate::protobuf::status;
use crate::rule::{Budget, Site};

impl Call {
    /// What differs between the answer as expected and as the provider gave it; empty when it matches.
    pub fn match_answer(&self, actual: &ActualAnswer<'_>) -> Vec<Mismatch> {
        let _budget = Budget::open();
        let mut mismatches = Vec::new();
        let wanted = self.end().code.unwrap_or(Code::OK);
        if let Some(status) = actual.status {
            self.compare_status(wanted, &status, &mut mismatches);
        }
        let is_other_end = !mismatches.is_empty();
        metadata::compare_answer(self, actual, &mut mismatches);
        if self.kind().server_streams() {
            if !is_other_end || wanted == Code::OK && !actual.messages.is_empty() {
                mismatches.extend(stream::compare(self, actual.messages, actual.status.is_none()));
            }
        } else if !is_other_end && wanted == Code::OK {
            self.compare_single(actual.messages, &mut mismatches);
        }
        mismatches
    }

    /// The one message of an answer that does not stream.
    fn compare_single(&self, actual: &[&[u8]], mismatches: &mut Vec<Mismatch>) {
        if actual.len() != 1 {
            mismatches.push(count(Side::Response, "exactly 1".to_owned(), actual.len()));
        }
        if let (Some(expected), Some(bytes)) = (self.expected_responses().first(), actual.first()) {
            mismatches.extend(self.compare(Side::Response, (expected, 0), bytes));
        }
    }

    fn compare_status(&self, wanted: Code, actual: &ActualStatus<'_>, mismatches: &mut Vec<Mismatch>) {
        if wanted != actual.code {
            let said = if actual.message.is_empty() { String::new() } else { format!(" ({})", actual.message) };
            let difference = Difference::Plain {
                what: "grpc-status",
                expected: wanted.to_string(),
                actual: format!("{}{said}", actual.code),
            };
            mismatches.push(Mismatch::plain(Place::Status, difference));
            return;
        }
        let place = Place::Metadata("grpc-message".to_owned());
        if let Some(wanted) = &self.end().message {
            let (wanted, found) = (Value::string(wanted.as_str()), Value::string(actual.message));
            let rules = self.response_rules().metadata.iter().find(|(name, _)| name == "grpc-message");
            match rules {
                Some((name, set)) => {
                    let site = Site { in_text: true, inherited: false };
                    for (difference, rule) in unmet(set, name, (&wanted, &found), site) {
                        mismatches.push(Mismatch { place: place.clone(), difference, rule: Some(rule) });
                    }
                }
                None if wanted == found => {}
                None => {
                    let quoted = |value: &Value<'_>| format!("'{}'", value.to_text());
                    let (expected, actual) = (quoted(&wanted), quoted(&found));
                    mismatches
                        .push(Mismatch::plain(place, Difference::Plain { what: "grpc-message", expected, actual }));
                }
            }
        }
        self.compare_details(actual.details, mismatches);
    }

    /// Every expected detail needs one of its type: the first with the first, the second with the second.
    fn compare_details(&self, bytes: &[u8], mismatches: &mut Vec<Mismatch>) {
        if self.details().is_empty() {
            return;
        }
        let place = |path: String| Place::Message(path);
        let Some(found) = status::read_details(bytes) else {
            let reason = "it is no google.rpc.Status".to_owned();
            let difference = Difference::Unreadable { format: "Protobuf", reason };
            mismatches.push(Mismatch::plain(place("details".to_owned()), difference));
            return;
        };
        let mut taken = vec![false; found.len()];
        for (index, detail) in self.details().iter().enumerate() {
            let name = detail.kind.full_name();
            let is_free =
                |(at, (url, _)): &(usize, &(String, Vec<u8>))| !taken[*at] && url.rsplit('/').next() == Some(name);
            let Some((at, (_, bytes))) = found.iter().enumerate().find(is_free) else {
                let missing = Difference::Missing { what: "a status detail", name: name.to_owned() };
                mismatches.push(Mismatch::plain(place(format!("details[{index}]")), missing));
                continue;
            };
            taken[at] = true;
            mismatches.extend(self.compare_detail(index, bytes));
        }
    }

    fn compare_detail(&self, index: usize, bytes: &[u8]) -> Vec<Mismatch> {
        let detail = &self.details()[index];
        let (schema, prefix) = (detail.kind.schema(), format!("details[{index}]."));
        match crate::protobuf::decode::decode(schema, detail.kind.id(), bytes) {
            Ok(actual) => {
                let verdict = super::Verdict { id: detail.kind.id(), is_plugin: false, ..self.verdict(Side::Response) };
                verdict.differences(&detail.expected, &actual, &prefix)
            }
            Err(error) => {
                let difference = Difference::Unreadable { format: "Protobuf", reason: error.to_string() };
                vec![Mismatch::plain(Place::Message(format!("{prefix}$")), difference)]
            }
        }
    }
}
