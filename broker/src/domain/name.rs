//! What may be the name of a participant, a version, a branch, a tag or an environment.

/// Why a text cannot be a name; the words follow the field's name in an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameError {
    /// Nothing, or only spaces.
    Blank,
    /// A line break.
    SeveralLines,
    /// Another control character, which no database and no log should see in a name.
    ControlCharacter,
}

impl NameError {
    /// The words the ecosystem's clients print.
    pub fn message(self) -> &'static str {
        match self {
            Self::Blank => "can't be blank",
            Self::SeveralLines => "cannot contain multiple lines",
            Self::ControlCharacter => "cannot contain control characters",
        }
    }
}

/// Accepts any text of one line that is not blank: slashes, spaces, emoji and markup are all legal.
pub fn check(name: &str) -> Result<(), NameError> {
    if name.trim().is_empty() {
        return Err(NameError::Blank);
    }
    if name.contains(['\n', '\r']) {
        return Err(NameError::SeveralLines);
    }
    if name.chars().any(char::is_control) {
        return Err(NameError::ControlCharacter);
    }
    Ok(())
}

/// A name for people, made from one for machines: `order-service` reads `Order Service`.
pub fn display_name(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut previous_lower = false;
    for character in name.chars() {
        let starts_word = character.is_uppercase() && previous_lower;
        if character == '-' || character == '_' || character.is_whitespace() {
            words.push(String::new());
        } else if starts_word || words.is_empty() {
            words.push(character.to_uppercase().collect());
        } else if let Some(word) = words.last_mut() {
            if word.is_empty() {
                word.extend(character.to_uppercase());
            } else {
                word.push(character);
            }
        }
        previous_lower = character.is_lowercase() || character.is_numeric();
    }
    words.retain(|word| !word.is_empty());
    if words.is_empty() { name.to_owned() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::{NameError, check, display_name};

    #[test]
    fn names_are_any_single_line_that_is_not_blank() {
        let cases = [
            ("order-service", Ok(())),
            ("feat/1234 <b>&\"'", Ok(())),
            ("\u{1f980} Bäckerei", Ok(())),
            ("", Err(NameError::Blank)),
            ("  ", Err(NameError::Blank)),
            ("a\nb", Err(NameError::SeveralLines)),
            ("a\u{0}b", Err(NameError::ControlCharacter)),
        ];
        for (name, expected) in cases {
            assert_eq!(check(name), expected, "{name:?}");
        }
    }

    #[test]
    fn display_names_are_made_of_words() {
        let cases = [
            ("order-service", "Order Service"),
            ("orderService", "Order Service"),
            ("order_service v2", "Order Service V2"),
            ("Foo", "Foo"),
            ("---", "---"),
        ];
        for (name, expected) in cases {
            assert_eq!(display_name(name), expected);
        }
    }
}
