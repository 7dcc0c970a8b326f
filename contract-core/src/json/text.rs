//! The text of a string, key or number: borrowed where it can be, and two words long.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;

/// A text that is borrowed from what was read, or owned.
///
/// A tree is mostly texts, so their size is the tree's size: two words, where `Cow<str>` takes three.
#[derive(Clone)]
pub struct Text<'a>(Inner<'a>);

#[derive(Clone)]
enum Inner<'a> {
    Borrowed(&'a str),
    /// Boxed twice: the inner box is two words itself.
    Owned(Box<Box<str>>),
}

impl Text<'_> {
    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Inner::Borrowed(text) => text,
            Inner::Owned(text) => text,
        }
    }

    /// The same text, owned.
    pub fn into_owned(self) -> Text<'static> {
        match self.0 {
            Inner::Borrowed(text) => Text(Inner::Owned(Box::new(text.into()))),
            Inner::Owned(text) => Text(Inner::Owned(text)),
        }
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text<'_> {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Text<'_> {
    fn borrow(&self) -> &str {
        self
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self(Inner::Borrowed(text))
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self(Inner::Owned(Box::new(text.into_boxed_str())))
    }
}

impl<'a> From<Cow<'a, str>> for Text<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        match text {
            Cow::Borrowed(text) => text.into(),
            Cow::Owned(text) => text.into(),
        }
    }
}

impl From<Text<'_>> for String {
    fn from(text: Text<'_>) -> Self {
        match text.0 {
            Inner::Borrowed(text) => text.to_owned(),
            Inner::Owned(text) => text.into_string(),
        }
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text<'_> {}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialOrd for Text<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other)
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Object, Value};
    use super::*;

    #[test]
    fn a_tree_is_small() {
        assert_eq!(size_of::<Text<'_>>(), 16);
        assert_eq!(size_of::<Object<'_>>(), 16);
        assert_eq!(size_of::<Value<'_>>(), 24);
    }

    #[test]
    fn borrowed_and_owned_texts_are_equal() {
        let owned = Text::from("a".to_owned());
        assert_eq!(Text::from("a"), owned);
        assert_eq!(Text::from("a").into_owned(), owned);
        assert_eq!(String::from(owned), "a");
    }
}
