//! Finds the places generators name, and names them for people.

use super::Error;
use crate::http::Headers;
use crate::json::{Json, Object};
use crate::mismatch::Place;
use crate::rule_path::{RulePath, Step};

type Query = Vec<(String, Vec<Option<String>>)>;

/// The place, as the beginning of a sentence.
pub(super) fn words(place: &Place) -> String {
    match place {
        Place::Method => "the method".to_owned(),
        Place::Path => "the path".to_owned(),
        Place::Status => "the status".to_owned(),
        Place::BodyType => "the content type".to_owned(),
        Place::Query(name) => format!("the query parameter `{name}`"),
        Place::Header(name) => format!("the header `{name}`"),
        Place::Metadata(name) => format!("the metadata `{name}`"),
        Place::Body(path) => format!("the body at `{path}`"),
        Place::Message(path) => format!("the message at `{path}`"),
    }
}

/// The query values under `key`, which is a name or a path: `name`, `name[0]`, `$.name[0]`, `$['name']`. A parameter that is
/// not there is added.
pub(super) fn in_query<'q>(query: &'q mut Query, key: &str) -> Vec<&'q mut Option<String>> {
    let names: Vec<_> = query.iter().map(|(name, _)| name.as_str()).collect();
    let (at, index) = match position(&names, key, |name, wanted| name == wanted) {
        Ok(found) => found,
        Err(Some(absent)) => {
            query.push((absent, vec![None]));
            (query.len() - 1, None)
        }
        Err(None) => return Vec::new(),
    };
    pick(&mut query[at].1, index)
}

/// The header values under `key`, which is a name or a path. A header that is not there is added.
pub(super) fn in_headers<'h>(headers: &'h mut Headers, key: &str) -> Vec<&'h mut String> {
    let names: Vec<_> = headers.iter().map(|(name, _)| name).collect();
    let (at, index) = match position(&names, key, str::eq_ignore_ascii_case) {
        Ok(found) => found,
        Err(Some(absent)) => {
            headers.add(absent, [String::new()]);
            (headers.iter().len() - 1, None)
        }
        Err(None) => return Vec::new(),
    };
    headers.iter_mut().nth(at).map(|(_, values)| pick(values, index)).unwrap_or_default()
}

/// The metadata value under `key`, or what a path such as `key.part` leads to in one. A key that is not there is added.
pub(super) fn in_metadata(
    metadata: &mut Object<'static>,
    key: &str,
    change: &mut impl FnMut(&mut Json) -> Result<(), Error>,
) -> Result<(), Error> {
    if !metadata.contains_key(key)
        && let Ok(path) = RulePath::parse(key)
        && let Some((Step::Field(name), below)) = path.steps().split_first()
        && let Some(value) = metadata.get_mut(name)
    {
        return each_in_json(value, below, change);
    }
    let mut value = metadata.get(key).cloned().unwrap_or(Json::Null);
    change(&mut value)?;
    metadata.insert(key.to_owned(), value);
    Ok(())
}

/// Which entry `key` names, and which of its values if it says so; a name that reads like a path is a name first. An entry
/// that is not there is an error with the name it would have.
fn position(
    names: &[&str],
    key: &str,
    same: impl Fn(&str, &str) -> bool,
) -> Result<(usize, Option<usize>), Option<String>> {
    let find = |wanted: &str| names.iter().position(|name| same(name, wanted));
    if let Some(at) = find(key) {
        return Ok((at, None));
    }
    let path = RulePath::parse(key).unwrap_or_default();
    let (name, index) = match path.steps() {
        [Step::Field(name)] | [Step::Field(name), Step::StarIndex | Step::Star] => (name.as_str(), None),
        [Step::Field(name), Step::Index(index)] => (name.as_str(), Some(*index)),
        _ if key.starts_with('$') => return Err(None),
        _ => (key, None),
    };
    match find(name) {
        Some(at) => Ok((at, index)),
        None => Err((index.unwrap_or(0) == 0).then(|| name.to_owned())),
    }
}

fn pick<T>(values: &mut [T], index: Option<usize>) -> Vec<&mut T> {
    match index {
        None => values.iter_mut().collect(),
        Some(index) => values.get_mut(index).into_iter().collect(),
    }
}

/// Calls `change` with every value the path leads to.
pub(crate) fn each_in_json(
    value: &mut Json,
    steps: &[Step],
    change: &mut impl FnMut(&mut Json) -> Result<(), Error>,
) -> Result<(), Error> {
    let Some((step, below)) = steps.split_first() else {
        return change(value);
    };
    match (step, value) {
        (Step::Field(name), Json::Object(object)) => match object.get_mut(name) {
            Some(entry) => each_in_json(entry, below, change),
            None => Ok(()),
        },
        (Step::Index(index), Json::Array(items)) => match items.get_mut(*index) {
            Some(item) => each_in_json(item, below, change),
            None => Ok(()),
        },
        (Step::StarIndex | Step::Star, Json::Array(items)) => {
            items.iter_mut().try_for_each(|item| each_in_json(item, below, change))
        }
        (Step::Star, Json::Object(object)) => {
            let names: Vec<_> = object.keys().map(str::to_owned).collect();
            names.iter().filter_map(|name| Some(each_in_json(object.get_mut(name)?, below, change))).collect()
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn every_place_a_path_leads_to_is_changed() {
        for (path, expected) in [
            ("$", "0"),
            ("$.a", r#"{"a":0,"b":{"x":[5],"y":6}}"#),
            ("$.a[*].id", r#"{"a":[{"id":0},{"id":0},3],"b":{"x":[5],"y":6}}"#),
            ("$.a[1]", r#"{"a":[{"id":1},0,3],"b":{"x":[5],"y":6}}"#),
            ("$.b.*", r#"{"a":[{"id":1},{"id":2},3],"b":{"x":0,"y":0}}"#),
            ("$.*[0]", r#"{"a":[0,{"id":2},3],"b":{"x":[5],"y":6}}"#),
            ("$.*.*[*]", r#"{"a":[{"id":1},{"id":2},3],"b":{"x":[0],"y":6}}"#),
            ("$.c.d", r#"{"a":[{"id":1},{"id":2},3],"b":{"x":[5],"y":6}}"#),
            ("$[0]", r#"{"a":[{"id":1},{"id":2},3],"b":{"x":[5],"y":6}}"#),
        ] {
            let mut json = parse(br#"{"a":[{"id":1},{"id":2},3],"b":{"x":[5],"y":6}}"#).unwrap().into_owned();
            let path = RulePath::parse(path).unwrap();
            each_in_json(&mut json, path.steps(), &mut |value| {
                *value = Json::Number(0_u8.into());
                Ok(())
            })
            .unwrap();
            assert_eq!(json.to_compact(), expected, "{path}");
        }
    }

    #[test]
    fn query_keys_are_names_or_paths() {
        for (key, expected) in [
            ("id", "0,0|3|4"),
            ("$.id[1]", "1,0|3|4"),
            ("id[0]", "0,2|3|4"),
            ("$['id']", "0,0|3|4"),
            ("a[0]", "1,2|0|4"),
            ("a", "1,2|3|0"),
            ("$.a[*]", "1,2|3|0"),
            ("other", "1,2|3|4|0"),
            ("$.other[0]", "1,2|3|4|0"),
            ("an.other", "1,2|3|4|0"),
            ("$.other[1]", "1,2|3|4"),
            ("$.an.other", "1,2|3|4"),
            ("id[7]", "1,2|3|4"),
            ("$.", "1,2|3|4"),
        ] {
            let some = |text: &str| Some(text.to_owned());
            let mut query = vec![
                ("id".to_owned(), vec![some("1"), some("2")]),
                ("a[0]".to_owned(), vec![some("3")]),
                ("a".to_owned(), vec![some("4")]),
            ];
            for value in in_query(&mut query, key) {
                *value = some("0");
            }
            let texts: Vec<_> = query
                .iter()
                .map(|(_, values)| values.iter().flatten().cloned().collect::<Vec<_>>().join(","))
                .collect();
            assert_eq!(texts.join("|"), expected, "{key}");
        }
    }

    #[test]
    fn metadata_keys_are_names_or_lead_into_values() {
        for (key, expected) in [
            ("id", r#"{"id":0,"tag":{"id":2}}"#),
            ("tag.id", r#"{"id":1,"tag":{"id":0}}"#),
            ("$.tag['id']", r#"{"id":1,"tag":{"id":0}}"#),
            ("other", r#"{"id":1,"other":0,"tag":{"id":2}}"#),
        ] {
            let mut metadata = parse(br#"{"id":1,"tag":{"id":2}}"#).unwrap().into_owned();
            let zero = &mut |value: &mut Json| {
                *value = Json::Number(0_u8.into());
                Ok(())
            };
            in_metadata(metadata.as_object_mut().unwrap(), key, zero).unwrap();
            assert_eq!(metadata.to_compact(), expected, "{key}");
        }
    }
}
