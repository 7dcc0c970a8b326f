//! One value that is neither message nor list nor map, under the rules that apply to it.

use super::super::value::unmet_by;
use super::message::{Here, Walk};
use crate::body::{detect, is_of_type};
use crate::mismatch::Difference;
use crate::protobuf::node::Node;
use crate::protobuf::schema::Kind;
use crate::rule::{Rule, Site};

impl Walk<'_, '_> {
    /// `is_absent`: the actual value is a default, and the field was not on the wire.
    pub(super) fn leaf(
        &mut self,
        kind: Kind,
        (expected, actual): (&Node<'_>, &Node<'_>),
        here: Here<'_>,
        is_absent: bool,
    ) {
        let Some((found, inherited)) = here.live.applying() else {
            if !expected.is_same(actual) {
                self.unequal(kind, (expected, actual), here.at);
            }
            return;
        };
        if self.is_known(kind, expected) && !self.is_known(kind, actual) {
            let actual = self.seen(kind, actual).into_owned();
            return self.add(here.at, Difference::NotA { what: "a value of its enum", actual }, None);
        }
        // A rule about what a list or map holds, on a value that is neither.
        let is_misplaced = |rule: &Rule| !inherited && !rule.cascades();
        let quickly = |rule: &Rule| self.quickly(rule, kind, (expected, actual), is_absent);
        let check = |rule: &Rule| match if is_misplaced(rule) { None } else { quickly(rule) } {
            Some(true) => None,
            Some(false) => Some(self.said(rule, kind, (expected, actual), is_absent)),
            None => {
                let (expected, actual) = (self.seen(kind, expected), self.seen(kind, actual));
                rule.check(&expected, &actual, Site { in_text: false, inherited })
            }
        };
        for (difference, rule) in unmet_by(found.set, found.path, check) {
            self.add(here.at, difference, Some(rule));
        }
    }

    /// Whether a rule is met, where the types of both sides settle that.
    fn quickly(
        &self,
        rule: &Rule,
        kind: Kind,
        (expected, actual): (&Node<'_>, &Node<'_>),
        is_absent: bool,
    ) -> Option<bool> {
        let is_whole = |number: f64| number.is_finite() && number.trunc().total_cmp(&number).is_eq();
        Some(match (rule, actual) {
            (Rule::Type { .. }, Node::Enum(_)) => self.is_known(kind, actual),
            (Rule::Equality, _) => expected.is_same(actual),
            (Rule::Number | Rule::Decimal, Node::Float(number)) => number.is_finite(),
            (Rule::Number | Rule::Decimal, Node::Double(number)) => number.is_finite(),
            (Rule::Integer, Node::Float(number)) => is_whole(f64::from(*number)),
            (Rule::Integer, Node::Double(number)) => is_whole(*number),
            (Rule::NotEmpty, _) if is_absent => false,
            (Rule::NotEmpty, Node::Text(text)) => !text.is_empty(),
            (Rule::NotEmpty, Node::Bytes(bytes)) => !bytes.is_empty(),
            (Rule::ContentType(wanted), Node::Bytes(bytes)) => is_of_type(bytes, wanted),
            // The type of the field is the type of the value; the last ones, inherited, are for the list or map above.
            (Rule::Type { .. } | Rule::NotEmpty | Rule::Values | Rule::EachKey(_) | Rule::EachValue(_), _)
            | (Rule::Number | Rule::Integer, Node::Int(_) | Node::Uint(_))
            | (Rule::Boolean, Node::Bool(_)) => true,
            _ => return None,
        })
    }

    /// Whether a value of an enum has a name; other values do not need one.
    fn is_known(&self, kind: Kind, node: &Node<'_>) -> bool {
        let (Kind::Enum(id), Node::Enum(number)) = (kind, node) else { return true };
        self.verdict.schema.enumeration(id).is_none_or(|known| known.name_of(*number).is_some())
    }

    fn said(&self, rule: &Rule, kind: Kind, (expected, actual): (&Node<'_>, &Node<'_>), is_absent: bool) -> Difference {
        let own = |node: &Node<'_>| self.seen(kind, node).into_owned();
        match (rule, actual) {
            (Rule::NotEmpty, _) if is_absent => Difference::NotSet { expected: own(expected), default: None },
            (Rule::NotEmpty, _) => Difference::IsEmpty { actual: own(actual) },
            (Rule::Type { .. }, _) => Difference::NotA { what: "a value of its enum", actual: own(actual) },
            (Rule::Number, _) => Difference::NotA { what: "a number", actual: own(actual) },
            (Rule::Integer, _) => Difference::NotA { what: "an integer", actual: own(actual) },
            (Rule::Decimal, _) => Difference::NotA { what: "a decimal number", actual: own(actual) },
            (Rule::ContentType(wanted), Node::Bytes(bytes)) => {
                Difference::ContentType { expected: wanted.clone(), detected: detect(bytes, wanted) }
            }
            _ => Difference::Unequal { expected: own(expected), actual: own(actual) },
        }
    }
}
