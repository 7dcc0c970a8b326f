//! Names of elements and attributes: by namespace, and as written.

use roxmltree::{Attribute, Document, Node};

/// The name of an element or attribute.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Name<'d> {
    pub(crate) uri: Option<&'d str>,
    local: &'d str,
    /// Prefix and all.
    written: &'d str,
}

impl<'d> Name<'d> {
    pub(crate) fn of_element(node: Node<'d, '_>) -> Self {
        let tag = node.tag_name();
        let behind = node.document().input_text().get(node.range().start + 1..).unwrap_or_default();
        let is_end = |c: char| c.is_ascii_whitespace() || c == '/' || c == '>';
        let written = behind.split(is_end).next().unwrap_or_default();
        Self { uri: tag.namespace().filter(|uri| !uri.is_empty()), local: tag.name(), written }
    }

    pub(crate) fn of_attribute(attribute: &Attribute<'d, '_>, document: &'d Document<'_>) -> Self {
        let written = document.input_text().get(attribute.range_qname()).unwrap_or_default();
        Self { uri: attribute.namespace().filter(|uri| !uri.is_empty()), local: attribute.name(), written }
    }

    /// What makes two names the same: prefixes do not count.
    pub(crate) fn key(&self) -> (Option<&'d str>, &'d str) {
        (self.uri, self.local)
    }

    /// The name in paths and sentences: `uri:local`.
    pub(crate) fn full(&self) -> String {
        self.uri.map_or_else(|| self.local.to_owned(), |uri| format!("{uri}:{}", self.local))
    }

    /// The name as rules may have it besides the full one: with the prefix the document gives it.
    pub(crate) fn written(&self) -> Option<&'d str> {
        self.uri.is_some().then_some(self.written)
    }
}
