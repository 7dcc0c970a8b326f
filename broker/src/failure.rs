//! What went wrong, left on a response for whoever says it another way: as `problem+json`, or as a page.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Messages by field, as `errors` of a 400.
pub type FieldErrors = BTreeMap<String, Vec<String>>;

/// Where a field stands in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the body.
    Body,
    /// In the query string.
    Query,
    /// In the path.
    Path,
}

/// What went wrong.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The status.
    pub status: StatusCode,
    /// One line in words.
    pub message: String,
    /// Complaints by field, where there are any.
    pub fields: FieldErrors,
    /// Where the fields stand; nowhere in particular in questions to the matrix.
    pub place: Option<Place>,
    /// What the body says beside `error`: changes, notices, what is live.
    pub members: Map<String, Value>,
}

impl Failure {
    /// The same failure as RFC 9457 has it.
    pub fn problem(&self, base_url: &str) -> Value {
        let status = self.status.as_u16();
        if !self.fields.is_empty() {
            return json!({
                "title": "Validation errors",
                "type": format!("{base_url}/problems/validation-error"),
                "status": status,
                "instance": "/",
                "errors": self.complaints(base_url),
            });
        }
        let (title, slug) = match self.status {
            StatusCode::INTERNAL_SERVER_ERROR => ("Server error".to_owned(), "problems/server-error".to_owned()),
            other => {
                let reason = other.canonical_reason().unwrap_or("Error");
                (reason.to_owned(), format!("problem/{}", reason.to_lowercase().replace(' ', "-")))
            }
        };
        let kind = format!("{base_url}/{slug}");
        let mut problem = self.members.clone();
        if let Some(errors) = problem.get_mut("errors") {
            *errors = conflicts(errors, &title, &kind);
        }
        problem.extend([
            ("title".to_owned(), title.into()),
            ("type".to_owned(), kind.into()),
            ("detail".to_owned(), self.message.as_str().into()),
            ("status".to_owned(), status.into()),
        ]);
        Value::Object(problem)
    }

    /// Each complaint with its place: a JSON pointer into the body, or the name of a parameter.
    fn complaints(&self, base_url: &str) -> Vec<Value> {
        let kind = match self.place {
            Some(Place::Body) => "invalid-body-property-value",
            Some(Place::Path) => "invalid-path-parameter-value",
            Some(Place::Query) | None => "invalid-query-parameter-value",
        };
        let complaint = |(field, message): (&String, &String)| {
            let mut complaint = json!({
                "type": format!("{base_url}/problems/{kind}"),
                "title": "Validation error",
                "detail": message,
            });
            match self.place {
                Some(Place::Body) => complaint["pointer"] = pointer(field, message).into(),
                Some(_) => complaint["parameter"] = field.as_str().into(),
                None => (),
            }
            complaint
        };
        let all = self.fields.iter().flat_map(|(field, messages)| messages.iter().map(move |message| (field, message)));
        all.map(complaint).collect()
    }
}

/// `consumer.name` is `/consumer/name`; an item of a list, named at the end of the message, is `/contracts/0`.
fn pointer(field: &str, message: &str) -> String {
    let item = message.rsplit_once(" (at index ").and_then(|(_, rest)| rest.strip_suffix(')'));
    let item = item.filter(|index| index.bytes().all(|byte| byte.is_ascii_digit()));
    let item = item.map_or_else(String::new, |index| format!("/{index}"));
    format!("/{}{item}", field.replace('.', "/"))
}

/// The complaints of a conflict, by field, in the form that complaints have in a problem.
fn conflicts(errors: &Value, title: &str, kind: &str) -> Value {
    let fields = errors.as_object().into_iter().flatten();
    let complaints = fields.flat_map(|(field, messages)| {
        messages.as_array().into_iter().flatten().map(
            move |message| json!({ "type": kind, "title": title, "detail": message, "pointer": format!("/{field}") }),
        )
    });
    complaints.collect()
}

#[cfg(test)]
mod tests {
    use super::{Failure, FieldErrors, Place};
    use axum::http::StatusCode;
    use serde_json::{Value, json};

    fn problem(status: StatusCode, place: Option<Place>, fields: FieldErrors, members: &Value) -> Value {
        let members = members.as_object().cloned().unwrap_or_default();
        Failure { status, message: "no".to_owned(), fields, place, members }.problem("http://b")
    }

    #[test]
    fn a_complaint_names_a_place_in_the_body_or_a_parameter() {
        let fields = |field: &str, message: &str| FieldErrors::from([(field.to_owned(), vec![message.to_owned()])]);
        let cases = [
            (Place::Body, "consumer.name", "is missing", "pointer", "/consumer/name", "body-property"),
            (Place::Body, "contracts", "is missing (at index 12)", "pointer", "/contracts/12", "body-property"),
            (Place::Body, "contracts", "is odd (at index x)", "pointer", "/contracts", "body-property"),
            (Place::Query, "page", "must be a number", "parameter", "page", "query-parameter"),
            (Place::Path, "version", "is too long", "parameter", "version", "path-parameter"),
        ];
        for (place, field, message, key, value, kind) in cases {
            let problem = problem(StatusCode::BAD_REQUEST, Some(place), fields(field, message), &json!({}));
            let kind = format!("http://b/problems/invalid-{kind}-value");
            let expected = json!([{ "type": kind, "title": "Validation error", "detail": message, key: value }]);
            assert_eq!(problem["errors"], expected);
        }
    }

    #[test]
    fn a_conflict_says_as_a_problem_all_it_says_otherwise() {
        let members = json!({ "changes": ["$.a"], "errors": { "contracts": ["one", "two"] } });
        let problem = problem(StatusCode::CONFLICT, None, FieldErrors::new(), &members);
        assert_eq!((&problem["detail"], &problem["changes"]), (&json!("no"), &json!(["$.a"])));
        assert_eq!(
            (&problem["errors"][1]["detail"], &problem["errors"][1]["pointer"]),
            (&json!("two"), &json!("/contracts"))
        );
    }
}
