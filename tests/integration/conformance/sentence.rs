//! The sentences of steps: literal text with `{string}` and `{int}` for what varies and `(…)` for what may be left out.

/// The values in a sentence that fits the pattern, in order.
pub(super) fn fit(pattern: &str, sentence: &str) -> Option<Vec<String>> {
    if let Some(rest) = pattern.strip_prefix("{string}") {
        let (value, left) = quoted(sentence)?;
        return follow(value, rest, left);
    }
    if let Some(rest) = pattern.strip_prefix("{int}") {
        let digits = sentence.strip_prefix('-').unwrap_or(sentence);
        let end = sentence.len() - digits.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        return sentence[..end]
            .ends_with(|c: char| c.is_ascii_digit())
            .then_some(())
            .and_then(|()| follow(sentence[..end].to_owned(), rest, &sentence[end..]));
    }
    if let Some((optional, rest)) = pattern.strip_prefix('(').and_then(|pattern| pattern.split_once(')')) {
        let with = sentence.strip_prefix(optional).and_then(|left| fit(rest, left));
        return with.or_else(|| fit(rest, sentence));
    }
    match pattern.chars().next() {
        None => sentence.is_empty().then(Vec::new),
        Some(c) => fit(&pattern[c.len_utf8()..], sentence.strip_prefix(c)?),
    }
}

fn follow(value: String, pattern: &str, sentence: &str) -> Option<Vec<String>> {
    let mut values = vec![value];
    values.extend(fit(pattern, sentence)?);
    Some(values)
}

/// A text in single or double quotes and what follows it. A backslash before the quote takes it in; any other stays.
fn quoted(sentence: &str) -> Option<(String, &str)> {
    let quote = sentence.chars().next().filter(|c| ['"', '\''].contains(c))?;
    let mut value = String::new();
    let mut rest = sentence[1..].char_indices();
    while let Some((at, c)) = rest.next() {
        match c {
            c if c == quote => return Some((value, &sentence[at + 2..])),
            '\\' => match rest.next()? {
                (_, escaped) if escaped == quote => value.push(quote),
                (_, other) => value.extend(['\\', other]),
            },
            c => value.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_taken_out_of_sentences() {
        let fits = |pattern, sentence| fit(pattern, sentence).map(|values| values.join("|"));
        assert_eq!(fits("a status {int} is received", "a status 299 is received").as_deref(), Some("299"));
        assert_eq!(fits("{string} -> {string}", r#""$.a" -> "[\"b\"] \s*""#).as_deref(), Some(r#"$.a|["b"] \s*"#));
        assert_eq!(fits("with a(n) {string}", r#"with an "x""#).as_deref(), Some("x"));
        assert_eq!(fits("with a(n) {string}", "with a '\"x\"'").as_deref(), Some("\"x\""));
    }

    #[test]
    fn what_does_not_fit_as_a_whole_does_not_fit() {
        for sentence in ["x is", "x is here now", "x is  here", "", "é"] {
            assert_eq!(fit("x is here", sentence), None, "{sentence}");
        }
        assert_eq!(fit("a {int}", "a -"), None);
        assert_eq!(fit("a {string}", r#"a "b"#), None);
    }
}
