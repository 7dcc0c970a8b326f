//! Lists in portions: `page` and `size`, or their old names `pageNumber` and `pageSize`.

use crate::error::{ApiError, FieldErrors, Place};
use crate::links::query_value;
use crate::query::Node;
use crate::store::page::Page;
use serde_json::{Map, Value, json};
use std::num::IntErrorKind;

/// What stands in the query string about the portion itself.
const NAMES: [[&str; 2]; 2] = [["page", "pageNumber"], ["size", "pageSize"]];

/// The portion a client asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    number: i64,
    size: i64,
    asked: bool,
    /// What else stands in the query string, for the links to other portions: `&q=a`.
    others: String,
}

impl Paging {
    /// Reads the query; without a page the first `default_size` rows are meant, or all.
    pub fn read(query: &Node, default_size: Option<i64>) -> Result<Self, ApiError> {
        let mut errors = FieldErrors::new();
        let mut positive = |names: [&str; 2]| {
            let (name, text) = names.into_iter().find_map(|name| Some((name, query.get(name)?.text()?)))?;
            let number = text.parse::<u32>();
            let complaint = match &number {
                Ok(1..) => return number.ok().map(i64::from),
                Err(error) if *error.kind() == IntErrorKind::PosOverflow => {
                    format!("must be less than or equal to {}", u32::MAX)
                }
                _ => "must be greater than or equal to 1".to_owned(),
            };
            errors.insert(name.to_owned(), vec![complaint]);
            None
        };
        let [number, size] = NAMES.map(&mut positive);
        if !errors.is_empty() {
            return Err(ApiError::Invalid(Place::Query, errors));
        }
        let asked = number.is_some() || size.is_some();
        let fallback = if asked { 100 } else { default_size.unwrap_or(i64::MAX) };
        let size = size.or(default_size).unwrap_or(fallback);
        Ok(Self { number: number.unwrap_or(1), size, asked, others: others(query) })
    }

    /// The rows to fetch.
    pub fn page(&self) -> Page {
        Page { size: self.size, offset: (self.number - 1).saturating_mul(self.size) }
    }

    /// The part of a list that is already here.
    pub fn slice<'a, T>(&self, rows: &'a [T]) -> &'a [T] {
        let page = self.page();
        let start = usize::try_from(page.offset).unwrap_or(usize::MAX).min(rows.len());
        let end = start.saturating_add(usize::try_from(page.size).unwrap_or(usize::MAX)).min(rows.len());
        &rows[start..end]
    }

    /// Adds `page` and the links to its neighbours to a list's document, if the client asked for a page or does not get all.
    pub fn describe(&self, total: i64, url: &str, body: &mut Value) {
        if !self.asked && total <= self.size {
            return;
        }
        let pages = (total + self.size - 1) / self.size;
        body["page"] = json!({ "number": self.number, "size": self.size, "totalElements": total, "totalPages": pages });
        let Some(links) = body.get_mut("_links").and_then(Value::as_object_mut) else { return };
        let neighbour = |links: &mut Map<String, Value>, relation: &str, number: i64| {
            let href = format!("{url}?page={number}&size={}{}", self.size, self.others);
            links.insert(relation.to_owned(), json!({ "href": href, "title": format!("Page {number}") }));
        };
        if self.number < pages {
            neighbour(links, "next", self.number + 1);
        }
        if self.number > 1 {
            neighbour(links, "previous", self.number - 1);
        }
    }
}

/// The parts of the query string that are not about the portion, each led by `&`.
fn others(query: &Node) -> String {
    let Node::Map(entries) = query else { return String::new() };
    let texts = entries.iter().filter(|(name, _)| !NAMES.as_flattened().contains(&name.as_str()));
    let texts = texts.filter_map(|(name, node)| Some((name, node.text()?)));
    let parts: Vec<String> =
        texts.map(|(name, text)| format!("&{}={}", query_value(name), query_value(text))).collect();
    parts.concat()
}

#[cfg(test)]
mod tests {
    use super::Paging;
    use crate::query::parse;
    use serde_json::json;

    fn described(query: &str, default_size: Option<i64>, total: i64) -> serde_json::Value {
        let mut body = json!({ "_links": {} });
        Paging::read(&parse(query), default_size).unwrap().describe(total, "/x", &mut body);
        body
    }

    #[test]
    fn links_to_other_pages_keep_what_narrows_the_list() {
        let body = described("q=a%20%26b&pageNumber=2&pageSize=1", None, 3);
        assert_eq!(body["_links"]["next"]["href"], "/x?page=3&size=1&q=a%20%26b");
        assert_eq!(body["_links"]["previous"]["href"], "/x?page=1&size=1&q=a%20%26b");
    }

    #[test]
    fn a_list_that_is_cut_off_says_so_although_nobody_asked_for_a_page() {
        assert_eq!(described("", Some(100), 100), json!({ "_links": {} }));
        assert_eq!(described("", None, 1000), json!({ "_links": {} }));
        let body = described("q=a", Some(100), 101);
        assert_eq!(body["page"], json!({ "number": 1, "size": 100, "totalElements": 101, "totalPages": 2 }));
        assert_eq!(body["_links"]["next"]["href"], "/x?page=2&size=100&q=a");
    }

    #[test]
    fn numbers_that_cannot_be_say_which_can() {
        let complaint = |query: &str| format!("{:?}", Paging::read(&parse(query), None).unwrap_err());
        for query in ["page=0", "page=-1", "page=x", "page=", "size=1.5"] {
            assert!(complaint(query).contains("greater than or equal to 1"), "{query}");
        }
        for query in ["page=9223372036854775807", "pageSize=4294967296", "size=99999999999999999999999"] {
            assert!(complaint(query).contains("less than or equal to 4294967295"), "{query}");
        }
    }
}
