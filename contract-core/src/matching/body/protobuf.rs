//! Bodies that are Protobuf messages, by the descriptors the contract holds: compared field by field, as messages of gRPC
//! calls are.

use super::{Sides, missing};
use crate::body::{Body, Content, ContentType, Family};
use crate::matching::ExtraKeys;
use crate::mismatch::{Difference, Mismatch, Place};
use crate::protobuf::may_be_same;
use crate::rules::BodyRules;

/// Why rules for fields are of no use where the contract has no descriptors for the body.
const NOT_DESCRIBED: &str = "it has rules for fields, and the contract does not say which message it is \
                             (`pluginConfiguration.protobuf`)";

/// Whether a body is compared as a message, or could only be.
pub(super) fn is_meant(sides: &Sides<'_>, family: Family) -> bool {
    sides.expected.meaning.is_some()
        || (family == Family::Binary
            && !sides.live.is_at_an_end()
            && lacks_meaning(sides.expected, sides.expected_type))
}

/// Whether a body is a message of which the contract does not say more.
fn lacks_meaning(body: &Body, content_type: Option<&str>) -> bool {
    let is_protobuf = || content_type.is_some_and(|stated| ContentType::parse(stated).is_protobuf());
    let is_compared = matches!(body.content, Content::Text(_) | Content::Bytes(_));
    body.meaning.is_none() && is_compared && is_protobuf()
}

/// Why a body cannot be compared as the message it is said to be, if so.
pub(in crate::matching) fn obstacle(body: &Body, content_type: Option<&str>, rules: &BodyRules) -> Option<String> {
    let reason = match &body.meaning {
        Some(meaning) => typed::fault(meaning, body, rules)?,
        None if lacks_meaning(body, content_type) && rules.iter().any(|(path, _)| !path.steps().is_empty()) => {
            NOT_DESCRIBED.to_owned()
        }
        None => return None,
    };
    Some(format!("Protobuf body cannot be compared: {reason}"))
}

/// The message a content type names is known from the contract: a provider need not say it, but must not say another one.
pub(super) fn take_message_out(expected: &mut ContentType, actual: &ContentType) {
    let (wanted, sent) = (expected.parameter("message").unwrap_or_default(), actual.parameter("message"));
    if sent.is_none_or(|sent| may_be_same(wanted, sent)) {
        expected.parameters.retain(|(name, _)| name != "message");
    }
}

pub(super) fn compare(sides: &Sides<'_>, extra_keys: ExtraKeys, mismatches: &mut Vec<Mismatch>) {
    let found = match &sides.expected.meaning {
        Some(meaning) => typed::differences(meaning, sides, extra_keys),
        None => Err(NOT_DESCRIBED.to_owned()),
    };
    match found {
        Ok(found) if sides.actual.is_empty() && !found.is_empty() => mismatches.push(missing(sides)),
        Ok(found) => mismatches.extend(found),
        Err(reason) => {
            let difference = Difference::UnreadableExample { format: "Protobuf", reason };
            mismatches.push(Mismatch::plain(Place::Body("$".to_owned()), difference));
        }
    }
}

#[cfg(not(feature = "protobuf"))]
mod typed {
    use super::{Body, BodyRules, ExtraKeys, Mismatch, Sides};
    use crate::protobuf::Meaning;

    const IS_OFF: &str = "the feature `protobuf` of abide-contract-core is off";

    pub(super) fn fault(_: &Meaning, body: &Body, _: &BodyRules) -> Option<String> {
        body.to_bytes().is_some_and(|bytes| !bytes.is_empty()).then(|| IS_OFF.to_owned())
    }

    pub(super) fn differences(_: &Meaning, _: &Sides<'_>, _: ExtraKeys) -> Result<Vec<Mismatch>, String> {
        Err(IS_OFF.to_owned())
    }
}

#[cfg(feature = "protobuf")]
mod typed {
    use super::super::whole::without_content_type;
    use super::{Body, BodyRules, ExtraKeys, Mismatch, Sides};
    use crate::grpc::Expected;
    use crate::matching::grpc::compare_body;
    use crate::protobuf::{Error, Meaning, MessageType};
    use crate::rule::Rule;
    use crate::rule_path::RulePath;
    use crate::rules::RuleSet;
    use std::borrow::Cow;

    fn read(meaning: &Meaning, body: &Body, rules: &BodyRules) -> Result<(MessageType, Expected), Error> {
        let kind = meaning.message_type()?;
        let expected = Expected::read(&kind, (body, rules), None, None)?;
        Ok((kind, expected))
    }

    pub(super) fn fault(meaning: &Meaning, body: &Body, rules: &BodyRules) -> Option<String> {
        // No message is decoded where no body, or an empty one, is expected.
        let is_decoded = body.to_bytes().is_some_and(|bytes| !bytes.is_empty());
        read(meaning, body, rules).err().filter(|_| is_decoded).map(|error| error.to_string())
    }

    /// What differs; the error is why the example cannot be read.
    pub(super) fn differences(
        meaning: &Meaning,
        sides: &Sides<'_>,
        extra_keys: ExtraKeys,
    ) -> Result<Vec<Mismatch>, String> {
        let rules = without_looks(sides.rules);
        let (kind, expected) = read(meaning, sides.expected, &rules).map_err(|error| error.to_string())?;
        Ok(compare_body((&kind, &expected), sides.actual, extra_keys))
    }

    /// The rules but for those about the looks of the body, which have been judged.
    fn without_looks(rules: &BodyRules) -> Cow<'_, BodyRules> {
        let asks = |path: &RulePath, set: &RuleSet| {
            path.steps().is_empty() && set.rules.iter().any(|rule| matches!(rule, Rule::ContentType(_)))
        };
        if !rules.iter().any(|(path, set)| asks(path, set)) {
            return Cow::Borrowed(rules);
        }
        let settled = |(path, set): (&RulePath, &RuleSet)| {
            let set = if asks(path, set) { without_content_type(set) } else { set.clone() };
            (!set.rules.is_empty()).then(|| (path.clone(), set))
        };
        Cow::Owned(BodyRules::compile(rules.iter().filter_map(settled)))
    }
}
