//! A map that finds a key quickly and takes little room.

use super::{Text, Value};

/// Up to this many entries a scan beats a search.
const SCANNED: usize = 16;

/// A JSON object: unique keys.
///
/// Small objects keep the order of their source; those of more than 16 entries are kept sorted by key.
#[derive(Debug, Clone, Default)]
pub struct Object<'a> {
    entries: Box<[(Text<'a>, Value<'a>)]>,
}

impl<'a> Object<'a> {
    /// An object without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes entries in order; of entries with the same key the last one stays.
    pub fn from_entries(mut entries: Vec<(Text<'a>, Value<'a>)>) -> Self {
        let is_repeated = |at: usize| entries[at + 1..].iter().any(|later| later.0 == entries[at].0);
        if entries.len() > SCANNED {
            // Stable, so that of equal keys the last one read comes last.
            entries.sort_by(|left, right| left.0.cmp(&right.0));
            // Keeps the first of equal neighbours, so the last one's value is moved there.
            entries.dedup_by(|later, first| {
                let is_same = later.0 == first.0;
                if is_same {
                    std::mem::swap(&mut later.1, &mut first.1);
                }
                is_same
            });
        } else if (0..entries.len()).any(is_repeated) {
            let mut at = 0;
            while at < entries.len() {
                if entries[at + 1..].iter().any(|later| later.0 == entries[at].0) {
                    entries.remove(at);
                } else {
                    at += 1;
                }
            }
        }
        Self { entries: entries.into_boxed_slice() }
    }

    fn position(&self, key: &str) -> Option<usize> {
        if self.entries.len() <= SCANNED {
            self.entries.iter().position(|(candidate, _)| candidate == key)
        } else {
            self.entries.binary_search_by(|(candidate, _)| candidate.as_str().cmp(key)).ok()
        }
    }

    /// Changes the entries as a list.
    fn change(&mut self, change: impl FnOnce(&mut Vec<(Text<'a>, Value<'a>)>)) {
        let mut entries = std::mem::take(&mut self.entries).into_vec();
        change(&mut entries);
        if entries.len() == SCANNED + 1 {
            entries.sort_by(|left, right| left.0.cmp(&right.0));
        }
        self.entries = entries.into_boxed_slice();
    }

    /// The value under `key`.
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.position(key).map(|at| &self.entries[at].1)
    }

    /// The value under `key`, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value<'a>> {
        self.position(key).map(|at| &mut self.entries[at].1)
    }

    /// The value under `key`, looked for at position `guess` first.
    pub(crate) fn get_near(&self, key: &str, guess: usize) -> Option<&Value<'a>> {
        match self.entries.get(guess) {
            Some((candidate, value)) if candidate == key => Some(value),
            _ => self.get(key),
        }
    }

    /// Whether there is a value under `key`.
    pub fn contains_key(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// Sets `key`; returns what it replaced.
    pub fn insert(&mut self, key: impl Into<Text<'a>>, value: Value<'a>) -> Option<Value<'a>> {
        let key = key.into();
        if let Some(at) = self.position(&key) {
            return Some(std::mem::replace(&mut self.entries[at].1, value));
        }
        let is_sorted = self.entries.len() > SCANNED;
        self.change(|entries| {
            let at = if is_sorted { entries.partition_point(|(known, _)| *known < key) } else { entries.len() };
            entries.insert(at, (key, value));
        });
        None
    }

    /// Takes `key` out.
    pub fn remove(&mut self, key: &str) -> Option<Value<'a>> {
        let at = self.position(key)?;
        let mut removed = None;
        self.change(|entries| removed = Some(entries.remove(at).1));
        removed
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries in the order they are kept in.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value<'a>)> {
        self.entries.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The keys in the order they are kept in.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.iter().map(|(key, _)| key.as_str())
    }

    /// The entries sorted by key.
    pub fn sorted(&self) -> Vec<(&str, &Value<'a>)> {
        let mut entries: Vec<_> = self.iter().collect();
        if self.entries.len() <= SCANNED {
            entries.sort_unstable_by(|left, right| left.0.cmp(right.0));
        }
        entries
    }

    /// The same object, owning its text.
    pub fn into_owned(self) -> Object<'static> {
        let own = |(key, value): (Text<'a>, Value<'a>)| (key.into_owned(), value.into_owned());
        Object { entries: self.entries.into_iter().map(own).collect() }
    }
}

impl PartialEq for Object<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .iter()
                .enumerate()
                .all(|(at, (key, value))| other.get_near(key, at).is_some_and(|found| found == value))
    }
}

impl<'a, K: Into<Text<'a>>> FromIterator<(K, Value<'a>)> for Object<'a> {
    fn from_iter<I: IntoIterator<Item = (K, Value<'a>)>>(entries: I) -> Self {
        Self::from_entries(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }
}

impl<'a> IntoIterator for Object<'a> {
    type Item = (Text<'a>, Value<'a>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_vec().into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn a_key_is_found_in_small_and_large_objects() {
        for size in [3_usize, 16, 17, 40] {
            let mut object: Object<'_> = (0..size).map(|n| (format!("key{n}"), Value::Number(n.into()))).collect();
            for n in 0..size {
                assert_eq!(object.get(&format!("key{n}")), Some(&Value::Number(n.into())));
            }
            assert!(object.get("other").is_none());
            assert!(object.insert("other", Value::Null).is_none());
            assert_eq!(object.get("other"), Some(&Value::Null));
            assert_eq!(object.remove("key1"), Some(Value::Number(1.into())));
            assert!(object.get("key1").is_none() && object.get("key2").is_some());
            assert_eq!(object.len(), size);
        }
    }

    #[test]
    fn an_object_built_entry_by_entry_equals_one_built_at_once() {
        let entry = |n: usize| (format!("key{}", n * 7 % 30), Value::Number(n.into()));
        let at_once: Object<'_> = (0..30).map(entry).collect();
        let mut one_by_one = Object::new();
        for (key, value) in (0..30).map(entry) {
            one_by_one.insert(key, value);
        }
        assert_eq!(at_once, one_by_one);
    }

    #[test]
    fn the_last_of_a_repeated_key_stays() {
        assert_eq!(parse(br#"{"a":1,"b":2,"a":3}"#).unwrap().to_compact(), r#"{"a":3,"b":2}"#);
        let many: Vec<_> = (0..60).map(|n| format!("\"k{}\":{n}", n % 20)).collect();
        let text = format!("{{{}}}", many.join(","));
        let object = parse(text.as_bytes()).unwrap();
        assert_eq!(object.get("k3").unwrap().to_text(), "43");
        assert_eq!(object.as_object().unwrap().len(), 20);
    }
}
