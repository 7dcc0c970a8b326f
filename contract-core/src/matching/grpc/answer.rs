//! The answer of a provider: status first, since it decides what else there can be.

use super::message::Verdict;
use super::{Side, count, metadata, stream};
use crate::body::to_base64;
use crate::grpc::{ActualAnswer, ActualStatus, Call, Code, Detail, DetailContent, Order};
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
                mismatches.extend(stream::compare(self, actual.messages));
            }
        } else if !is_other_end && (wanted == Code::OK || actual.status.is_none()) {
            self.compare_single(wanted, actual.messages, &mut mismatches);
        }
        // Nothing is left open but what comes behind messages that were enough.
        if mismatches.is_empty()
            && actual.status.is_none()
            && (self.stream().order != Order::Prefix || self.states_end())
        {
            let missing = Difference::Missing { what: "grpc-status", name: wanted.to_string() };
            mismatches.push(Mismatch::plain(Place::Status, missing));
        }
        mismatches
    }

    /// The one message of an answer that does not stream, or none where it fails.
    fn compare_single(&self, wanted: Code, actual: &[&[u8]], mismatches: &mut Vec<Mismatch>) {
        let count_of = usize::from(wanted == Code::OK);
        if actual.len() != count_of {
            mismatches.push(count(Side::Response, format!("exactly {count_of}"), actual.len()));
        }
        if let (Some(expected), Some(bytes), 1) = (self.expected_responses().first(), actual.first(), count_of) {
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
            match metadata::rule_of(self.response_rules(), "grpc-message") {
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

    /// Every expected detail needs one of its own that fits, wherever it stands among the others.
    fn compare_details(&self, bytes: &[u8], mismatches: &mut Vec<Mismatch>) {
        if self.details().is_empty() {
            return;
        }
        let place = |path: String| Place::Message(path);
        let Some((_, found)) = status::read_status(bytes) else {
            let reason = "it is no google.rpc.Status".to_owned();
            let difference = Difference::Unreadable { format: "Protobuf", reason };
            mismatches.push(Mismatch::plain(place("details".to_owned()), difference));
            return;
        };
        let is_of = |detail: &Detail, url: &str| url.rsplit('/').next() == Some(&detail.name);
        // Each one's own place first, so that what is left over is what stands at it.
        let mut fitting: Vec<Vec<usize>> = Vec::with_capacity(self.details().len());
        for (index, detail) in self.details().iter().enumerate() {
            let of_type = found.iter().enumerate().filter(|(_, (url, _))| is_of(detail, url));
            let fits = of_type.filter(|(_, (_, bytes))| self.compare_detail(index, bytes).is_empty());
            let mut fits: Vec<_> = fits.map(|(at, _)| at).collect();
            fits.sort_by_key(|at| *at != index);
            fitting.push(fits);
        }
        let (without, owners) = stream::assign(&fitting, found.len());
        let mut is_free: Vec<_> = owners.iter().map(Option::is_none).collect();
        for index in without {
            let detail = &self.details()[index];
            let free = found.iter().enumerate().filter(|(at, (url, _))| is_free[*at] && is_of(detail, url));
            let Some((at, (_, bytes))) = free.min_by_key(|(at, _)| *at != index) else {
                let missing = Difference::Missing { what: "a status detail", name: detail.name.clone() };
                mismatches.push(Mismatch::plain(place(format!("details[{index}]")), missing));
                continue;
            };
            is_free[at] = false;
            mismatches.extend(self.compare_detail(index, bytes));
        }
    }

    fn compare_detail(&self, index: usize, bytes: &[u8]) -> Vec<Mismatch> {
        let prefix = format!("details[{index}].");
        let (kind, expected) = match &self.details()[index].content {
            DetailContent::Message(kind, expected) => (kind, expected),
            DetailContent::Bytes(expected) if expected == bytes => return Vec::new(),
            DetailContent::Bytes(expected) => {
                let text = |bytes: &[u8]| Value::string(to_base64(bytes));
                let difference = Difference::Unequal { expected: text(expected), actual: text(bytes) };
                return vec![Mismatch::plain(Place::Message(format!("{prefix}$")), difference)];
            }
        };
        match crate::protobuf::decode::decode(kind.schema(), kind.id(), bytes) {
            Ok(actual) => {
                let verdict = Verdict { id: kind.id(), is_plugin: false, ..self.verdict(Side::Response) };
                verdict.differences(expected, &actual, &prefix)
            }
            Err(error) => {
                let difference = Difference::Unreadable { format: "Protobuf", reason: error.to_string() };
                vec![Mismatch::plain(Place::Message(format!("{prefix}$")), difference)]
            }
        }
    }
}
