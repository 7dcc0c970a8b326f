//! Characters that hide or turn around what stands beside them are shown by their number.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text with control characters, direction overrides and invisible characters spelt out as `[U+202E]`.
///
/// Joiners stay where they join what needs them (scripts, emoji) and are shown between ASCII characters.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(may_hide) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut previous = ' ';
    for character in text.chars() {
        let joins = matches!(character, '\u{200c}' | '\u{200d}') && !previous.is_ascii();
        if may_hide(character) && !joins {
            let _ = write!(shown, "[U+{:04X}]", u32::from(character));
        } else {
            shown.push(character);
        }
        previous = character;
    }
    Cow::Owned(shown)
}

fn may_hide(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_hides_or_turns_text_around_is_spelt_out() {
        let cases = [
            ("order-service", "order-service"),
            ("pay\u{202e}drac", "pay[U+202E]drac"),
            ("a\u{200b}b\u{200d}c\0", "a[U+200B]b[U+200D]c[U+0000]"),
            ("\u{1f468}\u{200d}\u{1f469}", "\u{1f468}\u{200d}\u{1f469}"),
            ("two\nlines\there", "two\nlines\there"),
        ];
        for (text, expected) in cases {
            assert_eq!(visible(text), expected);
        }
    }
}
