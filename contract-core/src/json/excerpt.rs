//! As much of a value as can be read: what is told of a difference must not grow with the body it is in.

use super::{Json, Object, Text, Value};

/// How many entries of a list or map are kept, those of the lists and maps in it included.
const MOST_ENTRIES: usize = 100;
/// How many characters of a text inside a list or map are kept.
const MOST_CHARACTERS: usize = 1_000;

impl Value<'_> {
    /// An owned copy to be shown: of a long list or map the beginning, and how much more there is. Anything else is whole.
    pub(crate) fn excerpt(&self) -> Json {
        match self {
            Self::Array(_) | Self::Object(_) => self.beginning(&mut { MOST_ENTRIES }),
            other => other.clone().into_owned(),
        }
    }

    fn beginning(&self, room: &mut usize) -> Json {
        match self {
            Self::Array(items) => {
                let shown: Vec<Json> = items.iter().map_while(|item| item.entry(room)).collect();
                let more = items.len() - shown.len();
                let more = (more > 0).then(|| Value::string(format!("… {more} more")));
                Value::Array(shown.into_iter().chain(more).collect())
            }
            Self::Object(object) => {
                let entry = |(key, value): (&str, &Self)| Some((begun(key), value.entry(room)?));
                let shown: Vec<(Text<'static>, Json)> = object.iter().map_while(entry).collect();
                let more = object.len() - shown.len();
                let more = (more > 0).then(|| (Text::from("…".to_owned()), Value::string(format!("{more} more"))));
                Value::Object(Object::from_entries(shown.into_iter().chain(more).collect()))
            }
            Self::String(text) => Value::String(begun(text)),
            other => other.clone().into_owned(),
        }
    }

    fn entry(&self, room: &mut usize) -> Option<Json> {
        *room = room.checked_sub(1)?;
        Some(self.beginning(room))
    }
}

fn begun(text: &str) -> Text<'static> {
    let end = text.char_indices().nth(MOST_CHARACTERS).map(|(end, _)| end);
    Text::from(end.map_or_else(|| text.to_owned(), |end| format!("{}…", &text[..end])))
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    fn excerpt(text: &str) -> String {
        parse(text.as_bytes()).unwrap().excerpt().to_compact()
    }

    #[test]
    fn long_lists_and_maps_are_begun_and_the_rest_is_counted() {
        let short = r#"{"a":[1,{"b":null}],"c":"x"}"#;
        assert_eq!(excerpt(short), short);
        let text = format!("\"{}\"", "é".repeat(5_000));
        assert_eq!(excerpt(&text), text);
        let list = excerpt(&format!("[{}0]", "0,".repeat(500)));
        assert!(list.starts_with("[0,0,") && list.ends_with(",\"… 401 more\"]") && list.len() < 250, "{list}");
        let nested = excerpt(&format!("[[{}0],[1]]", "0,".repeat(500)));
        assert!(nested.ends_with(",\"… 402 more\"],\"… 1 more\"]"), "{nested}");
        let map = (0..200).map(|at| format!("\"{at:03}\":0")).collect::<Vec<_>>().join(",");
        assert!(excerpt(&format!("{{{map}}}")).contains("\"…\":\"100 more\""));
        assert_eq!(excerpt(&format!("[{text}]")).matches('é').count(), 1_000);
    }
}
