//! What was declared against what arrived, and the words for where they part.

use crate::declare::{Declaration, Declared};
use crate::error::Error;
use crate::server::journal::{Entries, Near, Reason, Stray};
use abide_contract_core::explain::explain;
use std::error::Error as _;
use std::fmt::Write as _;

/// Where the lines of a test are aligned, counted from the beginning of a description.
const PLACE_COLUMN: usize = 56;

/// Request lines longer than this are cut in texts for people.
const LINE_LIMIT: usize = 160;

/// Of requests that differ in the same respect, how many are shown; a client may send thousands.
const MOST_SHOWN: usize = 10;

/// Why a refused request was refused, for the response it gets.
pub(crate) struct Refusal {
    /// One sentence.
    pub(crate) error: String,
    /// The closest interaction and where it is declared.
    pub(crate) closest: Option<String>,
    /// What separates the request from it.
    pub(crate) differences: Vec<String>,
    /// Both bodies in one picture, where that says more.
    pub(crate) body: Vec<String>,
}

/// How the contract was broken; `None` when every interaction happened and nothing else arrived.
pub(crate) fn breach(declaration: &Declaration, entries: &Entries) -> Option<String> {
    let unmet: Vec<usize> = (0..declaration.interactions.len()).filter(|at| !entries.hits[*at]).collect();
    if unmet.is_empty() && entries.strays.is_empty() {
        return None;
    }
    let mut text = format!("contract {} was not kept\n\n", declaration.title());
    let described = |at: &usize| declaration.interactions[*at].expected.description.chars().count();
    let column = unmet.iter().map(|at| described(at) + 3).max().unwrap_or(0).max(PLACE_COLUMN);
    let strays = grouped(&entries.strays);
    for at in unmet {
        unmet_interaction(&mut text, at, &declaration.interactions[at], column, &strays);
        if !strays.iter().any(|(stray, _)| attempted(stray).is_some_and(|near| near.interaction == at)) {
            line(&mut text, 5, format_args!("{}", absence(&declaration.interactions[at], &entries.unfinished)));
        }
    }
    let unclaimed = |stray: &Stray| attempted(stray).is_none_or(|near| entries.hits[near.interaction]);
    let unclaimed: Vec<_> = strays.iter().filter(|(stray, _)| unclaimed(stray)).collect();
    for (stray, times) in unclaimed.iter().take(MOST_SHOWN) {
        stray_request(&mut text, declaration, stray, *times);
    }
    and_more(&mut text, unclaimed.len());
    Some(text)
}

/// Why a kept contract could not be recorded.
pub(crate) fn unrecorded(declaration: &Declaration, error: &Error) -> String {
    let mut text = format!("contract {} was kept but could not be recorded\n\n  {error}\n", declaration.title());
    let mut cause = error.source();
    while let Some(error) = cause {
        line(&mut text, 2, format_args!("caused by: {error}"));
        cause = error.source();
    }
    line(&mut text, 2, format_args!("hint: {}", error.hint()));
    text
}

/// The words for a request that is not answered as declared.
pub(crate) fn refusal(declaration: &Declaration, request: &str, reason: &Reason) -> Refusal {
    let near = match reason {
        Reason::Differs(near) | Reason::Unknown(Some(near)) => Some(near),
        Reason::Unknown(None) | Reason::Failed(_) => None,
    };
    let error = match reason {
        Reason::Differs(_) => format!("{request} differs from what contract {} declares", declaration.title()),
        Reason::Unknown(_) => format!("nothing in contract {} describes {request}", declaration.title()),
        Reason::Failed(why) => format!("{request} could not be answered: {why}"),
    };
    let closest = near.map(|near| {
        let declared = &declaration.interactions[near.interaction];
        format!("{} ({}:{})", declared.expected.description, declared.place.file(), declared.place.line())
    });
    let differences = near.map(|near| explain(&near.mismatches)).unwrap_or_default();
    Refusal { error, closest, differences, body: near.map(|near| near.difference.clone()).unwrap_or_default() }
}

/// An interaction no request matched, with the requests that tried.
fn unmet_interaction(text: &mut String, at: usize, declared: &Declared, column: usize, strays: &[(&Stray, usize)]) {
    let Declared { expected, place, .. } = declared;
    let description = &expected.description;
    line(text, 2, format_args!("x  {description:<column$}{}:{}", place.file(), place.line()));
    let attempts: Vec<_> = strays
        .iter()
        .filter_map(|(stray, times)| Some((attempted(stray).filter(|near| near.interaction == at)?, stray, times)))
        .collect();
    for (near, stray, times) in attempts.iter().take(MOST_SHOWN) {
        line(text, 5, format_args!("{} arrived{}, but", shortened(&stray.line), repeated(**times)));
        differences(text, near);
    }
    and_more(text, attempts.len());
}

/// How an interaction failed to happen that no request tried.
fn absence(declared: &Declared, unfinished: &[String]) -> String {
    let method = declared.expected.as_grpc().map(|call| call.method.to_string());
    match method.filter(|method| unfinished.contains(method)) {
        Some(method) => format!("{method} began to arrive, but its requests never ended"),
        None => "never arrived".to_owned(),
    }
}

/// Says how many requests are not shown.
fn and_more(text: &mut String, requests: usize) {
    if requests > MOST_SHOWN {
        line(text, 5, format_args!("and {} more requests like these", requests - MOST_SHOWN));
    }
}

/// A request that belongs to no interaction, with the closest one.
fn stray_request(text: &mut String, declaration: &Declaration, stray: &Stray, times: usize) {
    let request = shortened(&stray.line);
    let times = repeated(times);
    match &stray.reason {
        Reason::Failed(why) => {
            line(text, 2, format_args!("?  {request} arrived{times} and could not be answered"));
            line(text, 5, format_args!("{why}"));
        }
        Reason::Differs(near) | Reason::Unknown(Some(near)) => {
            line(text, 2, format_args!("?  {request} arrived{times} and nothing describes it"));
            let closest = &declaration.interactions[near.interaction].expected.description;
            line(text, 5, format_args!("closest: {closest}"));
            differences(text, near);
        }
        Reason::Unknown(None) => {
            line(text, 2, format_args!("?  {request} arrived{times} and nothing describes it"));
        }
    }
}

fn differences(text: &mut String, near: &Near) {
    for difference in explain(&near.mismatches) {
        line(text, 7, format_args!("{difference}"));
    }
    for picture in &near.difference {
        line(text, 9, format_args!("{picture}"));
    }
}

/// The interaction a request was meant for, when method and path say so.
fn attempted(stray: &Stray) -> Option<&Near> {
    match &stray.reason {
        Reason::Differs(near) => Some(near),
        Reason::Unknown(_) | Reason::Failed(_) => None,
    }
}

/// The strays in order of arrival, equal ones counted: a client that retries would fill pages.
fn grouped(strays: &[Stray]) -> Vec<(&Stray, usize)> {
    let mut groups: Vec<(&Stray, usize)> = Vec::new();
    for stray in strays {
        match groups.iter_mut().find(|(known, _)| *known == stray) {
            Some((_, times)) => *times += 1,
            None => groups.push((stray, 1)),
        }
    }
    groups
}

fn repeated(times: usize) -> String {
    if times > 1 { format!(" {times} times") } else { String::new() }
}

fn shortened(request: &str) -> String {
    if request.chars().count() <= LINE_LIMIT {
        return request.to_owned();
    }
    request.chars().take(LINE_LIMIT).chain(['…']).collect()
}

fn line(text: &mut String, indent: usize, content: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{:indent$}{content}", "");
}
