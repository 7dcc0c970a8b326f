//! The generators of a request or response, by category.

use super::Error;
use super::reader::Reader;
use crate::generate::{DataType, Generator, Generators};
use crate::json::{Json, Object, Value};
use crate::rule_path::RulePath;

pub(super) fn read(value: Option<&Value<'_>>, reader: &mut Reader<'_>) -> Result<Generators, Error> {
    let mut generators = Generators::default();
    let object = match value {
        None | Some(Value::Null) => return Ok(generators),
        Some(Value::Object(object)) => object,
        Some(_) => return Err(reader.error("expected an object")),
    };
    for (category, value) in object.iter() {
        reader.at(category, |reader| {
            match category {
                "path" => generators.path = Some(whole(value)),
                "method" => generators.method = Some(whole(value)),
                "status" => generators.status = Some(whole(value)),
                "query" => generators.query = named(value, reader)?,
                "header" | "headers" => generators.header = named(value, reader)?,
                "metadata" | "metaData" => generators.metadata = named(value, reader)?,
                "body" | "content" | "contents" => {
                    generators.body.extend(read_body(value, reader)?);
                }
                _ => {
                    reader.note("a category of generators that is not known; it is kept");
                    generators.extra.insert(category.to_owned(), value.clone().into_owned());
                }
            }
            Ok(())
        })?;
    }
    Ok(generators)
}

/// Generators by path.
pub(super) fn read_body(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Vec<(RulePath, Generator)>, Error> {
    let generators = named(value, reader)?;
    let read = |(name, generator): (String, Generator)| match RulePath::parse(&name) {
        Ok(path) => Ok((path, generator)),
        Err(error) => Err(reader.error_at(&name, error.to_string())),
    };
    generators.into_iter().map(read).collect()
}

/// Writes generators by path.
pub(super) fn write_body(generators: &[(RulePath, Generator)]) -> Json {
    Value::Object(generators.iter().map(|(path, generator)| (path.to_string(), write_one(generator))).collect())
}

fn named(value: &Value<'_>, reader: &Reader<'_>) -> Result<Vec<(String, Generator)>, Error> {
    let object = value.as_object().ok_or_else(|| reader.error("expected an object"))?;
    Ok(object.iter().map(|(name, value)| (name.to_owned(), one(value))).collect())
}

/// A category that holds one generator, or, as some writers have it, one under an empty name or `$`.
fn whole(value: &Value<'_>) -> Generator {
    one(value.get("").or_else(|| value.get("$")).unwrap_or(value))
}

/// One generator.
pub(crate) fn one(value: &Value<'_>) -> Generator {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    match (text("type"), text("expression")) {
        (Some("ProviderState"), Some(expression)) => Generator::ProviderState {
            expression: expression.to_owned(),
            data_type: text("dataType").and_then(data_type),
        },
        _ => Generator::Other(value.clone().into_owned()),
    }
}

const DATA_TYPES: [(&str, DataType); 6] = [
    ("STRING", DataType::String),
    ("INTEGER", DataType::Integer),
    ("DECIMAL", DataType::Decimal),
    ("FLOAT", DataType::Float),
    ("BOOLEAN", DataType::Boolean),
    ("RAW", DataType::Raw),
];

fn data_type(name: &str) -> Option<DataType> {
    DATA_TYPES.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, data_type)| data_type)
}

/// Writes generators as version 4 has them; `None` when there are none.
pub(super) fn write(generators: &Generators) -> Option<Json> {
    let mut categories = generators.extra.clone();
    for (category, generator) in
        [("path", &generators.path), ("method", &generators.method), ("status", &generators.status)]
    {
        if let Some(generator) = generator {
            categories.insert(category, write_one(generator));
        }
    }
    for (category, named) in
        [("query", &generators.query), ("header", &generators.header), ("metadata", &generators.metadata)]
    {
        if !named.is_empty() {
            let named = named.iter().map(|(name, generator)| (name.clone(), write_one(generator)));
            categories.insert(category, Value::Object(named.collect::<Object<'_>>()));
        }
    }
    if !generators.body.is_empty() {
        categories.insert("body", write_body(&generators.body));
    }
    (!categories.is_empty()).then_some(Value::Object(categories))
}

/// Writes one generator.
pub(crate) fn write_one(generator: &Generator) -> Json {
    match generator {
        Generator::ProviderState { expression, data_type } => {
            let mut object = Object::new();
            object.insert("type", Value::string("ProviderState"));
            object.insert("expression", Value::string(expression.clone()));
            if let Some((name, _)) = DATA_TYPES.into_iter().find(|(_, known)| Some(*known) == *data_type) {
                object.insert("dataType", Value::string(name));
            }
            Value::Object(object)
        }
        Generator::Other(raw) => raw.clone(),
    }
}
