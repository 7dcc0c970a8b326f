//! Names and values of queries and forms: `name=value`, in percent encoding, joined by `&`.

use std::borrow::Cow;
use std::collections::HashMap;

/// Names with their values in order; `None` where a name stands without `=`.
pub(crate) type Parameters = Vec<(String, Vec<Option<String>>)>;

/// Reads a query string; stray `&` are skipped, `+` is a space, a parameter without `=` has the value `None`.
pub(crate) fn parse(query: &str) -> Parameters {
    let mut parameters = Parameters::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for piece in query.split('&').filter(|piece| !piece.is_empty()) {
        let (name, value) = match piece.split_once('=') {
            Some((name, value)) => (decode(name), Some(decode(value))),
            None => (decode(piece), None),
        };
        if let Some(place) = places.get(&name) {
            parameters[*place].1.push(value);
        } else {
            places.insert(name.clone(), parameters.len());
            parameters.push((name, vec![value]));
        }
    }
    parameters
}

/// Text that is not UTF-8 behind its percent signs stays as it is.
pub(crate) fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_encoding::percent_decode_str(&spaced).decode_utf8().map_or_else(|_| spaced.clone(), Cow::into_owned)
}
