//! Query strings with nested names, as Rack reads them: `q[][pacticipant]=A&q[][version]=1&ignore[]=B`.

use percent_encoding::percent_decode_str;
use std::collections::BTreeMap;

/// Names deeper than this are ignored.
const MAX_DEPTH: usize = 8;

/// A value, a list or a map of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// `name=text`.
    Text(String),
    /// `name[]=…`, once or more.
    List(Vec<Node>),
    /// `name[key]=…`.
    Map(BTreeMap<String, Node>),
}

/// A name that is there without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("can't be blank")]
pub struct Blank;

/// A value of what is either so or not that is neither `true` nor `false`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be true or false")]
pub struct Undecided;

impl Node {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value under `key`, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match self {
            Self::Map(entries) => entries.get(key),
            _ => None,
        }
    }

    /// The names there are.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let entries = match self {
            Self::Map(entries) => Some(entries),
            _ => None,
        };
        entries.into_iter().flat_map(BTreeMap::keys).map(String::as_str)
    }

    /// The text under `key`; an empty one counts as none.
    pub fn filled(&self, key: &str) -> Option<&str> {
        self.get(key)?.text().filter(|text| !text.is_empty())
    }

    /// The text under `key`, which may be absent but not blank: a variable nobody has set must not widen a question.
    pub fn given(&self, key: &str) -> Result<Option<&str>, Blank> {
        match self.get(key) {
            None => Ok(None),
            Some(Self::Text(text)) if !text.trim().is_empty() => Ok(Some(text)),
            Some(_) => Err(Blank),
        }
    }

    /// Whether `key` is so; what is absent is not. Anything else must not be taken for either.
    pub fn flag(&self, key: &str) -> Result<bool, Undecided> {
        match self.get(key).map(Node::text) {
            None | Some(Some("false")) => Ok(false),
            Some(Some("true")) => Ok(true),
            Some(_) => Err(Undecided),
        }
    }

    /// The elements under `key`; a single value counts as a list of one.
    pub fn items(&self, key: &str) -> &[Node] {
        match self.get(key) {
            Some(Self::List(items)) => items,
            Some(node) => std::slice::from_ref(node),
            None => &[],
        }
    }
}

/// Reads a query string; what makes no sense is left out.
pub fn parse(query: &str) -> Node {
    let mut root = Node::Map(BTreeMap::new());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(name);
        let path = path(&name);
        // A pair without a name must not turn the others into a list.
        if path.first().is_some_and(|first| !first.is_empty()) && path.len() <= MAX_DEPTH {
            insert(&mut root, &path, decode(value));
        }
    }
    root
}

fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// `q[][version]` is `["q", "", "version"]`.
fn path(name: &str) -> Vec<&str> {
    let (first, mut rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    let mut parts = vec![first];
    while let Some(inner) = rest.strip_prefix('[') {
        let Some(end) = inner.find(']') else { break };
        parts.push(&inner[..end]);
        rest = &inner[end + 1..];
    }
    parts
}

fn insert(node: &mut Node, path: &[&str], value: String) {
    let Some((key, rest)) = path.split_first() else {
        *node = Node::Text(value);
        return;
    };
    if key.is_empty() {
        insert_item(node, rest, value);
        return;
    }
    if !matches!(node, Node::Map(_)) {
        *node = Node::Map(BTreeMap::new());
    }
    if let Node::Map(entries) = node {
        let child = entries.entry((*key).to_owned()).or_insert_with(|| Node::Text(String::new()));
        insert(child, rest, value);
    }
}

/// A new element starts when the last one already has the key.
fn insert_item(node: &mut Node, rest: &[&str], value: String) {
    if !matches!(node, Node::List(_)) {
        *node = Node::List(Vec::new());
    }
    let Node::List(items) = node else { return };
    let continues = match (items.last(), rest) {
        (Some(last @ Node::Map(_)), [key]) => last.get(key).is_none(),
        (Some(last @ Node::Map(_)), [key, ..]) => {
            !key.is_empty() && last.get(key).is_none_or(|inner| matches!(inner, Node::List(_)))
        }
        _ => false,
    };
    if !continues {
        items.push(Node::Text(String::new()));
    }
    if let Some(last) = items.last_mut() {
        insert(last, rest, value);
    }
}

#[cfg(test)]
mod tests {
    use super::{Blank, Node, Undecided, parse};

    #[test]
    fn a_new_element_starts_when_a_key_repeats() {
        let node = parse(
            "q[][pacticipant]=A%20b&q%5B%5D%5Bversion%5D=1&q[][pacticipant]=B&limit=5&ignore[]=C&ignore[]=D&empty=",
        );
        let names: Vec<_> =
            node.items("q").iter().map(|item| (item.filled("pacticipant"), item.filled("version"))).collect();
        assert_eq!(names, [(Some("A b"), Some("1")), (Some("B"), None)]);
        assert_eq!(node.filled("limit"), Some("5"));
        assert_eq!(node.items("ignore"), [Node::Text("C".into()), Node::Text("D".into())]);
        assert_eq!(node.filled("empty"), None);
        assert_eq!((node.given("limit"), node.given("absent")), (Ok(Some("5")), Ok(None)));
        assert_eq!((node.given("empty"), node.given("ignore")), (Err(Blank), Err(Blank)));
    }

    #[test]
    fn what_is_so_or_not_is_true_or_false_and_nothing_else() {
        let node = parse("a=true&b=false&c=&d=1&e=True&f[]=true&g");
        assert_eq!((node.flag("a"), node.flag("b"), node.flag("absent")), (Ok(true), Ok(false), Ok(false)));
        for key in ["c", "d", "e", "f", "g"] {
            assert_eq!(node.flag(key), Err(Undecided), "{key}");
        }
    }

    #[test]
    fn nonsense_is_read_without_harm() {
        assert_eq!(parse("environment=prod&=x&[]=1&limit=5"), parse("environment=prod&limit=5"));
        for query in ["q=x&q[]=y&q[][a]=b", "[]=1", "=&&=", "a[b[c]]=1", "%zz=%ff", "a[]"] {
            parse(query);
        }
    }
}
