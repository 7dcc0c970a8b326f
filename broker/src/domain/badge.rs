//! Badges: two words on two colours, drawn here, so that no other service learns who asks about what.

use std::fmt::Write;

/// What a badge says at its right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// It holds.
    Good,
    /// It does not.
    Bad,
    /// It did, for something older.
    Stale,
    /// Nobody knows.
    Unknown,
}

impl Colour {
    /// Dark enough for white letters.
    fn fill(self) -> &'static str {
        match self {
            Self::Good => "#1f7a3d",
            Self::Bad => "#b3261e",
            Self::Stale => "#9a5b00",
            Self::Unknown => "#5f5f5f",
        }
    }
}

/// A badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// What it is about.
    pub label: String,
    /// How that stands.
    pub message: &'static str,
    /// The same as a colour.
    pub colour: Colour,
}

/// Longer labels are cut.
const LONGEST: usize = 80;

impl Badge {
    /// The picture, 20 pixels high.
    pub fn svg(&self) -> String {
        let label: String = self.label.chars().filter(|character| !is_hidden(*character)).take(LONGEST).collect();
        let (left, right) = (width(&label), width(self.message));
        let whole = left + right;
        let (label, message, fill) = (escaped(&label), escaped(self.message), self.colour.fill());
        let text = |x: usize, words: &str, length: usize| {
            format!(
                r#"<text x="{x}" y="14" textLength="{}" lengthAdjust="spacingAndGlyphs">{words}</text>"#,
                length - 10
            )
        };
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="20" role="img" aria-label="{label}: {message}"><title>{label}: {message}</title><clipPath id="r"><rect width="{whole}" height="20" rx="3"/></clipPath><g clip-path="url(#r)"><rect width="{left}" height="20" fill="#333"/><rect x="{left}" width="{right}" height="20" fill="{fill}"/></g><g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">{}{}</g></svg>"##,
            text(5, &label, left),
            text(left + 5, &message, right)
        )
    }
}

/// The letters that begin a name's words: `order-service` is `OS`.
pub fn initials(name: &str) -> String {
    let mut found = String::new();
    let mut before = ' ';
    for character in name.chars() {
        if character.is_alphanumeric()
            && (!before.is_alphanumeric() || (character.is_uppercase() && before.is_lowercase()))
        {
            found.extend(character.to_uppercase());
        }
        before = character;
    }
    if found.is_empty() { name.to_owned() } else { found }
}

/// About as wide as the text is in the font at this size, with a margin on both sides.
fn width(text: &str) -> usize {
    let tenths: usize = text
        .chars()
        .map(|character| match character {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 40,
            'm' | 'w' | 'M' | 'W' | '@' | '%' => 100,
            character if character.is_ascii_uppercase() => 78,
            character if character.is_ascii() => 67,
            _ => 110,
        })
        .sum();
    tenths.div_ceil(10).max(10) + 10
}

/// Control characters, which XML does not allow, and those that change the direction of what follows.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' | '>' | '&' | '"' | '\'' => {
                let _ = write!(escaped, "&#{};", u32::from(character));
            }
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{Badge, Colour, initials};

    #[test]
    fn a_badge_is_a_picture_that_reads_aloud() {
        let badge = Badge { label: "order/payment contract".to_owned(), message: "verified", colour: Colour::Good };
        let svg = badge.svg();
        assert!(svg.starts_with("<svg ") && svg.contains(r#"aria-label="order/payment contract: verified""#), "{svg}");
    }

    #[test]
    fn markup_in_names_stays_text() {
        let label = "<script>alert(1)</script>\"'&\u{202e}\u{1}".to_owned();
        let svg = Badge { label, message: "unknown", colour: Colour::Unknown }.svg();
        assert!(!svg.contains("<script") && !svg.contains('\u{202e}') && !svg.contains('\u{1}'), "{svg}");
        let long = Badge { label: "x".repeat(10_000), message: "unknown", colour: Colour::Unknown };
        assert!(long.svg().len() < 2_000);
    }

    #[test]
    fn initials_are_the_first_letters_of_words() {
        for (name, expected) in [("order-service", "OS"), ("OrderService", "OS"), ("foo", "F"), ("--", "--")] {
            assert_eq!(initials(name), expected);
        }
    }
}
