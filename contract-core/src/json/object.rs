//! A map that keeps the order of its source and finds a key quickly.

use super::Value;
use std::borrow::Cow;

/// Up to this many entries a scan beats an index.
const SCANNED: usize = 16;

/// A JSON object: unique keys in the order of the source.
#[derive(Debug, Clone, Default)]
pub struct Object<'a> {
    entries: Vec<(Cow<'a, str>, Value<'a>)>,
    /// Positions sorted by key; empty while the object is small enough to scan.
    index: Vec<u32>,
}

impl<'a> Object<'a> {
    /// An object without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes entries in order; of entries with the same key the last one stays.
    pub fn from_entries(entries: Vec<(Cow<'a, str>, Value<'a>)>) -> Self {
        let mut object = Self { entries, index: Vec::new() };
        if object.entries.len() <= SCANNED {
            let repeated = |at: usize| object.entries[at + 1..].iter().any(|later| later.0 == object.entries[at].0);
            if (0..object.entries.len()).any(repeated) {
                object.keep_last_of_each_key();
            }
        } else {
            object.reindex();
            let repeated = |pair: &[u32]| object.key_at(pair[0]) == object.key_at(pair[1]);
            if object.index.windows(2).any(repeated) {
                object.keep_last_of_each_key();
                object.reindex();
            }
        }
        object
    }

    fn keep_last_of_each_key(&mut self) {
        let mut seen = std::collections::HashSet::new();
        let mut kept: Vec<_> = std::mem::take(&mut self.entries);
        kept.reverse();
        kept.retain(|(key, _)| seen.insert(key.clone()));
        kept.reverse();
        self.entries = kept;
    }

    fn reindex(&mut self) {
        self.index.clear();
        if self.entries.len() > SCANNED {
            self.index = (0..u32::try_from(self.entries.len()).unwrap_or(u32::MAX)).collect();
            self.index.sort_by(|left, right| self.entries[*left as usize].0.cmp(&self.entries[*right as usize].0));
        }
    }

    fn key_at(&self, position: u32) -> &str {
        &self.entries[position as usize].0
    }

    fn position(&self, key: &str) -> Option<usize> {
        if self.index.is_empty() {
            return self.entries.iter().position(|(candidate, _)| candidate == key);
        }
        let found = self.index.binary_search_by(|position| self.key_at(*position).cmp(key)).ok()?;
        Some(self.index[found] as usize)
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

    /// Sets `key`, at the end if it is new; returns what it replaced.
    pub fn insert(&mut self, key: impl Into<Cow<'a, str>>, value: Value<'a>) -> Option<Value<'a>> {
        let key = key.into();
        if let Some(at) = self.position(&key) {
            return Some(std::mem::replace(&mut self.entries[at].1, value));
        }
        self.entries.push((key, value));
        self.reindex();
        None
    }

    /// Takes `key` out.
    pub fn remove(&mut self, key: &str) -> Option<Value<'a>> {
        let at = self.position(key)?;
        let (_, value) = self.entries.remove(at);
        self.reindex();
        Some(value)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries in the order of the source.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value<'a>)> {
        self.entries.iter().map(|(key, value)| (key.as_ref(), value))
    }

    /// The keys in the order of the source.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.iter().map(|(key, _)| key.as_ref())
    }

    /// The entries sorted by key.
    pub fn sorted(&self) -> Vec<(&str, &Value<'a>)> {
        let mut entries: Vec<_> = self.iter().collect();
        entries.sort_unstable_by(|left, right| left.0.cmp(right.0));
        entries
    }

    /// The same object, owning its text.
    pub fn into_owned(self) -> Object<'static> {
        let own = |(key, value): (Cow<'a, str>, Value<'a>)| (Cow::Owned(key.into_owned()), value.into_owned());
        Object { entries: self.entries.into_iter().map(own).collect(), index: self.index }
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

impl<'a, K: Into<Cow<'a, str>>> FromIterator<(K, Value<'a>)> for Object<'a> {
    fn from_iter<I: IntoIterator<Item = (K, Value<'a>)>>(entries: I) -> Self {
        Self::from_entries(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }
}

impl<'a> IntoIterator for Object<'a> {
    type Item = (Cow<'a, str>, Value<'a>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn a_key_is_found_in_small_and_large_objects() {
        for size in [3_usize, 40] {
            let object: Object<'_> = (0..size).map(|n| (format!("key{n}"), Value::Number(n.into()))).collect();
            for n in 0..size {
                assert_eq!(object.get(&format!("key{n}")), Some(&Value::Number(n.into())));
            }
            assert!(object.get("other").is_none());
        }
    }

    #[test]
    fn the_last_of_a_repeated_key_stays() {
        assert_eq!(parse(br#"{"a":1,"b":2,"a":3}"#).unwrap().to_compact(), r#"{"a":3,"b":2}"#);
        let many: Vec<_> = (0..40).map(|n| format!("\"k{}\":{n}", n % 20)).collect();
        let text = format!("{{{}}}", many.join(","));
        let object = parse(text.as_bytes()).unwrap();
        assert_eq!(object.get("k3").unwrap().to_text(), "23");
        assert_eq!(object.as_object().unwrap().len(), 20);
    }
}
