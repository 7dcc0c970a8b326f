//! Words that several outputs share.

use crate::broker_client::Side;
use std::time::Duration;

/// `1 interaction`, `2 interactions`.
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// A duration in the unit it is read in: `12 ms`, `1.25 s`.
pub fn duration(duration: Duration) -> String {
    if duration < Duration::from_secs(1) {
        format!("{} ms", duration.as_millis())
    } else {
        format!("{:.2} s", duration.as_secs_f64())
    }
}

/// A participant and its version: `order-service 1.0.0`.
pub fn side(side: &Side) -> String {
    match &side.version {
        Some(version) => format!("{} {version}", side.name),
        None => side.name.clone(),
    }
}

/// Which of several instances, behind what is said about it: ` (instance blue)`; nothing when there is one only.
pub fn instance(name: Option<&str>) -> String {
    name.map_or_else(String::new, |name| format!(" (instance {name})"))
}

/// The text with a capital letter at its start.
pub fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// States as they stand behind a description: `given a customer, an order`; nothing when there are none.
pub fn given(states: &[String]) -> String {
    if states.is_empty() { String::new() } else { format!("given {}", states.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_durations_read_well() {
        assert_eq!(count(1, "interaction"), "1 interaction");
        assert_eq!(count(0, "interaction"), "0 interactions");
        assert_eq!(duration(Duration::from_millis(12)), "12 ms");
        assert_eq!(duration(Duration::from_millis(1_250)), "1.25 s");
    }
}
