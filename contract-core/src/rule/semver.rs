//! `{"match": "semver"}`: a version as semantic versioning 2.0.0 has it. Since V4.
//!
//! Applies to every part. Three numbers without leading zeros, then optionally `-` with a pre-release and `+` with build
//! data; no `v` in front.
//!
//! Under `{"match": "semver"}` the texts `1.0.0` and `2.1.0-rc.1+build.7` pass; `1.0`, `v1.0.0` and `01.0.0` do not.

use crate::json::Value;
use crate::mismatch::Difference;

pub(super) fn check(actual: &Value<'_>) -> Option<Difference> {
    let met = actual.as_str().is_some_and(is_version);
    (!met).then(|| Difference::NotSemver { actual: actual.to_text().into_owned() })
}

/// Whether `text` is a semantic version.
pub(crate) fn is_version(text: &str) -> bool {
    let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    let (core, pre_release) = text.split_once('-').map_or((text, None), |(core, pre)| (core, Some(pre)));
    let numbers: Vec<_> = core.split('.').collect();
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_pre_release = |word: &str| is_word(word) && (!is_all_digits(word) || is_number(word));
    numbers.len() == 3
        && numbers.into_iter().all(is_number)
        && pre_release.is_none_or(|pre| pre.split('.').all(is_pre_release))
        && build.is_none_or(|build| build.split('.').all(is_word))
}

fn is_all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_number(text: &str) -> bool {
    is_all_digits(text) && (text == "0" || !text.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use crate::rule::{Rule, tests::in_body};

    #[test]
    fn versions_have_three_numbers_and_little_else() {
        for good in ["1.0.0", "0.10.2", "1.0.0-alpha.1", "1.0.0-0a", "1.0.0+build.01", "1.2.3-rc-1+a-b"] {
            assert_eq!(in_body(&Rule::Semver, "\"1.0.0\"", &format!("\"{good}\"")), None, "{good}");
        }
        for bad in ["1.0", "v1.0.0", "1.0.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0+", "", "1.0.0-a..b", "1.0.x"] {
            let said = in_body(&Rule::Semver, "\"1.0.0\"", &format!("\"{bad}\"")).unwrap();
            assert_eq!(said, format!("'{bad}' is not a valid semantic version"));
        }
        assert!(in_body(&Rule::Semver, "\"1.0.0\"", "1.0").is_some());
    }
}
