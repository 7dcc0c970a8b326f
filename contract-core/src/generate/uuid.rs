//! `{"type": "Uuid", "format"?}`: a random UUID, of version 4. Since V3; `format` since V4.
//!
//! | `format` | example |
//! |---|---|
//! | `simple` | `936da01f9abd4d9d80c702af85c822a8` |
//! | `lower-case-hyphenated`, and when there is none | `936da01f-9abd-4d9d-80c7-02af85c822a8` |
//! | `upper-case-hyphenated` | `936DA01F-9ABD-4D9D-80C7-02AF85C822A8` |
//! | `URN` | `urn:uuid:936da01f-9abd-4d9d-80c7-02af85c822a8` |

use crate::json::Json;
use fastrand::Rng;

/// How a UUID is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UuidFormat {
    /// 32 digits.
    Simple,
    /// With hyphens, in lower case.
    #[default]
    LowerCaseHyphenated,
    /// With hyphens, in upper case.
    UpperCaseHyphenated,
    /// As a URN.
    Urn,
}

impl UuidFormat {
    /// Every form with its name in contract files.
    pub(super) const NAMED: [(&'static str, Self); 4] = [
        ("simple", Self::Simple),
        ("lower-case-hyphenated", Self::LowerCaseHyphenated),
        ("upper-case-hyphenated", Self::UpperCaseHyphenated),
        ("URN", Self::Urn),
    ];
}

pub(super) fn make(format: UuidFormat, rng: &mut Rng) -> Json {
    const VERSION: u128 = 0xf << 76;
    const VARIANT: u128 = 0b11 << 62;
    let random = rng.u128(..) & !VERSION & !VARIANT | 0x4 << 76 | 0b10 << 62;
    let simple = format!("{random:032x}");
    if format == UuidFormat::Simple {
        return Json::string(simple);
    }
    let groups = [&simple[..8], &simple[8..12], &simple[12..16], &simple[16..20], &simple[20..]];
    let hyphenated = groups.join("-");
    Json::string(match format {
        UuidFormat::UpperCaseHyphenated => hyphenated.to_uppercase(),
        UuidFormat::Urn => format!("urn:uuid:{hyphenated}"),
        UuidFormat::Simple | UuidFormat::LowerCaseHyphenated => hyphenated,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Regex;

    #[test]
    fn every_form_is_a_version_4_uuid() {
        let mut rng = Rng::with_seed(1);
        for (format, regex) in [
            (UuidFormat::Simple, "[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}"),
            (UuidFormat::LowerCaseHyphenated, "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
            (UuidFormat::UpperCaseHyphenated, "[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}"),
            (UuidFormat::Urn, "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
        ] {
            let regex = Regex::new(regex).unwrap();
            for _ in 0..20 {
                let made = make(format, &mut rng);
                assert!(regex.matches(&made.to_text()), "{made}");
            }
        }
    }
}
