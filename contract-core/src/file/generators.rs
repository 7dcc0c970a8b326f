//! The generators of a request or response, by category.

use super::Error;
use super::reader::Reader;
use crate::generate::{Generator, Generators};
use crate::json::{Json, Object, Value};
use crate::rule_path::RulePath;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

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
                "path" => generators.path = Some(whole(value, reader)),
                "method" => generators.method = Some(whole(value, reader)),
                "status" => generators.status = Some(whole(value, reader)),
                "query" => add(&mut generators.query, named(value, reader)?, reader),
                "header" | "headers" => add(&mut generators.header, named(value, reader)?, reader),
                "metadata" | "metaData" => add(&mut generators.metadata, named(value, reader)?, reader),
                "body" | "content" | "contents" => add(&mut generators.body, read_body(value, reader)?, reader),
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

/// Adds generators. Two of one name or path, which two keys may hold, cannot be joined as two sets of rules are: the last one
/// would overwrite what the first one made, and a file has room for one.
fn add<K: Hash + Eq + Clone>(
    known: &mut Vec<(K, Generator)>,
    more: impl IntoIterator<Item = (K, Generator)>,
    reader: &mut Reader<'_>,
) {
    let mut places: HashMap<K, usize> = known.iter().enumerate().map(|(at, (key, _))| (key.clone(), at)).collect();
    for (key, generator) in more {
        match places.entry(key) {
            Entry::Occupied(place) => {
                let replaced = std::mem::replace(&mut known[*place.get()].1, generator);
                if replaced != known[*place.get()].1 {
                    reader.note(
                        "two keys are the same name or path; only the generator of the last one is read and kept",
                    );
                }
            }
            Entry::Vacant(place) => {
                known.push((place.key().clone(), generator));
                place.insert(known.len() - 1);
            }
        }
    }
}

/// Generators by path.
pub(super) fn read_body(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Vec<(RulePath, Generator)>, Error> {
    let generators = named(value, reader)?;
    let read = |(name, generator): (String, Generator)| match RulePath::parse(&name) {
        Ok(path) => Ok((path, generator)),
        Err(error) => Err(reader.error_at(&name, error.to_string())),
    };
    let mut by_path = Vec::new();
    add(&mut by_path, generators.into_iter().map(read).collect::<Result<Vec<_>, _>>()?, reader);
    Ok(by_path)
}

/// Writes generators by path.
pub(super) fn write_body(generators: &[(RulePath, Generator)]) -> Json {
    Value::Object(generators.iter().map(|(path, generator)| (path.to_string(), write_one(generator))).collect())
}

fn named(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Vec<(String, Generator)>, Error> {
    if value.is_null() {
        return Ok(Vec::new());
    }
    let object = value.as_object().ok_or_else(|| reader.error("expected an object"))?;
    let read = |(name, value): (&str, _)| reader.at(name, |reader| Ok((name.to_owned(), noted(value, reader))));
    object.iter().map(read).collect()
}

/// A category that holds one generator, or, as some writers have it, one under an empty name or `$`.
fn whole(value: &Value<'_>, reader: &mut Reader<'_>) -> Generator {
    let nested = ["", "$"].into_iter().find_map(|key| Some((key, value.get(key)?.as_object()?)));
    let (Some((name, nested)), Some(object)) = (nested, value.as_object()) else { return noted(value, reader) };
    let beside = object.iter().filter(|(key, _)| *key != name && !nested.contains_key(key));
    let all = nested.iter().chain(beside).map(|(key, value)| (key.to_owned(), value.clone()));
    noted(&Value::Object(all.collect()), reader)
}

/// One generator.
pub(crate) fn one(value: &Value<'_>) -> Generator {
    Generator::from_json(value)
}

/// One generator, with notes of what is not known about it.
fn noted(value: &Value<'_>, reader: &mut Reader<'_>) -> Generator {
    let generator = one(value);
    match &generator {
        Generator::Other(_) => reader.note("a generator that is not known; it is kept, and the example stays"),
        Generator::Extended { extra, .. } => {
            let names: Vec<_> = extra.keys().map(|key| format!("`{key}`")).collect();
            reader.note(format!("what {} of a generator says is not known; it is kept", names.join(", ")));
        }
        _ => {}
    }
    generator
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
    generator.to_json()
}

#[cfg(test)]
mod tests {
    use crate::file::{from_slice, to_json};

    #[test]
    fn generators_are_read_in_every_spelling_and_what_is_not_known_is_kept() {
        let contract = r#"{"consumer": {"name": "a"}, "provider": {"name": "b"}, "interactions": [{
            "description": "x",
            "request": {"method": "GET", "path": "/", "generators": {
                "path": {"": {"type": "ProviderState", "expression": "/${id}", "dataType": "DATE"}},
                "headers": {"X-Id": {"type": "UuidGenerator"}}, "query": {"$.q[0]": {"type": "Fish", "fins": 2}},
                "body": {"a": {"type": "RandomIntGenerator", "min": 1, "max": 2}, "$.b": {"type": "Uuid", "why": "so"}},
                "cookie": {"c": {"type": "Uuid"}}
            }},
            "response": {"status": 200}
        }]}"#;
        let read = from_slice(contract.as_bytes(), "a-b.json").unwrap();
        let written = to_json(&read.contract);
        let interaction = &written.get("interactions").unwrap().as_array().unwrap()[0];
        insta::assert_snapshot!(interaction.get("request").unwrap().get("generators").unwrap().to_compact(), @r#"{"body":{"$.a":{"max":2,"min":1,"type":"RandomInt"},"$.b":{"type":"Uuid","why":"so"}},"cookie":{"c":{"type":"Uuid"}},"header":{"X-Id":{"type":"Uuid"}},"path":{"dataType":"DATE","expression":"/${id}","type":"ProviderState"},"query":{"$.q[0]":{"fins":2,"type":"Fish"}}}"#);
        let notes: Vec<_> = read.notes.iter().filter(|note| note.pointer.contains("generators")).collect();
        let notes: Vec<_> = notes.iter().map(|note| format!("{}: {}", note.pointer, note.text)).collect();
        insta::assert_snapshot!(notes.join("\n"), @r"
        /interactions/0/request/generators/path: what `dataType` of a generator says is not known; it is kept
        /interactions/0/request/generators/query/$.q[0]: a generator that is not known; it is kept, and the example stays
        /interactions/0/request/generators/body/$.b: what `why` of a generator says is not known; it is kept
        /interactions/0/request/generators/cookie: a category of generators that is not known; it is kept
        ");
        let again = from_slice(written.to_compact().as_bytes(), "a-b.json").unwrap();
        assert_eq!(to_json(&again.contract), written);
    }

    #[test]
    fn of_two_generators_for_one_place_the_last_is_kept_and_a_note_says_so() {
        let (one, two) = (r#"{"type": "Uuid"}"#, r#"{"type": "RandomBoolean"}"#);
        for (generators, kept, notes) in [
            (
                format!(r#""body": {{"$.a": {one}, "$.b": {one}}}, "contents": {{"$.a": {two}}}"#),
                r#"{"body":{"$.a":{"type":"RandomBoolean"},"$.b":{"type":"Uuid"}}}"#,
                &["contents"][..],
            ),
            (
                format!(r#""body": {{"a": {one}, "$.a": {two}, "$['a']": {one}}}"#),
                r#"{"body":{"$.a":{"type":"Uuid"}}}"#,
                &["body", "body"],
            ),
            (
                format!(r#""headers": {{"A": {one}}}, "header": {{"A": {two}, "a": {one}}}"#),
                r#"{"header":{"A":{"type":"RandomBoolean"},"a":{"type":"Uuid"}}}"#,
                &["header"],
            ),
            (
                format!(r#""metaData": {{"A": {one}}}, "metadata": {{"A": {two}}}"#),
                r#"{"metadata":{"A":{"type":"RandomBoolean"}}}"#,
                &["metadata"],
            ),
            (
                format!(r#""body": {{"$.a": {one}}}, "contents": {{"$.a": {one}}}"#),
                r#"{"body":{"$.a":{"type":"Uuid"}}}"#,
                &[],
            ),
        ] {
            let contract = format!(
                r#"{{"consumer": {{"name": "a"}}, "provider": {{"name": "b"}}, "interactions": [{{"description": "x",
                "request": {{"method": "GET", "path": "/"}}, "response": {{"generators": {{{generators}}}}}}}]}}"#
            );
            let read = from_slice(contract.as_bytes(), "a-b.json").unwrap();
            let written = to_json(&read.contract);
            let response = written.get("interactions").unwrap().as_array().unwrap()[0].get("response").unwrap();
            assert_eq!(response.get("generators").unwrap().to_compact(), kept, "{generators}");
            let at = read.notes.iter().filter(|note| note.text.contains("two keys"));
            let at: Vec<_> = at.map(|note| note.pointer.rsplit('/').next().unwrap()).collect();
            assert_eq!(at, notes, "{generators}");
        }
    }
}
