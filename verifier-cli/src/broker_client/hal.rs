//! HAL documents: their links, and how an address in a link is read.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use url::Url;

/// What stays as it is when a value is put into an address: the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A value as it stands in a path segment or a query.
pub(super) fn encoded(value: &str) -> String {
    utf8_percent_encode(value, RESERVED).to_string()
}

/// A JSON document with links, and the address it came from.
#[derive(Debug, Clone)]
pub struct Document {
    /// Where it came from.
    pub url: Url,
    /// Its content.
    pub content: Value,
}

impl Document {
    /// The address behind the relation `rel`, as written.
    pub fn href(&self, rel: &str) -> Option<&str> {
        href(&self.content, rel)
    }

    /// The address behind `rel`, its placeholders filled.
    pub fn href_with(&self, rel: &str, values: &[(&str, &str)]) -> Option<String> {
        let mut address = self.href(rel)?.to_owned();
        for (name, value) in values {
            address = address.replace(&format!("{{{name}}}"), &encoded(value));
        }
        Some(address)
    }

    /// The links behind `rel`: name and address; one link or a list of them.
    pub fn links(&self, rel: &str) -> Vec<(Option<&str>, &str)> {
        let link = &self.content["_links"][rel];
        let items = link.as_array().map_or_else(|| std::slice::from_ref(link), Vec::as_slice);
        items.iter().filter_map(|link| Some((link["name"].as_str(), link["href"].as_str()?))).collect()
    }
}

/// The address behind the relation `rel` in any object that has `_links`; the first one of a list.
pub(super) fn href<'v>(content: &'v Value, rel: &str) -> Option<&'v str> {
    let link = &content["_links"][rel];
    link.as_array().and_then(|links| links.first()).unwrap_or(link)["href"].as_str()
}

/// Reads an address out of a link so that it leads to the broker the user named.
///
/// Brokers behind proxies state a scheme, a host or a path they do not have from outside. Only path and query count; a
/// context path of the broker's address is put in front when the link lacks it. Credentials never leave the broker.
pub(super) fn resolve(base: &Url, href: &str) -> Result<Url, url::ParseError> {
    let stated = if href.starts_with('/') || href.contains("://") { base.join(href)? } else { within(base, href)? };
    let context = base.path().trim_end_matches('/');
    let path = stated.path();
    let inside = path == context || path.strip_prefix(context).is_some_and(|rest| rest.starts_with('/'));
    let mut resolved = base.clone();
    resolved.set_path(&if inside { path.to_owned() } else { format!("{context}{path}") });
    resolved.set_query(stated.query());
    Ok(resolved)
}

/// A path below the broker's address.
pub(super) fn within(base: &Url, path: &str) -> Result<Url, url::ParseError> {
    let root = base.as_str().trim_end_matches('/');
    Url::parse(&format!("{root}/{}", path.trim_start_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_link_leads_to_the_broker_that_was_named() {
        for (base, href, expected) in [
            ("http://b:1", "http://b:1/contracts/publish", "http://b:1/contracts/publish"),
            ("https://pacts.example", "http://10.0.0.1:9292/matrix?a=b%2Fc", "https://pacts.example/matrix?a=b%2Fc"),
            ("https://x.example/pact/", "http://inside/pacts/latest", "https://x.example/pact/pacts/latest"),
            ("https://x.example/pact", "https://x.example/pact/pacts/latest", "https://x.example/pact/pacts/latest"),
            ("https://x.example/pact", "/environments", "https://x.example/pact/environments"),
            ("https://x.example/pact", "environments", "https://x.example/pact/environments"),
            ("https://x.example/pact", "/pacticipants/a", "https://x.example/pact/pacticipants/a"),
            ("http://b", "http://b/pacticipants/a%2Fb/versions/1", "http://b/pacticipants/a%2Fb/versions/1"),
        ] {
            assert_eq!(resolve(&Url::parse(base).unwrap(), href).unwrap().as_str(), expected, "{base} {href}");
        }
    }

    #[test]
    fn placeholders_are_filled_with_encoded_values() {
        let content = json!({"_links": {"pb:x": {"href": "http://b/p/{p}/b/{b}"}}});
        let document = Document { url: Url::parse("http://b").unwrap(), content };
        let filled = document.href_with("pb:x", &[("p", "a b"), ("b", "feat/1")]).unwrap();
        assert_eq!(filled, "http://b/p/a%20b/b/feat%2F1");
    }

    #[test]
    fn one_link_and_a_list_of_links_read_alike() {
        let content = json!({"_links": {"a": {"href": "/a"}, "b": [{"name": "n", "href": "/b"}, {"name": "broken"}]}});
        let document = Document { url: Url::parse("http://b").unwrap(), content };
        assert_eq!(document.links("a"), [(None, "/a")]);
        assert_eq!(document.links("b"), [(Some("n"), "/b")]);
        assert_eq!(document.href("b"), Some("/b"));
        assert!(document.links("c").is_empty());
    }
}
