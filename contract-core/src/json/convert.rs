//! To and from `serde_json`, where users hand us its values.

use super::{Json, Number, Object, Value};
use serde::ser::{Serialize, SerializeMap, Serializer};

impl Json {
    /// Any value `serde` can write as JSON.
    ///
    /// It goes by way of the text: the numbers are the ones a client would send, an `f32` is not widened, and nothing
    /// depends on the features the user's build gives `serde_json`.
    pub fn from_serialize(value: &(impl Serialize + ?Sized)) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let text = serde_json::to_vec(value)?;
        Ok(super::parse(&text)?.into_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::String(text.into())
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<bool> for Json {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<&serde_json::Value> for Json {
    fn from(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(flag) => Self::Bool(*flag),
            serde_json::Value::Number(number) => Self::Number(Number::from_checked(number.to_string())),
            serde_json::Value::String(text) => Self::string(text.clone()),
            serde_json::Value::Array(items) => Self::Array(items.iter().map(Self::from).collect()),
            serde_json::Value::Object(map) => {
                Self::Object(map.iter().map(|(key, item)| (key.clone(), Self::from(item))).collect::<Object<'_>>())
            }
        }
    }
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        Self::from(&value)
    }
}

/// Keys come out sorted. A number that fits neither 64-bit integers nor a double is rounded to a double, the only form
/// `serde` has for it; write [`Value::to_compact`] where the text of numbers matters.
impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serialize_number(number.as_str(), serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => items.serialize(serializer),
            Self::Object(object) => {
                let mut map = serializer.serialize_map(Some(object.len()))?;
                for (key, value) in object.sorted() {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

fn serialize_number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(number) = text.parse::<u64>() {
        serializer.serialize_u64(number)
    } else if let Ok(number) = text.parse::<i64>() {
        serializer.serialize_i64(number)
    } else {
        serializer.serialize_f64(text.parse::<f64>().map_err(serde::ser::Error::custom)?)
    }
}
