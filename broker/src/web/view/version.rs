//! Versions as links: a long commit is shortened, everything else stays whole.

use crate::links::Links;

/// How many digits of a commit are shown.
const SHOWN: usize = 12;

/// A version with the page about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VersionLink {
    /// What is shown.
    pub(crate) short: String,
    /// The whole number.
    pub(crate) number: String,
    /// The page about it.
    pub(crate) href: String,
}

impl VersionLink {
    /// The version `number` of `participant`.
    pub(crate) fn new(links: &Links, participant: &str, number: &str) -> Self {
        Self { short: short(number), number: number.to_owned(), href: links.version(participant, number) }
    }
}

/// The first twelve digits of a hexadecimal number, else the whole.
pub(crate) fn short(number: &str) -> String {
    let is_commit = number.len() > SHOWN && number.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_commit { number[..SHOWN].to_owned() } else { number.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn only_long_commits_are_shortened() {
        assert_eq!(short("9f3c2ab1d77a0291c4ee0d12aa55c0d1277fe210"), "9f3c2ab1d77a");
        assert_eq!(short("9f3c2ab"), "9f3c2ab");
        assert_eq!(short("1.2.3+9f3c2ab1d77a0291"), "1.2.3+9f3c2ab1d77a0291");
    }
}
