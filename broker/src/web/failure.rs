//! A failure as a page: what was asked, why it cannot be shown, what is near it.

use super::frame::{Frame, Section, Visitor, page_with};
use super::view::short;
use crate::app::App;
use crate::error::ApiError;
use crate::failure::Failure;
use crate::store;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use percent_encoding::percent_decode_str;

/// How many similar names are offered.
const OFFERED: usize = 3;

/// Versions that are looked at for a similar one.
const RECENT: i64 = 500;

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage {
    frame: Frame,
    status: u16,
    heading: String,
    complaints: Vec<String>,
    nearest: Vec<(String, String)>,
    up: Option<(String, String)>,
}

/// Around every page: a failure becomes a page too, whoever found it.
pub async fn as_page(State(app): State<App>, request: Request, next: Next) -> Response {
    let visitor = Visitor::of(&app, request.headers());
    let segments = segments(request.uri().path());
    let response = next.run(request).await;
    let Some(failure) = response.extensions().get::<Failure>().cloned() else { return response };
    let near = near(&app, &visitor, &segments, &failure).await.unwrap_or_default();
    let complaints = failure.fields.iter().flat_map(|(field, messages)| {
        messages
            .iter()
            .map(move |message| if field.is_empty() { message.clone() } else { format!("{field} {message}") })
    });
    let heading = match failure.status.as_u16() {
        500.. => "The broker could not do this".to_owned(),
        404 if failure.message.starts_with("The requested document") => "There is no page at this address".to_owned(),
        _ => near.heading.unwrap_or_else(|| failure.message.trim_end_matches('.').to_owned()),
    };
    let template = FailurePage {
        frame: visitor.frame(heading.clone(), Section::None),
        status: failure.status.as_u16(),
        heading,
        complaints: complaints.collect(),
        nearest: near.nearest,
        up: near.up,
    };
    let mut page = page_with(failure.status, &template);
    for name in [header::WWW_AUTHENTICATE, header::ALLOW, header::RETRY_AFTER] {
        for value in response.headers().get_all(&name) {
            page.headers_mut().append(name.clone(), value.clone());
        }
    }
    page.extensions_mut().insert(failure);
    page
}

fn segments(path: &str) -> Vec<String> {
    path.split('/').skip(1).map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned()).collect()
}

/// What is missing in people's words, and where to go from there: names and URLs.
#[derive(Default)]
struct Near {
    heading: Option<String>,
    nearest: Vec<(String, String)>,
    up: Option<(String, String)>,
}

/// Names like the one that is missing, and the page above it.
async fn near(app: &App, visitor: &Visitor, segments: &[String], failure: &Failure) -> Result<Near, ApiError> {
    if failure.status.as_u16() != 404 {
        return Ok(Near::default());
    }
    let asked: Vec<&String> = match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["pacticipants", _, ..] => vec![&segments[1]],
        ["pacts", "provider", _, "consumer", _, ..] => vec![&segments[2], &segments[4]],
        _ => return Ok(Near::default()),
    };
    let links = &visitor.links;
    let mut transaction = app.store.read().await?;
    let names: Vec<String> = store::participant::list(&mut transaction, None)
        .await?
        .into_iter()
        .map(|participant| participant.name)
        .collect();
    if let Some(unknown) = asked.iter().find(|name| !names.contains(name)) {
        let nearest = similar(unknown, names.iter().map(String::as_str));
        let nearest = nearest.into_iter().map(|name| (name.to_owned(), links.participant(name))).collect();
        let up = Some(("All services".to_owned(), links.participants()));
        return Ok(Near { heading: Some(format!("No service {unknown}")), nearest, up });
    }
    let (owner, number) = match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["pacticipants", owner, "versions", number, ..]
        | ["pacts", "provider", _, "consumer", owner, "version", number, ..] => {
            ((*owner).to_owned(), (*number).to_owned())
        }
        _ => (asked[0].clone(), String::new()),
    };
    let up = Some((owner.clone(), links.participant(&owner)));
    let Some(participant) = store::participant::find(&mut transaction, &owner).await?.filter(|_| !number.is_empty())
    else {
        return Ok(Near { up, ..Near::default() });
    };
    let page = store::page::Page { size: RECENT, offset: 0 };
    let versions = store::version::list(&mut transaction, participant.id, store::version::Scope::All, page).await?;
    let nearest = similar(&number, versions.iter().map(|version| version.number.as_str()));
    let is_missing = versions.iter().all(|version| version.number != number);
    let heading = is_missing.then(|| format!("No version {number} of {owner}"));
    let nearest = nearest.into_iter().map(|number| (short(number), links.version(&owner, number))).collect();
    Ok(Near { heading, nearest, up })
}

/// The names most like `wanted`, best first, leaving out what is not like it at all.
fn similar<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = wanted.to_lowercase();
    let limit = wanted.chars().count().div_ceil(4);
    let mut scored: Vec<(usize, &str)> = names
        .map(|name| {
            let lower = name.to_lowercase();
            let part = lower.contains(&wanted) || (lower.len() > 3 && wanted.contains(&lower));
            (if part { 0 } else { distance(&wanted, &lower) }, name)
        })
        .filter(|(score, _)| *score <= limit)
        .collect();
    scored.sort_by_key(|(score, _)| *score);
    scored.into_iter().take(OFFERED).map(|(_, name)| name).collect()
}

/// How many characters must be changed, added or taken away; names longer than 64 are cut.
fn distance(left: &str, right: &str) -> usize {
    const LONGEST: usize = 64;
    let right: Vec<char> = right.chars().take(LONGEST).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, character) in left.chars().take(LONGEST).enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, other) in right.iter().enumerate() {
            let changed = diagonal + usize::from(character != *other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, similar};

    #[test]
    fn similar_names_are_few_and_really_similar() {
        let names = ["order-service", "payment-service", "orders", "x"];
        assert_eq!(similar("order-servise", names.into_iter()), ["order-service"]);
        assert_eq!(similar("order", names.into_iter()), ["order-service", "orders"]);
        assert!(similar("zzz", names.into_iter()).is_empty());
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
