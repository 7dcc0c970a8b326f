//! Places in forms: the values of parameters. All else stays as it is written.

use super::Job;
use crate::body::form::decode;
use crate::generate::{Error, maker::Maker};
use crate::rule_path::Step;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::HashMap;

/// What form encoding writes with percent signs; spaces become `+`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'*').remove(b' ');

pub(super) fn fill(text: &str, jobs: &[Job<'_>], maker: &mut Maker<'_>) -> Result<String, Error> {
    let mut parameters = read(text.trim_ascii());
    for job in jobs {
        let mut at = maker.at(job.generator, job.place);
        for parameter in parameters.iter_mut().filter(|parameter| parameter.is_at(job.steps)) {
            if let Some(made) = at.text()? {
                let value = utf8_percent_encode(&made, ENCODED).to_string().replace(' ', "+");
                parameter.written = format!("{}={value}", parameter.written_name);
            }
        }
    }
    Ok(parameters.into_iter().map(|parameter| parameter.written).collect::<Vec<_>>().join("&"))
}

struct Parameter<'t> {
    written: String,
    written_name: &'t str,
    name: String,
    /// How many of the same name stand before it.
    index: usize,
}

impl Parameter<'_> {
    fn is_at(&self, steps: &[Step]) -> bool {
        let is_named = |step: &Step| !self.written.is_empty() && step.leads_to_entry(&self.name);
        match steps {
            [name] => is_named(name),
            [name, item] => is_named(name) && item.leads_to_item(self.index),
            _ => false,
        }
    }
}

fn read(text: &str) -> Vec<Parameter<'_>> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    text.split('&')
        .map(|piece| {
            let written_name = piece.split_once('=').map_or(piece, |(name, _)| name);
            let name = decode(written_name);
            let count = counts.entry(name.clone()).or_default();
            *count += 1;
            Parameter { written: piece.to_owned(), written_name, name, index: *count - 1 }
        })
        .collect()
}
