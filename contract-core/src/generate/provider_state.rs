//! `{"type": "ProviderState", "expression", "dataType"?}`: a value the provider's state set-up returned. Since V3; by a
//! verifier only.
//!
//! `${id}`, or a bare `id`, is the value itself, converted where a data type is stated (`STRING`, `INTEGER`, `DECIMAL`,
//! `FLOAT`, `BOOLEAN`, `RAW`); `/orders/${id}` is a text with the holes filled in. A value no state returned is an error.

use super::error::Why;
use crate::json::{Json, Kind, Number, Object};
use std::borrow::Cow;

/// What a provider-state value is converted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataType {
    /// A string.
    String,
    /// A number without fraction.
    Integer,
    /// A number with a fraction.
    Decimal,
    /// A number with a fraction.
    Float,
    /// A boolean.
    Boolean,
    /// As it is.
    Raw,
}

impl DataType {
    /// Every type with its name in contract files.
    pub(super) const NAMED: [(&'static str, Self); 6] = [
        ("STRING", Self::String),
        ("INTEGER", Self::Integer),
        ("DECIMAL", Self::Decimal),
        ("FLOAT", Self::Float),
        ("BOOLEAN", Self::Boolean),
        ("RAW", Self::Raw),
    ];
}

type Values = Object<'static>;

/// A piece of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'e> {
    Text(&'e str),
    Name(&'e str),
}

/// Says what is wrong with an expression, if anything.
pub(crate) fn check(expression: &str) -> Result<(), &'static str> {
    pieces(expression).map(|_| ())
}

fn pieces(expression: &str) -> Result<Vec<Piece<'_>>, &'static str> {
    if expression.trim().is_empty() {
        return Err("it is empty");
    }
    if !expression.contains("${") {
        return Ok(vec![Piece::Name(expression.trim())]);
    }
    let mut pieces = Vec::new();
    let mut rest = expression;
    while let Some((before, after)) = rest.split_once("${") {
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        let (name, after) = after.split_once('}').ok_or("a `${` has no `}`")?;
        if name.trim().is_empty() {
            return Err("a `${}` has no name");
        }
        pieces.push(Piece::Name(name.trim()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    Ok(pieces)
}

/// The value of `expression`, with its JSON kind.
pub(super) fn value(expression: &str, data_type: Option<DataType>, values: &Values) -> Result<Json, Why> {
    let raw = raw(expression, values)?;
    match convert(&raw, data_type.unwrap_or(DataType::Raw)) {
        Ok(converted) => Ok(converted),
        Err(wanted) => Err(unconvertible(expression, &raw, wanted)),
    }
}

fn unconvertible(expression: &str, value: &Json, wanted: &'static str) -> Why {
    Why::Unconvertible { expression: expression.to_owned(), value: value.to_compact(), wanted }
}

fn raw(expression: &str, values: &Values) -> Result<Json, Why> {
    let malformed = |reason| Why::Malformed { expression: expression.to_owned(), reason };
    let pieces = pieces(expression).map_err(malformed)?;
    if let [Piece::Name(name)] = pieces.as_slice() {
        return look_up(name, expression, values).cloned();
    }
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(part) => text.push_str(part),
            Piece::Name(name) => {
                let value = look_up(name, expression, values)?;
                text.push_str(&text_of(value).ok_or_else(|| unconvertible(expression, value, "a text"))?);
            }
        }
    }
    Ok(Json::string(text))
}

fn look_up<'v>(name: &str, expression: &str, values: &'v Values) -> Result<&'v Json, Why> {
    values.get(name).ok_or_else(|| Why::Unknown {
        name: name.to_owned(),
        expression: expression.to_owned(),
        known: values.sorted().into_iter().map(|(key, _)| key.to_owned()).collect(),
    })
}

/// The value's text; a missing value has none, so that no `/orders/null` is ever asked for.
fn text_of(value: &Json) -> Option<Cow<'_, str>> {
    (!value.is_null()).then(|| value.to_text())
}

fn convert(value: &Json, data_type: DataType) -> Result<Json, &'static str> {
    match data_type {
        DataType::Raw => Ok(value.clone()),
        DataType::String => text_of(value).map(|text| Json::string(text.into_owned())).ok_or("a text"),
        DataType::Integer => number_of(value).and_then(|number| to_integer(&number)).ok_or("an integer"),
        DataType::Decimal | DataType::Float => number_of(value).map(to_decimal).ok_or("a number"),
        DataType::Boolean => match value.to_text().as_ref() {
            "true" => Ok(Json::Bool(true)),
            "false" => Ok(Json::Bool(false)),
            _ => Err("a boolean"),
        },
    }
}

fn number_of(value: &Json) -> Option<Number<'static>> {
    match value {
        Json::Number(number) => Some(number.clone()),
        Json::String(text) => Number::parse(text.trim()),
        _ => None,
    }
}

/// `1000` and `1000.0`, but neither `1000.5` nor `1e3`.
fn to_integer(number: &Number<'static>) -> Option<Json> {
    let whole = match number.as_str().split_once('.') {
        None => number.as_str(),
        Some((whole, fraction)) => fraction.bytes().all(|digit| digit == b'0').then_some(whole)?,
    };
    Number::parse(whole).filter(Number::is_integer).map(Json::Number)
}

fn to_decimal(number: Number<'static>) -> Json {
    let decimal = Number::parse(&format!("{number}.0")).filter(|_| number.is_integer());
    let decimal = Json::Number(decimal.unwrap_or(number));
    debug_assert_eq!(decimal.kind(), Kind::Decimal);
    decimal
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn values() -> Values {
        let text =
            br#"{"id":1000,"price":99.50,"whole":7.0,"name":"Ann","flag":"true","none":null,"list":[1,2],"n":"42"}"#;
        parse(text).unwrap().into_owned().as_object_mut().unwrap().clone()
    }

    #[test]
    fn expressions_are_taken_apart() {
        for (expression, expected) in [
            ("id", vec![Piece::Name("id")]),
            ("${id}", vec![Piece::Name("id")]),
            (
                "/a/${ id }/${n}.x",
                vec![Piece::Text("/a/"), Piece::Name("id"), Piece::Text("/"), Piece::Name("n"), Piece::Text(".x")],
            ),
        ] {
            assert_eq!(pieces(expression).unwrap(), expected);
        }
        for malformed in ["", " ", "${id", "a${}b", "${id}${"] {
            assert!(pieces(malformed).is_err(), "{malformed}");
        }
    }

    #[test]
    fn a_value_keeps_or_takes_the_type_asked_for() {
        use DataType::{Boolean, Decimal, Float, Integer, Raw, String};
        for (expression, data_type, expected) in [
            ("${id}", None, "1000"),
            ("id", Some(Raw), "1000"),
            ("${id}", Some(String), r#""1000""#),
            ("${n}", Some(Integer), "42"),
            ("${whole}", Some(Integer), "7"),
            ("${id}", Some(Decimal), "1000.0"),
            ("${price}", Some(Float), "99.50"),
            ("${flag}", Some(Boolean), "true"),
            ("${list}", None, "[1,2]"),
            ("${none}", None, "null"),
            ("/orders/${id}/${name}", Some(String), r#""/orders/1000/Ann""#),
            ("${n}${n}", Some(Integer), "4242"),
        ] {
            assert_eq!(value(expression, data_type, &values()).unwrap().to_compact(), expected, "{expression}");
        }
        for (expression, data_type) in [
            ("name", Integer),
            ("price", Integer),
            ("name", Decimal),
            ("id", Boolean),
            ("none", String),
            ("list", Integer),
        ] {
            assert!(matches!(value(expression, Some(data_type), &values()), Err(Why::Unconvertible { .. })));
        }
    }

    #[test]
    fn a_missing_value_is_never_written_into_a_text() {
        assert!(value("/orders/${none}", None, &values()).is_err());
    }
}
