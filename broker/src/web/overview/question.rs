//! What a visitor of the overview wants to see: search, status, environment, order and page, as the URL says it.

use crate::domain::status::Status;
use crate::links::{Links, query_value};
use crate::query::Node;
use crate::web::view::key;

/// The order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// What needs somebody first.
    Attention,
    /// The newest contract first.
    Newest,
    /// By consumer, then provider.
    Name,
}

impl Sort {
    /// Every order, with its key and its words.
    pub(crate) const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Attention, "attention", "needs attention first"),
        (Self::Newest, "newest", "newest contract"),
        (Self::Name, "name", "name"),
    ];

    /// The order in the words of a caption.
    pub(crate) fn caption(self) -> &'static str {
        match self {
            Self::Attention => "what needs attention first",
            Self::Newest => "newest contract first",
            Self::Name => "by name",
        }
    }

    fn key(self) -> &'static str {
        Self::ALL.iter().find(|(sort, ..)| *sort == self).map_or("attention", |(_, key, _)| key)
    }
}

/// Rows on a page unless the URL says otherwise.
const PAGE_SIZE: usize = 50;

/// The most rows a page may be asked for.
const MAX_PAGE_SIZE: usize = 500;

/// The question in the URL; what makes no sense counts as absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) search: String,
    pub(crate) status: Option<Status>,
    pub(crate) environment: Option<String>,
    pub(crate) sort: Sort,
    pub(crate) page: usize,
    pub(crate) page_size: usize,
}

impl Question {
    /// Reads the query string.
    pub(crate) fn read(query: &Node) -> Self {
        let number =
            |key: &str| query.filled(key).and_then(|text| text.parse::<usize>().ok()).filter(|number| *number > 0);
        let status =
            query.filled("status").and_then(|text| Status::ALL.into_iter().find(|status| key(*status) == text));
        let sort = query.filled("sort").and_then(|text| Sort::ALL.into_iter().find(|(_, key, _)| *key == text));
        Self {
            search: query.filled("search").or_else(|| query.filled("q")).unwrap_or_default().trim().to_owned(),
            status,
            environment: query.filled("environment").map(str::to_owned),
            sort: sort.map_or(Sort::Attention, |(sort, ..)| sort),
            page: number("page").unwrap_or(1),
            page_size: number("pageSize").unwrap_or(PAGE_SIZE).min(MAX_PAGE_SIZE),
        }
    }

    /// Whether a pair's names contain the search.
    pub(crate) fn finds(&self, consumer: &str, provider: &str) -> bool {
        let wanted = self.search.to_lowercase();
        wanted.is_empty() || consumer.to_lowercase().contains(&wanted) || provider.to_lowercase().contains(&wanted)
    }

    /// The same question with another status, from its first page.
    pub(crate) fn with_status(&self, status: Option<Status>) -> Self {
        Self { status, page: 1, ..self.clone() }
    }

    /// The same question on another page.
    pub(crate) fn with_page(&self, page: usize) -> Self {
        Self { page, ..self.clone() }
    }

    /// The URL of the question: defaults left out, parts in a fixed order.
    pub(crate) fn href(&self, links: &Links) -> String {
        let mut parts: Vec<(&str, String)> = Vec::new();
        if !self.search.is_empty() {
            parts.push(("search", self.search.clone()));
        }
        if let Some(status) = self.status {
            parts.push(("status", key(status).to_owned()));
        }
        if let Some(environment) = &self.environment {
            parts.push(("environment", environment.clone()));
        }
        if self.sort != Sort::Attention {
            parts.push(("sort", self.sort.key().to_owned()));
        }
        if self.page > 1 {
            parts.push(("page", self.page.to_string()));
        }
        if self.page_size != PAGE_SIZE {
            parts.push(("pageSize", self.page_size.to_string()));
        }
        let query: Vec<String> = parts.iter().map(|(key, value)| format!("{key}={}", query_value(value))).collect();
        if query.is_empty() { links.path("/") } else { links.path(&format!("/?{}", query.join("&"))) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Question, Sort};
    use crate::domain::status::Status;
    use crate::links::Links;
    use crate::query;

    #[test]
    fn a_question_is_its_url_and_defaults_are_left_out() {
        let cases = [
            ("", "/"),
            ("search=&status=&environment=&sort=attention&page=1&pageSize=50", "/"),
            ("page=2&search=a%26b&status=never", "/?search=a%26b&status=never&page=2"),
            ("status=nonsense&sort=nonsense&page=-1&pageSize=99999", "/?pageSize=500"),
            ("q=order&tags=true&sort=name", "/?search=order&sort=name"),
        ];
        for (text, href) in cases {
            assert_eq!(Question::read(&query::parse(text)).href(&Links::new("")), href, "{text}");
        }
    }

    #[test]
    fn the_search_looks_at_both_names() {
        let question = Question::read(&query::parse("search=ORDER&status=failed"));
        assert_eq!((question.status, question.sort), (Some(Status::Failed), Sort::Attention));
        assert!(
            question.finds("web", "order-service") && question.finds("order-service", "x") && !question.finds("a", "b")
        );
    }
}
