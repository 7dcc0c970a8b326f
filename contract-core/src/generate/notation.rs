//! Generators as JSON, the way contract files and definitions of patterns have them.

use super::{DataType, Generator, UuidFormat};
use crate::json::{Json, Number, Object, Value};

impl Generator {
    /// Reads one generator; what is not understood is kept, and leaves the example.
    pub fn from_json(value: &Value<'_>) -> Self {
        let other = || Self::Other(value.clone().into_owned());
        let Some(object) = value.as_object() else { return other() };
        let mut fields = Fields { object, taken: vec!["type"] };
        let Ok(generator) = read(&mut fields) else { return other() };
        let rest = object.iter().filter(|(key, _)| !fields.taken.contains(key));
        let extra: Object<'static> = rest.map(|(key, value)| (key.to_owned(), value.clone().into_owned())).collect();
        if extra.is_empty() { generator } else { Self::Extended { generator: Box::new(generator), extra } }
    }

    /// Writes the generator as version 4 has it.
    pub fn to_json(&self) -> Json {
        let text = |text: &String| Some(Json::string(text.clone()));
        let named = |text: Option<&str>| text.map(|text| Json::string(text.to_owned()));
        let fields = match self {
            Self::Other(raw) => return raw.clone(),
            Self::Extended { generator, extra } => return extended(generator.to_json(), extra),
            Self::RandomBoolean => vec![],
            Self::RandomInt { min, max } => vec![("min", Some(number(*min))), ("max", Some(number(*max)))],
            Self::RandomDecimal { digits } | Self::RandomHexadecimal { digits } => {
                vec![("digits", Some(number(*digits)))]
            }
            Self::RandomString { size } => vec![("size", Some(number(*size)))],
            Self::Regex { regex } => vec![("regex", text(regex))],
            Self::Uuid { format } => {
                vec![("format", named(format.and_then(|format| name_of(&UuidFormat::NAMED, format))))]
            }
            Self::Date { format, expression }
            | Self::Time { format, expression }
            | Self::DateTime { format, expression } => {
                vec![("format", named(format.as_deref())), ("expression", named(expression.as_deref()))]
            }
            Self::ProviderState { expression, data_type } => {
                let data_type = data_type.and_then(|data_type| name_of(&DataType::NAMED, data_type));
                vec![("expression", text(expression)), ("dataType", named(data_type))]
            }
            Self::MockServerUrl { example, regex } => vec![("example", text(example)), ("regex", text(regex))],
        };
        let mut object = Object::new();
        object.insert("type", Json::string(self.name().to_owned()));
        for (key, value) in fields {
            value.map(|value| object.insert(key, value));
        }
        Json::Object(object)
    }
}

fn number(number: impl Into<Number<'static>>) -> Json {
    Json::Number(number.into())
}

fn extended(mut generator: Json, extra: &Object<'static>) -> Json {
    if let Some(object) = generator.as_object_mut() {
        for (key, value) in extra.iter() {
            object.insert(key.to_owned(), value.clone());
        }
    }
    generator
}

fn name_of<T: PartialEq + Copy>(named: &[(&'static str, T)], value: T) -> Option<&'static str> {
    named.iter().find(|(_, known)| *known == value).map(|(name, _)| *name)
}

fn value_of<T: Copy>(named: &[(&'static str, T)], name: &str) -> Option<T> {
    named.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
}

/// A type or value that is not understood.
struct Strange;

/// Old files end some types in `Generator`, as in `RandomIntGenerator`.
fn read(fields: &mut Fields<'_, '_>) -> Result<Generator, Strange> {
    let name = fields.object.get("type").and_then(Value::as_str).unwrap_or_default();
    Ok(match name.strip_suffix("Generator").unwrap_or(name) {
        "RandomInt" => {
            let min = fields.number("min", 0)?;
            Generator::RandomInt { min, max: fields.number("max", min.max(10))? }
        }
        "RandomDecimal" => Generator::RandomDecimal { digits: fields.number("digits", 10)? },
        "RandomHexadecimal" => Generator::RandomHexadecimal { digits: fields.number("digits", 10)? },
        "RandomString" => Generator::RandomString { size: fields.number("size", 10)? },
        "RandomBoolean" => Generator::RandomBoolean,
        "Regex" => Generator::Regex { regex: fields.required("regex")? },
        "Uuid" => Generator::Uuid {
            format: match fields.text("format")? {
                Some(name) => Some(value_of(&UuidFormat::NAMED, &name).ok_or(Strange)?),
                None => None,
            },
        },
        "Date" => Generator::Date { format: fields.text("format")?, expression: fields.text("expression")? },
        "Time" => Generator::Time { format: fields.text("format")?, expression: fields.text("expression")? },
        "DateTime" => Generator::DateTime { format: fields.text("format")?, expression: fields.text("expression")? },
        "ProviderState" => {
            Generator::ProviderState { expression: fields.required("expression")?, data_type: fields.data_type() }
        }
        "MockServerURL" => {
            Generator::MockServerUrl { example: fields.required("example")?, regex: fields.required("regex")? }
        }
        _ => return Err(Strange),
    })
}

struct Fields<'o, 'a> {
    object: &'o Object<'a>,
    /// The keys that were understood.
    taken: Vec<&'static str>,
}

impl Fields<'_, '_> {
    /// A text that may be absent or empty.
    fn text(&mut self, key: &'static str) -> Result<Option<String>, Strange> {
        self.taken.push(key);
        match self.object.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok((!text.is_empty()).then(|| text.to_string())),
            Some(_) => Err(Strange),
        }
    }

    fn required(&mut self, key: &'static str) -> Result<String, Strange> {
        self.taken.push(key);
        self.object.get(key).and_then(Value::as_str).map(ToOwned::to_owned).ok_or(Strange)
    }

    fn number<T: std::str::FromStr>(&mut self, key: &'static str, default: T) -> Result<T, Strange> {
        self.taken.push(key);
        match self.object.get(key) {
            None | Some(Value::Null) => Ok(default),
            Some(value) => value.to_text().parse().map_err(|_| Strange),
        }
    }

    /// A type nobody knows is kept, and the value left as it is.
    fn data_type(&mut self) -> Option<DataType> {
        let data_type = value_of(&DataType::NAMED, self.object.get("dataType")?.as_str()?)?;
        self.taken.push("dataType");
        Some(data_type)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn read(text: &str) -> Generator {
        Generator::from_json(&parse(text.as_bytes()).unwrap())
    }

    #[test]
    fn every_generator_is_read_and_written_back() {
        for text in [
            r#"{"max":7,"min":-2,"type":"RandomInt"}"#,
            r#"{"digits":6,"type":"RandomDecimal"}"#,
            r#"{"digits":6,"type":"RandomHexadecimal"}"#,
            r#"{"size":6,"type":"RandomString"}"#,
            r#"{"type":"RandomBoolean"}"#,
            r#"{"regex":"\\d+","type":"Regex"}"#,
            r#"{"type":"Uuid"}"#,
            r#"{"format":"simple","type":"Uuid"}"#,
            r#"{"format":"URN","type":"Uuid"}"#,
            r#"{"type":"Date"}"#,
            r#"{"expression":"tomorrow","format":"dd.MM.yyyy","type":"Date"}"#,
            r#"{"format":"HH","type":"Time"}"#,
            r#"{"expression":"@ noon","type":"DateTime"}"#,
            r#"{"dataType":"INTEGER","expression":"${id}","type":"ProviderState"}"#,
            r#"{"example":"http://h/a","regex":".*(/a)","type":"MockServerURL"}"#,
        ] {
            let generator = read(text);
            assert!(!matches!(generator, Generator::Other(_) | Generator::Extended { .. }), "{generator:?}");
            assert_eq!(generator.to_json().to_compact(), text);
            assert_eq!(generator.problem(), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_kept() {
        for text in [
            r#"{"type":"Fish"}"#,
            r#"{"size":6}"#,
            r#"{"min":"few","type":"RandomInt"}"#,
            r#"{"digits":-1,"type":"RandomHexadecimal"}"#,
            r#"{"type":"Regex"}"#,
            r#"{"format":"braces","type":"Uuid"}"#,
            r#"{"format":7,"type":"Date"}"#,
            r#"{"type":"ProviderState"}"#,
            "null",
            "[]",
        ] {
            let generator = read(text);
            assert!(matches!(generator, Generator::Other(_)), "{generator:?}");
            assert_eq!(generator.to_json().to_compact(), text);
            assert!(generator.problem().is_some());
        }
        for text in [
            r#"{"size":6,"type":"RandomString","why":[1]}"#,
            r#"{"dataType":"DATE","expression":"${id}","type":"ProviderState"}"#,
        ] {
            let generator = read(text);
            assert!(matches!(generator, Generator::Extended { .. }), "{generator:?}");
            assert_eq!(generator.to_json().to_compact(), text);
        }
    }

    #[test]
    fn old_names_and_absent_fields_are_read() {
        for (old, new) in [
            (r#"{"type":"RandomIntGenerator","min":1,"max":2}"#, r#"{"max":2,"min":1,"type":"RandomInt"}"#),
            (r#"{"type":"RandomStringGenerator"}"#, r#"{"size":10,"type":"RandomString"}"#),
            (r#"{"type":"UuidGenerator","format":null}"#, r#"{"type":"Uuid"}"#),
            (r#"{"type":"RandomInt"}"#, r#"{"max":10,"min":0,"type":"RandomInt"}"#),
            (r#"{"type":"RandomInt","min":20}"#, r#"{"max":20,"min":20,"type":"RandomInt"}"#),
            (r#"{"type":"Date","format":"","expression":""}"#, r#"{"type":"Date"}"#),
            (r#"{"type":"Uuid","format":"urn"}"#, r#"{"format":"URN","type":"Uuid"}"#),
        ] {
            assert_eq!(read(old).to_json().to_compact(), new);
        }
    }

    #[test]
    fn a_generator_that_makes_no_value_says_why() {
        for (text, reason) in [
            (r#"{"type":"RandomInt","min":2,"max":1}"#, "the generator `RandomInt` makes no value: its `min` 2"),
            (r#"{"type":"RandomString","size":1000000000000}"#, "16 MiB"),
            (r#"{"type":"Regex","regex":"(?=a)","x":1}"#, "`(?=a)`"),
            (r#"{"type":"Date","format":"yyyy-JJ"}"#, "`yyyy-JJ`"),
            (r#"{"type":"Time","expression":"fish"}"#, "offset 0"),
            (r#"{"type":"DateTime","expression":"next fish"}"#, "offset 5"),
            (r#"{"type":"ProviderState","expression":"${id"}"#, "has no `}`"),
            (r#"{"type":"MockServerURL","example":"a","regex":"a"}"#, "no group"),
        ] {
            let problem = read(text).problem().unwrap();
            assert!(problem.contains(reason), "{problem}");
        }
    }
}
