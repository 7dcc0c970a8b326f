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
    /// More than [`LONGEST`] bytes.
    TooLong,
}

/// As many bytes as every database can index.
pub const LONGEST: usize = 2000;

impl NameError {
    /// The words the ecosystem's clients print.
    pub fn message(self) -> &'static str {
        match self {
            Self::Blank => "can't be blank",
            Self::SeveralLines => "cannot contain multiple lines",
            Self::ControlCharacter => "cannot contain control characters",
            Self::TooLong => "cannot be longer than 2000 bytes",
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
    if name.len() > LONGEST {
        return Err(NameError::TooLong);
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

/// Words that say what kind of thing a name is for, not which.
const KINDS: [&str; 3] = ["api", "provider", "service"];

/// Whether two names read like one name spelled twice: `orders`, `OrderService`, `order-api`.
pub fn is_similar(left: &str, right: &str) -> bool {
    let (left, right) = (essence(left), essence(right));
    !left.is_empty() && left == right
}

/// The words of a name in lower case and in the singular, without those that only say what kind of thing it is for.
fn essence(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (index, character) in characters.iter().enumerate() {
        let (before, after) = (index.checked_sub(1).map(|before| characters[before]), characters.get(index + 1));
        let starts_word = character.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_numeric()
                    || before.is_uppercase() && after.is_some_and(|after| after.is_lowercase())
            });
        let separates = character.is_whitespace() || matches!(character, '-' | '_' | ':');
        if starts_word || separates {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| !separates) {
            word.extend(character.to_lowercase());
        }
    }
    let singular = |word: String| word.strip_suffix('s').map(str::to_owned).unwrap_or(word);
    words.into_iter().map(singular).filter(|word| !word.is_empty() && !KINDS.contains(&word.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, NameError, check, display_name, is_similar};

    #[test]
    fn names_are_similar_when_only_spelling_or_kind_differs() {
        for like in ["orders", "Order Service", "OrderService", "order_api", "ORDER-provider", "Orders::API", "order"] {
            assert!(is_similar("order-service", like), "{like}");
        }
        for other in ["ordering", "order-history", "border", "", "service"] {
            assert!(!is_similar("order-service", other), "{other}");
        }
        assert!(
            is_similar("HTTPGateway", "http-gateway") && is_similar("v2Api", "v2") && !is_similar("api", "service")
        );
    }

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
            (&"ä".repeat(LONGEST / 2), Ok(())),
            (&"a".repeat(LONGEST + 1), Err(NameError::TooLong)),
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
