//! What a link relation of the API means, for people who follow one.

use super::frame::{Frame, Page, Section, Visitor, page};
use crate::api::relations::find;
use crate::error::ApiError;
use crate::extract::Names;
use askama::Template;

#[derive(Template)]
#[template(path = "relation.html")]
struct RelationPage {
    frame: Frame,
    name: &'static str,
    title: &'static str,
    path: Option<String>,
}

/// `GET /doc/{relation}`.
pub async fn show(visitor: Visitor, Names(name): Names<String>) -> Page {
    let Some(relation) = find(&name) else {
        return Err(ApiError::not_found(format!("There is no link relation '{name}'")));
    };
    let frame = visitor.frame(relation.name, Section::None);
    Ok(page(&RelationPage { frame, name: relation.name, title: relation.title, path: relation.path }))
}
