//! Arranges mismatches for people: place, sentence and rule in lines; expected and actual body in one picture.
//!
//! [`explain()`] gives a line for each difference. [`body_difference`] shows the two bodies in one another, where lines
//! alone leave the reader to look for the place: what differs is marked, what a rule accepts is not.

mod clip;
mod difference;
mod line;
mod text;
mod tree;

pub use difference::body_difference;

use crate::json::Value;
use crate::mismatch::{Difference, Mismatch, Place};
use clip::shorten;

/// Of many differences, how many get a line.
const MOST_LINES: usize = 50;
/// Widest place that pushes all sentences to the right.
const ALIGNED: usize = 28;

/// One line for each difference, aligned, without indentation.
///
/// ```text
/// header accept   Expected header 'accept' to have value 'application/json' but was '*/*'
/// body   $.qty    Expected '2' (String) to be an integer   (rule integer at $.qty)
/// ```
///
/// Lines come in the order method, path, query, status, header, body; the values of headers that carry credentials are
/// masked, long values are cut around the place where they part, and of more than 50 differences the rest is counted.
pub fn explain(mismatches: &[Mismatch]) -> Vec<String> {
    let mut sorted: Vec<&Mismatch> = mismatches.iter().collect();
    sorted.sort_by_key(|mismatch| order(&mismatch.place));
    let more = sorted.len().saturating_sub(MOST_LINES);
    sorted.truncate(MOST_LINES);
    let places: Vec<_> = sorted.iter().map(|mismatch| place(mismatch)).collect();
    let width = |column: fn(&(&'static str, String)) -> usize| places.iter().map(column).max().unwrap_or(0);
    let (kinds, names) = (width(|place| place.0.len()), width(|place| place.1.chars().count()).min(ALIGNED));
    let aligned = sorted.iter().zip(&places);
    let lines = aligned.map(|(mismatch, (kind, name))| line(mismatch, kind, name, (kinds, names)));
    lines.chain((more > 0).then(|| format!("… and {more} more differences"))).collect()
}

fn line(mismatch: &Mismatch, kind: &str, name: &str, (kinds, names): (usize, usize)) -> String {
    let sentence = brief_sentence(mismatch);
    let rule = mismatch.rule.as_ref().map(|rule| format!("   (rule {} at {})", rule.rule, rule.path));
    let rule = rule.unwrap_or_default();
    let place = if names == 0 { format!("{kind:kinds$}") } else { format!("{kind:kinds$} {name:names$}") };
    format!("{place}   {sentence}{rule}")
}

fn order(place: &Place) -> u8 {
    match place {
        Place::Method => 0,
        Place::Path => 1,
        Place::Query(_) => 2,
        Place::Status => 3,
        Place::Header(_) => 4,
        Place::Metadata(_) => 5,
        Place::BodyType => 6,
        Place::Body(_) | Place::Message(_) => 7,
    }
}

fn place(mismatch: &Mismatch) -> (&'static str, String) {
    let kind = match mismatch.place {
        Place::BodyType => "body",
        Place::Message(_) => "message",
        _ => mismatch.attribute(),
    };
    (kind, mismatch.identifier().unwrap_or_default().to_owned())
}

/// The sentence of a mismatch, without the values of headers that carry credentials.
pub fn sentence(mismatch: &Mismatch) -> String {
    match (&mismatch.place, &mismatch.difference) {
        (_, Difference::Missing { .. } | Difference::ValueCount { .. }) => mismatch.to_string(),
        (Place::Header(name) | Place::Metadata(name), _) if is_secret(name) => {
            let part = mismatch.attribute();
            format!("Expected {part} '{name}' to have another value (both are masked)")
        }
        _ => mismatch.to_string(),
    }
}

/// The same in a length that can be read: two long texts are cut around the place where they part.
fn brief_sentence(mismatch: &Mismatch) -> String {
    let whole = sentence(mismatch);
    if !clip::is_long(&whole) {
        return whole;
    }
    let Some(difference) = cut(&mismatch.difference) else { return shorten(&whole) };
    shorten(&sentence(&Mismatch::plain(mismatch.place.clone(), difference)))
}

/// A difference between two texts, with each of them cut.
fn cut(difference: &Difference) -> Option<Difference> {
    Some(match difference {
        Difference::Unequal { expected: Value::String(expected), actual: Value::String(actual) } => {
            let (expected, actual) = clip::pair(expected, actual);
            Difference::Unequal { expected: Value::string(expected), actual: Value::string(actual) }
        }
        Difference::UnequalText { expected, actual } => {
            let (expected, actual) = clip::pair(expected, actual);
            Difference::UnequalText { expected, actual }
        }
        Difference::Value { what, name, expected, actual } => {
            let (expected, actual) = clip::pair(expected, actual);
            Difference::Value { what, name: name.clone(), expected, actual }
        }
        Difference::Plain { what, expected, actual } => {
            let (expected, actual) = clip::pair(expected, actual);
            Difference::Plain { what, expected, actual }
        }
        _ => return None,
    })
}

/// Headers whose values are credentials.
pub fn is_secret(header: &str) -> bool {
    const SECRETS: [&str; 6] =
        ["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-auth-token"];
    SECRETS.iter().any(|secret| secret.eq_ignore_ascii_case(header))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mismatch::RuleOrigin;

    #[test]
    fn lines_are_aligned_and_name_the_rule() {
        let mismatches = [
            Mismatch {
                place: Place::Body("$.qty".into()),
                difference: Difference::NotA { what: "an integer", actual: Value::string("2") },
                rule: Some(RuleOrigin { rule: "integer".into(), path: "$.qty".into() }),
            },
            Mismatch::plain(
                Place::Header("accept".into()),
                Difference::Value {
                    what: "header",
                    name: "accept".into(),
                    expected: "application/json".into(),
                    actual: "*/*".into(),
                },
            ),
            Mismatch::plain(
                Place::Status,
                Difference::Plain { what: "status", expected: "200".into(), actual: "500".into() },
            ),
        ];
        insta::assert_snapshot!(explain(&mismatches).join("\n"), @r"
        status          Expected status 200 but was 500
        header accept   Expected header 'accept' to have value 'application/json' but was '*/*'
        body   $.qty    Expected '2' (String) to be an integer   (rule integer at $.qty)
        ");
    }

    #[test]
    fn credentials_are_masked_and_long_texts_cut() {
        let secret = Difference::Value {
            what: "header",
            name: "Authorization".into(),
            expected: "Bearer a".into(),
            actual: "Bearer b".into(),
        };
        let lines = explain(&[Mismatch::plain(Place::Header("Authorization".into()), secret)]);
        assert!(!lines[0].contains("Bearer"), "{lines:?}");
        let missing = Difference::Missing { what: "a header", name: "Authorization".into() };
        let lines = explain(&[Mismatch::plain(Place::Header("Authorization".into()), missing)]);
        assert!(lines[0].ends_with("Expected a header 'Authorization' but was missing"), "{lines:?}");
        let long = Difference::UnequalText { expected: "x".repeat(5_000), actual: "y".repeat(5_000) };
        assert!(explain(&[Mismatch::plain(Place::Body("$".into()), long)])[0].len() < 600);
    }

    #[test]
    fn long_texts_are_cut_where_they_part_whatever_part_they_are_of() {
        let text = |word: &str| format!("{}{word}{}", "x".repeat(600), "y".repeat(600));
        let (expected, actual) = (text("AAA"), text("BBB"));
        let value = |what, name: &str| {
            let (name, expected, actual) = (name.to_owned(), expected.clone(), actual.clone());
            Difference::Value { what, name, expected, actual }
        };
        let texts = || (expected.clone(), actual.clone());
        let unequal = Difference::Unequal { expected: Value::string(texts().0), actual: Value::string(texts().1) };
        let plain = Difference::Plain { what: "path", expected: texts().0, actual: texts().1 };
        for (place, difference) in [
            (Place::Header("x".into()), value("header", "x")),
            (Place::Query("q".into()), value("query parameter", "q")),
            (Place::Body("$.f".into()), value("form post parameter", "f")),
            (Place::Body("$.a.#text".into()), unequal),
            (Place::Body("$".into()), Difference::UnequalText { expected: texts().0, actual: texts().1 }),
            (Place::Path, plain),
        ] {
            let line = &explain(&[Mismatch::plain(place, difference)])[0];
            assert!(line.contains("xAAAy") && line.contains("xBBBy") && line.chars().count() < 450, "{line}");
        }
    }

    #[test]
    fn the_rest_of_many_differences_is_counted() {
        let differs = Difference::MissingKeys { missing: vec!["id".into()] };
        let many: Vec<_> =
            (0..70).map(|at| Mismatch::plain(Place::Body(format!("$[{at}]")), differs.clone())).collect();
        let lines = explain(&many);
        assert_eq!((lines.len(), lines[50].as_str()), (51, "… and 20 more differences"));
    }
}
