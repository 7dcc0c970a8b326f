//! Lists in portions: `page` and `size`, or their old names `pageNumber` and `pageSize`.

use crate::error::{ApiError, FieldErrors};
use crate::query::Node;
use crate::store::page::Page;
use serde_json::{Map, Value, json};

/// The portion a client asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    number: i64,
    size: i64,
    asked: bool,
}

impl Paging {
    /// Reads the query; without a page the first `default_size` rows are meant, or all.
    pub fn read(query: &Node, default_size: Option<i64>) -> Result<Self, ApiError> {
        let mut errors = FieldErrors::new();
        let mut positive = |names: [&str; 2]| {
            let (name, text) = names.into_iter().find_map(|name| Some((name, query.get(name)?.text()?)))?;
            let number = text.parse().ok().filter(|number| (1..=i64::from(u32::MAX)).contains(number));
            if number.is_none() {
                errors.insert(name.to_owned(), vec!["must be greater than or equal to 1".to_owned()]);
            }
            number
        };
        let number: Option<i64> = positive(["page", "pageNumber"]);
        let size: Option<i64> = positive(["size", "pageSize"]);
        if !errors.is_empty() {
            return Err(ApiError::Invalid(errors));
        }
        let asked = number.is_some() || size.is_some();
        let fallback = if asked { 100 } else { default_size.unwrap_or(i64::MAX) };
        Ok(Self { number: number.unwrap_or(1), size: size.or(default_size).unwrap_or(fallback), asked })
    }

    /// The rows to fetch.
    pub fn page(self) -> Page {
        Page { size: self.size, offset: (self.number - 1).saturating_mul(self.size) }
    }

    /// The part of a list that is already here.
    pub fn slice<T>(self, rows: &[T]) -> &[T] {
        let page = self.page();
        let start = usize::try_from(page.offset).unwrap_or(usize::MAX).min(rows.len());
        let end = start.saturating_add(usize::try_from(page.size).unwrap_or(usize::MAX)).min(rows.len());
        &rows[start..end]
    }

    /// Adds `page` and the links to its neighbours to a list's document, if the client asked for a page.
    pub fn describe(self, total: i64, url: &str, body: &mut Value) {
        if !self.asked {
            return;
        }
        let pages = (total + self.size - 1) / self.size;
        body["page"] = json!({ "number": self.number, "size": self.size, "totalElements": total, "totalPages": pages });
        let Some(links) = body.get_mut("_links").and_then(Value::as_object_mut) else { return };
        let neighbour = |links: &mut Map<String, Value>, relation: &str, number: i64| {
            let href = format!("{url}?page={number}&size={}", self.size);
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
