//! Query parameters: a string in versions 1 and 2, a map of lists since version 3.

use super::Error;
use super::reader::Reader;
use crate::json::Value;

type Parameters = Vec<(String, Vec<Option<String>>)>;

pub(super) fn read(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Parameters, Error> {
    match value {
        Value::Null => Ok(Parameters::new()),
        Value::String(text) => Ok(crate::body::form::parse(text)),
        Value::Object(map) => map
            .iter()
            .map(|(name, value)| Ok((name.to_owned(), reader.at(name, |reader| values(value, reader))?)))
            .collect(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) => {
            Err(reader.error("expected a query string or a map of parameters"))
        }
    }
}

fn values(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Vec<Option<String>>, Error> {
    match value {
        Value::Array(items) => {
            let mut values = Vec::new();
            for item in items {
                match item {
                    Value::Array(_) | Value::Object(_) => return Err(reader.error("expected a list of texts")),
                    Value::Null => values.push(None),
                    scalar => values.push(Some(scalar.to_text().into_owned())),
                }
            }
            Ok(values)
        }
        Value::Object(_) => Err(reader.error("expected a text or a list of texts")),
        Value::Null => Ok(vec![None]),
        scalar => Ok(vec![Some(scalar.to_text().into_owned())]),
    }
}
