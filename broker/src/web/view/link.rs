//! URLs that come from data: only those a browser may be sent to become links.

/// A link that leaves the broker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outside {
    /// What is shown: the host.
    pub(crate) text: String,
    /// Where it leads; `None` for anything but `http` and `https`, which stays text.
    pub(crate) href: Option<String>,
}

/// What to show of a URL somebody has written down.
pub(crate) fn outside(url: &str) -> Outside {
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let head = url.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then(|| &url[scheme.len()..])
    });
    match rest {
        Some(rest) if !rest.is_empty() && !url.contains(char::is_whitespace) => {
            let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
            let host = authority.rsplit('@').next().unwrap_or_default();
            Outside { text: host.to_owned(), href: Some(url.to_owned()) }
        }
        _ => Outside { text: url.to_owned(), href: None },
    }
}

#[cfg(test)]
mod tests {
    use super::outside;

    #[test]
    fn only_web_addresses_become_links() {
        let link = outside("https://user@ci.example.com:8443/build/1");
        assert_eq!((link.text.as_str(), link.href.is_some()), ("ci.example.com:8443", true));
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//evil",
            "ftp://x",
            "https://",
            "http://a b",
            "JaVaScript:http://x",
        ] {
            assert_eq!(outside(url).href, None, "{url}");
        }
    }
}
