//! `{"match": "statusCode", "status": C}`: a response status of a class, or one of a list. Since V4.
//!
//! Applies to the status alone. `C` is `info` (100–199), `success` (200–299, also when `C` is missing), `redirect`
//! (300–399), `clientError` (400–499), `serverError` (500–599), `nonError` (below 400), `error` (400 and above), or a list
//! of codes.
//!
//! Under `{"match": "statusCode", "status": "clientError"}` the statuses 400 and 422 pass, 500 does not; under
//! `{"match": "statusCode", "status": [200, 201]}` only these two do.

use crate::mismatch::Difference;
use std::fmt;

/// A class of status codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusClass {
    /// 100 to 199.
    Info,
    /// 200 to 299.
    Success,
    /// 300 to 399.
    Redirect,
    /// 400 to 499.
    ClientError,
    /// 500 to 599.
    ServerError,
    /// Below 400.
    NonError,
    /// 400 and above.
    Error,
    /// One of these.
    Codes(Vec<u16>),
}

impl StatusClass {
    /// The classes that have a name, by their name in contract files.
    pub const NAMED: [(&'static str, Self); 7] = [
        ("info", Self::Info),
        ("success", Self::Success),
        ("redirect", Self::Redirect),
        ("clientError", Self::ClientError),
        ("serverError", Self::ServerError),
        ("nonError", Self::NonError),
        ("error", Self::Error),
    ];

    /// Whether `status` is in the class.
    pub fn contains(&self, status: u16) -> bool {
        match self {
            Self::Info => (100..200).contains(&status),
            Self::Success => (200..300).contains(&status),
            Self::Redirect => (300..400).contains(&status),
            Self::ClientError => (400..500).contains(&status),
            Self::ServerError => (500..600).contains(&status),
            Self::NonError => status < 400,
            Self::Error => status >= 400,
            Self::Codes(codes) => codes.contains(&status),
        }
    }
}

impl fmt::Display for StatusClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Info => "an Informational response (100–199)",
            Self::Success => "a Successful response (200–299)",
            Self::Redirect => "a Redirect (300–399)",
            Self::ClientError => "a Client error (400–499)",
            Self::ServerError => "a Server error (500–599)",
            Self::NonError => "a Non-error response (< 400)",
            Self::Error => "an Error response (>= 400)",
            Self::Codes(codes) => {
                let codes = codes.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
                return write!(f, "one of {codes}");
            }
        })
    }
}

/// What `text` lacks to be a status of the class.
pub(super) fn check(class: &StatusClass, text: &str) -> Option<Difference> {
    let met = text.parse().is_ok_and(|status| class.contains(status));
    (!met).then(|| Difference::StatusClass { class: class.to_string(), actual: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_holds_its_hundred() {
        for (class, inside, outside) in [
            (StatusClass::Info, 100, 200),
            (StatusClass::Success, 299, 300),
            (StatusClass::Redirect, 302, 200),
            (StatusClass::ClientError, 404, 500),
            (StatusClass::ServerError, 503, 404),
            (StatusClass::NonError, 399, 400),
            (StatusClass::Error, 500, 399),
            (StatusClass::Codes(vec![200, 404]), 404, 201),
        ] {
            assert!(class.contains(inside) && !class.contains(outside), "{class:?}");
        }
        let said = check(&StatusClass::Success, "400").unwrap().to_string();
        assert_eq!(said, "Expected status code 400 to be a Successful response (200–299)");
    }
}
