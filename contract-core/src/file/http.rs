//! An HTTP request and response, in any version's shape.

use super::reader::Reader;
use super::{Error, body, generators, query, ruby, rule, rules};
use crate::http::{Headers, Request, Response};
use crate::interaction::Http;
use crate::json::{Object, Value};
use crate::rules::Rules;

const REQUEST: [&str; 7] = ["method", "path", "query", "headers", "body", "matchingRules", "generators"];
const RESPONSE: [&str; 5] = ["status", "headers", "body", "matchingRules", "generators"];

/// Where old files hold rules: at the interaction.
pub(super) const OLD_RULES: [&str; 4] =
    ["requestMatchingRules", "requestMatchers", "responseMatchingRules", "responseMatchers"];

/// Reads request and response; old rules beside newer ones are put into `extra`.
pub(super) fn read(
    interaction: &Object<'_>,
    extra: &mut Object<'static>,
    reader: &mut Reader<'_>,
) -> Result<Http, Error> {
    let wrapped = reader.states_version_4() || interaction.contains_key("type");
    let part = |key: &str| interaction.get(key).filter(|part| !part.is_null());
    let mut request = if let Some(value) = part("request") {
        reader.at("request", |reader| request(value, wrapped, reader))?
    } else {
        reader.note("without a request; `GET /` is taken");
        Request::default()
    };
    let mut response = if let Some(value) = part("response") {
        reader.at("response", |reader| response(value, wrapped, reader))?
    } else {
        reader.note("without a response; status 200 is taken");
        Response::default()
    };
    let [of_request, other_of_request, of_response, other_of_response] = OLD_RULES;
    for (keys, rules) in
        [([of_request, other_of_request], &mut request.rules), ([of_response, other_of_response], &mut response.rules)]
    {
        for key in keys {
            old_rules((interaction, key), rules, extra, reader)?;
        }
    }
    Ok(Http { request, response })
}

/// Rules old files hold at the interaction count where the part itself has none.
fn old_rules(
    (interaction, key): (&Object<'_>, &str),
    rules: &mut Rules,
    extra: &mut Object<'static>,
    reader: &mut Reader<'_>,
) -> Result<(), Error> {
    if rules.is_empty() {
        *rules = reader.at(key, |reader| rules::read(interaction.get(key), reader))?;
    } else if let Some(unread) = interaction.get(key) {
        reader.note_at(key, "rules beside those of the part itself; they are only kept");
        extra.insert(key.to_owned(), unread.clone().into_owned());
    }
    Ok(())
}

fn request(value: &Value<'_>, wrapped: bool, reader: &mut Reader<'_>) -> Result<Request, Error> {
    let stated = value.as_object().ok_or_else(|| reader.error("expected an object"))?;
    let translated = ruby::translate(stated, reader);
    let object = translated.as_ref().unwrap_or(stated);
    let headers = headers(object, reader)?;
    Ok(Request {
        method: text(object, "method", reader)?.unwrap_or_else(|| "GET".to_owned()),
        path: text(object, "path", reader)?.unwrap_or_else(|| "/".to_owned()),
        query: match object.get("query") {
            Some(value) => reader.at("query", |reader| query::read(value, reader))?,
            None => Vec::new(),
        },
        exact_query: if reader.states_version_1() { text(object, "query", reader).ok().flatten() } else { None },
        body: body::read((object, "body"), headers.first("content-type"), wrapped, reader)?,
        rules: reader.at("matchingRules", |reader| rules::read(object.get("matchingRules"), reader))?,
        generators: reader.at("generators", |reader| generators::read(object.get("generators"), reader))?,
        extra: rule::kept(object, |key, _| REQUEST.contains(&key)),
        headers,
    })
}

fn response(value: &Value<'_>, wrapped: bool, reader: &mut Reader<'_>) -> Result<Response, Error> {
    let stated = value.as_object().ok_or_else(|| reader.error("expected an object"))?;
    let translated = ruby::translate(stated, reader);
    let object = translated.as_ref().unwrap_or(stated);
    let headers = headers(object, reader)?;
    Ok(Response {
        status: status(object, reader)?,
        body: body::read((object, "body"), headers.first("content-type"), wrapped, reader)?,
        rules: reader.at("matchingRules", |reader| rules::read(object.get("matchingRules"), reader))?,
        generators: reader.at("generators", |reader| generators::read(object.get("generators"), reader))?,
        extra: rule::kept(object, |key, _| RESPONSE.contains(&key)),
        headers,
    })
}

fn text(object: &Object<'_>, key: &str, reader: &mut Reader<'_>) -> Result<Option<String>, Error> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.to_string())),
        Some(_) => Err(reader.error_at(key, "expected a text")),
    }
}

fn status(object: &Object<'_>, reader: &mut Reader<'_>) -> Result<u16, Error> {
    let value = match object.get("status") {
        None | Some(Value::Null) => return Ok(200),
        Some(value) => value,
    };
    let status = value.to_text().parse::<u16>().ok().filter(|status| *status < 1000);
    status.ok_or_else(|| reader.error_at("status", "expected a status code, 100 to 599"))
}

fn headers(object: &Object<'_>, reader: &mut Reader<'_>) -> Result<Headers, Error> {
    let mut headers = Headers::default();
    let map = match object.get("headers") {
        None | Some(Value::Null) => return Ok(headers),
        Some(Value::Object(map)) => map,
        Some(_) => return Err(reader.error_at("headers", "expected an object")),
    };
    reader.at("headers", |reader| {
        for (name, value) in map.iter() {
            if headers.get(name).is_some() {
                reader.note_at(name, "the same name as another header but for its case; their values are joined");
            }
            let values = reader.at(name, |reader| header_values(value, reader))?;
            headers.add(name, values);
        }
        Ok(headers)
    })
}

/// The texts of a JSON list that was printed as one text and then cut at its commas.
fn torn_list(value: &Value<'_>) -> Option<Vec<String>> {
    let pieces: Vec<&str> = value.as_array()?.iter().map(Value::as_str).collect::<Option<_>>()?;
    if !pieces.first()?.starts_with("[\"") {
        return None;
    }
    let joined = pieces.join(",");
    let list = crate::json::parse(joined.as_bytes()).ok()?;
    list.as_array()?.iter().map(|text| text.as_str().map(ToOwned::to_owned)).collect()
}

fn header_values(value: &Value<'_>, reader: &mut Reader<'_>) -> Result<Vec<String>, Error> {
    if let Some(values) = torn_list(value) {
        reader.note("a JSON list cut at its commas; its texts are taken");
        return Ok(values);
    }
    match value {
        Value::Array(items) => {
            let mut values = Vec::new();
            for item in items {
                values.extend(header_values(item, reader)?);
            }
            Ok(values)
        }
        Value::Null => Ok(Vec::new()),
        Value::Object(_) => Err(reader.error("expected a text or a list of texts")),
        scalar => Ok(vec![scalar.to_text().into_owned()]),
    }
}
