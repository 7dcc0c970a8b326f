//! Cuts what is too long to read.

/// Longest text a line shows before it is cut in the middle, in characters.
const LINE: usize = 400;
/// Longest value the picture of a body shows, in characters.
const VALUE: usize = 100;
/// How much of what two long texts share is shown before they part, in characters.
const SHARED: usize = 20;

/// Cuts the middle out of a line.
pub(super) fn shorten(text: &str) -> String {
    middle(text, LINE)
}

/// Whether a line is too long to be shown whole.
pub(super) fn is_long(text: &str) -> bool {
    text.chars().count() > LINE
}

/// Cuts the middle out of a value.
pub(super) fn value(text: &str) -> String {
    middle(text, VALUE)
}

fn middle(text: &str, most: usize) -> String {
    let length = text.chars().count();
    if length <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most / 2).collect();
    let tail: String = text.chars().skip(length - most / 2).collect();
    format!("{head} … {} characters … {tail}", length - most / 2 * 2)
}

/// Two texts, cut around the first place where they part.
pub(super) fn pair(left: &str, right: &str) -> (String, String) {
    let shared = left.chars().zip(right.chars()).take_while(|(left, right)| left == right).count();
    let from = if shared > SHARED * 2 { shared - SHARED } else { 0 };
    (window(left, from), window(right, from))
}

fn window(text: &str, from: usize) -> String {
    let length = text.chars().count();
    let (before, from) = if from > 0 { (format!("… {from} characters … "), from) } else { (String::new(), 0) };
    let shown: String = text.chars().skip(from).take(VALUE).collect();
    let after = length.saturating_sub(from + VALUE);
    let after = if after > 0 { format!(" … {after} characters …") } else { String::new() };
    before + &shown + &after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_around_where_they_part() {
        let text = "x".repeat(300);
        let (left, right) = pair(&format!("{text}left"), &format!("{text}right{text}"));
        assert_eq!(left, "… 280 characters … xxxxxxxxxxxxxxxxxxxxleft");
        assert!(right.starts_with("… 280 characters … xxxxxxxxxxxxxxxxxxxxrightxxx"), "{right}");
        assert!(right.ends_with("xxx … 225 characters …"), "{right}");
        assert_eq!(pair("abc", "abd"), ("abc".to_owned(), "abd".to_owned()));
        assert_eq!(value(&"y".repeat(150)).matches('y').count(), 100);
    }
}
