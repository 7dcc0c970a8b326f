//! One value that is neither message nor list nor map, under the rules that apply to it.
//!
//! Bytes are compared as they are and shown as the text they are, or else in hexadecimal. Rules that judge texts, such as
//! `regex`, see them in base64, the form they have in the test; in files the plugin of other tools has written they see what it
//! lets them see: the bytes as UTF-8, and bytes that are none meet no such rule.

use super::super::value::unmet_of;
use super::message::{Here, Walk};
use crate::body::{detect, is_of_type, to_base64};
use crate::json::Value;
use crate::mismatch::{Difference, RuleOrigin};
use crate::protobuf::node::Node;
use crate::protobuf::schema::Kind;
use crate::rule::{Rule, Site};
use crate::rule_path::RulePath;
use crate::rules::RuleSet;

/// Rules for one value.
#[derive(Clone, Copy)]
pub(super) struct Ruled<'r> {
    pub(super) set: &'r RuleSet,
    pub(super) path: &'r RulePath,
    /// They stand further up.
    pub(super) inherited: bool,
    /// The actual value is a default, and the field was not on the wire.
    pub(super) is_absent: bool,
}

impl Walk<'_, '_> {
    /// `is_absent`: the actual value is a default, and the field was not on the wire.
    pub(super) fn leaf(&mut self, kind: Kind, nodes: (&Node<'_>, &Node<'_>), here: Here<'_>, is_absent: bool) {
        let Some((found, inherited)) = here.live.applying() else {
            if !nodes.0.is_same(nodes.1) {
                self.unequal(kind, nodes, here.at);
            }
            return;
        };
        if self.is_known(kind, nodes.0) && !self.is_known(kind, nodes.1) {
            let actual = self.seen(kind, nodes.1).into_owned();
            return self.add(here.at, Difference::NotA { what: "a value of its enum", actual }, None);
        }
        let ruled = Ruled { set: found.set, path: found.path, inherited, is_absent };
        for (difference, rule) in self.unmet(kind, nodes, ruled) {
            self.add(here.at, difference, Some(rule));
        }
    }

    /// What the value lacks by these rules.
    pub(super) fn unmet(
        &self,
        kind: Kind,
        (expected, actual): (&Node<'_>, &Node<'_>),
        Ruled { set, path, inherited, is_absent }: Ruled<'_>,
    ) -> Vec<(Difference, RuleOrigin)> {
        // Those about what a list or map holds say nothing of what is in it, and do not fit a value that is neither.
        let judges = |rule: &Rule| !inherited || rule.cascades();
        let quickly = |rule: &Rule| self.quickly(rule, kind, (expected, actual), is_absent);
        let check = |rule: &Rule| match quickly(rule) {
            Some(true) => None,
            Some(false) => Some(self.said(rule, kind, (expected, actual), is_absent)),
            None if self.is_no_text(actual) => {
                let actual = self.seen(kind, actual).into_owned();
                Some(Difference::NotApplicable { rule: rule.name().to_owned(), actual })
            }
            None => {
                let (expected, actual) = (self.as_ruled(kind, expected), self.as_ruled(kind, actual));
                rule.check(&expected, &actual, Site { in_text: false, inherited })
            }
        };
        unmet_of(set, path, judges, check)
    }

    /// A value as rules about texts see it: bytes are base64, as the test has them. The plugin takes them for UTF-8.
    fn as_ruled<'n>(&self, kind: Kind, node: &'n Node<'_>) -> Value<'n> {
        match node {
            Node::Bytes(bytes) if self.verdict.is_plugin => match std::str::from_utf8(bytes) {
                Ok(text) => Value::string(text),
                Err(_) => self.seen(kind, node),
            },
            Node::Bytes(bytes) => Value::string(to_base64(bytes)),
            _ => self.seen(kind, node),
        }
    }

    /// Whether a value has no text that rules could judge.
    fn is_no_text(&self, node: &Node<'_>) -> bool {
        matches!(node, Node::Bytes(bytes) if self.verdict.is_plugin && std::str::from_utf8(bytes).is_err())
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
            // The type of the field is the type of the value.
            (Rule::Type { .. } | Rule::NotEmpty, _)
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
